"""Write the differences as text, Markdown or JSON.

Record contents, file names and branch names are untrusted: each format escapes them.
"""

import html
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from textwrap import shorten

from factpack import report, wording
from factpack.differences import Differences
from factpack.differences.record_changes import RecordChange
from factpack.escaping import code_block, escape_controls, escape_line
from factpack.models.codelists import CONFLICT_BETWEEN
from factpack.models.records import FACT_TYPES
from factpack.terminal import PLAIN, Line, Style, set_page

# GitHub rejects a comment of more than 65,536 characters.
MOST_CHARACTERS = 60_000
_MOST_LINES = 250  # of a section
_FOLDED = "Rows of the derived tables"
_SIGNS = {"added": "+", "removed": "-"}
_COLOURS = {"+": "green", "-": "red"}


def sections(differences: Differences) -> Iterator[tuple[str, list[str]]]:
    """Yield headings, with escaped lines that begin with a sign."""
    facts = [record for record in differences.records if record.kind in FACT_TYPES]
    entries = [record for record in differences.records if record.kind not in FACT_TYPES]
    totals, columns, tables = differences.totals or {}, differences.columns or {}, differences.tables or {}
    checked = report.conclusion(differences.fact_count, differences.problems, differences.stopped_by)
    found: list[tuple[str, Iterable[str]]] = [
        (f"{differences.base} → {differences.head}", _overview(differences)),
        *((_name(fact), _changes(fact)) for fact in facts),
        ("Seeds and registers", (row for entry in entries for row in _changes(entry, "    "))),
        ("Disagreements", (row for fact in facts for row in _disagreements(fact))),
        ("Release totals", (f"  {name}: {old or 0} → {new or 0}" for name, (old, new) in totals.items())),
        ("Tables, columns and codes", (f"{_SIGNS[how]} {name}" for how in columns for name in columns[how])),
        (_FOLDED, (f"  {name}: {_counts(rows)}" for name, rows in tables.items())),
        (checked, (f"  {problem}" for problem in report.as_text(differences.problems).splitlines())),
    ]
    for heading, rows in found:
        lines = [line for row in rows for line in _wrap(row)]
        if lines or heading == checked:
            yield heading, lines


def _wrap(row: str) -> list[str]:
    """Wrap a row in escaped lines that repeat its sign."""
    sign, text = row[0], row[1:]
    indent = len(text) - len(text.lstrip())
    return [sign + line for line in set_page([Line(text, indent=indent)], PLAIN).splitlines()]


def _overview(differences: Differences) -> Iterator[str]:
    hows = Counter((record.kind, record.how) for record in differences.records)
    counts = [f"{wording.plural(number, kind)} {how}" for (kind, how), number in hows.items()]
    yield f"  {', '.join(counts) or 'no records differ'}"
    version = differences.version
    words = f"  version bump: {version.bump} ({version.reason})"
    if version.bump != "none" and version.required_version:
        words += f", from {version.base} to {version.required_version}"
        words += f"; CHANGELOG.md has {version.head or 'no version'}"
    yield words


def _counts(rows: Mapping[str, Collection[object]]) -> str:
    return ", ".join(f"{len(keys)} {how}" for how, keys in rows.items() if keys)


def _name(record: RecordChange) -> str:
    return f"{record.kind} {record.id} {record.how}: {record.name}"


def _changes(record: RecordChange, indent: str = "") -> Iterator[str]:
    """Yield a record's changes; if indented, its name first."""
    if indent:
        yield f"{_SIGNS.get(record.how, ' ')} {_name(record)}"
    for change in record.changes:
        if record.how in ("added", "removed") and change.path in ("name", "title"):
            continue  # it is in the name
        is_same = change.old == change.new
        for sign, text in ((" ", change.new),) if is_same else (("-", change.old), ("+", change.new)):
            if text is not None:
                # An element that is an actor or a code has its value as its name.
                name = change.path.removesuffix(f".{text}") + (" (editorial)" if change.is_editorial else "")
                yield f"{sign} {indent}{name}: {text}"
        old, new = change.old_evidence, change.new_evidence
        kept = {*old} & {*new}
        both = sorted((*old, *new), key=lambda one: (one.seed_id, one.paragraph, one.phrase))
        for one in dict.fromkeys(both):
            if one not in kept or not is_same:
                sign = " " if one in kept else "-" if one in old else "+"
                yield f"{sign} {indent}    {one.place}  {one.words()}"
        if kept and is_same:
            yield f"  {indent}    ({len(kept)} more, unchanged)"


def _disagreements(fact: RecordChange) -> Iterator[str]:
    for change in fact.changes:
        between = change.old_conflict or change.new_conflict
        if between and not (change.old_conflict and change.new_conflict):
            how = "- closed" if change.old_conflict else "+ opened"
            yield f"{how}: {fact.id}, {change.path}. {CONFLICT_BETWEEN.codes[between]}"


def as_text(differences: Differences, style: Style = PLAIN) -> str:
    """Return all differences as lines for a terminal."""
    lines = []
    for heading, rows in sections(differences):
        lines += ["", style(escape_line(heading), "bold")]
        lines += [style(line, _COLOURS[line[0]]) if line[0] in _COLOURS else line for line in rows]
    return "".join(f"{line}\n" for line in lines[1:])


def as_markdown(differences: Differences) -> str:
    """Return GitHub Flavored Markdown of about 60,000 characters at most.

    Text from the repository appears only in code blocks and HTML `code` elements, where markup, addresses, mentions and
    issue references have no effect (GFM 0.29, 4.5). Long sections are cut, and of too many the first are left out, but
    never the counts and the problems.
    """
    parts = [_details(heading, lines) for heading, lines in sections(differences)]
    count = len(parts)
    while sum(map(len, parts)) > MOST_CHARACTERS and len(parts) > 2:
        del parts[1]
    left_out = count - len(parts)
    note = f"**{left_out} more records:** `factpack diff` prints all.\n\n" if left_out else ""
    return f"## What this changes in the dataset\n\n{note}{''.join(parts)}"


def _details(heading: str, lines: list[str]) -> str:
    state = "" if heading == _FOLDED else " open"
    heading = html.escape(shorten(escape_controls(heading), 400, placeholder="…"))
    if (rest := len(lines) - _MOST_LINES) > 0:
        lines = [*lines[:_MOST_LINES], f"  … {rest} more lines: `factpack diff` prints all."]
    block = code_block("".join(f"{line}\n" for line in lines), "diff")
    return f"<details{state}><summary><code>{heading}</code></summary>\n\n{block}\n</details>\n\n"


def as_json(differences: Differences) -> str:
    """Return the fields of `Differences` as an ASCII document.

    `problems` and `summary` are those of `validate --format json`.
    """
    found = report.as_json(differences.problems, differences.fact_count, differences.stopped_by)
    document = asdict(differences) | json.loads(found)
    return json.dumps(document, indent=2) + "\n"
