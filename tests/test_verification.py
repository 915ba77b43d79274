"""The lock and the texts: what is attested, what is found when either is altered. The articles are made up."""

import shutil
from pathlib import Path

import pytest

from factpack import load, lock, verification
from factpack.load import Dataset
from factpack.lock import Lock
from factpack.models import schemas

EXAMPLES = Path(__file__).parent / "examples"
TALKS = "facts/meetings/2031-05-01-sample-muster-talks.yaml"


def read(root: Path) -> Dataset:
    dataset, problems = load.load(root, schemas.generate())
    assert problems == []
    return dataset


def attest(dataset: Dataset) -> Lock:
    articles, unreadable = verification.read_articles(EXAMPLES / "texts", dataset)
    done = verification.verify(dataset, articles)
    assert unreadable + done.problems == []
    attested, malformed = lock.parse(lock.write(frozenset(done.lines)).decode())
    assert malformed == []
    return attested


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "valid", tmp_path / "valid")
    return tmp_path / "valid"


def against_texts(dataset: Dataset, attested: Lock) -> list[str]:
    articles, _ = verification.read_articles(EXAMPLES / "texts", dataset)
    return [one.rule for one in verification.check_against_texts(dataset, articles, attested)]


def test_what_was_verified_is_attested_and_nothing_else_is_asked(root: Path) -> None:
    dataset = read(root)
    attested = attest(dataset)
    assert list(verification.check_lock(dataset, attested, "error")) == []
    assert against_texts(dataset, attested) == []
    assert len(attested.items) > 50


def test_without_a_lock_every_item_is_open(root: Path) -> None:
    dataset = read(root)
    found = [one.rule for one in verification.check_lock(dataset, Lock(), "warning")]
    assert found.count("unverified-item") == sum(1 for _ in verification.items_of(dataset))


def test_a_line_that_is_forged_or_missing_is_found_with_the_texts(root: Path) -> None:
    dataset = read(root)
    attested = attest(dataset)
    line = next(one for one in sorted(attested.lines) if one.startswith("item "))
    forged = line[:-1] + ("0" if line[-1] != "0" else "1")
    altered, _ = lock.parse("\n".join(sorted((attested.lines - {line}) | {forged})))
    assert against_texts(dataset, altered) == ["stale-lock", "incomplete-lock"]
    assert [one.rule for one in verification.check_lock(dataset, altered, "error")] == ["unverified-item"]


def test_lines_that_a_merge_doubled_count_once(root: Path) -> None:
    attested = attest(read(root))
    text = lock.write(attested.lines).decode()
    doubled, malformed = lock.parse(text + text)
    assert (doubled, malformed) == (attested, [])
    assert lock.write(doubled.lines).decode() == text


@pytest.mark.parametrize(
    "line", ["item a b 1 2-3 xyz", "<<<<<<< HEAD", "item", "paragraph a 01 " + "0" * 64, "\udcff"]
)
def test_a_line_that_is_no_entry_is_told(line: str) -> None:
    attested, problems = lock.parse(f"# header\n{line}\n")
    assert attested.lines == frozenset()
    assert [(one.line, one.rule) for one in problems] == [(2, "malformed-lock")]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("title: ", "title: The ", None),  # wording is the curator's own
        ("kind: talks", "kind: briefing", "unverified-item"),
        ("role: venue", "role: arrival", "unverified-item"),
        ("date: 2031-05-01/2031-05-02", "date: 2031-05-01/2031-05-03", "unverified-item"),
    ],
)
def test_a_value_that_changes_is_open_again(root: Path, old: str, new: str, rule: str | None) -> None:
    attested = attest(read(root))
    path = root / TALKS
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = {one.rule for one in verification.check_lock(read(root), attested, "error")}
    assert found == ({rule} if rule else set())


def test_a_text_that_is_missing_is_a_finding(root: Path, tmp_path: Path) -> None:
    _, problems = verification.read_articles(tmp_path, read(root))
    assert {one.rule for one in problems} == {"unreadable-text"}
    assert len(problems) == 4


def test_an_altered_text_is_found(root: Path, tmp_path: Path) -> None:
    dataset = read(root)
    attested = attest(dataset)
    shutil.copytree(EXAMPLES / "texts", tmp_path / "texts")
    path = tmp_path / "texts" / "courier.txt"
    text = path.read_text(encoding="utf-8")
    phrase = next(item.phrase for _, seed, _, _, item in verification.items_of(dataset) if "courier" in seed)
    assert phrase in text
    path.write_text(text.replace(phrase, phrase[::-1]), encoding="utf-8")
    articles, _ = verification.read_articles(tmp_path / "texts", dataset)
    found = {one.rule for one in verification.check_against_texts(dataset, articles, attested)}
    assert {"phrase-not-found", "stale-lock"} <= found
