"""The differences as sections of lines for people. Pure.

A line consists of this program's words, which are harmless in every format, and of `Quoted` text from
records, file names or branch names, which each format escapes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factpack import report
from factpack.differences import Differences
from factpack.differences.record_changes import (
    Change,
    ClaimChange,
    EntryChange,
    Evidence,
    FactChange,
    FactSummary,
    RegisterDifferences,
)
from factpack.differences.table_changes import CellChange, ColumnDifferences, Key, TableDifferences
from factpack.tables.table import Cell

# Up to this many rows with the same change are listed separately.
_MOST_SEPARATE = 3


@dataclass(frozen=True)
class Quoted:
    """Text from the repository or from the user."""

    text: str


Chunk = str | Quoted


@dataclass(frozen=True)
class DiffLine:
    """A line of text chunks; depth is its indentation level."""

    depth: int
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[DiffLine, ...]


def overview(differences: Differences) -> tuple[DiffLine, ...]:
    """Return what was compared, the counts and the version bump."""
    facts = differences.facts
    claims = [change for fact in facts.changed for change in fact.claims]
    values, links, resolutions = (
        sum(not change.is_editorial for fact in facts.changed for change in getattr(fact, name))
        for name in ("values", "links", "resolutions")
    )
    editorial = sum(change.is_editorial for fact in facts.changed for change in fact.changes)
    lines = [
        _line(0, "Compared ", Quoted(differences.base), " with ", Quoted(differences.head), "."),
        _line(
            0,
            "Facts: ",
            _counts(
                ("added", len(facts.added)),
                ("changed", len(facts.changed)),
                ("withdrawn", len(facts.withdrawn)),
                ("reinstated", len(facts.reinstated)),
            ),
        ),
        _line(
            0,
            "In changed facts: ",
            _counts(
                ("values changed", values),
                ("links changed", links),
                ("resolutions changed", resolutions),
                ("editorial changes", editorial),
                ("claims added", sum(change.old is None for change in claims)),
                ("claims removed", sum(change.new is None for change in claims)),
                ("claims changed", sum(None not in (change.old, change.new) for change in claims)),
            ),
        ),
    ]
    lines += [
        _line(
            0,
            f"{register.register.capitalize()}: ",
            _counts(
                ("added", len(register.added)),
                ("removed", len(register.removed)),
                ("changed", len(register.changed)),
            ),
        )
        for register in differences.registers
    ]
    tables = differences.tables or ()
    rows = _counts(
        ("added", sum(len(table.added) for table in tables)),
        ("removed", sum(len(table.removed) for table in tables)),
        ("changed", sum(len(table.changed) for table in tables)),
    )
    compared = differences.tables is not None
    lines.append(_line(0, f"Rows of the tables: {rows if compared else 'not compared'}"))
    lines.append(_line(0, *_version_chunks(differences)))
    lines.append(_line(0, f"Problems: {report.summary(differences.problems)}"))
    return tuple(lines)


def sections(differences: Differences) -> Iterator[Section]:
    """Yield a section for each kind of difference that occurs."""
    facts = differences.facts
    contents: list[tuple[str, Iterable[DiffLine]]] = [
        ("Problems", _problem_lines(differences)),
        ("Facts added", (_fact(fact) for fact in facts.added)),
        ("Facts changed", (line for change in facts.changed for line in _fact_change(change))),
        (
            "Facts withdrawn",
            (
                _line(
                    0,
                    *_fact_id(withdrawal.fact),
                    ", on ",
                    Quoted(withdrawal.date),
                    *(
                        (", replaced by ", Quoted(", ".join(withdrawal.replaced_by)))
                        if withdrawal.replaced_by
                        else ()
                    ),
                    ": ",
                    Quoted(withdrawal.reason),
                )
                for withdrawal in facts.withdrawn
            ),
        ),
        ("Facts reinstated", (_fact(fact) for fact in facts.reinstated)),
        (
            "Seeds and registers",
            (line for register in differences.registers for line in _register_lines(register)),
        ),
        ("Columns", _column_lines(differences.columns) if differences.columns else ()),
        ("Rows of the tables", (line for table in differences.tables or () for line in _table_lines(table))),
    ]
    for heading, lines in contents:
        section = Section(heading, tuple(lines))
        if section.lines:
            yield section


def _line(depth: int, *chunks: Chunk) -> DiffLine:
    return DiffLine(depth, chunks)


def _counts(*counted: tuple[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counted if number) or "none"


def _version_chunks(differences: Differences) -> tuple[Chunk, ...]:
    version = differences.version
    if version.bump == "none":
        return ("Version bump: none, nothing differs",)
    required: list[Chunk] = [f"Version bump: {version.bump} ({version.reason})"]
    if version.base is None or version.required_version is None:
        return (*required, "; the base has no version in CHANGELOG.md")
    required += [", from ", Quoted(version.base), " to ", Quoted(version.required_version)]
    if version.head is None:
        return (*required, "; CHANGELOG.md has no version")
    required += ["; CHANGELOG.md has ", Quoted(version.head)]
    if version.is_sufficient:
        return (*required, ", which is sufficient")
    if version.head == version.base:
        return (*required, ", which is sufficient until it is published")
    return (*required, ", which is too low")


def _problem_lines(differences: Differences) -> Iterator[DiffLine]:
    for problem in differences.problems:
        words = f"{problem.message} {problem.fix}".strip()
        yield _line(0, f"{problem.severity} {problem.rule}: ", Quoted(words))


# --- facts -----------------------------------------------------------------------------------------------------------


def _fact_id(fact: FactSummary) -> tuple[Chunk, ...]:
    return (Quoted(fact.id), f" ({fact.type})")


def _fact(fact: FactSummary) -> DiffLine:
    claims = f"{fact.claim_count} claim{'' if fact.claim_count == 1 else 's'} from "
    return _line(
        0,
        Quoted(fact.id),
        f" ({fact.type}, {fact.stage}, {fact.principal_field} ",
        Quoted(fact.principal_value),
        ", date ",
        Quoted(fact.date),
        f"; {claims}",
        Quoted(", ".join(fact.seeds)),
        "): ",
        Quoted(fact.title),
    )


def _fact_change(fact: FactChange) -> Iterator[DiffLine]:
    yield _line(0, *_fact_id(fact.fact), ": ", Quoted(fact.fact.title))
    for change in fact.changes:
        yield from _change(change, 1)
    corrected = [change for change in fact.changes if not change.is_editorial]
    listed = {item for change in corrected for item in (*change.old_evidence, *change.new_evidence)}
    for claim in fact.claims:
        # Evidence listed under a changed value is not repeated.
        if claim.is_editorial or not {claim.old, claim.new} <= {None, *listed}:
            yield from _claim_change(claim)


def _change(change: Change, depth: int) -> Iterator[DiffLine]:
    path = Quoted(change.path)
    editorial = " (editorial)" if change.is_editorial else ""
    if change.old is None:
        yield _line(depth, path, f" added{editorial}: ", Quoted(change.new or ""))
    elif change.new is None:
        yield _line(depth, path, f" removed{editorial}: ", Quoted(change.old))
    else:
        yield _line(depth, path, f"{editorial}: ", Quoted(change.old), " → ", Quoted(change.new))
    if not change.is_editorial:
        before, now = (
            set(map(_evidence_chunks, change.old_evidence)),
            set(map(_evidence_chunks, change.new_evidence)),
        )
        for evidence in change.old_evidence:
            chunks = _evidence_chunks(evidence)
            when = "evidence before and now: " if chunks in now else "evidence before: "
            yield _line(depth + 1, when, *chunks)
        for evidence in change.new_evidence:
            chunks = _evidence_chunks(evidence)
            if chunks not in before:
                yield _line(depth + 1, "evidence now: ", *chunks)


def _evidence_chunks(evidence: Evidence) -> tuple[Chunk, ...]:
    """Return a claim without its field and inference."""
    value: tuple[Chunk, ...] = ()
    if not evidence.supports:
        value = (", has ", Quoted(evidence.value), f" ({evidence.agreement})")
    credited: tuple[Chunk, ...] = ()
    if evidence.attributed_to:
        credited = (", credited to ", Quoted(", ".join(evidence.attributed_to)))
    via: tuple[Chunk, ...] = (", via ", Quoted(evidence.via)) if evidence.via else ()
    misread: tuple[Chunk, ...] = (", misread: ", Quoted(evidence.misread)) if evidence.misread else ()
    words = (Quoted(evidence.seed_id), f" ¶{evidence.paragraph} ", Quoted(f'"{evidence.phrase}"'))
    return (*words, *value, *credited, *via, *misread)


def _claim_change(claim: ClaimChange) -> Iterator[DiffLine]:
    if claim.old is None or claim.new is None:
        for how, evidence in (("claim added on ", claim.new), ("claim removed on ", claim.old)):
            if evidence is not None:
                yield _line(1, how, Quoted(evidence.path), ": ", *_evidence_chunks(evidence))
        return
    old, new = _evidence_chunks(claim.old), _evidence_chunks(claim.new)
    if old != new:
        yield _line(1, "claim changed on ", Quoted(claim.new.path), ": ", *old)
        yield _line(2, "now: ", *new)
    else:
        yield _line(1, "inference changed (editorial) on ", Quoted(claim.new.path), ": ", *new)
    if claim.old.inference != claim.new.inference:
        before, now = claim.old.inference or "none", claim.new.inference or "none"
        yield _line(2, "inference: ", Quoted(before), " → ", Quoted(now))


# --- seeds and registers ---------------------------------------------------------------------------------------------


def _register_lines(differences: RegisterDifferences) -> Iterator[DiffLine]:
    kind = differences.register[:-1]
    for entry in differences.added:
        yield _line(0, f"{kind} added: ", *_entry_chunks(entry))
    for entry in differences.removed:
        yield _line(0, f"{kind} removed: ", *_entry_chunks(entry))
    for entry in differences.changed:
        yield _line(0, f"{kind} changed: ", *_entry_chunks(entry))
        for change in entry.changes:
            yield from _change(change, 1)


def _entry_chunks(entry: EntryChange) -> tuple[Chunk, ...]:
    return (Quoted(entry.id), ", ", Quoted(entry.name))


# --- tables ----------------------------------------------------------------------------------------------------------


def _column_lines(differences: ColumnDifferences) -> Iterator[DiffLine]:
    for how, names in (
        ("table added: ", differences.tables_added),
        ("table removed: ", differences.tables_removed),
        ("column added: ", differences.columns_added),
        ("column removed: ", differences.columns_removed),
        ("code added: ", differences.codes_added),
        ("code removed: ", differences.codes_removed),
    ):
        for name in names:
            yield _line(0, how, Quoted(name))
    for name, old, new in differences.columns_retyped:
        yield _line(0, "column of another type: ", Quoted(name), ", ", Quoted(old), " → ", Quoted(new))


def _table_lines(differences: TableDifferences) -> Iterator[DiffLine]:
    rows = _counts(
        ("added", len(differences.added)),
        ("removed", len(differences.removed)),
        ("changed", len(differences.changed)),
    )
    yield _line(0, Quoted(differences.table), f": {rows}")
    for key in differences.added:
        yield _line(1, "added: ", Quoted(" / ".join(key)))
    for key in differences.removed:
        yield _line(1, "removed: ", Quoted(" / ".join(key)))
    alike: dict[tuple[CellChange, ...], list[Key]] = {}
    for row in differences.changed:
        alike.setdefault(row.cells, []).append(row.key)
    for cells, keys in alike.items():
        is_grouped = len(keys) > _MOST_SEPARATE  # verifying a phrase changes the same cell of many rows
        how = f"same change in {len(keys)} rows: " if is_grouped else "changed: "
        for group in [keys] if is_grouped else [[key] for key in keys]:
            yield _line(1, how, Quoted("; ".join(map(" / ".join, group))))
            for cell in cells:
                yield _line(
                    2, Quoted(cell.column), ": ", Quoted(_cell(cell.old)), " → ", Quoted(_cell(cell.new))
                )


def _cell(cell: Cell) -> str:
    """Return a cell as CSV has it; "empty" for None."""
    if cell is None:
        return "empty"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
