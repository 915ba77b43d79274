"""What `factpack show` prints: all that a record holds is on the page, in words, and nothing in it gets off the page."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import TEXTS, VALID, altered, loaded
from factpack import shown, terminal
from factpack.claims import collect
from factpack.dataset import Dataset
from factpack.evidence import verification
from factpack.evidence.texts import Article
from factpack.exports import json_files
from factpack.models import codelists, quantity
from factpack.models.parts import Withdrawn
from factpack.shown import Material
from factpack.terminal import COLUMNS, Line, Style, set_page

REGISTERS = ("facts", "actors", "places", "deals", "seeds")
FREED = "2031-05-02-twelve-freed-at-stone-bridge"


def material(dataset: Dataset, style: Style = terminal.PLAIN, verified: bool = True) -> Material:
    items = [(fact, *one) for fact in dataset.facts.values() for one in fact.items()] if verified else ()
    attested = frozenset((fact.id, seed, paragraph, index) for fact, seed, paragraph, index, _ in items)
    articles, _ = verification.read_articles(TEXTS, dataset)
    return Material(dataset, collect(dataset), attested, articles, style)


def page(register: str, record_id: str, source: Material) -> str:
    if register == "facts":
        return shown.fact_text(record_id, source)
    return shown.entry_text(register, record_id, source)


def in_one_line(text: str) -> str:
    return " ".join(text.replace("*", "").split())


# --- one page, whole -------------------------------------------------------------------------------------------------

SMALL = VALID.parent / "shown"  # with the page of the fact seven-freed


@pytest.fixture
def small() -> Material:
    dataset = loaded(SMALL)
    source = material(dataset)
    articles = {
        "paper": Article.of(
            "Marovia freed seven people on May 2, at the bridge, the envoy says.\n\n"
            "They are four women and two men. A printer laughs."
        )
    }
    attested = frozenset(item for item in source.verified if item[1] != "leaf")
    return Material(dataset, collect(dataset), attested, articles)


def test_a_page_from_the_title_to_the_article(small: Material) -> None:
    expected = (SMALL / "seven-freed.txt").read_text(encoding="utf-8")
    assert shown.fact_text("seven-freed", small, problem_count=2) == expected


def test_the_other_end_of_a_link_reads_from_there(small: Material) -> None:
    text = shown.fact_text("since-march", small)
    link = "includes all of: Seven freed at the bridge (seven-freed)\n    Inference: It is the longer time."
    assert f"\nLINKS\n  {link}" in text
    assert "\n  Counts all of:\n    7 people: Seven freed at the bridge (seven-freed) (inferred)" in text
    assert "\ndate        Mar 2031 – May 2031 (2031-03/2031-05): During the whole interval;" in text
    assert "\nverified    a maintainer found each phrase in the paragraph that it names\n" in text


def test_each_relation_has_words_from_both_ends() -> None:
    one_way = set(codelists.WRITTEN_RELATION.codes) - codelists.SYMMETRIC_RELATIONS
    assert set(shown.INVERSE) == one_way


def test_the_registers_are_shown_in_short(small: Material) -> None:
    assert page("actors", "envoy", small) == (
        "The envoy\nactor envoy\n\nfile        facts/actors.yaml\nkind        person\n"
        "parent      Norland (norland)\n\nFACTS THAT NAME IT\n"
        "  Seven freed at the bridge (seven-freed): credited with 3 claims\n"
    )
    fact = "  Seven freed at the bridge (seven-freed)"
    assert f"{fact}: relayed in 8 claims\n" in page("actors", "the-report", small)
    assert f"{fact}: handover\n" in page("places", "bridge", small)
    deal = "People for salt\ndeal the-deal\n\nfile        facts/deals.yaml\n"
    assert page("deals", "the-deal", small).startswith(deal)
    assert page("seeds", "leaf", small).startswith(
        "Without a headline\nseed leaf\n\nfile        seeds/leaf.yaml\npublished   not stated\n"
        "published basis inferred\npublished note No date.\n"
    )
    assert "\nparagraphs  2\n" in page("seeds", "paper", small)


# --- every page of the made-up repository ----------------------------------------------------------------------------


def test_page_keeps_to_its_columns_and_colours(dataset: Dataset) -> None:
    plain, coloured = material(dataset), material(dataset, Style(colour=True))
    for register in REGISTERS:
        for name in dataset.register(register):
            text, in_colour = page(register, name, plain), page(register, name, coloured)
            assert max(map(len, text.splitlines())) <= COLUMNS, name
            assert text.replace("\n", "").isprintable(), name
            assert not re.search(r"[ \t]\n|\n\n\n|\n\n\Z", text), name
            uncoloured = re.sub(r"\x1b\[[0-9;]*m", "", in_colour)
            assert in_one_line(uncoloured) == in_one_line(text)
            assert "\x1b[1m" in in_colour


# What a page has in other words, or as names without ids.
_REWORDED = {
    "earliest", "latest", "precision", "approximate", "uncertain", "qualifier", "low", "high", "point", "percent",
    "date_span", "complete", "supports", "attributed_to", "via", "of_key", "unused",
}  # fmt: skip
_CODES = {"unknown", "not_stated", "not_yet"}


def leaves(value: Any) -> Iterator[str]:
    """The texts and numbers in a nested record."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part) if key not in _REWORDED else ()
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    elif value not in _CODES:
        yield " ".join(str(value).replace("_", " ").split()).lower()


def test_page_has_all_that_its_record_holds(dataset: Dataset) -> None:
    source = material(dataset)
    written = json.loads(json_files.write_records(dataset))
    texts: dict[str, str] = {}
    for register in REGISTERS:
        for record in written[register]:
            record_id = record["id"]
            texts[record_id] = in_one_line(page(register, record_id, source))
            missing = [told for told in leaves(record) if told not in texts[record_id].lower()]
            assert missing == [], record_id
    assert len(texts) > 50
    for fact in dataset.facts.values():
        assert all(f"({fact.id})" in texts[link.fact] for link in fact.links)
        for seed_id, paragraphs in fact.evidence.items():
            if fact.withdrawn is None:
                cited = ", ".join(f"¶{number}" for number in paragraphs)
                assert f"({fact.id}): {cited}" in texts[seed_id]
            assert all(f"{seed_id} ¶{number} " in texts[fact.id] for number in paragraphs)


@pytest.mark.parametrize(
    ("women", "words"),
    [(5, "5 + 2 = 7. The parts"), (4, "4 + 2 = 6. 1 is missing."), (2, "3 are missing."), (8, "3 too many.")],
)
def test_sum_of_parts_says_what_is_missing(small: Material, women: int, words: str) -> None:
    fact = small.dataset.facts["seven-freed"]
    part = altered(fact.breakdown["women"], {"number": quantity.parse(women)})
    breakdown = {**fact.breakdown, "women": part}
    small.dataset.facts["seven-freed"] = altered(fact, {"breakdown": breakdown})
    assert words in in_one_line(shown.fact_text("seven-freed", small))


def test_what_is_withdrawn_gives_nothing_in_a_deal(small: Material) -> None:
    fact = small.dataset.facts["seven-freed"]
    withdrawn = Withdrawn(date="2031-06-01", reason="Never happened.", replaced_by=[])
    assert "carried out, contributor Marovia (marovia), recipient" in page("deals", "the-deal", small)
    small.dataset.facts["seven-freed"] = altered(fact, {"withdrawn": withdrawn})
    assert "contributor" not in page("deals", "the-deal", small)
    assert "FACTS THAT" not in page("places", "bridge", small)


def test_withdrawn_fact_names_its_replacement(dataset: Dataset) -> None:
    text = shown.fact_text("2031-05-02-handover-to-selmark", material(dataset))
    reason = "One release, recorded twice. In its place: Twelve prisoners freed"
    assert f"\n\nwithdrawn   on 2031-06-01: {reason}" in text
    assert f"({FREED})" in in_one_line(text)


def test_unverified_page_says_so_once(dataset: Dataset) -> None:
    text = shown.fact_text(FREED, material(dataset, verified=False))
    assert re.search(r"\nverified    not yet: (\d+) of \1 items of evidence\n", text)
    assert text.count("not yet") == 1


# --- the articles ----------------------------------------------------------------------------------------------------


def test_missing_phrase_or_paragraph_is_reported(small: Material) -> None:
    without = shown.fact_text("seven-freed", replace(small, articles={}))
    assert "IN THE ARTICLE" not in without
    assert shown.fact_text("seven-freed", small).startswith(without)
    article = Article.of("Marovia freed seven people on May 2, it is said.")
    text = shown.fact_text("seven-freed", replace(small, articles={"paper": article}))
    marked = "  ¶1   Marovia *freed seven people on May 2*, it is said.\n"
    assert f"{marked}       “at the bridge” is not in this paragraph.\n" in text
    assert "  ¶2   (The text has no such paragraph.)\n" in text
    changed = replace(small, articles={"paper": Article.of("Marovia\u00a0freed seven people on May 2")})
    assert "  ¶1   Marovia *freed seven people on May 2*\n" in shown.fact_text("seven-freed", changed)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@example("::" + "x" * 98)
@example("x ##[error]")
def test_nothing_in_a_text_gets_off_the_page(text: str) -> None:
    for style in (terminal.PLAIN, Style(colour=True)):
        for line in (Line(text), Line(text, "label", 4, 10, ("red",)), Line(text, text, 2)):
            uncoloured = re.sub(r"\x1b\[[0-9;]*m", "", set_page([line], style))
            assert uncoloured.replace("\n", "").isprintable()
            assert not re.search(r"^\s*::|##\[", uncoloured, re.MULTILINE)
            if line.label != text:
                wrapped = uncoloured.replace(r"\u003a", ":").replace(r"\u005b", "[")  # escaped after wrapping
                assert max(map(len, wrapped.splitlines()), default=0) <= COLUMNS
