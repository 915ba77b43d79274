"""Reads what curators wrote, as it stands in a git revision or in the work tree.

git is asked for the names and the contents of files and for nothing else: nothing is checked out, no filter and no
attribute of the repository is applied, and neither the work tree nor the repository is written to.
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
from factpack.tables.build import TABLES

# Longer numbers are no version: Python refuses to read those of thousands of digits.
_LONGEST_VERSION = 30


class Form(NamedTuple):
    """The form of a column: its Table Schema type, and the codes of its closed list, none where it has no such list."""

    type: str
    codes: tuple[str, ...] = ()


# Table → column → its form.
Columns = dict[str, dict[str, Form]]


@dataclass(frozen=True)
class Revision:
    """A commit. name: what the user calls it; commit: its full hash."""

    name: str
    commit: str

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.name} ({self.commit[:12]})"


@dataclass(frozen=True)
class Snapshot:
    """The records of one revision, or of the work tree, as the current code reads them.

    label: how messages name it; source: what `git restore --source` takes to bring a file of it back, empty for the
    work tree; unread_facts: the facts whose file could not be read, by the name that the file gives them, with their
    type; unread_seeds: the same of seeds; errors: what validation finds; version: that of CHANGELOG.md, None where it
    has none; columns: what the exports have, None where that cannot be told.
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

# What is read of a revision. No name may begin with a dot, nor lead elsewhere on any system.
_NAME = r"[^/\\:.][^/\\:]*"
_READ = re.compile(
    rf"CHANGELOG\.md|datapackage\.json|seeds/evidence\.lock|(?:seeds|facts(?:/{_NAME})?)/{_NAME}\.yaml"
)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def resolve(root: Path, name: str) -> Revision:
    """The commit that a name stands for: a branch, a tag, a hash, `HEAD~2`.

    Raises UsageError where git knows none, where the name is no name, and where there is no repository.
    """
    git(root, "rev-parse", "--git-dir")
    shown = escape_controls(name[:100])
    # A name that begins with a hyphen would be an option: git has no such names.
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


def fork(root: Path, one: Revision, other: Revision) -> Revision:
    """Where two lines of work parted: their best common ancestor.

    Raises UsageError where they have none, or where the clone does not reach back to it.
    """
    found = _ask(root, "merge-base", one.commit, other.commit)
    if found.returncode:
        raise UsageError(f"{one.label} and {other.label} have no common ancestor in this clone.")
    return Revision(f"the fork of {one.name} and {other.name}", found.stdout.decode("ascii").strip())


def commits_beyond(root: Path, base: Revision, head: Revision) -> int:
    """How many commits `base` has that `head` lacks; 0 in a shallow clone, which cannot tell."""
    if _is_shallow(root):
        return 0
    return int(git(root, "rev-list", "--count", base.commit, f"^{head.commit}"))


def extract(root: Path, revision: Revision, folder: Path) -> None:
    """Write the curated files of a revision into an empty folder, byte for byte. A symbolic link becomes its target's name.

    Raises UsageError where the revision has no facts, or where git cannot give a file.
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
        root, "cat-file", "--batch", given="".join(f"{one}\n" for _, one in wanted).encode("ascii")
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
    """Return what git prints. Raises UsageError, with the first line of its error message, where it fails."""
    done = _ask(root, *arguments, given=given)
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise UsageError(f"git does not read this folder's history: {escape_controls(complaint)}")
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
    """The records of a revision, held against the schemas of today. Its columns are those that its own datapackage.json describes.

    Raises UsageError where it has no facts, or where git cannot give a file.
    """
    with TemporaryDirectory(prefix="factpack-") as name:
        folder = Path(name)
        extract(root, revision, folder)
        descriptor = folder / datapackage.PATH
        columns = described_columns(descriptor.read_bytes()) if descriptor.is_file() else None
        return _read(folder, revision.label, revision.commit[:12], columns, schema_set)


def read_work_tree(root: Path, schema_set: dict[str, Schema]) -> Snapshot:
    """The records of the work tree. Its columns are those that the current code writes."""
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
    """The columns of every table that the current code writes."""
    return {
        table.name: {
            one.name: Form(one.type, tuple(one.codelist.codes) if one.codelist else ())
            for one in table.columns
        }
        for table in TABLES
    }


def described_columns(descriptor: bytes) -> Columns | None:
    """The columns of the CSV tables that a datapackage.json describes; None where it is none."""
    try:
        content: Any = json.loads(descriptor)
        return {
            str(resource["name"]): {
                str(one["name"]): Form(
                    str(one["type"]), tuple(map(str, one.get("constraints", {}).get("enum", ())))
                )
                for one in resource["schema"]["fields"]
            }
            for resource in content["resources"]
            if resource.get("format") == "csv"
        }
    # Whatever a revision has under that name: no JSON, JSON of another form, or nested without end.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
