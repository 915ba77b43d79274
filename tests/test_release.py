"""`factpack release`, run in a git repository with the made-up records, and what it writes read back by other programs."""

import contextlib
import hashlib
import io
import json
import re
import shutil
import sqlite3
import sys
import zipfile
from pathlib import Path
from unittest import mock

import frictionless
import pytest

from conftest import ODD, TEXTS, Run, commit, contents, edit, expect, git, lay, process
from factpack import cli
from factpack.commands import common
from factpack.commands import release as release_command
from factpack.exports import conformance
from factpack.files import UNFINISHED
from factpack.problems import Problem
from factpack.release_files import archive
from factpack.tables.all_tables import TABLES as DEFINITIONS

ZIP = "us-belarus-facts-0.1.0.zip"
DATABASE = "us-belarus-facts.sqlite"
WORKBOOK = "us-belarus-facts.xlsx"
TABLES = [table.name for table in DEFINITIONS]
AMNESTY = "facts/releases/2030-amnesty.yaml"


@pytest.fixture(scope="module")
def committed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the made-up records, verified, built and committed. Tests take a copy."""
    root: Path = shutil.copytree(prepared, tmp_path_factory.mktemp("release") / ODD)
    for name in {*archive.DOCUMENTS} - {"CHANGELOG.md"}:
        (root / name).write_text(f"Made up: {name}\n", encoding="utf-8", newline="\n")
    (root / ".gitignore").write_text("dist/\n", encoding="utf-8")
    with contextlib.chdir(root), contextlib.redirect_stdout(io.StringIO()) as told:
        assert cli.main(["verify", "--texts", str(TEXTS)]) == common.CLEAN, told.getvalue()
        assert cli.main(["build"]) == common.CLEAN, told.getvalue()
    git(root, "init", "--quiet")
    commit(root)
    return root


@pytest.fixture(scope="module")
def dist(committed: Path) -> Path:
    """A release. Tests read it; that the exports are checked before, the run in another process shows."""
    with (
        contextlib.chdir(committed),
        contextlib.redirect_stdout(io.StringIO()),
        mock.patch.object(conformance, "check_package", return_value=[]),
    ):
        assert cli.main(["release"]) == common.CLEAN
    return committed / "dist"


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / ODD
    shutil.copytree(committed, root, ignore=shutil.ignore_patterns("dist"))
    monkeypatch.setattr(conformance, "check_package", lambda root, origins: [])  # takes long
    monkeypatch.chdir(root)
    return root


# --- the folder ------------------------------------------------------------------------------------------------------


def test_index_describes_every_file_and_sums_hold(committed: Path, dist: Path) -> None:
    files = {path.name: path.read_bytes() for path in dist.iterdir()}
    index = json.loads(files["index.json"])
    assert {one["name"] for one in index["artefacts"]} == files.keys() - {"index.json", "SHA256SUMS"}
    assert files.keys() >= {
        ZIP,
        DATABASE,
        WORKBOOK,
        "metadata.json",
        *(f"{table}.parquet" for table in TABLES),
    }
    for one in index["artefacts"]:
        content = files[one["name"]]
        assert one["bytes"] == len(content)
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert re.fullmatch(r"application/[a-z0-9.+-]+", one["media_type"])
        assert one["description"].endswith(".")
    sums_told = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    del files["SHA256SUMS"]
    assert sums_told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert index["version"] == "0.1.0"
    assert index["released"] == "2031-06-01"
    assert index["commit"] == git(committed, "rev-parse", "HEAD")
    assert index["made_with"].keys() == {"python", "sqlite", "duckdb", "xlsxwriter"}
    assert index["citation"].endswith("Data set, version 0.1.0, 2031.")


@pytest.mark.needs_tools
def test_release_elsewhere_has_the_same_bytes(repository: Path, dist: Path, tmp_path: Path) -> None:
    target = tmp_path / f"elsewhere {ODD}" / "again"
    settings = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "TMPDIR": str(repository)}
    done = process(repository / "facts", "release", "--out", target, **settings)
    assert (done.returncode, done.stderr) == (common.CLEAN, "")
    assert "40 files" in done.stdout
    assert done.stdout.count("\n") == 1
    assert contents(target) == contents(dist)


# --- the archive -----------------------------------------------------------------------------------------------------


def test_archive_has_every_file_of_the_package(committed: Path, dist: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(dist / ZIP) as zipped:
        zipped.extractall(tmp_path)
    exports = (f"exports/{path}" for path in contents(committed / "exports"))
    paths = {*archive.DOCUMENTS, "datapackage.json", *exports}
    assert contents(tmp_path) == {path: (committed / path).read_bytes() for path in paths}


def test_archive_opens_as_a_data_package(
    committed: Path, dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dist)
    package = frictionless.Package(ZIP)
    lines = (committed / "exports/csv/releases.csv").read_text("utf-8").splitlines()
    assert len(package.get_resource("releases").read_rows()) == len(lines) - 1 > 5
    report = package.validate()
    assert report.stats["tasks"] == len(package.resources) > len(TABLES)
    assert report.valid, report.to_summary()


def test_archive_is_stored_without_dates_and_rights(dist: Path) -> None:
    with zipfile.ZipFile(dist / ZIP) as zipped:
        entries = zipped.infolist()
    exports = [entry.filename for entry in entries[len(archive.DOCUMENTS) :]]
    assert exports == sorted(exports)
    for entry in entries:
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


# --- what is refused -------------------------------------------------------------------------------------------------


def refused(run: Run, code: int, *arguments: str) -> str:
    """Run a release that writes nothing and ends with an exit code; return the output."""
    before = contents(Path.cwd())
    told = expect(run, code, "release", *arguments)
    assert contents(Path.cwd()) == before
    return told


UNCOMMITTED = "error uncommitted: The file differs from the commit. Commit the change or undo it."


def test_release_of_uncommitted_files_is_refused(repository: Path, run: Run) -> None:
    lay(repository, {"README.md": b"Changed.\n", "new.txt": b"New.\n"})
    told = f"README.md: {UNCOMMITTED}\nnew.txt: {UNCOMMITTED}\nNothing was released: 2 errors.\n"
    assert refused(run, common.PROBLEMS) == told


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("CODEBOOK.md", "# Codebook", "# By hand", "CODEBOOK.md: error drift: "),
        (AMNESTY, "stage: ", "stages: ", f"{AMNESTY}:4:1: error unknown-field: "),
        ("RECIPES.md", "Made up", "", "RECIPES.md:1:1: error unreadable-file: "),
    ],
)
def test_release_of_what_is_committed_is_refused(
    path: str, old: str, new: str, problem: str, repository: Path, run: Run
) -> None:
    edit(repository / path, old, new)
    if not new:
        (repository / path).unlink()
    commit(repository)
    assert refused(run, common.PROBLEMS).startswith(problem)


def test_release_of_invalid_exports_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    fault = Problem("exports/csv/releases.csv", 3, 1, "foreign-key", "Made up.", "Made up.")
    monkeypatch.setattr(conformance, "check_package", lambda root, origins: [fault])
    told = "exports/csv/releases.csv:3:1: error foreign-key: "
    assert refused(run, common.PROBLEMS).startswith(told)


def test_release_of_unverified_claims_is_refused(repository: Path, run: Run) -> None:
    path = repository / AMNESTY
    path.write_text(path.read_text("utf-8").replace("phrase: ", "phrase: such ", 1), encoding="utf-8")
    assert run("build")[0] == common.CLEAN
    commit(repository)
    lines = refused(run, common.PROBLEMS).splitlines()
    assert all(line.startswith(AMNESTY) and ": error unverified-" in line for line in lines[:-1])


def test_release_without_build_or_git_is_refused(repository: Path, run: Run) -> None:
    (repository / UNFINISHED).mkdir()
    assert refused(run, common.USAGE) == "factpack: the last build was interrupted. Run `make`.\n"
    (repository / UNFINISHED).rmdir()
    shutil.rmtree(repository / ".git")
    line = refused(run, common.USAGE)
    assert line.startswith("factpack: git does not read the history of this folder (")
    assert line.count("\n") == 1


def test_release_without_a_library_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for module in ("contents", "workbook"):
        monkeypatch.delitem(sys.modules, f"factpack.release_files.{module}", raising=False)
        monkeypatch.delattr(f"factpack.release_files.{module}", raising=False)
    message = "a release needs xlsxwriter. Run `python scripts/bootstrap.py setup` to install it."
    assert refused(run, common.USAGE) == f"factpack: {message}\n"


def test_release_with_old_sqlite_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert refused(run, common.USAGE).startswith("factpack: a release needs SQLite 3.37, not")


def test_release_into_a_foreign_folder_is_refused(repository: Path, tmp_path: Path, run: Run) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("A year's work.", encoding="utf-8")
    message = f"{str(other)!r} contains 'chapter.txt', which is not of a release. Use another --out."
    assert refused(run, common.USAGE, "--out", str(other)) == f"factpack: {message}\n"
    assert (other / "chapter.txt").is_file()
    assert "is not a folder" in refused(run, common.USAGE, "--out", str(other / "chapter.txt"))


# --- replacing an earlier release ------------------------------------------------------------------------------------


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    target = tmp_path / "out" / "dist"
    target.mkdir(parents=True)
    (target / "old").write_text("old", encoding="utf-8")
    return target


def test_release_replaces_an_earlier_one(earlier: Path) -> None:
    release_command._publish(earlier, {"a": b"a", "b": b"b"})
    assert contents(earlier.parent) == {"dist/a": b"a", "dist/b": b"b"}
    assert [path.name for path in earlier.parent.iterdir()] == ["dist"]


@pytest.mark.parametrize("full_at", ["a", "b"])
def test_release_without_room_leaves_an_earlier_one(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, full_at: str
) -> None:
    write_bytes = Path.write_bytes

    def failing(self: Path, content: bytes) -> int:
        if self.name == full_at:
            raise OSError(28, "No space left on device")
        return write_bytes(self, content)

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(OSError, match="No space left"):
        release_command._publish(earlier, {"a": b"a", "b": b"b"})
    assert contents(earlier.parent) == {"dist/old": b"old"}
    assert [path.name for path in earlier.parent.iterdir()] == ["dist"]
