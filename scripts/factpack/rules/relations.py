"""Check links, deals, sides, paragraphs, registers and open TODOs."""

import re
from collections.abc import Iterator
from datetime import date

from factpack.claims import top_parent
from factpack.dataset import Dataset
from factpack.evidence import quotation
from factpack.models.codelists import MEASURE_KIND
from factpack.models.parts import Link
from factpack.models.records import Fact, fact_type
from factpack.overlaps import RUNNING_TOTALS, days_between, figure_of, widest
from factpack.problems import Problem
from factpack.rules.case import Case

_OF_FIGURES = ("subset_of", "possibly_subset_of", "possibly_overlaps", "distinct_from", "conflicts_with")
# Field of those who are acted on → field of those who act.
_OPPOSED = {"received_by": "released_by", "targets": "actors", "addressee": "proposed_by"}


def repeated_link(case: Case) -> Iterator[Problem]:
    """A link of a fact to itself, or two facts that each link to the other.

    Two facts are linked once, by the one that says more; the exports show the link from both sides.

    Passes:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: during, inference: The consultations had begun.}]
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

    Passes:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: during, inference: The consultations had begun.}]
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
    """A link that compares figures although one fact has none, or one figure cannot be a part of the other.

    subset_of, possibly_subset_of, possibly_overlaps, distinct_from and conflicts_with compare who or what is counted; only
    releases and counts have figures. A subset is not larger than its whole, and the people freed are never a subset of the
    people held. A meeting cannot be possibly_same_as a release either.

    Passes:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: during, inference: The consultations had begun.}]
    Fails:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: distinct_from, inference: They are two events.}]
    """
    own = figure_of(case.fact)
    for index, link, other in active_links(case.fact, case.dataset):
        whole, is_part = figure_of(other), link.relation in ("subset_of", "possibly_subset_of")
        fault, fix = "", "Write follows, during or part_of, or delete the link."
        if own is None or whole is None:
            if link.relation in _OF_FIGURES:
                fault = f"{link.relation!r} compares figures, but {case.fact.id!r} or {link.fact!r} has none."
            elif link.relation == "possibly_same_as" and type(case.fact) is not type(other):
                fault = f"{link.fact!r} is a {fact_type(other)}, and cannot be the same as a {fact_type(case.fact)}."
        elif is_part and not _may_count(other, case.fact):
            fault = f"{link.fact!r} counts something else, so this figure cannot be a part of it."
        elif is_part and whole.high is not None and (own.low or 0) > whole.high:
            fault = f"{own} cannot be a part of {whole}, the figure of {link.fact!r}."
            fix = "Reverse the link, or correct the relation or a figure."
        if fault:
            yield case.problem(("links", index), fault, fix)


def _may_count(whole: Fact, part: Fact) -> bool:
    """Return whether a figure counts what another one counts.

    Some of those who were freed may be held again.
    """
    kinds = [MEASURE_KIND[getattr(fact, "measure", RUNNING_TOTALS[0])] for fact in (whole, part)]
    (how, what), (_, what_else) = kinds
    return kinds[0] == kinds[1] or (how == "flow" and what == what_else)


def link_dates(case: Case) -> Iterator[Problem]:
    """A link that the dates of the two facts rule out.

    A fact that follows another cannot end before the other begins. A fact that is part of another, a subset of it or during
    it shares a day with it. Approximate and unknown dates rule out nothing.

    Passes:
        facts/meetings/2031-06-sample-visit-planned.yaml:
          links: [{fact: 2031-05-sample-visit-to-marovia, relation: follows, inference: It is another visit.}]
    Fails:
        facts/meetings/2031-06-sample-visit-planned.yaml:
          links: [{fact: 2031-05-sample-visit-to-marovia, relation: part_of, inference: It is the same visit.}]
    """
    own, fix = case.fact.date, "Correct the relation, the linked fact or one of the dates."
    for index, link, other in active_links(case.fact, case.dataset):
        last, first_other = widest(own)[1], widest(other.date)[0]
        if link.relation == "follows" and last < first_other:
            message = f"This fact cannot follow {link.fact!r}: it ends on {last}, before that fact begins ({first_other})."
            yield case.problem(("links", index), message, fix)
        is_together = link.relation in ("part_of", "subset_of", "possibly_subset_of", "during")
        if is_together and days_between(own, other.date):
            message = f"{link.relation!r} needs a common day, but {link.fact!r} is dated {other.date}, and this fact {own}."
            yield case.problem(("links", index), message, fix)


def nested_distinct(case: Case) -> Iterator[Problem]:
    """A link `distinct_from` without evidence, although the period of one figure contains that of the other.

    A count includes what happened in its period, unless an article says otherwise. An item must support the link,
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
            message = f"No phrase says that {link.fact!r} counts different people, although one period contains the other."
            fix = f"List `{path}` under `supports` of an item, or write `possibly_overlaps`."
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


def paragraph_account(dataset: Dataset) -> Iterator[Problem]:
    """A paragraph or a sentence that is neither cited nor listed under `unused`, or both, or that does not exist.

    Each sentence of each article must be quoted by a fact or listed under `unused` with a reason, so that nothing is left
    out by oversight. The second sentence of paragraph 13 is `13s2`; an entry may also list a whole paragraph. Withdrawn
    facts do not count. The lock has the sentences of a paragraph once its phrases are verified.

    Passes:
        seeds/leaflet-2031.yaml: {paragraphs: 8, unused: [{paragraphs: "2s2, 2s3, 7-8", reason: opinion}]}
    Fails:
        seeds/leaflet-2031.yaml: {paragraphs: 8, unused: [{paragraphs: "2s2, 8", reason: opinion}]}
    """
    quoted = quotation.quotations(dataset)
    for seed in dataset.seeds.values():
        used = quotation.uses(seed, dataset, quoted)
        for index, unused in enumerate(seed.unused):
            for first, last in re.findall(r"([0-9]+)-([0-9]+)", unused.paragraphs):
                if int(first) > int(last):
                    message, fix = f"{first}-{last} runs backwards.", f"Write {last}-{first}."
                    yield dataset.problem("seeds", seed.id, ("unused", index, "paragraphs"), message, fix)
        missing = quotation.missing(seed, used) if "facts" not in dataset.unread else []
        # If other parts are missing, a fact may cite the wrong paragraph.
        also = f"; neither is true of {', '.join(missing)}" if missing else ""
        seen: set[tuple[int, int]] = set()
        for part in seed.unused_parts():
            fault, fix = "", "Correct the number under `unused`."
            use = used[part.paragraph - 1] if part.paragraph <= seed.paragraphs else None
            if use is None:
                fault = f"Paragraph {part.paragraph} does not exist: the article has {seed.paragraphs}."
            elif use.spans and part.sentence > len(use.spans):
                fault = f"Sentence {part.sentence} of paragraph {part.paragraph} does not exist: it has {len(use.spans)}."
            elif (part.paragraph, part.sentence) in seen or (part.paragraph, 0) in seen:
                fault, fix = f"{part.name} is listed twice under `unused`.", "Delete one of the two entries."
            elif facts := use.facts.get(part.sentence):
                missing = []
                citing = ", ".join(map(repr, dict.fromkeys(facts)))
                fault = f"{part.name} is cited by {citing} and listed under `unused`{also}."
                fix = f"Correct the number in the fact, or delete {part.name} here."
            if fault:
                yield dataset.problem("seeds", seed.id, ("unused", part.entry, "paragraphs"), fault, fix)
            seen.add((part.paragraph, part.sentence))
        if missing:
            message = f"Neither cited by a fact nor listed under `unused`: {', '.join(missing)}."
            fix = "Cite each in a fact, or add it to `unused` with a reason."
            yield dataset.problem("seeds", seed.id, ("paragraphs",), message, fix)


def deal_party(case: Case) -> Iterator[Problem]:
    """A contributor or recipient that belongs to no party of the deal, two on one side, or a contributor that does not act.

    The contributor of a release is in `released_by`, and that of a sanctions action in `actors`.

    Passes:
        facts/deals.yaml#2031-05-prisoners-for-potash: {parties: [max-muster, norland-foreign-ministry]}
    Fails:
        facts/deals.yaml#2031-05-prisoners-for-potash: {parties: [marovia, selmark]}
    """
    for index, part in enumerate(case.fact.deals):
        deal = case.dataset.deals.get(part.deal)
        if deal is None or "actors" in case.dataset.unread:
            continue
        parties = {top_parent(party, case.dataset) for party in deal.parties}
        for role in ("contributor", "recipient"):
            actor_id = getattr(part, role)
            if actor_id is not None and top_parent(actor_id, case.dataset) not in parties:
                message = f"{actor_id!r} is not a party of {part.deal!r}, and does not belong to one ({', '.join(deal.parties)})."
                fix = f"Correct the {role}, or change the deal or its `parties`."
                yield case.problem(("deals", index, role), message, fix)
        field = {"release": "released_by", "sanctions": "actors"}.get(fact_type(case.fact), "")
        acting = {top_parent(one, case.dataset) for one in getattr(case.fact, field, None) or ()}
        sides = [top_parent(one, case.dataset) for one in (part.contributor, part.recipient) if one]
        if len(sides) > len({*sides}):
            message = f"{part.contributor!r} and {part.recipient!r} are on the same side."
            yield case.problem(("deals", index, "recipient"), message, "Correct one of the two.")
        if part.contributor and acting and top_parent(part.contributor, case.dataset) not in acting:
            message = f"{part.contributor!r} is the contributor, but neither it nor its parent is listed under `{field}`."
            fix = f"Swap contributor and recipient, or correct `{field}`."
            yield case.problem(("deals", index, "contributor"), message, fix)


def side_of_another(case: Case) -> Iterator[Problem]:
    """A participant on the side of a state other than the one that he or she acts for, or an actor on both sides.

    Nobody is handed over to those who free them, and no sanctions or demands are directed at those who make them. Lists
    of several actors are not compared: in an exchange, both sides act.

    Passes:
        facts/meetings/2031-05-01-sample-muster-talks.yaml:
          participants: [{actor: max-muster, capacity: President of Marovia}, {actor: ann-sample, side: norland}]
    Fails:
        facts/meetings/2031-05-01-sample-muster-talks.yaml:
          participants: [{actor: max-muster, capacity: President of Marovia}, {actor: ann-sample, side: marovia}]
    """
    actors = case.dataset.actors
    for index, part in enumerate(getattr(case.fact, "participants", ())):
        if part.actor in actors and part.side in actors:
            own, other = (top_parent(name, case.dataset) for name in (part.actor, part.side))
            if own != other and actors[own].kind == actors[other].kind == "state":
                message = f"{part.actor!r} acts for {own!r}, but is on the side of {part.side!r}."
                yield case.problem(("participants", index, "side"), message, "Correct the side or the actor.")
    for value in case.values:
        opposite = _OPPOSED.get(value.field, "")
        if [*getattr(case.fact, opposite, ())] == [value.value]:
            message = f"{value.value!r} is also listed under `{opposite}`."
            yield case.problem(value.pointer, message, "Correct one of the two.")


def unused_entry(dataset: Dataset) -> Iterator[Problem]:
    """An actor, a place or a deal that no record names.

    The registers have only what the facts need.

    Passes:
        facts/places.yaml#salt-marshes: {name: Salt marshes}
        facts/places.yaml#port-salt: {parent: salt-marshes}
    Fails:
        facts/places.yaml#salt-marshes: {name: Salt marshes}
    """
    if dataset.unread:
        return
    said = {value for _, located in dataset.items() for value in located.item.says.values()}
    for name in ("actors", "places", "deals"):
        for entry_id in sorted(dataset.register(name).keys() - dataset.references[name] - said):
            fix = "Delete it, or use it in a record."
            yield dataset.problem(name, entry_id, ("id",), f"No record uses {entry_id!r}.", fix)


def open_todo(dataset: Dataset) -> Iterator[Problem]:
    """A comment or a value that begins with TODO: something is left to do.

    `factpack new` writes them where the text leaves something open.

    Passes:
        facts/releases/2031-03-pardons.yaml: {notes: The TODO list of the ministry is not public.}
    Fails:
        facts/releases/2031-03-pardons.yaml: {notes: TODO ask the ministry}
    """
    for path, line, column, text in dataset.todos:
        yield Problem(path, line, column, "", f"{text.rstrip('.')}.", "Resolve it, and delete the TODO.")
