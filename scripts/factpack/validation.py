"""Holds the value of a YAML file against the committed JSON Schema of its kind, and explains what does not fit."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from factpack import files
from factpack.models import edtf, pattern_hints, quantity
from factpack.models.records import FOLDERS, KINDS
from factpack.models.schemas import Schema, resolve, schema_path
from factpack.models.types import LINE, SLUG, slugify
from factpack.problems import MOST_IN_A_FILE, Pointer, Problem
from factpack.yaml.reader import Document

Validator = jsonschema_rs.Draft202012Validator

# Words that a date field may allow beside dates; its pattern says which.
_DATE_WORDS = ("not_stated", "not_yet")


def _is_edtf(value: str) -> bool:
    return value in _DATE_WORDS or _complaint("edtf", value) is None


def _is_quantity(value: str) -> bool:
    return _complaint("quantity", value) is None


def _complaint(notation: str, value: Any) -> str | None:
    """Why a value is not in a notation of ours; None if it is."""
    try:
        if notation == "edtf":
            edtf.parse(str(value))
        else:
            quantity.parse(value)
    except ValueError as error:
        return str(error)
    return None


def compile_schema(schema: Schema) -> Validator:
    """A validator that knows the formats `edtf` and `quantity`, so that the calendar is part of the shape."""
    return Validator(schema, validate_formats=True, formats={"edtf": _is_edtf, "quantity": _is_quantity})


def read_schemas(root: Path) -> tuple[dict[str, Schema], list[Problem]]:
    """Read the JSON Schemas that are committed in `schemas/`."""
    schemas: dict[str, Schema] = {}
    problems = []
    for kind in KINDS:
        path = schema_path(kind)
        schema = _read_schema(root, path)
        if isinstance(schema, str):
            message = f"The schema of {kind} files {schema}."
            fix = "Run `make`: it writes the schemas."
            problems.append(Problem(path, 1, 1, "unreadable-schema", message, fix))
        else:
            schemas[kind] = schema
    return schemas, problems


def _read_schema(root: Path, path: str) -> Schema | str:
    """Read a committed schema, or say what is wrong with it."""
    if not (root / path).exists():
        return "is missing"
    content = files.read(root, path)
    if isinstance(content, bytes):
        try:
            schema = json.loads(content)
            if isinstance(schema, dict):
                compile_schema(schema)
                return schema
        except (ValueError, RecursionError):
            pass
    return "cannot be read"


def check(document: Document, schema: Schema, validator: Validator) -> list[Problem]:
    """Return what is wrong with the value of one file by a schema, at most one problem a place."""
    found: dict[Pointer, Problem] = {}
    if validator.is_valid(document.data):
        return []
    data = _pruned(document.data, schema, schema, [_MOST_KEYS])
    explained = (
        finding for error in validator.iter_errors(data) for finding in _explain(error, schema, data)
    )
    for at, on_key, rule, message, mend in explained:
        line, column = document.locate_key(at) if on_key else document.locate(at)
        found.setdefault(at, Problem(document.path, line, column, rule, message, mend, pointer=at))
        if len(found) >= MOST_IN_A_FILE:
            break
    return _without_echoes(list(found.values()), document.data)


# The validator copies the whole mapping for each key that it refuses: of 100,000 it would never come to an end.
_MOST_KEYS = 20


def _pruned(data: Any, schema: Schema, root: Schema, left: list[int]) -> Any:
    """The value without the malformed keys of its mappings, but for the first few (left: how many are still to be kept)."""
    schema = resolve(schema, root)
    if isinstance(data, list):
        return [_pruned(part, schema.get("items", {}), root, left) for part in data]
    if not isinstance(data, dict):
        return data
    fields, names, rest = (
        schema.get(word, {}) for word in ("properties", "propertyNames", "additionalProperties")
    )
    pattern, kept = re.compile(names.get("pattern", "")), {}
    for key, part in data.items():
        if key not in fields and not pattern.search(key):
            left[0] -= 1
            if left[0] < 0:
                continue
        kept[key] = _pruned(part, fields.get(key) or rest or {}, root, left)
    return kept


def check_folder(document: Document, kind: str, schemas: Mapping[str, Schema]) -> list[Problem]:
    """Return one problem for a file with the fields of another kind than its folder's, instead of one a field."""
    # No two kinds have the same required fields.
    kinds = [name for name in FOLDERS if _has_fields(document.data, schemas[name])]
    if kind not in FOLDERS or not kinds or kind in kinds:
        return []
    message = f"The record has the fields of a {kinds[0]} record, and is in {FOLDERS[kind]}."
    fix = f"Move the file to {FOLDERS[kinds[0]]}."
    return [Problem(document.path, 1, 1, "wrong-folder", message, fix)]


def _has_fields(data: Any, schema: Schema) -> bool:
    """Whether a value is a mapping with every field that a kind of file must have, and no other than it may have."""
    return isinstance(data, dict) and set(schema["required"]) <= set(data) <= set(schema["properties"])


def _without_echoes(problems: list[Problem], data: Any) -> list[Problem]:
    """Drop what is only the other side of another finding.

    Of a misspelt field: that the field meant is missing. Of a key with nothing under it: that what stands after it, and
    has lost its indentation, is not expected there.
    """
    misspelt = {
        (*problem.pointer[:-1], problem.mend.split("'")[1])
        for problem in problems
        if problem.rule == "unknown-field" and problem.mend.startswith("Did you mean")
    }
    unindented = {after for problem in problems for after in _unindented(data, problem.pointer)}
    return [
        one
        for one in problems
        if one.pointer not in unindented and (one.rule != "missing-field" or one.pointer not in misspelt)
    ]


def _unindented(data: Any, pointer: Pointer) -> Iterator[Pointer]:
    """The lists and mappings that stand right after an empty value, and look as if they belonged under it."""
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


def _explain(error: Any, schema: Schema, data: Any) -> Iterator[tuple[Pointer, bool, str, str, str]]:
    """The findings in one error of the validator: pointer, whether it is the key, rule, message, mend."""
    at = _pointer(data, error.instance_path)
    detail = error.kind.as_dict()
    where = _subschema(schema, error.schema_path[:-1])
    value = error.instance
    match error.kind.name:
        case "additionalProperties":
            for name in detail["unexpected"]:
                yield (
                    (*at, name),
                    True,
                    "unknown-field",
                    f"There is no field {_shown(name)} here.",
                    _nearest_field(name, value[name], where.get("properties", {})),
                )
        case "required":
            name = detail["property"]
            field = where.get("properties", {}).get(name, {})
            example = f" Example: `{name}: {field['examples'][0]}`." if field.get("examples") else ""
            example += f" Allowed: {', '.join(field['enum'])}." if len(field.get("enum", ())) > 1 else ""
            if field.get("type") in ("array", "object") and not example:
                example = f" {_SEE_EXAMPLES}"
            yield (
                (*at, name),
                False,
                "missing-field",
                f"The field {name!r} is missing.",
                f"Add it: {field.get('description', '')}{example}",
            )
        case "enum":
            yield (
                at,
                False,
                "not-in-codelist",
                f"{_shown(value)} is not a code of this list.",
                _nearest(value, where["enum"]),
            )
        case "propertyNames":
            inner = detail["error"]
            yield (
                (*at, inner.instance),
                True,
                "malformed-key",
                f"The key {_shown(inner.instance)} does not fit: {_reason(inner, inner.kind.as_dict())}.",
                _wanted(where, inner.instance),
            )
        case "format" | "pattern" | "minimum" | "maximum" | "type" if where.get("format") in (
            "edtf",
            "quantity",
        ):
            notation = where["format"]
            rule = "malformed-date" if notation == "edtf" else "malformed-quantity"
            is_scalar = isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 80
            complaint = _complaint(notation, value) if is_scalar else None
            words = [
                word
                for word in _DATE_WORDS
                if f"{word})$|" in where["pattern"] or f"{word}|" in where["pattern"]
            ]
            also = f" Or write {' or '.join(words)}." if notation == "edtf" and words else ""
            yield (
                at,
                False,
                rule,
                f"{complaint or _misfit(value)}.",
                f"{_example(where)}{also}".strip(),
            )
        case _:
            yield (
                at,
                False,
                "malformed-value",
                f"{_misfit(value)}: {_reason(error, detail)}.",
                _wanted(where, value),
            )


def _pointer(data: Any, path: list[str | int]) -> Pointer:
    """The validator's path with keys as text: it reads the keys "11", "011" and "+11" of a mapping as the number 11.

    Where a mapping has two such keys, the path ends there: nothing tells them apart.
    """
    steps: list[str | int] = []
    for step in path:
        if isinstance(data, list):
            steps.append(int(step))
        else:
            keys = [step] if isinstance(step, str) else [key for key in data if _is_number(key, step)]
            if len(keys) != 1:
                break
            steps += keys
        data = data[steps[-1]]
    return tuple(steps)


def _is_number(key: str, number: int) -> bool:
    return key.endswith(str(number)) and re.fullmatch(rf"\+?0*{number}", key) is not None


def _subschema(schema: Schema, path: list[str | int]) -> Schema:
    """The part of a schema that a validator's schema path names."""
    node: Any = schema
    for step in path:
        if isinstance(node, dict) and "$ref" in node and step not in node:
            node = resolve(node, schema)
        node = node[int(step)] if isinstance(node, list) else node[str(step)]
    return resolve(node, schema) if isinstance(node, dict) else {}


def _nearest(name: Any, known: Any) -> str:
    """The nearest name, if one is near, then all that are allowed."""
    names = [str(key) for key in known]
    begin = str(name)[:100]
    close = difflib.get_close_matches(begin.lower().replace(" ", "_").replace("-", "_"), names, n=1)
    close = close or difflib.get_close_matches(begin, names, n=1)
    return (f"Did you mean {close[0]!r}? " if close else "") + f"Allowed: {', '.join(names)}."


_SEE_EXAMPLES = "The records in tests/examples/valid show how it is written."


def _nearest_field(name: str, value: Any, known: Any) -> str:
    """The nearest field; for what has no value and is like none, a word on commas, too."""
    mend = _nearest(name, known)
    if value is None and not mend.startswith("Did you mean"):
        mend = f"If it belongs to the text before it, put that in quotes: in braces a comma ends an entry. {mend}"
    return mend


def _example(where: Schema) -> str:
    examples = where.get("examples")
    return f"Example: {_in_yaml(examples[0])}." if examples else ""


def _in_yaml(value: Any) -> str:
    """An example as a curator would write it on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_in_yaml(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_in_yaml, value)) + "]"
    return str(value)


def _wanted(where: Schema, value: Any) -> str:
    """What should stand in a place, and how the value that stands there can be made fit."""
    pattern = where.get("pattern", "")
    hint = "" if pattern == LINE else pattern_hints.hint(pattern)  # of a line the reason says what is wrong
    parts = [hint, where.get("description", ""), _example(where)]
    if pattern not in ("", LINE) and not hint and not where.get("examples"):
        parts.append(f"It must match `{pattern}`.")
    if len(where.get("enum", ())) > 1:
        parts.append(f"Allowed: {', '.join(where['enum'])}.")
    parts.append(_rewritten(where, value))
    return " ".join(part for part in parts if part) or _SEE_EXAMPLES


def _rewritten(where: Schema, value: Any) -> str:
    """How to write a value that is a list, a mapping or a text where it should be another of these, or that is no id."""
    match value, where.get("type"):
        case None, "array" | "object":
            return "Indent what belongs under it."
        case str(), "array" if "$ref" not in where.get("items", {}) and len(value) <= 80:
            return f"Write `[{value}]`."
        case list(), "string":
            return "Take the brackets, or the dash, away."
        case ((str() | int() | list()), "object") if where.get("properties"):
            return f"Write keys and values; the keys are {', '.join(where['properties'])}."
        case ((str() | int() | list()), "object") if where.get("propertyNames"):
            return f"Put it under a key. {_wanted(where['propertyNames'], '')}"
        case str(), "string" if where.get("pattern") == SLUG and (slug := slugify(value[:100])):
            return f"Did you mean {slug!r}?"
    return ""


_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a mapping of keys to values",
    "boolean": "true or false",
}


def _reason(error: Any, detail: dict[str, Any]) -> str:
    value = error.instance
    match error.kind.name:
        case "type":
            types = detail["types"] if isinstance(detail.get("types"), list) else [detail.get("types", "")]
            quotes = " (put it in quotes)" if types == ["string"] and isinstance(value, int) else ""
            return "it must be " + " or ".join(_TYPES.get(name, name) for name in types) + quotes
        case "maxLength":
            return f"it has {len(value)} characters, at most {detail['limit']} are allowed"
        case "minItems" if detail["limit"] > 1:
            return f"it needs {detail['limit']} entries at least"
        case "minItems" | "minProperties":
            return "it is empty"
        case "pattern" if not value:
            return "it is empty"
        case "pattern" if value != value.strip():
            return "white space stands at its beginning or end"
        case "pattern" if "\n" in value:
            return "it has more than one line"
        case "pattern":
            return "it is not written as it must be"
    return str(error.message)


def _misfit(value: Any) -> str:
    if value is None:
        return "Nothing stands here"
    return f"{str(value).lower() if isinstance(value, bool) else _shown(value)} does not fit"


def _shown(value: Any) -> str:
    """A value as messages quote it."""
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"
