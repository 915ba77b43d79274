"""Draw the pictures of exports/plots as stand-alone SVG.

Their text uses the reader's sans-serif font, of unknown width. Lines are broken early enough for a wide one.
"""

import textwrap

from markupsafe import Markup, escape

from factpack import wording
from factpack.exports.explorer import axis, comparisons, glyphs
from factpack.exports.explorer.content import TYPES, Content, FactView
from factpack.tables.table import NamedRow

FOLDER = "exports/plots"

_WIDTH, _EDGE, _LINE = 1000, 20, 16
_WHEN, _TRACK = 430, 610  # left edges of the second and the third column
_TRACK_WIDTH = _WIDTH - _EDGE - _TRACK
_LETTER = 7.2  # a generous estimate in pixels, at the font size of the first column


def write(content: Content) -> dict[str, bytes]:
    """Return the pictures, except empty ones: path → bytes."""
    held, released = comparisons.held(content), comparisons.released(content)
    exchanges = list(comparisons.deals(content))
    pictures = {
        "deals.svg": _deals(exchanges) if any(deal["contributions"] for deal in exchanges) else None,
        "timeline.svg": _timeline(content) if any(fact.parsed for fact in content.facts) else None,
        "prisoners-held.svg": _figures("Prisoners held", held) if held.groups else None,
        "prisoners-released.svg": _figures("Prisoners released", released) if released.groups else None,
    }
    return {f"{FOLDER}/{name}": picture for name, picture in pictures.items() if picture is not None}


class Canvas:
    """A picture that grows from top to bottom."""

    def __init__(self, title: str, note: str) -> None:
        self.title = title
        self.parts: list[str] = []  # of SVG
        self.y = 36.0
        self.text(_EDGE, title, "title")
        self.y += 22
        self.lines(note, "soft")

    def text(self, x: float, words: str, role: str, anchor: str = "start", down: float = 0) -> None:
        place = f'x="{glyphs.number(x)}" y="{glyphs.number(self.y + down)}"'
        self.parts.append(f'<text class="{role}" {place} text-anchor="{anchor}">{escape(words)}</text>')

    def lines(self, words: str, role: str) -> None:
        """Write words over the full width."""
        for line in textwrap.wrap(words, int((_WIDTH - 2 * _EDGE) / _LETTER)):
            self.text(_EDGE, line, role)
            self.y += _LINE

    def heading(self, words: str) -> None:
        self.y += 30
        self.lines(words, "heading")

    def on_track(self, at: float, words: str, role: str, anchor: str = "middle", down: float = 0) -> None:
        """Write words at a place of the axis, in percent."""
        self.text(_TRACK + _TRACK_WIDTH * at / 100, words, role, anchor, down)

    def row(self, first: str, second: str, glyph: Markup, word: str = "", *, reached: bool = True) -> None:
        """Draw a row: words, then a glyph or `word`."""
        left = textwrap.wrap(first, int((_WHEN - _EDGE) / _LETTER))
        middle = textwrap.wrap(second, int((_TRACK - _WHEN) / (_LETTER - 0.7)))
        height = max(len(left), len(middle)) * _LINE + 10
        y = glyphs.number(self.y)
        self.parts.append(f'<line class="grid" x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{y}" y2="{y}"/>')
        for x, role, column in ((_EDGE, "words", left), (_WHEN, "soft", middle)):
            for number, line in enumerate(column, start=1):
                self.text(x, line, role, down=number * _LINE + 2)
        kind = "reached" if reached else "said"
        self.parts.append(_track(glyph, self.y + (height - glyphs.HEIGHT) / 2, glyphs.HEIGHT, kind))
        self.on_track(axis.MARGIN, word, "word", "start", down=_LINE + 2)
        self.y += height

    def grid(self, grid: Markup, top: float) -> None:
        """Draw a grid behind everything, from `top` to here."""
        self.parts.insert(0, _track(grid, top, self.y - top))

    def finish(self, description: str) -> bytes:
        template = Markup(glyphs.asset("picture.svg"))
        return template.format(
            width=_WIDTH,
            height=glyphs.number(self.y + 24),
            title=self.title,
            description=description,
            style=Markup(glyphs.asset("glyphs.css") + glyphs.asset("pictures.css")),
            definitions=glyphs.DEFINITIONS,
            parts=Markup("\n".join(self.parts)),
        ).encode()


def _track(content: Markup, y: float, height: float, kind: str = "") -> str:
    """Return content whose positions are in percent of the axis."""
    place = f'x="{_TRACK}" y="{glyphs.number(y)}" width="{_TRACK_WIDTH}" height="{glyphs.number(height)}"'
    return f'<svg class="{kind}" {place} overflow="visible">{content}</svg>'


def _timeline(content: Content) -> bytes:
    canvas = Canvas(
        "Timeline of all facts, by type",
        "A dot: that day. An outlined bar: at some time in it. A filled bar: all the time. Fading: start or end not known, "
        "the tick is the bound. Ochre: only claimed, planned, considered, demanded, promised or announced. The scale is "
        "uneven: months with many dates are wide, hatched stretches are compressed.",
    )
    time = axis.TimeAxis(fact.parsed for fact in content.facts if fact.parsed)
    top = canvas.y
    for ticks in (time.years, time.months):
        canvas.y += _LINE
        for tick in axis.fitting(ticks, _TRACK_WIDTH):
            canvas.on_track(tick.at, f"\u2009{tick.label}", "tick-label", "start")

    def draw(heading: str, facts: list[FactView]) -> None:
        if facts:
            canvas.heading(heading)
        for fact in facts:
            glyph = glyphs.dated(fact.parsed, fact.row["date_span"], time) if fact.parsed else Markup("")
            when = fact.date if fact.reached else f"{fact.date}; {wording.code(fact.row['stage'])}"
            canvas.row(fact.row["title"], when, glyph, reached=fact.reached or not glyph)

    for fact_type, heading in TYPES.items():
        draw(heading, [fact for fact in content.of_type(fact_type) if fact.parsed])
    canvas.grid(glyphs.grid(time.cuts, time.gaps), top)
    undated = [fact for fact in content.facts if not fact.parsed]
    draw("No article dates them", undated)
    dates = wording.plural(len(content.facts) - len(undated), "fact")
    return canvas.finish(
        f"{dates} with a date, each drawn as precisely as the articles date it, and {len(undated)} that no article "
        "dates. The same as a table: exports/csv/facts.csv."
    )


def _figures(title: str, chart: comparisons.Chart) -> bytes:
    note = (
        "A dot: a number as an article gives it. A tick with an arrow: a bound, “at least” or “more than”. A blurred dot: about. "
        "A pale bar: the whole around a part, or the parts of a lower bound. A word states no number and has no glyph. Ochre: only claimed, implied, planned, considered or demanded."
    )
    ticks = chart.axis.ticks if chart.axis else ()
    if chart.axis and chart.axis.begins_at:
        note += f" The axis begins at {chart.axis.begins_at:,}, not at 0."
    canvas = Canvas(title, note)
    canvas.y += 8
    for tick in ticks:
        canvas.on_track(tick.at, tick.label, "tick-label")
    canvas.y += 8
    top, listed = canvas.y, []
    for heading, group in chart.groups:
        if len(chart.groups) > 1:
            canvas.heading(heading)
        for figure in group:
            reached = figure.fact is None or figure.fact.reached
            stage = "" if figure.fact is None or reached else f"; {wording.code(figure.fact.row['stage'])}"
            word = "" if figure.glyph else figure.placeholder
            canvas.row(figure.words, figure.source + stage, figure.glyph, word, reached=reached)
            listed.append(f"{figure.words}, {figure.source}{stage}")
    canvas.grid(glyphs.grid(tick.at for tick in ticks), top)
    return canvas.finish(f"{'; '.join(listed)}. The same as tables: exports/csv/counts.csv and releases.csv.")


def _deals(deals: list[NamedRow]) -> bytes:
    canvas = Canvas(
        "Deals: what each party contributes, as articles report",
        "An arrow points from the contributor to the recipient: whole if it took place, broken and ochre if it was only "
        "considered, claimed, promised or announced. Nothing here says that a deal was kept.",
    )
    listed = []
    for deal in deals:
        canvas.heading(deal["title"])
        canvas.y += 8 if len(deal["parties"]) <= 2 else 8 + _LINE
        for name, at in deal["parties"]:
            between = 0 < at < 100  # a line higher, so that names do not overlap
            anchor = "middle" if between else "end" if at else "start"
            canvas.on_track(at, name, "party", anchor, -_LINE if between else 0)
        canvas.y += 8
        top = canvas.y
        for one in deal["contributions"]:
            fact, contributor = one["fact"], one["contributor_name"]
            words = f"{fact.summary}: {wording.code(fact.row['stage'])}"
            word = "" if one["glyph"] else f"{contributor or 'contributor not stated'}, no recipient stated"
            canvas.row(words, fact.date, one["glyph"], word, reached=fact.reached)
            parties = f"{contributor or 'not stated'} to {one['recipient_name'] or 'not stated'}"
            listed.append(f"{parties}: {words}, {fact.date}")
        for name in deal["silent"]:
            canvas.row(f"{name}: no article reports a contribution.", "", Markup(""))
            listed.append(f"{name}: no article reports a contribution")
        canvas.grid(glyphs.grid(at for _, at in deal["parties"]), top)
    return canvas.finish(f"{'; '.join(listed)}. The same as a table: exports/csv/fact_deals.csv.")
