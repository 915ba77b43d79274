"""Write text for a terminal, in colour if wanted."""

import os
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

from factpack.escaping import escape_commands, escape_controls

# Select Graphic Rendition, ECMA-48 §8.3.117.
_CODES = {"bold": 1, "faint": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}


@dataclass(frozen=True)
class Style:
    """Whether and how text is coloured."""

    colour: bool = False

    def __call__(self, text: str, *names: str) -> str:
        """Return the text in a style.

        The styles are bold, faint, red, green, yellow and cyan. Without colour, the text is unchanged.
        """
        if not (self.colour and text and names):
            return text
        return f"\x1b[{';'.join(str(_CODES[name]) for name in names)}m{text}\x1b[0m"


PLAIN = Style()


def style_for(stream: TextIO, environ: Mapping[str, str] = os.environ) -> Style:
    """Return the style for a stream: coloured or plain.

    Colour needs a terminal that shows it, and no NO_COLOR (https://no-color.org).
    """
    # On Windows, only newer terminals accept the codes by default.
    able = os.name != "nt" or environ.get("WT_SESSION") or environ.get("TERM_PROGRAM")
    is_wanted = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Style(bool(stream.isatty() and able and is_wanted))


COLUMNS = 100


@dataclass(frozen=True)
class Line:
    """A line before it is wrapped.

    label: the words before the text; indent: how many columns both are indented; hang: the width of the label's column;
    tone: the style of the line, as `Style` names it.
    """

    text: str = ""
    label: str = ""
    indent: int = 0
    hang: int = 12
    tone: tuple[str, ...] = ()


def heading(text: str) -> list[Line]:
    """Return an empty line and a heading."""
    return [Line(), Line(text, tone=("bold",))]


def set_page(lines: Iterable[Line], style: Style) -> str:
    """Return the lines, wrapped to 100 columns and coloured."""
    return "".join(f"{part.rstrip()}\n" for line in lines for part in _set(line, style))


def _set(line: Line, style: Style) -> list[str]:
    label, rest = escape_controls(line.label), " " * line.indent
    first = rest + label
    if label:
        first += " " * max(1, line.hang - len(label))
        rest += " " * line.hang
    elif line.indent:
        rest += "  "
    # Wrapping may move a workflow command to the beginning of a line.
    wrapped = map(escape_commands, wrap(escape_controls(line.text), COLUMNS, first, rest))
    return [style(part, *line.tone) for part in wrapped]


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """Return the text in lines of limited width.

    first and rest: the prefixes of the first line and of the following ones.
    """
    text = " ".join(text.split())
    lines = textwrap.wrap(text, columns, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return lines or [first]
