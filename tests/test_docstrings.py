"""Every docstring begins with a line of at most ten words; ruff's D401 checks that it is imperative."""

import ast
import re

import pytest

from conftest import ROOT

MOST_WORDS = 10
# The docstring of a rule is its manual, with what passes and what fails: `factpack explain` prints it.
MANUAL = re.compile(r"^ *(Passes|Fails):", re.MULTILINE)
# The docstring of a record model is its description in the published schemas: a text for users.
RECORD_MODELS = ("scripts/factpack/models/parts.py", "scripts/factpack/models/records.py")

PATHS = [
    path.relative_to(ROOT).as_posix()
    for folder in ("scripts", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
]


@pytest.mark.parametrize("path", PATHS)
def test_docstring_first_line_is_short(path: str) -> None:
    skipped = (ast.ClassDef,) if path in RECORD_MODELS else ()
    nodes = [
        node
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and not isinstance(node, skipped)
    ]
    texts = [text for node in nodes if (text := ast.get_docstring(node))]
    first_lines = [text.partition("\n")[0] for text in texts if not MANUAL.search(text)]
    assert first_lines
    assert [line for line in first_lines if len(line.split()) > MOST_WORDS] == []
