"""`factpack diff`: report the differences between two revisions."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from factpack import differences, revisions, terminal, wording
from factpack.commands.common import exit_code, texts_folder
from factpack.commands.validate import with_texts
from factpack.differences import Differences, formats
from factpack.models import schemas
from factpack.problems import Problem, UsageError

_DESCRIPTION = """\
Show what differs between two git revisions, or between one and the working tree: facts and register entries with their values
and evidence, disagreements, release totals, rows and columns of the tables, and the version bump that this needs. It ends
with the problems that `validate` reports. BASE... or BASE...HEAD compares with the common ancestor, as `git diff` does.
"""
_FORMATS = {
    "text": lambda found: formats.as_text(found, terminal.style_for(sys.stdout)),
    "markdown": formats.as_markdown,
    "json": formats.as_json,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.description = _DESCRIPTION
    parser.add_argument("base", metavar="BASE", help="a branch, a tag, a commit, or BASE...HEAD")
    parser.add_argument(
        "head", metavar="HEAD", nargs="?", help="the revision to compare (default: the working tree)"
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="default: text")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the differences, and return the exit code.

    It is 1 if an id vanished, or if `validate` reports an error.
    """
    found = compare(root, options.base, options.head)
    sys.stdout.write(_FORMATS[options.format](found))
    return exit_code(found.problems)


def compare(root: Path, base: str, head: str | None) -> Differences:
    """Return the differences between two revisions.

    base, head: names of revisions; without a head, the working tree.
    """
    base_name, dots, head_name = base.partition("...")
    if dots and head is not None:
        raise UsageError(f"{base!r} and HEAD are three revisions. Name BASE...HEAD alone, or BASE and HEAD.")
    named = head_name or head
    end = revisions.resolve(root, named) if named else None
    tip = end or revisions.resolve(root, "HEAD")
    start = revisions.resolve(root, base_name)
    if dots:
        start = revisions.fork(root, start, tip)
    schema_set = schemas.generate()
    after = revisions.read(root, end, schema_set, texts_folder(root, None))
    found = differences.compare(revisions.read(root, start, schema_set), after)
    problems = with_texts(root, after.checked, [*found.problems])
    if beyond := revisions.commits_beyond(root, start, tip):
        commits = f"{wording.plural(beyond, 'commit')} of {start.label}"
        message = f"The head does not build on {commits}: their changes look undone here."
        fix = f"Merge the base, or compare with the fork: `factpack diff {start.name}...`."
        problems.append(Problem("facts", 0, 0, "base-went-on", message, fix, "notice"))
    return replace(found, problems=tuple(problems))
