"""Read a YAML file as a tree that keeps comments.

The strict reader says what the values are and that nothing else is in the file (no anchor, no tag, no second
document); here its tree is built once more with the comments where they belong. Nothing that was in a comment is lost:

- on the line of an entry, behind it: the entry's tail;
- on lines of its own: before the entry that follows, or at the foot of the collection that ends there, if it is
  indented as the entries of that collection are;
- before the first entry of the file: the head of the file.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, TypeVar, cast

import yaml

from factpack.yaml.reader import Document

Scalar = str | int | bool | None


@dataclass(slots=True)
class Mapping:
    """Keys and values, in order.

    foot: the comments after the last; in_braces: whether it may be written in braces.
    """

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
    """An entry of a mapping, or, without key, a list.

    lead: the comments before it; tail: those on its line.
    """

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
    """Return the tree of a plain value, without comments.

    Raises TypeError for a value that no record can contain.
    """
    if isinstance(value, dict):
        return Mapping([Entry(key, of_value(part)) for key, part in value.items()])
    if isinstance(value, list):
        return Sequence([Entry(None, of_value(part)) for part in value])
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"A record cannot contain {value!r}.")


N = TypeVar("N", Mapping, Sequence)


def child(node: Node, key: str, empty: N) -> N:
    """Return the collection of a key, added if missing.

    Raises TypeError where there is something else.
    """
    entries = node.entries if isinstance(node, Mapping) else []
    found = next((entry.node for entry in entries if entry.key == key), None)
    if found is None:
        entries.append(Entry(key, empty))
        return empty
    if not isinstance(found, type(empty)):
        raise TypeError(f"{key} is {found!r}.")
    return found


def value_of(node: Node) -> Any:
    """Return the plain value of a tree."""
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
    """Return the tree of a file without problems.

    Raises ValueError for a file with a problem.
    """
    if document.problems:
        raise ValueError(f"A file with problems has no tree: {document.problems}")
    return _Builder(document).build(document.data)


@dataclass(frozen=True, slots=True)
class _Comment:
    index: int
    column: int
    text: str
    alone: bool


class _Builder:
    """A builder of trees from libyaml's events and comments."""

    def __init__(self, document: Document) -> None:
        events: list[Any] = list(yaml.parse(document.text, Loader=yaml.CSafeLoader))
        self.events = iter(events)
        self.comments = deque(_comments(document.text, events))
        self.waiting: list[_Comment] = []  # those that no entry has yet
        self.last: Entry | None = None

    def build(self, values: Any) -> Tree:
        """Return the tree of a file."""
        event = self._next()
        while not isinstance(event, yaml.NodeEvent):  # the beginning of the stream and of the document
            event = self._next()
        tree = Tree(None, self._take())
        tree.root = self._node(event, values, None, -1)
        for _ in self.events:
            pass
        while self.comments:  # behind the end of a block scalar that ends the file, or behind `...`
            self._pass(self.comments.popleft())
        if isinstance(tree.root, Mapping | Sequence) and tree.root.entries:
            tree.root.foot += self._take()
        else:
            tree.head += self._take()
        return tree

    def _next(self) -> Any:
        """Return the next event, after the comments before it."""
        event = next(self.events)
        while self.comments and self.comments[0].index < event.start_mark.index:
            self._pass(self.comments.popleft())
        return event

    def _pass(self, comment: _Comment) -> None:
        if comment.alone or self.last is None:
            self.waiting.append(comment)
        else:
            self.last.tail.append(comment.text)

    def _take(self, at_least: int = 0) -> list[str]:
        """Take the waiting comments.

        Up to the first that begins left of a column.
        """
        taken = list(takewhile(lambda comment: comment.column >= at_least, self.waiting))
        del self.waiting[: len(taken)]
        return [comment.text for comment in taken]

    def _node(self, event: Any, values: Any, holder: Entry | None, around: int) -> Node:
        """Return the node that an event begins.

        holder: the entry that it is the value of; around: the column of the entries of the collection around it.
        """
        is_scalar = event.__class__ is yaml.ScalarEvent
        if holder is not None and holder.key is not None and (is_scalar or event.flow_style):
            holder.lead += self._take()  # a comment between a key and a value on lines of their own
        if is_scalar:
            return cast(Scalar, values)
        node = Mapping() if event.__class__ is yaml.MappingStartEvent else Sequence()
        column, is_flow = event.start_mark.column, event.flow_style
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            self.last = entry = Entry(None, None, self._take())
            if isinstance(node, Mapping):
                entry.key, event = event.value, self._next()
            part = values[len(node.entries) if entry.key is None else entry.key]
            node.entries.append(entry)
            entry.node = self._node(event, part, entry, column)
        if is_flow:
            node.foot, self.last = self._take(), holder or self.last
        elif holder is not None and not (isinstance(node, Sequence) and column == around):
            node.foot = self._take(at_least=column)
        return node


def _comments(text: str, events: list[Any]) -> Iterator[_Comment]:
    """Return the comments of a text.

    They begin with # outside of scalars, or after the indicator of a block scalar.
    """
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
        # After a bare dash, it belongs to the entry that begins on the next line.
        alone = not before.strip(" \t-?")
        yield _Comment(match.start(), match.start() - begins, match.group().rstrip(), alone)
