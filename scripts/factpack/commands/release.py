"""`factpack release`: write all files of a version's release."""

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
    """Write the release, or report errors; return the exit code."""
    import sqlite3

    from factpack import changelog, package, report
    from factpack.revisions import git

    try:
        from factpack.release import contents
    except ModuleNotFoundError as error:
        message = f"a release needs {error.name}. Run `python scripts/bootstrap.py setup` to install it."
        raise UsageError(message) from error
    if sqlite3.sqlite_version_info < (3, 37):  # the first with STRICT tables
        raise UsageError(
            f"a release needs SQLite 3.37, and this Python has {sqlite3.sqlite_version}. Use a newer one."
        )
    target = Path(options.out).absolute() if options.out else root / "dist"
    _require_replaceable(target)
    commit = git(root, "rev-parse", "HEAD").decode().strip()
    documents, unread = _documents(root)
    problems, _, generated, tables = package.check_all(root, require_verified=True)
    problems = sorted({*_uncommitted(root), *unread, *problems})
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        sys.stdout.write(report.as_text(errors))
        print(f"Nothing was released: {report.summary(errors)}.")
        return FINDINGS
    files = contents.collect(changelog.edition(root), documents | generated, tables, commit)
    _publish(target, files)
    size = sum(map(len, files.values())) / 1_000_000
    print(f"Commit {commit[:12]}: {len(files)} files, {size:.1f} MB, in {target}; index.json describes them.")
    return CLEAN


def _require_replaceable(target: Path) -> None:
    """Raise UsageError unless the folder may be replaced.

    It must be new, or contain only files of an earlier release.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{str(target)!r} is not a folder. Name another with --out.")
    sums = target / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.is_file() else []
    earlier = {sums.name, *(line.partition("  ")[2] for line in lines)}
    for entry in sorted(target.iterdir() if target.exists() else ()):
        if entry.name not in earlier:
            raise UsageError(
                f"{str(target)!r} contains {entry.name!r}, which no release wrote. Name another folder with --out."
            )


def _documents(root: Path) -> "tuple[dict[str, bytes], list[Problem]]":
    """Read the documents of the archive: path → bytes.

    Their line ends become LF.
    """
    from factpack import files
    from factpack.problems import Problem
    from factpack.release.archive import DOCUMENTS

    found = {path: files.read_document(root, path) for path in DOCUMENTS}
    texts = {path: text.encode() for path, text in found.items() if isinstance(text, str)}
    return texts, [problem for problem in found.values() if isinstance(problem, Problem)]


def _uncommitted(root: Path) -> "list[Problem]":
    """Report each file that differs from the release's commit."""
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
    """Replace the folder as a whole.

    Until all files are written, it is the earlier release, or does not exist.
    """
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
