"""Reads the repository: paths in, a dataset and its problems out. Nothing is written, nothing is raised for bad data."""

import json
import marshal
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from factpack import curated_files, named_ids, shape, text_files, yaml_source
from factpack.models.records import FACT_TYPES, REGISTERS, Actor, Deal, Fact, Place, Seed
from factpack.models.schemas import KINDS, Schema, schema_path
from factpack.models.types import NO_RELAY, Record
from factpack.problems import Pointer, Problem
from factpack.sharing import in_pieces
from factpack.yaml_source import Document

J = TypeVar("J")  # what judging a fact gives


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
        schema = _schema(root, path, kind)
        if isinstance(schema, Problem):
            problems.append(replace(schema, mend="Run `make`: it writes the schemas."))
        else:
            schemas[kind] = schema
    return schemas, problems


def _schema(root: Path, path: str, kind: str) -> Schema | Problem:
    """Return a committed schema, or what is wrong with it."""
    what, conflict = "is missing", None
    if (root / path).exists():
        what = "cannot be read"
        raw = curated_files.read(root, path)
        try:
            schema = json.loads(raw) if isinstance(raw, bytes) else None
            if isinstance(schema, dict):
                shape.compile_schema(schema)
                return schema
        except (ValueError, RecursionError):
            text = text_files.decode(raw, "replace") if isinstance(raw, bytes) else ""
            conflict = text_files.merge_conflict(path, text)
    return conflict or Problem(path, 1, 1, "unreadable-schema", f"The schema of {kind} files {what}.", "")


def load(root: Path, schemas: dict[str, Schema]) -> tuple[Dataset, list[Problem]]:
    """Read every record under `root` and hold it against the schema of its kind."""
    dataset, problems, _ = load_and_judge(root, schemas, lambda context: None, lambda: None)
    return dataset, problems


def load_and_judge(
    root: Path,
    schemas: dict[str, Schema],
    judge_beside: Callable[[Dataset], Callable[[Fact, str], J | None] | None],
    meanwhile: Callable[[], None],
) -> tuple[Dataset, list[Problem], dict[str, J]]:
    """The same, and what is found by judging each fact as soon as it is read, where two processes share both.

    judge_beside: gives, for a dataset that has the seeds and the registers, what judges a fact of a file; None for nothing
    found. meanwhile: what else is to be done before the end. The findings are those on the facts that are in the dataset in
    the end, by their ids.
    """
    intake: _Intake[J] = _Intake(Dataset(schemas=schemas))
    listing = curated_files.find(root)
    intake.problems += listing.problems
    intake.dataset.unread |= listing.unread  # what lies in the wrong place may be any record
    reader = _Reader(root, schemas)
    intake.take(reader.read([file for file in listing.files if file[0] not in FACT_TYPES], None))
    intake.take_astray()
    judge = judge_beside(intake.dataset)
    facts = [file for file in listing.files if file[0] in FACT_TYPES]
    for found in in_pieces(lambda files: reader.read(files, judge), facts, meanwhile):
        intake.take(found)
    intake.take_astray()
    return intake.dataset, intake.problems + intake.admission + intake.late_admission, intake.judgements


@dataclass
class _Found(Generic[J]):
    """What some files hold.

    documents: those whose shape is right, each with its kind; records and judgements: of those that were judged the record,
    and what was found, by path; named: the ids that they name, by register; given_up: the kinds of the other files.
    """

    documents: list[tuple[str, Document]] = field(default_factory=list)
    records: dict[str, Fact] = field(default_factory=dict)
    judgements: dict[str, J] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)

    def __getstate__(self) -> dict[str, Any]:
        """What is handed to another process: without the records, which are made anew from the documents in less time.

        Plain data takes marshal half the time that pickle needs; both processes are one and the same Python.
        """
        documents = [
            (kind, document.path, document.text, document.block_under, document.data)
            for kind, document in self.documents
        ]
        return self.__dict__ | {"records": {}, "documents": marshal.dumps(documents)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.documents = [(kind, Document(*parts)) for kind, *parts in marshal.loads(state["documents"])]


class _Reader:
    """Reads files and holds each against the schema of its kind."""

    def __init__(self, root: Path, schemas: dict[str, Schema]) -> None:
        self.root = root
        self.schemas = schemas
        self.validators = {kind: shape.compile_schema(schema) for kind, schema in schemas.items()}
        self.plans = {kind: named_ids.plan(schema) for kind, schema in schemas.items()}

    def read(
        self, files: Sequence[tuple[str, str]], judge: Callable[[Fact, str], J | None] | None
    ) -> _Found[J]:
        """What the files hold, each given by its kind and its path; with `judge`, what it finds in the facts."""
        found: _Found[J] = _Found()
        for kind, path in files:
            document, problems = self._read(kind, path)
            if document is None or problems:
                found.problems += problems
                found.given_up.append(kind)
                continue
            found.documents.append((kind, document))
            named_ids.note(document.data, self.plans[kind], found.named)
            if judge is not None:
                found.records[path] = fact = FACT_TYPES[kind].read(document.data)
                judgement = judge(fact, path)
                if judgement is not None:
                    found.judgements[path] = judgement
        return found

    def _read(self, kind: str, path: str) -> tuple[Document | None, list[Problem]]:
        raw = curated_files.read(self.root, path)
        if isinstance(raw, Problem):
            return None, [raw]
        document = yaml_source.read(path, raw, block_under="evidence")
        return document, document.problems or self._misshapen(document, kind)

    def _misshapen(self, document: Document, kind: str) -> list[Problem]:
        return _misplaced(document, kind, self.schemas) or shape.check(
            document, self.schemas[kind], self.validators[kind]
        )


class _Intake(Generic[J]):
    """Takes what was read into the dataset.

    A file that is not named by the id of its record waits for the others: the id may be that of one of them.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.problems: list[Problem] = []
        self.admission: list[Problem] = []
        self.late_admission: list[Problem] = []
        self.judgements: dict[str, J] = {}
        self.astray: list[tuple[str, Document, Fact | None, J | None]] = []

    def take(self, found: _Found[J]) -> None:
        """Take what some files hold."""
        self.problems += found.problems
        for kind in found.given_up:
            register = "facts" if kind in FACT_TYPES else "seeds" if kind == "seed" else kind
            self.dataset.unread.add(register)
        for register, names in found.named.items():
            self.dataset.named[register] |= names
        for kind, document in found.documents:
            # Without the data, because the records hold what they held.
            self.dataset.sources.append(Source(kind, document.without_data()))
            path = document.path
            entry = (kind, document, found.records.get(path), found.judgements.get(path))
            if _is_astray(document, kind):
                self.astray.append(entry)
            else:
                self.admission += self._admit(*entry)

    def take_astray(self) -> None:
        """Take the files that waited."""
        for entry in self.astray:
            self.late_admission += self._admit(*entry)
        self.astray.clear()

    def _admit(
        self, kind: str, document: Document, record: Fact | None, judgement: J | None
    ) -> list[Problem]:
        problems = [*_admit(self.dataset, kind, document, record)]
        if judgement is not None and self.dataset.where["facts", document.data["id"]][0] == document.path:
            self.judgements[document.data["id"]] = judgement
        return problems


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


def _admit(dataset: Dataset, kind: str, document: Document, fact: Fact | None) -> Iterator[Problem]:
    """Add the records of one file; a file that is not named by its id, or an id that is taken, is a finding.

    fact: the record of a fact, where it is made already.
    """
    if kind in REGISTERS:
        model = REGISTERS[kind].read(document.data)
        for index, record in enumerate(getattr(model, kind)):
            yield from _add(dataset, kind, record, document, (kind, index))
        return
    record = fact or (Seed if kind == "seed" else FACT_TYPES[kind]).read(document.data)
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
    taken = [dataset.where[space, record.id] for space in spaces if (space, record.id) in dataset.where]
    if not taken:
        cast(dict[str, Any], dataset.register(register))[record.id] = record
        dataset.where[register, record.id] = (document.path, pointer)
        return
    dataset.unread.add(register)
    line, column = document.locate((*pointer, "id"))
    message = f"The id {record.id!r} is taken: it stands in {taken[0][0]} already."
    yield Problem(
        document.path, line, column, "duplicate-id", message, "Choose another id.", pointer=(*pointer, "id")
    )
