"""The shape of a file: each finding at its place, with words for curators, and none is lost or raised."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from conftest import SCHEMAS, cases
from factpack import validation
from factpack.problems import Problem
from factpack.yaml import reader
from factpack.yaml.reader import Document
from test_schema_models import altered

VALIDATORS = {kind: validation.compile_schema(schema) for kind, schema in SCHEMAS.items()}

COUNT = """\
id: 2031-visits
title: Visits
date: 2031
measure: envoy_visits
value: 4
counted_as: visits
evidence:
  courier:
    8:
      - phrase: four times
        supports: [value]
"""


def check(text: str, kind: str = "count") -> list[Problem]:
    document = reader.read("x.yaml", text.encode())
    assert document.problems == []
    return validation.check(document, SCHEMAS[kind], VALIDATORS[kind])


def changed(old: str, new: str) -> list[Problem]:
    assert COUNT.count(old) == 1
    return check(COUNT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "position", "rule", "message", "fix"),
    cases("validation", "problem_says_where_and_what_to_write"),
)  # fmt: skip
def test_problem_says_where_and_what_to_write(
    old: str, new: str, position: tuple[int, int], rule: str, message: str, fix: str
) -> None:
    (problem,) = changed(old, new)
    assert (problem.line, problem.column, problem.rule) == (*position, rule)
    assert problem.message.startswith(message)
    assert problem.fix.startswith(fix)


def test_missing_fields_are_problems_with_an_example() -> None:
    found = {problem.pointer: problem for problem in check("notes: A record.\n")}
    assert found.keys() == {(name,) for name in SCHEMAS["count"]["required"]}
    assert {(problem.line, problem.column, problem.rule) for problem in found.values()} == {
        (1, 1, "missing-field")
    }
    assert found["value",].fix == "Add it: The figure, as reported. Example: `value: 1226`."


def test_value_that_breaks_two_keywords_is_one_problem() -> None:
    # neither the pattern nor the format takes it
    assert len(changed("date: 2031", "date: 2031-13-41")) == 1
    # neither the pattern nor the length
    assert len(changed("id: 2031-visits", "id: " + "X" * 90)) == 1


def test_nested_problems_come_together() -> None:
    text = (
        COUNT.replace("value: 4", "value: IV").replace("four times", "x" * 91).replace("title: Visits\n", "")
    )
    assert sorted((problem.line, problem.rule) for problem in check(text)) == [
        (1, "missing-field"), (4, "malformed-quantity"), (9, "malformed-value"),
    ]  # fmt: skip


def test_keys_read_as_one_number_lose_no_problem() -> None:
    text = COUNT + "    08:\n      - phrase: x\n        suports: [value]\n"
    assert {problem.rule for problem in check(text)} == {"malformed-key", "unknown-field"}


def test_problem_of_a_date_has_words_of_its_field() -> None:
    start = "id: x\ntitle: X\nstage: in_force\ndate: not_stated\nmeasure: ease\ntargets: [{sector: wood}]\n"
    end = "evidence: {a: {1: [{phrase: x}]}}\n"
    assert check(f"{start}effective: not_yet\n{end}", "sanctions") == []
    (problem,) = check(f"{start}effective: soon\n{end}", "sanctions")
    assert "EDTF, not_stated, or not_yet" in problem.fix


@given(altered(list(SCHEMAS)))
@settings(max_examples=100)
def test_problems_are_those_of_the_validator(drawn: tuple[str, Any]) -> None:
    kind, data = drawn
    document = Document("x.yaml", json.dumps(data), data=data)
    problems = validation.check(document, SCHEMAS[kind], VALIDATORS[kind])
    assert bool(problems) == (not VALIDATORS[kind].is_valid(data))
    for problem in problems:
        assert problem.message
        assert problem.fix
        around = data
        for step in problem.pointer[:-1]:
            around = around[
                step
            ]  # what the finding is about is there, or is a key that is missing or unknown there
