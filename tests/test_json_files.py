"""The nested records: every field of every record, and nothing else."""

import json
from typing import Any

import pytest

from factpack.dataset import Dataset
from factpack.exports import json_files

REGISTERS = ("seeds", "actors", "places", "deals", "facts")


@pytest.fixture(scope="module")
def written(dataset: Dataset) -> Any:
    return json.loads(json_files.write_records(dataset))


def curated(content: Any) -> Any:
    """The same with dates and quantities as a curator writes them."""
    if isinstance(content, dict) and {"earliest", "qualifier"} & set(content):
        return content["text"]
    if isinstance(content, dict):
        return {key: curated(part) for key, part in content.items()}
    return [curated(part) for part in content] if isinstance(content, list) else content


def test_the_record_comes_back_whole(written: Any, dataset: Dataset) -> None:
    for name in REGISTERS:
        for record in written[name]:
            own = {key: part for key, part in record.items() if name != "facts" or key != "type"}
            read = dataset.register(name)[record["id"]]
            assert type(read).model_validate(curated(own)) == read
            assert list(own) == [field for field in type(read).model_fields if field in own]
            assert not [key for key, part in own.items() if part in (None, "", [], {})]
