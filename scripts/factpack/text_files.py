"""Decode text files, and find merge conflicts in them."""

import re

from factpack.problems import Problem

BYTE_ORDER_MARK = "\ufeff"


def decode(raw: bytes, errors: str = "strict") -> str:
    """Decode UTF-8, with LF for any line ending.

    A byte order mark is removed.
    Raises UnicodeDecodeError for invalid bytes, unless `errors` names another codec error handler.
    """
    text = raw.decode("utf-8", errors).removeprefix(BYTE_ORDER_MARK)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def not_utf_8(path: str, error: UnicodeDecodeError) -> Problem:
    """Return a Problem at the first invalid byte."""
    before = error.object[: error.start].decode("utf-8").split("\n")
    message = f"The byte 0x{error.object[error.start]:02x} is not UTF-8."
    fix = "Save the file as UTF-8 without a byte order mark."
    return Problem(path, len(before), len(before[-1]) + 1, "not-utf-8", message, fix)


# Git's conflict markers: seven characters at the beginning of a line, most of them with a name after a space.
_MARKER = re.compile(r"^(?:<{7}|\|{7}|>{7})(?= |\r?$)|^={7}(?=\r?$)", re.MULTILINE)


def merge_conflict(path: str, text: str, is_prose: bool = False) -> Problem | None:
    """Return a Problem for an unresolved merge conflict, or None.

    It is at the first marker.
    is_prose: the text may be Markdown, in which equals signs may underline a heading and bars may form a row of a table.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    found = next((marker for marker in _MARKER.finditer(text) if not is_prose or marker[0][0] in "<>"), None)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    message = "A merge conflict is unresolved here."
    return Problem(path, line, 1, "merge-conflict", message, "Keep one side and delete the markers.")
