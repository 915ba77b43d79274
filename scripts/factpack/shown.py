"""Show a fact or a register entry as text.

No file is read: the data is passed in. A dataset with problems can be shown, too: an unresolved id appears unchanged.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from factpack import claims as claim_reader
from factpack import overlaps, wording
from factpack.dataset import Dataset
from factpack.evidence import cues, texts
from factpack.models import codelists
from factpack.models.edtf import WEEKDAYS, Edtf
from factpack.models.parts import FieldValue, ListEntry
from factpack.models.records import Deal, Fact, Place, Seed, fact_type, stage_of
from factpack.models.types import NOT_STATED, NOT_YET, Record
from factpack.terminal import PLAIN, Line, Style, heading, set_page

# How a link reads on the page of its target.
INVERSE = {
    "part_of": "has as a part",
    "subset_of": "includes all of",
    "possibly_subset_of": "may include all of",
    "follows": "comes before",
    "during": "at the same time, or meanwhile",
}
_OVERLAPS = {
    "distinct": "Counts other people than:",
    "contained": "All of them are counted in:",
    "contains": "Counts all of:",
    "possibly_overlapping": "May count some of the same people as:",
    None: "Nothing says whether it counts some of the same people as:",
}
Words = Callable[[str], str]


@dataclass(frozen=True)
class Material:
    """The data from which records are shown.

    verified: the items that the lock attests; articles: the available texts, by seed.
    """

    dataset: Dataset
    claims: claim_reader.Claims
    verified: frozenset[tuple[str, str, str, int]] = frozenset()
    articles: Mapping[str, texts.Article] = field(default_factory=dict)
    style: Style = PLAIN

    def name(self, record_id: str) -> str:
        """Return a record's name with id, or the id alone."""
        named: list[Any] = [self.dataset.actors, self.dataset.places, self.dataset.deals, self.dataset.facts]
        record = ChainMap(*named).get(record_id)
        return f"{getattr(record, 'name', None) or record.title} ({record_id})" if record else record_id

    def short(self, actor_id: str) -> str:
        """Return an actor's name without its id."""
        actor = self.dataset.actors.get(actor_id)
        return actor.name if actor else actor_id

    def words(self, content: Any) -> str:
        """Return the content of a field, with names for ids."""
        if isinstance(content, list):
            return ", ".join(map(self.words, content))
        if isinstance(content, Record):
            return " ".join(str(part) for _, part in content)
        return self.name("not stated" if content == NOT_STATED else str(content))

    def fields(self, record: Record) -> Iterator[Line]:
        """Yield a line for each field that is set."""
        for name, content in record:
            if content and name not in ("id", "name", "title"):
                lists = content.items() if isinstance(content, dict) else [("", content)]
                for number, (key, part) in enumerate(lists):
                    words = f"{key}: {', '.join(part)}" if key else self.words(part)
                    yield Line(words, " " if number else wording.code(name))


@dataclass(frozen=True)
class Evidence:
    """What one article says about a value.

    value: empty if it is the record's; agreement: see the codelist.
    """

    seed_id: str
    paragraph: int
    phrase: str
    translation: str
    value: str
    agreement: str
    attributed_to: tuple[str, ...]
    via: str
    inference: str
    misread: str

    @classmethod
    def of(cls, claim: claim_reader.Claim) -> "Evidence":
        """Return the evidence that a claim rests on."""
        item, value = claim.item, "" if claim.agreement == "same" else claim.value
        said = (claim.seed_id, claim.paragraph, claim.phrase, item.translation or "", value, claim.agreement)
        return cls(*said, tuple(claim.attributed_to), claim.via, claim.inference, item.misread or "")

    @property
    def place(self) -> str:
        """Return the article and the paragraph."""
        return f"{self.seed_id} ¶{self.paragraph}"

    def words(self, name: Words = str, value: Words = str, note: str = "") -> str:
        """Return what the article says, in one line.

        name, value: functions that put an actor or a value in words.
        """
        said = f"“{self.phrase}”" + (f" (“{self.translation}”)" if self.translation else "")
        if self.value:
            is_unknown, agreement = self.agreement == "says_unknown", wording.code(self.agreement)
            said += ": says that it is not known" if is_unknown else f": {value(self.value)} ({agreement})"
        said += f"; credited to {', '.join(map(name, self.attributed_to))}" if self.attributed_to else ""
        said += f"; via {name(self.via)}" if self.via else ""
        said += f"; {note}" if note else ""
        said += f". Inference: {self.inference}" if self.inference else ""
        return said + (f" Misread: {self.misread}" if self.misread else "")


def fact_text(fact_id: str, material: Material, problem_count: int = 0) -> str:
    """Return a fact as text of at most 100 columns."""
    return set_page(_FactPage(material.dataset.facts[fact_id], material).lines(problem_count), material.style)


def date_words(date: Edtf | str, span: str | None = None) -> str:
    """Return a date in words, as EDTF, with its meaning."""
    if not isinstance(date, Edtf):
        return "no article dates it" if date == NOT_STATED else wording.code(date)
    is_day = date.precision == "day" and date.earliest is not None
    day = f"{WEEKDAYS[date.earliest.weekday()].capitalize()}, " if is_day and date.earliest else ""
    meant = f": {codelists.DATE_SPAN.codes[span]}" if span else ""
    return f"{day}{wording.date(date.text, span)} ({date.text}){meant}"


def _title(title: str, record_id: str) -> list[Line]:
    return [Line(title, tone=("bold",)), Line(record_id, tone=("faint",)), Line()]


def _section(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines below a heading, if there are any."""
    found = list(lines)
    yield from [*heading(title), *found] if found else []


class _FactPage:
    """The lines about one fact."""

    def __init__(self, fact: Fact, material: Material) -> None:
        self.fact = fact
        self.material = material
        self.claims = material.claims[fact.id]
        self.items = {claim.pointer for claim in self.claims}
        self.open_items = {item for item in self.items if (fact.id, *item[1:]) not in material.verified}
        self.hang = min(40, 2 + max((len(Evidence.of(claim).place) for claim in self.claims), default=0))

    def lines(self, problem_count: int) -> Iterator[Line]:
        yield from self.head(problem_count)
        yield from _section("VALUES", self.values())
        yield from _section("BREAKDOWN", self.breakdown())
        yield from _section("LINKS", self.links())
        yield from _section("OVERLAPS WITH OTHER FIGURES OF RELEASED PRISONERS", self.overlaps())
        yield from self.articles()

    def head(self, problem_count: int) -> Iterator[Line]:
        fact, stage, kind = self.fact, stage_of(self.fact), fact_type(self.fact)
        yield from _title(fact.title, f"{kind} {fact.id}")
        if withdrawn := fact.withdrawn:
            instead = ", ".join(map(self.material.name, withdrawn.replaced_by))
            words = f"on {withdrawn.date}: {withdrawn.reason}"
            yield Line(words + (f" In its place: {instead}." if instead else ""), "withdrawn", tone=("red",))
        yield Line(f"{wording.code(stage)}: {cues.STAGES[kind].codes[stage]}", "stage")
        yield Line(date_words(fact.date, fact.date_span), "date")
        if fact.notes:
            yield Line(fact.notes, "notes")
        if self.open_items:
            number, of = len(self.open_items), wording.plural(len(self.items), "item")
            yield Line(f"not yet: {number} of {of} of evidence", "verified", tone=("yellow",))
        else:
            yield Line("a maintainer found each phrase in the paragraph that it names", "verified")
        yield Line(self.material.dataset.fact_path(fact.id), "file")
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
        own = [claim for claim in self.claims if claim.path == value.path]
        for claim in own:
            is_open = claim.pointer in self.open_items and self.open_items != self.items
            evidence, note = Evidence.of(claim), "not yet verified" if is_open else ""
            words = evidence.words(self.material.short, partial(self.value_words, value), note)
            yield Line(words, evidence.place, indent, self.hang)
        if len({claim.seed_id for claim in own}) > 1:
            origins = claim_reader.named_origins(own, self.material.dataset)
            words = wording.plural(len(origins), "named origin")
            words += f": {', '.join(map(self.material.short, origins))}." if origins else "."
            yield Line(words, indent=indent, tone=("faint",))
        if between := claim_reader.conflict_between(own):
            words = f"They disagree. {codelists.CONFLICT_BETWEEN.codes[between]}"
            yield Line(words, indent=indent, tone=("red",))
        if resolution := self.fact.resolutions.get(value.path):
            yield Line(f"Resolved, {wording.code(resolution.method)}: {resolution.note}", indent=indent)

    def entry_words(self, value: FieldValue) -> str:
        """Return a value with everything its entry states."""
        part = self.fact.element(value.field, value.element) if value.element else None
        if not isinstance(part, ListEntry):
            return self.value_words(value, str(value.value), self.fact.date_span)
        return ": ".join(filter(None, (self.material.name(part.name), _details(part, self.material))))

    def value_words(self, value: FieldValue, text: str, span: str | None = None) -> str:
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
        for words, keys in (*groups, ("Parts of a figure that the fact lacks:", rest)):
            if keys:
                yield Line(words, indent=2, tone=("bold",))
            for key in keys:
                yield Line(f"{wording.slug(key)}: {self.entry_words(values[key])}", indent=4)
                yield from self.support(values[key], indent=6)
                if note := fact.breakdown[key].note:
                    yield Line(f"Note: {note}", indent=6)

    def links(self) -> Iterator[Line]:
        fact, facts = self.fact, sorted(self.material.dataset.facts.items())
        values = {value.element: value for value in fact.values() if value.field == "links"}
        own = [(link.fact, link, link.relation) for link in fact.links]
        back = [
            (linking_id, link, INVERSE.get(link.relation, link.relation))
            for linking_id, linking in facts
            for link in linking.links
            if link.fact == fact.id != linking_id
        ]
        for other_id, link, relation in (*own, *back):
            yield Line(f"{wording.code(relation)}: {self.material.name(other_id)}", indent=2)
            yield from self.support(values[other_id], indent=4) if link in fact.links else ()
            if link.inference:
                yield Line(f"Inference: {link.inference}", indent=4)

    def overlaps(self) -> Iterator[Line]:
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
        for relation in filter(found.get, _OVERLAPS):
            yield Line(_OVERLAPS[relation], indent=2)
            yield from found[relation]

    def articles(self) -> Iterator[Line]:
        for seed_id, paragraphs in self.fact.evidence.items():
            if seed_id not in self.material.articles:
                continue
            yield from heading(f"IN THE ARTICLE {seed_id}")
            known = dict(enumerate(self.material.articles[seed_id].paragraphs, 1))
            for number, items in sorted(paragraphs.items(), key=lambda pair: int(pair[0])):
                phrases = list(dict.fromkeys(item.phrase for item in items))
                text = known.get(int(number), "(The text has no such paragraph.)")
                yield Line(_with_marks(text, phrases), f"¶{number}", indent=2, hang=5)
                for phrase in phrases:
                    if texts.find(phrase, text) is None:
                        yield Line(f"“{phrase}” is not in this paragraph.", indent=7, tone=("red",))


def _details(part: ListEntry, material: Material) -> str:
    return ", ".join(
        ("" if name in (part.value_field, "role") else f"{name} ") + material.name(wording.code(str(content)))
        for name, content in part
        if content is not None and name not in part.key_fields
    )


def _sum(fact: Fact, group: overlaps.Group) -> str:
    numbers = [fact.breakdown[key].number for key in group.keys]
    words = f"{wording.slug(group.of_key)} = {group.total}, by {wording.code(group.dimension)}"
    if len(numbers) > 1 and all(number.low is not None or number.high is not None for number in numbers):
        bounds = f"at least {group.low}" if group.high is None else f"{group.low} to {group.high}"
        bounds = f"{group.low}" if group.low == group.high else bounds
        words += f": {' + '.join(map(str, numbers))} = {bounds}"
    gap = group.gap or 0
    missing = (
        f" {-gap} too many." if gap < 0 else f" {gap} {'is' if gap == 1 else 'are'} missing." if gap else ""
    )
    return f"{words}.{missing} {codelists.ADDS_UP.codes[group.adds_up]}"


def _with_marks(text: str, phrases: list[str]) -> str:
    """Return the text with asterisks around the phrases.

    Phrases that overlap or touch share one pair.
    """
    places = [place for phrase in phrases if (place := texts.find(phrase, text)) is not None]
    inside = {offset for start, end in places for offset in range(start, end)}
    runs = groupby(range(len(text)), key=inside.__contains__)
    return "".join("*" * marked + "".join(text[at] for at in run) + "*" * marked for marked, run in runs)


# --- an actor, a place, a deal or an article ---------------------------------------------------------------------------


def entry_text(register: str, entry_id: str, material: Material) -> str:
    """Return an entry as text of at most 100 columns."""
    entry: Any = material.dataset.register(register)[entry_id]
    path, _ = material.dataset.where[register, entry_id]
    title = getattr(entry, "name", None) or entry.title or "Without a headline"
    head = [*_title(title, f"{register.removesuffix('s')} {entry.id}"), Line(path, "file")]
    found = (
        Line(f"{material.name(fact.id)}: {', '.join(roles)}", indent=2)
        for fact in material.dataset.active_facts()
        if (roles := _roles(entry, fact, material))
    )
    facts = _section("FACTS THAT CITE IT" if isinstance(entry, Seed) else "FACTS THAT NAME IT", found)
    return set_page([*head, *material.fields(entry), *facts], material.style)


def _roles(entry: Any, fact: Fact, material: Material) -> list[str]:
    if isinstance(entry, Seed):
        return [f"¶{number}" for number in fact.evidence.get(entry.id, ())]
    if isinstance(entry, Deal):
        details = [_details(part, material) for part in fact.deals if part.deal == entry.id]
        return [wording.code(stage_of(fact)), *filter(None, details)] if details else []
    kinds = ("place",) if isinstance(entry, Place) else ("actor", "persons")
    roles = [
        wording.code(getattr(fact.element(value.field, value.element), "role", value.field))
        for value in fact.values()
        if kinds[0] == value.kind or value.field in kinds
        if entry.id in (value.element, str(value.value))
    ]
    claims = material.claims[fact.id]
    for words, number in (
        ("credited with", sum(entry.id in claim.attributed_to for claim in claims)),
        ("relayed in", sum(entry.id == claim.via for claim in claims)),
    ):
        roles += [f"{words} {wording.plural(number, 'claim')}"] if number else []
    return list(dict.fromkeys(roles))
