"""`factpack explain`: explain a rule."""

import argparse
import inspect
from pathlib import Path

from factpack import rules
from factpack.commands.common import CLEAN, require

# Checks that need the texts or the lock, and have no manual.
CHECKS = {
    "phrase-not-found": "A phrase that its paragraph does not contain word for word. `factpack verify --fix` corrects typography.",
    "phrase-cut-off": 'A phrase that leaves out an adjoining word such as "at least" or "not", or reports as done what its sentence does not.',
    "credit-missing": "An item whose `attributed_to` is missing, or names another source than the one that its sentence credits.",
    "credit-not-named": "A credited actor whom neither the paragraph nor the previous one names.",
    "other-date": "An act or a count whose sentence prints another date for it than the record's.",
    "spelling-not-found": "A spelling in a register that the article does not print.",
    "title-not-found": "An article's title that its text does not contain.",
    "paragraph-count": "A number of paragraphs that differs from that of the text.",
    "quoted-too-much": "Phrases that quote more of a sentence or an article than the limits in CONTRIBUTING.md allow.",
    "unverified-article": "An article that the lock does not attest: no maintainer has verified it.",
    "unverified-item": "An evidence item that is new, or changed since it was verified.",
    "unverified-name": "A title or a list of spellings that is new, or changed since it was verified.",
    "unverified-record": "A record that is new, or changed since it was verified.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("rule", metavar="RULE", nargs="?", help="the name of a rule (default: all rules)")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print one manual or all rules; return the exit code."""
    manuals = {rule.name: inspect.getdoc(rule.check) or "" for rule in rules.ALL}
    if options.rule is None:
        lines = [*((name, manual.splitlines()[0]) for name, manual in manuals.items()), *CHECKS.items()]
        print("\n".join(f"{name}: {line}" for name, line in lines))
    elif options.rule in CHECKS:
        print(f"{options.rule}\n\n{CHECKS[options.rule]}")
    else:
        require(
            "rule",
            options.rule,
            manuals,
            "`factpack explain` lists them; problems with a file's format have no manual.",
        )
        severity = next(rule.severity for rule in rules.ALL if rule.name == options.rule)
        print(f"{options.rule} ({severity})\n\n{manuals[options.rule]}")
    return CLEAN
