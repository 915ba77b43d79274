"""Nothing is missing from tests/examples: every code, pattern and required field of the schemas passes there and fails.

It passes in a record of the valid repository. It fails where that record is broken at that place: the field taken out,
the code misspelt, a text put in that the pattern refuses. The rules have examples of their own, see test_rules.py.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import VALID
from factpack.models import codelists, schemas
from factpack.models.records import FACT_TYPES
from factpack.models.schemas import Schema
from factpack.problems import Pointer
from factpack.yaml import reader

SCHEMAS = schemas.generate()
FOLDERS = {"seeds": "seed", "releases": "release", "meetings": "meeting", "sanctions": "sanctions", "counts": "count"}  # fmt: skip
# The fields that all types of facts have, in the same shape: an example in one of them is one for all.
COMMON = {
    field
    for field, node in SCHEMAS["release"]["properties"].items()
    if all(SCHEMAS[kind]["properties"].get(field) == node for kind in FACT_TYPES)
}
CODELISTS = {tuple(one.codes): one.name for one in codelists.CODELISTS}


@dataclass(frozen=True)
class Demand:
    """What needs an example: a `code`, `pattern`, `key` (a pattern of keys) or `required` field, and where."""

    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


@dataclass(frozen=True)
class Use:
    """A place in a record of the valid repository that meets a demand."""

    path: str
    pointer: Pointer
    schema: str  # as JSON


# One makes a warning; the other is for an article that is not in English.
WITHOUT_EXAMPLE = {"Item.misread", "Item.translation"}

# --- what the schemas demand, and which records meet it --------------------------------------------------------------


def demands() -> set[Demand]:
    """All that needs an example."""
    found = set()
    for kind, schema in SCHEMAS.items():
        for part, node in {kind: schema, **schema.get("$defs", {})}.items():
            for place, below in _nodes(node, part):
                found |= set(_of_node(below, place, None))
    return {demand for demand in found if demand.place not in WITHOUT_EXAMPLE}


def _nodes(node: Schema, place: str) -> Iterator[tuple[str, Schema]]:
    """Every schema within one, with its place: `count.value`, `Item.supports.*`. References are followed elsewhere."""
    yield place, node
    for field, below in node.get("properties", {}).items():
        yield from _nodes(below, _below(place, field))
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from _nodes(node[keyword], f"{place}.*")


def _below(place: str, field: str) -> str:
    return f"fact.{field}" if place in FACT_TYPES and field in COMMON else f"{place}.{field}"


def _of_node(node: Schema, place: str, value: Any) -> Iterator[Demand]:
    """The demands of one schema; with a value only those that the value meets."""
    if "enum" in node:
        name = CODELISTS.get(tuple(node["enum"]), place)
        yield from (Demand("code", f"{name}: {code}") for code in node["enum"] if value in (None, code))
    elif "pattern" in node and not isinstance(value, dict):
        yield Demand("pattern", place)
    if "propertyNames" in node and value != {} and not isinstance(value, str):
        yield Demand("key", place)
    yield from (Demand("required", _below(place, field)) for field in node.get("required", ()))


def uses(paths: Iterable[str]) -> dict[Demand, list[Use]]:
    """Where the records in these files meet a demand."""
    found: dict[Demand, list[Use]] = {}
    for path in paths:
        kind = _kind(path)
        data = reader.read(path, (VALID / path).read_bytes()).data
        for pointer, value, node, place in _values(data, SCHEMAS[kind], SCHEMAS[kind], kind, ()):
            for demand in _of_node(node, place, value):
                found.setdefault(demand, []).append(Use(path, pointer, json.dumps(node)))
    return found


def _kind(path: str) -> str:
    return FOLDERS.get(Path(path).parent.name) or Path(path).stem


def _values(
    value: Any, node: Schema, root: Schema, place: str, pointer: Pointer
) -> Iterator[tuple[Pointer, Any, Schema, str]]:
    """Every value in a record, with its schema and the place of that."""
    if "$ref" in node:
        place = node["$ref"].removeprefix("#/$defs/")
        node = root["$defs"][place]
    yield pointer, value, node, place
    for at, below in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        if at in node.get("properties", {}):
            yield from _values(below, node["properties"][at], root, _below(place, at), (*pointer, at))
        else:
            inner = node["items"] if isinstance(value, list) else node["additionalProperties"]
            yield from _values(below, inner, root, f"{place}.*", (*pointer, at))


PATHS = sorted(path.relative_to(VALID).as_posix() for path in VALID.rglob("*.yaml"))
DEMANDS = demands()
USES = uses(PATHS)


def test_each_code_pattern_and_field_has_an_example() -> None:
    assert Counter(demand.kind for demand in DEMANDS) == Counter(
        demand.kind for demand in USES.keys() & DEMANDS
    )
    assert sorted(map(str, DEMANDS - USES.keys())) == [], (
        "write a record into tests/examples/valid that has it"
    )


def test_the_demands_are_those_of_the_schemas() -> None:
    """Counted in another way: by the words of the schemas."""
    text = json.dumps(SCHEMAS)
    kinds = Counter(demand.kind for demand in DEMANDS)
    assert {kind for kind, number in kinds.items() if number > 5} == {"code", "pattern", "required", "key"}
    codes = {
        code
        for listed in re.findall(r'"enum": \[([^]]*)\]', text)
        for code in re.findall(r'"([^"]*)"', listed)
    }
    assert {demand.place.partition(": ")[2] for demand in DEMANDS if demand.kind == "code"} == codes
    fields = {
        name
        for listed in re.findall(r'"required": \[([^]]*)\]', text)
        for name in re.findall(r'"(\w+)"', listed)
    }
    assert {demand.place.rpartition(".")[2] for demand in DEMANDS if demand.kind == "required"} == fields


def test_an_example_that_is_taken_away_is_missed() -> None:
    for gone in ("facts/sanctions/2028-03-norland-offers-lifting.yaml", "facts/deals.yaml"):
        assert DEMANDS - uses(path for path in PATHS if path != gone).keys()


# --- each of them broken ---------------------------------------------------------------------------------------------
