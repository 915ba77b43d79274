"""The writer of the JSON Schema files."""

from factpack.models.schemas import Schema
from factpack.writers.json_text import indented


def write(schemas: dict[str, Schema], folder: str = "schemas") -> dict[str, bytes]:
    """Return the schema files: path → bytes."""
    return {
        f"{folder}/{kind}.schema.json": (indented(schema) + "\n").encode() for kind, schema in schemas.items()
    }
