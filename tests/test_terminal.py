"""Text for a terminal: how it is wrapped, when it is coloured."""

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


@given(st.text(st.characters(codec="utf-8")), st.integers(20, 60))
def test_wrapped_text_fits_and_is_all_there(text: str, columns: int) -> None:
    lines = terminal.wrap(text, columns, "* ", "  ")
    assert all(len(line) <= columns for line in lines)
    assert "".join("".join(line[2:] for line in lines).split()) == "".join(text.split())
