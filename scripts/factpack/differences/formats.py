"""Differences → text for a terminal, Markdown for the summary of a pull request, JSON for programs. Pure.

Whatever stands in a record, in a file's name or in the name of a branch may stand in a difference: none of it may act.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from factpack.differences import Differences
from factpack.differences.telling import Line, Part, Quoted, overview, sections
from factpack.escaping import code_span, escape_controls, escape_line

# --- text ------------------------------------------------------------------------------------------------------------


def as_text(differences: Differences) -> str:
    """All of it, as indented lines."""
    told = [_indented(line) for line in overview(differences)]
    for section in sections(differences):
        told += ["", section.heading, *(f"  {_indented(line)}" for line in section.lines)]
    return "".join(f"{escape_line(line)}\n" for line in told)


def _indented(line: Line) -> str:
    return "  " * line.depth + "".join(one.text if isinstance(one, Quoted) else one for one in line.parts)


# --- Markdown --------------------------------------------------------------------------------------------------------

# GitHub refuses a comment of more than 65,536 characters, and whoever reads a summary stops long before.
MOST_CHARACTERS = 60_000
_LONGEST_QUOTE = 300


def as_markdown(differences: Differences) -> str:
    """For the summary of a pull request: GitHub Flavored Markdown of fewer than 60,000 characters.

    What comes from the repository stands in code spans, and nowhere else: there no markup, address, mention or reference
    to an issue is read (GFM 0.29, 6.3). What does not fit is cut off after a whole line; the counts stand before it.
    """
    told = ["## What this changes in the dataset", ""]
    told += [_bullet(line) for line in overview(differences)]
    body: list[str] = []
    for section in sections(differences):
        body += ["", f"### {section.heading}", "", *map(_bullet, section.lines)]
    room = MOST_CHARACTERS - _length(told) - 200
    taken = 0
    for taken, line in enumerate(body):  # noqa: B007  # how many fit
        room -= len(line) + 1
        if room < 0:
            break
    else:
        return _lines(told + body)
    left_out = sum(line.lstrip().startswith("- ") for line in body[taken:])
    note = (
        f"**Cut off here: {left_out} more lines.** The counts above are complete; `factpack diff` prints all."
    )
    return _lines([*told, *body[:taken], "", note])


def _length(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _bullet(line: Line) -> str:
    return "  " * line.depth + "- " + "".join(map(_part, line.parts))


def _part(part: Part) -> str:
    """Return a part of a line; quoted text as a code span, cut to a readable length."""
    if not isinstance(part, Quoted):
        return part
    text = escape_controls(part.text)
    return code_span(text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…")


# --- JSON ------------------------------------------------------------------------------------------------------------


def as_json(differences: Differences) -> str:
    """One document with the fields of `Differences`; of a finding path, severity, rule, message and mend.

    What is not there is null; tables and columns are null where they were not compared. All of it is ASCII, so that no
    encoding of the output can spoil it.
    """
    document: dict[str, Any] = asdict(differences)
    document["problems"] = [
        {
            "path": one.path,
            "severity": one.severity,
            "rule": one.rule,
            "message": one.message,
            "mend": one.fix,
        }
        for one in differences.problems
    ]
    return json.dumps(document, indent=2) + "\n"
