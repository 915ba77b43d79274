"""A table as CSV and as JSON."""

import csv
import io
import json
from pathlib import Path

from conftest import lay
from factpack import changelog, citation, package
from factpack.exports import tabular
from factpack.models.schemas import Schema
from factpack.tables.columns import count, flag
from factpack.tables.table import Column, FilledTable, Row, Rows, Table

TABLE = Table[object](
    "things",
    "A row is a thing.",
    Rows(lambda _: [], key=("thing_id",), tier=1),
    Column("thing_id", "The id."),
    count("number", "How many.", empty="not stated: no article tells"),
    flag("verified", "Whether it was verified."),
    Column("note", "A note.", empty="not applicable: nothing to note"),
)


def filled(*rows: Row) -> FilledTable:
    return FilledTable(TABLE, rows, ())


THINGS = filled(("b", 7, True, '1,226 "freed"'), ("a", 0, False, None), ("ž", None, True, " x – y "))


CSV = 'thing_id,number,verified,note\nb,7,true,"1,226 ""freed"""\na,0,false,\nž,,true, x – y \n'
JSON = """\
[
{"thing_id": "b", "number": 7, "verified": true, "note": "1,226 \\"freed\\""},
{"thing_id": "a", "number": 0, "verified": false, "note": null},
{"thing_id": "ž", "number": null, "verified": true, "note": " x – y "}
]
"""


def test_table_is_written_as_csv_and_json():
    found = {"exports/csv/things.csv": CSV.encode(), "exports/json/things.json": JSON.encode()}
    assert tabular.write([THINGS]) == found


def test_both_hold_the_same_rows_whatever_the_text():
    awkward = ["a\nb", "a;b", "'", '"', 'a,"b",\nc', "\u00a0", "'=1+1", "\\", "{}", "café"]
    table = filled(*((f"id-{number}", None, True, text) for number, text in enumerate(awkward)))
    from_csv = list(csv.DictReader(io.StringIO(tabular.write_csv(table).decode(), newline="")))
    from_json = json.loads(tabular.write_json(table))
    assert [row["note"] for row in from_csv] == [row["note"] for row in from_json] == awkward
    assert len(tabular.write_json(table).splitlines()) == len(awkward) + 2


def test_empty_table_has_a_header_and_an_empty_array():
    assert tabular.write_csv(filled()) == b"thing_id,number,verified,note\n"
    assert tabular.write_json(filled()) == b"[\n]\n"


def test_cells_of_ascii_records_are_ascii(
    valid_files: dict[str, bytes], schema_set: dict[str, Schema], tmp_path: Path
) -> None:
    """Excel reads UTF-8 without a byte order mark as another encoding: what a cell adds of its own must survive that."""
    lay(tmp_path, {path: text.decode().encode("ascii", "replace") for path, text in valid_files.items()})
    (tmp_path / changelog.PATH).write_text("# Changelog\n\n## 0.1.0 - 2031-06-01\n", encoding="utf-8")
    checked = package.check(tmp_path, schema_set)
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    files, _ = package.render(tmp_path, checked)
    cells = {path: files[path] for path in files if path.startswith(("exports/csv", "exports/json"))}
    cells["CODEBOOK.md"] = files["CODEBOOK.md"]
    cells["datapackage.json"] = files["datapackage.json"].replace(citation.SUBJECT.encode(), b"")
    assert len(cells) > 50
    assert {path: content for path, content in cells.items() if not content.isascii()} == {}
