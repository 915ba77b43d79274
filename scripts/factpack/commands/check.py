"""`factpack check`: validate, then check that every generated file is current and sound."""

import argparse
import sys
from pathlib import Path
from typing import Any

from factpack.commands.common import CLEAN, FINDINGS, TEXTS_HELP, texts_folder


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check", help="validate, then check that every generated file is current and sound"
    )
    parser.add_argument(
        "--require-verified", action="store_true", help="what the lock does not attest is an error"
    )
    parser.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)
    parser.set_defaults(run=run)


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    from factpack import changelog, exports_check, files, package, report, validation
    from factpack.evidence import verification
    from factpack.models import schemas
    from factpack.writers import datapackage

    texts = texts_folder(root, options.texts)
    committed, problems = validation.read_schemas(root)
    if not problems:
        checked = package.check(root, committed, options.require_verified)
        conflicts = package.conflicts(root)
        problems = checked.problems + conflicts
        if checked.is_sound and all(one.path != changelog.PATH for one in conflicts):
            made, tables = package.render(root, checked, schemas.generate())
            drift = package.drift(root, made)
            problems = problems + drift
            # Validators read whatever a descriptor names, and follow links: none but our own is given to them.
            if all(one.path != datapackage.PATH and files.is_plain(root, one.path) for one in drift):
                problems += exports_check.check_package(root, package.origins(checked.dataset, tables))
            if texts is not None:
                articles, unread = verification.read_articles(texts, checked.dataset)
                problems += unread
                if options.require_verified:
                    problems += verification.check_against_texts(checked.dataset, articles, checked.lock)
                else:  # what the lock lacks is told already, as not yet verified
                    problems += verification.verify(checked.dataset, articles).problems
    sys.stdout.write(report.as_text(problems))
    against = "" if texts is None else ", the articles' texts"
    print(
        f"Checked the records, the generated files, frictionless, the profile{against}: {report.summary(problems)}."
    )
    return FINDINGS if any(problem.severity == "error" for problem in problems) else CLEAN
