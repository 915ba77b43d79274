"""Claims: their agreement with the record, and the origins that state a value."""

from dataclasses import replace
from typing import Any

import pytest

from conftest import altered, cases, valid_dataset
from factpack import claims
from factpack.claims import Claim
from factpack.dataset import Dataset
from factpack.models import codelists, edtf, quantity
from factpack.models.parts import FieldValue, Item
from factpack.models.records import Actor, Seed

DATASET = valid_dataset()
FREED = "2031-05-02-twelve-freed-at-stone-bridge"
LIFTING = "2031-05-02-norland-announces-lifting-potash-sanctions"
TALKS = "2031-05-01-sample-muster-talks"


def agreement(
    kind: str, record: Any, said: str, field: str = "", fact: str = FREED, span: str | None = None
) -> str | None:
    value = FieldValue(field or kind, "", record, kind, "claim", ())
    return claims.compare(value, said, altered(DATASET.facts[fact], {"date_span": span}), DATASET)


@pytest.mark.parametrize(
    ("record", "said", "expected"),
    [
        ("12", "more than 10", "coarser"), ("at least 40", "more than 39", "same"),  # 40 or more, in other words
        ("more than 10", "12", "finer"), ("at most 12", "at least 12", "compatible"), ("at most 12", "more than 12", "conflict"),
        ("between 3 and 5", "between 4 and 6", "compatible"),
        ("about 50", "50", "not_comparable"), ("50", "about 50", "not_comparable"), ("about 50", "about 50", "same"),
        ("dozens", "dozens", "same"), ("dozens", "24", "not_comparable"), ("24", "dozens", "not_comparable"),
        ("not_stated", "7", "not_comparable"),
        ("20 %", "more than 20 %", "coarser"),  # a share may be a fraction: the bound itself is not ruled out
        ("12.5 %", "about 12.5 %", "not_comparable"), ("12.5 %", "12 %", "conflict"), ("12.5 %", "more than 12 %", "coarser"),
        ("20 %", "more than 30 %", "conflict"), ("20 %", "20", "not_comparable"), ("12", "unknown", "says_unknown"),
        ("12", "a dozen", None), ("12", "2031-05-02", None),
    ],
)  # fmt: skip
def test_agreement_of_numbers(record: str, said: str, expected: str | None) -> None:
    assert agreement("number", quantity.parse(record), said) == expected


@pytest.mark.parametrize(
    ("record", "said", "span", "expected"),
    [
        ("2031-05-02", "2031-05-02", None, "same"), ("2031-05-02", "2031-05", None, "coarser"),
        ("2031-05-02", "2031-05-XX", None, "coarser"), ("2031-05-02", "/2031-05-03", None, "coarser"),
        ("2031-05-02", "2031-05-03", None, "conflict"), ("2031-05-02", "2031-05-03~", None, "not_comparable"),
        ("2031-05-02~", "2031-05-03", None, "not_comparable"), ("2031-05-02?", "2030", None, "not_comparable"),
        ("2031-05-02~", "2031-05", None, "coarser"), ("2031-04", "2031-04-XX", "within", "same"),
        ("2031-04", "2031-04-07", "within", "finer"),
        ("2031-04", "2031-04-07", "on_several_days", "compatible"),  # one of the days, not a closer date
        ("2031-04", "2031-04-07", "throughout", "compatible"), ("2031-04", "2031-04-07", "repeatedly", "compatible"),
        ("2031-04", "2031", "throughout", "coarser"), ("2031-04", "2031-05", "throughout", "conflict"),
        ("2031-04", "2031-04-20/2031-05-02", "within", "compatible"),
        ("2029-11/..", "2031", "throughout", "compatible"), ("2029-11/..", "2028", "throughout", "conflict"),
        ("not_stated", "2031-05-02", None, "finer"), ("not_stated", "unknown", None, "says_unknown"),
        ("2031-05-02", "unknown", None, "says_unknown"), ("2031-05-02", "not_stated", None, None),
        ("2031-05-02", "not_yet", None, None), ("2031-05-02", "in May", None, None),
        ("2031-05-02", "2031-02-30", None, None),
    ],
)  # fmt: skip
def test_agreement_of_dates(record: str, said: str, span: str | None, expected: str | None) -> None:
    own = record if record == "not_stated" else edtf.parse(record)
    assert agreement("date", own, said, "date", span=span) == expected


@pytest.mark.parametrize(
    ("record", "said", "expected"),
    [
        ("2031-06", "2031-06-01", "finer"),  # how the date of the fact is meant is another matter
        ("2031-06-01", "not_yet", "conflict"), ("not_yet", "2031-06-01", "conflict"), ("not_yet", "not_yet", "same"),
        ("not_stated", "not_yet", "finer"), ("not_stated", "2031-06", "finer"), ("not_yet", "soon", None),
    ],
)  # fmt: skip
def test_agreement_of_days_of_effect(record: str, said: str, expected: str | None) -> None:
    own = record if record.startswith("not_") else edtf.parse(record)
    assert agreement("date", own, said, "effective", fact=LIFTING, span="throughout") == expected


@pytest.mark.parametrize(
    ("kind", "record", "said", "field", "expected"),
    [
        *cases("claims", "agreement_of_names_and_codes"),
        ("code", "considered", "discussed", "stage", "compatible"), ("code", "discussed", "considered", "stage", "compatible"),
        ("code", "considered", "offered", "stage", "conflict"), ("code", "considered", "implied", "stage", None),
        ("code", "sanctions", "deal", "topics", "conflict"), ("code", "sanctions", "fish", "topics", None),
    ],
)  # fmt: skip
def test_agreement_of_names_and_codes(
    kind: str, record: str, said: str, field: str, expected: str | None
) -> None:
    fact = {"stage": LIFTING, "topics": TALKS}.get(field, FREED)
    assert agreement(kind, record, said, field, fact) == expected


def test_capacity_in_evidence_is_a_claim() -> None:
    talks = DATASET.facts[TALKS]
    (item, *_) = talks.evidence["courier-2031-05-03"]["9"]
    path = "capacity.max-muster"
    items = [
        altered(item, {"supports": [path], "says": {}}),
        altered(item, {"supports": [], "says": {path: "Senior Adviser"}}),
        altered(item, {"supports": ["capacity.ann-sample"], "says": {}}),  # the record gives her none
    ]
    fact = altered(talks, {"evidence": {"courier-2031-05-03": {"9": items}}})
    found = [(claim.path, claim.value, claim.agreement) for claim in claims.claims_on(fact, DATASET)]
    assert found == [(path, "President of Marovia", "same"), (path, "Senior Adviser", "conflict")]


def test_claims_of_one_paragraph_are_numbered() -> None:
    fact = DATASET.facts[TALKS]
    items = fact.evidence["courier-2031-05-03"]["9"]
    doubled = altered(fact, {"evidence": {"courier-2031-05-03": {"9": [*items, items[0]]}}})
    ids = [claim.claim_id for claim in claims.claims_on(doubled, DATASET) if claim.field == "date"]
    assert ids == [f"{TALKS}:courier-2031-05-03:9:date", f"{TALKS}:courier-2031-05-03:9:date:2"]


def test_item_that_does_not_fit_gives_no_claim() -> None:
    fact = DATASET.facts[FREED]
    (item, *_) = fact.evidence["courier-2031-05-03"]["3"]
    odd = altered(item, {"supports": ["nothing"], "says": {"released": "a dozen"}})
    evidence = {"courier-2031-05-03": {"3": [odd]}, "no-such-seed": {"1": [item]}}
    assert list(claims.claims_on(altered(fact, {"evidence": evidence}), DATASET)) == []


def _dataset() -> Dataset:
    """Return the repository's records and more: a second outlet that retells, and unnamed people of a known government."""
    lantern, actors = DATASET.seeds["lantern-2031-05"], DATASET.actors
    echo: Seed = altered(lantern, {"id": "echo", "publisher": "echo"})
    more: dict[str, Actor] = {
        "echo": altered(actors["lantern"], {"id": "echo"}),
        "norland-officials": altered(
            actors["two-officials"], {"id": "norland-officials", "parent": "norland"}
        ),
    }
    return replace(DATASET, seeds=DATASET.seeds | {"echo": echo}, actors=actors | more)


WORLD = _dataset()
REPORT = "courier-report-2031-05-03"
Told = tuple[str, str, tuple[str, ...]]  # the article, what it relays, whom it credits

OWN: Told = ("courier-2031-05-03", "", ())
RETOLD: Told = ("lantern-2031-05", REPORT, ())
RETOLD_TOO: Told = ("echo", REPORT, ())
OWN_OF_LANTERN: Told = ("lantern-2031-05", "", ())
UNKNOWN: Told = ("leaflet-2031", "", ())


def told(one: Told, agreement: str = "same") -> Claim:
    seed_id, via, credited = one
    item = Item(phrase="x", attributed_to=[*credited], via=via or "none")
    return Claim("fact", "released", "", "12", WORLD.seeds[seed_id], 1, item, agreement, "number", 1, ())


def credit(one: Told, *actors: str) -> Told:
    return one[0], one[1], actors


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([], []), ([OWN], ["courier"]), ([OWN, OWN], ["courier"]),
        # A report retold is one origin, however many retell it, its own outlet included.
        ([RETOLD], ["courier"]), ([RETOLD, RETOLD_TOO], ["courier"]), ([OWN, RETOLD, RETOLD_TOO], ["courier"]),
        ([OWN, OWN_OF_LANTERN], ["courier", "lantern"]), ([RETOLD, OWN_OF_LANTERN], ["courier", "lantern"]),
        # An unknown publisher counts as none, but what it relays or whom it credits is known.
        ([UNKNOWN], []), ([UNKNOWN, OWN], ["courier"]), ([("leaflet-2031", "courier", ())], ["courier"]),
        ([("leaflet-2031", "courier", ()), OWN, RETOLD], ["courier"]), ([credit(UNKNOWN, "max-muster")], ["marovia"]),
        # Whoever is credited counts by the top-level parent.
        ([credit(OWN, "ann-sample")], ["norland"]),
        ([credit(OWN, "ann-sample"), credit(OWN, "norland-foreign-ministry")], ["norland"]),
        ([credit(OWN, "ann-sample"), credit(OWN_OF_LANTERN, "norland")], ["norland"]),
        ([credit(OWN, "ann-sample"), credit(OWN, "max-muster")], ["marovia", "norland"]),
        ([credit(OWN, "ann-sample"), credit(RETOLD, "max-muster"), credit(UNKNOWN, "free-harbour")],
         ["free-harbour", "marovia", "norland"]),
        # Of several who are credited together, the first: no more origins than are sure.
        ([credit(OWN, "ann-sample", "max-muster")], ["norland"]),
        # Unnamed sources count as the report or outlet that has them, unless their parent is known.
        ([credit(OWN, "two-officials")], ["courier"]), ([credit(OWN, "two-officials"), OWN], ["courier"]),
        ([credit(RETOLD, "two-officials"), credit(RETOLD_TOO, "two-officials")], ["courier"]),
        ([credit(UNKNOWN, "two-officials")], []), ([credit(OWN, "norland-officials")], ["norland"]),
        ([credit(OWN, "norland-officials"), credit(OWN_OF_LANTERN, "ann-sample")], ["norland"]),
        # What nobody is credited with may rest on the one who is, where both came through one report.
        ([credit(OWN, "ann-sample"), OWN], ["norland"]), ([credit(RETOLD, "ann-sample"), OWN], ["norland"]),
        ([credit(OWN, "ann-sample"), OWN_OF_LANTERN], ["lantern", "norland"]),
        ([credit(OWN, "ann-sample"), credit(OWN, "two-officials")], ["norland"]),
        # An outlet that is credited is the outlet.
        ([credit(OWN_OF_LANTERN, "courier"), OWN], ["courier"]),
    ],
)  # fmt: skip
def test_named_origins(tellings: list[Told], expected: list[str]) -> None:
    assert claims.named_origins([told(one) for one in tellings], WORLD) == expected


@pytest.mark.parametrize("agreement", codelists.AGREEMENT.codes)
def test_only_claims_that_state_a_value_support_it(agreement: str) -> None:
    origins = claims.named_origins([told(OWN, agreement), told(OWN_OF_LANTERN)], WORLD)
    assert origins == (["courier", "lantern"] if agreement in ("same", "finer") else ["lantern"])


@pytest.mark.parametrize(
    ("agreements", "expected"),
    cases("claims", "agreement_of_a_value_is_the_most_severe"),
)
def test_agreement_of_a_value_is_the_most_severe(agreements: list[str], expected: str) -> None:
    assert claims.most_severe(told(OWN, one) for one in agreements) == expected
    assert set(claims.SEVERITY) == set(codelists.AGREEMENT.codes)


@pytest.mark.parametrize(
    ("for_it", "against_it", "expected"),
    [
        ([OWN], [], None),
        ([OWN], [OWN], "one_article"),
        ([RETOLD], [RETOLD_TOO], "one_report"),
        ([OWN], [OWN_OF_LANTERN], "several"),
        ([OWN], [RETOLD], "several"),
        ([RETOLD], [RETOLD_TOO, OWN_OF_LANTERN], "several"),
    ],
)
def test_conflict_is_between_articles_or_reports(
    for_it: list[Told], against_it: list[Told], expected: str | None
) -> None:
    against = [told(one, "conflict") for one in against_it]
    for agreement in ("same", "coarser", "finer", "compatible"):
        assert claims.conflict_between([*(told(one, agreement) for one in for_it), *against]) == expected


def test_parents_of_an_entry_end_in_a_circle_too() -> None:
    assert claims.around("ann-sample", DATASET.actors) == ["norland-foreign-ministry", "norland"]
    assert claims.top_parent("ann-sample", DATASET) == "norland"
    assert claims.top_parent("nobody", DATASET) == "nobody"
    actors = DATASET.actors
    circle = {
        one: altered(actors[one], {"parent": other})
        for one, other in (("norland", "selmark"), ("selmark", "norland"))
    }
    assert claims.around("norland", circle) == ["selmark", "norland"]
