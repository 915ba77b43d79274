"""The dataset keeps records, and looks up where they are in their files only when asked."""

import shutil
from pathlib import Path

from conftest import SCHEMAS, VALID
from factpack.dataset import load

COUNT = "facts/counts/2031-sample-visits-to-marovia.yaml"


def test_place_in_removed_file_is_its_beginning(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(VALID, root)
    dataset, _ = load(root, SCHEMAS)
    (root / COUNT).unlink()
    assert dataset.locate(COUNT, ("value",)) == (1, 1)
