"""Compute positions of days and numbers on axes, in percent.

The axis of time is uneven on purpose. Facts cluster on a few days of a few months and are otherwise years apart; on an even
axis a day would be a third of a pixel wide. So time is divided into stretches, each of them even: a month with many
different days is wide, years in which nothing begins or ends are narrow. The dates alone determine the stretches.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from factpack.models.edtf import Edtf
from factpack.wording import MONTHS

# Room next to the axis, in percent, in which an interval with an open end fades out.
MARGIN = 6.0

_DAY = dt.timedelta(days=1)
_QUIET, _BUSY, _PER_DAY, _WIDEST = 1.0, 1.5, 0.6, 5.0


class Tick(NamedTuple):
    """A labelled position on an axis; width in percent."""

    at: float
    label: str
    width: float = 0.0


class _Stretch(NamedTuple):
    """A stretch of time, without its `end`, and its place."""

    start: dt.date
    end: dt.date
    left: float
    right: float


class TimeAxis:
    """The axis of a set of dates, in percent."""

    def __init__(self, dates: Iterable[Edtf]) -> None:
        known = list(dates)
        edges = {date.earliest for date in known if date.earliest}
        self._stretches = _stretches(edges | {date.latest + _DAY for date in known if date.latest})
        self.years = tuple(self._label_years())
        months = [one for one in self._stretches if one.end == _next_month(one.start)]
        self.months = tuple(
            Tick(one.left, MONTHS[one.start.month - 1], one.right - one.left) for one in months
        )
        # Compressed stretches of more than a month: no date begins or ends inside them.
        self.gaps = tuple((one.left, one.right - one.left) for one in self._stretches if one not in months)
        self.cuts = (*(stretch.left for stretch in self._stretches), self._stretches[-1].right)

    def start_of(self, day: dt.date) -> float:
        """Return where a day within the axis begins."""
        start, end, left, right = next(one for one in reversed(self._stretches) if one.start <= day)
        return left + (right - left) * (day - start).days / (end - start).days

    def end_of(self, day: dt.date) -> float:
        """Return where a day ends."""
        return self.start_of(day + _DAY)

    def _label_years(self) -> Iterator[Tick]:
        *_, last = self._stretches
        starts = [one for one in self._stretches if (one.start.month, one.start.day) == (1, 1)]
        for one, after in pairwise([*starts, _Stretch(last.end, last.end, last.right, last.right)]):
            first, final = one.start.year, (after.start - _DAY).year
            yield Tick(one.left, f"{first}" if first == final else f"{first}–{final}", after.left - one.left)


def _next_month(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _stretches(edges: set[dt.date]) -> tuple[_Stretch, ...]:
    inner = {edge for edge in edges if edge.day != 1}
    cuts = {edge.replace(day=1) for edge in edges} | {_next_month(edge) for edge in inner}
    # Each year with a cut has a label, so a stretch must begin at its start.
    cuts |= {cut.replace(month=1) for cut in cuts}
    intervals = list(pairwise(sorted(cuts))) or [(day, _next_month(day)) for day in cuts]
    weights = []
    for start, end in intervals:
        is_year = start.month == 1 and end >= start.replace(year=start.year + 1)
        days = sum(start < day < end for day in inner)
        weights.append(min(_BUSY + _PER_DAY * days, _WIDEST) if days else _BUSY if is_year else _QUIET)
    scale = (100 - 2 * MARGIN) / sum(weights)
    places = pairwise(accumulate((weight * scale for weight in weights), initial=MARGIN))
    return tuple(_Stretch(*interval, *place) for interval, place in zip(intervals, places, strict=True))


class NumberAxis:
    """The axis of a set of whole numbers.

    It begins at 0 or, if all numbers lie close together far from 0, just below them, at `begins_at`. Glyphs
    on it are points and bounds, not bars, so a cut axis exaggerates no difference.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        known = sorted(numbers)
        least, greatest = known[0], known[-1]
        close = least > 20 and least > greatest / 2
        distance = _tick_distance(max(greatest - least, greatest // 20, 1) if close else max(greatest, 1))
        self.begins_at = max(least // distance - 1, 0) * distance if close else 0
        self.ends_at = (greatest // distance + 1) * distance
        numbered = range(self.begins_at, self.ends_at + 1, distance)
        self.ticks = tuple(Tick(self.at(number), f"{number:,}") for number in numbered)

    def at(self, number: int) -> float:
        span = self.ends_at - self.begins_at
        return MARGIN + (100 - 2 * MARGIN) * (number - self.begins_at) / span


def _tick_distance(span: int) -> int:
    """Return a round distance that gives two to five ticks."""
    power = 10 ** math.floor(math.log10(span))
    return max(1, next(int(factor * power) for factor in (0.2, 0.5, 1, 2, 5) if span / (factor * power) <= 5))


def fitting(ticks: Iterable[Tick], width: int) -> list[Tick]:
    """Return the ticks whose labels fit on an axis.

    width: that of the axis, in pixels, at a font size of 11. Ticks of wide stretches come first.
    """
    taken: list[tuple[float, float]] = []
    shown = []
    for tick in sorted(ticks, key=lambda tick: (-tick.width, tick.at)):
        left = tick.at * width / 100
        right = left + len(tick.label) * 7 + 2
        if right <= width and all(right <= start or end <= left for start, end in taken):
            taken.append((left, right))
            shown.append(tick)
    return sorted(shown, key=lambda tick: tick.at)
