"""Reads the repository: paths in, a dataset and its problems out. Nothing is written, nothing is raised for bad data."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from factpack import curated_files, named_ids, shape, yaml_source
from factpack.models.records import FACT_TYPES, REGISTERS, Actor, Deal, Fact, Place, Seed
from factpack.models.schemas import KINDS, Schema, schema_path
from factpack.models.types import NO_RELAY, Record
from factpack.problems import Pointer, Problem
from factpack.yaml_source import Document


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file that was read: its kind (seed, release, …, actors, …) and its document."""

    kind: str
    document: Document

    @property
    def path(self) -> str:
        return self.document.path


@dataclass
class Dataset:
    """All records, by id, and where each stands.

    unread: the registers (seeds, facts, actors, places, deals) of which a record could not be read or admitted, so that
    an id that is missing there is no finding; where: (register, id) → path and pointer of the record; named: register →
    the ids of it that records name; `said` → the values that articles have otherwise, ids among them.
    """

    seeds: dict[str, Seed] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    schemas: dict[str, Schema] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    where: dict[tuple[str, str], tuple[str, Pointer]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def register(self, name: str) -> Mapping[str, Record]:
        """The records of one register: seeds, facts, actors, places or deals."""
        return cast(Mapping[str, Record], getattr(self, name))

    def fact_path(self, fact_id: str) -> str:
        """The file of a fact."""
        return self.where["facts", fact_id][0]


def committed_schemas(root: Path) -> tuple[dict[str, Schema], list[Problem]]:
    """The JSON Schemas that are committed in `schemas/`."""
    schemas: dict[str, Schema] = {}
    problems = []
    for kind in KINDS:
        path = schema_path(kind)
        schema = _schema(root, path)
        if isinstance(schema, dict):
            schemas[kind] = schema
        else:
            message = f"The schema of {kind} files {schema}."
            problems.append(
                Problem(path, 1, 1, "unreadable-schema", message, "Run `make`: it writes the schemas.")
            )
    return schemas, problems


def _schema(root: Path, path: str) -> Schema | str:
    """A committed schema; what is wrong with it, in words, where it is none."""
    if not (root / path).exists():
        return "is missing"
    raw = curated_files.read(root, path)
    if isinstance(raw, bytes):
        try:
            schema = json.loads(raw)
            if isinstance(schema, dict):
                shape.compile_schema(schema)
                return schema
        except (ValueError, RecursionError):
            pass
    return "cannot be read"


def load(root: Path, schemas: dict[str, Schema]) -> tuple[Dataset, list[Problem]]:
    """Read every record under `root` and hold it against the schema of its kind."""
    dataset, problems = Dataset(schemas=schemas), list[Problem]()
    validators = {kind: shape.compile_schema(schema) for kind, schema in schemas.items()}
    plans = {kind: named_ids.plan(schema) for kind, schema in schemas.items()}
    astray: list[tuple[str, Document]] = []
    admission: list[Problem] = []
    listing = curated_files.find(root)
    problems += listing.problems
    dataset.unread |= listing.unread  # what lies in the wrong place may be any record
    for kind, path in listing.files:
        document = _read(root, path, problems)
        if document is None:
            _give_up(dataset, kind)
            continue
        found = (
            document.problems
            or _misplaced(document, kind, schemas)
            or shape.check(document, schemas[kind], validators[kind])
        )
        problems += found
        if found:
            _give_up(dataset, kind)
            continue
        dataset.sources.append(Source(kind, document.without_data()))  # the records hold what it held
        _note_names(dataset, document.data, plans[kind])
        if _is_astray(document, kind):
            astray.append((kind, document))
        else:
            admission += _admit(dataset, kind, document)
    for kind, document in astray:
        admission += _admit(dataset, kind, document)
    return dataset, problems + admission


def _note_names(dataset: Dataset, data: Any, where: named_ids.Plan) -> None:
    for register, name, _ in named_ids.named(data, where):
        dataset.named[register].add(name)


def _note_names_of_items(dataset: Dataset, fact: Fact) -> None:
    """What the schema cannot tell to be ids: `via` may be `none`, and what articles have otherwise may be anything."""
    for paragraphs in fact.evidence.values():
        for items in paragraphs.values():
            for item in items:
                if item.via is not None and item.via != NO_RELAY:
                    dataset.named["actors"].add(item.via)
                dataset.named["said"].update(item.says.values())


def _misplaced(document: Document, kind: str, schemas: dict[str, Schema]) -> list[Problem]:
    """That the file has the fields of another kind than its folder's: one finding, instead of one a field."""
    if kind not in curated_files.FOLDERS or shape.has_fields(document.data, schemas[kind]):
        return []
    # No two kinds have the same required fields.
    other = next(
        (other for other in curated_files.FOLDERS if shape.has_fields(document.data, schemas[other])), None
    )
    if other is None:
        return []
    message = f"The record has the fields of a {other} record, and lies in {curated_files.FOLDERS[kind]}."
    mend = f"Move the file to {curated_files.FOLDERS[other]}."
    return [Problem(document.path, 1, 1, "wrong-folder", message, mend)]


def _is_astray(document: Document, kind: str) -> bool:
    """Whether a file is not named by the id of its record: then the id may be that of another."""
    return kind not in REGISTERS and document.data["id"] != _stem(document.path)


def _stem(path: str) -> str:
    """The name of a file, without its ending."""
    return path.rpartition("/")[2].removesuffix(".yaml")


def _give_up(dataset: Dataset, kind: str) -> None:
    dataset.unread.add("facts" if kind in FACT_TYPES else "seeds" if kind == "seed" else kind)


def _read(root: Path, path: str, problems: list[Problem]) -> Document | None:
    raw = curated_files.read(root, path)
    if isinstance(raw, Problem):
        problems.append(raw)
        return None
    return yaml_source.read(path, raw, block_under="evidence")


def _admit(dataset: Dataset, kind: str, document: Document) -> Iterator[Problem]:
    """Add the records of one file; a file that is not named by its id, or an id that is taken, is a finding."""
    if kind in REGISTERS:
        model = REGISTERS[kind].read(document.data)
        for index, record in enumerate(getattr(model, kind)):
            yield from _add(dataset, kind, record, document, (kind, index))
        return
    record = (Seed if kind == "seed" else FACT_TYPES[kind]).read(document.data)
    if isinstance(record, Fact):
        _note_names_of_items(dataset, record)
    register = "seeds" if kind == "seed" else "facts"
    stem = _stem(document.path)
    taken = list(_add(dataset, register, record, document, ()))
    if record.id == stem:
        yield from taken
        return
    line, column = document.locate(("id",))
    message = f"The id {record.id!r} is not the name of the file, {stem!r}"
    message += f", and stands in {dataset.where[register, record.id][0]} already." if taken else "."
    mend = "Rename the file or mend the id. An id that was published never changes."
    dataset.unread.add(register)  # the id that others name may be either
    yield Problem(document.path, line, column, "id-not-file-name", message, mend, pointer=("id",))


# The registers whose ids share one space; facts and seeds have one each.
_SHARED = tuple(REGISTERS)


def _add(
    dataset: Dataset, register: str, record: Any, document: Document, pointer: Pointer
) -> Iterator[Problem]:
    spaces = _SHARED if register in _SHARED else (register,)
    taken = next(
        (dataset.where[space, record.id] for space in spaces if (space, record.id) in dataset.where), None
    )
    if taken is None:
        cast(dict[str, Any], dataset.register(register))[record.id] = record
        dataset.where[register, record.id] = (document.path, pointer)
        return
    dataset.unread.add(register)
    line, column = document.locate((*pointer, "id"))
    message = f"The id {record.id!r} is taken: it stands in {taken[0]} already."
    yield Problem(
        document.path, line, column, "duplicate-id", message, "Choose another id.", pointer=(*pointer, "id")
    )
