"""Check the published exports, as the last step of validation.

`factpack.package` has already compared every byte with a fresh build. A problem found here is therefore a fault of a
record that no rule covers, or of the program. A package without rows, or with rows that no check has seen, is a problem too.
"""

import csv
import json
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from factpack.exports import datapackage, tabular
from factpack.problems import Problem

Json = dict[str, Any]
Origins = Callable[[str, int], str]

_PYTHON_TYPES: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float), "boolean": (bool,)}


def check_package(root: Path, origins: Origins) -> list[Problem]:
    """Return the problems of datapackage.json and its files.

    origins: (table, row from 0) → the place in the YAML files that the row was made from, as facts/x.yaml:12:3.
    """
    descriptor = json.loads((root / datapackage.PATH).read_bytes())
    if problems := list(_profile_problems(descriptor)):
        return problems
    tables = {one["name"]: one for one in descriptor["resources"] if one["format"] == "csv"}
    rows = {name: _rows(root / one["path"]) for name, one in tables.items()}
    problems += _frictionless_problems(root, descriptor, {name: len(rows[name]) for name in tables}, origins)
    for name, table in tables.items():
        problems += _json_problems(root, name, table["schema"]["fields"], rows[name], origins)
    if not any(rows.values()):
        problems.append(_problem(datapackage.PATH, "nothing-checked", "No table has a row."))
    return problems


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _problem(path: str, rule: str, message: str, line: int = 0, origin: str = "") -> Problem:
    if not origin:
        fix = "Run `make`; if the problem stays, report it: the program is at fault."
    else:
        fix = f"Correct the record if it is wrong there, then run `make`: the row was made from {origin}."
        message = f"{message} (from {origin})"
    return Problem(path, line, 0, rule, message, fix)


def _profile_problems(descriptor: Json) -> Iterator[Problem]:
    import jsonschema_rs

    profile = json.loads(resources.files("dplib").joinpath("profiles/2.0/datapackage.json").read_bytes())
    validator = jsonschema_rs.Draft7Validator(profile, validate_formats=True, mask="the value")
    for error in validator.iter_errors(descriptor):
        where = "/".join(map(str, error.instance_path)) or "the descriptor"
        yield _problem(datapackage.PATH, "data-package-profile", f"At {where}: {error.message}.")


def _frictionless_problems(
    root: Path, descriptor: Json, sizes: dict[str, int], origins: Origins
) -> Iterator[Problem]:
    """Report what frictionless finds, or has not checked."""
    import frictionless  # takes a fifth of a second, and only this check needs it

    # Without the type, it opens each JSON file to guess it, and loads a library for the network.
    typed = [{"type": "json", **one} if one["format"] == "json" else one for one in descriptor["resources"]]
    # A value and not a path, because a path with a bracket or an asterisk would be read as a pattern.
    report = frictionless.validate({**descriptor, "resources": typed}, type="package", basepath=str(root))
    for fault in report.errors:
        yield _problem(datapackage.PATH, "frictionless", fault.message)
    for task in report.tasks:
        for fault in task.errors:
            # From 1, the header included; none for the whole file.
            line = getattr(fault, "row_number", None) or 0
            origin = origins(task.name, line - 2) if line > 1 else ""
            yield _problem(task.place, "frictionless", f"{fault.message}.", line, origin)
        seen = task.stats.get("rows", 0)
        if report.valid and seen != sizes.get(task.name, seen):
            message = f"frictionless has seen {seen} of the {sizes[task.name]} rows of {task.name}."
            yield _problem(datapackage.PATH, "nothing-checked", message)


def _json_problems(
    root: Path, table: str, fields: list[Json], rows: list[list[str]], origins: Origins
) -> Iterator[Problem]:
    path = tabular.json_path(table)
    found = json.loads((root / path).read_bytes())
    if len(found) != len(rows):
        yield _problem(path, "json-export", f"The file has {len(found)} rows, and the CSV has {len(rows)}.")
        return
    for number, (row, cells) in enumerate(zip(found, rows, strict=True)):
        if fault := _row_fault(row, cells, fields):
            yield _problem(path, "json-export", fault, number + 2, origins(table, number))


def _row_fault(row: Json, cells: list[str], fields: list[Json]) -> str | None:
    names = [field["name"] for field in fields]
    if list(row) != names:
        return f"The keys are not the columns in their order: {', '.join(names)}."
    for (name, value), field, cell in zip(row.items(), fields, cells, strict=False):
        if value is not None and type(value) not in _PYTHON_TYPES.get(field["type"], (str,)):
            return f"{name} is {value!r}: the column's type is {field['type']}."
        if value == "" or tabular.cell_text(value) != cell:
            return f"{name} is {value!r} in JSON, and {cell!r} in CSV."
    return None
