"""Determine the version bump that the differences require.

CHANGELOG.md defines it: removing a column, a table or a code is a major bump, adding facts or correcting
values a minor one, an editorial change a patch. Before 1.0.0 a major bump raises the second number, as in semver.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from factpack.differences.record_changes import RecordChange
from factpack.revisions import Columns

LEVELS = ("none", "patch", "minor", "major")


def compare_columns(base: Columns, head: Columns) -> dict[str, tuple[str, ...]]:
    """Return what the exports gained (`added`) and lost (`removed`).

    A column whose type changed is in both. The columns of a new table and the codes of a new column are left out,
    but all codes of a column count that gains or loses its codelist.
    """
    differing = base.keys() ^ head.keys()
    return {
        how: tuple(name for name, whole in side.items() if name in differing and whole not in differing)
        for how, side in (("added", head), ("removed", base))
    }


@dataclass(frozen=True)
class VersionBump:
    """The required version bump, and whether CHANGELOG.md makes it.

    bump: none, patch, minor or major; base and head: the versions in CHANGELOG.md, None if it has none; is_sufficient:
    whether `head` is at least the required version, None if either is unknown.
    """

    bump: str
    reason: str
    base: str | None
    head: str | None
    required_version: str | None
    is_sufficient: bool | None


def required_bump(
    records: Collection[RecordChange],
    columns: Mapping[str, Collection[str]],
    versions: tuple[str | None, str | None],
    tables_differ: bool,
) -> VersionBump:
    """Return the version bump that the differences require."""
    hows = {record.how for record in records} - {"changed"}
    changes = [change for record in records if record.how == "changed" for change in record.changes]
    reasons = (
        ("major", "tables, columns, types or codes were removed", columns.get("removed")),
        *(("minor", f"records were {how}", True) for how in sorted(hows)),
        ("minor", "values or claims were corrected", any(not change.is_editorial for change in changes)),
        ("minor", "tables, columns or codes were added", columns.get("added")),
        ("patch", "the wording differs", records),
        ("patch", "derived cells differ", tables_differ),
        ("none", "nothing differs", True),
    )
    bump = next(level for level, _, is_met in reasons if is_met)
    reason = "; ".join(reason for level, reason, is_met in reasons if is_met and level == bump)
    base, head = versions
    required_version = base and _bumped(base, LEVELS.index(bump))
    is_sufficient = _numbers(head) >= _numbers(required_version) if head and required_version else None
    return VersionBump(bump, reason, base, head, required_version, is_sufficient)


def _numbers(version: str) -> list[int]:
    return [*map(int, version.split("."))]


def _bumped(version: str, level: int) -> str:
    numbers = [*_numbers(version), 0]
    position = 3 - min(level, 3 if numbers[0] else 2)
    return ".".join(map(str, [*numbers[:position], numbers[position] + 1, 0, 0][:3]))
