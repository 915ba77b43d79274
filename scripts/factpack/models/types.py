"""The field types of the records, and the fields' roles."""

import re
from typing import Annotated, Any, TypeVar, dataclass_transform

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from factpack.models import edtf, quantity
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NOT_STATED = "not_stated"
UNKNOWN = "unknown"
NO_RELAY = "none"
NOT_YET = "not_yet"  # what `effective` may be instead of a date

# --- records ---------------------------------------------------------------------------------------------------------


def _field(role: str, description: str, **rest: Any) -> Any:
    extra = {"x-role": role} | {f"x-{name}": rest.pop(name) for name in ("kind", "elements") if name in rest}
    return Field(description=description, json_schema_extra=extra, **rest)


def claim(description: str, *, kind: str, elements: bool = False, **rest: Any) -> Any:
    """Describe a field whose values articles report.

    Each value needs evidence.

    kind: how two values of the field compare (number, date, place, actor, code, label, text);
    elements: whether evidence names its elements one by one (`persons.ales-bialiatski`).
    """
    return _field("claim", description, kind=kind, elements=elements, **rest)


def classification(description: str, *, kind: str = "code", elements: bool = False, **rest: Any) -> Any:
    """Describe a field that holds the curator's reading.

    Each value needs a cue in an article, or an inference.
    """
    return _field("classification", description, kind=kind, elements=elements, **rest)


def own(description: str, **rest: Any) -> Any:
    """Describe a curator's own field, which needs no evidence."""
    return _field("own", description, **rest)


@dataclass_transform(kw_only_default=True, field_specifiers=(claim, classification, own))
class Record(BaseModel):
    """A record that a curator writes.

    Unknown fields are forbidden, values are not converted, and instances are frozen.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- annotations -----------------------------------------------------------------------------------------------------


class _QuantityType:
    """A number or a quantity in words; see `factpack.models.quantity`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _converting(quantity.parse, Quantity, core_schema.int_schema(strict=True))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**quantity.JSON_SCHEMA, "format": "quantity"}


class _EdtfType:
    """A date in EDTF, or a keyword; see `factpack.models.edtf`.

    words: the keywords, such as `not_stated`. A bare year may be an integer.
    """

    def __init__(self, *words: str) -> None:
        self.words = words

    def _parse(self, value: int | str) -> Edtf | str:
        return value if isinstance(value, str) and value in self.words else edtf.parse(str(value))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _converting(self._parse, Edtf, core_schema.int_schema(strict=True, ge=1000, le=2999))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": 1000,
            "maximum": 2999,
            "pattern": f"^(?:{'|'.join(self.words)})$|{edtf.PATTERN}" if self.words else edtf.PATTERN,
            "format": "edtf",
        }


def _converting(parse: Any, kind: type, number: CoreSchema) -> CoreSchema:
    """Return the schema of a number or text to parse.

    A value that is parsed already passes unchanged.
    """
    written = core_schema.union_schema([number, core_schema.str_schema(strict=True)])
    parsed = core_schema.no_info_after_validator_function(parse, written)
    return core_schema.union_schema([core_schema.is_instance_schema(kind), parsed])


class _ScalarTextType:
    """Text that may be written unquoted, even a number."""

    def __init__(self, pattern: str, longest: int) -> None:
        self.pattern = pattern
        self.longest = longest

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(pattern=self.pattern, max_length=self.longest, strict=True)
        number = core_schema.int_schema(strict=True, ge=0, le=999_999_999)
        return core_schema.no_info_after_validator_function(str, core_schema.union_schema([number, text]))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": 999_999_999,
            "pattern": self.pattern,
            "maxLength": self.longest,
        }


class _TextOrTextsType:
    """A text, or a mapping of fields to texts."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        texts = handler.generate_schema(Annotated[dict[FieldPath, Note], Filled])
        return core_schema.union_schema([handler.generate_schema(Note), texts])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # One flat schema, because editors explain `anyOf` badly.
        text, texts = handler(schema)["anyOf"]
        return {**texts, **text, "type": ["string", "object"]}


class Limits:
    """Constraints, by their names in pydantic's core schema."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return {**handler(source), **self.settings}


class _Reference:
    """An id that must exist in a register.

    register: actors, places, deals, seeds or facts.
    """

    def __init__(self, register: str) -> None:
        self.register = register

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "x-ref": self.register}


class _InCalendar:
    """A day that exists in the calendar.

    The 30th of February matches the pattern of a day, too.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(lambda day: str(edtf.parse(day)), handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "format": "edtf"}


class _Absent:
    """An optional field that is omitted, never `null`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        nullable: Any = handler(source)
        return nullable["schema"]


T = TypeVar("T")
Maybe = Annotated[T | None, _Absent()]

QuantityField = Annotated[Quantity, _QuantityType()]
EdtfOrNotStated = Annotated[Edtf | str, _EdtfType(NOT_STATED)]
Effective = Annotated[Edtf | str, _EdtfType(NOT_STATED, NOT_YET)]

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
LONGEST_PHRASE = 90
Phrase = Annotated[str, _text(LINE, LONGEST_PHRASE)]
Label = Annotated[str, _text(LINE, 120)]
Headline = Annotated[str, _text(LINE, 300)]
Note = Annotated[str, _text(LINE, 600)]
ScalarText = Annotated[str, _ScalarTextType(LINE, 300)]
_PARAGRAPHS = r"[1-9][0-9]{0,3}([-s][1-9][0-9]{0,3})?"
Paragraphs = Annotated[str, _ScalarTextType(rf"^{_PARAGRAPHS}(, ?{_PARAGRAPHS})*$", 200)]
CountryCode = Annotated[str, _text(r"^[A-Z]{2}$")]
Language = Annotated[str, _text(r"^[a-z]{2,3}$")]
Url = Annotated[str, _text(r"^https://\S+$", 300)]
FileName = Annotated[str, _text(r"^[A-Za-z0-9_.-]+\.txt$", 100)]
ParagraphCount = Annotated[int, Limits(strict=True, ge=1, le=9999)]
YesOrNo = Annotated[bool, Limits(strict=True)]
Filled = Limits(min_length=1)  # a list or a mapping with at least one entry
Reasons = Annotated[str | dict[str, str], _TextOrTextsType()]


_NO_SLUG = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """Return the element key of a label.

    Its ASCII letters and digits in lower case, joined by hyphens.
    """
    return _NO_SLUG.sub("-", text.lower()).strip("-")
