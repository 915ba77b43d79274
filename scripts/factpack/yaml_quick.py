"""Reads YAML that has nothing wrong with it, as fast as libyaml composes it; knows no positions and judges nothing.

Whatever is out of the ordinary (an anchor, a tag, a duplicate key, an escape, a syntax error) is left to `yaml_careful`.
Where this module gives a value, that one gives the same.
"""

import math
import re
from sys import intern
from typing import Any

import yaml
from yaml import ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it

from factpack.yaml_careful import MAX_DEPTH
from factpack.yaml_scalars import CONSTANTS, FORMULA_SIGNS, INTEGER, MAX_DIGITS

_SHORT = 25  # so long are codes and most ids, which stand in many records: each is kept once
# libyaml composes by recursion in C: a level takes some 350 bytes of a stack that may have but a megabyte.
_MOST_LEVELS = 2_000
# What may be an anchor, an alias or a tag without a name, of which the composer tells nothing.
_UNTOLD = re.compile(r"(?<![^\s\[\]{},:?-])[&*!]")


class Unsettled(Exception):
    """There may be something wrong with the text, or something that this module leaves to the other."""


class _Composer(CParser):
    """libyaml's composer, with no tag resolved. What it calls for every node takes anything and is a function in C."""

    resolve = descend_resolver = ascend_resolver = "".format


def read(text: str, block_under: str | None) -> Any:
    """The value of a text whose characters were found to be allowed. See `yaml_source.read` for `block_under`.

    Raises Unsettled.
    """
    # An escape may hide a character; a tab within a value is for the other to find, and so is a directive.
    if "\\" in text or "\t" in text or text[:1] == "%" or "\n%" in text or _levels(text) > _MOST_LEVELS:
        raise Unsettled
    if ("&" in text or "*" in text or "!" in text) and _UNTOLD.search(text):
        raise Unsettled
    try:
        root = _Composer(text).get_single_node()
    except yaml.YAMLError:
        raise Unsettled from None
    value = None if root is None else _value(root, MAX_DEPTH - 1, False, block_under)
    if value is None:
        raise Unsettled
    return value


def _levels(text: str) -> int:
    """The most levels that a text of such a length may nest: each takes one of these characters, or a further column."""
    return sum(map(text.count, "[{-?")) + math.isqrt(2 * len(text)) + 1


def _value(node: Any, levels: int, in_block: bool, block_under: str | None) -> Any:
    """The value of a node. levels: how deep it may nest; in_block: whether mappings must be in block style."""
    if node.__class__ is ScalarNode:
        return _scalar(node)
    if node.tag or not levels:
        raise Unsettled
    if node.__class__ is SequenceNode:
        return [_value(part, levels - 1, in_block, None) for part in node.value]
    if in_block and node.flow_style:
        raise Unsettled
    values = {}
    for key, part in node.value:
        name = key.value
        if key.__class__ is not ScalarNode or key.tag or name == "<<" or name in values:
            raise Unsettled
        if part.__class__ is ScalarNode:
            values[intern(name)] = _scalar(part)
        else:
            block = (in_block or name == block_under) and name != "says"
            values[intern(name)] = _value(part, levels - 1, block, None)
    return values


def _scalar(node: Any) -> Any:
    text = node.value
    if node.tag:
        raise Unsettled
    if not node.style:  # without quotes
        if text in CONSTANTS:
            return CONSTANTS[text]
        if text[0] in "-0123456789" and INTEGER.fullmatch(text):
            if len(text) > MAX_DIGITS:
                raise Unsettled
            return int(text)
    if text[:1] in FORMULA_SIGNS:
        raise Unsettled
    return intern(text) if len(text) < _SHORT else text
