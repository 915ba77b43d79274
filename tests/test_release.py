"""`factpack release`, run in a git repository with the made-up records, and what it writes read back by other programs."""

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

import frictionless
import pytest

from conftest import ODD
from factpack import cli, exports_check
from factpack.commands import common
from factpack.commands import release as release_command
from factpack.models.schemas import Schema
from factpack.problems import Problem
from factpack.release import archive
from factpack.writers import schemas as schema_files
from recipes import exported_tables

EXAMPLES = Path(__file__).parent / "examples"
ZIP = "us-belarus-facts-1.2.0.zip"
DATABASE = "us-belarus-facts.sqlite"
WORKBOOK = "us-belarus-facts.xlsx"
TABLES = [table.name for table in exported_tables()]
AMNESTY = "facts/releases/2030-amnesty.yaml"


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory, schema_set: dict[str, Schema]) -> Path:
    """A repository with the made-up records, verified, built and committed. Tests take a copy."""
    root = tmp_path_factory.mktemp("release") / ODD
    shutil.copytree(EXAMPLES / "valid", root)
    for name in archive.DOCUMENTS:
        (root / name).write_text(f"Made up: {name}\n", encoding="utf-8", newline="\n")
    (root / "CHANGELOG.md").write_text("## 1.2.0 - 2031-06-01\n", encoding="utf-8", newline="\n")
    (root / ".gitignore").write_text("dist/\n", encoding="utf-8")
    (root / ".gitattributes").write_text("* -text\n", encoding="utf-8")
    for path, content in schema_files.write(schema_set).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    with contextlib.chdir(root), contextlib.redirect_stdout(io.StringIO()) as told:
        assert cli.main(["verify", "--texts", str(EXAMPLES / "texts")]) == common.CLEAN, told.getvalue()
        assert cli.main(["build"]) == common.CLEAN, told.getvalue()
    git(root, "init", "--quiet")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Made up")


@pytest.fixture(scope="module")
def dist(committed: Path) -> Path:
    """A release. Tests read it; that the exports are checked before, the run in another process shows."""
    with (
        contextlib.chdir(committed),
        contextlib.redirect_stdout(io.StringIO()),
        mock.patch.object(exports_check, "check_package", return_value=[]),
    ):
        assert cli.main(["release"]) == common.CLEAN
    return committed / "dist"


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / ODD
    shutil.copytree(committed, root, ignore=shutil.ignore_patterns("dist"))
    monkeypatch.chdir(root)
    return root


# --- the folder ------------------------------------------------------------------------------------------------------


def test_the_index_describes_every_file_and_the_sums_hold(dist: Path) -> None:
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


def test_the_index_names_the_version_and_what_it_was_made_from(committed: Path, dist: Path) -> None:
    index = json.loads((dist / "index.json").read_bytes())
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=committed, capture_output=True, text=True, check=True
    )
    assert index["version"] == "1.2.0"
    assert index["released"] == "2031-06-01"
    assert index["commit"] == head.stdout.strip()
    assert index["made_with"].keys() == {"python", "sqlite", "duckdb", "xlsxwriter"}
    assert index["citation"].endswith("Data set, version 1.2.0, 2031.")


def test_another_run_elsewhere_and_later_gives_the_same_bytes(
    repository: Path, dist: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"elsewhere {ODD}" / "again"
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    environment["TMPDIR"] = str(repository)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from factpack.cli import run; sys.exit(run())",
            "release",
            "--out",
            target,
        ],
        cwd=repository / "facts",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (common.CLEAN, "")
    assert "36 files" in done.stdout
    assert done.stdout.count("\n") == 1
    assert {path.name for path in target.iterdir()} == {path.name for path in dist.iterdir()}
    for path in dist.iterdir():
        assert (target / path.name).read_bytes() == path.read_bytes(), path.name


# --- the archive -----------------------------------------------------------------------------------------------------


def test_the_archive_is_the_data_package_and_stands_on_its_own(
    committed: Path, dist: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(dist / ZIP) as zipped:
        zipped.extractall(tmp_path)
    for path in [*archive.DOCUMENTS, *(f"exports/csv/{table}.csv" for table in TABLES)]:
        assert (tmp_path / path).read_bytes() == (committed / path).read_bytes()
    for resource in json.loads((tmp_path / "datapackage.json").read_bytes())["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


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


def test_the_archive_is_stored_with_nothing_of_the_machine_in_it(dist: Path) -> None:
    with zipfile.ZipFile(dist / ZIP) as zipped:
        entries = zipped.infolist()
    exports = [entry.filename for entry in entries[len(archive.DOCUMENTS) :]]
    assert exports == sorted(exports)
    for entry in entries:
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


# --- what is refused -------------------------------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code and what was said; nothing was written."""
    before = {path for path in Path.cwd().rglob("*") if ".git" not in path.parts}
    code = cli.main(["release", *arguments])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert {path for path in Path.cwd().rglob("*") if ".git" not in path.parts} == before
    return code, captured.err.splitlines()


def test_what_is_not_committed_is_not_released(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "README.md").write_text("Changed.\n", encoding="utf-8")
    code, told = refused(capsys)
    assert code == common.FINDINGS
    assert told == [
        "factpack: nothing was released: README.md is not committed: commit or remove what `git status` lists."
    ]
    (repository / "new.txt").write_text("New.\n", encoding="utf-8")
    assert "README.md and 1 more are not committed" in refused(capsys)[1][0]


def test_generated_files_that_are_not_current_are_not_released(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "CODEBOOK.md").write_text("By hand.\n", encoding="utf-8")
    commit(repository)
    code, told = refused(capsys)
    assert code == common.FINDINGS
    assert told == [
        (
            "factpack: nothing was released: 1 finding of generated files that are not current (CODEBOOK.md, drift): "
            "run `make`, and commit what it writes."
        )
    ]


def test_exports_that_do_not_pass_are_not_released(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = Problem("exports/csv/releases.csv", 3, 1, "foreign-key", "Made up.", "Made up.")
    monkeypatch.setattr(exports_check, "check_package", lambda root, origins: [fault])
    assert refused(capsys) == (
        common.FINDINGS,
        [
            "factpack: nothing was released: 1 finding in the exports (exports/csv/releases.csv:3, foreign-key): run `factpack check`."
        ],
    )


def test_what_nobody_verified_is_not_released(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = repository / AMNESTY
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("phrase: ", "phrase: not ", 1), encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        assert cli.main(["build"]) == common.CLEAN
    commit(repository)
    code, told = refused(capsys)
    assert code == common.FINDINGS
    assert len(told) == 1
    assert f"({AMNESTY}:" in told[0]
    assert "run `factpack verify --texts DIR`, then `make`, and commit what they write." in told[0]


def test_records_that_do_not_pass_are_not_released(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository / AMNESTY
    path.write_text(path.read_text(encoding="utf-8").replace("stage: ", "stages: "), encoding="utf-8")
    commit(repository)
    code, told = refused(capsys)
    assert code == common.FINDINGS
    assert len(told) == 1
    assert told[0].endswith("run `factpack validate`, and mend them.")


def test_a_folder_that_is_no_git_repository_is_refused(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(repository / ".git")
    code, told = refused(capsys)
    assert code == common.USAGE
    assert len(told) == 1
    assert told[0].startswith("factpack: a release names the commit that it is made from, and git says: ")


def test_a_missing_library_is_told_with_what_installs_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "xlsxwriter" else object())
    assert refused(capsys) == (
        common.USAGE,
        [
            "factpack: a release needs xlsxwriter: run `python scripts/bootstrap.py setup`, which installs them."
        ],
    )


def test_an_old_sqlite_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    code, told = refused(capsys)
    assert code == common.USAGE
    assert told[0].startswith("factpack: a release needs SQLite 3.37 or newer")


def test_a_document_that_is_missing_is_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "RECIPES.md").unlink()
    commit(repository)
    assert refused(capsys) == (common.USAGE, ["factpack: RECIPES.md is missing, which belongs to a release."])


def test_a_folder_with_something_else_in_it_is_never_replaced(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("A year's work.", encoding="utf-8")
    code, told = refused(capsys, "--out", str(other))
    assert code == common.USAGE
    assert told == [
        f"factpack: {str(other)!r} holds what no release wrote ('chapter.txt'): name another folder with --out."
    ]
    assert (other / "chapter.txt").is_file()
    assert "is no folder" in refused(capsys, "--out", str(other / "chapter.txt"))[1][0]


# --- all or nothing --------------------------------------------------------------------------------------------------


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    target = tmp_path / "out" / "dist"
    target.mkdir(parents=True)
    (target / "old").write_text("old", encoding="utf-8")
    return target


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_release_replaces_an_earlier_one_as_a_whole(earlier: Path) -> None:
    release_command._publish(earlier, {"a": b"a", "b": b"b"})
    assert contents(earlier.parent) == {"dist/a": "a", "dist/b": "b"}
    assert [path.name for path in earlier.parent.iterdir()] == ["dist"]


@pytest.mark.parametrize("call", ["write_bytes", "rename"])
@pytest.mark.parametrize("nth", [1, 2])
def test_where_the_disk_refuses_the_earlier_release_stays(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
) -> None:
    calls = 0
    real = getattr(Path, call)

    def failing(self: Path, *arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(28, "No space left on device")
        return real(self, *arguments)

    monkeypatch.setattr(Path, call, failing)
    with pytest.raises(OSError, match="No space left"):
        release_command._publish(earlier, {"a": b"a", "b": b"b"})
    assert contents(earlier.parent) == {"dist/old": "old"}
    assert [path.name for path in earlier.parent.iterdir()] == ["dist"]
