"""Lower-bound totals: how many people were freed at least.

Only figures that count no person twice are added, so a total is a bound and no estimate.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from factpack import overlaps
from factpack.models import codelists
from factpack.models.edtf import Edtf
from factpack.models.records import Fact, Release
from factpack.tables.columns import actor, count, flag, key, latest
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Source, View

# The rapprochement begins with the first releases, in July 2024; articles count from there.
_SINCE = date(2024, 7, 1)


class _Period(NamedTuple):
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class _Candidate:
    """A release figure, with its low bound for one scope.

    low: None if there is none; reason: why it cannot be added, empty if it can.
    """

    fact: Fact
    low: int | None
    reason: str


@dataclass(frozen=True)
class _Total:
    """A total for one scope and period.

    citizenship: None for all persons; added and with_claimed: fact id → low bound.
    """

    period: _Period
    citizenship: str | None
    candidates: tuple[_Candidate, ...]
    added: dict[str, int]
    with_claimed: dict[str, int]

    @property
    def total_id(self) -> str:
        return f"{self.citizenship or 'all'}:{self.period.name}"

    @property
    def facts(self) -> list[Fact]:
        return [one.fact for one in self.candidates if one.fact.id in self.added]


@dataclass(frozen=True)
class _TotalFact:
    """A figure that a total adds or leaves out.

    overlaps_with: the figures added that may count the same people.
    """

    total: _Total
    candidate: _Candidate
    reason: str
    overlaps_with: list[str]


def greatest(low_bounds: dict[str, int], distinct: set[frozenset[str]]) -> list[str]:
    """Return the pairwise distinct figures with the greatest sum.

    low_bounds: fact id → low bound; distinct: the pairs that count no person twice. The search is exact; of equal sums it
    takes the one with fewer figures, then the first by id. Figures that overlap, directly or through others, are searched
    apart from the rest, because the work doubles with each of them.
    """
    left = set(low_bounds)
    found: list[str] = []
    while left:
        overlapping: set[str] = set()
        added = {min(left)}
        while added:
            overlapping |= added
            added = {
                one
                for one in left - overlapping
                if any(frozenset((one, other)) not in distinct for other in added)
            }
        left -= overlapping
        found += _greatest({one: low_bounds[one] for one in overlapping}, distinct)
    return sorted(found)


def _greatest(low_bounds: dict[str, int], distinct: set[frozenset[str]]) -> list[str]:
    best: tuple[int, int, list[str]] = (0, 0, [])

    def search(chosen: list[str], rest: list[str], total: int) -> None:
        nonlocal best
        best = min(best, (-total, len(chosen), sorted(chosen)))
        for at, fact_id in enumerate(rest):
            if total + sum(low_bounds[other] for other in rest[at:]) < -best[0]:
                return
            compatible = [one for one in rest[at + 1 :] if frozenset((fact_id, one)) in distinct]
            search([*chosen, fact_id], compatible, total + low_bounds[fact_id])

    search([], sorted(low_bounds, key=lambda one: (-low_bounds[one], one)), 0)
    return best[2]


def _totals(view: View) -> Iterator[tuple[Source, _Total]]:
    facts = overlaps.release_figures(view.dataset)
    pairs = overlaps.overlaps(view.dataset)
    distinct = {frozenset((one.fact_id, one.other_fact_id)) for one in pairs if one.relation == "distinct"}
    scopes = {
        part.citizenship
        for fact in facts
        for part in fact.breakdown.values()
        if part.citizenship and part.number.low is not None
    }
    for citizenship in (None, *sorted(scopes)):
        for period in _periods(facts):
            found = tuple(_candidate(fact, citizenship, period) for fact in facts)
            sure = {one.fact.id: one.low for one in found if one.low is not None and not one.reason}
            claimed = {
                one.fact.id: one.low
                for one in found
                if one.low is not None and one.reason in ("", "unconfirmed")
            }
            added = {fact_id: sure[fact_id] for fact_id in greatest(sure, distinct)}
            with_claimed = {fact_id: claimed[fact_id] for fact_id in greatest(claimed, distinct)}
            if with_claimed:
                total = _Total(period, citizenship, found, added, with_claimed)
                yield ("facts", ()), total


def _periods(facts: Iterable[Fact]) -> list[_Period]:
    """Return all dates, since July 2024, and each year."""
    years = {
        when.earliest.year
        for fact in facts
        if isinstance(when := fact.date, Edtf) and when.earliest and when.latest
        if when.earliest.year == when.latest.year
    }
    return [
        _Period("all", date.min, date.max),
        _Period(f"since-{_SINCE:%Y-%m}", _SINCE, date.max),
        *(_Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)),
    ]


def _candidate(fact: Fact, citizenship: str | None, period: _Period) -> _Candidate:
    low = _low(fact, citizenship)
    first, last = overlaps.widest(fact.date)
    if not (period.first <= first and last <= period.last):
        return _Candidate(fact, low, "outside_period")
    if isinstance(fact, Release) and fact.stage != overlaps.ADDED_STAGE:
        return _Candidate(fact, low, "unconfirmed")
    return _Candidate(fact, low, "" if low is not None else "no_low_bound")


def _low(fact: Fact, citizenship: str | None) -> int | None:
    """Return a low bound above zero, if any."""
    figure = overlaps.figure_of(fact)
    numbers = [figure] if figure else []
    if citizenship is not None:
        numbers = [part.number for part in fact.breakdown.values() if part.citizenship == citizenship]
    return max((int(number.low) for number in numbers if number.low), default=None)


RELEASE_TOTALS = Table[_Total](
    "release_totals",
    "A row is the smallest number of people freed in a period, of all persons or of one citizenship: the sum of low bounds of "
    "figures that count no person twice: a lower bound if these figures are right, and no estimate. The real number may be "
    "far higher.",
    Rows(_totals, key=("total_id",), tier=1),
    Column("total_id", "Scope and period, joined by a colon."),
    Column(
        "scope",
        "`all` persons, or `citizenship`.",
        lambda item, _: "citizenship" if item.citizenship else "all",
    ),
    actor(
        "citizenship", "The state whose citizens they are.", "Its name.", empty="not applicable: all persons"
    ),
    Column(
        "period",
        "A calendar year; `since-2024-07`, when the releases began; or `all` dates. A figure counts if its whole window is in it.",
        "period.name",
    ),
    count(
        "low",
        "At least this many, of releases that took place.",
        lambda item, _: sum(item.added.values()),
        unit="persons",
    ),
    count(
        "low_with_claimed",
        "At least this many if what was only claimed is true.",
        lambda item, _: sum(item.with_claimed.values()),
        unit="persons",
    ),
    Column(
        "added",
        "The figures added, ids joined by `; `. `release_total_facts` has the others, and why they are left out.",
        lambda item, _: list(item.added),
        empty="not applicable: every figure with a low bound is only claimed",
    ),
    Column(
        "last_day",
        "The last day that these figures cover.",
        lambda item, _: max((day for fact in item.facts if (day := latest(fact.date))), default=None),
        type="date",
        empty="not stated: no figure is dated",
    ),
    flag(
        "date_inferred",
        "Whether the date of an added figure is inferred.",
        lambda item, view: any("date" in view.inferred_fields(fact) for fact in item.facts),
    ),
    title="Lower-bound totals of releases",
)


def _total_facts(view: View) -> Iterator[tuple[Source, _TotalFact]]:
    pairs = {
        frozenset((one.fact_id, one.other_fact_id)): one.relation for one in overlaps.overlaps(view.dataset)
    }
    for _, total in _totals(view):
        for one in total.candidates:
            is_added = one.fact.id in total.added
            rivals = [
                other
                for other in total.added
                if other != one.fact.id and pairs[frozenset((other, one.fact.id))] != "distinct"
            ]
            reason = one.reason or ("added" if is_added else "overlaps")
            yield view.source(one.fact), _TotalFact(total, one, reason, rivals)


RELEASE_TOTAL_FACTS = Table[_TotalFact](
    "release_total_facts",
    "A row is a figure that a total adds or leaves out, and why.",
    Rows(_total_facts, key=("total_id", "fact_id"), tier=2),
    Column("total_id", "The total.", "total.total_id", references="release_totals.total_id"),
    key("fact_id", "The figure.", "candidate.fact.id"),
    flag("added", "Whether it is added.", lambda item, _: item.reason == "added"),
    Column("reason", "Why it is added or left out.", codelist=codelists.TOTAL_REASON),
    Column(
        "overlaps_with",
        "The added figures that may count the same people, ids joined by `; `.",
        empty="not applicable: none does",
    ),
    count(
        "low",
        "Its low bound for the scope.",
        "candidate.low",
        "not stated: no low bound above zero",
        unit="persons",
    ),
    title="Figures of the totals",
)
