"""Charts of prisoners held and released, and their lower-bound total."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from factpack import overlaps
from factpack.exports.explorer import glyphs
from factpack.exports.explorer.axis import NumberAxis
from factpack.exports.explorer.content import Content, FactView, figure
from factpack.tables import totals
from factpack.tables.table import NamedRow


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
    """The sum of the lower bounds of non-overlapping figures."""

    total: int
    parts: tuple[tuple[FactView, int], ...]


def held(content: Content) -> Chart:
    """Return the chart of prisoners held, which are stocks."""
    stocks = _counts(content, lambda row: row["measure"] == "prisoners_held")
    return _chart([("Held at a time", stocks)])


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
        ]
    )


def lower_bound_total(content: Content) -> LowerBoundTotal | None:
    """Return the total of figures that count no person twice.

    Figures are added from the largest on. None if no figure has a lower bound.
    """
    taken = [addend for addend in totals.addends(content.tables) if addend.added]
    if not taken:
        return None
    return LowerBoundTotal(
        sum(addend.lower for addend in taken),
        tuple((content.fact(addend.fact_id), addend.lower) for addend in taken),
    )


def _counts(content: Content, wanted: Callable[[NamedRow], bool]) -> list[FactView]:
    return [fact for fact in content.of_type("count") if wanted(fact.row)]


def _chart(groups: Iterable[tuple[str, list[FactView]]]) -> Chart:
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
        axis, tuple((heading, tuple(_figure(fact, axis) for fact in facts)) for heading, facts in shown)
    )


def _figure(fact: FactView, axis: NumberAxis | None) -> Figure:
    _, qualifier, lower, value, upper = figure(fact.row)
    glyph = glyphs.counted(qualifier, value, lower, upper, axis) if axis else Markup("")
    is_word = qualifier == "vague"
    return Figure(
        fact, _by(fact), glyph, "a word that stands for no number" if is_word else "no number is stated"
    )


def _by(fact: FactView) -> str:
    """Return the source of a count, or the releaser."""
    row = fact.row
    if row["fact_type"] == "release":
        to_be = "" if row["stage"] in ("carried_out", "claimed") else "to be "
        return f"{to_be}released by {row['released_by_names']}"
    return f"according to {row['according_to_names']}" if row["according_to_names"] else "credited to nobody"
