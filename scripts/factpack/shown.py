"""A fact or an entry of a register as text.

The dataset, the lock and the texts are passed in. A dataset with problems can be shown, too: an unresolved id
appears as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from factpack import claims as claim_reader
from factpack import overlaps, wording
from factpack.claims import Claim, Claims
from factpack.dataset import Dataset
from factpack.evidence import cues, texts
from factpack.evidence.texts import Article
from factpack.models import codelists
from factpack.models.edtf import WEEKDAYS, Edtf
from factpack.models.parts import Credit, FieldValue, Link, Participant, Person, PlaceRole, Resolution
from factpack.models.records import Actor, Deal, Fact, Place, Seed, fact_type, stage_of
from factpack.models.types import NOT_STATED, NOT_YET
from factpack.terminal import END_OF_MARK, MARK, PLAIN, Line, Style, heading, set_page

# How a link reads from the fact that it leads to.
INVERSE = {
    "part_of": "has as a part",
    "subset_of": "includes all of",
    "possibly_subset_of": "may include all of",
    "follows": "comes before",
    "during": "at the same time, or meanwhile",
}


@dataclass(frozen=True)
class Material:
    """The data from which records are shown.

    verified: the items that the lock attests; articles: the available texts, by seed; style: the terminal's
    colours.
    """

    dataset: Dataset
    claims: Claims
    verified: frozenset[tuple[str, str, str, int]] = frozenset()
    articles: Mapping[str, Article] = field(default_factory=dict)
    style: Style = PLAIN

    def name(self, record_id: str) -> str:
        """Return a record's name with id, or the id alone."""
        registers = (self.dataset.actors, self.dataset.places, self.dataset.deals, self.dataset.facts)
        record: Any = next((register[record_id] for register in registers if record_id in register), None)
        if record is None:
            return record_id
        return f"{getattr(record, 'name', None) or record.title} ({record_id})"


def fact_text(fact_id: str, material: Material, problem_count: int = 0) -> str:
    """Return a fact as text of at most 100 columns."""
    return set_page(_FactPage(material.dataset.facts[fact_id], material).lines(problem_count), material.style)


def date_words(date: Edtf | str, span: str | None = None) -> str:
    """Return a date in words, as written, and how meant."""
    if not isinstance(date, Edtf):
        return "no article dates it" if date == NOT_STATED else wording.code(date)
    is_day = date.precision == "day" and date.earliest is not None
    day = f"{WEEKDAYS[date.earliest.weekday()].capitalize()}, " if is_day and date.earliest else ""
    meant = f": {codelists.DATE_SPAN.codes[span]}" if span else ""
    return f"{day}{wording.date(date.text, span)} ({date.text}){meant}"


class _FactPage:
    """The lines about one fact."""

    def __init__(self, fact: Fact, material: Material) -> None:
        self.fact = fact
        self.material = material
        self.claims = material.claims[fact.id]
        self.items = {claim.pointer for claim in self.claims}
        self.open_items = {item for item in self.items if (fact.id, *item[1:]) not in material.verified}
        self.hang = min(40, 2 + max((len(_place(claim)) for claim in self.claims), default=0))

    def lines(self, problem_count: int) -> Iterator[Line]:
        yield from self.head(problem_count)
        yield from heading("VALUES")
        yield from self.values()
        yield from self.breakdown()
        yield from self.links()
        yield from self.overlaps()
        for part in self.fact.deals:
            yield from heading("DEAL")
            yield Line(self.material.name(part.deal), tone=("bold",), indent=2)
            yield from deal_lines(part.deal, self.material)
        yield from self.articles()

    def head(self, problem_count: int) -> Iterator[Line]:
        fact, material, kind = self.fact, self.material, fact_type(self.fact)
        yield Line(fact.title, tone=("bold",))
        yield Line(f"{kind} {fact.id}", tone=("faint",))
        yield Line()
        if withdrawn := fact.withdrawn:
            instead = ", ".join(map(material.name, withdrawn.replaced_by))
            words = (
                f"on {withdrawn.date}: {withdrawn.reason}{f' In its place: {instead}.' if instead else ''}"
            )
            yield Line(words, "withdrawn", tone=("red",))
        stage = stage_of(fact)
        yield Line(f"{wording.code(stage)}: {cues.STAGES[kind].codes[stage]}", "stage")
        yield Line(date_words(fact.date, fact.date_span), "date")
        yield from _labelled(notes=fact.notes)
        if self.open_items:
            of = wording.plural(len(self.items), "item")
            yield Line(f"not yet: {len(self.open_items)} of {of} of evidence", "verified", tone=("yellow",))
        else:
            yield Line("a maintainer found each phrase in the paragraph that it names", "verified")
        yield Line(material.dataset.fact_path(fact.id), "file")
        if problem_count:
            words = f"{problem_count} in this file; `factpack validate` reports them"
            yield Line(words, "problems", tone=("red",))

    def values(self) -> Iterator[Line]:
        """Yield the values without a section of their own."""
        values = [value for value in self.fact.values() if value.field not in ("breakdown", "links")]
        values.sort(key=lambda value: (value.field != "stage", value.field in Fact.model_fields))
        for field_name, group in groupby(values, key=lambda value: value.field):
            entries, name = list(group), wording.code(field_name)
            is_list = any(value.element for value in entries)
            if is_list:
                yield Line(name, indent=2, tone=("bold",))
            for value in entries:
                words = self.entry_words(value) if is_list else f"{name}: {self.entry_words(value)}"
                yield Line(words, indent=4 if is_list else 2, tone=("bold",))
                yield from self.support(value, indent=6 if is_list else 4)

    def support(self, value: FieldValue, indent: int) -> Iterator[Line]:
        """Yield the claims on a value, and their agreement."""
        own = [claim for claim in self.claims if claim.path == value.path]
        for claim in own:
            yield self.claim(claim, value, indent)
        if len({claim.seed_id for claim in own}) > 1:
            origins = claim_reader.named_origins(own, self.material.dataset)
            words = wording.plural(len(origins), "named origin")
            words += f": {', '.join(map(self.short, origins))}." if origins else "."
            yield Line(words, indent=indent, tone=("faint",))
        if between := claim_reader.conflict_between(own):
            words = f"They disagree. {codelists.CONFLICT_BETWEEN.codes[between]}"
            yield Line(words, indent=indent, tone=("red",))
        resolution: Resolution | None = self.fact.resolutions.get(value.path)
        if resolution is not None:
            yield Line(f"Resolved, {wording.code(resolution.method)}: {resolution.note}", indent=indent)

    def claim(self, claim: Claim, value: FieldValue, indent: int) -> Line:
        """Return one article's claim as a line."""
        quote = f"“{claim.phrase}”"
        if claim.item.translation:
            quote += f" (“{claim.item.translation}”)"
        if claim.agreement == "says_unknown":
            quote += ": says that it is not known"
        elif claim.value != str(value.value):
            quote += f": {self.value_words(value, claim.value)} ({wording.code(claim.agreement)})"
        parts = [quote]
        if claim.attributed_to:
            parts.append(f"credited to {', '.join(map(self.short, claim.attributed_to))}")
        if claim.via:
            parts.append(f"via {self.short(claim.via)}")
        if claim.pointer in self.open_items and self.open_items != self.items:
            parts.append("not yet verified")
        words = "; ".join(parts) + (f". Inference: {claim.inference}" if claim.inference else "")
        words += f" Misread: {claim.item.misread}" if claim.item.misread else ""
        return Line(words, _place(claim), indent, self.hang)

    def short(self, actor_id: str) -> str:
        """Return an actor's name without its id."""
        actor = self.material.dataset.actors.get(actor_id)
        return actor.name if actor else actor_id

    def entry_words(self, value: FieldValue) -> str:
        """Return a value with everything its entry states."""
        part = self.fact.element(value.field, value.element) if value.element else None
        name = self.material.name
        match part:
            case Person():
                of = f", citizen of {name(part.citizenship)}" if part.citizenship else ""
                return f"{self.who(part)}: {wording.code(part.outcome)}{of}"
            case Participant():
                number = f", number: {part.number}" if part.number else ""
                side = f", on the side of {name(part.side)}" if part.side else ""
                return f"{self.who(part)}{number}{side}" + (f", as {part.capacity}" if part.capacity else "")
            case PlaceRole():
                return f"{name(part.place)}: {wording.code(part.role)}"
            case Credit():
                return f"{name(part.actor)}: {wording.code(part.how)}"
        return self.value_words(value, str(value.value), self.fact.date_span)

    def who(self, part: Person | Participant) -> str:
        return self.material.name(part.actor) if part.actor else part.label or ""

    def value_words(self, value: FieldValue, text: str, span: str | None = None) -> str:
        """Return a value of a field in words.

        text: the value of the record or of an article.
        """
        if value.kind == "date" and text not in (NOT_STATED, NOT_YET):
            return f"{wording.date(text, span if value.field == 'date' else None)} ({text})"
        if value.kind in ("actor", "place") or value.field == "deals":
            return self.material.name(text)
        if value.kind == "code":
            return wording.code(text)
        return "not stated" if text == NOT_STATED else text

    def breakdown(self) -> Iterator[Line]:
        fact = self.fact
        values = {value.element: value for value in fact.values() if value.field == "breakdown"}
        groups = [(_sum(fact, group), group.keys) for group in overlaps.groups(fact)]
        rest = [key for key in values if not any(key in keys for _, keys in groups)]
        if values:
            yield from heading("BREAKDOWN")
        for words, keys in (*groups, ("Parts of a figure that the fact lacks:", rest)):
            if keys:
                yield Line(words, indent=2, tone=("bold",))
            for key in keys:
                yield Line(f"{wording.slug(key)}: {self.entry_words(values[key])}", indent=4)
                yield from self.support(values[key], indent=6)
                if note := fact.breakdown[key].note:
                    yield Line(f"Note: {note}", indent=6)

    def links(self) -> Iterator[Line]:
        """Yield the fact's links, then links from other facts."""
        fact, facts = self.fact, sorted(self.material.dataset.facts.items())
        own: list[tuple[str, Link, FieldValue | None]] = [
            (link.fact, link, value)
            for value in fact.values()
            if value.field == "links" and (link := fact.element("links", value.element))
        ]
        back = [
            (linking_id, link, None)
            for linking_id, linking in facts
            for link in linking.links
            if link.fact == fact.id != linking_id
        ]
        if own or back:
            yield from heading("LINKS")
        for other_id, link, value in (*own, *back):
            words = wording.code(link.relation)
            relation = words if value else INVERSE.get(link.relation, words)
            yield Line(f"{relation}: {self.material.name(other_id)}", indent=2)
            yield from self.support(value, indent=4) if value else ()
            if link.inference:
                yield Line(f"Inference: {link.inference}", indent=4)

    def overlaps(self) -> Iterator[Line]:
        """Yield how other release figures overlap with this one."""
        found: dict[str | None, list[Line]] = {}
        for overlap in overlaps.overlaps(self.material.dataset):
            ids = (overlap.fact_id, overlap.other_fact_id)
            if self.fact.id in ids:
                contains = overlap.relation == "contained" and ids[1] == self.fact.id
                other = self.material.dataset.facts[ids[ids[0] == self.fact.id]]
                figure = wording.figure(str(overlaps.figure_of(other)), getattr(other, "counted_as", ""))
                basis = f" ({wording.code(overlap.basis)})" if overlap.basis else ""
                line = Line(f"{figure}: {self.material.name(other.id)}{basis}", indent=4)
                found.setdefault("contains" if contains else overlap.relation, []).append(line)
        if found:
            yield from heading("OVERLAPS WITH OTHER FIGURES OF RELEASED PRISONERS")
        for relation in filter(found.get, _OVERLAPS):
            yield Line(_OVERLAPS[relation], indent=2)
            yield from found[relation]

    def articles(self) -> Iterator[Line]:
        for seed_id, paragraphs in self.fact.evidence.items():
            article = self.material.articles.get(seed_id)
            if article is None:
                continue
            yield from heading(f"IN THE ARTICLE {seed_id}")
            for number, items in sorted(paragraphs.items(), key=lambda pair: int(pair[0])):
                phrases = list(dict.fromkeys(item.phrase for item in items))
                known = int(number) <= len(article.paragraphs)
                text = article.paragraphs[int(number) - 1] if known else "(The text has no such paragraph.)"
                yield Line(_with_marks(text, phrases), f"¶{number}", indent=2, hang=5)
                for phrase in phrases:
                    if texts.find(phrase, text) is None:
                        yield Line(f"“{phrase}” is not in this paragraph.", indent=7, tone=("red",))


def _place(claim: Claim) -> str:
    return f"{claim.seed_id} ¶{claim.paragraph}"


def _sum(fact: Fact, group: overlaps.Group) -> str:
    """Return a total's parts and their sum."""
    numbers = [fact.breakdown[key].number for key in group.keys]
    words = f"{wording.slug(group.of_key)} = {group.total}, by {wording.code(group.dimension)}"
    if len(numbers) > 1 and all(number.low is not None or number.high is not None for number in numbers):
        bounds = f"at least {group.low}" if group.high is None else f"{group.low} to {group.high}"
        bounds = f"{group.low}" if group.low == group.high else bounds
        words += f": {' + '.join(map(str, numbers))} = {bounds}"
    missing = f" {group.gap} {'is' if group.gap == 1 else 'are'} missing." if group.gap else ""
    gap = missing if (group.gap or 0) >= 0 else f" {-(group.gap or 0)} too many."
    return f"{words}.{gap} {codelists.ADDS_UP.codes[group.adds_up]}"


_OVERLAPS = {
    "distinct": "Counts other people than:",
    "contained": "All of them are counted in:",
    "contains": "Counts all of:",
    "possibly_overlapping": "May count some of the same people as:",
    None: "Nothing says whether it counts some of the same people as:",
}


def _with_marks(text: str, phrases: list[str]) -> str:
    """Return the text with marks around the phrases.

    Phrases that overlap or touch share one pair of marks.
    """
    places = [place for phrase in phrases if (place := texts.find(phrase, text)) is not None]
    inside = {offset for start, end in places for offset in range(start, end)}
    runs = [
        (marked, "".join(text[offset] for offset in offsets))
        for marked, offsets in groupby(range(len(text)), key=inside.__contains__)
    ]
    return "".join(f"{MARK}{run}{END_OF_MARK}" if marked else run for marked, run in runs)


def deal_lines(deal_id: str, material: Material) -> Iterator[Line]:
    """Yield a deal's parties and their contributions."""
    deal = material.dataset.deals.get(deal_id)
    if deal is None:
        yield Line("It is not in the register.", indent=2)
        return
    parties = ", ".join(map(material.name, deal.parties))
    follows = material.name(deal.follows) if deal.follows else None
    yield from _labelled(indent=2, parties=parties, follows=follows, notes=deal.notes)
    for _, fact in sorted(material.dataset.facts.items()):
        for part in fact.deals if fact.withdrawn is None else ():
            if part.deal == deal_id:
                to = f" {material.name(part.recipient)}" if part.recipient else ""
                gives = (
                    f"{material.name(part.contributor)} gives{to}" if part.contributor else "belongs to it"
                )
                yield Line(f"{gives}, {wording.code(stage_of(fact))}: {material.name(fact.id)}", indent=2)


# --- an actor, a place, a deal or an article ---------------------------------------------------------------------------


def entry_text(register: str, entry_id: str, material: Material) -> str:
    """Return an entry as text of at most 100 columns."""
    entry: Any = material.dataset.register(register)[entry_id]
    path, _ = material.dataset.where[register, entry_id]
    return set_page(_entry(register, entry, path, material), material.style)


def _entry(register: str, entry: Any, path: str, material: Material) -> Iterator[Line]:
    yield Line(getattr(entry, "name", None) or entry.title or "Without a headline", tone=("bold",))
    yield Line(f"{register.removesuffix('s')} {entry.id}", tone=("faint",))
    yield Line()
    if isinstance(entry, Deal):
        yield from (Line(path, "file"), Line(), *deal_lines(entry.id, material))
        return
    yield from (_seed if isinstance(entry, Seed) else _named)(entry, material)
    yield Line(path, "file")
    yield from _facts(entry, material)


def _named(entry: Actor | Place, material: Material) -> Iterator[Line]:
    if isinstance(entry, Actor):
        yield Line(f"{wording.code(entry.kind)}: {codelists.ACTOR_KIND.codes[entry.kind]}", "kind")
    register = material.dataset.actors if isinstance(entry, Actor) else material.dataset.places
    around = claim_reader.around(entry.id, register)
    yield from _labelled(
        parent=", ".join(map(material.name, around)),
        ISO_3166=entry.iso_3166,
        description=entry.description,
    )
    for number, (seed_id, spellings) in enumerate(entry.spellings.items()):
        yield Line(f"{seed_id}: {', '.join(spellings)}", " " if number else "spellings")


def _seed(seed: Seed, material: Material) -> Iterator[Line]:
    unused = {number for number, _, _ in seed.unused_paragraphs()}
    cited = material.dataset.citing()[seed.id]
    yield from _labelled(
        publisher=material.name(seed.publisher) if seed.publisher else "not known",
        authors=", ".join(seed.authors),
        published=f"{date_words(seed.published)}, {wording.code(seed.published_basis)}. {seed.published_note or ''}",
        relays=", ".join(map(material.name, seed.relays)),
        address=seed.url or "not known",
        paragraphs=f"{seed.paragraphs}, of which facts cite {len(cited)}, and {len(unused)} are listed under `unused`",
        notes=seed.notes,
    )  # fmt: skip


def _labelled(indent: int = 0, **texts: str | None) -> Iterator[Line]:
    """Yield a line for each text that is not empty."""
    for label, text in texts.items():
        if text:
            yield Line(text, wording.code(label), indent)


def _facts(entry: Actor | Place | Seed, material: Material) -> Iterator[Line]:
    """Yield the facts that name an entry, with its roles."""
    found = [
        (fact, roles) for fact in material.dataset.active_facts() if (roles := _roles(entry, fact, material))
    ]
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
