"""Dates, figures and measures in words state what is not known, and no more than is known."""

import pytest

from factpack import wording
from factpack.models import codelists


def test_every_measure_has_its_words() -> None:
    assert set(wording.MEASURES) == set(codelists.SANCTIONS_MEASURE.codes)
    assert wording.measure("lift", "banks; potash") == "lifting of sanctions on banks, potash"
    assert wording.measure("lift", None) == "lifting of sanctions"


@pytest.mark.parametrize(
    ("date", "span", "words"),
    [
        (None, None, "not dated"),
        ("2025-12-13", None, "13 Dec 2025"),
        ("2025-12-13~", None, "about 13 Dec 2025"),
        ("2025-12?", "within", "in Dec 2025 (uncertain)"),
        ("2025", "throughout", "throughout 2025"),
        ("2025-02", "on_several_days", "on several days in Feb 2025"),
        ("2025-02", "repeatedly", "repeatedly in Feb 2025"),
        ("202X", "within", "in 2020s"),
        ("20XX", "within", "in 2000–2099"),
        ("2025-12-13/2025-12-19", "within", "between 13 and 19 Dec 2025"),
        ("2024-07/2025-11", "within", "between Jul 2024 and Nov 2025"),
        ("2024-07/2025-11", "throughout", "Jul 2024 – Nov 2025"),
        ("2025-12-12/2025-12-13", "on_several_days", "on several days, 12–13 Dec 2025"),
        ("2025-12-12/2026-01-13", "repeatedly", "repeatedly, 12 Dec 2025 – 13 Jan 2026"),
        ("/2025-12-13", "within", "by 13 Dec 2025"),
        ("/2025-12-13", "throughout", "as of 13 Dec 2025, start not known"),
        ("/2025-12-13", "repeatedly", "repeatedly, by 13 Dec 2025"),
        ("../2025-12-13", "throughout", "as of 13 Dec 2025, start open"),
        ("2025-12-13/", "within", "on or after 13 Dec 2025"),
        ("2025-12-13/..", "within", "from 13 Dec 2025 on, open-ended"),
        ("2025-12-13/", "throughout", "from 13 Dec 2025 on, end not known"),
    ],
)  # fmt: skip
def test_a_date_in_words_says_what_is_not_known(date: str | None, span: str | None, words: str) -> None:
    assert wording.date(date, span) == words


@pytest.mark.parametrize(
    ("figure", "counted", "words"),
    [
        ("123", "prisoners", "123 prisoners"),
        ("1", "people", "1 person"),
        ("at least 1", "political prisoners", "at least 1 political prisoner"),
        ("dozens", "people", "dozens of people"),
        ("a large number", "people", "a large number of people"),
        ("numerous", "political prisoners", "numerous political prisoners"),
        ("about 20 %", "world potash supply", "about 20 % of world potash supply"),
        ("not_stated", "prisoners", "prisoners, number not stated"),
        ("not_stated", "not_stated", "people, number not stated"),
        ("at least 1253", "prisoners", "at least 1,253 prisoners"),
    ],
)
def test_a_figure_in_words(figure: str, counted: str, words: str) -> None:
    assert wording.figure(figure, counted) == words


def test_names_are_listed_as_in_prose() -> None:
    listed = [wording.listing(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])]
    assert listed == ["", "A", "A and B", "A, B and C"]


def test_period_of_a_total_in_words() -> None:
    assert wording.period("since-2024-07") == "since Jul 2024"
    assert wording.period("2025") == "in 2025"
