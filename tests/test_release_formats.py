"""The SQLite database, the Parquet files and the workbook of a release, of the made-up records, read by other programs."""

import contextlib
import csv
import html
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from conftest import cases
from factpack.changelog import DatasetRelease
from factpack.exports.tabular import write_csv
from factpack.release_files import parquet, sqlite, workbook
from factpack.tables.all_tables import TABLES
from factpack.tables.table import ColumnType, FilledTable

EDITION = DatasetRelease("1.2.0", date(2031, 6, 1))
DEFINITIONS = {table.name: table for table in TABLES}
Tables = dict[str, FilledTable]


@pytest.fixture(scope="module", name="tables")
def tables_by_name(tables: tuple[FilledTable, ...]) -> Tables:
    return {table.name: table for table in tables}


@pytest.fixture(scope="module")
def database(tables: Tables) -> Iterator[sqlite3.Connection]:
    with opened(list(tables.values())) as connection:
        yield connection


@contextlib.contextmanager
def opened(tables: list[FilledTable]) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sqlite.write(tables, EDITION))
        yield connection


def as_csv(table: FilledTable) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a table, as CSV has them."""
    header, *rows = csv.reader(io.StringIO(write_csv(table).decode()))
    return header, rows


def stored(cell: str, kind: ColumnType) -> str | float | None:
    """A cell of CSV as a database has it."""
    if cell == "":
        return None
    return {"integer": int, "number": float, "boolean": lambda text: int(text == "true")}.get(kind, str)(cell)


# --- SQLite ----------------------------------------------------------------------------------------------------------


def test_database_is_sound_and_says_what_it_is(database: sqlite3.Connection) -> None:
    dataset = database.execute("SELECT name, version, released FROM dataset").fetchall()
    assert dataset == [("us-belarus-facts", "1.2.0", "2031-06-01")]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("table", DEFINITIONS)
def test_database_table_has_rows_keys_and_descriptions(
    table: str, tables: Tables, database: sqlite3.Connection
) -> None:
    definition = DEFINITIONS[table]
    header, rows = as_csv(tables[table])
    cursor = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
    assert [column[0] for column in cursor.description] == header
    types = [column.type for column in definition.columns]
    assert [list(row) for row in cursor] == [
        [stored(cell, kind) for cell, kind in zip(row, types, strict=True)] for row in rows
    ]
    described = database.execute(f'PRAGMA table_info("{table}")').fetchall()
    key = sorted((row[5], row[1]) for row in described if row[5])
    assert tuple(name for _, name in key) == definition.key
    assert {row[1] for row in described if row[3]} == {
        one.name for one in definition.columns if not one.empty
    }
    keys = {(row[0], row[2]) for row in database.execute(f'PRAGMA foreign_key_list("{table}")')}
    assert sorted(target for _, target in keys) == sorted(key.table for key in definition.foreign_keys)
    statement = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    assert statement.endswith("STRICT")
    assert definition.about in statement
    assert all(column.description in statement for column in definition.columns)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_column_of_ids_has_a_foreign_key_of_its_own(
    name: str, tables: Tables, database: sqlite3.Connection
) -> None:
    """Datasette follows keys of one column only. A column of lists, joined by semicolons, can have none."""
    registers = ("facts", "actors", "places", "deals", "seeds")
    ids = {other: set(tables[other].column(f"{other[:-1]}_id")) for other in registers}
    keys = database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
    several = {key[0] for key in keys if key[1] > 0}
    linked = {(key[3], key[2]) for key in keys if key[0] not in several} | {(f"{name[:-1]}_id", name)}
    for column in DEFINITIONS[name].columns:
        cells = set(tables[name].column(column.name)) - {None}
        if cells and "joined by" not in column.description:
            assert {(column.name, other) for other, known in ids.items() if cells <= known} <= linked


@pytest.mark.parametrize(
    ("change", "message"), cases("release_formats", "database_refuses_what_the_schema_refuses")
)
def test_database_refuses_what_the_schema_refuses(tables: Tables, change: str, message: str) -> None:
    with opened(list(tables.values())) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match=message), connection:
            connection.execute(change)


def test_database_with_a_broken_key_is_not_written(tables: Tables) -> None:
    without_actors = tables | {"actors": replace(tables["actors"], rows=())}
    with pytest.raises(sqlite3.IntegrityError):
        sqlite.write(list(without_actors.values()), EDITION)


def test_timeline_has_every_active_fact_in_order(database: sqlite3.Connection) -> None:
    query = "SELECT fact_id, coalesce(date_earliest, date_latest, 'undated'), sources FROM timeline"
    ids, days, sources = zip(*database.execute(query), strict=True)
    active = database.execute("SELECT fact_id FROM facts WHERE NOT withdrawn").fetchall()
    assert sorted(ids) == sorted(fact_id for (fact_id,) in active)
    assert list(days) == sorted(days)
    assert all(sources)


def test_claims_with_names_has_each_claim_once(database: sqlite3.Connection) -> None:
    query = "SELECT claim_id, publisher, record_has, says, agreement FROM claims_with_names"
    ids, publishers, has, says, agreement = zip(*database.execute(query), strict=True)
    claims = database.execute("SELECT claim_id FROM claims").fetchall()
    assert sorted(ids) == sorted(claim_id for (claim_id,) in claims)
    assert set(publishers) == {"The Courier", "The Daily Lantern", "The River Almanac", None}
    assert all(a == b for a, b, how in zip(has, says, agreement, strict=True) if how == "same")


def test_datasette_metadata_describe_every_table(tables: Tables, database: sqlite3.Connection) -> None:
    told = json.loads(sqlite.datasette_metadata(list(tables.values()), EDITION))
    assert list(told["databases"]) == [sqlite.NAME.removesuffix(".sqlite")]  # as Datasette calls it
    described = told["databases"]["us-belarus-facts"]["tables"]
    there = database.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
    assert described.keys() == {name for (name,) in there}
    for table, definition in DEFINITIONS.items():
        assert described[table]["columns"].keys() == set(definition.header)
        assert {described[table].get("label_column", definition.header[0])} <= set(definition.header)
    assert all(one["description"] for one in described.values())


@pytest.mark.needs_tools
def test_datasette_shows_rows_names_and_descriptions(tables: Tables, tmp_path: Path) -> None:
    for name, write in ((sqlite.NAME, sqlite.write), (sqlite.METADATA_NAME, sqlite.datasette_metadata)):
        (tmp_path / name).write_bytes(write(list(tables.values()), EDITION))
    program = Path(sys.executable).with_name("datasette")
    assert program.exists(), "Datasette is missing: python scripts/bootstrap.py setup"
    opened = (program, sqlite.NAME, "--metadata", sqlite.METADATA_NAME, "--get")

    def page(address: str) -> str:
        command = (*opened, f"/us-belarus-facts{address}")
        return subprocess.check_output(command, cwd=tmp_path, encoding="utf-8")

    known = {table["name"]: table["count"] for table in json.loads(page(".json"))["tables"]}
    assert known == {"dataset": 1} | {name: len(table.rows) for name, table in tables.items()}
    assert len(json.loads(page("/timeline.json"))["rows"]) > 10
    persons = page("/released_persons")
    assert html.escape(DEFINITIONS["released_persons"].about) in persons
    assert '<a href="/us-belarus-facts/actors/ann-sample">Ann Sample</a>' in page("/participants")


# --- Parquet ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parquet_files(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet")
    for table, content in parquet.write(tables.values(), EDITION):
        (folder / f"{table.name}.parquet").write_bytes(content)
    return folder


@pytest.mark.parametrize("table", DEFINITIONS)
def test_parquet_file_has_rows_and_types(table: str, tables: Tables, parquet_files: Path) -> None:
    types = {"integer": "BIGINT", "number": "DOUBLE"}
    columns = DEFINITIONS[table].columns
    header, rows = as_csv(tables[table])
    path = [str(parquet_files / f"{table}.parquet")]
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", path)
        described = [(column[0], str(column[1])) for column in cursor.description]
        told = [
            [cell.isoformat() if isinstance(cell, date) else cell for cell in row]
            for row in cursor.fetchall()
        ]
        metadata = dict(connection.execute("SELECT key, value FROM parquet_kv_metadata(?)", path).fetchall())
    assert described == [
        (name, types.get(column.type, column.type.upper().replace("STRING", "VARCHAR")))
        for name, column in zip(header, columns, strict=True)
    ]
    assert told == [
        [stored(cell, column.type) for cell, column in zip(row, columns, strict=True)] for row in rows
    ]
    assert metadata[b"version"] == b"1.2.0"
    assert json.loads(metadata[b"columns"]).keys() == set(header)


# --- the workbook ----------------------------------------------------------------------------------------------------

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def book(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / workbook.NAME
    path.write_bytes(workbook.write(list(tables.values()), EDITION))
    return path


def sheets(book: Path) -> dict[str, ElementTree.Element]:
    """The sheets of a workbook, by name."""
    with zipfile.ZipFile(book) as zipped:
        assert {entry.compress_type for entry in zipped.infolist()} == {zipfile.ZIP_STORED}
        root = ElementTree.fromstring(zipped.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in root.iter(f"{SHEET}sheet")]
        return {
            name: ElementTree.fromstring(zipped.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, 1)
        }


def test_workbook_cells_are_of_the_columns_types(book: Path) -> None:
    found = sheets(book)
    assert list(found)[:2] == ["about", "codebook"]
    assert set(found) == {"about", "codebook", *DEFINITIONS}
    for name, sheet in found.items():
        assert next(sheet.iter(f"{SHEET}pane")).attrib["ySplit"] == "1", name
    for name, definition in DEFINITIONS.items():
        typed = ("integer", "number", "date")
        numeric = {at for at, column in enumerate(definition.columns) if column.type in typed}
        for number, row in enumerate(found[name].iter(f"{SHEET}row")):
            for cell in row:
                letters = cell.attrib["r"].rstrip("0123456789")
                column = sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(letters))) - 1
                is_number = number > 0 and column in numeric
                assert cell.attrib.get("t") == (None if is_number else "s"), (name, cell.attrib["r"])


@pytest.mark.needs_tools
def test_libreoffice_reads_every_sheet_as_written(book: Path, tables: Tables, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice Calc is missing: apt-get install --no-install-recommends libreoffice-calc"
    # As CSV: comma, quotes where needed, UTF-8, cells as shown, every sheet into a file of its own.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", form, "--outdir", tmp_path, book]
    log = tmp_path / "log"
    with log.open("wb") as stream:
        # A session of its own: the program is a script, and whatever it started ends with it.
        process = subprocess.Popen(command, stdout=stream, stderr=stream, start_new_session=True)
        try:
            assert process.wait(timeout=240) == 0, log.read_text("utf-8", "replace")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    for name, table in tables.items():
        assert (tmp_path / f"us-belarus-facts-{name}.csv").read_bytes() == write_csv(table), name
    codebook = csv.DictReader(
        (tmp_path / "us-belarus-facts-codebook.csv").read_text("utf-8").splitlines(True)
    )
    assert {(row["table"], row["column"]) for row in codebook} >= {
        ("releases", name) for name in DEFINITIONS["releases"].header
    }
