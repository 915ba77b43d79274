"""The one module that writes generated files: all of a publication reaches the disk, or none of it.

How: the new files are written to `.factpack-journal/` and made durable; then `forward.json`, which lists them, is put
beside them in one step; then each is moved into its place, the descriptor last; then `forward.json` is taken away, and
the rest. A process that dies before `forward.json` stands has changed nothing; after that, the next command finishes
the work. If a file cannot be moved, `forward.json` becomes `back.json` and what was moved already is put back; that
too is finished by the next command. A file is never without content on the way.

No link is followed: whoever sends a pull request may have put one where a generated file, its folder or the journal
belongs.
"""

import contextlib
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from factpack import files as record_files

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDERS = ("exports", "schemas")
FILES = ("CITATION.cff", ".zenodo.json", "CODEBOOK.md", "datapackage.json", "seeds/evidence.lock")
LAST = "datapackage.json"
JOURNAL = ".factpack-journal"
_FORWARD, _BACK, _LOCK = "forward.json", "back.json", "lock"

# Where a file that a publication no longer has is a leftover: folder → the files in it that are generated. A folder is
# swept only by a publication that has files for it.
_SWEPT = {
    "exports/csv": "*.csv",
    "exports/json": "*.json",
    "exports/plots": "*.svg",
    "schemas": "*.schema.json",
    "schemas/editor": "*.schema.json",
}


class PublishError(Exception):
    """The generated files could not be written. The text is one line for the user."""


@dataclass(frozen=True)
class _Step:
    """One file that changes. existed: whether there was one before; exists: whether there is one afterwards."""

    path: str
    existed: bool
    exists: bool


def publish(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the generated files under `root`, remove those that are no longer generated; return the paths that changed.

    files: path with forward slashes → content. A file that is equal already is not touched.

    Raises ValueError for a path that is no generated file's, and PublishError where the disk refuses, a folder is a link
    or another command is writing: then all files are as they were. Where the disk refuses even to put them back, the text says so.
    """
    for path in files:
        if not _is_generated(path):
            raise ValueError(f"{path!r} is not among the generated files")
    try:
        _refuse_links(root, files)
        if not (root / JOURNAL).exists() and not _steps(root, files):
            return []
        with _journal(root) as journal:
            _settle(root, journal)
            if strange := sorted(entry.name for entry in journal.iterdir() if entry.name != _LOCK):
                raise PublishError(f"{JOURNAL}/{strange[0]} is in the way: delete the folder {JOURNAL}.")
            steps = _steps(root, files)
            try:
                _stage(root, journal, steps, files)
            except BaseException:
                _clear(journal)
                raise
            _move_or_put_back(root, journal, steps)
            _clear(journal)
            return [step.path for step in steps]
    except OSError as error:
        unsettled = any((root / JOURNAL / name).exists() for name in (_FORWARD, _BACK))
        state = "half written, and the next command settles them" if unsettled else "as they were"
        raise PublishError(f"The generated files are {state}: {_reason(error)}") from error


def recover(root: Path) -> None:
    """Finish, or undo, what a command that was killed left half done. Called before a command reads anything.

    Raises PublishError where the disk refuses, or another command is writing right now.
    """
    if (root / JOURNAL).exists():
        try:
            with _journal(root) as journal:
                _settle(root, journal)
        except OSError as error:
            raise PublishError(
                f"A build that was interrupted cannot be finished: {_reason(error)}"
            ) from error


def _is_generated(path: str) -> bool:
    pure = PurePosixPath(path)
    plain = str(pure) == path and not pure.is_absolute() and not set(path) & set('\\:*?"<>|\0')
    return (
        plain
        and ".." not in pure.parts
        and (path in FILES or (pure.parts[0] in FOLDERS and len(pure.parts) > 1))
    )


def _refuse_links(root: Path, paths: Iterable[str]) -> None:
    for folder in sorted({parent for path in paths for parent in PurePosixPath(path).parents}):
        if folder.parts and (root / folder).is_symlink():
            raise PublishError(
                f"{folder} is a symbolic link, and is not followed: put the folder itself here."
            )


def _steps(root: Path, files: Mapping[str, bytes]) -> list[_Step]:
    """What has to change, in the order in which it will: the descriptor last."""
    steps = []
    for path, content in files.items():
        target = root / path
        existed = os.path.lexists(target)
        if target.is_symlink() or not target.is_file() or target.read_bytes() != content:
            steps.append(_Step(path, existed, exists=True))
    for folder, pattern in _SWEPT.items():
        if any(str(PurePosixPath(path).parent) == folder for path in files):
            found = (
                f"{folder}/{entry.name}" for entry in (root / folder).glob(pattern) if not entry.is_dir()
            )
            steps += [_Step(path, existed=True, exists=False) for path in found if path not in files]
    return sorted(steps, key=lambda step: (step.path == LAST, step.path))


def _stage(root: Path, journal: Path, steps: list[_Step], files: Mapping[str, bytes]) -> None:
    """Put the new files, copies of the old ones and, as the last act, the list of them into the journal."""
    for number, step in enumerate(steps):
        if step.existed:
            shutil.copy2(root / step.path, journal / f"{number}.old", follow_symlinks=False)
        if step.exists:
            _write(journal / f"{number}.new", files[step.path])
    _write(journal / "list.json", json.dumps([asdict(step) for step in steps]).encode())
    _sync_folder(journal)
    (journal / "list.json").replace(journal / _FORWARD)
    _sync_folder(journal)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o644, exist_ok=False)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(root: Path, journal: Path) -> None:
    """Bring to an end what the journal tells of: forward or back, or nothing where no list was completed."""
    for name, move in ((_FORWARD, _move_or_put_back), (_BACK, _put_back)):
        if (journal / name).exists():
            steps = _read(root, name)
            _refuse_links(root, [step.path for step in steps])
            move(root, journal, steps)
    _clear(journal)


def _read(root: Path, name: str) -> list[_Step]:
    content = record_files.read(root, f"{JOURNAL}/{name}")
    try:
        steps = [_Step(**step) for step in json.loads(content if isinstance(content, bytes) else b"")]
        if all(_is_generated(step.path) for step in steps):
            return steps
    except (ValueError, TypeError, RecursionError):
        pass  # written in one step, it can only have been tampered with
    raise PublishError(f"{JOURNAL}/{name} is damaged: delete the folder {JOURNAL}, then run `make`.")


def _move_or_put_back(root: Path, journal: Path, steps: list[_Step]) -> None:
    try:
        _move(root, journal, steps)
    except OSError:
        (journal / _FORWARD).replace(journal / _BACK)
        _put_back(root, journal, steps)
        _clear(journal)
        raise


def _move(root: Path, journal: Path, steps: list[_Step]) -> None:
    """Move each new file into its place, and each old one that has no successor out of it. May be done twice."""
    for number, step in enumerate(steps):
        target, new = root / step.path, journal / f"{number}.new"
        if not step.exists:
            target.unlink(missing_ok=True)
        elif new.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            new.replace(target)
    for folder in {(root / step.path).parent for step in steps}:
        _sync_folder(folder)


def _put_back(root: Path, journal: Path, steps: list[_Step]) -> None:
    """Undo what `_move` has done so far. May be done twice."""
    for number, step in enumerate(steps):
        target, new, old = root / step.path, journal / f"{number}.new", journal / f"{number}.old"
        if step.exists and new.exists():
            continue
        if step.existed and old.exists():
            old.replace(target)
        elif not step.existed:
            target.unlink(missing_ok=True)


def _clear(journal: Path) -> None:
    """Empty the journal, but for the lock that is held. The list goes first: without it, the rest means nothing."""
    for name in (_FORWARD, _BACK):
        if (journal / name).exists():
            (journal / name).unlink()
    with contextlib.suppress(OSError):
        _sync_folder(journal)
    for entry in list(journal.iterdir()):
        if entry.name != _LOCK:
            with contextlib.suppress(OSError):  # the next command tries again
                entry.unlink()


def _sync_folder(folder: Path) -> None:
    """Make moves within a folder durable. Windows has no such call for folders."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _journal(root: Path) -> Iterator[Path]:
    """The journal's folder, with a lock on it that ends with the process; it goes away if it is empty in the end.

    Raises PublishError if another process has the lock.
    """
    journal = root / JOURNAL
    descriptor = _lock(journal)
    try:
        yield journal
    finally:
        finished = [entry.name for entry in journal.iterdir()] == [_LOCK]
        # Elsewhere than on Windows, the lock's file goes while it is held: nobody can wait for a file that is gone.
        if finished and sys.platform != "win32":
            _take_away(journal)
        os.close(descriptor)
        if finished and sys.platform == "win32":
            _take_away(journal)


def _take_away(journal: Path) -> None:
    with contextlib.suppress(OSError):  # another process has just begun: the folder is its own now
        (journal / _LOCK).unlink()
        journal.rmdir()


def _lock(journal: Path) -> int:
    """The descriptor of the lock's file, locked."""
    while True:
        if journal.is_symlink():
            raise PublishError(f"{JOURNAL} is a symbolic link, and is not followed: delete it.")
        journal.mkdir(exist_ok=True)
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(journal / _LOCK, flags, 0o644)
        except FileNotFoundError:  # the process before us has just taken the folder away
            continue
        try:
            if sys.platform == "win32":
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (journal / _LOCK).stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
            os.close(descriptor)
        except FileNotFoundError:
            os.close(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.EAGAIN, errno.EACCES):
                message = (
                    "Another command is writing the generated files: wait until it ends, then try again."
                )
                raise PublishError(message) from error
            raise


def _reason(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}."
