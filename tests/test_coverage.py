"""`factpack coverage`: each sentence is cited, listed as unused or open, and the budget is shown."""

import shutil
from pathlib import Path

import pytest

from conftest import SHARE, TEXTS, Run, append, edit, expect
from factpack.commands import common

COURIER = "seeds/courier-2031-05-03.yaml"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_coverage_of_one_article_shows_every_sentence(repository: Path, run: Run) -> None:
    out = expect(run, common.CLEAN, "coverage", "courier-2031-05-03", "--texts", str(TEXTS))
    lines = out.splitlines()
    counts = "16 paragraphs, 48 sentences: 19 cited, 29 unused, 0 open"
    assert lines[0].startswith(f"courier-2031-05-03: {counts}; ")
    assert lines[0].endswith(" of 1,878 characters quoted")
    assert len(lines) == 49
    assert lines[1] == "      ¶1  unused  Twelve prisoners freed at Stone Bridge  (headline)"
    assert lines[2] == "      ¶2  unused  By Mary Major, May 3, 2031  (byline)"
    facts = "2031-05-01-sample-muster-talks, 2031-05-02-twelve-freed-at-stone-bridge"
    assert lines[3] == f"      ¶3  cited   Marovia freed 12 prisoners on Friday, …  (133/135 by {facts})"


def test_open_sentence_is_listed(repository: Path, run: Run) -> None:
    edit(repository / COURIER, "  - {paragraphs: 2, reason: byline}\n", "")
    edit(repository / COURIER, "paragraphs: 14, reason", 'paragraphs: "14s1, 14s3", reason')
    lines = run("coverage")[1].splitlines()
    assert lines[2] == "      ¶2  open"
    with_texts = run("coverage", "--texts", str(TEXTS))[1].splitlines()
    found = [line for line in with_texts if "  open" in line]
    assert found[0] == "      ¶2  open    By Mary Major, May 3, 2031"
    assert [line.split()[0] for line in found[1:]] == ["¶14s2", "¶14s4", "¶14s5", "¶14s6"]


def test_fresh_article_has_a_budget_from_its_text(repository: Path, run: Run) -> None:
    shutil.copytree(TEXTS, repository / "seeds/texts")
    out = run("coverage", "leaflet-2031")[1]
    assert " of 800 characters quoted\n" in out
    assert "leaflet-2031 3" in run("validate")[1].partition("Characters quoted / allowed: ")[2]


def test_limit_of_a_sentence_is_checked_at_once(repository: Path, run: Run) -> None:
    shutil.copytree(TEXTS, repository / "seeds/texts")
    assert run("validate")[0] == common.CLEAN
    supply = "about 7 % of the world's supply"
    edit(repository / SHARE, supply, f"{supply} of potash, the salt")
    edit(repository / SHARE, "evidence:", "notes: The salt.\nevidence:")
    item = "      - phrase: from which the capital has its name and the country most of its money\n        supports: [value]\n"
    append(repository / SHARE, f"{item}        inference: None.\n")
    assert "error quoted-too-much: The phrases from courier-2031-05-03 ¶12 quote" in run("validate")[1]


def test_citation_of_a_withdrawn_fact_is_open(repository: Path, run: Run) -> None:
    append(repository / SHARE, "withdrawn: {date: 2031-06-01, reason: It was wrong.}\n")
    lines = run("coverage", "courier-2031-05-03")[1].splitlines()
    assert lines[0].endswith(" 1 open")
    assert lines[12] == "     ¶12  open"


def test_unreadable_file_is_not_counted(repository: Path, run: Run) -> None:
    (repository / SHARE).write_text("id: [", encoding="utf-8")
    lines = run("coverage", "courier-2031-05-03")[1].splitlines()
    assert lines[12] == "     ¶12  open"
    assert "could not be read" in lines[-1]


def test_unknown_article_is_refused(repository: Path, run: Run) -> None:
    code, _, err = run("coverage", "courier-2031")
    problem = "there is no seed 'courier-2031'. Did you mean 'courier-2031-05-03'?"
    assert (code, err) == (common.USAGE, f"factpack: {problem}\n")
