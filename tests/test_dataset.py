"""The dataset keeps records, and looks up where they are in their files only when asked."""

import shutil
from pathlib import Path

from conftest import SCHEMAS, VALID
from factpack.dataset import load

COUNT = "facts/counts/2031-sample-visits-to-marovia.yaml"


def test_place_is_looked_up_in_the_file() -> None:
    dataset, problems = load(VALID, SCHEMAS)
    assert problems == []
    lines = (VALID / COUNT).read_text(encoding="utf-8").split("\n")
    line, column = dataset.locate(COUNT, ("value",))
    assert lines[line - 1].startswith("value: ")
    assert column == len("value: ") + 1


def test_place_in_removed_file_is_its_beginning(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(VALID, root)
    dataset, _ = load(root, SCHEMAS)
    (root / COUNT).unlink()
    assert dataset.locate(COUNT, ("value",)) == (1, 1)
