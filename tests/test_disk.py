"""Publishing: all or nothing, whatever happens on the way."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factpack.writers import disk
from factpack.writers.disk import PublishError, publish, recover

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


def lay(root, files):
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def found(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if not path.is_dir()
    }


@pytest.fixture(autouse=True)
def synced(monkeypatch):
    """The files and folders that were made durable, in order; in truth they are not, which would take long."""
    paths = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: paths.append(os.fstat(descriptor).st_ino))
    return paths


@pytest.fixture
def root(tmp_path):
    lay(tmp_path, OLD)
    return tmp_path


def test_writes_what_changed_and_removes_what_is_no_longer_generated(root):
    before = (root / "exports/csv/same.csv").stat()
    assert publish(root, NEW) == CHANGED
    assert found(root) == NEW
    after = (root / "exports/csv/same.csv").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_the_second_time_nothing_is_touched(root, monkeypatch):
    publish(root, NEW)
    monkeypatch.setattr(Path, "mkdir", None)
    assert publish(root, NEW) == []


def test_the_descriptor_comes_last(root, monkeypatch):
    replace, moved = os.replace, []
    monkeypatch.setattr(os, "replace", lambda old, new: (moved.append(str(new)), replace(old, new)))
    publish(root, NEW)
    assert moved[-1] == str(root / "datapackage.json")


def test_what_the_list_names_is_durable_before_the_list_stands_and_moves_before_it_goes(
    root, monkeypatch, synced
):
    stage, clear = disk._stage, disk._clear

    def staged(root, journal, steps, files):
        stage(root, journal, steps, files)
        new = [path for path in journal.iterdir() if path.suffix in (".new", ".json")]
        assert len(new) == 5
        assert {path.stat().st_ino for path in [*new, journal]} <= set(synced)
        assert synced[-1] == journal.stat().st_ino
        synced.clear()

    def cleared(journal):
        if (journal / "forward.json").exists():
            assert {(root / path).parent.stat().st_ino for path in CHANGED} <= set(synced)
        clear(journal)

    monkeypatch.setattr(disk, "_stage", staged)
    monkeypatch.setattr(disk, "_clear", cleared)
    publish(root, NEW)
    assert found(root) == NEW


def test_only_generated_files_of_a_folder_that_is_published_are_swept(root):
    kept = {
        "exports/csv/.gitkeep": b"",
        "exports/csv/notes.txt": b"mine",
        "exports/json/other.json": b"[]",
        "exports/csv/sub/deep.csv": b"",
        "schemas/editor/count.schema.json": b"",
    }
    lay(root, kept)
    publish(root, NEW)
    assert found(root) == NEW | kept


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "../exports/csv/a.csv", "exports/../facts/a.yaml", "exports", "", "exports//a.csv", "./exports/a",
        "facts/actors.yaml", "exports\\a.csv", "C:/exports/a.csv", "exports/a\0b", "README.md.bak",
    ],
)  # fmt: skip
def test_refuses_to_write_elsewhere(root, path):
    with pytest.raises(ValueError, match="is not among the generated files"):
        publish(root, {**NEW, path: b""})
    assert found(root) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o644)])
def test_mode_of_new_files_follows_the_umask(root, umask, mode):
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
from factpack.writers import disk

OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile"}
happened = 0

def die(moment, root):
    def count(event, arguments):
        global happened
        if event in OPERATIONS and isinstance(arguments[0], (str, os.PathLike)) and os.fspath(arguments[0]).startswith(root):
            happened += 1
            if happened == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

os.fsync = lambda descriptor: None
files = eval(sys.argv[1])
for argument in sys.argv[2:]:
    moment, root = argument.split(":", 1)
    child = os.fork()
    if not child:
        die(int(moment), root)
        disk.publish(Path(root), files) if files else disk.recover(Path(root))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def kill(moments, roots, files):
    """Let a publication of the files (or, without files, a recovery) die at these moments; whether each died."""
    arguments = [f"{moment}:{root}" for moment, root in zip(moments, roots, strict=True)]
    command = [sys.executable, "-c", KILLED, repr(files), *arguments]
    codes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert set(codes) <= {"0", "-9"}
    return [code == "-9" for code in codes]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_any_moment_and_one_more_command_all_is_old_or_all_is_new(tmp_path):
    moments = range(1, 75)
    roots = [tmp_path / str(moment) for moment in moments]
    for root in roots:
        lay(root, OLD)
    died = kill(moments, roots, NEW)
    assert 40 < sum(died) < len(died)
    outcomes = []
    for moment, root in zip(moments, roots, strict=True):
        recover(root)
        assert found(root) in (OLD, NEW), f"killed before operation {moment}"
        assert not (root / disk.JOURNAL).exists()
        outcomes.append(found(root) == NEW)
        assert publish(root, NEW) == ([] if outcomes[-1] else CHANGED)
        assert found(root) == NEW
    assert outcomes == sorted(outcomes)  # old up to one moment, new from there
    assert outcomes.count(False) > 10
    assert sum(died) - outcomes.count(False) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("direction", ["forward", "back"])
def test_killed_again_at_any_moment_of_the_recovery(tmp_path, monkeypatch, direction):
    moments = range(1, 30)
    roots = [tmp_path / str(moment) for moment in moments]
    for root in roots:
        lay(root, OLD)
        replace, calls = os.replace, []

        def stop(old, new, replace=replace, calls=calls):
            calls.append(new)
            if len(calls) == 3 or (len(calls) == 5 and direction == "back"):
                raise (
                    KeyboardInterrupt
                    if direction == "forward" or len(calls) == 5
                    else OSError(errno.EIO, "faulty")
                )
            replace(old, new)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", stop)
            with pytest.raises(KeyboardInterrupt):
                publish(root, NEW)
        assert (root / disk.JOURNAL / f"{direction}.json").exists()
        assert found(root) not in (OLD, NEW)
    died = kill(moments, roots, {})
    assert 5 < sum(died) < len(died)
    for moment, root in zip(moments, roots, strict=True):
        recover(root)
        assert found(root) == (NEW if direction == "forward" else OLD), f"killed before operation {moment}"


def test_what_was_left_half_done_is_finished_before_something_else_is_published(root, monkeypatch):
    interrupt = fail_at(monkeypatch, os, "replace", 3, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        publish(root, NEW)
    monkeypatch.undo()
    assert interrupt
    assert found(root) not in (OLD, NEW)
    monkeypatch.setattr(disk, "_stage", fail_always)
    with pytest.raises(PublishError):
        publish(root, {"CODEBOOK.md": b"codebook"})
    assert found(root) == NEW


def test_the_list_goes_first_when_an_interrupted_publication_is_given_up(root, monkeypatch):
    """Otherwise a process that dies meanwhile would leave a list of files of which some are gone."""
    removed = fail_at(monkeypatch, os, "unlink", 0, OSError())
    monkeypatch.setattr(
        disk, "_sync_folder", lambda folder: (folder / "forward.json").exists() and fail_always()
    )
    with pytest.raises(PublishError):
        publish(root, NEW)
    assert Path(removed[0][0]).name == "forward.json"
    assert found(root) == OLD


def fail_always(*_):
    raise OSError(errno.EIO, "faulty")


def fail_at(monkeypatch, owner, name, moment, error):
    """Let the nth call of a function fail; the list of the calls' arguments."""
    function, calls = getattr(owner, name), []

    def failing(*arguments, **options):
        calls.append(arguments)
        if len(calls) == moment:
            raise error
        return function(*arguments, **options)

    monkeypatch.setattr(owner, name, failing)
    return calls


@pytest.mark.parametrize("name", ["replace", "unlink", "fsync", "mkdir"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_where_the_disk_refuses_all_is_as_it_was(tmp_path, monkeypatch, name, error):
    failed = 0
    for moment in range(1, 50):
        root = tmp_path / str(moment)
        lay(root, OLD)
        with monkeypatch.context() as patch:
            calls = fail_at(patch, os, name, moment, OSError(error, os.strerror(error)))
            try:
                publish(root, NEW)
                message = ""
            except PublishError as refusal:
                message = str(refusal)
        if message:
            failed += 1
            assert "\n" not in message
            assert os.strerror(error) in message
            assert ("as they were" in message) == (found(root) == OLD)
            assert ("as they were" in message) != ("the next command settles them" in message)
        if len(calls) < moment:
            break
        recover(root)
        assert found(root) in (OLD, NEW), moment
        publish(root, NEW)
        assert found(root) == NEW
    assert failed


def test_a_file_that_another_program_holds_leaves_the_old_outputs(root, monkeypatch):
    """As a table that is open in a spreadsheet on Windows."""
    replace = os.replace

    def held(old, new):
        if Path(new) == root / "schemas/count.schema.json":
            raise PermissionError(errno.EACCES, "held", str(new))
        replace(old, new)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(
        PublishError, match=r"^The generated files are as they were: held \(.*count.schema.json\)\.$"
    ):
        publish(root, NEW)
    assert found(root) == OLD


def test_a_folder_in_the_way(root):
    (root / "exports/explorer/index.html/x").mkdir(parents=True)
    with pytest.raises(PublishError):
        publish(root, NEW)
    assert found(root) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="takes the lock in one process")
def test_two_at_once(root):
    with disk._journal(root):
        for command in (lambda: publish(root, NEW), lambda: recover(root)):
            with pytest.raises(PublishError, match=r"^Another command is writing the generated files: "):
                command()
    assert found(root) == OLD
    publish(root, NEW)
    assert found(root) == NEW


@pytest.mark.parametrize(
    "journal",
    ["", "[", "1", "[1]", '[{"path": "x"}]', '[{"path": "../x", "existed": false, "exists": true}]'],
)
def test_a_journal_that_was_tampered_with_is_not_followed(root, journal):
    lay(root, {f"{disk.JOURNAL}/forward.json": journal.encode(), f"{disk.JOURNAL}/0.new": b"evil"})
    with pytest.raises(PublishError, match="is damaged: delete the folder"):
        recover(root)
    assert not (root.parent / "x").exists()


def test_recover_does_nothing_where_there_is_nothing_to_recover(root, monkeypatch):
    monkeypatch.setattr(Path, "mkdir", None)
    recover(root)
    assert found(root) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("path", ["exports", "exports/csv", "schemas", disk.JOURNAL])
def test_a_folder_that_is_a_link_is_not_followed(tmp_path, path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    lay(root, OLD)
    lay(outside, {"mine.csv": b"mine", "csv/mine.csv": b"mine", "0.old": b"mine", "forward.json": b"[]"})
    if (root / path).exists():
        (root / path).rename(tmp_path / "away")
    (root / path).symlink_to(outside)
    kept = found(outside)
    with pytest.raises(PublishError, match=rf"^{path} is a symbolic link"):
        publish(root, NEW)
    if path == disk.JOURNAL:
        with pytest.raises(PublishError, match=rf"^{path} is a symbolic link"):
            recover(root)
    assert found(outside) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("name", ["lock", "0.old", "0.new", "list.json"])
def test_nothing_is_written_through_a_link_in_the_journal(tmp_path, name):
    root, outside = tmp_path / "root", tmp_path / "outside"
    lay(root, OLD)
    outside.write_bytes(b"mine")
    (root / disk.JOURNAL / "a-folder").mkdir(parents=True)  # cannot be unlinked
    (root / disk.JOURNAL / name).symlink_to(outside)
    with pytest.raises(PublishError):
        publish(root, NEW)
    assert outside.read_bytes() == b"mine"
