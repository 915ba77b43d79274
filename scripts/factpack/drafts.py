"""Drafts of records: values, phrases and TODO comments.

A draft follows its schema: what the text leaves open is `not_stated`, the first code or left out, with a
comment that begins with TODO. Comments name values and never quote an article: only evidence does.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from factpack import candidates
from factpack.candidates import Name, Offer
from factpack.dataset import Dataset
from factpack.evidence import quotation, reading, sentences
from factpack.evidence.cues import DONE, STAGES, codes, stages
from factpack.evidence.days import dates
from factpack.evidence.numbers import quantities
from factpack.evidence.sentences import Span
from factpack.evidence.texts import Article
from factpack.models import edtf
from factpack.models.codelists import CODELISTS, DATE_SPAN, Codelist
from factpack.models.edtf import Edtf
from factpack.models.records import FACT_TYPES, Fact, Seed
from factpack.models.schemas import Schema, resolve
from factpack.models.types import NOT_STATED, slugify
from factpack.problems import Pointer
from factpack.yaml import tree
from factpack.yaml.tree import Mapping, Tree

_BY_CODES = {tuple(codelist.codes): codelist for codelist in CODELISTS}
# Fields for the actor who is credited, and for the one who means to do what is not done.
_CREDITED, _PROPOSED = ("according_to", "claimed_by"), "proposed_by"
_LONG_HEADLINE = 150


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph, or a sentence of one, that a draft starts from."""

    seed: Seed
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be written.

    todos: what is open, by pointer: a comment behind a value, at the end of a list, or, for what is missing, before the
    evidence; names: who and what the sources name.
    """

    kind: str
    data: dict[str, Any]
    todos: dict[Pointer, str] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


def tree_of(data: dict[str, Any], todos: dict[Pointer, str]) -> Tree:
    """Return a record as a tree with its TODO comments."""
    root = tree.of_value(data)
    if not isinstance(root, Mapping):
        raise TypeError(f"{data!r} is no record.")
    for pointer, text in todos.items():
        comment, holder, entry = f"# TODO {text}", root, None
        for step in pointer:
            entry = next((one for one in holder.entries if one.key == step), None)
            holder = entry.node if entry and isinstance(entry.node, Mapping) else holder
        if entry is None:
            before = next((one.lead for one in root.entries if one.key == "evidence"), root.foot)
            before.append(f"# TODO {'.'.join(map(str, pointer))}: {text}")
        elif len(pointer) > 1 and isinstance(entry.node, tree.Sequence):
            entry.node.foot.append(comment)
        else:
            entry.tail.append(comment)
    return Tree(root)


# --- facts -----------------------------------------------------------------------------------------------------------


class Drafter:
    """What the sources offer to the fields of a type of fact."""

    def __init__(self, kind: str, sources: list[Source], dataset: Dataset, schema: Schema) -> None:
        self.kind, self.sources, self.dataset, self.schema = kind, sources, dataset, schema
        self.fields: dict[str, Schema] = schema["properties"]
        self._offers: dict[tuple[str, int], list[Offer]] = {}
        registers = {"actors": dataset.actors, "places": dataset.places}
        self.names = [candidates.named(one.text, one.seed.id, registers) for one in sources]

    @cached_property
    def sentences(self) -> list[tuple[int, Span]]:
        """The sentences, the one that offers most first: source and span."""
        every = [(at, span) for at, one in enumerate(self.sources) for span in sentences.split(one.text)]
        return sorted(every, key=lambda one: -self._weight(*one))

    def _weight(self, at: int, span: Span) -> int:
        required = [name for name in self.schema["required"] if "x-kind" in self.fields[name]]
        return sum((1 + (name == "stage")) * bool(self.within(name, at, span)) for name in required)

    def text(self, at: int, span: Span) -> str:
        """Return a sentence."""
        return self.sources[at].text[slice(*span)]

    def reader(self, name: str, at: int) -> Callable[[str], Iterable[str]] | None:
        """Return what reads the values of a field from a phrase."""
        published = self.sources[at].seed.published
        field_schema = self.fields[name]
        readers: dict[str, Callable[[str], Iterable[str]]] = {
            "number": quantities,
            "date": lambda phrase: (date.text for date in dates(phrase, published)),
            "code": lambda phrase: _codes(phrase, self.codelist(field_schema)),
            "actor": lambda phrase: _codes(phrase, self.codelist(self.part(name)[1])),  # targets
        }
        if name == "stage":
            return lambda phrase: stages(phrase, self.kind)
        return readers.get(field_schema.get("x-kind", ""))

    def codelist(self, field_schema: Schema) -> Codelist | None:
        """Return the codelist of a field, if any."""
        return _BY_CODES.get(tuple(field_schema.get("enum", ())))

    def part(self, name: str) -> tuple[str, Schema]:
        """Return the property of a field's elements that has codes."""
        parts = resolve(self.fields[name].get("items", {}), self.schema).get("properties", {})
        found = ((key, part) for key, part in parts.items() if "enum" in part)
        return next(found, ("", {}))

    def offers(self, name: str, at: int) -> list[Offer]:
        """Return what a source offers to a field."""
        if (name, at) not in self._offers:
            text, read, kind = self.sources[at].text, self.reader(name, at), self.fields[name].get("x-kind")
            register = {"actor": "actors", "place": "places"}.get(kind or "")
            found = [
                Offer(one.span, one.phrase, (one.id,)) for one in self.names[at] if one.register == register
            ]
            if kind == "number":
                found = candidates.figures(text)
            elif read is not None:
                found += candidates.offers(text, read)
            self._offers[name, at] = found
        return self._offers[name, at]

    def within(self, name: str, at: int, span: Span) -> list[Offer]:
        """Return what a sentence offers to a field."""
        return [one for one in self.offers(name, at) if span[0] <= one.span[0] and one.span[1] <= span[1]]

    def values(self, name: str) -> list[str]:
        """Return the values of a field, those of the main sentence first."""
        return [
            value
            for at, span in self.sentences
            for offer in self.within(name, at, span)
            for value in self._best_first(offer.values, at)
        ]

    def _best_first(self, values: tuple[str, ...], at: int) -> list[str]:
        """Sort dates that reach beyond the publication last."""
        published = self.sources[at].seed.published
        cap = published.latest if isinstance(published, Edtf) else None

        def reaches_beyond(text: str) -> bool:
            date = edtf.read(text)
            return bool(cap and date and (date.latest is None or date.latest > cap))

        return sorted(values, key=reaches_beyond)

    def statement_days(self) -> set[str]:
        """Return the days of statements, unless those are the event."""
        said = set()
        for at, span in self.sentences:
            text = self.text(at, span)
            is_event = "press_statement" in _codes(text, self.codelist(self.fields.get("kind", {})))
            is_event |= self.kind == "sanctions" and not stages(text, self.kind) & DONE
            for offer in self.within("date", at, span) if not is_event else ():
                if candidates.is_of_statement(text, (offer.span[0] - span[0], offer.span[1] - span[0])):
                    said.update(offer.values)
        return said

    def credited(self, at: int, span: Span) -> list[str]:
        """Return the actors whom a sentence credits."""
        if "press_statement" in _codes(self.text(at, span), self.codelist(self.fields.get("kind", {}))):
            return []  # they take part
        known = [
            Name(one.register, one.id, (one.span[0] - span[0], one.span[1] - span[0]), "", True)
            for one in self.names[at]
            if span[0] <= one.span[0] and one.span[1] <= span[1]
        ]
        return candidates.credited(self.text(at, span), known)

    def agents(self) -> list[str]:
        """Return the actors of the main sentence, who acts first."""
        (at, span), *_ = self.sentences
        credited = set(self.credited(at, span))
        found = [
            one for one in self.within(self.actor_field, at, span) if one.values[0] in self.dataset.actors
        ]
        cue = (
            next((one.span[0] for one in self.within("stage", at, span)), None)
            if "stage" in self.fields
            else None
        )
        text = self.sources[at].text

        def rank(offer: Offer) -> tuple[bool, int]:
            if cue is None or text[: offer.span[0]].endswith(" by "):
                return cue is None, -1
            return offer.span[0] > cue, abs(offer.span[0] - cue)

        return [one.values[0] for one in sorted(found, key=rank) if one.values[0] not in credited]

    @cached_property
    def actor_field(self) -> str:
        """The first field for actors: who acts or takes part."""
        return next(name for name, one in self.fields.items() if one.get("x-kind") == "actor")


def _codes(phrase: str, codelist: Codelist | None) -> Iterable[str]:
    """Return the codes that a phrase states, or has as words."""
    if codelist is None or codelist.cues:
        return codes(phrase, codelist) if codelist else ()
    return [code for code in codelist.codes if reading.names(phrase.lower(), [code])]


def fact(kind: str, given: dict[str, Any], sources: list[Source], dataset: Dataset, schema: Schema) -> Draft:
    """Return the draft of a fact.

    given: id and title, if known.
    """
    drafter = Drafter(kind, sources, dataset, schema)
    data: dict[str, Any] = {"id": "", "title": f"TODO what happened, in your own words ({kind})", **given}
    todos: dict[Pointer, str] = {}
    _fill_scalars(drafter, data, todos)
    _fill_actors(drafter, data, todos)
    date = edtf.read(str(data["date"]))
    if date is not None and date.precision != "day":
        data["date_span"] = "throughout" if kind == "count" else "within"
        todos["date_span",] = f"one of {', '.join(DATE_SPAN.codes)}"
    data["id"] = data["id"] or _id(kind, data, date)
    record = FACT_TYPES[kind].model_validate({**data, "evidence": {"none": {"1": [{"phrase": "none"}]}}})
    data["evidence"] = {}
    for at, source in enumerate(sources):
        pointer = ("evidence", source.seed.id, str(source.number))
        items = list(_items(drafter, at, record))
        if not items:
            items = [{"phrase": source.text.partition(". ")[0][:60].rpartition(" ")[0] or source.text[:60]}]
            todos[pointer] = "a phrase that supports a value"
        data["evidence"].setdefault(source.seed.id, {}).setdefault(str(source.number), []).extend(items)
        if left := _left(drafter, at, items, record):
            todos[pointer] = f"not used: {left}"
    said = {
        path
        for value in data["evidence"].values()
        for part in value.values()
        for item in part
        for path in item.get("supports", ())
    }
    if missing := [value.path for value in record.values() if value.is_stated and value.path not in said]:
        todos["phrases",] = f"none found for {', '.join(missing)}"
    return Draft(kind, data, todos, [name for names in drafter.names for name in names])


def _fill_scalars(drafter: Drafter, data: dict[str, Any], todos: dict[Pointer, str]) -> None:
    """Fill the required numbers, dates and codes."""
    for name in drafter.schema["required"]:
        part = drafter.fields[name]
        if name in data or "x-kind" not in part or part.get("type") == "array":
            continue
        said = drafter.statement_days() if name == "date" else set()
        values = list(dict.fromkeys(value for value in drafter.values(name) if value not in said))
        choices = part.get("enum", [NOT_STATED])
        data[name] = values[0] if values else NOT_STATED if NOT_STATED in choices else choices[0]
        if values and part.get("format") == "quantity" and values[0].isdigit():
            data[name] = int(values[0])
        others = f"or {'; '.join(values[1:5])}" if values[1:] else ""
        if said:
            others += f"{'; ' if others else ''}{', '.join(sorted(said))} is the day of a statement"
        if not values and (name in ("stage", "date") or part.get("format") == "quantity" or "enum" in part):
            others = others or ("no cue found" if "enum" in part else "none found")
        if others and not (name == "legal_form" and not values):
            todos[name,] = others


def _fill_actors(drafter: Drafter, data: dict[str, Any], todos: dict[Pointer, str]) -> None:
    """Fill the fields for who acts, takes part, is meant or credited."""
    agents, (at, span) = drafter.agents(), drafter.sentences[0]
    undone = data.get("stage") not in (*DONE, "claimed", None, "reported")
    name = _PROPOSED if undone and _PROPOSED in drafter.fields else drafter.actor_field
    people = [one for one in agents if drafter.dataset.actors[one].kind == "person"]
    if "$ref" in drafter.fields[name].get("items", {}):
        data[name] = [{"actor": one} for one in dict.fromkeys(people or agents)]
    elif agents:
        data[name] = [agents[0]] if drafter.fields[name].get("type") == "array" else agents[0]
    for name in _CREDITED:
        by = drafter.credited(at, span)
        if by and name in drafter.fields and (name != "claimed_by" or data.get("stage") == "claimed"):
            data[name] = by
    for name in drafter.schema["required"]:
        part = drafter.fields[name]
        if part.get("type") != "array" or data.get(name) or "x-kind" not in part:
            continue
        key, coded = drafter.part(name)
        found = [one for one in drafter.values(name) if one in coded.get("enum", ())]
        is_labelled = "label" in resolve(part.get("items", {}), drafter.schema).get("properties", {})
        data[name] = (
            [{key: one} for one in dict.fromkeys(found)]
            if found
            else [{"label": "TODO who"} if is_labelled else {key: NOT_STATED} if coded else "todo"]
        )
        if not found:
            todos[name,] = "none found"


def _id(kind: str, data: dict[str, Any], date: Edtf | None) -> str:
    """Return an id from the title, or else from the actors.

    With the date in front, if that is a day, a month or a year.
    """
    words = slugify(data["title"]) if not data["title"].startswith("TODO") else ""
    actors = [
        str(one)
        for value in data.values()
        if isinstance(value, list)
        for one in value
        if isinstance(one, str)
    ]
    parts = [data["date"]] if date is not None and re.fullmatch(r"\d{4}(-\d\d){0,2}", data["date"]) else []
    for word in words.split("-") if words else [kind, *actors[:1]]:
        if len("-".join([*parts, word])) > 60:
            break
        parts.append(word)
    return "-".join(parts)


def _items(drafter: Drafter, at: int, record: Fact) -> Iterator[dict[str, Any]]:
    """Yield the evidence of a source, sentence by sentence."""
    source, open_values = (
        drafter.sources[at],
        {value.path: value for value in record.values() if value.is_stated},
    )
    for _, span in [one for one in drafter.sentences if one[0] == at]:
        chosen: dict[str, Span] = {}
        for path, value in open_values.items():
            spans = [
                one.span for one in drafter.within(value.field, at, span) if str(value.value) in one.values
            ]
            if spans:
                chosen[path] = spans[0]
        phrases = candidates.joined(source.text, chosen.values())
        most = quotation.allowed_of_sentence(span[1] - span[0])
        if sum(end - start for start, end in phrases) > most:
            phrases = sorted(set(chosen.values()))
        credited = drafter.credited(at, span)
        for start, end in phrases:
            paths = [path for path, (first, last) in chosen.items() if start <= first and last <= end]
            item = {"phrase": source.text[start:end], "supports": paths}
            by = [one for one in credited if not all(path.endswith(f".{one}") for path in paths)]
            yield item | ({"attributed_to": by} if by else {})
        open_values = {path: value for path, value in open_values.items() if path not in chosen}


def _left(drafter: Drafter, at: int, items: list[dict[str, Any]], record: Fact) -> str:
    """Return the values of a source that no item supports."""
    used = {str(value.value) for value in record.values()}
    used |= {actor for item in items for actor in item.get("attributed_to", ())}
    text, published = drafter.sources[at].text, drafter.sources[at].seed.published
    found = {
        "figures": [one.values[0] for one in candidates.figures(text) if used.isdisjoint(one.values)],
        "dates": [one.values[0] for one in candidates.days(text, published) if used.isdisjoint(one.values)],
        "actors": [one.id for one in drafter.names[at] if one.register == "actors" and one.id not in used],
        "places": [one.id for one in drafter.names[at] if one.register == "places" and one.id not in used],
    }
    return "; ".join(f"{what} {', '.join(dict.fromkeys(values))}" for what, values in found.items() if values)


def alike(draft: Draft, sources: list[Source], dataset: Dataset) -> list[tuple[Fact, list[str]]]:
    """Return the facts on the same people, days or figures, and those."""
    people = {
        name.id
        for name in draft.names
        if name.register == "actors" and dataset.actors[name.id].kind == "person"
    }
    figures = {value for one in sources for offer in candidates.figures(one.text) for value in offer.values}
    days = {
        value
        for one in sources
        for offer in candidates.days(one.text, one.seed.published)
        for value in offer.values
    }
    found = []
    for fact in dataset.active_facts():
        values = {name for value in fact.values() for name in (str(value.value), value.element)}
        same = [
            *sorted(people & values),
            *sorted((figures - {"1", "2"}) & values),
            *sorted(days & {str(fact.date)}),
        ]
        if same:
            found.append((fact, same))
    return sorted(found, key=lambda one: (-len(one[1]), one[0].id))


# --- seeds -----------------------------------------------------------------------------------------------------------


def seed(given: dict[str, Any], original_file: str, article: Article, dataset: Dataset) -> Draft:
    """Return the draft of an article's record: what the text shows."""
    texts = article.paragraphs
    title = (
        texts[0]
        if len(texts[0]) <= _LONG_HEADLINE and not texts[0].endswith(".") and len(texts) > 1
        else None
    )
    lines = [
        number for number, text in enumerate(texts, 1) if len(text) <= _LONG_HEADLINE and texts[0] != text
    ]
    by = [
        (number, match) for number in lines[:5] if (match := re.match(r"By ([^,|•\d]+)", texts[number - 1]))
    ]
    printed = [
        (number, day) for number in range(1, len(texts) + 1) for day in _printed_days(texts[number - 1])
    ]
    dated = [(number, day) for number, day in printed if number in lines]
    todos: dict[Pointer, str] = {}
    data: dict[str, Any] = {"id": "", **({"title": title} if title else {})}
    if by:
        data["authors"] = [name.strip() for name in re.split(r",| and ", by[0][1][1]) if name.strip()]
    if len({day for _, day in dated}) == 1:
        data |= {"published": dated[0][1], "published_basis": "stated"}
    else:
        note = "TODO how the date was worked out; or published_basis stated, where the text prints it"
        data |= {"published": NOT_STATED, "published_basis": "inferred", "published_note": note}
        days = dict.fromkeys(f"{day} in ¶{number}" for number, day in printed)
        todos["published",] = f"as EDTF{'; the text prints ' if days else ''}{', '.join(days)}"
    data |= {"language": "en", "original_file": original_file, "paragraphs": len(texts), **given}
    stem = slugify(original_file.removesuffix(".txt"))
    named = [
        key
        for key, actor in sorted(dataset.actors.items())
        if actor.kind == "outlet"
        and (key in stem or any(one in text for text in texts for one in candidates.spellings(actor)))
    ]
    if "publisher" not in given and len(named) == 1:
        data["publisher"] = named[0]
    date = (
        f"-{data['published']}"
        if data["published"] != NOT_STATED and str(data["published"]) not in stem
        else ""
    )
    data["id"] = data["id"] or f"{stem}{date}"
    for name in ("title", "publisher", "authors", "url"):
        if name not in data:
            todos[name,] = (Seed.model_fields[name].description or "").rstrip(".")
    heads = [(1, "headline")] * bool(title) + [
        (number, "byline") for number in sorted({*(n for n, _ in by[:1]), *(n for n, _ in dated)})
    ]
    data["unused"] = [{"paragraphs": number, "reason": reason} for number, reason in heads]
    todos["rest",] = (
        f"each other sentence: cite it, or list it under `unused`; `factpack coverage {data['id']}`"
    )
    return Draft("seed", {key: value for key, value in data.items() if value != []}, todos)


def _printed_days(text: str) -> list[str]:
    """Return the days that a text prints in full."""
    return [one.text for one in dates(text, NOT_STATED) if one.how == "stated" and one.text.count("-") == 2]


# --- registers -------------------------------------------------------------------------------------------------------


def entry(name: str, schema: Schema, given: dict[str, Any]) -> dict[str, Any]:
    """Return the draft of an actor or a place."""
    required = [part for part in schema["required"] if part not in ("id", "name", *given)]
    first = {part: schema["properties"][part]["enum"][0] for part in required}
    return {
        "id": slugify(name),
        "name": name,
        **first,
        **{key: value for key, value in given.items() if value},
    }


def spellings_of(name: str, article: Article) -> list[str]:
    """Return how an article prints a name: whole, with a title, the last word."""
    last = re.escape(name.rpartition(" ")[2])
    pattern = rf"{re.escape(name)}|(?:Mr|Mrs|Ms|Dr)\.? {last}|(?<![\w-]){last}(?![\w-])"
    return list(dict.fromkeys(match for text in article.paragraphs for match in re.findall(pattern, text)))
