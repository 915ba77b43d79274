"""The glyphs, axes and colours of the explorer: a date or a figure is drawn no more precisely than it is known."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpack.exports.explorer import axis, glyphs
from factpack.exports.explorer.glyphs import asset
from factpack.models import edtf
from factpack.models.quantity import VAGUE
from factpack.models.quantity import parse as quantity

SVG = "{http://www.w3.org/2000/svg}"


def palettes() -> Iterator[dict[str, str]]:
    """The colours by day, by night and on paper; later ones stand on those by day."""
    blocks = re.findall(r":root \{(.*?)\}", asset("glyphs.css") + asset("explorer.css"), re.DOTALL)
    day: dict[str, str] = {}
    for block in blocks:
        own = {
            name: "".join(2 * digit for digit in value) if len(value) == 3 else value
            for name, value in re.findall(r"--([a-z]+): #([0-9a-f]{3,6})", block)
        }
        day = day or own
        yield {**day, **own}


def luminance(colour: str) -> float:
    """As WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_and_marks_have_enough_contrast() -> None:
    found = list(palettes())
    assert len(found) == 3
    for palette in found:
        for ground in ("paper", "card"):
            for colour in ("ink", "soft", "reached", "said", "contested"):
                light, dark = sorted((luminance(palette[ground]), luminance(palette[colour])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (palette, ground, colour)


_YEAR = axis.TimeAxis([edtf.parse("2024/2026-05-17")])


@pytest.mark.parametrize(
    ("date", "span", "drawn"),
    [
        ("2025-12-13", None, ["circle dot"]),
        ("2025-12-13~", None, ["circle dot vague"]),
        ("2025-12-13?", None, ["circle dot vague"]),
        ("2025-12", "within", ["rect bar within"]),
        ("2025-12~", "within", ["rect bar within vague"]),
        ("2025", "throughout", ["rect bar all"]),
        ("2025-12-13/2025-12-19", "within", ["rect bar within"]),
        ("2025-12-13/2025-12-19", "throughout", ["rect bar all"]),
        ("2025-02/2025-12", "throughout", ["rect bar within", "rect bar all"]),
        ("2025-12-12/2025-12-13", "on_several_days", ["rect bar within", "line dashes"]),
        ("/2025-12-13", "within", ["rect bar somewhere FadeLeft", "line tick"]),
        ("../2025-12-13", "throughout", ["rect bar all FadeLeft", "line tick"]),
        ("/2025-12-13", "repeatedly", ["rect bar somewhere FadeLeft", "line dashes", "line tick"]),
        ("2025-12-13/", "within", ["rect bar somewhere FadeRight", "line tick"]),
        ("2025-12-13/..", "within", ["rect bar somewhere FadeRight", "line tick", "path arrow"]),
    ],
)  # fmt: skip
def test_a_date_is_drawn_as_what_it_is(date: str, span: str | None, drawn: list[str]) -> None:
    assert shapes(glyphs.dated(edtf.parse(date), span, _YEAR)) == drawn


_NUMBERS = axis.NumberAxis([1, 430])


@pytest.mark.parametrize(
    ("figure", "drawn"),
    [
        (123, ["circle dot"]),
        ("at least 430", ["rect bar somewhere FadeRight", "line tick", "path arrow"]),
        ("more than 200", ["rect bar somewhere FadeRight", "line tick", "path arrow"]),
        ("about 70", ["circle blur Blur"]),
        ("at most 5", ["rect bar within", "line tick", "line tick"]),
        ("fewer than 10", ["rect bar within", "line tick", "line tick"]),
        ("between 300 and 350", ["rect bar within", "line tick", "line tick"]),
        ("not_stated", []),
        *((word, []) for word in VAGUE),
    ],
)
def test_bound_is_never_drawn_as_a_point(figure: int | str, drawn: list[str]) -> None:
    number = quantity(figure)
    mark = glyphs.counted(number.qualifier, number.point, number.low, number.high, _NUMBERS)
    assert shapes(mark) == drawn


def shapes(mark: str) -> list[str]:
    """The shapes of a mark, each as its tag, its class and the mask that fades it."""
    drawing = ElementTree.fromstring(f"<svg>{mark}</svg>")
    return [
        " ".join(filter(None, (one.tag, one.get("class"), one.get("mask", "")[5:-1])))
        for one in drawing.iter()
        if one.tag != "svg"
    ]


days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
texts = st.one_of(
    days.map(lambda day: day.isoformat()),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: f"{day.year}"),
    days.map(lambda day: f"{day.year // 10}X"),
    days.map(lambda day: f"/{day.isoformat()}"),
    days.map(lambda day: f"{day.isoformat()}/.."),
    st.tuples(days, days).map(lambda pair: f"{min(pair)}/{max(pair)}"),
)


@given(st.lists(texts, min_size=1, max_size=12))
def test_time_runs_left_to_right_within_margins(written_dates: list[str]) -> None:
    dates = [edtf.parse(one) for one in written_dates]
    time = axis.TimeAxis(dates)
    known = sorted({day for date in dates for day in (date.earliest, date.latest) if day})
    places = [place for day in known for place in (time.start_of(day), time.end_of(day))]
    assert all(left <= right + 1e-9 for left, right in pairwise(places))
    assert places[0] >= axis.MARGIN - 1e-9
    assert places[-1] <= 100 - axis.MARGIN + 1e-9
    for day in known:
        assert time.start_of(day) < time.end_of(day)
    assert list(time.cuts) == sorted(time.cuts)
    assert len({tick.label for tick in time.years}) == len(time.years)


@settings(max_examples=50)
@given(st.lists(texts, min_size=1, max_size=12), st.integers(200, 800))
def test_labels_of_an_axis_never_lie_on_each_other(written_dates: list[str], width: int) -> None:
    time = axis.TimeAxis([edtf.parse(one) for one in written_dates])
    for ticks in (time.years, time.months):
        shown = axis.fitting(ticks, width)
        ends = [tick.at * width / 100 + 7 * len(tick.label) for tick in shown]
        assert all(end <= after.at * width / 100 for end, after in zip(ends, shown[1:], strict=False))


def test_axis_labels_years_and_months_that_matter() -> None:
    time = axis.TimeAxis(map(edtf.parse, ["1990", "2020", "2025-02-12", "2025-12-13/2025-12-19"]))
    assert [tick.label for tick in time.years] == ["1990", "1991–2019", "2020", "2021–2024", "2025"]
    assert [tick.label for tick in time.months] == ["Jan", "Feb", "Dec"]
    february = next(tick for tick in time.months if tick.label == "Feb")
    assert february.width > next(tick for tick in time.years if tick.label == "2020").width


@given(st.lists(st.integers(0, 999_999_999), min_size=1, max_size=12))
def test_numbers_lie_within_the_margins_of_their_axis(numbers: list[int]) -> None:
    line = axis.NumberAxis(numbers)
    assert 2 <= len(line.ticks) <= 9
    for number in numbers:
        assert axis.MARGIN <= line.at(number) <= 100 - axis.MARGIN
    assert line.begins_at == 0 or line.begins_at < min(numbers)
