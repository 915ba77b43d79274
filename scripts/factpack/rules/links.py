"""Check that links are unique, and fit figures and dates."""

from collections.abc import Iterator
from datetime import date

from factpack.dataset import Dataset
from factpack.models.parts import Link
from factpack.models.records import Fact
from factpack.overlaps import FIGURE, apart, widest
from factpack.problems import Problem
from factpack.rules.case import Case


def repeated_link(case: Case) -> Iterator[Problem]:
    """A link of a fact to itself, or two facts that each link to the other.

    Two facts are linked once, by the one that says more; the exports show the link from both sides.

    Fails:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: undated-phone-call, relation: possibly_same_as, inference: The same two spoke.}]
    """
    fact = case.fact
    for index, link in enumerate(fact.links):
        other = case.dataset.facts.get(link.fact)
        if other is fact:
            yield case.problem(("links", index), "The fact links to itself.", "Delete the link.")
        elif other is not None and link.fact < fact.id and fact.id in (back.fact for back in other.links):
            message = f"{other.id!r} has a link to this fact already."
            yield case.problem(("links", index), message, "Keep the link in one of the two.")


def withdrawn_link(case: Case) -> Iterator[Problem]:
    """A link to a fact that was withdrawn.

    Fails:
        facts/meetings/2031-05-sample-visit-to-marovia.yaml:
          links: [{fact: 2031-05-02-handover-to-selmark, relation: during, inference: She was there on that day.}]
    """
    for index, link in enumerate(case.fact.links):
        other = case.dataset.facts.get(link.fact)
        if case.fact.withdrawn is None and other is not None and other.withdrawn is not None:
            instead = f"Link to {' or '.join(other.withdrawn.replaced_by)} instead."
            fix = instead if other.withdrawn.replaced_by else "Delete the link."
            yield case.problem(("links", index), f"{link.fact!r} is withdrawn.", fix)


def link_of_figures(case: Case) -> Iterator[Problem]:
    """A link that compares figures, although one of the facts has none.

    subset_of, possibly_subset_of, possibly_overlaps, distinct_from and conflicts_with compare who or what is counted; only a
    release and a count have a figure.

    Passes:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: during, inference: The consultations had begun.}]
    Fails:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: distinct_from, inference: They are two events.}]
    """
    for index, link, other in active_links(case.fact, case.dataset):
        if link.relation in _OF_FIGURES and not (type(case.fact) in FIGURE and type(other) in FIGURE):
            message = (
                f"{link.relation!r} compares two figures, and {case.fact.id!r} or {link.fact!r} has none."
            )
            fix = "Write follows, during, part_of or possibly_same_as, or delete the link."
            yield case.problem(("links", index), message, fix)


_OF_FIGURES = frozenset(
    ("subset_of", "possibly_subset_of", "possibly_overlaps", "distinct_from", "conflicts_with")
)


def link_dates(case: Case) -> Iterator[Problem]:
    """A link that the dates of the two facts exclude.

    A fact that follows another cannot end before the other begins. A fact that is part of another, a subset of it or during
    it shares a day with it. Approximate and unknown dates exclude nothing.

    Passes:
        facts/meetings/2031-06-sample-visit-planned.yaml:
          links: [{fact: 2031-05-sample-visit-to-marovia, relation: follows, inference: It is another visit.}]
    Fails:
        facts/meetings/2031-06-sample-visit-planned.yaml:
          links: [{fact: 2031-05-sample-visit-to-marovia, relation: part_of, inference: It is the same visit.}]
    """
    own = case.fact.date
    for index, link, other in active_links(case.fact, case.dataset):
        last, first_other = widest(own)[1], widest(other.date)[0]
        fault = ""
        if link.relation == "follows" and last < first_other:
            fault = f"This fact cannot follow {link.fact!r}: it ends on {last}, before that fact begins ({first_other})."
        if link.relation in _TOGETHER and apart(own, other.date):
            fault = f"{link.relation!r} requires overlapping dates, but this fact is dated {own} and {link.fact!r} is dated {other.date}."
        if fault:
            yield case.problem(
                ("links", index), fault, "Correct the relation, the linked fact or one of the dates."
            )


_TOGETHER = frozenset(("part_of", "subset_of", "possibly_subset_of", "during"))


def nested_distinct(case: Case) -> Iterator[Problem]:
    """A link `distinct_from` without evidence, although the window of one figure contains that of the other.

    A count includes what happened in its window, unless an article says otherwise. An item must support the link,
    with an inference if necessary; the link's own `inference` is not enough, because totals rest on it.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          links:
            - {fact: 2031-05-released-since-march, relation: possibly_overlaps, inference: Both are of March.}
            - {fact: 2031-05-releases-brokered-by-sample, relation: possibly_overlaps, inference: Both are of March.}
    Fails:
        facts/releases/2031-03-pardons.yaml:
          links:
            - {fact: 2031-05-released-since-march, relation: distinct_from, inference: Pardons are counted apart.}
            - {fact: 2031-05-releases-brokered-by-sample, relation: possibly_overlaps, inference: Both are of March.}
    """
    supported = {path for _, item in case.items for path in item.supports}
    for index, link, other in active_links(case.fact, case.dataset):
        path = f"links.{link.fact}"
        if link.relation == "distinct_from" and _are_nested(case.fact, other) and path not in supported:
            message = f"No phrase says that {link.fact!r} counts other people, though one window contains the other."
            fix = f"Name `{path}` in `supports` of an item, or write `possibly_overlaps`."
            yield case.problem(("links", index), message, fix)


def _are_nested(one: Fact, other: Fact) -> bool:
    (first, last), (first_other, last_other) = sorted(map(widest, (one.date, other.date)))
    is_unknown = first == date.min or date.max in (last, last_other)  # neither is known to contain the other
    return not is_unknown and (last_other <= last or first == first_other)


def active_links(fact: Fact, dataset: Dataset) -> Iterator[tuple[int, Link, Fact]]:
    """Yield each link between active facts, with the other fact."""
    for index, link in enumerate(fact.links):
        other = dataset.facts.get(link.fact)
        if other is not None and fact.withdrawn is None and other.withdrawn is None:
            yield index, link, other
