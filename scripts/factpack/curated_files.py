"""Which files are records, and how they are read. Pull requests come from strangers: no link is followed, nothing waits.

A record is a plain file with an id for a name, in the folder of its kind. Links (files or folders), pipes, devices,
folders that are named like files, and names that not every system can hold are findings, and are never opened. A file
is read whole, up to a size, by one descriptor; one that changes meanwhile is read again.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from factpack import text_files
from factpack.models.records import FACT_FOLDERS, REGISTERS
from factpack.models.types import SLUG, slugify
from factpack.problems import Problem
from factpack.yaml_source import MAX_BYTES

# Where the files of each kind lie, but for the registers: kind → folder.
FOLDERS = {"seed": "seeds"} | {kind: f"facts/{folder}" for kind, folder in FACT_FOLDERS.items()}

_REGISTER_FILES = {f"facts/{name}.yaml": name for name in REGISTERS}
_NOT_RECORDS = {*_REGISTER_FILES, *FOLDERS.values(), "seeds/texts", "seeds/evidence.lock"}
_NAME = re.compile(SLUG.removesuffix("$") + r"\Z")
_LONGEST_NAME = 80  # as that of an id

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file; other names that it refuses are no slugs.
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

_ATTEMPTS = 3
_CHECK = "Check that it is a file that you may read."


@dataclass
class Listing:
    """The files to read, each with its kind, in a fixed order: the registers, then folder by folder.

    problems: what else lies there; unread: the registers (seeds, facts, actors, …) of which something may be missing
    because of that, so that an id that is missing there is no finding.
    """

    files: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def refuse(self, path: str, rule: str, message: str, mend: str) -> None:
        """Note that nothing reads what is at a path: it may be any record of `facts`, or of `seeds`."""
        self.problems.append(Problem(path, 1, 1, rule, message, mend))
        self.unread.add(path.partition("/")[0].casefold())


def find(root: Path) -> Listing:
    """Every file that is a record by its place and its name. The registers are listed whether they are there or not."""
    found = Listing()
    _find_twins(root, found)
    kinds: dict[str, str | None] = {"facts": None} | {folder: kind for kind, folder in FOLDERS.items()}
    if _is_folder(root, "facts", found):
        found.files += [(name, path) for path, name in _REGISTER_FILES.items()]
    else:
        found.unread |= set(REGISTERS)
        kinds = {folder: kind for folder, kind in kinds.items() if not folder.startswith("facts")}
    for folder, kind in kinds.items():
        if folder == "facts" or _is_folder(root, folder, found):
            for entry in _entries(root, folder, found):
                _sort_in(entry, f"{folder}/{entry.name}", kind, found)
    return found


def _find_twins(root: Path, found: Listing) -> None:
    """What a system that does not tell capitals from small letters takes for the folders of the records."""
    for name in sorted(entry.name for entry in root.iterdir()):
        if name != name.casefold() and name.casefold() in ("facts", "seeds"):
            message = f"On some systems {name!r} is the same as {name.casefold()!r}."
            found.refuse(name, "unexpected-file", message, f"Put what it holds into {name.casefold()}.")


def _is_folder(root: Path, folder: str, found: Listing) -> bool:
    """Whether a folder of records is there, and is one: a link to a folder, or a file of that name, is refused."""
    try:
        mode = os.lstat(root / folder).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        return True
    message = f"{folder} is {_what(mode)}, not a folder: nothing in it is read."
    found.refuse(folder, "unexpected-file", message, "Put the folder itself here.")
    return False


def _entries(root: Path, folder: str, found: Listing) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(root / folder) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        message = f"The folder cannot be read: {error.strerror}."
        found.refuse(folder, "unreadable-file", message, "Check that it is a folder that you may read.")


def _sort_in(entry: "os.DirEntry[str]", path: str, kind: str | None, found: Listing) -> None:
    if path in _NOT_RECORDS or entry.name.startswith("."):
        return
    stem, dot, suffix = entry.name.rpartition(".")
    is_file = entry.is_file(follow_symlinks=False)
    if kind is None or not dot or suffix != "yaml" or not is_file:
        is_record = kind is not None and suffix == "yaml"
        what = (
            "" if is_file or not is_record else f": it is {_what(entry.stat(follow_symlinks=False).st_mode)}"
        )
        mend = (
            f"Name a record <id>.yaml and put it into {', '.join(FOLDERS.values())}; or take the file away."
        )
        found.refuse(path, "unexpected-file", f"Nothing reads {path}{what}.", mend)
    elif complaint := _misnamed(stem):
        wanted = slugify(stem)[:_LONGEST_NAME].strip("-")
        free = wanted if wanted and not _RESERVED.fullmatch(wanted) else "renamed"
        mend = f"Rename the file, as in {free + '.yaml'!r}, and give its record the same id."
        found.refuse(path, "misnamed-file", f"The name {entry.name!r} {complaint}.", mend)
    else:
        found.files.append((kind, path))


def _misnamed(stem: str) -> str:
    """What is wrong with the name of a file, without its ending; empty where nothing is."""
    if _RESERVED.fullmatch(stem.lower()):
        return "cannot be had on Windows, where it stands for a device"
    if not _NAME.match(stem):
        return "is no id: lower-case letters and digits, joined by single hyphens"
    return f"has more than {_LONGEST_NAME} characters" if len(stem) > _LONGEST_NAME else ""


def is_plain(root: Path, path: str) -> bool:
    """Whether a plain file is at a path, and no folder on the way to it is a link."""
    above = (root / folder for folder in PurePosixPath(path).parents if folder.parts)
    try:
        return stat.S_ISREG(os.lstat(root / path).st_mode) and not any(one.is_symlink() for one in above)
    except OSError:
        return False


def read(root: Path, path: str, most: int = MAX_BYTES) -> bytes | Problem:
    """The content of a file, whole; a finding where it is none that can be read, or has more bytes than `most`."""
    try:
        for _ in range(_ATTEMPTS):
            content = _read_once(os.path.join(root, path), most)  # noqa: PTH118  # 10,000 files: it is faster
            if isinstance(content, bytes):
                return content
            if content is not None:
                rule, message, mend = content
                return Problem(path, 1, 1, rule, message, mend)
    except OSError as error:
        return Problem(
            path, 1, 1, "unreadable-file", f"The file cannot be read: {error.strerror or error}.", _CHECK
        )
    message = "The file changes while it is read."
    return Problem(path, 1, 1, "unreadable-file", message, "Wait until it is saved, then try again.")


def read_document(root: Path, path: str) -> str | Problem:
    """Read a text file that is not a record, whatever its line ends.

    Returns a Problem for a file that cannot be read, is not UTF-8 or has a merge conflict.
    """
    raw = read(root, path)
    if isinstance(raw, Problem):
        return raw
    try:
        text = text_files.decode(raw)
    except UnicodeDecodeError as error:
        return text_files.not_utf_8(path, error)
    return text_files.merge_conflict(path, text, is_prose=True) or text


def in_a_line(problem: Problem) -> str:
    """Return a problem of a document as one line for its user; a file that cannot be read has no line number."""
    line = f":{problem.line}" if problem.rule in ("not-utf-8", "merge-conflict") else ""
    return f"{problem.path}{line}: {problem.message} {problem.mend}"


# A link that takes the file's place after it was looked at is not followed; a pipe that does is not waited for.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def _read_once(path: str, most: int) -> bytes | tuple[str, str, str] | None:
    """The content; or the rule, message and advice of a finding; or None where the file changed meanwhile."""
    before = os.lstat(path)
    if not stat.S_ISREG(before.st_mode):
        return (
            "unreadable-file",
            f"This is {_what(before.st_mode)}, not a plain file.",
            "Put the file itself here.",
        )
    if before.st_size > most:
        return "file-too-large", f"The file has {before.st_size} bytes.", f"Keep it under {most}."
    descriptor = os.open(path, _FLAGS)
    try:
        parts, missing = [], before.st_size + 1
        while missing and (part := os.read(descriptor, missing)):
            parts.append(part)
            missing -= len(part)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    state = (before.st_size, before.st_mtime_ns)
    return b"".join(parts) if missing == 1 and state == (after.st_size, after.st_mtime_ns) else None


def _what(mode: int) -> str:
    kinds = {
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFDIR: "a folder",
        stat.S_IFREG: "a file",
        stat.S_IFIFO: "a pipe",
    }
    return kinds.get(stat.S_IFMT(mode), "a device or a socket")
