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
FEBRUARY = "2025-02-12-three-handed-over"
VISIT = "2025-02-12-smith-visit-to-belarus"
BELAVIA = "2025-09-us-promises-to-lift-belavia-sanctions"
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


@pytest.mark.parametrize(
    ("name", "prefix"), [("releases", "released"), ("counts", "value"), ("breakdowns", "number")]
)
def test_mean_never_takes_a_bound_for_a_number(name: str, prefix: str) -> None:
    rows = table(name).dropna(subset=f"{prefix}_text")
    bounded = rows[~rows[f"{prefix}_qualifier"].isin(["exact", "about"])]
    assert len(bounded) > 0
    assert bounded[f"{prefix}_point"].isna().all()
    exact = rows[rows[f"{prefix}_qualifier"] == "exact"]
    assert len(exact) > 0
    assert (exact[f"{prefix}_point"] == exact[f"{prefix}_low"]).all()
    assert (exact[f"{prefix}_point"] == exact[f"{prefix}_high"]).all()
    both = rows.dropna(subset=[f"{prefix}_low", f"{prefix}_high"])
    assert (both[f"{prefix}_low"] <= both[f"{prefix}_high"]).all()
    (mean,) = sql(f"SELECT avg({prefix}_point) FROM {name}")
    assert mean == pytest.approx(rows[f"{prefix}_point"].mean())


# --- where they went, and who ----------------------------------------------------------------------------------------


def test_breakdown_that_does_not_add_up_says_so() -> None:
    parts = table("breakdowns").query("of_key == 'received-by-ukraine'").set_index("part")
    assert list(parts.gap) == [5, 5]
    assert "yes" not in set(parts.adds_up)
    assert "received-by-ukraine" in sql("SELECT of_key FROM breakdowns WHERE gap <> 0")
    assert sql("SELECT count(*) FROM breakdowns WHERE gap <> 0 AND adds_up = 'yes'") == [0]


# --- what occurred, and what was only said ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["releases", "meetings", "sanctions", "facts"])
def test_occurred_tells_done_from_said(name: str) -> None:
    rows = table(name)
    done = set(rows.query("occurred == True").stage)
    assert done == set(sql(f"SELECT DISTINCT stage FROM {name} WHERE occurred"))
    assert done <= {"carried_out", "in_force"}
    assert not done & set(rows.query("occurred == False").stage)
    assert set(rows[rows.occurred.isna()].stage) <= {"claimed", "implied", "reported"}


def test_stage_tells_promised_from_done() -> None:
    lifting = table("sanctions").query("measure in ('lift', 'ease')").set_index("fact_id")
    assert lifting.stage[BELAVIA] == "promised"
    assert lifting.stage[POTASH] == "announced"
    assert len(lifting) > 2
    assert sql("SELECT count(*) FROM sanctions WHERE measure IN ('lift', 'ease') AND occurred") == [0]


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


def test_follows_is_found_from_both_facts() -> None:
    links = table("links")
    follows = {(one.fact_id, one.other_fact_id) for one in links[links.relation == "follows"].itertuples()}
    precedes = set(sql("SELECT other_fact_id, fact_id FROM links WHERE relation = 'precedes'"))
    assert follows == precedes != set()


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


def test_visit_and_the_talks_during_it_are_told_apart() -> None:
    meetings = table("meetings").set_index("fact_id")
    assert meetings.part_of["2025-02-12-smith-lukashenko-talks"] == VISIT
    assert sql("SELECT count(*) FROM meetings WHERE part_of IS NULL AND kind = 'visit'")[0] >= 2
    same = meetings.possibly_same_as.dropna()
    assert len(same) > 0
    assert all(fact_id in ids(same.get(other)) for fact_id, cell in same.items() for other in ids(cell))


# --- who, and how sure -----------------------------------------------------------------------------------------------


def test_who_acts_for_one_state_is_one_group() -> None:
    releases = table("releases")
    belarus = releases[releases.released_by_states == "belarus"]
    assert {"belarus", "alexander-lukashenko"} >= set(belarus.released_by) != set()
    parents = table("actors").set_index("actor_id").top_parent
    assert parents["christopher-smith"] == parents["trump-administration"] == "united-states"
    assert parents["viasna"] == "viasna"  # within none
    sanctions = table("sanctions").dropna(subset="actor_states")
    for row in sanctions.itertuples():
        assert ids(row.actor_states) <= {parents[actor] for actor in ids(row.actors)}
    assert sql("SELECT DISTINCT actor_states FROM sanctions WHERE actors = 'european-union'") == [None]


def test_conflicting_figures_say_so_in_the_row() -> None:
    counts = table("counts").dropna(subset="conflicts_with")
    assert {"2025-02-viasna-prisoners-held", "2025-02-rights-groups-prisoners-held"} <= set(counts.fact_id)
    assert all("value" in ids(cell) for cell in counts.contested_fields)
    assert "counted_as" in ids(sql(f"SELECT contested_fields FROM releases WHERE fact_id = '{DECEMBER}'")[0])


@pytest.mark.parametrize("name", ["releases", "meetings", "sanctions", "counts"])
def test_inferred_field_has_no_claim_that_states_it(name: str) -> None:
    claims = table("claims")
    stated = claims[
        (claims.basis == "stated") & claims.agreement.isin(["same", "finer"]) & claims.element.isna()
    ]
    found = set(zip(stated.fact_id, stated.field, strict=True))
    inferred = [
        (row.fact_id, field) for row in table(name).itertuples() for field in ids(row.inferred_fields)
    ]
    assert inferred
    assert not found & set(inferred)


def test_phrases_are_short_and_values_join_to_facts() -> None:
    claims, facts = table("claims"), table("facts")
    assert claims.phrase.str.len().max() <= 90
    assert set(claims.fact_id) == set(facts[~facts.withdrawn].fact_id)
