"""The lock and the texts: what is attested, what is found when either is altered. The articles are made up."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import FREED, TEXTS, Run, append, attest, edit, expect, loaded
from factpack import package
from factpack.commands import common
from factpack.dataset import Dataset
from factpack.evidence import lock, verification
from factpack.evidence.lock import Lock
from factpack.problems import Problem

TALKS = "facts/meetings/2031-05-01-sample-muster-talks.yaml"


def against_texts(dataset: Dataset, attested: Lock) -> list[str]:
    articles, _ = verification.read_articles(TEXTS, dataset)
    verification.attach(dataset, attested)
    return [one.rule for one in verification.check_against_texts(dataset, articles)]


def against_lock(dataset: Dataset, attested: Lock, severity: str = "error") -> list[Problem]:
    verification.attach(dataset, attested)
    return list(verification.check_lock(dataset, severity))


def test_verified_records_are_attested(repository: Path) -> None:
    dataset = loaded(repository)
    attested = attest(dataset)
    assert against_lock(dataset, attested) == []
    assert against_texts(dataset, attested) == []
    assert len(attested.items) > 50
    assert sum(line.startswith("record ") for line in attested.lines) > 30


def test_every_article_without_a_lock_is_one_problem(repository: Path) -> None:
    dataset = loaded(repository)
    found = against_lock(dataset, Lock(), "warning")
    assert [(one.path, one.line, one.rule) for one in found] == [
        (f"seeds/{seed_id}.yaml", 3, "unverified-article") for seed_id in sorted(dataset.seeds)
    ]
    items = [fact.id for fact in dataset.facts.values() for one in fact.items() if one[0] == "leaflet-2031"]
    told = f"with {len(items)} phrases in {len(set(items))} facts, is not yet verified."
    assert found[-1].message == f"The article leaflet-2031, {told}"


def test_article_not_in_the_lock_hides_no_other(repository: Path) -> None:
    attested = attest(loaded(repository))
    edit(repository / TALKS, "kind: talks", "kind: briefing")
    kept, _ = lock.parse("\n".join(line for line in attested.lines if "leaflet-2031" not in line))
    found = [(one.path, one.rule) for one in against_lock(loaded(repository), kept)]
    assert sorted(set(found)) == [
        (TALKS, "unverified-item"),
        ("seeds/leaflet-2031.yaml", "unverified-article"),
    ]


def test_forged_or_missing_line_is_found_with_texts(repository: Path) -> None:
    dataset = loaded(repository)
    attested = attest(dataset)
    line = next(one for one in sorted(attested.lines) if one.startswith("item "))
    forged = line[:-1] + ("0" if line[-1] != "0" else "1")
    altered, _ = lock.parse("\n".join(sorted((attested.lines - {line}) | {forged})))
    assert against_texts(dataset, altered) == ["stale-lock", "incomplete-lock"]
    assert [one.rule for one in against_lock(dataset, altered)] == ["unverified-item"]


SHA = "0" * 64
NO_ENTRIES = [
    "item a b 1 2-3 xyz", "<<<<<< HEAD", "item", f"paragraph a 01 {SHA}", "\udcff", f"title a {SHA}\0", f"title ../../x {SHA}",
    f"title \u202ea {SHA}", pytest.param(f"article a {'9' * 1000} {SHA}", id="a long number"),
    pytest.param("title " + "a" * 10_000_000, id="a long id"), pytest.param("title " + "a-" * 5_000_000, id="hyphens"),
    pytest.param("x\n" * 100_000, id="many lines"),
]  # fmt: skip


@pytest.mark.parametrize("line", NO_ENTRIES)
def test_lock_line_that_is_no_entry_is_reported(line: str) -> None:
    attested, problems = lock.parse(f"# header\n{line}\n")
    assert attested.lines == frozenset()
    assert [(one.line, one.rule) for one in problems] == [(2, "malformed-lock")]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("phrase: at the Stone Bridge crossing", "phrase: the Stone Bridge crossing", "its phrase changed"),
        ("place: stone-bridge, role: handover", "place: stone-bridge, role: transit",
         "a value that it supports, its paragraph or another key of the item changed"),
        ("      - phrase: many of them jailed",
         "      - phrase: prisoners\n        supports: [counted_as]\n      - phrase: many of them jailed",
         "it is new"),
        ("    5:\n      - phrase: three buses", "    6:\n      - phrase: three buses", "it was in ¶5"),
        ("title: ", "title: The ", ""),  # wording is the curator's own
    ],
)  # fmt: skip
def test_unverified_item_message_says_what_changed(repository: Path, old: str, new: str, change: str) -> None:
    attested = attest(loaded(repository))
    edit(repository / FREED, old, new)
    messages = [one.message for one in against_lock(loaded(repository), attested)]
    found = [one.partition("is not yet verified: ")[2] for one in messages]
    assert found == ([f"{change}."] if change else [])


def test_folder_without_any_text_is_an_error(repository: Path, tmp_path: Path) -> None:
    articles, problems = verification.read_articles(tmp_path, loaded(repository))
    assert articles == {}
    assert [one.rule for one in problems if one.severity == "notice"] == ["text-not-at-hand"] * 4
    assert [one.rule for one in problems if one.severity == "error"] == ["no-text"]
    assert problems[0].path == "seeds/almanac-2029.yaml"
    assert problems[0].line == 10  # original_file


def test_text_that_is_not_utf_8_is_an_error(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(TEXTS, tmp_path / "texts")
    (tmp_path / "texts/leaflet.txt").write_bytes(b"\xff")
    articles, problems = verification.read_articles(tmp_path / "texts", loaded(repository))
    assert [(one.path, one.rule, one.severity) for one in problems] == [
        ("seeds/leaflet-2031.yaml", "unreadable-text", "error")
    ]
    assert len(articles) == 3


@pytest.fixture
def some(repository: Path, tmp_path: Path) -> Path:
    """A folder with one text, beside a repository whose lock attests all four."""
    (repository / lock.PATH).write_bytes(lock.write(attest(loaded(repository)).lines))
    folder = tmp_path / "some"
    folder.mkdir()
    shutil.copy(TEXTS / "leaflet.txt", folder)
    return folder


def test_verify_with_one_text_leaves_the_lock(some: Path, repository: Path, run: Run) -> None:
    before = (repository / lock.PATH).read_bytes()
    out = expect(run, common.CLEAN, "verify", "--texts", str(some))
    assert out.splitlines() == [
        "18 evidence items, in 1 of 4 articles were found where the records cite them.",
        "Not available, and not checked: almanac-2029, courier-2031-05-03, lantern-2031-05.",
        "seeds/evidence.lock: unchanged; only a run with all texts writes it.",
    ]
    assert (repository / lock.PATH).read_bytes() == before


def test_text_that_differs_from_the_lock_is_found(some: Path, run: Run) -> None:
    edit(some / "leaflet.txt", "The cat on the stairs", "The dog on the stairs")
    out = expect(run, common.PROBLEMS, "verify", "--texts", str(some))
    assert out.splitlines()[1] == "Not the text that seeds/evidence.lock attests: leaflet-2031 (¶6)."


def test_lock_is_checked_by_the_available_texts(some: Path, repository: Path) -> None:
    dataset = loaded(repository)
    articles, _ = verification.read_articles(some, dataset)
    attested, _ = package.read_lock(repository)
    verification.attach(dataset, attested)
    assert list(verification.check_against_texts(dataset, articles)) == []
    for article, found in (("leaflet-2031", True), ("courier-2031-05-03", False)):
        line = next(one for one in sorted(attested.lines) if one.startswith("item") and f" {article} " in one)
        forged, _ = lock.parse("\n".join({*attested.lines, line[:-4] + "0000"}))
        verification.attach(dataset, forged)
        rules = [one.rule for one in verification.check_against_texts(dataset, articles)]
        assert rules == (["stale-lock"] if found else [])


def test_lock_of_other_sentences_does_not_stop_verify(repository: Path, tmp_path: Path, run: Run) -> None:
    attested = attest(loaded(repository))
    lines = [
        re.sub(r"(paragraph leaflet-2031 3) 0-(\d+),\d+-(\d+)", r"\1 0-\3", line) for line in attested.lines
    ]
    assert set(lines) != attested.lines
    (repository / lock.PATH).write_bytes(lock.write(frozenset(lines)))
    # Sentence 2 of paragraph 3 is listed under `unused`.
    assert "paragraph-account" in expect(run, common.PROBLEMS, "validate")
    shutil.copytree(TEXTS, tmp_path / "texts")
    edit(tmp_path / "texts/leaflet.txt", "sell you something", "sell you a bell")
    assert run("verify", "--texts", str(tmp_path / "texts"))[0] == common.CLEAN
    assert run("validate")[0] == common.CLEAN


# --- errors of the texts first, and corrections ----------------------------------------------------------------------


@pytest.fixture
def with_texts(some: Path, repository: Path) -> Path:
    """The repository with all texts at seeds/texts."""
    shutil.copytree(TEXTS, repository / "seeds/texts")
    return repository


EASING = "facts/sanctions/possible-easing-for-marovia-potash.yaml"
BANKS = "facts/sanctions/2029-11-norland-sanctions-on-banks.yaml"
PLANNED = "facts/meetings/2031-06-sample-visit-planned.yaml"


@pytest.mark.parametrize("command", ["validate", "verify"])
def test_typo_in_a_name_is_phrase_not_found(command: str, with_texts: Path, run: Run) -> None:
    edit(with_texts / EASING, "phrase: sanctions on Marovia Potash", "phrase: sanctions on Marovia Potahs")
    edit(with_texts / TALKS, "kind: talks", "kind: briefing")  # an error of another rule hides nothing
    out = expect(run, common.PROBLEMS, command)
    found = re.findall(r"(?m)^(\S+?):\S+ error ([\w-]+)", out)
    assert [rule for path, rule in found if path == EASING] == ["phrase-not-found"]
    assert TALKS in dict(found)


@pytest.mark.parametrize("credit", ["", "        attributed_to: [marovia]\n"])
def test_sentence_with_another_source_is_reported(credit: str, with_texts: Path, run: Run) -> None:
    item = "supports: [breakdown.went-to-grey-harbour, places.grey-harbour]\n"
    edit(with_texts / "seeds/texts/courier.txt", "ministry said in", "A foreign ministry of Norland said in")
    edit(with_texts / FREED, f"{item}        attributed_to: [norland-foreign-ministry]\n", item + credit)
    (found,) = (line for line in expect(run, common.CLEAN, "verify").splitlines() if "credit-missing" in line)
    but = "credits 'marovia'. Write" if credit else "has no `attributed_to`. Add"
    assert f"credits 'norland-foreign-ministry', but the item {but} `attributed_to: [norland-" in found
    edit(with_texts / "seeds/texts/courier.txt", "house, and two were", "house; two were")
    assert "credit-missing" not in run("verify")[1]


OTHER = {"on Thursday": "2031-05-01", "near Port Salt in mid-April": "2031-04"}
SAME = "on Friday; on May 1 and 2; jailed in April; in time for a feast on May 1; on May 1, 2029; a day after May 1"


@pytest.mark.parametrize("behind", [*OTHER, *SAME.split("; ")])
def test_other_date_in_the_sentence_is_reported(behind: str, with_texts: Path, run: Run) -> None:
    edit(with_texts / "seeds/texts/courier.txt", "12 prisoners on Friday,", f"12 prisoners {behind},")
    edit(
        with_texts / FREED,
        "12 prisoners on Friday\n        supports: [date,",
        "12 prisoners\n        supports: [",
    )
    found = re.findall(r"other-date: The .* gives '(.*)', but", run("verify")[1])
    assert found == [OTHER[behind] for _ in range(behind in OTHER)]


def test_date_that_opens_a_phrase_is_compared(with_texts: Path, run: Run) -> None:
    text, old = with_texts / "seeds/texts/courier.txt", "Marovia freed 12 prisoners on Friday"
    edit(text, f"{old},", "On May 1, 12 prisoners were freed by Marovia,")
    edit(
        with_texts / FREED, f"{old}\n        supports: [date,", "On May 1, 12 prisoners\n        supports: ["
    )
    assert "gives '2031-05-01', but the record has '2031-05-02'" in run("verify")[1]


def test_words_of_another_fact_are_reported(with_texts: Path, run: Run) -> None:
    pardons, talks = with_texts / "facts/releases/2031-03-pardons.yaml", "2031-05-01-sample-muster-talks"
    item = "\n      - phrase: {}\n        supports: [{}]\n"
    link = f"  - {{fact: {talks}, relation: follows}}\n"
    edit(pardons, "links:\n", f"places: [{{place: port-salt, role: venue}}]\nlinks:\n{link}")
    words = item.format("talks in Port Salt", f"places.port-salt, links.{talks}")
    append(pardons, f"  courier-2031-05-03:\n    3:{words}")
    words = item.format("Norland announced on Friday", "date")
    edit(with_texts / TALKS, "    9:\n", f"    7:{words}    9:\n")
    found = re.findall(r"sentence-of-another: '(.*)' supports '(\S+)', but", run("validate")[1])
    assert found == [("Norland announced on Friday", "date"), ("talks in Port Salt", "places.port-salt")]


def test_word_that_leaves_act_open_matters_to_act(with_texts: Path, run: Run) -> None:
    own = "supports: [stage, kind, participants.ann-sample, places.port-salt]\n"
    place = f"{own[:-19]}]\n      - phrase: come to Port Salt again\n        supports: [places.port-salt]\n"
    edit(with_texts / PLANNED, own, place)
    expect(run, common.CLEAN, "verify")
    edit(with_texts / PLANNED, "[places.port-salt]", "[kind, places.port-salt]")
    edit(with_texts / "seeds/texts/courier.txt", "Marovia freed", "No newspaper believes that Marovia freed")
    out = expect(run, common.PROBLEMS, "verify")
    assert "phrase-cut-off: 'come to Port Salt again' leaves out 'is to'" in out
    assert "freed 12 prisoners on Friday' supports 'carried_out', but its whole sentence does not." in out


def test_act_of_the_sentence_is_not_only_announced(with_texts: Path, run: Run) -> None:
    lifting = with_texts / "facts/sanctions/2031-05-02-norland-announces-lifting-potash-sanctions.yaml"
    announced, done = "Norland announced on Friday that it would lift", "Norland removed the mines on Friday"
    edit(lifting, announced, done)
    edit(with_texts / "seeds/texts/courier.txt", announced, f"{done}, and lifted")
    out = run("verify")[1]
    assert f"'{done}' supports 'announced', but its whole sentence says 'in_force'." in out


def test_fix_corrects_type_and_paragraph(with_texts: Path, run: Run) -> None:
    assert run("fmt")[0] == common.CLEAN
    before = (with_texts / BANKS).read_bytes(), (with_texts / FREED).read_bytes()
    edit(with_texts / BANKS, "Marovia's banks", "Marovia\u2019s banks")
    edit(with_texts / FREED, "    5:\n      - phrase: three buses", "    6:\n      - phrase: three buses")
    proposed = expect(run, common.PROBLEMS, "verify")
    words = "Norland had placed sanctions on Marovia's banks"
    assert f'Write "{words}"; `factpack verify --fix` does it.' in proposed
    assert "Move the item to ¶5; `factpack verify --fix` does it." in proposed
    corrected = expect(run, common.CLEAN, "verify", "--fix")
    assert f"{FREED}: lantern-2031-05 ¶6 → ¶5: 'three buses at the crossing'" in corrected.splitlines()
    assert ((with_texts / BANKS).read_bytes(), (with_texts / FREED).read_bytes()) == before


def test_fix_shows_what_it_cannot_correct(with_texts: Path, run: Run) -> None:
    edit(with_texts / EASING, "phrase: sanctions on Marovia Potash", "phrase: sanctions on Marovia Potahs")
    edit(with_texts / BANKS, "Marovia's banks", "Marovia\u2019s banks")
    before = (with_texts / EASING).read_bytes(), (with_texts / lock.PATH).read_bytes()
    shown = expect(run, common.PROBLEMS, "verify", "--fix")
    assert "phrase-not-found: 'sanctions on Marovia Potahs may be eased'" in shown
    assert shown.count("phrase-not-found") == 1
    assert shown.endswith("seeds/evidence.lock was not written: 1 error.\n")
    assert ((with_texts / EASING).read_bytes(), (with_texts / lock.PATH).read_bytes()) == before


# --- sentences of texts that nobody has verified ---------------------------------------------------------------------


def test_freeing_word_counts_in_its_sentence_only(with_texts: Path, run: Run) -> None:
    def validated() -> list[str]:
        code, out, _ = run("validate")
        assert (code == common.PROBLEMS) == ("error freed-not-said" in out)
        return sorted({*re.findall(r"error freed-not-said: 'persons\.([\w-]+)'", out)})

    whole = "- phrase: Citizens of Selmark were among those freed, Jane Doe\n        supports: [breakdown.selmark-citizens, "
    start = (
        f"{whole.partition(', Jane')[0]}\n        supports: [breakdown.selmark-citizens, persons.jane-doe]\n"
    )
    edit(with_texts / FREED, whole, f"{start}      - phrase: Jane Doe, who had taught\n        supports: [")
    assert validated() == []
    edit(with_texts / FREED, "john-roe, outcome: implied_free", "john-roe, outcome: freed")
    inference = "        inference: The film shows him at the crossing; that he was freed is not said.\n"
    edit(with_texts / FREED, inference, "")
    assert validated() == ["john-roe"]
    shutil.rmtree(with_texts / "seeds/texts")  # the lock has neither item: the sentences are not known
    assert validated() == ["jane-doe", "john-roe"]
    unknown = "says so, and no text or lock shows its sentence."
    assert unknown in run("validate", "--format", "text")[1]


def test_changed_phrase_leaves_its_sentence_unknown(with_texts: Path, run: Run) -> None:
    whole = "Citizens of Selmark were among those freed, Jane Doe\n        supports: [breakdown.selmark-citizens, "
    start = "Citizens of Selmark were among those freed\n        supports: [breakdown.selmark-citizens]\n"
    edit(with_texts / FREED, whole, f"{start}      - phrase: Jane Doe, who had taught\n        supports: [")
    expect(run, common.CLEAN, "verify")
    shutil.rmtree(with_texts / "seeds/texts")
    assert "freed-not-said" not in run("validate", "--format", "text")[1]
    edit(with_texts / FREED, start, f"{start}        attributed_to: [norland-foreign-ministry]\n")
    assert "says so, and no text or lock shows its sentence." in run("validate", "--format", "text")[1]
