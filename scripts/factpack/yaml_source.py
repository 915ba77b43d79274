"""The only module that knows YAML: strict reading, with a line and a column for every finding.

What is accepted is the part of YAML 1.2 that people write records in: block and flow collections, scalars of the core
schema (null, true, false, whole numbers; everything else is text, dates and `no` included). Refused, each with its
reason: duplicate keys, aliases and anchors, tags, merge keys, further documents, keys that are not plain text, and
characters that hide or reorder text. libyaml parses; the tree is built here from its events, because PyYAML's own
constructors keep the last of two duplicate keys and read YAML 1.1 scalars.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

from factpack.problems import Pointer, Problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MAX_DIGITS = 15

_INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
_CONSTANTS = {"null": None, "~": None, "": None, "true": True, "false": False}

# Control characters but tab and line feed; zero-width and bidirectional controls; byte order marks; separators that
# some programs take for line ends; invisible fillers, selectors and tags; surrogates, private use and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# A spreadsheet runs a cell that begins like this; some read the full-width signs as the others.
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")


@dataclass(slots=True)
class Document:
    """One YAML file: its value, and where each part of it stands.

    data: None where the file could not be read; marks: pointer → (line, column) of the value, or of its key where the
    value is a list or a mapping; key_marks: pointer → (line, column) of the key.
    """

    path: str
    text: str
    data: Any = None
    marks: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    key_marks: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def locate(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column, from 1, of the value at `pointer`, or of the nearest thing around it that is there."""
        while pointer and pointer not in self.marks:
            pointer = pointer[:-1]
        return self.marks.get(pointer, (1, 1))

    def locate_key(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column, from 1, of the key at `pointer`."""
        return self.key_marks.get(pointer) or self.locate(pointer)


def read(path: str, raw: bytes, block_under: str | None = None) -> Document:
    """Read one file strictly. All its findings are in `problems`; `data` is None if any of them leaves it in doubt.

    block_under: a top-level key below which mappings must be in block style, but for those under a key `says`: in
    flow style YAML would split a phrase at its comma.
    """
    document = Document(path, "")
    text = _decode(document, raw)
    if text is None:
        return document
    document.text = text
    _check_characters(document)
    if not document.problems:
        _Builder(document, block_under).build()
    if document.problems:
        document.data = None
    return document


def _refuse(document: Document, line: int, column: int, rule: str, message: str, mend: str) -> None:
    document.problems.append(Problem(document.path, line, column, rule, message, mend))


def _decode(document: Document, raw: bytes) -> str | None:
    if len(raw) > MAX_BYTES:
        _refuse(
            document, 1, 1, "file-too-large", f"The file has {len(raw)} bytes.", f"Keep it under {MAX_BYTES}."
        )
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").split("\n")
        line, column = len(before), len(before[-1]) + 1
        _refuse(
            document, line, column, "not-utf-8", f"The byte 0x{raw[error.start]:02x} is not UTF-8.",
            "Save the file as UTF-8 without a byte order mark.",
        )  # fmt: skip
        return None


def _check_characters(document: Document) -> None:
    for number, line in enumerate(document.text.split("\n"), 1):
        found = _FORBIDDEN.search(line)
        if found is not None and found.group() in _THROUGHOUT:
            message, mend = _THROUGHOUT[found.group()]
            _refuse(document, number, found.start() + 1, "forbidden-character", message, mend)
            return  # it is a matter of how the file was saved, and all other lines have it too
        if found is not None:
            _refuse(document, number, found.start() + 1, *_forbidden(found.group()))
        if (at := _not_nfc(line)) is not None:
            _refuse(document, number, at + 1, *_NOT_NFC)


_THROUGHOUT = {
    "\r": ("The line ends in a carriage return.", "Save the file with LF line ends."),
    "\0": ("A character of value 0: this is no text, or it is UTF-16.", "Save the file as UTF-8."),
}


def _forbidden(character: str) -> tuple[str, str, str]:
    name = "tab" if character == "\t" else unicodedata.name(character, "control character").lower()
    message = f"The character U+{ord(character):04X} ({name}) is invisible or changes how text reads."
    return "forbidden-character", message, "Delete it."


_NOT_NFC = (
    "not-nfc",
    "The text is not in Unicode normal form NFC: a letter and its accent are two characters, or the like.",
    "Write it as one character: `factpack fmt` does.",
)


def _not_nfc(text: str) -> int | None:
    """Where a text begins to differ from its normal form; None if it does not."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return None
    normal = unicodedata.normalize("NFC", text)
    return next(
        (i for i, (one, other) in enumerate(zip(text, normal, strict=False)) if one != other), len(normal)
    )


class _Stop(Exception):
    """Reading goes no further: the finding is recorded."""


class _Builder:
    """Builds the tree from libyaml's events, with no recursion and a limit on depth."""

    def __init__(self, document: Document, block_under: str | None) -> None:
        self.document = document
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
        _refuse(self.document, mark.line + 1, mark.column + 1, rule, message, mend)

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or "the text is not YAML").strip()
        line = mark.line if mark else 0
        lines = self.document.text.split("\n")
        shown = lines[line] if line < len(lines) else ""
        mend = "Check the indentation and the quotes of this line and of the one before."
        if "\t" in shown:
            mend = "Indent with spaces: this line has a tab."
        elif "mapping values are not allowed" in what:
            mend = "Put the value in quotes: it has a colon followed by a space. Or mend the indentation."
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
        position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        last = self.document.text.rstrip("\n").count("\n") + 1
        if position[0] > last:  # the end of the file: what was still open there
            position = self.document.marks[self.stack[-1].pointer] if self.stack else (last, 1)
        _refuse(self.document, *position, "yaml-syntax", f"This is not YAML: {what}.", mend)

    def _consume(self) -> None:
        documents = 0
        for event in yaml.parse(self.document.text, Loader=yaml.CSafeLoader):
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
        if not documents or (self.document.data is None and not self.document.problems):
            _refuse(
                self.document,
                1,
                1,
                "empty-file",
                "The file holds nothing.",
                "Write a record, or delete the file.",
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
            self._key(frame, event)
            return
        pointer = self._pointer(frame)
        position = (mark.line + 1, mark.column + 1)
        if not scalar and frame is not None and frame.keys is not None:
            position = self.document.key_marks[pointer]  # what is under a key is best found by the key
        self.document.marks[pointer] = position
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

    def _key(self, frame: "_Frame", event: Any) -> None:
        assert frame.keys is not None
        key, mark = event.value, event.start_mark
        self._check_escapes(event)
        if key == "<<":
            self._stop(mark, "merge-key", "The merge key <<.", "Write the fields out.")
        if key in frame.keys:
            self._note(
                mark, "duplicate-key", f"The key {key!r} stands here and on line {frame.keys[key]}.",
                "Keep one of the two.",
            )  # fmt: skip
        frame.keys.setdefault(key, mark.line + 1)
        frame.key = key
        self.document.key_marks[(*frame.pointer, key)] = (mark.line + 1, mark.column + 1)

    @staticmethod
    def _pointer(frame: "_Frame | None") -> Pointer:
        if frame is None:
            return ()
        if frame.keys is None:
            return (*frame.pointer, len(frame.container))
        assert frame.key is not None
        return (*frame.pointer, frame.key)

    def _place(self, frame: "_Frame | None", value: Any) -> None:
        if frame is None:
            self.document.data = value
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
            if text in _CONSTANTS:
                return _CONSTANTS[text]
            if _INTEGER.fullmatch(text):
                digits = len(text.removeprefix("-"))
                if digits <= MAX_DIGITS:
                    return int(text)
                message = f"A number of {digits} digits."
                self._note(event.start_mark, "number-too-long", message, "No figure here is that large.")
        if _FORMULA.match(text):
            self._formula(event, text)
        return text

    def _check_escapes(self, event: Any) -> None:
        """Refuse what the text of the file hides in an escape, and a tab within a value."""
        text: str = event.value
        if found := _FORBIDDEN.search(text) or re.search("\t", text):
            self._note(event.start_mark, *_forbidden(found.group()))
        elif _not_nfc(text) is not None:
            self._note(event.start_mark, *_NOT_NFC)

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
