"""The differences between two states of the records. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from factpack import claims
from factpack.dataset import Dataset
from factpack.models import parts, records
from factpack.models.parts import Withdrawn
from factpack.models.records import PRINCIPAL_FIELD, Fact, fact_type
from factpack.models.types import Record

# The curator's own words: changing them corrects no value. `ClaimChange.is_editorial` covers evidence.
EDITORIAL: dict[type[Record], frozenset[str]] = {
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
    """One article's claim on one value, with its phrase.

    value: the article's value; agreement: how it relates to the record's value; via: the report or outlet
    relayed.
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
        """Whether the article has the record's value."""
        return self.agreement == "same"


@dataclass(frozen=True)
class Change:
    """A changed part of a record.

    `old` is None if the part was added, `new` is None if it was removed.

    path: field, element and part, joined by dots, as evidence names them; is_editorial: whether only the
    curator's own words changed; evidence: for the values of facts only.
    """

    path: str
    old: str | None
    new: str | None
    is_editorial: bool
    old_evidence: tuple[Evidence, ...] = ()
    new_evidence: tuple[Evidence, ...] = ()

    @property
    def field(self) -> str:
        """The field that the path begins with."""
        return self.path.partition(".")[0]


@dataclass(frozen=True)
class ClaimChange:
    """A claim: `old` is None if added, `new` if removed."""

    old: Evidence | None
    new: Evidence | None

    @property
    def is_editorial(self) -> bool:
        """Whether only the curator's inference differs."""
        return (
            self.old is not None
            and self.new is not None
            and _statement(self.old)[:-1] == _statement(self.new)[:-1]
        )


@dataclass(frozen=True)
class FactSummary:
    """A fact in one line.

    principal_field and principal_value: what it is about, such as the figure of a release or a count.
    """

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
    """A fact that differs between the two states."""

    fact: FactSummary
    values: tuple[Change, ...]
    links: tuple[Change, ...]
    resolutions: tuple[Change, ...]
    claims: tuple[ClaimChange, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes except those of claims."""
        return (*self.values, *self.links, *self.resolutions)


@dataclass(frozen=True)
class FactDifferences:
    """The facts that differ, without vanished or reused ids."""

    added: tuple[FactSummary, ...] = ()
    changed: tuple[FactChange, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    reinstated: tuple[FactSummary, ...] = ()


@dataclass(frozen=True)
class EntryChange:
    """A register entry with its name and its changes."""

    id: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class RegisterDifferences:
    """The differences in seeds, actors, places or deals."""

    register: str
    added: tuple[EntryChange, ...]
    removed: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]


# --- facts -----------------------------------------------------------------------------------------------------------


def compare_facts(base: Dataset, head: Dataset, comparable: Iterable[str]) -> FactDifferences:
    """Return the differences between the facts of two datasets.

    comparable: the ids to compare; each fact must be readable or absent in both datasets.
    """
    before, after = (
        claims.collect(_with_registers_of(base, head)),
        claims.collect(_with_registers_of(head, base)),
    )
    added, changed, withdrawn, reinstated = [], [], [], []
    for fact_id in sorted(comparable):
        old, new = base.facts.get(fact_id), head.facts.get(fact_id)
        if new is None:
            continue  # `ids` reports vanished ids
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


def _with_registers_of(dataset: Dataset, substitute: Dataset) -> Dataset:
    """Return the dataset with unreadable register entries substituted.

    Claims cannot be collected without the registers.
    """
    lacking = [name for name in ("seeds", "actors", "places", "deals") if name in dataset.unread]
    registers: dict[str, Any] = {
        name: {**substitute.register(name), **dataset.register(name)} for name in lacking
    }
    return replace(dataset, **registers)


def summarize(fact: Fact, evidence: tuple[Evidence, ...] = ()) -> FactSummary:
    """Return a fact's summary."""
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


def _evidence(claim: claims.Claim) -> Evidence:
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
        replace(change, old_evidence=_on(change.path, before), new_evidence=_on(change.path, after))
        for change in compare_records(old, new)
        # FactDifferences lists a withdrawal and its end.
        if not (change.path == "withdrawn" and None in (change.old, change.new))
    ]
    return FactChange(
        summary,
        tuple(change for change in changes if change.field not in ("links", "resolutions")),
        tuple(change for change in changes if change.field == "links"),
        tuple(change for change in changes if change.field == "resolutions"),
        tuple(_compare_claims(before, after)),
    )


# Fields without claims of their own → the field whose claims carry them.
_CARRIED_BY = {"date_span": "date"}


def _on(path: str, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the evidence on a part's field or element."""
    carried = _CARRIED_BY.get(path, path)
    return tuple(item for item in evidence if carried == item.path or carried.startswith(f"{item.path}."))


def _compare_claims(before: tuple[Evidence, ...], after: tuple[Evidence, ...]) -> Iterator[ClaimChange]:
    """Yield the claims that differ.

    Two claims are the same claim if they are on the same value and cite the same phrase of the same
    paragraph.
    """
    old, new = _by_words(before), _by_words(after)
    for words in _all_keys(old, new):
        removed, added = list(old.get(words, ())), list(new.get(words, ()))
        for claim in list(removed):  # equal claims are paired first
            same = next((item for item in added if _statement(item) == _statement(claim)), None)
            if same is not None:
                removed.remove(claim)
                added.remove(same)
        for before_claim, after_claim in zip_longest(removed, added):
            yield ClaimChange(before_claim, after_claim)


def _by_words(evidence: tuple[Evidence, ...]) -> dict[tuple[str, str, int, str], list[Evidence]]:
    grouped: dict[tuple[str, str, int, str], list[Evidence]] = {}
    for item in evidence:
        grouped.setdefault((item.path, item.seed_id, item.paragraph, item.phrase), []).append(item)
    return grouped


def _statement(evidence: Evidence) -> tuple[object, ...]:
    """Return the content of a claim, its inference last.

    A supporting claim has no value of its own, because its value follows the record's.
    """
    value = None if evidence.supports else evidence.value
    return (value, evidence.attributed_to, evidence.via, evidence.misread, evidence.inference)


# --- seeds and registers ---------------------------------------------------------------------------------------------


def compare_register(
    register: str, base: Dataset, head: Dataset, left_out: Iterable[str] = ()
) -> RegisterDifferences:
    """Return the differences in one register, without the ids `left_out`."""
    left_out = set(left_out)
    old = {key: entry for key, entry in base.register(register).items() if key not in left_out}
    new = {key: entry for key, entry in head.register(register).items() if key not in left_out}
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
    """Yield each changed part, except id and evidence.

    Both records have the same model.
    """
    yield from _compare("", old, new, is_editorial=False)


def is_editorial(model: type[Record], field: str) -> bool:
    """Return whether a field holds the curator's own words."""
    return any(field in EDITORIAL.get(base, ()) for base in model.__mro__)


def _compare(path: str, old: Any, new: Any, *, is_editorial: bool) -> Iterator[Change]:
    match old, new:
        case (Record(), Record()) if type(old) is type(new):
            yield from _compare_fields(path, old, new)
        case (dict(), dict()) | (list(), list()):
            before, after = _keyed(old), _keyed(new)
            for key in _all_keys(before, after):
                # To add or remove a part of a field changes data, even if the part is the curator's words.
                in_both = key in before and key in after
                yield from _compare(
                    f"{path}.{key}", before.get(key), after.get(key), is_editorial=is_editorial and in_both
                )
            if isinstance(old, list) and before.keys() == after.keys() and list(before) != list(after):
                yield Change(path, "; ".join(before), "; ".join(after), is_editorial=True)  # another order
        case _:
            old_text, new_text = _text(old), _text(new)
            if old_text != new_text:
                yield Change(path, old_text, new_text, is_editorial)


def _compare_fields(path: str, old: Record, new: Record) -> Iterator[Change]:
    model = type(new)
    for name in model.model_fields:
        if name not in ("id", "evidence"):
            inner_path = f"{path}.{name}" if path else name
            yield from _compare(
                inner_path, getattr(old, name), getattr(new, name), is_editorial=is_editorial(model, name)
            )


def _keyed(parts: Any) -> dict[str, Any]:
    """Return the parts of a field by their evidence keys.

    Further parts with the same key are numbered.
    """
    if isinstance(parts, dict):
        return parts
    keyed: dict[str, Any] = {}
    for part in parts:
        key = base = part.paragraphs if isinstance(part, records.Unused) else getattr(part, "key", part)
        number = 1
        while key in keyed:
            number += 1
            key = f"{base}#{number}"
        keyed[key] = part
    return keyed


def _all_keys(old: Mapping[Any, object], new: Mapping[Any, object]) -> list[Any]:
    """Return the keys of both, with removed keys last."""
    return [*new, *(key for key in old if key not in new)]


def _text(part: Any) -> str | None:
    """Return a part in one line; None if empty."""
    match part:
        case None | [] | {}:
            return None
        case Record():
            fields = ((name, _text(getattr(part, name))) for name in type(part).model_fields)
            return ", ".join(f"{name} {text}" for name, text in fields if text is not None)
        case list():
            return "; ".join(filter(None, map(_text, part)))
        case dict():
            return "; ".join(f"{key}: {_text(value)}" for key, value in part.items())
        case bool():
            return "true" if part else "false"
    return str(part)
