"""The strict reader of YAML: what it takes, what it refuses and where, and that nothing makes it raise."""

import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import cases
from factpack.problems import Pointer
from factpack.yaml import reader, scalars
from factpack.yaml.reader import Document

# What an editor may save that is no clean text: name → bytes, line and column, rule. test_examples.py puts each into a
# repository too.
FILES_OF_BYTES: dict[str, tuple[bytes, tuple[int, int], str]] = {
    "an invalid byte": (b"id: x\ntitle: Stra\xdfe\n", (2, 12), "not-utf-8"),
    "an invalid byte after letters with accents": ("é: ü".encode() + b"\xff", (1, 5), "not-utf-8"),
    "half a character at the end": ("id: é".encode()[:-1], (1, 5), "not-utf-8"),
    "a surrogate": (b"id: \xed\xa0\x80", (1, 5), "not-utf-8"),
    "an overlong slash": (b"id: \xc0\xaf", (1, 5), "not-utf-8"),
    "UTF-16": ("id: x\n".encode("utf-16-le"), (1, 2), "forbidden-character"),
    "UTF-16 with a mark": ("id: x\n".encode("utf-16"), (1, 1), "not-utf-8"),
    "a byte order mark": (b"\xef\xbb\xbfid: x\n", (1, 1), "forbidden-character"),
    "NUL": (b"id: x\0\n", (1, 6), "forbidden-character"),
    "line ends of Windows": (b"id: x\r\ntitle: y\r\n", (1, 6), "forbidden-character"),
    "line ends of old Macs": (b"id: x\rtitle: y\r", (1, 6), "forbidden-character"),
    "10 MB in one scalar": (b"id: " + b"x" * 10_000_000, (1, 1), "file-too-large"),
    "a merge conflict": (b"id: x\n<<<<<<< HEAD\ntitle: y\n=======\n>>>>>>> z\n", (2, 1), "merge-conflict"),
    "nothing": (b"", (1, 1), "empty-file"),
    "100,000 brackets": (b"[" * 100_000, (1, 21), "too-deep"),
    "100,000 braces": (b"{a: " * 100_000, (1, 78), "too-deep"),
    "100,000 dashes": (b"- " * 100_000, (1, 41), "too-deep"),
    "100,000 keys": (b"".join(b"x%d: 1\n" % number for number in range(100_000)), (1, 1), "too-many-keys"),
}

Finding = tuple[int, int, str]


def read(text: str) -> Document:
    return reader.read("x.yaml", text.encode())


def value(text: str) -> Any:
    document = read(text)
    assert document.problems == []
    return document.data


def findings(text: str) -> list[Finding]:
    document = read(text)
    assert document.data is None
    return [(problem.line, problem.column, problem.rule) for problem in document.problems]


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    cases("reader", "a_plain_scalar_is_the_text_that_stands_there"),
)  # fmt: skip
def test_a_plain_scalar_is_the_text_that_stands_there(text: str) -> None:
    assert value(f"key: {text}") == {"key": text}
    assert value(f"- {text}") == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", None), ("~", None), ("", None), ("true", True), ("false", False),
        ("0", 0), ("7", 7), ("-7", -7), ("1226", 1226), ("2031", 2031), ("999999999999999", 999_999_999_999_999), ("-999999999999999", -999_999_999_999_999),
    ],
)  # fmt: skip
def test_a_few_plain_scalars_are_no_texts(text: str, expected: object) -> None:
    (read_value,) = value(f"key: {text}").values()
    assert read_value == expected
    assert type(read_value) is type(expected)


@pytest.mark.parametrize(
    "text",
    [
        "True", "TRUE", "False", "Null", "NULL", "010", "0o17", "0x1F", "1.5", "1e3", ".5", "5.", "-0", "+1", ".nan",
        "-.inf",
    ],
)  # fmt: skip
def test_scalar_that_other_readers_type_is_refused(text: str) -> None:
    assert findings(f"key: {text}") == [(1, 6, "ambiguous-value")]
    assert value(f"{text}: key") == {text: "key"}
    assert [rule for _, _, rule in findings(f"key: [a, {text}]")] == ["ambiguous-value"]


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize(
    "text", ["null", "~", "", "true", "7", "010", "no", "a: b", "# a", "&a", "*a", "!a", "[a]"]
)
def test_in_quotes_everything_is_text(text: str, quote: str) -> None:
    assert value(f"key: {quote}{text}{quote}") == {"key": text}


def test_block_texts_are_folded_or_kept_as_yaml_says() -> None:
    assert value("key: >-\n  one\n  two\n\n  three\n") == {"key": "one two\nthree"}
    assert value("key: |\n  one\n  two\n") == {"key": "one\ntwo\n"}
    assert value("key: one\n  two\n") == {"key": "one two"}


@pytest.mark.parametrize("key", ["1", "012", "null", "true", "~", "no", "2031-05-02", "1.5", "''", "a b"])
def test_a_key_is_text_whatever_yaml_would_make_of_it(key: str) -> None:
    assert value(f"{key}: x") == {key.strip("'"): "x"}


@pytest.mark.parametrize(
    ("text", "data"),
    cases("reader", "other_forms_that_are_taken"),
)  # fmt: skip
def test_other_forms_that_are_taken(text: str, data: object) -> None:
    assert value(text) == data


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("raw", "line_and_column", "rule"), FILES_OF_BYTES.values(), ids=FILES_OF_BYTES)
def test_files_that_are_no_clean_text(raw: bytes, line_and_column: tuple[int, int], rule: str) -> None:
    document = reader.read("x.yaml", raw)
    assert document.data is None
    assert [(problem.line, problem.column, problem.rule) for problem in document.problems] == [
        (*line_and_column, rule)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    cases("reader", "what_is_refused_and_where"),
)  # fmt: skip
def test_what_is_refused_and_where(text: str, expected: list[Finding]) -> None:
    if expected:
        assert findings(text) == [tuple(one) for one in expected]
    else:
        assert read(text).problems == []


def test_duplicate_key_names_its_first_line() -> None:
    assert [(problem.line, problem.message) for problem in read("a: 1\nb: 2\na: 3\na: 4").problems] == [
        (3, "The key 'a' is here and on line 1."),
        (4, "The key 'a' is here and on line 1."),
    ]


@pytest.mark.parametrize(
    ("text", "fix"),
    cases("reader", "a_finding_says_what_to_write"),
)  # fmt: skip
def test_a_finding_says_what_to_write(text: str, fix: str) -> None:
    (problem,) = read(text).problems
    assert problem.fix.startswith(fix)


def test_message_never_calls_text_not_yaml() -> None:
    for text in ("[:x]", "{x: :x}", ": a", "{a\n: b}", "a: b: c", "a: 'x", "}"):
        (problem,) = read(text).problems
        assert problem.message.startswith("The YAML reader stops here: ")
        assert problem.fix.endswith(".")


def test_every_invisible_character_is_refused() -> None:
    """Held against the Unicode database: control, format, surrogate, private, separators. Format characters that are
    seen (number signs of Arabic and the like, signs above hieroglyphs) are letters of a text."""
    seen = {
        *range(0x600, 0x606),
        0x6DD,
        0x70F,
        0x890,
        0x891,
        0x8E2,
        0x110BD,
        0x110CD,
        *range(0x13430, 0x13440),
    }
    missed = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        and not scalars.FORBIDDEN.match(chr(code))
        and chr(code) != "\n"
        and code not in seen
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text", ["é", "ё", "Åland", "—", "“x”", "’", "\xa0", "…", "日本", "🙂", "ĳ", "½", "ﬁ"]
)
def test_characters_that_people_write_are_taken(text: str) -> None:
    assert value(f"a: x{text}y") == {"a": f"x{text}y"}


# --- positions -------------------------------------------------------------------------------------------------------

RECORD = """\
# a comment
título: né # another
"ключ": значение
list:
  - 第一
  - {a: 日本, bé: x}
nested:
  deep:
    1: y
"""


@pytest.mark.parametrize(
    ("pointer", "of_value", "of_key"),
    cases("reader", "positions_count_characters_from_1"),
)  # fmt: skip
def test_positions_count_characters_from_1(
    pointer: Pointer, of_value: tuple[int, int], of_key: tuple[int, int]
) -> None:
    document = read(RECORD)
    assert document.problems == []
    assert document.locate(tuple(pointer)) == tuple(of_value)
    assert document.locate_key(tuple(pointer)) == tuple(of_key)


# --- properties ------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    document = reader.read("x.yaml", raw)
    assert (document.data is None) == bool(document.problems)


# Pieces of YAML, so that the parser gets further than it does with bytes without sense.
PIECES = st.sampled_from(
    [*"[]{},:-?&*!|>'\"%@`#~ \n\t.", "\n  ", ": ", "- ", "---", "...", "<<", "!!", "\\", "\\ud800", "a", "1", "é", "\x85",
     "\u2028", "\ufeff", "\ud7ff", "null", "&a", "*a", "%YAML 1.1\n", "? ", "key: ", "evidence:\n  s:\n    1:\n      - "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=150)
def test_any_text_is_read_or_refused_at_its_place(text: str) -> None:
    document = read(text)
    assert (document.data is None) == bool(document.problems)
    lines = text.split("\n")
    for problem in document.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def _is_plain(text: str) -> bool:
    return not scalars.FORBIDDEN.search(text) and unicodedata.is_normalized("NFC", text)


TEXTS = st.text(max_size=20).filter(lambda text: _is_plain(text) and text[:1] not in scalars.FORMULA_SIGNS)
KEYS = st.text(max_size=8).filter(
    lambda text: _is_plain(text) and text not in ("", "<<") and "\n" not in text
)
TREES = st.recursive(
    TEXTS | st.integers(-(10**14), 10**14) | st.booleans() | st.none(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(KEYS, parts, max_size=4),
    max_leaves=12,
).filter(lambda tree: tree is not None)


class Quoting(yaml.SafeDumper):
    """Writes texts in double quotes, keys too."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
Quoting.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]


@given(TREES, st.booleans(), st.booleans())
@settings(max_examples=100)
def test_what_yaml_writes_reads_back(tree: object, flow: bool, escaped: bool) -> None:
    text = yaml.dump(tree, Dumper=Quoting, default_flow_style=flow, allow_unicode=not escaped)
    assert value(text) == tree
