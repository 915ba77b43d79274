"""Draw dates and quantities in SVG, as precisely as known.

The page and the pictures share them. A dot is one day or one number. A tick is a bound, from which a bar
fades towards the unknown side. An outlined bar is "somewhere in here"; a filled one is "all of it". A blurred
dot is "about". A word that states no number has no glyph.

Horizontal positions are in percent, because the page stretches and the pictures do not. A glyph belongs in an
`<svg>` as wide as its axis and HEIGHT high. Colours are classes (assets/glyphs.css).
"""

from collections.abc import Iterable
from importlib import resources
from itertools import accumulate, pairwise

from markupsafe import Markup

from factpack.exports.explorer.axis import MARGIN, NumberAxis, TimeAxis
from factpack.models import edtf

HEIGHT = 22
_MIDDLE = HEIGHT / 2
_BAR = 8.0
_TIMES = ("on_several_days", "repeatedly")  # spans that are more than one time


def asset(name: str) -> str:
    """Return the text of a file in assets/."""
    return (resources.files("factpack.exports.explorer") / "assets" / name).read_text(encoding="utf-8")


# The gradients, masks and the hatching that glyphs refer to. Upper-case ids cannot collide with fact ids.
DEFINITIONS = Markup(asset("definitions.svg"))


def number(value: float) -> str:
    """Return a coordinate with at most two decimals, platform-independent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def grid(cuts: Iterable[float], gaps: Iterable[tuple[float, float]] = ()) -> Markup:
    """Return vertical lines, and hatched gaps as (left, width)."""
    gap = '<rect x="{}%" width="{}%" height="100%" fill="url(#Hatch)"/>'
    hatched = [gap.format(*map(number, place)) for place in gaps]
    lines = [f'<line class="grid" x1="{x}%" x2="{x}%" y1="0" y2="100%"/>' for x in map(number, cuts)]
    return Markup("".join((*hatched, *lines)))  # nosec: numbers only


def dated(date: edtf.Edtf, span: str | None, axis: TimeAxis) -> Markup:
    """Return the glyph of a date with its span."""
    vague = " vague" if date.approximate or date.uncertain else ""
    if date.precision == "day" and date.earliest is not None:
        return _dot((axis.start_of(date.earliest) + axis.end_of(date.earliest)) / 2, vague)
    start = axis.start_of(date.earliest) if date.earliest else None
    end = axis.end_of(date.latest) if date.latest else 0.0
    if start is None:
        return _fade(end, end - MARGIN, span)
    if date.latest is None:
        return _fade(start, start + MARGIN, span, arrow=date.text.endswith(".."))
    if span in _TIMES:
        return _bar("within", start, end) + _dashes(start, end)
    if span == "throughout":
        return _lasting(date, start, end, axis)
    return _bar(f"within{vague}", start, end)


def counted(
    qualifier: str, value: int | None, lower: int | None, upper: int | None, axis: NumberAxis
) -> Markup:
    """Return the glyph of a quantity; empty without a number."""
    if qualifier == "about" and value is not None:  # the width of the glyph has no meaning
        return _at(axis.at(value), '<circle class="blur" r="13" mask="url(#Blur)"/>')
    if lower is not None and upper is not None:
        if lower == upper:
            return _dot(axis.at(lower))
        return _bar("within", axis.at(lower), axis.at(upper)) + _ticks(axis.at(lower), axis.at(upper))
    if lower is not None:
        return _fade(axis.at(lower), 100, "within", arrow=True)
    if upper is not None:
        return _fade(axis.at(upper), axis.at(upper) - MARGIN, "within")
    return Markup("")


def parts(numbers: Iterable[int], axis: NumberAxis) -> Markup:
    """Return a pale bar for each number, end to end."""
    ends = [axis.at(axis.begins_at), *(axis.at(total) for total in accumulate(numbers))]
    bars = [_bar("part", left, right) for left, right in pairwise(ends)]
    return Markup("").join(bars) + _ticks(*ends[1:])


def arrow(start: float, end: float, *, reached: bool) -> Markup:
    """Return an arrow, broken unless the contribution was made."""
    head = "M-9-5-1 0-9 5" if end > start else "M9-5 1 0 9 5"
    kind, x1, x2, y = "" if reached else " broken", number(start), number(end), number(_MIDDLE)
    line = f'<line class="arrow{kind}" x1="{x1}%" x2="{x2}%" y1="{y}" y2="{y}"/>'
    tip = _at(end, f'<path class="arrow" d="{head}"/>')
    return Markup(f'<circle class="dot" cx="{x1}%" cy="{y}" r="3"/>{line}{tip}')


def _dot(at: float, vague: str = "") -> Markup:
    radius = 4.2 if vague else 4.5
    return Markup(f'<circle class="dot{vague}" cx="{number(at)}%" cy="{number(_MIDDLE)}" r="{radius}"/>')


def _at(at: float, shape: str) -> Markup:
    """Return a shape of fixed size at a position."""
    place = f'x="{number(at)}%" y="{number(_MIDDLE)}" width="1" height="1"'
    return Markup(f'<svg {place} overflow="visible">{shape}</svg>')


def _bar(kind: str, left: float, right: float, extra: str = "") -> Markup:
    place = f'x="{number(left)}%" y="{number(_MIDDLE - _BAR / 2)}"'
    size = f'width="{number(right - left)}%" height="{number(_BAR)}"'
    return Markup(f'<rect class="bar {kind}" {place} {size} rx="3"{extra}/>')


def _dashes(left: float, right: float) -> Markup:
    y = number(_MIDDLE)
    return Markup(f'<line class="dashes" x1="{number(left)}%" x2="{number(right)}%" y1="{y}" y2="{y}"/>')


def _ticks(*places: float) -> Markup:
    tick = (
        f'<line class="tick" x1="{{0}}%" x2="{{0}}%" y1="{number(_MIDDLE - 7)}" y2="{number(_MIDDLE + 7)}"/>'
    )
    return Markup("".join(map(tick.format, map(number, places))))


def _fade(at: float, end: float, span: str | None, *, arrow: bool = False) -> Markup:
    """Return a bar that fades from a tick towards `end`."""
    left, right = sorted((at, min(max(end, 0.0), 100.0)))
    fill, side = "all" if span == "throughout" else "somewhere", "Left" if end < at else "Right"
    bar = _bar(fill, left, right, f' mask="url(#Fade{side})"')
    dashes = _dashes(left, right) if span in _TIMES else ""
    # The arrow stands for an open end, not an unknown one.
    head = _at(right, '<path class="arrow" d="M-6-4 0 0-6 4"/>') if arrow else ""
    return bar + dashes + _ticks(at) + head


def _lasting(date: edtf.Edtf, start: float, end: float, axis: TimeAxis) -> Markup:
    first, _, last = date.text.partition("/")
    surely_from, surely_to = edtf.parse(first).latest, edtf.parse(last or first).earliest
    if not (last and surely_from and surely_to and surely_from <= surely_to):
        return _bar("within" if last else "all", start, end)
    left, right = axis.start_of(surely_from), axis.end_of(surely_to)
    outline = _bar("within", start, end) if (left, right) != (start, end) else Markup("")
    return outline + _bar("all", left, right)
