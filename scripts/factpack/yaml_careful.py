"""Reads YAML with a line and a column for every part, and says what is wrong with it and where.

libyaml parses; the tree is built here from its events, because PyYAML's own constructors keep the last of two duplicate
keys and read YAML 1.1 scalars. `yaml_quick` reads a part of the same language, the one most files are in, far faster.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from factpack.problems import MOST_IN_A_FILE, Pointer
from factpack.yaml_scalars import (
    CONSTANTS,
    FORBIDDEN,
    FORMULA_SIGNS,
    INTEGER,
    MAX_DEPTH,
    MAX_DIGITS,
    NOT_NFC,
    forbidden,
    not_nfc,
)


@dataclass(slots=True)
class Reading:
    """What a text holds, and where.

    marks: pointer → (line, column) of the value, or of its key where the value is a list or a mapping; key_marks:
    pointer → (line, column) of the key; complaints: line, column, rule, message and mend.
    """

    data: Any = None
    marks: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    complaints: list[tuple[int, int, str, str, str]] = field(default_factory=list)


def read(text: str, block_under: str | None) -> Reading:
    """Read a text, as far as it can be read. See `yaml_source.read` for `block_under`."""
    builder = _Builder(text, block_under)
    builder.build()
    return builder.reading


class _Stop(Exception):
    """Reading goes no further: the finding is recorded."""


# A line up to the end of its key, the dash of a list included; and a key whose colon has no space behind it.
_KEY = re.compile(r" *(?:- +)*[\w.-]+")
_STUCK = re.compile(rf"{_KEY.pattern}:(?=[^\s/])")


def _stuck_colon(lines: list[str], line: int) -> tuple[int, int] | None:
    """Where a colon that needs a space stands in a line, or in the one before: line and column, from 1."""
    for at in (line, line - 1):
        if 0 <= at < len(lines) and (match := _STUCK.match(lines[at])):
            return at + 1, match.end()
    return None


class _Builder:
    """Builds the tree from libyaml's events, with no recursion and a limit on depth."""

    def __init__(self, text: str, block_under: str | None) -> None:
        self.text = text
        self.reading = Reading()
        self.block_under = block_under
        self.stack: list[_Frame] = []

    def build(self) -> None:
        try:
            self._consume()
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self._syntax_error(error)

    def _stop(self, mark: Any, rule: str, message: str, mend: str) -> None:
        self._note(mark, rule, message, mend)
        raise _Stop

    def _note(self, mark: Any, rule: str, message: str, mend: str) -> None:
        self.reading.complaints.append((mark.line + 1, mark.column + 1, rule, message, mend))
        if len(self.reading.complaints) >= MOST_IN_A_FILE:
            raise _Stop

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or "the text is not YAML").strip()
        line = mark.line if mark else 0
        lines = self.text.split("\n")
        shown = lines[line] if line < len(lines) else ""
        mend = "Check the indentation and the quotes of this line and of the one before."
        position: tuple[int, int] | None = None
        if "\t" in shown:
            mend = "Indent with spaces: this line has a tab."
        elif "mapping values are not allowed" in what and _KEY.fullmatch(shown[: mark.column if mark else 0]):
            mend = "Mend the indentation: this line stands further in than the one above, which has a value already."
        elif "mapping values are not allowed" in what:
            mend = "Put the value in quotes: it has a colon followed by a space."
        elif "could not find expected ':'" in what and (stuck := _stuck_colon(lines, line)):
            position = stuck
            mend = "Put a space after the colon."
        elif "cannot start any token" in what:
            mend = "Put the value in quotes: no text begins with this character without them."
        elif "invalid Unicode character escape" in what or "unknown escape character" in what:
            mend = (
                "Write the character itself; or use single quotes, in which a backslash is only a backslash."
            )
        elif "found unexpected end of stream" in what:
            mend = "Close the quotation mark."
            mark = error.context_mark or mark
        elif "while parsing a flow" in (error.context or ""):
            mend = "Close the bracket or brace, put a comma between the entries, or quote a text that has either in it."
            mark = error.context_mark or mark
        position = position or ((mark.line + 1, mark.column + 1) if mark else (1, 1))
        last = self.text.rstrip("\n").count("\n") + 1
        if position[0] > last:  # the end of the file: what was still open there
            position = self.reading.marks[self.stack[-1].pointer] if self.stack else (last, 1)
        self.reading.complaints.append((*position, "yaml-syntax", f"This is not YAML: {what}.", mend))

    def _consume(self) -> None:
        documents = 0
        for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event.start_mark, "several-documents", "A second document begins here.",
                        "Keep one document a file: take out the line `---`.",
                    )  # fmt: skip
                if event.version or event.tags:
                    self._stop(
                        event.start_mark, "yaml-directive", "A YAML directive.", "Take the `%` line out."
                    )
            elif isinstance(event, yaml.AliasEvent):
                self._stop(
                    event.start_mark, "yaml-alias", f"The alias *{event.anchor}.",
                    "Write the value out: aliases and anchors are not used here.",
                )  # fmt: skip
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
        if not documents or (self.reading.data is None and not self.reading.complaints):
            self.reading.complaints.append(
                (1, 1, "empty-file", "The file holds nothing.", "Write a record, or delete the file.")
            )

    def _node(self, event: Any) -> None:
        mark = event.start_mark
        if event.anchor:
            self._stop(
                mark, "yaml-alias", f"The anchor &{event.anchor}.",
                "Take it out: aliases and anchors are not used here. A text that begins with & needs quotes.",
            )  # fmt: skip
        if event.tag:
            self._stop(
                mark, "yaml-tag", f"The tag {event.tag}.",
                "Take it out. A text that begins with an exclamation mark needs quotes.",
            )  # fmt: skip
        if len(self.stack) >= MAX_DEPTH:
            self._stop(mark, "too-deep", f"More than {MAX_DEPTH} levels of nesting.", "Flatten the record.")
        frame = self.stack[-1] if self.stack else None
        scalar = isinstance(event, yaml.ScalarEvent)
        if frame is not None and frame.keys is not None and frame.key is None:
            if not scalar:
                self._stop(
                    mark, "complex-key", "A list or a mapping as a key.", "Write a plain text as the key."
                )
            self._key(frame, frame.keys, event)
            return
        pointer = self._pointer(frame)
        position = (mark.line + 1, mark.column + 1)
        if not scalar and frame is not None and frame.keys is not None:
            position = self.reading.key_marks[pointer]  # what is under a key is best found by the key
        self.reading.marks[pointer] = position
        value: Any
        if scalar:
            value = self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = {}
        else:
            value = []
        self._place(frame, value)
        if not scalar:
            refused = self._check_block(event, pointer, frame)
            self.stack.append(
                _Frame(value, pointer, {} if isinstance(value, dict) else None, refused=refused)
            )

    def _key(self, frame: "_Frame", keys: dict[str, int], event: Any) -> None:
        key, mark = event.value, event.start_mark
        self._check_escapes(event)
        if key == "<<":
            self._stop(mark, "merge-key", "The merge key <<.", "Write the fields out.")
        if key in keys:
            self._note(
                mark, "duplicate-key", f"The key {key!r} stands here and on line {keys[key]}.",
                "Keep one of the two.",
            )  # fmt: skip
        keys.setdefault(key, mark.line + 1)
        frame.key = key
        self.reading.key_marks[(*frame.pointer, key)] = (mark.line + 1, mark.column + 1)

    @staticmethod
    def _pointer(frame: "_Frame | None") -> Pointer:
        if frame is None:
            return ()
        step = len(frame.container) if frame.key is None else frame.key  # a list has no keys
        return (*frame.pointer, step)

    def _place(self, frame: "_Frame | None", value: Any) -> None:
        if frame is None:
            self.reading.data = value
        elif frame.keys is None:
            frame.container.append(value)
        else:
            frame.container[frame.key] = value
            frame.key = None

    def _check_block(self, event: Any, pointer: Pointer, frame: "_Frame | None") -> bool:
        """Refuse a mapping in braces where block style is asked for; say whether it or one around it was refused."""
        if frame is not None and frame.refused:
            return True
        mapping = isinstance(event, yaml.MappingStartEvent)
        if not (mapping and event.flow_style and pointer[:1] == (self.block_under,)) or "says" in pointer:
            return False
        self._note(
            event.start_mark, "evidence-not-block", "This evidence is written in braces.",
            "Write one key a line: in braces YAML would split a phrase at its comma.",
        )  # fmt: skip
        return True

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        self._check_escapes(event)
        if event.implicit[0]:
            if text in CONSTANTS:
                return CONSTANTS[text]
            if INTEGER.fullmatch(text):
                digits = len(text.removeprefix("-"))
                if digits <= MAX_DIGITS:
                    return int(text)
                message = f"A number of {digits} digits."
                self._note(event.start_mark, "number-too-long", message, "No figure here is that large.")
        if text[:1] in FORMULA_SIGNS:
            self._formula(event, text)
        return text

    def _check_escapes(self, event: Any) -> None:
        """Refuse what the text of the file hides in an escape, and a tab within a value."""
        text: str = event.value
        if found := FORBIDDEN.search(text) or re.search("\t", text):
            self._note(event.start_mark, *forbidden(found.group()))
        elif not_nfc(text) is not None:
            self._note(event.start_mark, *NOT_NFC)

    def _formula(self, event: Any, text: str) -> None:
        self._note(
            event.start_mark, "formula", f"The text {text[:40]!r} begins like a formula: a spreadsheet would run it.",
            "Begin it with a letter, a digit or a quotation mark.",
        )  # fmt: skip


@dataclass(slots=True)
class _Frame:
    """An open collection.

    keys: None for a list; for a mapping, each key and the line where it first stood; key: the one that awaits its
    value; refused: whether it, or one around it, had to be in block style.
    """

    container: Any
    pointer: Pointer
    keys: dict[str, int] | None
    key: str | None = None
    refused: bool = False
