"""What stands in YAML text: which characters no record may have, and what a scalar means.

The scalars are those of YAML 1.2's core schema that a record needs: null, true, false and whole numbers; everything else
is text, dates and `no` included.
"""

import re
import unicodedata

MAX_DIGITS = 15
MAX_DEPTH = 20

INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
CONSTANTS = {"null": None, "~": None, "": None, "true": True, "false": False}

# Control characters but tab and line feed; zero-width and bidirectional controls; byte order marks; separators that
# some programs take for line ends; invisible fillers, selectors and tags; surrogates, private use and noncharacters.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# A spreadsheet runs a cell that begins like this; some read the full-width signs as the others.
FORMULA_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")

# A finding without its place: rule, message, mend.
Complaint = tuple[str, str, str]


def forbidden(character: str) -> Complaint:
    """What is said of a character that no record may have."""
    name = "tab" if character == "\t" else unicodedata.name(character, "control character").lower()
    message = f"The character U+{ord(character):04X} ({name}) is invisible or changes how text reads."
    return "forbidden-character", message, "Delete it."


NOT_NFC = (
    "not-nfc",
    "The text is not in Unicode normal form NFC: a letter and its accent are two characters, or the like.",
    "Write it as one character: `factpack fmt` does.",
)


def not_nfc(text: str) -> int | None:
    """Where a text begins to differ from its normal form; None if it does not."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return None
    normal = unicodedata.normalize("NFC", text)
    return next(
        (i for i, (one, other) in enumerate(zip(text, normal, strict=False)) if one != other), len(normal)
    )
