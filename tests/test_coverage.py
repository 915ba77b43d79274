"""`factpack coverage`: each paragraph or sentence is cited, listed as unused or open, and the budget is shown."""

from pathlib import Path

import pytest

from conftest import VALID, Run, edit
from factpack.commands import common

COURIER = "seeds/courier-2031-05-03.yaml"
SUMMARY = (
    "courier-2031-05-03: 16 paragraphs, 11 cited, "
    "5 unused (boilerplate 1, byline 1, headline 1, opinion 1, out_of_scope 1), 0 open"
)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_each_article_has_a_line_and_nothing_is_open(repository: Path, run: Run) -> None:
    code, out, _ = run("coverage")
    lines = out.splitlines()
    assert code == common.CLEAN
    assert [line.partition(":")[0] for line in lines] == [
        "almanac-2029",
        "courier-2031-05-03",
        "lantern-2031-05",
        "leaflet-2031",
    ]
    assert lines[1] == SUMMARY
    assert all(line.endswith(" 0 open") for line in lines)
    assert run("coverage", "courier-2031-05-03") == (common.CLEAN, f"{SUMMARY}\n", "")


def test_open_paragraph_is_listed_with_its_text(repository: Path, run: Run) -> None:
    edit(repository / COURIER, "  - {paragraphs: 2, reason: byline}\n", "")
    edit(repository / COURIER, "  - {paragraphs: 14, reason: opinion}\n", "")
    without = [
        "courier-2031-05-03: 16 paragraphs, 11 cited, 3 unused (boilerplate 1, headline 1, out_of_scope 1), 2 open",
        "      ¶2",
        "     ¶14",
    ]
    assert run("coverage", "courier-2031-05-03")[1].splitlines() == without
    code, out, _ = run("coverage", "courier-2031-05-03", "--texts", str(VALID.parent / "texts"))
    lines = out.splitlines()
    assert code == common.CLEAN
    assert lines[:2] == [without[0], "      ¶2  By Mary Major, May 3, 2031"]
    assert lines[2] == "     ¶14  What will come of it is anybody's guess. Deals of"
    assert lines[3] == "          this kind have been made before, and have been"
    assert max(map(len, lines[1:])) <= 60


def test_what_a_withdrawn_fact_cites_is_open(repository: Path, run: Run) -> None:
    fact = repository / "facts/counts/2031-05-marovia-potash-share-of-supply.yaml"
    with fact.open("a", encoding="utf-8") as file:
        file.write("withdrawn: {date: 2031-06-01, reason: It was wrong.}\n")
    lines = run("coverage", "courier-2031-05-03")[1].splitlines()
    assert lines[0].endswith(" 1 open")
    assert lines[1:] == ["     ¶12"]


def test_unreadable_file_is_not_counted(repository: Path, run: Run) -> None:
    fact = repository / "facts/counts/2031-05-marovia-potash-share-of-supply.yaml"
    fact.write_text("id: [", encoding="utf-8")
    lines = run("coverage", "courier-2031-05-03")[1].splitlines()
    assert lines[1] == "     ¶12"
    assert "could not be read" in lines[2]


def test_an_article_that_is_not_there(repository: Path, run: Run) -> None:
    code, _, err = run("coverage", "courier-2031")
    assert (code, err) == (
        common.USAGE,
        "factpack: there is no seed 'courier-2031'. Did you mean 'courier-2031-05-03'?\n",
    )
    code, _, err = run("coverage", "--texts", "nowhere")
    assert (code, err) == (
        common.USAGE,
        "factpack: 'nowhere' is no folder of texts: name one with --texts DIR, or in $FACTPACK_TEXTS.\n",
    )
