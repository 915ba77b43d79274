"""Holds the value of a YAML file against the committed JSON Schema of its kind, and explains what does not fit."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from factpack.models import edtf, quantity
from factpack.problems import Pointer, Problem
from factpack.yaml_source import Document

Schema = dict[str, Any]
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


def check(document: Document, schema: Schema, validator: Validator) -> list[Problem]:
    """Every finding on the shape of one file, at most one a place."""
    found: dict[Pointer, Problem] = {}
    for error in validator.iter_errors(document.data):
        for at, on_key, rule, message, mend in _explain(error, schema, document.data):
            line, column = document.locate_key(at) if on_key else document.locate(at)
            found.setdefault(at, Problem(document.path, line, column, rule, message, mend, pointer=at))
    return _without_echoes(list(found.values()))


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop what is only the other side of a misspelt field: that the field meant is missing."""
    misspelt = {
        (*problem.pointer[:-1], problem.mend.split("'")[1])
        for problem in problems
        if problem.rule == "unknown-field" and problem.mend.startswith("Did you mean")
    }
    return [one for one in problems if one.rule != "missing-field" or one.pointer not in misspelt]


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
                    f"There is no field {name!r} here.",
                    _nearest(name, where.get("properties", {})),
                )
        case "required":
            name = detail["property"]
            field = where.get("properties", {}).get(name, {})
            example = f" Example: `{name}: {field['examples'][0]}`." if field.get("examples") else ""
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
                f"{value!r} is not a code of this list.",
                _nearest(value, where["enum"]),
            )
        case "propertyNames":
            inner = detail["error"]
            yield (
                (*at, inner.instance),
                True,
                "malformed-key",
                f"The key {inner.instance!r} does not fit: {_reason(inner, inner.kind.as_dict())}.",
                _wanted(where),
            )
        case "format" | "pattern" | "minimum" | "maximum" | "type" if where.get("format") in (
            "edtf",
            "quantity",
        ):
            notation = where["format"]
            rule = "malformed-date" if notation == "edtf" else "malformed-quantity"
            complaint = _complaint(notation, value) if isinstance(value, str | int) else None
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
                _wanted(where),
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
            keys = [key for key in data if key == step or _is_number(key, step)]
            if len(keys) != 1:
                break
            steps += keys
        data = data[steps[-1]]
    return tuple(steps)


def _is_number(key: str, step: str | int) -> bool:
    return isinstance(step, int) and re.fullmatch(rf"\+?0*{step}", key) is not None


def _subschema(schema: Schema, path: list[str | int]) -> Schema:
    """The part of a schema that a validator's schema path names."""
    node: Any = schema
    for step in path:
        if isinstance(node, dict) and "$ref" in node and step not in node:
            node = _resolve(schema, node["$ref"])
        node = node[int(step)] if isinstance(node, list) else node[str(step)]
    if isinstance(node, dict) and "$ref" in node:
        node = {**_resolve(schema, node["$ref"]), **node}
    return node if isinstance(node, dict) else {}


def _resolve(schema: Schema, reference: str) -> Any:
    return schema["$defs"][reference.removeprefix("#/$defs/")]


def _nearest(name: Any, known: Any) -> str:
    """The nearest name, if one is near, then all that are allowed."""
    names = [str(key) for key in known]
    close = difflib.get_close_matches(str(name).lower().replace(" ", "_").replace("-", "_"), names, n=1)
    close = close or difflib.get_close_matches(str(name), names, n=1)
    return (f"Did you mean {close[0]!r}? " if close else "") + f"Allowed: {', '.join(names)}."


def _example(where: Schema) -> str:
    examples = where.get("examples")
    return f"Example: {examples[0]}." if examples else ""


# What the patterns mean, by how they begin; any other one is shown.
_PATTERNS = {
    r"^[a-z0-9]+(-": "Write lower-case letters and digits, joined by single hyphens.",
    r"^[a-z_]+": "Write a field, or a field, a dot and its element: `released`, `persons.jane-doe`.",
    r"^[1-9][0-9]{0,3}$": "Write the number of a paragraph, from 1, without zeros in front.",
    r"^\S(": "",  # one line of text: the reason says what is wrong
}


def _wanted(where: Schema) -> str:
    pattern = where.get("pattern", "")
    hints = [hint for start, hint in _PATTERNS.items() if pattern.startswith(start)]
    parts = [*hints[:1], where.get("description", ""), _example(where)]
    if pattern and not hints and not where.get("examples"):
        parts.append(f"It must match `{pattern}`.")
    return (
        " ".join(part for part in parts if part)
        or "The records in tests/examples/valid show how it is written."
    )


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
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return f"{text if len(text) <= 80 else text[:79] + '…'} does not fit"
