"""Check the value of a YAML file by its schema.

The committed JSON Schema of its kind decides; the problems explain what does not fit.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs

from factpack import files
from factpack.models import edtf, pattern_hints, quantity
from factpack.models.records import FOLDERS, KINDS
from factpack.models.schemas import Schema, resolve, schema_path
from factpack.models.types import LINE, SLUG, slugify
from factpack.problems import MOST_IN_A_FILE, Pointer, Problem, did_you_mean, nearest
from factpack.yaml import writer
from factpack.yaml.reader import Document

Validator = jsonschema_rs.Draft202012Validator

_NOTATIONS = ("edtf", "quantity")
# Words that a date field may allow beside dates; its pattern says which.
_DATE_WORDS = ("not_stated", "not_yet")


def _error_message(notation: str, value: Any) -> str | None:
    """Return the error message of a notation; None if valid."""
    try:
        if notation == "edtf":
            edtf.parse(str(value))
        else:
            quantity.parse(value)
    except ValueError as error:
        return str(error)
    return None


def compile_schema(schema: Schema) -> Validator:
    """Return a validator that knows `edtf` and `quantity`.

    With these formats it also checks the calendar.
    """
    formats: dict[str, Callable[[str], bool]] = {
        "edtf": lambda value: value in _DATE_WORDS or _error_message("edtf", value) is None,
        "quantity": lambda value: _error_message("quantity", value) is None,
    }
    return Validator(schema, validate_formats=True, formats=formats)


def read_schemas(root: Path) -> tuple[dict[str, Schema], list[Problem]]:
    """Read the JSON Schemas in `schemas/`.

    Report an interrupted build, after which they may be of two builds.
    """
    if (root / files.UNFINISHED).exists():
        return {}, [
            Problem("schemas", 0, 0, "interrupted-build", "The last build was interrupted.", "Run `make`.")
        ]
    read = {kind: _read_schema(root, kind) for kind in KINDS}
    schemas = {kind: schema for kind, schema in read.items() if isinstance(schema, dict)}
    return schemas, [problem for problem in read.values() if isinstance(problem, Problem)]


def _read_schema(root: Path, kind: str) -> Schema | Problem:
    """Return a committed schema, or what is wrong with it."""
    path = schema_path(kind)
    content = files.read(root, path)
    if isinstance(content, bytes):
        with contextlib.suppress(ValueError, RecursionError):
            schema = json.loads(content)
            if isinstance(schema, dict):
                compile_schema(schema)
                return schema
    message = f"The schema of {kind} files cannot be read."
    return Problem(path, 1, 1, "unreadable-schema", message, "Run `make`: it writes the schemas.")


@dataclass(frozen=True, slots=True)
class _Fault:
    """One thing that the validator found, in words.

    on_key: whether the key at the pointer is meant, not the value; suggestion: the field that was meant, of an unknown one.
    """

    pointer: Pointer
    rule: str
    message: str
    fix: str
    on_key: bool = False
    suggestion: str | None = None


def check(document: Document, schema: Schema, validator: Validator) -> list[Problem]:
    """Return the problems of one file's value.

    At most one problem per place.
    """
    if validator.is_valid(document.data):
        return []
    data = _pruned(document.data, schema, schema, [_MOST_KEYS])
    faults: dict[Pointer, _Fault] = {}
    for fault in (fault for error in validator.iter_errors(data) for fault in _explain(error, schema, data)):
        faults.setdefault(fault.pointer, fault)
        if len(faults) >= MOST_IN_A_FILE:
            break
    problems = []
    for fault in _without_echoes(faults, document.data):
        place = (document.locate_key if fault.on_key else document.locate)(fault.pointer)
        problem = Problem(document.path, *place, fault.rule, fault.message, fault.fix, pointer=fault.pointer)
        problems.append(problem)
    return problems


def check_folder(document: Document, kind: str, schemas: Mapping[str, Schema]) -> list[Problem]:
    """Return one problem for a file in the wrong folder.

    Its fields are those of another kind; one problem replaces one per field.
    """
    # No two kinds have the same required fields.
    kinds = [name for name in FOLDERS if _has_fields(document.data, schemas[name])]
    if kind not in FOLDERS or not kinds or kind in kinds:
        return []
    message = f"The record has the fields of a {kinds[0]} record, and is in {FOLDERS[kind]}."
    fix = f"Move the file to {FOLDERS[kinds[0]]}."
    return [Problem(document.path, 1, 1, "wrong-folder", message, fix)]


def _has_fields(data: Any, schema: Schema) -> bool:
    """Return whether a value has the fields of a kind.

    Every required field, and no unknown one.
    """
    return isinstance(data, dict) and set(schema["required"]) <= set(data) <= set(schema["properties"])


# The validator copies the whole mapping for each key that it refuses: of 100,000 it would never come to an end.
_MOST_KEYS = 20


def _pruned(data: Any, schema: Schema, root: Schema, left: list[int]) -> Any:
    """Return the value without most malformed keys.

    The first few of each mapping are kept.
    left: how many are still to be kept.
    """
    schema = resolve(schema, root)
    if isinstance(data, list):
        return [_pruned(part, schema.get("items", {}), root, left) for part in data]
    if not isinstance(data, dict):
        return data
    fields, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
    pattern, kept = re.compile(schema.get("propertyNames", {}).get("pattern", "")), {}
    for key, part in data.items():
        if key not in fields and not pattern.search(key):
            left[0] -= 1
            if left[0] < 0:
                continue
        kept[key] = _pruned(part, fields.get(key, others), root, left)
    return kept


def _without_echoes(faults: Mapping[Pointer, _Fault], data: Any) -> list[_Fault]:
    """Drop what is only the other side of another fault.

    A misspelt field makes the intended field missing. A key without a value makes the lines after it, which have lost
    their indentation, unexpected.
    """
    meant = {(*fault.pointer[:-1], fault.suggestion) for fault in faults.values() if fault.suggestion}
    unindented = {pointer for fault in faults.values() for pointer in _unindented(data, fault.pointer)}
    return [
        fault
        for pointer, fault in faults.items()
        if pointer not in unindented and not (fault.rule == "missing-field" and pointer in meant)
    ]


def _unindented(data: Any, pointer: Pointer) -> Iterator[Pointer]:
    """Yield the collections right after an empty value.

    They look as if they belonged under it.
    """
    around = data
    for step in pointer[:-1]:
        around = around[step]
    if not pointer or not isinstance(around, dict) or around.get(pointer[-1], "") is not None:
        return
    keys = list(around)
    for key in keys[keys.index(pointer[-1]) + 1 :]:
        if not isinstance(around[key], list | dict):
            break
        yield (*pointer[:-1], key)


# --- in words --------------------------------------------------------------------------------------------------------

_SEE_EXAMPLES = "The records in tests/examples/valid show how it is written."
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a mapping of keys to values",
    "boolean": "true or false",
}


def _explain(error: Any, schema: Schema, data: Any) -> Iterator[_Fault]:
    """Yield what one error of the validator says."""
    at, detail, value = _pointer(data, error.instance_path), error.kind.as_dict(), error.instance
    where = _subschema(schema, error.schema_path[:-1])
    match error.kind.name:
        case "additionalProperties":
            for name in detail["unexpected"]:
                yield _unknown_field((*at, name), name, value[name], list(where.get("properties", {})))
        case "required":
            name = detail["property"]
            fix = f"Add it: {_about(name, where.get('properties', {}).get(name, {}))}"
            yield _Fault((*at, name), "missing-field", f"The field {name!r} is missing.", fix)
        case "enum":
            fix = f"{did_you_mean(str(value), where['enum'])} Allowed: {', '.join(where['enum'])}.".strip()
            yield _Fault(at, "not-in-codelist", f"{_shown(value)} is not a code of this list.", fix)
        case "propertyNames":
            inner = detail["error"]
            key, reason = inner.instance, _reason(inner, inner.kind.as_dict())
            message = f"The key {_shown(key)} does not fit: {reason}."
            yield _Fault((*at, key), "malformed-key", message, _wanted(where, key), on_key=True)
        case _ if where.get("format") in _NOTATIONS:
            yield _malformed(at, value, where)
        case _:
            message = f"{_misfit(value)}: {_reason(error, detail)}."
            yield _Fault(at, "malformed-value", message, _wanted(where, value))


def _unknown_field(at: Pointer, name: str, value: Any, known: list[str]) -> _Fault:
    close = nearest(name, known)
    fix = f"{did_you_mean(name, known)} Allowed: {', '.join(known)}.".strip()
    if value is None and not close:
        fix = (
            f"If it belongs to the text before it, put that in quotes: in braces a comma ends an entry. {fix}"
        )
    message = f"There is no field {_shown(name)} here."
    return _Fault(at, "unknown-field", message, fix, on_key=True, suggestion=close[0] if close else None)


def _about(name: str, field: Schema) -> str:
    """Return what a field is for, with an example."""
    parts = [field.get("description", "")]
    if field.get("examples"):
        parts.append(f"Example: `{name}: {writer.flow(field['examples'][0])}`.")
    parts.append(_allowed(field))
    if field.get("type") in ("array", "object") and not any(parts[1:]):
        parts.append(_SEE_EXAMPLES)
    return " ".join(filter(None, parts))


def _malformed(at: Pointer, value: Any, where: Schema) -> _Fault:
    """Return the parser's error message on a date or quantity."""
    notation, fix = where["format"], _example(where)
    is_scalar = isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 80
    message = (_error_message(notation, value) if is_scalar else None) or _misfit(value)
    words = [word for word in _DATE_WORDS if word in where["pattern"]] if notation == "edtf" else []
    if words:
        fix = f"{fix} Or write {' or '.join(words)}.".strip()
    return _Fault(at, "malformed-date" if notation == "edtf" else "malformed-quantity", f"{message}.", fix)


def _pointer(data: Any, path: list[str | int]) -> Pointer:
    """Return the validator's path with keys as text.

    The validator reads the keys "11", "011" and "+11" as the number 11.
    If a mapping has two such keys, the path ends there: they cannot be told apart.
    """
    steps: Pointer = ()
    for step in path:
        if isinstance(step, int) and isinstance(data, dict):
            keys = [key for key in data if re.fullmatch(rf"\+?0*{step}", key)]
            if len(keys) != 1:
                break
            steps, data = (*steps, keys[0]), data[keys[0]]
        else:
            steps, data = (*steps, step), data[step]
    return steps


def _subschema(schema: Schema, path: list[str | int]) -> Schema:
    """Return the part of a schema at a path."""
    node: Any = schema
    for step in path:
        if isinstance(node, dict) and step not in node:
            node = resolve(node, schema)
        node = node[int(step)] if isinstance(node, list) else node[str(step)]
    return resolve(node, schema) if isinstance(node, dict) else {}


def _example(where: Schema) -> str:
    return f"Example: {writer.flow(where['examples'][0])}." if where.get("examples") else ""


def _allowed(where: Schema) -> str:
    return f"Allowed: {', '.join(where['enum'])}." if len(where.get("enum", ())) > 1 else ""


def _wanted(where: Schema, value: Any) -> str:
    """Return the expected value of a place, and the fix."""
    pattern = where.get("pattern", "")
    hint = "" if pattern == LINE else pattern_hints.hint(pattern)  # of a line the reason says what is wrong
    parts = [hint, where.get("description", ""), _example(where)]
    if pattern not in ("", LINE) and not hint and not where.get("examples"):
        parts.append(f"It must match `{pattern}`.")
    parts += _allowed(where), _rewritten(where, value)
    return " ".join(part for part in parts if part) or _SEE_EXAMPLES


def _rewritten(where: Schema, value: Any) -> str:
    """Return how to rewrite a value of the wrong type."""
    match value, where.get("type"):
        case None, "array" | "object":
            return "Indent what belongs under it."
        case str(), "array" if "$ref" not in where.get("items", {}) and len(value) <= 80:
            return f"Write `[{value}]`."
        case list(), "string":
            return "Delete the brackets, or the dash."
        case ((str() | int() | list()), "object") if where.get("properties"):
            return f"Write keys and values; the keys are {', '.join(where['properties'])}."
        case ((str() | int() | list()), "object") if where.get("propertyNames"):
            return f"Put it under a key. {_wanted(where['propertyNames'], '')}"
        case str(), "string" if where.get("pattern") == SLUG and (slug := slugify(value[:100])):
            return f"Did you mean {slug!r}?"
    return ""


def _reason(error: Any, detail: dict[str, Any]) -> str:
    value, limit = error.instance, detail.get("limit", 0)
    match error.kind.name:
        case "type":
            types = detail["types"] if isinstance(detail["types"], list) else [detail["types"]]
            quotes = " (put it in quotes)" if types == ["string"] and isinstance(value, int) else ""
            return "it must be " + " or ".join(_TYPES[name] for name in types) + quotes
        case "maxLength":
            return f"it has {len(value)} characters, at most {limit} are allowed"
        case "minItems" if limit > 1:
            return f"it needs at least {limit} entries"
        case "minItems" | "minProperties":
            return "it is empty"
        case "pattern" if not value:
            return "it is empty"
        case "pattern" if value != value.strip():
            return "it begins or ends with white space"
        case "pattern" if "\n" in value:
            return "it has more than one line"
        case "pattern":
            return "it does not have the required form"
    return str(error.message)


def _misfit(value: Any) -> str:
    if value is None:
        return "The value is missing"
    return f"{str(value).lower() if isinstance(value, bool) else _shown(value)} does not fit"


def _shown(value: Any) -> str:
    """Return a value as messages quote it."""
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"
