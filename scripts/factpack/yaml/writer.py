"""Write a tree as YAML, as `factpack fmt` does.

Two spaces a level, lists indented below their key, one space before a comment, no blank lines, one final newline. A
list of plain values, or of one mapping of one key, is written in brackets, and a mapping that allows it in braces, if
it fits in the line and has no comment. A text has no quotes if every common reader of YAML 1.1 or 1.2 reads it as the
same text; a long text is folded.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from factpack.yaml.tree import Entry, Mapping, Node, Scalar, Sequence, Tree, of_value

WIDTH = 120
BRACES_WIDTH = 100

# A text that some reader takes for something else: tried with PyYAML, ruamel.yaml, js-yaml 3 to 5, eemeli/yaml, Ruby's
# Psych, R's yaml and Perl's YAML::PP. It matches more than any of them does; a quotation mark too many harms nobody.
_TYPED = re.compile(
    r"null|~|true|false|yes|no|on|off|y|n|=|<<"
    r"|[-+]?[0-9._,:]*(?:e[-+]?[0-9]+)?"  # the empty text, 1_000, 1,253, 010, 1e3, e5, 12:30:45
    r"|[-+]?0[box][0-9a-f_,]+|[-+]?\.(?:inf|nan|na(?:\.[a-z]+)?)"
    r"|-?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t\s]\s*[0-9].*)?",  # a full date, with a time or without
    re.ASCII | re.IGNORECASE,
)
# What YAML gives a meaning to: a sign at the beginning, a colon or a number sign next to a space, a space at an end.
_MARKED = re.compile(r"""^[\s?:,\[\]{}#&*!|>'"%@`-]|:(?:\s|$)|\s(?:#|$)|[\t\n]""")
_MARKED_IN_FLOW = re.compile(r"[,\[\]{}?:]")
# The key of a paragraph needs no quotes: as a key, JSON has the text of a number too.
_PARAGRAPH = re.compile(r"[1-9][0-9]{0,3}")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
# A line may break at a single space: folding restores it.
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")


def write(tree: Tree) -> str:
    """Return the text of a file."""
    lines = list(tree.head)
    if isinstance(tree.root, Mapping | Sequence) and tree.root.entries:
        lines += _collection(tree.root, 0)
    else:
        lines += tree.root.foot if isinstance(tree.root, Mapping | Sequence) else ()
        lines.append(_inline(tree.root))
    return "".join(f"{line}\n" for line in lines)


def flow(value: Any) -> str:
    """Write a plain value in one line."""
    return _inline(of_value(value), in_flow=False)


def _collection(node: Mapping | Sequence, indent: int) -> Iterator[str]:
    margin = " " * indent
    for entry in node.entries:
        lead, lines = _entry(entry, indent)
        yield from (margin + comment for comment in lead)
        yield from lines
    yield from (margin + comment for comment in node.foot)


def _entry(entry: Entry, indent: int) -> tuple[list[str], list[str]]:
    """Return the comments before an entry, and its lines."""
    start = " " * indent + ("-" if entry.key is None else f"{_key(entry.key, in_flow=False)}:")
    lead, tail, node = list(entry.lead), list(entry.tail), entry.node
    if not isinstance(node, Mapping | Sequence):
        lead, behind = _one_tail(lead, tail)
        return lead, _scalar(start, node, behind, indent + 2)
    if not node.entries:
        lead += node.foot
    first: list[str] = []
    if entry.key is None:
        first, node = _from_behind_the_dash(node)
    width = BRACES_WIDTH if isinstance(node, Mapping) else WIDTH
    inline = _inline(node) if _may_be_inline(node) else ""
    if inline and (not node.entries or len(start) + 1 + len(inline) <= width):
        lead, behind = _one_tail(lead + first, tail)
        return lead, [f"{start} {inline}{behind}"]
    below = list(_collection(node, indent + 2))
    if entry.key is None:
        return [*lead, *tail, *first], [f"{start} {below[0][indent + 2 :]}", *below[1:]]
    lead, behind = _one_tail(lead, tail)
    return lead, [start + behind, *below]


def _from_behind_the_dash(node: Mapping | Sequence) -> tuple[list[str], Mapping | Sequence]:
    """Separate the comments that move before a dash.

    They belong to the first entry of what the dash begins.
    """
    if not node.entries:
        return [], node
    first = node.entries[0]
    comments, inner = list(first.lead), first.node
    if first.key is None and isinstance(inner, Mapping | Sequence):
        more, inner = _from_behind_the_dash(inner)
        comments += more
    return comments, replace(node, entries=[replace(first, node=inner, lead=[]), *node.entries[1:]])


def _one_tail(lead: list[str], tail: list[str]) -> tuple[list[str], str]:
    """Keep one comment at the end of a line.

    Other comments on the lines of the entry move before it.
    """
    return lead + tail[:-1], f" {tail[-1]}" if tail else ""


def _inline(node: Node, *, in_flow: bool = True) -> str:
    """Return a node on one line, in brackets or braces.

    in_flow: whether it is in others.
    """
    match node:
        case Sequence():
            return f"[{', '.join(_inline(entry.node) for entry in node.entries)}]"
        case Mapping():
            parts = (
                f"{_key(entry.key or '', in_flow=True)}: {_inline(entry.node)}" for entry in node.entries
            )
            return f"{{{', '.join(parts)}}}"
        case None:
            return "null"
    return _plain(node, in_flow=in_flow)


def _may_be_inline(node: Node) -> bool:
    """Return whether a node may be on one line.

    It has no comments, and is a list that is simple enough, or a mapping that allows braces.
    """
    if not isinstance(node, Mapping | Sequence) or not node.entries:
        return True
    if node.foot or any(entry.lead or entry.tail or not _may_be_inline(entry.node) for entry in node.entries):
        return False
    return node.in_braces if isinstance(node, Mapping) else _is_plain_list(node)


def _is_plain_list(node: Sequence) -> bool:
    """Return whether a list is simple enough for one line.

    It has no mapping in it, or only one, of one key.
    """
    inner = [entry.node for entry in node.entries if isinstance(entry.node, Mapping | Sequence)]
    return not inner or (
        len(node.entries) == 1 and isinstance(inner[0], Mapping) and len(inner[0].entries) == 1
    )


def _scalar(start: str, value: Scalar, behind: str, indent: int) -> list[str]:
    """Return the lines of an entry with a scalar value."""
    if value is None:  # said outright behind a dash, where a comment would be one on the next entry
        return [f"{start} null{behind}" if start.endswith("-") else start + behind]
    one_line = f"{start} {_plain(value, in_flow=False)}"
    if len(one_line) <= WIDTH or not isinstance(value, str):
        return [one_line + behind]
    # Who writes > for >- has a line end at the end: it is kept, and validation tells.
    text, sign = (value[:-1], ">") if value.endswith("\n") else (value, ">-")
    if "\n" in text or text != text.strip(" ") or not _BREAK.search(text):
        return [one_line + behind]
    return [f"{start} {sign}{behind}", *_folded(text, indent)]


def _folded(text: str, indent: int) -> Iterator[str]:
    margin = " " * indent
    line, *words = _BREAK.split(text)
    for word in words:
        if indent + len(line) + 1 + len(word) <= WIDTH:
            line += f" {word}"
        else:
            yield margin + line
            line = word
    yield margin + line


def _plain(value: str | int | bool, *, in_flow: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _text(value, in_flow=in_flow)


def _key(text: str, *, in_flow: bool) -> str:
    return text if _PARAGRAPH.fullmatch(text) else _text(text, in_flow=in_flow)


def _text(text: str, *, in_flow: bool) -> str:
    """Return a text, in quotes if it needs them.

    in_flow: whether it is in brackets or braces.
    """
    marked = _MARKED.search(text) or (in_flow and _MARKED_IN_FLOW.search(text))
    if not marked and not _TYPED.fullmatch(text):
        return text
    if '"' in text and "'" not in text and "\n" not in text:
        return f"'{text}'"
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'
