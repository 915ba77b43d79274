"""Write the schemas for editors, with completion and hover.

They add existing ids, paragraphs and error messages to the committed schemas; no command validates by them. Git
ignores them, because they change with every record; `factpack validate`, `new` and `build` write them even if
there are errors.

`enumDescriptions`, `errorMessage`, `patternErrorMessage`, `defaultSnippets` and `doNotSuggest` are keywords
of editors, which validators ignore: https://github.com/redhat-developer/yaml-language-server
"""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

from factpack import files
from factpack.dataset import Dataset
from factpack.exports.json_files import schema_files
from factpack.models import quantity, types
from factpack.models.records import FACT_TYPES, REGISTERS, Fact, Seed
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
_BOUNDS = ("at least", "more than", "about", "at most", "fewer than")
_NO_RELAY = "No report or outlet had this id when `factpack validate` last ran."


def write(schema_set: dict[str, Schema], dataset: Dataset) -> dict[str, bytes]:
    """Return the schema files for editors: path → bytes."""
    return schema_files(generate(schema_set, dataset), "schemas/editor")


def refresh(root: Path, schema_set: dict[str, Schema], dataset: Dataset) -> None:
    """Write the schemas for editors that changed.

    They are written only next to committed schemas, and not while a register cannot be parsed: its ids are unknown.
    """
    unknown = dataset.unread & {*REGISTERS} - dataset.invalid.keys()
    if not (root / "schemas").is_dir() or any(not dataset.register(name) for name in unknown):
        return
    with suppress(OSError):  # a read-only folder must not stop validation
        for path, content in write(schema_set, dataset).items():
            if files.read(root, path) != content:
                files.replace(root, path, content.decode())


def generate(schema_set: dict[str, Schema], dataset: Dataset) -> dict[str, Schema]:
    """Return the editor schema of each kind of file."""
    ids = _ids(dataset)
    relays = {
        key: words
        for key, words in ids["actors"].items()
        if key not in dataset.actors or dataset.actors[key].kind in ("report", "outlet")
    }
    editor = deepcopy(schema_set)
    for kind, schema in editor.items():
        schema["$id"] = f"{BASE}:editor:{kind}"
        for node in _nodes(schema):
            _offer_ids(node, ids)
            _describe_examples(node)
            if "pattern" in node:
                _explain_pattern(node)
        if kind in FACT_TYPES:
            _offer_fields(schema, kind)
            _offer_paragraphs(schema, dataset)
            own = {NO_RELAY: "The article reports it itself."} | relays
            _restrict(schema["$defs"]["Item"]["properties"]["via"], own, f"{_NO_RELAY} Or write {NO_RELAY}.")
        elif kind == "seed":
            _restrict(schema["properties"]["relays"]["items"], relays, _NO_RELAY)
    return editor


def _ids(dataset: Dataset) -> dict[str, dict[str, str]]:
    """Return the existing ids: register → id → description."""
    return {
        name: dict.fromkeys(sorted(dataset.invalid.get(name, ())), "Has an error.")
        | {key: _words(record, dataset) for key, record in sorted(dataset.register(name).items())}
        for name in ("seeds", "facts", *REGISTERS)
    }


def _words(record: Any, dataset: Dataset) -> str:
    """Return what an editor says about a record."""
    if isinstance(record, Seed):  # not its title, which is under copyright
        publisher = dataset.actors.get(record.publisher or "")
        return f"{publisher.name if publisher else 'Publisher not known'}, {record.published}"
    if isinstance(record, Fact):
        return f"{record.title} ({record.date})"
    about = getattr(record, "description", None)
    return " – ".join(filter(None, (getattr(record, "name", None) or record.title, about)))


def _nodes(schema: Schema) -> Iterator[Schema]:
    """Yield every schema in a schema, the inner ones first."""
    parts = [*schema.get("$defs", {}).values(), *schema.get("properties", {}).values()]
    parts += [schema.get(keyword) for keyword in ("items", "propertyNames", "additionalProperties")]
    for part in parts:
        if isinstance(part, dict):
            yield from _nodes(part)
    yield schema


# --- what exists -----------------------------------------------------------------------------------------------------


def _offer_ids(node: Schema, ids: dict[str, dict[str, str]]) -> None:
    """List the existing ids for a reference.

    A mapping whose keys are references gets the ids as its properties.
    """
    if register := node.get("x-ref"):
        message = f"No {register[:-1]} had this id when `factpack validate` last ran: correct it, or add the record."
        _restrict(node, ids[register], message)
    if keys := node.get("propertyNames", {}).get("x-ref"):
        value = node["additionalProperties"]
        described = ids[keys].items()
        node["properties"] = {key: {"description": words, **deepcopy(value)} for key, words in described}
        node["propertyNames"]["doNotSuggest"] = True  # the properties are suggested, with descriptions


def _restrict(node: Schema, choices: dict[str, str], error_message: str) -> None:
    """Restrict a text to a list, with one error message."""
    for keyword in ("pattern", "maxLength", "examples"):
        node.pop(keyword, None)
    node["enum"] = list(choices)
    node["enumDescriptions"] = list(choices.values())
    node["errorMessage"] = error_message


def _offer_paragraphs(schema: Schema, dataset: Dataset) -> None:
    """Give each article under `evidence` its paragraphs as keys."""
    evidence = schema["properties"]["evidence"]
    paragraph = evidence["additionalProperties"]["additionalProperties"]
    citing = dataset.citing()
    for seed_id, seed in sorted(dataset.seeds.items()):
        article = evidence["properties"][seed_id]
        uses = {number: f"unused: {reason}" for number, reason in seed.unused_paragraphs().items()}
        uses |= {number: f"cited by {', '.join(names)}" for number, names in citing[seed_id].items()}
        numbers = range(1, seed.paragraphs + 1)
        snippets = []
        for number in numbers:
            item = f"{number}:\n  - phrase: $1\n    supports: [$2]"
            use = uses.get(number, "not accounted for")
            snippet = _snippet(f"{number}", item, f"¶{number} of {seed.paragraphs}, {use}.")
            snippets.append(snippet | {"sortText": f"{number:0>4}"})
        # The server does not find numbers among `properties` and `propertyNames`.
        del article["propertyNames"]
        article |= {
            "patternProperties": {f"^(?:{'|'.join(map(str, numbers))})$": paragraph},
            "additionalProperties": False,
            "errorMessage": f"{seed_id} has {seed.paragraphs} paragraphs, counted from 1.",
            "defaultSnippets": snippets,
        }


# --- the fields of a type of fact ------------------------------------------------------------------------------------


def _offer_fields(schema: Schema, kind: str) -> None:
    """List the fields that need evidence.

    They are suggested in `supports`, `says` and `resolutions`, and the fact's own figure in `breakdown`.
    """
    fields = {name: field for name, field in schema["properties"].items() if "x-kind" in field}
    plain = {name: field["description"] for name, field in fields.items() if not field["x-elements"]}
    listed = {name: field["description"] for name, field in fields.items() if field["x-elements"]}
    if kind == "meeting":  # the only values that may have evidence and need none
        listed["capacity"] = schema["$defs"]["Participant"]["properties"]["capacity"]["description"]
    element = rf"^(?:{'|'.join(listed)})\.[a-z0-9_]+(-[a-z0-9_]+)*$"
    error_message = (
        f"No field of a {kind} that takes evidence. Write {', '.join(plain)}; or, with the element after the dot, "
        f"{', '.join(f'{name}.…' for name in listed)}."
    )
    names = {"pattern": f"^(?:{'|'.join(plain)})$|{element}", "patternErrorMessage": error_message}
    snippets = [_snippet(name, name, words) for name, words in plain.items()]
    snippets += [_snippet(f"{name}.…", f"{name}.$1", words) for name, words in listed.items()]
    item, resolutions = schema["$defs"]["Item"]["properties"], schema["properties"]["resolutions"]
    item["supports"]["items"] |= {**names, "defaultSnippets": snippets}
    item["says"]["properties"] = {name: _statement(fields[name]) for name in plain}
    ref = "#/$defs/Resolution"
    resolutions["properties"] = {name: {"$ref": ref, "description": words} for name, words in plain.items()}
    elements = [_snippet(f"{name}.…", f"{name}.$1: $2", words) for name, words in listed.items()]
    for node in (item["says"], resolutions):
        node |= {"propertyNames": names | {"doNotSuggest": True}, "defaultSnippets": elements}
    if figure := FIGURE.get(FACT_TYPES[kind]):
        part = schema["$defs"]["Part"]["properties"]["of_key"]
        part["defaultSnippets"] = [_snippet(figure, figure, f"The fact's own figure, {figure}.")]


def _snippet(label: str, body: str, description: str) -> dict[str, str]:
    return {"label": label, "bodyText": body, "description": description}


def _statement(field: Schema) -> Schema:
    """Return the schema of a value in `says`, or `unknown`."""
    unknown = "The article says that it is not known."
    value = deepcopy({name: part for name, part in field.items() if name != "default"})
    if "enum" in value:
        value["enum"].append(UNKNOWN)
        value["enumDescriptions"].append(unknown)
    elif field.get("format") in ("quantity", "edtf"):
        value["pattern"] = f"^{UNKNOWN}$|{value['pattern']}"
        value["defaultSnippets"].append(_snippet(UNKNOWN, UNKNOWN, unknown))
    return value


# --- what a person reads ---------------------------------------------------------------------------------------------


def _describe_examples(node: Schema) -> None:
    """Move the examples into the description.

    An editor would suggest them, with their made-up dates and ids, as values.
    """
    if examples := node.pop("examples", ()):
        node["description"] += f" For example: {', '.join(f'`{writer.flow(one)}`' for one in examples)}."
    if "`" in node.get("description", ""):
        node["markdownDescription"] = node["description"]


def _explain_pattern(node: Schema) -> None:
    """Give a pattern a readable message and completions."""
    if node.get("format") == "quantity":
        message, meanings = _QUANTITY, quantity.QUALIFIERS | quantity.VAGUE
        snippets = [_snippet(f"{one} …", f"{one} $1", meanings[one.replace(" ", "_")]) for one in _BOUNDS]
        snippets += [_snippet(word, word, meanings[word]) for word in (*quantity.VAGUE, "not_stated")]
    elif node.get("format") == "edtf" and node["type"] != "string":  # a hint explains a mere day
        others = node["pattern"].removeprefix("^(?:").partition(")$|")[0].split("|")
        message = f"{_DATE}; or {' or '.join(others)}."
        snippets = [_snippet("YYYY-MM-DD", '"${1:YYYY-MM-DD}"', "A day, or another date in EDTF.")]
        snippets += [{"label": word, "bodyText": word} for word in others]
    else:
        node["patternErrorMessage"] = types.hint(node["pattern"])
        return
    node |= {"defaultSnippets": snippets, "patternErrorMessage": message, "errorMessage": message}
    # Editors have no keyword for the messages of bounds.
    node["if"] = {"type": "integer", "not": {bound: node.pop(bound) for bound in ("minimum", "maximum")}}
    node["then"] = {"type": "string", "errorMessage": message}
