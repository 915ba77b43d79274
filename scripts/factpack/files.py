"""Find and read the record files.

Pull requests come from strangers, so no link is followed and no read can block.
A record is a regular file, named after its id, in the folder of its kind. Links (to files or folders), pipes, devices,
folders named like files, and names that some systems do not allow are reported as problems and never opened.
"""

import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from factpack import text_files
from factpack.models.records import FOLDERS, REGISTER_FILES
from factpack.models.schemas import Schema
from factpack.models.types import SLUG
from factpack.problems import Problem, UsageError
from factpack.yaml import canonical
from factpack.yaml.tree import Node

_KINDS = {path: kind for kind, path in [*REGISTER_FILES.items(), *FOLDERS.items()]}  # of files and of folders
_NOT_RECORDS = {*_KINDS, "seeds/texts", "seeds/evidence.lock"}
# The folder that exists while a build replaces the generated files, and after an interrupted build.
UNFINISHED = ".factpack-build"

MAX_BYTES = 5_000_000
_LONGEST_NAME = 80  # like an id
# Not a Windows device: https://learn.microsoft.com/windows/win32/fileio/naming-a-file; other reserved names are not slugs.
_NAME = re.compile(rf"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z){SLUG.removesuffix('$')}\Z")

# A link that replaces the file after the check is not followed, and a pipe that replaces it does not block.
_NAMES = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")  # each only on some systems
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in _NAMES)
_NO_FILE = "This is not a regular file."
_PUT_FILE = "Put the file itself here: links, folders and pipes are not read."


@dataclass
class Listing:
    """The record files to read, each with its kind.

    The order is fixed: the registers, then folder by folder.
    problems: what else is in the folders; unread: the registers (seeds, facts, actors, …) that may lack a record because of
    that, so that references to them are not checked.
    """

    files: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def refuse(self, path: str, rule: str, message: str, fix: str) -> None:
        """Report a path that is not read."""
        self.problems.append(Problem(path, 1, 1, rule, message, fix))
        self.unread.add(path.partition("/")[0].casefold())


def kind_of(path: str) -> str | None:
    """Return a record file's kind; None for any other path."""
    pure = PurePosixPath(path)
    if pure.suffix != ".yaml" or pure.name.startswith("."):
        return None
    return _KINDS.get(path) or _KINDS.get(str(pure.parent))


def find(root: Path) -> Listing:
    """List every record file, by folder and name."""
    found = Listing()
    for name in sorted(entry.name for entry in root.iterdir()):
        if name != name.casefold() and name.casefold() in ("facts", "seeds"):
            message = f"On some systems {name!r} is the same as {name.casefold()!r}."
            found.refuse(name, "unexpected-file", message, f"Move its content to {name.casefold()}.")
    has_facts = _find_in(root, "facts", found)
    found.files += REGISTER_FILES.items() if has_facts else ()
    found.unread |= set() if has_facts else set(REGISTER_FILES)
    for folder in FOLDERS.values():
        if has_facts or not folder.startswith("facts"):
            _find_in(root, folder, found)
    return found


def _find_in(root: Path, folder: str, found: Listing) -> bool:
    """Classify what a folder contains; return whether it was read."""
    if (root / folder).is_symlink():
        message = f"{folder} is a symbolic link: nothing in it is read."
        found.refuse(folder, "unexpected-file", message, "Put the folder itself here.")
        return False
    try:
        with os.scandir(root / folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                _sort_in(entry, f"{folder}/{entry.name}", found)
    except FileNotFoundError:
        return False
    except OSError as error:
        message = f"The folder cannot be read: {error.strerror}."
        found.refuse(folder, "unreadable-file", message, "Check that it is a folder that you may read.")
        return False
    return True


def _sort_in(entry: "os.DirEntry[str]", path: str, found: Listing) -> None:
    if path in _NOT_RECORDS or entry.name.startswith("."):
        return
    kind, stem = kind_of(path), entry.name.removesuffix(".yaml")
    if kind is None:
        fix = f"Name a record <id>.yaml and put it into {', '.join(FOLDERS.values())}; or delete the file."
        found.refuse(path, "unexpected-file", f"Nothing reads {path}.", fix)
    elif not entry.is_file(follow_symlinks=False):
        found.refuse(path, "unexpected-file", _NO_FILE, _PUT_FILE)
    elif not _NAME.fullmatch(stem) or len(stem) > _LONGEST_NAME:
        message = f"The name {entry.name!r} is not an id, or Windows reserves it for a device."
        fix = f"Rename the file: lower-case letters and digits, joined by single hyphens, at most {_LONGEST_NAME}."
        found.refuse(path, "misnamed-file", message, f"{fix} Give its record the same id.")
    else:
        found.files.append((kind, path))


def is_plain(root: Path, path: str) -> bool:
    """Return whether a path is a regular file without links."""
    parents = (root / folder for folder in PurePosixPath(path).parents if folder.parts)
    try:
        return stat.S_ISREG(os.lstat(root / path).st_mode) and not any(map(Path.is_symlink, parents))
    except OSError:
        return False


def read(root: Path, path: str, limit: int = MAX_BYTES) -> bytes | Problem:
    """Read a regular file up to a size in bytes."""
    target = root / path
    try:
        status = os.lstat(target)
        if not stat.S_ISREG(status.st_mode):
            return Problem(path, 1, 1, "unreadable-file", _NO_FILE, _PUT_FILE)
        if status.st_size > limit:
            message = f"The file has {status.st_size} bytes."
            return Problem(path, 1, 1, "file-too-large", message, f"Keep it under {limit}.")
        with open(os.open(target, _FLAGS), "rb") as file:  # noqa: PTH123  # a path cannot be opened with flags
            return file.read(min(limit, status.st_size))
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        return Problem(path, 1, 1, "unreadable-file", message, "Check that it is a file that you may read.")


def read_document(root: Path, path: str) -> str | Problem:
    """Read a text file that is not a record."""
    content = read(root, path)
    if isinstance(content, Problem):
        return content
    try:
        text = text_files.decode(content)
    except UnicodeDecodeError as error:
        return text_files.not_utf_8(path, error)
    return text_files.merge_conflict(path, text, is_prose=True) or text


def read_documents(root: Path, paths: Iterable[str]) -> tuple[dict[str, str], list[Problem]]:
    """Read several documents: path → text."""
    found = {path: read_document(root, path) for path in paths}
    texts = {path: text for path, text in found.items() if isinstance(text, str)}
    return texts, [problem for problem in found.values() if isinstance(problem, Problem)]


# --- writing ---------------------------------------------------------------------------------------------------------


def canonical_text(root: Path, path: str, record: Node, schemas: Mapping[str, Schema]) -> str:
    """Return the canonical text of a record file.

    Its first line names the schema for editors, which lists the existing ids: the project's own or, for records inside
    another project (examples), that project's.
    """
    kind = str(kind_of(path))
    home = next((folder for folder in (root, *root.parents) if (folder / "schemas").is_dir()), root)
    named = os.path.relpath(home / f"schemas/editor/{kind}.schema.json", (root / path).parent)
    return canonical.form(record, kind, schemas[kind], Path(named).as_posix())


def refuse_links(root: Path, path: str) -> None:
    """Raise UsageError if a parent folder is a link."""
    for folder in PurePosixPath(path).parents:
        if folder.parts and (root / folder).is_symlink():
            raise UsageError(f"{folder} is a symbolic link, and is not followed: put the folder itself here.")


def replace(root: Path, path: str, text: str) -> None:
    """Write a file atomically; raise UsageError for a linked folder."""
    target = root / path
    refuse_links(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode if target.exists() else 0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
