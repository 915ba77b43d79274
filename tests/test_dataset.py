"""The dataset keeps records, and looks up where they are in their files only when asked."""

from pathlib import Path

from conftest import VISITS, loaded


def test_place_in_removed_file_is_its_beginning(repository: Path) -> None:
    dataset = loaded(repository)
    (repository / VISITS).unlink()
    assert dataset.locate(VISITS, ("value",)) == (1, 1)
