"""Compare two states of the dataset, without reading or writing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import shorten

from factpack import wording
from factpack.differences.record_changes import RecordChange, check_ids, compare_records
from factpack.differences.version_bump import VersionBump, compare_columns, required_bump
from factpack.package import Checked
from factpack.problems import Problem
from factpack.revisions import Snapshot
from factpack.tables.all_tables import build
from factpack.tables.table import Cell, NamedRow

Key = tuple[str, ...]
Rows = dict[Key, NamedRow]
# Table → `added`, `removed` and `changed` → the primary keys of such rows.
TableDifferences = dict[str, dict[str, tuple[Key, ...]]]


@dataclass(frozen=True)
class Differences:
    """The differences between two states, base and head.

    fact_count: the facts of the head; totals: total and column → old and new; totals, tables and columns: None if they
    could not be compared; problems: those of the head, ids that vanished, and what was not compared;
    stopped_by: the files of the head with errors that leave rules unchecked.
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
    stopped_by: tuple[str, ...] = ()


def compare(base: Snapshot, head: Snapshot) -> Differences:
    """Return the differences between two snapshots.

    Records that are unreadable in either are left out, and named in the problems.
    """
    changes = tuple(compare_records(base.checked, head.checked))
    totals = tables = columns = None
    if base.checked.is_sound and head.checked.is_sound:
        before, after = _rows(base.checked), _rows(head.checked)
        tables = {name: found for name in after if (found := _compare_rows(before[name], after[name]))}
        old, new = (_totals(rows["release_totals"].values()) for rows in (before, after))
        totals = {key: (old.get(key), new.get(key)) for key in {**new, **old} if old.get(key) != new.get(key)}
    if base.columns is not None and head.columns is not None:
        columns = compare_columns(base.columns, head.columns)
    return Differences(
        base=base.label,
        head=head.label,
        fact_count=len(head.checked.dataset.facts),
        records=changes,
        totals=totals,
        tables=tables,
        columns=columns,
        version=required_bump(changes, columns or {}, (base.version, head.version), bool(tables)),
        problems=(*head.checked.problems, *check_ids(base, head), *_not_compared(base), *_not_compared(head)),
        stopped_by=tuple(sorted(head.checked.dataset.stopped_by)),
    )


def _rows(checked: Checked) -> dict[str, Rows]:
    tables = build(checked.dataset, checked.claims, frozenset(checked.dataset.spans))
    return {
        table.name: {tuple(str(row[name]) for name in table.definition.key): row for row in table.records()}
        for table in tables
    }


def _totals(rows: Iterable[NamedRow]) -> dict[str, Cell]:
    return {f"{row['total_id']}, {name}": row[name] for row in rows for name in ("low", "low_with_claimed")}


def _compare_rows(before: Rows, after: Rows) -> dict[str, tuple[Key, ...]]:
    found = {
        "added": tuple(key for key in after if key not in before),
        "removed": tuple(key for key in before if key not in after),
        "changed": tuple(key for key, row in after.items() if before.get(key, row) != row),
    }
    return found if any(found.values()) else {}


def _not_compared(snapshot: Snapshot) -> Iterator[Problem]:
    dataset = snapshot.checked.dataset
    unread = sorted(dataset.stopped_by - {path for path, _ in dataset.where.values()})
    errors = sum(problem.severity == "error" for problem in snapshot.checked.problems)
    reasons = []
    if unread:
        paths = shorten(", ".join(unread), 200, placeholder=" …")
        reasons.append(f"{wording.plural(len(unread), 'unreadable file')} ({paths})")
    if errors:
        reasons.append(f"tables and totals, because of {wording.plural(errors, 'error')}")
    if snapshot.columns is None:
        reasons.append("columns, because no datapackage.json describes them")
    if reasons:
        message = f"Not compared in {snapshot.label}: {'; '.join(reasons)}."
        yield Problem("facts", 0, 0, "not-compared", message, "", "notice")
