"""Publishing: what is written, what is not, and what an interruption leaves."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import POSIX, contents, lay
from factpack.exports.publishing import publish
from factpack.files import UNFINISHED
from factpack.problems import UsageError

OLD = {
    "datapackage.json": b"old descriptor",
    "exports/csv/changed.csv": b"old",
    "exports/csv/same.csv": b"same",
    "exports/csv/stale.csv": b"stale",
    "schemas/count.schema.json": b"{}",
}
NEW = {
    "datapackage.json": b"new descriptor",
    "exports/csv/changed.csv": b"new",
    "exports/csv/same.csv": b"same",
    "exports/explorer/index.html": b"page",
    "schemas/count.schema.json": b"{ }",
}
CHANGED = [
    "exports/csv/changed.csv",
    "exports/csv/stale.csv",
    "exports/explorer/index.html",
    "schemas/count.schema.json",
    "datapackage.json",
]


@pytest.fixture
def root(tmp_path):
    lay(tmp_path, OLD)
    return tmp_path


def test_publish_writes_changed_and_removes_stale(root):
    before = (root / "exports/csv/same.csv").stat()
    assert publish(root, NEW) == CHANGED
    assert contents(root) == NEW
    assert not (root / UNFINISHED).exists()
    after = (root / "exports/csv/same.csv").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_publish_again_touches_nothing(root, monkeypatch):
    publish(root, NEW)
    monkeypatch.setattr(Path, "mkdir", None)
    assert publish(root, NEW) == []


def test_publish_keeps_what_no_build_writes(root):
    paths = (
        "exports/csv/.gitkeep",
        "exports/csv/notes.txt",
        "exports/csv/folder.csv/deep.csv",
        "exports/explorer/a.html",
    )
    kept = dict.fromkeys(paths, b"mine")
    lay(root, kept)
    publish(root, NEW)
    assert contents(root) == NEW | kept


@POSIX
@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o002, 0o644)])
def test_mode_of_new_files_is_644_less_the_umask(root, umask, mode):
    previous = os.umask(umask)
    try:
        publish(root, NEW)
    finally:
        os.umask(previous)
    assert (root / "exports/explorer/index.html").stat().st_mode & 0o777 == mode


# For each moment, a process that dies before the nth operation on files below its root.
KILLED = """
import os, signal, sys
from pathlib import Path
from factpack.exports import publishing

OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
happened = 0

def die(moment, root):
    def count(event, arguments):
        global happened
        if event in OPERATIONS and isinstance(arguments[0], (str, os.PathLike)) and os.fspath(arguments[0]).startswith(root):
            happened += 1
            if happened == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

files = eval(sys.argv[1])
for argument in sys.argv[2:]:
    moment, root = argument.split(":", 1)
    child = os.fork()
    if not child:
        die(int(moment), root)
        publishing.publish(Path(root), files)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@POSIX
def test_publish_killed_anywhere_is_repaired(tmp_path):
    moments = range(1, 40)
    roots = [tmp_path / str(moment) for moment in moments]
    for root in roots:
        lay(root, OLD)
    arguments = [f"{moment}:{root}" for moment, root in zip(moments, roots, strict=True)]
    command = [sys.executable, "-c", KILLED, repr(NEW), *arguments]
    codes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert 20 < codes.count("-9") < len(codes) == codes.count("-9") + codes.count("0")
    mixed = 0
    for root in roots:
        left = {path: content for path, content in contents(root).items() if not path.startswith(UNFINISHED)}
        mixed += left not in (OLD, NEW)
        assert (root / UNFINISHED).exists() or left in (OLD, NEW)
        assert left in (OLD, NEW) or left["datapackage.json"] == OLD["datapackage.json"]
        publish(root, NEW)
        assert contents(root) == NEW
        assert not (root / UNFINISHED).exists()
    assert mixed > 3


def test_publish_without_room_leaves_old_files(root, monkeypatch):
    write, written = Path.write_bytes, []

    def write_one(path, content):
        if written:
            raise OSError(errno.ENOSPC, "No space left")
        written.append(write(path, content))

    monkeypatch.setattr(Path, "write_bytes", write_one)
    with pytest.raises(UsageError, match="No space left"):
        publish(root, NEW)
    assert OLD.items() <= contents(root).items()


def test_publish_into_a_folder_in_the_way_is_refused(root):
    (root / "exports/explorer/index.html/x").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"index\.html"):
        publish(root, NEW)
    (root / "exports/explorer/index.html/x").rmdir()
    (root / "exports/explorer/index.html").rmdir()
    publish(root, NEW)
    assert contents(root) == NEW


@POSIX
@pytest.mark.parametrize("path", ["exports", "exports/csv", "exports/plots", "schemas", UNFINISHED])
def test_publish_into_a_linked_folder_is_refused(tmp_path, path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    lay(root, OLD)
    lay(outside, {"mine.csv": b"mine", "csv/mine.csv": b"mine", "mine.svg": b"mine"})
    if (root / path).exists():
        (root / path).rename(tmp_path / "away")
    (root / path).symlink_to(outside)
    kept = contents(outside)
    with pytest.raises(UsageError, match=rf"^{path} is a symbolic link"):
        publish(root, NEW)
    assert contents(outside) == kept


@POSIX
def test_publish_writes_through_no_link(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    lay(root, OLD)
    outside.write_bytes(b"mine")
    (root / UNFINISHED).mkdir()
    for path in (f"{UNFINISHED}/exports+csv+changed.csv", "exports/csv/changed.csv", "datapackage.json"):
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(outside)
    publish(root, NEW)
    assert outside.read_bytes() == b"mine"
    assert contents(root) == NEW
    assert not (root / "datapackage.json").is_symlink()
