"""The curated files of a git revision or work tree.

git only lists and prints files: nothing is checked out, no filter or attribute of the repository is applied,
and neither the work tree nor the repository is written to.
"""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from factpack import changelog, files, rules, text_files
from factpack.claims import Claims, collect
from factpack.dataset import Dataset, load
from factpack.escaping import escape_controls
from factpack.evidence import lock, verification
from factpack.exports import datapackage
from factpack.models.records import FACT_TYPES, FOLDERS
from factpack.models.schemas import Schema
from factpack.problems import Problem, UsageError
from factpack.tables.all_tables import TABLES

# Longer texts are no version: Python refuses to parse numbers of thousands of digits.
_LONGEST_VERSION = 30


class Form(NamedTuple):
    """A column's Table Schema type and its codes, if any."""

    type: str
    codes: tuple[str, ...] = ()


# Table → column → its form.
Columns = dict[str, dict[str, Form]]


@dataclass(frozen=True)
class Revision:
    """A commit: the user's name for it and its hash."""

    name: str
    commit: str

    @property
    def label(self) -> str:
        """The name that messages use."""
        return f"{self.name} ({self.commit[:12]})"


@dataclass(frozen=True)
class Snapshot:
    """The records of a revision or of the work tree.

    The current code reads them. label: the name that messages use; source: what `git restore --source` takes
    to restore its files, empty for the work tree; unread_facts: the ids of facts with an unreadable file, by
    file name, with their type; unread_seeds: the ids of such seeds; errors: the errors of validation;
    version: that of CHANGELOG.md, None if it has none; columns: those of the exports, None if unknown.
    """

    label: str
    source: str
    dataset: Dataset
    claims: Claims
    unread_facts: dict[str, str] = field(default_factory=dict)
    unread_seeds: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()
    version: str | None = None
    columns: Columns | None = None


# --- git -------------------------------------------------------------------------------------------------------------

# The files to extract. No name may begin with a dot or lead out of the folder on any system.
_NAME = r"[^/\\:.][^/\\:]*"
_READ = re.compile(
    rf"CHANGELOG\.md|datapackage\.json|seeds/evidence\.lock|(?:seeds|facts(?:/{_NAME})?)/{_NAME}\.yaml"
)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def resolve(root: Path, name: str) -> Revision:
    """Return the commit of a branch, tag, hash or `HEAD~2`.

    Raises UsageError if git does not know it, if the name is invalid, and if there is no repository.
    """
    git(root, "rev-parse", "--git-dir")
    shown = escape_controls(name[:100])
    # git would take a name that begins with a hyphen for an option.
    if not name or name.startswith("-") or not name.isprintable():
        raise UsageError(f"'{shown}' is no name of a revision: name a branch, a tag or a commit.")
    found = _ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not _COMMIT.fullmatch(commit):
        hint = (
            " A shallow clone has few: `git fetch --unshallow` gets the others." if _is_shallow(root) else ""
        )
        raise UsageError(
            f"there is no revision '{shown}': `git log --oneline --all` lists those that are.{hint}"
        )
    return Revision(shown, commit)


def fork(root: Path, left: Revision, right: Revision) -> Revision:
    """Return the best common ancestor of two revisions.

    Raises UsageError if they have none, or if the clone does not reach back to it.
    """
    found = _ask(root, "merge-base", left.commit, right.commit)
    if found.returncode:
        raise UsageError(f"{left.label} and {right.label} have no common ancestor in this clone.")
    return Revision(f"the fork of {left.name} and {right.name}", found.stdout.decode("ascii").strip())


def commits_beyond(root: Path, base: Revision, head: Revision) -> int:
    """Return how many commits of `base` are missing in `head`.

    0 in a shallow clone, which does not have them all.
    """
    if _is_shallow(root):
        return 0
    return int(git(root, "rev-list", "--count", base.commit, f"^{head.commit}"))


def extract(root: Path, revision: Revision, folder: Path) -> None:
    """Write a revision's curated files into an empty folder.

    They are written byte for byte. A symbolic link becomes a file that contains its target's name.

    Raises UsageError if the revision has no facts, or if git cannot provide a file.
    """
    wanted: list[tuple[str, str]] = []
    listing = git(
        root,
        "ls-tree",
        "-r",
        "-z",
        revision.commit,
        "--",
        "CHANGELOG.md",
        "datapackage.json",
        "facts",
        "seeds",
    )
    for entry in listing.split(b"\0")[:-1]:
        about, _, raw_path = entry.partition(b"\t")
        _, kind, object_id = about.decode("ascii").split(" ")
        path = os.fsdecode(raw_path)
        if kind == "blob" and _READ.fullmatch(path):
            wanted.append((path, object_id))
    if not any(path.startswith("facts/") for path, _ in wanted):
        raise UsageError(f"{revision.label} has no facts in the folder `facts`: there is nothing to compare.")
    contents = git(
        root,
        "cat-file",
        "--batch",
        given="".join(f"{object_id}\n" for _, object_id in wanted).encode("ascii"),
    )
    at = 0
    for path, object_id in wanted:
        end = contents.index(b"\n", at)
        heading = contents[at:end].decode("ascii", "replace").split(" ")
        if heading[1:2] != ["blob"]:
            raise UsageError(
                f"{revision.label}: git has no content for {escape_controls(path)} ({object_id[:12]})."
            )
        start, length = end + 1, int(heading[2])
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents[start : start + length])
        at = start + length + 1


def _is_shallow(root: Path) -> bool:
    return _ask(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints.

    Raises UsageError with the first line of git's error message if it fails.
    """
    done = _ask(root, *arguments, given=given)
    if done.returncode:
        error_message = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise UsageError(f"git does not read this folder's history: {escape_controls(error_message)}")
    return done.stdout


def _ask(root: Path, *arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    quiet = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", *arguments], cwd=root, input=given, capture_output=True, env=quiet, check=False
        )
    except FileNotFoundError:
        raise UsageError("there is no program `git` here: it reads the revisions.") from None


# --- reading ---------------------------------------------------------------------------------------------------------


def read_revision(root: Path, revision: Revision, schema_set: dict[str, Schema]) -> Snapshot:
    """Return the records of a revision.

    They are checked against the current schemas. The columns are those in the revision's own
    datapackage.json.

    Raises UsageError if it has no facts, or if git cannot provide a file.
    """
    with TemporaryDirectory(prefix="factpack-") as name:
        folder = Path(name)
        extract(root, revision, folder)
        descriptor = folder / datapackage.PATH
        columns = described_columns(descriptor.read_bytes()) if descriptor.is_file() else None
        return _read(folder, revision.label, revision.commit[:12], columns, schema_set)


def read_work_tree(root: Path, schema_set: dict[str, Schema]) -> Snapshot:
    """Return the records of the work tree.

    The columns are those that the current code writes.
    """
    return _read(root, "the work tree", "", current_columns(), schema_set)


def _read(
    root: Path, label: str, source: str, columns: Columns | None, schema_set: dict[str, Schema]
) -> Snapshot:
    dataset, problems = load(root, schema_set)
    lock_file = root / lock.PATH
    attested, _ = lock.parse(
        text_files.decode(lock_file.read_bytes(), "replace") if lock_file.is_file() else ""
    )
    verification.attach(dataset, attested)
    claims = collect(dataset)
    problems += rules.run(dataset, claims)
    about = files.read_document(root, changelog.PATH)
    if (
        isinstance(about, Problem) and about.rule == "merge-conflict"
    ):  # without it the snapshot has no version
        problems.append(about)
    admitted = {path for path, _ in dataset.where.values()}
    unread_facts = {
        path.stem: kind
        for kind in FACT_TYPES
        for path in sorted((root / FOLDERS[kind]).glob("*.yaml"))
        if f"{FOLDERS[kind]}/{path.name}" not in admitted
    }
    unread_seeds = tuple(
        path.stem for path in sorted((root / "seeds").glob("*.yaml")) if f"seeds/{path.name}" not in admitted
    )
    return Snapshot(
        label=label,
        source=source,
        dataset=dataset,
        claims=claims,
        unread_facts={name: kind for name, kind in unread_facts.items() if name not in dataset.facts},
        unread_seeds=tuple(name for name in unread_seeds if name not in dataset.seeds),
        errors=tuple(sorted(problem for problem in problems if problem.severity == "error")),
        version=_version(root),
        columns=columns,
    )


def _version(root: Path) -> str | None:
    try:
        version = changelog.edition(root).version
    except (OSError, ValueError, UsageError):  # ValueError: it is not UTF-8
        return None
    return version if len(version) <= _LONGEST_VERSION else None


def current_columns() -> Columns:
    """Return the columns that the current code writes."""
    return {
        table.name: {
            column.name: Form(column.type, tuple(column.codelist.codes) if column.codelist else ())
            for column in table.columns
        }
        for table in TABLES
    }


def described_columns(descriptor: bytes) -> Columns | None:
    """Return a datapackage.json's CSV columns; None if it is invalid."""
    try:
        content: Any = json.loads(descriptor)
        return {
            str(resource["name"]): {
                str(field["name"]): Form(
                    str(field["type"]), tuple(map(str, field.get("constraints", {}).get("enum", ())))
                )
                for field in resource["schema"]["fields"]
            }
            for resource in content["resources"]
            if resource.get("format") == "csv"
        }
    # The file may be no JSON, JSON with another structure, or nested too deeply.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
