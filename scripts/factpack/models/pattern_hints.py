"""What the patterns of the schemas mean, in words for people: for findings, and for the messages of editors."""

from typing import Any

from factpack.models.types import LINE, SLUG

# By how they begin: the longer ones are not told by the whole.
_HINTS = {
    SLUG: "Write lower-case letters and digits, joined by single hyphens.",
    LINE: "Write one line of text, without white space at its ends.",
    r"^[1-9][0-9]{0,3}$": "Write the number of a paragraph, from 1, without zeros in front.",
    r"^[1-9][0-9]{0,3}([-s]": "Write paragraphs as 4, 1-3 or 1-3, 7, and sentence 2 of paragraph 13 as 13s2.",
    r"^[12][0-9]{3}-": "Write a day: 2025-12-13.",
    r"^[a-z]{2,3}$": "Write the code of the language, as en.",
    r"^[a-z_]+": "Write a field, or a field, a dot and its element: `released`, `persons.jane-doe`.",
    r"^https://": "Write the whole address, from https:// on.",
    r"^[A-Za-z0-9_.-]+\.txt$": "Write the name of a file that ends in .txt, without a folder.",
}


def hint(pattern: str) -> str:
    """What to write where a pattern is asked for; empty for one that is not known here."""
    return next((words for beginning, words in _HINTS.items() if pattern.startswith(beginning)), "")


def is_slug(schema: dict[str, Any]) -> bool:
    """Say whether a schema asks for an id."""
    return bool(schema.get("pattern") == SLUG)
