"""What the tests share: the made-up repository of tests/examples, and drawing of examples without chance."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from factpack import rules
from factpack.claims import collect
from factpack.dataset import load
from factpack.models import schemas
from factpack.models.schemas import Schema
from factpack.models.types import Record
from factpack.problems import Problem

VALID = Path(__file__).parent / "examples" / "valid"
# The name of a folder that the program works in whatever it is called. A colon is missing: Python makes no virtual
# environment below one.
ODD = "ü [a]*? {b} 'c' \"d\" $HOME `e` %f & \\g; #h €" if os.name == "posix" else "ü [a] {b} 'c' $d %e & #f"

# The same examples in every run: a change is judged by what it does, not by what was drawn.
settings.register_profile("repository", derandomize=True, deadline=None, database=None)
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

R = TypeVar("R", bound=Record)


def altered(record: R, values: Mapping[str, object]) -> R:
    """A copy of a record with some values replaced, unchecked: what no file could hold is wanted too."""
    return record.model_copy(update=dict(values))


Check = Callable[[Mapping[str, bytes | None]], list[Problem]]


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
def schema_set() -> dict[str, Schema]:
    return schemas.generate()


@pytest.fixture(scope="session")
def valid_files() -> dict[str, bytes]:
    """Every file of the valid repository, by its path there."""
    files = {
        path.relative_to(VALID).as_posix(): path.read_bytes()
        for path in sorted(VALID.rglob("*"))
        if path.is_file()
    }
    assert files
    return files


@pytest.fixture(scope="session")
def check(
    tmp_path_factory: pytest.TempPathFactory, schema_set: dict[str, Schema], valid_files: dict[str, bytes]
) -> Check:
    """Return the problems in the valid repository with some files changed, added or, for None, removed."""
    root = tmp_path_factory.mktemp("check") / "repository"
    shutil.copytree(VALID, root)

    def run(changes: Mapping[str, bytes | None]) -> list[Problem]:
        try:
            for path, content in changes.items():
                _lay(root / path, content)
            dataset, problems = load(root, schema_set)
        finally:
            for path in changes:
                _lay(root / path, valid_files.get(path))
        return problems + rules.run(dataset, collect(dataset))

    return run


def _lay(path: Path, content: bytes | None) -> None:
    """Write a file, or remove it where there is no content."""
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
