"""Where a phrase stands in a text, and what it may not leave out. All texts are made up."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cases
from factpack.evidence import texts
from factpack.evidence.texts import Article

STORY = (
    "The Courier\n\n"
    "On Monday Sàlt fre\u00aded at \u200bleast 1 230 prisoners, among them Jane Doe.\n"
    "Ms. Doe\u2019s brother wasn\u2019t freed, the U.S. Embassy said. He\u00a0may be freed soon.\n"
    " \u00a0\t\n"
    "Nobody else in Port-Salt was told of the 23 others. Sanctions would be lifted in 2032.\n"
)


def test_paragraphs_are_split_at_blank_lines() -> None:
    first, second, third = Article.of(STORY).paragraphs
    assert first == "The Courier"
    assert second.startswith("On Monday Sàlt freed at least 1 230 prisoners, among them Jane Doe. Ms. Doe")
    assert "He may be freed" in second
    assert third.startswith("Nobody else")


@pytest.mark.parametrize(
    ("phrase", "paragraph", "stands"),
    [
        ("freed at least 1 230 prisoners", 2, True), ("Jane Doe", 2, True), ("Doe", 2, True),
        ("Jane D", 2, False),  # cuts a word
        ("ane Doe", 2, False), ("23 others", 3, True),
        ("3 others", 3, False),  # cuts a number
        ("Salt", 3, False),  # a part of Port-Salt
        ("Port", 3, False), ("Port-Salt", 3, True),
        ("brother was", 2, False),  # wasn't
        ("Jane doe", 2, False),  # case counts
        ("Ms. Doe's", 2, False),  # so do quotation marks
        ("Nobody", 2, False),
    ],
)  # fmt: skip
def test_phrase_is_found_from_token_to_token(phrase: str, paragraph: int, stands: bool) -> None:
    assert (texts.find(phrase, Article.of(STORY).paragraphs[paragraph - 1]) is not None) == stands


@pytest.mark.parametrize(
    ("sentence", "phrase", "missing"),
    cases("texts", "phrase_must_keep_what_changes_its_meaning"),
)  # fmt: skip
def test_phrase_must_keep_what_changes_its_meaning(sentence: str, phrase: str, missing: str) -> None:
    place = texts.find(phrase, sentence)
    assert place is not None
    assert texts.left_out(sentence, *place) == missing


@pytest.mark.parametrize(("phrase", "meant"), cases("texts", "misquoted_phrase_is_offered_as_it_is"))
def test_misquoted_phrase_is_offered_as_it_is(phrase: str, meant: str) -> None:
    sentence = "\u201cMarovia freed twelve men on Monday,\u201d he said."
    assert texts.nearest(phrase, sentence) == meant
    assert texts.find(phrase, sentence) is None


words = st.lists(st.sampled_from(["Sàlt", "freed", "Ànna", "Monday,", "1", "230", "Port-Salt"]), min_size=4)


@given(words, st.data())
def test_phrase_is_found_in_every_normal_form(tokens: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(tokens) - 1))
    end = data.draw(st.integers(start + 1, len(tokens)))
    phrase = " ".join(tokens[start:end]).strip(",")
    spaces = data.draw(
        st.lists(st.sampled_from([" ", "\n", "  ", "\u00a0", " \n "]), min_size=len(tokens) - 1)
    )
    wrapped = "".join(
        token + space for token, space in zip(tokens, [*spaces[: len(tokens) - 1], ""], strict=True)
    )
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    plain, other = Article.of(" ".join(tokens)), Article.of(unicodedata.normalize(form, wrapped))
    assert other == plain
    assert other.digest == plain.digest
    assert texts.find(unicodedata.normalize("NFD", phrase), other.paragraphs[0]) is not None


@given(words, st.data())
def test_changed_character_is_found(tokens: list[str], data: st.DataObject) -> None:
    text = " ".join(tokens)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + "\u00df" + text[at + 1 :]
    assert texts.find(changed, Article.of(text).paragraphs[0]) is None
    assert Article.of(changed).digest != Article.of(text).digest


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("the \"old\" bridge", {"the \u201cold\u201d bridge"}), ("the \u201aold\u2018 bridge", {"the \u201cold\u201d bridge"}),
        ("open - now", {"open\u2014now"}), ("open now", set()),  # a space is not a dash
        ("12 % of it", {"12% of it", "12 % of it"}),  # two readings
        ("Sample's talks...", {"Sample\u2019s talks\u2026"}), ("talk", set()),  # cuts a word
        ("the old bridge", set()), ("The \"old\" bridge", set()),  # marks and case are kept
    ],
)  # fmt: skip
def test_typographic_returns_words_of_the_text(phrase: str, found: set[str]) -> None:
    paragraph = "At the \u201cold\u201d bridge, open\u2014now, 12% of it or 12 % of it. Sample\u2019s talks\u2026 end."
    assert texts.typographic(phrase, paragraph) == found


def test_typographic_ends_soon_for_many_dashes() -> None:
    assert texts.typographic("- " * 40 + "x", "-" * 4000) == set()
