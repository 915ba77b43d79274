"""The differences as text, Markdown or JSON. Pure.

A terminal shows the text, a pull request the Markdown, programs read the JSON. Record contents, file names
and branch names are untrusted: each format escapes them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from factpack.differences import Differences
from factpack.differences.sections import Chunk, DiffLine, Quoted, overview, sections
from factpack.escaping import code_span, escape_controls, escape_line

# --- text ------------------------------------------------------------------------------------------------------------


def as_text(differences: Differences) -> str:
    """Return all differences as indented lines."""
    lines = [_indented(line) for line in overview(differences)]
    for section in sections(differences):
        lines += ["", section.heading, *(f"  {_indented(line)}" for line in section.lines)]
    return "".join(f"{escape_line(line)}\n" for line in lines)


def _indented(line: DiffLine) -> str:
    return "  " * line.depth + "".join(
        chunk.text if isinstance(chunk, Quoted) else chunk for chunk in line.chunks
    )


# --- Markdown --------------------------------------------------------------------------------------------------------

# GitHub rejects a comment of more than 65,536 characters.
MOST_CHARACTERS = 60_000
_LONGEST_QUOTE = 300


def as_markdown(differences: Differences) -> str:
    """Return GitHub Flavored Markdown of fewer than 60,000 characters.

    It serves as the summary of a pull request. Text from the repository appears in code spans only, in which
    markup, addresses, mentions and references to issues have no effect (GFM 0.29, 6.3). If the lines are too
    many, the last ones are cut; the counts come first.
    """
    lines = ["## What this changes in the dataset", ""]
    lines += [_bullet(line) for line in overview(differences)]
    below: list[str] = []
    for section in sections(differences):
        below += ["", f"### {section.heading}", "", *map(_bullet, section.lines)]
    room = MOST_CHARACTERS - _length(lines) - 200
    shown = 0
    for shown, line in enumerate(below):  # noqa: B007  # how many fit
        room -= len(line) + 1
        if room < 0:
            break
    else:
        return _lines(lines + below)
    left_out = sum(line.lstrip().startswith("- ") for line in below[shown:])
    note = (
        f"**Cut off here: {left_out} more lines.** The counts above are complete; `factpack diff` prints all."
    )
    return _lines([*lines, *below[:shown], "", note])


def _length(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _bullet(line: DiffLine) -> str:
    return "  " * line.depth + "- " + "".join(map(_markdown, line.chunks))


def _markdown(chunk: Chunk) -> str:
    if not isinstance(chunk, Quoted):
        return chunk
    text = escape_controls(chunk.text)
    return code_span(text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…")


# --- JSON ------------------------------------------------------------------------------------------------------------


def as_json(differences: Differences) -> str:
    """Return the fields of `Differences` as an ASCII document.

    A problem has path, severity, rule, message and fix. Missing values are null, and so are tables and
    columns that were not compared. ASCII survives any output encoding.
    """
    document: dict[str, Any] = asdict(differences)
    document["problems"] = [
        {
            "path": problem.path,
            "severity": problem.severity,
            "rule": problem.rule,
            "message": problem.message,
            "fix": problem.fix,
        }
        for problem in differences.problems
    ]
    return json.dumps(document, indent=2) + "\n"
