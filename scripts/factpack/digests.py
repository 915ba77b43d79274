"""The digests of evidence items and of records: what the lock attests, until it changes by a character.

Each is over canonical JSON that has texts for leaves: keys sorted, so that the order in a file does not matter, and every
number and date as text, so that how YAML writes it does not.
"""

from collections.abc import Collection
from json.encoder import encode_basestring as quoted
from typing import Any

from factpack.models.parts import Item
from factpack.models.records import Fact
from factpack.models.types import Record
from factpack.texts import digest


class Carried(dict[str, str]):
    """The values of a fact as canonical JSON, by the name that evidence uses. Each is made when it is first asked for.

    Of an element (a participant, a part of a breakdown) it is the whole entry.
    """

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self.fact = fact

    def __missing__(self, path: str) -> str:
        field, _, element = path.partition(".")
        content = self.fact.element(field, element) if element else getattr(self.fact, field, None)
        self[path] = text = canonical(content)
        return text


def item_digest(carried: Carried, seed_id: str, paragraph: str, item: Item, paragraph_digest: str) -> str:
    """The digest of an evidence item: its words, its place, and every value that it carries.

    It changes when the phrase, the paragraph, anything else in the item, or a value of the record that it supports
    changes by a character; of a date how it is meant counts too.
    """
    values = {path: carried[path] for path in item.supports}
    if "date" in values:
        values["date_span"] = quoted(carried.fact.date_span or "")
    return digest(
        paragraph_digest, carried.fact.id, seed_id, paragraph, f"[{canonical(item)}, {_in_braces(values)}]"
    )


def record_digest(fact: Fact) -> str:
    """The digest of a record but for its wording and its evidence: its values, links, parts and resolutions."""
    return digest(fact.id, _in_braces(_fields(fact, without=_WORDING) | _WORDING))


_WORDING = {"title": '""', "notes": '""', "evidence": '""'}


def canonical(content: Any) -> str:
    """A value as canonical JSON."""
    kind = content.__class__
    if kind is str:
        return quoted(content)
    if kind is list:
        return f"[{', '.join([canonical(part) for part in content])}]"
    if kind is dict:
        return _in_braces({key: canonical(part) for key, part in content.items()}) if content else "{}"
    if issubclass(kind, Record):
        return _in_braces(_fields(content))
    return quoted(str(content))


def _fields(record: Record, without: Collection[str] = ()) -> dict[str, str]:
    """The fields of a record that have something in them, each as canonical JSON."""
    fields = {}
    for name in type(record).fields():
        value = getattr(record, name)
        if value is not None and value not in ([], {}) and name not in without:
            fields[name] = canonical(value)
    return fields


def _in_braces(values: dict[str, str]) -> str:
    return "{" + ", ".join([f"{quoted(key)}: {values[key]}" for key in sorted(values)]) + "}"
