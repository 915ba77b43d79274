"""An actor, place, deal or seed as text. Pure."""

from collections.abc import Iterator
from typing import Any

from factpack import claims as claim_reader
from factpack import wording
from factpack.models import codelists
from factpack.models.records import Actor, Deal, Fact, Place, Seed
from factpack.shown import Material, coded, date_words, deal_lines
from factpack.terminal import Line, heading, set_page

_TITLES = {"actors": "actor", "places": "place", "deals": "deal", "seeds": "seed"}


def entry_text(register: str, entry_id: str, material: Material) -> str:
    """Return an entry as text of at most 100 columns."""
    entry: Any = material.dataset.register(register)[entry_id]
    path, _ = material.dataset.where[register, entry_id]
    return set_page(_entry(register, entry, path, material), material.style)


def _entry(register: str, entry: Any, path: str, material: Material) -> Iterator[Line]:
    yield Line(getattr(entry, "name", None) or entry.title or "Without a headline", tone=("bold",))
    yield Line(f"{_TITLES[register]} {entry.id}", tone=("faint",))
    yield Line()
    match entry:
        case Actor() | Place():
            yield from _named(entry, material)
        case Seed():
            yield from _seed(entry, material)
        case Deal():
            yield Line(path, "file")
            yield Line()
            yield from deal_lines(entry.id, material)
            return
    yield Line(path, "file")
    yield from _facts(entry, material)


def _named(entry: Actor | Place, material: Material) -> Iterator[Line]:
    if isinstance(entry, Actor):
        yield Line(coded(entry.kind, codelists.ACTOR_KIND), "kind")
    register = material.dataset.actors if isinstance(entry, Actor) else material.dataset.places
    around = claim_reader.around(entry.id, register)
    if around:
        yield Line(", ".join(map(material.name, around)), "parent")
    if entry.iso_3166:
        yield Line(entry.iso_3166, "ISO 3166")
    if entry.description:
        yield Line(entry.description, "description")
    for number, (seed_id, spellings) in enumerate(entry.spellings.items()):
        yield Line(f"{seed_id}: {', '.join(spellings)}", " " if number else "spellings")


def _seed(seed: Seed, material: Material) -> Iterator[Line]:
    yield Line(material.name(seed.publisher) if seed.publisher else "not known", "publisher")
    if seed.authors:
        yield Line(", ".join(seed.authors), "authors")
    known = f"{date_words(seed.published)}, {wording.code(seed.published_basis)}. {seed.published_note or ''}"
    yield Line(known, "published")
    if seed.relays:
        yield Line(", ".join(map(material.name, seed.relays)), "relays")
    yield Line(seed.url or "not known", "address")
    unused = {number: reason for number, _, reason in seed.unused_paragraphs()}
    cited = material.dataset.citing()[seed.id]
    words = (
        f"{seed.paragraphs}, of which facts cite {len(cited)}, and {len(unused)} are listed under `unused`"
    )
    yield Line(words, "paragraphs")
    if seed.notes:
        yield Line(seed.notes, "notes")


def _active_facts(material: Material) -> list[Fact]:
    return material.dataset.active_facts()


def _facts(entry: Actor | Place | Seed, material: Material) -> Iterator[Line]:
    """Yield the facts that name an entry, with its roles."""
    found = [(fact, roles) for fact in _active_facts(material) if (roles := _roles(entry, fact, material))]
    if found:
        yield from heading("FACTS THAT CITE IT" if isinstance(entry, Seed) else "FACTS THAT NAME IT")
    for fact, roles in found:
        yield Line(f"{material.name(fact.id)}: {', '.join(roles)}", indent=2)


def _roles(entry: Actor | Place | Seed, fact: Fact, material: Material) -> list[str]:
    if isinstance(entry, Seed):
        return [f"¶{number}" for number in fact.evidence.get(entry.id, ())]
    kind = "place" if isinstance(entry, Place) else "actor"
    roles = []
    for value in fact.values():
        names = value.kind == kind or (value.field == "persons" and kind == "actor")
        if names and entry.id in (value.element, str(value.value)):
            role = getattr(fact.element(value.field, value.element), "role", value.field)
            roles.append(wording.code(role))
    if isinstance(entry, Actor):
        claims = material.claims[fact.id]
        credited = sum(entry.id in claim.attributed_to for claim in claims)
        relayed = sum(entry.id == claim.via for claim in claims)
        roles += [f"credited with {wording.plural(credited, 'claim')}"] if credited else []
        roles += [f"relayed in {wording.plural(relayed, 'claim')}"] if relayed else []
    return list(dict.fromkeys(roles))
