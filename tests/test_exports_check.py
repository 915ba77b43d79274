"""The check of the published files: each fault that can be put into them is found, where it is."""

import hashlib
import json

import pytest

from factpack.exports_check import check_package
from test_datapackage import NO_PARTS, NO_THINGS, PARTS, THINGS, build, lay

CSV, JSON = "exports/csv/things.csv", "exports/json/things.json"
PARTS_CSV, PARTS_JSON = "exports/csv/facts.csv", "exports/json/facts-table.json"


@pytest.fixture
def root(tmp_path):
    lay(tmp_path, build([THINGS, PARTS]))
    return tmp_path


def origins(table, row):
    return f"facts/{table}.yaml:{row}:1"


def check(root):
    return [
        (problem.path, problem.line, problem.rule, problem.message)
        for problem in check_package(root, origins)
    ]


def change(root, path, old, new, *, honest=True):
    """Change a file; with its hash and size in the descriptor, if honest."""
    before = (root / path).read_bytes()
    assert before.count(old.encode()) == 1
    content = before.replace(old.encode(), new.encode())
    (root / path).write_bytes(content)
    if honest:
        describe(root, path, hash="sha256:" + hashlib.sha256(content).hexdigest(), bytes=len(content))


def describe(root, where, **properties):
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    (resource,) = (resource for resource in descriptor["resources"] if resource["path"] == where)
    resource |= {key: value for key, value in properties.items() if key in resource or key != "bytes"}
    (root / "datapackage.json").write_text(json.dumps(descriptor))


@pytest.mark.parametrize("tables", [[THINGS, PARTS], [THINGS, NO_PARTS]])
def test_a_fresh_build_is_clean(tmp_path, tables):
    lay(tmp_path, build(tables))
    assert check(tmp_path) == []


def test_no_descriptor(tmp_path):
    (problem,) = check_package(tmp_path, origins)
    assert (problem.path, problem.rule) == ("datapackage.json", "missing-descriptor")
    assert problem.fix.startswith("Run `make`")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"a": '])
def test_a_descriptor_that_is_no_json(root, content):
    (root / "datapackage.json").write_bytes(content)
    assert [finding[2] for finding in check(root)] == ["unreadable-descriptor"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"resources"', '"resource"', "At the descriptor"),
        ("profiles/2.0/datapackage.json", "profiles/2.0/datapakage.json", "At $schema: "),
        ('"https://datapackage.org/profiles/2.0/datapackage.json"', "2", "At $schema: "),
        ('"version": "1.2.0"', '"version": 1.2', "At version: the value is not of type"),
        ('"type": "year"', '"type": "list"', "At resources/0/schema/fields/4: "),
        ('"minimum": 0', '"minimum": []', "At resources/0/schema/fields/3: "),
        ('"exports/csv/things.csv"', '"/etc/things.csv"', "At resources/0/path: "),
        ('"exports/csv/things.csv"', '"exports/../../things.csv"', "At resources/0/path: "),
    ],
)
def test_what_the_profile_finds(root, old, new, message):
    text = (root / "datapackage.json").read_text()
    (root / "datapackage.json").write_text(text.replace(old, new, 1))
    findings = check(root)
    assert {finding[2] for finding in findings} == {"data-package-profile"}
    assert any(finding[3].startswith(message) for finding in findings)


def test_a_descriptor_without_resources(root):
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    (root / "datapackage.json").write_text(json.dumps({**descriptor, "resources": []}))
    assert [finding[3] for finding in check(root)] == ["At resources: the value has less than 1 item."]


@pytest.mark.parametrize("path", [CSV, JSON, "exports/json/facts.json"])
def test_a_missing_file(root, path):
    (root / path).unlink()
    ((where, _, rule, message),) = check(root)
    assert (where, rule) == ("datapackage.json", "missing-export")
    assert path in message


def test_several_paths_for_a_resource_are_not_looked_at(root):
    describe(root, CSV, path=[CSV])
    assert [finding[2] for finding in check(root)] == ["missing-export"]


def test_a_table_without_json(root):
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    descriptor["resources"] = [found for found in descriptor["resources"] if found["path"] != PARTS_JSON]
    (root / "datapackage.json").write_text(json.dumps(descriptor))
    assert [finding[3] for finding in check(root)] == [
        "The table facts is there as CSV only: there is no resource facts-table-json."
    ]


def test_a_changed_cell_of_a_csv(root):
    change(root, CSV, "a,,red,7,", "a,,red,8,", honest=False)
    findings = check(root)
    assert (
        JSON,
        2,
        "json-export",
        "number is 7, and '8' in the CSV. (from facts/things.yaml:0:1)",
    ) in findings
    (other,) = (finding for finding in findings if finding[0] == CSV)
    assert other[1:3] == (0, "frictionless")
    assert "hash" in other[3]


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "message"),
    [
        (CSV, "a,,red", "a,,green", 2, "colour is 'green': constraint \"enum\" is \"['red', 'blue']\"."),
        (CSV, "red,7,", "red,many,", 2, "number is 'many': type is \"integer/default\"."),
        (CSV, "red,7,", "red,-7,", 2, 'number is \'-7\': constraint "minimum" is "0".'),
        (CSV, "b,a,blue", "B,a,blue", 3, "thing_id is 'B': constraint \"pattern\" is"),
        (CSV, "b,a,blue", "a,a,blue", 3, "thing_id is 'a': the same as in the row at position 2."),
        (
            CSV,
            "b,a,blue",
            "b,zz,blue",
            3,
            "within is 'zz': no row of the same table has that as its thing_id.",
        ),
        (CSV, "2025-12-13,true", "2025-12,true", 2, "day is '2025-12': type is \"date/default\"."),
        (CSV, "2025-12-13,true", "2025-12-13", 2, 'verified is \'\': constraint "required" is "True".'),
        (CSV, ",colour,", ",color,", 1, 'Label "color" in field colour'),
        (PARTS_CSV, "b,2", "b,1", 3, "PrimaryKey Error: the same as in the row at position 2."),
        (PARTS_CSV, "b,2", "q,2", 3, "thing_id is 'q': no row of things has that as its thing_id."),
    ],
)
def test_what_frictionless_finds(root, path, old, new, line, message):
    change(root, path, old, new)
    findings = [finding for finding in check(root) if finding[0] == path]
    assert [finding[1:3] for finding in findings] == [(line, "frictionless")]
    assert findings[0][3].startswith(message)
    table = "things" if path == CSV else "facts"
    assert (f"(from facts/{table}.yaml:{line - 2}:1)" in findings[0][3]) == (line > 1)


def test_a_foreign_key_that_leads_nowhere_is_reported_once_with_its_place_in_the_yaml(root):
    change(root, PARTS_CSV, "b,2", "q,2")
    change(root, PARTS_JSON, '{"thing_id": "b", "part": 2}', '{"thing_id": "q", "part": 2}')
    (problem,) = check_package(root, origins)
    assert (problem.path, problem.line) == (PARTS_CSV, 3)
    message = "thing_id is 'q': no row of things has that as its thing_id. (from facts/facts.yaml:1:1)"
    assert problem.message == message
    assert problem.fix.endswith("the row was made from facts/facts.yaml:1:1.")


def test_the_same_fault_of_the_json_alone_is_reported(root):
    change(root, PARTS_JSON, '{"thing_id": "b", "part": 2}', '{"thing_id": "q", "part": 2}')
    message = "thing_id is 'q', and 'b' in the CSV. (from facts/facts.yaml:1:1)"
    assert check(root) == [(PARTS_JSON, 3, "json-export", message)]


def test_the_line_is_that_of_the_file_where_a_cell_has_several(tmp_path):
    files = build([THINGS, PARTS])
    lay(tmp_path, files)
    change(tmp_path, CSV, "a,,red", '"a\na",,red')
    findings = {finding[1]: finding[3] for finding in check(tmp_path) if finding[0] == CSV}
    assert findings[2].startswith("thing_id is 'a\\na': constraint")
    assert findings[4].startswith("within is 'a': no row")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"number": 7,', '"number": "7",', 2, "number is '7': the column's type is integer."),
        ('"number": 7,', '"number": 7.0,', 2, "number is 7.0: the column's type is integer."),
        ('"number": 7,', '"number": true,', 2, "number is True: the column's type is integer."),
        ('"number": 7,', '"number": 8,', 2, "number is 8, and '7' in the CSV."),
        ('"number": 7,', '"number": -7,', 2, "number is -7: the smallest value is 0."),
        ('"verified": true', '"verified": 1', 2, "verified is 1: the column's type is boolean."),
        ('"colour": "red"', '"colour": "green"', 2, "colour is 'green': the column takes 'red', 'blue' only."),
        ('"colour": "red"', '"colour": null', 2, "colour is None: a value is required."),
        ('"colour": "red"', '"colour": ["red"]', 2, "colour is ['red']: the column's type is string."),
        ('"thing_id": "b"', '"thing_id": "b\\n"', 3, "thing_id is 'b\\n': the column's pattern is ^(?:[a-z]+)$."),
        ('"day": "2025-12-13"', '"day": ""', 2, "day is '': an empty cell is null."),
        ('"number": 7, "year": 2025', '"year": 2025, "number": 7', 2, "The keys are not the columns in their order: 'year' stands where 'number' should."),
        ('"within": null, ', "", 2, "The keys are not the columns in their order: 'colour' stands where 'within' should."),
        (', "verified": false', "", 3, "The keys are not the columns in their order: None stands where 'verified' should."),
        ('"verified": false', '"verified": false, "x": 1', 3, "The keys are not the columns in their order: 'x' stands where None should."),
    ],
)  # fmt: skip
def test_what_our_own_reading_of_a_json_table_finds(root, old, new, line, message):
    change(root, JSON, old, new)
    findings = [finding for finding in check(root) if finding[2] == "json-export"]
    assert findings == [(JSON, line, "json-export", f"{message} (from facts/things.yaml:{line - 2}:1)")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '{"thing_id": "a"',
            '{"thing_id": "b", "thing_id": "a"',
            "The file is not JSON in UTF-8: the key 'thing_id' is",
        ),
        ('"number": 7', '"number": NaN', "The file is not JSON in UTF-8: NaN is no JSON."),
        ("\n]\n", "\n", "The file is not JSON in UTF-8: "),
        ("\n]\n", "]\n", "The file does not hold one row a line between brackets."),
        (
            '{"thing_id": "b", "within": "a"',
            '{"thing_id":\n"b", "within": "a"',
            "The file has 3 rows, the CSV has 2.",
        ),
    ],
)
def test_a_json_table_in_another_form(root, old, new, message):
    change(root, JSON, old, new)
    assert any(
        finding[:3] == (JSON, 0, "json-export") and finding[3].startswith(message) for finding in check(root)
    )


@pytest.mark.parametrize("path", [JSON, "exports/json/facts.json"])
def test_hash_of_a_json_file(root, path):
    describe(root, path, hash="sha256:" + "0" * 64)
    assert any(
        finding[:3] == (path, 0, "json-export") and "has the hash" in finding[3] for finding in check(root)
    )


def test_bytes_of_the_nested_records(root):
    path = "exports/json/facts.json"
    describe(root, path, bytes=1)
    assert (path, 0, "json-export", "The file has 18 bytes, the descriptor says 1.") in check(root)


def test_a_csv_in_another_form_than_the_json(root):
    change(root, CSV, "red,7,", "red, 7,")
    assert check(root) == [
        (JSON, 2, "json-export", "number is 7, and ' 7' in the CSV. (from facts/things.yaml:0:1)")
    ]


def test_rows_that_frictionless_does_not_look_at(root):
    describe(root, PARTS_CSV, dialect={"commentChar": "b"})
    message = "frictionless has seen 0 rows, the table has 2."
    assert check(root) == [(PARTS_CSV, 0, "nothing-checked", message)]


def test_a_package_without_a_row(tmp_path):
    lay(tmp_path, build([NO_THINGS, NO_PARTS]))
    assert [finding[2:] for finding in check(tmp_path)] == [
        ("nothing-checked", "No table has a single row: nothing was checked.")
    ]


def test_a_crash_of_frictionless_is_a_finding(root, monkeypatch):
    import frictionless

    def crash(*_, **__):
        raise AttributeError("no row_stream")

    monkeypatch.setattr(frictionless, "validate", crash)
    assert check(root)[0][2:] == ("frictionless", "frictionless cannot go on: AttributeError: no row_stream.")


def test_what_frictionless_says_of_the_package_as_a_whole(root):
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    descriptor["resources"].append(descriptor["resources"][-1])
    (root / "datapackage.json").write_text(json.dumps(descriptor))
    findings = [finding for finding in check(root) if finding[2] == "frictionless"]
    assert [finding[0] for finding in findings] == ["datapackage.json"]
    assert "names of the resources are not unique" in findings[0][3]


def test_a_foreign_key_to_a_resource_that_is_not_there(root):
    text = (root / "datapackage.json").read_text()
    (root / "datapackage.json").write_text(text.replace('"resource": "things"', '"resource": "thinks"'))
    findings = check(root)
    assert findings
    assert {finding[2] for finding in findings} == {"frictionless"}
    assert all("thinks" in finding[3] for finding in findings)


def test_what_costs_time_is_loaded_only_when_it_is_used():
    import subprocess
    import sys

    code = "import sys, factpack.exports_check; print(*{'frictionless', 'dplib'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "\n"
    )
