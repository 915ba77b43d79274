"""The check that ids stay and keep their meaning. Pure."""

import shlex
from collections.abc import Iterator

from factpack.models.records import FOLDERS, REGISTERS, fact_type
from factpack.problems import Problem
from factpack.revisions import Snapshot

_WITHDRAW = {
    "fact": "give it `withdrawn`, with date and reason; if the fact has a new id, name it in `replaced_by`",
    "seed": "if no fact cites the seed any more, list all its paragraphs under `unused`",
}


def check_ids(base: Snapshot, head: Snapshot) -> Iterator[Problem]:
    """Report each id that vanished or was reused.

    A fact or a seed never vanishes; an entry of a register may, but its id stays in that register.
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
