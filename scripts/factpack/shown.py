"""A fact as a person reads it: every value with who says what where, what was computed, and the lines of the articles.

Pure: what is shown comes from the dataset, the lock and the texts that are handed in. A dataset with findings can be
shown too: an id that leads nowhere stands as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from factpack import claims as claim_reader
from factpack import overlaps, wording
from factpack.claims import Claim, Claims
from factpack.dataset import Dataset
from factpack.evidence import texts
from factpack.evidence.texts import Article
from factpack.models import codelists
from factpack.models.codelists import Codelist
from factpack.models.edtf import WEEKDAYS, Edtf
from factpack.models.parts import FieldValue, Link, Participant, Person, PlaceRole, Resolution
from factpack.models.records import Fact, fact_type, givers
from factpack.models.types import NOT_STATED, NOT_YET
from factpack.terminal import END_OF_MARK, MARK, PLAIN, Line, Style, heading, set_page, width

# How a link reads from the fact that it leads to.
INVERSE = {
    "part_of": "has as a part",
    "subset_of": "includes all of",
    "possibly_subset_of": "may include all of",
    "follows": "comes before",
}

_STAGES = {
    "release": codelists.EVENT_STAGE,
    "meeting": codelists.EVENT_STAGE,
    "sanctions": codelists.SANCTIONS_STAGE,
    "count": codelists.COUNT_STAGE,
}


@dataclass(frozen=True)
class Material:
    """What records are shown from.

    verified: the items that the lock attests; articles: the texts that are at hand, by seed; style: how to colour.
    """

    dataset: Dataset
    claims: Claims
    verified: frozenset[tuple[str, str, str, int]] = frozenset()
    articles: Mapping[str, Article] = field(default_factory=dict)
    style: Style = PLAIN

    def name(self, record_id: str) -> str:
        """The name or the title of an actor, a place, a deal or a fact, with its id; the id alone if there is none."""
        registers = (self.dataset.actors, self.dataset.places, self.dataset.deals, self.dataset.facts)
        record: Any = next((register[record_id] for register in registers if record_id in register), None)
        if record is None:
            return record_id
        return f"{getattr(record, 'name', None) or record.title} ({record_id})"

    def party(self, actor_id: str, parties: list[str]) -> str:
        """The party of a deal that an actor belongs to; the actor itself if it is of none."""
        bodies = (actor_id, *claim_reader.around(actor_id, self.dataset.actors))
        return next((body for body in bodies if body in parties), actor_id)


def fact_text(fact_id: str, material: Material, findings: int = 0) -> str:
    """A fact as text of at most 100 columns. findings: how many there are on its record."""
    return set_page(_Reading(material.dataset.facts[fact_id], material).lines(findings), material.style)


# --- words -------------------------------------------------------------------------------------------------------------


def coded(code: str, codelist: Codelist) -> str:
    """A code in words, with its meaning."""
    return f"{wording.code(code)}: {codelist.codes.get(code, 'not a code of its list')}"


def date_words(date: Edtf | str, span: str | None = None) -> str:
    """A date in words, as it is written, and how it is meant."""
    if not isinstance(date, Edtf):
        return "no article dates it" if date == NOT_STATED else wording.code(date)
    is_day = date.precision == "day" and date.earliest is not None
    day = f"{WEEKDAYS[date.earliest.weekday()].capitalize()}, " if is_day and date.earliest else ""
    meant = f": {codelists.DATE_SPAN.codes[span]}" if span else ""
    return f"{day}{wording.date(date.text, span)} ({date.text}){meant}"


def stage_of(fact: Fact) -> str:
    """The stage of a fact, a code."""
    return str(getattr(fact, "stage"))  # noqa: B009  # every type has a stage, each of its own codelist


# --- a fact ----------------------------------------------------------------------------------------------------------


class _Reading:
    """One fact, line by line."""

    def __init__(self, fact: Fact, material: Material) -> None:
        self.fact = fact
        self.material = material
        self.claims = material.claims[fact.id]
        self.items = {claim.pointer for claim in self.claims}
        self.open_items = {one for one in self.items if (fact.id, *one[1:]) not in material.verified}
        self.hang = min(40, 2 + max((width(_place(claim)) for claim in self.claims), default=0))

    def lines(self, findings: int) -> Iterator[Line]:
        yield from self.head(findings)
        yield from heading("VALUES")
        yield from self.values()
        yield from self.breakdown()
        yield from self.links()
        yield from self.overlaps()
        if self.fact.deal is not None:
            yield from heading("DEAL")
            yield Line(self.material.name(self.fact.deal), tone=("bold",), indent=2)
            yield from deal_lines(self.fact.deal, self.material)
        yield from self.articles()

    def head(self, findings: int) -> Iterator[Line]:
        fact, material, kind = self.fact, self.material, fact_type(self.fact)
        yield Line(fact.title, tone=("bold",))
        yield Line(f"{kind} {fact.id}", tone=("faint",))
        yield Line()
        if fact.withdrawn is not None:
            instead = ", ".join(map(material.name, fact.withdrawn.replaced_by))
            told = f"on {fact.withdrawn.date}: {fact.withdrawn.reason}"
            told += f" In its place: {instead}." if instead else ""
            yield Line(told, "withdrawn", tone=("red",))
        yield Line(coded(stage_of(fact), _STAGES[kind]), "stage")
        yield Line(date_words(fact.date, fact.date_span), "date")
        if fact.notes:
            yield Line(fact.notes, "notes")
        if self.open_items:
            told = f"not yet: {len(self.open_items)} of {wording.plural(len(self.items), 'item')} of evidence"
            yield Line(told, "verified", tone=("yellow",))
        else:
            yield Line("a maintainer found each phrase in the paragraph that it names", "verified")
        yield Line(material.dataset.fact_path(fact.id), "file")
        if findings:
            told = f"{findings} in this file; `factpack validate` tells them"
            yield Line(told, "findings", tone=("red",))

    def values(self) -> Iterator[Line]:
        """The values but those that have sections of their own, first those that set the type apart."""
        fields = {value.field: value for value in self.fact.values()}
        for name in sorted(fields, key=lambda name: (name != "stage", name in Fact.model_fields)):
            if name in ("breakdown", "links"):
                continue
            values = [value for value in self.fact.values() if value.field == name]
            is_list = any(value.element for value in values)
            if is_list:
                yield Line(wording.code(name), indent=2, tone=("bold",))
            for value in values:
                told = self.told(value) if is_list else f"{wording.code(name)}: {self.told(value)}"
                yield Line(told, indent=4 if is_list else 2, tone=("bold",))
                yield from self.standing(value, indent=6 if is_list else 4)

    def standing(self, value: FieldValue, indent: int) -> Iterator[Line]:
        """Who says a value, and how it stands."""
        own = [claim for claim in self.claims if claim.path == value.path]
        for claim in own:
            yield self.claim(claim, value, indent)
        if len({claim.seed_id for claim in own}) > 1:
            origins = claim_reader.independent_origins(own, self.material.dataset)
            yield Line(
                f"At least {wording.plural(origins, 'independent origin')}.", indent=indent, tone=("faint",)
            )
        between = claim_reader.conflict_between(own)
        if between:
            told = f"They disagree. {codelists.CONFLICT_BETWEEN.codes[between]}"
            yield Line(told, indent=indent, tone=("red",))
        resolution: Resolution | None = self.fact.resolutions.get(value.path)
        if resolution is not None:
            told = f"Resolved, {wording.code(resolution.method)}: {resolution.note}"
            yield Line(told, indent=indent)

    def claim(self, claim: Claim, value: FieldValue, indent: int) -> Line:
        """What one article says."""
        said = f"“{claim.phrase}”"
        if claim.item.translation:
            said += f" (“{claim.item.translation}”)"
        if claim.agreement == "says_unknown":
            said += ": says that it is not known"
        elif claim.value != str(value.value):
            said += f": {self.said(value, claim.value)} ({wording.code(claim.agreement)})"
        parts = [said]
        if claim.attributed_to:
            parts.append(f"credited to {', '.join(map(self.short, claim.attributed_to))}")
        if claim.via:
            parts.append(f"via {self.short(claim.via)}")
        if claim.pointer in self.open_items and self.open_items != self.items:
            parts.append("not yet verified")
        told = "; ".join(parts) + (f". Inference: {claim.inference}" if claim.inference else "")
        told += f" Misread: {claim.item.misread}" if claim.item.misread else ""
        return Line(told, _place(claim), indent, self.hang)

    def short(self, actor_id: str) -> str:
        """The name of an actor, without its id."""
        actor = self.material.dataset.actors.get(actor_id)
        return actor.name if actor else actor_id

    def told(self, value: FieldValue) -> str:
        """A value of the record in words, with all that its entry says."""
        part = self.fact.element(value.field, value.element) if value.element else None
        match part:
            case Person():
                of = f", citizen of {self.material.name(part.citizenship)}" if part.citizenship else ""
                return f"{self.who(part)}: {wording.code(part.outcome)}{of}"
            case Participant():
                more = [
                    f"number: {part.number}" if part.number else "",
                    f"on the side of {self.material.name(part.side)}" if part.side else "",
                    f"as {part.capacity}" if part.capacity else "",
                ]
                return ", ".join((self.who(part), *filter(None, more)))
            case PlaceRole():
                return f"{self.material.name(part.place)}: {wording.code(part.role)}"
        return self.said(value, str(value.value), self.fact.date_span)

    def who(self, part: Person | Participant) -> str:
        return self.material.name(part.actor) if part.actor else part.label or ""

    def said(self, value: FieldValue, text: str, span: str | None = None) -> str:
        """A value of a field, the record's or an article's, in words."""
        match value.kind:
            case "date" if text not in (NOT_STATED, NOT_YET):
                return f"{wording.date(text, span if value.field == 'date' else None)} ({text})"
            case "actor" | "place":
                return self.material.name(text)
            case "code" if value.field == "deal":
                return self.material.name(text)
            case "code":
                return wording.code(text)
        return "not stated" if text == NOT_STATED else text

    # --- what is computed

    def breakdown(self) -> Iterator[Line]:
        fact = self.fact
        values = {value.element: value for value in fact.values() if value.field == "breakdown"}
        groups = list(overlaps.groups(fact))
        counted = {key for group in groups for key in group.keys}
        if values:
            yield from heading("BREAKDOWN")
        for told, keys in (
            *((_sum(fact, group), group.keys) for group in groups),
            ("Of no figure that there is:", tuple(key for key in values if key not in counted)),
        ):
            if keys:
                yield Line(told, indent=2, tone=("bold",))
            for key in keys:
                yield Line(f"{wording.slug(key)}: {self.told(values[key])}", indent=4)
                yield from self.standing(values[key], indent=6)
                if note := fact.breakdown[key].note:
                    yield Line(f"Note: {note}", indent=6)

    def links(self) -> Iterator[Line]:
        """The links of the fact, then those of other facts to it, read from here."""
        fact = self.fact
        back = [
            (other, link)
            for _, other in sorted(self.material.dataset.facts.items())
            for link in other.links
            if link.fact == fact.id and other.id != fact.id
        ]
        if fact.links or back:
            yield from heading("LINKS")
        for value in fact.values():
            if value.field == "links":
                link: Link = fact.element("links", value.element)
                yield Line(f"{wording.code(link.relation)}: {self.material.name(link.fact)}", indent=2)
                yield from self.standing(value, indent=4)
                if link.inference:
                    yield Line(f"Inference: {link.inference}", indent=4)
        for other, link in back:
            relation = INVERSE.get(link.relation, wording.code(link.relation))
            yield Line(f"{relation}: {self.material.name(other.id)}", indent=2)
            if link.inference:
                yield Line(f"Inference: {link.inference}", indent=4)

    def overlaps(self) -> Iterator[Line]:
        """Which figures of released prisoners may be added to this one."""
        found: dict[str | None, list[tuple[Fact, str | None]]] = {}
        for overlap in overlaps.overlaps(self.material.dataset):
            ids = (overlap.fact_id, overlap.other_fact_id)
            if self.fact.id in ids:
                contains = overlap.relation == "contained" and ids[1] == self.fact.id
                other = self.material.dataset.facts[ids[ids[0] == self.fact.id]]
                relation = "contains" if contains else overlap.relation
                found.setdefault(relation, []).append((other, overlap.basis))
        if found:
            yield from heading("OVERLAPS WITH OTHER FIGURES OF RELEASED PRISONERS")
        for relation, told in _OVERLAPS.items():
            if relation in found:
                yield Line(told, indent=2)
            for other, basis in found.get(relation, ()):
                figure = wording.figure(str(overlaps.figure_of(other)), getattr(other, "counted", ""))
                known = f", {_BASES[basis]}" if basis else ""
                yield Line(f"{figure}: {self.material.name(other.id)}{known}", indent=4)

    # --- the articles

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
                        yield Line(f"“{phrase}” does not stand here.", indent=7, tone=("red",))


def _place(claim: Claim) -> str:
    return f"{claim.seed_id} ¶{claim.paragraph}"


def _sum(fact: Fact, group: overlaps.Group) -> str:
    """The parts of a total, their sum, and whether it holds."""
    numbers = [fact.breakdown[key].number for key in group.keys]
    told = f"{wording.slug(group.of)} = {group.total}, by {wording.code(group.by)}"
    if len(numbers) > 1 and all(number.lower is not None or number.upper is not None for number in numbers):
        bounds = f"at least {group.lower}" if group.upper is None else f"{group.lower} to {group.upper}"
        bounds = f"{group.lower}" if group.lower == group.upper else bounds
        told += f": {' + '.join(map(str, numbers))} = {bounds}"
    gap = f" {group.gap} {'is' if group.gap == 1 else 'are'} missing." if group.gap else ""
    return f"{told}.{gap} {codelists.HOLDS.codes[group.holds]}"


_OVERLAPS = {
    "distinct": "Counts other people than:",
    "contained": "All of them are counted in:",
    "contains": "Counts all of:",
    "possibly_overlapping": "May count some of the same people as:",
    None: "Nothing says whether it counts some of the same people as:",
}
_BASES = {
    "stated": "as an article says",
    "inferred": "by the curator's reading",
    "dates": "by the dates",
    "releaser": "by who released them",
}


def _with_marks(text: str, phrases: list[str]) -> str:
    """The text with marks around the phrases; those that overlap or touch are marked as one."""
    places = [place for phrase in phrases if (place := texts.find(phrase, text)) is not None]
    inside = {offset for start, end in places for offset in range(start, end)}
    parts = []
    for offset, char in enumerate(text):
        if (offset in inside) != (offset - 1 in inside):
            parts.append(MARK if offset in inside else END_OF_MARK)
        parts.append(char)
    return "".join(parts) + (END_OF_MARK if len(text) - 1 in inside else "")


def deal_lines(deal_id: str, material: Material) -> Iterator[Line]:
    """The parties of a deal, and what each gives in it."""
    deal = material.dataset.deals.get(deal_id)
    if deal is None:
        yield Line("It is not in the register.", indent=2)
        return
    yield Line(", ".join(map(material.name, deal.parties)), "parties", indent=2)
    if deal.notes:
        yield Line(deal.notes, "notes", indent=2)
    for _, fact in sorted(material.dataset.facts.items()):
        if fact.deal == deal_id and fact.withdrawn is None:
            parties = dict.fromkeys(material.party(actor, deal.parties) for actor in givers(fact))
            who = f"{', '.join(map(material.name, parties))} gives" if parties else "belongs to it"
            yield Line(f"{who}, {wording.code(stage_of(fact))}: {material.name(fact.id)}", indent=2)
