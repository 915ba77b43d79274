"""The manual of every rule of layers 3 and 4, run: what passes and what fails, on the repository of tests/examples."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from conftest import VALID, VALID_FILES, Check
from factpack import rules
from factpack.models.records import REGISTERS
from factpack.problems import Problem
from factpack.rules import Rule, readback
from factpack.yaml import reader

RULES = {rule.name: rule for rule in rules.ALL}
READ_BACK = {rule.name for rule in rules.ALL if rule.check.__module__ == readback.__name__}
SECTIONS = ("Passes:", "Fails:")
# Where each failing block is found: by its name the files, each with the lines.
PLACES = VALID.parent / "rules.yaml"


@dataclass(frozen=True)
class Snippet:
    """One block of a manual: by path, what is changed in that record, as a JSON merge patch (RFC 7386).

    The path of a register goes on with `#` and the id of the entry that is changed or added.
    """

    rule: str
    section: str
    number: int
    changes: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.rule}-{self.section.rstrip(':').lower()}-{self.number}"


def snippets(rule: Rule) -> list[Snippet]:
    """The blocks of one manual, in order."""
    found: list[Snippet] = []
    lines = (inspect.getdoc(rule.check) or "").split("\n")
    for start, section in enumerate(lines):
        if section not in SECTIONS:
            continue
        end = next(
            (at for at in range(start + 1, len(lines)) if lines[at] and not lines[at].startswith(" ")),
            len(lines),
        )
        document = reader.read(rule.name, "\n".join(lines[start + 1 : end]).encode())
        assert document.problems == [], rule.name
        number = 1 + sum(other.section == section for other in found)
        found.append(Snippet(rule.name, section, number, document.data))
    return found


MORE = VALID.parent / "rules_more.yaml"  # examples that would only lengthen the manuals


def more() -> Iterator[Snippet]:
    """The examples that no manual has."""
    document = reader.read(MORE.name, MORE.read_bytes())
    assert document.problems == []
    for name, changes in document.data.items():
        rule, section, number = name.rsplit("-", 2)
        yield Snippet(rule, f"{section.capitalize()}:", int(number), changes)


SNIPPETS = [*(snippet for rule in RULES.values() for snippet in snippets(rule)), *more()]
FOUND: dict[str, dict[str, list[str]]] = yaml.safe_load(PLACES.read_text(encoding="utf-8"))


class _Writer(yaml.SafeDumper):
    """Writes texts in double quotes, so that they read back as they are."""


_Writer.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
_Writer.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]


def merge(target: Any, patch: Any) -> Any:
    """RFC 7386: mappings are merged, null deletes, everything else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, part in patch.items():
        if part is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), part)
    return merged


def apply(changes: dict[str, Any], files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that the changes touch, as they are afterwards."""
    changed: dict[str, Any] = {}
    for target, patch in changes.items():
        path, _, entry_id = target.partition("#")
        if path not in changed:
            changed[path] = reader.read(path, files[path]).data if path in files else {}
        if entry_id:
            (register,) = changed[path].keys() & REGISTERS.keys()
            entries = changed[path][register]
            index = next((at for at, entry in enumerate(entries) if entry["id"] == entry_id), len(entries))
            entries[index : index + 1] = [
                merge(entries[index] if index < len(entries) else {"id": entry_id}, patch)
            ]
        else:
            changed[path] = merge(changed[path], patch)
    return {path: yaml.dump(data, Dumper=_Writer, sort_keys=False).encode() for path, data in changed.items()}


def new_findings(snippet: Snippet, check: Check, files: dict[str, bytes]) -> list[Problem]:
    """What is found after the changes of a snippet, but for notices that are there without them.

    The snippets of other rules may have phrases from which their values cannot be read: that would need an inference in
    each, and would hide what the snippet shows.
    """
    expected = {"publication-not-checkable: seeds/leaflet-2031.yaml"}
    problems = check(apply(snippet.changes, files), has_texts=snippet.rule == "sentence-of-another")
    new = [problem for problem in problems if f"{problem.rule}: {problem.path}" not in expected]
    return new if snippet.rule in READ_BACK else [one for one in new if one.rule not in READ_BACK]


@pytest.mark.parametrize("snippet", [one for one in SNIPPETS if one.section == "Passes:"], ids=str)
def test_passing_block_of_a_manual_has_no_problem(snippet: Snippet, check: Check) -> None:
    assert new_findings(snippet, check, VALID_FILES) == []


@pytest.mark.parametrize("snippet", [one for one in SNIPPETS if one.section == "Fails:"], ids=str)
def test_failing_block_of_a_manual_fails_by_its_rule(snippet: Snippet, check: Check) -> None:
    problems = new_findings(snippet, check, VALID_FILES)
    assert problems
    assert {problem.rule for problem in problems} == {snippet.rule}, problems
    assert {problem.severity for problem in problems} == {RULES[snippet.rule].severity}
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message.endswith(".")
        assert problem.fix.endswith((".", "?", "`"))
    found = places(problems, VALID_FILES | apply(snippet.changes, VALID_FILES))
    assert found == FOUND.get(str(snippet)), f"if these are the lines, write them into {PLACES}"


def places(problems: list[Problem], files: dict[str, bytes]) -> dict[str, list[str]]:
    """The lines that findings name, without quotation marks."""
    found: dict[str, list[str]] = {}
    for problem in sorted(problems):
        line = files[problem.path].decode().split("\n")[problem.line - 1]
        found.setdefault(problem.path, []).append(line.strip().replace('"', ""))
    return found


def test_places_are_those_of_failing_blocks() -> None:
    assert set(FOUND) == {str(snippet) for snippet in SNIPPETS if snippet.section == "Fails:"}


def test_every_rule_has_a_manual_with_both() -> None:
    assert len(RULES) == len(rules.ALL) > 30
    for rule in RULES.values():
        text = inspect.getdoc(rule.check) or ""
        summary, _, rest = text.partition("\n")
        assert summary.endswith("."), rule.name
        assert rest.startswith("\n"), rule.name
        assert {snippet.section for snippet in snippets(rule)} == set(SECTIONS), rule.name
        assert text.index("Passes:") < text.index("Fails:"), rule.name
        assert len(text.split("\n")) <= 50, f"{rule.name}: people read it in a terminal"
    for snippet in SNIPPETS:
        for path in snippet.changes:
            assert path.partition("#")[0] in VALID_FILES, f"{snippet} changes a file that is not there"


def test_every_function_that_yields_problems_is_a_rule() -> None:
    modules = [
        importlib.import_module(f"factpack.rules.{found.name}")
        for found in pkgutil.iter_modules(rules.__path__)
    ]
    functions = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and function.__annotations__.get("return") == Iterator[Problem]
    }
    assert functions == {rule.check for rule in RULES.values()}


def test_rules_skip_facts_with_broken_references(check: Check) -> None:
    changes = {
        "facts/counts/2031-sample-visits-to-marovia.yaml": {"subject": "nobody"},
        "facts/releases/2031-03-pardons.yaml": {"date_span": None},
    }
    assert {problem.rule for problem in check(apply(changes, VALID_FILES))} == {
        "unknown-reference", "date-span",
    }  # fmt: skip
    changes["facts/places.yaml#port-salt"] = {"parent": "nowhere"}
    assert {problem.rule for problem in check(apply(changes, VALID_FILES))} == {"unknown-reference"}
