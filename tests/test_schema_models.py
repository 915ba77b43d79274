"""Schemas and models say the same: what the one takes the other takes, for every kind of file."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from conftest import VALID
from factpack import validation
from factpack.models import codelists, schemas
from factpack.models.parts import Item
from factpack.models.schemas import KINDS, Schema
from factpack.yaml import reader

ROOT = Path(__file__).parent.parent
SCHEMAS = schemas.generate()
VALIDATORS = {kind: validation.compile_schema(schema) for kind, schema in SCHEMAS.items()}

# The formats say what a pattern cannot: the calendar, and the order of the ends of an interval.
FORMATS = {
    "edtf": st.sampled_from(
        ["2031", "2031-05-02", "2031-02-29", "2031-05-02/2031-05-09", "2031-06/2031-05", "2031-05/..", "203X~"]
    ),
    "quantity": st.sampled_from(["at least 7", "7", "20 %", "dozens", "not_stated"]),
}  # fmt: skip


def schema_takes(kind: str, data: Any) -> bool:
    return bool(VALIDATORS[kind].is_valid(data))


def model_takes(kind: str, data: Any) -> bool:
    try:
        KINDS[kind].model_validate(data)
    except ValidationError:
        return False
    return True


# Texts and numbers on either side of every limit that a schema sets. None has a character that the reader refuses: of
# U+0085 and U+FEFF as white space the validator's regular expressions and the models' think differently.
TEXTS = (
    "", " ", "x", "x ", " x", "x\n", "\nx", "x\ny", "x\ty", "\xa0x", "x\xa0y", "é", "日本", "🙂", "\u2003x", "x\u3000",
    *("é" * length for length in (60, 61, 80, 81, 120, 121, 300, 301, 600, 601)),
    "a" * 80, "a" * 81, "a-b", "a--b", "-a", "a-", "A", "a_b", "a.b", "persons.jane-doe", "persons.", "Persons.x", "links.2031-x",
    "2031", "2031-05", "2031-02-29", "2032-02-29", "2031-05-03/2031-05-01", "2031-05/..", "/2031", "..", "203X~", "2031-21", "999",
    "3000", "not_stated", "not_yet", "unknown", "none", "no", "null",
    "7", "07", "1226", "1,226", "at least 7", "at  least 7", "fewer than 0", "20 %", "20%", "about 20 %", "999999999", "1000000000",
    "dozens", "Dozens", "٧", "７",
    "1-3, 7", "1-3,7", "1-", "0", "10000", "1, 2", "1;2", "en", "eng", "engl", "https://x.example", "https://x y", "http://x.example",
    "a.txt", "../a.txt", "a b.txt", "2031-05-02", "2031-13-01",
    *(code for codelist in codelists.CODELISTS for code in codelist.codes),
)  # fmt: skip
NUMBERS = (
    -1, 0, 1, 2, 7, 999, 1000, 2031, 2999, 3000, 9999, 10000, 999_999_999, 1_000_000_000, 10**15 - 1, 1 - 10**15,
)  # fmt: skip
KEYS = (
    "", "1", "01", "+1", "9999", "10000", "-1", "a", "A", "a-b", "a b", "a/b", "a~b", "null", "released", "é",
)  # fmt: skip
OTHER: tuple[Any, ...] = (None, True, False, [], {}, [[]], {"a": "b"}, ["x", "x"])


def _records() -> dict[str, list[Any]]:
    """The records of tests/examples, by the kind of their file."""
    kinds = {
        "seeds": "seed",
        "releases": "release",
        "meetings": "meeting",
        "sanctions": "sanctions",
        "counts": "count",
    }
    records: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for path in sorted(VALID.rglob("*.yaml")):
        kind = kinds.get(path.parent.name, path.stem)
        records[kind].append(reader.read(path.name, path.read_bytes()).data)
    assert all(records.values())
    return records


RECORDS = _records()


@st.composite
def altered(draw: st.DrawFn, kinds: list[str]) -> tuple[str, Any]:
    """A record of tests/examples in which up to three things were replaced, taken away, doubled or added."""
    kind = draw(st.sampled_from(kinds))
    data = {"": copy.deepcopy(draw(st.sampled_from(RECORDS[kind])))}
    for _ in range(draw(st.integers(0, 3))):
        around, at = draw(st.sampled_from(list(_places(data))))
        match draw(st.sampled_from(["text", "number", "other", "away", "again", "key"])):
            case "text":
                around[at] = draw(st.sampled_from(TEXTS))
            case "number":
                around[at] = draw(st.sampled_from(NUMBERS))
            case "other":
                around[at] = copy.deepcopy(draw(st.sampled_from(OTHER)))
            case "away" if around is not data:
                del around[at]
            case "again" if isinstance(around, list):
                around.append(copy.deepcopy(around[at]))
            case "key" if isinstance(around[at], dict):
                around[at][draw(st.sampled_from(KEYS))] = copy.deepcopy(
                    draw(st.sampled_from([*around[at].values(), *TEXTS[:5], *OTHER]))
                )
    return kind, data[""]


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree: the list or mapping around it, and its index or key."""
    for at, part in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, at
        if isinstance(part, dict | list):
            yield from _places(part)


def described(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    """What a schema describes: every keyword that ours use, and no other."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    assert schema.keys() <= KEYWORDS, schema.keys() - KEYWORDS
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_OF_TYPE[name](schema, root) for name in types])


KEYWORDS = {
    "type", "enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "properties",
    "required", "additionalProperties", "propertyNames", "minProperties", "$defs", "$schema", "$id",
    # which say nothing of the shape
    "title", "description", "examples", "default", "$comment", "enumDescriptions", "x-ref", "x-role", "x-kind", "x-elements",
}  # fmt: skip


def _texts(schema: Schema, root: Schema) -> st.SearchStrategy[str]:
    alphabet = st.characters(
        exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
    )  # the reader refuses them
    if "pattern" not in schema:
        return st.text(alphabet, min_size=schema["minLength"], max_size=schema["maxLength"])
    texts = st.from_regex(schema["pattern"], fullmatch=True, alphabet=alphabet)
    return st.one_of(FORMATS[schema["format"]], texts) if "format" in schema else texts


def _lists(schema: Schema, root: Schema) -> st.SearchStrategy[list[Any]]:
    least = schema.get("minItems", 0)
    return st.lists(described(schema["items"], root), min_size=least, max_size=least + 2)


def _mappings(schema: Schema, root: Schema) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema:
        keys, least = _texts(schema["propertyNames"], root), schema.get("minProperties", 0)
        values = described(schema["additionalProperties"], root)
        return st.dictionaries(keys, values, min_size=least, max_size=least + 1)
    fields = {name: described(part, root) for name, part in schema["properties"].items()}
    required = {name: fields.pop(name) for name in schema.get("required", [])}
    return st.fixed_dictionaries(required, optional=fields)


_OF_TYPE: dict[str, Callable[[Schema, Schema], st.SearchStrategy[Any]]] = {
    "string": _texts,
    "integer": lambda schema, root: st.integers(schema["minimum"], schema["maximum"]),
    "boolean": lambda schema, root: st.booleans(),
    "array": _lists,
    "object": _mappings,
}


@pytest.mark.parametrize("kind", KINDS)
def test_they_agree_on_every_value_in_every_place(kind: str) -> None:
    seen = {True: 0, False: 0}
    for record, around, at in _distinct_places(kind):
        before = around[at]
        for other in (*TEXTS, *NUMBERS, *OTHER):
            around[at] = other
            taken = schema_takes(kind, record)
            assert model_takes(kind, record) == taken, (at, other)
            seen[taken] += 1
        around[at] = before
    assert seen[True] > 100, seen
    assert seen[False] > 100, seen


@pytest.mark.parametrize("kind", KINDS)
def test_they_agree_on_every_key_in_every_place(kind: str) -> None:
    for record, around, at in _distinct_places(kind):
        if isinstance(around, dict):
            for other in (*TEXTS, *KEYS):
                if other not in around:
                    around[other] = around.pop(at)
                    assert model_takes(kind, record) == schema_takes(kind, record), (at, other)
                    around[at] = around.pop(other)


def _distinct_places(kind: str) -> Iterator[tuple[Any, Any, Any]]:
    """One place of each sort in the records of a kind: the record, the list or mapping around the place, and its key."""
    seen = set()
    for record in copy.deepcopy(RECORDS[kind]):
        for around, at, sort in list(_sorts(record, SCHEMAS[kind], SCHEMAS[kind], ())):
            if sort not in seen:
                seen.add(sort)
                yield record, around, at
    assert seen


def _sorts(
    data: Any, schema: Schema, root: Schema, sort: tuple[str, ...]
) -> Iterator[tuple[Any, Any, tuple[str, ...]]]:
    """Every place in a record, with the names of the fields that lead to it."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for at, part in data.items() if isinstance(data, dict) else enumerate(data):
        below = schema.get("items") or schema.get("properties", {}).get(at) or schema["additionalProperties"]
        name = (*sort, at if at in schema.get("properties", {}) else "*")
        yield data, at, name
        if isinstance(part, dict | list):
            yield from _sorts(part, below, root, name)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("examples", [10, pytest.param(400, marks=pytest.mark.needs_tools)])
def test_model_takes_what_the_schema_takes(kind: str, examples: int) -> None:
    seen = {True: 0, False: 0}

    def agree(data: Any) -> None:
        taken = schema_takes(kind, data)
        assert model_takes(kind, data) == taken, data
        seen[taken] += 1

    @given(altered([kind]))
    @settings(max_examples=7 * examples)
    def on_what_is_altered(drawn: tuple[str, Any]) -> None:
        agree(drawn[1])

    @given(described(SCHEMAS[kind], SCHEMAS[kind]))
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    def on_what_is_described(data: Any) -> None:
        agree(data)

    on_what_is_altered()
    on_what_is_described()
    assert min(seen.values()) >= examples, seen


def test_record_is_closed_and_frozen() -> None:
    item = Item(phrase="x", supports=["date"])
    assert (item.phrase, item.supports, item.via) == ("x", ["date"], None)
    with pytest.raises(ValidationError, match="Field required"):
        Item()  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Item(phrase="x", words="y")  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="Instance is frozen"):
        item.phrase = "y"  # type: ignore[misc]
    assert item.phrase == "x"
