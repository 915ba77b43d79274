"""Layer 4, duplicates: what may be recorded twice."""

from collections.abc import Iterator
from itertools import chain

from factpack.dataset import Dataset
from factpack.models.edtf import Edtf
from factpack.models.records import Count, Fact, Meeting, Release, Sanctions, Seed
from factpack.overlaps import NEAR, not_apart
from factpack.problems import Problem


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
            return (
                "sanctions",
                fact.measure,
                fact.stage,
                tuple(sorted(fact.actors)),
                str(fact.date),
                targets,
            )
        case Count():
            return ("count", fact.measure, str(fact.value), str(fact.date), tuple(sorted(fact.according_to)))
    raise AssertionError(type(fact))


def near_duplicate(dataset: Dataset) -> Iterator[Problem]:
    """Two facts that may be one: dates within a week, a shared actor, and the same figure, kind or measure.

    Meetings also have the same participants, or one has all of the other's. A link between the two says how they relate.

    Passes:
        facts/meetings/undated-phone-call.yaml:
          date: "2031-04-20"
          date_span: null

    Fails:
        facts/meetings/undated-phone-call.yaml:
          date: "2031-04-20"
          date_span: null
          links: []
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in dataset.active_facts():
        if isinstance(fact.date, Edtf):
            groups.setdefault(_sameness(fact), []).append(fact)
    for one, other in chain.from_iterable(not_apart(group, NEAR) for group in groups.values()):
        if _content(one) != _content(other) and _are_alike(one, other) and not _are_linked(one, other):
            yield dataset.problem(
                "facts",
                other.id,
                ("id",),
                f"{one.id!r} is of the same days, with the same {_ALIKE_IN[type(one)]}.",
                f"If both are one event, keep one fact with evidence from each article. Otherwise link them: `links: "
                f"[{{fact: {one.id}, relation: {_RELATION[type(one)]}, inference: …}}]`.",
            )


_ALIKE_IN = {
    Release: "figure",
    Meeting: "kind and participants",
    Sanctions: "measure and targets",
    Count: "figure",
}
_RELATION = dict.fromkeys((Release, Meeting, Sanctions), "possibly_same_as") | {Count: "possibly_overlaps"}


def _sameness(fact: Fact) -> tuple[object, ...]:
    """Return what duplicates have in common exactly."""
    match fact:
        case Release():
            return ("release", str(fact.released))
        case Meeting():
            return ("meeting", fact.kind)
        case Sanctions():
            return ("sanctions", fact.stage, fact.measure)
        case Count():
            return ("count", fact.measure, str(fact.value))
    raise AssertionError(type(fact))


def _are_alike(one: Fact, other: Fact) -> bool:
    """Return whether two facts of one sameness share actors."""
    match one, other:
        case Release(), Release():
            return one.released.point is not None and bool(set(one.released_by) & set(other.released_by))
        case Meeting(), Meeting():
            parts, others = ({part.key for part in fact.participants} for fact in (one, other))
            return parts <= others or others <= parts
        case Sanctions(), Sanctions():
            targets, others = ({part.key for part in fact.targets} for fact in (one, other))
            return bool(set(one.actors) & set(other.actors) and targets & others)
    return True


def _are_linked(one: Fact, other: Fact) -> bool:
    return any(link.fact == other.id for link in one.links) or any(
        link.fact == one.id for link in other.links
    )


def duplicate_seed(dataset: Dataset) -> Iterator[Problem]:
    """Two articles with the same address, title or text.

    The text is the same if the lock has the same digest for both.

    Passes:
        seeds/lantern-2031-05.yaml: {title: Prisoners freed on the river}

    Fails:
        seeds/lantern-2031-05.yaml: {title: Twelve prisoners freed at Stone Bridge}
    """
    first: dict[tuple[str, str], Seed] = {}
    for seed in sorted(dataset.seeds.values(), key=lambda seed: seed.id):
        for what, value in (
            ("title", (seed.title or "").casefold()),
            ("url", (seed.url or "").casefold().rstrip("/")),
            ("text", dataset.lock.articles.get(seed.id, "")),
        ):
            known = first.setdefault((what, value), seed)
            if value and known is not seed:
                field = "id" if what == "text" else what
                message = f"{known.id!r} has the same {'address' if what == 'url' else what}."
                fix = "If it is the same article, keep one seed and move the evidence there."
                yield dataset.problem("seeds", seed.id, (field,), message, fix)


def shared_spelling(dataset: Dataset) -> Iterator[Problem]:
    """Two persons with the same spelling in one article.

    A phrase with that spelling would name both of them.

    Passes:
        facts/actors.yaml#john-roe:
          spellings: {courier-2031-05-03: [John Roe]}

    Fails:
        facts/actors.yaml#john-roe:
          spellings: {courier-2031-05-03: [Jane Doe]}
    """
    first: dict[tuple[str, str], str] = {}
    for actor in sorted(dataset.actors.values(), key=lambda actor: actor.id):
        for seed_id, spellings in actor.spellings.items() if actor.kind == "person" else ():
            for spelling in spellings:
                known = first.setdefault((seed_id, spelling), actor.id)
                if known != actor.id:
                    message = f"{spelling!r} is a spelling of {known!r} in {seed_id} as well."
                    fix = "Keep the spelling with the person whom the article means, or quote a longer one."
                    yield dataset.problem("actors", actor.id, ("spellings", seed_id), message, fix)
