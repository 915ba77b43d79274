"""The rules that hold a claim against what can be read from its phrase, on the repository of tests/examples."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conftest import VALID, Check
from factpack import claims as claim_reader
from factpack.claims import Claim
from factpack.dataset import Dataset, load
from factpack.models.schemas import Schema
from factpack.problems import Problem
from factpack.rules import readback
from factpack.rules.case import Case, cases

Rule = Callable[[Case], Iterator[Problem]]
RULES: tuple[Rule, ...] = (
    readback.number_not_read,
    readback.date_not_read,
    readback.stage_not_read,
    readback.name_not_read,
    readback.unknown_not_read,
)


@pytest.fixture(scope="module")
def dataset(schema_set: dict[str, Schema]) -> Dataset:
    found, problems = load(VALID, schema_set)
    assert problems == []
    return found


def found_by(dataset: Dataset, **changes: object) -> dict[str, str]:
    """The rules that find something, with what they say, where the first claim of that path is changed."""
    fact_id, path = str(changes.pop("fact")), str(changes.pop("path"))
    claims = claim_reader.collect(dataset)
    claim = next(one for one in claims[fact_id] if one.path == path)
    case = next(case for case in cases(dataset, claims) if case.fact.id == fact_id)
    case.claims = (altered(claim, **{"inference": None, **changes}),)
    return {rule.__name__: finding.message for rule in RULES for finding in rule(case)}


def altered(claim: Claim, **changes: object) -> Claim:
    """A claim with another value, agreement or article, or one by an item with another phrase or inference."""
    of_item = {name: changes.pop(name) for name in ("phrase", "inference") if name in changes}
    return replace(claim, item=claim.item.model_copy(update=of_item), **changes)  # type: ignore[arg-type]


TWELVE = "2031-05-02-twelve-freed-at-stone-bridge"


@pytest.mark.parametrize(
    ("path", "phrase", "value", "rule"),
    [
        ("released", "freed 12 prisoners", "12", None),
        ("released", "freed 13 prisoners", "12", "number_not_read"),
        ("released", "freed at least 12 prisoners", "12", "number_not_read"),
        ("released", "freed prisoners", "not_stated", None),
        ("released", "freed 12 prisoners", "not_stated", "number_not_read"),
        ("date", "on Friday", "2031-05-02", None),
        ("date", "on Saturday", "2031-05-02", None),  # the rule weekday tells it
        ("date", "freed them", "not_stated", None),
        ("date", "on Friday", "not_stated", "date_not_read"),
        ("stage", "Marovia freed 12", "carried_out", None),
        ("stage", "Marovia promised to free 12", "carried_out", "stage_not_read"),
        ("released_by.marovia", "Marovia freed 12", "marovia", None),
        ("released_by.marovia", "The republic freed 12", "marovia", "name_not_read"),
        ("released_by.marovia", "Marovia Potash freed 12", "marovia", None),  # which belongs to Marovia
    ],
)
def test_a_value_is_held_against_its_phrase(
    dataset: Dataset, path: str, phrase: str, value: str, rule: str | None
) -> None:
    found = found_by(dataset, fact=TWELVE, path=path, phrase=phrase, value=value)
    assert list(found) == ([rule] if rule else [])
    assert all(phrase in message and value in message for message in found.values())


def test_an_inference_is_the_way_out(dataset: Dataset) -> None:
    changed = {"fact": TWELVE, "path": "released", "phrase": "nothing"}
    assert found_by(dataset, **changed)
    assert found_by(dataset, **changed, inference="It is said before.") == {}


def test_unknown_needs_words_that_say_so(dataset: Dataset) -> None:
    said = {"fact": TWELVE, "path": "released", "value": "unknown", "agreement": "says_unknown"}
    assert found_by(dataset, phrase="is not known", **said) == {}
    assert list(found_by(dataset, phrase="freed them", **said)) == ["unknown_not_read"]


def test_not_yet_needs_words_that_say_so(dataset: Dataset) -> None:
    said = {"fact": "possible-easing-for-marovia-potash", "path": "effective", "value": "not_yet"}
    assert found_by(dataset, phrase="is not in force yet", **said) == {}
    assert list(found_by(dataset, phrase="is in force", **said)) == ["date_not_read"]


def test_a_label_or_a_sector_needs_no_name(dataset: Dataset) -> None:
    claims = claim_reader.collect(dataset)
    exempt = [
        (fact_id, one.path)
        for fact_id, own in claims.items()
        for one in own
        if one.field in ("participants", "targets") and one.value not in dataset.actors
    ]
    assert len(exempt) > 2
    for fact_id, path in exempt:
        assert found_by(dataset, fact=fact_id, path=path, phrase="anything") == {}


def test_rules_see_every_kind_of_value(dataset: Dataset) -> None:
    claims = claim_reader.collect(dataset)
    unexplained = [case.unexplained for case in cases(dataset, claims)]
    assert {"number", "date", "stage", "name"} <= {reading for found in unexplained for reading in found}
    assert {"actor", "place"} <= {claim.kind for found in unexplained for claim in found.get("name", ())}
    person = next(one for one in claims[TWELVE] if one.field == "persons" and one.element in dataset.actors)
    found = found_by(dataset, fact=TWELVE, path=person.path, phrase="he is free")
    assert re.search(r"calls '.+' '", found["name_not_read"])


@pytest.mark.parametrize(
    ("phrase", "value", "inference", "basis"),
    [
        ("on Friday", "2031-05-02", "", "weekday"),
        ("on May 2", "2031-05-02", "", "year_inferred"),
        ("on May 2, 2031", "2031-05-02", "", "stated"),
        ("this year", "2031/2031-05-03", "", "relative"),
        ("on Friday", "2031-05-02", "It was that Friday.", "inferred"),
        ("then", "2031-05-02", "", "inferred"),
        ("is not known", "unknown", "", ""),
    ],
)
def test_date_basis(dataset: Dataset, phrase: str, value: str, inference: str, basis: str) -> None:
    claims = claim_reader.collect(dataset)[TWELVE]
    claim = next(one for one in claims if one.path == "date" and one.seed_id == "courier-2031-05-03")
    told = altered(claim, phrase=phrase, value=value, inference=inference or None)
    assert readback.date_basis(told) == basis
    number = next(one for one in claims if one.path == "released")
    assert readback.date_basis(number) == ""


def test_a_spelling_that_is_missing_is_asked_for(check: Check, valid_files: dict[str, bytes]) -> None:
    actors = valid_files["facts/actors.yaml"]
    spelling = b"\n      courier-2031-05-03: [Prison Watch]"
    assert actors.count(spelling) == 1
    found = check({"facts/actors.yaml": actors.replace(spelling, b"")})
    (told,) = (one.message for one in found if one.rule == "name-not-read")
    assert told.endswith(
        "The register has no spelling of 'prison-watch' in courier-2031-05-03: add it if the phrase has one."
    )
