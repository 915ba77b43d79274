"""Compare two states of the records."""

import shlex
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from factpack import files
from factpack.claims import Claim, conflict_between
from factpack.dataset import Dataset
from factpack.models.records import FOLDERS, REGISTERS, Fact, Seed, fact_type
from factpack.models.types import Record
from factpack.package import Checked
from factpack.problems import Problem
from factpack.revisions import Snapshot
from factpack.shown import Evidence
from factpack.yaml.canonical import FACT_ORDER

# The curator's own words: changing them corrects no value.
_PROSE = {"title", "notes", "remarks", "reason", "inference", "note", "published_note", "description"}

# A field or an element: detail → text, empty if it is not set. The detail of a plain value is "".
Part = dict[str, str]


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


def compare_records(base: Checked, head: Checked) -> Iterator[RecordChange]:
    """Yield the records that differ, facts first.

    Records and registers unreadable in either are left out, as are claims from unreadable articles, and claims that name
    entries of unreadable registers.
    """
    unread = base.dataset.unread | head.dataset.unread
    seeds = base.dataset.invalid["seeds"] | head.dataset.invalid["seeds"]
    for register in ("facts", "seeds", *(name for name in REGISTERS if name not in unread)):
        before, after = base.dataset.register(register), head.dataset.register(register)
        invalid = base.dataset.invalid[register] | head.dataset.invalid[register]
        for record_id in sorted({*before, *after} - invalid):
            old, new = before.get(record_id), after.get(record_id)
            record: Any = new or old
            if old and new and type(old) is not type(new):
                continue  # see `check_ids`
            claims = [
                [
                    claim
                    for claim in side.claims.get(record_id, ())
                    if claim.seed_id not in seeds and f"{claim.kind}s" not in unread
                ]
                for side in (base, head)
            ]
            if changes := tuple(_compare(old, new, claims)):
                kind = fact_type(record) if register == "facts" else register[:-1]
                name = getattr(record, "name", None) or record.title or "without a headline"
                yield RecordChange(kind, record_id, name, _how(old, new), changes)


def _how(old: Record | None, new: Record | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    was, is_withdrawn = (getattr(record, "withdrawn", None) is not None for record in (old, new))
    return "changed" if was == is_withdrawn else "withdrawn" if is_withdrawn else "reinstated"


def _compare(old: Any, new: Any, both_claims: list[list[Claim]]) -> Iterator[Change]:
    old_parts, new_parts = _parts(old), _parts(new)
    for path in {**new_parts, **old_parts}:
        before, after = old_parts.get(path, {}), new_parts.get(path, {})
        differing = dict(before.items() ^ after.items())
        claims = [[one for one in side if one.path == path] for side in both_claims]
        evidence = [tuple(map(Evidence.of, side)) for side in claims]
        if differing or {*evidence[0]} != {*evidence[1]}:
            field, _, element = path.partition(".")
            is_in_both = bool(before and after)
            # An added or removed element changes the data, even if it is prose.
            is_editorial = bool(old and new) and (is_in_both or not element)
            is_editorial &= all(is_prose(type(new), detail or field) for detail in differing)
            stated = ({replace(one, inference="", translation="") for one in side} for side in evidence)
            is_editorial &= next(stated) == next(stated)
            texts = [_text(part, element, differing if is_in_both else {}) for part in (before, after)]
            conflicts = map(conflict_between, claims)
            yield Change(path, texts[0], texts[1], is_editorial, evidence[0], evidence[1], *conflicts)


# --- ids ---------------------------------------------------------------------------------------------------------------

_INSTEAD = {
    "fact": "Then give the fact `withdrawn`, with date and reason; if it has a new id, name it in `replaced_by`.",
    "seed": "If no fact cites the seed any more, list all its paragraphs under `unused`.",
}


def check_ids(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each fact and seed that the head lacks."""
    for kind, record_id in sorted(_ids(base.checked.dataset) - _ids(head.checked.dataset)):
        path = f"{FOLDERS[kind]}/{record_id}.yaml"
        message = f"The {kind} {record_id!r} is missing: an id is never deleted or reused."
        fix = "Give the new record its own id. " if record_id in head.checked.dataset.facts else ""
        fix += f"Restore the file: `git restore --source={base.source} -- {shlex.quote(path)}`. "
        fix += _INSTEAD["seed" if kind == "seed" else "fact"]
        yield Problem(path, 0, 0, "vanished-id", message, fix)


def _ids(dataset: Dataset) -> set[tuple[str, str]]:
    """Return kind and id of facts and seeds, even unreadable."""
    ids = {path: record_id for (_, record_id), (path, _) in dataset.where.items()}
    return {
        (kind, ids.get(path, PurePosixPath(path).stem))
        for path in (*dataset.paths, *dataset.stopped_by)
        if (kind := files.kind_of(path)) and kind in FOLDERS
    }


# --- parts of records ------------------------------------------------------------------------------------------------


def is_prose(model: type[Record], field: str) -> bool:
    """Return whether a field holds the curator's own words."""
    return field in _PROSE and (model, field) != (Seed, "title")


def _parts(record: Any) -> dict[str, Part]:
    """Return the fields and elements of a record by path."""
    parts: dict[str, Part] = {}
    for name in FACT_ORDER if isinstance(record, Fact) else getattr(type(record), "model_fields", ()):
        content = getattr(record, name, None)
        for key, part in _elements(content) if name not in ("id", "date_span", "evidence") else ():
            path = f"{name}.{key}" if key else name
            while path in parts:
                path += "#"
            details = dict(part) if isinstance(part, Record) else {"": part}
            if name == "date":
                details["date_span"] = record.date_span
            capacity = details.pop("capacity", None)  # may have evidence of its own
            texts = {detail: _words(value) for detail, value in details.items()}
            # The path has the key.
            parts[path] = {detail: "" if text == key else text for detail, text in texts.items()}
            if capacity:
                parts[f"capacity.{key}"] = {"": capacity}
    return parts


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


def _text(part: Part, element: str, differing: Container[str]) -> str | None:
    """Return the details that differ or, if none do, all."""
    shown = {key: text or "not set" for key, text in part.items() if key in differing}
    shown = shown or {key: text for key, text in part.items() if text}
    words = [f"{detail}: {text}" if detail else text for detail, text in shown.items()]
    return "; ".join(words) or element if part else None
