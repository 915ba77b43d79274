"""The writer of the JSON Schema files."""

from factpack.exports.json_text import encode
from factpack.models.schemas import Schema


def write(schemas: dict[str, Schema], folder: str = "schemas") -> dict[str, bytes]:
    """Return the schema files: path → bytes."""
    return {f"{folder}/{kind}.schema.json": encode(schema) for kind, schema in schemas.items()}
