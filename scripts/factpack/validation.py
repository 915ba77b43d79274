"""Explain where a file does not fit its JSON Schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs

from factpack.models import edtf, quantity
from factpack.models.records import FOLDERS
from factpack.models.schemas import Schema, parts, resolve
from factpack.models.types import LINE, SLUG, hint, slugify
from factpack.problems import MOST_IN_A_FILE, Pointer, Problem, did_you_mean, nearest
from factpack.yaml import writer
from factpack.yaml.reader import Document

Validator = jsonschema_rs.Draft202012Validator

_PARSERS: dict[str, Callable[[Any], object]] = {
    # A date field may allow a word instead; its pattern says which.
    "edtf": lambda value: value in ("not_stated", "not_yet") or edtf.parse(str(value)),
    "quantity": quantity.parse,
}


def _error_message(notation: str, value: Any) -> str:
    """Return the message of a notation's parser; empty if valid."""
    try:
        _PARSERS[notation](value)
    except ValueError as error:
        return str(error)
    return ""


def compile_schema(schema: Schema) -> Validator:
    """Return a validator that parses the formats `edtf` and `quantity`."""
    formats = {name: lambda value, name=name: not _error_message(name, value) for name in _PARSERS}
    return Validator(schema, validate_formats=True, formats=formats)


Fault = tuple[Pointer, str, str, str]  # place, rule, message, fix


def check(document: Document, schema: Schema, validator: Validator) -> list[Problem]:
    """Return a file's problems, at most one per place."""
    if validator.is_valid(document.data):
        return []
    data = _pruned(document.data, schema, schema, [_MOST_KEYS])
    faults: dict[Pointer, Fault] = {}
    for fault in (fault for error in validator.iter_errors(data) for fault in _explain(error, schema, data)):
        faults.setdefault(fault[0], fault)
        if len(faults) >= MOST_IN_A_FILE:
            break
    echoes = set(_echoes(faults, document.data))
    problems = []
    for pointer, rule, message, fix in (fault for at, fault in faults.items() if at not in echoes):
        place = document.locate(pointer, is_key=rule in ("unknown-field", "malformed-key"))
        problems.append(Problem(document.path, *place, rule, message, fix, pointer=pointer))
    return problems


def check_folder(document: Document, kind: str, schemas: Mapping[str, Schema]) -> list[Problem]:
    """Return one problem for a file in the wrong folder.

    It has every required field of another kind, and no field that kind lacks. One problem replaces one per field.
    """
    fields = document.data.keys() if isinstance(document.data, dict) else set()
    # No two kinds have the same required fields.
    kinds = [
        name
        for name in FOLDERS
        if {*schemas[name]["required"]} <= fields <= schemas[name]["properties"].keys()
    ]
    if kind not in FOLDERS or not kinds or kind in kinds:
        return []
    message = f"The record has the fields of a {kinds[0]} record, and is in {FOLDERS[kind]}."
    return [Problem(document.path, 1, 1, "wrong-folder", message, f"Move the file to {FOLDERS[kinds[0]]}.")]


# The validator copies the whole mapping for each key that it rejects: with 100,000 of them it would never finish.
_MOST_KEYS = 20


def _pruned(data: Any, schema: Schema, root: Schema, left: list[int]) -> Any:
    """Return the value without most malformed keys.

    left: how many more of the file to keep, counted down.
    """
    schema = resolve(schema, root)
    pattern, kept = re.compile(schema.get("propertyNames", {}).get("pattern", "")), []
    for key, part, below in parts(data, schema):
        if isinstance(key, str) and key not in schema.get("properties", {}) and not pattern.search(key):
            left[0] -= 1
            if left[0] < 0:
                continue
        kept.append((key, _pruned(part, below, root, left)))
    if isinstance(data, dict):
        return dict(kept)
    return [part for _, part in kept] if isinstance(data, list) else data


def _echoes(faults: Mapping[Pointer, Fault], data: Any) -> Iterator[Pointer]:
    """Yield the places of faults that follow from another.

    A misspelt field makes the intended field missing. If collections below a key lose their indentation, the key has no
    value and they are unexpected.
    """
    missing = [pointer for pointer, fault in faults.items() if fault[1] == "missing-field"]
    for pointer, fault in faults.items():
        parent, around = pointer[:-1], data
        for step in parent:
            around = around[step]
        if not pointer or not isinstance(around, dict):
            continue
        if fault[1] == "unknown-field":
            names = [str(name) for *at, name in missing if tuple(at) == parent]
            yield from ((*parent, name) for name in nearest(str(pointer[-1]), names))
        keys = list(around) if around.get(pointer[-1], "") is None else []
        for key in keys[keys.index(pointer[-1]) + 1 :] if keys else ():
            if not isinstance(around[key], list | dict):
                break
            yield (*parent, key)


# --- in words --------------------------------------------------------------------------------------------------------

_SEE_EXAMPLES = "The records in tests/examples/valid show how it is written."
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a mapping of keys to values",
    "boolean": "true or false",
}


def _explain(error: Any, schema: Schema, data: Any) -> Iterator[Fault]:
    """Yield the faults that one error of the validator reports."""
    at, detail, value = _pointer(data, error.instance_path), error.kind.as_dict(), error.instance
    where = _subschema(schema, error.schema_path[:-1])
    match error.kind.name:
        case "additionalProperties":
            known = list(where.get("properties", {}))
            for name in detail["unexpected"]:
                meant = did_you_mean(name, known)
                fix = f"{meant} Allowed: {', '.join(known)}.".strip()
                if value[name] is None and not meant:
                    in_braces = "If it belongs to the text before it, put that in quotes: in braces a comma ends an entry."
                    fix = f"{in_braces} {fix}"
                yield (*at, name), "unknown-field", f"There is no field {_shown(name)} here.", fix
        case "required":
            name = detail["property"]
            fix = f"Add it: {_wanted(where.get('properties', {}).get(name, {}), name=name)}"
            yield (*at, name), "missing-field", f"The field {name!r} is missing.", fix
        case "enum":
            fix = f"{did_you_mean(str(value), where['enum'])} Allowed: {', '.join(where['enum'])}.".strip()
            if value == "precedes":  # exported, never written
                fix = f"Write `follows` in the other fact. {fix}"
            yield at, "not-in-codelist", f"{_shown(value)} is not a code of this list.", fix
        case "propertyNames":
            inner = detail["error"]
            key, reason = inner.instance, _reason(inner, inner.kind.as_dict())
            message = f"The key {_shown(key)} does not fit: {reason}."
            yield (*at, key), "malformed-key", message, _wanted(where, key)
        case _ if (notation := where.get("format", "")) in _PARSERS:
            is_scalar = isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 80
            message = (is_scalar and _error_message(notation, value)) or _misfit(value)
            rule = "malformed-date" if notation == "edtf" else "malformed-quantity"
            yield at, rule, f"{message}.", _wanted(where, value)
        case _:
            yield at, "malformed-value", f"{_misfit(value)}: {_reason(error, detail)}.", _wanted(where, value)


def _pointer(data: Any, path: list[str | int]) -> Pointer:
    """Return the validator's path with keys as text.

    The validator reads the keys "11", "011" and "+11" as the number 11. The path ends above a key that is written
    differently from the number.
    """
    steps: Pointer = ()
    for step in path:
        key = str(step) if isinstance(data, dict) else step
        try:
            data = data[key]
        except (LookupError, TypeError):
            break
        steps += (key,)
    return steps


def _subschema(schema: Schema, path: list[str | int]) -> Schema:
    node: Any = schema
    for step in path:
        if isinstance(node, dict) and step not in node:
            node = resolve(node, schema)
        node = node[int(step)] if isinstance(node, list) else node[str(step)]
    return resolve(node, schema) if isinstance(node, dict) else {}


def _wanted(where: Schema, value: Any = "", name: str = "") -> str:
    """Return the fix for a value or a missing field."""
    pattern, examples, codes = where.get("pattern", ""), where.get("examples"), where.get("enum", ())
    # The reason says what is wrong with a line, and the parser says it for a notation.
    is_explained = name or pattern in ("", LINE) or where.get("format") in _PARSERS
    advice = "" if is_explained else hint(pattern)
    words = [advice, where.get("description", "")]
    if examples:
        example = writer.flow(examples[0])
        words.append(f"Example: `{name}: {example}`." if name else f"Example: {example}.")
    elif not is_explained and not advice:
        words.append(f"It must match `{pattern}`.")
    words.append(f"Allowed: {', '.join(codes)}." if len(codes) > 1 else "")
    words.append("" if name else _rewritten(where, value))
    is_vague = name and where.get("type") in ("array", "object") and not any(words[2:])
    return " ".join(filter(None, [*words, _SEE_EXAMPLES if is_vague or not any(words) else ""]))


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
