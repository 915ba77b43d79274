"""`factpack explain`: explain a rule."""

import argparse
import inspect
from pathlib import Path

from factpack import rules
from factpack.commands.common import CLEAN, require


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("rule", metavar="RULE", nargs="?", help="the name of a rule (default: all rules)")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print one manual or all rules; return the exit code."""
    manuals = {rule.name: inspect.cleandoc(rule.manual) for rule in rules.ALL}
    if options.rule is None:
        print("\n".join(f"{name}: {manual.splitlines()[0]}" for name, manual in manuals.items()))
    else:
        require("rule", options.rule, manuals, "`factpack explain` lists them.")
        severity = next(rule.severity for rule in rules.ALL if rule.name == options.rule)
        print(f"{options.rule} ({severity})\n\n{manuals[options.rule]}")
    return CLEAN
