"""Text for a terminal: nothing in it moves the cursor, its width is known, and it is coloured where that is wanted."""

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

# Select Graphic Rendition, ECMA-48 §8.3.117.
_CODES = {"bold": 1, "faint": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}
_TAB = "→   "


@dataclass(frozen=True)
class Style:
    """Whether and how text is coloured."""

    colour: bool = False

    def __call__(self, text: str, *names: str) -> str:
        """The text in a style: bold, faint, red, green, yellow or cyan; as it is where nothing is coloured."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(str(_CODES[name]) for name in names)}m{text}\x1b[0m"


PLAIN = Style()


def style_for(stream: TextIO, environ: Mapping[str, str] = os.environ) -> Style:
    """Colour on a terminal that shows it, unless NO_COLOR is set (https://no-color.org)."""
    # Of the terminals of Windows, only the newer ones take the codes without being told to.
    able = os.name != "nt" or environ.get("WT_SESSION") or environ.get("TERM_PROGRAM")
    is_wanted = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Style(bool(stream.isatty() and able and is_wanted))


def plain(text: str) -> str:
    """The text with an escape for each character that would move the cursor, break the line or not be seen."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def visible(text: str) -> str:
    """A part of a line of a file as it can be shown: a tab as an arrow of fixed width, the rest as `plain` has it."""
    return "".join(_TAB if char == "\t" else plain(char) for char in text)


def width(text: str) -> int:
    """The columns that a printable text takes: two for a wide character, none for a mark on the one before.

    Source: Unicode Standard Annex 11, East Asian Width.
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def cut(text: str, columns: int) -> str:
    """The beginning of a text that takes at most so many columns; an ellipsis stands for what is left out."""
    if width(text) <= columns:
        return text
    taken, used = [], 1
    for char in text:
        used += width(char)
        if used > columns:
            break
        taken.append(char)
    return "".join(taken) + "…"
