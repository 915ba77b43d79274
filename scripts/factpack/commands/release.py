"""`factpack release`: everything that is published of a version, in one folder."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factpack.commands.common import CLEAN, FINDINGS, UsageError
from factpack.escaping import escape_line

if TYPE_CHECKING:
    from factpack.problems import Problem
    from factpack.tables.columns import Table

_PARTIAL, _PREVIOUS = ".factpack-release-", ".factpack-previous-"


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
    """Write the release, or say why not; the exit code."""
    _require_libraries()
    target = Path(options.out).absolute() if options.out else root / "dist"
    _require_replaceable(target)
    commit = _git(root, "rev-parse", "HEAD")
    documents = _documents(root)
    files: dict[str, bytes] = {}
    refusals = _uncommitted(root)
    if not refusals:
        refusals, generated, tables = _checked(root)
        if not refusals:
            files = _contents(root, documents, generated, tables, commit)
    if refusals:
        for refusal in refusals:
            print(escape_line(f"factpack: nothing was released: {refusal}"), file=sys.stderr)
        return FINDINGS
    _publish(target, files)
    size = sum(map(len, files.values())) / 1_000_000
    print(f"Commit {commit[:12]}: {len(files)} files, {size:.1f} MB, in {target}; index.json describes them.")
    return CLEAN


def _require_libraries() -> None:
    """Raises UsageError where a package, or a SQLite that is new enough, is missing."""
    import importlib.util
    import sqlite3

    missing = [name for name in ("duckdb", "xlsxwriter") if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"a release needs {' and '.join(missing)}: run `python scripts/bootstrap.py setup`, which installs them."
        )
    if sqlite3.sqlite_version_info < (3, 37):
        raise UsageError(
            f"a release needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}: use a newer Python."
        )


# --- what is refused -------------------------------------------------------------------------------------------------


def _require_replaceable(target: Path) -> None:
    """Raises UsageError for a folder that holds anything but an earlier release: it will be replaced as a whole."""
    import json

    if not target.exists() and not target.is_symlink():
        return
    try:
        earlier = json.loads((target / "index.json").read_bytes())
        names = {"index.json", "SHA256SUMS", *(one["name"] for one in earlier["artefacts"])}
    except (OSError, ValueError, TypeError, KeyError):
        names = set()
    if target.is_symlink() or not target.is_dir():
        raise UsageError(f"{str(target)!r} is no folder: name another with --out.")
    foreign = sorted(entry.name for entry in target.iterdir() if entry.name not in names)
    if foreign:
        raise UsageError(
            f"{str(target)!r} holds what no release wrote ({foreign[0]!r}): name another folder with --out."
        )


def _git(root: Path, *arguments: str) -> str:
    """What git prints.

    Raises UsageError where there is no git, or no repository with a commit.
    """
    import subprocess

    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError(
            "a release names the commit that it is made from, and there is no git here."
        ) from error
    if done.returncode:
        reason = next(iter(done.stderr.splitlines()), "it failed")
        raise UsageError(f"a release names the commit that it is made from, and git says: {reason}")
    return done.stdout.strip()


def _uncommitted(root: Path) -> list[str]:
    changed = _git(root, "status", "--porcelain", "--untracked-files=normal", "--", ".").splitlines()
    if not changed:
        return []
    first = changed[0].split(maxsplit=1)[-1]
    files = f"{first} is" if len(changed) == 1 else f"{first} and {len(changed) - 1} more are"
    return [f"{files} not committed: commit or remove what `git status` lists."]


def _checked(root: Path) -> "tuple[list[str], dict[str, bytes], tuple[Table, ...]]":
    """Why nothing can be released, one line a reason; else every generated file, and the tables."""
    from factpack import exports_check, package, validation
    from factpack.models import schemas

    committed, problems = validation.read_schemas(root)
    if problems:
        return [_told(problems, "in schemas/", "run `make`, and commit what it writes")], {}, ()
    checked = package.check(root, committed, require_verified=True)
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    unverified = [problem for problem in errors if problem.rule.startswith("unverified-")]
    if len(errors) > len(unverified):
        others = [problem for problem in errors if problem not in unverified]
        return [_told(others, "in the records", "run `factpack validate`, and mend them")], {}, ()
    generated, tables = package.render(root, checked, schemas.generate())
    refusals = []
    if unverified:
        mend = "run `factpack verify --texts DIR`, then `make`, and commit what they write"
        refusals.append(_told(unverified, "of what no maintainer has verified", mend))
    drift = package.drift(root, generated)
    if drift:
        refusals.append(
            _told(drift, "of generated files that are not current", "run `make`, and commit what it writes")
        )
    if not refusals:
        faults = exports_check.check_package(root, package.origins(checked.dataset, tables))
        if any(fault.severity == "error" for fault in faults):
            refusals.append(_told(faults, "in the exports", "run `factpack check`"))
    return refusals, generated, tables


def _told(problems: "list[Problem]", where: str, mend: str) -> str:
    """Findings in one line: how many, the first, what to do."""
    count = "1 finding" if len(problems) == 1 else f"{len(problems)} findings"
    first = min(problems)
    place = f"{first.path}:{first.line}" if first.line else first.path
    return f"{count} {where} ({place}, {first.rule}{', …' if len(problems) > 1 else ''}): {mend}."


# --- what is written -------------------------------------------------------------------------------------------------


def _documents(root: Path) -> dict[str, bytes]:
    """Return the documents that go into the archive with the exports, with LF line ends: path → bytes.

    Raises UsageError for a document that is missing, cannot be read or has a merge conflict.
    """
    from factpack import files
    from factpack.problems import Problem
    from factpack.release.archive import DOCUMENTS

    documents = {}
    for path in DOCUMENTS:
        if not (root / path).is_file():
            raise UsageError(f"{path} is missing, which belongs to a release.")
        found = files.read_document(root, path)
        if isinstance(found, Problem):
            raise UsageError(files.in_a_line(found))
        documents[path] = found.encode()
    return documents


def _contents(
    root: Path,
    documents: dict[str, bytes],
    generated: dict[str, bytes],
    tables: "tuple[Table, ...]",
    commit: str,
) -> dict[str, bytes]:
    """Every file of the release: name → bytes."""
    from factpack import changelog
    from factpack.release import archive, index, parquet, sqlite, workbook
    from factpack.release.index import Artefact

    edition = changelog.edition(root)
    zip_name, zipped = archive.data_package(edition.version, documents, generated)
    artefacts = [
        Artefact(
            zip_name,
            zipped,
            "application/zip",
            "The Data Package: all tables as CSV and JSON, their descriptor, the explorer, the codebook and recipes.",
        ),
        Artefact(
            workbook.NAME,
            workbook.write(tables, edition),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "All tables and the codebook as one workbook for spreadsheet programs; ids and dates are text.",
        ),
        Artefact(
            sqlite.NAME,
            sqlite.write(tables, edition),
            "application/vnd.sqlite3",
            "All tables as an SQLite database with keys, checks and the views timeline, claims_with_names, safe_totals.",
        ),
        Artefact(
            sqlite.METADATA_NAME,
            sqlite.datasette_metadata(tables, edition),
            "application/json",
            f"Descriptions for Datasette: `datasette {sqlite.NAME} --metadata {sqlite.METADATA_NAME}`.",
        ),
    ]
    about = {f"{table.name}.parquet": f"{table.model.heading}. {table.model.about}" for table in tables}
    artefacts += [
        Artefact(name, content, "application/vnd.apache.parquet", about[name])
        for name, content in parquet.write(tables, edition).items()
    ]
    twice = [name for name, times in Counter(one.name for one in artefacts).items() if times > 1]
    if twice:
        raise RuntimeError(f"Two files of a release have one name: {twice}.")
    return index.with_index(artefacts, edition, commit)


def _publish(target: Path, files: dict[str, bytes]) -> None:
    """Write the folder as a whole: until all files are there, it does not exist, or is the earlier release."""
    import shutil
    import tempfile

    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=target.parent))
    previous = Path(tempfile.mkdtemp(prefix=_PREVIOUS, dir=target.parent))
    try:
        for name, content in files.items():
            (partial / name).write_bytes(content)
        partial.chmod(0o755)
        if target.exists():
            target.rename(previous / target.name)
        partial.rename(target)
    except BaseException:
        if (previous / target.name).exists() and not target.exists():
            (previous / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(previous, ignore_errors=True)
