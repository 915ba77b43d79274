"""Sentences of made-up paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpack.evidence import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Ms. Doe left on Feb. 3.", "“It is done.”", "She met the U.S. Embassy’s J. Roe.", "12 came."],
        ["• A list", "• of two"], ["It began at 5 p.m. on Friday.", "It rained."],
        ["They moved to the U.S.", "The others stayed."], ["Who knows?", "Nobody!", "Well…", "Perhaps."],
        ["Mr. Muster, St. John’s mayor, paid $1.5 million to J. P. Roe."],
        ["He said: “Go.”", "They went (it was late).", "– So it ended."], ["1. The first point stands alone."],
        ["Он уехал в г. Порт Соль.", "Её ждали."], ["“What is it?” she asked."],
    ],
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
