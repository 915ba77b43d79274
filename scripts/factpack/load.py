"""Reads the repository: paths in, a dataset and its problems out. Nothing is written, nothing is raised for bad data."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from factpack import shape, yaml_source
from factpack.models.records import FACT_FOLDERS, FACT_TYPES, REGISTERS, Actor, Deal, Fact, Place, Seed
from factpack.models.schemas import KINDS, Schema, schema_path
from factpack.models.types import Record
from factpack.problems import Pointer, Problem
from factpack.yaml_source import Document


@dataclass(frozen=True)
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
    an id that is missing there is no finding; where: (register, id) → path and pointer of the record.
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
        try:
            schemas[kind] = json.loads((root / path).read_bytes())
        except (OSError, ValueError) as error:
            reason = "is missing" if isinstance(error, FileNotFoundError) else "cannot be read"
            message = f"The schema of {kind} files {reason}."
            problems.append(
                Problem(path, 1, 1, "unreadable-schema", message, "Run `make`: it writes the schemas.")
            )
    return schemas, problems


def load(root: Path, schemas: dict[str, Schema]) -> tuple[Dataset, list[Problem]]:
    """Read every record under `root` and hold it against the schema of its kind."""
    dataset, problems = Dataset(schemas=schemas), list[Problem]()
    validators = {kind: shape.compile_schema(schema) for kind, schema in schemas.items()}
    for kind, path in _files(root, problems):
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
        else:
            dataset.sources.append(Source(kind, document))
    for source in sorted(dataset.sources, key=_is_astray):
        problems += _admit(dataset, source.kind, source.document)
    # What lies in the wrong place may be any record.
    dataset.unread |= {
        problem.path.partition("/")[0] for problem in problems if problem.rule == "unexpected-file"
    }
    return dataset, problems


def _misplaced(document: Document, kind: str, schemas: dict[str, Schema]) -> list[Problem]:
    """That the file has the fields of another kind than its folder's: one finding, instead of one a field."""
    if kind not in _FOLDERS or shape.has_fields(document.data, schemas[kind]):
        return []
    # No two kinds have the same required fields.
    other = next((other for other in _FOLDERS if shape.has_fields(document.data, schemas[other])), None)
    if other is None:
        return []
    message = f"The record has the fields of a {other} record, and lies in {_FOLDERS[kind]}."
    mend = f"Move the file to {_FOLDERS[other]}."
    return [Problem(document.path, 1, 1, "wrong-folder", message, mend)]


def _is_astray(source: Source) -> bool:
    """Whether a file is not named by the id of its record: then the id may be that of another."""
    data = source.document.data
    return source.kind not in REGISTERS and data["id"] != Path(source.path).stem


# Where the files of each kind lie, but for the registers.
_FOLDERS = {"seed": "seeds"} | {kind: f"facts/{folder}" for kind, folder in FACT_FOLDERS.items()}


def _give_up(dataset: Dataset, kind: str) -> None:
    dataset.unread.add("facts" if kind in FACT_TYPES else "seeds" if kind == "seed" else kind)


def _read(root: Path, path: str, problems: list[Problem]) -> Document | None:
    try:
        raw = (root / path).read_bytes()
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        problems.append(
            Problem(path, 1, 1, "unreadable-file", message, "Check that it is a file that you may read.")
        )
        return None
    return yaml_source.read(path, raw, block_under="evidence")


def _files(root: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The files to read, with their kinds, in a fixed order. What else lies in these folders is a finding."""
    folders = {folder: kind for kind, folder in _FOLDERS.items()}
    for name in REGISTERS:
        yield name, f"facts/{name}.yaml"
    known = (
        {f"facts/{name}.yaml" for name in REGISTERS} | set(folders) | {"seeds/texts", "seeds/evidence.lock"}
    )
    for folder in ("facts", *folders):
        kind = folders.get(folder)
        for entry in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
            path = f"{folder}/{entry.name}"
            if path in known or entry.name.startswith("."):
                continue
            if kind and entry.suffix == ".yaml" and entry.is_file() and not entry.is_symlink():
                yield kind, path
            else:
                message = f"Nothing reads {path}."
                mend = f"Name a record <id>.yaml and put it into {', '.join(folders)}; or take the file away."
                problems.append(Problem(path, 1, 1, "unexpected-file", message, mend))


def _admit(dataset: Dataset, kind: str, document: Document) -> Iterator[Problem]:
    """Add the records of one file; a file that is not named by its id, or an id that is taken, is a finding."""
    if kind in REGISTERS:
        model = REGISTERS[kind].model_validate(document.data)
        for index, record in enumerate(getattr(model, kind)):
            yield from _add(dataset, kind, record, document, (kind, index))
        return
    record = (Seed if kind == "seed" else FACT_TYPES[kind]).model_validate(document.data)
    register = "seeds" if kind == "seed" else "facts"
    stem = Path(document.path).stem
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
