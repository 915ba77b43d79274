"""Read the records of a revision or the working tree.

git only lists and prints files: it checks nothing out, applies no filter or attribute, and writes nothing.
"""

import json
import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from factpack import changelog, files, package
from factpack.escaping import escape_controls
from factpack.exports import datapackage
from factpack.models.schemas import Schema
from factpack.problems import UsageError

# `table links`, `column links.fact_id`, `type counts.value: string`, `code meetings.kind: visit` → what it is part of.
Columns = dict[str, str]


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
    """The records of a revision or of the working tree.

    source: what `git restore --source` takes to restore its files, empty for the working tree; version: that of
    CHANGELOG.md, None if it has none; columns: those of the exports, None if unknown.
    """

    label: str
    source: str
    checked: package.Checked
    version: str | None
    columns: Columns | None


# The files to extract. No name may begin with a dot or lead out of the folder on any system.
_NAME = r"[^/\\:.][^/\\:]*"
_READ = re.compile(
    rf"CHANGELOG\.md|datapackage\.json|seeds/evidence\.lock|(?:seeds|facts(?:/{_NAME})?)/{_NAME}\.yaml"
)
_SHALLOW = "A shallow clone has few commits: `git fetch --unshallow` gets all."


def resolve(root: Path, name: str) -> Revision:
    """Return the commit of a branch, tag, hash or `HEAD~2`."""
    shown = escape_controls(name[:100])
    unknown = f"there is no revision '{shown}': `git log --oneline --all` lists those that are. {_SHALLOW}"
    # `--end-of-options`: git must not take a name that begins with a hyphen for an option.
    found = git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}", failure=unknown)
    return Revision(shown, found.decode("ascii").strip())


def fork(root: Path, left: Revision, right: Revision) -> Revision:
    """Return the best common ancestor of two revisions."""
    failure = f"{left.label} and {right.label} have no common ancestor here. {_SHALLOW}"
    commit = git(root, "merge-base", left.commit, right.commit, failure=failure).decode("ascii").strip()
    return left if commit == left.commit else Revision(f"the fork of {left.name} and {right.name}", commit)


def extract(root: Path, revision: Revision, folder: Path) -> None:
    """Write a revision's curated files into an empty folder.

    They are written byte for byte. A symbolic link becomes a file that contains its target's name.
    """
    listing = git(root, "ls-tree", "-r", "-z", revision.commit)
    blobs = re.findall(rb"\d+ blob (\w+)\t([^\0]+)\0", listing)
    wanted = {path: name for name, raw in blobs if _READ.fullmatch(path := os.fsdecode(raw))}
    if not any(path.startswith("facts/") for path in wanted):
        raise UsageError(f"{revision.label} has no facts in the folder `facts`: there is nothing to compare.")
    contents = BytesIO(git(root, "cat-file", "--batch", given=b"\n".join(wanted.values())))
    for path in wanted:
        size = int(contents.readline().split()[-1])  # after the name and the kind of the object
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents.read(size))
        contents.readline()


def git(root: Path, *arguments: str, given: bytes = b"", failure: str = "") -> bytes:
    """Return what git prints, or raise UsageError."""
    quiet = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=root, input=given, capture_output=True, env=quiet, check=False)
    except FileNotFoundError:
        raise UsageError("there is no program `git` here: it reads the revisions.") from None
    if done.returncode:
        error_message = escape_controls(done.stderr.decode("utf-8", "replace").strip().split("\n")[0])
        raise UsageError(f"{failure or 'git does not read the history of this folder'} ({error_message})")
    return done.stdout


def read(
    root: Path, revision: Revision | None, schema_set: dict[str, Schema], texts: Path | None = None
) -> Snapshot:
    """Return the records of a revision or the working tree.

    Raises UsageError if a revision has no facts, or if git cannot provide a file.
    """
    label, source, version = "the working tree", "", None
    with TemporaryDirectory(prefix="factpack-") as folder:
        if revision:
            label, source = revision.label, revision.commit[:12]
            extract(root, revision, root := Path(folder))
        with suppress(UsageError):
            version = changelog.dataset_release(root).version
        checked = package.check(root, schema_set, texts=texts)
        return Snapshot(label, source, checked, version, described_columns(root))


def described_columns(root: Path) -> Columns | None:
    """Return what datapackage.json describes; None if invalid."""
    content: Any = files.read(root, datapackage.PATH)
    found: Columns = {}
    try:
        for resource in json.loads(content)["resources"]:
            table = f"table {resource['name']}"
            for field in resource["schema"]["fields"] if resource.get("format") == "csv" else ():
                name = f"{resource['name']}.{field['name']}"
                column = f"column {name}"
                found |= {table: "", column: table, f"type {name}: {field['type']}": column}
                codes = field.get("constraints", {}).get("enum", ())
                found |= {f"code {name}: {code}": column for code in codes}
    # The file may be missing or invalid JSON, have another structure or be nested too deeply.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return found
