"""Near-duplicates: warnings that name both records and propose the link, and what they do to sums."""

from dataclasses import replace
from typing import Any

import pytest

from conftest import altered, valid_dataset
from factpack import overlaps
from factpack.dataset import Dataset
from factpack.models import edtf, quantity
from factpack.models.parts import Link
from factpack.rules import duplicates

DATASET = valid_dataset()
FIVE = DATASET.facts["2028-10-02-five-freed-at-dawn"]
OTHER = "2031-03-pardons"
LINK = Link(fact=FIVE.id, relation="possibly_same_as", inference="It may be one.")


def with_duplicate(day: str, **fields: Any) -> Dataset:
    """Return the release of the five, and the same of another day."""
    other = altered(FIVE, {"id": OTHER, "date": edtf.parse(day), **fields})
    return replace(DATASET, facts={FIVE.id: FIVE, OTHER: other})


@pytest.mark.parametrize(
    ("day", "fields", "is_duplicate"),
    [
        ("2028-10-01", {}, True),
        ("2028-09-20", {}, False),
        ("2028-10-01", {"released": quantity.parse(6)}, False),
        ("2028-10-01", {"released_by": ["selmark"]}, False),
        ("2028-10-01", {"links": [LINK]}, False),
    ],
)
def test_near_duplicate_of_a_release_is_warned_of(
    day: str, fields: dict[str, Any], is_duplicate: bool
) -> None:
    found = [*duplicates.near_duplicate(with_duplicate(day, **fields))]
    assert len(found) == is_duplicate
    for problem in found:
        assert FIVE.id in problem.message + problem.path
        assert OTHER in problem.message + problem.path
        assert "relation: possibly_same_as" in problem.fix


@pytest.mark.parametrize(
    ("day", "article", "relation"),
    [
        ("2028-10-01", "leaflet-2031", "possibly_overlapping"),
        ("2028-09-25", "leaflet-2031", "possibly_overlapping"),
        ("2028-09-24", "leaflet-2031", "distinct"),
        ("2028-10-01", "almanac-2029", "distinct"),
    ],
)
def test_near_releases_of_two_articles_may_overlap(day: str, article: str, relation: str) -> None:
    (found,) = overlaps.overlaps(with_duplicate(day, evidence={article: {}}))
    assert found.relation == relation


def test_seed_with_the_same_address_is_warned_of() -> None:
    address = {"url": "https://courier.example/2031/05/03"}
    seeds = {one: altered(DATASET.seeds[one], address) for one in ("courier-2031-05-03", "lantern-2031-05")}
    (found,) = duplicates.duplicate_seed(replace(DATASET, seeds=seeds))
    assert found.path == "seeds/lantern-2031-05.yaml"
    assert "courier-2031-05-03" in found.message
