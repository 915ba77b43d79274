"""Holds every record of a repository against the schema of its kind with one tool; prints the files with findings.

    python benchmarks/check_with.py TOOL FOLDER

Each tool is called the way its own documentation has it, in one process for all kinds of files: several calls of a
command would pay for its start once a kind. Printed is a JSON list of [path, line]; line is null where the tool does
not tell it.
"""

import contextlib
import gc
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser

Findings = set[tuple[Path, int | None]]

KINDS = {
    "seed": "seeds/*.yaml",
    "release": "facts/releases/*.yaml",
    "meeting": "facts/meetings/*.yaml",
    "sanctions": "facts/sanctions/*.yaml",
    "count": "facts/counts/*.yaml",
    "actors": "facts/actors.yaml",
    "places": "facts/places.yaml",
    "deals": "facts/deals.yaml",
}


def kinds(folder: Path) -> Iterator[tuple[Path, dict[str, Any], list[Path]]]:
    """Each kind of file: the path of its schema, the schema, the files."""
    for kind, pattern in KINDS.items():
        path = folder / "schemas" / f"{kind}.schema.json"
        yield path, json.loads(path.read_bytes()), sorted(folder.glob(pattern))


# --- this tool ----------------------------------------------------------------------------------------


def factpack_schema(folder: Path) -> Findings:
    """This tool's first two layers: strict YAML and the schema, with line and column of each finding."""
    from factpack import files, validation
    from factpack.problems import Problem
    from factpack.yaml import reader

    gc.disable()  # as the command does
    schemas, problems = validation.read_schemas(folder)
    validators = {kind: validation.compile_schema(schema) for kind, schema in schemas.items()}
    listing = files.find(folder)
    problems += listing.problems
    for kind, path in listing.files:
        raw = files.read(folder, path)
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        document = reader.read(path, raw, block_under="evidence")
        problems += document.problems or validation.check(document, schemas[kind], validators[kind])
    return {(folder / problem.path, problem.line) for problem in problems}


# --- the floor ----------------------------------------------------------------------------------------


class Composer(CParser):
    """libyaml's parser and composer, in C, with no tag resolved: the constructor below sees to plain scalars.

    What the composer calls for every node takes anything, does nothing and is a function in C.
    """

    resolve = descend_resolver = ascend_resolver = "".format


CORE = {"null": None, "~": None, "": None, "true": True, "false": False}
INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)


def construct(node: Any) -> Any:
    """The value of a node by YAML 1.2's core schema, without fractions. Raises ValueError for a key that stands twice."""
    if isinstance(node, yaml.ScalarNode):
        text = node.value
        if node.style:
            return text
        if text in CORE:
            return CORE[text]
        return int(text) if text[:1] in "-0123456789" and INTEGER.fullmatch(text) else text
    if isinstance(node, yaml.SequenceNode):
        return [construct(part) for part in node.value]
    values = {key.value: construct(part) for key, part in node.value}
    if len(values) != len(node.value):
        raise ValueError("a key stands twice")
    return values


def line_of(node: Any, error: Any) -> int:
    """The line, from 1, of what an error is about: a value, or the key that is not known."""
    unknown = error.kind.as_dict().get("unexpected", []) if error.kind.name == "additionalProperties" else []
    for step in [*error.instance_path, *unknown[:1]]:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
        else:
            node = next(part for key, part in node.value if key.value == str(step))
    return int(node.start_mark.line) + 1


def floor(folder: Path) -> Findings:
    """The least work that does it: libyaml's nodes, which have positions, a constructor of ten lines, jsonschema-rs.

    Without the garbage collector, which looks through the many small objects in vain.
    """
    import jsonschema_rs

    gc.disable()
    found: Findings = set()
    for _, schema, paths in kinds(folder):
        validator = jsonschema_rs.validator_for(schema)
        for path in paths:
            node = Composer(path.read_bytes()).get_single_node()
            try:
                errors = validator.iter_errors(construct(node))
            except ValueError:
                found.add((path, 1))
                continue
            found |= {(path, line_of(node, error)) for error in errors}
    return found


# --- PyYAML's loader in C, and a validator ------------------------------------------------------------


UNDATED = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class CLoader(yaml.CSafeLoader):
    """PyYAML's loader in C, with dates as text: JSON Schema knows no dates."""

    yaml_implicit_resolvers = UNDATED


class PythonLoader(yaml.SafeLoader):
    """PyYAML's loader in Python, with dates as text."""

    yaml_implicit_resolvers = UNDATED


def loaded(path: Path) -> Any:
    """The content of a file, with the numbers of paragraphs as JSON has keys: as text."""
    data = yaml.load(path.read_bytes(), CLoader)
    if "evidence" in data:
        data["evidence"] = {
            seed: {str(number): items for number, items in paragraphs.items()}
            for seed, paragraphs in data["evidence"].items()
        }
    return data


def csafe_jsonschema(folder: Path) -> Findings:
    """CSafeLoader and jsonschema."""
    import jsonschema

    found: Findings = set()
    for _, schema, paths in kinds(folder):
        validator = jsonschema.Draft202012Validator(schema)
        found |= {(path, None) for path in paths if any(validator.iter_errors(loaded(path)))}
    return found


def csafe_jsonschema_rs(folder: Path) -> Findings:
    """CSafeLoader and jsonschema-rs."""
    import jsonschema_rs

    found: Findings = set()
    for _, schema, paths in kinds(folder):
        validator = jsonschema_rs.validator_for(schema)
        found |= {(path, None) for path in paths if any(validator.iter_errors(loaded(path)))}
    return found


# --- the programs -------------------------------------------------------------------------------------


def check_jsonschema(folder: Path) -> Findings:
    """The command check-jsonschema, once a kind, with what pip installs along with it."""
    sys.modules["_ruamel_yaml"] = None  # type: ignore[assignment]  # ruamel's C library, which pip does not
    return check_jsonschema_with_c(folder)


def check_jsonschema_with_c(folder: Path) -> Findings:
    """The same, with ruamel's C library beside it."""
    from check_jsonschema import main

    found: Findings = set()
    for schema, _, paths in kinds(folder):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            main(
                ["--schemafile", str(schema), "--output-format", "json", *map(str, paths)],
                standalone_mode=False,
            )
        report = json.loads(printed.getvalue())
        found |= {
            (Path(error["filename"]), None) for error in report["errors"] + report.get("parse_errors", [])
        }
    return found


def yamale(folder: Path) -> Findings:
    """Yamale, with its faster parser and unknown keys refused."""
    import yamale as tool

    from convert import to_yamale

    found: Findings = set()
    for _, schema, paths in kinds(folder):
        converted = tool.make_schema(content=to_yamale(schema))
        for path in paths:
            results = tool.validate(converted, tool.make_data(path), strict=True, _raise_error=False)
            found |= {(path, None) for result in results if not result.isValid()}
    return found


def linkml_validate(folder: Path) -> Findings:
    """What the command linkml-validate does, with unknown keys refused.

    Only its loader is changed, to the same one with dates as text: it would refuse every date that is not in quotes.
    """
    from linkml.validator import Validator
    from linkml.validator.plugins import JsonschemaValidationPlugin

    from convert import ROOT_CLASS, to_linkml

    found: Findings = set()
    for _, schema, paths in kinds(folder):
        validator = Validator(to_linkml(schema), [JsonschemaValidationPlugin(closed=True)])
        for path in paths:
            instance = yaml.load(path.read_text(encoding="utf-8"), PythonLoader)
            found |= {(path, None) for _ in validator.iter_results(instance, ROOT_CLASS)}
    return found


TOOLS: dict[str, Callable[[Path], Findings]] = {
    "factpack-schema": factpack_schema,
    "floor": floor,
    "csafe-jsonschema-rs": csafe_jsonschema_rs,
    "csafe-jsonschema": csafe_jsonschema,
    "yamale": yamale,
    "check-jsonschema": check_jsonschema,
    "check-jsonschema-c": check_jsonschema_with_c,
    "linkml-validate": linkml_validate,
}


def main(tool: str, folder: str) -> int:
    """Run the command; its exit code."""
    root = Path(folder)
    found = [[path.relative_to(root).as_posix(), line] for path, line in TOOLS[tool](root)]
    print(json.dumps(sorted(found, key=str)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
