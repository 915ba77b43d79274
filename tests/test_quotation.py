"""How much is quoted of the articles of tests/examples, and which sentences are accounted for."""

import re
from pathlib import Path

import pytest

from conftest import SHARE, TEXTS, Run, append, attest, edit, expect, loaded
from factpack import rules
from factpack.claims import collect
from factpack.dataset import Dataset
from factpack.evidence import quotation, sentences, verification
from factpack.evidence.lock import Lock
from factpack.problems import Problem

EASING = "facts/sanctions/possible-easing-for-marovia-potash.yaml"
LEAFLET = "seeds/leaflet-2031.yaml"


def verified(repository: Path) -> Dataset:
    """The dataset with the lock of its own records."""
    dataset = loaded(repository)
    verification.attach(dataset, attest(dataset))
    return dataset


def budget_of(dataset: Dataset, seed_id: str = "leaflet-2031") -> quotation.Budget:
    return quotation.budgets(dataset, quotation.quotations(dataset))[seed_id]


def accounts(dataset: Dataset) -> list[Problem]:
    found = rules.run(dataset, collect(dataset))
    return [problem for problem in found if problem.rule == "paragraph-account"]


def add_phrase(repository: Path, phrase: str) -> None:
    item = f"      - phrase: {phrase}\n        supports: [effective]\n        inference: It is so.\n"
    edit(repository / EASING, "      - phrase: Nothing", f"{item}      - phrase: Nothing")


def test_character_counts_once_in_all_facts(repository: Path) -> None:
    before = budget_of(verified(repository))
    add_phrase(repository, "Nothing of it is in force")  # within a phrase that is there
    assert budget_of(verified(repository)) == before
    edit(
        repository / EASING,
        "phrase: Nothing of it is in force\n",
        "phrase: Nothing of it is in force yet, and by whom\n",
    )
    after = budget_of(verified(repository))
    assert after.used - before.used == len(", and by whom")


def test_sentence_quoted_too_much_is_reported(repository: Path) -> None:
    add_phrase(repository, "and by whom it would be done we do not know")
    (problem,) = quotation.check(verified(repository))
    line = (repository / EASING).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert (problem.path, problem.rule) == (EASING, "quoted-too-much")
    assert line == "      - phrase: and by whom it would be done we do not know"
    assert problem.message == (
        "The phrases from leaflet-2031 ¶4 quote 72 of the 75 characters of a sentence, more than 60: "
        "'and by whom it would be done we do not know', 'Nothing of it is in force yet'."
    )
    assert problem.fix.startswith("Cut 12 characters: let the phrases overlap, ")


def test_article_quoted_too_much_is_reported(repository: Path) -> None:
    item = "      - phrase: the salt from which the capital has its name\n        supports: [date]\n"
    append(repository / SHARE, f"{item}        inference: It is so.\n")
    dataset = verified(repository)
    assert [*quotation.check(dataset)] == []
    assert budget_of(dataset, "courier-2031-05-03").allowed > 1_500
    # Page furniture is not the article's own text.
    edit(
        repository / "seeds/courier-2031-05-03.yaml",
        "  - {paragraphs: 14, reason: opinion}\n  - {paragraphs: 15, reason: out_of_scope}\n",
        "  - {paragraphs: 14-15, reason: boilerplate}\n",
    )
    budget = budget_of(dataset := verified(repository), "courier-2031-05-03")
    assert budget.used > budget.allowed
    (problem,) = quotation.check(dataset)
    assert (problem.path, problem.rule) == ("seeds/courier-2031-05-03.yaml", "quoted-too-much")
    assert re.match(rf"Cut {budget.used - budget.allowed} characters: .*longest: 'Ann S", problem.fix)


def test_phrase_not_yet_verified_is_counted(repository: Path) -> None:
    known = verified(repository)
    before = budget_of(known)
    add_phrase(repository, "in the canteen of the works")
    add_phrase(repository, "canteen of the works")  # within a phrase that is not verified either
    add_phrase(repository, "Nothing of it is in force")  # within one that is
    dataset = loaded(repository)
    verification.attach(dataset, known.lock)
    after = budget_of(dataset)
    assert after.used - before.used == len("in the canteen of the works")


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("2s3", "Neither cited by a fact nor listed under `unused`: 3s2."),
        (
            '"2s3, 3s2, 3s1"',
            "3s1 is cited by 'norland-maintains-sanctions-on-trade' and listed under `unused`.",
        ),
        ('"2s3, 3s2, 3s3"', "Sentence 3 of paragraph 3 does not exist: it has 2."),
        ('"2s3, 3s2, 3s2"', "3s2 is listed twice under `unused`."),
    ],
)
def test_wrong_sentence_under_unused_is_reported(repository: Path, listed: str, message: str) -> None:
    assert accounts(verified(repository)) == []
    edit(repository / LEAFLET, '"2s3, 3s2"', listed)
    assert [problem.message for problem in accounts(verified(repository))] == [message]


def test_lock_freezes_sentences(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = verified(repository)
    articles, _ = verification.read_articles(TEXTS, dataset)
    monkeypatch.setattr(sentences, "split", lambda text: [(0, len(text))])
    frozen = dataset.lock
    assert Lock.of(verification.verify(dataset, articles).lines) == frozen
    dataset.lock = Lock()
    found = Lock.of(verification.verify(dataset, articles).lines)
    assert len(found.sentences("leaflet-2031", 3)) == 1 < len(frozen.sentences("leaflet-2031", 3))


def test_verify_refuses_what_is_quoted_too_much(repository: Path, run: Run) -> None:
    add_phrase(repository, "and by whom it would be done we do not know")
    assert "quoted-too-much" in expect(run, 1, "verify", "--texts", str(TEXTS))
    assert not (repository / "seeds/evidence.lock").exists()


@pytest.mark.usefixtures("repository")
def test_validate_and_coverage_show_the_budget(run: Run) -> None:
    assert "quoted" not in run("validate")[1]  # without a lock nothing is known
    assert run("verify", "--texts", str(TEXTS))[0] == 0
    assert "Characters quoted / allowed: courier-2031-05-03 1," in run("validate")[1]
    assert "of 800 characters quoted" in run("coverage", "leaflet-2031")[1]
