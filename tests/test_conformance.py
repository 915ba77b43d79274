"""The check of the published files: each fault that can be put into them is reported, with its place."""

import hashlib
import json

import pytest

from conftest import cases, lay
from factpack.changelog import DatasetRelease
from factpack.exports import datapackage, json_files, tabular
from factpack.exports.conformance import check_package
from factpack.models.codelists import Codelist
from factpack.tables.table import Column, FilledTable, Rows, Table

CSV, JSON = "exports/csv/things.csv", "exports/json/things.json"
PARTS_CSV, PARTS_JSON = "exports/csv/facts.csv", "exports/json/facts.json"
NESTED = "exports/json/records.json"
DESCRIPTOR = datapackage.PATH
RELEASE = DatasetRelease("1.2.0", None)
COLOUR = Codelist("colour", "Colour", {"red": "As a rose.", "blue": "As a violet."})
NOT_STATED = "not stated: no article tells"
THING = Table[object](
    "things",
    "A row is a thing.",
    Rows(lambda _: [], key=("thing_id",), tier=1),
    Column("thing_id", "The id."),
    Column("within", "The thing it is in.", references="things.thing_id", empty=NOT_STATED),
    Column("colour", "Its colour.", codelist=COLOUR),
    Column("number", "How many.", type="integer", minimum=0, unit="persons", empty=NOT_STATED),
    Column("share", "The share.", type="number", unit="percent", empty=NOT_STATED),
    Column("day", "The day.", type="date", title="On the day", empty=NOT_STATED),
    Column("verified", "Whether it was verified.", type="boolean"),
)
PART = Table[object](
    "facts",
    "A row is a part of a thing.",
    Rows(lambda _: [], key=("thing_id", "part"), tier=2),
    Column("thing_id", "The thing.", references="things.thing_id"),
    Column("part", "Counted from 1.", type="integer", minimum=1),
)
THINGS = FilledTable(
    THING, (("a", None, "red", 7, 12.5, "2025-12-13", True), ("b", "a", "blue", None, None, None, False)), ()
)
PARTS = FilledTable(PART, (("b", 1), ("b", 2)), ())
NO_PARTS = FilledTable(PART, (), ())
NO_THINGS = FilledTable(THING, (), ())


def build(tables):
    """All the files of a package of the tables: path → bytes."""
    files = tabular.write(tables) | {json_files.PATH: b'{\n  "facts": []\n}\n'}
    return files | {datapackage.PATH: datapackage.write(tables, files, RELEASE, ())}


@pytest.fixture
def root(tmp_path):
    lay(tmp_path, build([THINGS, PARTS]))
    return tmp_path


def origins(table, row):
    return f"facts/{table}.yaml:{row}:1"


def check(root):
    problems = check_package(root, origins)
    assert all(("the row was made from facts/" in problem.fix) == (problem.line > 0) for problem in problems)
    return [(problem.path, problem.line, problem.rule, problem.message) for problem in problems]


def change(root, path, old, new):
    """Change a file, and its hash and size in the descriptor."""
    before = (root / path).read_bytes()
    assert before.count(old.encode()) == 1
    content = before.replace(old.encode(), new.encode())
    (root / path).write_bytes(content)
    describe(root, path, hash="sha256:" + hashlib.sha256(content).hexdigest(), bytes=len(content))


def describe(root, where, **properties):
    edit_resources(root, lambda found: [one.update(properties) for one in found if one["path"] == where])


def edit_resources(root, edit):
    descriptor = json.loads((root / DESCRIPTOR).read_bytes())
    edit(descriptor["resources"])
    (root / DESCRIPTOR).write_text(json.dumps(descriptor))


@pytest.mark.parametrize("tables", [[THINGS, PARTS], [THINGS, NO_PARTS]])
def test_fresh_build_has_no_problem(tmp_path, tables):
    lay(tmp_path, build(tables))
    assert check(tmp_path) == []


# --- the descriptor --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"), cases("conformance", "fault_that_the_profile_finds_is_reported")
)
def test_fault_that_the_profile_finds_is_reported(root, old, new, message):
    text = (root / DESCRIPTOR).read_text()
    (root / DESCRIPTOR).write_text(text.replace(old, new, 1))
    problems = check(root)
    assert {problem[2] for problem in problems} == {"data-package-profile"}
    assert any(problem[3].startswith(message) for problem in problems)


def test_descriptor_without_resources_is_reported(root):
    edit_resources(root, list.clear)
    assert [problem[3] for problem in check(root)] == ["At resources: the value has less than 1 item."]


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CSV, JSON, NESTED])
def test_wrong_hash_and_size_are_reported(root, path):
    describe(root, path, hash="sha256:" + "0" * 64, bytes=1)
    problems = check(root)
    assert [problem[:3] for problem in problems] == [(path, 0, "frictionless")] * 2
    assert "expected hash" in problems[0][3]
    assert 'expected is "1"' in problems[1][3]


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "message"),
    cases("conformance", "fault_that_frictionless_finds_is_reported"),
)
def test_fault_that_frictionless_finds_is_reported(root, path, old, new, line, message):
    change(root, path, old, new)
    problems = [problem for problem in check(root) if problem[0] == path]
    assert {problem[1:3] for problem in problems} == {(line, "frictionless")}
    assert any(message in problem[3] for problem in problems)
    table = "things" if path == CSV else "facts"
    assert all(
        (f"(from facts/{table}.yaml:{line - 2}:1)" in problem[3]) == (line > 0) for problem in problems
    )


def test_fault_of_the_whole_package_is_reported(root):
    edit_resources(root, lambda found: found.append(found[-1]))
    problems = [problem for problem in check(root) if problem[2] == "frictionless"]
    assert [problem[0] for problem in problems] == [DESCRIPTOR]
    assert "names of the resources are not unique" in problems[0][3]


def test_foreign_key_to_no_resource_is_reported(root):
    text = (root / DESCRIPTOR).read_text()
    (root / DESCRIPTOR).write_text(text.replace('"resource": "things"', '"resource": "thinks"'))
    problems = check(root)
    assert problems
    assert {problem[2] for problem in problems} == {"frictionless"}
    assert all("thinks" in problem[3] for problem in problems)


# --- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    cases("conformance", "row_that_differs_in_json_is_reported"),
)  # fmt: skip
def test_row_that_differs_in_json_is_reported(root, old, new, line, message):
    change(root, JSON, old, new)
    assert check(root) == [(JSON, line, "json-export", f"{message} (from facts/things.yaml:{line - 2}:1)")]


def test_json_with_another_number_of_rows_is_reported(root):
    change(root, JSON, "},\n", "},\n{},\n")
    assert check(root) == [(JSON, 0, "json-export", "The file has 3 rows, and the CSV has 2.")]


def test_cell_that_differs_in_csv_is_reported(root):
    change(root, CSV, "red,7,", "red, 7,")
    assert check(root) == [
        (JSON, 2, "json-export", "number is 7 in JSON, and ' 7' in CSV. (from facts/things.yaml:0:1)")
    ]


# --- nothing checked -------------------------------------------------------------------------------------------------


def test_rows_that_frictionless_skips_are_reported(root):
    describe(root, PARTS_CSV, dialect={"commentChar": "b"})
    message = "frictionless has seen 0 of the 2 rows of facts."
    assert check(root) == [(DESCRIPTOR, 0, "nothing-checked", message)]


def test_package_without_a_row_is_reported(tmp_path):
    lay(tmp_path, build([NO_THINGS, NO_PARTS]))
    assert check(tmp_path) == [(DESCRIPTOR, 0, "nothing-checked", "No table has a row.")]
