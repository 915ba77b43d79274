import datetime as dt
import re

import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from undate.converters.edtf import EDTFDateConverter
from undate.date import Date as UndateDate

from factpack.models import edtf

# The pattern as another engine reads it: Rust's regex, with the same answers as ECMAScript on this pattern.
SCHEMA = jsonschema_rs.validator_for({"type": "string", "pattern": edtf.PATTERN})


OUTSIDE = "' is outside the subset of EDTF that this dataset uses"


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-12-13", "2025-12-13", "2025-12-13", "day"), ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2000-02-29", "2000-02-29", "2000-02-29", "day"), ("2025-02", "2025-02-01", "2025-02-28", "month"),
        ("2024-02-XX", "2024-02-01", "2024-02-29", "month"), ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2025-04-XX", "2025-04-01", "2025-04-30", "month"), ("2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-XX", "2025-01-01", "2025-12-31", "year"), ("2025-XX-XX", "2025-01-01", "2025-12-31", "year"),
        ("202X", "2020-01-01", "2029-12-31", "decade"), ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("1000", "1000-01-01", "1000-12-31", "year"), ("29XX", "2900-01-01", "2999-12-31", "century"),
        ("2025-02-15/2025-02-16", "2025-02-15", "2025-02-16", "interval"),
        ("2025-02-15/2025-02-15", "2025-02-15", "2025-02-15", "interval"),
        ("2025-02/2025-03-15", "2025-02-01", "2025-03-15", "interval"),
        ("2025/2025", "2025-01-01", "2025-12-31", "interval"),
        ("2025-12-XX/2026-XX", "2025-12-01", "2026-12-31", "interval"),
        ("2025-12-13/..", "2025-12-13", "", "open_interval"), ("2025-12-13/", "2025-12-13", "", "open_interval"),
        ("../2025-12", "", "2025-12-31", "open_interval"), ("/2025-12", "", "2025-12-31", "open_interval"),
        ("2025-12-13~", "2025-12-13", "2025-12-13", "day"), ("2025-12?", "2025-12-01", "2025-12-31", "month"),
        ("202X~", "2020-01-01", "2029-12-31", "decade"), ("2025-XX-XX?", "2025-01-01", "2025-12-31", "year"),
        ("2025-02-15~/2025-02-16", "2025-02-15", "2025-02-16", "interval"),
        ("2025-02-15~/2025-02-16?", "2025-02-15", "2025-02-16", "interval"),
        ("../2025?", "", "2025-12-31", "open_interval"),
    ],
)  # fmt: skip
def test_date_has_bounds_precision_and_qualifiers(
    text: str, earliest: str, latest: str, precision: str
) -> None:
    date = edtf.parse(text)
    assert (date.earliest, date.latest, date.precision) == (day(earliest), day(latest), precision)
    assert (date.approximate, date.uncertain) == ("~" in text, "?" in text)
    assert date.precision.endswith("interval") == ("/" in text)
    assert str(date) == date.text == text


@pytest.mark.parametrize(
    ("text", "mends"),
    [
        ("13.12.2025", ["2025-12-13"]), ("13/12/2025", ["2025-12-13"]), ("12/13/2025", ["2025-12-13"]),
        ("05/12/2025", ["2025-12-05", "2025-05-12"]), ("2025/12/13", ["2025-12-13"]), ("2025–12–13", ["2025-12-13"]),
        ("2025-1-5", ["2025-01-05"]), ("2025-13-12", ["2025-12-13"]), ("2025/12", ["2025-12"]),
        ("20251213", ["2025-12-13"]), ("2025-12-13T10:00", ["2025-12-13"]), ("2025-12-13 10:00", ["2025-12-13"]),
        ("Dec 2025", ["2025-12"]), ("dec. 2025", ["2025-12"]), ("December 2025", ["2025-12"]),
        ("13 December 2025", ["2025-12-13"]), ("5th Sept. 2025", ["2025-09-05"]),
        ("December 13, 2025", ["2025-12-13"]), ("Dec 2025?", ["2025-12?"]), ("~2025", ["2025~"]),
        ("circa 2025-02", ["2025-02~"]), ("2025%", ["2025~", "2025?"]), ("2025?~", ["2025~", "2025?"]),
        ("2025~?", ["2025~", "2025?"]), ("202x", ["202X"]), ("2020s", ["202X"]), ("2025-12-1X", ["2025-12-XX"]),
        ("2025-1X", ["2025-XX"]), ("2025-02-15/16", ["2025-02-15/2025-02-16"]),
        ("2025-02-15/2025-2-16", ["2025-02-15/2025-02-16"]), ("2025-02-15 - 2025-02-16", ["2025-02-15/2025-02-16"]),
        ("15 Feb 2025 to 16 Feb 2025", ["2025-02-15/2025-02-16"]),
        ("2025-02-15–2025-02-16", ["2025-02-15/2025-02-16"]), ("2025-2026", ["2025/2026"]),
        ("2025/open", ["2025/.."]), ("unknown/2025", ["/2025"]), (" 2025-12-13", ["2025-12-13"]),
        ("2025-12-13\n", ["2025-12-13"]), ("\u00a013.12.2025 ", ["2025-12-13"]), ("２０２５-12-13", ["2025-12-13"]),
        ("2025-12-14/2025-12-13", ["2025-12-13/2025-12-14"]), ("2025-02-30", ["2025-02"]),
        ("2025-02-15/2025-02", ["2025-02-15/2025-02-28"]), ("2025-02/2025-02-15", ["2025-02-01/2025-02-15"]),
        ("2025-02/2025-02-28", ["2025-02-01/2025-02-28"]), ("2025/2025-12-19", ["2025-01-01/2025-12-19"]),
        ("2025-02~/2025-02-15", ["2025-02-01~/2025-02-15"]), ("~1945/1959", ["1945~/1959"]),
        ("2025-12-13T10:00/2025-12-14", ["2025-12-13/2025-12-14"]),
    ],
)  # fmt: skip
def test_refusal_of_a_date_says_what_to_write(text: str, mends: list[str]) -> None:
    message = refusal(text)
    assert repr(text) in message
    assert offers(message) == mends


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2025-02-30", "February 2025 has 28 days"), ("2025-02-29", "February 2025 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"), ("1900-02-29", "February 1900 has 28 days"),
        ("2025-04-31~", "April 2025 has 30 days"), ("2025-03/2025-06-31", "'2025-06-31' is not in the calendar"),
        (" 2025-12-13", "white space"), ("2025-12-14/2025-12-13", "ends before it begins"),
        ("2025-03/2025-02-15", "ends before it begins"), ("2026/202X-XX", "an interval as in"),
        ("../..", "one end of an interval must be a date"), ("/", "one end of an interval must be a date"),
        ("/..", "one end of an interval must be a date"),
        ("2025-XX-13", "X stands for digits left open, from the right"), ("2XXX", "from the right"),
        ("202X-12", "from the right"), ("XXXX-12-13", "from the right"), ("2025-21", "seasons are not used"),
        ("0999", "years run from 1000 to 2999"), ("3000-01-01", "years run from 1000 to 2999"),
        ("-0044-03-15", "years run from 1000 to 2999"), ("Y17000", "years run from 1000 to 2999"),
        ("2025-00", "months 01 to 12"), ("2025-12-32", "days 01 to 31"), ("30.02.2025", "days 01 to 31"),
        ("2025-01/2025-02/2025-03", "an interval as in"), ("yesterday", "as in 2025-12-13"), ("", "as in 2025-12-13"),
        ("..", "as in 2025-12-13"), ("2016-05-02T24:00:00", ": times are not used: write the day meant"),
        ("2004-06-11%", OUTSIDE), ("1985-04-12T23:20:30Z", OUTSIDE), ("2025-21", OUTSIDE), ("0999", OUTSIDE), ("-0050", OUTSIDE),
        ("Y17000", OUTSIDE),
    ],
)  # fmt: skip
def test_refusal_of_a_date_names_the_fault(text: str, fault: str) -> None:
    assert fault in refusal(text)


def refusal(text: str) -> str:
    with pytest.raises(ValueError, match=r"\S") as caught:
        edtf.parse(text)
    return str(caught.value)


def offers(message: str) -> list[str]:
    return re.findall(r"'(.*?)'", message.partition("; write ")[2])


years = st.integers(1000, 2999).map(str)
months = st.integers(1, 12).map("{:02}".format)
days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)).map(str)
year_months = st.builds("{}-{}".format, years, months)
plain_dates = st.one_of(
    days,
    year_months,
    years,
    year_months.map("{}-XX".format),
    years.map("{}-XX".format),
    years.map("{}-XX-XX".format),
    years.map(lambda year: year[:3] + "X"),
    years.map(lambda year: year[:2] + "XX"),
)
dates = st.builds("{}{}".format, plain_dates, st.sampled_from(["", "~", "?"]))
near_misses = st.text("0123456789-/.X~? \n١", max_size=22)


FAULTS_OF_SENSE = ("not in the calendar", "ends before", "ends of two precisions")


@given(dates, dates)
def test_interval_spans_its_ends_or_is_reversed(start: str, end: str) -> None:
    first, last = edtf.parse(start), edtf.parse(end)
    assert first.earliest
    assert last.latest
    if first.earliest > last.latest:
        assert f"write '{end}/{start}'" in refusal(f"{start}/{end}")
        assert edtf.parse(f"{end}/{start}").precision == "interval"
    elif (
        first.precision != last.precision and first.latest and last.earliest and last.earliest <= first.latest
    ):
        fix = re.findall("write '(.*)'", refusal(f"{start}/{end}"))[0]
        both = edtf.parse(fix)
        assert (both.earliest, both.latest) == (first.earliest, last.latest)
    else:
        both = edtf.parse(f"{start}/{end}")
        assert (both.earliest, both.latest) == (first.earliest, last.latest)
        assert both.approximate == (first.approximate or last.approximate)
        assert both.uncertain == (first.uncertain or last.uncertain)


@given(st.one_of(near_misses, st.text(), dates))
@example("2025-12-13\n")
@example("2025\u0661")
@example("１999")
@example("5 ſep 2025")
@example("2025-12-13/\n")
def test_refused_text_gets_offers_that_are_valid(text: str) -> None:
    try:
        edtf.parse(text)
    except ValueError as error:
        for offer in offers(str(error)):
            edtf.parse(offer)


@given(st.one_of(near_misses, dates, st.builds("{}/{}".format, dates, dates), st.from_regex(edtf.PATTERN)))
@example("2025-02-30")
@example("2025-12-14/2025-12-13")
@example("2025-12-13\n")
@example("2025-02-15/2025-02")
@example("2025-12-13/\n")
@example("\n2025")
def test_parse_accepts_what_the_pattern_matches(text: str) -> None:
    try:
        edtf.parse(text)
        refused = ""
    except ValueError as error:
        refused = str(error)
    matches = SCHEMA.is_valid(text)
    assert matches == (not refused or any(fault in refused for fault in FAULTS_OF_SENSE))
    assert matches == bool(re.fullmatch(edtf.PATTERN, text))


@settings(deadline=None)
@given(dates)
@example("1970-01")
def test_undate_reads_single_dates_alike(text: str) -> None:
    ours, read = edtf.parse(text), EDTFDateConverter().parse(text)
    assert (python_date(read.earliest), python_date(read.latest)) == (ours.earliest, ours.latest)


def python_date(date: UndateDate | None) -> dt.date | None:
    # Not `if date`: undate's dates wrap numpy's, for which 1970-01-01 is zero and false.
    return None if date is None else dt.date(int(date.year), int(date.month), int(date.day))
