"""The differences between the tables of two states. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.revisions import Columns, Form
from factpack.tables.table import Cell, FilledTable

Key = tuple[str, ...]


@dataclass(frozen=True)
class CellChange:
    """A cell that differs; None if it is empty."""

    column: str
    old: Cell
    new: Cell


@dataclass(frozen=True)
class RowChange:
    """A row that differs between the two states."""

    key: Key
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class TableDifferences:
    """The rows of one table that differ, by primary key."""

    table: str
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    changed: tuple[RowChange, ...]


@dataclass(frozen=True)
class ColumnDifferences:
    """The differences in the structure of the exports.

    Columns are named `table.column`; retyped columns come with both types. Codes, named `table.column: code`,
    are compared only for columns that have a codelist in both states.
    """

    tables_added: tuple[str, ...] = ()
    tables_removed: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_retyped: tuple[tuple[str, str, str], ...] = ()
    codes_added: tuple[str, ...] = ()
    codes_removed: tuple[str, ...] = ()


def compare_tables(
    base: tuple[FilledTable, ...], head: tuple[FilledTable, ...]
) -> Iterator[TableDifferences]:
    """Yield the differences of each table that differs.

    The same code must have built both lists of tables.
    """
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
        if differences.added or differences.removed or differences.changed:
            yield differences


def _rows(table: FilledTable) -> dict[Key, dict[str, Cell]]:
    """Return the cells of each row by primary key."""
    return {tuple(str(row[column]) for column in table.definition.key): row for row in table.records()}


def compare_columns(base: Columns, head: Columns) -> ColumnDifferences:
    """Return the differences between two sets of columns."""
    before, after = _in_both(base, head), _in_both(head, base)
    return ColumnDifferences(
        tables_added=tuple(sorted(head.keys() - base.keys())),
        tables_removed=tuple(sorted(base.keys() - head.keys())),
        columns_added=tuple(sorted(after.keys() - before.keys())),
        columns_removed=tuple(sorted(before.keys() - after.keys())),
        columns_retyped=tuple(
            (name, before[name].type, after[name].type)
            for name in sorted(before.keys() & after.keys())
            if before[name].type != after[name].type
        ),
        codes_added=tuple(_more_codes(after, before)),
        codes_removed=tuple(_more_codes(before, after)),
    )


def _more_codes(left: dict[str, Form], right: dict[str, Form]) -> Iterator[str]:
    """Yield the codes that only the left codelists have."""
    for name in sorted(left.keys() & right.keys()):
        if left[name].codes and right[name].codes:
            yield from (f"{name}: {code}" for code in left[name].codes if code not in right[name].codes)


def _in_both(columns: Columns, counterpart: Columns) -> dict[str, Form]:
    """Return the columns of the tables that both have."""
    return {
        f"{table}.{name}": form
        for table, fields in columns.items()
        if table in counterpart
        for name, form in fields.items()
    }
