"""What the tests share: the made-up repository of tests/examples, and drawing of examples without chance."""

import copy
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from factpack import rules
from factpack.load import load
from factpack.models import schemas
from factpack.models.schemas import Schema
from factpack.models.types import Record
from factpack.problems import Problem

VALID = Path(__file__).parent / "examples" / "valid"

# The same examples in every run: a change is judged by what it does, not by what was drawn.
settings.register_profile("repository", derandomize=True, deadline=None, database=None)
settings.load_profile("repository")

R = TypeVar("R", bound=Record)


def altered(record: R, values: Mapping[str, object]) -> R:
    """A copy of a record with some values replaced, unchecked: what no file could hold is wanted too."""
    other = copy.copy(record)
    for name, value in values.items():
        object.__setattr__(other, name, value)
    return other


Check = Callable[[Mapping[str, bytes | None]], list[Problem]]


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


@pytest.fixture
def check(tmp_path: Path, schema_set: dict[str, Schema]) -> Check:
    """A function: the findings in the valid repository with some files changed, added or, for None, taken away."""

    def run(changes: Mapping[str, bytes | None]) -> list[Problem]:
        root = tmp_path / "repository"
        shutil.copytree(VALID, root)
        for path, content in changes.items():
            if content is None:
                (root / path).unlink()
            else:
                (root / path).write_bytes(content)
        dataset, problems = load(root, schema_set)
        return problems + rules.run(dataset)

    return run
