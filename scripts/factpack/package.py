"""The whole line: load → check → build tables → write, for the commands."""

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from factpack import curated_files, load, lock, rules, text_files, verification
from factpack.load import Dataset
from factpack.lock import Lock
from factpack.models.records import Fact
from factpack.models.schemas import Schema
from factpack.problems import Problem
from factpack.rules.case import Case, Spellings
from factpack.sharing import at_once
from factpack.verification import Doubt

if TYPE_CHECKING:
    from factpack.tables.columns import Table


Files = dict[str, bytes]  # path → content


@dataclass(frozen=True)
class Checked:
    """A dataset, its lock and what that does not attest, and all that was found."""

    dataset: Dataset
    lock: Lock
    doubts: list[Doubt]
    problems: list[Problem]

    @property
    def is_sound(self) -> bool:
        """Whether it may be exported: nothing found is an error."""
        return all(problem.severity != "error" for problem in self.problems)


def check(
    root: Path, schema_set: dict[str, Schema], require_verified: bool = False, keep_lock_lines: bool = False
) -> Checked:
    """Read every record under `root` and run every rule. Nothing read is an error: it would be sound for no reason.

    require_verified: what the lock does not attest is an error, not a warning; keep_lock_lines: see `lock.parse`.
    """
    attested, malformed = Lock(), list[Problem]()

    def read_it() -> None:
        nonlocal attested, malformed
        attested, malformed = read_lock(root, keep_lock_lines)

    def judge_beside(context: Dataset) -> Callable[[Fact, str], rules.Judgement | None]:
        spellings = Spellings(context)
        return lambda fact, path: rules.judge(Case(fact, path, context, spellings))

    dataset, problems, judgements = load.load_and_judge(root, schema_set, judge_beside, meanwhile=read_it)
    doubts = verification.doubted(dataset, attested)
    problems += rules.conclude(dataset, judgements)
    problems += malformed
    if all(problem.severity != "error" for problem in problems):
        severity = "error" if require_verified else "warning"
        problems += verification.check_lock(dataset, attested, severity, doubts)
    if not dataset.facts and not problems:
        problems.append(
            Problem(
                "facts",
                0,
                0,
                "nothing-checked",
                "There is no fact.",
                "Run the command in the project's folder.",
            )
        )
    return Checked(dataset, attested, doubts, problems)


def read_lock(root: Path, keep_lines: bool = False) -> tuple[Lock, list[Problem]]:
    """The lock; an empty one where there is none yet."""
    if not os.path.lexists(root / lock.PATH):
        return Lock(), []
    raw = curated_files.read(root, lock.PATH, lock.MAX_BYTES)
    if isinstance(raw, Problem):
        return Lock(), [raw]
    text = text_files.decode(raw, "replace")
    del raw  # it may be large
    return lock.parse(text, keep_lines)


def render(root: Path, checked: Checked, schema_set: dict[str, Schema]) -> "tuple[Files, tuple[Table, ...]]":
    """Every generated file, and the tables that it is made from."""
    # Checking needs none of these, and starts in half the time without them.
    from factpack import changelog
    from factpack.writers import codebook, datapackage, editor_schemas, explorer, metadata, nested, tabular
    from factpack.writers import schemas as schema_files

    dataset = checked.dataset
    edition = changelog.edition(root)
    about = datapackage.Metadata(edition.version, tuple(seed for _, seed in sorted(dataset.seeds.items())))

    def records_and_schemas() -> Files:
        schemas = schema_files.write(schema_set) | editor_schemas.write(schema_set, dataset)
        return {nested.PATH: nested.write_facts(dataset)} | schemas

    def page(tables: "tuple[Table, ...]") -> Files:
        """The page names the files, and tells nothing of what is in them."""
        return explorer.write(tables, datapackage.write(tables, defaultdict(bytes), about))

    def reference(tables: "tuple[Table, ...]") -> Files:
        return {codebook.PATH: codebook.write(tables)}

    # What takes longest comes first, so that neither process waits long for the other.
    files, tables = make(
        checked, records_and_schemas, (page, tabular.csv_files, tabular.json_files, reference)
    )
    files[datapackage.PATH] = datapackage.write(tables, files, about)
    return files | metadata.write(edition), tables


def make(
    checked: Checked, beside: Callable[[], Files], after: "Sequence[Callable[[tuple[Table, ...]], Files]]"
) -> "tuple[Files, tuple[Table, ...]]":
    """Files and all tables, by two processes where there are many facts.

    beside: what makes files without the tables, while these are built; after: what makes files of them.
    """
    from factpack.tables.build import build

    tables: tuple[Table, ...] = ()

    def build_them() -> None:
        nonlocal tables
        tables = build(checked.dataset, verification.verified_items(checked.dataset, checked.doubts))

    facts = [*checked.dataset.facts]
    made = at_once([beside], facts, first_here=build_them)
    made += at_once([partial(task, tables) for task in after], facts)
    return {path: content for files in made for path, content in files.items()}, tables


def drift(root: Path, files: dict[str, bytes]) -> list[Problem]:
    """Each generated file that a fresh build would write differently, or would not write."""
    problems = []
    mend = "Run `make`, and commit what it writes."
    for path, content in sorted(files.items()):
        target = root / path
        if not os.path.lexists(target):
            problems.append(Problem(path, 0, 0, "drift", "The file is missing.", mend))
        elif not curated_files.is_plain(root, path):
            message = "This is no plain file, or a link leads to it."
            problems.append(Problem(path, 0, 0, "drift", message, f"Delete it. {mend}"))
        elif not _is_current(path, raw := target.read_bytes(), content):
            drifted = Problem(path, 0, 0, "drift", "A fresh build writes this file differently.", mend)
            conflict = text_files.merge_conflict(path, text_files.decode(raw, "replace"), is_prose=True)
            problems.append(replace(conflict, mend=mend) if conflict else drifted)
    for folder in sorted({Path(path).parent for path in files} - {Path()}):
        for entry in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
            path = entry.relative_to(root).as_posix()
            if (entry.is_symlink() or not entry.is_dir()) and path not in files:
                problems.append(Problem(path, 0, 0, "drift", "No build writes this file.", mend))
    return problems


def _is_current(path: str, raw: bytes, content: bytes) -> bool:
    """Whether a generated file is what a fresh build writes; of a document whatever its line ends are."""
    if path.endswith((".md", ".cff")):
        raw = text_files.decode(raw, "replace").encode()
    return raw == content


def conflicts(root: Path) -> list[Problem]:
    """Return a Problem for each document of a release, written by hand, that has an unresolved merge conflict."""
    from factpack.release.archive import DOCUMENTS
    from factpack.writers import disk

    found = [curated_files.read_document(root, path) for path in DOCUMENTS if path not in disk.FILES]
    return [one for one in found if isinstance(one, Problem) and one.rule == "merge-conflict"]


def origins(dataset: Dataset, tables: "tuple[Table, ...]") -> Callable[[str, int], str | None]:
    """Where each row of each table was made from: (table, row from 0) → `path:line:column`."""
    documents = {source.path: source.document for source in dataset.sources}
    rows = {table.name: table.rows for table in tables}

    def origin(table: str, row: int) -> str | None:
        if table not in rows or not 0 <= row < len(rows[table]):
            return None
        path, pointer = rows[table][row].made_from
        if path not in documents:
            return path
        line, column = documents[path].locate(pointer)
        return f"{path}:{line}:{column}"

    return origin
