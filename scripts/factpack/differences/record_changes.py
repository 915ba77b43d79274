"""Compare two states of the records."""

import shlex
from collections import Counter
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

# The curator's own words: changing them corrects no value.
_PROSE = frozenset(
    ("title", "notes", "remarks", "reason", "inference", "note", "published_note", "description")
)
# A field → the field whose evidence it rests on.
_CARRIED_BY = {"date_span": "date"}


@dataclass(frozen=True)
class Change:
    """A field or element that differs in value or evidence.

    old and new: None if it is absent; is_editorial: whether only the curator's own words differ; old_conflict and
    new_conflict: a code of CONFLICT_BETWEEN, None without a conflict.
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
        texts, values = zip(*(parts.get(path, (None, "")) for parts, _ in sides), strict=True)
        claims = [[one for one in side if one.path == _CARRIED_BY.get(path, path)] for _, side in sides]
        evidence = [tuple(map(Evidence.of, side)) for side in claims]
        before, after = map(Counter, evidence)  # their order does not matter
        if texts[0] != texts[1] or (path not in _CARRIED_BY and before != after):
            # Without the curator's own words.
            stated = [
                Counter(replace(one, inference="", translation="") for one in side) for side in evidence
            ]
            is_editorial = bool(old and new) and values[0] == values[1] and stated[0] == stated[1]
            conflicts = map(claim_reader.conflict_between, claims)
            yield Change(path, texts[0], texts[1], is_editorial, evidence[0], evidence[1], *conflicts)


# --- ids ---------------------------------------------------------------------------------------------------------------

_WITHDRAW = {
    "fact": "give it `withdrawn`, with date and reason; if the fact has a new id, name it in `replaced_by`",
    "seed": "if no fact cites the seed any more, list all its paragraphs under `unused`",
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
        path, name = f"{FOLDERS.get(kind, 'facts')}/{record_id}.yaml", register.removesuffix("s")
        restore = f"`git restore --source={base.source} -- {shlex.quote(path)}`"
        if new_kind is None:
            message = f"The {name} {record_id!r} has vanished: an id is never deleted."
            fix = f"Restore the file ({restore}), and {_WITHDRAW[name]}."
            yield Problem(path, 0, 0, "vanished-id", message, fix)
        else:
            old, new = (f"{one} fact" if name == "fact" else one for one in (kind, new_kind))
            message = (
                f"The id {record_id!r} belonged to a {old} and now belongs to a {new}: an id is never reused."
            )
            fix = "Give the new record its own id."
            fix += f" Restore the old file ({restore}), and withdraw it." if kind in FOLDERS else ""
            path = head.dataset.where.get((f"{new_kind}s", record_id), (path, ()))[0]
            yield Problem(path, 0, 0, "reused-id", message, fix)


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


def _parts(record: Record | None) -> dict[str, tuple[str, str]]:
    """Return the fields and elements of a record.

    path → text, text without prose. The second text starts with an element's key, because adding an element
    changes the data even if the element is prose.
    """
    parts: dict[str, tuple[str, str]] = {}
    if record is None:
        return parts
    for name in type(record).model_fields:
        content: Any = getattr(record, name)
        elements = _elements(content) if isinstance(content, dict | list) else [("", content)]
        for key, part in elements if name not in ("id", "evidence") else ():
            path = f"{name}.{key}" if key else name
            while path in parts:
                path += "#"
            values = "" if is_editorial(type(record), name) else _text(part, with_prose=False)
            parts |= {path: (_text(part), key + values)} if part is not None else {}
    if isinstance(record, Fact):
        parts |= {value.path: (str(value.value), str(value.value)) for value in record.optional_values()}
    return parts


def _elements(content: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(content, dict):
        return content.items()
    return ((getattr(part, "paragraphs", getattr(part, "key", part)), part) for part in content)


def _text(part: Any, *, with_prose: bool = True) -> str:
    match part:
        case Record():
            return ", ".join(
                f"{name} {_text(value)}"
                for name, field in type(part).model_fields.items()
                if (with_prose or not is_editorial(type(part), name))
                and (value := getattr(part, name)) not in (None, [], field.default)
            )
        case list():
            return "; ".join(map(_text, part))
    return str(part).lower() if isinstance(part, bool) else str(part)
