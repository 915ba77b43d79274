"""No two modules and no two classes of factpack share a name, so that a name says which one is meant."""

import ast
from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "factpack"
FILES = sorted(PACKAGE.rglob("*.py"))


def repeated(names: list[str]) -> list[str]:
    assert names
    return [name for name, count in Counter(names).items() if count > 1]


def test_module_names_are_unique() -> None:
    packages = [path.parent.name for path in FILES if path.name == "__init__.py"]
    assert repeated(packages + [path.stem for path in FILES if not path.stem.startswith("__")]) == []


def test_class_names_are_unique() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in FILES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    assert repeated([node.name for node in nodes if isinstance(node, ast.ClassDef)]) == []
