"""Changes of meaning in the committed records, each under an inference, and what finds each.

They are made from the records: every value of a few fields becomes its opposite or its neighbour, where an item that
supports it has an `inference` for this field or another one; of a link, where the link itself has one.
"""

import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from mutations import ROOT

TYPES = {"releases": "release", "meetings": "meeting", "sanctions": "sanctions", "counts": "count"}
_STAGES = {
    **dict.fromkeys(("claimed", "implied", "planned", "considered", "demanded"), "carried_out"),
    "carried_out": "planned",
}
_SANCTIONS = ("discussed", "considered", "offered", "demanded", "promised", "announced", "possible")
# Field → value → another value.
OTHER: dict[str, dict[str, str]] = {
    "release stage": _STAGES,
    "meeting stage": _STAGES,
    "sanctions stage": {**dict.fromkeys(_SANCTIONS, "in_force"), "in_force": "announced"},
    "measure": {
        "lift": "impose", "ease": "tighten", "impose": "lift", "tighten": "ease", "maintain": "lift",
        "cut_transit": "lift", "prisoners_held": "prisoners_released_in_period",
        "prisoners_released_in_period": "prisoners_held", "releases_brokered_in_period": "prisoners_held",
        "envoy_visits": "prisoners_held", "share_of_supply": "prisoners_held", "share_of_exports": "share_of_supply",
    },
    "kind": {
        "visit": "talks", "talks": "phone_call", "phone_call": "talks", "briefing": "consultation",
        "consultation": "briefing", "press_statement": "briefing", "reception": "visit",
    },
    "counted_as": {
        "prisoners": "political prisoners", "political prisoners": "prisoners", "people": "visits", "visits": "people",
        "detainees": "prisoners", "world potash supply": "people", "Belarusian potash exports": "people",
    },
    "legal_form": {"amnesty": "pardon", "pardon": "amnesty", "not_stated": "pardon"},
    "outcome": {"freed": "not_freed", "implied_free": "not_freed", "not_freed": "freed"},
    "how": {"secured": "talks", "brokered": "thanked", "talks": "brokered", "requested": "secured", "thanked": "talks"},
    "relation": {
        "follows": "during", "during": "follows", "part_of": "distinct_from", "subset_of": "distinct_from",
        "possibly_subset_of": "distinct_from", "possibly_overlaps": "distinct_from", "distinct_from": "subset_of",
        "possibly_same_as": "distinct_from", "conflicts_with": "follows",
    },
    "role": {
        "venue": "departure", "destination": "departure", "departure": "arrival", "handover": "departure",
        "transit": "arrival", "arrival": "departure", "onward": "departure", "route": "venue",
    },
}  # fmt: skip
# The fields of a record, with the kind of change; the parts of a record: the list, its changed field, the key that evidence uses, and what is changed.
FIELDS = {
    "stage": "stage",
    "measure": "measure",
    "kind": "kind",
    "counted_as": "label",
    "legal_form": "legal form",
}
PARTS = (
    ("persons", "outcome", "actor", "outcome"),
    ("credits", "how", "actor", "credit"),
    ("links", "relation", "fact", "link"),
    ("places", "role", "place", "role"),
)


@dataclass(frozen=True)
class Change:
    """One record with another meaning: the kind of the change, what it is, the file, and the record."""

    kind: str
    what: str
    file: str
    record: dict[str, Any] = field(repr=False)

    def __call__(self, root: Path) -> None:
        """Write the record into a copy of the repository."""
        text = yaml.safe_dump(self.record, sort_keys=False, allow_unicode=True, width=10_000)
        (root / self.file).write_text(text, "utf-8")


def _read(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((ROOT / folder).glob("**/*.yaml")):
        record = yaml.safe_load(path.read_text("utf-8"))
        if "evidence" in record and not record.get("withdrawn"):
            yield path.relative_to(ROOT).as_posix(), record


def _is_inferred(record: dict[str, Any], path: str) -> bool:
    """Whether an item that supports a value has an inference."""
    items = [one for paragraphs in record["evidence"].values() for own in paragraphs.values() for one in own]
    return any(path in one.get("supports", ()) and one.get("inference") for one in items)


def _set(record: dict[str, Any], name: str, new: str, parts: str = "", index: int = 0) -> None:
    (record[parts][index] if parts else record)[name] = new
    if name == "date":
        record.pop("date_span", None)


def _changed(
    file: str, record: dict[str, Any], kind: str, what: str, change: Callable[[dict[str, Any]], None]
) -> Change:
    own = copy.deepcopy(record)
    change(own)
    return Change(kind, f"{Path(file).stem}: {what}", file, own)


def changes() -> Iterator[Change]:
    """Every change that the records allow."""
    published = {
        path.stem: str(yaml.safe_load(path.read_text("utf-8"))["published"])
        for path in (ROOT / "seeds").glob("*.yaml")
    }
    for file, record in _read("facts"):
        fact_type = TYPES[file.split("/")[1]]

        for name, kind in FIELDS.items():
            new = OTHER.get(f"{fact_type} {name}", OTHER.get(name, {})).get(str(record.get(name)))
            # No legal form in the records is inferred.
            if new and (_is_inferred(record, name) or name == "legal_form"):
                yield _changed(file, record, kind, f"{name} {new}", partial(_set, name=name, new=new))
        for parts, name, key, kind in PARTS:
            for index, part in enumerate(record.get(parts, ())):
                new = OTHER[name].get(part[name])
                if new and (part.get("inference") or _is_inferred(record, f"{parts}.{part.get(key)}")):
                    place = partial(_set, name=name, new=new, parts=parts, index=index)
                    yield _changed(file, record, kind, f"{part.get(key)} {new}", place)
        for day in {published[seed_id] for seed_id in record["evidence"]} - {str(record["date"])}:
            if len(day) == len("2031-05-03") and _is_inferred(record, "date"):
                yield _changed(file, record, "date", f"date {day}", partial(_set, name="date", new=day))


def chosen(count: int) -> list[Change]:
    """A fixed choice of changes, with the kinds in turn."""
    by_kind: dict[str, list[Change]] = {}
    for one in sorted(changes(), key=lambda one: hashlib.sha256(one.what.encode()).hexdigest()):
        by_kind.setdefault(one.kind, []).append(one)
    turns = zip_longest(*(own for _, own in sorted(by_kind.items())))
    return [one for turn in turns for one in turn if one is not None][:count]
