"""Computes what may be added up: whether breakdowns hold, and whether release figures overlap. No value is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from factpack.claims import outermost
from factpack.load import Dataset
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity
from factpack.models.records import Count, Fact, Item, Part, Release

FIGURE = {Release: "released", Count: "value"}


def figure_of(fact: Fact) -> Quantity | None:
    """The figure that a fact is about; None for a meeting or a sanctions action."""
    return fact.released if isinstance(fact, Release) else fact.value if isinstance(fact, Count) else None


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one total that differ in one respect, with their sum.

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
    """The groups of a fact's breakdown, in the order in which they first stand there. Parts of no total are left out."""
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
    """Figures that may be added up: from the largest lower bound on, each that is distinct from all taken before.

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
    """The acts of release that took place or are claimed, and the running totals of released prisoners, by id."""
    return [
        fact
        for fact_id, fact in sorted(dataset.facts.items())
        if fact.withdrawn is None
        and (
            (isinstance(fact, Release) and fact.stage in ("carried_out", "claimed"))
            or (
                isinstance(fact, Count)
                and fact.measure in ("prisoners_released_in_period", "releases_brokered_in_period")
            )
        )
    ]


def overlaps(dataset: Dataset) -> Iterator[Overlap]:
    """Every pair of release figures: as a link declares it, else as their dates or releasers tell."""
    for one, other in combinations(release_figures(dataset), 2):
        yield _declared(one, other) or _declared(other, one) or _computed(one, other, dataset)


def _declared(one: Fact, other: Fact) -> Overlap | None:
    for link in one.links:
        if link.fact == other.id and link.relation in _BY_LINK:
            stated = link.inference is None and all(
                item.inference is None for item in items_on(one, f"links.{other.id}")
            )
            basis = "stated" if stated else "inferred"
            return Overlap(one.id, other.id, _BY_LINK[link.relation], basis, link.inference or "")
    return None


def items_on(fact: Fact, path: str) -> Iterator[Item]:
    """The evidence items that support a field or element of a fact."""
    for paragraphs in fact.evidence.values():
        for items in paragraphs.values():
            yield from (item for item in items if path in item.supports)


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
    """Whether two dates have no day in common; without a date, or with an approximate one, nothing is known."""
    if not isinstance(one, Edtf) or not isinstance(other, Edtf):
        return False
    if one.approximate or one.uncertain or other.approximate or other.uncertain:
        return False
    return bool(
        (one.latest and other.earliest and one.latest < other.earliest)
        or (other.latest and one.earliest and other.latest < one.earliest)
    )
