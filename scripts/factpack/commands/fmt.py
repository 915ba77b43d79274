"""`factpack fmt`: write the records in canonical form."""

import argparse
import difflib
import itertools
import sys
from pathlib import Path

from factpack import files, report, wording
from factpack.commands.common import CLEAN, PROBLEMS, under
from factpack.escaping import escape_line
from factpack.models import schemas
from factpack.problems import Problem, UsageError
from factpack.yaml import canonical, tree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="format only these files or folders")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="write nothing; list the files that would change")
    group.add_argument("--diff", action="store_true", help="write nothing; show what would change")


def run(root: Path, options: argparse.Namespace) -> int:
    """Reformat the files, or report them; return the exit code."""
    generated = schemas.generate()
    problems: list[Problem] = []
    chosen = _chosen(root, options.paths)
    unread = changed = 0
    for path in chosen:
        document = canonical.read(path, files.read(root, path))
        if document.problems:
            problems += document.problems
            unread += 1
            continue
        new = files.canonical_text(root, path, tree.of_document(document), generated)
        old = (root / path).read_bytes().decode()
        if new == old:
            continue
        changed += 1
        if options.diff:
            sys.stdout.write(_difference(path, old, new))
        elif options.check:
            problems.append(_not_canonical(path, old, new))
        else:
            files.replace(root, path, new)
            print(f"written: {path}")
    sys.stdout.write(report.as_text(problems))
    done = "to reformat" if options.check or options.diff else "reformatted"
    failed = f", {unread} unreadable" if unread else ""
    print(f"{wording.plural(len(chosen), 'file')} checked, {changed} {done}{failed}.")
    return PROBLEMS if problems or (options.diff and changed) else CLEAN


def _chosen(root: Path, named: list[str]) -> list[str]:
    """Return the chosen record files; raise UsageError for none."""
    every = [path for _, path in files.find(root).files if files.is_plain(root, path)]
    for name in named:
        if not any(under(root, path, [name]) for path in every):
            reason = "holds no record" if Path(name).exists() else "is not there"
            raise UsageError(f"{name!r} {reason}: name YAML files, or folders, of seeds/ and facts/.")
    return [path for path in every if not named or under(root, path, named)]


def _not_canonical(path: str, old: str, new: str) -> Problem:
    pairs = itertools.zip_longest(old.split("\n"), new.split("\n"))
    line = next(number for number, (before, after) in enumerate(pairs, 1) if before != after)
    message = "The file is not in canonical form; this line is the first that differs."
    fix = "Run `factpack fmt`; `factpack fmt --diff` shows how."
    return Problem(path, line, 1, "not-canonical", message, fix)


def _difference(path: str, old: str, new: str) -> str:
    names = f"{path} (as it is)", f"{path} (canonical)"
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), *names, lineterm="")
    return "".join(f"{escape_line(line)}\n" for line in lines)
