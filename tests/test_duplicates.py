"""Near-duplicates: warnings that name both records and propose the link, and what they do to sums."""

import pytest

from conftest import VALID, Check
from factpack import overlaps
from factpack.dataset import Dataset, load
from factpack.models import edtf, schemas
from factpack.problems import Problem

TWICE = "facts/releases/2028-10-01-five-freed.yaml"
COURIER = "seeds/courier-2031-05-03.yaml"
# The same five people, freed by the same state, dated a day earlier by another article.
SECOND = """\
id: 2028-10-01-five-freed
title: Five political prisoners freed on the first of October
stage: carried_out
date: "{date}"
released: {number}
counted_as: political prisoners
legal_form: not_stated
released_by: [marovia]
evidence:
  leaflet-2031:
    1:
      - phrase: Marovia freed five political prisoners
        supports: [stage, released, counted_as, released_by.marovia]
      - phrase: on the first of October
        supports: [date]
        inference: It is of 2028.
"""


def warnings(problems: list[Problem], rule: str) -> list[Problem]:
    return [one for one in problems if (one.rule, one.severity) == (rule, "warning")]


def second(date: str = "2028-10-01", number: str = "5") -> dict[str, bytes]:
    return {TWICE: SECOND.format(date=date, number=number).encode()}


def test_same_release_a_day_earlier_is_warned_of(check: Check) -> None:
    (found,) = warnings(check(second()), "near-duplicate")
    assert "2028-10-01-five-freed" in found.message + found.path
    assert "2028-10-02-five-freed-at-dawn" in found.message + found.path
    assert "relation: possibly_same_as" in found.fix


@pytest.mark.parametrize("other", [{"date": "2028-09-20"}, {"number": "6"}])
def test_other_release_is_no_duplicate(other: dict[str, str], check: Check) -> None:
    assert warnings(check(second(**other)), "near-duplicate") == []


def test_link_between_duplicates_ends_the_warning(check: Check) -> None:
    files = second()
    link = b"links: [{fact: 2028-10-02-five-freed-at-dawn, relation: possibly_same_as, inference: It may be one.}]\n"
    files[TWICE] = files[TWICE].replace(b"evidence:", link + b"evidence:")
    assert warnings(check(files), "near-duplicate") == []


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
    dataset, _ = load(VALID, schemas.generate())
    five = dataset.facts["2028-10-02-five-freed-at-dawn"]
    changes = {"id": "other", "date": edtf.parse(day), "evidence": {article: {}}}
    both = {five.id: five, "other": five.model_copy(update=changes)}
    (found,) = overlaps.overlaps(Dataset(facts=both, actors=dataset.actors))
    assert found.relation == relation


def test_seed_with_the_same_address_is_warned_of(check: Check, valid_files: dict[str, bytes]) -> None:
    files = {}
    for path in (COURIER, "seeds/lantern-2031-05.yaml"):
        lines = [line for line in valid_files[path].splitlines() if not line.startswith(b"url:")]
        files[path] = b"\n".join([*lines, b"url: https://courier.example/2031/05/03\n"])
    (found,) = warnings(check(files), "duplicate-seed")
    assert found.path == "seeds/lantern-2031-05.yaml"
    assert "courier-2031-05-03" in found.message
