"""The version bump that the differences require. Pure.

CHANGELOG.md defines it: removing a column, a table or a code is a major bump, adding facts or correcting
values a minor one, an editorial change a patch.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from factpack.differences.record_changes import FactDifferences, RegisterDifferences
from factpack.differences.table_changes import ColumnDifferences, TableDifferences

LEVELS = ("none", "patch", "minor", "major")


@dataclass(frozen=True)
class VersionBump:
    """The required version bump, and whether CHANGELOG.md makes it.

    bump: none, patch, minor or major; base and head: the versions in CHANGELOG.md, None if it has none;
    required_version: the base version with the bump applied; is_sufficient: whether `head` is at least that
    bump away from `base`. Both are None if a version is unknown.
    """

    bump: str
    reason: str
    base: str | None
    head: str | None
    required_version: str | None
    is_sufficient: bool | None


def required_bump(
    facts: FactDifferences,
    registers: Iterable[RegisterDifferences],
    tables: Iterable[TableDifferences],
    columns: ColumnDifferences | None,
    vanished: int,
    versions: tuple[str | None, str | None],
) -> VersionBump:
    """Return the version bump that the differences require.

    vanished: the number of ids that vanished; versions: those of base and head.
    """
    bump, reason = _bump_and_reason(
        facts, list(registers), list(tables), columns or ColumnDifferences(), vanished
    )
    base, head = versions
    if base is None:
        return VersionBump(bump, reason, base, head, None, None)
    required_version = _bumped(base, bump)
    is_sufficient = None if head is None else _bump_between(base, head) >= LEVELS.index(bump)
    return VersionBump(bump, reason, base, head, required_version, is_sufficient)


def _bump_and_reason(
    facts: FactDifferences,
    registers: list[RegisterDifferences],
    tables: list[TableDifferences],
    columns: ColumnDifferences,
    vanished: int,
) -> tuple[str, str]:
    parts = [change for fact in facts.changed for change in fact.changes]
    claims = [change for fact in facts.changed for change in fact.claims]
    entries = [change for register in registers for entry in register.changed for change in entry.changes]
    reasons = {
        "major": {
            "a table was removed": bool(columns.tables_removed),
            "a column was removed": bool(columns.columns_removed),
            "a column has another type": bool(columns.columns_retyped),
            "a code was removed from a codelist": bool(columns.codes_removed),
        },
        "minor": {
            "an id has vanished": bool(vanished),
            "facts were added": bool(facts.added),
            "facts were withdrawn": bool(facts.withdrawn),
            "facts were reinstated": bool(facts.reinstated),
            "values of facts were corrected": any(not change.is_editorial for change in parts),
            "claims were added, corrected or removed": any(not change.is_editorial for change in claims),
            "seeds or registers have other entries or values": any(
                register.added or register.removed for register in registers
            )
            or any(not change.is_editorial for change in entries),
            "tables, columns or codes were added": bool(
                columns.tables_added or columns.columns_added or columns.codes_added
            ),
        },
        "patch": {
            "the wording differs": any(change.is_editorial for change in (*parts, *entries))
            or any(change.is_editorial for change in claims),
            "derived cells differ": bool(tables),
        },
    }
    for level, conditions in reasons.items():
        met = [reason for reason, is_met in conditions.items() if is_met]
        if met:
            return level, "; ".join(met)
    return "none", "nothing differs"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _bumped(version: str, bump: str) -> str:
    major, minor, patch = _numbers(version)
    match bump:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
    return version


def _bump_between(base: str, head: str) -> int:
    """Return the bump between versions as LEVELS index, or 0."""
    old, new = _numbers(base), _numbers(head)
    if new <= old:
        return LEVELS.index("none")
    return next(3 - place for place in range(3) if new[place] != old[place])
