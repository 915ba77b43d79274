"""The dataset keeps records, and looks up where they are in their files only when asked."""

import shutil
from pathlib import Path

from conftest import SCHEMAS, VALID, VISITS
from factpack.dataset import load


def test_place_in_removed_file_is_its_beginning(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(VALID, root)
    dataset, _ = load(root, SCHEMAS)
    (root / VISITS).unlink()
    assert dataset.locate(VISITS, ("value",)) == (1, 1)
