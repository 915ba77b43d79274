"""What the tests share: the made-up repository of tests/examples, and drawing of examples without chance."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from factpack import cli, rules
from factpack.claims import collect
from factpack.commands import common
from factpack.dataset import Dataset, load
from factpack.evidence import lock, verification
from factpack.evidence.lock import Lock
from factpack.models import schemas
from factpack.models.types import Record
from factpack.problems import Problem
from factpack.tables.all_tables import build
from factpack.tables.table import FilledTable

ROOT = Path(__file__).parent.parent
VALID = ROOT / "tests/examples/valid"
TEXTS = VALID.parent / "texts"
# Records of the valid repository that tests change.
SHARE = "facts/counts/2031-05-marovia-potash-share-of-supply.yaml"
WATCH = "facts/counts/2031-05-prison-watch-prisoners-held.yaml"
VISITS = "facts/counts/2031-sample-visits-to-marovia.yaml"
FREED = "facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml"
# Every file of the valid repository, by its path there.
VALID_FILES = {
    path.relative_to(VALID).as_posix(): path.read_bytes()
    for path in sorted(VALID.rglob("*"))
    if path.is_file()
}
SCHEMAS = schemas.generate()
# The name of a folder that the program works in whatever it is called. A colon is missing: Python makes no virtual
# environment below one.
ODD = "ü [a]*? {b} 'c' \"d\" $HOME `e` %f & \\g; #h €" if os.name == "posix" else "ü [a] {b} 'c' $d %e & #f"

# The same examples in every run: a change is judged by what it does, not by what was drawn.
settings.register_profile("repository", max_examples=50, derandomize=True, deadline=None, database=None)
settings.load_profile("repository")

# Where the articles' texts are: only the test of the recorded mistakes is meant to read them, which looks before that.
UNSET = {"COLUMNS", "FACTPACK_TEXTS", "FORCE_COLOR", "GITHUB_ACTIONS", "PYTHONIOENCODING", "PYTHON_COLORS"}
# Newer versions of git tidy up in the background after a commit, while a test looks at the folder.
GIT_SETTINGS = """\
[user]
    name = A Curator
    email = curator@example.org
[core]
    autocrlf = false
[maintenance]
    auto = false
[safe]
    directory = *
"""

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes, modes and signals of POSIX")

# The command, for a process of its own: as its script does.
FACTPACK = (sys.executable, "-c", "import sys; from factpack.cli import run; sys.exit(run())")

R = TypeVar("R", bound=Record)
Run = Callable[..., tuple[int, str, str]]


def cases(module: str, test: str) -> list[list[Any]]:
    """The rows of a table of cases in tests/examples/tables."""
    rows: list[list[Any]] = json.loads((VALID.parent / f"tables/{module}.json").read_bytes())[test]
    return rows


def altered(record: R, values: Mapping[str, object]) -> R:
    """A copy of a record with some values replaced, unchecked: what no file could hold is wanted too."""
    return record.model_copy(update=dict(values))


Check = Callable[..., list[Problem]]  # changed files, and whether the texts are available


@pytest.fixture(scope="session", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the settings of the user who runs the tests out of them: git, terminal, workflow, texts."""
    folder = tmp_path_factory.mktemp("git")
    (folder / "config").write_text(GIT_SETTINGS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_") or name in UNSET]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(folder / "config"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
        yield


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The records of the valid repository. Tests leave them as they are."""
    return valid_dataset()


@cache
def valid_dataset() -> Dataset:
    return loaded(VALID)


def loaded(root: Path) -> Dataset:
    """The records below a folder, which have no problem."""
    dataset, problems = load(root, SCHEMAS)
    assert problems == []
    return dataset


def attest(dataset: Dataset) -> Lock:
    """The lock of records whose evidence is in the made-up texts."""
    articles, unreadable = verification.read_articles(TEXTS, dataset)
    done = verification.verify(dataset, articles)
    assert unreadable + done.problems == []
    attested, malformed = lock.parse(lock.write(frozenset(done.lines)).decode())
    assert malformed == []
    return attested


def nodes(value: Any) -> Iterator[Any]:
    """A value of JSON and each value in it."""
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(part)


@pytest.fixture(scope="session")
def tables(dataset: Dataset) -> tuple[FilledTable, ...]:
    """Its tables."""
    return build(dataset, collect(dataset), frozenset())


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Return the problems in the valid repository with some files changed, added or, for None, removed."""
    root = tmp_path_factory.mktemp("check") / "repository"
    shutil.copytree(VALID, root)

    def run(changes: Mapping[str, bytes | None], has_texts: bool = False) -> list[Problem]:
        try:
            for path, content in changes.items():
                _lay(root / path, content)
            dataset, problems = load(root, SCHEMAS)
            if has_texts:
                verification.attach_texts(dataset, verification.read_articles(TEXTS, dataset)[0])
            return problems + rules.run(dataset, collect(dataset))
        finally:
            for path in changes:
                _lay(root / path, VALID_FILES.get(path))

    return run


def _lay(path: Path, content: bytes | None) -> None:
    """Write a file, or remove it where there is no content."""
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command in this process: exit code, output, error output."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main([*arguments])
        return (code, *capsys.readouterr())

    return command


def expect(run: Run, code: int, *arguments: str) -> str:
    """Run the command, and check its exit code; return the output, or the error message of wrong usage."""
    ended, out, err = run(*arguments)
    assert ended == code, out + err
    told, nothing = (err, out) if code == common.USAGE else (out, err)
    assert nothing == ""
    return told


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up repository with all that a build needs. Tests take a copy."""
    root = tmp_path_factory.mktemp("prepared") / "repository"
    shutil.copytree(VALID, root)
    shutil.copytree(ROOT / "schemas", root / "schemas")
    (root / "CHANGELOG.md").write_text(
        "# Changelog\n\n## 0.1.0 - 2031-06-01\n", encoding="utf-8", newline="\n"
    )
    return root


@pytest.fixture(scope="session")
def prepared_and_built(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up repository with everything that a build writes. Tests take a copy."""
    root = shutil.copytree(prepared, tmp_path_factory.mktemp("built") / "repository")
    with contextlib.chdir(root), contextlib.redirect_stdout(io.StringIO()) as told:
        assert cli.main(["build"]) == 0, told.getvalue()
    return root


@pytest.fixture
def repository(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the made-up repository, in a folder with an odd name, which is the current one."""
    root: Path = shutil.copytree(prepared, tmp_path / ODD)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def built(prepared_and_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with everything that a build writes."""
    root: Path = shutil.copytree(prepared_and_built, tmp_path / ODD)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(scope="session")
def committed(prepared_and_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up records, verified and committed on the branch `main`. Tests take a copy."""
    root: Path = shutil.copytree(prepared_and_built, tmp_path_factory.mktemp("committed") / "repository")
    with contextlib.chdir(root), contextlib.redirect_stdout(io.StringIO()):
        assert cli.main(["verify", "--texts", str(TEXTS)]) == 0
    for name in ("exports", "schemas"):
        shutil.rmtree(root / name)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


@pytest.fixture
def versioned(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the committed records, which is the current folder."""
    root: Path = shutil.copytree(committed, tmp_path / "repository")
    monkeypatch.chdir(root)
    return root


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, input=given)
    return done.stdout.decode().strip()


def commit(folder: Path) -> str:
    """Commit all of the work tree; return the hash."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Change the records")
    return git(folder, "rev-parse", "HEAD")


def edit(path: Path, old: str, new: str, count: int = 1) -> int:
    """Replace a text that a file has so many times; return its first line."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == count, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def contents(root: Path, *without: str) -> dict[str, bytes]:
    """Every file below a folder but git's, and those in a folder of another name, by its path."""
    files = {path: path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file()}
    left_out = {".git", *without}
    return {own.as_posix(): path.read_bytes() for path, own in files.items() if not left_out & {*own.parts}}


def lay(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, and the folders that they are in."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def process(
    root: Path, *arguments: str | Path, before: Callable[[], None] | None = None, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own. before: what that process does to itself first."""
    return start(root, *FACTPACK, *arguments, before=before, **settings)


def start(
    root: Path, *command: str | Path, before: Callable[[], None] | None = None, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run a program in a folder, with some settings of its environment."""
    done = subprocess.run(
        command, cwd=root, env={**os.environ, **settings}, capture_output=True,
        encoding="utf-8", errors="backslashreplace", check=False, timeout=200, preexec_fn=before,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    return done
