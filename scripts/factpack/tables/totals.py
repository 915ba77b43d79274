"""Compute lower-bound totals of the people freed.

Only figures that count no person twice are added, so a total is a lower bound, not an estimate.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, product
from typing import NamedTuple

from factpack import overlaps
from factpack.models import codelists
from factpack.models.records import Fact, Release
from factpack.tables.columns import actor, code, count, day, flag, ids, key
from factpack.tables.table import Column, Rows, Table, follow
from factpack.tables.view import Source, View

# The rapprochement begins with the first releases, in July 2024; articles count from there.
_SINCE = date(2024, 7, 1)


class _Figure(NamedTuple):
    """A release figure of a total.

    total_id: scope and period; low: its low bound for the scope; reason: why the total adds it or leaves it out;
    overlaps_with: the figures added that may count the same people.
    """

    total_id: str
    fact: Fact
    low: int | None
    reason: str
    overlaps_with: list[str]


class _Total(NamedTuple):
    """A total for one scope and period.

    citizenship: None for all persons; added: the ids of the figures that it adds.
    """

    total_id: str
    period: str
    citizenship: str | None
    figures: list[_Figure]
    added: list[str]
    low: int
    low_with_claimed: int


def greatest(low_bounds: dict[str, int], distinct: set[frozenset[str]]) -> list[str]:
    """Return the pairwise distinct figures with the greatest sum.

    low_bounds: fact id → low bound; distinct: the pairs that count no person twice. The search is exact; of equal sums it
    takes the one with fewer figures, then the first by id. Each group of figures that overlap, directly or through others,
    is searched by itself, because the time doubles with each figure.
    """
    groups: list[list[str]] = []
    for one in low_bounds:
        apart = [group for group in groups if all(frozenset((one, other)) in distinct for other in group)]
        groups = [*apart, [one, *chain.from_iterable(group for group in groups if group not in apart)]]
    found = (_greatest({one: low_bounds[one] for one in group}, distinct) for group in groups)
    return sorted(chain.from_iterable(found))


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
    for citizenship, (period, first, last) in product((None, *sorted(scopes)), _periods(facts)):
        lows = {fact.id: _low(fact, citizenship) for fact in facts}
        reasons = {fact.id: _reason(fact, lows[fact.id], first, last) for fact in facts}
        sure, claimed = (
            {fact_id: low for fact_id, low in lows.items() if low and reasons[fact_id] in allowed}
            for allowed in (("",), ("", "unconfirmed"))
        )
        low_with_claimed = sum(claimed[fact_id] for fact_id in greatest(claimed, distinct))
        added = greatest(sure, distinct)
        total_id = f"{citizenship or 'all'}:{period}"
        figures = []
        for fact in facts:
            rivals = [one for one in added if one != fact.id and frozenset((one, fact.id)) not in distinct]
            reason = reasons[fact.id] or ("added" if fact.id in added else "overlaps")
            figures.append(_Figure(total_id, fact, lows[fact.id], reason, rivals))
        if low_with_claimed:
            low = sum(sure[fact_id] for fact_id in added)
            yield ("facts", ()), _Total(total_id, period, citizenship, figures, added, low, low_with_claimed)


def _periods(facts: Iterable[Fact]) -> list[tuple[str, date, date]]:
    windows = [overlaps.widest(fact.date) for fact in facts]
    years = {first.year for first, last in windows if first.year == last.year}
    return [
        ("all", date.min, date.max),
        (f"since-{_SINCE:%Y-%m}", _SINCE, date.max),
        *((str(year), date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)),
    ]


def _reason(fact: Fact, low: int | None, first: date, last: date) -> str:
    """Return why a figure cannot be added in a period."""
    begins, ends = overlaps.widest(fact.date)
    if not (first <= begins and ends <= last):
        return "outside_period"
    if isinstance(fact, Release) and fact.stage != overlaps.ADDED_STAGE:
        return "unconfirmed"
    return "" if low else "no_low_bound"


def _low(fact: Fact, citizenship: str | None) -> int | None:
    parts = (part.number for part in fact.breakdown.values() if part.citizenship == citizenship)
    numbers = [overlaps.figure_of(fact)] if citizenship is None else parts
    return max((int(number.low) for number in numbers if number and number.low), default=None)


def _release_pairs(view: View) -> Iterator[tuple[Source, overlaps.Overlap]]:
    for overlap in overlaps.overlaps(view.dataset):
        if overlap.relation:
            yield view.source(view.dataset.facts[overlap.fact_id], "links"), overlap


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
    ),
    count("low", "At least this many, of releases that took place.", unit="persons"),
    count("low_with_claimed", "At least this many if what was only claimed is true.", unit="persons"),
    Column(
        "added",
        "The figures added, ids joined by `; `. `release_total_facts` has the others, and why they are left out.",
        empty="not applicable: every figure with a low bound is only claimed",
    ),
    day(
        "last_day",
        "The last day that these figures cover.",
        lambda item, view: max(
            filter(None, (follow(view.dataset.facts[one], "date.latest") for one in item.added)), default=None
        ),
        "not stated: no figure is dated",
    ),
    flag(
        "date_inferred",
        "Whether the date of an added figure is inferred.",
        lambda item, view: any("date" in view.inferred_fields(view.dataset.facts[one]) for one in item.added),
    ),
    title="Lower-bound totals of releases",
)


def _total_figures(view: View) -> Iterator[tuple[Source, _Figure]]:
    for _, total in _totals(view):
        for figure in total.figures:
            yield view.source(figure.fact), figure


RELEASE_PAIRS = Table[overlaps.Overlap](
    "release_pairs",
    "A row is a pair of figures of released prisoners (acts that took place or are claimed, and running totals), and "
    "whether they may be added up. Every pair is listed once.",
    Rows(_release_pairs, key=("fact_id", "other_fact_id"), tier=2),
    key("fact_id", "One figure."),
    key("other_fact_id", "The other."),
    code("relation", "How they overlap.", codelists.OVERLAP),
    code("basis", "How that is known.", codelists.OVERLAP_BASIS),
    Column(
        "note", "The reason.", empty="not applicable: computed, or an article says so: see claims on `links`"
    ),
    title="Pairs of release figures",
)

RELEASE_TOTAL_FACTS = Table[_Figure](
    "release_total_facts",
    "A row is a figure that a total adds or leaves out, and why.",
    Rows(_total_figures, key=("total_id", "fact_id"), tier=2),
    Column("total_id", "The total.", references="release_totals.total_id"),
    key("fact_id", "The figure.", "fact.id"),
    flag("added", "Whether it is added.", lambda item, _: item.reason == "added"),
    code("reason", "Why it is added or left out.", codelists.TOTAL_REASON),
    ids("overlaps_with", "The added figures that may count the same people,", "not applicable: none does"),
    count("low", "Its low bound for the scope.", empty="not stated: no low bound above zero", unit="persons"),
    title="Figures of the totals",
)
