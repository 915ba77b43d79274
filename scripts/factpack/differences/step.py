"""Which version step a change asks for, and whether CHANGELOG.md makes it. Pure.

CHANGELOG.md says what counts: a column, a table or a code gone is a major step, facts added or values corrected a minor
one, wording a patch.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from factpack.differences.records import FactDifferences, RegisterDifferences
from factpack.differences.tables import ColumnDifferences, TableDifferences

STEPS = ("none", "patch", "minor", "major")


@dataclass(frozen=True)
class VersionStep:
    """asked: none, patch, minor or major, and why; base and head: the versions in CHANGELOG.md, None where it has none.

    wanted: the version that the step leads to; is_made: whether `head` is that far from `base` or further. Both are
    None where a version is not known.
    """

    asked: str
    reason: str
    base: str | None
    head: str | None
    wanted: str | None
    is_made: bool | None


def version_step(
    facts: FactDifferences,
    registers: Iterable[RegisterDifferences],
    tables: Iterable[TableDifferences],
    columns: ColumnDifferences | None,
    vanished: int,
    versions: tuple[str | None, str | None],
) -> VersionStep:
    """The step that differences ask for. vanished: how many ids did; versions: those of both states."""
    asked, reason = _asked(facts, list(registers), list(tables), columns or ColumnDifferences(), vanished)
    base, head = versions
    if base is None:
        return VersionStep(asked, reason, base, head, None, None)
    wanted = _next(base, asked)
    is_made = None if head is None else _made(base, head) >= STEPS.index(asked)
    return VersionStep(asked, reason, base, head, wanted, is_made)


def _asked(
    facts: FactDifferences,
    registers: list[RegisterDifferences],
    tables: list[TableDifferences],
    columns: ColumnDifferences,
    vanished: int,
) -> tuple[str, str]:
    parts = [one for fact in facts.changed for one in fact.changes]
    claims = [one for fact in facts.changed for one in fact.claims]
    entries = [one for register in registers for entry in register.changed for one in entry.changes]
    reasons = {
        "major": {
            "a table is gone": bool(columns.tables_gone),
            "a column is gone": bool(columns.columns_gone),
            "a column has another type": bool(columns.columns_retyped),
            "a code is gone from a closed list": bool(columns.codes_gone),
        },
        "minor": {
            "an id has vanished": bool(vanished),
            "facts were added": bool(facts.added),
            "facts were withdrawn": bool(facts.withdrawn),
            "facts stand again": bool(facts.reinstated),
            "values of facts were corrected": any(not one.is_wording for one in parts),
            "claims were added, corrected or taken out": any(not one.is_wording for one in claims),
            "seeds or registers have other entries or values": any(one.added or one.gone for one in registers)
            or any(not one.is_wording for one in entries),
            "tables, columns or codes were added": bool(
                columns.tables_added or columns.columns_added or columns.codes_added
            ),
        },
        "patch": {
            "the wording differs": any(one.is_wording for one in (*parts, *entries))
            or any(one.is_wording for one in claims),
            "cells that follow from others differ": bool(tables),
        },
    }
    for step, of_step in reasons.items():
        because = [reason for reason, holds in of_step.items() if holds]
        if because:
            return step, "; ".join(because)
    return "none", "nothing differs"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _next(version: str, step: str) -> str:
    major, minor, patch = _numbers(version)
    match step:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
    return version


def _made(base: str, head: str) -> int:
    """How far a version is from an earlier one, as an index of STEPS; 0 for an earlier or the same one."""
    old, new = _numbers(base), _numbers(head)
    if new <= old:
        return STEPS.index("none")
    return next(3 - place for place in range(3) if new[place] != old[place])
