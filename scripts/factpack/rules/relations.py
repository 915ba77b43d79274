"""Layer 4, the dataset: paragraphs, links, deals, registers, duplicates."""

import re
from collections.abc import Iterator
from dataclasses import replace

from factpack.claims import outermost
from factpack.dataset import Dataset
from factpack.evidence import quotation
from factpack.models.records import Count, Fact, Meeting, Release, Sanctions, Seed, UnusedPart, contributors
from factpack.problems import Pointer, Problem
from factpack.rules.case import Case


def paragraph_account(dataset: Dataset) -> Iterator[Problem]:
    """A paragraph or a sentence that is neither cited nor listed under `unused`, or both, or that does not exist.

    Each sentence of each article has a phrase of a fact in it, or is listed with a reason, as `13s2` for the second one of
    paragraph 13 or with its whole paragraph: so nothing is left out by oversight. What only a withdrawn fact cites is not
    cited. The sentences of a paragraph are known from the lock, once its phrases are verified.

    Passes:
        seeds/leaflet-2031.yaml:
          paragraphs: 8
          unused: [{paragraphs: "2s2, 2s3, 7-8", reason: opinion}]

    Fails:
        seeds/leaflet-2031.yaml:
          paragraphs: 8
          unused: [{paragraphs: "2s2, 8", reason: opinion}]

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
    quoted = quotation.quotations(dataset)
    for seed in dataset.seeds.values():
        path, pointer = dataset.where["seeds", seed.id]
        used = quotation.uses(seed, dataset, quoted)
        for index, unused in enumerate(seed.unused):
            for first, last in re.findall(r"([0-9]+)-([0-9]+)", unused.paragraphs):
                if int(first) > int(last):
                    at: Pointer = (*pointer, "unused", index, "paragraphs")
                    yield Problem.at(path, at, f"{first}-{last} runs backwards.", f"Write {last}-{first}.")
        missing = quotation.missing(seed, used) if "facts" not in dataset.unread else []
        # Where something else has no account, a fact may cite the wrong one of the two.
        also = f", while nothing accounts for {', '.join(missing)}" if missing else ""
        seen: set[tuple[int, int]] = set()
        for part in seed.unused_parts():
            at = (*pointer, "unused", part.entry, "paragraphs")
            if fault := _fault_of(part, seed, used, seen):
                yield Problem.at(path, at, *fault)
            elif citing := _citing(part, used):
                missing = []
                message = f"{part.name} is cited by {citing} and listed under `unused`{also}."
                fix = f"Correct the number in the fact, or delete {part.name} here."
                yield Problem.at(path, at, message, fix)
            seen.add((part.paragraph, part.sentence))
        if missing:
            yield Problem.at(
                path,
                (*pointer, "paragraphs"),
                f"Neither cited by a fact nor listed under `unused`: {', '.join(missing)}.",
                "Cite each in a fact, or add it to `unused` with a reason.",
            )


def _fault_of(
    part: UnusedPart, seed: Seed, used: list[quotation.Use], seen: set[tuple[int, int]]
) -> tuple[str, str] | None:
    """Return fault and fix of an `unused` entry, if any."""
    if part.paragraph > seed.paragraphs:
        return f"The article has {seed.paragraphs} paragraphs, not {part.paragraph}.", "Correct the number."
    count = len(used[part.paragraph - 1].sentences)
    if count and part.sentence > count:
        return (
            f"Paragraph {part.paragraph} has {count} sentences, not {part.sentence}.",
            "Correct the number.",
        )
    if (part.paragraph, part.sentence) in seen or (part.sentence and (part.paragraph, 0) in seen):
        return f"{part.name} is listed under `unused` twice.", "Keep it once."
    return None


def _citing(part: UnusedPart, used: list[quotation.Use]) -> str:
    """Return the facts that cite an entry of `unused`."""
    use = used[part.paragraph - 1]
    facts = use.facts
    if part.sentence:
        facts = use.sentences[part.sentence - 1] if use.sentences else []
    return ", ".join(map(repr, dict.fromkeys(facts)))


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
    for giver in contributors(fact):
        if outermost(giver, case.dataset) not in parties:
            yield case.problem(
                ("deal",),
                f"{giver!r} belongs to no party of {deal.id!r} ({', '.join(deal.parties)}).",
                "Correct the deal, its parties, or who gives.",
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


def open_todo(dataset: Dataset) -> Iterator[Problem]:
    """A comment or a value that begins with TODO: something is left to do.

    `factpack new` writes them where the text leaves something open.

    Passes:
        facts/releases/2031-03-pardons.yaml: {notes: The TODO list of the ministry is not public.}

    Fails:
        facts/releases/2031-03-pardons.yaml: {notes: TODO ask the ministry}
    """
    for path, line, column, text in dataset.todos:
        problem = Problem.at(path, (), f"{text.rstrip('.')}.", "Do it, and delete the TODO.")
        yield replace(problem, line=line, column=column)
