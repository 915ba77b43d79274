"""Write all tables as one workbook (ECMA-376).

Numbers and days are typed. Everything else is text: ids and EDTF stay as they are, even when a cell is edited. There are no
formulas and no links. The bytes depend on the rows alone.
"""

import io
import zipfile
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from factpack import citation
from factpack.changelog import DatasetRelease
from factpack.exports.tabular import cell_text
from factpack.release_files.archive import stored_zip
from factpack.tables.table import Cell, FilledTable

NAME = f"{citation.NAME}.xlsx"
_NARROWEST, _WIDEST, _WIDEST_PROSE = 8, 60, 110
_READING = """\
Begin with the sheets releases, meetings, sanctions, counts, release_totals and claims. The sheet codebook explains each \
column, the sheet codelists each code.
Row counts are not event counts. Filter by occurred before you add anything up: what was claimed, considered, promised \
or demanded is a row too.
_text is a figure as reported; _point is filled only if the number is exact or approximate; _low and _high are \
bounds, inclusive. Running totals are in counts; release_totals says how many were freed at least.
The column date is text in EDTF (ISO 8601-2); date_earliest, date_latest and sort_date are days. An empty one is open or \
not known.
"""
_CODEBOOK = ("table", "column", "type", "unit", "meaning", "empty", "codelist", "codes")


def write(tables: Sequence[FilledTable], dataset_release: DatasetRelease) -> bytes:
    """Return the workbook."""
    explanation = [
        ("title", citation.TITLE),
        ("version", dataset_release.version),
        ("cite as", citation.in_words(dataset_release)),
        ("licence", f"{citation.LICENSE}, {citation.LICENSE_URL}"),
        ("not licensed", citation.NOT_LICENSED),
        *(("how to read", line) for line in _READING.splitlines()),
        *((f"sheet {table.name}", table.definition.about) for table in tables),
    ]
    codebook = [
        (
            table.name,
            column.name,
            column.type,
            column.unit,
            column.description,
            column.empty or "never",
            column.codelist.name if column.codelist else None,
            "; ".join(column.codelist.codes) if column.codelist else None,
        )
        for table in tables
        for column in table.definition.columns
    ]
    buffer = io.BytesIO()
    as_text = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **as_text}) as book:
        # The bytes must not depend on when it is made.
        about = {"title": citation.TITLE, "author": citation.CURATORS, "created": datetime(1980, 1, 1)}
        book.set_properties({**about, "comments": citation.in_words(dataset_release)})
        text = book.add_format({"num_format": "@", "valign": "top"})
        prose = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        _fill(book, "about", ("about", ""), explanation, 0, prose, _WIDEST_PROSE)
        _fill(book, "codebook", _CODEBOOK, codebook, 2, prose, _WIDEST)
        for table in tables:
            days = {at for at, column in enumerate(table.definition.columns) if column.type == "date"}
            _fill(book, table.name, table.header, table.rows, len(table.definition.key), text, _WIDEST, days)
    with zipfile.ZipFile(buffer) as compressed:
        return stored_zip({name: compressed.read(name) for name in compressed.namelist()})


def _fill(
    book: Any,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    frozen: int,
    text: Any,
    widest: int,
    days: Collection[int] = (),
) -> None:
    """Add a sheet whose header and first columns stay visible.

    frozen: the number of these columns; text: the format of cells with text; widest: the maximum width of a column;
    days: the columns of days. Excel has none before 1900.
    """
    sheet = book.add_worksheet(name)
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    whole = book.add_format({"num_format": "0", "valign": "top"})
    fraction = book.add_format({"num_format": "General", "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    for column, title in enumerate(header):
        longest = max([len(title), *(len(cell_text(row[column])) for row in rows)])
        sheet.set_column(column, column, min(max(longest + 1, _NARROWEST), widest), text)
        sheet.write_string(0, column, title, head)
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if column in days and str(cell or "") > "1901":
                sheet.write_datetime(at, column, date.fromisoformat(str(cell)), day)
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(at, column, cell, whole if isinstance(cell, int) else fraction)
            elif cell is not None:
                sheet.write_string(at, column, cell_text(cell), text)
    sheet.freeze_panes(1, frozen)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})
