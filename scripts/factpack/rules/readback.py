"""Layer 4, read-back: what a claim says can be read from its phrase by machine, or the item says why it follows.

What the readers understand stands in `factpack.evidence.reading`. They err on the side of reading too little: `inference` is the
way out, and the share of claims that need one is reported.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factpack.claims import NOT_YET, Claim
from factpack.evidence import reading
from factpack.models import edtf
from factpack.models.edtf import Edtf
from factpack.models.records import fact_type
from factpack.models.types import NOT_STATED, UNKNOWN
from factpack.problems import Problem
from factpack.rules.case import Case
from factpack.rules.dates import misfit_weekdays

_MEND = "Choose a phrase that carries it, mend the value, or add `inference` with the reason."


def number_not_read(case: Case) -> Iterator[Problem]:
    """A number that cannot be read from the phrase.

    "freed 12 prisoners" carries 12; "at least 12" carries "at least 12" and not 12. Read are figures, number words,
    "a fourth person", shares, the bounds beside a number, and the vague words of the codelist. A phrase for `not_stated`
    names no number.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: four times
                  supports: [value]

    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: at least four times
                  supports: [value]

    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: this year
                  supports: [value]
    """
    misses = []
    for claim in case.unexplained.get("number", ()):
        found = reading.quantities(claim.phrase)
        if claim.value not in found and (claim.value != NOT_STATED or found):
            misses.append(_Miss(claim, found))
    yield from _findings(case, misses)


def date_not_read(case: Case) -> Iterator[Problem]:
    """A date that cannot be read from the phrase.

    A date without its year, a weekday and "last month" are worked out from the publication of the article, where that
    leaves one answer; a weekday beside a date must agree with the calendar. "before 2022" and "since July" carry no date
    of their own. Source of the rules: `factpack.evidence.days`.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            courier-2031-05-03:
              7:
                - phrase: announced on Friday
                  supports: [date]

    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            courier-2031-05-03:
              7:
                - phrase: before May 2
                  supports: [date]

    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            courier-2031-05-03:
              7:
                - phrase: on May 1
                  supports: [date]
    """
    misses = []
    for claim in case.unexplained.get("date", ()):
        found = _dates(claim)
        if claim.value == NOT_STATED:
            is_read = not found
        elif claim.value == NOT_YET:
            is_read = reading.says_not_yet(claim.phrase)
        else:
            is_read = _matching(claim, found) is not None
        if not is_read and not _misses_its_weekday(claim):
            misses.append(_Miss(claim, [one.text for one in found]))
    yield from _findings(case, misses)


def _misses_its_weekday(claim: Claim) -> bool:
    """Whether the rule `weekday` has a clearer word on the claim."""
    date = edtf.read(claim.value)
    return date is not None and bool(misfit_weekdays(claim.phrase, date))


def stage_not_read(case: Case) -> Iterator[Problem]:
    """A stage for which the phrase has no cue.

    "lifted" carries in_force, "announced it would lift" only announced, "is considering" considered. A promise, a
    possibility or a demand never carries that something was done. The words are in `factpack.evidence.stages`.

    Passes:
        facts/sanctions/2031-05-02-norland-announces-lifting-potash-sanctions.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: announced it
                  supports: [stage]

    Fails:
        facts/sanctions/2031-05-02-norland-announces-lifting-potash-sanctions.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: would lift
                  supports: [stage]

    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            courier-2031-05-03:
              7:
                - phrase: promised to free them
                  supports: [stage]
    """
    about = fact_type(case.fact)
    misses = [
        _Miss(claim, reading.stages(claim.phrase, about))
        for claim in case.unexplained.get("stage", ())
        if claim.value not in reading.stages(claim.phrase, about, only=claim.value)
    ]
    yield from _findings(case, misses)


def name_not_read(case: Case) -> Iterator[Problem]:
    """An actor or a place that the phrase does not name.

    Named is what stands there in a spelling that the register has for that article, letter for letter; a spelling inside
    a longer one of somebody else does not count, unless that one belongs within it. Labels and sectors are exempt.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          evidence:
            lantern-2031-05:
              4:
                - phrase: released by Marovia
                  supports: [released_by.marovia]

    Fails:
        facts/releases/2031-03-pardons.yaml:
          evidence:
            lantern-2031-05:
              4:
                - phrase: released by the republic
                  supports: [released_by.marovia]
    """
    misses = []
    for claim in case.unexplained.get("name", ()):
        name = "places" if claim.kind == "place" else "actors"
        named = claim.element if claim.field == "persons" else claim.value
        if named not in case.dataset.register(name):
            continue
        printed = case.spellings.printed(name, claim.seed_id)
        own = printed.get(named, [])
        if not reading.names(claim.phrase, own, case.spellings.longer(name, claim.seed_id, named)):
            found = [key for key, spellings in printed.items() if reading.names(claim.phrase, spellings)]
            more = f" {claim.seed_id} calls {named!r} {' or '.join(map(repr, own))}."
            if not own:
                more = f" The register has no spelling of {named!r} in {claim.seed_id}: add it if the phrase has one."
            misses.append(_Miss(claim, found, more))
    yield from _findings(case, misses)


def unknown_not_read(case: Case) -> Iterator[Problem]:
    """A value said to be `unknown` by a phrase that does not say so.

    An article that is silent says nothing. `unknown` is for one that tells that a thing is not clear, not known or not
    disclosed.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          evidence:
            lantern-2031-05:
              4:
                - phrase: is not known
                  says: {legal_form: unknown}

    Fails:
        facts/releases/2031-03-pardons.yaml:
          evidence:
            lantern-2031-05:
              4:
                - phrase: were freed
                  says: {legal_form: unknown}
    """
    yield from _findings(
        case,
        [
            _Miss(claim, ())
            for claim in case.claims
            if claim.agreement == "says_unknown"
            and not claim.item.inference
            and not reading.says_unknown(claim.phrase)
        ],
    )


def date_basis(claim: Claim) -> str:
    """How the date that a claim has is known: stated, year_inferred, weekday, relative or inferred.

    Empty for what is no date, or no known one.
    """
    if claim.value in (UNKNOWN, NOT_STATED, NOT_YET) or claim.kind != "date":
        return ""
    match = None if claim.inference else _matching(claim, _dates(claim))
    return match.how if match else "inferred"


# --- what the rules share --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Miss:
    """A claim that its phrase does not carry, and what can be read from the phrase instead."""

    claim: Claim
    found: Iterable[str]
    more: str = ""


def _findings(case: Case, misses: Iterable[_Miss]) -> Iterator[Problem]:
    """One finding a value, at the first phrase: where several do not carry it, the value may well be what is wrong."""
    by_value: dict[tuple[str, str], list[_Miss]] = {}
    for miss in misses:
        by_value.setdefault((miss.claim.path, miss.claim.value), []).append(miss)
    for (path, value), (first, *others) in by_value.items():
        claim = first.claim
        read = ", ".join(map(repr, sorted(first.found))) or "nothing of the kind"
        places = [f"{one.claim.phrase!r} ({one.claim.seed_id} ¶{one.claim.paragraph})" for one in others]
        nor = f" Nor from {', '.join(places)}." if places else ""
        yield case.problem(
            (*claim.pointer, "phrase"),
            f"{path!r} = {value!r} cannot be read from {claim.phrase!r}, which says {read}.{nor}{first.more}",
            _MEND,
        )


def _dates(claim: Claim) -> list[reading.DateReading]:
    return reading.dates(claim.phrase, claim.seed.published)


def _matching(claim: Claim, found: Iterable[reading.DateReading]) -> reading.DateReading | None:
    """The reading that means the same days as the claim."""
    own = edtf.read(claim.value)
    return next((one for one in found if own and _meaning(edtf.parse(one.text)) == _meaning(own)), None)


def _meaning(date: Edtf) -> tuple[object, ...]:
    return date.earliest, date.latest, date.approximate, date.uncertain
