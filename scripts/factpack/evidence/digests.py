"""The digests of evidence items and records in the lock.

A digest attests its content until a single character changes. Digests are taken over JSON with sorted keys, so
that neither the order of keys nor the notation of numbers in YAML matters.
"""

import json
from typing import Any

from factpack.evidence.texts import digest
from factpack.models.parts import Item
from factpack.models.records import Fact
from factpack.models.types import Record

_WORDING = ("title", "notes", "evidence")


def item_digest(fact: Fact, seed_id: str, paragraph: str, item: Item, paragraph_digest: str) -> str:
    """Return the digest of an evidence item.

    It covers the words, the place, and every value that they support. It changes when the phrase, the
    paragraph, anything else in the item, or a value of the record that it supports changes by a character; of
    a date how it is meant counts too.
    """
    paths = {*item.supports, *(["date_span"] if "date" in item.supports else ())}
    values = {path: _value(fact, path) for path in paths}
    return digest(paragraph_digest, fact.id, seed_id, paragraph, canonical([item, values]))


def record_digest(fact: Fact) -> str:
    """Return the digest of a record, without prose and evidence."""
    return digest(fact.id, canonical({**_fields(fact), **dict.fromkeys(_WORDING)}))


def canonical(value: Any) -> str:
    """Return a value as sorted JSON, without empty fields."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return _fields(value) if isinstance(value, Record) else str(value)  # a quantity or a date


def _fields(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record if value or value is False}


def _value(fact: Fact, path: str) -> Any:
    """Return the value of a field or an element."""
    field, _, element = path.partition(".")
    return fact.element(field, element) if element else getattr(fact, field, None)
