"""Define the field types of the records, and their roles."""

import re
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any, TypeVar, dataclass_transform

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    WrapValidator,
    model_serializer,
)

from factpack.models import edtf, quantity
from factpack.models.edtf import Edtf

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NOT_STATED = "not_stated"
UNKNOWN = "unknown"
NO_RELAY = "none"
NOT_YET = "not_yet"  # what `effective` may be instead of a date

# --- records ---------------------------------------------------------------------------------------------------------


def claim(description: str, *, kind: str, role: str = "claim", elements: bool = False, **rest: Any) -> Any:
    """Describe a field whose values articles report, with evidence.

    kind: how two values of the field are compared (number, date, place, actor, code, label, text);
    elements: whether evidence names its elements one by one (`persons.ales-bialiatski`).
    """
    extra: dict[str, Any] = {"x-role": role, "x-kind": kind, "x-elements": elements}
    return Field(description=description, json_schema_extra=extra, **rest)


def each(description: str, kind: str, **rest: Any) -> Any:
    """Describe a claim whose elements evidence names one by one."""
    return claim(description, kind=kind, elements=True, **rest)


def classification(description: str, **rest: Any) -> Any:
    """Describe a curator's reading, which needs a cue or inference."""
    return claim(description, kind="code", role="classification", **rest)


def own(description: str, **rest: Any) -> Any:
    """Describe a curator's own field, which needs no evidence."""
    return Field(description=description, **rest)


@dataclass_transform(kw_only_default=True, field_specifiers=(claim, each, classification, own))
class Record(BaseModel):
    """A record that a curator writes.

    Unknown fields are forbidden, values are not converted, and instances are frozen. `model_dump` leaves out what is empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value not in ([], {})}


# --- annotations -----------------------------------------------------------------------------------------------------


class _Absent:
    """An optional field that is omitted, never `null`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        nullable: Any = handler(source)
        return nullable["schema"]


class _Flat:
    """One flat schema, because editors explain `anyOf` badly."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        text, texts = handler(schema)["anyOf"]
        return {**texts, **text, "type": ["string", "object"]}


T = TypeVar("T")
Maybe = Annotated[T | None, _Absent()]


def _date(words: tuple[str, ...], value: Any) -> Edtf | str:
    return value if isinstance(value, Edtf) or value in words else edtf.parse(str(value))


def _expanded(date: Edtf | str) -> dict[str, Any]:
    """Return a date with its bounds; a word has none."""
    return asdict(date if isinstance(date, Edtf) else Edtf(date, None, None, NOT_STATED, False, False))


def _number_or_text(pattern: str, least: int, most: int, **rest: Any) -> WithJsonSchema:
    limits = {"type": ["integer", "string"], "minimum": least, "maximum": most}
    return WithJsonSchema({**limits, "pattern": pattern, **rest})


def _date_schema(*words: str) -> WithJsonSchema:
    return _number_or_text(f"^(?:{'|'.join(words)})$|{edtf.PATTERN}", 1000, 2999, format="edtf")


# A text, or a number without quotes as text.
_UNQUOTED = WrapValidator(
    lambda value, accept: (
        str(value) if type(value) is int and 0 <= value <= quantity.MAXIMUM else accept(value)
    )
)
# A number or a quantity in words: see `factpack.models.quantity`.
QuantityField = Annotated[
    quantity.Quantity,
    PlainValidator(lambda value: value if isinstance(value, quantity.Quantity) else quantity.parse(value)),
    PlainSerializer(asdict),
    WithJsonSchema({**quantity.JSON_SCHEMA, "format": "quantity"}),
]
_Date = Annotated[Edtf | str, PlainSerializer(_expanded)]
EdtfOrNotStated = Annotated[_Date, PlainValidator(partial(_date, (NOT_STATED,))), _date_schema(NOT_STATED)]
Effective = Annotated[
    _Date, PlainValidator(partial(_date, (NOT_STATED, NOT_YET))), _date_schema(NOT_STATED, NOT_YET)
]

LINE = r"^\S(.*\S)?$"


def _of(register: str) -> Any:
    """Return the annotation of an id of a register."""
    return Field(json_schema_extra={"x-ref": register})


Id = Annotated[str, Field(pattern=SLUG, max_length=80)]
ActorId = Annotated[Id, _of("actors")]
PlaceId = Annotated[Id, _of("places")]
DealId = Annotated[Id, _of("deals")]
SeedId = Annotated[Id, _of("seeds")]
FactId = Annotated[Id, _of("facts")]
ParagraphKey = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]
FieldPath = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+(-[a-z0-9_]+)*)?$", max_length=120)]
# The pattern of a day alone would accept 30 February.
Day = Annotated[
    str,
    Field(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    AfterValidator(lambda day: str(edtf.parse(day))),
    Field(json_schema_extra={"format": "edtf"}),
]
LONGEST_PHRASE = 90
Phrase = Annotated[str, Field(pattern=LINE, max_length=LONGEST_PHRASE)]
Label = Annotated[str, Field(pattern=LINE, max_length=120)]
Headline = Annotated[str, Field(pattern=LINE, max_length=300)]
Note = Annotated[str, Field(pattern=LINE, max_length=600)]
_PARAGRAPHS = r"[1-9][0-9]{0,3}([-s][1-9][0-9]{0,3})?"
_PARAGRAPH_LIST = rf"^{_PARAGRAPHS}(, ?{_PARAGRAPHS})*$"
ScalarText = Annotated[
    str,
    Field(pattern=LINE, max_length=300),
    _UNQUOTED,
    _number_or_text(LINE, 0, quantity.MAXIMUM, maxLength=300),
]
Paragraphs = Annotated[
    str,
    Field(pattern=_PARAGRAPH_LIST, max_length=200),
    _UNQUOTED,
    _number_or_text(_PARAGRAPH_LIST, 0, quantity.MAXIMUM, maxLength=200),
]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Url = Annotated[str, Field(pattern=r"^https://\S+$", max_length=300)]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+\.txt$", max_length=100)]
ParagraphCount = Annotated[int, Field(strict=True, ge=1, le=9999)]
YesOrNo = Annotated[bool, Field(strict=True)]
Filled = Field(min_length=1)  # a list or a mapping with at least one entry
Reasons = Annotated[Note | Annotated[dict[FieldPath, Note], Filled], _Flat()]


def slugify(text: str) -> str:
    """Return a label's element key: lower-case ASCII, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# By the beginning of the pattern, because the long ones need not be repeated in full.
_HINTS = {
    SLUG: "Write lower-case letters and digits, joined by single hyphens.",
    LINE: "Write one line of text, without white space at its ends.",
    r"^[1-9][0-9]{0,3}$": "Write the number of a paragraph, from 1, without zeros in front.",
    r"^[1-9][0-9]{0,3}([-s]": "Write paragraphs as 4, 1-3 or 1-3, 7, and sentence 2 of paragraph 13 as 13s2.",
    r"^[12][0-9]{3}-": "Write a day: 2025-12-13.",
    r"^[A-Z]{2}$": "Write the two capital letters of the state's ISO 3166-1 code, as US.",
    r"^[a-z]{2,3}$": "Write the code of the language, as en.",
    r"^[a-z_]+": "Write a field, or a field, a dot and its element: `released`, `persons.jane-doe`.",
    r"^https://": "Write the whole address, from https:// on.",
    r"^[A-Za-z0-9_.-]+\.txt$": "Write the name of a file that ends in .txt, without a folder.",
}


def hint(pattern: str) -> str:
    """Return what to write for a pattern; empty if none."""
    return next((words for beginning, words in _HINTS.items() if pattern.startswith(beginning)), "")
