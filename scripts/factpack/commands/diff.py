"""`factpack diff`: report the differences between two revisions."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from factpack import differences, revisions
from factpack.commands.common import CLEAN, PROBLEMS
from factpack.differences import Differences, formats
from factpack.models import schemas
from factpack.problems import Problem, UsageError
from factpack.revisions import Revision

_DESCRIPTION = """\
Tell what differs between two git revisions, or between one and the work tree: facts, values with the evidence for both,
claims, registers, rows and columns of the tables, and the version step that this asks for. An id that vanished or was
reused is an error. BASE... or BASE...HEAD compares with the point where the two parted, as `git diff` does.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.description = _DESCRIPTION
    parser.add_argument("base", metavar="BASE", help="a branch, a tag, a commit, or BASE...HEAD")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="the same (default: the work tree)")
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="(default: text)"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the differences, and return the exit code.

    1 if an id vanished or was reused, or if a record of the head is unreadable.
    """
    found = compare(root, options.base, options.head)
    write = {"text": formats.as_text, "markdown": formats.as_markdown, "json": formats.as_json}
    sys.stdout.write(write[options.format](found))
    return CLEAN if found.is_sound else PROBLEMS


def compare(root: Path, base: str, head: str | None) -> Differences:
    """Return the differences between two revisions.

    base, head: names of revisions; without a head, the work tree.

    Raises UsageError if a revision does not exist or has no facts.
    """
    start, end = _ends(root, base, head)
    schema_set = schemas.generate()
    before = revisions.read_revision(root, start, schema_set)
    if end is None:
        after = revisions.read_work_tree(root, schema_set)
    else:
        after = revisions.read_revision(root, end, schema_set)
    found = differences.compare(before, after)
    return replace(found, problems=(*found.problems, *_behind(root, start, end)))


def _ends(root: Path, base: str, head: str | None) -> tuple[Revision, Revision | None]:
    """Return the two revisions; None for the work tree."""
    base_name, dots, head_name = base.partition("...")
    if dots and head is not None:
        raise UsageError(f"{base!r} and HEAD are three revisions. Name BASE...HEAD alone, or BASE and HEAD.")
    if dots:
        head = head_name or None
    end = None if head is None else revisions.resolve(root, head)
    start = revisions.resolve(root, base_name)
    if dots:
        start = revisions.fork(root, start, end or revisions.resolve(root, "HEAD"))
    return start, end


def _behind(root: Path, base: Revision, head: Revision | None) -> list[Problem]:
    """Report commits that the head lacks: they would look undone."""
    beyond = revisions.commits_beyond(root, base, head or revisions.resolve(root, "HEAD"))
    if not beyond:
        return []
    commits = f"{beyond} commit{'' if beyond == 1 else 's'} of {base.label}"
    message = f"The head does not build on {commits}: their changes look undone here."
    fix = f"Merge the base, or compare with the fork: `factpack diff {base.name}...`."
    return [Problem("facts", 0, 0, "base-went-on", message, fix, "notice")]
