"""What a table and a column are: the one source of the Table Schemas and of CODEBOOK.md."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, ClassVar, Literal, TypeVar, get_args

from factpack.models.codelists import Codelist
from factpack.problems import Pointer

Cell = str | int | bool | None
ColumnType = Literal["string", "integer", "boolean", "year", "date"]


@dataclass(frozen=True)
class Empty:
    """How an empty cell of a column is to be read. Where there are several readings, the words tell them apart.

    not_stated: no article tells; unknown: an article says that it is not known; not_applicable: there is nothing to tell.
    """

    not_stated: str | None = None
    unknown: str | None = None
    not_applicable: str | None = None

    def readings(self) -> tuple[tuple[str, str], ...]:
        """Each reading with its words."""
        named = (
            ("not stated", self.not_stated),
            ("stated unknown", self.unknown),
            ("not applicable", self.not_applicable),
        )
        return tuple((reading, words) for reading, words in named if words is not None)

    def __str__(self) -> str:
        return "; ".join(f"{reading}: {words}" for reading, words in self.readings())


@dataclass(frozen=True)
class Column:
    """One column of a table.

    type: the Table Schema type; required: whether a cell may never be empty; codelist: the closed list of its codes;
    empty: how an empty cell is to be read; unit: of a number.
    """

    name: str
    type: ColumnType
    title: str
    description: str
    required: bool
    codelist: Codelist | None = None
    pattern: str | None = None
    minimum: int | None = None
    unit: str | None = None
    empty: Empty | None = None


@dataclass(frozen=True)
class ForeignKey:
    """Columns that hold the key of a row of another table, or of the same one."""

    columns: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


def column(
    description: str,
    *,
    title: str | None = None,
    codelist: Codelist | None = None,
    pattern: str | None = None,
    minimum: int | None = None,
    unit: str | None = None,
    empty: Empty | None = None,
    type: ColumnType | None = None,  # noqa: A002  # the word of Table Schema
) -> Any:
    """Describes a column of a row model. Its type and whether it is required follow from the annotation."""
    metadata = {
        "description": description,
        "title": title,
        "codelist": codelist,
        "pattern": pattern,
        "minimum": minimum,
        "unit": unit,
        "empty": empty,
        "type": type,
    }
    return dataclasses.field(metadata=metadata)


@dataclass(kw_only=True)  # not frozen, as claims are not: there are many
class Row:
    """A row of a table. The columns are the fields of the subclass, in their order.

    made_from: the file and the place in it that the row was made from, so that a finding about a row names a YAML line;
    it is no column.
    """

    table: ClassVar[str]
    heading: ClassVar[str]
    about: ClassVar[str]
    tier: ClassVar[int]
    primary_key: ClassVar[tuple[str, ...]]
    foreign_keys: ClassVar[tuple[ForeignKey, ...]] = ()

    made_from: tuple[str, Pointer]

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns, in the order of the table."""
        return tuple(_column(field) for field in dataclasses.fields(cls) if field.name != "made_from")

    def cells(self) -> dict[str, Cell]:
        """The cells by column; None where a cell is empty."""
        return {name: getattr(self, name) for name in self.names()}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the columns, in the order of the table."""
        if cls not in _NAMES:
            _NAMES[cls] = tuple(field.name for field in dataclasses.fields(cls) if field.name != "made_from")
        return _NAMES[cls]


_NAMES: dict[type[Row], tuple[str, ...]] = {}  # asked for every row
_TYPES: dict[type, ColumnType] = {str: "string", int: "integer", bool: "boolean"}


def _column(field: "dataclasses.Field[Any]") -> Column:
    described = dict(field.metadata)
    options: tuple[Any, ...] = get_args(field.type) or (field.type,)
    python_type = next(option for option in options if option is not type(None))
    return Column(
        name=field.name,
        required=type(None) not in options,
        type=described.pop("type") or _TYPES[python_type],
        title=described.pop("title") or field.name.replace("_", " ").capitalize(),
        **described,
    )


@dataclass(frozen=True)
class Table:
    """A table with its rows, in the order in which they are written."""

    model: type[Row]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return self.model.table

    def cells(self) -> Iterator[tuple[Cell, ...]]:
        """The cells of each row, in the order of the columns."""
        first, second, *others = self.model.names()  # given one name only, attrgetter returns no tuple
        return map(attrgetter(first, second, *others), self.rows)


R = TypeVar("R", bound=Row)


def rows(tables: Iterable[Table], model: type[R]) -> list[R]:
    """The rows of one table.

    Raises StopIteration if there is no such table: the build makes every one, even if it is empty.
    """
    table = next(table for table in tables if table.model is model)
    return [row for row in table.rows if isinstance(row, model)]
