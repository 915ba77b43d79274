"""What a paragraph offers to a draft: phrases that are in it, with the values that they carry."""

from typing import Any

import pytest

from conftest import SCHEMAS, VALID, cases, valid_dataset
from factpack import candidates, drafts
from factpack.evidence import texts
from factpack.evidence.days import dates
from factpack.evidence.numbers import quantities
from factpack.evidence.texts import Article
from factpack.models.edtf import parse

TEXTS = VALID.parent / "texts"


def test_offered_phrases_carry_their_values() -> None:
    known, offers = valid_dataset(), 0
    for seed in known.seeds.values():
        article = Article.of((TEXTS / seed.original_file).read_text(encoding="utf-8"))
        for paragraph in article.paragraphs:
            for one in [
                *candidates.offers(paragraph, quantities),
                *candidates.days(paragraph, seed.published),
            ]:
                phrase = paragraph[slice(*one.span)]
                assert texts.find(phrase, paragraph) is not None
                assert texts.left_out(paragraph, *one.span) == ""
                assert len(phrase) <= candidates.LONGEST_PHRASE
                read = quantities(phrase) | {day.text for day in dates(phrase, seed.published)}
                assert read.issuperset(one.values)
                offers += 1
            for name in candidates.named(paragraph, known):
                assert paragraph[slice(*name.span)] == name.phrase
                offers += 1
    assert offers > 100


@pytest.mark.parametrize(
    ("sentence", "figures", "days"),
    cases("candidates", "offered_phrase_is_the_shortest"),
)
def test_offered_phrase_is_the_shortest(sentence: str, figures: list[str], days: list[str]) -> None:
    assert [sentence[slice(*one.span)] for one in candidates.offers(sentence, quantities)] == figures
    assert [sentence[slice(*one.span)] for one in candidates.days(sentence, parse("2031-05-06"))] == days


def test_name_is_found_by_any_spelling_but_not_within() -> None:
    text = "Marovia Potash told the Muster family and Ann Sample."
    found = candidates.named(text, valid_dataset())
    assert [(one.id, one.phrase) for one in found] == [
        ("marovia-potash", "Marovia Potash"),
        ("ann-sample", "Ann Sample"),
    ]
    assert candidates.unknown_names(text, found) == ["Muster"]


@pytest.mark.parametrize(("sentence", "unknown"), cases("candidates", "unknown_name_is_capitalized"))
def test_unknown_name_is_capitalized(sentence: str, unknown: list[str]) -> None:
    known = candidates.named(sentence, valid_dataset())
    assert candidates.unknown_names(sentence, known) == unknown


@pytest.mark.parametrize(
    ("sentence", "credited"),
    cases("candidates", "credited_actor_is_the_one_who_says_it"),
)
def test_credited_actor_is_the_one_who_says_it(sentence: str, credited: list[str]) -> None:
    assert candidates.credited(sentence, candidates.named(sentence, valid_dataset())) == credited


@pytest.mark.parametrize(("sentence", "clause"), cases("candidates", "clause_is_that_of_the_act"))
def test_clause_is_that_of_the_act(sentence: str, clause: str) -> None:
    names = candidates.named(sentence, valid_dataset())
    found = candidates.clause_of(sentence, names, lambda part: "freed" in part, lambda part: "offers" in part)
    assert len(found) == len(sentence)
    assert " ".join(found.split()) == clause


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"), cases("candidates", "draft_says_who_acts_and_when")
)
def test_draft_says_who_acts_and_when(kind: str, sentence: str, expected: dict[str, Any]) -> None:
    known = valid_dataset()
    found = drafts.sentences_of(known.seeds["courier-2031-05-03"], 1, sentence, known)
    draft = drafts.fact(kind, {}, found, known, SCHEMAS[kind])
    assert {name: draft.data.get(name, draft.todos.get(name)) for name in expected} == expected


def test_day_beyond_the_publication_is_last_choice() -> None:
    (day,) = candidates.days("They were freed in May.", parse("2031-05-06"))
    assert day.values == ("2031-05-01/2031-05-06",)


@pytest.mark.parametrize(("text", "words", "most", "phrases"), cases("candidates", "near_words_are_joined"))
def test_near_words_are_joined(text: str, words: list[str], most: int, phrases: list[str]) -> None:
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    found = candidates.phrases(text, dict.fromkeys(spans, lambda _: True), most, [])
    assert [text[slice(*span)] for span in found] == phrases
