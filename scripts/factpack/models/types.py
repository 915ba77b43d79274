"""The building blocks of the records: ids, texts, quantities, dates, and what each field is for.

The annotations tell pydantic what a field may hold, for the schemas that are made of them; pydantic itself is loaded only
there. What a schema has passed is read without it: see `Record.read`.
"""

import dataclasses
import re
from collections.abc import Callable
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Self,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
)

from factpack.models import edtf, quantity
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core.core_schema import CoreSchema

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NOT_STATED = "not_stated"
UNKNOWN = "unknown"
NO_RELAY = "none"

# --- records ---------------------------------------------------------------------------------------------------------


class Record:
    """Whatever a curator writes: no unknown field, no conversion, no change afterwards.

    A record is a dataclass with slots, because a pydantic model would take twice the memory.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    _read: ClassVar[Callable[[Any], Any]]
    _fields: ClassVar["dict[str, dataclasses.Field[Any]]"]

    def __init__(self, **values: Any) -> None:
        """Raises TypeError for a field that there is not, and for a required one that is left out."""
        for name, field in self._fields.items():
            value = values.pop(name) if name in values else _absent(field)
            if value is dataclasses.MISSING:
                raise TypeError(f"{type(self).__name__} lacks {name}")
            object.__setattr__(self, name, value)
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} never changes")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} never changes")

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        """Of a copy."""
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

    @classmethod
    def read(cls, data: Any) -> Self:
        """The record that a value of a YAML file holds. The schema of its kind must have passed the value."""
        record: Self = cls._read(data)
        return record

    @classmethod
    def fields(cls) -> "dict[str, dataclasses.Field[Any]]":
        """What is known of each field, by its name, in their order; its metadata are the arguments of pydantic's Field."""
        return cls._fields


R = TypeVar("R", bound=Record)


def _field(role: str, description: str, kind: str | None, elements: bool, **rest: Any) -> Any:
    default = rest.pop("default", dataclasses.MISSING)
    extra: dict[str, Any] = {"x-role": role}
    if kind is not None:
        extra |= {"x-kind": kind, "x-elements": elements}
    metadata = {"description": description, "json_schema_extra": extra, **rest}
    if isinstance(default, list | dict):  # a new one for each record
        return dataclasses.field(default_factory=type(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def claim(description: str, *, kind: str, elements: bool = False, **rest: Any) -> Any:
    """A field whose value articles report: each value needs evidence.

    kind: how two values of the field compare (number, date, place, actor, code, text);
    elements: whether evidence names its parts one by one (`persons.ales-bialiatski`).
    """
    return _field("claim", description, kind, elements, **rest)


def classification(description: str, *, kind: str = "code", elements: bool = False, **rest: Any) -> Any:
    """A field that holds the curator's reading: each value needs a cue in an article, or an inference."""
    return _field("classification", description, kind, elements, **rest)


def own(description: str, **rest: Any) -> Any:
    """A field of the curator's own: no evidence is asked for."""
    return _field("own", description, None, False, **rest)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(claim, classification, own))
def record(cls: type[R]) -> type[R]:
    """Make a class a kind of record."""
    # How one is made and that it never changes is said once, in Record: generated for each class, both take most of the
    # time that a start has for the models.
    made = dataclasses.dataclass(init=False, slots=True, kw_only=True)(cls)
    made._fields = {field.name: field for field in dataclasses.fields(cast(Any, made))}
    made._read = staticmethod(_reader(made))
    return made


def _reader(cls: type[R]) -> Callable[[dict[str, Any]], R]:
    """What makes a record of a mapping that its schema has passed."""
    plan = [
        (field.name, getattr(cls, field.name).__set__, _conversion(field.type), _absent(field))
        for field in cls.fields().values()
    ]

    def read(data: dict[str, Any]) -> R:
        made = object.__new__(cls)
        for name, put, convert, absent in plan:
            if name not in data:
                put(made, absent)
            elif convert is None:
                put(made, data[name])
            else:
                put(made, convert(data[name]))
        return made

    return read


def _absent(field: "dataclasses.Field[Any]") -> Any:
    """What stands for a field that is left out; of a required one, whose absence no schema passes, nothing does.

    An empty list or mapping is one and the same for all records, which are many and never changed.
    """
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def _conversion(annotation: Any) -> Callable[[Any], Any] | None:
    """What makes a value of a field of what stands in the file; None where the two are the same.

    Raises TypeError for an annotation of a sort that no field had when this was written.
    """
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation.read
    if annotation in (str, int, bool):
        return None
    parts = get_args(annotation)
    match get_origin(annotation):
        case kind if kind is Annotated:
            own = next((mark.convert for mark in parts[1:] if isinstance(mark, _Converted)), None)
            return own or _conversion(parts[0])
        case kind if kind is list:
            of_part = _conversion(parts[0])
            return None if of_part is None else lambda value: [of_part(part) for part in value]
        case kind if kind is dict:
            of_value = _conversion(parts[1])
            return (
                None
                if of_value is None
                else lambda value: {key: of_value(part) for key, part in value.items()}
            )
        case kind if kind in (Union, UnionType) and parts[1:] == (type(None),):  # left out, or there
            return _conversion(parts[0])
    raise TypeError(annotation)


# --- annotations -----------------------------------------------------------------------------------------------------


class _Converted:
    """An annotation of what is kept as something else than stands in the file."""

    def convert(self, value: Any) -> Any:
        """What is kept. Raises ValueError for what the schema does not describe."""
        raise NotImplementedError

    def _converting(self, schema: "CoreSchema") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.convert, schema)


class _QuantityType(_Converted):
    """Reads a number or a quantity in words; see `factpack.models.quantity`."""

    def convert(self, value: Any) -> Quantity:
        return quantity.parse(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        number, text = core_schema.int_schema(strict=True), core_schema.str_schema(strict=True)
        return self._converting(core_schema.union_schema([number, text]))

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {**quantity.JSON_SCHEMA, "format": "quantity"}


class _EdtfType(_Converted):
    """Reads a date of the EDTF subset, or one of a few words where there is none; see `factpack.models.edtf`.

    A bare year may come as an integer.
    """

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any) -> Edtf | str:
        return value if value in self.words else edtf.parse(str(value))

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        year, text = (
            core_schema.int_schema(strict=True, ge=1000, le=2999),
            core_schema.str_schema(strict=True),
        )
        return self._converting(core_schema.union_schema([year, text]))

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": 1000,
            "maximum": 2999,
            "pattern": f"^(?:{'|'.join(self.words)})$|{edtf.PATTERN}" if self.words else edtf.PATTERN,
            "format": "edtf",
        }


class _ScalarTextType(_Converted):
    """Text that a curator may write without quotes, even if it looks like a whole number."""

    def __init__(self, pattern: str, longest: int) -> None:
        self.pattern = pattern
        self.longest = longest

    def convert(self, value: Any) -> str:
        return str(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        text = core_schema.str_schema(pattern=self.pattern, max_length=self.longest, strict=True)
        number = core_schema.int_schema(strict=True, ge=0, le=999_999_999)
        return self._converting(core_schema.union_schema([number, text]))

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": 999_999_999,
            "pattern": self.pattern,
            "maxLength": self.longest,
        }


class Limits:
    """What pydantic is to hold a value against: settings of its core schema, by their names there."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        return cast("CoreSchema", {**handler(source), **self.settings})


@dataclasses.dataclass(frozen=True)
class _Reference:
    """An id that must exist. register: actors, places, deals, seeds or facts."""

    register: str

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {**handler(schema), "x-ref": self.register}


class _InCalendar:
    """A day that there is: the 30th of February has the form of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(lambda day: str(edtf.parse(day)), handler(source))

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {**handler(schema), "format": "edtf"}


class _Absent:
    """A field that is left out where there is no value: `null` is not written."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        nullable = handler(source)
        if nullable["type"] != "nullable":
            raise TypeError(f"{source} does not allow None.")
        return cast("CoreSchema", nullable["schema"])


T = TypeVar("T")
Maybe = Annotated[T | None, _Absent()]

QuantityField = Annotated[Quantity, _QuantityType()]
EdtfOrNotStated = Annotated[Edtf | str, _EdtfType(NOT_STATED)]
Effective = Annotated[Edtf | str, _EdtfType(NOT_STATED, "not_yet")]

LINE = r"^\S(.*\S)?$"


def _text(pattern: str, longest: int | None = None) -> Limits:
    return Limits(pattern=pattern, **({} if longest is None else {"max_length": longest}))


Id = Annotated[str, _text(SLUG, 80)]
ActorId = Annotated[Id, _Reference("actors")]
PlaceId = Annotated[Id, _Reference("places")]
DealId = Annotated[Id, _Reference("deals")]
SeedId = Annotated[Id, _Reference("seeds")]
FactId = Annotated[Id, _Reference("facts")]
ParagraphKey = Annotated[str, _text(r"^[1-9][0-9]{0,3}$")]
FieldPath = Annotated[str, _text(r"^[a-z_]+(\.[a-z0-9_]+(-[a-z0-9_]+)*)?$", 120)]
Day = Annotated[str, _text(r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"), _InCalendar()]
Phrase = Annotated[str, _text(LINE, 60)]
Label = Annotated[str, _text(LINE, 120)]
Headline = Annotated[str, _text(LINE, 300)]
Note = Annotated[str, _text(LINE, 600)]
ScalarText = Annotated[str, _ScalarTextType(LINE, 300)]
Paragraphs = Annotated[
    str, _ScalarTextType(r"^[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?(, ?[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?)*$", 200)
]
Language = Annotated[str, _text(r"^[a-z]{2,3}$")]
Url = Annotated[str, _text(r"^https://\S+$", 300)]
FileName = Annotated[str, _text(r"^[A-Za-z0-9_.-]+\.txt$", 100)]
ParagraphCount = Annotated[int, Limits(strict=True, ge=1, le=9999)]
YesOrNo = Annotated[bool, Limits(strict=True)]
Filled = Limits(min_length=1)  # of a list: it has an entry at least


_NO_SLUG = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """The element key of a label: its ASCII letters and digits in lower case, joined by hyphens."""
    return _NO_SLUG.sub("-", text.lower()).strip("-")
