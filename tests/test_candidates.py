"""What a paragraph offers to a draft: phrases that are in it, with the values that they carry."""

import pytest

from conftest import VALID, cases, valid_dataset
from factpack import candidates
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
            for one in [*candidates.figures(paragraph), *candidates.days(paragraph, seed.published)]:
                phrase = paragraph[slice(*one.span)]
                assert texts.find(phrase, paragraph) is not None
                assert texts.left_out(paragraph, *one.span) == ""
                assert len(phrase) <= candidates.LONGEST_PHRASE
                read = quantities(phrase) | {day.text for day in dates(phrase, seed.published)}
                assert read.issuperset(one.values)
                offers += 1
            for name in candidates.named(paragraph, seed.id, known):
                assert paragraph[slice(*name.span)] == name.phrase
                entry = (known.actors if name.register == "actors" else known.places)[name.id]
                assert name.is_registered == (name.phrase in entry.spellings.get(seed.id, []))
                offers += 1
    assert offers > 100


@pytest.mark.parametrize(
    ("sentence", "figures", "days"),
    cases("candidates", "offered_phrase_is_the_shortest"),
)
def test_offered_phrase_is_the_shortest(sentence: str, figures: list[str], days: list[str]) -> None:
    assert [sentence[slice(*one.span)] for one in candidates.figures(sentence)] == figures
    assert [sentence[slice(*one.span)] for one in candidates.days(sentence, parse("2031-05-06"))] == days


def test_name_is_found_by_any_spelling_but_not_within() -> None:
    text = "Marovia Potash told the Muster family and Ann Sample."
    found = candidates.named(text, "leaflet-2031", valid_dataset())
    assert [(one.id, one.phrase, one.is_registered) for one in found] == [
        ("marovia-potash", "Marovia Potash", True),
        ("ann-sample", "Ann Sample", False),
    ]
    assert candidates.unknown_names(text, found) == ["Muster"]


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    cases("candidates", "unknown_name_is_capitalized"),
)
def test_unknown_name_is_capitalized(sentence: str, unknown: list[str]) -> None:
    known = candidates.named(sentence, "leaflet-2031", valid_dataset())
    assert candidates.unknown_names(sentence, known) == unknown


@pytest.mark.parametrize(
    ("sentence", "credited"),
    cases("candidates", "credited_actor_is_the_one_who_says_it"),
)
def test_credited_actor_is_the_one_who_says_it(sentence: str, credited: list[str]) -> None:
    assert (
        candidates.credited(sentence, candidates.named(sentence, "leaflet-2031", valid_dataset())) == credited
    )


@pytest.mark.parametrize(
    ("sentence", "is_of_statement"),
    cases("candidates", "day_is_of_the_statement_beside_its_verb"),
)
def test_day_is_of_the_statement_beside_its_verb(sentence: str, is_of_statement: bool) -> None:
    (day,) = candidates.days(sentence, parse("2031-05-06"))
    assert candidates.is_of_statement(sentence, day.span) == is_of_statement


def test_day_beyond_the_publication_is_last_choice() -> None:
    (day,) = candidates.days("They were freed in May.", parse("2031-05-06"))
    assert day.values == ("2031-05-01/2031-05-06",)


@pytest.mark.parametrize(
    ("text", "words", "most", "phrases"),
    [
        ("All of them were pardoned, they say.", ["pardoned"], 60, ["All of them were pardoned"]),
        ("All of them were pardoned, they say.", ["pardoned"], 10, ["pardoned"]),
        ("In May, Marovia freed nobody.", ["Marovia"], 60, ["Marovia freed nobody"]),
        ("He said, no.", ["no"], 60, ["no"]),
        (
            "Marovia would have freed at least 12 of them.",
            ["12", "Marovia"],
            60,
            ["Marovia would have freed at least 12"],
        ),
        ("Marovia would have freed at least 12 of them.", ["12"], 10, ["at least 12"]),
        (
            f"Marovia, {'as everybody knows ' * 4}freed 12 of them.",
            ["Marovia", "freed", "12"],
            60,
            ["Marovia", "as everybody knows freed 12"],
        ),
    ],
)
def test_near_words_are_joined_and_short_ones_widened(
    text: str, words: list[str], most: int, phrases: list[str]
) -> None:
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    assert [text[slice(*span)] for span in candidates.phrases(text, spans, most)] == phrases
