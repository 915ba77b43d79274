"""Tables of tier 2: credits, deals and links."""

from typing import Any

import pytest

from factpack.models.codelists import INVERSE_RELATIONS
from factpack.tables import details, elements, registers
from factpack.tables.table import NamedRow
from test_totals import release, view_of
from test_view import COURIER, item

POTASH, HERRING = "2031-05-prisoners-for-potash", "2028-05-herring-for-passes"


def act(fact_id: str = "one", *items: dict[str, Any], **fields: Any) -> Any:
    return release(fact_id, "2031-05-02", 12, evidence={COURIER: {"1": [item("stage"), *items]}}, **fields)


# --- credits ---------------------------------------------------------------------------------------------------------


def test_credit_says_for_what_and_by_whom() -> None:
    credited = [{"actor": "norland", "how": "brokered"}, {"actor": "ann-sample", "how": "talks"}]
    one = act(
        "one",
        item("credits.norland", attributed_to=["norland-foreign-ministry", "ann-sample"]),
        item("credits.ann-sample", inference="Made up."),
        credits=credited,
    )
    assert [list(row.values()) for row in details.CREDITS.fill(view_of(one)).records()] == [
        ["one", "norland", "Norland", "brokered", "stated", "norland-foreign-ministry; ann-sample"],
        ["one", "ann-sample", "Ann Sample", "talks", "inferred", "courier"],
    ]


# --- deals -----------------------------------------------------------------------------------------------------------


def test_fact_of_two_deals_has_a_row_for_each() -> None:
    deals = [{"deal": POTASH, "contributor": "marovia", "recipient": "norland"}, {"deal": HERRING}]
    one = act(
        "one", item(f"deals.{POTASH}", attributed_to=["ann-sample"]), item(f"deals.{HERRING}"), deals=deals
    )
    rows = {row["deal_id"]: row for row in details.FACT_DEALS.fill(view_of(one)).records()}
    assert list(rows) == [HERRING, POTASH]
    given = rows[POTASH]
    assert (given["contributor_name"], given["recipient_name"]) == ("Marovia", "Norland")
    assert (given["stage"], given["occurred"], given["according_to"]) == ("carried_out", True, "ann-sample")
    assert {rows[HERRING][name] for name in ("contributor", "recipient", "according_to")} == {None}


@pytest.mark.parametrize(
    ("contributor", "recorded"),
    [("marovia", ["marovia"]), ("norland-foreign-ministry", ["norland"]), (None, [])],
)
def test_contribution_of_an_official_is_the_partys(contributor: str | None, recorded: list[str]) -> None:
    given = {"contributor": contributor} if contributor else {}
    one = act("one", deals=[{"deal": POTASH} | given])
    rows = registers.DEAL_PARTIES.fill(view_of(one)).records()
    assert {row["deal_id"] for row in rows} == {POTASH, HERRING}
    assert [row["actor_id"] for row in rows if row["contribution_recorded"]] == recorded


# --- links -----------------------------------------------------------------------------------------------------------


def links(relation: str, *items: dict[str, Any], inference: str | None = None) -> list[NamedRow]:
    link = {"fact": "two", "relation": relation} | ({"inference": inference} if inference else {})
    view = view_of(act("one", *items, links=[link]), act("two"))
    return elements.LINKS.fill(view).records()


def ends(rows: list[NamedRow]) -> list[tuple[str, str, str]]:
    return [(row["fact_id"], row["relation"], row["other_fact_id"]) for row in rows]


@pytest.mark.parametrize(
    ("relation", "back"), [("follows", "precedes"), ("conflicts_with", "conflicts_with")]
)
def test_link_with_an_inverse_is_found_from_both(relation: str, back: str) -> None:
    assert ends(links(relation)) == [("one", relation, "two"), ("two", back, "one")]


def test_link_without_an_inverse_has_one_row() -> None:
    assert ends(links("part_of")) == [("one", "part_of", "two")]
    both_ways = {"possibly_same_as", "conflicts_with", "distinct_from", "possibly_overlaps"}
    assert {"follows": "precedes", **{relation: relation for relation in both_ways}} == INVERSE_RELATIONS


def test_link_that_an_article_states_has_this_basis() -> None:
    assert {row["basis"] for row in links("follows", item("links.two"))} == {"stated"}
    assert {row["basis"] for row in links("follows", item("links.two", inference="Made up."))} == {"inferred"}
    rows = links("follows", inference="Made up.")
    assert [(row["basis"], row["inference"]) for row in rows] == [("inferred", "Made up.")] * 2


def test_link_that_an_article_contradicts_is_contested() -> None:
    rows = links("follows", item("links.two"), item(says={"links.two": "during"}))
    assert [(row["contested"], row["otherwise"]) for row in rows] == [(True, f"during ({COURIER}:1)")] * 2
    assert [(row["contested"], row["otherwise"]) for row in links("follows", item("links.two"))] == [
        (False, None)
    ] * 2


def test_contradiction_concerns_its_own_link_only() -> None:
    both = [{"fact": "two", "relation": "follows"}, {"fact": "three", "relation": "during"}]
    one = act("one", item(says={"links.two": "part_of"}), item("links.three"), links=both)
    rows = elements.LINKS.fill(view_of(one, act("two"), act("three"))).records()
    found = {row["other_fact_id"]: row["contested"] for row in rows if row["fact_id"] == "one"}
    assert found == {"two": True, "three": False}
