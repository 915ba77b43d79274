"""Holds the value of a YAML file against the committed JSON Schema of its kind, and explains what does not fit."""

import difflib
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
    return list(found.values())


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
                at,
                False,
                "missing-field",
                f"The field {name!r} is missing.",
                (f"Add it: {field.get('description', '')}{example}"),
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
                f"The key {inner.instance!r} is malformed.",
                _wanted({**where.get("propertyNames", {})}),
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
                f"{complaint or f'{value!r} does not fit'}.",
                f"{_example(where)}{also}".strip(),
            )
        case _:
            yield (
                at,
                False,
                "malformed-value",
                f"{_shorten(value)} does not fit: {_reason(error, detail)}.",
                _wanted(where),
            )


def _pointer(data: Any, path: list[str | int]) -> Pointer:
    """The validator's path with keys as text: it reads the key "11" of a mapping as a number."""
    steps: list[str | int] = []
    for step in path:
        key = int(step) if isinstance(data, list) else str(step)
        steps.append(key)
        data = data[key]
    return tuple(steps)


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


def _wanted(where: Schema) -> str:
    parts = [str(where.get("description", "")), _example(where)]
    if where.get("pattern", "").startswith("^[a-z0-9]+(-"):
        parts.insert(0, "Write lower-case letters and digits, joined by single hyphens.")
    elif where.get("pattern", "").startswith("^[a-z_]+"):
        parts.insert(0, "Write a field, or a field, a dot and its element: `released`, `persons.jane-doe`.")
    return " ".join(part for part in parts if part)


_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a mapping of keys to values",
    "boolean": "true or false",
}


def _reason(error: Any, detail: dict[str, Any]) -> str:
    match error.kind.name:
        case "type":
            types = detail["types"] if isinstance(detail.get("types"), list) else [detail.get("types", "")]
            return "it must be " + " or ".join(_TYPES.get(name, name) for name in types)
        case "maxLength":
            return f"it has {len(error.instance)} characters, at most {detail['limit']} are allowed"
        case "minItems" | "minProperties":
            return "it is empty"
        case "minLength":
            return "it is empty"
        case "pattern" if error.instance != error.instance.strip():
            return "white space stands at its beginning or end"
    return str(error.message)


def _shorten(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
