"""Tables of tier 2: credits, deals and links."""

from typing import Any

import pytest

from factpack.tables import details, elements, registers
from factpack.tables.table import NamedRow
from test_totals import release, view_of
from test_view import COURIER, item

POTASH, HERRING = "2031-05-prisoners-for-potash", "2028-05-herring-for-passes"


def act(fact_id: str = "one", *items: dict[str, Any], **fields: Any) -> Any:
    return release(fact_id, "2031-05-02", 12, evidence={COURIER: {"1": [item("stage"), *items]}}, **fields)


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


def links(relation: str, *items: dict[str, Any], inference: str | None = None) -> list[NamedRow]:
    link = {"fact": "two", "relation": relation} | ({"inference": inference} if inference else {})
    view = view_of(act("one", *items, links=[link]), act("two"))
    return elements.LINKS.fill(view).records()


@pytest.mark.parametrize(
    "relation", ["follows", "conflicts_with", "possibly_same_as", "possibly_overlaps", "part_of"]
)
def test_link_is_found_from_both_ends_if_it_may(relation: str) -> None:
    rows = [(row["fact_id"], row["relation"], row["other_fact_id"]) for row in links(relation)]
    back = [("two", "precedes" if relation == "follows" else relation, "one")]
    assert rows == [("one", relation, "two"), *(back if relation != "part_of" else ())]


@pytest.mark.parametrize(
    ("items", "inference", "basis", "otherwise"),
    [
        ([item("links.two")], None, "stated", None),
        ([item("links.two", inference="Made up.")], None, "inferred", None),
        ([], "Made up.", "inferred", None),
        ([item("links.two"), item(says={"links.two": "during"})], None, "stated", f"during ({COURIER}:1)"),
    ],
)
def test_both_rows_of_a_link_have_its_evidence(
    items: list[dict[str, Any]], inference: str | None, basis: str, otherwise: str | None
) -> None:
    names = ("basis", "inference", "contested", "otherwise")
    rows = [tuple(row[name] for name in names) for row in links("follows", *items, inference=inference)]
    assert rows == [(basis, inference, otherwise is not None, otherwise)] * 2


def test_contradiction_concerns_its_own_link_only() -> None:
    both = [{"fact": "two", "relation": "follows"}, {"fact": "three", "relation": "during"}]
    one = act("one", item(says={"links.two": "part_of"}), item("links.three"), links=both)
    rows = elements.LINKS.fill(view_of(one, act("two"), act("three"))).records()
    found = {row["other_fact_id"]: row["contested"] for row in rows if row["fact_id"] == "one"}
    assert found == {"two": True, "three": False}
