"""Refuse forbidden characters, and resolve plain scalars.

Null, true, false and whole numbers of YAML 1.2's core schema are values; other numbers and constants of that schema are
refused, because an editor would not read them as the text that they look like; all else is text, even dates and `no`.
"""

import re
import unicodedata

MAX_DIGITS = 15
MAX_DEPTH = 20

INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
CONSTANTS = {"null": None, "~": None, "": None, "true": True, "false": False}
# Scalars that the core schema does not read as text: https://yaml.org/spec/1.2.2/#103-core-schema
TYPED = re.compile(
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    re.ASCII,
)
# The characters with which those begin.
TYPED_SIGNS = frozenset("~nNtTfF+-.0123456789")

# Control characters except the line feed; zero-width and bidirectional controls; byte order marks; separators that some
# programs read as line endings; invisible fillers, selectors and tags; surrogates, private use and noncharacters. Tabs too,
# because what one means depends on where it is.
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# A spreadsheet runs a cell that begins like this; some treat the full-width signs alike.
FORMULA_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")

# A problem without its place: rule, message, fix.
Fault = tuple[str, str, str]

NOT_NFC: Fault = (
    "not-nfc",
    "The text is not in Unicode normal form NFC: a letter and its accent are two characters, or the like.",
    "Write it as one character: `factpack fmt` does.",
)


ON_EVERY_LINE = "\r\0"  # characters that are on every line of a file if they are on one
_FORBIDDEN = {
    "\t": ("The line has a tab.", "Write spaces: indent with two a level."),
    "\r": (
        "The line ends in a carriage return, as on Windows (CRLF).",
        "Run `factpack fmt`, which writes LF, or save the file with LF line ends.",
    ),
    "\0": ("A character of value 0: this is not text, or it is UTF-16.", "Save the file as UTF-8."),
}


def forbidden(character: str) -> Fault:
    """Return what is wrong with a forbidden character."""
    if character in _FORBIDDEN:
        return "forbidden-character", *_FORBIDDEN[character]
    name = unicodedata.name(character, "control character").lower()
    message = f"The character U+{ord(character):04X} ({name}) is invisible or changes how text reads."
    return "forbidden-character", message, "Delete it."


def not_nfc(text: str) -> int | None:
    """Return where a text differs from NFC, or None."""
    if unicodedata.is_normalized("NFC", text):
        return None
    pairs = zip(text, unicodedata.normalize("NFC", text), strict=False)
    return next((index for index, (given, normal) in enumerate(pairs) if given != normal), len(text) - 1)


def resolve(text: str) -> str | int | bool | None:
    """Return the value of a scalar without quotes.

    Raises ValueError, with a Fault, for one that must have quotes.
    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in TYPED_SIGNS or not TYPED.fullmatch(text):
        return text
    if not INTEGER.fullmatch(text):
        wanted = f"`{text.lower()}`" if text.lower() in CONSTANTS else "a whole number"
        if re.fullmatch(r"\+?0*[0-9]{1,15}", text):
            wanted = f"`{int(text)}`"
        message = (
            f"{text[:40]!r} without quotes is a number or a constant that not every program reads alike."
        )
        raise ValueError("ambiguous-value", message, f"Write {wanted}; or put it in quotes if it is text.")
    if len(text.removeprefix("-")) > MAX_DIGITS:
        message = f"A number of {len(text.removeprefix('-'))} digits."
        raise ValueError("number-too-long", message, "No figure here is that large.")
    return int(text)
