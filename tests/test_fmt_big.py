"""`factpack fmt`: one form, the same values, no comment lost."""

import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from test_schema_models import altered

from conftest import VALID
from factpack import canonical, cli, record_files, yaml_source, yaml_tree, yaml_writing
from factpack.commands import common
from factpack.models import schemas
from factpack.models.records import FACT_TYPES
from factpack.models.schemas import KINDS
from factpack.yaml_tree import Tree

ROOT = Path(__file__).parent.parent
SCHEMAS = schemas.generate()
FILES = [(root, path, kind) for root in (ROOT, VALID) for kind, path in record_files.paths(root)]
COUNT = "facts/counts/2025-02-viasna-prisoners-held.yaml"


def form(kind: str, text: str, path: str = "") -> str:
    document = canonical.read(path, text.encode())
    assert document.problems == []
    named = f"../../schemas/editor/{kind}.schema.json"
    return canonical.form(yaml_tree.of_document(document), kind, SCHEMAS[kind], named)


def body(kind: str, text: str) -> str:
    """What becomes of a text, without the first line."""
    return form(kind, text).partition("\n")[2]


def value(text: str) -> Any:
    document = yaml_source.read("", text.encode(), "evidence")
    assert document.problems == []
    return document.data


def comments(text: str) -> Counter[str]:
    tree = yaml_tree.of_document(yaml_source.read("", text.encode(), "evidence"))
    return Counter(one for one in yaml_tree.comments_of(tree) if "yaml-language-server" not in one)


def by_id(data: Any) -> Any:
    """A register with its entries in the order of their ids; any other value as it is."""
    if isinstance(data, dict) and len(data) == 1:
        ((name, entries),) = data.items()
        if isinstance(entries, list) and all(isinstance(one, dict) and _has_id(one) for one in entries):
            return {name: sorted(entries, key=lambda one: str(one["id"]))}
    return data


def _has_id(record: dict[str, Any]) -> bool:
    return isinstance(record.get("id"), str) and record["id"] != ""


# --- the same values, the same comments, once and for all ------------------------------------------------------------


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 80
    assert {kind for _, _, kind in FILES} == set(KINDS)


@pytest.mark.parametrize(("root", "path", "kind"), FILES, ids=[path for _, path, _ in FILES])
def test_a_file_keeps_its_values_and_comments_and_is_done_once(root: Path, path: str, kind: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    formed = form(kind, text, path)
    assert value(formed) == by_id(value(text))
    assert comments(formed) == comments(text)
    assert form(kind, formed, path) == formed


@given(altered(list(KINDS)))
@settings(max_examples=5000)
def test_any_record_reads_back_as_it_was(drawn: tuple[str, Any]) -> None:
    kind, data = drawn
    dumped = yaml.safe_dump(data, default_flow_style=False, allow_unicode=True)
    assume(not canonical.read("", dumped.encode()).problems)
    text = canonical.form(Tree(yaml_tree.of_value(data)), kind, SCHEMAS[kind], "x")
    assert value(text) == by_id(data)


# Whatever a text can have in it that YAML makes something of.
PIECES = st.sampled_from(
    [*"abc12-:#,[]{}&*!|>%@`'\"\\?~=.", " ", "  ", ": ", " #", "- ", ", ", "\n", "é", "\xa0", "🙂", "null", "true",
     "0x1F", "1e3", "010", "---", "...", "<<", "a" * 90, "word " * 30]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join).filter(lambda text: not text.startswith(("=", "+", "-", "@")))
KEYS = TEXTS.filter(lambda key: key != "<<" and len(key) < 200 and "\n" not in key)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-(10**13), 10**14),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.booleans())
@example({"a": "at least 1,253: #x", "b": "'\"", "c": " x", "d": "long " * 40 + "end", "e": "word " * 40}, True)
@example({"a": "b" * 130 + "  c " + "d" * 130, "e": {"f": ["a: g", None, [], {}, [[]], {"h": [{}]}]}}, False)
@settings(max_examples=5000)
def test_any_text_reads_back_as_it_was(data: dict[str, Any], in_braces: bool) -> None:
    root = yaml_tree.of_value(data)
    if in_braces:
        let_braces(root)
    text = yaml_writing.write(Tree(root))
    document = yaml_source.read("", text.encode())
    assert document.problems == [], text
    assert document.data == data


def let_braces(node: yaml_tree.Node) -> None:
    if isinstance(node, yaml_tree.Mapping | yaml_tree.Sequence):
        for entry in node.entries:
            let_braces(entry.node)
    if isinstance(node, yaml_tree.Mapping):
        node.in_braces = True


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, str]:
    """A record as somebody else's program writes it, with comments put wherever they are comments."""
    kind, data = draw(altered(list(KINDS)))
    style = draw(st.sampled_from([False, False, None, True]))
    dumped = yaml.safe_dump(
        data,
        sort_keys=draw(st.booleans()),
        default_flow_style=style,
        width=draw(st.sampled_from([30, 100])),
        indent=draw(st.sampled_from([2, 4])),
        allow_unicode=True,
    )
    document = canonical.read("", dumped.encode())
    assume(not document.problems)
    lines = dumped.splitlines()
    for number in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines)))
        if draw(st.booleans()):
            tried = [*lines[:at], " " * draw(st.integers(0, 8)) + f"# own {number}", *lines[at:]]
        else:
            tried = [*lines[:at], *(f"{line} # behind {number}" for line in lines[at : at + 1]), *lines[at + 1 :]]
        after = canonical.read("", "\n".join(tried).encode())
        if not after.problems and after.data == document.data:
            lines = tried
    return kind, "\n".join(lines)


@given(commented())
@settings(max_examples=5000)
def test_no_comment_is_lost_wherever_it_stands(drawn: tuple[str, str]) -> None:
    kind, text = drawn
    formed = form(kind, text)
    assert sorted(re.findall("# (?:own|behind) [0-9]", formed)) == sorted(re.findall("# (?:own|behind) [0-9]", text))
    assert value(formed) == by_id(value(text))
    assert form(kind, formed) == formed
