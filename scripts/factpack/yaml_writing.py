"""Writes a tree as YAML in the one form that `factpack fmt` keeps.

Two spaces a level, lists indented below their key, one space before a comment, no blank lines, one final newline. A
list of plain values, or of one mapping of one key, stands in brackets, and a mapping that may stand in braces does, where
it fits and nothing in it has a comment. A text stands without quotes where it is the same text to any reader of YAML 1.2, and a long one is folded.

What is written reads back as the same values: a text that may need quotes is tried with libyaml first.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml

from factpack.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, Tree

WIDTH = 120
BRACES_WIDTH = 100

# What YAML 1.2's core schema (and with it an editor) takes for something other than a text.
_TYPED = re.compile(
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
# Most texts: they need no quotes, wherever they stand.
_HARMLESS = re.compile(r"[A-Za-z][\w./()-]*(?: [\w./();'-]+)*", re.ASCII)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
# A line may break at a space that has none beside it: folding puts it back.
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")


def write(tree: Tree) -> str:
    """The text of a file."""
    lines = list(tree.head)
    if isinstance(tree.root, Mapping | Sequence) and tree.root.entries:
        lines += _collection(tree.root, 0)
    else:
        lines += tree.root.foot if isinstance(tree.root, Mapping | Sequence) else ()
        lines.append(_inline(tree.root) or "")
    return "".join(f"{line}\n" for line in lines)


def _collection(node: Mapping | Sequence, indent: int) -> Iterator[str]:
    margin = " " * indent
    for entry in node.entries:
        lead, lines = _entry(entry, indent)
        yield from (margin + comment for comment in lead)
        yield from lines
    yield from (margin + comment for comment in node.foot)


def _entry(entry: Entry, indent: int) -> tuple[list[str], list[str]]:
    """The comments before an entry, and its lines."""
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
    inline = _inline(node)
    if inline is not None and (not node.entries or len(start) + 1 + len(inline) <= _width(node)):
        lead, behind = _one_tail(lead + first, tail)
        return lead, [f"{start} {inline}{behind}"]
    below = list(_collection(node, indent + 2))
    if entry.key is None:
        return [*lead, *tail, *first], [f"{start} {below[0][indent + 2 :]}", *below[1:]]
    lead, behind = _one_tail(lead, tail)
    return lead, [start + behind, *below]


def _from_behind_the_dash(node: Mapping | Sequence) -> tuple[list[str], Mapping | Sequence]:
    """The comments before the first entry of what a dash begins, and the rest: they stand before the dash."""
    if not node.entries:
        return [], node
    first = node.entries[0]
    comments, inner = list(first.lead), first.node
    if first.key is None and isinstance(inner, Mapping | Sequence):
        more, inner = _from_behind_the_dash(inner)
        comments += more
    return comments, replace(node, entries=[replace(first, node=inner, lead=[]), *node.entries[1:]])


def _one_tail(lead: list[str], tail: list[str]) -> tuple[list[str], str]:
    """A line has one comment behind it; what else was on the lines of the entry stands before it."""
    return lead + tail[:-1], f" {tail[-1]}" if tail else ""


def _width(node: Mapping | Sequence) -> int:
    return BRACES_WIDTH if isinstance(node, Mapping) else WIDTH


def _inline(node: Node) -> str | None:
    """A node on one line, in brackets or braces; None where it has comments or must not stand so."""
    if not isinstance(node, Mapping | Sequence):
        return "null" if node is None else _plain(node, in_flow=True)
    if not node.entries:
        return "{}" if isinstance(node, Mapping) else "[]"
    parts = [_inline(entry.node) for entry in node.entries]
    if node.foot or None in parts or any(entry.lead or entry.tail for entry in node.entries):
        return None
    if isinstance(node, Sequence):
        return f"[{', '.join(part or '' for part in parts)}]" if _is_plain_list(node) else None
    if not node.in_braces:
        return None
    keys = (_key(entry.key or "", in_flow=True) for entry in node.entries)
    return "{" + ", ".join(f"{key}: {part}" for key, part in zip(keys, parts, strict=True)) + "}"


def _is_plain_list(node: Sequence) -> bool:
    """Whether a list has no mapping in it, or only one, of one key."""
    inner = [entry.node for entry in node.entries if isinstance(entry.node, Mapping | Sequence)]
    return not inner or (
        len(node.entries) == 1 and isinstance(inner[0], Mapping) and len(inner[0].entries) == 1
    )


def _scalar(start: str, value: Scalar, behind: str, indent: int) -> list[str]:
    """The lines of an entry whose value is no collection."""
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
    return str(value) if isinstance(value, int) else _text(value, "{k: %s}" if in_flow else "k: %s")


def _key(text: str, *, in_flow: bool) -> str:
    # The strict reader takes every key for a text: the number of a paragraph needs no quotes.
    return text if text.isdecimal() else _text(text, "{%s: v}" if in_flow else "%s: v")


def _text(text: str, context: str) -> str:
    """A text, in quotes where it needs them. context: a piece of YAML with %s where it is to stand."""
    if not _TYPED.fullmatch(text) and (_HARMLESS.fullmatch(text) or _stands_bare(text, context)):
        return text
    if '"' in text and "'" not in text and "\n" not in text:
        return f"'{text}'"
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _stands_bare(text: str, context: str) -> bool:
    try:
        events = list(yaml.parse(context.replace("%s", text), Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False
    scalars = [event for event in events if isinstance(event, yaml.ScalarEvent)]
    return len(events) - len(scalars) == 6 and any(one.value == text and one.implicit[0] for one in scalars)
