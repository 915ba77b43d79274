"""The rules that compare a claim with what can be read from its phrase, on the repository of tests/examples."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conftest import VALID_FILES, Check
from factpack import claims as claim_reader
from factpack.claims import Claim
from factpack.dataset import Dataset
from factpack.problems import Problem
from factpack.rules import persons, readback
from factpack.rules.case import Case, cases

Rule = Callable[[Case], Iterator[Problem]]
RULES: tuple[Rule, ...] = (readback.value_not_in_phrase, readback.contradicted_value, persons.freed_not_said)
SILENT, CONTRADICTED = "value_not_in_phrase", "contradicted_value"


def found_by(dataset: Dataset, **changes: object) -> dict[str, str]:
    """The rules that find something, with their message, where the first claim of that path is changed."""
    fact_id, path = str(changes.pop("fact")), str(changes.pop("path"))
    claims = claim_reader.collect(dataset)
    claim = next(one for one in claims[fact_id] if one.path == path)
    case = next(case for case in cases(dataset, claims) if case.fact.id == fact_id)
    case.claims = (altered(claim, **{"inference": None, **changes}),)
    return {rule.__name__: problem.message for rule in RULES for problem in rule(case)}


def altered(claim: Claim, **changes: object) -> Claim:
    """A claim with another value, agreement or article, or one by an item with another phrase or inference."""
    names = ("phrase", "inference", "misread")
    of_item = {name: changes.pop(name) for name in names if name in changes}
    return replace(claim, item=claim.item.model_copy(update=of_item), **changes)  # type: ignore[arg-type]


TWELVE = "2031-05-02-twelve-freed-at-stone-bridge"
VISITS = "2031-sample-visits-to-marovia"
TALKS = "2031-05-01-sample-muster-talks"
BANKS = "2029-11-norland-sanctions-on-banks"
PARDONS = "2031-03-pardons"


@pytest.mark.parametrize(
    ("fact", "path", "phrase", "value", "rule"),
    [
        (TWELVE, "released", "freed 12 prisoners", "12", None),
        (TWELVE, "released", "On May 4th, Marovia freed 13 prisoners", "12", CONTRADICTED),
        (TWELVE, "released", "freed at least 12 prisoners", "12", SILENT),
        (TWELVE, "released", "some two dozen prisoners", "about 27", CONTRADICTED),
        (TWELVE, "released", "some two dozen prisoners", "27", SILENT),
        (TWELVE, "released", "freed 13 prisoners from the north", "12", CONTRADICTED),
        (TWELVE, "released_by.marovia", "ministers of Marovia", "marovia", None),
        (TWELVE, "released_by.marovia", "met ministers of Marovia", "marovia", SILENT),
        (TWELVE, "date", "on Saturday", "2031-05-02", None),  # the rule weekday reports it
        (TWELVE, "date", "the ministry said on Friday", "2031-05-02", SILENT),
        (TWELVE, "date", "told the Courier late Friday", "2031-05-02", SILENT),
        (TWELVE, "date", "said they were freed on Friday", "2031-05-02", None),
        ("2031-06-sample-visit-planned", "date", "promised on May 2 to come", "2031-05-02", SILENT),
        (TWELVE, "date", "on Saturday, a day after", "2031-05-02", SILENT),  # it may be that of another event
        (TWELVE, "stage", "Marovia promised to free 12", "carried_out", CONTRADICTED),
        (TWELVE, "stage", "Marovia and 12 others", "carried_out", SILENT),
        (TWELVE, "counted_as", "12 political prisoners", "prisoners", SILENT),
        (TWELVE, "counted_as", "four visits", "prisoners", CONTRADICTED),
        (TWELVE, "released_by.marovia", "The republic freed 12", "marovia", SILENT),
        (TWELVE, "released_by.marovia", "Marovia Potash freed 12", "marovia", SILENT),
        (TWELVE, "released_by.marovia", "handed over to Marovia's consul", "marovia", SILENT),
        (TWELVE, "stage", "The last of the jailed editors came home", "carried_out", None),  # unknown words
        (TWELVE, "persons.jane-doe", "Jane Doe is out of prison", "freed", None),
        (TWELVE, "persons.jane-doe", "Jane Doe is still in prison", "freed", CONTRADICTED),
        (VISITS, "measure", "would lift sanctions", "envoy_visits", CONTRADICTED),
        (BANKS, "measure", "would lift sanctions", "impose", CONTRADICTED),
        (BANKS, "actors.norland", "sanctions on Norland", "norland", SILENT),
        (BANKS, "actors.norland", "against Norland, Norland said", "norland", None),
        (TALKS, "participants.max-muster", "spoke with Max Muster's deputy", "max-muster", SILENT),
        (BANKS, "targets.banks", "Marovia Potash and its sanctions", "banks", SILENT),
        (BANKS, "targets.banks", "sanctions on banking", "not_stated", SILENT),
        (BANKS, "targets.banks", "sanctions on Marovia", "not_stated", None),
        (TALKS, "kind", "in Port Salt", "talks", SILENT),
        (PARDONS, "legal_form", "under an amnesty", "pardon", CONTRADICTED),
    ],
)
def test_value_is_compared_with_its_phrase(
    dataset: Dataset, fact: str, path: str, phrase: str, value: str, rule: str | None
) -> None:
    found = found_by(dataset, fact=fact, path=path, phrase=phrase, value=value)
    assert list(found) == ([rule] if rule else [])
    assert all(phrase in message and value in message for message in found.values())


def test_inference_fills_a_gap_and_overrides_nothing(dataset: Dataset) -> None:
    silent = {"fact": TWELVE, "path": "released", "phrase": "nothing"}
    assert list(found_by(dataset, **silent)) == [SILENT]
    assert found_by(dataset, **silent, inference="It is said before.") == {}
    assert found_by(dataset, **silent, inference={"released": "It is said before."}) == {}
    assert list(found_by(dataset, **silent, inference={"date": "It is another field."})) == [SILENT]
    contradicted = {**silent, "phrase": "freed 13 prisoners", "inference": "It is said before."}
    assert list(found_by(dataset, **contradicted)) == [CONTRADICTED]
    assert found_by(dataset, **contradicted, misread="The 13 are others.") == {}
    month = {"fact": TWELVE, "path": "date", "phrase": "as of April 2", "inference": "It is that month."}
    assert list(found_by(dataset, **month)) == [CONTRADICTED]


def test_misread_never_excuses_a_persons_outcome(dataset: Dataset) -> None:
    changed = {"fact": TWELVE, "path": "persons.jane-doe", "phrase": "Jane Doe remains in prison"}
    assert CONTRADICTED in found_by(dataset, **changed, misread="She is another one.")


def test_freed_is_never_inferred(dataset: Dataset) -> None:
    changed = {"fact": TWELVE, "path": "persons.jane-doe", "phrase": "Jane Doe"}
    for inference in ("She was freed too.", {"persons.jane-doe": "She was freed too."}):
        found = found_by(dataset, **changed, inference=inference)
        # Where another phrase of her sentence says that they were freed, the inference itself is refused.
        assert list(found) == (["freed_not_said"] if isinstance(inference, dict) else [])
    alone = {**changed, "phrase": "Jane Doe", "seed": dataset.seeds["lantern-2031-05"], "paragraph": 5}
    assert found_by(dataset, **alone, pointer=("evidence", "lantern-2031-05", "5", 0))


def test_unknown_needs_words_that_say_so(dataset: Dataset) -> None:
    said = {"fact": TWELVE, "path": "released", "value": "unknown", "agreement": "says_unknown"}
    assert found_by(dataset, phrase="is not known", **said) == {}
    assert list(found_by(dataset, phrase="freed them", **said)) == [SILENT]


def test_label_needs_no_name(dataset: Dataset) -> None:
    claims = claim_reader.collect(dataset)
    exempt = [
        (fact_id, one.path)
        for fact_id, own in claims.items()
        for one in own
        if one.field == "participants" and one.value not in dataset.actors
    ]
    assert len(exempt) > 1
    for fact_id, path in exempt:
        assert found_by(dataset, fact=fact_id, path=path, phrase="anything") == {}


def test_article_in_another_language_is_not_read(dataset: Dataset) -> None:
    russian = dataset.seeds["courier-2031-05-03"].model_copy(update={"language": "ru"})
    changed = {"fact": TWELVE, "path": "released", "phrase": "освободила 13 человек", "seed": russian}
    assert found_by(dataset, **changed) == {}
    claim = next(one for one in claim_reader.collect(dataset)[TWELVE] if one.path == "date")
    foreign = altered(claim, seed=russian, inference=None)
    assert (foreign.basis, foreign.date_basis) == ("not_read", "not_read")
    assert altered(foreign, inference="It is said before.").basis == "inferred"


@pytest.mark.parametrize(
    ("phrase", "value", "inference", "basis"),
    [
        ("on Friday", "2031-05-02", "", "weekday"),
        ("on May 2, 2031", "2031-05-02", "", "stated"),
        ("on Friday", "2031-05-02", "It was that Friday.", "inferred"),
        ("is not known", "unknown", "", ""),
    ],
)
def test_date_basis(dataset: Dataset, phrase: str, value: str, inference: str, basis: str) -> None:
    claims = claim_reader.collect(dataset)[TWELVE]
    claim = next(one for one in claims if one.path == "date" and one.seed_id == "courier-2031-05-03")
    changed = altered(claim, phrase=phrase, value=value, inference=inference or None)
    assert changed.date_basis == basis
    number = next(one for one in claims if one.path == "released")
    assert number.date_basis == ""


def test_basis_is_that_of_each_field(dataset: Dataset) -> None:
    claims = {one.path: one for one in claim_reader.collect(dataset)[VISITS]}
    assert {path: claim.basis for path, claim in claims.items()} == {
        "value": "stated", "counted_as": "stated", "measure": "stated", "date": "inferred", "subject": "inferred",
    }  # fmt: skip


def test_missing_spelling_is_asked_for(check: Check) -> None:
    actors = VALID_FILES["facts/actors.yaml"]
    spelling = b"\n      courier-2031-05-03: [Prison Watch]"
    assert actors.count(spelling) == 1
    found = check({"facts/actors.yaml": actors.replace(spelling, b"")})
    (message,) = (one.message for one in found if one.rule == "value-not-in-phrase")
    assert message.endswith(
        "The register has no spelling of 'prison-watch' in courier-2031-05-03: add it if the phrase has one."
    )
    found = check({"facts/actors.yaml": actors.replace(spelling, spelling.replace(b"Prison", b"The Prison"))})
    (message,) = (one.message for one in found if one.rule == "value-not-in-phrase")
    assert message.endswith(
        "calls 'prison-watch' 'The Prison Watch'; if the phrase has another spelling, add it to the register."
    )


def test_thin_phrase_may_be_left_for_another_item(check: Check) -> None:
    path = "facts/counts/2031-sample-visits-to-marovia.yaml"
    whole = b"- phrase: She has been there four times this year\n        supports: [value, "
    thin = b"- phrase: She\n        supports: [subject]\n        inference: She is Ann Sample.\n"
    assert VALID_FILES[path].count(whole) == 1
    found = check({path: VALID_FILES[path].replace(whole, thin + b"      " + whole)})
    (fix,) = (one.fix for one in found if one.rule == "phrase-too-thin")
    assert fix.endswith("or support the value with another item and an `inference`.")
