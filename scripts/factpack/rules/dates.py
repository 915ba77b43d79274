"""Layer 4, dates: against publication, weekdays, spans and ids."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from factpack.claims import compare_intervals, days
from factpack.dataset import Dataset
from factpack.models import edtf
from factpack.models.edtf import WEEKDAYS, Edtf
from factpack.models.records import Count
from factpack.problems import Problem
from factpack.rules.case import Case

# What lies ahead of the article that reports it.
FORECASTS = frozenset(("planned", "possible", "promised", "demanded", "considered", "offered"))
_WEEKDAY = re.compile(rf"\b((?ai:{'|'.join(WEEKDAYS)}))\b")
_ID_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?(?=-)")
_WEEK = 7


def date_span(case: Case) -> Iterator[Problem]:
    """A date longer than a day without `date_span`, or one for a single day.

    "2031-03" may mean a day of March, all of it, or several days: a reader who filters by period must know.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          date: "2031-03-20"
          date_span: null

    Fails:
        facts/releases/2031-03-pardons.yaml:
          date_span: null
    """
    fact = case.fact
    if not isinstance(fact.date, Edtf):
        if fact.date_span is not None:
            yield case.problem(("date_span",), "There is no date.", "Take `date_span` away.")
        return
    if fact.date.precision == "day" and fact.date_span is not None:
        yield case.problem(("date_span",), f"{fact.date} is one day.", "Take `date_span` away.")
    elif fact.date.precision != "day" and fact.date_span is None:
        yield case.problem(
            ("date",),
            f"{fact.date} is longer than a day, and nothing says how it is meant.",
            "Add `date_span`: within, throughout, on_several_days or repeatedly.",
        )


def date_after_publication(case: Case) -> Iterator[Problem]:
    """A date that reaches beyond the publication of the articles that report it.

    An article cannot report what happened after it. "2031-05" from an article of 3 May says more than the article can
    know: write 2031-05-01/2031-05-03, and no open end. What is planned, demanded, promised, offered, considered or
    possible is exempt.

    Passes:
        facts/counts/2031-05-released-since-march.yaml:
          date: 2031-03/2031-05-03

    Fails:
        facts/counts/2031-05-released-since-march.yaml:
          date: 2031-03/2031-05
    """
    fact = case.fact
    if getattr(fact, "stage", "") in FORECASTS or not isinstance(fact.date, Edtf):
        return
    caps = [_published(case.dataset, seed_id) for seed_id in fact.evidence]
    known = [cap for cap in caps if cap is not None]
    if len(known) == len(caps) and known and (fact.date.latest is None or fact.date.latest > max(known)):
        yield case.problem(
            ("date",),
            f"{fact.date} reaches beyond {max(known)}, the last day on which an article that reports it may have "
            "been published.",
            f"End it at {max(known)}, unless it is a forecast: then its stage says so.",
        )
    for claim in case.claims:
        if claim.field != "date" or claim.agreement == "same":
            continue
        cap, said = _published(case.dataset, claim.seed_id), edtf.read(claim.value)
        if said is not None and cap is not None and (said.latest is None or said.latest > cap):
            yield case.problem(
                (*claim.pointer, "says", "date"),
                f"{said} reaches beyond {cap}, the last day on which {claim.seed_id} may have been published.",
                f"End it at {cap}.",
            )


def day_of_publication(case: Case) -> Iterator[Problem]:
    """A day on which an article was published, that no phrase states and some phrase is to imply.

    Of releases, sanctions, and meetings but for statements and briefings. What an article reports without a day happened on or before the day of publication: write
    `/2031-05-03`. Figures and statements may well be of that day.

    Passes:
        facts/sanctions/2031-05-free-harbour-demands-tightening.yaml:
          date: /2031-05-03

    Fails:
        facts/sanctions/2031-05-free-harbour-demands-tightening.yaml:
          date: "2031-05-03"
          date_span: null
    """
    day = str(case.fact.date)
    is_statement = getattr(case.fact, "kind", "") in ("press_statement", "briefing")
    if "/" in day or isinstance(case.fact, Count) or is_statement:
        return
    claims = [
        claim for claim in case.claims if claim.field == "date" and claim.agreement in ("same", "finer")
    ]
    published = {str(claim.seed.published) for claim in claims}
    if day in published and all(claim.basis == "inferred" for claim in claims):
        yield case.problem(
            ("date",),
            f"{day} is the day of publication, and no phrase states it.",
            f"Write /{day} if it happened on or before that day, or quote the words that give the day.",
        )


def publication_not_checkable(dataset: Dataset) -> Iterator[Problem]:
    """An article of which nothing tells when it was published at the latest: dates cannot be compared with it.

    A notice, not a fault: it says what was not checked.

    Passes:
        seeds/lantern-2031-05.yaml:
          published: 2031-05-04/2031-05-31

    Fails:
        seeds/lantern-2031-05.yaml:
          published: 2031-05-04/..
    """
    citing = Counter(seed_id for fact in dataset.facts.values() for seed_id in fact.evidence)
    for seed in dataset.seeds.values():
        count = citing[seed.id]
        if count and _published(dataset, seed.id) is None:
            yield dataset.problem(
                "seeds",
                seed.id,
                ("published",),
                f"Not checkable: when the article was published at the latest is not known, so the dates of the {count} "
                "facts that cite it are not compared with it.",
                "Nothing to do, unless a date can be found in the text.",
            )


def weekday(case: Case) -> Iterator[Problem]:
    """A phrase that prints a weekday which the date of the record does not fall on.

    Checked where the date is a day or an interval of less than a week. Source: the proleptic Gregorian calendar.

    Passes:
        facts/meetings/2031-05-01-sample-muster-talks.yaml:
          date: 2031-05-01/2031-05-03

    Fails:
        facts/meetings/2031-05-01-sample-muster-talks.yaml:
          date: "2031-05-01"
          date_span: null
    """
    fact = case.fact
    if not isinstance(fact.date, Edtf):
        return
    reported: set[tuple[str, str]] = set()
    for claim in case.claims:
        if claim.field != "date":
            continue
        own = fact.date if claim.agreement == "same" else edtf.read(claim.value)
        if own is None:
            continue
        for name in misfit_weekdays(claim.phrase, own):
            if (own.text, name) not in reported:
                reported.add((own.text, name))  # of one date, one problem, however many phrases print the day
                yield case.problem(
                    (*claim.pointer, "phrase"),
                    f"{own} is a {' and a '.join(day.capitalize() for day in _weekdays(own))}, and the phrase prints {name}.",
                    "Correct the date, or the field that the phrase supports.",
                )


def misfit_weekdays(phrase: str, date: Edtf) -> list[str]:
    """Return the weekdays of a phrase that a date misses.

    Only for a date shorter than a week.
    """
    printed = _WEEKDAY.findall(phrase) if "day" in phrase.casefold() else []
    possible = _weekdays(date) if printed else []
    return [name for name in printed if possible and name.lower() not in possible]


def id_date(case: Case) -> Iterator[Problem]:
    """An id that begins with a date which is not the fact's.

    An id is a mnemonic; a date in front of it is one that is printed or inferred, or none.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          date: 2031-03-28/2031-04-02

    Fails:
        facts/releases/2031-03-pardons.yaml:
          date: 2031-04
    """
    fact = case.fact
    match = _ID_DATE.match(fact.id)
    if match is None:
        return
    front = edtf.read(match.group())
    own = days(fact.date) if isinstance(fact.date, Edtf) else None
    if front is not None and own is not None and compare_intervals(days(front), own) != "conflict":
        return
    # These rules have a clearer word on the date.
    if not any(weekday(case)) and not any(date_after_publication(case)):
        yield case.problem(
            ("id",),
            f"The id begins with {match.group()}, the date is {fact.date}.",
            "Before it is published: take the date out of the id, or correct it. After that an id never changes.",
        )


def publication_basis(dataset: Dataset) -> Iterator[Problem]:
    """A publication date that is inferred without a note on how.

    Passes:
        seeds/lantern-2031-05.yaml:
          published_basis: stated
          published_note: null

    Fails:
        seeds/lantern-2031-05.yaml:
          published_note: null
    """
    for seed in dataset.seeds.values():
        if seed.published_basis == "inferred" and seed.published_note is None:
            yield dataset.problem(
                "seeds",
                seed.id,
                ("published_basis",),
                "How the publication date was inferred is not said.",
                "Add `published_note`.",
            )


def effective_date(case: Case) -> Iterator[Problem]:
    """A sanctions action that is in force and not yet in effect, or that is weighed or asked for and has a day of effect.

    What has effect is in force, and what is only discussed, considered, offered, demanded or possible has none.

    Passes:
        facts/sanctions/2031-05-02-norland-announces-lifting-potash-sanctions.yaml:
          effective: 2031-06

    Fails:
        facts/sanctions/possible-easing-for-marovia-potash.yaml:
          effective: "2031-06-01"
    """
    fact = case.fact
    effective, stage = getattr(fact, "effective", None), getattr(fact, "stage", "")
    if (effective == "not_yet" and stage == "in_force") or (
        isinstance(effective, Edtf)
        and stage in ("discussed", "considered", "offered", "demanded", "possible")
    ):
        yield case.problem(
            ("effective",),
            f"The stage is {stage!r}, and it is effective {str(effective)!r}.",
            "Delete 'effective' and its evidence, or correct the stage.",
        )


def _published(dataset: Dataset, seed_id: str) -> date | None:
    """Return an article's last possible publication day; None if unknown."""
    seed = dataset.seeds.get(seed_id)
    return seed.published.latest if seed is not None and isinstance(seed.published, Edtf) else None


def _weekdays(own: Edtf) -> list[str]:
    """Return a date's weekdays; empty for a week or longer."""
    if own.earliest is None or own.latest is None or (own.latest - own.earliest).days >= _WEEK - 1:
        return []
    days = (own.latest - own.earliest).days + 1
    return [WEEKDAYS[(own.earliest + timedelta(days=number)).weekday()] for number in range(days)]
