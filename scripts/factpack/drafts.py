"""Drafts of records: values, phrases and TODO comments.

A draft follows its schema: what the text leaves open is `not_stated`, the first code or left out, with a
comment that begins with TODO. Comments name values and never quote an article: only evidence does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from factpack import candidates
from factpack.candidates import Name, Offer
from factpack.dataset import Dataset
from factpack.evidence import quotation, reading, sentences, texts
from factpack.evidence.cues import DONE, codes, stages
from factpack.evidence.days import dates
from factpack.evidence.sentences import Span
from factpack.evidence.texts import Article
from factpack.models import edtf, quantity
from factpack.models.codelists import CODELISTS, DATE_SPAN, MEETING_KIND
from factpack.models.edtf import Edtf
from factpack.models.records import FACT_TYPES, Fact, Seed
from factpack.models.schemas import Schema, resolve
from factpack.models.types import NOT_STATED, slugify
from factpack.yaml import tree
from factpack.yaml.tree import Entry, Mapping, Tree

_BY_CODES = {tuple(codelist.codes): codelist for codelist in CODELISTS}
_CREDITED = ("according_to", "claimed_by")  # fields for the actor who is credited
_UNDONE = ("planned", "considered", "offered", "promised", "demanded")  # stages at which somebody proposes
# Before a name, what makes it somebody to whom something is done.
_OBLIQUE = re.compile(r"\b(?:to|in|of|from|against|for|at|on|into|with)(?: the)? $")
# What may be given wrongly, or is not known yet.
_STAND_IN = {"id": "none", "title": "none", "evidence": {"none": {"1": [{"phrase": "none"}]}}}
_LONGEST_ID, _LONGEST_HEADLINE = 60, 150


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of an article, with the names in it."""

    seed: Seed
    number: int
    text: str
    names: list[Name]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be written.

    todos: what is open, by field: a comment behind its value, or before the evidence where it has none.
    """

    kind: str
    data: dict[str, Any]
    todos: dict[str, str] = field(default_factory=dict)


def tree_of(draft: Draft) -> Tree:
    """Return a draft as a tree with its TODO comments."""
    root = Mapping([Entry(key, tree.of_value(value)) for key, value in draft.data.items()])
    entries = {entry.key: entry for entry in root.entries}
    rest = entries["evidence"].lead if "evidence" in entries else root.foot
    for name, text in draft.todos.items():
        if name in entries:
            entries[name].tail.append(f"# TODO {text}")
        else:
            rest.append(f"# TODO {name}: {text}")
    return Tree(root)


# --- facts -----------------------------------------------------------------------------------------------------------


def sentences_of(seed: Seed, number: int, text: str, dataset: Dataset) -> list[Sentence]:
    """Return the sentences of a paragraph.

    Where an actor and a place share a name, it is taken for the actor.
    """
    found = []
    for start, end in sentences.split(text):
        names = candidates.named(text[start:end], seed.id, dataset)
        actors = {one.span for one in names if one.register == "actors"}
        own = [one for one in names if one.register == "actors" or one.span not in actors]
        found.append(Sentence(seed, number, text[start:end], own))
    return found


class _Drafter:
    """What sentences offer to the fields of a fact."""

    def __init__(self, kind: str, found: list[Sentence], dataset: Dataset, schema: Schema) -> None:
        self.kind, self.dataset, self.schema = kind, dataset, schema
        self.fields: dict[str, Schema] = schema["properties"]
        self.required = [name for name in schema["required"] if "x-kind" in self.fields[name]]
        self.main = max(found, key=lambda one: sum(bool(self.offers(name, one)) for name in self.required))
        self.sentences = [self.main, *(one for one in found if one is not self.main)]

    def parts(self, name: str) -> dict[str, Schema]:
        """Return the schemas of a field and its elements' fields."""
        items = resolve(self.fields[name].get("items", {}), self.schema)
        return {"": self.fields[name], **items.get("properties", {})}

    def coded(self, name: str) -> tuple[str, list[str]]:
        """Return the codes of a field or of its elements."""
        return next(
            ((key, part["enum"]) for key, part in self.parts(name).items() if "enum" in part), ("", [])
        )

    def offers(self, name: str, sentence: Sentence) -> list[Offer]:
        """Return what a sentence offers to a field."""
        text, published = sentence.text, sentence.seed.published
        kind = self.fields.get(name, {}).get("x-kind")
        if kind is None:
            return []
        if kind == "number":
            return candidates.figures(text)
        if kind == "date":
            return candidates.days(text, published)
        register = {"actor": "actors", "place": "places"}.get(kind)
        found = [Offer(one.span, (one.id,)) for one in sentence.names if one.register == register]
        return found + candidates.offers(text, lambda phrase: self._codes(name, phrase))

    def _codes(self, name: str, phrase: str) -> Iterable[str]:
        """Return the codes that a phrase states or has."""
        codelist = _BY_CODES.get(tuple(self.coded(name)[1]))
        if name == "stage":
            return stages(phrase, self.kind)
        if codelist is None or codelist.cues:
            return codes(phrase, codelist) if codelist else ()
        return [code for code in codelist.codes if reading.names(phrase.lower(), [code])]

    def values(self, name: str, among: Iterable[Sentence]) -> list[str]:
        """Return the values that sentences offer to a field."""
        offers = (offer for one in among for offer in self.offers(name, one))
        return list(dict.fromkeys(value for offer in offers for value in offer.values))

    def _is_statement(self, sentence: Sentence) -> bool:
        """Return whether saying it is the event itself."""
        if self.kind == "sanctions":
            return not stages(sentence.text, self.kind) & DONE
        return self.kind == "meeting" and "press_statement" in codes(sentence.text, MEETING_KIND)

    def statement_days(self) -> set[str]:
        """Return the days of statements about the event."""
        return {
            value
            for one in self.sentences
            for offer in self.offers("date", one)
            if not self._is_statement(one) and candidates.is_of_statement(one.text, offer.span)
            for value in offer.values
        }

    def credited(self, sentence: Sentence) -> list[str]:
        """Return the actors whom a sentence credits."""
        is_meeting = self.kind == "meeting" and self._is_statement(sentence)
        return [] if is_meeting else candidates.credited(sentence.text, sentence.names)

    def agents(self) -> list[str]:
        """Return who acts, the nearest before the verb first.

        Of a meeting, all. Never those to whom it is done, or who are credited.
        """
        text, credited = self.main.text, self.credited(self.main)
        cues = [one for name in ("stage", "measure") for one in self.offers(name, self.main)]
        acts = (one.span[0] for one in cues if one.values != ("claimed",))  # "said" alone is not the act
        verb = next(acts, len(text)) if self.kind != "meeting" else len(text)
        names = [one for one in self.main.names if one.register == "actors" and one.id not in credited]
        before = [one for one in names if one.span[0] <= verb]
        if self.kind != "meeting":
            before = [one for one in before if not _OBLIQUE.search(text[: one.span[0]])]
            before = [one for one in before if not text.startswith(("'s", "’s"), one.span[1])]
        by = [one for one in names if text[: one.span[0]].endswith((" by ", " by the "))]
        return list(
            dict.fromkeys(one.id for one in [*(before if self.kind == "count" else before[::-1]), *by])
        )


def fact(kind: str, given: dict[str, Any], found: list[Sentence], dataset: Dataset, schema: Schema) -> Draft:
    """Return the draft of a fact.

    given: id and title, if known.
    """
    drafter = _Drafter(kind, found, dataset, schema)
    data: dict[str, Any] = {"id": "", "title": f"TODO {kind}, in your own words", **given}
    todos: dict[str, str] = {}
    for name in drafter.required:
        if drafter.fields[name].get("type") != "array":
            _fill(name, drafter, data, todos)
    _fill_actors(drafter, data, todos)
    date = edtf.read(data["date"])
    if date is not None and date.precision != "day":
        data["date_span"] = "throughout" if kind == "count" else "within"
        todos["date_span"] = f"or {', '.join(code for code in DATE_SPAN.codes if code != data['date_span'])}"
    data["id"] = data["id"] or _id(kind, data, date)
    record = FACT_TYPES[kind].model_validate({**data, **_STAND_IN})
    open_values = {
        value.path: (value.field, str(value.value)) for value in record.values() if value.is_stated
    }
    evidence: dict[str, dict[str, list[Any]]] = {}
    for one in drafter.sentences:
        if items := list(_items(drafter, one, open_values)):
            evidence.setdefault(one.seed.id, {}).setdefault(str(one.number), []).extend(items)
        used = {str(value.value) for value in record.values()} | set(drafter.credited(one))
        if left := _left(one, used):
            name = f"¶{one.number}"
            todos[name] = f"{todos[name]}, {left}" if name in todos else f"not used: {left}"
    if missing := ", ".join(path for path in open_values if "todo" not in path):
        todos["phrases"] = f"none found for {missing}"
    if not evidence:
        items = [{"phrase": "TODO words that support a value"}]
        evidence = {drafter.main.seed.id: {str(drafter.main.number): items}}
    return Draft(kind, {**data, "evidence": evidence}, todos)


def _fill(name: str, drafter: _Drafter, data: dict[str, Any], todos: dict[str, str]) -> None:
    """Fill a required number, date or code."""
    said = drafter.statement_days() if name == "date" else set[str]()
    near = [value for value in drafter.values(name, [drafter.main]) if value not in said]
    near.sort(key=lambda value: value == "1")  # often "one", "another one"
    far = [one for one in drafter.values(name, drafter.sentences) if one not in said and one not in near]
    values = near or ([] if name == "date" else far)
    choices = drafter.coded(name)[1] or [NOT_STATED]
    data[name] = values[0] if values else NOT_STATED if NOT_STATED in choices else choices[0]
    if drafter.fields[name].get("format") == "quantity" and data[name].isdecimal():
        data[name] = int(data[name])
    others = [one for one in near[1:] or (far if not values else []) if _is_telling(one)]
    notes = [f"or {'; '.join(others[:3])}"] if others else []
    notes += [f"{', '.join(sorted(said))} is the day of a statement"] if said else []
    if not values and (data[name] != NOT_STATED or not drafter.coded(name)[1]):
        notes = ["none found", *notes]
    if notes:
        todos[name] = "; ".join(notes)


def _fill_actors(drafter: _Drafter, data: dict[str, Any], todos: dict[str, str]) -> None:
    """Fill in who acts, is meant or is credited."""
    agents, stage = drafter.agents(), data.get("stage")
    actors = [name for name, part in drafter.fields.items() if part.get("x-kind") == "actor"]
    first = next(name for name in actors if name not in ("proposed_by", "claimed_by"))
    is_proposal = stage in _UNDONE and "proposed_by" in drafter.fields
    names = ["proposed_by"] if is_proposal else [first]
    if is_proposal and stage != "demanded":  # who considers or offers it would do it
        names.append(first)
    people = [one for one in agents if drafter.dataset.actors[one].kind == "person"]
    for name in names if agents else ():
        if drafter.fields[name].get("type") != "array":
            data[name] = agents[0]
        elif "actor" in drafter.parts(name):
            data[name] = [{"actor": one} for one in people or agents]
        else:
            data[name] = agents[:1]
    for name in _CREDITED:
        if name in drafter.fields and (name != "claimed_by" or stage == "claimed"):
            data |= {name: by} if (by := drafter.credited(drafter.main)) else {}
    for name in drafter.required:
        if drafter.fields[name].get("type") == "array" and not data.get(name):
            key, choices = drafter.coded(name)
            found = [one for one in drafter.values(name, drafter.sentences) if one in choices]
            data[name] = [{key: one} for one in found or choices[-1:]]
            if not choices:
                data[name] = [{"label": "TODO who"}] if "label" in drafter.parts(name) else ["todo"]
            if not found:
                todos[name] = "none found"


def _id(kind: str, data: dict[str, Any], date: Edtf | None) -> str:
    """Return an id from the title or the first actor.

    With the date in front, if that is a day, a month or a year.
    """
    lists = (value for value in data.values() if isinstance(value, list))
    actor = next((str(one) for value in lists for one in value if isinstance(one, str)), "")
    title = "" if data["title"].startswith("TODO") else slugify(data["title"])
    words = (title or slugify(f"{kind} {actor}")).split("-")
    parts = [date.text] if date is not None and re.fullmatch(r"\d{4}(-\d\d){0,2}", date.text) else []
    while words and len("-".join([*parts, words[0]])) <= _LONGEST_ID:
        parts.append(words.pop(0))
    return "-".join(parts)


def _items(
    drafter: _Drafter, sentence: Sentence, open_values: dict[str, tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Yield a sentence's evidence for values, and close those."""
    chosen: dict[str, Span] = {}
    for path, (name, value) in open_values.items():
        spans = [one.span for one in drafter.offers(name, sentence) if value in one.values]
        chosen |= {path: spans[0]} if spans else {}
    credited = drafter.credited(sentence)
    most = quotation.allowed_of_sentence(len(sentence.text))
    quoted = [
        span
        for other in drafter.dataset.facts.values()
        for item in other.evidence.get(sentence.seed.id, {}).get(str(sentence.number), [])
        if (span := texts.find(item.phrase, sentence.text))
    ]
    for start, end in candidates.phrases(sentence.text, set(chosen.values()), most, quoted):
        paths = [path for path, (first, last) in chosen.items() if start <= first and last <= end]
        by = [one for one in credited if not all(path.endswith(f".{one}") for path in paths)]
        if paths:
            yield {"phrase": sentence.text[start:end], "supports": paths} | (
                {"attributed_to": by} if by else {}
            )
        for path in paths:
            del chosen[path], open_values[path]


def _left(sentence: Sentence, used: set[str]) -> str:
    """Return the values of a sentence that the record lacks."""
    offers = candidates.figures(sentence.text) + candidates.days(sentence.text, sentence.seed.published)
    left = [one.values[0] for one in offers if used.isdisjoint(one.values) and _is_telling(one.values[0])]
    return ", ".join(dict.fromkeys([*left, *(one.id for one in sentence.names if one.id not in used)]))


def _is_telling(value: str) -> bool:
    """Return whether a value is more than a vague word."""
    return value not in quantity.VAGUE


def alike(found: list[Sentence], dataset: Dataset) -> list[tuple[Fact, list[str]]]:
    """Return facts that share people, days or figures."""
    shared = {one.id for sentence in found for one in sentence.names}
    shared = {one for one in shared if one in dataset.actors and dataset.actors[one].kind == "person"}
    for one in found:
        offers = candidates.figures(one.text) + candidates.days(one.text, one.seed.published)
        shared |= {
            one for offer in offers for one in offer.values if _is_telling(one) and one not in ("1", "2")
        }
    facts = [
        (
            fact,
            sorted(shared & {name for value in fact.values() for name in (str(value.value), value.element)}),
        )
        for fact in dataset.active_facts()
    ]
    return sorted((one for one in facts if one[1]), key=lambda one: (-len(one[1]), one[0].id))


# --- seeds and registers ---------------------------------------------------------------------------------------------


def seed(given: dict[str, Any], original_file: str, article: Article, dataset: Dataset) -> Draft:
    """Return the draft of an article's record."""
    lines, todos = article.paragraphs, dict[str, str]()
    short = [number for number, text in enumerate(lines, 1) if len(text) <= _LONGEST_HEADLINE]
    title = {"title": lines[0]} if short[:1] == [1] and not lines[0].endswith(".") and len(lines) > 1 else {}
    by = {n: found[1] for n in short[:5] if (found := re.match(r"By ([^,|•\d]+)", lines[n - 1]))}
    printed = {(number, day) for number, text in enumerate(lines, 1) for day in _printed_days(text)}
    dated = {number: day for number, day in sorted(printed) if number in short and number > len(title)}
    names = [
        name.strip() for authors in by.values() for name in re.split(r",| and ", authors) if name.strip()
    ]
    if len(set(dated.values())) == 1:
        published = {"published": next(iter(dated.values())), "published_basis": "stated"}
    else:
        note = "TODO how the date was worked out; or the basis is stated, where the text prints it"
        published = {"published": NOT_STATED, "published_basis": "inferred", "published_note": note}
        days = ", ".join(f"{day} in ¶{number}" for number, day in sorted(printed))
        todos["published"] = f"as EDTF; the text prints {days or 'no day in full'}"
    stem = slugify(original_file.removesuffix(".txt"))
    outlets = [
        key
        for key, actor in sorted(dataset.actors.items())
        if actor.kind == "outlet" and (key in stem or any(map(article.places, candidates.spellings(actor))))
    ]
    date = (
        "" if NOT_STATED in published.values() or published["published"] in stem else published["published"]
    )
    heads = {**dict.fromkeys(sorted({*by, *dated}), "byline"), **({1: "headline"} if title else {})}
    data = {
        "id": f"{stem}-{date}".rstrip("-"), **title, **({"publisher": outlets[0]} if len(outlets) == 1 else {}),
        "authors": names, **published, "language": "en", "original_file": original_file, "paragraphs": len(lines),
        "unused": [{"paragraphs": number, "reason": heads[number]} for number in sorted(heads)], **given,
    }  # fmt: skip
    data = {key: value for key, value in data.items() if value != []}
    for name in ("title", "publisher", "authors", "url"):
        if name not in data:
            todos[name] = (Seed.model_fields[name].description or "").rstrip(".")
    todos["unused"] = f"the other sentences that no fact cites: `factpack coverage {data['id']}`"
    return Draft("seed", data, todos)


def _printed_days(text: str) -> list[str]:
    """Return the days that a text prints in full."""
    return [one.text for one in dates(text, NOT_STATED) if one.how == "stated" and one.text.count("-") == 2]


def entry(name: str, schema: Schema, given: dict[str, Any]) -> Draft:
    """Return the draft of an actor or a place."""
    given = {key: value for key, value in given.items() if value}
    missing = [part for part in schema["required"] if part not in ("id", "name", *given)]
    choices = {part: schema["properties"][part]["enum"] for part in missing}
    first = {part: codes[0] for part, codes in choices.items()}
    todos: dict[str, str] = {part: f"or {', '.join(codes[1:])}" for part, codes in choices.items()}
    return Draft("entry", {"id": slugify(name), "name": name, **first, **given}, todos)


def spellings_of(name: str, article: Article) -> list[str]:
    """Return how an article prints a name, or its end."""
    last = re.escape(name.rpartition(" ")[2])
    pattern = rf"{re.escape(name)}|(?:Mr|Mrs|Ms|Dr)\.? {last}|(?<![\w-]){last}(?![\w-])"
    return list(dict.fromkeys(match for text in article.paragraphs for match in re.findall(pattern, text)))
