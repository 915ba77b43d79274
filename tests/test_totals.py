"""Lower-bound totals: the search, the periods, the scopes, and why a figure is left out."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import valid_dataset
from factpack.claims import collect
from factpack.models.records import Count, Fact, Release
from factpack.tables import totals
from factpack.tables.table import NamedRow
from factpack.tables.view import View

DATASET = valid_dataset()
IDS = "abcdefg"
PAIRS = [frozenset(pair) for pair in combinations(IDS, 2)]


# --- the search ------------------------------------------------------------------------------------------------------


def best_by_trying_all(low_bounds: dict[str, int], distinct: set[frozenset[str]]) -> list[str]:
    """Return the best of all sets of figures, by the rule in the docstring of `greatest`."""
    allowed = (
        list(chosen)
        for size in range(len(low_bounds) + 1)
        for chosen in combinations(sorted(low_bounds), size)
        if all(frozenset(pair) in distinct for pair in combinations(chosen, 2))
    )
    return min(allowed, key=lambda chosen: (-sum(low_bounds[one] for one in chosen), len(chosen), chosen))


@given(
    st.dictionaries(st.sampled_from(IDS), st.integers(1, 4), max_size=len(IDS)),
    st.sets(st.sampled_from(PAIRS)),
)
def test_greatest_is_the_best_of_all_sets(low_bounds: dict[str, int], distinct: set[frozenset[str]]) -> None:
    assert totals.greatest(low_bounds, distinct) == best_by_trying_all(low_bounds, distinct)


def test_greatest_of_many_distinct_figures_ends() -> None:
    """Two thousand acts on two thousand days, each told of twice with one figure: 2 ** 1000 equal sums."""
    names = [f"{number:04}" for number in range(2000)]
    distinct = {
        frozenset(pair) for pair in combinations(names[:300], 2) if int(pair[0]) // 2 != int(pair[1]) // 2
    }
    assert totals.greatest(dict.fromkeys(names[:300], 5), distinct) == names[:300:2]
    everything = {frozenset(pair) for pair in combinations(names, 2)}
    assert totals.greatest(dict.fromkeys(names, 5), everything) == names


# --- the tables ------------------------------------------------------------------------------------------------------

EVIDENCE = {"courier-2031-05-03": {"3": [{"phrase": "x", "supports": ["released", "date"]}]}}


def release(
    fact_id: str = "one", date: str = "2031-05-02", released: int | str = 12, **fields: Any
) -> Release:
    """Return a made-up release."""
    record = {
        "id": fact_id, "title": "A release", "stage": "carried_out", "date": date, "released": released, "counted_as": "people",
        "legal_form": "not_stated", "released_by": ["marovia"], "evidence": EVIDENCE,
    }  # fmt: skip
    return Release.model_validate(record | fields)


def running_total(fact_id: str, date: str, value: int | str, **fields: Any) -> Count:
    """Return a made-up count of releases."""
    record = {
        "id": fact_id, "title": "A count", "date": date, "date_span": "throughout",
        "measure": "prisoners_released_in_period", "value": value, "counted_as": "people",
        "evidence": {"courier-2031-05-03": {"11": [{"phrase": "x", "supports": ["value"]}]}},
    }  # fmt: skip
    return Count.model_validate(record | fields)


def view_of(*facts: Fact) -> View:
    """Return a view of the made-up dataset with these facts instead of its own."""
    where = {("facts", fact.id): (f"facts/{fact.id}.yaml", ()) for fact in facts}
    dataset = replace(DATASET, facts={fact.id: fact for fact in facts}, where=DATASET.where | where)
    return View(dataset, collect(dataset), frozenset())


def filled(*facts: Fact) -> tuple[dict[str, NamedRow], dict[tuple[str, str], NamedRow]]:
    """Return the totals by id, and their figures by total and fact."""
    view = view_of(*facts)
    found = totals.RELEASE_TOTALS.fill(view).records()
    figures = totals.RELEASE_TOTAL_FACTS.fill(view).records()
    return {row["total_id"]: row for row in found}, {
        (row["total_id"], row["fact_id"]): row for row in figures
    }


def test_claimed_release_is_only_in_the_second_sum() -> None:
    found, figures = filled(
        release(), claimed := release("two", "2031-06-02", 30, stage="claimed", claimed_by=["marovia"])
    )
    total = found["all:all"]
    assert (total["low"], total["low_with_claimed"], total["added"]) == (12, 42, "one")
    assert figures["all:all", "two"]["reason"] == "unconfirmed"
    only_claimed = filled(claimed)[0]["all:all"]
    assert (only_claimed["low"], only_claimed["low_with_claimed"], only_claimed["added"]) == (0, 30, None)
    assert only_claimed["last_day"] is None


@pytest.mark.parametrize("released", ["dozens", "about 70", "at most 5"])
def test_figure_without_low_bound_is_left_out(released: str) -> None:
    found, figures = filled(release(), release("two", "2031-06-02", released))
    assert found["all:all"]["low"] == 12
    assert (figures["all:all", "two"]["reason"], figures["all:all", "two"]["low"]) == ("no_low_bound", None)
    assert filled(release(released=released)) == ({}, {})


@pytest.mark.parametrize(
    ("date", "periods"),
    [
        ("2031-05-02", {"all", "since-2024-07", "2031"}),
        ("2024-07", {"all", "since-2024-07", "2024"}),
        ("2024-06", {"all", "2024"}),
        ("2024", {"all", "2024"}),
        ("2030-12/2031-01", {"all", "since-2024-07"}),
        ("2031-05/..", {"all", "since-2024-07"}),
        ("../2031-05", {"all"}),
        ("2031-05~", {"all"}),
        ("2031?", {"all"}),
        ("not_stated", {"all"}),
    ],
)  # fmt: skip
def test_figure_counts_if_its_whole_window_is_in(date: str, periods: set[str]) -> None:
    span = {"date_span": "within"} if len(date) != 10 and date != "not_stated" else {}
    assert {row["period"] for row in filled(release("one", date, **span))[0].values()} == periods
    found, figures = filled(release("one", date, **span), release("two", released_by=["selmark"]))
    outside = {
        key[0] for key, row in figures.items() if row["reason"] == "outside_period" and key[1] == "one"
    }
    assert outside == {total for total in found if total.removeprefix("all:") not in periods}


def part(number: int | str, state: str) -> dict[str, object]:
    return {"of_key": "released", "dimension": "citizenship", "number": number, "citizenship": state}


def test_parts_by_citizenship_have_totals_of_their_own() -> None:
    parts = {
        "us": part("at least 2", "norland"),
        "us-too": part(1, "norland"),
        "them": part("many", "selmark"),
    }
    found, figures = filled(
        release(breakdown=parts),
        release("two", "2031-06-02", 30, breakdown={"us": part(1, "norland")}),
        release("three", "2031-07-02", 7),
    )
    assert {row["scope"] for row in found.values()} == {"all", "citizenship"}
    total = found["norland:all"]
    assert (total["low"], total["added"], total["citizenship"]) == (3, "one; two", "norland")
    assert total["citizenship_name"] == "Norland"
    assert figures["norland:all", "three"]["reason"] == "no_low_bound"
    assert not any(total_id.startswith("selmark") for total_id in found), "no number of them is known"


def test_last_day_and_inferred_date_are_of_those_added() -> None:
    inferred = {"courier-2031-05-03": {"3": [
        {"phrase": "x", "supports": ["released"]}, {"phrase": "x", "supports": ["date"], "inference": "Made up."}
    ]}}  # fmt: skip
    link = {"fact": "one", "relation": "possibly_overlaps", "inference": "Made up."}
    one = release()
    smaller = release("two", "2031-06-02", 3, evidence=inferred, links=[link])
    total = filled(one, smaller)[0]["all:all"]
    assert (total["added"], total["last_day"], total["date_inferred"]) == ("one", "2031-05-02", False)
    greater = release("two", "2031-06-02", 30, evidence=inferred, links=[link])
    total = filled(one, greater)[0]["all:all"]
    assert (total["added"], total["last_day"], total["date_inferred"]) == ("two", "2031-06-02", True)
