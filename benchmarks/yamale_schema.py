"""Convert the committed JSON Schemas to Yamale's schema language.

The result has only what Yamale can express. It cannot refuse duplicate keys: its parser keeps the last. It refuses
dates without quotes, which `factpack fmt` never writes.
"""

from typing import Any

import yaml


def convert(schema: dict[str, Any]) -> str:
    """Return a Yamale schema of a record.

    Each definition becomes an include.
    """
    includes = ({name: _fields(part)} for name, part in schema.get("$defs", {}).items())
    return "---\n".join(
        yaml.safe_dump(part, width=10_000, sort_keys=False) for part in (_fields(schema), *includes)
    )


def _fields(schema: dict[str, Any]) -> dict[str, str]:
    required = schema.get("required", ())
    return {name: _validator(part, name in required) for name, part in schema["properties"].items()}


def _validator(node: dict[str, Any], required: bool = True) -> str:
    """Return the validator of a value.

    Raises ValueError if Yamale has none.
    """
    more = [] if required else ["required=False"]
    if "$ref" in node:
        return _call("include", repr(node["$ref"].removeprefix("#/$defs/")), *more)
    if "enum" in node:
        return _call("enum", *map(repr, node["enum"]), *more)
    match node["type"]:
        case "array":
            return _call("list", _validator(node["items"]), *_bounds(node, minItems="min"), *more)
        case "object":
            keys = _regex(node.get("propertyNames", {"pattern": "."}))
            value = _validator(node["additionalProperties"])
            return _call("map", value, f"key=any({keys}, int())", *_bounds(node, minProperties="min"), *more)
        case "boolean":
            return _call("bool", *more)
        case "integer":
            return _call("int", *_bounds(node, minimum="min", maximum="max"), *more)
        case "string":
            return _regex(node, *more)
        case ["string", "object"]:
            parts = _call(
                "map", _validator(node["additionalProperties"]), *_bounds(node, minProperties="min")
            )
            return _call("any", _regex(node), parts, *more)
        case ["integer", "string"]:
            number = _call("int", *_bounds(node, minimum="min", maximum="max"))
            return _call("any", number, _regex(node), *more)
    raise ValueError(f"no Yamale for {node}")


def _call(name: str, *arguments: str) -> str:
    return f"{name}({', '.join(arguments)})"


def _bounds(node: dict[str, Any], **names: str) -> list[str]:
    return [f"{name}={node[keyword]}" for keyword, name in names.items() if keyword in node]


def _regex(node: dict[str, Any], *more: str) -> str:
    # The length is part of the pattern: Yamale takes one constraint per text.
    length = f"(?=.{{{node.get('minLength', 0)},{node['maxLength']}}}\\Z)" if "maxLength" in node else ""
    return _call("regex", repr(length + node.get("pattern", "")), *more)
