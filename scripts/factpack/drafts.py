"""Drafts of records: values, phrases and TODO comments.

A draft is structurally valid: a missing value is `not_stated` or left out, with a comment that begins with
TODO. Comments name values and never quote an article: only evidence does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from factpack import candidates
from factpack.dataset import Dataset
from factpack.evidence import reading, texts
from factpack.evidence.cues import stages
from factpack.evidence.days import dates
from factpack.evidence.numbers import quantities
from factpack.evidence.sentences import Span
from factpack.evidence.texts import Article
from factpack.models import codelists
from factpack.models.edtf import Edtf
from factpack.models.parts import FieldValue
from factpack.models.records import FACT_TYPES, PRINCIPAL_FIELD, Fact, Seed
from factpack.models.types import NOT_STATED
from factpack.problems import Pointer
from factpack.yaml import canonical, tree
from factpack.yaml.tree import Entry, Mapping, Sequence, Tree

# Required fields that may be `not_stated`.
MAY_BE_UNKNOWN = ("date", "released", "value", "legal_form")


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """An article's paragraph; text is None if not available."""

    seed: Seed
    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be written.

    behind: the TODO after an entry, by pointer; at_end: the TODO at the end of a list; left_out: the missing
    fields, each with its TODO.
    """

    kind: str
    data: dict[str, Any]
    behind: dict[Pointer, str] = field(default_factory=dict)
    at_end: dict[Pointer, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def tree_of(draft: Draft) -> Tree:
    """Return the draft as a tree with its TODO comments."""
    root = Mapping([Entry(key, tree.of_value(value)) for key, value in draft.data.items()])
    for pointer, text in draft.behind.items():
        _entry(root, pointer).tail.append(f"# TODO {text}")
    for pointer, text in draft.at_end.items():
        _collection(_entry(root, pointer).node).foot.append(f"# TODO {text}")
    order = canonical.FACT_ORDER if draft.kind in FACT_TYPES else tuple(Seed.model_fields)
    present = {entry.key: entry for entry in root.entries}
    for name, text in sorted(draft.left_out.items(), key=lambda item: order.index(item[0])):
        later = (present[key] for key in order[order.index(name) :] if key in present)
        place = next((entry.lead for entry in later), root.foot)
        place.append(f"# TODO {name}: {text}")
    return Tree(root)


def _entry(root: Mapping, pointer: Pointer) -> Entry:
    """Return the entry at a pointer, which is never empty."""
    node: tree.Node = root
    for step in pointer[:-1]:
        node = _step(node, step).node
    return _step(node, pointer[-1])


def _step(node: tree.Node, step: str | int) -> Entry:
    entries = enumerate(_collection(node).entries)
    return next(entry for number, entry in entries if step in (entry.key, number))


def _collection(node: tree.Node) -> Mapping | Sequence:
    if isinstance(node, Mapping | Sequence):
        return node
    raise TypeError(f"{node!r} has no entries.")


# --- facts -----------------------------------------------------------------------------------------------------------


def fact(kind: str, given: dict[str, Any], at: ParagraphText, phrases: list[str], dataset: Dataset) -> Draft:
    """Return the draft of a fact from a paragraph.

    given: the known fields, in the structure of the file; phrases: words of the paragraph.
    """
    record, data = record_of(kind, given), _filled(kind, given)
    behind: dict[Pointer, str] = {}
    for name in MAY_BE_UNKNOWN:
        if name in data and name not in given:
            behind[(name,)] = _what_is_there(name, at)
    unknown = _unknown_ids(record, dataset)
    behind |= {(name,): f"not in facts/actors.yaml yet: {', '.join(ids)}" for name, ids in unknown.items()}
    values = sorted(record.values(), key=lambda value: canonical.FACT_ORDER.index(value.field))
    open_values = {value.path: value for value in values if value.is_stated}
    items = []
    for number, phrase in enumerate(phrases):
        supports = [
            path for path, value in open_values.items() if carries(phrase, value, kind, at.seed, dataset)
        ]
        items.append({"phrase": phrase, "supports": supports} if supports else {"phrase": phrase})
        if not supports:
            where = ("evidence", at.seed.id, str(at.number), number, "phrase")
            behind[where] = "supports: which values do these words carry?"
        open_values = {path: value for path, value in open_values.items() if path not in supports}
    data["evidence"] = {at.seed.id: {str(at.number): items}}
    at_end: dict[Pointer, str] = {}
    if open_values:
        at_end["evidence", at.seed.id, str(at.number)] = f"a phrase for: {', '.join(open_values)}"
    left_out = {}
    if (
        isinstance(record.date, Edtf)
        and record.date.earliest != record.date.latest
        and record.date_span is None
    ):
        left_out["date_span"] = f"how this date is meant: {', '.join(codelists.DATE_SPAN.codes)}"
    return Draft(kind, data, behind, at_end, left_out)


def record_of(kind: str, given: dict[str, Any]) -> Fact:
    """Return the known fields as a fact with placeholder evidence."""
    stand_in = {"none": {"1": [{"phrase": "none"}]}}
    return FACT_TYPES[kind].model_validate({**_filled(kind, given), "evidence": stand_in})


def _filled(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    unknown = (name for name in MAY_BE_UNKNOWN if name in FACT_TYPES[kind].model_fields)
    return {**dict.fromkeys(unknown, NOT_STATED), **given}


def _what_is_there(name: str, at: ParagraphText) -> str:
    """Return what a paragraph offers for a missing field."""
    if name == "legal_form":
        return f"if the article tells: {', '.join(code for code in codelists.LEGAL_FORM.codes if code != NOT_STATED)}"
    if at.text is None:
        return "as the article has it"
    offers = candidates.days(at.text, at.seed.published) if name == "date" else candidates.figures(at.text)
    values = dict.fromkeys(value for offer in offers for value in offer.values)
    return (
        f"in ¶{at.number}: {'; '.join(values)}" if values else f"in ¶{at.number} none can be read by machine"
    )


def _unknown_ids(record: Fact, dataset: Dataset) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in record.values():
        named = (
            value.kind == "actor"
            and getattr(record.element(value.field, value.element), "label", None) is None
        )
        if named and str(value.value) not in (*dataset.actors, *codelists.SECTOR.codes):
            found.setdefault(value.field, []).append(str(value.value))
    return found


def phrases_for(kind: str, given: dict[str, Any], at: ParagraphText, dataset: Dataset) -> list[str]:
    """Return a phrase of the paragraph for each value found.

    Values close to each other share a phrase. If none is found, the first figure and the first date; empty if
    there is none, or if the text is not available.
    """
    if at.text is None:
        return []
    found = {
        value.path: spans
        for value in record_of(kind, given).values()
        if value.is_stated and (spans := list(_spans(value, kind, at, dataset)))
    }
    centre = next((spans[0] for path, spans in found.items() if path == PRINCIPAL_FIELD[kind]), None)
    chosen = {min(spans, key=lambda span: abs(span[0] - (centre or spans[0])[0])) for spans in found.values()}
    if not chosen:
        offers = (candidates.figures(at.text), candidates.days(at.text, at.seed.published))
        chosen = {offer.span for some in offers for offer in some[:1]}
    return [at.text[start:end] for start, end in candidates.joined(at.text, chosen)]


def _spans(value: FieldValue, kind: str, at: ParagraphText, dataset: Dataset) -> Iterator[Span]:
    """Where a value stands in the paragraph."""
    text, wanted = at.text or "", str(value.value)
    if value.kind == "number":
        yield from (offer.span for offer in candidates.figures(text) if wanted in offer.values)
    elif value.kind == "date":
        yield from (
            offer.span for offer in candidates.days(text, at.seed.published) if wanted in offer.values
        )
    elif value.field == "stage":
        yield from (offer.span for offer in candidates.cues(text, kind, wanted))
    elif value.kind == "actor":
        registers = {"actors": dataset.actors}
        yield from (name.span for name in candidates.named(text, at.seed.id, registers) if name.id == wanted)
        if wanted not in dataset.actors and (span := texts.find(wanted, text)):
            yield span
    elif value.field == "counted_as" and (span := texts.find(wanted, text.lower())):
        yield span


def carries(phrase: str, value: FieldValue, kind: str, seed: Seed, dataset: Dataset) -> bool:
    """Return whether a value can be read from a phrase."""
    wanted = str(value.value)
    if value.kind == "number":
        return wanted in quantities(phrase)
    if value.kind == "date":
        return any(date.text == wanted for date in dates(phrase, seed.published))
    if value.field == "stage":
        return wanted in stages(phrase, kind)
    if value.field == "counted_as":
        return reading.names(phrase.lower(), [wanted], codelists.COUNTED_AS.codes)
    if value.kind == "actor":
        own = dataset.actors.get(wanted)
        others = {
            name
            for key, actor in dataset.actors.items()
            if key != wanted
            for name in candidates.spellings(actor)
        }
        return reading.names(phrase, [wanted] if own is None else candidates.spellings(own), others)
    return False


# --- seeds -----------------------------------------------------------------------------------------------------------


def seed(given: dict[str, Any], original_file: str, article: Article) -> Draft:
    """Return the draft of an article's record from given fields."""
    data = {
        "published": NOT_STATED, "published_basis": "stated", "language": "en",
        **given, "original_file": original_file, "paragraphs": len(article.paragraphs),
    }  # fmt: skip
    behind: dict[Pointer, str] = {}
    if "published" not in given:
        behind[("published",)] = f"as EDTF{_printed_days(article)}"
        behind[("published_basis",)] = "or inferred, with a published_note that says how"
    left_out = {
        name: (Seed.model_fields[name].description or "").rstrip(".")
        for name in ("title", "publisher", "authors", "url", "relays")
        if name not in given
    }
    left_out["unused"] = (
        f"the paragraphs that no fact cites, each with its reason: `factpack coverage {data['id']}`"
    )
    return Draft("seed", data, behind, left_out=left_out)


def _printed_days(article: Article) -> str:
    """Return the days that the article prints in full."""
    days: dict[str, list[str]] = {}
    for number, text in enumerate(article.paragraphs, 1):
        for date in dates(text, NOT_STATED):
            if date.how == "stated" and len(date.text) == len("2031-05-02"):
                days.setdefault(date.text, []).append(f"¶{number}")
    return "".join(f"; the text prints {day} ({', '.join(where)})" for day, where in list(days.items())[:3])
