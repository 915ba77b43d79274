"""Find which breakdowns add up and which release figures overlap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from factpack.claims import top_parent
from factpack.dataset import Dataset
from factpack.models.codelists import MEASURE_KIND
from factpack.models.edtf import Edtf
from factpack.models.parts import Part
from factpack.models.quantity import Quantity
from factpack.models.records import Count, Fact, Release
from factpack.models.types import NOT_STATED

F = TypeVar("F", bound=Fact)

FIGURE = {Release: "released", Count: "value"}

# The figures of freed people that may be added up: acts of this stage, and counts of these measures.
ADDED_STAGE = "carried_out"
RUNNING_TOTALS = tuple(measure for measure, kind in MEASURE_KIND.items() if kind == ("flow", "persons"))


NEAR = 7  # days within which two articles may date one event differently


def figure_of(fact: Fact) -> Quantity | None:
    """Return the figure that a fact is about, if any."""
    return fact.released if isinstance(fact, Release) else fact.value if isinstance(fact, Count) else None


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one total, with their sum.

    The parts differ in one dimension.
    of_key: the total, `released`, `value` or a key of the breakdown; total: its quantity; low and high: the bounds of
    the sum of the parts (None: no bound); complete: whether the record says that no part is missing; gap: total minus sum,
    if both are exact; adds_up: see the codelist.
    """

    of_key: str
    dimension: str
    keys: tuple[str, ...]
    total: Quantity
    low: float
    high: float | None
    complete: bool
    gap: float | None
    adds_up: str


def groups(fact: Fact) -> Iterator[Group]:
    """Yield a breakdown's groups in order; skip those without total."""
    members: dict[tuple[str, str], dict[str, Part]] = {}
    for key, part in fact.breakdown.items():
        members.setdefault((part.of_key, part.dimension), {})[key] = part
    for (of_key, dimension), parts in members.items():
        of_part, figure = fact.breakdown.get(of_key), figure_of(fact) if of_key in FIGURE.values() else None
        total = of_part.number if of_part else figure
        if total is None:
            continue
        low = sum(part.number.low or 0 for part in parts.values())
        highs = [part.number.high for part in parts.values()]
        high = None if None in highs else sum(filter(None, highs))
        complete = all(part.complete for part in parts.values())
        is_exact = low == high and total.qualifier == "exact"
        gap = total.point - low if is_exact and total.point is not None else None
        adds_up = _adds_up(total, low, high, complete)
        yield Group(of_key, dimension, tuple(parts), total, low, high, complete, gap, adds_up)


def _adds_up(total: Quantity, low: float, high: float | None, complete: bool) -> str:
    if total.low is None and total.high is None:
        return "not_checkable"
    if total.high is not None and low > total.high:
        return "no"
    if not complete:
        return "incomplete"
    if high is None:
        return "not_checkable" if low == 0 else "possible"
    if total.low is not None and high < total.low:
        return "no"
    return "yes" if low == high == total.low == total.high else "possible"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two release figures, and whether they may be added up.

    relation and basis: see the codelists; `contained`: other_fact_id counts everyone whom fact_id counts; None: unknown;
    note: the curator's reason.
    """

    fact_id: str
    other_fact_id: str
    relation: str | None = None
    basis: str | None = None
    note: str = ""


# The overlap that a link between two release figures declares.
_BY_LINK = {
    "part_of": "contained",
    "subset_of": "contained",
    "possibly_subset_of": "possibly_overlapping",
    "possibly_overlaps": "possibly_overlapping",
    "possibly_same_as": "possibly_overlapping",
    "distinct_from": "distinct",
}


def release_figures(dataset: Dataset) -> list[Fact]:
    """Return acts of release and running totals, by id.

    The acts took place or are claimed; the totals are of released prisoners.
    """
    return [
        fact
        for fact in dataset.active_facts()
        if (isinstance(fact, Release) and fact.stage in (ADDED_STAGE, "claimed"))
        or (isinstance(fact, Count) and fact.measure in RUNNING_TOTALS)
    ]


def overlaps(dataset: Dataset) -> Iterator[Overlap]:
    """Yield the overlap of every pair of release figures."""
    return (_overlap(one, other, dataset) for one, other in combinations(release_figures(dataset), 2))


def undeclared_overlaps(dataset: Dataset) -> Iterator[Overlap]:
    """Yield the pairs of release figures whose overlap is unknown.

    A release without a figure adds nothing to a sum, so nobody is counted twice.
    """
    figures = [fact for fact in release_figures(dataset) if str(figure_of(fact)) != NOT_STATED]
    found = (_overlap(one, other, dataset) for one, other in not_apart(figures))
    return (overlap for overlap in found if overlap.relation is None)


def _overlap(one: Fact, other: Fact, dataset: Dataset) -> Overlap:
    return _declared(one, other) or _declared(other, one) or _computed(one, other, dataset)


def not_apart(facts: Sequence[F], margin: int = 0) -> list[tuple[F, F]]:
    """Return the pairs of facts that may share a day.

    The order is that of `itertools.combinations`. margin: days that may be between the two.
    The facts are sorted by their first day, and each is compared only with those that have not ended by then, so that the
    time grows with the facts and the pairs found, not with all pairs.
    """
    pairs: list[tuple[int, int]] = []
    going_on: list[tuple[int, int]] = []
    for first, last, number in sorted((*widest(fact.date), number) for number, fact in enumerate(facts)):
        going_on = [one for one in going_on if one[0] >= first.toordinal()]
        pairs += [(min(number, other), max(number, other)) for _, other in going_on]
        going_on.append((last.toordinal() + margin, number))
    return [(facts[one], facts[other]) for one, other in sorted(pairs)]


def widest(when: Edtf | str) -> tuple[date, date]:
    """Return the widest bounds of a date; unbounded if uncertain."""
    if not isinstance(when, Edtf) or when.approximate or when.uncertain:
        return date.min, date.max
    return when.earliest or date.min, when.latest or date.max


def _declared(one: Fact, other: Fact) -> Overlap | None:
    for link in one.links:
        if link.fact == other.id and link.relation in _BY_LINK:
            path = f"links.{other.id}"
            items = [located.item for located in one.items() if path in located.item.supports]
            stated = link.inference is None and not any(item.reason(path) for item in items)
            basis = "stated" if stated else "inferred"
            return Overlap(one.id, other.id, _BY_LINK[link.relation], basis, link.inference or "")
    return None


def _computed(one: Fact, other: Fact, dataset: Dataset) -> Overlap:
    releases = [fact for fact in (one, other) if isinstance(fact, Release)]
    if distance := days_between(one.date, other.date):
        # Two articles may date one release differently.
        if distance <= NEAR and len(releases) == 2 and one.evidence.keys().isdisjoint(other.evidence):
            return Overlap(one.id, other.id, "possibly_overlapping", "near_dates")
        return Overlap(one.id, other.id, "distinct", "dates")
    states = [{top_parent(actor, dataset) for actor in release.released_by} for release in releases]
    if len(states) == 2 and all(states) and states[0].isdisjoint(states[1]):
        return Overlap(one.id, other.id, "distinct", "releaser")
    return Overlap(one.id, other.id)


def days_between(one: Edtf | str, other: Edtf | str) -> int:
    """Return the days between two dates' nearest ends."""
    (first, last), (first_other, last_other) = widest(one), widest(other)
    return max(0, (first_other - last).days, (first - last_other).days)
