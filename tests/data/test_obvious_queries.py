"""The query that comes to mind first gives the right answer: the exports, read as a researcher reads them.

Each question is asked in pandas, as somebody would who has seen the header of one table. The answers are those that must
stay true whatever else is curated. RECIPES.md asks in SQL too.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pandas as pd

CSV = Path(__file__).parent.parent.parent / "exports/csv"
DECEMBER = "2025-12-13-prisoners-freed-after-coale-talks"
VISIT = "2025-02-12-smith-visit-to-belarus"
BELAVIA = "2025-09-us-promises-to-lift-belavia-sanctions"
POTASH = "2025-12-13-us-announces-lifting-potash-sanctions"


def table(name: str) -> "pd.DataFrame":
    import pandas as pd  # when it is needed: every process of the tests would load it

    return pd.read_csv(CSV / f"{name}.csv")


def ids(cell: object) -> set[str]:
    """The ids in a cell of several, none in an empty one."""
    return set(cell.split("; ")) if isinstance(cell, str) else set()


@pytest.mark.parametrize(("period", "floor"), [("since-2024-07", 553), ("2025", 126)])
def test_freed_at_least_in_a_period(period: str, floor: int) -> None:
    totals = table("release_totals")
    row = totals[(totals.scope == "all") & (totals.period == period)].iloc[0]
    assert row.low >= floor
    assert row.low_with_claimed >= row.low
    assert DECEMBER in ids(row.added)
    assert row.last_day >= "2025-12-13"


def test_adding_up_releases_counts_nobody_twice() -> None:
    releases = table("releases")
    numbered = releases.query("occurred == True and released_low.notna()")
    pairs = table("release_pairs").set_index(["fact_id", "other_fact_id"]).relation
    chosen = sorted(numbered.fact_id)
    between = [pair for pair in pairs.index if set(pair) <= set(chosen)]
    assert len(between) == len(chosen) * (len(chosen) - 1) // 2 > 0
    assert {pairs[pair] for pair in between} == {"distinct"}
    assert numbered.released_low.sum() <= table("release_totals").set_index("total_id").low["all:all"]


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


def test_breakdown_that_does_not_add_up_says_so() -> None:
    breakdowns = table("breakdowns")
    assert list(breakdowns.query("of_key == 'received-by-ukraine'").gap) == [5, 5]
    assert "yes" not in set(breakdowns.query("gap != 0 and gap.notna()").adds_up)


@pytest.mark.parametrize("name", ["releases", "meetings", "sanctions", "facts"])
def test_occurred_tells_done_from_said(name: str) -> None:
    rows = table(name)
    done = set(rows.query("occurred == True").stage)
    assert done <= {"carried_out", "in_force"}
    assert not done & set(rows.query("occurred == False").stage)
    assert set(rows[rows.occurred.isna()].stage) <= {"claimed", "implied", "reported"}


def test_stage_tells_promised_from_done() -> None:
    lifting = table("sanctions").query("measure in ('lift', 'ease')").set_index("fact_id")
    assert lifting.stage[BELAVIA] == "promised"
    assert lifting.stage[POTASH] == "announced"
    assert len(lifting) > 2
    assert lifting.query("occurred == True").empty


def test_what_was_only_proposed_says_by_whom() -> None:
    for name, stages in (
        ("releases", ["planned", "considered", "demanded"]),
        ("sanctions", ["considered", "offered", "promised", "demanded"]),
    ):
        rows = table(name)
        only_said = rows.stage.isin(stages)
        assert only_said.any()
        assert (rows.proposed_by.notna() == only_said).all(), name


def test_relief_before_the_release_is_contested() -> None:
    links = table("links")
    both = links[(links.fact_id == DECEMBER) & (links.other_fact_id == POTASH)]
    assert len(both) == 1
    assert both.contested.all()
    assert both.otherwise.str.contains("commentary-2025-12:1").all()
    assert "links" in ids(table("releases").set_index("fact_id").loc[DECEMBER].contested_fields)


def test_day_of_the_february_visit_and_how_sure_it_is() -> None:
    visit = table("meetings").set_index("fact_id").loc[VISIT]
    assert visit.date == "2025-02-12"
    assert visit.date_origin_count == 1  # four articles, and one report
    assert "date" in ids(visit.contested_fields) | ids(visit.inferred_fields)
    assert len({source.partition(":")[0] for source in ids(visit.sources)}) == 4
    assert (visit.stage_origin_count, visit.origins) == (1, "nyt")
    stage = table("fact_values").query(f"fact_id == '{VISIT}' and path == 'stage'").iloc[0]
    assert stage.origin_count == 1 < stage.seed_count


def test_visit_and_the_talks_during_it_are_told_apart() -> None:
    meetings = table("meetings").set_index("fact_id")
    assert meetings.part_of["2025-02-12-smith-lukashenko-talks"] == VISIT
    assert len(meetings.query("part_of.isna() and kind == 'visit'")) >= 2
    same = meetings.possibly_same_as.dropna()
    assert len(same) > 0
    assert all(fact_id in ids(same.get(other)) for fact_id, cell in same.items() for other in ids(cell))


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
    assert "european-union" in set(table("sanctions").query("actor_states.isna()").actors)


def test_conflicting_figures_say_so_in_the_row() -> None:
    counts = table("counts").dropna(subset="conflicts_with")
    assert {"2025-02-viasna-prisoners-held", "2025-02-rights-groups-prisoners-held"} <= set(counts.fact_id)
    assert all("value" in ids(cell) for cell in counts.contested_fields)
    assert "counted_as" in ids(table("releases").set_index("fact_id").contested_fields[DECEMBER])


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
