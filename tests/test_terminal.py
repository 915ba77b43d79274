"""Text for a terminal: how wide it is, when it is coloured."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpack import terminal


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(
    environ: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.name", "posix")
    assert terminal.style_for(Terminal(), environ).colour is expected  # type: ignore[arg-type]
    with (tmp_path / "log").open("w") as stream:
        assert terminal.style_for(stream, environ).colour is False


@given(st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"))), st.integers(2, 60))
def test_a_cut_text_is_a_beginning_that_fits(text: str, columns: int) -> None:
    short = terminal.cut(text, columns)
    assert terminal.width(short) <= columns
    assert short == text or text.startswith(short.removesuffix("…"))


@given(st.text(st.characters(codec="utf-8", exclude_characters=terminal.MARK + terminal.END_OF_MARK)),
       st.integers(20, 60))  # fmt: skip
def test_wrapped_text_fits_and_is_all_there(text: str, columns: int) -> None:
    lines = terminal.wrap(text, columns, "* ", "  ")
    assert all(len(line) <= columns for line in lines)
    assert "".join("".join(line[2:] for line in lines).split()) == "".join(text.split())


def test_text_is_wrapped_between_words_if_possible() -> None:
    assert terminal.wrap("aa bb cc", 5) == ["aa bb", "cc"]
    assert terminal.wrap("aa bbb", 5) == ["aa", "bbb"]
    assert terminal.wrap("aa bb cc", 7, "> ", "  ") == ["> aa bb", "  cc"]
    assert terminal.wrap("a" * 5, 3, "", " ") == ["aaa", " aa"]


def test_wide_letters_and_marks_are_measured() -> None:
    assert terminal.width("Mińsk") == 5
    assert terminal.width("日本") == 4
    assert terminal.width(unicodedata.normalize("NFD", "Mińsk")) == 5
