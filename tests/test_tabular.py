"""A table as CSV and as JSON."""

import csv
import io
import json
from pathlib import Path

from conftest import SCHEMAS, VALID_FILES, lay
from factpack import changelog, citation, package
from factpack.exports import tabular
from factpack.tables.table import Column, FilledTable, Rows, Table


def test_both_hold_the_same_rows_whatever_the_text():
    awkward = ["a\nb", "a;b", "'", '"', 'a,"b",\nc', "\u00a0", "'=1+1", "\\", "{}", "café"]
    things = Table[object](
        "things", "A row is a thing.", Rows(lambda _: [], ("note",), 1), Column("note", "A note.")
    )
    table = FilledTable(things, tuple((text,) for text in awkward), ())
    from_csv = list(csv.DictReader(io.StringIO(tabular.write_csv(table).decode(), newline="")))
    from_json = json.loads(tabular.write_json(table))
    assert [row["note"] for row in from_csv] == [row["note"] for row in from_json] == awkward
    assert len(tabular.write_json(table).splitlines()) == len(awkward) + 2


def test_cells_of_ascii_records_are_ascii(tmp_path: Path) -> None:
    """Excel reads UTF-8 without a byte order mark as another encoding: what a cell adds of its own must survive that."""
    lay(tmp_path, {path: text.decode().encode("ascii", "replace") for path, text in VALID_FILES.items()})
    (tmp_path / changelog.PATH).write_text("# Changelog\n\n## 0.1.0 - 2031-06-01\n", encoding="utf-8")
    checked = package.check(tmp_path, SCHEMAS)
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    files, _ = package.render(tmp_path, checked)
    cells = {path: files[path] for path in files if path.startswith(("exports/csv", "exports/json"))}
    cells["CODEBOOK.md"] = files["CODEBOOK.md"]
    cells["datapackage.json"] = files["datapackage.json"].replace(citation.SUBJECT.encode(), b"")
    assert len(cells) > 50
    assert {path: content for path, content in cells.items() if not content.isascii()} == {}
