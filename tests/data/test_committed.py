"""The committed records: sound, in canonical form, and what is generated from them is current and small."""

import json
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from conftest import ROOT, SCHEMAS, VALID, Run, contents, loaded, start
from factpack import files
from factpack.commands import common
from factpack.exports import editor_schemas
from factpack.exports.explorer.page import PAGE
from factpack.models.schemas import KINDS
from test_explorer import elements, parsed
from test_fmt import comments, form, value

CURATED = ("facts", "seeds", "CHANGELOG.md")
GENERATED = ("exports", "schemas", "datapackage.json", "CODEBOOK.md", "CITATION.cff", ".zenodo.json")
RECORDS = [(root, path, kind) for root in (ROOT, VALID) for kind, path in files.find(root).files]

_PLAIN = """
import runpy, sys
sys.modules.update(ijson=None, jsonlines=None)
runpy.run_module("frictionless", run_name="__main__")
"""


def test_build_from_records_alone_is_as_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    for name in CURATED:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert run("build")[0] == common.CLEAN
    built = contents(tmp_path)
    for name in GENERATED:
        committed = {name: (ROOT / name).read_bytes()} if (ROOT / name).is_file() else contents(ROOT / name)
        for path, content in committed.items():
            if path.startswith("editor/"):
                continue  # written, and not committed
            assert built[name if path == name else f"{name}/{path}"] == content, path


@pytest.mark.parametrize(("root", "path", "kind"), RECORDS, ids=[path for _, path, _ in RECORDS])
def test_record_is_canonical_and_the_same_to_all(root: Path, path: str, kind: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    formed = form(kind, text, path)
    assert formed.partition("\n")[2] == text.partition("\n")[2]  # the first line names the schema
    assert comments(formed) == comments(text)
    # As JSON: the key of a paragraph, a number to PyYAML, is the same text there.
    read = yaml.load(text, Loader=yaml.CSafeLoader)
    assert json.loads(json.dumps(read)) == value(text)
    schema = json.loads((ROOT / f"schemas/{kind}.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(read)] == []


def test_records_are_many_and_of_each_kind() -> None:
    assert len(RECORDS) > 80
    assert {kind for _, _, kind in RECORDS} == set(KINDS)


def test_explorer_page_is_small_and_has_every_fact() -> None:
    dataset = loaded(ROOT)
    content = (ROOT / PAGE).read_bytes()
    assert len(content) < 1_000_000
    assert len(elements(parsed(content), "tbody")) == len(dataset.active_facts()) > 50


@pytest.mark.needs_tools
def test_plain_frictionless_takes_the_package() -> None:
    # With a plain `pip install frictionless`, which brings no reader of JSON.
    done = start(ROOT, sys.executable, "-c", _PLAIN, "validate", "datapackage.json", "--json")
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert sum(task["stats"].get("rows", 0) for task in report["tasks"]) > 1000


def test_articles_are_named_without_their_titles() -> None:
    dataset = loaded(ROOT)
    titles = [seed.title for seed in dataset.seeds.values() if seed.title]
    assert titles
    editors = b"".join(editor_schemas.write(SCHEMAS, dataset).values()).decode()
    assert not [title for title in titles if title in editors]
