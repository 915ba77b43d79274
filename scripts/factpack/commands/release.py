"""`factpack release`: write all files of a version's release."""

import argparse
import shutil
import sqlite3
import tempfile
from pathlib import Path

from factpack import changelog, files, package
from factpack.commands.common import CLEAN, print_problems
from factpack.problems import Problem, UsageError
from factpack.release_files.archive import DOCUMENTS
from factpack.revisions import git


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--out", metavar="DIR", help="the folder to write (default: dist in the project)")


def run(root: Path, options: argparse.Namespace) -> int:
    """Write the release, or report errors; return the exit code."""
    try:
        from factpack.release_files import contents
    except ModuleNotFoundError as error:
        message = f"a release needs {error.name}. Run `python scripts/bootstrap.py setup` to install it."
        raise UsageError(message) from error
    if sqlite3.sqlite_version_info < (3, 37):  # the first with STRICT tables
        raise UsageError(f"a release needs SQLite 3.37, not {sqlite3.sqlite_version}. Use a newer Python.")
    target = Path(options.out).absolute() if options.out else root / "dist"
    _require_replaceable(target)
    commit = git(root, "rev-parse", "HEAD").decode().strip()
    texts, unread = files.read_documents(root, DOCUMENTS)
    problems, _, generated, tables = package.check_all(root, require_verified=True)
    problems = sorted({*_uncommitted(root), *unread, *problems})
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        return print_problems(errors, "Nothing was released")
    documents = {path: text.encode() for path, text in texts.items()}
    artefacts = contents.collect(changelog.dataset_release(root), documents | generated, tables, commit)
    _publish(target, artefacts)
    size = sum(map(len, artefacts.values())) / 1_000_000
    print(f"Commit {commit[:12]}: {len(artefacts)} files, {size:.1f} MB; {target}/index.json describes them.")
    return CLEAN


def _require_replaceable(target: Path) -> None:
    """Refuse a folder with anything but an earlier release."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{str(target)!r} is not a folder. Name another with --out.")
    sums = target / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.is_file() else []
    earlier = {sums.name, *(line.partition("  ")[2] for line in lines)}
    names = sorted(entry.name for entry in target.iterdir()) if target.exists() else []
    if other := next((name for name in names if name not in earlier), ""):
        raise UsageError(f"{str(target)!r} contains {other!r}, which is not of a release. Use another --out.")


def _uncommitted(root: Path) -> list[Problem]:
    status = git(root, "status", "--porcelain", "--untracked-files=normal", "--", ".")
    message, fix = "The file differs from the commit.", "Commit the change or undo it."
    lines = status.decode("utf-8", "replace").splitlines()
    return [Problem(line[3:], 0, 0, "uncommitted", message, fix) for line in lines]


def _publish(target: Path, files: dict[str, bytes]) -> None:
    """Replace the folder as a whole, never partly."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".factpack-release-", dir=target.parent) as folder:
        new = Path(folder) / "new"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        if target.exists():
            shutil.move(target, Path(folder) / "earlier")
        new.rename(target)
