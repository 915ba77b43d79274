"""Reads YAML that has nothing wrong with it, as fast as libyaml's events come; knows no positions and judges nothing.

Whatever is out of the ordinary (an anchor, a tag, a duplicate key, an escape, a syntax error) is left to `yaml_careful`. Where this
module gives a value, that one gives the same.
"""

import sys
from typing import Any

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from factpack.yaml_careful import MAX_DEPTH
from factpack.yaml_scalars import CONSTANTS, FORMULA, INTEGER, MAX_DIGITS


class Unsettled(Exception):
    """There may be something wrong with the text, or something that this module leaves to the other."""


def read(text: str, block_under: str | None) -> Any:
    """The value of a text whose characters were found to be allowed. See `yaml_source.read` for `block_under`.

    Raises Unsettled.
    """
    # An escape may hide a character; a tab within a value is for the other to find.
    if "\\" in text or "\t" in text:
        raise Unsettled
    try:
        return _build(yaml.CSafeLoader(text).get_event, block_under)
    except yaml.YAMLError:
        raise Unsettled from None


def _build(next_event: Any, block_under: str | None) -> Any:
    next_event()  # the start of the stream
    event = next_event()
    if event.__class__ is not DocumentStartEvent or event.version or event.tags:
        raise Unsettled
    # The open collection; the key that awaits its value; whether it must be in block style.
    container: Any = []
    is_mapping, key, block = False, None, False
    document = container
    around: list[tuple[Any, bool, bool]] = []
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            text = event.value
            if event.anchor is not None or event.tag is not None:
                raise Unsettled
            if is_mapping and key is None:
                if text in container or text == "<<":
                    raise Unsettled
                key = sys.intern(text)
                continue
            value = _plain(text) if event.implicit[0] else text
            if value == text and FORMULA.match(text):
                raise Unsettled
            if is_mapping:
                container[key] = value
                key = None
            else:
                container.append(value)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            container, is_mapping, block = around.pop()
            key = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or len(around) >= MAX_DEPTH - 1:
                raise Unsettled
            around.append((container, is_mapping, block))
            opened: Any = {} if kind is MappingStartEvent else []
            if is_mapping:
                if key is None:
                    raise Unsettled
                container[key] = opened
                block = (block or (len(around) == 2 and key == block_under)) and key != "says"
            else:
                container.append(opened)
            container, is_mapping, key = opened, kind is MappingStartEvent, None
            if block and is_mapping and event.flow_style:
                raise Unsettled
        else:
            break
    if kind is not DocumentEndEvent or next_event().__class__ is not StreamEndEvent or document[0] is None:
        raise Unsettled
    return document[0]


def _plain(text: str) -> Any:
    """The value of a scalar without quotes."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if INTEGER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise Unsettled
        return int(text)
    return text if " " in text else sys.intern(text)  # ids and codes stand in many records
