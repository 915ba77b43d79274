"""Writes the JSON Schema files."""

from factpack.models.schemas import Schema
from factpack.writers.json_text import encode


def write(schemas: dict[str, Schema], folder: str = "schemas") -> dict[str, bytes]:
    """The schema files: path → bytes."""
    return {f"{folder}/{kind}.schema.json": encode(schema) for kind, schema in schemas.items()}
