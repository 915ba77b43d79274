"""What can be read from a phrase. All phrases are made up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpack.evidence import cues, lexicon, numbers, reading
from factpack.evidence.days import dates
from factpack.evidence.numbers import quantities
from factpack.models import quantity
from factpack.models.codelists import (
    COUNT_MEASURE,
    COUNT_STAGE,
    COUNTED_AS,
    LEGAL_FORM,
    MEETING_KIND,
    RELEASE_STAGE,
    SANCTIONS_MEASURE,
)
from factpack.models.types import NOT_STATED

# --- quantities ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "read"),
    [
        ("freed 12 prisoners", ["12"]), ("some 3 411 inmates", ["about 3411"]), ("3\u00a0411 inmates", ["3411"]),
        ("3\u2009411 inmates", ["3411"]), ("3\u202f411 inmates", ["3411"]), ("3,411 inmates", ["3411"]),
        ("seven went home", ["7"]), ("Twenty-two of them", ["22"]), ("one hundred and five people", ["105"]),
        ("two thousand five hundred", ["2500"]), ("a hundred people", ["100"]),
        ("three Norlanders and 17 Marovians", ["3", "17"]),
        ("three Norlanders and at least 17 Marovians", ["3", "at least 17"]), ("two dozen", ["24", "about 24"]),
        ("half a dozen", ["6", "about 6"]), ("a three-member delegation", ["3"]), ("all 17 prisoners", ["17"]),
        ("2000 people", ["2000"]), ("at least 2000", ["at least 2000"]), ("In May 12 people were freed", ["12"]),
        # one more
        ("a fifth person had been let go", ["1"]), ("another person", ["1"]), ("an unnamed Norland citizen", ["1"]),
        ("an American", ["1"]), ("a Marovian prison", []), ("a prisoner swap", []), ("a list of detainees", []),
        # bounds
        ("At least 3,411 people", ["at least 3411"]), ("no fewer than six", ["at least 6"]),
        ("as few as six", ["at least 6"]), ("3 411 years", []), ("well over 90", ["more than 90"]),
        ("more than some 90", ["more than 90"]), ("not more than five", ["at most 5"]), ("up to nine", ["at most 9"]),
        ("fewer than ten", ["fewer than 10"]), ("nearly 90", ["about 90", "fewer than 90"]),
        ("90 or more", ["at least 90", "more than 90"]), ("90 people or more", ["at least 90", "more than 90"]),
        ("90 and more", ["at least 90", "more than 90"]), ("90+", ["at least 90", "more than 90"]),
        ("90 prisoners at least", ["at least 90"]), ("90 or so", ["about 90"]),
        ("between 10 and 15 people", ["at least 10", "at most 15", "between 10 and 15"]),
        ("10–15 people", ["at least 10", "at most 15", "between 10 and 15"]),
        ("five or six", ["at least 5", "at most 6", "between 5 and 6"]), ("about 20 or more", []), ("about 10 to 15", []),
        ("more than the reported 90", []),
        # shares
        ("around 7 percent of it", ["about 7 %"]), ("7 per cent", ["7 %"]), ("at most 7%", ["at most 7 %"]),
        ("7 percentage points", []), ("12.5 % of it", ["12.5 %"]), ("about 12.5 percent", ["about 12.5 %"]),
        ("12.5 people", []), ("12.5 million", []),
        ("between 10 and 12.5 percent", ["at least 10 %", "at most 12.5 %", "between 10 % and 12.5 %"]),
        ("12.5 to 14 percent", ["at least 12.5 %", "at most 14 %", "between 12.5 % and 14 %"]),
        # vague words
        ("dozens of people", ["dozens"]), ("several hundred people", ["hundreds"]),
        ("some dozens of people", ["dozens"]), ("hundreds of thousands", []), ("several hundreds of thousands", []),
        ("a large number of them", ["large number"]), ("an unspecified number", ["undefined number"]),
        ("the majority", ["majority"]), ("most prisoners", ["most"]), ("at most", []), ("most recent", []),
        ("let all of them go", ["all"]), ("not all of them", []), ("almost all of them", []), ("not at all", []),
        ("many jailed", ["many"]), ("as many as 50", ["at most 50"]), ("how many", []), ("some of them", ["some"]),
        ("a wave of pardons", ["a wave"]), ("a rights group", []),
        # no quantities of anything counted
        ("February 12", []), ("12 February 2031", []), ("on December 13th", []), ("the 13th prisoner", []),
        ("July 2024", []), ("in 2020", []), ("the 2020 protests", []), ("May 3, 2031 11:25 PM", []), ("no one", []),
        ("9.5 million", []), ("two days of talks", []), ("a two-day visit", []), ("two-thirds", []),
        ("two hundred years", []), ("200 or more days", []), ("at least 5 years", []), ("$500", []), ("$1 234", []),
        ("\ue000 people", []),  # a private character is no number of ours
        ("7 people and \ue000", ["7"]), ("in 2031-32", []),
    ],
)  # fmt: skip
def test_quantities(phrase: str, read: list[str]) -> None:
    assert quantities(phrase) == set(read)


def test_every_vague_word_of_the_codelist_can_be_read() -> None:
    assert set(numbers.VAGUE) - {""} == set(quantity.VAGUE)
    for code in quantity.VAGUE:
        assert code in quantities(f"freed {code} of them"), code


# No word of these changes a number beside it.
AROUND = st.lists(
    st.sampled_from(
        ["Marovia", "on Friday", "freed", "near", "the", "border,", "Mr. Muster", "“again”", "U.S.", "and",
         "May 3, 2031:", "in 2029", "last month", "who", "St. John’s"]
    ),
    max_size=4,
).map(" ".join)  # fmt: skip
BOUNDS = {
    "": "", "at least ": "at least ", "no fewer than ": "at least ", "more than ": "more than ", "over ": "more than ",
    "about ": "about ", "some ": "about ", "approximately ": "about ", "up to ": "at most ", "at most ": "at most ",
    "no more than ": "at most ", "fewer than ": "fewer than ", "less than ": "fewer than ", "at least some ": "at least ",
}  # fmt: skip
SEPARATORS = st.sampled_from(["", ",", " ", "\u00a0", "\u2009", "\u202f", "'"])
NUMBERS = st.one_of(st.integers(1, 3000), st.integers(1, 999_999_999))


@given(AROUND, st.sampled_from(sorted(BOUNDS)), NUMBERS, SEPARATORS, AROUND)
def test_written_number_is_read_back_with_its_bound(
    before: str, bound: str, number: int, separator: str, after: str
) -> None:
    phrase = f"{before} — {bound}{f'{number:,}'.replace(',', separator)} prisoners {after}".strip()
    assert quantities(phrase) == {f"{BOUNDS[bound]}{number}"}


def in_words(number: int) -> str:
    small = ("", *lexicon.UNITS, *lexicon.TEENS)
    if number < len(small):
        return small[number]
    if number < 100:
        return f"{lexicon.TENS[number // 10 - 2]}-{small[number % 10]}".rstrip("-")
    if number < 1000:
        return f"{small[number // 100]} hundred {in_words(number % 100)}".rstrip()
    return f"{in_words(number // 1000)} thousand {in_words(number % 1000)}".rstrip()


@given(st.integers(1, 99_999), st.sampled_from(["at least ", ""]), st.booleans())
def test_a_number_in_words_is_read_back(number: int, bound: str, spaced: bool) -> None:
    words = in_words(number).replace("-", " ") if spaced else in_words(number).capitalize()
    if bound:
        words = words.lower()
    assert quantities(f"{bound}{words} prisoners") == {f"{bound}{number}"}


@given(st.text(max_size=60))
def test_whatever_the_phrase_what_is_read_is_canonical(phrase: str) -> None:
    for text in quantities(phrase):
        assert quantity.parse(text).text == text
    dates(phrase, "2031-05-03")
    for about in cues.STAGES:
        cues.stages(phrase, about)


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "published", "read"),
    [
        ("on March 7, 2031", "not_stated", [("2031-03-07", "stated")]),
        ("2031-03-07", "not_stated", [("2031-03-07", "stated")]),
        ("was freed in 2020", "not_stated", [("2020", "stated")]),
        ("around March 7, 2031", "not_stated", [("2031-03-07~", "stated")]),
        ("in 2020 perhaps", "not_stated", [("2020?", "stated")]),
        ("since July 2029", "2031-05-03", [("2029-07/..", "stated"), ("2029-07/2031-05-03", "stated")]),
        ("since June 2031", "2031-05-03", [("2031-06/..", "stated")]),  # what an article cannot know
        ("la\u017ft week", "2031-05-03", []),  # a long s
        ("the 2020 protests", "2031-05-03", []),
        ("by the end of July 2029", "2031-05-03", [("/2029-07", "stated")]),
        ("would be freed by the end of October", "2031-08-03", [("/2031-10", "year_inferred")]),
        ("have been held since July", "2031-05-03", [("2030-07/..", "year_inferred"), ("2030-07/2031-05-03", "year_inferred")]),
        ("over the weekend", "2031-05-06", [("2031-05-03/2031-05-04", "relative")]),
        ("over the weekend", "2031-05-04", []),  # this one, or the last
        ("by Christmas", "2031-11-03", [("/2031-12-25", "year_inferred")]),
        ("will be freed on Tuesday", "2031-05-03", [("2031-05-06", "weekday")]),
        ("said it would free them on Tuesday", "2031-05-03", []),  # it may be past
        ("2000 people", "2031-05-03", []),
        ("February 30, 2031", "2031-05-03", []),
        # the year is that of publication, or the one before where that is nearer
        ("on March 7", "2031-05-03", [("2031-03-07", "year_inferred")]),
        ("December 13th", "2031-01-03", [("2030-12-13", "year_inferred")]),
        ("in December", "2031-01-03", [("2030-12", "year_inferred")]),
        ("in June", "2031-05-03", []),
        ("in May", "2031-05-03", [("2031-05", "year_inferred"), ("2031-05-01/2031-05-03", "year_inferred")]),
        ("This March", "2031-05-03", [("2031-03", "year_inferred")]),
        ("Mr. May said", "2031-05-03", []),
        ("on March 7", "2031-05-03/..", []),
        ("on March 7", "not_stated", []),
        ("on May 5", "2031-05-03/2031-05-08", []),
        ("on May 3", "2031-05-03/2031-05-08", [("2031-05-03", "year_inferred")]),
        ("would be freed on March 7", "2031-05-03", []),
        ("On Friday it will free them", "2031-05-03", []),
        ("said on Friday that it would free them", "2031-05-03", [("2031-05-02", "weekday")]),
        ("Feb. 29", "2029-05-01", []),
        # weekdays: 3 May 2031 is a Saturday
        ("on Friday", "2031-05-03", [("2031-05-02", "weekday")]),
        ("on Friday", "2031-05-03/2031-05-08", [("2031-05-02", "weekday")]),
        ("on Friday", "2031-05-03/2031-05-09", []),
        ("Wednesday, April 30", "2031-05-03", [("2031-04-30", "year_inferred")]),
        ("Saturday (May 3)", "2031-05-03", [("2031-05-03", "year_inferred")]),
        ("Thursday, April 30", "2031-05-03", []),
        # several days
        ("on Thursday and Friday", "2031-05-03", [("2031-05-01/2031-05-02", "weekday")]),
        ("on Friday and Saturday", "2031-05-03/2031-05-09", [("2031-05-02/2031-05-03", "weekday")]),
        ("April 30 and May 1", "2031-05-03", [("2031-04-30/2031-05-01", "year_inferred")]),
        ("from Friday to Friday", "2031-05-03", [("2031-04-25/2031-05-02", "weekday")]),
        ("12-13 April", "2031-05-03", [("2031-04-12/2031-04-13", "year_inferred")]),
        ("between July 2029 and last month", "2031-05-03", [("2029-07/2031-04", "relative")]),
        ("between December and March 2031", "2031-05-03", [("2030-12/2031-03", "stated")]),
        ("2027-2029", "2031-05-03", [("2027/2029", "stated")]),
        # relative
        ("yesterday", "2031-05-01", [("2031-04-30", "relative")]),
        ("yesterday", "2031-05-01/2031-05-02", []),
        ("last Friday", "2031-05-06", [("2031-05-02", "weekday")]), ("the previous Friday", "2031-05-01", [("2031-04-25", "weekday")]),
        ("last Friday", "2031-05-03", []), ("the previous Friday", "2031-05-03", []),  # yesterday, or eight days ago
        ("promised to free them by 31 May", "2031-05-03", [("/2031-05-31", "year_inferred")]), ("will free them before Christmas", "2031-11-03", [("/2031-12-24", "year_inferred")]),
        ("a round is pencilled in for 31 May", "2031-05-03", [("2031-05-31", "year_inferred")]),
        ("are due to meet again on 31 May", "2031-05-03", [("2031-05-31", "year_inferred")]),
        ("last month", "2031-05-03/2031-05-08", [("2031-04", "relative")]),
        ("this year", "2031-05-03", [("2031", "relative"), ("2031-01-01/2031-05-03", "relative")]),
        ("earlier in the week", "2031-05-03",
         [("2031-04-28/2031-05-03", "relative"), ("2031-04-28/2031-05-04", "relative")]),
    ],
)  # fmt: skip
def test_dates(phrase: str, published: str, read: list[tuple[str, str]]) -> None:
    assert [(one.text, one.how) for one in dates(phrase, published)] == read


DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@given(DAYS, st.integers(0, 150), st.integers(0, 40), st.booleans())
def test_date_without_year_is_read_if_clear(day: date, gap: int, width: int, day_first: bool) -> None:
    first = day + timedelta(gap)
    written = f"on {day.day} {day:%B}" if day_first else f"on {day:%B} {day.day}"
    read = dates(written, f"{first}/{first + timedelta(width)}")
    # Up to half a year after it, no other date is as near; 29 February has another rule.
    if (day.month, day.day) != (2, 29) and gap + width < 180:
        assert [one.text for one in read] == [f"{day}"]
    assert all(one.how == "year_inferred" for one in read)


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_weekday_is_read_if_clear(day: date, gap: int, width: int) -> None:
    first = day + timedelta(gap)
    read = [one.text for one in dates(f"on {day:%A}", f"{first}/{first + timedelta(width)}")]
    if gap + width < 7:
        assert read == [f"{day}"]
    elif (gap + width) // 7 == gap // 7:
        assert read == [f"{day + timedelta(7 * (gap // 7))}"]
    else:
        assert read == []


@given(DAYS, st.integers(0, 6))
def test_weekday_must_agree_with_the_calendar(day: date, off: int) -> None:
    phrase = f"{day + timedelta(off):%A}, {day:%B} {day.day}, {day.year}"
    assert [one.text for one in dates(phrase, "not_stated")] == ([] if off else [f"{day}"])


# --- stages ----------------------------------------------------------------------------------------------------------


def test_every_code_has_cues() -> None:
    lists = [*cues.STAGES.values(), COUNTED_AS, LEGAL_FORM, MEETING_KIND, SANCTIONS_MEASURE, COUNT_MEASURE]
    for codelist in lists:
        if codelist is not COUNT_STAGE:
            uncued = {NOT_STATED} | ({"implied"} if codelist is RELEASE_STAGE else set())
            assert set(codelist.codes) - set(codelist.cues) <= uncued, codelist.name


# --- names and what is not known -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "spellings", "others", "read"),
    [
        ("Mr. Muster said", ["Muster"], [], True), ("the U.S. lifted", ["U.S."], [], True),
        ("Port\u00a0Salt", ["Port Salt"], [], True), ("Muster’s palace", ["Muster"], [], True),
        ("handed over to us", ["US"], [], False), ("Marovian leader", ["Marovia"], [], False),
        ("anti-Muster protest", ["Muster"], [], False), ("Muster said", ["Max Muster"], [], False),
        ("Marovia", [], [], False), ("embassy of Norland in Port Salt", ["Norland"], ["embassy of Norland"], False),
        ("Norland and the embassy of Norland", ["Norland"], ["embassy of Norland"], True),
        ("Norland", ["Norland"], ["Norland"], True),
    ],
)  # fmt: skip
def test_names(phrase: str, spellings: list[str], others: list[str], read: bool) -> None:
    assert reading.names(phrase, spellings, others) is read


@pytest.mark.parametrize(
    ("phrase", "read"),
    [
        ("is not immediately clear", True), ("remains unknown", True), ("did not say when", True),
        ("the date was not disclosed", True), ("clear and known", False), ("on Friday", False),
    ],
)  # fmt: skip
def test_unknown_is_read_from_its_words(phrase: str, read: bool) -> None:
    assert reading.unknown(phrase).verdict == (reading.STATES if read else reading.SILENT)


@pytest.mark.parametrize(
    ("value", "phrase", "verdict"),
    [
        ("secured", "Norland secured their release", "states"),
        ("brokered", "after Norland had mediated", "states"),
        ("talks", "freed after Norland held talks", "states"),
        ("requested", "at the request of Norland", "states"),
        ("thanked", "thanked Norland", "states"),
        ("talks", "Norland secured their release", "silent"),
        ("thanked", "after talks in Selmark she thanked them", "silent"),  # it names nobody
        ("secured", "Norland hopes to secure their release", "silent"),
        ("secured", "freed after Norland held talks", "contradicts"),
        ("brokered", "thanked Norland", "contradicts"),
    ],
)
def test_credits(value: str, phrase: str, verdict: str) -> None:
    assert reading.credit(value, phrase, ["Norland"], []).verdict == verdict


@pytest.mark.parametrize(
    ("roles", "phrase", "verdict"),
    [
        (["arrival"], "arrived in Port Salt", "states"),
        (["departure"], "left Port Salt", "states"),
        (["transit"], "through Port Salt", "states"),
        (["departure"], "let out of the colony at Port Salt", "states"),
        (["transit"], "across the border at Port Salt", "states"),
        (["venue"], "a palace near Port Salt", "states"),
        (["venue"], "from Selmark to the coast", "silent"),
        (["arrival"], "from Port Salt", "contradicts"),
        (["arrival"], "two truck drivers from Port Salt are home", "states"),
        (["departure"], "on their way to Port Salt", "contradicts"),
        (["venue"], "through the Port Salt", "contradicts"),
    ],
)
def test_roles_of_places(roles: list[str], phrase: str, verdict: str) -> None:
    assert reading.role(roles, phrase, ["Port Salt"], []).verdict == verdict


@pytest.mark.parametrize(
    ("about", "field", "value", "phrase", "unknown"),
    [
        ("meeting", "kind", "talks", "Ann Sample spent four hours in the company of Max Muster", True),
        ("meeting", "kind", "talks", "Ann Sample phoned Max Muster", False),
        ("meeting", "stage", "carried_out", "Ann Sample did not spend an hour with Max Muster", False),
        ("release", "stage", "carried_out", "Marovia put 12 people on the ferry", True),
        ("release", "stage", "carried_out", "Marovia would put 12 people on the ferry", False),
        ("release", "stage", "carried_out", "12 people on the ferry", False),
        ("release", "stage", "carried_out", "Marovia met 12 people at the ferry", False),
        ("release", "stage", "carried_out", "Marovia arrested 12 people at the ferry", False),
        ("sanctions", "measure", "lift", "Norland will tear up its list of firms", True),
        ("sanctions", "measure", "lift", "Norland tore up its list and imposed sanctions", False),
        ("sanctions", "stage", "considered", "Norland is turning the embargo over in its mind", True),
    ],
)
def test_unlisted_words_are_unknown(about: str, field: str, value: str, phrase: str, unknown: bool) -> None:
    lists = {"kind": MEETING_KIND, "measure": SANCTIONS_MEASURE}
    assert cues.is_unknown(value, phrase, lists.get(field, cues.STAGES[about]), about) is unknown


def test_stage_is_that_of_the_clause_of_the_measure() -> None:
    phrase = "sanctions have remained, and may be tightened"
    assert reading.stage("in_force", phrase, "sanctions", "maintain").verdict == "states"
    assert reading.stage("possible", phrase, "sanctions", "tighten").verdict == "states"
    assert reading.stage("in_force", phrase, "sanctions", "tighten").verdict == "contradicts"
