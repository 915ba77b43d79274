"""What no text can hold, laid into the repository: links, pipes, names, huge files. Each is one problem."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import POSIX, SCHEMAS, SHARE, Run, cases
from factpack import files, package
from factpack.evidence import lock
from factpack.problems import Problem

SEED = "seeds/courier-2031-05-03.yaml"
REGISTER = "facts/places.yaml"


THINGS: dict[str, Callable[[Path], None]] = {
    "link to a file outside": lambda path: path.symlink_to("/etc/passwd"),
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "endless device": lambda path: path.symlink_to("/dev/zero"),
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
}


def _errors(root: Path) -> list[tuple[str, int, str]]:
    problems = package.check(root, SCHEMAS).problems
    assert all(len(problem.message) + len(problem.fix) < 1000 for problem in problems)
    return [(one.path, one.line, one.rule) for one in sorted(problems) if one.severity == "error"]


@POSIX
@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("path", [SHARE, SEED, REGISTER, lock.PATH])
def test_path_of_no_plain_file_is_one_problem(path: str, thing: str, repository: Path) -> None:
    (repository / path).unlink(missing_ok=True)
    THINGS[thing](repository / path)
    rule = "unreadable-file" if path in (REGISTER, lock.PATH) else "unexpected-file"
    assert _errors(repository) == [(path, 1, rule)]


@POSIX
@pytest.mark.parametrize("folder", ["facts", "seeds", "facts/counts", "facts/releases"])
def test_linked_folder_is_one_problem_and_not_read(folder: str, repository: Path) -> None:
    elsewhere = repository.parent / "elsewhere"
    (repository / folder).rename(elsewhere)
    (repository / folder).symlink_to(elsewhere)
    assert _errors(repository) == [(folder, 1, "unexpected-file")]


@pytest.mark.parametrize("folder", ["seeds", "facts/counts"])
def test_file_in_place_of_a_folder_is_one_problem(folder: str, repository: Path) -> None:
    shutil.rmtree(repository / folder)
    (repository / folder).write_text("x")
    assert _errors(repository) == [(folder, 1, "unreadable-file")]


@POSIX
@pytest.mark.parametrize(
    "name",
    cases("hostile_paths", "name_that_is_not_portable_is_one_problem"),
)  # fmt: skip
def test_name_that_is_not_portable_is_one_problem(name: str, repository: Path) -> None:
    folder = "seeds" if len(name) % 2 else "facts/counts"
    (repository / folder / name).write_text("never: read")
    assert _errors(repository) == [(f"{folder}/{name}", 1, "misnamed-file")]


@POSIX
@pytest.mark.parametrize(
    ("twin", "rule"),
    cases("hostile_paths", "names_that_differ_by_case_are_one_problem"),
)
def test_names_that_differ_by_case_are_one_problem(twin: str, rule: str, repository: Path) -> None:
    (repository / twin).write_bytes((repository / SHARE).read_bytes())
    assert _errors(repository) == [(twin, 1, rule)]


@pytest.mark.parametrize(
    ("path", "function"), [("facts/counts", "scandir"), (REGISTER, "open"), (lock.PATH, "open")]
)
def test_path_without_permission_is_one_problem(
    path: str, function: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / lock.PATH).write_bytes(lock.write(frozenset()))
    allowed = getattr(os, function)

    def refuse(name: str, *rest: int) -> object:
        if Path(name).match(path):
            raise PermissionError(13, "Permission denied")
        return allowed(name, *rest)

    monkeypatch.setattr(os, function, refuse)
    assert _errors(repository) == [(path, 1, "unreadable-file")]


@POSIX
def test_link_put_in_at_the_last_moment_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, secret = tmp_path / "x.yaml", tmp_path / "secret"
    path.write_bytes(b"id: x\n")
    secret.write_bytes(b"id: y\n")
    known = path.lstat()
    os.utime(secret, ns=(known.st_atime_ns, known.st_mtime_ns))  # nothing but the link gives it away
    path.unlink()
    path.symlink_to(secret)
    lstat = os.lstat

    def as_it_was(name: str) -> os.stat_result:
        return known if name == str(path) else lstat(name)

    with monkeypatch.context() as patch:
        patch.setattr(os, "lstat", as_it_was)
        found = files.read(tmp_path, "x.yaml")
    assert isinstance(found, Problem)
    assert found.rule == "unreadable-file"


# --- the lock and the changelog --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "line", "rule"),
    [
        ("title a\n".encode("utf-16"), 1, "malformed-lock"),
        (b"# x\n\xff\n", 2, "malformed-lock"),
        pytest.param(b"x\n" * (lock.MAX_BYTES // 2 + 1), 1, "file-too-large", id="too large"),
    ],
)
def test_hostile_lock_is_one_problem(raw: bytes, line: int, rule: str, repository: Path) -> None:
    (repository / lock.PATH).write_bytes(raw)
    assert _errors(repository) == [(lock.PATH, line, rule)]


@POSIX
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"# Changelog\n", "has no heading with a version"),
        ("## 0.1.0\n".encode("utf-16"), "CHANGELOG.md:1: The byte 0xff is not UTF-8."),
        ("## 0.1.0\n".encode("utf-16-le"), "has no heading with a version"),
        (b"# x\n\n## 0.1.0 \xff\n", "CHANGELOG.md:3: The byte 0xff is not UTF-8."),
        (b"## 0.1.0 - 2025-02-30\n", "CHANGELOG.md: 2025-02-30 in the heading of 0.1.0 is not a valid date."),
        (b"## 0.1.0\n" + b"x" * 10_000_000, "CHANGELOG.md: The file has 10000009 bytes."),
        ("link", "CHANGELOG.md: This is not a regular file."),
        ("missing", "CHANGELOG.md: The file cannot be read: No such file or directory."),
    ],
)  # fmt: skip
def test_build_with_hostile_changelog_is_one_line(
    content: bytes | str, told: str, repository: Path, run: Run
) -> None:
    path = repository / "CHANGELOG.md"
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "link":
        THINGS["endless device"](path)
    code, _, err = run("build")
    assert (code, err.count("\n")) == (2, 1)
    assert told in err
    assert not (repository / "exports").exists()


@POSIX
def test_validate_quotes_plain_files_only(repository: Path, run: Run) -> None:
    (repository / REGISTER).unlink()
    for path, thing in (
        ("facts/counts/a.yaml", "pipe"),
        ("facts/counts/b.yaml", "endless device"),
        (REGISTER, "endless device"),
    ):
        THINGS[thing](repository / path)
    out = run("validate", "--context")[1]
    assert f"\n{REGISTER}:1:1: error unreadable-file: " in f"\n{out}"
    assert f"{REGISTER}:1:1" in out.splitlines()[2]  # no line is quoted between it and the ones before
