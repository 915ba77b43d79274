"""`factpack validate`: check the records."""

import argparse
import os
import sys
from pathlib import Path

from factpack import files, package, report, terminal
from factpack.commands.common import add_require_verified, exit_code, texts_folder, under
from factpack.evidence import quotation, verification
from factpack.exports import editor_schemas
from factpack.problems import Problem, UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="report only these files or folders")
    add_require_verified(parser)
    about = "text, one JSON document, or annotations for GitHub Actions (default: text; in a GitHub workflow: github)"
    parser.add_argument("--format", choices=("text", "json", "github"), help=about)
    parser.add_argument("--context", action="store_true", help="quote the line of each problem (text only)")


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; return its exit code."""
    checked = package.check_committed(root, options.require_verified, texts_folder(root, None))
    dataset = checked.dataset
    editor_schemas.refresh(root, dataset.schemas, dataset)
    problems = with_texts(root, checked, checked.problems)
    for path in options.paths:
        if not Path(path).exists():
            raise UsageError(f"there is no {Path(path).name!r} to validate.")
    problems = [one for one in problems if not options.paths or under(root, one.path, options.paths)]
    stopped_by, facts = sorted(dataset.stopped_by), len(dataset.facts)
    summary_line = report.conclusion(facts, problems, stopped_by)
    match options.format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"):
        case "json":
            sys.stdout.write(report.as_json(problems, facts, stopped_by))
        case "github":
            sys.stdout.write(f"{report.as_github(problems)}{summary_line}\n")
        case _:
            has_context = options.context or sys.stdout.isatty()
            texts = {
                path: raw.decode("utf-8", errors="replace")
                for path in ({one.path for one in problems} if has_context else ())
                if isinstance(
                    raw := files.read(root, path), bytes
                )  # if not, its problem says that it is unreadable
            }
            sys.stdout.write(report.as_text(problems, terminal.style_for(sys.stdout), texts))
            if not options.paths and (budget := quotation.summary(dataset)):
                print(f"Characters quoted / allowed: {budget}.")
            print(summary_line)
    return exit_code(problems)


def with_texts(root: Path, checked: package.Checked, problems: list[Problem]) -> list[Problem]:
    """Return problems together with those that available texts show."""
    folder = texts_folder(root, None)
    if folder is None:
        return problems
    dataset = checked.dataset
    articles, _ = verification.read_articles(folder, dataset)
    in_texts = verification.attach_texts(dataset, articles)
    quoted = [problem for problem in quotation.check(dataset) if problem not in checked.problems]
    return verification.errors_of_texts_first([*problems, *quoted], in_texts.problems)
