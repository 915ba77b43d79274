"""Declare tables: columns, and the functions that fill them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from itertools import chain
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from factpack.models.codelists import Codelist
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity
from factpack.tables.view import Items, Source, View

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]
NamedRow = dict[str, Any]  # column → cell
ColumnType = Literal["string", "integer", "number", "boolean", "date"]
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
Item_contra = TypeVar("Item_contra", contravariant=True)


class ForeignKey(NamedTuple):
    """Columns that refer to columns of a table."""

    columns: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Column(Generic[Item_contra]):
    """A column, and the function that fills it.

    fill: a function, (item of the table, view of the dataset) → cell; or the path of an attribute of the item, such as
    `value.actor`; by default the attribute with the column's name. empty: what an empty cell means, as "not stated: …;
    stated unknown: …; not applicable: …" (no article says; an article says that it is not known; there is nothing to
    say); without it no cell may be empty. type: of Table Schema; title: by default the name in words; unit: of a number;
    codelist: the closed list of its codes; references: the column that it refers to, such as `facts.fact_id`.
    """

    name: str
    description: str
    fill: str | Callable[[Item_contra, View], Any] = ""
    empty: str = ""
    _: KW_ONLY
    type: ColumnType = "string"
    title: str = ""
    unit: str | None = None
    codelist: Codelist | None = None
    minimum: int | None = None
    references: str = ""

    def cell(self, item: Item_contra, view: View) -> Cell:
        """Return the cell of an item.

        A list becomes its parts, joined by `; `; None or an empty text becomes an empty cell.
        Raises TypeError for a value that a cell cannot hold, such as a record.
        """
        value = follow(item, self.fill or self.name) if isinstance(self.fill, str) else self.fill(item, view)
        match value:
            case None | int() | float():  # bool included
                return value
            case list():
                return "; ".join(value) or None
            case str() | Edtf() | Quantity() | dt.date():
                return str(value) or None
        raise TypeError(f"{self.name} cannot hold {value!r}.")


def follow(item: Any, path: str) -> Any:
    """Return the attribute at a path.

    None if an attribute on the way is None, or a word such as `not_stated` instead of a date.
    """
    for name in path.split("."):
        item = None if item is None or isinstance(item, str) else getattr(item, name)
    return item


class Rows(NamedTuple, Generic[T]):
    """Where the rows of a table come from.

    items: what rows are made from, in their order, each with its place in the records, so that a problem of a row names a
    YAML line; key: the primary key; tier: 1 for the main tables, 2 for details of facts, 3 for registers and audit.
    """

    items: Items[T]
    key: tuple[str, ...]
    tier: int


class Table(Generic[T]):
    """The declaration of a table.

    about: what a row is; columns: one by one, or in groups that tables share; title: by default the name; foreign_keys:
    those of more than one column.
    """

    def __init__(
        self,
        name: str,
        about: str,
        rows: Rows[T],
        *columns: Column[T] | tuple[Column[T], ...],
        title: str = "",
        foreign_keys: tuple[ForeignKey, ...] = (),
    ) -> None:
        self.name, self.about, self.title = name, about, title or name.capitalize()
        self.items, self.key, self.tier = rows
        groups = (group if isinstance(group, tuple) else (group,) for group in columns)
        self.columns = tuple(chain.from_iterable(groups))
        self.header = tuple(column.name for column in self.columns)
        references = ((column.name, *column.references.partition(".")) for column in self.columns)
        own = (
            ForeignKey((column,), table, (reference,))
            for column, table, _, reference in references
            if table and (table, reference) != (name, column)  # the key of its own register
        )
        self.foreign_keys = (*own, *foreign_keys)

    def fill(self, view: View) -> "FilledTable":
        """Return the table with the rows of a dataset."""
        items = list(self.items(view))
        rows = tuple(tuple([column.cell(item, view) for column in self.columns]) for _, item in items)
        return FilledTable(self, rows, tuple(source for source, _ in items))


@dataclass(frozen=True)
class FilledTable:
    """A table with its rows.

    sources: for each row, the file and the place in it that the row was made from.
    """

    definition: Table[Any]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        """Return the name of the table."""
        return self.definition.name

    @property
    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.definition.header

    def column(self, name: str) -> list[Cell]:
        """Return the cells of one column."""
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def records(self) -> list[NamedRow]:
        """Return the rows, each as column → cell."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


def records(tables: Iterable[FilledTable], name: str) -> list[NamedRow]:
    """Return the rows of one table.

    Raises StopIteration if there is no such table: the build makes every one.
    """
    return next(table for table in tables if table.name == name).records()


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Return the values of each key, in their order."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
