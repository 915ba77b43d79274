"""Check a repository's records against their schemas with one tool.

    python benchmarks/validators.py TOOL FOLDER

Prints the files that the tool refuses; the exit code is 1 if there are any. It runs in one process. A kind
without a file is an error.
"""

import gc
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser

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


def find(folder: Path) -> dict[str, tuple[Path, list[Path]]]:
    """Return for each kind its schema and its files.

    Raises FileNotFoundError if a kind has no file.
    """
    found = {}
    for kind, pattern in KINDS.items():
        paths = sorted(folder.glob(pattern))
        if not paths:
            raise FileNotFoundError(f"{folder / pattern} matches no file")
        found[kind] = (folder / "schemas" / f"{kind}.schema.json", paths)
    return found


def schema_layer(schema_path: Path, paths: list[Path]) -> Iterator[Path]:
    """Yield the files that this project's schema layer refuses.

    That is YAML and schema only. Every problem has a line and a column.
    """
    from factpack import validation  # the only internals that the benchmarks use
    from factpack.yaml import reader

    gc.disable()  # as the command does
    schema = json.loads(schema_path.read_bytes())
    validator = validation.compile_schema(schema)
    for path in paths:
        document = reader.read(str(path), path.read_bytes(), block_under="evidence")
        if document.problems or validation.check(document, schema, validator):
            yield path


class _Composer(CParser):
    """libyaml's parser and composer, without tag resolution.

    `_construct` types plain scalars.
    """

    resolve = descend_resolver = ascend_resolver = "".format  # does nothing, in C


_CORE = {"null": None, "~": None, "": None, "true": True, "false": False}
_INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)


def _construct(node: Any) -> Any:
    """Return a node's value by YAML 1.2's core schema.

    A fraction stays text. Raises ValueError for a duplicate key.
    """
    if isinstance(node, yaml.ScalarNode):
        text = node.value
        if node.style:
            return text
        if text in _CORE:
            return _CORE[text]
        return int(text) if text[:1] in "-0123456789" and _INTEGER.fullmatch(text) else text
    if isinstance(node, yaml.SequenceNode):
        return [_construct(part) for part in node.value]
    values = {key.value: _construct(part) for key, part in node.value}
    if len(values) != len(node.value):
        raise ValueError("duplicate key")
    return values


def libyaml(schema_path: Path, paths: list[Path]) -> Iterator[Path]:
    """Yield the files that libyaml's nodes and jsonschema-rs refuse.

    This is the least work that gives positions. Unlike the schema layer, it checks neither the calendar nor
    the notation of quantities.
    """
    import jsonschema_rs

    gc.disable()  # as above, so that the two are compared alike
    validator = jsonschema_rs.validator_for(json.loads(schema_path.read_bytes()))
    for path in paths:
        if not validator.is_valid(_construct(_Composer(path.read_bytes()).get_single_node())):
            yield path


def yamale(schema_path: Path, paths: list[Path]) -> Iterator[Path]:
    """Yield the files that Yamale refuses.

    It uses the faster parser and refuses unknown keys.
    """
    import yamale as tool

    from yamale_schema import convert

    schema = tool.make_schema(content=convert(json.loads(schema_path.read_bytes())))
    for path in paths:
        results = tool.validate(schema, tool.make_data(path), strict=True, _raise_error=False)
        if not all(result.isValid() for result in results):
            yield path


TOOLS: dict[str, Callable[[Path, list[Path]], Iterator[Path]]] = {
    "schema_layer": schema_layer,
    "libyaml": libyaml,
    "yamale": yamale,
}


def main(tool: str, folder: str) -> int:
    """Run the command and return its exit code."""
    refused = [
        path for schema_path, paths in find(Path(folder)).values() for path in TOOLS[tool](schema_path, paths)
    ]
    print("".join(f"{path}\n" for path in refused), end="")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
