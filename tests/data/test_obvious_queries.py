"""The query that comes to mind first gives the right answer: the exports, read as a researcher reads them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pandas as pd

CSV = Path(__file__).parent.parent.parent / "exports/csv"


def table(name: str) -> "pd.DataFrame":
    import pandas as pd  # when it is needed: every process of the tests would load it

    return pd.read_csv(CSV / f"{name}.csv")


def test_adding_up_releases_counts_nobody_twice() -> None:
    numbered = table("releases").dropna(subset="released_value")
    overlaps = table("overlaps").set_index(["fact_id", "other_fact_id"]).relation
    ids = sorted(numbered.fact_id)
    pairs = [(one, other) for one in ids for other in ids if one < other]
    assert len(pairs) >= 3
    for one, other in pairs:
        relation = overlaps.get((one, other)) or overlaps.get((other, one))
        assert relation == "distinct", (one, other)


def test_every_pair_of_release_figures_is_there_once() -> None:
    releases, counts, overlaps = table("releases"), table("counts"), table("overlaps")
    figures = {*releases[releases.stage.isin(["carried_out", "claimed"])].fact_id}
    figures |= {*counts[(counts.stock_or_flow == "flow") & (counts.unit == "persons")].fact_id}
    pairs = [frozenset(pair) for pair in zip(overlaps.fact_id, overlaps.other_fact_id, strict=True)]
    assert len(pairs) == len(set(pairs)) == len(figures) * (len(figures) - 1) // 2
    assert set().union(*pairs) == figures


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("releases", "released"),
        ("counts", "value"),
        ("meetings", "delegation_size"),
        ("breakdowns", "number"),
    ],
)
def test_a_mean_never_takes_a_bound_for_a_number(name: str, prefix: str) -> None:
    rows = table(name).dropna(subset=f"{prefix}_text")
    bounded = rows[~rows[f"{prefix}_qualifier"].isin(["exact", "about"])]
    assert bounded[f"{prefix}_value"].isna().all()
    exact = rows[rows[f"{prefix}_qualifier"] == "exact"]
    assert len(exact) > 0
    assert (exact[f"{prefix}_value"] == exact[f"{prefix}_lower"]).all()
    assert (exact[f"{prefix}_value"] == exact[f"{prefix}_upper"]).all()
    both = rows.dropna(subset=[f"{prefix}_lower", f"{prefix}_upper"])
    assert (both[f"{prefix}_lower"] <= both[f"{prefix}_upper"]).all()


def test_stage_tells_promised_from_done() -> None:
    sanctions = table("sanctions").set_index("fact_id").stage
    assert sanctions["2025-09-us-promises-to-lift-belavia-sanctions"] == "promised"
    assert sanctions["2025-12-13-us-announces-lifting-potash-sanctions"] == "announced"
    lifting = table("sanctions").query("measure in ('lift', 'ease')")
    assert len(lifting) > 2
    assert "in_force" not in set(lifting.stage)


def test_one_report_retold_is_one_origin() -> None:
    visit = table("meetings").set_index("fact_id").loc["2025-02-12-smith-visit-to-belarus"]
    assert (visit.seed_count, visit.origin_count) == (4, 1)
    freed = table("releases").set_index("fact_id").loc["2025-12-13-prisoners-freed-after-coale-talks"]
    assert (freed.seed_count, freed.origin_count) == (2, 1)  # the commentary's origin is not known


def test_the_breakdown_that_does_not_add_up_says_so() -> None:
    parts = table("breakdowns").set_index(["fact_id", "key"])
    freed = "2025-12-13-prisoners-freed-after-coale-talks"
    assert parts.loc[(freed, "received-by-ukraine")].holds == "yes"
    belarusians = parts.loc[(freed, "belarusians")]
    assert (belarusians.holds, belarusians.gap) == ("no", 5)


def test_every_paragraph_is_accounted_for() -> None:
    paragraphs = table("paragraphs")
    assert len(paragraphs) >= 102  # those of the first five articles; a pull request may bring a sixth
    unused = paragraphs[paragraphs.status == "unused"]
    assert unused.reason.notna().all()
    cited = paragraphs[paragraphs.status == "cited"]
    assert (cited.claim_count > 0).all()


def test_phrases_are_short_and_values_join_to_facts() -> None:
    claims, facts = table("claims"), table("facts")
    assert claims.phrase.str.len().max() <= 90
    assert set(claims.fact_id) == set(facts.fact_id)


def test_parts_by_citizenship_join_the_actors() -> None:
    parts, actors = table("breakdowns"), table("actors")
    by_state = parts[parts.by == "citizenship"].merge(actors, left_on="citizenship", right_on="actor_id")
    assert len(by_state) == (parts.by == "citizenship").sum() > 0
    assert set(by_state.kind) == {"state"}
    americans = by_state[by_state.citizenship == "united-states"]
    assert {"us-citizens", "americans"} <= set(americans.key)  # whatever the articles call them
    arrived = parts[parts.by == "arrival"].merge(table("places"), on="place_id")
    assert len(arrived) == (parts.by == "arrival").sum() > 0


def test_who_acts_for_one_state_is_one_group() -> None:
    releases = table("releases")
    belarus = releases[releases.released_by_body == "belarus"]
    assert {"belarus", "alexander-lukashenko"} <= set(belarus.released_by)
    bodies = table("actors").set_index("actor_id").body
    assert bodies["christopher-smith"] == bodies["trump-administration"] == "united-states"
    assert bodies["viasna"] == "viasna"  # within none
    sanctions = table("sanctions").dropna(subset="actor")
    assert (sanctions.actor_body == sanctions.actor.map(bodies)).all()


def test_places_are_grouped_by_the_outermost() -> None:
    places = table("places").set_index("place_id").outermost
    assert places["us-embassy-vilnius"] == places["klaipeda"] == "lithuania-territory"
    assert places["border-town"] == "border-town"  # in which country, no article says


def test_meetings_tell_whether_somebody_is_unnamed() -> None:
    meetings = table("meetings").set_index("fact_id").all_named
    assert meetings["2025-12-12-coale-lukashenko-talks"]
    assert not meetings["2025-02-12-kgb-head-meets-us-officials"]  # known by their office alone
    assert not meetings["2025-02-us-official-tells-cnn"]  # an actor, of kind unnamed
    participants = table("participants").groupby("fact_id").named.all()
    assert (participants == meetings).all()
