"""Read the records of a revision or the work tree.

git only lists and prints files: nothing is checked out, no filter or attribute of the repository is applied,
and neither the work tree nor the repository is written to.
"""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from factpack import changelog, files, package
from factpack.dataset import Dataset, register_of
from factpack.escaping import escape_controls
from factpack.exports import datapackage
from factpack.models.records import FOLDERS
from factpack.models.schemas import Schema
from factpack.package import Checked
from factpack.problems import Problem, UsageError
from factpack.tables.all_tables import TABLES

# Longer texts are not versions: Python refuses to parse numbers of thousands of digits.
_LONGEST_VERSION = 30

Columns = dict[str, tuple[str, tuple[str, ...]]]  # `table.column` → its type, and its codes, if any


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

    The current code reads and checks them. label: the name that messages use; source: what `git restore --source`
    takes to restore its files, empty for the work tree; unread: the facts and seeds with an unreadable file,
    (register, id) → kind; version: that of CHANGELOG.md, None if it has none; columns: those of the exports, None if
    unknown.
    """

    label: str
    source: str
    checked: Checked
    unread: dict[tuple[str, str], str]
    version: str | None
    columns: Columns | None

    @property
    def dataset(self) -> Dataset:
        """The records."""
        return self.checked.dataset

    @property
    def errors(self) -> list[Problem]:
        """The errors among the problems, sorted."""
        return sorted(problem for problem in self.checked.problems if problem.severity == "error")


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
        raise UsageError(f"'{shown}' is not a valid revision. Name a branch, a tag or a commit.")
    found = _ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not _COMMIT.fullmatch(commit):
        hint = "`git log --oneline --all` lists those that are. A shallow clone has few: `git fetch --unshallow` gets all."
        raise UsageError(f"there is no revision '{shown}': {hint}")
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
    wanted: dict[str, str] = {}
    paths = ("CHANGELOG.md", "datapackage.json", "facts", "seeds")
    for entry in git(root, "ls-tree", "-r", "-z", revision.commit, "--", *paths).split(b"\0")[:-1]:
        about, _, raw_path = entry.partition(b"\t")
        _, kind, object_id = about.decode("ascii").split(" ")
        path = os.fsdecode(raw_path)
        if kind == "blob" and _READ.fullmatch(path):
            wanted[path] = object_id
    if not any(path.startswith("facts/") for path in wanted):
        raise UsageError(f"{revision.label} has no facts in the folder `facts`: there is nothing to compare.")
    names = "".join(f"{object_id}\n" for object_id in wanted.values()).encode("ascii")
    contents, at = git(root, "cat-file", "--batch", given=names), 0
    for path, object_id in wanted.items():
        start = contents.index(b"\n", at) + 1
        _, *about_object = contents[at:start].decode("ascii", "replace").split()
        if about_object[:1] != ["blob"]:
            raise UsageError(
                f"{revision.label}: git has no content for {escape_controls(path)} ({object_id[:12]})."
            )
        end = start + int(about_object[1])
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents[start:end])
        at = end + 1


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


def read(
    root: Path, revision: Revision | None, schema_set: dict[str, Schema], texts: Path | None = None
) -> Snapshot:
    """Return the records of a revision.

    revision: None for the work tree; texts: the folder with texts of articles.

    They are checked against the current schemas. The columns of a revision are those in its own
    datapackage.json, the columns of the work tree those that the current code writes.

    Raises UsageError if it has no facts, or if git cannot provide a file.
    """
    if revision is None:
        columns: Columns = {
            f"{table.name}.{column.name}": (
                column.type,
                tuple(column.codelist.codes if column.codelist else ()),
            )
            for table in TABLES
            for column in table.columns
        }
        return _read(root, "the work tree", "", columns, schema_set, texts)
    with TemporaryDirectory(prefix="factpack-") as name:
        folder = Path(name)
        extract(root, revision, folder)
        descriptor = folder / datapackage.PATH
        described = described_columns(descriptor.read_bytes()) if descriptor.is_file() else None
        return _read(folder, revision.label, revision.commit[:12], described, schema_set, texts)


def _read(
    root: Path,
    label: str,
    source: str,
    columns: Columns | None,
    schema_set: dict[str, Schema],
    texts: Path | None,
) -> Snapshot:
    checked = package.check(root, schema_set, texts=texts)
    checked.problems.extend(package.conflicts(root))  # a changelog with a conflict has no version
    dataset = checked.dataset
    admitted = {path for path, _ in dataset.where.values()}
    unread = {
        (register_of(kind), Path(path).stem): kind
        for path in {problem.path for problem in checked.problems} - admitted
        if (kind := files.kind_of(path)) in FOLDERS
        and Path(path).stem not in dataset.register(register_of(kind))
    }
    return Snapshot(label, source, checked, unread, _version(root), columns)


def _version(root: Path) -> str | None:
    try:
        version = changelog.edition(root).version
    except UsageError:
        return None
    return version if len(version) <= _LONGEST_VERSION else None


def described_columns(descriptor: bytes) -> Columns | None:
    """Return a datapackage.json's CSV columns; None if it is invalid."""
    try:
        content: Any = json.loads(descriptor)
        return {
            f"{resource['name']}.{field['name']}": (
                str(field["type"]),
                tuple(map(str, field.get("constraints", {}).get("enum", ()))),
            )
            for resource in content["resources"]
            if resource.get("format") == "csv"
            for field in resource["schema"]["fields"]
        }
    # The file may be no JSON, JSON with another structure, or nested too deeply.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
