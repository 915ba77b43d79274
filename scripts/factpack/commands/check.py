"""`factpack check`: validate, and check the generated files."""

import argparse
import sys
from pathlib import Path

from factpack import package, report
from factpack.commands.common import CLEAN, PROBLEMS, TEXTS_HELP, texts_folder
from factpack.evidence import verification


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "--require-verified",
        action="store_true",
        help="report values that the lock does not attest as errors",
    )
    parser.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    texts = texts_folder(root, options.texts)
    problems, checked, _, _ = package.check_all(root, options.require_verified, texts)
    if texts is not None and checked.is_sound:
        articles, unread = verification.read_articles(texts, checked.dataset)
        problems += unread
        if options.require_verified:
            problems += verification.check_against_texts(checked.dataset, articles)
        else:  # what the lock lacks is reported already, as not yet verified
            problems += verification.verify(checked.dataset, articles).problems
    sys.stdout.write(report.as_text(problems))
    against = "" if texts is None else ", the articles' texts"
    print(
        f"Checked the records, the generated files, frictionless, the profile{against}: {report.summary(problems)}."
    )
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else CLEAN
