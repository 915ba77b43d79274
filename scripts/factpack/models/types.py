"""The building blocks of the records: ids, texts, quantities, dates, and what each field is for."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast, dataclass_transform

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic.dataclasses import dataclass as pydantic_dataclass
from pydantic.fields import FieldInfo
from pydantic_core import SchemaValidator, core_schema

from factpack.models import edtf, quantity
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NOT_STATED = "not_stated"
UNKNOWN = "unknown"
NO_RELAY = "none"


class Record:
    """Whatever a curator writes: no unknown field, no conversion, no change afterwards.

    A record is a dataclass with slots, because a pydantic model would take twice the memory and half as much time again.
    """

    __slots__ = ()
    __pydantic_validator__: ClassVar[SchemaValidator]
    __pydantic_fields__: ClassVar[dict[str, FieldInfo]]

    @classmethod
    def read(cls, data: Any) -> Self:
        """The record that a value of a YAML file holds.

        Raises pydantic's ValidationError for what the schema does not describe.
        """
        record: Self = cls.__pydantic_validator__.validate_python(data)
        return record

    @classmethod
    def fields(cls) -> dict[str, FieldInfo]:
        """What is known of each field, by its name, in their order."""
        return cls.__pydantic_fields__


R = TypeVar("R", bound=Record)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(Field,))
def record(cls: type[R]) -> type[R]:
    """Make a class a kind of record."""
    config = ConfigDict(extra="forbid")
    return cast(type[R], pydantic_dataclass(frozen=True, slots=True, kw_only=True, config=config)(cls))


class _QuantityType:
    """Reads a number or a quantity in words; see `factpack.models.quantity`."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        number_or_text = core_schema.union_schema(
            [core_schema.int_schema(strict=True), core_schema.str_schema(strict=True)]
        )
        return core_schema.no_info_after_validator_function(quantity.parse, number_or_text)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**quantity.JSON_SCHEMA, "format": "quantity"}


class _EdtfType:
    """Reads a date of the EDTF subset; see `factpack.models.edtf`. A bare year may come as an integer."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        year_or_text = core_schema.union_schema(
            [core_schema.int_schema(strict=True, ge=1000, le=2999), core_schema.str_schema(strict=True)]
        )
        return core_schema.no_info_after_validator_function(
            lambda value: edtf.parse(str(value)), year_or_text
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": 1000,
            "maximum": 2999,
            "pattern": edtf.PATTERN,
            "format": "edtf",
        }


class _EdtfOrWordType(_EdtfType):
    """A date, or one of a few words where there is none."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        words = core_schema.literal_schema(list(self.words))
        return core_schema.union_schema(
            [words, super().__get_pydantic_core_schema__(source, handler)], mode="left_to_right"
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        dates = super().__get_pydantic_json_schema__(schema, handler)
        return {**dates, "pattern": f"^(?:{'|'.join(self.words)})$|{dates['pattern']}"}


class _ScalarTextType:
    """Text that a curator may write without quotes, even if it looks like a whole number."""

    def __init__(self, pattern: str, longest: int) -> None:
        self.pattern = pattern
        self.longest = longest

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        text = core_schema.str_schema(pattern=self.pattern, max_length=self.longest, strict=True)
        number = core_schema.int_schema(strict=True, ge=0, le=999_999_999)
        return core_schema.no_info_after_validator_function(str, core_schema.union_schema([number, text]))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": 999_999_999,
            "pattern": self.pattern,
            "maxLength": self.longest,
        }


@dataclass(frozen=True)
class _Reference:
    """An id that must exist. register: actors, places, deals, seeds or facts."""

    register: str

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "x-ref": self.register}


class _InCalendar:
    """A day that there is: the 30th of February has the form of one."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(lambda day: str(edtf.parse(day)), handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "format": "edtf"}


class _Absent:
    """A field that is left out where there is no value: `null` is not written."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        nullable = handler(source)
        assert nullable["type"] == "nullable", source
        inner: core_schema.CoreSchema = nullable["schema"]
        return inner


T = TypeVar("T")
Maybe = Annotated[T | None, _Absent()]

QuantityField = Annotated[Quantity, _QuantityType()]
EdtfField = Annotated[Edtf, _EdtfType()]
EdtfOrNotStated = Annotated[Edtf | str, _EdtfOrWordType(NOT_STATED)]
Effective = Annotated[Edtf | str, _EdtfOrWordType(NOT_STATED, "not_yet")]

Id = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
ActorId = Annotated[Id, _Reference("actors")]
PlaceId = Annotated[Id, _Reference("places")]
DealId = Annotated[Id, _Reference("deals")]
SeedId = Annotated[Id, _Reference("seeds")]
FactId = Annotated[Id, _Reference("facts")]
ParagraphKey = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}$")]
FieldPath = Annotated[
    str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z0-9_]+(-[a-z0-9_]+)*)?$", max_length=120)
]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    _InCalendar(),
]


LINE = r"^\S(.*\S)?$"


def _text(longest: int) -> Any:
    """One line of text without white space at its ends."""
    return StringConstraints(pattern=LINE, max_length=longest)


Phrase = Annotated[str, _text(60)]
Label = Annotated[str, _text(120)]
Headline = Annotated[str, _text(300)]
Note = Annotated[str, _text(600)]
ScalarText = Annotated[str, _ScalarTextType(LINE, 300)]
Paragraphs = Annotated[
    str, _ScalarTextType(r"^[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?(, ?[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?)*$", 200)
]


def _field(role: str, description: str, kind: str | None, elements: bool, **rest: Any) -> Any:
    if isinstance(rest.get("default"), list | dict):  # a new one for each record
        rest = {**rest, "default_factory": type(rest["default"])}
        del rest["default"]
    extra: dict[str, Any] = {"x-role": role}
    if kind is not None:
        extra |= {"x-kind": kind, "x-elements": elements}
    return Field(description=description, json_schema_extra=extra, **rest)


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


def slugify(text: str) -> str:
    """The element key of a label: its ASCII letters and digits in lower case, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
