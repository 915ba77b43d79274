"""Holds the published exports against the standard and against each other: the last layer of validation.

Four checks, because none of them sees enough:

- the Data Package 2.0 profile, from dplib-py's package, offline: frictionless takes a mistyped descriptor in silence;
- frictionless: the CSV files against hash, bytes, types, constraints and keys;
- our own reading of the JSON files, hash and size included, because frictionless looks at no row of theirs. Each row must be
  that of the CSV, cell by cell, so that the keys hold among the JSON tables too;
- that something was looked at: a package without rows, or rows that no check has seen, are findings too.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from typing import Any

from factpack.problems import Problem
from factpack.writers import datapackage, tabular

Json = dict[str, Any]
Origins = Callable[[str, int], str | None]

_MAKE = "Run `make`: it writes the exports anew. They are never edited by hand."
_PYTHON_TYPES: dict[str, type[Any]] = {
    "string": str,
    "date": str,
    "integer": int,
    "year": int,
    "boolean": bool,
}


@dataclass(frozen=True)
class _Csv:
    """A CSV file as it stands: the line on which each row begins, and the rows as text; the header is the first."""

    lines: list[int]
    rows: list[list[str]]


@dataclass(frozen=True)
class _Package:
    """The descriptor, and what is needed to say where a row of one of its tables is.

    tables: name of a CSV resource → its file, None where it cannot be read as CSV;
    table_of: name of a resource → the table that it holds.
    """

    resources: list[Json]
    tables: dict[str, _Csv | None]
    table_of: dict[str, str]
    origins: Origins

    def problem(self, resource: Json, rule: str, message: str, row: int | None = None) -> Problem:
        """A finding about a resource, or about one of its rows, counted from 0."""
        if row is None:
            return Problem(resource["path"], 0, 0, rule, message, _MAKE)
        table = self.table_of[resource["name"]]
        text = self.tables[table] if resource["name"] == table else None
        # The JSON files have a bracket on the first line, then one row a line.
        line = text.lines[row + 1] if text and row + 1 < len(text.lines) else row + 2
        origin = self.origins(table, row) if row >= 0 else None
        if origin is None:
            return Problem(resource["path"], line, 0, rule, message, _MAKE)
        mend = f"Mend the record if it is wrong there, then run `make`: the row was made from {origin}."
        return Problem(resource["path"], line, 0, rule, f"{message} (from {origin})", mend)


def check_package(root: Path, origins: Origins) -> list[Problem]:
    """What is wrong with datapackage.json and the files that it names; empty if nothing is.

    origins: (table, row from 0) → the place in the YAML files that the row was made from, as facts/x.yaml:12:3.
    """
    try:
        descriptor = json.loads((root / datapackage.PATH).read_bytes())
    except FileNotFoundError:
        return [_descriptor_problem("missing-descriptor", "There is no datapackage.json.")]
    except (OSError, ValueError) as error:
        return [_descriptor_problem("unreadable-descriptor", f"datapackage.json cannot be read: {error}.")]
    # What comes after leans on what comes before: a file that is not there, or a descriptor that is no descriptor,
    # would be reported over and over.
    if problems := list(_profile_problems(descriptor)):
        return problems
    package = _package(root, descriptor["resources"], origins)
    if problems := list(_missing_files(root, package)):
        return problems
    problems = list(_frictionless_problems(root, descriptor, package))
    for resource in package.resources:
        if resource.get("format") == "json":
            problems += _json_problems((root / resource["path"]).read_bytes(), package, resource)
    if sum(len(table.rows) - 1 for table in package.tables.values() if table and table.rows) < 1:
        problems.append(
            _descriptor_problem("nothing-checked", "No table has a single row: nothing was checked.")
        )
    return problems


def _descriptor_problem(rule: str, message: str) -> Problem:
    return Problem(datapackage.PATH, 0, 0, rule, message, _MAKE)


def _profile_problems(descriptor: Any) -> Iterator[Problem]:
    """What the Data Package 2.0 profile says of the descriptor, and what it should say and does not."""
    import jsonschema_rs

    profile = json.loads(resources.files("dplib").joinpath("profiles/2.0/datapackage.json").read_bytes())
    validator = jsonschema_rs.Draft7Validator(profile, validate_formats=True, mask="the value")
    for error in validator.iter_errors(descriptor):
        where = "/".join(map(str, error.instance_path)) or "the descriptor"
        yield _descriptor_problem("data-package-profile", f"At {where}: {error.message}.")
    if isinstance(descriptor, dict) and descriptor.get("$schema") != datapackage.PROFILE:
        message = f"At $schema: {descriptor.get('$schema')!r} is not {datapackage.PROFILE!r}."
        yield _descriptor_problem("data-package-profile", message)


def _package(root: Path, found: list[Json], origins: Origins) -> _Package:
    tables = {
        resource["name"]: _read_csv(root / resource["path"])
        for resource in found
        if resource.get("format") == "csv" and _is_file(root, resource)
    }
    table_of = {name: name for name in tables} | {tabular.json_name(name): name for name in tables}
    return _Package(found, tables, table_of, origins)


def _is_file(root: Path, resource: Json) -> bool:
    return isinstance(resource.get("path"), str) and (root / resource["path"]).is_file()


def _missing_files(root: Path, package: _Package) -> Iterator[Problem]:
    """Files that are named and not there, and tables of which one form is not named."""
    for resource in package.resources:
        if not _is_file(root, resource):
            message = f"The resource {resource['name']} has no file: {resource.get('path')!r}."
            yield _descriptor_problem("missing-export", message)
    names = {resource["name"] for resource in package.resources}
    for name in package.tables:
        if tabular.json_name(name) not in names:
            message = (
                f"The table {name} is there as CSV only: there is no resource {tabular.json_name(name)}."
            )
            yield _descriptor_problem("missing-export", message)


def _read_csv(path: Path) -> _Csv | None:
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True)
        lines, rows = [1], []
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num + 1)
    except (OSError, UnicodeDecodeError, csv.Error):
        return None  # frictionless says what is wrong with it
    return _Csv(lines[:-1], rows)


def _frictionless_problems(root: Path, descriptor: Json, package: _Package) -> Iterator[Problem]:
    """What frictionless finds, once per cause, and whether it has looked at every row."""
    import frictionless  # takes a fifth of a second, and only this check needs it

    # Told what it would find out, it does not open each JSON file to guess its type, with a library for the network loaded.
    told = [{"type": "json", **one} if one.get("format") == "json" else one for one in package.resources]
    try:
        # By its path it would be a pattern of paths where the folder's name has a bracket or an asterisk.
        report = frictionless.validate({**descriptor, "resources": told}, type="package", basepath=str(root))
    except Exception as error:  # it crashes on some faults of a descriptor that it should report
        message = f"frictionless cannot go on: {type(error).__name__}: {error}."
        yield _descriptor_problem("frictionless", message)
        return
    for fault in report.errors:
        yield _descriptor_problem("frictionless", fault.message)
    by_name = {resource["name"]: resource for resource in package.resources}
    for task in report.tasks:
        if task.name not in package.tables:
            continue  # a JSON file, of which `_json_problems` says more
        resource = by_name[task.name]
        faults = [error.to_descriptor() for error in task.errors]
        for fault in _causes(faults):
            yield package.problem(resource, "frictionless", _explain(fault), _row_of(fault))
        text = package.tables[task.name]
        seen, there = task.stats.get("rows", 0), len(text.rows) - 1 if text and text.rows else 0
        if seen != there and not faults:
            message = f"frictionless has seen {seen} rows, the table has {there}."
            yield package.problem(resource, "nothing-checked", message)


def _causes(faults: list[Json]) -> Iterator[Json]:
    """One finding a cell, and none on the primary key of a row of which a cell has been named."""
    cells: set[tuple[int, str]] = set()
    for fault in faults:
        row, column = fault.get("rowNumber"), fault.get("fieldName")
        if row and column:
            if (row, column) in cells:
                continue
            cells.add((row, column))
        elif fault["type"] == "primary-key" and any(row == named for named, _ in cells):
            continue
        yield fault


def _row_of(fault: Json) -> int | None:
    """The row, from 0, that a finding of frictionless is about; -1 for the header."""
    if "labels" in fault:
        return -1
    return int(fault["rowNumber"]) - 2 if "rowNumber" in fault else None


def _explain(fault: Json) -> str:
    if fault["type"] == "foreign-key":
        columns, cells = ", ".join(fault["fieldNames"]), ", ".join(map(repr, fault["fieldCells"]))
        table, keys = fault["referenceName"] or "the same table", ", ".join(fault["referenceFieldNames"])
        return f"{columns} is {cells}: no row of {table} has that as its {keys}."
    if "fieldName" in fault and "rowNumber" in fault:
        cell = dict(enumerate(fault["cells"], start=1)).get(fault["fieldNumber"], "")
        return f"{fault['fieldName']} is {cell!r}: {fault['note'] or fault['title']}."
    if "rowNumber" in fault:
        return f"{fault['title']}: {fault['note']}."
    return f"{fault['message']}."


def _json_problems(content: bytes, package: _Package, resource: Json) -> Iterator[Problem]:
    """What is wrong with a JSON file: its digest and size, its form, and, of a table, each row."""

    def problem(message: str, row: int | None = None) -> Problem:
        return package.problem(resource, "json-export", message, row)

    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if resource.get("hash") != digest:
        yield problem(f"The file has the hash {digest}, the descriptor says {resource.get('hash')}.")
    if resource.get("bytes", len(content)) != len(content):
        yield problem(f"The file has {len(content)} bytes, the descriptor says {resource['bytes']}.")
    try:
        text = content.decode()
        json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    except ValueError as error:
        yield problem(f"The file is not JSON in UTF-8: {error}.")
        return
    if "schema" not in resource:
        return
    first, *rows, last, end = text.split("\n") if text.count("\n") > 1 else ["", "", ""]
    if (first, last, end) != ("[", "]", ""):
        yield problem("The file does not hold one row a line between brackets.")
        return
    table = package.table_of.get(resource["name"])
    in_csv = package.tables.get(table or "")
    if in_csv is None:
        yield problem(f"There is no CSV to hold the rows of {resource['name']} against.")
        return
    if len(rows) != len(in_csv.rows) - 1:
        yield problem(f"The file has {len(rows)} rows, the CSV has {len(in_csv.rows) - 1}.")
        return
    for number, (line, cells) in enumerate(zip(rows, in_csv.rows[1:], strict=True)):
        for message in _row_faults(line, cells, resource["schema"]["fields"]):
            yield problem(message, number)


def _without_doubles(pairs: list[tuple[str, Any]]) -> Json:
    content = dict(pairs)
    if len(content) < len(pairs):
        doubled = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"the key {doubled!r} is there twice in one object")
    return content


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _row_faults(line: str, cells: list[str], fields: list[Json]) -> Iterator[str]:
    """What is wrong with a row in JSON: its keys and their order, its values, and whether the CSV has the same."""
    try:
        row = json.loads(line.removesuffix(","))
    except ValueError:
        row = None
    if not isinstance(row, dict):
        yield "The line is not a row."
        return
    names = [field["name"] for field in fields]
    if list(row) != names:
        key, name = next(pair for pair in zip_longest(row, names) if pair[0] != pair[1])
        yield f"The keys are not the columns in their order: {key!r} stands where {name!r} should."
        return
    for field, cell in zip_longest(fields, cells[: len(fields)]):
        value = row[field["name"]]
        if fault := _value_fault(value, field):
            yield f"{field['name']} is {value!r}: {fault}."
        elif tabular.cell_text(value) != cell:
            yield f"{field['name']} is {value!r}, and {cell!r} in the CSV."


def _value_fault(value: Any, field: Json) -> str | None:
    """Why a value does not fit its column; None if it does."""
    constraints = field.get("constraints", {})
    if value is None:
        return "a value is required" if constraints.get("required") else None
    if type(value) is not _PYTHON_TYPES[field["type"]]:
        return f"the column's type is {field['type']}"
    if value == "":
        return "an empty cell is null"
    if "enum" in constraints and value not in constraints["enum"]:
        return f"the column takes {', '.join(map(repr, constraints['enum']))} only"
    if "minimum" in constraints and value < constraints["minimum"]:
        return f"the smallest value is {constraints['minimum']}"
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], value):
        return f"the column's pattern is {constraints['pattern']}"
    return None
