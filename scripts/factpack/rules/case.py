"""Prepare what several rules need to know about one fact."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property

from factpack.claims import ENGLISH, Claim, Claims, around
from factpack.dataset import Dataset
from factpack.evidence import cues, lexicon, reading
from factpack.evidence.sentences import meet
from factpack.models.codelists import COUNTED_AS, SECTOR, Codelist
from factpack.models.parts import FieldValue, Item, Located
from factpack.models.records import FACT_TYPES, Actor, Fact, Place, fact_type, stage_of
from factpack.problems import Pointer, Problem


class Spellings:
    """How each article spells the entries of the registers."""

    def __init__(self, dataset: Dataset) -> None:
        self._registers: dict[str, Mapping[str, Actor] | Mapping[str, Place]]
        self._registers = {"actors": dataset.actors, "places": dataset.places}
        self.printed, self.longer = cache(self._printed), cache(self._longer)

    def _printed(self, register: str, seed_id: str) -> dict[str, list[str]]:
        """Return an article's spellings of actors or places, by id."""
        entries = self._registers[register].values()
        return {entry.id: entry.spellings[seed_id] for entry in entries if seed_id in entry.spellings}

    def _longer(self, register: str, seed_id: str, entry_id: str) -> list[str]:
        """Return longer spellings of others that contain its own.

        A ministry of Norland is Norland, but the Bank of Norland is not.
        """
        printed = self.printed(register, seed_id)
        own, entries = printed.get(entry_id, []), self._registers[register]
        return [
            lexicon.straighten(spelling)
            for other, spellings in printed.items()
            for spelling in spellings
            if other != entry_id and any(one in spelling for one in own) and reading.names(spelling, own)
            if entry_id not in around(other, entries) or getattr(entries[other], "kind", "") == "organization"
        ]


# Type of fact → field → its codelist, if phrases state its codes by cue words.
_CODELISTS = {
    (kind, name): codelist
    for kind, model in FACT_TYPES.items()
    for name, field in model.model_fields.items()
    for codelist in field.metadata
    if isinstance(codelist, Codelist) and codelist.cues
}
_ANY_PART = frozenset(("citizens", "nationals", "people", "persons", "prisoners"))


class Case:
    """One fact with its values, located evidence items and claims."""

    def __init__(self, fact: Fact, claims: tuple[Claim, ...], dataset: Dataset, spellings: Spellings) -> None:
        self.fact = fact
        self.claims = claims
        self.path = dataset.fact_path(fact.id)
        self.dataset = dataset
        self.spellings = spellings
        self.values: list[FieldValue] = fact.values()
        self.items: list[tuple[Pointer, Item]] = [(one.pointer, one.item) for one in fact.items()]

    def problem(self, pointer: Pointer, message: str, fix: str) -> Problem:
        """Make a problem at a place in the fact."""
        return Problem.at(self.path, pointer, message, fix)

    @cached_property
    def by_path(self) -> dict[str, FieldValue]:
        """The values, by the name that evidence uses."""
        return {value.path: value for value in (*self.values, *self.fact.optional_values())}

    @cached_property
    def readings(self) -> list[tuple[Claim, reading.Reading]]:
        """Return what the phrase of each claim says.

        Claims that cannot be read are left out. If an article has another figure, and its phrase contradicts the stage,
        that reading is added: the figure is then of another act.
        """
        english = [claim for claim in self.claims if claim.seed.language == ENGLISH]
        read = [(claim, found) for claim in english if (found := self._read(claim)) is not None]
        figures = [one for one in english if one.kind == "number" and one.agreement == "conflict"]
        stage = stage_of(self.fact)
        acts = [replace(one, field="stage", element="", value=stage) for one in figures]
        of_acts = [(act, reading.stage(stage, act.phrase, fact_type(self.fact))) for act in acts]
        return read + [(act, found) for act, found in of_acts if found.verdict == reading.CONTRADICTS]

    @cached_property
    def stating(self) -> set[Pointer]:
        """The items whose phrases state a value."""
        return {claim.pointer for claim, read in self.readings if read.verdict == reading.STATES}

    def is_unknown(self, claim: Claim, read: reading.Reading) -> bool:
        """Return whether unknown words may state a claim.

        Only for a stage, kind or measure, and only if the phrase states another value of the record, names one of its actors or
        places, or has a label such as "prisoners".
        """
        kind = fact_type(self.fact)
        codelist = _CODELISTS.get((kind, claim.field))
        if claim.field not in ("stage", "kind", "measure") or not codelist or read.found:
            return False
        spellings = [
            spelling
            for register, named in set(map(self.named, self.claims))
            for spelling in self.spellings.printed(register, claim.seed_id).get(named, ())
        ]
        is_about = claim.pointer in self.stating or reading.names(claim.phrase, spellings)
        is_about = is_about or bool(cues.codes(claim.phrase, COUNTED_AS))
        return is_about and cues.is_unknown(claim.value, claim.phrase, codelist, kind)

    def _read(self, claim: Claim) -> reading.Reading | None:
        kind = fact_type(self.fact)
        if claim.agreement == "says_unknown":
            return reading.unknown(claim.phrase)
        if claim.field == "stage":
            read = reading.stage(claim.value, claim.phrase, kind, getattr(self.fact, "measure", ""))
            is_claim = claim.value == "claimed" and claim.attributed_to and "carried_out" in read.found
            return read._replace(verdict=reading.STATES) if is_claim else read
        if codelist := _CODELISTS.get((kind, claim.field)):
            return reading.code(claim.value, claim.phrase, codelist)
        if claim.kind == "number":
            return reading.number(claim.value, claim.phrase, self._words_for(claim))
        if claim.kind == "date":
            act = "act" * (kind == "release")
            acts = {"planned": "plan", "in_force": "measure", "carried_out": act, "claimed": act}
            of = "effect" if claim.field == "effective" else acts.get(stage_of(self.fact), "")
            return reading.date(claim.value, claim.phrase, claim.seed.published, of)
        register, named = self.named(claim)
        printed = self.spellings.printed(register, claim.seed_id)
        if claim.field == "persons":
            persons = {key for key, actor in self.dataset.actors.items() if actor.kind == "person"} - {named}
            others = [one for key, spellings in printed.items() if key in persons for one in spellings]
            return reading.outcome(claim.value, claim.phrase, printed.get(named, []), others)
        if claim.field == "targets" and claim.value in SECTOR.codes:
            return reading.code(claim.value, claim.phrase, SECTOR)
        if named not in self.dataset.register(register):
            return None  # a remark, a label, a link
        longer = self.spellings.longer(register, claim.seed_id, named)
        if claim.field == "credits":
            return reading.credit(claim.value, claim.phrase, printed.get(named, []), longer)
        if claim.field == "places":
            roles = {one.role for one in self.fact.places if one.place == claim.element}
            return reading.role(roles, claim.phrase, printed.get(named, []), longer)
        acts_in = kind if claim.field in ("actors", "released_by") else ""
        own, actor = printed.get(named, []), self.dataset.actors.get(named)
        if claim.field == "subject" and actor and actor.kind == "state":
            stems = (one.rstrip("aeiouy") for one in own if one.isalpha())
            adjectives = (re.findall(rf"\b{stem}(?:n|i?an|ish|ese|ic|i)s?\b", claim.phrase) for stem in stems)
            own = [*own, *(word for words in adjectives for word in words)]
        is_person = register == "actors" and bool(actor and actor.kind == "person")
        return reading.name(claim.phrase, own, longer, acts_in, is_person)

    def same_sentence(self, claim: Claim) -> Iterator[Located]:
        """Yield the items in the sentence of a claim's phrase.

        If neither a text nor the lock shows the sentence, only the claim's own item.
        """
        items = [one for one in self.fact.items() if one.pointer[:3] == claim.pointer[:3]]
        spans = [self.dataset.span(self.fact, one) for one in items]
        own = next(span for one, span in zip(items, spans, strict=True) if one.pointer == claim.pointer)
        known = self.dataset.lock.sentences(claim.seed_id, claim.paragraph)
        for one, span in zip(items, spans, strict=True):
            if one.pointer == claim.pointer or any(meet(own, part) and meet(span, part) for part in known):
                yield one

    def named(self, claim: Claim) -> tuple[str, str]:
        """Return register and id that a claim names, if any."""
        if claim.field in ("persons", "credits"):
            return "actors", claim.element
        register = "places" if claim.kind == "place" else "actors"
        return register, claim.value if claim.kind in ("actor", "place") else ""

    def _words_for(self, claim: Claim) -> list[str]:
        """Return the beginnings of words that name a part."""
        part = self.fact.element(claim.field, claim.element) if claim.element else None
        if part is None:
            return []
        printed = [
            *self.spellings.printed("actors", claim.seed_id).get(part.citizenship or "", []),
            *self.spellings.printed("places", claim.seed_id).get(part.place or "", []),
        ]
        words = [word[:5] for word in claim.element.split("-") if len(word) > 3 and word not in _ANY_PART]
        return [*words, *(re.escape(one.lower()) for one in printed)]


def cases(dataset: Dataset, claims: Claims) -> Iterator[Case]:
    """Yield every fact of a dataset with its claims."""
    spellings = Spellings(dataset)
    return (Case(fact, claims[fact.id], dataset, spellings) for fact in dataset.facts.values())
