"""The pictures of exports/plots: the marks of the page on sheets of their own."""

import textwrap

from markupsafe import Markup

from factpack import wording
from factpack.exports.explorer import axis, deals, figures, marks
from factpack.exports.explorer.content import Content, Fact
from factpack.exports.explorer.files import TYPES
from factpack.exports.explorer.sheet import EDGE, LINE, SPACES, TRACK, TRACK_WIDTH, WIDTH, Sheet

FOLDER = "exports/plots"

_LETTERS = int((WIDTH - 2 * EDGE) / SPACES)  # that fit on a line of the whole width


def write(content: Content) -> dict[str, bytes]:
    """The pictures, path → bytes. One that would be empty is not made."""
    held, released = figures.held(content), figures.released(content)
    exchanges = list(deals.deals(content))
    sheets = {
        "deals.svg": _deals(exchanges) if any(deal.gifts for deal in exchanges) else None,
        "timeline.svg": _timeline(content) if any(fact.parsed for fact in content.facts) else None,
        "prisoners-held.svg": _figures("Prisoners held", held) if held.groups else None,
        "prisoners-released.svg": _figures("Prisoners released", released) if released.groups else None,
    }
    return {f"{FOLDER}/{name}": sheet for name, sheet in sheets.items() if sheet is not None}


def _timeline(content: Content) -> bytes:
    sheet = Sheet("Timeline of all facts, by type")
    sheet.note(
        "A dot: that day. An outlined bar: at some time in it. A filled bar: all the time. Fading: start or end not known, "
        "the tick is the bound. Ochre: only claimed, planned, considered, demanded, promised or announced. The scale is "
        "uneven: months in which much happened are wide, quiet years narrow."
    )
    time = axis.TimeAxis(fact.parsed for fact in content.facts if fact.parsed)
    top = sheet.y + 24
    for ticks, y in ((time.years, top + 12), (time.months, top + 28)):
        for tick in axis.fitting(ticks, TRACK_WIDTH):
            sheet.text(TRACK + TRACK_WIDTH * tick.at / 100 + 3, y, tick.label, "tick-label")
    sheet.y = top + 10
    for fact_type, heading in TYPES.items():
        dated = [(fact, fact.parsed) for fact in content.of_type(fact_type) if fact.parsed]
        if dated:
            sheet.heading(heading)
        for fact, date in dated:
            mark = marks.dated(date, fact.row["date_span"], time)
            sheet.row(fact, fact.row["title"], _when(fact), mark)
    sheet.grid(time.cuts, top)
    undated = [fact for fact in content.facts if not fact.parsed]
    if undated:
        sheet.heading("Not dated by any article")
    for fact in undated:
        sheet.row(fact, fact.row["title"], _when(fact), Markup(""))
    dates = len(content.facts) - len(undated)
    return sheet.finish(
        f"{wording.plural(dates, 'fact')} with a date, each drawn as precisely as the articles date it, and "
        f"{len(undated)} that no article dates. The same as a table: exports/csv/facts.csv."
    )


def _figures(title: str, chart: figures.Chart) -> bytes:
    sheet = Sheet(title)
    note = (
        "A dot: a number as an article gives it. A tick with an arrow: a bound, “at least” or “more than”. A soft blot: about. "
        "A word stands for no number and has no mark. Ochre: only claimed, planned, considered or demanded."
    )
    if chart.axis and chart.axis.begins_at:
        note += f" The axis begins at {chart.axis.begins_at:,}, not at 0."
    sheet.note(note)
    top = sheet.y + 24
    if chart.axis:
        for tick in chart.axis.ticks:
            sheet.text(
                TRACK + TRACK_WIDTH * tick.at / 100, top + 12, tick.label, "tick-label", anchor="middle"
            )
    sheet.y = top + 18
    for heading, group in chart.groups:
        if len(chart.groups) > 1:
            sheet.heading(heading)
        for figure in group:
            word = "" if figure.mark else figure.in_place
            sheet.row(
                figure.fact, f"{figure.fact.summary}, {figure.by}", _when(figure.fact), figure.mark, word=word
            )
    if chart.axis:
        sheet.grid((tick.at for tick in chart.axis.ticks), top + 18)
    said = "; ".join(
        f"{figure.fact.summary}, {figure.by}, {_when(figure.fact)}"
        for _, group in chart.groups
        for figure in group
    )
    return sheet.finish(f"{said}. The same as tables: exports/csv/counts.csv and releases.csv.")


def _when(fact: Fact) -> str:
    return fact.date if fact.reached else f"{fact.date}; {wording.code(fact.row['stage'])}"


def _deals(found: list[deals.Deal]) -> bytes:
    sheet = Sheet("Deals: who gives what to whom, as articles report")
    sheet.note(
        "An arrow leads from who gives to who receives: whole where it took place, broken and ochre where it was only "
        "considered, claimed, promised or announced. Nothing here says that a deal was kept, nor what was given for what."
    )
    told = []
    for deal in found:
        sheet.heading("")
        sheet.y -= LINE
        for line in textwrap.wrap(deal.row["title"], _LETTERS):
            sheet.text(EDGE, sheet.y, line, "heading")
            sheet.y += LINE
        sheet.rule(sheet.y - LINE / 2)
        sheet.y += LINE
        for name, at in deal.parties:
            anchor = "start" if at == 0 else "end" if at == _RIGHTMOST else "middle"
            sheet.text(_across(at), sheet.y, name, "party", anchor)
        top = sheet.y + 8
        for gift in deal.gifts:
            words = f"{gift.fact.summary}: {wording.code(gift.fact.row['stage'])}, {gift.fact.date}"
            sheet.y += LINE
            for line in textwrap.wrap(words, _LETTERS):
                sheet.y += LINE
                sheet.text(WIDTH / 2, sheet.y, line, "words", "middle")
            kind = "reached" if gift.fact.reached else "said"
            sheet.track(gift.mark, sheet.y + 4, marks.HEIGHT, kind, left=EDGE, width=WIDTH - 2 * EDGE)
            sheet.y += marks.HEIGHT
            told.append(f"{gift.giver} to {gift.receivers or 'nobody named'}: {words}")
        for name in deal.silent:
            sheet.y += 2 * LINE
            sheet.text(WIDTH / 2, sheet.y, f"From {name}: no article says what.", "word", "middle")
            told.append(f"from {name}, no article says what")
        sheet.y += LINE
        sheet.uprights((_across(at) for _, at in deal.parties), top, sheet.y)
    return sheet.finish(f"{'; '.join(told)}. The same as a table: exports/csv/deals.csv.")


_RIGHTMOST = 100


def _across(at: float) -> float:
    """A place in percent of the width between the edges."""
    return EDGE + (WIDTH - 2 * EDGE) * at / 100
