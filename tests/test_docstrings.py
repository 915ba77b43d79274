"""Every docstring begins with a line of at most ten words; ruff's D401 checks that it is imperative."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_WORDS = 10
# Still to be shortened.
TO_DO = (
    "scripts/factpack/rules",
)
# The docstring of a record model is its description in the published schemas: a text for users.
RECORD_MODELS = ("scripts/factpack/models/parts.py", "scripts/factpack/models/records.py")

PATHS = [
    path.relative_to(ROOT).as_posix()
    for folder in ("scripts", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
]


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith(TO_DO)])
def test_docstring_first_line_is_short(path: str) -> None:
    skipped = (ast.ClassDef,) if path in RECORD_MODELS else ()
    nodes = [
        node
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and not isinstance(node, skipped)
    ]
    first_lines = [text.partition("\n")[0] for node in nodes if (text := ast.get_docstring(node))]
    assert first_lines
    assert [line for line in first_lines if len(line.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("prefix", TO_DO)
def test_docstrings_to_do_exist(prefix: str) -> None:
    assert any(path.startswith(prefix) for path in PATHS)
