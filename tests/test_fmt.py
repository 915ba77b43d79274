"""`factpack fmt`: one form, the same values, no comment lost."""

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from conftest import SCHEMAS, TEXTS, VALID, WATCH, Run, contents, edit, expect
from factpack import files
from factpack.commands import common
from factpack.models.records import FACT_TYPES
from factpack.models.schemas import KINDS
from factpack.yaml import canonical, reader, tree, writer
from factpack.yaml.tree import Node
from test_schema_models import altered


def form(kind: str, text: str, path: str = "") -> str:
    document = canonical.read(path, text.encode())
    assert document.problems == []
    named = f"../../schemas/editor/{kind}.schema.json"
    return canonical.form(tree.of_document(document), kind, SCHEMAS[kind], named)


def body(kind: str, text: str) -> str:
    """What becomes of a text, without the first line."""
    return form(kind, text).partition("\n")[2]


def value(text: str) -> Any:
    document = reader.read("", text.encode(), "evidence")
    assert document.problems == []
    return document.data


def comments(text: str) -> Counter[str]:
    root = tree.of_document(reader.read("", text.encode(), "evidence"))
    return Counter(one for one in root.comments if "yaml-language-server" not in one)


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


# Whatever a text can have in it that YAML makes something of.
PIECES = st.sampled_from(
    [*"abc12-:#,[]{}&*!|>%@`'\"\\?~=.", " ", "  ", ": ", " #", "- ", ", ", "\n", "é", "\xa0", "🙂", "null", "true",
     "0x1F", "1e3", "010", "---", "...", "<<", "a" * 90, "word " * 30]
)  # fmt: skip
WORDS = (
    st.lists(PIECES, max_size=12).map("".join).filter(lambda text: not text.startswith(("=", "+", "-", "@")))
)
KEYS = WORDS.filter(lambda key: key != "<<" and len(key) < 200 and "\n" not in key)
VALUES = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(-(10**13), 10**14),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.booleans())
@example(
    {"a": "at least 1,253: #x", "b": "'\"", "c": " x", "d": "long " * 40 + "end", "e": "word " * 40}, True
)
@example({"a": "b" * 130 + "  c " + "d" * 130, "e": {"f": ["a: g", None, [], {}, [[]], {"h": [{}]}]}}, False)
@settings(max_examples=50)
def test_any_text_reads_back_as_it_was(data: dict[str, Any], in_braces: bool) -> None:
    root = tree.of_value(data)
    if in_braces:
        let_braces(root)
    text = writer.write(root)
    document = reader.read("", text.encode())
    assert document.problems == [], text
    assert document.data == data


def let_braces(node: Node) -> None:
    node.in_braces = True
    for _, part in node.entries:
        let_braces(part)


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
        at, tried = draw(st.integers(0, len(lines) - 1)), [*lines]
        if draw(st.booleans()):
            tried.insert(at, " " * draw(st.integers(0, 8)) + f"# own {number}")
        else:
            tried[at] += f" # behind {number}"
        after = canonical.read("", "\n".join(tried).encode())
        if not after.problems and after.data == document.data:
            lines = tried
    return kind, "\n".join(lines)


@given(commented())
@settings(max_examples=50)
def test_comment_anywhere_is_kept(drawn: tuple[str, str]) -> None:
    kind, text = drawn
    formed = form(kind, text)
    own = re.compile("# (?:own|behind) [0-9]")
    assert sorted(own.findall(formed)) == sorted(own.findall(text))
    assert value(formed) == by_id(value(text))
    assert form(kind, formed) == formed


# --- the form --------------------------------------------------------------------------------------------------------


def test_every_field_of_a_fact_has_its_place() -> None:
    fields = {name for model in FACT_TYPES.values() for name in model.model_fields}
    assert len(canonical.FACT_ORDER) == len(set(canonical.FACT_ORDER))
    assert set(canonical.FACT_ORDER) == fields


CANONICAL = sorted((VALID.parent / "canonical").glob("*.before.yaml"))


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: path.name.partition(".")[0])
def test_form_of_a_record_is_canonical(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    after = path.with_name(path.name.replace("before", "after")).read_text(encoding="utf-8")
    kind = path.name.partition("--")[0]
    assert body(kind, before) == after
    assert body(kind, after) == after


MODELINE = "# yaml-language-server: $schema=../../schemas/editor/release.schema.json\n"


@pytest.mark.parametrize(
    "head", ["", MODELINE, MODELINE.replace("../../", "../"), "#yaml-language-server:$schema=x\n", "---\n"]
)
def test_form_begins_with_the_schema(head: str) -> None:
    assert form("release", f"{head}# about it\nid: x\n") == f"{MODELINE}# about it\nid: x\n"


@pytest.mark.parametrize(
    ("folder", "path", "schema"),
    [
        ("", "facts/actors.yaml", "../schemas/editor/actors"),
        ("a/b", "seeds/x.yaml", "../../../schemas/editor/seed"),
        ("a", "facts/counts/x.yaml", "../../../schemas/editor/count"),
    ],
)
def test_schema_is_that_of_the_project_around(folder: str, path: str, schema: str, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    text = files.canonical_text(tmp_path / folder, path, Node({}), SCHEMAS)
    assert text.startswith(f"# yaml-language-server: $schema={schema}.schema.json\n")


@pytest.mark.parametrize(
    ("raw", "then"),
    [
        (b"id: x\r\ntitle: z\r\n", b"id: x\ntitle: z\n"),
        (b"notes: >-\r\n  one\r\n  two\r\n", b"notes: one two\n"),
        (b"\xef\xbb\xbfid: x", b"id: x\n"),
        ("id: x\ntitle: Cafe\u0301 # e\u0301\n".encode(), "id: x\ntitle: Caf\u00e9 # \u00e9\n".encode()),
    ],
)
def test_fault_without_doubt_is_corrected(raw: bytes, then: bytes) -> None:
    assert reader.read("", raw).problems
    document = canonical.read("", raw)
    text = canonical.form(tree.of_document(document), "release", SCHEMAS["release"], "x")
    assert text.encode().partition(b"\n")[2] == then


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def formed(repository: Path, run: Run) -> Path:
    """A repository in which every record is in canonical form."""
    assert run("fmt")[0] == common.CLEAN
    return repository


def spoil(path: Path) -> tuple[bytes, bytes, int]:
    """Write a file in another form; return its canonical content, the other one, and the line."""
    good = path.read_bytes()
    line = edit(path, "measure: prisoners_held", 'measure:  "prisoners_held"')
    return good, path.read_bytes(), line


def test_fmt_writes_only_files_in_another_form(formed: Path, run: Run) -> None:
    before = contents(formed)
    spoil(formed / WATCH)
    assert run("fmt")[:2] == (common.CLEAN, f"written: {WATCH}\n46 files checked, 1 reformatted.\n")
    assert contents(formed) == before
    assert run("fmt")[1] == "46 files checked, 0 reformatted.\n"


def test_fmt_check_names_line_and_command(formed: Path, run: Run) -> None:
    assert run("fmt", "--check")[0] == common.CLEAN
    _, other, line = spoil(formed / WATCH)
    out = expect(run, common.PROBLEMS, "fmt", "--check")
    assert out.startswith(f"{WATCH}:{line}:1: error not-canonical: ")
    assert "`factpack fmt`" in out
    assert (formed / WATCH).read_bytes() == other


def test_fmt_diff_shows_the_lines(formed: Path, run: Run) -> None:
    assert run("fmt", "--diff") == (common.CLEAN, "46 files checked, 0 to reformat.\n", "")
    other = spoil(formed / WATCH)[1].rstrip(b"\n")
    (formed / WATCH).write_bytes(other)
    out = expect(run, common.PROBLEMS, "fmt", "--diff")
    assert '\n-measure:  "prisoners_held"\n+measure: prisoners_held\n' in out
    assert out.endswith("\n+\n46 files checked, 1 to reformat.\n")
    assert (formed / WATCH).read_bytes() == other


def test_fmt_of_an_unreadable_file_writes_the_others(formed: Path, run: Run) -> None:
    good, _, _ = spoil(formed / WATCH)
    broken = formed / "facts/counts/2031-05-released-since-march.yaml"
    edit(broken, "\ndate: ", "\ndate: [")
    before = broken.read_bytes()
    out = expect(run, common.PROBLEMS, "fmt")
    assert broken.read_bytes() == before
    assert (formed / WATCH).read_bytes() == good
    (told,) = (line for line in out.splitlines() if " error " in line)
    assert "error yaml-syntax: " in told
    assert told in run("validate", str(broken))[1].splitlines()


def test_fmt_takes_files_and_folders_of_records(
    formed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, other, _ = spoil(formed / WATCH)
    assert run("fmt", "facts/releases", "seeds")[0] == common.CLEAN
    assert (formed / WATCH).read_bytes() == other
    monkeypatch.chdir(formed / "facts/counts")
    assert run("fmt", Path(WATCH).name)[1].startswith(f"written: {WATCH}\n1 file checked, ")
    for name, reason in (("../../schemas", "holds no record"), ("nowhere", "is not there")):
        err = expect(run, common.USAGE, "fmt", name)
        assert f"{name!r} {reason}" in err


@pytest.mark.parametrize("command", [("fmt",), ("verify", "--texts", str(TEXTS))])
def test_command_that_cannot_write_leaves_files(
    command: tuple[str, ...], formed: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    spoil(formed / WATCH)
    before = contents(formed)

    def refuse(handle: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "fsync", refuse)
    code, _, err = run(*command)
    assert (code, err.count("\n")) == (common.USAGE, 1)
    assert "Read-only file system" in err
    assert contents(formed) == before


def test_fmt_replaces_in_one_step_and_keeps_the_mode(formed: Path, run: Run) -> None:
    _, other, _ = spoil(formed / WATCH)
    (formed / WATCH).chmod(0o640)
    with (formed / WATCH).open("rb") as reader:  # a reader that has it open goes on reading the old one
        assert run("fmt")[0] == common.CLEAN
        assert reader.read() == other
    if os.name == "posix":
        assert (formed / WATCH).stat().st_mode & 0o777 == 0o640
