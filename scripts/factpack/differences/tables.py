"""What differs between the tables that are built from two states of the records, and between their columns. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.revisions import Columns, Form
from factpack.tables.table import Cell, FilledTable

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
    """What differs in the form of the exports. Columns are named `table.column`; retyped ones with both types.

    Codes are those of the closed lists of columns that have one in both states, named `table.column: code`.
    """

    tables_added: tuple[str, ...] = ()
    tables_gone: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()
    columns_retyped: tuple[tuple[str, str, str], ...] = ()
    codes_added: tuple[str, ...] = ()
    codes_gone: tuple[str, ...] = ()


def compare_tables(
    base: tuple[FilledTable, ...], head: tuple[FilledTable, ...]
) -> Iterator[TableDifferences]:
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


def _rows(table: FilledTable) -> dict[Key, dict[str, Cell]]:
    """The rows by their primary key."""
    return {tuple(str(row[column]) for column in table.definition.key): row for row in table.records()}


def compare_columns(base: Columns, head: Columns) -> ColumnDifferences:
    """What differs between the columns of two sets of tables."""
    before, after = _flat(base, head), _flat(head, base)
    return ColumnDifferences(
        tables_added=tuple(sorted(head.keys() - base.keys())),
        tables_gone=tuple(sorted(base.keys() - head.keys())),
        columns_added=tuple(sorted(after.keys() - before.keys())),
        columns_gone=tuple(sorted(before.keys() - after.keys())),
        columns_retyped=tuple(
            (name, before[name].type, after[name].type)
            for name in sorted(before.keys() & after.keys())
            if before[name].type != after[name].type
        ),
        codes_added=tuple(_more_codes(after, before)),
        codes_gone=tuple(_more_codes(before, after)),
    )


def _more_codes(these: dict[str, Form], those: dict[str, Form]) -> Iterator[str]:
    """The codes that closed lists have in one state and not in the other."""
    for name in sorted(these.keys() & those.keys()):
        if these[name].codes and those[name].codes:
            yield from (f"{name}: {code}" for code in these[name].codes if code not in those[name].codes)


def _flat(columns: Columns, other: Columns) -> dict[str, Form]:
    """The columns of the tables that both have."""
    return {
        f"{table}.{name}": form
        for table, fields in columns.items()
        if table in other
        for name, form in fields.items()
    }
