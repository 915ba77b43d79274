"""Write JSON in the form of every generated file."""

import json
from collections.abc import Mapping
from typing import Any


def encode(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def schema_files(schemas: Mapping[str, Any], folder: str = "schemas") -> dict[str, bytes]:
    """Return the schema files: path → bytes."""
    return {f"{folder}/{kind}.schema.json": encode(schema) for kind, schema in schemas.items()}
