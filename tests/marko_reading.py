"""Read GitHub Flavored Markdown back, with Marko: what a reader would see."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from marko import Markdown
from marko.ext.gfm import GFM

_PARSER = Markdown(extensions=[GFM])
_WORDS = ("RawText", "CodeSpan", "Literal")


@dataclass
class Reading:
    """What Markdown is read as.

    elements: the kinds of elements in order, with the targets of links, but for words, and the tags of HTML; words: all
    text; outside: the text outside of code spans; spans: the code spans.
    """

    elements: list[str] = field(default_factory=list)
    words: str = ""
    outside: str = ""
    spans: list[str] = field(default_factory=list)


def read(markdown: str) -> Reading:
    """Read Markdown. A space follows each cell of a table."""
    reading = Reading()
    _walk(_PARSER.parse(markdown), reading)
    return reading


def _walk(node: Any, reading: Reading) -> None:
    kind, content = type(node).__name__, getattr(node, "children", ())
    if kind == "HTMLBlock":
        reading.elements += re.findall(r"<[^>]*>", node.body)
        content = html.unescape(re.sub(r"<[^>]*>", "", node.body))
    elif kind not in _WORDS:
        reading.elements.append(f"{kind} {getattr(node, 'dest', '')}".strip())
    if not isinstance(content, str):
        for child in content:
            _walk(child, reading)
        content = " " if kind == "TableCell" else ""
    reading.words += content
    if kind == "CodeSpan":
        reading.spans.append(content)
    else:
        reading.outside += content
