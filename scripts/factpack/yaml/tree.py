"""Read a YAML file as a tree that keeps comments.

No comment is lost: one after an entry, on its line, is the entry's tail; one on a line of its own is before the entry that
follows, or at the foot of the collection that ends there, if it is indented like the entries of that collection; one
before the first entry of the file is the lead of the whole.
"""

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import yaml

from factpack.yaml.reader import Document

_COMMENT = re.compile("#[^\n]*")


@dataclass(slots=True)
class Node:
    """A value with its comments.

    value: a scalar, or nodes, by key or in a list; lead: the comments before it; tail: those on its line; foot: those after
    its last entry; in_braces: whether it may be written in braces.
    """

    value: Any
    lead: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    in_braces: bool = False

    @property
    def entries(self) -> list[tuple[str | None, "Node"]]:
        """Return the nodes in it, with keys in a mapping."""
        if isinstance(self.value, dict):
            return list(self.value.items())
        return [(None, part) for part in self.value] if isinstance(self.value, list) else []

    @property
    def plain(self) -> Any:
        """Return the value without comments."""
        if isinstance(self.value, dict):
            return {key: part.plain for key, part in self.value.items()}
        return [part.plain for part in self.value] if isinstance(self.value, list) else self.value

    @property
    def comments(self) -> list[str]:
        """Return every comment in it."""
        below = [comment for _, part in self.entries for comment in part.comments]
        return [*self.lead, *self.tail, *below, *self.foot]


def of_value(value: Any) -> Node:
    """Return the tree of a plain value, without comments."""
    if isinstance(value, dict):
        return Node({key: of_value(part) for key, part in value.items()})
    return Node([of_value(part) for part in value] if isinstance(value, list) else value)


def of_document(document: Document) -> Node:
    """Return the tree of a file; raise ValueError for problems."""
    if document.root is None:
        raise ValueError(f"A file with problems has no tree: {document.problems}")
    builder = _Builder(document.text)
    root = builder.build(document.root, document.data)
    builder.pass_to(len(document.text))
    (root.foot if root.entries else root.lead).extend([*root.tail, *builder.take()])
    root.tail = []
    return root


class _Builder:
    """A builder of trees from libyaml's nodes and the text."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.waiting: list[tuple[int, str]] = []  # column and text of comments that no node has yet
        self.last: Node | None = None

    def pass_to(self, index: int) -> None:
        """Attach comments up to an index, or let them wait."""
        for found in _COMMENT.finditer(self.text, self.at, index):
            begins = self.text.rfind("\n", 0, found.start()) + 1
            # After a bare dash, it belongs to the entry that begins on the next line.
            if self.last and self.text[begins : found.start()].strip(" \t-?"):
                self.last.tail.append(found[0].rstrip())
            else:
                self.waiting.append((found.start() - begins, found[0].rstrip()))
        self.at = max(self.at, index)

    def take(self, at_least: int = 0) -> list[str]:
        """Take waiting comments until one begins left of a column."""
        taken = list(takewhile(lambda comment: comment[0] >= at_least, self.waiting))
        del self.waiting[: len(taken)]
        return [text for _, text in taken]

    def _skip(self, scalar: yaml.ScalarNode) -> None:
        """Skip a scalar's text, but not its header's comment."""
        start, end = scalar.start_mark.index, scalar.end_mark.index
        if scalar.style in ("|", ">"):
            self.pass_to(self.text.find("\n", start))
        self.at = max(self.at, end)

    def build(self, source: Any, value: Any, key: yaml.Node | None = None, around: int = -1) -> Node:
        """Return the node of a part of the file.

        value: its value; around: the column of the entries of the collection around it.
        """
        self.pass_to((key or source).start_mark.index)
        node = self.last = Node(value, self.take())
        if isinstance(key, yaml.ScalarNode):
            self._skip(key)
            self.pass_to(source.start_mark.index)
            if isinstance(source, yaml.ScalarNode) or source.flow_style:
                node.lead += self.take()  # comments on lines of their own, between key and value
        if isinstance(source, yaml.ScalarNode):
            self._skip(source)
            return node
        column = source.start_mark.column
        if isinstance(source, yaml.MappingNode):
            node.value = {
                name.value: self.build(part, value[name.value], name, column) for name, part in source.value
            }
        else:
            node.value = [
                self.build(part, inner, None, column) for part, inner in zip(source.value, value, strict=True)
            ]
        self.pass_to(source.end_mark.index)
        if source.flow_style:
            node.foot, self.last = self.take(), node
        elif around >= 0 and not (isinstance(node.value, list) and column == around):
            node.foot = self.take(at_least=column)
        return node
