"""What differs between the tables that are built from two states of the records, and between their columns. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.revisions import Columns
from factpack.tables.columns import Cell, Table

Key = tuple[str, ...]


@dataclass(frozen=True)
class CellChange:
    """A cell that differs; None where it is empty."""

    column: str
    old: Cell
    new: Cell


@dataclass(frozen=True)
class RowChange:
    """A row that is in both states and differs."""

    key: Key
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class TableDifferences:
    """The rows of one table that differ, each by its primary key."""

    table: str
    added: tuple[Key, ...]
    gone: tuple[Key, ...]
    changed: tuple[RowChange, ...]


@dataclass(frozen=True)
class ColumnDifferences:
    """What differs in the form of the exports. Columns are named `table.column`; retyped ones with both types."""

    tables_added: tuple[str, ...] = ()
    tables_gone: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()
    columns_retyped: tuple[tuple[str, str, str], ...] = ()


def compare_tables(base: tuple[Table, ...], head: tuple[Table, ...]) -> Iterator[TableDifferences]:
    """The tables of which a row differs. Both were built by the same code, so that they are the same tables."""
    for old, new in zip(base, head, strict=True):
        before, after = _rows(old), _rows(new)
        changed = []
        for key, cells in after.items():
            if key in before and before[key] != cells:
                changed.append(
                    RowChange(
                        key,
                        tuple(
                            CellChange(column, before[key][column], cell)
                            for column, cell in cells.items()
                            if before[key][column] != cell
                        ),
                    )
                )
        differences = TableDifferences(
            new.name,
            tuple(key for key in after if key not in before),
            tuple(key for key in before if key not in after),
            tuple(changed),
        )
        if differences.added or differences.gone or differences.changed:
            yield differences


def _rows(table: Table) -> dict[Key, dict[str, Cell]]:
    """The rows by their primary key."""
    rows = {}
    for row in table.rows:
        cells = row.cells()
        rows[tuple(str(cells[column]) for column in table.model.primary_key)] = cells
    return rows


def compare_columns(base: Columns, head: Columns) -> ColumnDifferences:
    """What differs between the columns of two sets of tables."""
    before, after = _flat(base, head), _flat(head, base)
    return ColumnDifferences(
        tables_added=tuple(sorted(head.keys() - base.keys())),
        tables_gone=tuple(sorted(base.keys() - head.keys())),
        columns_added=tuple(sorted(after.keys() - before.keys())),
        columns_gone=tuple(sorted(before.keys() - after.keys())),
        columns_retyped=tuple(
            (name, before[name], after[name])
            for name in sorted(before.keys() & after.keys())
            if before[name] != after[name]
        ),
    )


def _flat(columns: Columns, other: Columns) -> dict[str, str]:
    """The columns of the tables that both have."""
    return {
        f"{table}.{name}": kind
        for table, fields in columns.items()
        if table in other
        for name, kind in fields.items()
    }
