"""The differences between two states of the dataset.

`compare` takes two snapshots and returns the records, totals, tables, columns and the version bump that
differ; `formats` writes them. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack import wording
from factpack.differences import ids
from factpack.differences.record_changes import RecordChange, compare_datasets
from factpack.differences.version_bump import VersionBump, compare_columns, required_bump
from factpack.problems import Problem
from factpack.revisions import Snapshot
from factpack.tables.all_tables import build
from factpack.tables.table import Cell, FilledTable, records

# Table → `added`, `removed` and `changed` → the primary keys of such rows.
TableDifferences = dict[str, dict[str, tuple[tuple[str, ...], ...]]]
_NAMED = 5


@dataclass(frozen=True)
class Differences:
    """The differences between two states, base and head.

    fact_count: the facts of the head; totals: the low bounds of `release_totals`, old and new; totals, tables and
    columns: None if they could not be compared; problems: those of the head, ids that vanished or were reused, and
    what could not be compared.
    """

    base: str
    head: str
    fact_count: int
    records: tuple[RecordChange, ...]
    totals: dict[str, tuple[Cell, Cell]] | None
    tables: TableDifferences | None
    columns: dict[str, tuple[str, ...]] | None
    version: VersionBump
    problems: tuple[Problem, ...]


def compare(base: Snapshot, head: Snapshot) -> Differences:
    """Return the differences between two snapshots.

    Records that are unreadable in either snapshot are left out and named in the problems.
    """
    changes = tuple(compare_datasets(base.dataset, head.dataset, base.unread.keys() | head.unread.keys()))
    vanished = tuple(ids.check_ids(base, head))
    totals = tables = columns = None
    if not base.errors and not head.errors:
        before, after = (
            build(one.dataset, one.checked.claims, frozenset(one.dataset.spans)) for one in (base, head)
        )
        totals, tables = _compare_totals(before, after), _compare_tables(before, after)
    if base.columns is not None and head.columns is not None:
        columns = compare_columns(base.columns, head.columns)
    return Differences(
        base=base.label,
        head=head.label,
        fact_count=len(head.dataset.facts),
        records=changes,
        totals=totals,
        tables=tables,
        columns=columns,
        version=required_bump(
            changes,
            columns or {},
            (base.version, head.version),
            has_vanished=bool(vanished),
            tables_differ=bool(tables),
        ),
        problems=(*head.checked.problems, *vanished, *_not_compared(base), *_not_compared(head)),
    )


def _compare_tables(base: tuple[FilledTable, ...], head: tuple[FilledTable, ...]) -> TableDifferences:
    found = {}
    for tables in zip(base, head, strict=True):
        key = tables[0].definition.key
        before, after = (
            {tuple(str(row[name]) for name in key): row for row in table.records()} for table in tables
        )
        if before != after:
            found[tables[0].name] = {
                "added": tuple(one for one in after if one not in before),
                "removed": tuple(one for one in before if one not in after),
                "changed": tuple(one for one, row in after.items() if before.get(one, row) != row),
            }
    return found


def _compare_totals(
    base: tuple[FilledTable, ...], head: tuple[FilledTable, ...]
) -> dict[str, tuple[Cell, Cell]]:
    """Return the totals that differ: old and new low bounds."""
    before, after = (
        {row["total_id"]: row["low"] for row in records(tables, "release_totals")} for tables in (base, head)
    )
    lows = {total: (before.get(total), after.get(total)) for total in {**after, **before}}
    return {total: (old, new) for total, (old, new) in lows.items() if old != new}


def _not_compared(snapshot: Snapshot) -> Iterator[Problem]:
    """Report what could not be compared, and why."""
    files = [name for _, name in sorted(snapshot.unread)]
    files += sorted(snapshot.dataset.unread - {"facts", "seeds"})
    found = []
    if files:
        named = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED} more" if files[_NAMED:] else "")
        found.append(f"{wording.plural(len(files), 'unreadable file')} ({named})")
    if snapshot.errors:
        first = snapshot.errors[0]
        count = f"{wording.plural(len(snapshot.errors), 'error')} under the current rules"
        found.append(
            f"the tables, because of {count}, the first in {first.path}:{first.line}: {first.message}"
        )
    if snapshot.columns is None:
        found.append("the columns, because no datapackage.json describes them")
    if found:
        message = f"Not compared in {snapshot.label}: {'; '.join(found)}"
        yield Problem("facts", 0, 0, "not-compared", message, "", "notice")
