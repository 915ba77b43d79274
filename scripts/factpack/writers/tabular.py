"""Writes a table as CSV (RFC 4180, with LF) and as JSON (RFC 8259): the same rows in the same order.

CSV: UTF-8 without a byte order mark, comma, LF, a header, quotes only where they are needed, an empty cell where there
is no value. JSON: an array with one object a line, every key in the order of the columns, null where there is no value.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from factpack.tables.table import Cell, FilledTable
from factpack.writers.json_text import quoted, scalar

# exports/json/facts.json holds the nested records, so the flat table of that name gives way.
_JSON_STEMS = {"facts": "facts-table"}


def csv_path(table: str) -> str:
    """Where the CSV of a table is published."""
    return f"exports/csv/{table}.csv"


def json_path(table: str) -> str:
    """Where the JSON rows of a table are published; those of `facts` as facts-table.json."""
    return f"exports/json/{_JSON_STEMS.get(table, table)}.json"


def json_name(table: str) -> str:
    """The resource name of the JSON rows of a table; that of `facts` is facts-table-json."""
    return f"{_JSON_STEMS.get(table, table)}-json"


def csv_files(tables: Iterable[FilledTable]) -> dict[str, bytes]:
    """All tables as CSV: path → bytes."""
    return {csv_path(table.name): write_csv(table) for table in tables}


def json_files(tables: Iterable[FilledTable]) -> dict[str, bytes]:
    """All tables as JSON: path → bytes."""
    return {json_path(table.name): write_json(table) for table in tables}


def write_csv(table: FilledTable) -> bytes:
    """The CSV of a table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(_csv_rows(table))
    return buffer.getvalue().encode()


def _csv_rows(table: FilledTable) -> Iterator[Sequence[Cell]]:
    """The rows as the writer of the standard library takes them: of itself it writes numbers, and nothing for None."""
    booleans = [at for at, column in enumerate(table.definition.columns) if column.type == "boolean"]
    if not booleans:
        yield from table.rows
        return
    for cells in map(list[Cell], table.rows):
        for at in booleans:
            cells[at] = cell_text(cells[at])
        yield cells


_NULL = scalar(None)


def write_json(table: FilledTable) -> bytes:
    """The JSON rows of a table."""
    keys = (f"{quoted(name)}: %s" for name in table.header)
    one = f"{{{', '.join(keys)}}}"
    rows = ",\n".join(
        [
            # Most cells are texts, or empty.
            one
            % tuple(
                [
                    quoted(cell) if cell.__class__ is str else _NULL if cell is None else scalar(cell)
                    for cell in cells
                ]
            )
            for cells in table.rows
        ]
    )
    return (f"[\n{rows}\n]\n" if rows else "[\n]\n").encode()


def cell_text(cell: Cell) -> str:
    """How CSV writes a cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)
