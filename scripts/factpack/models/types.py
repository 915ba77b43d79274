"""The field types of the records, and the fields' roles."""

import re
from typing import Annotated, Any, TypeVar, dataclass_transform

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
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


class _Written:
    """A type with both of its schemas given."""

    def __init__(self, core: CoreSchema, keywords: dict[str, Any]) -> None:
        self.core, self.keywords = core, keywords

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.core

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.keywords


def _converting(parse: Any, kind: type, number: CoreSchema) -> CoreSchema:
    """Return the schema of a number or text to parse.

    A value that is parsed already passes unchanged.
    """
    written = core_schema.union_schema([number, core_schema.str_schema(strict=True)])
    parsed = core_schema.no_info_after_validator_function(parse, written)
    return core_schema.union_schema([core_schema.is_instance_schema(kind), parsed])


def _edtf(*words: str) -> _Written:
    """Return the type of a date, or a keyword.

    words: the keywords, such as `not_stated`. A bare year may be an integer.
    """

    def parse(value: int | str) -> Edtf | str:
        return value if isinstance(value, str) and value in words else edtf.parse(str(value))

    core = _converting(parse, Edtf, core_schema.int_schema(strict=True, ge=1000, le=2999))
    pattern = f"^(?:{'|'.join(words)})$|{edtf.PATTERN}"
    keywords = {"type": ["integer", "string"], "minimum": 1000, "maximum": 2999}
    return _Written(core, {**keywords, "pattern": pattern, "format": "edtf"})


def _scalar_text(pattern: str, longest: int) -> _Written:
    """Return the type of unquoted text, even a number."""
    text = core_schema.str_schema(pattern=pattern, max_length=longest, strict=True)
    number = core_schema.int_schema(strict=True, ge=0, le=999_999_999)
    core = core_schema.no_info_after_validator_function(str, core_schema.union_schema([number, text]))
    keywords = {"type": ["integer", "string"], "minimum": 0, "maximum": 999_999_999}
    return _Written(core, {**keywords, "pattern": pattern, "maxLength": longest})


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


class _Keywords:
    """Keywords that a JSON Schema has in addition.

    x-ref: the register that has the id: actors, places, deals, seeds or facts.
    """

    def __init__(self, **keywords: str) -> None:
        self.keywords = keywords

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), **self.keywords}


class _Absent:
    """An optional field that is omitted, never `null`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        nullable: Any = handler(source)
        return nullable["schema"]


T = TypeVar("T")
Maybe = Annotated[T | None, _Absent()]

# A number or a quantity in words: see `factpack.models.quantity`.
QuantityField = Annotated[
    Quantity,
    _Written(
        _converting(quantity.parse, Quantity, core_schema.int_schema(strict=True)),
        {**quantity.JSON_SCHEMA, "format": "quantity"},
    ),
]
EdtfOrNotStated = Annotated[Edtf | str, _edtf(NOT_STATED)]
Effective = Annotated[Edtf | str, _edtf(NOT_STATED, NOT_YET)]

LINE = r"^\S(.*\S)?$"


def _text(pattern: str, longest: int | None = None) -> Limits:
    return Limits(pattern=pattern, **({} if longest is None else {"max_length": longest}))


Id = Annotated[str, _text(SLUG, 80)]
ActorId = Annotated[Id, _Keywords(**{"x-ref": "actors"})]
PlaceId = Annotated[Id, _Keywords(**{"x-ref": "places"})]
DealId = Annotated[Id, _Keywords(**{"x-ref": "deals"})]
SeedId = Annotated[Id, _Keywords(**{"x-ref": "seeds"})]
FactId = Annotated[Id, _Keywords(**{"x-ref": "facts"})]
ParagraphKey = Annotated[str, _text(r"^[1-9][0-9]{0,3}$")]
FieldPath = Annotated[str, _text(r"^[a-z_]+(\.[a-z0-9_]+(-[a-z0-9_]+)*)?$", 120)]
# The 30th of February matches the pattern of a day, too.
Day = Annotated[
    str,
    _text(r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    AfterValidator(lambda day: str(edtf.parse(day))),
    _Keywords(format="edtf"),
]
LONGEST_PHRASE = 90
Phrase = Annotated[str, _text(LINE, LONGEST_PHRASE)]
Label = Annotated[str, _text(LINE, 120)]
Headline = Annotated[str, _text(LINE, 300)]
Note = Annotated[str, _text(LINE, 600)]
ScalarText = Annotated[str, _scalar_text(LINE, 300)]
_PARAGRAPHS = r"[1-9][0-9]{0,3}([-s][1-9][0-9]{0,3})?"
Paragraphs = Annotated[str, _scalar_text(rf"^{_PARAGRAPHS}(, ?{_PARAGRAPHS})*$", 200)]
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
