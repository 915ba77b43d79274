"""Writes the JSON Schema files."""

import json

from factpack.models.schemas import Schema


def write(schemas: dict[str, Schema], folder: str = "schemas") -> dict[str, bytes]:
    """The schema files: path → bytes."""
    return {
        f"{folder}/{kind}.schema.json": (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
        for kind, schema in schemas.items()
    }
