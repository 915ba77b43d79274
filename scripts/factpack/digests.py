"""The digests of evidence items, records and facts: what the lock attests, until it changes by a character.

Those of items and records are over JSON with its keys sorted and texts for leaves, so that neither their order in a file nor
how YAML writes a number matters. That of a fact is over its file, and tells that neither needs to be looked at.
"""

from collections.abc import Collection, Mapping
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Any, cast

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
        if path == "date_span":
            return quoted(self.fact.date_span or "")
        content = self.fact.element(field, element) if element else getattr(self.fact, field, None)
        self[path] = text = canonical(content)
        return text


def item_digest(carried: Carried, seed_id: str, paragraph: str, item: Item, paragraph_digest: str) -> str:
    """The digest of an evidence item: its words, its place, and every value that it carries.

    It changes when the phrase, the paragraph, anything else in the item, or a value of the record that it supports
    changes by a character; of a date how it is meant counts too.
    """
    paths = {*item.supports}
    if "date" in paths:
        paths.add("date_span")
    values = _in_braces([f'"{path}": {carried[path]}' for path in sorted(paths)])
    return digest(paragraph_digest, carried.fact.id, seed_id, paragraph, f"[{_fields(item)}, {values}]")


def record_digest(fact: Fact) -> str:
    """The digest of a record but for its wording and its evidence: its values, links, parts and resolutions."""
    return digest(fact.id, _fields(fact, _WORDING))


_WORDING = frozenset(("title", "notes", "evidence"))


def fact_digest(fact: Fact, text: str, paragraphs: Mapping[tuple[str, str], str]) -> str:
    """The digest of the file of a fact, to the character, and of the paragraphs that it cites.

    While it stays the same, so do the digests of all its items and of its record. paragraphs: (article, number) → digest.
    """
    cited = [paragraphs.get((seed_id, key), "") for seed_id, keys in fact.evidence.items() for key in keys]
    return digest(*cited, text)


def canonical(content: Any) -> str:
    """A value as canonical JSON."""
    kind = content.__class__
    if kind is str:
        return quoted(content)
    if kind is list:
        return f"[{', '.join([canonical(part) for part in content])}]"
    if kind is dict:
        return _in_braces([f"{quoted(key)}: {canonical(content[key])}" for key in sorted(content)])
    return _fields(content) if issubclass(kind, Record) else quoted(str(content))


def _fields(record: Record, blank: Collection[str] = ()) -> str:
    """The fields of a record that have something in them. blank: those of which it is left out."""
    texts = []
    for name in _names(cast(Any, type(record))):
        if name in blank:
            texts.append(f'"{name}": ""')
        elif (value := getattr(record, name)) or value is False:
            texts.append(f'"{name}": {canonical(value)}')
    return _in_braces(texts)


@cache
def _names(model: type[Record]) -> list[str]:
    return sorted(model.fields())


def _in_braces(texts: list[str]) -> str:
    return f"{{{', '.join(texts)}}}"
