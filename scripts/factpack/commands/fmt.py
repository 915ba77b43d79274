"""`factpack fmt`: write the records in their one canonical form."""

import argparse
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factpack.commands.common import CLEAN, FINDINGS, UsageError

if TYPE_CHECKING:
    from factpack.problems import Problem


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("fmt", help="write the records in their one canonical form; comments stay")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="write nothing: tell what is in another form")
    group.add_argument("--diff", action="store_true", help="write nothing: show what would change")
    parser.set_defaults(run=run)


def run(root: Path, options: argparse.Namespace) -> int:
    """Write what is in another form, or tell; each file that cannot be read is left alone and reported."""
    from factpack import canonical, curated_files, record_files, report, yaml_tree
    from factpack.models import schemas
    from factpack.problems import Problem

    generated = schemas.generate()
    files = _chosen(root, options.paths)
    unread: dict[str, list[Problem]] = {}
    changed = []
    for kind, path in files:
        raw = curated_files.read(root, path)
        if isinstance(raw, Problem):
            unread[path] = [raw]
            continue
        document = canonical.read(path, raw)
        if document.problems:
            unread[path] = document.problems
            continue
        named = record_files.schema_for_editors(root, path, kind)
        text = canonical.form(yaml_tree.of_document(document), kind, generated[kind], named)
        if text.encode() != raw:
            changed.append((path, raw, text))
    problems = [problem for found in unread.values() for problem in found]
    for path, raw, new in changed:
        if options.diff:
            sys.stdout.write(_difference(path, raw.decode(), new))
        elif options.check:
            problems.append(_not_canonical(path, raw.decode(), new))
        elif (
            curated_files.read(root, path) != raw
        ):  # an editor saved it meanwhile: its text is not to be lost
            message = "The file changed while it was formatted, and was left alone."
            problems.append(Problem(path, 1, 1, "unreadable-file", message, "Run `factpack fmt` again."))
        else:
            record_files.replace(root, path, new)
            print(f"written: {path}")
    sys.stdout.write(report.as_text(problems))
    print(_told(len(files), len(unread), len(changed), dry=options.check or options.diff))
    return FINDINGS if problems or (options.diff and changed) else CLEAN


def _chosen(root: Path, named: list[str]) -> list[tuple[str, str]]:
    """Kind and path of the record files under the paths that are named, or of all."""
    from factpack import record_files

    files = list(record_files.paths(root))
    if not named:
        return files
    chosen = set()
    for name in named:
        wanted = Path(name).resolve()
        under = [file for file in files if (root / file[1]).resolve().is_relative_to(wanted)]
        if not under:
            reason = "holds no record" if wanted.exists() else "is not there"
            raise UsageError(f"{name!r} {reason}: name YAML files, or folders, of seeds/ and facts/.")
        chosen.update(under)
    return [file for file in files if file in chosen]


def _not_canonical(path: str, old: str, new: str) -> "Problem":
    from factpack.problems import Problem

    pairs = itertools.zip_longest(old.split("\n"), new.split("\n"))
    line = next(number for number, (one, other) in enumerate(pairs, 1) if one != other)
    message = "The file is not in canonical form; this line is the first that differs."
    return Problem(
        path, line, 1, "not-canonical", message, "Run `factpack fmt`; `factpack fmt --diff` shows how."
    )


def _difference(path: str, old: str, new: str) -> str:
    import difflib

    from factpack.escaping import escape_line

    lines = difflib.unified_diff(
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"{path} (as it is)",
        f"{path} (canonical)",
    )
    return "".join(
        escape_line(line.removesuffix("\n"))
        + ("\n" if line.endswith("\n") else "\n\\ No newline at end of file\n")
        for line in lines
    )


def _told(files: int, unread: int, changed: int, *, dry: bool) -> str:
    told = f"{files} file{'s' * (files != 1)}; "
    if changed:
        told += f"{changed} {'would be' if dry else 'was' if changed == 1 else 'were'} written anew"
    else:
        told += "all are in canonical form" if not unread else "all others are in canonical form"
    return told + (
        f"; {unread} cannot be read, and {'was' if unread == 1 else 'were'} left alone." if unread else "."
    )
