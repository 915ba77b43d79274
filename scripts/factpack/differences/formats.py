"""Write the differences as text, Markdown or JSON.

Record contents, file names and branch names are untrusted: each format escapes them.
"""

import html
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import NamedTuple

from factpack import report, wording
from factpack.differences import Differences
from factpack.differences.record_changes import Change, RecordChange
from factpack.differences.version_bump import VersionBump
from factpack.escaping import code_block, escape_controls, escape_line
from factpack.models.codelists import CONFLICT_BETWEEN
from factpack.models.records import FACT_TYPES
from factpack.terminal import PLAIN, Line, Style, set_page

# GitHub rejects a comment of more than 65,536 characters.
MOST_CHARACTERS = 60_000
_LONGEST_LINE = 1000
_FOLDED = "Rows of the derived tables"
_SIGNS = {"added": "+", "removed": "-"}
_COLOURS = {"+": "green", "-": "red"}


Row = tuple[str, str, int]  # its sign (`+`, `-` or a space, as in a diff), its text, and its indentation


class Section(NamedTuple):
    """A heading, and escaped lines that begin with a sign."""

    heading: str
    lines: list[str]
    is_open: bool = True


def sections(differences: Differences) -> Iterator[Section]:
    """Yield counts, facts, other differences and problems."""
    yield _section(f"{differences.base} → {differences.head}", _overview(differences))
    facts = [record for record in differences.records if record.kind in FACT_TYPES]
    for fact in facts:
        yield _section(_name(fact), (row for change in fact.changes for row in _change(change, 0)))
    entries = (record for record in differences.records if record.kind not in FACT_TYPES)
    totals, columns, tables = differences.totals or {}, differences.columns or {}, differences.tables or {}
    names = [(how, name) for how in ("removed", "added") for name in columns.get(how, ())]
    found: dict[str, Iterable[Row]] = {
        "Seeds and registers": (row for entry in entries for row in _entry(entry)),
        "Disagreements": (row for fact in facts for row in _disagreements(fact)),
        "Release totals, low bounds": (
            (" ", f"{total}: {old or 0} → {new or 0}", 0) for total, (old, new) in totals.items()
        ),
        "Tables, columns and codes": ((_SIGNS[how], name, 0) for how, name in names),
        _FOLDED: ((" ", f"{name}: {_counts(rows)}", 0) for name, rows in tables.items()),
    }
    rest = (_section(heading, rows, is_open=heading != _FOLDED) for heading, rows in found.items())
    yield from (section for section in rest if section.lines)
    checked = report.conclusion(differences.fact_count, differences.problems, differences.stopped_by)
    yield Section(checked, report.as_text(differences.problems).splitlines())


def _section(heading: str, rows: Iterable[Row], *, is_open: bool = True) -> Section:
    lines = []
    for sign, text, indent in rows:
        page = set_page([Line(text, indent=indent + 1)], PLAIN)  # an indentation makes wrapped lines hang
        lines += [f"{sign}{line}" for line in page.splitlines()]
    return Section(heading, lines, is_open)


def _overview(differences: Differences) -> Iterator[Row]:
    hows = Counter((record.kind, record.how) for record in differences.records)
    counts = [f"{wording.plural(number, kind)} {how}" for (kind, how), number in hows.items()]
    yield " ", ", ".join(counts) or "no records differ", 0
    rows = "not compared" if differences.tables is None else _counts(*differences.tables.values())
    yield " ", f"rows of the tables: {rows}", 0
    yield " ", f"version bump: {_version(differences.version)}", 0


def _version(version: VersionBump) -> str:
    required = f"{version.bump} ({version.reason})"
    if version.bump == "none":
        return required
    if version.base is None or version.head is None:
        return f"{required}; {'the base' if version.base is None else 'CHANGELOG.md'} has no version"
    verdict = "sufficient" if version.is_sufficient else "too low"
    if version.head == version.base:
        verdict = "sufficient until it is published"
    change = f"from {version.base} to {version.required_version}"
    return f"{required}, {change}; CHANGELOG.md has {version.head}, which is {verdict}"


def _counts(*tables: Mapping[str, Collection[object]]) -> str:
    numbers = {how: sum(len(rows[how]) for rows in tables) for how in ("added", "removed", "changed")}
    return ", ".join(f"{number} {how}" for how, number in numbers.items() if number) or "none"


def _name(record: RecordChange) -> str:
    return f"{record.kind} {record.id} {record.how}: {record.name}"


def _entry(entry: RecordChange) -> Iterator[Row]:
    yield _SIGNS.get(entry.how, " "), _name(entry), 0
    for change in entry.changes if entry.how != "removed" else ():
        yield from _change(change, 4)


def _change(change: Change, indent: int) -> Iterator[Row]:
    is_same = change.old == change.new
    for sign, text in ((" ", change.new),) if is_same else (("-", change.old), ("+", change.new)):
        if text is not None:
            # An element that is an actor or a code has its value as its name.
            name = change.path.removesuffix(f".{text}") + (" (editorial)" if change.is_editorial else "")
            yield sign, f"{name}: {text}", indent
    old, new = change.old_evidence, change.new_evidence
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        sides = ((" ", new[k:m]),) if how == "equal" else (("-", old[i:j]), ("+", new[k:m]))
        yield from (
            (sign, f"{one.place}  {one.words()}", indent + 4) for sign, evidence in sides for one in evidence
        )


def _disagreements(fact: RecordChange) -> Iterator[Row]:
    for change in fact.changes:
        between = change.old_conflict or change.new_conflict
        if between and not (change.old_conflict and change.new_conflict) and change.path != "date_span":
            sign, how = ("-", "closed") if change.old_conflict else ("+", "opened")
            yield sign, f"{how}: {fact.id}, {change.path}. {CONFLICT_BETWEEN.codes[between]}", 0


def as_text(differences: Differences, style: Style = PLAIN) -> str:
    """Return all differences as lines for a terminal."""
    lines = []
    for section in sections(differences):
        lines += ["", style(escape_line(section.heading), "bold")]
        lines += [style(line, _COLOURS[line[0]]) if line[0] in _COLOURS else line for line in section.lines]
    return "".join(f"{line}\n" for line in lines[1:])


def as_markdown(differences: Differences) -> str:
    """Return GitHub Flavored Markdown of about 60,000 characters at most.

    Text from the repository appears only in code blocks and HTML `code` elements, where markup, addresses, mentions and
    issue references have no effect (GFM 0.29, 4.5). If it is too long, each section is cut, then the first facts are
    left out, but never the counts and the problems.
    """
    found = list(sections(differences))
    parts = [""]
    for most in (2000, 300, 100, 30, 10, 3):
        parts = [_details(section, most) for section in found]
        if sum(map(len, parts)) <= MOST_CHARACTERS:
            break
    while sum(map(len, parts)) > MOST_CHARACTERS and len(parts) > 2:
        del parts[1]
    left_out = len(found) - len(parts)
    note = f"**{left_out} more records:** `factpack diff` prints all.\n\n" if left_out else ""
    return f"## What this changes in the dataset\n\n{note}{''.join(parts)}"


def _details(section: Section, most: int) -> str:
    """Return a folding section of at most `most` lines."""
    heading = html.escape(_cut(escape_controls(section.heading)))
    shown = [_cut(line) for line in section.lines[:most]]
    if rest := len(section.lines) - len(shown):
        shown.append(f"  … {rest} more lines: `factpack diff` prints all.")
    block = code_block("".join(f"{line}\n" for line in shown), "diff")
    begin = f"<details{' open' if section.is_open else ''}><summary><code>{heading}</code></summary>"
    return f"{begin}\n\n{block}\n</details>\n\n"


def as_json(differences: Differences) -> str:
    """Return the fields of `Differences` as an ASCII document.

    `problems` and `summary` are those of `validate --format json`.
    """
    found = report.as_json(differences.problems, differences.fact_count, differences.stopped_by)
    document = asdict(differences) | json.loads(found)
    return json.dumps(document, indent=2) + "\n"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"
