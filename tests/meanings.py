"""Changes of meaning in the committed records, each under an inference, and what finds each.

They are made from the records: every code of a few fields becomes its opposite or the next one of its list, where an
item that supports it has an `inference` for this field or another one; of a link, where the link itself has one.
"""

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import yaml

from conftest import ROOT
from factpack.models import codelists
from factpack.models.codelists import Codelist

_STAGES = {
    **dict.fromkeys(("claimed", "implied", "planned", "considered", "demanded"), "carried_out"),
    "carried_out": "planned",
}
_SANCTIONS = ("discussed", "considered", "offered", "demanded", "promised", "announced", "possible")


def _next(*lists: Codelist) -> dict[str, str]:
    """Return each code with the next one of its list."""
    return {code: after for one in lists for code, after in pairwise([*one.codes, *one.codes])}


# Field → value → another value.
OTHER: dict[str, dict[str, str]] = {
    "releases stage": _STAGES,
    "meetings stage": _STAGES,
    "sanctions stage": {**dict.fromkeys(_SANCTIONS, "in_force"), "in_force": "announced"},
    "measure": _next(codelists.SANCTIONS_MEASURE, codelists.COUNT_MEASURE),
    "kind": _next(codelists.MEETING_KIND),
    "counted_as": _next(codelists.COUNTED_AS),
    "legal_form": _next(codelists.LEGAL_FORM),
    "outcome": _next(codelists.OUTCOME),
    "how": _next(codelists.CREDIT),
    "relation": {
        "follows": "during", "during": "follows", "part_of": "distinct_from", "subset_of": "distinct_from",
        "possibly_subset_of": "distinct_from", "possibly_overlaps": "distinct_from", "distinct_from": "subset_of",
        "possibly_same_as": "distinct_from", "conflicts_with": "follows",
    },
    "role": _next(codelists.PLACE_ROLE),
}  # fmt: skip
# The fields of a record; and its lists, with the changed field of a part and the one that evidence has.
FIELDS = ("stage", "measure", "kind", "counted_as", "legal_form")
PARTS = (
    ("persons", "outcome", "actor"),
    ("credits", "how", "actor"),
    ("links", "relation", "fact"),
    ("places", "role", "place"),
)


@dataclass(frozen=True)
class Change:
    """One record with another meaning: the field, what the change is, the file, and the record."""

    field: str
    what: str
    file: str
    record: dict[str, Any]

    def __call__(self, root: Path) -> None:
        """Write the record into a copy of the repository."""
        text = yaml.safe_dump(self.record, sort_keys=False, allow_unicode=True, width=10_000)
        (root / self.file).write_text(text, "utf-8")


def _is_inferred(record: dict[str, Any], path: str) -> bool:
    """Whether an item that supports a value has an inference."""
    items = [one for paragraphs in record["evidence"].values() for own in paragraphs.values() for one in own]
    return any(path in one.get("supports", ()) and one.get("inference") for one in items)


def _changed(file: str, record: dict[str, Any], what: str, *place: str | int, new: str) -> Change:
    """Return a change of the value at a place in a record."""
    own = copy.deepcopy(record)
    part: Any = own
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = new
    if place == ("date",):
        own.pop("date_span", None)
    return Change(str(place[-1]), f"{Path(file).stem}: {what} {new}", file, own)


def changes() -> Iterator[Change]:
    """Every change that the records allow."""
    published = {
        path.stem: str(yaml.safe_load(path.read_text("utf-8"))["published"])
        for path in (ROOT / "seeds").glob("*.yaml")
    }
    for path in sorted((ROOT / "facts").glob("*/*.yaml")):
        file, record = path.relative_to(ROOT).as_posix(), yaml.safe_load(path.read_text("utf-8"))
        if record.get("withdrawn"):
            continue
        for name in FIELDS:
            new = OTHER.get(f"{path.parent.name} {name}", OTHER.get(name, {})).get(str(record.get(name)))
            # No legal form in the records is inferred.
            if new and (_is_inferred(record, name) or name == "legal_form"):
                yield _changed(file, record, name, name, new=new)
        for parts, name, key in PARTS:
            for index, part in enumerate(record.get(parts, ())):
                new = OTHER[name].get(part[name])
                if new and (part.get("inference") or _is_inferred(record, f"{parts}.{part.get(key)}")):
                    yield _changed(file, record, f"{part.get(key)}", parts, index, name, new=new)
        for day in {published[seed_id] for seed_id in record["evidence"]} - {str(record["date"])}:
            if len(day) == len("2031-05-03") and _is_inferred(record, "date"):
                yield _changed(file, record, "date", "date", new=day)


def chosen(count: int) -> list[Change]:
    """A fixed choice of changes, with the fields in turn."""
    by_field: dict[str, list[Change]] = {}
    for one in sorted(changes(), key=lambda one: hashlib.sha256(one.what.encode()).hexdigest()):
        by_field.setdefault(one.field, []).append(one)
    turns = zip_longest(*(own for _, own in sorted(by_field.items())))
    return [one for turn in turns for one in turn if one is not None][:count]
