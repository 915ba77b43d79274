"""The differences between two states of the dataset.

`compare` takes two snapshots and returns facts, values, claims, registers, tables and the version bump that
differ; `sections` arranges them in lines, `formats` writes them. Pure.
"""

from dataclasses import dataclass

from factpack.differences import ids, record_changes
from factpack.differences.record_changes import FactDifferences, RegisterDifferences
from factpack.differences.table_changes import (
    ColumnDifferences,
    TableDifferences,
    compare_columns,
    compare_tables,
)
from factpack.differences.version_bump import VersionBump, required_bump
from factpack.problems import Problem
from factpack.revisions import Snapshot
from factpack.tables.all_tables import build
from factpack.tables.table import FilledTable

_NAMED = 5


@dataclass(frozen=True)
class Differences:
    """The differences between two states, base and head.

    tables and columns: None if they could not be compared; problems: ids that vanished or were reused
    (errors), and what could not be compared.
    """

    base: str
    head: str
    facts: FactDifferences
    registers: tuple[RegisterDifferences, ...]
    tables: tuple[TableDifferences, ...] | None
    columns: ColumnDifferences | None
    version: VersionBump
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether there is no error among the problems.

        That is, no id vanished or was reused, and all of the head is readable.
        """
        return all(problem.severity != "error" for problem in self.problems)


def compare(base: Snapshot, head: Snapshot) -> Differences:
    """Return the differences between two snapshots.

    Records that are unreadable in either snapshot are left out and named in the problems.
    """
    unread_facts = base.unread_facts.keys() | head.unread_facts.keys()
    comparable = (base.dataset.facts.keys() | head.dataset.facts.keys()) - unread_facts
    facts = record_changes.compare_facts(base.dataset, head.dataset, comparable)
    unread_seeds = {*base.unread_seeds, *head.unread_seeds}
    unread = base.dataset.unread | head.dataset.unread
    registers = tuple(
        record_changes.compare_register(
            name, base.dataset, head.dataset, unread_seeds if name == "seeds" else ()
        )
        for name in ("seeds", "actors", "places", "deals")
        if name == "seeds" or name not in unread
    )
    vanished = list(ids.check_ids(base, head))
    tables = _compare_tables(base, head)
    columns = None
    if base.columns is not None and head.columns is not None:
        columns = compare_columns(base.columns, head.columns)
    return Differences(
        base=base.label,
        head=head.label,
        facts=facts,
        registers=registers,
        tables=tables,
        columns=columns,
        version=required_bump(
            facts, registers, tables or (), columns, len(vanished), (base.version, head.version)
        ),
        problems=(*vanished, *_not_compared(base, head)),
    )


def _compare_tables(base: Snapshot, head: Snapshot) -> tuple[TableDifferences, ...] | None:
    if base.errors or head.errors:
        return None
    return tuple(compare_tables(_tables(base), _tables(head)))


def _tables(snapshot: Snapshot) -> tuple[FilledTable, ...]:
    return build(snapshot.dataset, snapshot.claims, frozenset(snapshot.dataset.spans))


def _not_compared(base: Snapshot, head: Snapshot) -> tuple[Problem, ...]:
    """Report what could not be compared, and why."""
    problems = []
    for snapshot in (base, head):
        severity = "error" if snapshot is head else "notice"
        fix = (
            "Run `factpack validate` and fix the problems that it reports."
            if snapshot is head
            else "It may have been written for other schemas or rules."
        )
        files = [*sorted(snapshot.unread_facts), *snapshot.unread_seeds]
        files += sorted(name for name in snapshot.dataset.unread if name not in ("facts", "seeds"))
        if files:
            named = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED} more" if files[_NAMED:] else "")
            message = f"{len(files)} records or registers of {snapshot.label} are unreadable and were not compared: {named}."
            problems.append(Problem("facts", 0, 0, "not-compared", message, fix, severity))
        if snapshot.errors:
            first = snapshot.errors[0]
            message = (
                f"The tables were not compared: {snapshot.label} has {len(snapshot.errors)} errors under the current "
                f"rules, the first in {first.path}:{first.line}: {first.message}"
            )
            problems.append(Problem("exports/csv", 0, 0, "tables-not-compared", message, fix, "notice"))
        if snapshot.columns is None:
            message = f"The columns were not compared: {snapshot.label} has no datapackage.json that describes them."
            problems.append(Problem("datapackage.json", 0, 0, "columns-not-compared", message, "", "notice"))
    return tuple(problems)
