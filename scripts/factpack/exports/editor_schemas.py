"""The schemas for editors, with completion and hover.

They add what exists now to the committed schemas, and validate nothing themselves. Git ignores them: they
change with every record, and `factpack validate`, `new` and `build` write them, errors or not. A reference
lists the existing ids, `evidence` has the articles and their paragraphs as keys, `supports`
suggests the fields of the fact type, and each pattern has a readable error message.

`enumDescriptions`, `errorMessage`, `patternErrorMessage`, `defaultSnippets` and `doNotSuggest` are keywords
of editors, which validators ignore: https://github.com/redhat-developer/yaml-language-server
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

from factpack import files
from factpack.dataset import Dataset
from factpack.exports import schema_files
from factpack.models import pattern_hints, quantity
from factpack.models.records import FACT_TYPES, FOLDERS, REGISTERS, Seed
from factpack.models.schemas import BASE, Schema
from factpack.models.types import NO_RELAY, UNKNOWN
from factpack.overlaps import FIGURE
from factpack.yaml import writer

_QUANTITY = (
    "Not a quantity. Write a whole number without separators (1226), with its bound where the article has one: at least, "
    "more than, about, at most, fewer than; a share with a per cent sign (about 20 %); a word of the list, as dozens or "
    "several; or not_stated."
)
_DATE = (
    "Not a date as EDTF writes it. Write 2025-12-13, 2025-12 or 2025; an interval as 2025-12-13/2025-12-14, with nothing "
    "for an end that is not known (/2025-12-13) and .. for an open one; ~ after a date for about, ? for uncertain"
)


def write(schema_set: dict[str, Schema], dataset: Dataset) -> dict[str, bytes]:
    """Return the schema files for editors: path → bytes."""
    return schema_files.write(generate(schema_set, dataset), "schemas/editor")


def refresh(root: Path, schema_set: dict[str, Schema], dataset: Dataset) -> None:
    """Write the schemas for editors if a record changed since.

    Only next to committed schemas; not while a register cannot be parsed, because its ids are not known.
    """
    if not (root / "schemas").is_dir() or not dataset.unparsed.isdisjoint(REGISTERS):
        return
    stamp = root / "schemas/editor/seed.schema.json"
    folders = [root / name for name in ("schemas", "facts", *FOLDERS.values()) if (root / name).is_dir()]
    sources = (entry for folder in folders for entry in (folder, *folder.glob("*.*")))
    if stamp.is_file() and max(one.lstat().st_mtime_ns for one in sources) < stamp.stat().st_mtime_ns:
        return
    with suppress(OSError):  # what cannot be written is no reason not to validate
        for path, content in write(schema_set, dataset).items():
            if files.read(root, path) != content:
                files.replace(root, path, content.decode())
        os.utime(stamp)


def generate(schema_set: dict[str, Schema], dataset: Dataset) -> dict[str, Schema]:
    """Return the editor schema of each kind of file."""
    ids = _ids(dataset)
    editor = deepcopy(schema_set)
    for kind, schema in editor.items():
        schema["$id"] = f"{BASE}:editor:{kind}"
        for node in _nodes(schema):
            _offer_ids(node, ids)
            _describe_examples(node)
            _explain_pattern(node)
        if kind in FACT_TYPES:
            _offer_fields(schema, kind)
            _offer_paragraphs(schema, dataset)
        _offer_relays(schema, kind, dataset, ids)
    return editor


def _ids(dataset: Dataset) -> dict[str, dict[str, str]]:
    """Return the existing ids: register → id → description."""
    ids = {
        "seeds": {key: _article(seed, dataset) for key, seed in sorted(dataset.seeds.items())},
        "facts": {key: f"{fact.title} ({fact.date})" for key, fact in sorted(dataset.facts.items())},
        "deals": {key: deal.title for key, deal in sorted(dataset.deals.items())},
    }
    for name in ("actors", "places"):
        entries: Any = dataset.register(name)
        ids[name] = {
            key: " – ".join(part for part in (entry.name, entry.description) if part)
            for key, entry in sorted(entries.items())
        }
    for register, others in dataset.invalid.items():  # they exist, whatever their errors are
        ids[register] |= {key: "Has an error." for key in sorted(others) if key not in ids[register]}
    return ids


def _article(seed: Seed, dataset: Dataset) -> str:
    """Return an article's publisher and date, not its copyrighted title."""
    known = seed.publisher and dataset.actors.get(seed.publisher)
    publisher = known.name if known else "Publisher not known"
    return f"{publisher}, {seed.published}"


def _nodes(schema: Schema) -> Iterator[Schema]:
    """Yield every schema in a schema, the inner ones first."""
    for keyword in ("$defs", "properties"):
        for part in schema.get(keyword, {}).values():
            yield from _nodes(part)
    for keyword in ("items", "propertyNames", "additionalProperties"):
        if isinstance(part := schema.get(keyword), dict):
            yield from _nodes(part)
    yield schema


# --- what exists -----------------------------------------------------------------------------------------------------


def _offer_ids(node: Schema, ids: dict[str, dict[str, str]]) -> None:
    """List the existing ids for a reference.

    A mapping whose keys are references gets the ids as its properties.
    """
    register = node.get("x-ref")
    if isinstance(register, str):
        _restrict(node, ids[register], _unknown_id(register))
    keys = node.get("propertyNames", {}).get("x-ref")
    if keys is not None:
        value = node["additionalProperties"]
        node["properties"] = {
            key: {"description": words, **deepcopy(value)} for key, words in ids[keys].items()
        }
        node["propertyNames"]["doNotSuggest"] = True  # the properties are suggested, with descriptions


def _restrict(node: Schema, choices: dict[str, str], error_message: str) -> None:
    """Restrict a text to a list, with one error message."""
    for keyword in ("pattern", "maxLength", "examples"):
        node.pop(keyword, None)
    node["enum"] = list(choices)
    node["enumDescriptions"] = list(choices.values())
    node["errorMessage"] = error_message


def _unknown_id(register: str) -> str:
    where = {"seeds": "under seeds", "facts": "under facts"}.get(register, f"in facts/{register}.yaml")
    name = register[:-1]
    return f"No {name} of this id was {where} when `factpack validate` last ran: correct the id, or add the {name}."


def _offer_relays(schema: Schema, kind: str, dataset: Dataset, ids: dict[str, dict[str, str]]) -> None:
    """List reports and outlets, but no other actors."""
    relays = {
        key: words
        for key, words in ids["actors"].items()
        if key not in dataset.actors or dataset.actors[key].kind in ("report", "outlet")
    }
    error_message = (
        "No report or outlet of this id was in facts/actors.yaml when `factpack validate` last ran."
    )
    if kind == "seed":
        _restrict(schema["properties"]["relays"]["items"], relays, error_message)
    if kind in FACT_TYPES:
        own = {NO_RELAY: "The article reports it itself."}
        _restrict(
            schema["$defs"]["Item"]["properties"]["via"],
            own | relays,
            f"{error_message} Or write {NO_RELAY}.",
        )


def _offer_paragraphs(schema: Schema, dataset: Dataset) -> None:
    """Give each article under `evidence` its paragraphs as keys."""
    evidence = schema["properties"]["evidence"]
    paragraph = evidence["additionalProperties"]["additionalProperties"]
    # The editor would quote a number that is suggested as a property; hence the snippets.
    schema["$defs"]["Paragraph"] = {**paragraph, "doNotSuggest": True}
    uses = _uses(dataset)
    for seed_id, seed in sorted(dataset.seeds.items()):
        article = evidence["properties"][seed_id]
        numbers = range(1, seed.paragraphs + 1)
        descriptions = {
            number: f"¶{number} of {seed.paragraphs}, {uses.get((seed_id, number), 'not accounted for')}."
            for number in numbers
        }
        article["properties"] = {
            str(number): {"$ref": "#/$defs/Paragraph", "description": descriptions[number]}
            for number in numbers
        }
        article["defaultSnippets"] = [
            {
                "label": str(number),
                "sortText": f"{number:04}",
                "description": descriptions[number],
                "bodyText": f"{number}:\n  - phrase: $1\n    supports: [$2]",
            }
            for number in numbers
        ]
        # The server parses the keys as numbers, so it does not find them among `properties` and reports them.
        article["patternProperties"] = {f"^(?:{'|'.join(map(str, numbers))})$": True}
        del article["propertyNames"]
        article["additionalProperties"] = False
        article["errorMessage"] = f"{seed_id} has {seed.paragraphs} paragraphs, counted from 1."


def _uses(dataset: Dataset) -> dict[tuple[str, int], str]:
    """Return who cites each paragraph, or why it is unused."""
    facts: dict[tuple[str, int], list[str]] = {}
    for fact_id, fact in sorted(dataset.facts.items()):
        for seed_id, paragraphs in fact.evidence.items():
            for number in paragraphs:
                facts.setdefault((seed_id, int(number)), []).append(fact_id)
    cited = {paragraph: f"cited by {', '.join(names)}" for paragraph, names in facts.items()}
    unused = {
        (seed_id, number): f"set aside: {reason}"
        for seed_id, seed in dataset.seeds.items()
        for number, _, reason in seed.unused_paragraphs()
    }
    return unused | cited


# --- the fields of a type of fact ------------------------------------------------------------------------------------


def _offer_fields(schema: Schema, kind: str) -> None:
    """List the fields that need evidence.

    They are suggested in `supports`, `says` and `resolutions`, and the fact's own figure in `breakdown`.
    """
    fields = {name: field for name, field in schema["properties"].items() if "x-kind" in field}
    plain = {name: field for name, field in fields.items() if not field["x-elements"]}
    listed = {name: field["description"] for name, field in fields.items() if field["x-elements"]}
    if kind == "meeting":  # the only values that may have evidence and need none
        listed["capacity"] = schema["$defs"]["Participant"]["properties"]["capacity"]["description"]
    error_message = (
        f"No field of a {kind} that takes evidence. Write {', '.join(plain)}; or, with the element after the dot, "
        f"{', '.join(f'{name}.…' for name in listed)}."
    )
    item, part = schema["$defs"]["Item"]["properties"], schema["$defs"]["Part"]["properties"]
    supports, says, resolutions = item["supports"]["items"], item["says"], schema["properties"]["resolutions"]

    supports["pattern"] = f"^(?:{'|'.join(plain)})$|{_element_of(listed)}"
    supports["patternErrorMessage"] = error_message
    supports["defaultSnippets"] = [
        {"label": name, "body": name, "description": field["description"]} for name, field in plain.items()
    ] + [{"label": f"{name}.…", "body": f"{name}.$1", "description": words} for name, words in listed.items()]

    says["properties"] = {name: _statement(field) for name, field in plain.items()}
    resolutions["properties"] = {
        name: {"$ref": "#/$defs/Resolution", "description": field["description"]}
        for name, field in plain.items()
    }
    for node in (says, resolutions):
        node["patternProperties"] = {_element_of(listed): node["additionalProperties"]}
        node["defaultSnippets"] = [
            {"label": f"{name}.…", "description": words, "bodyText": f"{name}.$1: $2"}
            for name, words in listed.items()
        ]
        del node["propertyNames"]
        node["additionalProperties"] = False
        node["errorMessage"] = error_message

    if figure := FIGURE.get(FACT_TYPES[kind]):
        words = f"The fact's own figure, {figure}."
        part["of_key"]["defaultSnippets"] = [{"label": figure, "body": figure, "description": words}]


def _element_of(fields: Iterable[str]) -> str:
    """Return the pattern of an element of the fields."""
    return rf"^(?:{'|'.join(fields)})\.[a-z0-9_]+(-[a-z0-9_]+)*$"


def _statement(field: Schema) -> Schema:
    """Return the schema of a value in `says`, or `unknown`."""
    value = {
        keyword: deepcopy(part)
        for keyword, part in field.items()
        if keyword != "default" and not keyword.startswith("x-")
    }
    unknown = {"label": UNKNOWN, "body": UNKNOWN, "description": "The article says that it is not known."}
    if "enum" in value:
        value["enum"].append(UNKNOWN)
        value["enumDescriptions"].append(unknown["description"])
    elif field.get("format") in ("quantity", "edtf"):
        value["pattern"] = f"^{UNKNOWN}$|{value['pattern']}"
        value["defaultSnippets"].append(unknown)
    return value


# --- what a person reads ---------------------------------------------------------------------------------------------


def _describe_examples(node: Schema) -> None:
    """Move the examples into the description.

    An editor would suggest them, with their made-up dates and ids, as values.
    """
    examples = node.pop("examples", None)
    if examples and "enum" not in node:
        listed = ", ".join(f"`{writer.flow(example)}`" for example in examples)
        node["description"] = f"{node['description']} Example{'s' if len(examples) > 1 else ''}: {listed}."
    if "`" in node.get("description", ""):
        node["markdownDescription"] = node["description"]


def _explain_pattern(node: Schema) -> None:
    """Give a pattern a readable message and completions."""
    pattern = node.get("pattern")
    if not isinstance(pattern, str):
        return
    if node.get("format") == "quantity":
        _explain_notation(node, _QUANTITY)
        node["defaultSnippets"] = _quantity_snippets()
    elif (
        node.get("format") == "edtf" and node["type"] != "string"
    ):  # a hint on its pattern explains a mere day
        words = re.match(r"\^\(\?:([a-z_|]+)\)\$\|", pattern)
        also = words[1].split("|") if words else []
        _explain_notation(node, _DATE + "".join(f"; or {word}" for word in also) + ".")
        day = {
            "label": "YYYY-MM-DD",
            "body": '"${1:YYYY-MM-DD}"',
            "description": "A day, or another date in EDTF.",
        }
        node["defaultSnippets"] = [day, *({"label": word, "body": word} for word in also)]
    else:
        node["patternErrorMessage"] = pattern_hints.hint(pattern)


def _quantity_snippets() -> list[dict[str, str]]:
    """Return the words of the quantity notation, for completion."""
    bounds = ("at_least", "more_than", "about", "at_most", "fewer_than")
    words = quantity.VAGUE | {"not_stated": quantity.QUALIFIERS["not_stated"]}
    return [
        {"label": f"{spelt} …", "body": f"{spelt} $1", "description": quantity.QUALIFIERS[code]}
        for code in bounds
        for spelt in [code.replace("_", " ")]
    ] + [{"label": word, "body": word, "description": meaning} for word, meaning in words.items()]


def _explain_notation(node: Schema, message: str) -> None:
    """Set one error message for every violation of a notation.

    The bounds of a number move into `then`, because editors have no keyword for their messages.
    """
    node["patternErrorMessage"] = node["errorMessage"] = message
    bounds = {keyword: node.pop(keyword) for keyword in ("minimum", "maximum")}
    node["if"] = {"type": "integer", "not": bounds}
    node["then"] = {"type": "string", "errorMessage": message}
