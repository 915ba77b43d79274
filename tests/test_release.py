"""`factpack release`, run in a git repository with the made-up records, and what it writes read back by other programs."""

import contextlib
import csv
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
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest

from factpack import cli, sums
from factpack.citation import Edition
from factpack.commands import common
from factpack.commands import release as release_command
from factpack.models.schemas import Schema
from factpack.release import archive, sqlite
from factpack.tables.columns import Table
from factpack.writers import schemas as schema_files
from recipes import exported_tables

EXAMPLES = Path(__file__).parent / "examples"
ZIP = "us-belarus-facts-1.2.0.zip"
DATABASE = "us-belarus-facts.sqlite"
WORKBOOK = "us-belarus-facts.xlsx"
TABLES = {table.name: table.model for table in exported_tables()}
EDITION = Edition("1.2.0", date(2031, 6, 1))
AMNESTY = "facts/releases/2030-amnesty.yaml"


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Curator", "-c", "user.email=curator@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory, schema_set: dict[str, Schema]) -> Path:
    """A repository with the made-up records, verified, built and committed. Tests take a copy."""
    root = tmp_path_factory.mktemp("release") / "committed"
    shutil.copytree(EXAMPLES / "valid", root)
    for name in archive.DOCUMENTS:
        (root / name).write_text(f"Made up: {name}\n", encoding="utf-8", newline="\n")
    (root / "CHANGELOG.md").write_text("## 1.2.0 (2031-06-01)\n", encoding="utf-8", newline="\n")
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


@pytest.fixture(scope="session")
def dist(committed: Path) -> Path:
    """A release. Tests read it."""
    with contextlib.chdir(committed), contextlib.redirect_stdout(io.StringIO()):
        assert cli.main(["release"]) == common.CLEAN
    return committed / "dist"


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(committed, root, ignore=shutil.ignore_patterns("dist"))
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def database(dist: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"{(dist / DATABASE).as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def exported(root: Path, table: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a table, as CSV has them."""
    with (root / f"exports/csv/{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


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
    assert index["citation"].endswith("Data set, version 1.2.0 (2031-06-01).")


def test_another_run_elsewhere_and_later_gives_the_same_bytes(
    repository: Path, dist: Path, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere" / "again"
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from factpack.cli import main; sys.exit(main())",
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
    assert done.returncode == common.CLEAN, done.stderr
    assert "36 files" in done.stdout
    assert {path.name for path in target.iterdir()} == {path.name for path in dist.iterdir()}
    for path in dist.iterdir():
        assert (target / path.name).read_bytes() == path.read_bytes(), path.name


# --- the archive -----------------------------------------------------------------------------------------------------


def test_the_archive_is_the_data_package_and_stands_on_its_own(
    committed: Path, dist: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(dist / ZIP) as zipped:
        names = zipped.namelist()
        zipped.extractall(tmp_path)
    folder = tmp_path / "us-belarus-facts-1.2.0"
    assert all(name.startswith("us-belarus-facts-1.2.0/") for name in names)
    for path in [*archive.DOCUMENTS, *(f"exports/csv/{table}.csv" for table in TABLES)]:
        assert (folder / path).read_bytes() == (committed / path).read_bytes()
    for resource in json.loads((folder / "datapackage.json").read_bytes())["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_archive_is_stored_with_nothing_of_the_machine_in_it(dist: Path) -> None:
    with zipfile.ZipFile(dist / ZIP) as zipped:
        entries = zipped.infolist()
    exports = [entry.filename for entry in entries[len(archive.DOCUMENTS) :]]
    assert exports == sorted(exports)
    for entry in entries:
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


# --- SQLite ----------------------------------------------------------------------------------------------------------


def test_the_database_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_the_database_has_the_rows_the_keys_and_the_descriptions(
    table: str, committed: Path, database: sqlite3.Connection
) -> None:
    model = TABLES[table]
    header, rows = exported(committed, table)
    boolean = {number for number, column in enumerate(model.columns()) if column.type == "boolean"}
    cursor = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
    assert [column[0] for column in cursor.description] == header
    told = [["" if cell is None else str(cell) for cell in row] for row in cursor]
    written = [
        [str(int(cell == "true")) if number in boolean else cell for number, cell in enumerate(row)]
        for row in rows
    ]
    assert told == written
    described = database.execute(f'PRAGMA table_info("{table}")').fetchall()
    key = sorted((row[5], row[1]) for row in described if row[5])
    assert tuple(name for _, name in key) == model.primary_key
    assert {row[1] for row in described if row[3]} == {one.name for one in model.columns() if one.required}
    keys = {(row[0], row[2]) for row in database.execute(f'PRAGMA foreign_key_list("{table}")')}
    assert sorted(target for _, target in keys) == sorted(key.table for key in model.foreign_keys)
    statement = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    assert statement.endswith("STRICT")
    assert model.about in statement
    assert all(column.description in statement for column in model.columns())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE releases SET released_lower = 'dozens'", "cannot store TEXT value in INTEGER column"),
        ("UPDATE releases SET released_lower = -1", "CHECK"),
        ("UPDATE releases SET legal_form = 'gift'", "CHECK"),
        ("UPDATE releases SET contested = 2", "CHECK"),
        ("UPDATE releases SET date_earliest = '2031-05'", "CHECK"),
        ("UPDATE releases SET title = NULL", "NOT NULL"),
        ("UPDATE releases SET deal_id = 'nowhere'", "FOREIGN KEY"),
        ("INSERT INTO facts SELECT * FROM facts", "UNIQUE"),
    ],
)
def test_the_database_refuses_what_the_table_schema_refuses(dist: Path, change: str, message: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize((dist / DATABASE).read_bytes())
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match=message), connection:
        connection.execute(change)


def test_a_row_that_breaks_a_key_is_never_written() -> None:
    tables = exported_tables()
    broken = [Table(table.model, () if table.name == "actors" else table.rows) for table in tables]
    with pytest.raises(sqlite3.IntegrityError):
        sqlite.write(broken, EDITION)


def test_the_view_safe_totals_takes_the_figures_that_the_program_takes(database: sqlite3.Connection) -> None:
    assert_safe_totals(database)


def test_it_does_so_with_the_figures_of_the_committed_exports() -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(sqlite.write(exported_tables(), EDITION))
    assert_safe_totals(connection)


def assert_safe_totals(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT fact_id, lower, added FROM safe_totals").fetchall()
    pairs = connection.execute(
        "SELECT fact_id, other_fact_id FROM overlaps WHERE relation = 'distinct'"
    ).fetchall()
    taken = sums.safe_total({fact_id: lower for fact_id, lower, _ in rows}, set(map(frozenset, pairs)))
    assert [fact_id for fact_id, _, added in rows if added] == taken
    assert taken
    bounded = connection.execute(
        "SELECT count(*) FROM releases WHERE stage = 'carried_out' AND released_lower IS NOT NULL"
    ).fetchone()[0]
    assert len(rows) >= bounded
    assert [lower for _, lower, _ in rows] == sorted((lower for _, lower, _ in rows), reverse=True)


def test_the_view_timeline_has_every_fact_that_stands_in_order(database: sqlite3.Connection) -> None:
    rows = database.execute(
        "SELECT fact_id, coalesce(date_earliest, date_latest), sources FROM timeline"
    ).fetchall()
    standing = database.execute("SELECT fact_id FROM facts WHERE NOT withdrawn").fetchall()
    assert sorted(fact_id for fact_id, _, _ in rows) == sorted(fact_id for (fact_id,) in standing)
    days = [day for _, day, _ in rows]
    dated = [day for day in days if day]
    assert days == sorted(dated) + [None] * (len(days) - len(dated))
    assert all(sources for _, _, sources in rows)


def test_the_view_of_claims_has_each_once_with_names(database: sqlite3.Connection) -> None:
    cursor = database.execute("SELECT * FROM claims_with_names")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    claims = database.execute("SELECT claim_id FROM claims").fetchall()
    assert sorted(row["claim_id"] for row in rows) == sorted(claim_id for (claim_id,) in claims)
    assert {row["publisher"] for row in rows} == {"The Courier", "The Daily Lantern", None}
    assert all(row["record_has"] == row["says"] for row in rows if row["agreement"] == "same")


def test_the_database_says_what_it_is(database: sqlite3.Connection) -> None:
    assert database.execute("SELECT name, version, released FROM dataset").fetchall() == [
        ("us-belarus-facts", "1.2.0", "2031-06-01")
    ]


def test_the_metadata_for_datasette_describe_the_tables_views_and_columns_that_there_are(
    dist: Path, database: sqlite3.Connection
) -> None:
    told = json.loads((dist / "metadata.json").read_bytes())
    assert list(told["databases"]) == [DATABASE.removesuffix(".sqlite")]  # as Datasette calls it
    described = told["databases"]["us-belarus-facts"]["tables"]
    there = database.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
    assert described.keys() == {name for (name,) in there}
    for table, model in TABLES.items():
        assert described[table]["columns"].keys() == set(model.names())
        assert {described[table].get("label_column", model.names()[0])} <= set(model.names())
    assert all(one["description"] for one in described.values())


# --- Parquet ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_a_parquet_file_has_the_rows_and_the_types(table: str, committed: Path, dist: Path) -> None:
    connection = duckdb.connect()
    relation = connection.execute(f"SELECT * FROM '{dist / table}.parquet'")
    types = {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "year": "INTEGER",
    }
    assert [str(column[1]) for column in relation.description] == [
        types[column.type] for column in TABLES[table].columns()
    ]
    header, rows = exported(committed, table)
    assert [column[0] for column in relation.description] == header
    told = [["" if cell is None else str(cell) for cell in row] for row in relation.fetchall()]
    assert [[cell.replace("True", "true").replace("False", "false") for cell in row] for row in told] == rows
    metadata = dict(
        connection.execute(f"SELECT key, value FROM parquet_kv_metadata('{dist / table}.parquet')").fetchall()
    )
    assert metadata[b"version"] == b"1.2.0"
    assert json.loads(metadata[b"columns"]).keys() == set(header)


# --- the workbook ----------------------------------------------------------------------------------------------------

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(workbook: Path) -> dict[str, ElementTree.Element]:
    """The sheets of a workbook, by name."""
    with zipfile.ZipFile(workbook) as zipped:
        assert {entry.compress_type for entry in zipped.infolist()} == {zipfile.ZIP_STORED}
        book = ElementTree.fromstring(zipped.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{SHEET}sheet")]
        return {
            name: ElementTree.fromstring(zipped.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, 1)
        }


def test_the_workbook_has_text_and_integers_and_neither_formulas_nor_links(dist: Path) -> None:
    found = sheets(dist / WORKBOOK)
    assert list(found)[:2] == ["about", "codebook"]
    assert set(found) == {"about", "codebook", *TABLES}
    for name, sheet in found.items():
        assert not list(sheet.iter(f"{SHEET}f")), name
        assert not list(sheet.iter(f"{SHEET}hyperlink")), name
        assert next(sheet.iter(f"{SHEET}pane")).attrib["ySplit"] == "1", name
    for name, model in TABLES.items():
        integers = {number for number, column in enumerate(model.columns()) if column.type == "integer"}
        for cell in found[name].iter(f"{SHEET}c"):
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.attrib["r"]).groups()  # type: ignore[union-attr]
            column = sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(letters))) - 1
            text = row == "1" or column not in integers
            assert cell.attrib.get("t") == ("s" if text else None), (name, cell.attrib["r"])


@pytest.mark.needs_tools
def test_libreoffice_reads_every_sheet_as_it_was_written(committed: Path, dist: Path, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice Calc is missing: apt-get install --no-install-recommends libreoffice-calc"
    # As CSV: comma, quotes where needed, UTF-8, cells as shown, every sheet into a file of its own.
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
            "--outdir",
            str(tmp_path),
            str(dist / WORKBOOK),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for table in TABLES:
        read = (tmp_path / f"us-belarus-facts-{table}.csv").read_bytes()
        assert read == (committed / f"exports/csv/{table}.csv").read_bytes(), table
    codebook = list(
        csv.DictReader(io.StringIO((tmp_path / "us-belarus-facts-codebook.csv").read_text("utf-8")))
    )
    assert [(row["table"], row["column"]) for row in codebook if row["table"] == "releases"] == [
        ("releases", name) for name in TABLES["releases"].names()
    ]


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
        ("factpack: nothing was released: 1 finding of generated files that are not current (CODEBOOK.md, drift): "
        "run `make`, and commit what it writes.")
    ]


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
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(repository / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
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
