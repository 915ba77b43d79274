"""Load every record, with its position and references."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from factpack import files, validation
from factpack.evidence.lock import Lock
from factpack.evidence.sentences import Span
from factpack.models.parts import Located
from factpack.models.records import FACT_TYPES, REGISTERS, Actor, Deal, Fact, Place, Seed
from factpack.models.schemas import Schema, parts, resolve
from factpack.models.types import NO_RELAY, Record
from factpack.problems import Pointer, Problem
from factpack.yaml import reader
from factpack.yaml.reader import Document

# TODO at the beginning of a comment or of a value.
_TODO = re.compile(r"""(?:(?<!\S)#\s*|[:\-\[{,]\s+["']?|[\[{]["']?)(TODO\b.*)""")


@dataclass
class Dataset:
    """All records by id, and their files.

    paths: the files that were read; where: (register, id) → path and pointer of the record; unread: the registers (seeds,
    facts, actors, places, deals) with an unreadable record, to which dangling references are not reported; invalid: register →
    known ids of such records; stopped_by: the files whose errors leave rules unchecked; todos: path, line, column and text; references: register → its ids that records name; lock: what
    was verified; spans: attested items (fact, article, paragraph, position) → the phrase's span in its paragraph.
    """

    schemas: dict[str, Schema] = field(default_factory=dict)
    root: Path = Path()
    paths: list[str] = field(default_factory=list)
    seeds: dict[str, Seed] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    where: dict[tuple[str, str], tuple[str, Pointer]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    invalid: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    stopped_by: set[str] = field(default_factory=set)
    todos: list[tuple[str, int, int, str]] = field(default_factory=list)
    references: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lock: Lock = field(default_factory=Lock)
    spans: dict[tuple[str, str, str, int], Span] = field(default_factory=dict)
    _latest: Document = field(default_factory=lambda: Document(""), repr=False, compare=False)

    def register(self, name: str) -> Mapping[str, Record]:
        """Return a register: seeds, facts, actors, places or deals."""
        return cast(Mapping[str, Record], getattr(self, name))

    def active_facts(self) -> list[Fact]:
        """Return the facts that are not withdrawn, by id."""
        return [fact for _, fact in sorted(self.facts.items()) if fact.withdrawn is None]

    def items(self) -> Iterator[tuple[Fact, Located]]:
        """Yield every evidence item with its fact, by id."""
        for _, fact in sorted(self.facts.items()):
            yield from ((fact, located) for located in fact.items())

    def citing(self) -> dict[str, dict[int, list[str]]]:
        """Return the active facts by seed and by cited paragraph."""
        citing: dict[str, dict[int, list[str]]] = {seed_id: {} for seed_id in self.seeds}
        for fact in self.active_facts():
            for seed_id, paragraphs in fact.evidence.items():
                for paragraph in paragraphs:
                    citing.setdefault(seed_id, {}).setdefault(int(paragraph), []).append(fact.id)
        return citing

    def problem(
        self,
        register: str,
        record_id: str,
        pointer: Pointer,
        message: str,
        fix: str,
        rule: str = "",
        severity: str = "error",
    ) -> Problem:
        """Make a problem at a place in a record.

        Without a rule, the caller adds rule, severity and line later.
        """
        path, at = self.where[register, record_id]
        place = self.locate(path, (*at, *pointer)) if rule else (0, 0)
        return Problem(path, *place, rule, message, fix, severity, (*at, *pointer))

    def span(self, fact: Fact, item: Located) -> Span | None:
        """Return the span of a phrase; None if not attested."""
        return self.spans.get((fact.id, item.seed_id, item.paragraph, item.position))

    def fact_path(self, fact_id: str) -> str:
        """Return the path of a fact's file."""
        return self.where["facts", fact_id][0]

    def document(self, path: str) -> Document:
        """Read a file again: keeping positions takes too much memory."""
        if path != self._latest.path:  # problems of one file follow one another
            self._latest = reader.read(path, files.read(self.root, path))
        return self._latest

    def locate(self, path: str, pointer: Pointer) -> tuple[int, int]:
        """Return line and column of a place in a file."""
        return self.document(path).locate(pointer)

    def add(self, kind: str, document: Document) -> Iterator[Problem]:
        """Add a file's records; report ids already taken."""
        for name, record_id, _ in references(document.data, self.schemas[kind]):
            self.references[name].add(record_id)
        self.paths.append(document.path)
        register = register_of(kind)
        # The ids of actors, places and deals are unique together.
        spaces = REGISTERS if register in REGISTERS else (register,)
        for pointer, record in _records(kind, document.data):
            taken = [self.where[space, record.id][0] for space in spaces if (space, record.id) in self.where]
            if taken:
                self.unread.add(register)
                message = f"The id {record.id!r} is taken: {taken[0]} has it already."
                yield _at_id(document, pointer, "duplicate-id", message, "Choose another id.")
            else:
                getattr(self, register)[record.id] = record
                self.where[register, record.id] = (document.path, pointer)


def _records(kind: str, data: Any) -> list[tuple[Pointer, Any]]:
    if kind in REGISTERS:
        entries = getattr(REGISTERS[kind].model_validate(data), kind)
        return [((kind, index), record) for index, record in enumerate(entries)]
    return [((), FACT_TYPES.get(kind, Seed).model_validate(data))]


def load(root: Path, schemas: dict[str, Schema]) -> tuple[Dataset, list[Problem]]:
    """Read every record and check it against its schema."""
    listing = files.find(root)
    dataset, problems = Dataset(schemas, root, unread=listing.unread), listing.problems
    validators = {kind: validation.compile_schema(schema) for kind, schema in schemas.items()}
    for kind, path in listing.files:
        register, stem, is_own_file = register_of(kind), Path(path).stem, kind not in REGISTERS
        content = files.read(root, path)
        if isinstance(content, bytes) and b"TODO" in content:
            dataset.todos += _todos(path, content.decode("utf-8", "replace"))
        document = reader.read(path, content, block_under="evidence")
        found = (
            document.problems
            or validation.check_folder(document, kind, schemas)
            or validation.check(document, schemas[kind], validators[kind])
        )
        is_misnamed = not found and is_own_file and document.data["id"] != stem
        if found or is_misnamed:
            dataset.unread.add(register)
            if is_own_file or not document.problems:
                dataset.invalid[register] |= {stem} if is_own_file else _ids(document.data, kind)
        if is_misnamed:
            message = f"The id {document.data['id']!r} is not the name of the file, {stem!r}."
            fix = "Rename the file or correct the id. An id that was published never changes."
            problems.append(_at_id(document, (), "id-not-file-name", message, fix))
        problems += found
        # The id of a misnamed file may be that of another record.
        if not found and not (
            is_misnamed and (root / path).with_name(f"{document.data['id']}.yaml").exists()
        ):
            problems += dataset.add(kind, document)
    dataset.stopped_by = {problem.path for problem in problems}
    return dataset, problems


def _ids(data: Any, register: str) -> set[str]:
    entries = data.get(register) if isinstance(data, dict) else None
    found = entries if isinstance(entries, list) else []
    return {str(entry["id"]) for entry in found if isinstance(entry, dict) and "id" in entry}


def _todos(path: str, text: str) -> Iterator[tuple[str, int, int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TODO.search(line):
            yield path, number, match.start(1) + 1, match[1].rstrip(" \"'}]")


def register_of(kind: str) -> str:
    """Return the register of a kind of file."""
    return "facts" if kind in FACT_TYPES else "seeds" if kind == "seed" else kind


def references(
    value: Any, schema: Schema, root: Schema | None = None, at: Pointer = ()
) -> Iterator[tuple[str, str, Pointer]]:
    """Yield register, id and position of the references (`x-ref`)."""
    root = schema if root is None else root
    schema = resolve(schema, root)
    if "x-ref" in schema:
        yield schema["x-ref"], value, at
    register = schema.get("propertyNames", {}).get("x-ref")
    for key, part, below in parts(value, schema):
        if register is not None:
            yield register, key, (*at, key)
        if key == "via" and part != NO_RELAY:  # not marked in the schema, because it may be `none`
            yield "actors", part, (*at, key)
        yield from references(part, below, root, (*at, key))


def _at_id(document: Document, record: Pointer, rule: str, message: str, fix: str) -> Problem:
    pointer = (*record, "id")
    return Problem(document.path, *document.locate(pointer), rule, message, fix, pointer=pointer)
