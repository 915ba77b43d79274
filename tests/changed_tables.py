"""Tables with other rows than those of a dataset."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from factpack.tables.table import FilledTable, NamedRow, records

Tables = tuple[FilledTable, ...]


def with_rows(tables: Tables, name: str, rows: Iterable[NamedRow]) -> Tables:
    """Return the tables with other rows in one of them."""
    made = tuple(tuple(row.values()) for row in rows)
    return tuple(replace(table, rows=made) if table.name == name else table for table in tables)


def changed(tables: Tables, name: str, **cells: Any) -> Tables:
    """Return the tables with other cells in every row of one of them."""
    return with_rows(tables, name, [row | cells for row in records(tables, name)])
