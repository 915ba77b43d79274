"""The JSON Schemas (2020-12) of the YAML files, generated from the pydantic models.

They judge the shape of a file. `schemas/editor/` is made from them by `factpack.writers.editor_schemas`.
"""

from typing import TYPE_CHECKING, Any

from factpack.models import records
from factpack.models.types import Record

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# An identifier, not an address: nothing is fetched from it.
BASE = "tag:us-belarus-facts,2026:schemas"
COMMENT = "Generated from scripts/factpack/models: edit those, then run `make`."

KINDS: dict[str, tuple[type[Record], str]] = {
    "seed": (records.Seed, "seeds/<seed-id>.yaml"),
    "release": (records.Release, "facts/releases/<fact-id>.yaml"),
    "meeting": (records.Meeting, "facts/meetings/<fact-id>.yaml"),
    "sanctions": (records.Sanctions, "facts/sanctions/<fact-id>.yaml"),
    "count": (records.Count, "facts/counts/<fact-id>.yaml"),
    "actors": (records.Actors, "facts/actors.yaml"),
    "places": (records.Places, "facts/places.yaml"),
    "deals": (records.Deals, "facts/deals.yaml"),
}

Schema = dict[str, Any]


def schema_path(kind: str) -> str:
    """Where the schema of a kind of file is committed."""
    return f"schemas/{kind}.schema.json"


def model(kind: str) -> "TypeAdapter[Record]":
    """The model of a kind of file as pydantic has it, which `Record.read` does without."""
    from pydantic import TypeAdapter

    return TypeAdapter(KINDS[kind][0])


def generate() -> dict[str, Schema]:
    """The schema of each kind of file."""
    schemas = {}
    for kind, (_, where) in KINDS.items():
        body = _tidy(model(kind).json_schema())
        schemas[kind] = {
            "$schema": DIALECT,
            "$id": f"{BASE}:{kind}",
            "$comment": COMMENT,
            "title": f"{kind} ({where})",
            **{key: body[key] for key in body if key != "title"},
        }
    return schemas


def _tidy(node: Any) -> Any:
    """Drop what says nothing; close the mappings whose keys have a pattern, which pydantic leaves open."""
    if isinstance(node, list):
        return [_tidy(part) for part in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: _tidy(part) for key, part in node.items() if not (key == "default" and part in (None, [], {}))
    }
    if tidy.get("x-role") == "own":
        del tidy["x-role"]
    if "patternProperties" in tidy:
        ((pattern, value),) = tidy.pop("patternProperties").items()
        tidy["propertyNames"] = {"pattern": pattern, **tidy.get("propertyNames", {})}
        tidy["additionalProperties"] = value
    return tidy
