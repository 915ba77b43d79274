"""`factpack diff`: nothing that stands in a record acts, in whatever format, and Markdown stays short."""

import json
import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marko_reading
from factpack.differences import Differences, formats
from factpack.differences.record_changes import (
    Change,
    ClaimChange,
    EntryChange,
    Evidence,
    FactChange,
    FactDifferences,
    FactSummary,
    RegisterDifferences,
    Withdrawal,
)
from factpack.differences.table_changes import CellChange, ColumnDifferences, RowChange, TableDifferences
from factpack.differences.version_bump import VersionBump
from factpack.problems import Problem

FACT = FactSummary("a-fact", "count", "A fact", "reported", "2031-05", "value", "7", 2, ("courier-2031",))
EVIDENCE = Evidence("value", "courier-2031", 3, "seven freed", "7", "same", ("jane-doe",), "wire", "Why.")
# Fields of closed lists, and words of the program itself.
CLOSED = {"severity", "rule", "type", "stage", "principal_field", "register", "bump", "reason", "agreement"}


def whole(number: int) -> Differences:
    """Differences of every kind."""
    evidence = (EVIDENCE, replace(EVIDENCE, agreement="conflict"))
    change = Change("value", "7", "8", False, evidence, evidence)
    gone, added = Change("persons.jane", "freed", None, False), Change("remarks.why", None, "So.", True)
    claims = (
        ClaimChange(EVIDENCE, None),
        ClaimChange(None, EVIDENCE),
        ClaimChange(EVIDENCE, replace(EVIDENCE, inference="Because.")),
        ClaimChange(EVIDENCE, replace(EVIDENCE, agreement="conflict")),
    )
    entry = EntryChange("jane", "Jane")
    row = RowChange(("c",), (CellChange("value", "7", "8"),))
    return Differences(
        base="main (0123456789ab)",
        head="the work tree",
        facts=FactDifferences(
            added=(FACT,) * number,
            changed=(FactChange(FACT, (change, gone, added), (change,), (change,), claims),) * number,
            withdrawn=(Withdrawal(FACT, "2031-06-01", "Misread.", ("another-fact",)),),
            reinstated=(FACT,),
        ),
        registers=(RegisterDifferences("actors", (entry,), (entry,), (replace(entry, changes=(change,)),)),),
        tables=(TableDifferences("counts", (("a-fact",),), (("b-fact", "2"),), (row,) * 5),),
        columns=ColumnDifferences(("t",), ("u",), ("t.a",), ("t.b",), (("t.c", "string", "integer"),)),
        version=VersionBump("major", "a table is gone", "0.1.0", "0.1.1", "1.0.0", False),
        problems=(Problem("facts/a.yaml", 0, 0, "vanished-id", "It is gone.", "Bring it back."),),
    )


def crafted(text: str, number: int = 1) -> Differences:
    """The same with one text wherever a text can stand."""

    def with_text(value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            open_fields = [one.name for one in fields(value) if one.name not in CLOSED]
            return replace(value, **{name: with_text(getattr(value, name)) for name in open_fields})
        if isinstance(value, tuple):
            return tuple(map(with_text, value))
        return text if isinstance(value, str) else value

    made: Differences = with_text(whole(number))
    # Of a withdrawal and of nothing else, the reason is what somebody wrote.
    withdrawn = tuple(replace(one, reason=text) for one in made.facts.withdrawn)
    return replace(made, facts=replace(made.facts, withdrawn=withdrawn))


ATTACKS = [
    "a | b | c", "<img src=x onerror=alert(1)>", "</code></details><script>alert(1)</script>", "` <b>out</b> `",
    "``` out ```", "`", "``", "\\", "\\`<b>", "@octocat and @org/team", "[click](https://example.org)",
    "![seen](https://example.org/pixel.png)", "<https://example.org>",
    "https://example.org www.example.org mail@example.org", "#1 GH-1 org/repo#1", "[^1]: note",
    "[ref]: https://example.org", "$`x`$", "line\nbreak\n\n# Heading\n- list", "\r\n<b>",
    "\x1b]8;;https://example.org\x07click\x1b]8;;\x07", "\u202eflipped", " ", " ` ", "::error::injected",
    "##[error]injected", "#\u200b[error]injected", "\ud800", "&lt;b&gt; &#64;octocat", "*a* _b_ ~~c~~ :tada:",
]  # fmt: skip

_HARMLESS = {"Document", "Heading", "List", "ListItem", "Paragraph", "BlankLine", "StrongEmphasis"}


@cache
def with_a_word() -> tuple[str, int, int]:
    """The plain text around the code spans, how many those are, and how many lines the text format has."""
    reading = marko_reading.read(formats.as_markdown(crafted("xylophone")))
    return reading.outside, len(reading.spans), len(formats.as_text(crafted("xylophone")).split("\n"))


def assert_harmless(text: str) -> None:
    differences = crafted(text)
    around, quoted, lines = with_a_word()
    assert quoted > 60
    assert "xylophone" not in around
    reading = marko_reading.read(formats.as_markdown(differences))
    assert set(reading.elements) <= _HARMLESS, set(reading.elements) - _HARMLESS
    assert reading.outside.replace("(empty)", "") == around
    assert len(reading.spans) + reading.outside.count("(empty)") == quoted

    told = formats.as_text(differences)
    assert all(char.isprintable() or char == "\n" for char in told)
    assert told.count("\n") + 1 == lines
    assert not re.search(r"^\s*::|#[^\x21-\x7e]*\[", told, re.MULTILINE)

    document = formats.as_json(differences)
    assert document.isascii()
    assert json.loads(document)["facts"]["withdrawn"][0]["reason"] == text


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_in_a_record_acts_in_any_format(text: str) -> None:
    assert_harmless(text)


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([*ATTACKS, *"a`|<@[](\\!\n&# "])).map("".join).filter(bool)
    | st.text(min_size=1, max_size=40)
)
def test_drawn_attacks_act_in_no_format(text: str) -> None:
    assert_harmless(text)


def test_a_long_text_is_cut_and_says_so() -> None:
    markdown = formats.as_markdown(crafted("x" * 300))
    assert f"`{'x' * 300}`" in markdown
    assert f"`{'x' * 299}…`" in formats.as_markdown(crafted("x" * 301))


def test_markdown_is_cut_after_a_line_with_all_counts() -> None:
    assert "Cut off" not in formats.as_markdown(crafted("xylophone"))
    markdown = formats.as_markdown(crafted("`@<|" * 200, number=500))
    assert 50_000 < len(markdown) < 60_000
    assert "- Facts: 500 added, 500 changed, 1 withdrawn, 1 reinstated\n" in markdown
    assert "500 claims added, 500 claims removed, 1000 claims changed" in markdown
    cut = re.fullmatch(r"\*\*Cut off here: (\d+) more lines\.\*\* .*", markdown.splitlines()[-1])
    assert cut
    shown = len(re.findall(r"^ *- ", markdown.split("\n### ", 1)[1], re.MULTILINE))
    everything = formats.as_text(crafted("w", number=500)).split("\n\n", 1)[1]
    assert shown + int(cut[1]) == len(re.findall(r"^ ", everything, re.MULTILINE))
    assert set(marko_reading.read(markdown).elements) <= _HARMLESS


def test_no_size_is_too_long_by_a_little() -> None:
    lengths = []
    for size in range(230, 290, 3):
        markdown = formats.as_markdown(crafted("x" * size, number=3))
        lengths.append(len(markdown))
        assert len(markdown) < 60_000
    assert max(lengths) > 59_000
    assert len(formats.as_markdown(crafted("w", number=500))) < 60_000, "many short lines"
    assert len(set(lengths)) > 5


def test_text_and_markdown_tell_the_same() -> None:
    differences = whole(2)
    text = formats.as_text(differences)
    markdown = formats.as_markdown(differences)
    assert re.sub(r"^## .*$|^### |^ *- |`", "", markdown, flags=re.MULTILINE).split() == text.split()
    assert "- `value`: `7` → `8`\n" in markdown


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (VersionBump("none", "nothing differs", "0.1.0", "0.1.0", "0.1.0", True), "none, nothing differs"),
        (
            VersionBump("minor", "why", "0.1.0", "0.1.0", "0.2.0", False),
            "CHANGELOG.md has 0.1.0, which is sufficient until it is published",
        ),
        (
            VersionBump("minor", "why", "0.1.0", "0.1.9", "0.2.0", False),
            "CHANGELOG.md has 0.1.9, which is too low",
        ),
        (
            VersionBump("minor", "why", "0.1.0", "0.2.0", "0.2.0", True),
            "CHANGELOG.md has 0.2.0, which is sufficient",
        ),
        (VersionBump("minor", "why", "0.1.0", None, "0.2.0", None), "CHANGELOG.md has no version"),
        (VersionBump("minor", "why", None, "0.1.0", None, None), "the base has no version in CHANGELOG.md"),
    ],
)
def test_the_version_step_is_told_in_a_line(step: VersionBump, told: str) -> None:
    text = formats.as_text(replace(whole(1), version=step))
    line = next(line for line in text.splitlines() if line.startswith("Version bump: "))
    assert told in line
    assert (
        step.required_version is None or step.bump == "none"
    ) or "minor (why), from 0.1.0 to 0.2.0" in line
