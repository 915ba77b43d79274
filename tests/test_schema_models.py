"""Schemas and models say the same: what the one takes the other takes, for every kind of file."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from conftest import SCHEMAS, VALID, nodes
from factpack import files, validation
from factpack.models import codelists, edtf, quantity
from factpack.models.parts import Item
from factpack.models.schemas import KINDS, Schema
from factpack.yaml import reader

VALIDATORS = {kind: validation.compile_schema(schema) for kind, schema in SCHEMAS.items()}


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
    records: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for kind, path in files.find(VALID).files:
        records[kind].append(reader.read(path, (VALID / path).read_bytes()).data)
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


@pytest.mark.parametrize("kind", KINDS)
def test_schema_and_model_agree_on_values(kind: str) -> None:
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
def test_schema_and_model_agree_on_keys(kind: str) -> None:
    for record, around, at in _distinct_places(kind):
        if isinstance(around, dict):
            for other in (*TEXTS, *KEYS):
                if other not in around:
                    around[other] = around.pop(at)
                    assert model_takes(kind, record) == schema_takes(kind, record), (at, other)
                    around[at] = around.pop(other)
            without = around.pop(at)
            assert model_takes(kind, record) == schema_takes(kind, record), at
            around[at] = without


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


@given(altered([*KINDS]))
@settings(max_examples=500)
def test_schema_and_model_agree_on_several_changes(drawn: tuple[str, Any]) -> None:
    assert model_takes(*drawn) == schema_takes(*drawn)


def test_pattern_is_portable_among_engines() -> None:
    found = [part.get("pattern") for part in nodes(SCHEMAS) if isinstance(part, dict)]
    patterns = {one for one in found if isinstance(one, str)}
    assert any(edtf.PATTERN in one for one in patterns)
    assert quantity.JSON_SCHEMA["pattern"] in patterns
    assert [one for one in patterns if not re.fullmatch(r"\^.*\$", one)] == []
    assert [one for one in patterns if re.search(r"\(\?[^:]|\\[a-zA-RT-Z]", one)] == []


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
