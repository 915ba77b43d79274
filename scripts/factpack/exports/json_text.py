"""JSON as every generated file has it."""

import json
from typing import Any


def encode(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
