"""`factpack validate`: check the records."""

import argparse
import os
import sys
from pathlib import Path

from factpack import files as record_files
from factpack import package, report, terminal
from factpack.commands.common import CLEAN, PROBLEMS, texts_folder, under
from factpack.evidence import quotation, verification
from factpack.evidence.lock import Lock
from factpack.exports import editor_schemas
from factpack.package import Checked
from factpack.problems import Problem, UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="report only problems in these files or folders"
    )
    parser.add_argument(
        "--require-verified",
        action="store_true",
        help="report values that the lock does not attest as errors",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        help="text, one JSON document, or annotations for GitHub Actions (default: text; in a GitHub workflow: github)",
    )
    parser.add_argument(
        "--context", action="store_true", help="quote the line of each problem, as on a terminal (text only)"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    checked = package.check_committed(root, options.require_verified, texts_folder(root, None))
    problems = checked.problems
    if checked.dataset.schemas:
        editor_schemas.refresh(root, checked.dataset.schemas, checked.dataset)
        problems = with_texts(root, checked, problems)
    for path in options.paths:
        if not Path(path).exists():
            raise UsageError(f"there is no {Path(path).name!r} to validate.")
    problems = [one for one in problems if not options.paths or under(root, one.path, options.paths)]
    facts = len(checked.dataset.facts)
    summary_line = f"{facts} facts checked: {report.summary(problems)}."
    match options.format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"):
        case "json":
            sys.stdout.write(report.as_json(problems, facts))
        case "github":
            sys.stdout.write(f"{report.as_github(problems)}{summary_line}\n")
        case _:
            files = _texts(root, problems) if options.context or sys.stdout.isatty() else None
            sys.stdout.write(report.as_text(problems, terminal.style_for(sys.stdout), files))
            if not options.paths and (budget := quotation.summary(checked.dataset)):
                print(f"Characters quoted / allowed: {budget}.")
            print(summary_line)
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else CLEAN


def with_texts(root: Path, checked: Checked, problems: list[Problem]) -> list[Problem]:
    """Return problems with those that available texts show.

    Known before anybody verifies an article: phrases that it lacks, and what is quoted too much of it.
    """
    folder = texts_folder(root, None)
    if folder is None:
        return problems
    dataset = checked.dataset
    articles, _ = verification.read_articles(folder, dataset)
    in_texts = verification.verify(dataset, articles)
    verification.attach(dataset, Lock.of(dataset.lock.lines | in_texts.lines))
    quoted = [problem for problem in quotation.check(dataset) if problem not in checked.problems]
    return verification.errors_of_texts_first([*problems, *quoted], in_texts.problems)


def _texts(root: Path, problems: list[Problem]) -> dict[str, str]:
    """Return the readable texts of the files with problems."""
    texts = {}
    for path in {problem.path for problem in problems}:
        raw = record_files.read(root, path)
        if isinstance(raw, bytes):  # where it is not, the problem says so
            texts[path] = raw.decode("utf-8", errors="replace")
    return texts
