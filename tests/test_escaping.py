"""Escape functions, each read back by a reader of its format."""

import json
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import marko_reading
from factpack import escaping
from factpack.escaping import escape_controls, escape_markdown
from factpack.exports.codebook import escape_cell
from factpack.exports.explorer import page

texts = st.text(st.characters(codec="utf-8"), max_size=30)
markup = st.lists(
    st.sampled_from(
        [*"a1 `*_~<>[]()!|\\&#+-=.:;@$^{}%\"'", "](b)", "<b>", "<!--", "&lt;", "&#60;", "https://c.example", "www.d.example",
         "e@f.example", ":tada:", "[g]: h", "{{", "{%", "1.", "- "]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def is_read_by_marko(markdown: str) -> bool:
    """Whether marko reads it as GitHub does: it lets an escaped backtick open, or join, the code span of a later one."""
    return "\\``" not in markdown and ("\\`" not in markdown or re.search(r"(?<!\\)`", markdown) is None)


@given(texts)
def test_escaped_controls_are_printable(text: str) -> None:
    escaped = escape_controls(text)
    assert escaped.isprintable()
    read_back = re.sub(
        r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda found: chr(int(found[1] or found[2], 16)), escaped
    )
    if "\\" not in text:
        assert read_back == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("::error::a", r"\u003a:error::a"), (" \u200b::a", r" \u200b::a"), ("a ::error::b", "a ::error::b"),
        ("##[error]a", r"##\u005berror]a"), ("a\n::b", r"a\u000a::b"), ("a: b", "a: b"),
    ],
)  # fmt: skip
def test_escaped_line_is_no_workflow_command(text: str, line: str) -> None:
    assert escaping.escape_line(text) == line


# --- Markdown --------------------------------------------------------------------------------------------------------


@given(markup | texts)
@example("1. a")
@example("123)")
@example("# a")
@example("\\|")
@example("`\\|`|")
def test_escaped_markdown_reads_as_the_text(text: str) -> None:
    assume(is_read_by_marko(escape_markdown(text)))
    for markdown in (f"{escape_markdown(text)} end\n", f"- start {escape_markdown(text)} end\n"):
        reading = marko_reading.read(markdown)
        assert set(reading.elements) <= {"Document", "List", "ListItem", "Paragraph"}
        shown = " ".join(reading.words.split())
        assert shown.endswith(" ".join(f"{escape_controls(text)} end".split()))


@given(st.lists(markup | texts, min_size=1, max_size=3))
def test_cells_of_a_table_stay_in_their_columns(cells: list[str]) -> None:
    assume(is_read_by_marko(" ".join(map(escape_markdown, cells))))
    header, row = [f"`{number}`" for number, _ in enumerate(cells)], [*map(escape_cell, cells)]
    lines = (header, ["---"] * len(cells), row, row)
    markdown = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    # To marko, not to GitHub, the escaped mark belongs to the code span behind it.
    assume("\\``" not in markdown)
    reading = marko_reading.read(markdown)
    row = ["TableRow", *["TableCell"] * len(cells)]
    assert [one for one in reading.elements if one != "Document"] == ["Table", *row * 3]
    shown = " ".join(" ".join(map(escape_controls, cells)).split())
    assert " ".join(reading.words.split()).endswith(f"{shown} {shown}".strip())


def test_text_without_a_meaning_is_not_escaped() -> None:
    for text in (
        "not_stated",
        "US–Belarus: 1,226 (at least)",
        "2025-02-15/2025-03",
        "AT&T",
        "a > b",
        "12.5 %",
    ):
        assert escape_markdown(text) == text


@pytest.mark.parametrize(
    "text", ["https://a.example", "www.a.example", "a@b.example", "@octocat", ":tada:", "$a$"]
)
def test_what_github_reads_late_is_a_code_span(text: str) -> None:
    assert escape_markdown(f"see {text} there") == f"see `{text}` there"


@given(st.text(alphabet="`a |\\<", max_size=12))
def test_code_span_reads_as_the_text(text: str) -> None:
    reading = marko_reading.read(f"- {escaping.code_span(text)} end\n")
    if text.strip(" "):
        assert (reading.spans, reading.outside) == ([text], " end")
    else:
        assert reading.outside == "(empty) end"


# --- HTML, BibTeX, SQL -----------------------------------------------------------------------------------------------


@given(texts)
@example("</script><!--")
def test_embedded_json_stays_in_its_element(text: str) -> None:
    embedded = page.environment().from_string("{{ value|tojson }}").render(value={"a": text})
    assert not set(embedded) & set("<>&")
    assert json.loads(embedded) == {"a": text}


@given(texts)
def test_escaped_bibtex_has_balanced_braces(text: str) -> None:
    escaped = escaping.escape_bibtex(text)
    assert escaped.count("{") == escaped.count("}") == escaped.count("{}")


@pytest.mark.parametrize(
    ("quote", "text", "quoted"),
    [(escaping.quote_sql_text, "O'Hara'; --", "'O''Hara''; --'"), (escaping.quote_sql_name, 'a"b', '"a""b"')],
)
def test_quoted_sql_ends_at_its_own_mark(quote: object, text: str, quoted: str) -> None:
    assert callable(quote)
    assert quote(text) == quoted
