"""Layer 4, the dataset as a whole: paragraphs, links, deals, registers, facts that are alike."""

import re
from collections.abc import Iterator

from factpack.claims import outermost
from factpack.dataset import Dataset
from factpack.models.records import Count, Fact, Meeting, Release, Sanctions, givers
from factpack.problems import Pointer, Problem
from factpack.rules.case import Case


def paragraph_account(dataset: Dataset) -> Iterator[Problem]:
    """A paragraph that is neither cited nor set aside, or both, or that does not exist.

    Each paragraph of each article is cited by a fact or stands under the seed's `unused` with a reason: so nothing is
    left out by oversight. What only a withdrawn fact cites is not cited.

    Passes:
        seeds/leaflet-2031.yaml:
          paragraphs: 8
          unused: [{paragraphs: 7-8, reason: opinion}]

    Fails:
        seeds/leaflet-2031.yaml:
          paragraphs: 8
          unused: [{paragraphs: 8, reason: opinion}]

    Fails:
        seeds/leaflet-2031.yaml:
          paragraphs: 7
          unused: [{paragraphs: 7, reason: opinion}, {paragraphs: "3, 7", reason: repeats}]

    Fails:
        seeds/leaflet-2031.yaml:
          unused: [{paragraphs: 7, reason: opinion}]

    Fails:
        seeds/leaflet-2031.yaml:
          unused: [{paragraphs: 4-2, reason: opinion}]
    """
    citing = dataset.citing()
    for seed in dataset.seeds.values():
        cited = citing[seed.id]
        for index, unused in enumerate(seed.unused):
            for first, last in re.findall(r"([0-9]+)-([0-9]+)", unused.paragraphs):
                if int(first) > int(last):
                    at: Pointer = ("unused", index, "paragraphs")
                    message, fix = f"{first}-{last} runs backwards.", f"Write {last}-{first}."
                    yield dataset.problem("seeds", seed.id, at, message, fix)
        aside: dict[int, int] = {}
        both: dict[int, Pointer] = {}
        for number, index, _ in seed.set_aside():
            at = ("unused", index, "paragraphs")
            if number > seed.paragraphs:
                message = f"The article has {seed.paragraphs} paragraphs, not {number}."
                yield dataset.problem("seeds", seed.id, at, message, "Mend the number.")
            elif number in aside:
                message = f"Paragraph {number} stands under `unused` twice."
                yield dataset.problem("seeds", seed.id, at, message, "Keep it once.")
            elif number in cited:
                both[number] = at
            aside[number] = index
        missing = sorted(set(range(1, seed.paragraphs + 1)) - cited.keys() - aside.keys())
        forgotten = f"paragraph {', '.join(map(str, missing))}" if "facts" not in dataset.unread else ""
        if missing and forgotten and not both:
            yield dataset.problem(
                "seeds",
                seed.id,
                ("paragraphs",),
                f"No fact cites, and nothing sets aside: {forgotten}.",
                "Cite each in a fact, or put it under `unused` with a reason.",
            )
        for number, at in both.items():
            # Where another paragraph is without an account, the fact may cite the wrong one of the two.
            also = f", while nothing accounts for {forgotten}" if missing and forgotten else ""
            yield dataset.problem(
                "seeds",
                seed.id,
                at,
                f"Paragraph {number} is cited by {', '.join(map(repr, cited[number]))} and stands under `unused`{also}.",
                f"Mend the number there, or take {number} out here.",
            )


def repeated_link(dataset: Dataset) -> Iterator[Problem]:
    """A link of a fact to itself, or two facts that each link to the other.

    Two facts are linked once, by the one that says more; the exports show the link from both sides.

    Passes:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: during, inference: The consultations had begun.}]

    Fails:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: undated-phone-call, relation: possibly_same_as, inference: The same two spoke.}]

    Fails:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2031-04-sample-muster-phone-call, relation: follows, inference: It was cut off and resumed.}]
    """
    for fact in dataset.facts.values():
        for index, link in enumerate(fact.links):
            other = dataset.facts.get(link.fact)
            if link.fact == fact.id:
                message = "The fact links to itself."
                yield dataset.problem("facts", fact.id, ("links", index), message, "Take the link away.")
            elif (
                other is not None and fact.id < other.id and any(back.fact == fact.id for back in other.links)
            ):
                yield dataset.problem(
                    "facts",
                    other.id,
                    ("links", next(i for i, back in enumerate(other.links) if back.fact == fact.id)),
                    f"{fact.id!r} has a link to this fact already.",
                    "Keep the link in one of the two.",
                )


def withdrawn_link(dataset: Dataset) -> Iterator[Problem]:
    """A link to a fact that was withdrawn.

    Passes:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2030-12-norland-tells-allies, relation: during, inference: The consultations had begun.}]

    Fails:
        facts/meetings/2031-04-sample-muster-phone-call.yaml:
          links: [{fact: 2031-05-02-handover-to-selmark, relation: during, inference: The handover was prepared.}]
    """
    for fact in dataset.facts.values():
        for index, link in enumerate(fact.links):
            other = dataset.facts.get(link.fact)
            if fact.withdrawn is None and other is not None and other.withdrawn is not None:
                fix = f"Link to {' or '.join(other.withdrawn.replaced_by) or 'nothing'} instead."
                message = f"{link.fact!r} is withdrawn."
                yield dataset.problem("facts", fact.id, ("links", index), message, fix)


def deal_party(case: Case) -> Iterator[Problem]:
    """A release or a sanctions action of a deal whose giver belongs to none of the parties.

    Who gives what in a deal follows from the facts that name it: the one who frees, the one who acts on sanctions.

    Passes:
        facts/deals.yaml#2031-05-prisoners-for-potash:
          parties: [max-muster, norland-foreign-ministry]

    Fails:
        facts/deals.yaml#2031-05-prisoners-for-potash:
          parties: [marovia, selmark]
    """
    fact = case.fact
    deal = case.dataset.deals.get(fact.deal or "")
    if deal is None or "actors" in case.dataset.unread:
        return
    parties = {outermost(party, case.dataset) for party in deal.parties}
    for giver in givers(fact):
        if outermost(giver, case.dataset) not in parties:
            yield case.problem(
                ("deal",),
                f"{giver!r} belongs to no party of {deal.id!r} ({', '.join(deal.parties)}).",
                "Mend the deal, its parties, or who gives.",
            )


def facts_alike(dataset: Dataset) -> Iterator[Problem]:
    """Two facts that say the same: the same title; or the same type, date, figure or action, and actors.

    Where several articles report one event it is one fact with evidence from each. Two events of one day that only look
    alike are told apart by their values, or linked `possibly_same_as`.

    Passes:
        facts/meetings/undated-phone-call.yaml:
          date: 2031-04-XX

    Fails:
        facts/meetings/undated-phone-call.yaml:
          date: 2031-04-XX
          links: []

    Fails:
        facts/meetings/undated-phone-call.yaml:
          title: Telephone call between Ann Sample and Max Muster
    """
    first: dict[tuple[object, ...], Fact] = {}
    for _, fact in sorted(dataset.facts.items()):
        if fact.withdrawn is not None:
            continue
        for key in (_content(fact), ("title", fact.title.casefold())):
            twin = first.setdefault(key, fact)
            if twin is fact:
                continue
            linked = any(link.fact == twin.id for link in fact.links) or any(
                link.fact == fact.id for link in twin.links
            )
            if not linked or key[0] == "title":
                yield dataset.problem(
                    "facts",
                    fact.id,
                    ("title",) if key[0] == "title" else ("id",),
                    f"{'The title' if key[0] == 'title' else 'What the fact says'} is that of {twin.id!r}.",
                    "Merge the two, with evidence from each article; or tell them apart.",
                )
                break


def _content(fact: Fact) -> tuple[object, ...]:
    match fact:
        case Release():
            return ("release", str(fact.date), str(fact.released), tuple(sorted(fact.released_by)))
        case Meeting():
            return (
                "meeting",
                fact.kind,
                str(fact.date),
                tuple(sorted(part.key for part in fact.participants)),
            )
        case Sanctions():
            targets = tuple(sorted(part.key for part in fact.targets))
            return ("sanctions", fact.measure, fact.stage, fact.actor, str(fact.date), targets)
        case Count():
            return ("count", fact.measure, str(fact.value), str(fact.date), tuple(sorted(fact.according_to)))
    raise AssertionError(type(fact))


def unused_entry(dataset: Dataset) -> Iterator[Problem]:
    """An actor, a place or a deal that no record names.

    The registers hold what the facts need, and no list of who is who.

    Passes:
        facts/places.yaml#salt-marshes: {name: Salt marshes}
        facts/places.yaml#port-salt: {within: salt-marshes}

    Fails:
        facts/places.yaml#salt-marshes: {name: Salt marshes}
    """
    if dataset.unread:
        return
    said = {
        value
        for fact in dataset.facts.values()
        for located in fact.items()
        for value in located.item.says.values()
    }
    for name in ("actors", "places", "deals"):
        named = dataset.references[name] | said
        for entry_id in dataset.register(name):
            if entry_id not in named:
                fix = "Take it out, or name it where it belongs."
                yield dataset.problem(name, entry_id, ("id",), f"No record names {entry_id!r}.", fix)
