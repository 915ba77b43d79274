"""JSON as text, for what is large: as `json.dumps` writes it, whose own way to indent is slow and written in Python."""

from json.encoder import encode_basestring
from typing import Any

STEP = "  "
quoted = encode_basestring  # a text, with its quotation marks


def indented(value: Any, margin: str = "\n") -> str:
    """A value with two spaces a level, as `json.dumps(value, indent=2, ensure_ascii=False)` writes it.

    margin: the line end and the indentation of what is around it. Raises TypeError for what is no JSON.
    """
    kind = value.__class__
    if kind is str:
        return quoted(value)
    if value is None:
        return "null"
    within = margin + STEP
    if kind is dict:
        parts = [f"{quoted(key)}: {indented(part, within)}" for key, part in value.items()]
        return f"{{{within}{(',' + within).join(parts)}{margin}}}" if parts else "{}"
    if kind is list:
        parts = [indented(part, within) for part in value]
        return f"[{within}{(',' + within).join(parts)}{margin}]" if parts else "[]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A value that is neither a list nor a mapping. Raises TypeError for what is none."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return quoted(value)
    raise TypeError(f"no JSON for {value!r}")
