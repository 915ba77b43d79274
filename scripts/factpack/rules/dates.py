"""Check dates against publication, weekdays, spans and ids."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from factpack.claims import Claim, compare_intervals, days
from factpack.dataset import Dataset
from factpack.evidence.lexicon import DAYS_APART, contains
from factpack.models import edtf
from factpack.models.edtf import WEEKDAYS, Edtf
from factpack.models.records import Count, stage_of
from factpack.models.types import NOT_YET
from factpack.overlaps import RUNNING_TOTALS, widest
from factpack.problems import Problem
from factpack.rules.case import Case

# Stages of events that may be later than the article.
FORECASTS = frozenset(("planned", "possible", "promised", "demanded", "considered", "offered"))
_WEEKDAY = re.compile(rf"\b((?ai:{'|'.join(WEEKDAYS)}))\b")
_ID_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?(?=-)")
_SAME_DAY = re.compile(r"(?i)\b(?:same|that) (?:day|morning|afternoon|evening|night)\b")
_WITHOUT_EFFECT = ("discussed", "considered", "offered", "demanded", "possible")


def date_span(case: Case) -> Iterator[Problem]:
    """A date longer than a day without `date_span`, a `date_span` for a single day, or a running total of a single day.

    "2031-03" may mean a day of March, all of it, or several days: users who filter by period must know which. A running
    total of one day would be added to the releases that it includes, and people would be counted twice.

    Passes:
        facts/releases/2031-03-pardons.yaml: {date: "2031-03-20", date_span: null}
    Fails:
        facts/releases/2031-03-pardons.yaml: {date_span: null}
    """
    fact = case.fact
    is_long = isinstance(fact.date, Edtf) and fact.date.precision != "day"
    if fact.date_span is not None and not is_long:
        message = f"`date_span` is for a date longer than a day, but the date is {fact.date}."
        yield case.problem(("date_span",), message, "Delete `date_span`.")
    elif fact.date_span is None and is_long:
        message = f"{fact.date} is longer than a day, but `date_span` is missing."
        fix = "Add `date_span`: within, throughout, on_several_days or repeatedly."
        yield case.problem(("date",), message, fix)
    elif getattr(fact, "measure", "") in RUNNING_TOTALS and isinstance(fact.date, Edtf) and not is_long:
        message = f"A running total covers a period, but {fact.date} is a day."
        fix = f"Write /{fact.date} if the start is unknown, otherwise the period. Record a single act as a release."
        yield case.problem(("date",), message, fix)


def date_after_publication(case: Case) -> Iterator[Problem]:
    """A date that extends beyond the publication of its articles, or an article that is older than the event.

    An article cannot report what happened after it. "2031-05" from an article of 3 May says more than the article can
    know: write 2031-05-01/2031-05-03, without an open end. What is planned, demanded, promised, offered, considered
    or possible is exempt, and an article that reports another stage, or only a deal or a link, may be older.

    Passes:
        facts/counts/2031-05-released-since-march.yaml: {date: 2031-03/2031-05-03}
    Fails:
        facts/counts/2031-05-released-since-march.yaml: {date: 2031-03/2031-05}
    """
    fact = case.fact
    if getattr(fact, "stage", "") in FORECASTS or not isinstance(fact.date, Edtf):
        return
    caps = {seed_id: _published(case.dataset, seed_id) for seed_id in fact.evidence}
    latest = max(caps.values(), default=date.max)
    if (fact.date.latest or date.max) > latest:
        message = f"{fact.date} extends beyond {latest}, the last possible publication date of its articles."
        fix = f"End it at {latest}; or, if it is a plan or a forecast, correct the stage."
        yield case.problem(("date",), message, fix)
    of_plans = {one.seed_id for one in case.claims if one.field == "stage" and one.agreement == "conflict"}
    stating = {one.seed_id for one in case.claims if one.field not in ("deals", "links")}
    for seed_id in stating - of_plans:
        if caps[seed_id] < widest(fact.date)[0] <= latest:
            message = f"{seed_id} was published on or before {caps[seed_id]}, and cannot report an event of {fact.date}."
            fix = "If it reports a plan, add `says: {stage: …}`. Otherwise move the evidence, or correct the date."
            yield case.problem(("evidence", seed_id), message, fix)
    for claim in case.claims:
        cap, said = caps[claim.seed_id], edtf.read(claim.value) if claim.field == "date" else None
        if said and claim.agreement != "same" and (said.latest or date.max) > cap:
            message = f"{said} extends beyond {cap}, the last possible publication date of {claim.seed_id}."
            yield case.problem((*claim.pointer, "says", "date"), message, f"End it at {cap}.")


def day_of_publication(case: Case) -> Iterator[Problem]:
    """A date that is the day of publication, although no phrase states it.

    What an article reports without a day happened on or before the day of publication: write `/2031-05-03`. "The same day"
    is that of another event, which an inference names. Counts, press statements and briefings are exempt, because they may
    well be of that day.

    Passes:
        facts/sanctions/2031-05-free-harbour-demands-tightening.yaml: {date: /2031-05-03}
    Fails:
        facts/sanctions/2031-05-free-harbour-demands-tightening.yaml: {date: "2031-05-03", date_span: null}
    """
    day = str(case.fact.date)
    is_exempt = isinstance(case.fact, Count) or getattr(case.fact, "kind", "") in (
        "press_statement",
        "briefing",
    )
    claims = [one for one in case.claims if one.field == "date" and one.agreement in ("same", "finer")]
    is_published = day in {str(claim.seed.published) for claim in claims} and "/" not in day
    is_inferred = all(claim.basis == "inferred" and not _SAME_DAY.search(claim.phrase) for claim in claims)
    if is_published and not is_exempt and is_inferred:
        message = f"{day} is the day of publication, and no phrase states it."
        fix = f"Write /{day} if it happened on or before that day, or quote the words that give the day."
        yield case.problem(("date",), message, fix)


def past_plan(case: Case) -> Iterator[Problem]:
    """A planned event dated before the publication of every article that reports the plan.

    The date of a plan is that of the event, not of the statement. Nobody plans what is past.

    Passes:
        facts/meetings/2031-06-sample-visit-planned.yaml: {date: 2031-06}
    Fails:
        facts/meetings/2031-06-sample-visit-planned.yaml: {date: "2031-05-01", date_span: null}
    """
    claims = [one for one in case.claims if one.field == "stage" and one.value == "planned"]
    published = [one.seed.published.earliest for one in claims if isinstance(one.seed.published, Edtf)]
    latest = isinstance(case.fact.date, Edtf) and case.fact.date.latest
    is_past = latest and published and all(day and latest < day for day in published)
    if is_past and stage_of(case.fact) == "planned":
        message = f"The event is planned, but {case.fact.date} is before the publication of its articles."
        fix = "Give the date of the event, not that of the statement; or correct the stage."
        yield case.problem(("date",), message, fix)


def publication_not_checkable(dataset: Dataset) -> Iterator[Problem]:
    """An article without a latest possible publication date, so that dates cannot be checked against it.

    A notice, not an error: it says what was not checked.

    Passes:
        seeds/lantern-2031-05.yaml: {published: 2031-05-04/2031-05-31}
    Fails:
        seeds/lantern-2031-05.yaml: {published: 2031-05-04/..}
    """
    citing = Counter(seed_id for fact in dataset.facts.values() for seed_id in fact.evidence)
    for seed_id in dataset.seeds:
        if citing[seed_id] and _published(dataset, seed_id) == date.max:
            count = f"the facts that cite it ({citing[seed_id]})"
            message = f"No latest publication date is known, so the dates of {count} cannot be checked."
            fix = "Correct `published` if the text gives a date; otherwise do nothing."
            yield dataset.problem("seeds", seed_id, ("published",), message, fix)


def weekday(case: Case) -> Iterator[Problem]:
    """A weekday in a phrase that does not match the date of the record.

    Checked if the date is a day or an interval of less than a week. "Saturday, a day after" may print the weekday of
    another event, and is not checked. Source: the proleptic Gregorian calendar.

    Passes:
        facts/meetings/2031-05-01-sample-muster-talks.yaml: {date: 2031-05-01/2031-05-03}
    Fails:
        facts/meetings/2031-05-01-sample-muster-talks.yaml: {date: "2031-05-01", date_span: null}
    """
    claims = [claim for claim in reversed(case.claims) if claim.field == "date"]
    # One problem for each date, however many phrases print the weekday.
    misfits = {(claim.value, name): claim for claim in claims for name in misfit_weekdays(claim)}
    for (value, name), claim in misfits.items():
        days = " and a ".join(day.capitalize() for day in _weekdays(edtf.parse(value)))
        message = f"{value} is a {days}, but the phrase says {name}."
        fix = "Correct the date; or, if the weekday is that of another event, quote the phrase without it."
        yield case.problem((*claim.pointer, "phrase"), message, fix)


def misfit_weekdays(claim: Claim) -> list[str]:
    """Return a phrase's weekdays that do not fit its date."""
    own = edtf.read(claim.value) if claim.field == "date" else None
    if own is None or contains(claim.phrase.lower(), DAYS_APART):
        return []
    return [name for name in _WEEKDAY.findall(claim.phrase) if name.lower() not in _weekdays(own)]


def id_date(case: Case) -> Iterator[Problem]:
    """An id that begins with a date other than the fact's.

    An id is a mnemonic: it begins with a date that fits the fact's date, or with no date.

    Passes:
        facts/releases/2031-03-pardons.yaml: {date: 2031-03-28/2031-04-02}
    Fails:
        facts/releases/2031-03-pardons.yaml: {date: 2031-04}
    """
    fact, match = case.fact, _ID_DATE.match(case.fact.id)
    front = edtf.read(match[0]) if match else None
    # Those rules explain more clearly what is wrong with the date.
    if front is None or any(map(any, (weekday(case), date_after_publication(case), past_plan(case)))):
        return
    if not isinstance(fact.date, Edtf) or compare_intervals(days(front), days(fact.date)) == "conflict":
        message = f"The id begins with {front}, but the date is {fact.date}."
        fix = "Correct the date in the id, or remove it, before the fact is published. Published ids never change."
        yield case.problem(("id",), message, fix)


def publication_basis(dataset: Dataset) -> Iterator[Problem]:
    """An inferred publication date without a note on how it was inferred.

    Passes:
        seeds/lantern-2031-05.yaml: {published_basis: stated, published_note: null}
    Fails:
        seeds/lantern-2031-05.yaml: {published_note: null}
    """
    for seed in dataset.seeds.values():
        if seed.published_basis == "inferred" and seed.published_note is None:
            message = "The publication date is inferred, but `published_note` is missing."
            fix = "Add `published_note`: how the date was inferred."
            yield dataset.problem("seeds", seed.id, ("published_basis",), message, fix)


def effective_date(case: Case) -> Iterator[Problem]:
    """A sanctions action whose `effective` does not fit its stage.

    What is in force cannot be `not_yet`; what is only discussed, considered, offered, demanded or possible has no date.

    Passes:
        facts/sanctions/2031-05-02-norland-announces-lifting-potash-sanctions.yaml: {effective: 2031-06}
    Fails:
        facts/sanctions/possible-easing-for-marovia-potash.yaml: {effective: "2031-06-01"}
    """
    effective, stage = getattr(case.fact, "effective", None), getattr(case.fact, "stage", "")
    not_yet = effective == NOT_YET and stage == "in_force"
    if not_yet or (isinstance(effective, Edtf) and stage in _WITHOUT_EFFECT):
        message = f"A record with stage {stage!r} cannot have `effective: {effective}`."
        fix = "Delete 'effective' and its evidence, or correct the stage."
        yield case.problem(("effective",), message, fix)


def _published(dataset: Dataset, seed_id: str) -> date:
    """Return an article's last possible publication day, else the maximum."""
    seed = dataset.seeds.get(seed_id)
    return (seed and isinstance(seed.published, Edtf) and seed.published.latest) or date.max


def _weekdays(own: Edtf) -> list[str]:
    first, last = widest(own)
    days = range(min((last - first).days + 1, len(WEEKDAYS)))
    return [WEEKDAYS[(first + timedelta(number)).weekday()] for number in days]
