"""Sentences of made-up paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cases
from factpack.evidence import sentences


@pytest.mark.parametrize(
    "parts",
    cases("sentences", "paragraph_ends_sentences_as_readers_do"),
)  # fmt: skip
def test_paragraph_ends_sentences_as_readers_do(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences.split(text)] == parts


@given(st.text(alphabet='Ab .!?…"”•–1', max_size=60))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    text = " ".join(text.split())
    end = 0
    for start, stop in sentences.split(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()
