"""Write YAML files in canonical form.

Fields follow the order of the models, except in facts, where the fields of a type come between the common ones.
Paragraphs are sorted by number, the entries of a register by id. Everything else keeps the curator's order.
"""

import contextlib
import re
import unicodedata
from collections import Counter

from factpack import text_files
from factpack.models.records import FACT_TYPES, REGISTERS
from factpack.models.schemas import Schema, parts, resolve
from factpack.problems import Problem
from factpack.yaml import reader, tree, writer
from factpack.yaml.tree import Node

# In order: identity, time, figure, actors, objects and places, relations, evidence.
FACT_ORDER = (
    "id", "title", "stage", "kind", "date", "date_span",
    "measure", "value", "released", "counted_as", "subject", "according_to", "legal_form",
    "proposed_by", "claimed_by", "released_by", "received_by", "credits", "participants", "delegation_size",
    "actors", "addressee", "announced_by", "targets", "reason", "effective",
    "places", "persons", "topics", "breakdown", "deals", "links", "remarks", "notes",
    "evidence", "resolutions", "withdrawn",
)  # fmt: skip

# Never in braces: evidence, because YAML would split a phrase at its comma; register entries, because they grow.
_ALWAYS_BLOCK = ("Item", "Actor", "Place", "Deal")
_MODELINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=.*")


def read(path: str, raw: bytes | Problem) -> reader.Document:
    """Read a file strictly, after fixing unambiguous faults.

    These are line endings, a byte order mark, and the normal form.
    """
    with contextlib.suppress(UnicodeDecodeError):  # the reader reports where
        if isinstance(raw, bytes):
            raw = unicodedata.normalize("NFC", text_files.decode(raw)).encode()
    return reader.read(path, raw, block_under="evidence")


def form(root: Node, kind: str, schema: Schema, named: str) -> str:
    """Return the canonical text of a file.

    named: the path of the schema for editors, relative to the file.
    """
    _arrange(root, schema, schema)
    if kind in FACT_TYPES:
        _sort_keys(root, FACT_ORDER)
    for _, part in root.entries if kind in REGISTERS else ():
        if isinstance(part.value, list) and all(map(_id, part.value)):
            part.value.sort(key=_id)
    head = [comment for comment in root.lead if not _MODELINE.fullmatch(comment)]
    root.lead = [f"# yaml-language-server: $schema={named}", *head]
    text = writer.write(root)
    again = read("", text.encode())
    is_same = not again.problems and again.data == root.plain
    if not is_same or Counter(tree.of_document(again).comments) != Counter(root.comments):
        # This would be a bug in this program.
        raise RuntimeError(f"The canonical form changes the record: {again.problems or text}")
    return text


def _arrange(node: Node, schema: Schema, whole: Schema, key: str | int = "") -> None:
    """Sort keys by schema, recursively; mark what may have braces."""
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    schema = resolve(schema, whole)
    fields = schema.get("properties", {})
    for at, part, below in parts(node.value, schema):
        _arrange(part, below, whole, at)
    if isinstance(node.value, dict):
        node.in_braces = key == "says" or (bool(name) and name not in _ALWAYS_BLOCK)
        if not fields and all(map(str.isdecimal, node.value)):
            node.value = dict(sorted(node.value.items(), key=lambda entry: int(entry[0])))
    _sort_keys(node, tuple(fields))


def _sort_keys(node: Node, order: tuple[str, ...]) -> None:
    """Sort known keys; unknown ones follow in their order."""
    if isinstance(node.value, dict):
        known = [name for name in order if name in node.value]
        node.value = {name: node.value[name] for name in (*known, *node.value)}


def _id(entry: Node) -> str:
    """Return a record's id in a register, or empty."""
    record = entry.plain
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) else ""
