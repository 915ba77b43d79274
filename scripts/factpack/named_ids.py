"""The ids that a record names, told by its schema: a field with `x-ref` holds ids of that register."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from factpack.models.schemas import Schema
from factpack.problems import Pointer


@dataclass
class Plan:
    """Where in a value ids stand; what has none below it is not looked at.

    register: of the value itself; keys: of the keys of a mapping; items: below the elements of a list; fields: below each field;
    others: below the values of a mapping with keys of any name.
    """

    register: str | None = None
    keys: str | None = None
    items: "Plan | None" = None
    fields: "dict[str, Plan]" = field(default_factory=dict)
    others: "Plan | None" = None


def plan(schema: Schema) -> Plan:
    """Where the records of a kind name ids."""
    return _plan(schema, schema) or Plan()


def _plan(schema: Schema, root: Schema) -> Plan | None:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    below = {name: _plan(part, root) for name, part in schema.get("properties", {}).items()}
    others = schema.get("additionalProperties")
    found = Plan(
        schema.get("x-ref"),
        schema.get("propertyNames", {}).get("x-ref"),
        _plan(schema["items"], root) if "items" in schema else None,
        {name: part for name, part in below.items() if part is not None},
        _plan(others, root) if isinstance(others, dict) else None,
    )
    return found if found != Plan() else None


def note(value: Any, where: Plan, found: dict[str, set[str]]) -> None:
    """Add each id that a value names to those found, by register."""
    if where.register is not None:
        found.setdefault(where.register, set()).add(value)
    if where.keys is not None:
        found.setdefault(where.keys, set()).update(value)
    if where.items is not None:
        if where.items.register is not None:  # an id has nothing below it
            found.setdefault(where.items.register, set()).update(value)
        else:
            for part in value:
                note(part, where.items, found)
    for name, below in where.fields.items():
        if name in value:
            note(value[name], below, found)
    if where.others is not None:
        for part in value.values():
            note(part, where.others, found)


def named(value: Any, where: Plan, pointer: Pointer = ()) -> Iterator[tuple[str, str, Pointer]]:
    """Each id that a value names: its register, the id, and where it stands."""
    if where.register is not None:
        yield where.register, value, pointer
    if where.keys is not None:
        for key in value:
            yield where.keys, key, (*pointer, key)
    if where.items is not None:
        for index, part in enumerate(value):
            yield from named(part, where.items, (*pointer, index))
    for name, part in where.fields.items():
        if name in value:
            yield from named(value[name], part, (*pointer, name))
    if where.others is not None:
        for key, part in value.items():
            yield from named(part, where.others, (*pointer, key))
