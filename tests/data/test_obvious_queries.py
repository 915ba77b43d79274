"""The query that comes to mind first gives the right answer: the exports, read as a researcher reads them.

Each question is asked in pandas and in SQL (DuckDB on the CSV files), as somebody would who has seen the header of one
table. The answers are those that must stay true whatever else is curated.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from factpack.tables.all_tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

CSV = Path(__file__).parent.parent.parent / "exports/csv"
DECEMBER = "2025-12-13-prisoners-freed-after-coale-talks"
VISIT = "2025-02-12-smith-visit-to-belarus"
POTASH = "2025-12-13-us-announces-lifting-potash-sanctions"


def table(name: str) -> "pd.DataFrame":
    import pandas as pd  # when it is needed: every process of the tests would load it

    return pd.read_csv(CSV / f"{name}.csv")


def sql(query: str) -> list[Any]:
    """The rows of a query; of a query for one column, its cells."""
    with duckdb.connect() as connection:
        for one in TABLES:
            connection.execute(f"CREATE VIEW {one.name} AS FROM '{CSV / one.name}.csv'")
        cursor = connection.execute(query)
        rows = cursor.fetchall()
        return [row[0] for row in rows] if len(cursor.description) == 1 else rows


def ids(cell: object) -> set[str]:
    """The ids in a cell of several, none in an empty one."""
    return set(cell.split("; ")) if isinstance(cell, str) else set()


# --- how many were freed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("period", "floor"), [("since-2024-07", 553), ("2025", 126)])
def test_freed_at_least_in_a_period(period: str, floor: int) -> None:
    totals = table("release_totals")
    row = totals[(totals.scope == "all") & (totals.period == period)].iloc[0]
    assert row.low >= floor
    assert row.low_with_claimed >= row.low
    assert DECEMBER in ids(row.added)
    assert row.last_day >= "2025-12-13"
    asked = f"SELECT low, low_with_claimed FROM release_totals WHERE scope = 'all' AND period = '{period}'"
    assert sql(asked) == [(row.low, row.low_with_claimed)]


def test_adding_up_releases_counts_nobody_twice() -> None:
    releases = table("releases")
    numbered = releases.query("occurred == True and released_low.notna()")
    pairs = table("release_pairs").set_index(["fact_id", "other_fact_id"]).relation
    chosen = sorted(numbered.fact_id)
    between = [pair for pair in pairs.index if set(pair) <= set(chosen)]
    assert len(between) == len(chosen) * (len(chosen) - 1) // 2 > 0
    assert {pairs[pair] for pair in between} == {"distinct"}
    (total,) = sql("SELECT sum(released_low) FROM releases WHERE occurred")
    assert total == numbered.released_low.sum()
    assert total <= sql("SELECT low FROM release_totals WHERE total_id = 'all:all'")[0]


# --- where they went, and who ----------------------------------------------------------------------------------------


def test_breakdown_that_does_not_add_up_says_so() -> None:
    parts = table("breakdowns").query("of_key == 'received-by-ukraine'").set_index("part")
    assert list(parts.gap) == [5, 5]
    assert "yes" not in set(parts.adds_up)
    assert "received-by-ukraine" in sql("SELECT of_key FROM breakdowns WHERE gap <> 0")
    assert sql("SELECT count(*) FROM breakdowns WHERE gap <> 0 AND adds_up = 'yes'") == [0]


# --- what occurred, and what was only said ---------------------------------------------------------------------------


def test_what_was_only_proposed_says_by_whom() -> None:
    for name, stages in (
        ("releases", ["planned", "considered", "demanded"]),
        ("sanctions", ["considered", "offered", "promised", "demanded"]),
    ):
        rows = table(name)
        only_said = rows.stage.isin(stages)
        assert only_said.any()
        assert (rows.proposed_by.notna() == only_said).all(), name
    asked = "SELECT proposed_by FROM sanctions WHERE fact_id = '2025-02-viacorka-demands-sanctions-stay'"
    assert sql(asked) == ["franak-viacorka"]


def test_relief_before_the_release_is_contested() -> None:
    links = table("links")
    both = links[(links.fact_id == DECEMBER) & (links.other_fact_id == POTASH)]
    assert len(both) == 1
    assert both.contested.all()
    assert both.otherwise.str.contains("commentary-2025-12:1").all()
    asked = f"SELECT contested FROM links WHERE fact_id = '{DECEMBER}' AND other_fact_id = '{POTASH}'"
    assert sql(asked) == [True]
    assert "links" in ids(table("releases").set_index("fact_id").loc[DECEMBER].contested_fields)


# --- meetings --------------------------------------------------------------------------------------------------------


def test_day_of_the_february_visit_and_how_sure_it_is() -> None:
    visit = table("meetings").set_index("fact_id").loc[VISIT]
    assert visit.date == "2025-02-12"
    assert visit.date_origin_count == 1  # four articles, and one report
    assert "date" in ids(visit.contested_fields) | ids(visit.inferred_fields)
    asked = f"SELECT date_origin_count, contested_fields FROM meetings WHERE fact_id = '{VISIT}'"
    assert sql(asked) == [(1, visit.contested_fields)]


def test_one_report_retold_is_one_origin() -> None:
    visit = table("meetings").set_index("fact_id").loc[VISIT]
    assert len({source.partition(":")[0] for source in ids(visit.sources)}) == 4
    assert (visit.stage_origin_count, visit.origins) == (1, "nyt")
    asked = f"SELECT seed_count, origin_count FROM fact_values WHERE fact_id = '{VISIT}' AND path = 'stage'"
    ((articles, origins),) = sql(asked)
    assert origins == 1 < articles


# --- who, and how sure -----------------------------------------------------------------------------------------------
