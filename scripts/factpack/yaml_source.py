"""The strict reader of YAML: bytes in, a value out, with a line and a column for every finding.

What is accepted is the part of YAML 1.2 that people write records in: block and flow collections, scalars of the core
schema (null, true, false, whole numbers; everything else is text, dates and `no` included). Refused, each with its
reason: duplicate keys, aliases and anchors, tags, merge keys, further documents, keys that are not plain text, and
characters that hide or reorder text.

Most files have nothing wrong with them and are written as `factpack fmt` writes, so a file is read line by line, without
positions, first (`yaml_quick`); where that does not settle it, and where a finding asks for a position, libyaml reads it
(`yaml_careful`), whose word alone counts.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factpack import text_files, yaml_quick
from factpack.problems import MOST_IN_A_FILE, Pointer, Problem
from factpack.text_files import BYTE_ORDER_MARK
from factpack.yaml_scalars import FORBIDDEN, NOT_NFC, forbidden, not_nfc

if TYPE_CHECKING:
    from factpack.yaml_careful import Reading

MAX_BYTES = 5_000_000

_ORDINARY = b"\n" + bytes(range(0x20, 0x7F))


@dataclass(slots=True)
class Document:
    """One YAML file: its value, and where each part of it stands.

    data: None where the file could not be read, or where it was let go; block_under: see `read`.
    """

    path: str
    text: str
    block_under: str | None = None
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    _reading: "Reading | None" = None

    def without_data(self) -> "Document":
        """The same without the value, which takes much memory and can be read again."""
        return Document(self.path, self.text, self.block_under, None, self.problems)

    def value(self) -> Any:
        """The value, read again where it was let go."""
        return self._read_with_positions().data if self.data is None else self.data

    def locate(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column, from 1, of the value at `pointer`, or of the nearest thing around it that is there."""
        if self._reading is None and len(pointer) == 1 and isinstance(pointer[0], str):
            # Where a notice stands as a rule: libyaml, which would have to be loaded, is not needed for it.
            place = yaml_quick.place(self.text, self.block_under, pointer[0])
            if place is not None:
                return place
        marks = self._read_with_positions().marks
        while pointer and pointer not in marks:
            pointer = pointer[:-1]
        return marks.get(pointer, (1, 1))

    def locate_key(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column, from 1, of the key at `pointer`."""
        return self._read_with_positions().key_marks.get(pointer) or self.locate(pointer)

    def _read_with_positions(self) -> "Reading":
        from factpack import yaml_careful  # and libyaml, which most runs can do without

        if self._reading is None:
            self._reading = yaml_careful.read(self.text, self.block_under)
        return self._reading

    def _settle(self) -> None:
        """Set the value, and what is wrong with it."""
        try:
            self.data = yaml_quick.read(self.text, self.block_under)
        except yaml_quick.Unsettled:
            reading = self._read_with_positions()
            self.problems += [Problem(self.path, *complaint) for complaint in reading.complaints]
            self.data = None if self.problems else reading.data


def read(path: str, raw: bytes, block_under: str | None = None) -> Document:
    """Read one file strictly. All its findings are in `problems`; `data` is None if any of them leaves it in doubt.

    block_under: a top-level key below which mappings must be in block style, but for those under a key `says`: in
    flow style YAML would split a phrase at its comma.
    """
    document = Document(path, "", block_under)
    text = _decode(document, raw)
    if text is None:
        return document
    document.text = text
    if conflict := text_files.merge_conflict(path, text):
        document.problems.append(conflict)
        return document
    if raw.translate(None, _ORDINARY):  # something else stands there than the letters and signs of most files
        _check_characters(document)
    if not document.problems:
        document._settle()
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
        document.problems.append(text_files.not_utf_8(document.path, error))
        return None


def _check_characters(document: Document) -> None:
    if FORBIDDEN.search(document.text) is None and not_nfc(document.text) is None:
        return
    for number, line in enumerate(document.text.split("\n"), 1):
        found = FORBIDDEN.search(line)
        is_of_file = found is not None and (
            found.group() != BYTE_ORDER_MARK or (number, found.start()) == (1, 0)
        )
        if found is not None and is_of_file and found.group() in _THROUGHOUT:
            message, mend = _THROUGHOUT[found.group()]
            _refuse(document, number, found.start() + 1, "forbidden-character", message, mend)
            return  # it is a matter of how the file was saved, and all other lines have it too
        if found is not None:
            _refuse(document, number, found.start() + 1, *forbidden(found.group()))
        if (at := not_nfc(line)) is not None:
            _refuse(document, number, at + 1, *NOT_NFC)
        if len(document.problems) >= MOST_IN_A_FILE:
            return


_THROUGHOUT = {
    "\r": (
        "The line ends in a carriage return, as on Windows (CRLF).",
        "Run `factpack fmt`, which writes LF, or save the file with LF line ends.",
    ),
    BYTE_ORDER_MARK: (
        "The file begins with a byte order mark.",
        "Run `factpack fmt`, which drops it, or save the file as UTF-8 without one.",
    ),
    "\0": ("A character of value 0: this is no text, or it is UTF-16.", "Save the file as UTF-8."),
}
