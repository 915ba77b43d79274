"""Find what may be recorded twice."""

from collections.abc import Iterator
from itertools import chain

from factpack.dataset import Dataset
from factpack.models.edtf import Edtf
from factpack.models.records import Count, Fact, Meeting, Release, Sanctions, fact_type
from factpack.overlaps import NEAR, not_apart, widest
from factpack.problems import Problem


def facts_alike(dataset: Dataset) -> Iterator[Problem]:
    """Two facts with the same title, or with the same type, date, figure or action, and actors.

    An event that several articles report is one fact with evidence from each. Two events of one day that only look alike
    need different values, or a link `possibly_same_as`.

    Passes:
        facts/meetings/undated-phone-call.yaml: {date: 2031-04-XX}
    Fails:
        facts/meetings/undated-phone-call.yaml: {date: 2031-04-XX, links: []}
    """
    first: dict[tuple[object, ...], Fact] = {}
    for fact in dataset.active_facts():
        for key in (_content(fact), ("title", fact.title.casefold())):
            known, is_title = first.setdefault(key, fact), key[0] == "title"
            if known is not fact and (is_title or not are_linked(fact, known)):
                message = f"{'The title is' if is_title else 'The values are'} the same as in {known.id!r}."
                fix = "Merge the two facts, with evidence from each article; or make the difference clear."
                yield dataset.problem("facts", fact.id, ("title" if is_title else "id",), message, fix)
                break


def near_duplicate(dataset: Dataset) -> Iterator[Problem]:
    """Two facts that may be one: dates within a week, a shared actor, and the same figure, kind or measure.

    For meetings, one must have all participants of the other. Two releases at any time may be one if the same person is
    `freed` or `implied_free` in both, and `not_freed` in none between them. A link between the two says how they relate; for
    a person freed twice, `distinct_from` is not enough.

    Passes:
        facts/meetings/undated-phone-call.yaml: {date: "2031-04-20", date_span: null}
    Fails:
        facts/meetings/undated-phone-call.yaml: {date: "2031-04-20", date_span: null, links: []}
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in dataset.active_facts():
        if isinstance(fact.date, Edtf):
            groups.setdefault(_sameness(fact), []).append(fact)
    for one, other in chain.from_iterable(not_apart(group, NEAR) for group in groups.values()):
        if _content(one) != _content(other) and _are_alike(one, other) and not are_linked(one, other):
            *_, alike, relation = _ALIKE[type(one)]
            message = f"{one.id!r} is dated within a week of this fact and has the same {alike}."
            link = f"`links: [{{fact: {one.id}, relation: {relation}, inference: …}}]`"
            fix = f"If it is one event, merge them, with evidence from each article. Otherwise link them: {link}, or `distinct_from`."
            yield dataset.problem("facts", other.id, ("id",), message, fix)
    yield from _freed_twice(dataset)


def _freed_twice(dataset: Dataset) -> Iterator[Problem]:
    """Yield the persons freed in two unlinked releases."""
    last: dict[str | None, tuple[Fact, str]] = {}  # actor → release and outcome
    for fact in sorted(dataset.active_facts(), key=lambda one: widest(one.date)[::-1]):
        for index, person in enumerate(getattr(fact, "persons", ())):
            one, outcome = last.get(person.actor, (fact, ""))
            last[person.actor] = fact, person.outcome
            is_free = person.actor and "not_freed" not in (outcome, person.outcome)
            if one is not fact and is_free and not are_linked(one, fact, without="distinct_from"):
                message = f"{person.actor!r} is also freed in {one.id!r}, and no link such as `follows` explains why."
                link = f"`links: [{{fact: {one.id}, relation: possibly_same_as, inference: …}}]`"
                fix = f"If it is one release, merge them. Otherwise correct the name, or link them: {link}."
                yield dataset.problem("facts", fact.id, ("persons", index), message, fix)


# Type → the fields that duplicates share exactly, the lists of actors to compare, both in words, and the link to propose.
_ALIKE: dict[type[Fact], tuple[tuple[str, ...], tuple[str, ...], str, str]] = {
    Release: (("released",), ("released_by",), "figure", "possibly_same_as"),
    Meeting: (("kind",), ("participants",), "kind and participants", "possibly_same_as"),
    Sanctions: (("stage", "measure"), ("actors", "targets"), "measure and targets", "possibly_same_as"),
    Count: (("measure", "value"), ("according_to",), "figure", "possibly_overlaps"),
}


def _sameness(fact: Fact) -> tuple[object, ...]:
    """Return the values that duplicates share exactly."""
    return (fact_type(fact), *(str(getattr(fact, name)) for name in _ALIKE[type(fact)][0]))


def _listed(fact: Fact) -> list[set[str]]:
    """Return the actors and targets that a fact is about."""
    return [{getattr(one, "key", one) for one in getattr(fact, name)} for name in _ALIKE[type(fact)][1]]


def _content(fact: Fact) -> tuple[object, ...]:
    return (*_sameness(fact), str(fact.date), *(tuple(sorted(names)) for names in _listed(fact)))


def _are_alike(one: Fact, other: Fact) -> bool:
    """Return whether two facts of one group share actors."""
    pairs = [*zip(_listed(one), _listed(other), strict=True)]
    if isinstance(one, Meeting):
        return all(names <= others or others <= names for names, others in pairs)
    is_vague = isinstance(one, Release) and one.released.point is None
    return isinstance(one, Count) or (not is_vague and all(names & others for names, others in pairs))


def are_linked(one: Fact, other: Fact, without: str = "") -> bool:
    """Return whether a link joins two facts, other than `without`."""
    pairs = ((one, other), (other, one))
    return any(link.fact == to.id and link.relation != without for fact, to in pairs for link in fact.links)


def duplicate_seed(dataset: Dataset) -> Iterator[Problem]:
    """Two articles with the same address, title or text.

    The text is the same if the lock has the same digest for both.

    Passes:
        seeds/lantern-2031-05.yaml: {title: Prisoners freed on the river}
    Fails:
        seeds/lantern-2031-05.yaml: {title: Twelve prisoners freed at Stone Bridge}
    """
    first: dict[tuple[str, str], str] = {}
    for seed_id, seed in sorted(dataset.seeds.items()):
        title, address = (seed.title or "").casefold(), (seed.url or "").casefold().rstrip("/")
        values = {"title": title, "url": address, "id": dataset.lock.articles.get(seed_id, "")}
        for field, value in values.items():
            known = first.setdefault((field, value), seed_id)
            if value and known != seed_id:
                what = {"url": "address", "id": "text"}.get(field, field)
                message = f"{known!r} has the same {what}."
                fix = "If it is the same article, keep one seed and move the evidence there."
                yield dataset.problem("seeds", seed_id, (field,), message, fix)


def shared_spelling(dataset: Dataset) -> Iterator[Problem]:
    """Two persons with the same spelling in one article.

    A phrase with that spelling would name both of them.

    Passes:
        facts/actors.yaml#john-roe: {spellings: {courier-2031-05-03: [John Roe]}}
    Fails:
        facts/actors.yaml#john-roe: {spellings: {courier-2031-05-03: [Jane Doe]}}
    """
    first: dict[tuple[str, str], str] = {}
    for actor in sorted(dataset.actors.values(), key=lambda actor: actor.id):
        for seed_id, spellings in actor.spellings.items() if actor.kind == "person" else ():
            for spelling in spellings:
                known = first.setdefault((seed_id, spelling), actor.id)
                if known != actor.id:
                    message = f"{spelling!r} is also a spelling of {known!r} in {seed_id}."
                    fix = "Keep the spelling with the person whom the article means, or quote a longer one."
                    yield dataset.problem("actors", actor.id, ("spellings", seed_id), message, fix)
