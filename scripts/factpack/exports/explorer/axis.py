"""Axes: where on a line a day or a number stands, in percent of the width.

The axis of time is uneven on purpose. Facts crowd into a few days of a few months and lie years apart elsewhere; on an
even axis a day would be a third of a pixel. So time is cut into pieces, each even in itself: a month in which many
different days matter is wide, years in which nothing begins or ends are narrow. Which pieces there are follows from the
dates alone.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from factpack.models.edtf import Edtf
from factpack.wording import MONTHS

# Room beside the axis, in percent: an interval that is open at its end needs somewhere to fade out.
MARGIN = 6.0
LAST_YEAR = 2999  # of models.edtf

_QUIET, _BUSY, _PER_DAY, _WIDEST = 1.0, 1.5, 0.6, 5.0


@dataclass(frozen=True)
class Tick:
    """A place on an axis with a label; width: how far the label may reach to the right, in percent."""

    at: float
    label: str
    width: float = 0.0


@dataclass(frozen=True)
class _Piece:
    """A stretch of time, from one day up to another that is not in it, and where it lies, in percent."""

    start: dt.date
    end: dt.date
    left: float
    right: float

    def position(self, day: dt.date) -> float:
        return self.left + (self.right - self.left) * (day - self.start).days / (self.end - self.start).days


class TimeAxis:
    """The axis on which the dates of `dates` lie. `years` and `months` are its labels."""

    def __init__(self, dates: Iterable[Edtf]) -> None:
        edges = {edge for date in dates for edge in _edges(date)}
        if not edges:
            raise ValueError("an axis of time needs a date")
        self._pieces = _pieces(edges)
        self.years = self._label_years()
        self.months = tuple(
            Tick(piece.left, MONTHS[piece.start.month - 1], piece.right - piece.left)
            for piece in self._pieces
            if piece.end == _next_month(piece.start)
        )
        self.cuts = (*(piece.left for piece in self._pieces), self._pieces[-1].right)

    def start_of(self, day: dt.date) -> float:
        """Where the day begins. It lies within the dates that the axis was made for."""
        return next(piece.position(day) for piece in reversed(self._pieces) if piece.start <= day)

    def end_of(self, day: dt.date) -> float:
        """Where the day ends."""
        following = _following(day)
        return next(piece.position(following) for piece in self._pieces if following <= piece.end)

    def middle_of(self, day: dt.date) -> float:
        return (self.start_of(day) + self.end_of(day)) / 2

    def _label_years(self) -> tuple[Tick, ...]:
        starts = [piece for piece in self._pieces if (piece.start.month, piece.start.day) == (1, 1)]
        ends = [(piece.left, piece.start.year) for piece in starts[1:]]
        ends.append((self._pieces[-1].right, (self._pieces[-1].end - dt.timedelta(days=1)).year + 1))
        return tuple(
            Tick(piece.left, _years(piece.start.year, end_year - 1), right - piece.left)
            for piece, (right, end_year) in zip(starts, ends, strict=True)
        )


def _years(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _edges(date: Edtf) -> Iterable[dt.date]:
    """The days on which something begins, or on which it has just ended."""
    if date.earliest:
        yield date.earliest
    if date.latest:
        yield _following(date.latest)


def _following(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def _next_month(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _pieces(edges: set[dt.date]) -> tuple[_Piece, ...]:
    first, last = min(edges), max(edges)
    inner = {edge for edge in edges if edge.day != 1}
    months = {edge.replace(day=1) for edge in inner}
    cuts = {edge for edge in edges if edge.day == 1} | months | {_next_month(month) for month in months}
    years = {cut.year for cut in cuts} | {first.year, last.year}
    # Every year in which there is a cut is labelled, hence is a piece, or pieces, of its own.
    cuts |= {dt.date(year, 1, 1) for year in years} | {dt.date(first.year, 1, 1)}
    if last > max(cuts):
        cuts.add(_next_month(last.replace(day=1)))
    ordered = sorted(cuts)
    stretches = list(pairwise(ordered)) or [(first, _next_month(first))]
    weights = [_weight(start, end, inner) for start, end in stretches]
    scale = (100 - 2 * MARGIN) / sum(weights)
    pieces, left = [], MARGIN
    for (start, end), weight in zip(stretches, weights, strict=True):
        pieces.append(_Piece(start, end, left, left + weight * scale))
        left += weight * scale
    return tuple(pieces)


def _weight(start: dt.date, end: dt.date, inner: set[dt.date]) -> float:
    days = sum(start < day < end for day in inner)
    if days:
        return min(_BUSY + _PER_DAY * days, _WIDEST)
    return _BUSY if start.month == 1 and end >= dt.date(start.year + 1, 1, 1) else _QUIET


class NumberAxis:
    """The axis on which whole numbers from the least to the greatest of `numbers` lie.

    It begins at 0, or, where all numbers lie close together far from 0, just below them; `begins_at` tells. Marks on it
    are points and bounds, not bars, so that a cut axis makes nothing look larger than it is.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        known = sorted(numbers)
        if not known:
            raise ValueError("an axis of numbers needs a number")
        least, greatest = known[0], known[-1]
        close = least > 20 and least > greatest / 2
        step = _step(max(greatest - least, greatest // 20, 1) if close else max(greatest, 1))
        self.begins_at = max(least // step - 1, 0) * step if close else 0
        self.ends_at = (greatest // step + 1) * step
        self.ticks = tuple(
            Tick(self.at(number), f"{number:,}") for number in range(self.begins_at, self.ends_at + 1, step)
        )

    def at(self, number: int) -> float:
        span = self.ends_at - self.begins_at
        return MARGIN + (100 - 2 * MARGIN) * (number - self.begins_at) / span


def _step(span: int) -> int:
    """A round distance between ticks, so that a span has two to five of them."""
    power = 10 ** math.floor(math.log10(span))
    return max(1, next(int(factor * power) for factor in (0.2, 0.5, 1, 2, 5) if span / (factor * power) <= 5))


def fitting(ticks: Iterable[Tick], width: int) -> list[Tick]:
    """The ticks whose labels have room on an axis of so many pixels, at a font size of 11; the widest pieces first."""
    taken: list[tuple[float, float]] = []
    shown = []
    for tick in sorted(ticks, key=lambda tick: (-tick.width, tick.at)):
        left = tick.at * width / 100
        right = left + len(tick.label) * 7 + 6
        if right <= width and all(right <= start or end <= left for start, end in taken):
            taken.append((left, right))
            shown.append(tick)
    return sorted(shown, key=lambda tick: tick.at)
