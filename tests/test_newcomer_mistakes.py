"""The mistakes that newcomers make most, each alone in the made-up records: one problem, which says how to correct it."""

from pathlib import Path

import pytest
import yaml

from conftest import FREED, SCHEMAS, VALID, VALID_FILES, Check, edit
from factpack.dataset import load
from factpack.evidence import verification
from factpack.problems import Problem

# Its first lines say how it is written.
MISTAKES = yaml.safe_load((VALID.parent / "mistakes.yaml").read_text(encoding="utf-8"))


def changes(mistake: dict[str, str], files: dict[str, bytes]) -> tuple[dict[str, bytes | None], str, int]:
    """What a mistake changes, the file that it is in, and the line of the old text."""
    path, old, new = mistake["file"], mistake["old"], mistake["new"]
    if old == "++":
        return {path: new.encode()}, path, 0
    if old in ("->", "=>"):
        return {path: None if old == "->" else files[path], new: files[path]}, new, 0
    text = files[path].decode()
    at = text.index(old.removesuffix("*"))
    after = "" if old.endswith("*") else text[at + len(old) :]
    return {path: f"{text[:at]}{new}{after}".encode()}, path, text.count("\n", 0, at) + 1


def errors(problems: list[Problem], file: str, line: int) -> list[str]:
    """The errors as a mistake writes them."""
    told = []
    for one in sorted(set(problems)):
        if one.severity == "error":
            place = f"{f'{one.line - line:+d}' if line else one.line}:{one.column}"
            told.append(f"{place if one.path == file else one.path} {one.rule}: {one.message} {one.fix}")
    return told


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["what"])
def test_mistake_is_one_problem_with_its_fix(mistake: dict[str, str], check: Check) -> None:
    changed, file, line = changes(mistake, VALID_FILES)
    assert errors(check(changed), file, line) == list(filter(None, [mistake["finding"]]))


def test_mistakes_are_many_and_differ() -> None:
    assert len({(one["file"], one["old"], one["new"]) for one in MISTAKES}) == len(MISTAKES) > 50


def test_wrong_value_is_one_problem_for_all_phrases(check: Check) -> None:
    found = errors(check({FREED: VALID_FILES[FREED].replace(b"released: 12 #", b"released: 13 #")}), FREED, 1)
    (told,) = (one for one in found if "contradicted-value" in one)
    assert (
        "; it says '12'. The same holds for 'handover of 12 prisoners to Selmark' (courier-2031-05-03 ¶4),"
        in told
    )


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("phrase: at the Stone Bridge", "phrase: at the Stone Brige",
         """+0:17 phrase-not-found: 'at the Stone Brige crossing' is not in courier-2031-05-03 ¶4. \
Did you mean 'at the Stone Bridge crossing'? Copy the words as the article has them."""),
        ("phrase: at the Stone Bridge", "phrase: the Stone Bridge", ""),
        ("phrase: at the Stone Bridge", "phrase: tone Bridge",
         """+0:17 phrase-not-found: 'tone Bridge crossing' is not in courier-2031-05-03 ¶4 as whole words: \
it cuts a word or a number. Did you mean 'Stone Bridge crossing'? Copy the words as the article has them."""),
        ("phrase: Of the nine, at least six", "phrase: six",
         """+0:17 phrase-cut-off: 'six are citizens of Marovia' leaves out 'at least', which changes its meaning. \
Include it in the phrase, and correct the value if it changes."""),
        ("    5:\n      - phrase: three buses", "    6:\n      - phrase: three buses",
         """+1:17 phrase-not-found: 'three buses at the crossing' is not in lantern-2031-05 ¶6. \
Move the item to ¶5; `factpack verify --fix` does it."""),
        ("phrase: at the Stone Bridge", "phrase: at the Stone  Bridge", ""),
    ],
    ids=["a typo in a phrase", "a word dropped", "half a word", "at least dropped", "the wrong paragraph", "two spaces"],
)  # fmt: skip
def test_phrase_unlike_the_text_is_reported(old: str, new: str, finding: str, repository: Path) -> None:
    line = edit(repository / FREED, old, new)
    dataset, _ = load(repository, SCHEMAS)
    articles, _ = verification.read_articles(VALID.parent / "texts", dataset)
    found = [
        f"{one.line - line:+d}:{one.column} {one.rule}: {one.message} {one.fix}"
        for one in verification.verify(dataset, articles).problems
        if one.path == FREED
    ]
    assert found == ([finding] if finding else [])
