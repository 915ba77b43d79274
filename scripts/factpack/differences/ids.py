"""The check that ids stay and keep their meaning. Pure."""

import shlex
from collections.abc import Iterator

from factpack.models.records import FOLDERS, REGISTERS, Fact, fact_type
from factpack.problems import Problem
from factpack.revisions import Snapshot

# Two facts that share at least this part of their cited phrases look alike.
_ALIKE = 0.5


def fact_types(snapshot: Snapshot) -> dict[str, str]:
    """Return every fact with its type, unreadable facts included."""
    return snapshot.unread_facts | {key: fact_type(fact) for key, fact in snapshot.dataset.facts.items()}


def check_ids(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each id that vanished or was reused."""
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
            fix = f"Restore the file ({_restore(base, path)}) and give it `withdrawn`, with date and reason."
            rename = _likely_rename(fact_id, base, head)
            if rename is not None:
                message += f" {rename!r} looks like the same fact under a new id."
                fix = f"Give {rename!r} its old id back; or r{fix[1:-1]}, and `replaced_by: [{rename}]`."
            yield Problem(path, 0, 0, "vanished-id", message, fix)
        elif after[fact_id] != kind:
            message = f"The id {fact_id!r} belonged to a {kind} fact and now belongs to a {after[fact_id]} fact: an id is never reused."
            fix = f"Give the new fact its own id, and restore the old file ({_restore(base, path)}); withdraw the old fact if it no longer holds."
            yield Problem(path, 0, 0, "reused-id", message, fix)


def _restore(base: Snapshot, path: str) -> str:
    return f"`git restore --source={base.source} -- {shlex.quote(path)}`"


def _likely_rename(fact_id: str, base: Snapshot, head: Snapshot) -> str | None:
    """Return the new fact that most resembles a vanished one.

    Its title must be the same, or the two must share at least half of the phrases that either cites. None if
    there is no such fact.
    """
    vanished = base.dataset.facts.get(fact_id)
    if vanished is None:
        return None
    shared = {
        key: 1.0 if fact.title == vanished.title else _shared(_cited(vanished), _cited(fact))
        for key, fact in sorted(head.dataset.facts.items())
        if key not in base.dataset.facts and type(fact) is type(vanished)
    }
    nearest = max(shared, key=lambda key: shared[key], default=None)
    return nearest if nearest is not None and shared[nearest] >= _ALIKE else None


def _cited(fact: Fact) -> set[tuple[str, str, str]]:
    return {(located.seed_id, located.paragraph, located.item.phrase) for located in fact.items()}


def _shared(old: set[tuple[str, str, str]], new: set[tuple[str, str, str]]) -> float:
    return len(old & new) / len(old | new)


def _check_seeds(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each seed that vanished, even an uncited one."""
    after = {*head.dataset.seeds, *head.unread_seeds}
    for seed_id in sorted({*base.dataset.seeds, *base.unread_seeds} - after):
        path = f"seeds/{seed_id}.yaml"
        message = f"The seed {seed_id!r} has vanished: an id is never deleted."
        fix = f"Restore the file ({_restore(base, path)}). If no fact cites the seed any more, list all its paragraphs under `unused`."
        yield Problem(path, 0, 0, "vanished-id", message, fix)


def _check_registers(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each register entry whose id moved to another register."""
    for register in REGISTERS:
        for entry_id in sorted(base.dataset.register(register)):
            for new_register in REGISTERS:
                taken = entry_id in head.dataset.register(new_register)
                if taken and new_register != register and entry_id not in head.dataset.register(register):
                    path, _ = head.dataset.where[new_register, entry_id]
                    message = f"The id {entry_id!r} belonged to {register} and now belongs to {new_register}: an id is never reused."
                    yield Problem(path, 0, 0, "reused-id", message, "Give the new entry its own id.")
