"""`factpack check`: validate, and check the generated files."""

import argparse
from pathlib import Path

from factpack import package
from factpack.commands.common import add_require_verified, add_texts, print_problems, texts_folder
from factpack.evidence import verification


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_require_verified(parser)
    add_texts(parser)


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; return its exit code."""
    texts = texts_folder(root, options.texts)
    problems, checked, _, _ = package.check_all(root, options.require_verified, texts)
    if texts is not None and checked.is_sound:
        articles, unread = verification.read_articles(texts, checked.dataset)
        problems += unread
        if options.require_verified:
            problems += verification.check_against_texts(checked.dataset, articles)
        else:  # what the lock lacks is already reported as not yet verified
            problems += verification.verify(checked.dataset, articles).problems
    against = "" if texts is None else ", the articles' texts"
    return print_problems(
        problems, f"Checked the records, the generated files, frictionless, the profile{against}"
    )
