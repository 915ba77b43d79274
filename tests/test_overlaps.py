"""Sums of breakdowns, and which release figures may be added up."""

from dataclasses import replace
from typing import Any

import pytest

from conftest import valid_dataset
from factpack import overlaps
from factpack.dataset import Dataset
from factpack.models import codelists
from factpack.models.records import Count, Fact
from factpack.overlaps import Group, Overlap
from test_totals import release, running_total

DATASET = valid_dataset()


def count(**fields: Any) -> Count:
    evidence = {"courier-2031-05-03": {"11": [{"phrase": "x", "supports": ["links.one"]}]}}
    return running_total("total", "2031-03/2031-05-03", "at least 40", **{"evidence": evidence, **fields})


def only_group(total: int | str, *numbers: int | str, complete: bool = True) -> Group:
    parts = {
        f"part-{at}": {"of_key": "released", "dimension": "arrival", "number": number, "complete": complete}
        for at, number in enumerate(numbers)
    }
    (group,) = overlaps.groups(release(released=total, breakdown=parts))
    return group


# --- breakdowns ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "numbers", "sum_of_parts", "gap", "adds_up"),
    [
        (12, [9, 3], (12, 12), 0, "yes"), (12, [9, 2], (11, 11), 1, "no"), (12, [9, 4], (13, 13), -1, "no"),
        (12, ["at least 9", 2], (11, None), None, "possible"), (12, ["at least 9", 4], (13, None), None, "no"),
        (12, ["at most 9", 3], (3, 12), None, "possible"), (12, ["not_stated", 3], (3, None), None, "possible"),
        (12, ["not_stated", 13], (13, None), None, "no"), (12, ["dozens"], (0, None), None, "not_checkable"),
        (12, ["about 12"], (0, None), None, "not_checkable"), ("at least 12", [9, 3], (12, 12), None, "possible"),
        ("at least 12", [9, 2], (11, 11), None, "no"), ("at least 12", [9, 9], (18, 18), None, "possible"),
        ("about 12", [9, 9], (18, 18), None, "not_checkable"),
        ("dozens", [9, 9], (18, 18), None, "not_checkable"), ("not_stated", [9], (9, 9), None, "not_checkable"),
        (0, [0], (0, 0), 0, "yes"), ("between 10 and 12", [9, 2], (11, 11), None, "possible"),
        # Examples may leave a rest, but not exceed the total.
        (12, [9, ...], (9, 9), 3, "incomplete"), (12, [13, ...], (13, 13), -1, "no"),
        (12, ["many", "not_stated", ...], (0, None), None, "incomplete"), ("dozens", [1, ...], (1, 1), None, "not_checkable"),
    ],
)  # fmt: skip
def test_parts_add_up_or_leave_a_gap(
    total: int | str, numbers: list[Any], sum_of_parts: tuple[int, int | None], gap: int | None, adds_up: str
) -> None:
    complete = ... not in numbers
    group = only_group(total, *numbers[: None if complete else -1], complete=complete)
    assert ((group.low, group.high), group.gap, group.adds_up) == (sum_of_parts, gap, adds_up)
    assert group.complete == complete
    assert adds_up in codelists.ADDS_UP.codes


def test_incomplete_part_makes_its_group_incomplete() -> None:
    part = {"of_key": "released", "dimension": "arrival", "number": 1}
    (group,) = overlaps.groups(release(breakdown={"a": part, "b": {**part, "complete": False}}))
    assert (group.complete, group.adds_up) == (False, "incomplete")


# --- overlaps --------------------------------------------------------------------------------------------------------


def world(*facts: Fact) -> Dataset:
    return replace(DATASET, facts={fact.id: fact for fact in facts})


def only_overlap(*facts: Fact) -> Overlap:
    (overlap,) = overlaps.overlaps(world(*facts))
    return overlap


@pytest.mark.parametrize(
    ("relation", "overlap"),
    [
        ("part_of", "contained"), ("subset_of", "contained"), ("possibly_subset_of", "possibly_overlapping"),
        ("possibly_overlaps", "possibly_overlapping"), ("possibly_same_as", "possibly_overlapping"),
        ("distinct_from", "distinct"), ("follows", None), ("during", None), ("conflicts_with", None),
    ],
)  # fmt: skip
def test_link_of_a_relation_declares_an_overlap(relation: str, overlap: str | None) -> None:
    links = [{"fact": "total", "relation": relation, "inference": "Because."}]
    found = only_overlap(release(links=links), count())
    assert (found.fact_id, found.other_fact_id, found.relation) == ("one", "total", overlap)
    assert (found.basis, found.note) == (("inferred", "Because.") if overlap else (None, ""))
    assert relation in codelists.LINK_RELATION.codes


def test_overlap_goes_from_the_part_to_the_whole() -> None:
    links = [{"fact": "one", "relation": "subset_of", "inference": "Because."}]
    found = only_overlap(release(), count(links=links))
    assert (found.fact_id, found.other_fact_id, found.relation) == ("total", "one", "contained")


@pytest.mark.parametrize(
    ("link", "item", "basis"),
    [
        ({}, {}, "stated"),
        ({"inference": "Because."}, {}, "inferred"),
        ({}, {"inference": "Because."}, "inferred"),
    ],
)
def test_overlap_is_stated_unless_it_is_inferred(
    link: dict[str, str], item: dict[str, str], basis: str
) -> None:
    links = [{"fact": "one", "relation": "subset_of"} | link]
    items = [{"phrase": "x", "supports": ["links.one"]} | item, {"phrase": "y"}]
    evidence = {"courier-2031-05-03": {"11": items}}
    assert only_overlap(release(), count(links=links, evidence=evidence)).basis == basis


@pytest.mark.parametrize(
    ("one", "other", "relation", "basis"),
    [
        ({}, {"date": "2031-05-03"}, "distinct", "dates"),
        ({}, {"date": "/2031-05-01"}, "distinct", "dates"),
        ({}, {"date": "2031-05-03/.."}, "distinct", "dates"),
        ({}, {"date": "/2031-05-02"}, None, None),
        ({"date": "2031-06-04"}, {"date": "2031-05-03/.."}, None, None),
        ({"date": "2031-03-01"}, {"date": "/2031-05-02"}, None, None),
        ({}, {"date": "2031-05-03~"}, None, None),
        ({}, {"date": "2031-05-03?"}, None, None),
        ({}, {"date": "not_stated"}, None, None),
        ({}, {"released_by": ["selmark"]}, "distinct", "releaser"),
        ({}, {"released_by": ["max-muster"]}, None, None),  # the president of the same state
        ({}, {"released_by": ["selmark", "marovia"]}, None, None),
        ({}, {"released_by": []}, None, None),  # no article says who released them
        ({"date": "2031-05-01"}, {"released_by": ["selmark"]}, "distinct", "dates"),
    ],
)
def test_acts_differ_by_dates_or_releasers(
    one: dict[str, Any], other: dict[str, Any], relation: str | None, basis: str | None
) -> None:
    for first, second in ((one, other), (other, one)):
        found = only_overlap(release("one", **first), release("two", **second))
        assert (found.relation, found.basis) == (relation, basis)


def test_running_total_differs_by_its_window() -> None:
    assert only_overlap(release(date="2031-02"), count()).basis == "dates"


@pytest.mark.parametrize(("released", "undeclared"), [(12, 1), ("dozens", 1), ("not_stated", 0)])
def test_only_what_has_a_figure_can_count_twice(released: Any, undeclared: int) -> None:
    dataset = world(release(released=released), release("two"))
    assert len(list(overlaps.undeclared_overlaps(dataset))) == undeclared


@pytest.mark.parametrize(
    ("fact", "is_figure"),
    [
        (release(), True), (release(stage="claimed"), True), (release(stage="planned"), False),
        (release(stage="demanded"), False), (release(stage="implied"), False),
        (release(withdrawn={"date": "2031-06-01", "reason": "Recorded twice."}), False), (count(), True),
        (count(measure="releases_brokered_in_period"), True), (count(measure="prisoners_held"), False),
        (count(measure="envoy_visits"), False),
    ],
)  # fmt: skip
def test_fact_of_some_stages_is_a_release_figure(fact: Fact, is_figure: bool) -> None:
    assert overlaps.release_figures(world(fact)) == ([fact] if is_figure else [])
