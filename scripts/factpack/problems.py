"""What is wrong with the data, as plain values. Faults of the data are never exceptions."""

from dataclasses import dataclass, replace

Pointer = tuple[str | int, ...]

# So many findings of one file are told: nobody mends more at once, and a stranger's file may have a million.
MOST_IN_A_FILE = 100


class UsageError(Exception):
    """The command cannot do what it was asked: one line for the user, exit code 2."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding.

    path: the file, relative to the root, with forward slashes; line and column: from 1 (0: the file as a whole);
    rule: the kebab-case name of the rule; message: what is wrong, with the value; mend: what to write instead;
    pointer: where in the record, for findings whose line is looked up later; severity: error or warning.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    mend: str
    severity: str = "error"
    pointer: Pointer = ()

    def at(self, line: int, column: int) -> "Problem":
        """The same finding at a line and a column."""
        return replace(self, line=line, column=column)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: where in which file, what is wrong, what to write instead.

    The runner adds the name of the rule and its severity, and looks up the line.
    """

    path: str
    pointer: Pointer
    message: str
    mend: str
