"""Hints on what to write, by regular expression.

Validation problems and the editor schemas use them.
"""

from factpack.models.types import LINE, SLUG

# By the beginning of the pattern, because the long ones need not be repeated in full.
_HINTS = {
    SLUG: "Write lower-case letters and digits, joined by single hyphens.",
    LINE: "Write one line of text, without white space at its ends.",
    r"^[1-9][0-9]{0,3}$": "Write the number of a paragraph, from 1, without zeros in front.",
    r"^[1-9][0-9]{0,3}([-s]": "Write paragraphs as 4, 1-3 or 1-3, 7, and sentence 2 of paragraph 13 as 13s2.",
    r"^[12][0-9]{3}-": "Write a day: 2025-12-13.",
    r"^[A-Z]{2}$": "Write the two capital letters of the state's ISO 3166-1 code, as US.",
    r"^[a-z]{2,3}$": "Write the code of the language, as en.",
    r"^[a-z_]+": "Write a field, or a field, a dot and its element: `released`, `persons.jane-doe`.",
    r"^https://": "Write the whole address, from https:// on.",
    r"^[A-Za-z0-9_.-]+\.txt$": "Write the name of a file that ends in .txt, without a folder.",
}


def hint(pattern: str) -> str:
    """Return what to write for a pattern; empty if none."""
    return next((words for beginning, words in _HINTS.items() if pattern.startswith(beginning)), "")
