"""CITATION.cff and .zenodo.json, checked against what their readers accept; and the version that they state."""

import importlib.resources
import json
import re
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from factpack import changelog, citation
from factpack.changelog import DatasetRelease

RELEASED = DatasetRelease("1.2.0", date(2031, 6, 1))
UNRELEASED = DatasetRelease("1.3.0", None)

# The schema of the format, 1.2.0, as check-jsonschema carries it.
SCHEMAS = importlib.resources.files("check_jsonschema") / "builtin_schemas/vendor"
CFF_SCHEMA = json.loads((SCHEMAS / "citation-file-format.json").read_text(encoding="utf-8"))

# What Zenodo's documentation of deposit metadata lists for a data set: the field and what it accepts. It has no schema.
ZENODO = {
    "upload_type": r"dataset", "title": r".+", "version": r"\d+\.\d+\.\d+", "publication_date": r"\d{4}-\d\d-\d\d",
    "description": r"<p>[^<>]+</p>", "notes": r"<p>[^<>]+</p>", "access_right": r"open", "license": r"cc-by-4\.0",
    "language": r"[a-z]{3}",
}  # fmt: skip


@pytest.mark.parametrize("dataset_release", [RELEASED, UNRELEASED], ids=["released", "unreleased"])
def test_citation_file_passes_its_schema(dataset_release: DatasetRelease) -> None:
    # The file as a YAML 1.2 reader sees it: nothing but texts, lists and mappings.
    content = yaml.load(citation.write(dataset_release)[citation.CFF_PATH], Loader=yaml.BaseLoader)
    validator = jsonschema_rs.validator_for(CFF_SCHEMA, validate_formats=True)
    assert [error.message for error in validator.iter_errors(content)] == []
    assert content["version"] == dataset_release.version
    assert content.get("date-released") == (dataset_release.released and dataset_release.released.isoformat())


@pytest.mark.parametrize("dataset_release", [RELEASED, UNRELEASED], ids=["released", "unreleased"])
def test_zenodo_file_has_documented_fields_only(dataset_release: DatasetRelease) -> None:
    deposit = json.loads(citation.write(dataset_release)[citation.ZENODO_PATH])
    assert deposit.pop("creators") == [{"name": citation.CURATORS}]
    assert deposit.pop("keywords") == list(citation.KEYWORDS)
    expected = ZENODO.keys() - (set() if dataset_release.released else {"publication_date"})
    assert deposit.keys() == expected
    for name, value in deposit.items():
        assert re.fullmatch(ZENODO[name], value), name


@pytest.mark.parametrize(
    ("heading", "dataset_release"),
    [
        ("## [1.2.0] - 2031-06-01", RELEASED),
        ("## 1.2.0 - 2031-06-01", RELEASED),
        ("## 1.3.0", UNRELEASED),
        ("## 1.3.0, not yet released", UNRELEASED),
    ],
)
def test_edition_is_read_from_the_changelog(
    heading: str, dataset_release: DatasetRelease, tmp_path: Path
) -> None:
    text = f"# Changelog\n\n{heading}\n\nOf 2030-01-01.\n\n## 1.1.0 - 2030-12-31\n"
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    assert changelog.dataset_release(tmp_path) == dataset_release
