"""Holds the ids of two states against each other: an id that was there stays, and stays what it was. Pure."""

import shlex
from collections.abc import Iterator

from factpack.models.records import FOLDERS, REGISTERS, Fact, fact_type
from factpack.problems import Problem
from factpack.revisions import Snapshot

# The share of words cited from which on a fact looks like another one.
_ALIKE = 0.5


def fact_types(snapshot: Snapshot) -> dict[str, str]:
    """Every fact and its type, those included whose file could not be read."""
    return snapshot.unread_facts | {key: fact_type(fact) for key, fact in snapshot.dataset.facts.items()}


def check_ids(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Each id that vanished and each that was reused."""
    yield from _check_facts(base, head)
    yield from _check_seeds(base, head)
    yield from _check_registers(base, head)


def _check_facts(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    before, after = fact_types(base), fact_types(head)
    for fact_id, kind in sorted(before.items()):
        path = (
            base.dataset.fact_path(fact_id)
            if fact_id in base.dataset.facts
            else f"{FOLDERS[kind]}/{fact_id}.yaml"
        )
        if fact_id not in after:
            message = f"The fact {fact_id!r} has vanished: an id is never deleted."
            withdraw = f"{_restore(base, path)} and give it `withdrawn`, with date and reason"
            twin = _twin(fact_id, base, head)
            mend = f"To mend it, {withdraw}."
            if twin is not None:
                message += f" {twin!r} looks like it under another name."
                mend = f"Give that one its old id back; or {withdraw}, and `replaced_by: [{twin}]`."
            yield Problem(path, 0, 0, "vanished-id", message, mend)
        elif after[fact_id] != kind:
            message = f"The id {fact_id!r} was that of a {kind} fact and is that of a {after[fact_id]} fact now: an id is never reused."
            mend = f"Give the new fact an id of its own, and {_restore(base, path)}; withdraw the old one if it no longer stands."
            yield Problem(path, 0, 0, "reused-id", message, mend)


def _restore(base: Snapshot, path: str) -> str:
    return f"bring it back (`git restore --source={base.source} -- {shlex.quote(path)}`)"


def _twin(fact_id: str, base: Snapshot, head: Snapshot) -> str | None:
    """The new fact that shares most with one that vanished: its title, or at least half of the words cited by either."""
    gone = base.dataset.facts.get(fact_id)
    if gone is None:
        return None
    shared = {
        key: 1.0 if fact.title == gone.title else _shared(_cited(gone), _cited(fact))
        for key, fact in sorted(head.dataset.facts.items())
        if key not in base.dataset.facts and type(fact) is type(gone)
    }
    nearest = max(shared, key=lambda key: shared[key], default=None)
    return nearest if nearest is not None and shared[nearest] >= _ALIKE else None


def _cited(fact: Fact) -> set[tuple[str, str, str]]:
    return {(one.seed_id, one.paragraph, one.item.phrase) for one in fact.items()}


def _shared(one: set[tuple[str, str, str]], other: set[tuple[str, str, str]]) -> float:
    return len(one & other) / len(one | other)


def _check_seeds(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """An article that no fact cites any more stays, with its paragraphs under `unused`."""
    after = {*head.dataset.seeds, *head.unread_seeds}
    for seed_id in sorted({*base.dataset.seeds, *base.unread_seeds} - after):
        path = f"seeds/{seed_id}.yaml"
        message = f"The seed {seed_id!r} has vanished: an id is never deleted."
        mend = f"To mend it, {_restore(base, path)}; if no fact cites it any more, put all its paragraphs under `unused`."
        yield Problem(path, 0, 0, "vanished-id", message, mend)


def _check_registers(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """An entry that no record names goes; but its id is not given to something else."""
    for register in REGISTERS:
        for entry_id in sorted(base.dataset.register(register)):
            for other in REGISTERS:
                taken = entry_id in head.dataset.register(other)
                if taken and other != register and entry_id not in head.dataset.register(register):
                    path, _ = head.dataset.where[other, entry_id]
                    message = f"The id {entry_id!r} was one of {register} and is one of {other} now: an id is never reused."
                    yield Problem(path, 0, 0, "reused-id", message, "Give the new entry an id of its own.")
