"""What a paragraph offers to a draft: phrases that are in it, with the values that they carry."""

import pytest

from conftest import VALID
from factpack import candidates, drafts
from factpack.dataset import Dataset, load
from factpack.evidence import texts
from factpack.evidence.days import dates
from factpack.evidence.numbers import quantities
from factpack.evidence.texts import Article
from factpack.models import schemas
from factpack.models.edtf import parse

TEXTS = VALID.parent / "texts"
SCHEMAS = schemas.generate()


def dataset() -> Dataset:
    found, problems = load(VALID, SCHEMAS)
    assert problems == []
    return found


def test_offered_phrases_carry_their_values() -> None:
    known, offers = dataset(), 0
    for seed in known.seeds.values():
        article = Article.of((TEXTS / seed.original_file).read_text(encoding="utf-8"))
        for paragraph in article.paragraphs:
            for one in [*candidates.figures(paragraph), *candidates.days(paragraph, seed.published)]:
                assert paragraph[slice(*one.span)] == one.phrase
                assert texts.find(one.phrase, paragraph) is not None
                assert texts.left_out(paragraph, *one.span) == ""
                assert len(one.phrase) <= candidates.LONGEST_PHRASE
                read = quantities(one.phrase) | {day.text for day in dates(one.phrase, seed.published)}
                assert read.issuperset(one.values)
                offers += 1
            for name in candidates.named(paragraph, seed.id, {"actors": known.actors}):
                assert paragraph[slice(*name.span)] == name.phrase
                assert name.is_registered == (name.phrase in known.actors[name.id].spellings.get(seed.id, []))
                offers += 1
    assert offers > 100


@pytest.mark.parametrize(
    ("sentence", "figures", "days"),
    [
        (
            "Marovia freed at least seven political prisoners on Sunday.",
            ["at least seven political prisoners"],
            ["Sunday"],
        ),
        ("More than 1,200 people were held on May 3, 2031.", ["More than 1,200 people"], ["May 3, 2031"]),
        ("Between 20 and 30 of them left.", ["Between 20 and 30"], []),
        (
            "One U.S. citizen and two others were freed in April.",
            ["One U.S. citizen", "two others"],
            ["April"],
        ),
        ("On 2 May 2031 nobody was told.", [], ["2 May 2031"]),
        ("Nothing is known.", [], []),
    ],
)
def test_offered_phrase_is_the_shortest(sentence: str, figures: list[str], days: list[str]) -> None:
    assert [one.phrase for one in candidates.figures(sentence)] == figures
    assert [one.phrase for one in candidates.days(sentence, parse("2031-05-06"))] == days


def test_name_is_found_by_any_spelling_but_not_within() -> None:
    actors = {"actors": dataset().actors}
    found = candidates.named("Marovia Potash told the Muster family and Ann Sample.", "leaflet-2031", actors)
    assert [(one.id, one.phrase, one.is_registered) for one in found] == [
        ("marovia-potash", "Marovia Potash", True),
        ("ann-sample", "Ann Sample", False),
    ]


def test_near_words_are_joined_with_what_changes_them() -> None:
    text = "Marovia would have freed at least 12 of them. It did not."
    marovia, twelve = (0, 7), (text.index("12"), text.index("12") + 2)
    assert [text[slice(*span)] for span in candidates.joined(text, [twelve, marovia])] == [
        "Marovia would have freed at least 12"
    ]
    assert [text[slice(*span)] for span in candidates.joined(text, [twelve])] == ["at least 12"]
    far = f"Marovia, {'as everybody knows ' * 4}freed 12 of them."
    spans = [(0, 7), (far.index("freed"), far.index(" of"))]
    assert [far[slice(*span)] for span in candidates.joined(far, spans)] == ["Marovia", "freed 12"]


def test_a_value_is_carried_only_by_words_that_say_it() -> None:
    known = dataset()
    given = {
        "id": "x", "title": "x", "stage": "carried_out", "date": "2031-05-02", "released": "at least 12",
        "counted_as": "prisoners", "legal_form": "pardon", "released_by": ["marovia"],
    }  # fmt: skip
    values = {value.path: value for value in drafts.record_of("release", given).values()}
    seed = known.seeds["courier-2031-05-03"]

    def carried(phrase: str) -> set[str]:
        return {
            path for path, value in values.items() if drafts.carries(phrase, value, "release", seed, known)
        }

    assert carried("Marovia freed at least 12 prisoners on Friday") == {
        "stage",
        "date",
        "released",
        "counted_as",
        "released_by.marovia",
    }
    assert carried("12 political prisoners, says Marovia Potash") == set()
    assert carried("would free 12") == set()


def test_a_bound_belongs_to_the_figure_behind_it() -> None:
    offers = candidates.figures("Of the ten, at least four are citizens of Selmark.")
    assert [(one.phrase, one.values) for one in offers] == [
        ("ten", ("10",)),
        ("at least four", ("at least 4",)),
    ]
