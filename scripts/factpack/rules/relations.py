"""Check paragraphs, deals, sides, registers and open TODOs."""

import re
from collections.abc import Iterator
from dataclasses import replace

from factpack.claims import top_parent
from factpack.dataset import Dataset
from factpack.evidence import quotation
from factpack.models.records import fact_type
from factpack.problems import Problem
from factpack.rules.case import Case


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
            elif use.sentences and part.sentence > len(use.sentences):
                fault = f"Sentence {part.sentence} of paragraph {part.paragraph} does not exist: it has {len(use.sentences)}."
            elif (part.paragraph, part.sentence) in seen or (part.paragraph, 0) in seen:
                fault, fix = f"{part.name} is listed twice under `unused`.", "Delete one of the two entries."
            elif facts := use.citing(part.sentence):
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
    """A contributor or a recipient that belongs to no party of the deal, or a contributor that does not act.

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
        if part.contributor and acting and top_parent(part.contributor, case.dataset) not in acting:
            message = f"{part.contributor!r} is the contributor, but not one of `{field}`, and belongs to none of them."
            fix = f"Swap contributor and recipient, or correct `{field}`."
            yield case.problem(("deals", index, "contributor"), message, fix)


def side_of_another(case: Case) -> Iterator[Problem]:
    """A participant on the side of another state than the one that he or she acts for.

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
                message = f"{part.actor!r} acts for {own!r}, and is on the side of {part.side!r}."
                yield case.problem(("participants", index, "side"), message, "Correct the side or the actor.")


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
    items = [located.item for fact in dataset.facts.values() for located in fact.items()]
    said = {value for item in items for value in item.says.values()}
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
        problem = Problem.at(path, (), f"{text.rstrip('.')}.", "Resolve it, and delete the TODO.")
        yield replace(problem, line=line, column=column)
