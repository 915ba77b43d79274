"""Find which figures may be added up.

Check whether breakdowns sum up and release figures overlap. No value is changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from factpack.claims import outermost
from factpack.dataset import Dataset
from factpack.models.codelists import MEASURE_KIND
from factpack.models.edtf import Edtf
from factpack.models.parts import Part
from factpack.models.quantity import Quantity
from factpack.models.records import Count, Fact, Release

F = TypeVar("F", bound=Fact)

FIGURE = {Release: "released", Count: "value"}

# The figures of freed people that may be added up: acts of this stage, and counts of these measures.
ADDED_STAGE = "carried_out"
RUNNING_TOTALS = tuple(measure for measure, kind in MEASURE_KIND.items() if kind == ("flow", "persons"))


def figure_of(fact: Fact) -> Quantity | None:
    """Return the figure that a fact is about, if any."""
    return fact.released if isinstance(fact, Release) else fact.value if isinstance(fact, Count) else None


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one total, with their sum.

    They differ in one respect.
    of: the total, `released`, `value` or a key of the breakdown; total: its quantity; lower and upper: the bounds of
    the sum of the parts (None: no bound); complete: whether the parts are said to be all; gap: total less sum where
    both are exact; holds: see the codelist.
    """

    of: str
    by: str
    keys: tuple[str, ...]
    total: Quantity
    lower: int
    upper: int | None
    complete: bool
    gap: int | None
    holds: str


def groups(fact: Fact) -> Iterator[Group]:
    """Yield a breakdown's groups in order, parts without total omitted."""
    members: dict[tuple[str, str], dict[str, Part]] = {}
    for key, part in fact.breakdown.items():
        members.setdefault((part.of, part.by), {})[key] = part
    for (of, by), parts in members.items():
        total = figure_of(fact) if of in FIGURE.values() else None
        if of in fact.breakdown:
            total = fact.breakdown[of].number
        if total is not None:
            yield _group(of, by, parts, total)


def _group(of: str, by: str, parts: dict[str, Part], total: Quantity) -> Group:
    numbers = [part.number for part in parts.values()]
    lower = sum(number.lower or 0 for number in numbers)
    uppers = [number.upper for number in numbers]
    upper = None if None in uppers else sum(bound for bound in uppers if bound is not None)
    complete = all(part.complete for part in parts.values())
    exact = complete and lower == upper and total.qualifier == "exact" and total.value is not None
    gap = (total.value or 0) - lower if exact else None
    return Group(
        of, by, tuple(parts), total, lower, upper, complete, gap, _holds(total, lower, upper, complete)
    )


def _holds(total: Quantity, lower: int, upper: int | None, complete: bool) -> str:
    if total.lower is None and total.upper is None:
        return "not_checkable"
    if total.upper is not None and lower > total.upper:
        return "no"
    if not complete:
        return "incomplete"
    if upper is None:
        return "not_checkable" if lower == 0 else "possible"
    if total.lower is not None and upper < total.lower:
        return "no"
    return "yes" if lower == upper == total.lower == total.upper else "possible"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two release figures, and whether they may be added up.

    relation and basis: see the codelists; `contained` says that those of fact_id are all counted in other_fact_id;
    relation is None where nothing tells; note: the reason that the curator gives.
    """

    fact_id: str
    other_fact_id: str
    relation: str | None
    basis: str | None
    note: str


def safe_total(lower_bounds: dict[str, int], distinct: set[frozenset[str]]) -> list[str]:
    """Return figures that may be added up.

    From the largest lower bound on, each that is distinct from all those before it.
    lower_bounds: fact id → lower bound; distinct: the pairs that overlap in nobody. The sum of their lower bounds is a
    number of people that is reached at least; a better choice of figures may reach a larger one.
    """
    taken: list[str] = []
    for fact_id in sorted(lower_bounds, key=lambda one: (-lower_bounds[one], one)):
        if all(frozenset((fact_id, other)) in distinct for other in taken):
            taken.append(fact_id)
    return taken


# What a link between two release figures says of their overlap.
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

    Only acts that took place or are claimed, and totals of released prisoners.
    """
    return [
        fact
        for fact_id, fact in sorted(dataset.facts.items())
        if fact.withdrawn is None
        and (
            (isinstance(fact, Release) and fact.stage in (ADDED_STAGE, "claimed"))
            or (isinstance(fact, Count) and fact.measure in RUNNING_TOTALS)
        )
    ]


def overlaps(dataset: Dataset) -> Iterator[Overlap]:
    """Yield the overlap of every pair of release figures.

    A link declares it; otherwise it follows from their dates or releasers.
    """
    for one, other in combinations(release_figures(dataset), 2):
        yield _overlap(one, other, dataset)


def undeclared_overlaps(dataset: Dataset) -> Iterator[Overlap]:
    """Yield the pairs of release figures without known overlap."""
    for one, other in not_apart(release_figures(dataset)):
        overlap = _overlap(one, other, dataset)
        if overlap.relation is None:
            yield overlap


def _overlap(one: Fact, other: Fact, dataset: Dataset) -> Overlap:
    return _declared(one, other) or _declared(other, one) or _computed(one, other, dataset)


def not_apart(facts: Sequence[F]) -> list[tuple[F, F]]:
    """Return the pairs of facts that are not `apart`.

    In the order of `itertools.combinations`.
    The facts are sorted by their first day, and each is compared only with those that have not ended by then: the work
    grows with the facts and the pairs found, not with all pairs.
    """
    pairs: list[tuple[int, int]] = []
    going_on: list[tuple[date, int]] = []
    for first, last, number in sorted((*_widest(fact.date), number) for number, fact in enumerate(facts)):
        going_on = [one for one in going_on if one[0] >= first]
        pairs += [(min(number, other), max(number, other)) for _, other in going_on]
        going_on.append((last, number))
    return [(facts[one], facts[other]) for one, other in sorted(pairs)]


def _widest(when: Edtf | str) -> tuple[date, date]:
    """Return the widest days of a date; all if uncertain."""
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
    if apart(one.date, other.date):
        return Overlap(one.id, other.id, "distinct", "dates", "")
    if isinstance(one, Release) and isinstance(other, Release):
        releasers, others = (
            {outermost(actor, dataset) for actor in fact.released_by} for fact in (one, other)
        )
        if not releasers & others:
            return Overlap(one.id, other.id, "distinct", "releaser", "")
    return Overlap(one.id, other.id, None, None, "")


def apart(one: Edtf | str, other: Edtf | str) -> bool:
    """Return whether two dates have no day in common.

    Unknown, hence false, without a date or with an approximate one.
    """
    (first, last), (first_other, last_other) = _widest(one), _widest(other)
    return last < first_other or last_other < first
