"""What `factpack fmt` writes is the same text to every common reader of YAML, of version 1.1 or 1.2."""

import json
import subprocess
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from editor import language_server
from factpack.yaml import tree, writer

# Texts that a reader of YAML 1.1 or 1.2 takes for a date, a number, a constant or a sign of its own.
TYPED = [
    "2031-05-02", "2031-5-2", "2031-02-30", "2031-05-02T10:00:00", "2031-05-02T10:00:00Z",
    "2031-05-02t10:00:00.5+01:00", "12:30:45", "12:30", "1:2", "01:30", "190:20:30.15", "1_000", "1_000.5",
    "0_0", "1,253", "1,253.5", "0", "7", "-7", "+7", "2031", "007", "010", "08", "0o17", "0x1F", "0b101",
    "1.5", "1.", ".5", ".", "._", "1e3", "1E3", "1.5e+3", "1e-3", "e5", ".inf", "-.inf", "+.INF", ".Inf",
    ".nan", ".NaN", ".na", ".na.real", "y", "Y", "n", "N", "yes", "Yes", "YES", "yEs", "no", "No", "NO", "nO",
    "on", "On", "ON", "off", "Off", "OFF", "true", "True", "TRUE", "tRue", "false", "False", "FALSE", "null",
    "Null", "NULL", "nUll", "~", "=", "<<", ":x", "?x", "@x", "`x", "%x", "!x", "&x", "*x", "|", ">", "-",
    "---", "#", "#x", ",x", "[x", "]x", "{x", "}x", "", " ", " x", "x ", "x:", "x: y", "x #y",
    "2031-05-02 10:00:00", "2031-05-02 10:00:00 Z",
]  # fmt: skip

# Texts that are text without quotes.
BARE = [
    "2031-05", "2031-05-02/2031-05-03", "2031-05-02/..", "/2031-05-02", "2031-05-02~", "203X", "../2031",
    "33-34", "13s2", "1990s", "5th", "no.", "a:b", "a#b", "x=y", "…", "at least 430", "about 12.5 %",
    "more than 1200", "yes, it was", "12 prisoners", "“no”", "1 253", "May 2",
]  # fmt: skip


def ruamel(version: tuple[int, int], text: str) -> Any:
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader.load(text)


READERS: dict[str, Callable[[str], Any]] = {
    "PyYAML": yaml.safe_load,
    "PyYAML with libyaml": partial(yaml.load, Loader=yaml.CSafeLoader),
    "ruamel.yaml, 1.1": partial(ruamel, (1, 1)),
    "ruamel.yaml, 1.2": partial(ruamel, (1, 2)),
}


def document(text: str) -> tuple[str, Any]:
    """A text wherever one may be, as fmt writes it, and the value."""
    key = f"{text} " if text.isdecimal() else text  # see _PARAGRAPH in writer
    value = {"value": text, "list": [text, "x"], key: "key", "braces": {key: text}, "block": {key: text}}
    root = tree.of_value(value)
    root.value["braces"].in_braces = True
    return writer.write(root), value


def likely() -> st.SearchStrategy[str]:
    """Texts that a reader may take for something else: what its own patterns match, and what looks like it."""
    patterns = {
        pattern for resolvers in yaml.SafeLoader.yaml_implicit_resolvers.values() for _, pattern in resolvers
    }
    assert len(patterns) > 5
    signs = st.text("0123456789+-._,:/ eExXoObBtTzZ~=<?#'\"[]{}yYnN", min_size=1, max_size=12)
    matching = st.one_of([st.from_regex(pattern, fullmatch=True) for pattern in sorted(patterns, key=str)])
    texts = st.sampled_from(TYPED + BARE) | matching | signs
    return texts.filter(lambda text: text.isprintable() and text not in ("value", "list", "braces", "block"))


@pytest.mark.parametrize("reader", READERS)
def test_text_read_elsewhere_is_the_same(reader: str) -> None:
    for text in TYPED + BARE:
        written, value = document(text)
        assert READERS[reader](written) == value, text


@given(likely())
@settings(max_examples=60)
def test_any_text_read_elsewhere_is_the_same(text: str) -> None:
    written, value = document(text)
    assert {name: READERS[name](written) for name in READERS} == dict.fromkeys(READERS, value)


def test_text_is_quoted_if_it_reads_as_another() -> None:
    assert [text for text in BARE if writer.flow(text) != text] == []
    assert [text for text in TYPED if writer.flow(text)[:1] not in ('"', "'")] == []


@pytest.mark.parametrize("value", [2031, 0, True, False, None])
def test_value_that_is_not_text_stays_what_it_is(value: int | bool | None) -> None:
    written = writer.write(tree.of_value({"a": value}))
    assert [reader(written) for reader in READERS.values()] == [{"a": value}] * len(READERS)


@pytest.mark.needs_tools
@given(st.lists(likely(), min_size=50, max_size=100))
@settings(max_examples=20)
def test_javascript_readers_see_the_same_texts(texts: list[str]) -> None:
    documents = [document(text) for text in dict.fromkeys([*TYPED, *BARE, *texts])]
    done = subprocess.run(
        language_server.node("read_yaml.js"),
        input=json.dumps([written for written, _ in documents]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    seen = json.loads(done.stdout)
    assert len(seen) == 5
    for name, values in seen.items():
        assert values == [value for _, value in documents], name
