"""Write a table as CSV (RFC 4180) and JSON."""

import csv
import io
import json
from collections.abc import Callable, Sequence

from factpack.tables.table import Cell, FilledTable

# The paths of a table's files, from its name.
csv_path: Callable[[str], str] = "exports/csv/{}.csv".format
json_path: Callable[[str], str] = "exports/json/{}.json".format


def write(tables: Sequence[FilledTable]) -> dict[str, bytes]:
    """Return the CSV and JSON files: path → bytes."""
    in_csv = {csv_path(table.name): write_csv(table) for table in tables}
    return in_csv | {json_path(table.name): write_json(table) for table in tables}


def write_csv(table: FilledTable) -> bytes:
    """Return the CSV of a table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(map(cell_text, row) for row in table.rows)
    return buffer.getvalue().encode()


def write_json(table: FilledTable) -> bytes:
    """Return the JSON rows of a table."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table.records())
    return (f"[\n{rows}\n]\n" if rows else "[\n]\n").encode()


def cell_text(cell: Cell) -> str:
    """Return a cell as CSV writes it."""
    text = "" if cell is None else str(cell)
    return text.lower() if isinstance(cell, bool) else text
