"""The strict reader of YAML: what it takes, what it refuses and where, and that nothing makes it raise."""

import unicodedata
from typing import Any

import pytest

from factpack.problems import Pointer
from factpack.yaml import reader
from factpack.yaml.reader import Document

Finding = tuple[int, int, str]


def read(text: str | bytes, block_under: str | None = None) -> Document:
    return reader.read("x.yaml", text.encode() if isinstance(text, str) else text, block_under)


def value(text: str) -> Any:
    document = read(text)
    assert document.problems == []
    return document.data


def findings(text: str | bytes, block_under: str | None = None) -> list[Finding]:
    document = read(text, block_under)
    assert document.data is None
    return [(problem.line, problem.column, problem.rule) for problem in document.problems]


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "no", "No", "NO", "yes", "Yes", "on", "off", "y", "n", "None", "nobody", "tRUE", "0b1", "1_000", "1:30", "12:30:45",
        "1.5.2", "NaN", "Infinity", ".", "..", "0x", "2031-05-02", "2031-05-02T10:00:00Z", "2031-05-02/..", "1,226",
        "12 %", "٣", "1٣", "１２", "more than 10", "Jane Doe", "café", "x=1", "a-b",
    ],
)  # fmt: skip
def test_plain_scalar_is_text_as_it_is(text: str) -> None:
    assert value(f"key: {text}") == {"key": text}
    assert value(f"- {text}") == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", None), ("~", None), ("", None), ("true", True), ("false", False),
        ("0", 0), ("7", 7), ("-7", -7), ("1226", 1226), ("2031", 2031), ("999999999999999", 999_999_999_999_999), ("-999999999999999", -999_999_999_999_999),
    ],
)  # fmt: skip
def test_plain_scalar_of_json_is_typed(text: str, expected: object) -> None:
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


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("- a\n- b", ["a", "b"]),  # not a record: that is for the schema to say
        ("a", "a"), ("7", 7), ("[]", []), ("{}", {}), ("--- # a marker is no second document\na: 1\n", {"a": 1}),
        ("a: 1\n...\n", {"a": 1}), ("a: b#c?d\ne: ?f\ng: [a?]\n", {"a": "b#c?d", "e": "?f", "g": ["a?"]}),
        ("a: ['b'] # c", {"a": ["b"]}), ("a: [b,\n c]", {"a": ["b", "c"]}), ("- [b,\n c]", [["b", "c"]]),
        ("a: 'b\n\n c'", {"a": "b\nc"}), ("a: |2-\n   b\n", {"a": " b"}),
        ("a: >-\n  one\n  two\n\n  three\n", {"a": "one two\nthree"}), ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
        ("1: a\n012: b\nnull: c\n~: d\n'': e", {"1": "a", "012": "b", "null": "c", "~": "d", "": "e"}),
    ],
)  # fmt: skip
def test_other_form_of_yaml_is_read(text: str, data: object) -> None:
    assert value(text) == data


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Bytes that are no clean text.
        (b"id: x\ntitle: Stra\xdfe\n", [(2, 12, "not-utf-8")]),
        ("é: ü".encode() + b"\xff", [(1, 5, "not-utf-8")]),
        ("id: x\n".encode("utf-16-le"), [(1, 2, "forbidden-character")]),
        ("id: x\n".encode("utf-16"), [(1, 1, "not-utf-8")]),
        (b"id: x\rtitle: y\r", [(1, 6, "forbidden-character")]),
        # What YAML has and records do not.
        ("*x : 1", [(1, 1, "yaml-alias")]),
        ("%TAG ! tag:x,2031:\n---\na: 1", [(1, 1, "yaml-directive")]),
        ("{[a]: b}", [(1, 2, "complex-key")]),
        # Nothing.
        ("null", [(1, 1, "empty-file")]),
        # Numbers that no figure has.
        ("a: " + "1" * 16, [(1, 4, "number-too-long")]),
        ("a: '@SUM(A1)'", [(1, 4, "formula")]),
        ("a: ＝1", [(1, 4, "formula")]),
        ("a: >-\n  =1", [(1, 4, "formula")]),
        ("[=1, -x]", [(1, 2, "formula"), (1, 6, "formula")]),
        # No YAML.
        ('a: "\\q"', [(1, 5, "yaml-syntax")]),
        ("%YAML 1.3\n---\na: 1", [(1, 1, "yaml-syntax")]),
        ("}", [(1, 1, "yaml-syntax")]),
        # What libyaml accepts, and an editor does not or reads otherwise.
        ("[?x]", [(1, 2, "complex-key")]),
        ("a: {b: c, ? d : e}", [(1, 11, "complex-key")]),
        ("a: [b]#c", [(1, 7, "yaml-syntax")]),
        ('a: "b"# c', [(1, 7, "yaml-syntax")]),
        ("'a'#b\n: c", [(2, 1, "yaml-syntax")]),
        ("a: >#b\n  c\n", [(1, 4, "yaml-syntax")]),
        ("a:\n>\n  b\n", [(2, 1, "yaml-syntax")]),
        ("a: [b,\nc]", [(2, 1, "yaml-syntax")]),
        ('a:\n  b: "c\n  d"', [(3, 1, "yaml-syntax")]),
        ("a: |\n    \n  b\n", [(1, 4, "yaml-syntax"), (3, 3, "yaml-syntax")]),
        ("a: |\n  b\n   ", [(1, 4, "yaml-syntax")]),
        # Valid, but not accepted by libyaml.
        ("[:x]", [(1, 2, "yaml-syntax")]),
        ("{x: :x}", [(1, 5, "yaml-syntax")]),
        # Characters that hide or reorder text, and the same in an escape.
        ("a: x\xady\nb: \ufeff", [(1, 5, "forbidden-character"), (2, 4, "forbidden-character")]),
        ('a: "x\\u202ey"', [(1, 4, "forbidden-character")]),
        ('"\\u200b": x', [(1, 1, "forbidden-character")]),
        ("äöü: xe\u0301", [(1, 7, "not-nfc")]),
        ('a: "e\\u0301"', [(1, 4, "not-nfc")]),
        # Depth.
        ("[" * 20 + "]" * 20, []),
        pytest.param(b"[" * 100_000, [(1, 21, "too-deep")], id="brackets"),
        pytest.param(b"- " * 100_000, [(1, 41, "too-deep")], id="dashes"),
        ("[" * 20 + "1" + "]" * 20, [(1, 21, "too-deep")]),
    ],
)  # fmt: skip
def test_text_with_a_fault_is_refused_at_its_place(text: str | bytes, expected: list[Finding]) -> None:
    if expected:
        assert findings(text) == expected
    else:
        assert read(text).problems == []


def test_duplicate_key_names_its_first_line() -> None:
    assert [(problem.line, problem.message) for problem in read("a: 1\nb: 2\na: 3\na: 4").problems] == [
        (3, "The key 'a' is here and on line 1."),
        (4, "The key 'a' is here and on line 1."),
    ]


def test_problems_of_one_file_come_together() -> None:
    text = "a: =1\na: 2\nb: [{c: 1, c: 2}]\nd: !x y\ne: *f\n"
    assert findings(text) == [
        (1, 4, "formula"), (2, 1, "duplicate-key"), (3, 12, "duplicate-key"), (4, 4, "yaml-tag"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("a: @b", "Put the value in quotes: no text begins with this character"),
        ("a: *b", "Write the value out"), ("a: &b", "Write the value out"),
        ("a: {b: c}}", "Check the indentation"),
        ("a: {b: :c}", "Put the value in quotes: no text begins with this character"),
        ("a: [?b]", "Write `key: value`; put a text"), ("a: 1.5", "Write a whole number"),
        ('a: "\\ud800"', "Write the character itself"),
        ("a: x\ufeffy\n", "Delete it"),
    ],
)  # fmt: skip
def test_problem_says_what_to_write(text: str, fix: str) -> None:
    (problem,) = read(text).problems
    assert problem.fix.startswith(fix)


def test_every_invisible_character_is_refused() -> None:
    """Held against the Unicode database: control, format, surrogate, private, separators. Format characters that are
    seen (number signs of Arabic and the like, signs above hieroglyphs) are letters of a text."""
    seen = {0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    seen |= {*range(0x600, 0x606), *range(0x13430, 0x13440)}
    missed = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        and not reader.FORBIDDEN.match(chr(code))
        and chr(code) != "\n"
        and code not in seen
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text", ["é", "ё", "Åland", "—", "“x”", "’", "\xa0", "…", "日本", "🙂", "ĳ", "½", "ﬁ"]
)
def test_character_that_people_write_is_read(text: str) -> None:
    assert value(f"a: x{text}y") == {"a": f"x{text}y"}


# --- evidence in block style -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("evidence: {s: {1: [{phrase: x}]}}", [(1, 11, "evidence-not-block")]),
        ("evidence:\n  s: {1: [{phrase: x}]}", [(2, 6, "evidence-not-block")]),
        ("evidence:\n  s:\n    1: [{phrase: x}]", [(3, 9, "evidence-not-block")]),
        ("evidence:\n  s:\n    1:\n      - {phrase: x}\n      - {phrase: y}",
         [(4, 9, "evidence-not-block"), (5, 9, "evidence-not-block")]),
        ("evidence:\n  s:\n    1:\n      - phrase: x\n        supports: [a, b]\n        says: {c: d}", []),
        ("places: [{place: x}]", []),
        ("x: {evidence: {a: b}}", []),
    ],
)  # fmt: skip
def test_evidence_is_block_style_but_lists_and_says(text: str, expected: list[Finding]) -> None:
    if expected:
        assert findings(text, "evidence") == expected
    else:
        assert read(text, "evidence").problems == []
    assert read(text).problems == []


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
    [
        ((), (2, 1), (2, 1)), (("título",), (2, 9), (2, 1)), (("ключ",), (3, 9), (3, 1)),
        (("list",), (4, 1), (4, 1)),  # of a collection: its key
        (("list", 0), (5, 5), (5, 5)), (("list", 1), (6, 5), (6, 5)), (("list", 1, "a"), (6, 9), (6, 6)),
        (("list", 1, "bé"), (6, 17), (6, 13)), (("nested", "deep"), (8, 3), (8, 3)),
        (("nested", "deep", "1"), (9, 8), (9, 5)),
        # What is not there is found at what is around it.
        (("nested", "deep", "2", "x"), (8, 3), (8, 3)), (("nowhere",), (2, 1), (2, 1)),
    ],
)  # fmt: skip
def test_positions_count_characters_from_1(
    pointer: Pointer, of_value: tuple[int, int], of_key: tuple[int, int]
) -> None:
    document = read(RECORD)
    assert document.problems == []
    assert document.locate(pointer) == of_value
    assert document.locate(pointer, is_key=True) == of_key
