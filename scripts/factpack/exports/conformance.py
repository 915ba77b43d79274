"""Check the published exports: the last layer of validation.

They are checked against the standard and against each other.
Four checks, because each overlooks something:

- the Data Package 2.0 profile, from dplib-py's package, offline: frictionless accepts a mistyped descriptor;
- frictionless: hash and size of every file, and the CSV files against types, constraints and keys;
- each row in JSON against the row in CSV, cell by cell, because frictionless looks at no row in JSON;
- that rows were looked at: a package without rows, or with rows that no check has seen, is a problem too.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from typing import Any

from factpack.exports import datapackage, tabular
from factpack.problems import Problem

Json = dict[str, Any]
Origins = Callable[[str, int], str | None]

_MAKE = "Run `make`: it writes the exports again. They are never edited by hand."
_PYTHON_TYPES: dict[str, tuple[type[Any], ...]] = {
    "string": (str,),
    "date": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


@dataclass(frozen=True)
class _Table:
    """A CSV file with the fields of its Table Schema."""

    name: str
    fields: list[Json]
    rows: list[tuple[int, list[str]]]
    origins: Origins

    def problem(self, path: str, line: int, rule: str, message: str, row: int) -> Problem:
        """Return a problem of a row, counted from 0."""
        origin = self.origins(self.name, row)
        if origin is None:
            return Problem(path, line, 0, rule, message, _MAKE)
        fix = f"Correct the record if it is wrong there, then run `make`: the row was made from {origin}."
        return Problem(path, line, 0, rule, f"{message} (from {origin})", fix)


def check_package(root: Path, origins: Origins) -> list[Problem]:
    """Return the problems of datapackage.json and its files.

    origins: (table, row from 0) → the place in the YAML files that the row was made from, as facts/x.yaml:12:3.
    """
    try:
        descriptor = json.loads((root / datapackage.PATH).read_bytes())
    except (OSError, ValueError) as error:
        return [_of_descriptor("unreadable-descriptor", f"The file cannot be read: {error}.")]
    # Each check relies on the one before: a missing file, for example, would be reported by all that follow.
    problems = list(_profile_problems(descriptor)) or list(_missing_files(root, descriptor["resources"]))
    if problems:
        return problems
    tables = {
        resource["name"]: _read_table(root, resource, origins)
        for resource in descriptor["resources"]
        if resource["format"] == "csv"
    }
    problems = list(_frictionless_problems(root, descriptor, tables))
    table_of = {tabular.json_name(name): table for name, table in tables.items()}
    for resource in descriptor["resources"]:
        if resource["format"] == "json":
            problems += _json_problems(root, resource["path"], table_of.get(resource["name"]))
    if not any(table.rows[1:] for table in tables.values()):
        problems.append(_of_descriptor("nothing-checked", "No table has a row: nothing was checked."))
    return problems


def _of_descriptor(rule: str, message: str) -> Problem:
    return Problem(datapackage.PATH, 0, 0, rule, message, _MAKE)


def _profile_problems(descriptor: Any) -> Iterator[Problem]:
    """Check that the descriptor names and fits Data Package 2.0."""
    import jsonschema_rs

    profile = json.loads(resources.files("dplib").joinpath("profiles/2.0/datapackage.json").read_bytes())
    validator = jsonschema_rs.Draft7Validator(profile, validate_formats=True, mask="the value")
    for error in validator.iter_errors(descriptor):
        where = "/".join(map(str, error.instance_path)) or "the descriptor"
        yield _of_descriptor("data-package-profile", f"At {where}: {error.message}.")
    if isinstance(descriptor, dict) and descriptor.get("$schema") != datapackage.PROFILE:
        message = f"At $schema: {descriptor.get('$schema')!r} is not {datapackage.PROFILE!r}."
        yield _of_descriptor("data-package-profile", message)


def _missing_files(root: Path, described: list[Json]) -> Iterator[Problem]:
    """Check that each resource has one file of known format."""
    names = {resource["name"] for resource in described}
    for resource in described:
        name, path = resource["name"], resource.get("path")
        if not isinstance(path, str) or not (root / path).is_file():
            yield _of_descriptor("missing-export", f"The resource {name} has no file: {path!r}.")
        if resource.get("format") not in ("csv", "json"):
            yield _of_descriptor("missing-export", f"The resource {name} is neither CSV nor JSON.")
        elif resource["format"] == "csv" and tabular.json_name(name) not in names:
            message = (
                f"The table {name} is available as CSV only: there is no resource {tabular.json_name(name)}."
            )
            yield _of_descriptor("missing-export", message)


def _read_table(root: Path, resource: Json, origins: Origins) -> _Table:
    text = (root / resource["path"]).read_bytes().decode(errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    rows = [(reader.line_num, row) for row in reader]
    return _Table(resource["name"], resource["schema"]["fields"], rows, origins)


def _frictionless_problems(root: Path, descriptor: Json, tables: dict[str, _Table]) -> Iterator[Problem]:
    """Report what frictionless finds, or has not checked."""
    import frictionless  # takes a fifth of a second, and only this check needs it

    # Where the type is given, it does not open each JSON file to guess it, with a library for the network loaded.
    typed = [{"type": "json", **one} if one["format"] == "json" else one for one in descriptor["resources"]]
    try:
        # A path to the descriptor would be a pattern of paths where the folder's name has a bracket or an asterisk.
        report = frictionless.validate({**descriptor, "resources": typed}, type="package", basepath=str(root))
    except Exception as error:  # it crashes on some faults of a descriptor that it should report
        message = f"frictionless cannot go on: {type(error).__name__}: {error}."
        yield _of_descriptor("frictionless", message)
        return
    for fault in report.errors:
        yield _of_descriptor("frictionless", fault.message)
    seen = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    for task in report.tasks:
        for fault in task.errors:
            position = getattr(
                fault, "row_number", None
            )  # from 1, the header included; none for the file as a whole
            if position is None:
                yield Problem(task.place, 0, 0, "frictionless", f"{fault.message}.", _MAKE)
            else:
                table = tables[task.name]
                line, _ = table.rows[position - 1]
                yield table.problem(task.place, line, "frictionless", f"{fault.message}.", position - 2)
    for name, table in tables.items():
        rows = len(table.rows) - 1
        if report.valid and seen.get(name) != rows:
            message = f"frictionless has seen {seen.get(name, 0)} of the {rows} rows of {name}."
            yield _of_descriptor("nothing-checked", message)


def _json_problems(root: Path, path: str, table: _Table | None) -> Iterator[Problem]:
    """Check a JSON file, and its rows against CSV."""
    try:
        found = json.loads((root / path).read_bytes().decode(), object_pairs_hook=tuple)
    except ValueError as error:
        yield Problem(path, 0, 0, "json-export", f"The file is not JSON in UTF-8: {error}.", _MAKE)
        return
    if table is None:  # the nested records, which are no table
        return
    rows = [cells for _, cells in table.rows[1:]]
    if not isinstance(found, list) or len(found) != len(rows):
        yield Problem(
            path, 0, 0, "json-export", f"The file is not a list of {len(rows)} rows, as the CSV.", _MAKE
        )
        return
    for number, (row, cells) in enumerate(zip(found, rows, strict=True)):
        if fault := _row_fault(row, cells, table.fields):
            yield table.problem(
                path, number + 2, "json-export", fault, number
            )  # a bracket, then one row a line


def _row_fault(row: Any, cells: list[str], fields: list[Json]) -> str | None:
    """Return how a row in JSON differs from CSV."""
    names = [field["name"] for field in fields]
    if not isinstance(row, tuple) or [name for name, _ in row] != names:
        return f"The keys are not the columns in their order: {', '.join(names)}."
    for (name, value), field, cell in zip_longest(row, fields, cells[: len(fields)]):
        if value is not None and type(value) not in _PYTHON_TYPES[field["type"]]:
            return f"{name} is {value!r}: the column's type is {field['type']}."
        if value == "" or tabular.cell_text(value) != cell:
            return f"{name} is {value!r} in JSON, and {cell!r} in CSV."
    return None
