"""Differences → sections of lines for people. Pure.

A line is made of words of this program, which are harmless everywhere, and of `Quoted` text, which comes from records,
names of files or branches, and which each format makes harmless in its own way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factpack import report
from factpack.differences import Differences
from factpack.differences.records import (
    Change,
    ClaimChange,
    EntryChange,
    Evidence,
    FactChange,
    FactSummary,
    RegisterDifferences,
)
from factpack.differences.tables import CellChange, ColumnDifferences, Key, TableDifferences
from factpack.tables.table import Cell

# So many rows that changed alike are told one by one.
_MANY = 3


@dataclass(frozen=True)
class Quoted:
    """Text that comes from the repository or from its user."""

    text: str


Part = str | Quoted


@dataclass(frozen=True)
class Line:
    """A line. depth: how far it is indented, that is, to which line above it belongs."""

    depth: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


def overview(differences: Differences) -> tuple[Line, ...]:
    """What was compared, how much differs, and the version step: short, whatever differs."""
    facts = differences.facts
    claims = [one for fact in facts.changed for one in fact.claims]
    values, links, resolutions = (
        sum(not change.is_wording for fact in facts.changed for change in getattr(fact, of))
        for of in ("values", "links", "resolutions")
    )
    wordings = [one for fact in facts.changed for one in fact.changes if one.is_wording]
    lines = [
        _line(0, "Compared ", Quoted(differences.base), " with ", Quoted(differences.head), "."),
        _line(
            0,
            "Facts: ",
            _counts(
                ("added", len(facts.added)),
                ("changed", len(facts.changed)),
                ("withdrawn", len(facts.withdrawn)),
                ("standing again", len(facts.reinstated)),
            ),
        ),
        _line(
            0,
            "Within the facts that changed: ",
            _counts(
                ("values changed", values),
                ("links changed", links),
                ("resolutions changed", resolutions),
                ("wordings changed", len(wordings)),
                ("claims added", sum(one.old is None for one in claims)),
                ("claims gone", sum(one.new is None for one in claims)),
                ("claims changed", sum(one.old is not None and one.new is not None for one in claims)),
            ),
        ),
    ]
    lines += [
        _line(
            0,
            f"{one.register.capitalize()}: ",
            _counts(("added", len(one.added)), ("gone", len(one.gone)), ("changed", len(one.changed))),
        )
        for one in differences.registers
    ]
    tables = differences.tables or ()
    rows = _counts(
        ("added", sum(len(one.added) for one in tables)),
        ("gone", sum(len(one.gone) for one in tables)),
        ("changed", sum(len(one.changed) for one in tables)),
    )
    compared = differences.tables is not None
    lines.append(_line(0, f"Rows of the tables: {rows if compared else 'not compared'}"))
    lines.append(_line(0, *_version(differences)))
    lines.append(_line(0, f"Findings: {report.summary(differences.problems)}"))
    return tuple(lines)


def sections(differences: Differences) -> Iterator[Section]:
    """Everything that differs. A section without lines is left out."""
    facts = differences.facts
    told: list[tuple[str, Iterable[Line]]] = [
        ("Findings", _findings(differences)),
        ("Facts added", (_fact(one) for one in facts.added)),
        ("Facts changed", (line for one in facts.changed for line in _changed(one))),
        (
            "Facts withdrawn",
            (
                _line(
                    0,
                    *_id(one.fact),
                    ", on ",
                    Quoted(one.date),
                    *((", replaced by ", Quoted(", ".join(one.replaced_by))) if one.replaced_by else ()),
                    ": ",
                    Quoted(one.reason),
                )
                for one in facts.withdrawn
            ),
        ),
        ("Facts that stand again", (_fact(one) for one in facts.reinstated)),
        ("Seeds and registers", (line for one in differences.registers for line in _register(one))),
        ("Columns", _columns(differences.columns) if differences.columns else ()),
        ("Rows of the tables", (line for one in differences.tables or () for line in _table(one))),
    ]
    for heading, lines in told:
        section = Section(heading, tuple(lines))
        if section.lines:
            yield section


def _line(depth: int, *parts: Part) -> Line:
    return Line(depth, parts)


def _counts(*counted: tuple[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counted if number) or "none"


def _version(differences: Differences) -> tuple[Part, ...]:
    step = differences.version
    if step.asked == "none":
        return ("Version step: none, nothing differs",)
    asked: list[Part] = [f"Version step: {step.asked} ({step.reason})"]
    if step.base is None or step.wanted is None:
        return (*asked, "; the base has no version in CHANGELOG.md")
    asked += [", from ", Quoted(step.base), " to ", Quoted(step.wanted), "; CHANGELOG.md "]
    if step.head is None:
        return (*asked, "has no version")
    if step.is_made:
        return (*asked, "makes it: it has ", Quoted(step.head))
    if step.head == step.base:
        return (*asked, "still has ", Quoted(step.head), ", enough while that is not published")
    return (*asked, "falls short of it: it has ", Quoted(step.head))


def _findings(differences: Differences) -> Iterator[Line]:
    for one in differences.problems:
        yield _line(0, f"{one.severity} {one.rule}: ", Quoted(f"{one.message} {one.fix}".strip()))


# --- facts -----------------------------------------------------------------------------------------------------------


def _id(fact: FactSummary) -> tuple[Part, ...]:
    return (Quoted(fact.id), f" ({fact.type})")


def _fact(fact: FactSummary) -> Line:
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


def _changed(fact: FactChange) -> Iterator[Line]:
    yield _line(0, *_id(fact.fact), ": ", Quoted(fact.fact.title))
    for change in fact.changes:
        yield from _change(change, 1)
    corrected = [change for change in fact.changes if not change.is_wording]
    told = {one for change in corrected for one in (*change.old_evidence, *change.new_evidence)}
    for claim in fact.claims:
        # What stands under a value that changed is not told twice.
        if claim.is_wording or not {claim.old, claim.new} <= {None, *told}:
            yield from _claim(claim)


def _change(change: Change, depth: int) -> Iterator[Line]:
    what = Quoted(change.path)
    wording = " (wording)" if change.is_wording else ""
    if change.old is None:
        yield _line(depth, what, f" added{wording}: ", Quoted(change.new or ""))
    elif change.new is None:
        yield _line(depth, what, f" gone{wording}: ", Quoted(change.old))
    else:
        yield _line(depth, what, f"{wording}: ", Quoted(change.old), " → ", Quoted(change.new))
    if not change.is_wording:
        before, now = set(map(_told, change.old_evidence)), set(map(_told, change.new_evidence))
        for one in change.old_evidence:
            yield _line(
                depth + 1,
                "evidence before and now: " if _told(one) in now else "evidence before: ",
                *_told(one),
            )
        for one in change.new_evidence:
            if _told(one) not in before:
                yield _line(depth + 1, "evidence now: ", *_told(one))


def _told(one: Evidence) -> tuple[Part, ...]:
    """A claim in a line, but for the field and the reason."""
    said: tuple[Part, ...] = () if one.supports else (", has ", Quoted(one.value), f" ({one.agreement})")
    credited: tuple[Part, ...] = (
        (", credited to ", Quoted(", ".join(one.attributed_to))) if one.attributed_to else ()
    )
    via: tuple[Part, ...] = (", via ", Quoted(one.via)) if one.via else ()
    misread: tuple[Part, ...] = (", misread: ", Quoted(one.misread)) if one.misread else ()
    words = (Quoted(one.seed_id), f" ¶{one.paragraph} ", Quoted(f'"{one.phrase}"'))
    return (*words, *said, *credited, *via, *misread)


def _claim(claim: ClaimChange) -> Iterator[Line]:
    if claim.old is None or claim.new is None:
        for how, one in (("claim added on ", claim.new), ("claim gone on ", claim.old)):
            if one is not None:
                yield _line(1, how, Quoted(one.path), ": ", *_told(one))
        return
    old, new = _told(claim.old), _told(claim.new)
    if old != new:
        yield _line(1, "claim changed on ", Quoted(claim.new.path), ": ", *old)
        yield _line(2, "now: ", *new)
    else:
        yield _line(1, "inference changed (wording) on ", Quoted(claim.new.path), ": ", *new)
    if claim.old.inference != claim.new.inference:
        before, now = claim.old.inference or "none", claim.new.inference or "none"
        yield _line(2, "inference: ", Quoted(before), " → ", Quoted(now))


# --- seeds and registers ---------------------------------------------------------------------------------------------


def _register(differences: RegisterDifferences) -> Iterator[Line]:
    kind = differences.register[:-1]
    for entry in differences.added:
        yield _line(0, f"{kind} added: ", *_entry(entry))
    for entry in differences.gone:
        yield _line(0, f"{kind} gone: ", *_entry(entry))
    for entry in differences.changed:
        yield _line(0, f"{kind} changed: ", *_entry(entry))
        for change in entry.changes:
            yield from _change(change, 1)


def _entry(entry: EntryChange) -> tuple[Part, ...]:
    return (Quoted(entry.id), ", ", Quoted(entry.name))


# --- tables ----------------------------------------------------------------------------------------------------------


def _columns(differences: ColumnDifferences) -> Iterator[Line]:
    for how, names in (
        ("table added: ", differences.tables_added),
        ("table gone: ", differences.tables_gone),
        ("column added: ", differences.columns_added),
        ("column gone: ", differences.columns_gone),
        ("code added: ", differences.codes_added),
        ("code gone: ", differences.codes_gone),
    ):
        for name in names:
            yield _line(0, how, Quoted(name))
    for name, old, new in differences.columns_retyped:
        yield _line(0, "column of another type: ", Quoted(name), ", ", Quoted(old), " → ", Quoted(new))


def _table(differences: TableDifferences) -> Iterator[Line]:
    rows = _counts(
        ("added", len(differences.added)),
        ("gone", len(differences.gone)),
        ("changed", len(differences.changed)),
    )
    yield _line(0, Quoted(differences.table), f": {rows}")
    for key in differences.added:
        yield _line(1, "added: ", Quoted(" / ".join(key)))
    for key in differences.gone:
        yield _line(1, "gone: ", Quoted(" / ".join(key)))
    alike: dict[tuple[CellChange, ...], list[Key]] = {}
    for row in differences.changed:
        alike.setdefault(row.cells, []).append(row.key)
    for cells, keys in alike.items():
        many = len(keys) > _MANY  # as when a phrase is verified: the same cell in row after row
        how = f"changed alike, {len(keys)} rows: " if many else "changed: "
        for together in [keys] if many else [[key] for key in keys]:
            yield _line(1, how, Quoted("; ".join(map(" / ".join, together))))
            for cell in cells:
                yield _line(
                    2, Quoted(cell.column), ": ", Quoted(_cell(cell.old)), " → ", Quoted(_cell(cell.new))
                )


def _cell(cell: Cell) -> str:
    """A cell as CSV has it; a word for an empty one."""
    if cell is None:
        return "empty"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
