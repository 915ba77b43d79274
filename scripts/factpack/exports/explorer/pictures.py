"""The pictures of exports/plots."""

import textwrap

from markupsafe import Markup

from factpack import wording
from factpack.exports.explorer import axis, glyphs, comparisons
from factpack.exports.explorer.canvas import EDGE, LETTER_WIDTH, LINE, TRACK, TRACK_WIDTH, WIDTH, Canvas
from factpack.exports.explorer.content import Content, FactView
from factpack.exports.explorer.layout import TYPES

FOLDER = "exports/plots"

_LETTERS = int((WIDTH - 2 * EDGE) / LETTER_WIDTH)  # on a line of the full width


def write(content: Content) -> dict[str, bytes]:
    """Return the pictures, except empty ones: path → bytes."""
    held, released = comparisons.held(content), comparisons.released(content)
    exchanges = list(comparisons.deals(content))
    pictures = {
        "deals.svg": _deals(exchanges) if any(deal.contributions for deal in exchanges) else None,
        "timeline.svg": _timeline(content) if any(fact.parsed for fact in content.facts) else None,
        "prisoners-held.svg": _figures("Prisoners held", held) if held.groups else None,
        "prisoners-released.svg": _figures("Prisoners released", released) if released.groups else None,
    }
    return {f"{FOLDER}/{name}": picture for name, picture in pictures.items() if picture is not None}


def _timeline(content: Content) -> bytes:
    canvas = Canvas("Timeline of all facts, by type")
    canvas.note(
        "A dot: that day. An outlined bar: at some time in it. A filled bar: all the time. Fading: start or end not known, "
        "the tick is the bound. Ochre: only claimed, planned, considered, demanded, promised or announced. The scale is "
        "uneven: months with many dates are wide, hatched stretches are compressed."
    )
    time = axis.TimeAxis(fact.parsed for fact in content.facts if fact.parsed)
    top = canvas.y + 24
    for ticks, y in ((time.years, top + 12), (time.months, top + 28)):
        for tick in axis.fitting(ticks, TRACK_WIDTH):
            canvas.text(TRACK + TRACK_WIDTH * tick.at / 100 + 3, y, tick.label, "tick-label")
    canvas.y = top + 10
    for fact_type, heading in TYPES.items():
        dated = [(fact, fact.parsed) for fact in content.of_type(fact_type) if fact.parsed]
        if dated:
            canvas.heading(heading)
        for fact, date in dated:
            glyph = glyphs.dated(date, fact.row["date_span"], time)
            canvas.row(fact, fact.row["title"], _when(fact), glyph)
    canvas.grid(glyphs.grid(time.cuts, time.gaps), top)
    undated = [fact for fact in content.facts if not fact.parsed]
    if undated:
        canvas.heading("Not dated by any article")
    for fact in undated:
        canvas.row(fact, fact.row["title"], _when(fact), Markup(""))
    dates = len(content.facts) - len(undated)
    return canvas.finish(
        f"{wording.plural(dates, 'fact')} with a date, each drawn as precisely as the articles date it, and "
        f"{len(undated)} that no article dates. The same as a table: exports/csv/facts.csv."
    )


def _figures(title: str, chart: comparisons.Chart) -> bytes:
    canvas = Canvas(title)
    note = (
        "A dot: a number as an article gives it. A tick with an arrow: a bound, “at least” or “more than”. A blurred dot: about. "
        "A word states no number and has no glyph. Ochre: only claimed, implied, planned, considered or demanded."
    )
    if chart.axis and chart.axis.begins_at:
        note += f" The axis begins at {chart.axis.begins_at:,}, not at 0."
    canvas.note(note)
    top = canvas.y + 24
    if chart.axis:
        for tick in chart.axis.ticks:
            canvas.text(
                TRACK + TRACK_WIDTH * tick.at / 100, top + 12, tick.label, "tick-label", anchor="middle"
            )
    canvas.y = top + 18
    for heading, group in chart.groups:
        if len(chart.groups) > 1:
            canvas.heading(heading)
        for figure in group:
            word = "" if figure.glyph else figure.placeholder
            canvas.row(
                figure.fact,
                f"{figure.fact.summary}, {figure.by}",
                _when(figure.fact),
                figure.glyph,
                word=word,
            )
    if chart.axis:
        canvas.grid(glyphs.grid(tick.at for tick in chart.axis.ticks), top + 18)
    listed = "; ".join(
        f"{figure.fact.summary}, {figure.by}, {_when(figure.fact)}"
        for _, group in chart.groups
        for figure in group
    )
    return canvas.finish(f"{listed}. The same as tables: exports/csv/counts.csv and releases.csv.")


def _when(fact: FactView) -> str:
    return fact.date if fact.reached else f"{fact.date}; {wording.code(fact.row['stage'])}"


def _deals(deal_views: list[comparisons.DealView]) -> bytes:
    canvas = Canvas("Deals: what each party contributes, as articles report")
    canvas.note(
        "An arrow points from the contributor to the recipient: whole if it took place, broken and ochre if it was only "
        "considered, claimed, promised or announced. Nothing here says that a deal was kept."
    )
    statements = []
    for deal in deal_views:
        canvas.heading("")
        canvas.y -= LINE
        for line in textwrap.wrap(deal.row["title"], _LETTERS):
            canvas.text(EDGE, canvas.y, line, "heading")
            canvas.y += LINE
        canvas.rule(canvas.y - LINE / 2)
        canvas.y += LINE
        for name, at in deal.parties:
            anchor = "start" if at == 0 else "end" if at == _RIGHTMOST else "middle"
            canvas.text(_across(at), canvas.y, name, "party", anchor)
        top = canvas.y + 8
        for contribution in deal.contributions:
            words = f"{contribution.fact.summary}: {wording.code(contribution.fact.row['stage'])}, {contribution.fact.date}"
            canvas.y += LINE
            for line in textwrap.wrap(words, _LETTERS):
                canvas.y += LINE
                canvas.text(WIDTH / 2, canvas.y, line, "words", "middle")
            kind = "reached" if contribution.fact.reached else "said"
            canvas.track(
                contribution.glyph, canvas.y + 4, glyphs.HEIGHT, kind, left=EDGE, width=WIDTH - 2 * EDGE
            )
            canvas.y += glyphs.HEIGHT
            parties = (
                f"{contribution.contributor or 'not stated'} to {contribution.recipient or 'not stated'}"
            )
            statements.append(f"{parties}: {words}")
        for name in deal.silent:
            canvas.y += 2 * LINE
            canvas.text(WIDTH / 2, canvas.y, f"{name}: no article reports a contribution.", "word", "middle")
            statements.append(f"{name}: no article reports a contribution")
        canvas.y += LINE
        canvas.gridlines((_across(at) for _, at in deal.parties), top, canvas.y)
    return canvas.finish(f"{'; '.join(statements)}. The same as a table: exports/csv/fact_deals.csv.")


_RIGHTMOST = 100


def _across(at: float) -> float:
    """Convert percent of the width between the edges to pixels."""
    return EDGE + (WIDTH - 2 * EDGE) * at / 100
