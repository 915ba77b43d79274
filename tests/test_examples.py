"""tests/examples: a made-up repository that is dataset, and files that each break it in one way."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from conftest import SCHEMAS, SHARE, VALID, VALID_FILES, Check, nodes
from factpack import dataset, files, text_files, validation
from factpack.dataset import Dataset
from factpack.files import kind_of
from factpack.models.parts import Item
from factpack.models.records import REGISTERS, Fact
from factpack.models.schemas import KINDS
from factpack.problems import Problem
from factpack.yaml import reader

INVALID = sorted((VALID.parent / "invalid").glob("*.yaml"))

_TARGET = re.compile(r"# (replaces|adds|removes): (\S+)")
_EXPECTED = re.compile(r"# expect: (\d+:\d+ [a-z-]+)")


def test_valid_repository_has_no_error(check: Check, dataset: Dataset) -> None:
    problems = check({})
    assert [problem for problem in problems if problem.severity != "notice"] == []
    assert {problem.rule for problem in problems} == {"publication-not-checkable"}
    assert set(dataset.paths) == set(VALID_FILES)
    assert {kind_of(path) for path in dataset.paths} == set(KINDS)


def test_valid_repository_uses_every_field(dataset: Dataset) -> None:
    records = [dataset.register(name) for name in ("seeds", "facts", "actors", "places", "deals")]
    models = [*_models(records)]
    used = {(_owner(type(one), name), name) for one in models for name in one.model_fields_set}
    known = {(_owner(model, name), name) for model in {*map(type, models)} for name in model.model_fields}
    assert len(known) > 70
    # One makes a warning; the other is for an article that is not in English.
    assert known - used == {(Item, "misread"), (Item, "translation")}


def _models(value: Any) -> Iterator[BaseModel]:
    """Yield each record and part of a record."""
    if isinstance(value, BaseModel):
        yield value
        value = vars(value)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _models(part)


def _owner(model: type[BaseModel], name: str) -> type[BaseModel]:
    """Return the model that declares a field: `Fact`, of what all facts have."""
    return Fact if name in Fact.model_fields and issubclass(model, Fact) else model


def test_valid_repository_uses_every_code(dataset: Dataset) -> None:
    codes = {code for part in nodes(SCHEMAS) if isinstance(part, dict) for code in part.get("enum", ())}
    parts = [part for path in dataset.paths for part in nodes(dataset.document(path).data)]
    keys = {key for part in parts if isinstance(part, dict) for key in part}
    used = keys | {part for part in parts if isinstance(part, str)}
    assert len(codes) > 100
    assert codes - used == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_has_the_problems_it_announces(path: Path, check: Check) -> None:
    verb, target, expected = read_header(path)
    assert path.stem.partition("--")[0] in {line.partition(" ")[2] for line in expected}
    assert (VALID / target).exists() == (verb != "adds"), (
        f"{target} is not there to be replaced, or is there already"
    )
    problems = check({target: None if verb == "removes" else path.read_bytes()})
    assert _shown(problems, target) == sorted(expected)
    assert all(problem.message and problem.fix for problem in problems)


def read_header(path: Path) -> tuple[str, str, list[str]]:
    """What the first lines of an example say: what becomes of which file, and the findings to expect."""
    first, *others = path.read_text(encoding="utf-8").splitlines()
    target = _TARGET.fullmatch(first)
    expected = [match[1] for line in others if (match := _EXPECTED.fullmatch(line))]
    assert target is not None
    assert expected, (
        f"{path.name} begins with `# replaces: PATH` or the like, and `# expect: LINE:COLUMN rule`"
    )
    return target[1], target[2], expected


def _shown(problems: list[Problem], target: str) -> list[str]:
    """The findings as the examples write them; those in another file with its path."""
    return sorted(
        f"{'' if problem.path == target else problem.path + ' '}{problem.line}:{problem.column} {problem.rule}"
        for problem in problems
        if problem.severity != "notice"
    )


def test_every_rule_on_text_and_shape_has_an_example() -> None:
    shown = {line.partition(" ")[2] for path in INVALID for line in read_header(path)[2]}
    elsewhere = {
        "file-too-large",
        "merge-conflict",
        "not-utf-8",
    }  # test_hostile_files, test_text_files, test_reader
    assert len(INVALID) > 60
    assert rules_on_text_and_shape() - shown == elsewhere
    assert shown <= rules_on_text_and_shape()


def rules_on_text_and_shape() -> set[str]:
    """The names of rules in the code of layers 1 and 2: its texts in kebab case. They are not listed anywhere else."""
    texts = {
        node.value
        for module in (text_files, reader, validation, dataset, files)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if re.fullmatch(r"formula|[a-z]+(-[a-z0-9]+)+", text)} - {"utf-8", "x-ref"}


def test_taken_id_causes_no_problem_elsewhere(check: Check) -> None:
    # Another record takes the id of a count, which is read after it and was alone in citing its paragraph.
    other, stem = "2031-05-free-harbour-demands-tightening", Path(SHARE).stem
    renamed = VALID_FILES[f"facts/sanctions/{other}.yaml"].replace(
        f"id: {other}".encode(), f"id: {stem}".encode()
    )
    changes = {f"facts/sanctions/{stem}.yaml": renamed, f"facts/sanctions/{other}.yaml": None}
    assert _shown(check(changes), SHARE) == ["2:5 duplicate-id"]


def test_problems_of_all_files_come_in_one_run(check: Check) -> None:
    broken = {path: text.replace(b"id: ", b"identity: ", 1) for path, text in VALID_FILES.items()}
    problems = check(broken)
    assert {problem.path for problem in problems} == set(VALID_FILES)
    assert {problem.rule for problem in problems} == {"missing-field", "unknown-field"}


@pytest.mark.parametrize(
    "path",
    [
        "seeds/lantern-2031-05.yaml",
        *(f"facts/{name}.yaml" for name in REGISTERS),
        "facts/meetings/undated-phone-call.yaml",
    ],
)
def test_unreadable_file_causes_no_problem_elsewhere(path: str, check: Check) -> None:
    assert _shown(check({path: b"id: ["}), path) == ["1:5 yaml-syntax"]
