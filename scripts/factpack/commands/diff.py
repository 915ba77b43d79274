"""`factpack diff`: report the differences between two revisions."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from factpack import differences, revisions, terminal
from factpack.commands.common import exit_code, texts_folder
from factpack.commands.validate import with_texts
from factpack.differences import Differences, formats
from factpack.models import schemas
from factpack.problems import UsageError

_DESCRIPTION = """\
Show what differs between two git revisions, or between one and the working tree: facts and register entries with their values
and evidence, disagreements, release totals, rows and columns of the tables, and the version bump that this needs. It ends
with the problems that `validate` reports. BASE alone and BASE...HEAD leave out what only BASE changed since the fork.
"""
_FORMATS = {
    "text": lambda found: formats.as_text(found, terminal.style_for(sys.stdout)),
    "markdown": formats.as_markdown,
    "json": formats.as_json,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.description = _DESCRIPTION
    parser.add_argument("base", metavar="BASE", help="a branch, a tag or a commit")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="another one (default: the working tree)")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="default: text")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the differences, and return the exit code.

    It is 1 if an id vanished, or if `validate` reports an error.
    """
    found = compare(root, options.base, options.head)
    sys.stdout.write(_FORMATS[options.format](found))
    return exit_code(found.problems)


def compare(root: Path, base: str, head: str | None) -> Differences:
    """Compare two revisions, or the working tree with a fork."""
    base, dots, named = base.partition("...")
    if named and head:
        raise UsageError(f"{named!r} and {head!r} are two heads. Name one of them.")
    end = revisions.resolve(root, name) if (name := head or named) else None
    start = revisions.resolve(root, base)
    if dots or end is None:
        start = revisions.fork(root, start, end or revisions.resolve(root, "HEAD"))
    schema_set = schemas.generate()
    after = revisions.read(root, end, schema_set, texts_folder(root, None))
    found = differences.compare(revisions.read(root, start, schema_set), after)
    return replace(found, problems=tuple(with_texts(root, after.checked, [*found.problems])))
