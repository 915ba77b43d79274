"""Draft records: values, phrases and TODO comments.

A draft follows its schema: what the text leaves open is `not_stated`, the first code or left out, with a
comment that begins with TODO. Comments name values and never quote an article: only evidence does.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import Any, NamedTuple

from factpack import candidates
from factpack.candidates import Name, Offer
from factpack.claims import top_parent
from factpack.dataset import Dataset
from factpack.evidence import lexicon, quotation, reading, sentences, texts
from factpack.evidence.cues import DONE, codes, stages
from factpack.evidence.days import SAID_ON, dates
from factpack.evidence.numbers import quantities
from factpack.evidence.sentences import Span
from factpack.models import edtf, quantity
from factpack.models.codelists import CODELISTS, DATE_SPAN, MEETING_KIND, SECTOR, SECTOR_WITHIN
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS
from factpack.models.records import FACT_TYPES, Fact, Seed
from factpack.models.schemas import Schema
from factpack.models.types import NOT_STATED, slugify
from factpack.yaml import tree
from factpack.yaml.tree import Node

_BY_CODES = {tuple(codelist.codes): codelist for codelist in CODELISTS}
_UNDONE = ("planned", "considered", "offered", "promised", "demanded")  # stages at which somebody proposes
_BY = re.compile(r"(?: \S+){0,2} by(?: [a-z]+){0,3},? ")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)(?: \w+)? \w+(?:ed|en|wn|ut|et|ld)\b|\b(?:should|must)\b"
    r"|\b(?:walk\w*|go|goes|went) free\b|\b(?:left|leaves?|leaving) (?:prison|jail)\b|\bregain\w*\b"
)
# Placeholders for what may be given wrongly, or is not known yet.
_STAND_IN = {"id": "none", "title": "none", "evidence": {"none": {"1": [{"phrase": "none"}]}}}
_LONGEST_ID, _LONGEST_HEADLINE = 60, 150
# The names of a byline, which a comma, a day or a date on the next line ends.
_BYLINE = re.compile(
    rf"By (?=[^\W\d_a-z])((?:(?! (?i:for|in|at|{'|'.join(WEEKDAYS)})\b| (?:{'|'.join(MONTH_NAMES)}) \d)[^,|•\d])+)"
)


class Sentence(NamedTuple):
    """A sentence of an article; number: its paragraph."""

    seed: Seed
    number: int
    text: str
    names: list[Name]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be written.

    todos: what is open, by field: a comment after its value or, if it has none, before the evidence.
    """

    kind: str
    data: dict[str, Any]
    todos: dict[str, str] = field(default_factory=dict)


def tree_of(draft: Draft) -> Node:
    """Return a draft as a tree with its TODO comments."""
    root = tree.of_value(draft.data)
    rest = root.value["evidence"].lead if "evidence" in draft.data else root.foot
    for name, text in draft.todos.items():
        if name in draft.data:
            root.value[name].tail.append(f"# TODO {text}")
        else:
            rest.append(f"# TODO {name}: {text}")
    return root


def sentences_of(seed: Seed, number: int, text: str, dataset: Dataset) -> list[Sentence]:
    """Return the sentences of a paragraph."""
    parts = (text[start:end] for start, end in sentences.split(text))
    return [Sentence(seed, number, part, candidates.named(part, dataset)) for part in parts]


class _Drafter:
    """The values that sentences offer for a draft's fields."""

    def __init__(self, kind: str, found: list[Sentence], dataset: Dataset, schema: Schema) -> None:
        self.kind, self.dataset = kind, dataset
        self.fields: dict[str, Schema] = schema["properties"]
        self.required = [name for name in schema["required"] if "x-kind" in self.fields[name]]
        self.data: dict[str, Any] = {"id": "", "title": f"TODO {kind}, in your own words"}
        self.main = max(found, key=lambda one: sum(bool(self.offers(name, one)) for name in self.required))
        self.sentences = [self.main, *(one for one in found if one is not self.main)]
        self.todos, self.other_days = dict[str, str](), set[str]()

    def clause(self, sentence: Sentence) -> str:
        """Return the clause of the act; blank out the rest."""
        acts = partial(self._reports, sentence)
        return candidates.clause_of(sentence.text, sentence.names, acts, self._is_statement)

    def names(self) -> list[Name]:
        """Return the actors in the clause of the act."""
        clause, actors = self.clause(self.main), (one for one in self.main.names if one.register == "actors")
        return [one for one in actors if clause[one.span[0]] != " "]

    def offers(self, name: str, sentence: Sentence) -> list[Offer]:
        """Return what the act's clause offers for a field."""
        kind, clause = self.fields.get(name, {}).get("x-kind"), self.clause(sentence)
        if kind == "date":
            return candidates.days(clause, sentence.seed.published)
        found = [Offer(one.span, (one.id,)) for one in sentence.names if f"{kind}s" == one.register]
        offers = candidates.offers(clause, lambda phrase: self.read(name, phrase, sentence))
        spans = [one.span for one in sentence.names]  # Free Harbour frees nobody
        return found + [one for one in offers if not any(candidates.covers(span, one.span) for span in spans)]

    def read(self, name: str, phrase: str, sentence: Sentence) -> Iterable[str]:
        """Return the dates, numbers or codes that a phrase states."""
        part = self.fields.get(name, {})
        kind = part.get("x-kind")
        if kind == "date":
            return [one.text for one in dates(phrase, sentence.seed.published)]
        if kind == "number":
            return quantities(reading.OF_THEM.sub(" ", phrase)) - {"all"}
        if name == "stage":
            return stages(phrase, self.kind, self.data.get("measure", ""))
        codelist = SECTOR if name == "targets" else _BY_CODES.get(tuple(part.get("enum", ())))
        if codelist is None or codelist.cues:
            return codes(phrase, codelist) if codelist else ()
        return [code for code in codelist.codes if reading.names(phrase.lower(), [code])]

    def _reports(self, sentence: Sentence, phrase: str) -> bool:
        """Return whether a phrase reports an act, or a figure."""
        fields = ("value",) if self.kind == "count" else ("stage", "kind", "measure")
        return any(self.read(name, phrase, sentence) for name in fields)

    def values(self, name: str, *among: Sentence) -> list[str]:
        """Return the values that sentences offer for a field."""
        offers = (offer for one in among for offer in self.offers(name, one))
        return list(dict.fromkeys(value for offer in offers for value in offer.values))

    def _is_statement(self, clause: str) -> bool:
        """Return whether the statement is itself the event."""
        if self.kind == "sanctions":
            return not stages(clause, self.kind) & DONE
        return self.kind == "meeting" and "press_statement" in codes(clause, MEETING_KIND)

    def days(self) -> list[str]:
        """Return the days of the act alone."""
        clause, sentence = self.clause(self.main), self.main
        act = max((one.span[0] for one in self.offers("stage", sentence)), default=0)
        if lexicon.contains(f"{clause} {sentence.text[:act]}".lower(), lexicon.DAYS_APART):
            return []
        text = clause
        if not self._is_statement(clause):
            rest = candidates.STATING.sub("", SAID_ON.sub("", clause), count=1)
            text = rest if self._reports(sentence, rest) else SAID_ON.sub("", clause)
        own = set(self.read("date", text, sentence))
        found = [one.values for one in self.offers("date", sentence) if own.intersection(one.values)]
        # Of several days, one may be that of another event.
        return [one for one in found[0] if one in own] if len(found) == 1 else []

    def credited(self, sentence: Sentence) -> list[str]:
        """Return the actors that a sentence credits."""
        is_meeting = self.kind == "meeting" and self._is_statement(self.clause(sentence))
        return [] if is_meeting else candidates.credited(sentence.text.partition(";")[0], sentence.names)

    def agents(self) -> list[str]:
        """Return who plainly acts; for a meeting, the persons named.

        Their names follow "by", or come before the verb. In a passive without "by", nobody plainly acts.
        """
        clause, credited = self.clause(self.main), self.credited(self.main)
        names = [one for one in self.names() if one.id not in credited]
        if self.kind == "meeting":
            if self._is_statement(clause):
                names = [one for one in names if " that " not in clause[: one.span[0]]]
            return [one.id for one in names if self.dataset.actors[one.id].kind == "person"]
        field = "value" if self.kind == "count" else "stage"
        act = next((one.span for one in self.offers(field, self.main)), (0, 0))
        by = [one.id for one in names if _BY.fullmatch(clause, act[1], one.span[0])]
        # "Thanked Marovia for freeing them" names who did it; "asked Marovia to free them" does not.
        verb = act[1] if self.kind == "release" and self.data["stage"] not in _UNDONE else act[0]
        before = [one for one in names if one.span[0] < verb]
        return by or [one.id for one in before if not _PASSIVE.search(clause, one.span[1], act[1])]

    def fill(self, name: str) -> None:
        """Fill a required number, date or code."""
        near = self.values(name, self.main)
        if name == "date":
            near = self.days()
            every = candidates.days(self.main.text, self.main.seed.published)
            self.other_days = {value for one in every for value in one.values} - {*near}
        else:
            # The clause may state what no short phrase does. Rank "one", often not a figure, and undone stages last.
            whole = " ".join(self.clause(self.main).split())
            near = near or sorted(self.read(name, whole, self.main)) or self.values(name, *self.sentences)
            near.sort(key=lambda one: one == "1" or (name == "stage" and one not in DONE))
        choices = self.fields[name].get("enum") or [NOT_STATED]
        value = near[0] if near else NOT_STATED if NOT_STATED in choices else choices[0]
        is_number = self.fields[name].get("format") == "quantity" and value.isdecimal()
        self.data[name] = int(value) if is_number else value
        more = [one for one in near[1:] if one not in quantity.VAGUE]
        if near and value in DONE and "claimed" in choices and self.credited(self.main):
            more.append("claimed")
        notes = [] if near or (value == NOT_STATED and len(choices) > 1) else ["none found"]
        notes += [f"or {'; '.join(more[:3])}"] if more else []
        others = sorted(self.other_days) if name == "date" else []
        notes += [f"{', '.join(others)}: of this event, a statement or another event?"] if others else []
        if notes:
            self.todos[name] = "; ".join(notes)

    def fill_actors(self) -> None:
        """Fill in who acts, is affected or is credited."""
        agents, credited, stage = self.agents(), self.credited(self.main), self.data.get("stage")
        last, found = agents[-1:], dict[str, Any]()
        if self.kind == "meeting":
            people = [{"actor": one, **self.side(one)} for one in agents]
            found["participants"] = people or [{"label": "TODO who"}]
            self.todos["participants"] = "check each, and whether anybody is missing"
        elif self.kind == "count":
            is_of_others = self.data["measure"] == "prisoners_held"  # those who count do not hold them
            found["according_to"] = credited or (last if is_of_others else [])
            found["subject"] = "" if is_of_others else "".join(last)
        else:
            field = "released_by" if self.kind == "release" else "actors"
            found[field] = last if stage != "demanded" else []
            found["claimed_by"] = credited if stage == "claimed" else []
            if stage in _UNDONE:
                found["proposed_by"] = last or credited[:1]
            if stage in _UNDONE and credited and not last:
                self.todos["proposed_by"] = "check who proposes it, and who would act"
        if self.kind == "sanctions":
            found["targets"] = self.targets(agents) or [{"sector": NOT_STATED}]
        self.data |= {name: value for name, value in found.items() if value}

    def targets(self, agents: list[str]) -> list[dict[str, str]]:
        """Return the sanctioned organizations, otherwise the sectors."""
        kinds = {one.id: self.dataset.actors[one.id].kind for one in self.names() if one.id not in agents}
        sectors = [one for one in self.values("targets", *self.sentences) if one in SECTOR.codes]
        wider = {SECTOR_WITHIN.get(one) for one in sectors}
        targets = [{"actor": one} for one, kind in kinds.items() if kind == "organization"]
        targets = targets or [{"sector": one} for one in sectors if one not in wider]
        if not targets:
            self.todos["targets"] = "none found"
        return targets

    def side(self, actor_id: str) -> dict[str, str]:
        """Return the side of a participant: the state behind it."""
        state = top_parent(actor_id, self.dataset)
        is_state = state != actor_id and self.dataset.actors[state].kind == "state"
        return {"side": state} if is_state else {}

    def fill_id(self) -> None:
        """Make an id of date and title, otherwise the type."""
        date, title = self.data["date"].split("-"), self.data["title"]
        words = slugify(self.kind if title.startswith("TODO") else title).split("-")
        parts = [*date, *words] if all(map(str.isdecimal, date)) else words
        self.data["id"] = textwrap.shorten(" ".join(parts), _LONGEST_ID, placeholder="").replace(" ", "-")

    def items(self, sentence: Sentence, open_values: dict[str, tuple[str, str]]) -> Iterator[dict[str, Any]]:
        """Yield a sentence's evidence for open values; remove those."""
        chosen: dict[Span, list[str]] = {}
        for path, (name, value) in open_values.items():
            if spans := [one.span for one in self.offers(name, sentence) if value in one.values]:
                chosen.setdefault(spans[0], []).append(path)
        tests = {at: [open_values[path] for path in paths] for at, paths in chosen.items()}
        wanted = {at: partial(self._states, values, sentence) for at, values in tests.items()}
        credited = self.credited(sentence)
        most = quotation.allowed(len(sentence.text), quotation.SENTENCE)
        quoted = [
            span
            for other in self.dataset.facts.values()
            for item in other.evidence.get(sentence.seed.id, {}).get(str(sentence.number), [])
            if (span := texts.find(item.phrase, sentence.text))
        ]
        for start, end in candidates.phrases(sentence.text, wanted, most, quoted):
            phrase = sentence.text[start:end]
            inside = [one for one in chosen if candidates.covers((start, end), one) and wanted[one](phrase)]
            paths = [path for span in inside for path in chosen.pop(span)]
            by = [one for one in credited if not all(path.endswith(f".{one}") for path in paths)]
            if paths:
                item = {"phrase": phrase, "supports": paths, "attributed_to": by}
                yield {key: value for key, value in item.items() if value}
            for path in paths:
                del open_values[path]

    def _states(self, values: list[tuple[str, str]], sentence: Sentence, phrase: str) -> bool:
        """Return whether a phrase with the names states values."""
        ids = {one.id for one in sentence.names}
        return all(value in ids or value in self.read(name, phrase, sentence) for name, value in values)


def fact(kind: str, given: dict[str, Any], found: list[Sentence], dataset: Dataset, schema: Schema) -> Draft:
    """Return the draft of a fact; given: id and title."""
    drafter = _Drafter(kind, found, dataset, schema)
    data, todos = drafter.data, drafter.todos
    data |= given
    for name in drafter.required:
        if drafter.fields[name].get("type") != "array":
            drafter.fill(name)
    drafter.fill_actors()
    if (own := edtf.read(data["date"])) and own.precision != "day":
        data["date_span"] = "throughout" if kind == "count" else "within"
        todos["date_span"] = f"or {', '.join(code for code in DATE_SPAN.codes if code != data['date_span'])}"
    if not data["id"]:
        drafter.fill_id()
    record = FACT_TYPES[kind].model_validate({**data, **_STAND_IN})
    values = record.values()
    open_values = {value.path: (value.field, str(value.value)) for value in values if value.is_stated}
    evidence: dict[str, dict[str, list[Any]]] = {}
    for one in drafter.sentences:
        if items := list(drafter.items(one, open_values)):
            evidence.setdefault(one.seed.id, {}).setdefault(str(one.number), []).extend(items)
        used = {str(value.value) for value in values} | {*drafter.credited(one), *drafter.other_days}
        read = [values[0] for values in _read(one) if used.isdisjoint(values)]
        if left := list(dict.fromkeys([*read, *(name.id for name in one.names if name.id not in used)])):
            name = f"¶{one.number}"
            before = f"{todos[name]}, " if name in todos else "not used: "
            todos[name] = before + ", ".join(left)
    if not evidence:
        items = [{"phrase": "TODO words that support a value"}]
        evidence = {drafter.main.seed.id: {str(drafter.main.number): items}}
    return Draft(kind, {**data, "evidence": evidence}, todos)


def _read(sentence: Sentence) -> list[tuple[str, ...]]:
    """Return a sentence's figures and dates, without vague words."""
    offers = candidates.offers(sentence.text, quantities)
    offers += candidates.days(sentence.text, sentence.seed.published)
    return [one.values for one in offers if one.values[0] not in quantity.VAGUE]


def alike(found: list[Sentence], dataset: Dataset) -> list[tuple[Fact, list[str]]]:
    """Return similar facts, with the people, days or figures shared."""
    named = {one.id for sentence in found for one in sentence.names if one.register == "actors"}
    shared = {one for one in named if dataset.actors[one].kind == "person"}
    shared |= {value for one in found for values in _read(one) for value in values} - {*"123456789"}
    facts = [
        (fact, sorted(shared & {name for one in fact.values() for name in (str(one.value), one.element)}))
        for fact in dataset.active_facts()
    ]
    return sorted((one for one in facts if one[1]), key=lambda one: (-len(one[1]), one[0].id))


def seed(given: dict[str, Any], original_file: str, text: str) -> Draft:
    """Return the draft of an article's record."""
    blocks, stem = texts.lines_of(text), slugify(original_file.removesuffix(".txt"))
    lines = [(number, line) for number, block in enumerate(blocks, 1) for line in block]
    # The lines before the first sentence: the headline, the byline and the date.
    heads = [*takewhile(lambda one: len(one[1]) <= _LONGEST_HEADLINE and one[1][-1] != ".", lines)]
    by = {number: found[1] for number, line in heads if (found := _BYLINE.match(line))}
    title = heads[0][1] if heads != lines and heads and not _BYLINE.match(heads[0][1]) else ""
    dated = {number: day for number, line in heads[bool(title) :] for day in _days(line)}
    names = [name.strip() for authors in by.values() for name in re.split(r",| and ", authors)]
    day = next(iter(dated.values())) if len({*dated.values()}) == 1 else ""
    unused = dict.fromkeys((*by, *dated), "byline") | ({1: "headline"} if title else {})
    # A long paragraph has the story, too.
    unused = {at: why for at, why in unused.items() if len(" ".join(blocks[at - 1])) < 2 * _LONGEST_HEADLINE}
    data = {
        "id": stem if day in stem else f"{stem}-{day}",
        "title": title,
        "authors": [name for name in names if name],
        "published": day or NOT_STATED,
        "published_basis": "stated" if day else "inferred",
        "published_note": "" if day else "TODO how you inferred the date; delete if the text states it",
        "language": "en",
        "original_file": original_file,
        "paragraphs": len(blocks),
        "unused": [{"paragraphs": number, "reason": unused[number]} for number in sorted(unused)],
        **given,
    }
    data = {key: value for key, value in data.items() if value not in ("", [])}
    optional = ("title", "publisher", "authors", "url")
    todos = {
        name: (Seed.model_fields[name].description or "").rstrip(".") for name in optional if name not in data
    }
    if not day:
        days = ", ".join(f"{day} in ¶{number}" for number, line in lines for day in _days(line))
        todos["published"] = f"as EDTF; the text prints {days or 'no day in full'}"
    todos["unused"] = f"the other sentences that no fact cites: `factpack coverage {data['id']}`"
    return Draft("seed", data, todos)


def _days(line: str) -> list[str]:
    found = dates(line, NOT_STATED)
    return [one.text for one in found if one.how == "stated" and one.text.count("-") == 2]
