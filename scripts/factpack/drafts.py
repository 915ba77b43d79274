"""Draft records: values, phrases and TODO comments.

A draft follows its schema: what the text leaves open is `not_stated`, the first code or left out, with a
comment that begins with TODO. Comments name values and never quote an article: only evidence does.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from factpack import candidates, overlaps
from factpack.candidates import Name, Offer
from factpack.claims import top_parent
from factpack.dataset import Dataset
from factpack.evidence import lexicon, quotation, reading, sentences, texts
from factpack.evidence.cues import DONE, codes, stages
from factpack.evidence.days import dates
from factpack.evidence.texts import Article
from factpack.models import edtf, quantity
from factpack.models.codelists import ACTOR_KIND, CODELISTS, DATE_SPAN, MEETING_KIND
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS, Edtf
from factpack.models.records import FACT_TYPES, Fact, Seed
from factpack.models.schemas import Schema, resolve
from factpack.models.types import NOT_STATED, slugify
from factpack.yaml import tree
from factpack.yaml.tree import Node

_BY_CODES = {tuple(codelist.codes): codelist for codelist in CODELISTS}
_UNDONE = ("planned", "considered", "offered", "promised", "demanded")  # stages at which somebody proposes
# Words before the name of an actor who is affected, and does not act.
_OBLIQUE = re.compile(r"\b(?:to|in|of|from|against|for|at|on|into|with)(?: the)? $")
_TARGET = re.compile(r"\b(?:on|against)(?: the)?(?:(?: [a-z]\w*){1,3},?)? $")
# Words between a subject and its verb.
_ADVERBS = re.compile(r"^(?: (?:has|have|had|also|on|late|early|last|week|then|now|\w+day|\w+ly))* ")
_SOURCES = ("unnamed", "outlet", "report")  # kinds of actors that report and do not act
_NO_END = re.compile(
    rf"(?: (?:{lexicon.EMPTY}|after|before|since|until|when|while|days?))+$"
)  # of a shortened id
_DATE_OF_ID = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}(?=-|$)")
# Placeholders for what may be given wrongly, or is not known yet.
_STAND_IN = {"id": "none", "title": "none", "evidence": {"none": {"1": [{"phrase": "none"}]}}}
_LONGEST_ID, _LONGEST_HEADLINE = 60, 150
# The names of a byline, which a comma, a day or a date on the next line ends.
_BYLINE = re.compile(rf"By ((?:(?! (?i:{'|'.join(WEEKDAYS)})\b| (?:{'|'.join(MONTH_NAMES)}) \d)[^,|•\d])+)")


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


# --- facts -----------------------------------------------------------------------------------------------------------


def sentences_of(seed: Seed, number: int, text: str, dataset: Dataset) -> list[Sentence]:
    """Return the sentences of a paragraph."""
    parts = (text[start:end] for start, end in sentences.split(text))
    return [Sentence(seed, number, part, candidates.named(part, seed.id, dataset)) for part in parts]


class _Drafter:
    """The values that sentences offer for a draft's fields."""

    def __init__(self, kind: str, found: list[Sentence], dataset: Dataset, schema: Schema) -> None:
        self.kind, self.dataset, self.schema = kind, dataset, schema
        self.fields: dict[str, Schema] = schema["properties"]
        self.required = [name for name in schema["required"] if "x-kind" in self.fields[name]]
        self.main = max(found, key=lambda one: sum(bool(self.offers(name, one)) for name in self.required))
        self.sentences = [self.main, *(one for one in found if one is not self.main)]
        self.data: dict[str, Any] = {"id": "", "title": f"TODO {kind}, in your own words"}
        self.todos: dict[str, str] = {}

    def parts(self, name: str) -> dict[str, Schema]:
        """Return the schemas of a field and its elements' fields."""
        items = resolve(self.fields[name].get("items", {}), self.schema)
        return {"": self.fields[name], **items.get("properties", {})}

    def coded(self, name: str) -> tuple[str, list[str]]:
        """Return key and codes of a field or its elements."""
        found = ((key, part["enum"]) for key, part in self.parts(name).items() if "enum" in part)
        return next(found, ("", []))

    def offers(self, name: str, sentence: Sentence) -> list[Offer]:
        """Return what a sentence offers for a field."""
        kind = self.fields.get(name, {}).get("x-kind")
        if kind == "number":
            return candidates.figures(sentence.text)
        if kind == "date":
            return candidates.days(sentence.text, sentence.seed.published)
        register = {"actor": "actors", "place": "places"}.get(kind or "")
        found = [Offer(one.span, (one.id,)) for one in sentence.names if one.register == register]
        return found + candidates.offers(
            sentence.text, lambda phrase: self._codes(name, phrase) if kind else ()
        )

    def _codes(self, name: str, phrase: str) -> Iterable[str]:
        """Return the codes that a phrase states or spells out."""
        codelist = _BY_CODES.get(tuple(self.coded(name)[1]))
        if name == "stage":
            return stages(phrase, self.kind)
        if codelist is None or codelist.cues:
            return codes(phrase, codelist) if codelist else ()
        return [code for code in codelist.codes if reading.names(phrase.lower(), [code])]

    def values(self, name: str, *among: Sentence) -> list[str]:
        """Return the values that sentences offer for a field."""
        offers = (offer for one in among for offer in self.offers(name, one))
        return list(dict.fromkeys(value for offer in offers for value in offer.values))

    def _is_statement(self, sentence: Sentence) -> bool:
        """Return whether the statement is itself the event."""
        if self.kind == "sanctions":
            return not stages(sentence.text, self.kind) & DONE
        return self.kind == "meeting" and "press_statement" in codes(sentence.text, MEETING_KIND)

    def statement_days(self) -> set[str]:
        """Return the days of statements and of other events."""
        return {
            value
            for one in self.sentences
            for offer in self.offers("date", one)
            for value in offer.values
            if (not self._is_statement(one) and candidates.is_of_statement(one.text, offer.span))
            or self._is_of_another(one, offer)
            or (self.data.get("stage") == "planned" and _is_past(value, one.seed))
        }

    def _is_of_another(self, sentence: Sentence, day: Offer) -> bool:
        """Return whether "a day after" separates day and act."""
        event = re.search(rf"\b{lexicon.DAYS_APART}\b", sentence.text)
        if event is None or "stage" not in self.required:
            return False
        acts = [one.span[0] > event.start() for one in self.offers("stage", sentence)]
        return bool(acts) and (day.span[0] > event.start()) not in acts

    def credited(self, sentence: Sentence) -> list[str]:
        """Return the actors that a sentence credits."""
        is_meeting = self.kind == "meeting" and self._is_statement(sentence)
        return [] if is_meeting else candidates.credited(sentence.text, sentence.names)

    def agents(self) -> list[str]:
        """Return the actors who act or attended a meeting.

        Actors who are affected or credited are left out.
        """
        text, credited = self.main.text, self.credited(self.main)
        acting = (
            one.id
            for one in self.main.names
            if one.register == "actors"
            and one.id not in credited
            and (
                self.kind == "meeting"
                or not (
                    _OBLIQUE.search(text[: one.span[0]])
                    or self._is_target(one)
                    or text.startswith(("'s", "’s"), one.span[1])
                    or self.dataset.actors[one.id].kind in _SOURCES
                )
            )
        )
        return list(dict.fromkeys(acting))

    def _is_target(self, name: Name) -> bool:
        before = self.main.text[: name.span[0]]
        return self.kind == "sanctions" and _TARGET.search(before) is not None

    def _acts(self, actor_id: str) -> bool:
        """Return whether the actor is the subject or after "by"."""
        start, end = next(one.span for one in self.main.names if one.id == actor_id)
        verb, _, rest = re.split("[,;]", _ADVERBS.sub("", self.main.text[end:]))[0].partition(" ")
        is_verb = stages(f"{verb} {rest}", self.kind) & DONE and not stages(rest, self.kind) & DONE
        return bool(is_verb) or re.search(r"\bby (?:the )?$", self.main.text[:start]) is not None

    def fill(self, name: str) -> None:
        """Fill a required number, date or code."""
        said = self.statement_days() if name == "date" else set[str]()
        near, far = (
            sorted((one for one in self.values(name, *among) if one not in said), key="1".__eq__)
            for among in ([self.main], self.sentences)
        )  # "1" comes last: "one" is often not a figure
        values = near or ([] if name == "date" else far)
        choices = self.coded(name)[1] or [NOT_STATED]
        value = values[0] if values else NOT_STATED if NOT_STATED in choices else choices[0]
        is_number = self.fields[name].get("format") == "quantity" and value.isdecimal()
        self.data[name] = int(value) if is_number else value
        others = [one for one in near or far if one != value and one not in quantity.VAGUE]
        notes = [] if values or (value == NOT_STATED and len(choices) > 1) else ["none found"]
        notes += [f"or {'; '.join(others[:3])}"] if others else []
        notes += [f"{', '.join(sorted(said))} is the day of a statement or another event"] if said else []
        if notes:
            self.todos[name] = "; ".join(notes)

    def fill_actors(self) -> None:
        """Fill in who acts, is affected or is credited."""
        data, agents, stage = self.data, self.agents(), self.data.get("stage")
        kinds = {one: self.dataset.actors[one].kind for one in agents}
        fields = [name for name, part in self.fields.items() if part.get("x-kind") == "actor"]
        names = [name for name in fields if name not in ("proposed_by", "claimed_by")][:1]
        if stage in _UNDONE and "proposed_by" in self.fields:
            # The actor who considers or offers it would also do it.
            names = ["proposed_by"] if stage == "demanded" else ["proposed_by", *names]
        if data.get("measure") == "prisoners_held":
            # A state holds prisoners, and an organization counts them.
            if counting := [one for one in agents if kinds[one] == "organization"]:
                data["according_to"] = counting
            agents = [one for one in agents if one not in counting]
        people = [one for one in agents if kinds[one] == "person"]
        for name in names if agents else ():
            data[name] = agents[:1] if self.fields[name].get("type") == "array" else agents[0]
            if "actor" in self.parts(name):
                data[name] = [{"actor": one, **self.side(one)} for one in people or agents]
                self.todos[name] = "check each, and whether anybody is missing"
            elif "none found" in self.todos.get("stage", "") or (stage in DONE and not self._acts(agents[0])):
                self.todos[name] = "check who does it"
        by = self.credited(self.main)
        for name in ("according_to", "claimed_by") if by else ():
            if name in self.fields and (name != "claimed_by" or stage == "claimed"):
                data[name] = by
        for name in self.required:
            if self.fields[name].get("type") == "array" and not data.get(name):
                key, choices = self.coded(name)
                found = [{key: one} for one in self.values(name, *self.sentences) if one in choices]
                if name == "targets" and not found:
                    found = [{"actor": one.id} for one in self.main.names if self._is_target(one)]
                data[name] = found or [{key: one} for one in choices[-1:]] or [{"label": "TODO who"}]
                if not found:
                    self.todos[name] = "none found"

    def side(self, actor_id: str) -> dict[str, str]:
        """Return the side of a participant: the state behind it."""
        state = top_parent(actor_id, self.dataset)
        is_state = state != actor_id and self.dataset.actors[state].kind == "state"
        return {"side": state} if is_state else {}

    def fill_id(self) -> None:
        """Make an id from the title or the first actor.

        The date comes first, if it is a day, a month or a year.
        """
        lists = (value for value in self.data.values() if isinstance(value, list))
        actor = next((one for value in lists for one in value if isinstance(one, str)), "")
        title = self.data["title"]
        words = slugify(f"{self.kind} {actor}" if title.startswith("TODO") else title)
        whole = f"{self.data['date']}-{words}" if _DATE_OF_ID.fullmatch(self.data["date"]) else words
        short = textwrap.shorten(whole.replace("-", " "), _LONGEST_ID, placeholder="")
        self.data["id"] = whole if len(short) == len(whole) else _NO_END.sub("", short).replace(" ", "-")

    def items(self, sentence: Sentence, open_values: dict[str, tuple[str, str]]) -> Iterator[dict[str, Any]]:
        """Yield a sentence's evidence for open values; remove those."""
        chosen = {
            path: spans[0]
            for path, (name, value) in open_values.items()
            if (spans := [one.span for one in self.offers(name, sentence) if value in one.values])
        }
        credited = self.credited(sentence)
        most = quotation.allowed(len(sentence.text), quotation.SENTENCE)
        quoted = [
            span
            for other in self.dataset.facts.values()
            for item in other.evidence.get(sentence.seed.id, {}).get(str(sentence.number), [])
            if (span := texts.find(item.phrase, sentence.text))
        ]
        for start, end in candidates.phrases(sentence.text, set(chosen.values()), most, quoted):
            paths = [path for path, (first, last) in chosen.items() if start <= first and last <= end]
            by = [one for one in credited if not all(path.endswith(f".{one}") for path in paths)]
            if paths:
                item = {"phrase": sentence.text[start:end], "supports": paths, "attributed_to": by}
                yield {key: value for key, value in item.items() if value}
            for path in paths:
                del chosen[path], open_values[path]


def _is_past(day: str, seed: Seed) -> bool:
    """Return whether a date was over on publication."""
    first = seed.published.earliest if isinstance(seed.published, Edtf) else None
    return (edtf.parse(day).latest or date.max) < (first or date.min)


def fact(kind: str, given: dict[str, Any], found: list[Sentence], dataset: Dataset, schema: Schema) -> Draft:
    """Return the draft of a fact.

    given: id and title, if known.
    """
    drafter = _Drafter(kind, found, dataset, schema)
    data, todos = drafter.data, drafter.todos
    data |= given
    for name in drafter.required:
        if drafter.fields[name].get("type") != "array":
            drafter.fill(name)
    drafter.fill_actors()
    in_id = _DATE_OF_ID.match(data["id"])
    if in_id and edtf.read(in_id[0]) and not data["date"].startswith(in_id[0]):
        todos["date"] = "from the id; " + todos.get("date", f"or {data['date']}")
        data["date"] = in_id[0]
    if (own := edtf.read(data["date"])) and own.precision != "day":
        data["date_span"] = "throughout" if kind == "count" else "within"
        todos["date_span"] = f"or {', '.join(code for code in DATE_SPAN.codes if code != data['date_span'])}"
    if not data["id"]:
        drafter.fill_id()
    record = FACT_TYPES[kind].model_validate({**data, **_STAND_IN})
    values = record.values()
    whole = replace(dataset, facts={**dataset.facts, record.id: record})
    pairs = [{one.fact_id, one.other_fact_id} for one in overlaps.undeclared_overlaps(whole)]
    others = sorted(other for pair in pairs if record.id in pair for other in pair - {record.id})
    open_link = {"relation": "possibly_overlaps", "inference": "TODO why, or another relation"}
    data |= {"links": [{"fact": other, **open_link} for other in others]} if others else {}
    open_values = {value.path: (value.field, str(value.value)) for value in values if value.is_stated}
    evidence: dict[str, dict[str, list[Any]]] = {}
    for one in drafter.sentences:
        if items := list(drafter.items(one, open_values)):
            evidence.setdefault(one.seed.id, {}).setdefault(str(one.number), []).extend(items)
        used = {str(value.value) for value in values} | set(drafter.credited(one))
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
    offers = candidates.figures(sentence.text) + candidates.days(sentence.text, sentence.seed.published)
    return [one.values for one in offers if one.values[0] not in quantity.VAGUE]


def alike(found: list[Sentence], dataset: Dataset) -> list[tuple[Fact, list[str]]]:
    """Return similar facts, with the people, days or figures shared."""
    named = {one.id for sentence in found for one in sentence.names if one.register == "actors"}
    shared = {one for one in named if dataset.actors[one].kind == "person"}
    shared |= {value for one in found for values in _read(one) for value in values} - {"1", "2"}
    facts = [
        (fact, sorted(shared & {name for one in fact.values() for name in (str(one.value), one.element)}))
        for fact in dataset.active_facts()
    ]
    return sorted((one for one in facts if one[1]), key=lambda one: (-len(one[1]), one[0].id))


# --- seeds and registers ---------------------------------------------------------------------------------------------


def seed(given: dict[str, Any], original_file: str, article: Article) -> Draft:
    """Return the draft of an article's record."""
    lines, stem = article.paragraphs, slugify(original_file.removesuffix(".txt"))
    short = [number for number, text in enumerate(lines, 1) if len(text) <= _LONGEST_HEADLINE]
    title = lines[0] if short[:1] == [1] and not lines[0].endswith(".") and len(lines) > 1 else ""
    by = {n: found[1] for n in short[:5] if (found := _BYLINE.match(lines[n - 1]))}
    printed = [
        (number, one.text)
        for number, text in enumerate(lines, 1)
        for one in dates(text, NOT_STATED)
        if one.how == "stated" and one.text.count("-") == 2
    ]
    dated = {number: day for number, day in printed if number in short and number > bool(title)}
    names = [name.strip() for authors in by.values() for name in re.split(r",| and ", authors)]
    day = next(iter(dated.values())) if len({*dated.values()}) == 1 else ""
    note = "TODO how the date was worked out; or the basis is stated, where the text prints it"
    unused = dict.fromkeys((*by, *dated), "byline") | ({1: "headline"} if title else {})
    data = {
        "id": stem if day in stem else f"{stem}-{day}",
        "title": title,
        "authors": [name for name in names if name],
        "published": day or NOT_STATED,
        "published_basis": "stated" if day else "inferred",
        "published_note": "" if day else note,
        "language": "en",
        "original_file": original_file,
        "paragraphs": len(lines),
        "unused": [{"paragraphs": number, "reason": reason} for number, reason in sorted(unused.items())],
        **given,
    }
    data = {key: value for key, value in data.items() if value not in ("", [])}
    optional = ("title", "publisher", "authors", "url")
    todos = {
        name: (Seed.model_fields[name].description or "").rstrip(".") for name in optional if name not in data
    }
    if not day:
        days = ", ".join(f"{day} in ¶{number}" for number, day in printed)
        todos["published"] = f"as EDTF; the text prints {days or 'no day in full'}"
    todos["unused"] = f"the other sentences that no fact cites: `factpack coverage {data['id']}`"
    return Draft("seed", data, todos)


def entry(name: str, register: str, given: dict[str, Any]) -> Draft:
    """Return the draft of an actor or a place."""
    data = {"id": slugify(name), "name": name} | {key: value for key, value in given.items() if value}
    if register != "actors":
        return Draft("entry", data)
    kind, *others = ACTOR_KIND.codes
    todos = {} if "kind" in data else {"kind": f"or {', '.join(others)}"}
    todos["parent"] = "the actor that this one belongs to or speaks for, if any"
    return Draft("entry", {"kind": kind, **data}, todos)


def spellings_of(name: str, article: Article) -> list[str]:
    """Return an article's spellings of a name or last name."""
    pattern, last = f"(?i:{re.escape(name[0])}){re.escape(name[1:])}", re.escape(name.rpartition(" ")[2])
    has_article = any(re.search(rf"\b[Tt]he {pattern}", text) for text in article.paragraphs)
    if all(word[0].isupper() for word in name.split()) and not has_article:
        pattern += rf"|(?:(?:Mr|Mrs|Ms|Dr)\.? )?{last}"
    found = (re.findall(rf"(?<![\w-])(?:{pattern})(?![\w-])", text) for text in article.paragraphs)
    return list(dict.fromkeys(one for matches in found for one in matches))
