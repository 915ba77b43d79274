"""Charts of prisoners held and released, and their lower-bound total."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from factpack import overlaps
from factpack.exports.explorer import glyphs
from factpack.exports.explorer.axis import NumberAxis
from factpack.exports.explorer.content import Content, FactView, figure
from factpack.tables.table import NamedRow, records


@dataclass(frozen=True)
class Figure:
    """A figure as reported, with its glyph or its placeholder."""

    fact: FactView
    by: str
    glyph: Markup
    placeholder: str


@dataclass(frozen=True)
class Chart:
    """Figures under headings, on one axis if any has numbers."""

    axis: NumberAxis | None
    groups: tuple[tuple[str, tuple[Figure, ...]], ...]


@dataclass(frozen=True)
class LowerBoundTotal:
    """The sum of the low bounds of non-overlapping figures."""

    total: int
    parts: tuple[tuple[FactView, int], ...]


def held(content: Content) -> Chart:
    """Return the chart of prisoners held, which are stocks."""
    stocks = _counts(content, lambda row: row["measure"] == "prisoners_held")
    return _chart([("Held at a time", stocks)], content)


def released(content: Content) -> Chart:
    """Return the chart of prisoners released.

    It has acts that took place, running totals, and acts that were only said.
    """
    acts = content.of_type("release")
    running = _counts(content, lambda row: row["measure"] in overlaps.RUNNING_TOTALS)
    return _chart(
        [
            ("Acts of release that took place", [fact for fact in acts if fact.reached]),
            ("Running totals over several acts", running),
            ("Acts claimed, planned, considered or demanded", [fact for fact in acts if not fact.reached]),
        ],
        content,
    )


def lower_bound_total(content: Content) -> LowerBoundTotal | None:
    """Return the total over all dates, if any."""
    total_id = "all:all"
    totals = {row["total_id"]: row["low"] for row in records(content.tables, "release_totals")}
    if not totals.get(total_id):
        return None
    parts = [
        (content.fact(row["fact_id"]), row["low"])
        for row in records(content.tables, "release_total_facts")
        if row["total_id"] == total_id and row["added"]
    ]
    return LowerBoundTotal(totals[total_id], tuple(sorted(parts, key=lambda part: -part[1])))


def _counts(content: Content, wanted: Callable[[NamedRow], bool]) -> list[FactView]:
    return [fact for fact in content.of_type("count") if wanted(fact.row)]


def _chart(groups: Iterable[tuple[str, list[FactView]]], content: Content) -> Chart:
    shown = [(heading, facts) for heading, facts in groups if facts]
    numbers = [
        number
        for _, facts in shown
        for fact in facts
        for number in figure(fact.row)[2:]
        if number is not None
    ]
    axis = NumberAxis(numbers) if numbers else None
    return Chart(
        axis,
        tuple((heading, tuple(_figure(fact, axis, content) for fact in facts)) for heading, facts in shown),
    )


def _figure(fact: FactView, axis: NumberAxis | None, content: Content) -> Figure:
    _, qualifier, low, point, high = figure(fact.row)
    glyph = glyphs.counted(qualifier, point, low, high, axis) if axis else Markup("")
    is_word = qualifier == "vague"
    return Figure(
        fact,
        _by(fact, content),
        glyph,
        "a word that stands for no number" if is_word else "no number is stated",
    )


def _by(fact: FactView, content: Content) -> str:
    """Return the source of a count, or the releaser."""
    row = fact.row
    if row["fact_type"] == "release":
        if row["released_by"] is None:
            return "by nobody whom an article names"
        to_be = "to be " if row["occurred"] is False else ""
        return f"{to_be}released by {content.names(row['released_by'])}"
    return (
        f"according to {content.names(row['according_to'])}" if row["according_to"] else "no source is named"
    )
