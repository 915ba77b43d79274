"""The check that ids stay and keep their meaning. Pure."""

import shlex
from collections.abc import Iterator

from factpack.models.records import FOLDERS, REGISTERS, fact_type
from factpack.problems import Problem
from factpack.revisions import Snapshot


def check_ids(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each id that vanished or was reused.

    A fact or a seed never vanishes; an entry of a register may, but its id stays in that register.
    """
    before, after = _kinds(base), _kinds(head)
    for (register, record_id), kind in sorted(before.items()):
        new_kind = after.get((register, record_id))
        if new_kind == kind or (new_kind is None and kind not in FOLDERS):
            continue
        if new_kind is not None:
            name, new_name = (f"{one} fact" if register == "facts" else one for one in (kind, new_kind))
            message = f"The id {record_id!r} belonged to a {name} and now belongs to a {new_name}: an id is never reused."
            fix = "Give the new record its own id."
            if kind in FOLDERS:
                fix += f" Restore the old file ({_restore(base, kind, record_id)}); withdraw the old fact if it no longer holds."
            path = head.dataset.where.get((f"{new_kind}s", record_id), (_path(kind, record_id), ()))[0]
            yield Problem(path, 0, 0, "reused-id", message, fix)
            continue
        restore = f"estore the file ({_restore(base, kind, record_id)})"
        message = f"The {register[:-1]} {record_id!r} has vanished: an id is never deleted."
        fix = f"R{restore}. If no fact cites the seed any more, list all its paragraphs under `unused`."
        if register == "facts":
            fix = f"R{restore} and give it `withdrawn`, with date and reason."
            if rename := _likely_rename(record_id, base, head):
                message += f" {rename!r} looks like the same fact under a new id."
                fix = f"Give {rename!r} its old id back; or r{fix[1:-1]}, and `replaced_by: [{rename}]`."
        yield Problem(_path(kind, record_id), 0, 0, "vanished-id", message, fix)


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


def _path(kind: str, record_id: str) -> str:
    return f"{FOLDERS.get(kind, 'facts')}/{record_id}.yaml"


def _restore(base: Snapshot, kind: str, record_id: str) -> str:
    return f"`git restore --source={base.source} -- {shlex.quote(_path(kind, record_id))}`"


def _likely_rename(fact_id: str, base: Snapshot, head: Snapshot) -> str | None:
    """Return a new fact that resembles a vanished one.

    Its title must be the same, or the two must share at least half of the phrases that either cites. None if there is no
    such fact.
    """
    vanished = base.dataset.facts.get(fact_id)
    for key, fact in sorted(head.dataset.facts.items()):
        if vanished and key not in base.dataset.facts and type(fact) is type(vanished):
            old, new = (
                {(item.seed_id, item.paragraph, item.item.phrase) for item in one.items()}
                for one in (vanished, fact)
            )
            if fact.title == vanished.title or len(old & new) >= len(old | new) / 2:
                return key
    return None
