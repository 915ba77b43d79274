"""A YAML file as a tree that keeps its comments, for writing it again.

The strict reader says what the values are and that nothing else is in the file (no anchor, no tag, no second
document); here its tree is built once more with the comments where they belong. Nothing that was in a comment is lost:

- on the line of an entry, behind it: the entry's tail;
- on lines of its own: before the entry that follows, or at the foot of the collection that ends there, if it is
  indented as the entries of that collection are;
- before the first entry of the file: the head of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from factpack.yaml.reader import Document

Scalar = str | int | bool | None


@dataclass(slots=True)
class Mapping:
    """Keys and values, in order. foot: the comments after the last; in_braces: whether it may be written in braces."""

    entries: list["Entry"] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    in_braces: bool = False


@dataclass(slots=True)
class Sequence:
    """A list. foot: the comments after its last entry."""

    entries: list["Entry"] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


Node = Mapping | Sequence | Scalar


@dataclass(slots=True)
class Entry:
    """One entry of a mapping, or, without a key, of a list. lead: the comments before it; tail: those on its line."""

    key: str | None
    node: Node
    lead: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """A file. head: the comments before its first entry."""

    root: Node
    head: list[str] = field(default_factory=list)


def of_value(value: Any) -> Node:
    """Return the tree of a plain value, without comments. Raises TypeError for a value that no record can contain."""
    if isinstance(value, dict):
        return Mapping([Entry(key, of_value(part)) for key, part in value.items()])
    if isinstance(value, list):
        return Sequence([Entry(None, of_value(part)) for part in value])
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"A record cannot contain {value!r}.")


def value_of(node: Node) -> Any:
    """The plain value of a tree."""
    if isinstance(node, Mapping):
        return {entry.key: value_of(entry.node) for entry in node.entries}
    return [value_of(entry.node) for entry in node.entries] if isinstance(node, Sequence) else node


def comments_of(tree: Tree) -> list[str]:
    """Every comment of a tree."""
    return tree.head + _comments_in(tree.root)


def _comments_in(node: Node) -> list[str]:
    if not isinstance(node, Mapping | Sequence):
        return []
    below = [
        comment for entry in node.entries for comment in (*entry.lead, *entry.tail, *_comments_in(entry.node))
    ]
    return below + node.foot


def of_document(document: Document) -> Tree:
    """The tree of a file that the strict reader has read without a finding.

    Raises ValueError for a file with a finding.
    """
    if document.problems:
        raise ValueError(f"A file with problems has no tree: {document.problems}")
    return _Builder(document).build()


@dataclass(frozen=True, slots=True)
class _Comment:
    index: int
    column: int
    text: str
    alone: bool


@dataclass(slots=True)
class _Frame:
    """An open collection. column: where its entries begin; beside: whether it is a list as far left as its key."""

    node: Mapping | Sequence
    values: Any
    column: int
    flow: bool
    beside: bool
    holder: Entry | None
    key: str | None = None


class _Builder:
    """Takes libyaml's events and the comments in the order of the text."""

    def __init__(self, document: Document) -> None:
        self.values = document.data
        self.events: list[Any] = list(yaml.parse(document.text, Loader=yaml.CSafeLoader))
        self.comments = list(_comments(document.text, self.events))
        self.tree = Tree(None)
        self.stack: list[_Frame] = []
        self.waiting: list[_Comment] = []
        self.last: Entry | None = None

    def build(self) -> Tree:
        ahead = iter([*self.comments, None])
        comment = next(ahead)
        for event in self.events:
            while comment is not None and comment.index < event.start_mark.index:
                self._comment(comment)
                comment = next(ahead)
            if isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
        while comment is not None:  # behind the end of a block scalar that ends the file, or behind `...`
            self._comment(comment)
            comment = next(ahead)
        if isinstance(self.tree.root, Mapping | Sequence) and self.tree.root.entries:
            self.tree.root.foot += self._take()
        else:
            self.tree.head += self._take()
        return self.tree

    def _comment(self, comment: _Comment) -> None:
        if comment.alone or self.last is None:
            self.waiting.append(comment)
        else:
            self.last.tail.append(comment.text)

    def _take(self, at_least: int = 0) -> list[str]:
        """The comments that wait, up to the first that begins left of a column; they wait no longer."""
        number = next(
            (i for i, comment in enumerate(self.waiting) if comment.column < at_least), len(self.waiting)
        )
        taken, self.waiting = self.waiting[:number], self.waiting[number:]
        return [comment.text for comment in taken]

    def _node(self, event: Any) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.node, Mapping) and frame.key is None:
            frame.key = event.value
            self.last = Entry(event.value, None, self._take())
            frame.node.entries.append(self.last)
            return
        if event.__class__ is yaml.ScalarEvent:
            self._place(frame, self._value(frame), joins=True)
            return
        values = self._value(frame)
        node = Mapping() if event.__class__ is yaml.MappingStartEvent else Sequence()
        holder = self._place(frame, node, joins=event.flow_style)
        column = event.start_mark.column
        beside = isinstance(node, Sequence) and frame is not None and column == frame.column
        self.stack.append(_Frame(node, values, column, event.flow_style, beside, holder))

    def _value(self, frame: _Frame | None) -> Any:
        if frame is None:
            return self.values
        return frame.values[len(frame.node.entries) if frame.key is None else frame.key]

    def _place(self, frame: _Frame | None, node: Node, *, joins: bool) -> Entry | None:
        """Put a node where it belongs; its entry. joins: a comment between its key and it is one on the entry."""
        if frame is None:
            self.tree.root, self.tree.head = node, self._take()
            return None
        if frame.key is None:
            self.last = Entry(None, node, self._take())
            frame.node.entries.append(self.last)
            return self.last
        entry = frame.node.entries[-1]
        entry.node, frame.key = node, None
        if joins:
            entry.lead += self._take()
        return entry

    def _end(self) -> None:
        frame = self.stack.pop()
        if frame.flow:
            frame.node.foot = self._take()
            self.last = frame.holder or self.last
        elif self.stack and not frame.beside:
            frame.node.foot = self._take(at_least=frame.column)


def _comments(text: str, events: list[Any]) -> Iterator[_Comment]:
    """The comments of a text: what begins with # outside of its scalars, or behind the sign of a block scalar."""
    cursor = 0
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
            start, end = event.start_mark.index, event.end_mark.index
            yield from _within(text, cursor, start)
            if event.style in ("|", ">"):
                yield from _within(text, start, text.find("\n", start))
            cursor = max(cursor, end)
    yield from _within(text, cursor, len(text))


def _within(text: str, start: int, end: int) -> Iterator[_Comment]:
    for match in re.compile("#[^\n]*").finditer(text, start, end):
        begins = text.rfind("\n", 0, match.start()) + 1
        before = text[begins : match.start()]
        # Behind a bare dash it belongs to what the dash begins, which stands on the next line.
        alone = not before.strip(" \t-?")
        yield _Comment(match.start(), match.start() - begins, match.group().rstrip(), alone)
