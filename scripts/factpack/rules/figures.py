"""Check breakdowns, overlaps and conflicting counts."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from factpack import overlaps
from factpack.claims import compare_intervals
from factpack.dataset import Dataset
from factpack.models.codelists import MEASURE_KIND
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity
from factpack.models.records import Count, Fact, Release
from factpack.problems import Pointer, Problem
from factpack.rules.case import Case
from factpack.rules.relations import active_links


def breakdown_total(case: Case) -> Iterator[Problem]:
    """A part of a breakdown whose `of_key` is not a total.

    `of_key` names the fact's own figure (`released` of a release, `value` of a count) or another part, and no part is a
    part of itself.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            marovians: {of_key: released}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            marovians: {of_key: arrived-in-grey-harbour}
    """
    own = overlaps.FIGURE.get(type(case.fact))
    for key, part in case.fact.breakdown.items():
        if _leads_nowhere(case.fact, key):
            totals = ", ".join([own or "", *(name for name in case.fact.breakdown if name != key)])
            without = "Delete `breakdown`: a fact of this type has no figure."
            fix = f"Set `of_key` to one of: {totals}." if own else without
            message = f"{key!r} cannot be a part of {part.of_key!r}."
            yield case.problem(("breakdown", key, "of_key"), message, fix)


def _leads_nowhere(fact: Fact, key: str) -> bool:
    """Return whether a part belongs to no total."""
    chain = [fact.breakdown[key].of_key]
    while (part := fact.breakdown.get(chain[-1])) and part.of_key not in chain:
        chain.append(part.of_key)
    return key in chain or chain[0] not in (overlaps.FIGURE.get(type(fact)), *fact.breakdown)


def breakdown_sum(case: Case) -> Iterator[Problem]:
    """Parts or named persons that exceed their total, or a gap between parts and total that no note explains.

    A gap is never removed: the exports show it, with the curator's note. If an article lists examples only, write
    `complete: false`.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            flown-on-to-norland: {number: 2, note: No article says where the twelfth went.}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            flown-on-to-norland: {number: 2, note: null}
    """
    fact = case.fact
    if any(_leads_nowhere(fact, key) for key in fact.breakdown):
        return  # a part is missing from its sum: see breakdown-total
    for group in overlaps.groups(fact):
        if any(fact.breakdown[key].number.percent != group.total.percent for key in group.keys):
            continue  # shares and numbers have no sum: see percent-figure
        pointer = ("breakdown", group.keys[-1], "number")
        parts, whole = f"The parts by {group.dimension} add up to", f"{group.of_key} = {group.total}"
        if group.total.high is not None and group.low > group.total.high:
            message = f"{parts} at least {group.low}, which exceeds the total ({whole})."
            fix = "Correct the wrong figure; or, if parts overlap, give them different `dimension` values."
            yield case.problem(pointer, message, fix)
        elif group.complete and group.gap and not any(fact.breakdown[key].note for key in group.keys):
            message = f"{parts} {group.low}, but the total is {whole}."
            fix = "Correct a number, or explain the difference in a `note`; "
            fix += "or, if the article gives examples only, write `complete: false`."
            yield case.problem(pointer, message, fix)
    persons = fact.persons if isinstance(fact, Release) else ()
    # A label may refer to one of the named persons.
    free = [person.actor for person in persons if person.actor and person.outcome != "not_freed"]
    if isinstance(fact, Release) and fact.released.high is not None and len(free) > fact.released.high:
        message = f"{len(free)} persons are free ({', '.join(free)}), but `released` is {fact.released}."
        yield case.problem(("persons",), message, "Correct `released`, or move a person to another release.")


def breakdown_aspect(case: Case) -> Iterator[Problem]:
    """A part with a `citizenship` or a `place` that does not fit its dimension.

    Only parts with `dimension: citizenship` have a `citizenship`, the state whose citizens they are, and only parts with
    `dimension: arrival` have a `place`.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            marovians: {dimension: citizenship, citizenship: marovia}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            jailed-for-leaflets: {dimension: charge, citizenship: marovia}
    """
    for key, part in case.fact.breakdown.items():
        for field, dimension in (("citizenship", "citizenship"), ("place", "arrival")):
            if getattr(part, field) is not None and part.dimension != dimension:
                message = f"{key!r} has `dimension: {part.dimension}`, so it cannot have a {field}."
                fix = f"Delete the {field}; or, if the parts differ in it, write `dimension: {dimension}`."
                yield case.problem(("breakdown", key, field), message, fix)


def percent_figure(case: Case) -> Iterator[Problem]:
    """A share without a per cent sign, a number of people with one, or a share of more than 100 %.

    Passes:
        facts/counts/2031-05-marovia-potash-share-of-supply.yaml: {value: more than 7 %}
    Fails:
        facts/counts/2031-05-marovia-potash-share-of-supply.yaml: {value: more than 7}
    """
    is_share = isinstance(case.fact, Count) and MEASURE_KIND[case.fact.measure][1] == "percent"
    for figure, pointer in _figures(case):
        if figure.qualifier in ("vague", "not_stated"):
            continue
        if figure.percent != is_share:
            other = f"{figure} %" if is_share else str(figure).removesuffix(" %")
            also = ", or correct the measure" if isinstance(case.fact, Count) else ""
            message = f"{figure} {'lacks' if is_share else 'has'} a per cent sign."
            yield case.problem(pointer, message, f"Write `{other}`{also}.")
        elif is_share and max(figure.point or 0, figure.low or 0, figure.high or 0) > 100:
            yield case.problem(pointer, f"A share cannot exceed 100 %: {figure}.", "Correct the share.")


def _figures(case: Case) -> Iterator[tuple[Quantity, Pointer]]:
    for value in case.values:
        if isinstance(value.value, Quantity):
            yield value.value, (*value.pointer, "number") if value.element else value.pointer
    for index, participant in enumerate(getattr(case.fact, "participants", ())):
        if participant.number is not None:
            yield participant.number, ("participants", index, "number")


def undeclared_overlap(dataset: Dataset) -> Iterator[Problem]:
    """Two release figures whose overlap is unknown.

    Users who add up releases must know whether people would be counted twice. Either the dates or releasers of two acts
    or running totals show that they are distinct, or a link from one to the other says how they overlap: part_of, subset_of,
    possibly_subset_of, possibly_overlaps, possibly_same_as, distinct_from.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          links:
            - {fact: 2031-05-released-since-march, relation: possibly_overlaps, inference: Both are of March.}
            - {fact: 2031-05-releases-brokered-by-sample, relation: possibly_overlaps, inference: Both are of March.}
    Fails:
        facts/releases/2031-03-pardons.yaml:
          links:
            - {fact: 2031-05-released-since-march, relation: possibly_overlaps, inference: Both are of March.}
    """
    if dataset.unread:
        return
    pairs = [(overlap.fact_id, overlap.other_fact_id) for overlap in overlaps.undeclared_overlaps(dataset)]
    while pairs:  # one problem, for the fact in most pairs: it is probably the new one
        fact_id = Counter(chain(*pairs)).most_common(1)[0][0]
        others = [repr(one) for pair in pairs if fact_id in pair for one in pair if one != fact_id]
        pairs = [pair for pair in pairs if fact_id not in pair]
        count = "counts" if len(others) == 1 else "count"
        message = f"No link says whether {', '.join(others)} {count} some of the same people as this fact."
        relations = "distinct_from, subset_of, possibly_subset_of or possibly_overlaps"
        fix = f"Link this fact to each of them, or each of them to {fact_id!r}: {relations}, with evidence or an `inference`."
        if isinstance(dataset.facts[fact_id], Release):
            fix += " If this is only a part of a recorded act, record it there under `breakdown`; "
            fix += "if it is a running total, record it as a count."
        yield dataset.problem("facts", fact_id, ("links",), message, fix)


def conflict_of_counts(dataset: Dataset) -> Iterator[Problem]:
    """Two counts that cannot both be right and are not linked, or that could be and are linked by `conflicts_with`.

    Estimates by different counters are different counts. Link them by `conflicts_with` if they are stocks of one measure,
    their dates overlap and their bounds do not; by `subset_of` or `distinct_from` if they count different people.

    Passes:
        facts/counts/2031-05-free-harbour-prisoners-held.yaml: {value: more than 200, links: []}
    Fails:
        facts/counts/2031-05-free-harbour-prisoners-held.yaml: {value: more than 200}
    """
    counts = [fact for fact in dataset.active_facts() if isinstance(fact, Count)]
    stocks = [one for one in counts if MEASURE_KIND[one.measure][0] == "stock" and isinstance(one.date, Edtf)]
    conflicts = {
        frozenset((one.id, other.id)): (one, other)
        for one, other in overlaps.not_apart(stocks)
        if one.measure == other.measure
        and compare_intervals(one.value.bounds, other.value.bounds) == "conflict"
    }
    settled = {
        frozenset((fact.id, link.fact))
        for fact in counts
        for link in fact.links
        if link.relation in ("conflicts_with", "subset_of", "possibly_subset_of", "distinct_from")
    }
    for pair, (one, other) in conflicts.items():
        if pair not in settled:
            message = f"{one.value} here and {other.value} in {other.id!r} are for the same time and cannot both be right."
            link = f"`links: [{{fact: {other.id}, relation: conflicts_with, inference: …}}]`"
            fix = f"Link them: {link}; or, if they count different people, with subset_of or distinct_from."
            yield dataset.problem("facts", one.id, ("value",), message, fix)
    linked = [
        (one, index, other)
        for one in counts
        for index, link, other in active_links(one, dataset)
        if link.relation == "conflicts_with" and isinstance(other, Count) and one is not other
    ]
    for one, index, other in linked:
        if frozenset((one.id, other.id)) not in conflicts:
            message = f"{one.value} and {other.value} do not conflict: their measures or dates differ, or their bounds overlap."
            fix = "Delete the link, or correct the figure."
            yield dataset.problem("facts", one.id, ("links", index), message, fix)
