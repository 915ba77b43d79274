"""Read YAML strictly, with line and column of every part.

The reader accepts the part of YAML 1.2 that records need: block and flow collections, and of the core schema null, true,
false and whole numbers; its other numbers and constants are refused, because an editor would not read them as the text that
they look like; all else is text, even dates and `no`. It refuses, with the reason: duplicate keys, aliases and anchors, tags,
merge keys, further documents, keys that are not plain text, characters that hide or reorder text; and what libyaml accepts
although YAML 1.2, and so an editor, does not.

libyaml parses. The value is built here from its events, because PyYAML keeps the last of two duplicate keys, reads scalars
by YAML 1.1, and crashes on a hundred thousand brackets.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from factpack import text_files
from factpack.problems import MOST_IN_A_FILE, Pointer, Problem

MAX_DIGITS = 15
MAX_DEPTH = 20

INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
CONSTANTS = {"null": None, "~": None, "": None, "true": True, "false": False}
# Scalars that the core schema does not read as text: https://yaml.org/spec/1.2.2/#103-core-schema
TYPED = re.compile(
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    re.ASCII,
)
# The characters with which those begin.
TYPED_SIGNS = frozenset("~nNtTfF+-.0123456789")

# Control characters except the line feed; zero-width and bidirectional controls; byte order marks; separators that some
# programs read as line endings; invisible fillers, selectors and tags; surrogates, private use and noncharacters. Tabs too,
# because what one means depends on where it is.
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# A spreadsheet runs a cell that begins like this; some treat the full-width signs alike.
FORMULA_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")

# A problem without its place: rule, message, fix.
Fault = tuple[str, str, str]

NOT_NFC: Fault = (
    "not-nfc",
    "The text is not in Unicode normal form NFC: a letter and its accent are two characters, or the like.",
    "Write it as one character: `factpack fmt` does.",
)

ON_EVERY_LINE = "\r\0"  # characters that are on every line of a file if they are on one
_FORBIDDEN = {
    "\t": ("The line has a tab.", "Write spaces: indent with two a level."),
    "\r": (
        "The line ends in a carriage return, as on Windows (CRLF).",
        "Run `factpack fmt`, which writes LF, or save the file with LF line ends.",
    ),
    "\0": ("A character of value 0: this is not text, or it is UTF-16.", "Save the file as UTF-8."),
}

_SYNTAX = "yaml-syntax"
_FIX = "Check the indentation and the quotes of this line and of the previous one."
_CLOSE = "Close the bracket or brace, put a comma between the entries, or quote a text that has either in it."
# Words of libyaml → the fix.
_FIXES = (
    ("mapping values are not allowed", "Put the value in quotes: it has a colon followed by a space."),
    ("cannot start any token", "Put the value in quotes: no text begins with this character without them."),
    ("expected node content", "Put the value in quotes: no text begins with this character without them."),
    (
        " escape",
        "Write the character itself; or use single quotes, in which a backslash is only a backslash.",
    ),
    ("unexpected end of stream", "Close the quotation mark."),
)
# A possible comment without a space before it, or sign of an explicit key; and the same outside of scalars.
_SUSPECT = re.compile(r"[#?](?:(?<=\S#)|(?<=[\s\[{,:]\?)|(?<=\A\?))")
_COMMENT_OR_KEY_SIGN = re.compile(r"#[^\n]*|\?")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*(?=[ \n]|\Z)")
_LEADING_LINES = re.compile(r"[|>][-+]?(?: [^\n]*)?\n((?: *\n)*)( *)(?=[^ ]|\Z)")
# A line up to the end of its key, the dash of a list included; and a key whose colon has no space after it.
_KEY = re.compile(r" *(?:- +)*[\w.-]+")
_STUCK = re.compile(rf"{_KEY.pattern}:(?=[^\s/])")


@dataclass
class Document:
    """A YAML file: its value, problems, and positions.

    data: None if a problem leaves the value in doubt.
    """

    path: str
    text: str = ""
    data: Any = None
    problems: list[Problem] = field(default_factory=list)

    def locate(self, pointer: Pointer, *, is_key: bool = False) -> tuple[int, int]:
        """Return line and column of a value or its key.

        If the value does not exist, return the place of its nearest existing parent.
        A list or mapping under a key is found at the key.
        """
        if self.root is None:
            return 1, 1
        at = node = self.root
        for step in pointer:
            parts: dict[str | int, tuple[yaml.Node, yaml.Node]] = (
                {key.value: (key, part) for key, part in node.value}
                if isinstance(node, yaml.MappingNode)
                else {index: (part, part) for index, part in enumerate(node.value)}
                if isinstance(node, yaml.SequenceNode)
                else {}
            )
            if step not in parts:
                break
            at, node = parts[step]
        mark = (at if is_key or isinstance(node, yaml.CollectionNode) else node).start_mark
        return mark.line + 1, mark.column + 1

    @cached_property
    def root(self) -> yaml.Node | None:
        """The nodes of the text; None if it has problems."""
        return None if self.problems else yaml.compose(self.text, Loader=yaml.CSafeLoader)


def read(path: str, content: bytes | Problem, block_under: str | None = None) -> Document:
    """Read one file strictly.

    content: its bytes, or why there are none; block_under: a top-level key below which mappings must be in block style,
    except under a key `says`: in flow style YAML would split a phrase at its comma.
    """
    if isinstance(content, Problem):
        return Document(path, problems=[content])
    try:
        document = Document(path, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Document(path, problems=[text_files.not_utf_8(path, error)])
    conflict = text_files.merge_conflict(path, document.text)
    document.problems = [conflict] if conflict else _check_characters(path, document.text)
    if not document.problems:
        _Reader(document, block_under).read()
    return document


def _check_characters(path: str, text: str) -> list[Problem]:
    problems = []
    if text.startswith(text_files.BYTE_ORDER_MARK):
        fix = "Run `factpack fmt`, which drops it, or save the file as UTF-8 without one."
        return [Problem(path, 1, 1, "forbidden-character", "The file begins with a byte order mark.", fix)]
    for number, line in enumerate(text.split("\n"), 1):
        if (found := FORBIDDEN.search(line)) is not None:
            problems.append(Problem(path, number, found.start() + 1, *forbidden(found[0])))
        if (index := not_nfc(line)) is not None:
            problems.append(Problem(path, number, index + 1, *NOT_NFC))
        if len(problems) >= MOST_IN_A_FILE or (found and found[0] in ON_EVERY_LINE):
            break
    return problems


class _Stop(Exception):
    """Reading stops here; the problem is already recorded."""


class _Reader:
    """A recursive builder of the value from libyaml's events."""

    def __init__(self, document: Document, block_under: str | None) -> None:
        self.document = document
        self.text = document.text
        self.block_under = block_under
        self.events: Iterator[Any] = yaml.parse(self.text, Loader=yaml.CSafeLoader)
        self.last: Any = None  # the mark of the last node

    def read(self) -> None:
        value = None
        try:
            value = self._document()
            self._check_between_scalars()
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self._syntax_error(error)
        if not self.document.problems:
            self.document.data = value

    def _document(self) -> Any:
        value, documents = None, 0
        for event in self.events:
            if event.__class__ is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    fix = "Keep one document a file: delete the line `---`."
                    self._stop(event.start_mark, "several-documents", "A second document begins here.", fix)
                if event.version or event.tags:
                    self._stop(
                        event.start_mark, "yaml-directive", "A YAML directive.", "Delete the line with `%`."
                    )
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, 0, -1, None, False)
        if value is None and not self.document.problems:
            self._add(1, 1, "empty-file", "The file is empty.", "Write a record, or delete the file.")
        return value

    def _node(self, event: Any, depth: int, column: int, start: Any, must_be_block: bool) -> Any:
        """Return the value that begins with an event.

        depth: the number of collections around it; column: the indentation of the nearest block collection around it;
        start: the mark of the top-level flow collection around it; must_be_block: mappings must be in block style.
        """
        kind, mark = event.__class__, event.start_mark
        if kind is yaml.ScalarEvent:
            return self._scalar(event, depth, column)
        self._begin(event, depth)
        is_outermost = event.flow_style and start is None
        if is_outermost:
            start = mark
        elif not event.flow_style:
            column = mark.column
        value: Any
        if kind is yaml.SequenceStartEvent:
            value = []
            while (event := next(self.events)).__class__ is not yaml.SequenceEndEvent:
                value.append(self._node(event, depth + 1, column, start, must_be_block))
        else:
            if must_be_block and event.flow_style:
                fix = "Write one key a line: in braces YAML would split a phrase at its comma."
                self._note(mark, "evidence-not-block", "This evidence is written in braces.", fix)
                must_be_block = False  # once is enough
            value, lines = {}, dict[str, int]()
            while (event := next(self.events)).__class__ is not yaml.MappingEndEvent:
                key = self._key(event, depth + 1, column, lines)
                is_block = must_be_block and key != "says" if depth else key == self.block_under
                value[key] = self._node(next(self.events), depth + 1, column, start, is_block)
        if is_outermost:
            self._check_indentation(start, event.end_mark, column)
        return value

    def _begin(self, event: Any, depth: int) -> None:
        """Refuse aliases, anchors, tags and nodes too deep."""
        self.last = mark = event.start_mark
        if event.anchor:
            fix = "Write the value out, without aliases and anchors. A text that begins with & or * needs quotes."
            sign = "alias *" if event.__class__ is yaml.AliasEvent else "anchor &"
            self._stop(mark, "yaml-alias", f"The {sign}{event.anchor}.", fix)
        if event.tag:
            fix = "Delete it. A text that begins with an exclamation mark needs quotes."
            self._stop(mark, "yaml-tag", f"The tag {event.tag}.", fix)
        if depth >= MAX_DEPTH:
            self._stop(mark, "too-deep", f"More than {MAX_DEPTH} levels of nesting.", "Flatten the record.")

    def _text(self, event: Any, depth: int, column: int) -> str:
        self._begin(event, depth)
        text = sys.intern(event.value)  # records repeat their keys, codes and ids
        if event.style:
            self._check_text(event, text, column)
        return text

    def _key(self, event: Any, depth: int, column: int, lines: dict[str, int]) -> str:
        mark = event.start_mark
        if isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, depth)
            self._stop(mark, "complex-key", "A list or a mapping as a key.", "Write a plain text as the key.")
        key = self._text(event, depth, column)
        if key == "<<":
            self._stop(mark, "merge-key", "The merge key <<.", "Write the fields out.")
        if key in lines:
            message = f"The key {key!r} is here and on line {lines[key]}."
            self._note(mark, "duplicate-key", message, "Keep one of the two.")
        lines.setdefault(key, mark.line + 1)
        return key

    def _scalar(self, event: Any, depth: int, column: int) -> Any:
        text = self._text(event, depth, column)
        if event.implicit[0] and (not text or text[0] in TYPED_SIGNS):
            try:
                value = resolve(text)
            except ValueError as error:
                self._note(event.start_mark, *error.args)
                return text
            if value.__class__ is not str:
                return value
        if text[:1] in FORMULA_SIGNS:
            message = f"The text {text[:40]!r} begins like a formula: a spreadsheet would run it."
            fix = "Begin it with a letter, a digit or a quotation mark."
            self._note(event.start_mark, "formula", message, fix)
        return text

    # --- what libyaml accepts, or hides ------------------------------------------------------------------------------

    def _check_text(self, event: Any, text: str, column: int) -> None:
        """Check a scalar that is not plain."""
        start, end = event.start_mark, event.end_mark
        if event.style in ("'", '"'):
            if found := FORBIDDEN.search(text):  # an escape hid it from _check_characters
                self._note(start, *forbidden(found.group()))
            elif not_nfc(text) is not None:
                self._note(start, *NOT_NFC)
            self._check_indentation(start, end, column)
        else:
            self._check_block_text(start, end, column)

    def _check_indentation(self, start: Any, end: Any, column: int) -> None:
        """Refuse quoted or bracketed lines that are not indented deeper."""
        if start.line == end.line:
            return
        for number, line in enumerate(self.text.split("\n")[start.line + 1 : end.line + 1], start.line + 2):
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                message = "This line goes on with what is in quotes or brackets, and is not indented."
                self._add(number, 1, _SYNTAX, message, "Indent it deeper than the key or dash above.")

    def _check_block_text(self, start: Any, end: Any, column: int) -> None:
        sign, lead = self.text[start.index], _LEADING_LINES.match(self.text, start.index, end.index)
        header = _BLOCK_HEADER.match(self.text, start.index)
        if header is None:
            self._note(start, _SYNTAX, f"Something follows the `{sign}` directly.", "Put a space before it.")
        elif start.column <= column:
            self._note(start, _SYNTAX, f"The `{sign}` is not indented.", "Put it behind the key.")
        elif lead and len(lead[2]) < max(map(len, lead[1].split("\n"))):
            message = "An empty line has more spaces than the first line of the text below it."
            self._note(start, _SYNTAX, message, "Delete the spaces of the empty line.")
        elif "-" not in header[0] and not self.text.endswith("\n") and not self.text[end.index :].strip():
            message = "The text goes to the end of the file, which has no line end."
            self._note(start, _SYNTAX, message, "End the file with a line end.")

    def _check_between_scalars(self) -> None:
        """Refuse explicit keys, and comments without a space before them."""
        if not _SUSPECT.search(self.text):
            return
        events: Iterator[Any] = yaml.parse(self.text, Loader=yaml.CSafeLoader)
        marks: Any = ((one.start_mark, one.end_mark) for one in events if one.__class__ is yaml.ScalarEvent)
        spans = [(start.index, end.index) for start, end in marks]
        end = 0
        for start, following in [*spans, (len(self.text), 0)]:
            for found in _COMMENT_OR_KEY_SIGN.finditer(self.text, end, start):
                at = found.start()
                place = self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)
                if found.group() == "?":
                    fix = "Write `key: value`; put a text that begins with a question mark in quotes."
                    self._add(*place, "complex-key", "A question mark that announces a key.", fix)
                elif self.text[at - 1 : at].strip():
                    message = "A comment begins right behind something else."
                    self._add(*place, _SYNTAX, message, "Put a space before the number sign.")
            end = max(end, following)

    # --- problems ----------------------------------------------------------------------------------------------------

    def _stop(self, mark: Any, *fault: str) -> None:
        self._note(mark, *fault)
        raise _Stop

    def _note(self, mark: Any, *fault: str) -> None:
        self._add(*_position(mark), *fault)

    def _add(self, line: int, column: int, rule: str, message: str, fix: str) -> None:
        self.document.problems.append(Problem(self.document.path, line, column, rule, message, fix))
        if len(self.document.problems) >= MOST_IN_A_FILE:
            raise _Stop

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        """Report where libyaml stops.

        Some of that is valid YAML, so the message does not call it invalid.
        """
        what = (error.problem or "it cannot be read").strip()
        mark: Any = error.problem_mark or error.context_mark
        lines = self.text.split("\n")
        before = lines[mark.line][: mark.column] if mark.line < len(lines) else ""
        place = _position(mark)
        fix = next((fix for sign, fix in _FIXES if sign in what), _FIX)
        is_open = "end of stream" in what or "while parsing a flow" in (error.context or "")
        if "mapping values" in what and _KEY.fullmatch(before):
            fix = "Fix the indentation: this line is indented deeper than the previous one, which already has a value."
        elif "expected ':'" in what and (stuck := _stuck_colon(lines, mark.line)):
            place, fix = stuck, "Put a space after the colon."
        elif error.context_mark and is_open:
            place = _position(error.context_mark)  # the beginning of what is still open
            fix = _CLOSE if fix is _FIX else fix
        last = self.text.rstrip("\n").count("\n") + 1
        if place[0] > last:
            place, fix = (_position(self.last), _CLOSE) if self.last else ((last, 1), fix)
        message = f"The YAML reader stops here: {what}."
        self.document.problems.append(Problem(self.document.path, *place, _SYNTAX, message, fix))


def _position(mark: Any) -> tuple[int, int]:
    """Return line and column of a mark, from 1."""
    return mark.line + 1, mark.column + 1


def _stuck_colon(lines: list[str], line: int) -> tuple[int, int] | None:
    """Return where a colon needs a space, near a line."""
    for at in (line, line - 1):
        if 0 <= at < len(lines) and (match := _STUCK.match(lines[at])):
            return at + 1, match.end()
    return None


# --- characters and plain scalars ------------------------------------------------------------------------------------


def forbidden(character: str) -> Fault:
    """Return what is wrong with a forbidden character."""
    if character in _FORBIDDEN:
        return "forbidden-character", *_FORBIDDEN[character]
    name = unicodedata.name(character, "control character").lower()
    message = f"The character U+{ord(character):04X} ({name}) is invisible or changes how text reads."
    return "forbidden-character", message, "Delete it."


def not_nfc(text: str) -> int | None:
    """Return where a text differs from NFC, or None."""
    if unicodedata.is_normalized("NFC", text):
        return None
    pairs = zip(text, unicodedata.normalize("NFC", text), strict=False)
    return next((index for index, (given, normal) in enumerate(pairs) if given != normal), len(text) - 1)


def resolve(text: str) -> str | int | bool | None:
    """Return the value of a scalar without quotes.

    Raises ValueError, with a Fault, for one that must have quotes.
    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in TYPED_SIGNS or not TYPED.fullmatch(text):
        return text
    if not INTEGER.fullmatch(text):
        wanted = f"`{text.lower()}`" if text.lower() in CONSTANTS else "a whole number"
        if re.fullmatch(r"\+?0*[0-9]{1,15}", text):
            wanted = f"`{int(text)}`"
        message = (
            f"{text[:40]!r} without quotes is a number or a constant that not every program reads alike."
        )
        raise ValueError("ambiguous-value", message, f"Write {wanted}; or put it in quotes if it is text.")
    if len(text.removeprefix("-")) > MAX_DIGITS:
        message = f"A number of {len(text.removeprefix('-'))} digits."
        raise ValueError("number-too-long", message, "No figure here is that large.")
    return int(text)
