"""What differs between two states of the dataset, in its own terms: facts, values, claims, registers, tables, version.

Two snapshots go in, one value comes out; `telling` puts it into lines, `formats` writes them. Pure.
"""

from dataclasses import dataclass

from factpack.differences import ids, records
from factpack.differences.records import FactDifferences, RegisterDifferences
from factpack.differences.step import VersionStep, version_step
from factpack.differences.tables import ColumnDifferences, TableDifferences, compare_columns, compare_tables
from factpack.problems import Problem
from factpack.revisions import Snapshot
from factpack.tables.build import build
from factpack.tables.table import FilledTable

_NAMED = 5


@dataclass(frozen=True)
class Differences:
    """What differs between two states, base and head.

    tables and columns: None where they could not be compared; problems: ids that vanished or were reused (errors), and
    what could not be compared.
    """

    base: str
    head: str
    facts: FactDifferences
    registers: tuple[RegisterDifferences, ...]
    tables: tuple[TableDifferences, ...] | None
    columns: ColumnDifferences | None
    version: VersionStep
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether no id vanished or was reused, and all of the head could be read."""
        return all(problem.severity != "error" for problem in self.problems)


def compare(base: Snapshot, head: Snapshot) -> Differences:
    """What differs between two snapshots. What could not be read in one of them is named, and left out."""
    unread_facts = base.unread_facts.keys() | head.unread_facts.keys()
    comparable = (base.dataset.facts.keys() | head.dataset.facts.keys()) - unread_facts
    facts = records.compare_facts(base.dataset, head.dataset, comparable)
    unread_seeds = {*base.unread_seeds, *head.unread_seeds}
    unread = base.dataset.unread | head.dataset.unread
    registers = tuple(
        records.compare_register(name, base.dataset, head.dataset, unread_seeds if name == "seeds" else ())
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
        version=version_step(
            facts, registers, tables or (), columns, len(vanished), (base.version, head.version)
        ),
        problems=(*vanished, *_not_compared(base, head)),
    )


def _compare_tables(base: Snapshot, head: Snapshot) -> tuple[TableDifferences, ...] | None:
    if base.errors or head.errors:
        return None
    return tuple(compare_tables(_built(base), _built(head)))


def _built(snapshot: Snapshot) -> tuple[FilledTable, ...]:
    return build(snapshot.dataset, snapshot.claims, frozenset(snapshot.dataset.spans))


def _not_compared(base: Snapshot, head: Snapshot) -> tuple[Problem, ...]:
    """One line for each thing that could not be compared, and why."""
    problems = []
    for one in (base, head):
        severity = "error" if one is head else "notice"
        mend = (
            "Run `factpack validate` and mend what it finds."
            if one is head
            else "It may have been written for other schemas or rules."
        )
        files = [*sorted(one.unread_facts), *one.unread_seeds]
        files += sorted(name for name in one.dataset.unread if name not in ("facts", "seeds"))
        if files:
            named = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED} more" if files[_NAMED:] else "")
            message = f"Of {one.label} {len(files)} records or registers do not read, and were not compared: {named}."
            problems.append(Problem("facts", 0, 0, "not-compared", message, mend, severity))
        if one.errors:
            first = one.errors[0]
            message = (
                f"The tables were not compared: {one.label} has {len(one.errors)} errors by the rules of today, the first in "
                f"{first.path}:{first.line}: {first.message}"
            )
            problems.append(Problem("exports/csv", 0, 0, "tables-not-compared", message, mend, "notice"))
        if one.columns is None:
            message = (
                f"The columns were not compared: {one.label} has no datapackage.json that describes them."
            )
            problems.append(Problem("datapackage.json", 0, 0, "columns-not-compared", message, "", "notice"))
    return tuple(problems)
