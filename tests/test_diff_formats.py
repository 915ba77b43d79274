"""`factpack diff`: nothing that stands in a record acts, in whatever format, and Markdown stays short."""

import json
import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest

import marko_reading
from factpack.differences import Differences, formats
from factpack.differences.record_changes import Change, RecordChange
from factpack.differences.version_bump import VersionBump
from factpack.problems import Problem
from factpack.shown import Evidence
from factpack.terminal import Style

EVIDENCE = Evidence(
    "courier-2031", 3, "seven freed", "sieben", "6", "finer", ("jane-doe",), "wire", "Why.", "So."
)
ONCE = replace(EVIDENCE, paragraph=4, value="", attributed_to=(), via="", inference="", misread="")
GITHUB_LIMIT = 65_536  # of a comment
# Fields of closed lists, and words of the program itself.
CLOSED = {"severity", "rule", "kind", "how", "bump", "reason", "agreement", "old_conflict", "new_conflict"}


def whole(number: int) -> Differences:
    """Differences of every kind."""
    now = (EVIDENCE, replace(EVIDENCE, inference="Because."))
    changes = (
        Change("value", "7", "8", False, (EVIDENCE,), now, None, "several"),
        Change("persons.jane", "freed", None, False, old_conflict="one_report"),
        Change("remarks.why", None, "So.", True),
        Change("date", "2031", "2031", True, (EVIDENCE, ONCE), (EVIDENCE,)),
        Change("name", None, "B", False),
    )
    fact, entry = (
        RecordChange("count", "a", "A", "changed", changes),
        RecordChange("actor", "b", "B", "added", changes),
    )
    return Differences(
        base="main (0123456789ab)",
        head="the working tree",
        fact_count=7,
        records=(*(fact,) * number, entry, replace(entry, how="removed")),
        totals={"all:all, low": (7, 8), "all:2031, low": (None, 1)},
        tables={"counts": {"added": (("a",),), "removed": (), "changed": (("b", "2"),) * 2}},
        columns={"removed": ("column u.a",), "added": ("table t",)},
        version=VersionBump("major", "a table is gone", "0.1.0", "0.1.1", "1.0.0", False),
        problems=(Problem("facts/a.yaml", 0, 0, "vanished-id", "It is gone.", "Bring it back."),),
    )  # fmt: skip


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
    return made


ATTACKS = [
    "a | b | c", "<img src=x onerror=alert(1)>", "</code></summary></details><script>alert(1)</script>", "` <b>out</b> `",
    "``` out ```", "```", "~~~", "\\", "@octocat and @org/team", "[click](https://example.org)",
    "https://example.org www.example.org mail@example.org", "#1 GH-1 org/repo#1", "$`x`$", "line\nbreak\n\n# Heading\n- list",
    "\n```\n\n</details>\n<b>", "\r\n<b>", "\x1b]8;;https://example.org\x07click\x1b]8;;\x07", "\u202eflipped", " ",
    "::error::injected", "##[error]injected", "#\u200b[error]injected", "\ud800", "&lt;b&gt; &#64;octocat", "*a* _b_ :tada:",
    "a`|<@[](\\!\n&# ```\n~~~\n</code></summary>`` @b \u202e#1\r::error::c",
]  # fmt: skip


@cache
def elements_of_a_word() -> list[str]:
    return marko_reading.read(formats.as_markdown(crafted("xylophone"))).elements


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_in_a_record_acts_in_any_format(text: str) -> None:
    differences = crafted(text)
    assert elements_of_a_word().count("FencedCode") == 8
    assert elements_of_a_word().count("<details open>") == 7
    kinds = {"Document", "Heading", "BlankLine", "FencedCode", "details", "summary", "code"}
    assert {tag.split(" ")[0].strip("</>") for tag in elements_of_a_word()} == kinds
    # As many elements as of a harmless word: all text is in code.
    assert marko_reading.read(formats.as_markdown(differences)).elements == elements_of_a_word()

    told = formats.as_text(differences)
    assert all(char.isprintable() or char == "\n" for char in told)
    assert not re.search(r"^\s*::|#[^\x21-\x7e]*\[", told, re.MULTILINE)

    document = formats.as_json(differences)
    assert document.isascii()
    assert json.loads(document)["records"][0]["name"] == text


PAGE = """\
main (0123456789ab) → the working tree
  1 count changed, 1 actor added, 1 actor removed
  version bump: major (a table is gone), from 0.1.0 to 1.0.0; CHANGELOG.md has 0.1.1

count a changed: A
- value: 7
+ value: 8
      courier-2031 ¶3 “seven freed” (“sieben”): 6 (finer); credited to jane-doe; via wire. Inference:
        Why. Misread: So.
+     courier-2031 ¶3 “seven freed” (“sieben”): 6 (finer); credited to jane-doe; via wire. Inference:
+       Because. Misread: So.
- persons.jane: freed
+ remarks.why (editorial): So.
  date (editorial): 2031
-     courier-2031 ¶4 “seven freed” (“sieben”)
      (1 more, unchanged)
+ name: B

Seeds and registers
+ actor b added: B
-     value: 7
"""
END = """\

Disagreements
+ opened: a, value. Between articles that do not rest on one report.
- closed: a, persons.jane. Between articles that retell one report: at most one of them retells it
-   right.

Release totals
  all:all, low: 7 → 8
  all:2031, low: 0 → 1

Tables, columns and codes
- column u.a
+ table t

Rows of the derived tables
  counts: 1 added, 2 changed

7 facts checked: 1 error.
  facts/a.yaml: error vanished-id: It is gone. Bring it back.
"""


def test_text_has_every_kind_of_difference() -> None:
    text = formats.as_text(whole(1))
    assert text.startswith(PAGE)
    assert text.endswith(END)
    assert "\n- actor b removed: B\n-     value: 7\n+     value: 8\n" in text
    assert formats.as_text(replace(whole(1), problems=())).endswith("\n7 facts checked: no problems.\n")
    coloured = formats.as_text(whole(1), Style(colour=True))
    assert "\n\x1b[31m- value: 7\x1b[0m\n\x1b[32m+ value: 8\x1b[0m\n" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == text


def test_markdown_folds_the_derived_tables_alone() -> None:
    markdown = formats.as_markdown(whole(1))
    block = "</code></summary>\n\n```diff\n"
    assert f"<details open><summary><code>count a changed: A{block}- value: 7\n+" in markdown
    assert markdown.count("<details>") == 1
    assert f"<details><summary><code>Rows of the derived tables{block}" in markdown
    words = re.sub(r"<[^>]*>|^```.*|^## .*", "", markdown, flags=re.MULTILINE)
    assert words.split() == formats.as_text(whole(1)).split()


def test_markdown_is_cut_with_counts_and_problems() -> None:
    markdown = formats.as_markdown(crafted("`@<|" * 5, 700))
    assert 50_000 < len(markdown) < GITHUB_LIMIT
    assert "\n  700 counts changed, 1 actor added, 1 actor removed\n" in markdown
    assert "<code>Release totals</code>" in markdown
    assert "7 facts checked: 1 error.</code></summary>" in markdown
    assert "more records:** `factpack diff` prints all." in markdown
    long = formats.as_markdown(crafted("x" * 100_000))
    assert "more lines: `factpack diff` prints all." in long
    assert len(long) < GITHUB_LIMIT
