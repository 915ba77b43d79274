"""`factpack explain`: explain a rule."""

import argparse
import inspect
from pathlib import Path

from factpack import rules
from factpack.commands.common import CLEAN
from factpack.problems import UsageError, did_you_mean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "rule",
        metavar="RULE",
        nargs="?",
        help="the name of a rule, as in a problem (default: list all rules)",
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print one manual or all rules; return the exit code."""
    known = {rule.name: rule for rule in rules.ALL}
    if options.rule is None:
        for name, rule in known.items():
            print(f"{name}: {inspect.cleandoc(rule.manual).splitlines()[0]}")
        return CLEAN
    if options.rule not in known:
        hint = f"{did_you_mean(options.rule, known)} `factpack explain` lists them.".strip()
        raise UsageError(f"there is no rule {options.rule!r}. {hint}")
    print(
        f"{options.rule} ({known[options.rule].severity})\n\n{inspect.cleandoc(known[options.rule].manual)}"
    )
    return CLEAN
