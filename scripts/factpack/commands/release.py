"""`factpack release`: write everything that is published of a version into one folder."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factpack.commands.common import CLEAN, FINDINGS, UsageError

if TYPE_CHECKING:
    from factpack.problems import Problem


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "release", help="write a version as it is published: zip, SQLite, Parquet, workbook, digests"
    )
    parser.add_argument(
        "--out", metavar="DIR", help="the folder to write (default: dist in the project's folder)"
    )
    parser.set_defaults(run=run)


def run(root: Path, options: argparse.Namespace) -> int:
    """Write the release, or report why not; return the exit code."""
    from factpack import changelog, package, report
    from factpack.revisions import git

    _require_libraries()
    target = Path(options.out).absolute() if options.out else root / "dist"
    _require_replaceable(target)
    commit = git(root, "rev-parse", "HEAD").decode().strip()
    documents, missing = _documents(root)
    problems, _, generated, tables = package.check_all(root, require_verified=True)
    problems = sorted({*_uncommitted(root), *missing, *problems})
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        sys.stdout.write(report.as_text(errors))
        print(f"Nothing was released: {report.summary(errors)}.")
        return FINDINGS
    from factpack.release import contents

    files = contents.collect(changelog.edition(root), documents | generated, tables, commit)
    _publish(target, files)
    size = sum(map(len, files.values())) / 1_000_000
    print(f"Commit {commit[:12]}: {len(files)} files, {size:.1f} MB, in {target}; index.json describes them.")
    return CLEAN


def _require_libraries() -> None:
    """Raise UsageError where a package is missing, or SQLite is too old."""
    import importlib.util
    import sqlite3

    missing = [name for name in ("duckdb", "xlsxwriter") if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"a release needs {' and '.join(missing)}. Run `python scripts/bootstrap.py setup` to install them."
        )
    if sqlite3.sqlite_version_info < (3, 37):  # the first with STRICT tables
        raise UsageError(
            f"a release needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}. Use a newer Python."
        )


def _require_replaceable(target: Path) -> None:
    """Raise UsageError for a folder with other files than those of an earlier release: it is replaced as a whole."""
    import json

    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise UsageError(f"{str(target)!r} is not a folder. Name another with --out.")
    try:
        earlier = json.loads((target / "index.json").read_bytes())
        names = {"index.json", "SHA256SUMS", *(artefact["name"] for artefact in earlier["artefacts"])}
    except (OSError, ValueError, TypeError, KeyError):
        names = set()
    foreign = sorted(entry.name for entry in target.iterdir() if entry.name not in names)
    if foreign:
        raise UsageError(
            f"{str(target)!r} contains {foreign[0]!r}, which no release wrote. Name another folder with --out."
        )


def _documents(root: Path) -> "tuple[dict[str, bytes], list[Problem]]":
    """Read the documents of the archive: path → bytes."""
    from factpack import files
    from factpack.problems import Problem
    from factpack.release.archive import DOCUMENTS

    documents, problems = {}, []
    for path in DOCUMENTS:
        found = files.read_document(root, path)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            documents[path] = found.encode()
    return documents, problems


def _uncommitted(root: Path) -> "list[Problem]":
    """Report each file that differs from the commit that the release names."""
    from factpack.problems import Problem
    from factpack.revisions import git

    changed = git(root, "status", "--porcelain", "--untracked-files=normal", "--", ".").decode(
        "utf-8", "replace"
    )
    fix = "Commit the change or undo it."
    return [
        Problem(line[3:], 0, 0, "uncommitted", "The file differs from the commit.", fix)
        for line in changed.splitlines()
    ]


def _publish(target: Path, files: dict[str, bytes]) -> None:
    """Replace the folder as a whole: until all files are written, it is the earlier release, or does not exist."""
    import shutil
    import tempfile

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".factpack-release-", dir=target.parent) as folder:
        new = Path(folder) / "new"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        if target.exists():
            shutil.move(target, Path(folder) / "earlier")
        new.rename(target)
