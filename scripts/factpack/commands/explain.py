"""`factpack explain`: explain a rule."""

import argparse
from pathlib import Path
from typing import Any

from factpack.commands.common import CLEAN, UsageError
from factpack.problems import did_you_mean


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("explain", help="tell what a rule is about")
    parser.add_argument(
        "rule", metavar="RULE", nargs="?", help="its name, as a finding prints it; all, without one"
    )
    parser.set_defaults(run=run)


def run(root: Path, options: argparse.Namespace) -> int:
    """Print one manual or all rules; return the exit code."""
    import inspect

    from factpack import rules

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
