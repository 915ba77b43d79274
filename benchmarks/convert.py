"""The committed JSON Schemas in the languages of Yamale and LinkML, as far as these can say the same.

What they cannot say is left out, so that they do less than the others, never more: RESULTS.md names it.
"""

import re
from typing import Any

import yaml

# --- Yamale -------------------------------------------------------------------------------------------


def to_yamale(schema: dict[str, Any]) -> str:
    """A schema of Yamale: the record, and an include for each definition."""
    parts = [
        _yamale_fields(schema),
        *({name: _yamale_fields(part)} for name, part in schema.get("$defs", {}).items()),
    ]
    return "---\n".join(yaml.safe_dump(part, width=10_000, sort_keys=False) for part in parts)


def _yamale_fields(schema: dict[str, Any]) -> dict[str, str]:
    required = schema.get("required", ())
    return {name: _yamale(part, name in required) for name, part in schema["properties"].items()}


def _yamale(node: dict[str, Any], required: bool = True) -> str:
    """The validator of a value."""
    more = [] if required else ["required=False"]
    if "$ref" in node:
        return _call("include", f"'{_name(node['$ref'])}'", *more)
    if "enum" in node:
        return _call("enum", *map(repr, node["enum"]), *more)
    match node["type"]:
        case "array":
            least = [f"min={node['minItems']}"] if "minItems" in node else []
            return _call("list", _yamale(node["items"]), *least, *more)
        case "object":
            below, keys = node["additionalProperties"], node.get("propertyNames", {"pattern": "."})
            least = [f"min={node['minProperties']}"] if "minProperties" in node else []
            return _call("map", _yamale(below), f"key=any({_regex(keys)}, int())", *least, *more)
        case "boolean":
            return _call("bool", *more)
        case "integer":
            return _call("int", *_bounds(node), *more)
        case "string":
            return _call("any", _regex(node), "day()", *more) if _is_date(node) else _regex(node, *more)
        case ["integer", "string"]:
            day = ["day()"] if _is_date(node) else []
            return _call("any", _call("int", *_bounds(node)), _regex(node), *day, *more)
    raise ValueError(f"no Yamale for {node}")


def _call(name: str, *arguments: str) -> str:
    return f"{name}({', '.join(arguments)})"


def _name(reference: str) -> str:
    return reference.removeprefix("#/$defs/")


def _bounds(node: dict[str, Any]) -> list[str]:
    return [
        f"{short}={node[word]}" for short, word in (("min", "minimum"), ("max", "maximum")) if word in node
    ]


def _regex(node: dict[str, Any], *more: str) -> str:
    """A pattern, with the length in front of it: Yamale has no two constraints on one text."""
    length = f"(?=.{{{node.get('minLength', 0)},{node['maxLength']}}}\\Z)" if "maxLength" in node else ""
    return _call("regex", repr(length + node.get("pattern", "")), *more)


def _is_date(node: dict[str, Any]) -> bool:
    """Whether a value may be a day, which YAML 1.1 reads as a date; an id, which looks like one too, is more."""
    fits = [re.match(node.get("pattern", ""), text) is not None for text in ("2031-05-02", "word")]
    return fits == [True, False]


# --- LinkML -------------------------------------------------------------------------------------------

ROOT_CLASS = "Record"
_TYPES = {"string": "xsd:string", "integer": "xsd:integer", "boolean": "xsd:boolean"}
_BASES = {"string": "str", "integer": "int", "boolean": "Bool"}


def to_linkml(schema: dict[str, Any]) -> str:
    """A schema of LinkML: a class for the record and for each definition, an enumeration for each codelist."""
    enums: dict[str, Any] = {}
    classes = {
        name: {"attributes": {field: _slot(part, f"{name}_{field}", field in node.get("required", ()), enums)
                              for field, part in node["properties"].items()}}
        for name, node in {ROOT_CLASS: schema, **schema.get("$defs", {})}.items()
    }  # fmt: skip
    return yaml.safe_dump({
        "id": "https://example.org/facts", "name": "facts", "default_range": "string",
        "prefixes": {"linkml": "https://w3id.org/linkml/", "xsd": "http://www.w3.org/2001/XMLSchema#"},
        "types": {name: {"uri": uri, "base": _BASES[name]} for name, uri in _TYPES.items()},
        "classes": {**classes, "Anything": {"class_uri": "linkml:Any"}},
        "enums": enums,
    })  # fmt: skip


def _slot(node: dict[str, Any], name: str, required: bool, enums: dict[str, Any]) -> dict[str, Any]:
    """The attribute of a class for a value; what it cannot say may be anything."""
    slot: dict[str, Any] = {"required": True} if required else {}
    if node.get("type") == "array":
        slot |= {"multivalued": True, "inlined_as_list": True}
        slot |= {"minimum_cardinality": node["minItems"]} if "minItems" in node else {}
        return slot | _range(node["items"], name, enums)
    return slot | _range(node, name, enums)


def _range(node: dict[str, Any], name: str, enums: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return {"range": _name(node["$ref"]), "inlined": True}
    if "enum" in node:
        enums[name] = {"permissible_values": {code: {} for code in node["enum"]}}
        return {"range": name}
    match node["type"]:
        case "object":
            return {"range": "Anything"}
        case ["integer", "string"]:
            bounds = {f"{word}_value": node[word] for word in ("minimum", "maximum") if word in node}
            return {
                "any_of": [{"range": "integer", **bounds}, {"range": "string", "pattern": node["pattern"]}]
            }
        case str() as range_:
            pattern = {"pattern": node["pattern"]} if "pattern" in node else {}
            bounds = {f"{word}_value": node[word] for word in ("minimum", "maximum") if word in node}
            return {"range": range_, **pattern, **bounds}
    raise ValueError(f"no LinkML for {node}")
