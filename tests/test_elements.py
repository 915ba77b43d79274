"""The table of links."""

from typing import Any

import pytest

from factpack.tables import elements
from factpack.tables.table import NamedRow
from test_totals import release, view_of
from test_view import COURIER, item


def links(relation: str, *items: dict[str, Any], more: tuple[Any, ...] = (), **link: Any) -> list[NamedRow]:
    """The rows of a link from one to two. more: other links of one."""
    written = [{"fact": "two", "relation": relation, **link}, *more]
    one = release("one", links=written, evidence={COURIER: {"1": [item("stage"), *items]}})
    return elements.LINKS.fill(view_of(one, release("two"), release("three"))).records()


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
    link = {"inference": inference} if inference else {}
    rows = [tuple(row[name] for name in names) for row in links("follows", *items, **link)]
    assert rows == [(basis, inference, otherwise is not None, otherwise)] * 2


def test_contradiction_concerns_its_own_link_only() -> None:
    items = (item(says={"links.two": "part_of"}), item("links.three"))
    rows = links("follows", *items, more=({"fact": "three", "relation": "during"},))
    found = {row["other_fact_id"]: row["contested"] for row in rows if row["fact_id"] == "one"}
    assert found == {"two": True, "three": False}
