"""Figures of prisoners, held and released, with the axis that they share; and what may be added up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from factpack import overlaps
from factpack.exports.explorer import marks
from factpack.exports.explorer.axis import NumberAxis
from factpack.exports.explorer.content import Content, Fact, figure
from factpack.tables import totals
from factpack.tables.table import NamedRow


@dataclass(frozen=True)
class Figure:
    """A figure as reported, and its mark. in_place: what stands in its place, where there is no number to draw."""

    fact: Fact
    by: str
    mark: Markup
    in_place: str


@dataclass(frozen=True)
class Chart:
    """Figures under headings, on one axis; without an axis where none of them has a number."""

    axis: NumberAxis | None
    groups: tuple[tuple[str, tuple[Figure, ...]], ...]


@dataclass(frozen=True)
class SafeSum:
    """The lower bounds of figures that count nobody twice, and their sum."""

    total: int
    parts: tuple[tuple[Fact, int], ...]


def held(content: Content) -> Chart:
    """Prisoners held: stocks, by date and counter."""
    stocks = _counts(content, lambda row: row["measure"] == "prisoners_held")
    return _chart([("Held at a time", stocks)])


def released(content: Content) -> Chart:
    """Prisoners released: acts that took place, running totals, and what was only said."""
    acts = content.of_type("release")
    running = _counts(content, lambda row: row["measure"] in overlaps.RUNNING_TOTALS)
    return _chart(
        [
            ("Acts of release that took place", [fact for fact in acts if fact.reached]),
            ("Running totals over several acts", running),
            ("Acts claimed, planned, considered or demanded", [fact for fact in acts if not fact.reached]),
        ]
    )


def safe_sum(content: Content) -> SafeSum | None:
    """The figures, from the largest on, that count nobody twice; None where no figure has a lower bound."""
    taken = [addend for addend in totals.addends(content.tables) if addend.added]
    if not taken:
        return None
    return SafeSum(
        sum(addend.lower for addend in taken),
        tuple((content.fact(addend.fact_id), addend.lower) for addend in taken),
    )


def _counts(content: Content, wanted: Callable[[NamedRow], bool]) -> list[Fact]:
    return [fact for fact in content.of_type("count") if wanted(fact.row)]


def _chart(groups: Iterable[tuple[str, list[Fact]]]) -> Chart:
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


def _figure(fact: Fact, axis: NumberAxis | None) -> Figure:
    _, qualifier, lower, value, upper = figure(fact.row)
    mark = marks.counted(qualifier, value, lower, upper, axis) if axis else Markup("")
    is_word = qualifier == "vague"
    return Figure(
        fact, _by(fact), mark, "a word that stands for no number" if is_word else "no number is stated"
    )


def _by(fact: Fact) -> str:
    """Who stands behind a figure: the one who is credited, or the one who freed."""
    row = fact.row
    if row["fact_type"] == "release":
        to_be = "" if row["stage"] in ("carried_out", "claimed") else "to be "
        return f"{to_be}released by {row['released_by_names']}"
    return f"according to {row['according_to_names']}" if row["according_to_names"] else "credited to nobody"
