"""Represent problems of the data as values, never as exceptions."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

Pointer = tuple[str | int, ...]

# The most problems reported per file: nobody fixes more at once, and a stranger's file may have a million.
MOST_IN_A_FILE = 100


class UsageError(Exception):
    """A wrong use of a command, explained in one line."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem of the data.

    path: the file, relative to the root, with forward slashes; line and column: from 1 (0: the file as a whole);
    rule: the kebab-case name of the rule; message: what is wrong, with the value; fix: what to write instead;
    severity: error, warning or notice; pointer: where in the record.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    fix: str
    severity: str = "error"
    pointer: Pointer = ()

    @classmethod
    def at(cls, path: str, pointer: Pointer, message: str, fix: str) -> "Problem":
        """Make a problem that lacks its rule, line and column."""
        return cls(path, 0, 0, "", message, fix, pointer=pointer)


def nearest(name: str, known: Iterable[str], most: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return the known names most similar to a name."""
    names, begin = list(known), name[:100]
    for spelling in (begin, begin.lower(), begin.lower().replace(" ", "_").replace("-", "_")):
        if close := difflib.get_close_matches(spelling, names, n=most, cutoff=cutoff):
            return close
    return [one for one in names if begin in one][:most] if len(begin) > 2 else []


def did_you_mean(name: str, known: Iterable[str], most: int = 1) -> str:
    """Return a question that offers the nearest names, or nothing."""
    close = nearest(name, known, most)
    return f"Did you mean {' or '.join(map(repr, close))}?" if close else ""
