"""Write a tree as YAML, as `factpack fmt` does.

It uses two spaces per level, lists indented below their key, one space before a comment, no blank lines, one final newline. A
list of plain values, or of one mapping of one key, is written in brackets, and a mapping that allows it in braces, if
it fits in the line and has no comment. A text has no quotes if every common reader of YAML 1.1 or 1.2 reads it as the
same text; a long text is folded.
"""

import re
import textwrap
from collections.abc import Iterator
from typing import Any

from factpack.yaml.tree import Node, of_value

WIDTH = 120
BRACES_WIDTH = 100

# Texts that some reader does not read as text: tried with PyYAML, ruamel.yaml, js-yaml 3 to 5, eemeli/yaml, Ruby's
# Psych, R's yaml and Perl's YAML::PP. It matches more than any of them does; needless quotation marks do no harm.
_TYPED = re.compile(
    r"null|~|true|false|yes|no|on|off|y|n|=|<<"
    r"|[-+]?[0-9._,:]*(?:e[-+]?[0-9]+)?"  # the empty text, 1_000, 1,253, 010, 1e3, e5, 12:30:45
    r"|[-+]?0[box][0-9a-f_,]+|[-+]?\.(?:inf|nan|na(?:\.[a-z]+)?)"
    r"|-?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t\s]\s*[0-9].*)?",  # a full date, with a time or without
    re.ASCII | re.IGNORECASE,
)
# Special in YAML: a sign at the beginning, a colon or a number sign next to a space, a space at an end.
_MARKED = re.compile(r"""^[\s?:,\[\]{}#&*!|>'"%@`-]|:(?:\s|$)|\s(?:#|$)|[\t\n]""")
_MARKED_IN_FLOW = re.compile(r"[,\[\]{}?:]")
# The key of a paragraph needs no quotes: in JSON, too, a number becomes text as a key.
_PARAGRAPH = re.compile(r"[1-9][0-9]{0,3}")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}


def write(root: Node) -> str:
    """Return the text of a file.

    Comments that cannot stay where they are in the tree move before their entry.
    """
    lines = list(root.lead)
    lines += _collection(root, 0) if root.entries else [*root.foot, _inline(root)]
    return "".join(f"{line}\n" for line in lines)


def flow(value: Any) -> str:
    """Write a plain value in one line."""
    return _inline(of_value(value), in_flow=False)


def _collection(node: Node, indent: int) -> Iterator[str]:
    margin = " " * indent
    for key, entry in node.entries:
        lines = _entry(key, entry, indent)
        yield from (margin + comment for comment in entry.lead)
        yield from lines
    yield from (margin + comment for comment in node.foot)


def _entry(key: str | None, node: Node, indent: int) -> list[str]:
    start = " " * indent + ("-" if key is None else f"{_key(key, in_flow=False)}:")
    if not isinstance(node.value, dict | list):
        return _scalar(start, node.value, _behind(node), indent + 2)
    if not node.entries:
        node.lead, node.foot = node.lead + node.foot, []
    if key is None:
        _move_before_the_dash(node)
    width = BRACES_WIDTH if isinstance(node.value, dict) else WIDTH
    inline = _inline(node) if _may_be_inline(node) else ""
    if inline and (not node.entries or len(start) + 1 + len(inline) <= width):
        return [f"{start} {inline}{_behind(node)}"]
    if key is not None:
        return [start + _behind(node), *_collection(node, indent + 2)]
    node.lead, node.tail = node.lead + node.tail, []
    below = list(_collection(node, indent + 2))
    return [f"{start} {below[0][indent + 2 :]}", *below[1:]]


def _move_before_the_dash(node: Node) -> None:
    """Move the comments of the first entry before its dash."""
    for key, first in node.entries[:1]:
        if key is None:
            _move_before_the_dash(first)
        node.lead, first.lead = node.lead + first.lead, []


def _behind(node: Node) -> str:
    """Return the comment that stays after an entry."""
    node.lead, node.tail = node.lead + node.tail[:-1], node.tail[-1:]
    return "".join(f" {comment}" for comment in node.tail)


def _inline(node: Node, *, in_flow: bool = True) -> str:
    """Return a node on one line, in brackets or braces.

    in_flow: whether it is within other brackets or braces.
    """
    if isinstance(node.value, list):
        return f"[{', '.join(_inline(part) for part in node.value)}]"
    if isinstance(node.value, dict):
        parts = (f"{_key(key, in_flow=True)}: {_inline(part)}" for key, part in node.value.items())
        return f"{{{', '.join(parts)}}}"
    return "null" if node.value is None else _plain(node.value, in_flow=in_flow)


def _may_be_inline(node: Node) -> bool:
    """Return whether a node may be on one line.

    It must have no comments, and be a mapping that allows braces, a list without mappings, or a list of one mapping of one key.
    """
    parts = [part for _, part in node.entries]
    if node.foot or any(part.lead or part.tail or not _may_be_inline(part) for part in parts):
        return False
    if isinstance(node.value, dict):
        return node.in_braces or not parts
    inner = [part.value for part in parts if isinstance(part.value, dict | list)]
    return not inner or (len(parts) == 1 and isinstance(inner[0], dict) and len(inner[0]) == 1)


def _scalar(start: str, value: str | int | bool | None, behind: str, indent: int) -> list[str]:
    if value is None:  # explicit after a dash, where a comment alone would belong to the next entry
        return [f"{start} null{behind}" if start.endswith("-") else start + behind]
    one_line = f"{start} {_plain(value, in_flow=False)}"
    if len(one_line) <= WIDTH or not isinstance(value, str):
        return [one_line + behind]
    # A text written with > instead of >- ends with a line feed: it is kept, and validation reports it.
    text, sign = (value[:-1], ">") if value.endswith("\n") else (value, ">-")
    lines = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    # Folding restores single spaces, and nothing else.
    if " " not in text or " ".join(lines) != text:
        return [one_line + behind]
    return [f"{start} {sign}{behind}", *(" " * indent + line for line in lines)]


def _plain(value: str | int | bool, *, in_flow: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _text(value, in_flow=in_flow)


def _key(text: str, *, in_flow: bool) -> str:
    return text if _PARAGRAPH.fullmatch(text) else _text(text, in_flow=in_flow)


def _text(text: str, *, in_flow: bool) -> str:
    marked = _MARKED.search(text) or (in_flow and _MARKED_IN_FLOW.search(text))
    if not marked and not _TYPED.fullmatch(text):
        return text
    if '"' in text and "'" not in text and "\n" not in text:
        return f"'{text}'"
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'
