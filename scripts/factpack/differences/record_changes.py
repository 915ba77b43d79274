"""Compare two states of the records."""

import shlex
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from factpack import claims as claim_reader
from factpack.claims import Claim, Claims
from factpack.dataset import Dataset
from factpack.models.records import FOLDERS, REGISTERS, Fact, Seed, Unused, fact_type
from factpack.models.types import Record
from factpack.problems import Problem
from factpack.revisions import Snapshot
from factpack.shown import Evidence
from factpack.yaml.canonical import FACT_ORDER

# The curator's own words: changing them corrects no value.
_PROSE = frozenset(
    ("title", "notes", "remarks", "reason", "inference", "note", "published_note", "description")
)


# A field or an element: (detail, whether it is in the curator's own words) → text, empty if it is not set. The detail of a
# plain value is "".
Part = dict[tuple[str, bool], str]


@dataclass(frozen=True)
class Change:
    """A field or element that differs in value or evidence.

    old and new: None if it is absent; of an entry with several details that is in both, only those that differ;
    is_editorial: whether only the curator's own words differ; old_conflict and new_conflict: a code of
    CONFLICT_BETWEEN, None without a conflict.
    """

    path: str
    old: str | None
    new: str | None
    is_editorial: bool
    old_evidence: tuple[Evidence, ...] = ()
    new_evidence: tuple[Evidence, ...] = ()
    old_conflict: str | None = None
    new_conflict: str | None = None


@dataclass(frozen=True)
class RecordChange:
    """A fact, seed or register entry that differs.

    how: added, removed, changed, withdrawn or reinstated.
    """

    kind: str
    id: str
    name: str
    how: str
    changes: tuple[Change, ...]


def compare_datasets(
    base: Dataset, head: Dataset, unread: Container[tuple[str, str]]
) -> Iterator[RecordChange]:
    """Yield the records that differ, facts first.

    unread: (register, id) of the records to leave out. Facts that vanished or have another type are left out, too;
    `check_ids` reports them.
    """
    before, after = _claims(base, head), _claims(head, base)
    for register in ("facts", "seeds", *REGISTERS):
        if register in REGISTERS and register in base.unread | head.unread:
            continue
        old_records, new_records = base.register(register), head.register(register)
        for record_id in sorted({*old_records, *new_records}):
            old, new = old_records.get(record_id), new_records.get(record_id)
            record: Any = new or old
            is_fact = isinstance(record, Fact)
            if (register, record_id) in unread or (is_fact and type(old or new) is not type(new)):
                continue
            said = (claims.get(record_id, ()) if is_fact else () for claims in (before, after))
            if changes := tuple(_compare(old, new, *said)):
                kind = fact_type(record) if is_fact else register[:-1]
                name = getattr(record, "name", None) or record.title or "without a headline"
                yield RecordChange(kind, record_id, name, _how(old, new), changes)


def _claims(dataset: Dataset, other: Dataset) -> Claims:
    """Collect the claims; take unreadable registers from the other."""
    names = ("seeds", *REGISTERS)
    registers: dict[str, Any] = {name: {**other.register(name), **dataset.register(name)} for name in names}
    return claim_reader.collect(replace(dataset, **registers))


def _how(old: Record | None, new: Record | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    was, is_withdrawn = (getattr(record, "withdrawn", None) is not None for record in (old, new))
    return "changed" if was == is_withdrawn else "withdrawn" if is_withdrawn else "reinstated"


def _compare(
    old: Record | None, new: Record | None, old_claims: Sequence[Claim], new_claims: Sequence[Claim]
) -> Iterator[Change]:
    sides = ((_parts(old), old_claims), (_parts(new), new_claims))
    for path in dict.fromkeys((*sides[1][0], *sides[0][0])):
        before, after = (parts.get(path, {}) for parts, _ in sides)
        differing = dict(before.items() ^ after.items())
        claims = [[one for one in side if one.path == path] for _, side in sides]
        evidence = [tuple(map(Evidence.of, side)) for side in claims]
        if differing or {*evidence[0]} != {*evidence[1]}:
            is_in_both = bool(before and after)
            # An added or removed element changes the data, even if it is prose.
            is_editorial = bool(old and new) and (is_in_both or "." not in path)
            is_editorial &= all(is_prose for _, is_prose in differing)
            stated = ({replace(one, inference="", translation="") for one in side} for side in evidence)
            is_editorial &= next(stated) == next(stated)
            texts = (_text(part, path, differing if is_in_both else {}) for part in (before, after))
            conflicts = map(claim_reader.conflict_between, claims)
            yield Change(path, next(texts), next(texts), is_editorial, evidence[0], evidence[1], *conflicts)


# --- ids ---------------------------------------------------------------------------------------------------------------

_INSTEAD = {
    "fact": " Then give the fact `withdrawn`, with date and reason; if it has a new id, name it in `replaced_by`.",
    "seed": " If no fact cites the seed any more, list all its paragraphs under `unused`.",
}


def check_ids(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each id that vanished or was reused.

    A fact or a seed must not vanish; a register entry may, but its id must not move to another register.
    """
    after = _kinds(head)
    for (register, record_id), kind in sorted(_kinds(base).items()):
        new_kind = after.get((register, record_id))
        if new_kind == kind or (new_kind is None and kind not in FOLDERS):
            continue
        path = f"{FOLDERS.get(kind, 'facts')}/{record_id}.yaml"
        rule, message = "vanished-id", f"The {kind} {record_id!r} is missing: an id is never deleted."
        fix = f"Restore the file: `git restore --source={base.source} -- {shlex.quote(path)}`."
        fix += _INSTEAD["seed" if kind == "seed" else "fact"]
        if new_kind is not None:
            rule = "reused-id"
            message = f"The id {record_id!r} changed from {kind} to {new_kind}: an id is never reused."
            fix = f"Give the new record its own id. {fix if kind in FOLDERS else ''}".rstrip()
            where = head.dataset.where
            path = where.get((register, record_id), where.get((f"{new_kind}s", record_id), (path,)))[0]
        yield Problem(path, 0, 0, rule, message, fix)


def _kinds(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """Return the kind of every record, unreadable ones included.

    The ids of actors, places and deals are unique together, so they share a register here.
    """
    dataset = snapshot.dataset
    return {
        **snapshot.unread,
        **{("facts", key): fact_type(fact) for key, fact in dataset.facts.items()},
        **{("seeds", key): "seed" for key in dataset.seeds},
        **{("entries", key): name[:-1] for name in REGISTERS for key in dataset.register(name)},
    }


# --- parts of records ------------------------------------------------------------------------------------------------


def is_editorial(model: type[Record], field: str) -> bool:
    """Return whether a field holds the curator's own words."""
    return field in _PROSE and (model, field) not in ((Seed, "title"), (Unused, "reason"))


def _parts(record: Any) -> dict[str, Part]:
    """Return the fields and elements of a record by path."""
    parts: dict[str, Part] = {}
    capacities = {value.path: str(value.value) for value in getattr(record, "optional_values", list)()}
    for name in FACT_ORDER if isinstance(record, Fact) else getattr(type(record), "model_fields", ()):
        content = getattr(record, name, None)
        for key, part in _elements(content) if name not in ("id", "date_span", "evidence") else ():
            path = f"{name}.{key}" if key else name
            while path in parts:
                path += "#"
            model, details = type(record), {"": _words(part)}
            if name == "date":
                details["date_span"] = record.date_span or ""
            if isinstance(part, Record):
                model, details = type(part), {detail: _words(value) for detail, value in part}
            parts[path] = {
                (detail, is_editorial(model, detail or name)): "" if text == key else text  # the path has it
                for detail, text in details.items()
                if f"{detail}.{key}" not in capacities
            }
    return parts | {path: {("", False): text} for path, text in capacities.items()}


def _elements(content: Any) -> Iterable[tuple[str, Any]]:
    """Return the elements of a field with their keys."""
    if isinstance(content, list):
        return [(str(getattr(part, "key", getattr(part, "reason", part))), part) for part in content]
    if isinstance(content, dict):
        return content.items()
    return () if content is None else (("", content),)


def _words(value: Any) -> str:
    """Return a value as text, empty if not set."""
    if isinstance(value, list):
        return ", ".join(value)
    # Of all details, only `complete` of a part is true or false, and true by default.
    return "" if value is None or value is True else "false" if value is False else str(value)


def _text(part: Part, path: str, differing: Container[tuple[str, bool]]) -> str | None:
    """Return the details that differ or, if none do, all."""
    shown = {key: text or "not set" for key, text in part.items() if key in differing}
    shown = shown or {key: text for key, text in part.items() if text}
    words = [f"{detail}: {text}" if detail else text for (detail, _), text in shown.items()]
    return "; ".join(words) or path.partition(".")[2] if part else None
