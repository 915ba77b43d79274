"""Generate the JSON Schemas (draft 2020-12) of the YAML files.

`factpack.exports.editor_schemas` derives `schemas/editor/` from them.
"""

from typing import Any

from factpack.models.records import FACT_TYPES, FOLDERS, KINDS, REGISTER_FILES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# An identifier, not an address: nothing is fetched from it.
BASE = "tag:us-belarus-facts,2026:schemas"
COMMENT = "Generated from scripts/factpack/models: edit those, then run `make`."


Schema = dict[str, Any]


def resolve(node: Schema, root: Schema) -> Schema:
    """Return a schema node with its `$ref` resolved.

    Keys next to the reference override those of its target.
    """
    if "$ref" not in node:
        return node
    return {**root["$defs"][node["$ref"].removeprefix("#/$defs/")], **node}


def parts(value: Any, schema: Schema) -> list[tuple[Any, Any, Schema]]:
    """Return each part of a value with key and schema."""
    if isinstance(value, list):
        return [(index, part, schema.get("items", {})) for index, part in enumerate(value)]
    if not isinstance(value, dict):
        return []
    fields, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
    return [(key, part, fields.get(key, others)) for key, part in value.items()]


def generate() -> dict[str, Schema]:
    """Return the schema of each kind of file."""
    schemas = {}
    for kind in KINDS:
        record_id = "fact-id" if kind in FACT_TYPES else f"{kind}-id"
        where = REGISTER_FILES.get(kind) or f"{FOLDERS[kind]}/<{record_id}>.yaml"
        generated = _tidy(KINDS[kind].model_json_schema())
        schemas[kind] = {
            "$schema": DIALECT,
            "$id": f"{BASE}:{kind}",
            "$comment": COMMENT,
            "title": f"{kind} ({where})",
            **{key: generated[key] for key in generated if key != "title"},
        }
    return schemas


def _tidy(node: Any) -> Any:
    """Drop empty keywords; close key-pattern mappings, which pydantic leaves open."""
    if isinstance(node, list):
        return [_tidy(part) for part in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: _tidy(part) for key, part in node.items() if not (key == "default" and part in (None, [], {}))
    }
    if "patternProperties" in tidy:
        ((pattern, value),) = tidy.pop("patternProperties").items()
        tidy["propertyNames"] = {"pattern": pattern, **tidy.get("propertyNames", {})}
        tidy["additionalProperties"] = value
    return tidy
