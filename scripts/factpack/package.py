"""Load and check the records, and render the generated files."""

import os
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from factpack import claims as claim_reader
from factpack import files, rules, text_files
from factpack.dataset import Dataset, load
from factpack.evidence import lock as lock_file
from factpack.evidence import verification
from factpack.evidence.lock import Lock
from factpack.models import schemas
from factpack.models.schemas import Schema
from factpack.problems import Problem, UsageError

if TYPE_CHECKING:
    from factpack.tables.table import FilledTable


Files = dict[str, bytes]  # path → content


@dataclass(frozen=True)
class Checked:
    """A dataset with its claims, and all problems."""

    dataset: Dataset
    claims: claim_reader.Claims
    problems: list[Problem]

    @property
    def is_sound(self) -> bool:
        """Return whether it has no errors and may be exported."""
        return all(problem.severity != "error" for problem in self.problems)


def check(
    root: Path, schema_set: dict[str, Schema], require_verified: bool = False, texts: Path | None = None
) -> Checked:
    """Read every record under `root` and run every rule.

    A dataset without facts is an error: it would pass every rule.
    require_verified: what the lock does not attest is an error, not a warning; texts: the folder with texts of articles,
    from which the rules read sentences that the lock does not attest.
    """
    dataset, problems = load(root, schema_set)
    lock, malformed = read_lock(root)
    verification.attach(dataset, lock)
    if texts is not None:
        verification.attach_texts(dataset, verification.read_articles(texts, dataset)[0])
    claims = claim_reader.collect(dataset)
    problems += malformed + rules.run(dataset, claims)
    verification.attach(dataset, lock)
    checked = Checked(dataset, claims, problems)
    if checked.is_sound:
        problems += verification.check_lock(dataset, "error" if require_verified else "warning")
    if not dataset.facts and not problems:
        fix = "Run the command in the project's folder."
        problems.append(Problem("facts", 0, 0, "nothing-checked", "There is no fact.", fix))
    return checked


def check_committed(root: Path, require_verified: bool = False, texts: Path | None = None) -> Checked:
    """Check the records, unless the last build was interrupted."""
    if (root / files.UNFINISHED).exists():
        raise UsageError("the last build was interrupted. Run `make`.")
    return check(root, schemas.generate(), require_verified, texts)


def read_lock(root: Path) -> tuple[Lock, list[Problem]]:
    """Return the lock; an empty one if there is none."""
    if not os.path.lexists(root / lock_file.PATH):
        return Lock(), []
    raw = files.read(root, lock_file.PATH, lock_file.MAX_BYTES)
    if isinstance(raw, Problem):
        return Lock(), [raw]
    return lock_file.parse(text_files.decode(raw, "replace"))


def render(root: Path, checked: Checked) -> "tuple[Files, tuple[FilledTable, ...]]":
    """Return every generated file, and the tables."""
    # Checking needs none of these, and starts in half the time without them.
    from factpack import changelog, citation
    from factpack.exports import codebook, datapackage, json_files, tabular
    from factpack.exports.explorer import page
    from factpack.tables.all_tables import build

    dataset = checked.dataset
    tables = build(dataset, checked.claims, frozenset(dataset.spans))
    dataset_release = changelog.dataset_release(root)
    seeds = [seed for _, seed in sorted(dataset.seeds.items())]
    made = {
        **json_files.schema_files(dataset.schemas),
        json_files.PATH: json_files.write_records(dataset),
        **tabular.write(tables),
        # The page names the files, so their content need not be known yet.
        **page.write(tables, datapackage.write(tables, defaultdict(bytes), dataset_release, seeds)),
        codebook.PATH: codebook.write(tables),
    }
    made[datapackage.PATH] = datapackage.write(tables, made, dataset_release, seeds)
    return made | citation.write(dataset_release), tables


def check_all(
    root: Path, require_verified: bool, texts: Path | None = None
) -> "tuple[list[Problem], Checked, Files, tuple[FilledTable, ...]]":
    """Check the records and, if sound, the generated files.

    Returns all problems, the checked records, and the files and tables made (empty if not sound).
    """
    from factpack.exports import conformance

    checked = check_committed(root, require_verified, texts)
    if not checked.is_sound:
        return checked.problems, checked, {}, ()
    made, tables = render(root, checked)
    # Validators read whatever a descriptor names, and follow links: they are given current files only.
    found = drift(root, made) or conformance.check_package(root, partial(origin, checked.dataset, tables))
    return checked.problems + found, checked, made, tables


def drift(root: Path, made: Files) -> list[Problem]:
    """Report generated files that a fresh build would change."""
    found = []
    for path, content in sorted(made.items()):
        target = root / path
        if not os.path.lexists(target):
            found.append((path, "The file is missing."))
        elif not files.is_plain(root, path):
            found.append((path, "This is not a regular file, or it is reached through a link. Delete it."))
        else:
            raw = target.read_bytes()
            is_document = path.endswith((".md", ".cff"))  # whose line endings do not matter
            if (text_files.decode(raw, "replace").encode() if is_document else raw) != content:
                found.append((path, "A fresh build writes this file differently."))
    for folder in sorted({Path(path).parent for path in made} - {Path()}):
        for entry in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
            path = entry.relative_to(root).as_posix()
            if (entry.is_symlink() or not entry.is_dir()) and path not in made:
                found.append((path, "No build writes this file."))
    fix = "Run `make`, and commit what it writes."
    return [Problem(path, 0, 0, "drift", message, fix) for path, message in found]


def origin(dataset: Dataset, tables: "tuple[FilledTable, ...]", name: str, row: int) -> str:
    """Return the source of a table's row, as `path:line:column`."""
    path, pointer = next(table for table in tables if table.name == name).sources[row]
    return f"{path}:{'{}:{}'.format(*dataset.locate(path, pointer))}" if path in dataset.paths else path
