"""Layer 4, the dataset as a whole: paragraphs, links, deals, registers, facts that are alike."""

from collections.abc import Iterator

from factpack.claims import Claim, outermost
from factpack.load import Dataset
from factpack.models.records import Count, Fact, Meeting, Release, Sanctions, givers
from factpack.problems import Finding

Claims = dict[str, tuple[Claim, ...]]


def paragraph_account(dataset: Dataset, claims: Claims) -> Iterator[Finding]:
    """A paragraph that is neither cited nor set aside, or both, or that does not exist.

    Each paragraph of each article is cited by a fact or stands under the seed's `unused` with a reason: so nothing is
    left out by oversight.
    """
    for seed in dataset.seeds.values():
        path, pointer = dataset.where["seeds", seed.id]
        cited = {
            int(number)
            for fact in dataset.facts.values()
            if fact.withdrawn is None
            for number in fact.evidence.get(seed.id, ())
        }
        aside: dict[int, int] = {}
        for number, index, _ in seed.set_aside():
            at = (*pointer, "unused", index, "paragraphs")
            if number > seed.paragraphs:
                yield Finding(
                    path,
                    at,
                    f"The article has {seed.paragraphs} paragraphs, not {number}.",
                    "Mend the number.",
                )
            elif number in aside:
                yield Finding(path, at, f"Paragraph {number} stands under `unused` twice.", "Keep it once.")
            elif number in cited:
                yield Finding(
                    path,
                    at,
                    f"Paragraph {number} is cited by a fact and stands under `unused`.",
                    "Take it out here.",
                )
            aside[number] = index
        missing = sorted(set(range(1, seed.paragraphs + 1)) - cited - set(aside))
        if missing and "facts" not in dataset.unread:
            yield Finding(
                path,
                (*pointer, "paragraphs"),
                f"No fact cites, and nothing sets aside: paragraph {', '.join(map(str, missing))}.",
                "Cite each in a fact, or put it under `unused` with a reason.",
            )


def repeated_link(dataset: Dataset, claims: Claims) -> Iterator[Finding]:
    """A link of a fact to itself, or a symmetric link that both facts have.

    A symmetric link is written once; the exports show it from both sides.
    """
    for fact in dataset.facts.values():
        for index, link in enumerate(fact.links):
            other = dataset.facts.get(link.fact)
            if link.fact == fact.id:
                yield Finding(
                    dataset.fact_path(fact.id),
                    ("links", index),
                    "The fact links to itself.",
                    "Take the link away.",
                )
            elif (
                other is not None and fact.id < other.id and any(back.fact == fact.id for back in other.links)
            ):
                yield Finding(
                    dataset.fact_path(other.id),
                    ("links", next(i for i, back in enumerate(other.links) if back.fact == fact.id)),
                    f"{fact.id!r} has a link to this fact already.",
                    "Keep the link in one of the two.",
                )


def withdrawn_link(dataset: Dataset, claims: Claims) -> Iterator[Finding]:
    """A link to a fact that was withdrawn."""
    for fact in dataset.facts.values():
        for index, link in enumerate(fact.links):
            other = dataset.facts.get(link.fact)
            if fact.withdrawn is None and other is not None and other.withdrawn is not None:
                yield Finding(
                    dataset.fact_path(fact.id),
                    ("links", index),
                    f"{link.fact!r} is withdrawn.",
                    f"Link to {' or '.join(other.withdrawn.replaced_by) or 'nothing'} instead.",
                )


def deal_party(dataset: Dataset, claims: Claims) -> Iterator[Finding]:
    """A release or a sanctions action of a deal whose giver belongs to none of the parties.

    Who gives what in a deal follows from the facts that name it: the one who frees, the one who acts on sanctions.
    """
    for fact in dataset.facts.values():
        deal = dataset.deals.get(fact.deal or "")
        if deal is None or "actors" in dataset.unread:
            continue
        parties = {outermost(party, dataset) for party in deal.parties}
        for giver in givers(fact):
            if outermost(giver, dataset) not in parties:
                yield Finding(
                    dataset.fact_path(fact.id),
                    ("deal",),
                    f"{giver!r} belongs to no party of {deal.id!r} ({', '.join(deal.parties)}).",
                    "Mend the deal, its parties, or who gives.",
                )


def facts_alike(dataset: Dataset, claims: Claims) -> Iterator[Finding]:
    """Two facts that say the same: same type, date, figure or action, and actors.

    Where several articles report one event it is one fact with evidence from each. Two events of one day that only look
    alike are told apart by their values, or linked `possibly_same_as`.
    """
    first: dict[tuple[object, ...], Fact] = {}
    for _, fact in sorted(dataset.facts.items()):
        if fact.withdrawn is not None:
            continue
        for key in (_content(fact), ("title", fact.title.casefold())):
            twin = first.setdefault(key, fact)
            linked = any(link.fact == twin.id for link in fact.links) or any(
                link.fact == fact.id for link in twin.links
            )
            if twin is not fact and (not linked or key[0] == "title"):
                yield Finding(
                    dataset.fact_path(fact.id),
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


def unused_entry(dataset: Dataset, claims: Claims) -> Iterator[Finding]:
    """An actor, a place or a deal that no record names.

    The registers hold what the facts need, and no list of who is who.
    """
    if dataset.unread:
        return
    named = _named(dataset)
    for name in ("actors", "places", "deals"):
        for entry_id in dataset.register(name):
            if entry_id not in named:
                path, pointer = dataset.where[name, entry_id]
                yield Finding(
                    path,
                    (*pointer, "id"),
                    f"No record names {entry_id!r}.",
                    "Take it out, or name it where it belongs.",
                )


def _named(dataset: Dataset) -> set[str]:
    """Every text of every record but ids, titles and the like: an id in it is named."""
    named: set[str] = set()
    stack: list[object] = []
    for source in dataset.sources:
        data = source.document.data
        entries = data[source.kind] if source.kind in ("actors", "places", "deals") else [data]
        stack += [{key: part for key, part in entry.items() if key != "id"} for entry in entries]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            stack += [*node.keys(), *node.values()]
        elif isinstance(node, list):
            stack += node
        elif isinstance(node, str):
            named.add(node)
    return named
