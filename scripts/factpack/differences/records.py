"""What differs between two states of the records: facts, their values and claims, seeds, registers. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from factpack import claims as claim_reader
from factpack.dataset import Dataset
from factpack.models import parts, records
from factpack.models.parts import Withdrawn
from factpack.models.records import PRINCIPAL_FIELD, Fact, fact_type
from factpack.models.types import Record

# The curator's own words: to change them corrects no value. Of evidence, `ClaimChange.is_wording` tells.
WORDING: dict[type[Record], frozenset[str]] = {
    records.Fact: frozenset(("title", "notes", "remarks")),
    records.Sanctions: frozenset(("reason",)),
    parts.Link: frozenset(("inference",)),
    parts.Part: frozenset(("note",)),
    parts.Resolution: frozenset(("note",)),
    parts.Withdrawn: frozenset(("reason",)),
    records.Seed: frozenset(("published_note", "notes")),
    records.Actor: frozenset(("description",)),
    records.Place: frozenset(("description",)),
    records.Deal: frozenset(("title", "notes")),
}


@dataclass(frozen=True)
class Evidence:
    """What one article says on one value, and by which words.

    value: what the article has; agreement: how that stands to the record's value; via: the report or outlet relayed.
    """

    path: str
    seed_id: str
    paragraph: int
    phrase: str
    value: str
    agreement: str
    attributed_to: tuple[str, ...]
    via: str
    inference: str
    misread: str = ""  # why the phrase does not contradict the value

    @property
    def supports(self) -> bool:
        """Whether the article has the record's value, whatever that is."""
        return self.agreement == "same"


@dataclass(frozen=True)
class Change:
    """A part of a record that differs; `old` or `new` is None where the part is not there.

    path: field, element and part, joined by dots, as evidence names them; evidence: of the values of facts alone.
    """

    path: str
    old: str | None
    new: str | None
    is_wording: bool
    old_evidence: tuple[Evidence, ...] = ()
    new_evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ClaimChange:
    """A claim that was added (no `old`), is gone (no `new`), or has changed."""

    old: Evidence | None
    new: Evidence | None

    @property
    def is_wording(self) -> bool:
        """Whether the curator's reason is all that differs."""
        return self.old is not None and self.new is not None and _said(self.old)[:-1] == _said(self.new)[:-1]


@dataclass(frozen=True)
class FactSummary:
    """A fact in a line. principal_field and principal_value: what it is about, the figure of a release or a count."""

    id: str
    type: str
    title: str
    stage: str
    date: str
    principal_field: str
    principal_value: str
    claim_count: int
    seeds: tuple[str, ...]


@dataclass(frozen=True)
class Withdrawal:
    """A fact that was withdrawn."""

    fact: FactSummary
    date: str
    reason: str
    replaced_by: tuple[str, ...]


@dataclass(frozen=True)
class FactChange:
    """A fact that is in both states and differs."""

    fact: FactSummary
    values: tuple[Change, ...]
    links: tuple[Change, ...]
    resolutions: tuple[Change, ...]
    claims: tuple[ClaimChange, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All but the claims."""
        return (*self.values, *self.links, *self.resolutions)


@dataclass(frozen=True)
class FactDifferences:
    """The facts that differ. Ids that vanished or were reused are findings, see `ids`."""

    added: tuple[FactSummary, ...] = ()
    changed: tuple[FactChange, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    reinstated: tuple[FactSummary, ...] = ()


@dataclass(frozen=True)
class EntryChange:
    """An entry of a register: what it is called, and what differs in it."""

    id: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class RegisterDifferences:
    """What differs in one register: seeds, actors, places or deals."""

    register: str
    added: tuple[EntryChange, ...]
    gone: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]


# --- facts -----------------------------------------------------------------------------------------------------------


def compare_facts(base: Dataset, head: Dataset, comparable: Iterable[str]) -> FactDifferences:
    """What differs between the facts of two datasets, as far as they are comparable: read, or not there, in both."""
    before, after = claim_reader.collect(_completed(base, head)), claim_reader.collect(_completed(head, base))
    added, changed, withdrawn, reinstated = [], [], [], []
    for fact_id in sorted(comparable):
        old, new = base.facts.get(fact_id), head.facts.get(fact_id)
        if new is None:
            continue  # gone: see `ids`
        evidence = tuple(map(_evidence, after[fact_id]))
        summary = summarize(new, evidence)
        if old is None:
            added.append(summary)
        elif type(old) is type(new):
            change = _compare_fact(summary, old, new, tuple(map(_evidence, before[fact_id])), evidence)
            if change.changes or change.claims:
                changed.append(change)
            if new.withdrawn is not None and old.withdrawn is None:
                withdrawn.append(_withdrawal(summary, new.withdrawn))
            if new.withdrawn is None and old.withdrawn is not None:
                reinstated.append(summary)
    return FactDifferences(tuple(added), tuple(changed), tuple(withdrawn), tuple(reinstated))


def _completed(dataset: Dataset, other: Dataset) -> Dataset:
    """The dataset with the other's registers in place of what could not be read of its own: claims are read by them."""
    lacking = [name for name in ("seeds", "actors", "places", "deals") if name in dataset.unread]
    registers: dict[str, Any] = {name: {**other.register(name), **dataset.register(name)} for name in lacking}
    return replace(dataset, **registers)


def summarize(fact: Fact, evidence: tuple[Evidence, ...] = ()) -> FactSummary:
    """A fact in a line."""
    kind = fact_type(fact)
    principal = PRINCIPAL_FIELD[kind]
    return FactSummary(
        id=fact.id,
        type=kind,
        title=fact.title,
        stage=getattr(fact, "stage"),  # noqa: B009  # every type has a stage, each of its own codelist
        date=str(fact.date),
        principal_field=principal,
        principal_value=str(getattr(fact, principal)),
        claim_count=len(evidence),
        seeds=tuple(fact.evidence),
    )


def _withdrawal(summary: FactSummary, withdrawn: Withdrawn) -> Withdrawal:
    return Withdrawal(summary, withdrawn.date, withdrawn.reason, tuple(withdrawn.replaced_by))


def _evidence(claim: claim_reader.Claim) -> Evidence:
    return Evidence(
        path=claim.path,
        seed_id=claim.seed_id,
        paragraph=claim.paragraph,
        phrase=claim.phrase,
        value=claim.value,
        agreement=claim.agreement,
        attributed_to=tuple(claim.attributed_to),
        via=claim.via,
        inference=claim.inference,
        misread=claim.item.misread or "",
    )


def _compare_fact(
    summary: FactSummary, old: Fact, new: Fact, before: tuple[Evidence, ...], after: tuple[Evidence, ...]
) -> FactChange:
    changes = [
        Change(one.path, one.old, one.new, one.is_wording, _on(one.path, before), _on(one.path, after))
        for one in compare_records(old, new)
        if not (one.path == "withdrawn" and None in (one.old, one.new))  # told as a withdrawal, or its end
    ]
    own = {"links", "resolutions"}
    return FactChange(
        summary,
        tuple(one for one in changes if one.path.split(".")[0] not in own),
        tuple(one for one in changes if one.path.split(".")[0] == "links"),
        tuple(one for one in changes if one.path.split(".")[0] == "resolutions"),
        tuple(_compare_claims(before, after)),
    )


# Fields that have no claims of their own, and the field whose claims carry them.
_CARRIED_BY = {"date_span": "date"}


def _on(path: str, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence on a part of a record: that of its field, or of the element that it belongs to."""
    carried = _CARRIED_BY.get(path, path)
    return tuple(one for one in evidence if carried == one.path or carried.startswith(f"{one.path}."))


def _compare_claims(before: tuple[Evidence, ...], after: tuple[Evidence, ...]) -> Iterator[ClaimChange]:
    """Claims are one if they are on one value and rest on the same words of the same paragraph."""
    old, new = _by_words(before), _by_words(after)
    for words in _united(old, new):
        ours, theirs = list(old.get(words, ())), list(new.get(words, ()))
        for one in list(ours):  # what is there twice is paired with its like first
            twin = next((other for other in theirs if _said(other) == _said(one)), None)
            if twin is not None:
                ours.remove(one)
                theirs.remove(twin)
        for index in range(max(len(ours), len(theirs))):
            yield ClaimChange(
                ours[index] if index < len(ours) else None, theirs[index] if index < len(theirs) else None
            )


def _by_words(evidence: tuple[Evidence, ...]) -> dict[tuple[str, str, int, str], list[Evidence]]:
    grouped: dict[tuple[str, str, int, str], list[Evidence]] = {}
    for one in evidence:
        grouped.setdefault((one.path, one.seed_id, one.paragraph, one.phrase), []).append(one)
    return grouped


def _said(one: Evidence) -> tuple[object, ...]:
    """What a claim says; of one that supports the record, the value follows the record's. The reason is last."""
    return (None if one.supports else one.value, one.attributed_to, one.via, one.misread, one.inference)


# --- seeds and registers ---------------------------------------------------------------------------------------------


def compare_register(
    register: str, base: Dataset, head: Dataset, left_out: Iterable[str] = ()
) -> RegisterDifferences:
    """What differs in one register, but for the ids that are left out because a state of them could not be read."""
    left_out = set(left_out)
    old = {key: one for key, one in base.register(register).items() if key not in left_out}
    new = {key: one for key, one in head.register(register).items() if key not in left_out}
    changed = [
        EntryChange(key, _name(new[key]), changes)
        for key in sorted(old.keys() & new.keys())
        if (changes := tuple(compare_records(old[key], new[key])))
    ]
    return RegisterDifferences(
        register,
        tuple(EntryChange(key, _name(new[key])) for key in sorted(new.keys() - old.keys())),
        tuple(EntryChange(key, _name(old[key])) for key in sorted(old.keys() - new.keys())),
        tuple(changed),
    )


def _name(record: Any) -> str:
    return getattr(record, "name", None) or getattr(record, "title", None) or "without a headline"


# --- parts of records ------------------------------------------------------------------------------------------------


def compare_records(old: Record, new: Record) -> Iterator[Change]:
    """Each part that differs between two records of one model, but for ids and evidence."""
    yield from _compare("", old, new, is_wording=False)


def is_wording(model: type[Record], field: str) -> bool:
    """Whether a field holds the curator's own words."""
    return any(field in WORDING.get(base, ()) for base in model.__mro__)


def _compare(path: str, old: Any, new: Any, *, is_wording: bool) -> Iterator[Change]:
    match old, new:
        case (Record(), Record()) if type(old) is type(new):
            yield from _compare_fields(path, old, new)
        case (dict(), dict()) | (list(), list()):
            before, after = _keyed(old), _keyed(new)
            for key in _united(before, after):
                # What comes or goes as a part of a field is data, in whatever words.
                wording = is_wording and key in before and key in after
                yield from _compare(f"{path}.{key}", before.get(key), after.get(key), is_wording=wording)
            if isinstance(old, list) and before.keys() == after.keys() and list(before) != list(after):
                yield Change(path, "; ".join(before), "; ".join(after), is_wording=True)  # another order
        case _:
            was, now = _text(old), _text(new)
            if was != now:
                yield Change(path, was, now, is_wording)


def _compare_fields(path: str, old: Record, new: Record) -> Iterator[Change]:
    model = type(new)
    for name in model.model_fields:
        if name not in ("id", "evidence"):
            below = f"{path}.{name}" if path else name
            yield from _compare(
                below, getattr(old, name), getattr(new, name), is_wording=is_wording(model, name)
            )


def _keyed(parts: Any) -> dict[str, Any]:
    """The parts of a field by the key that evidence names them by; a second one of a key is numbered."""
    if isinstance(parts, dict):
        return parts
    keyed: dict[str, Any] = {}
    for part in parts:
        key = wanted = part.paragraphs if isinstance(part, records.Unused) else getattr(part, "key", part)
        number = 1
        while key in keyed:
            number += 1
            key = f"{wanted}#{number}"
        keyed[key] = part
    return keyed


def _united(old: Mapping[Any, object], new: Mapping[Any, object]) -> list[Any]:
    """The keys of both, those that are gone after the others."""
    return [*new, *(key for key in old if key not in new)]


def _text(part: Any) -> str | None:
    """A part of a record in a line; None where there is nothing."""
    match part:
        case None | [] | {}:
            return None
        case Record():
            fields = ((name, _text(getattr(part, name))) for name in type(part).model_fields)
            return ", ".join(f"{name} {text}" for name, text in fields if text is not None)
        case list():
            return "; ".join(filter(None, map(_text, part)))
        case dict():
            return "; ".join(f"{key}: {_text(below)}" for key, below in part.items())
        case bool():
            return "true" if part else "false"
    return str(part)
