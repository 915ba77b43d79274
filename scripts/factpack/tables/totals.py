"""Find the figures of freed people that may be added.

It reads rows of tables, for the codebook and the explorer.
The view `safe_totals` of a release's database (`factpack.release_files.sqlite`) computes the same in SQL, from the same two
constants of `factpack.overlaps`; a test holds them against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from factpack import overlaps
from factpack.tables.table import FilledTable, records


@dataclass(frozen=True)
class Addend:
    """A figure of freed people that has a lower bound.

    added: whether it counts nobody whom one before it counts.
    """

    fact_id: str
    reported: str
    lower: int
    added: bool


def addends(tables: Sequence[FilledTable]) -> list[Addend]:
    """Return the figures that have a lower bound, largest first.

    Only what took place or was published.
    """
    figures: dict[str, tuple[str, int]] = {
        row["fact_id"]: (row["released_text"], row["released_lower"])
        for row in records(tables, "releases")
        if row["stage"] == overlaps.ADDED_STAGE and row["released_lower"] is not None
    }
    figures |= {
        row["fact_id"]: (row["value_text"], row["value_lower"])
        for row in records(tables, "counts")
        if row["measure"] in overlaps.RUNNING_TOTALS and row["value_lower"] is not None
    }
    distinct = {
        frozenset((row["fact_id"], row["other_fact_id"]))
        for row in records(tables, "overlaps")
        if row["relation"] == "distinct"
    }
    taken = overlaps.safe_total({fact_id: lower for fact_id, (_, lower) in figures.items()}, distinct)
    return [
        Addend(fact_id, reported, lower, fact_id in taken)
        for fact_id, (reported, lower) in sorted(figures.items(), key=lambda one: (-one[1][1], one[0]))
    ]
