"""The dates in a phrase.

Source of the rules: newspapers print a date without its year, or a weekday without its date, for one that is near to
publication (the Associated Press Stylebook: a weekday within seven days, beyond them month and day, beyond the year the
year too). Here it is the most recent one not after publication, where that is the same for every day on which the article
may have been published; one in an earlier year only if the next one is not nearer. Future dates ("will", "next") are
not read. Weeks begin on Monday (ISO 8601).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from factpack.evidence.lexicon import straighten
from factpack.models import edtf
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS, Edtf
from factpack.models.types import NOT_STATED

MASK: Final = "D"
# From the surest to the least sure: what is read from two dates is known as its weaker end is.
HOW: Final = ("stated", "year_inferred", "weekday", "relative")


@dataclass(frozen=True, slots=True, order=True)
class DateReading:
    """A date that can be read.

    text: EDTF; how: stated, year_inferred, weekday or relative.
    """

    text: str
    how: str


def _week(day: date) -> str:
    monday = day - timedelta(day.weekday())
    return f"{monday}/{monday + timedelta(6)}"


# The words ← the period that they mean in an article of that day.
_RELATIVE: Final[dict[str, Callable[[date], str]]] = {
    "yesterday": lambda day: f"{day - timedelta(1)}",
    "today": lambda day: f"{day}",
    "last week": lambda day: _week(day - timedelta(7)),
    "this week": _week,
    "earlier in the week": _week,
    "last month": lambda day: f"{day.replace(day=1) - timedelta(1):%Y-%m}",
    "this month": lambda day: f"{day:%Y-%m}",
    "last year": lambda day: f"{day.year - 1}",
    "this year": lambda day: f"{day.year}",
}
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}
_SHORT_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_MONTH: Final = rf"(?:(?:{'|'.join(MONTH_NAMES)})\b|{_SHORT_MONTH}\b\.?)"
# Alone, a May or a March is a month behind a preposition only.
_MONTH_ALONE: Final = (
    rf"(?:(?:{'|'.join(name for name in MONTH_NAMES if name not in ('March', 'May'))})\b|{_SHORT_MONTH}\."
    r"|(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=until )|(?<=by )|(?<=last )|(?<=[Tt]his )|(?<=etween )|(?<=rom )|(?<= to )|(?<=ough ))(?:March|May)\b)"
)
_WEEKDAY: Final = (
    r"(?:\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
)
# Nouns that figures count, so that "2000 people" is not read as a year, nor "In May 12 people" as a day.
_COUNTED: Final = (
    r"(?: (?:political|other|more|freed))*"
    r" (?:prisoners?|people|persons?|detainees?|citizens|men|women|visits?|percent|per cent)\b"
)
_DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[., ]\d{{3}}(?!\d)|[.:]\d| %|{_COUNTED})"
_YEAR: Final = rf"[12]\d{{3}}(?!\w|[.,:]\d| %|-(?:[A-Za-z]|\d\d(?!\d))|{_COUNTED})"
_UNCOUNTED: Final = (
    r"(?<!at least )(?<!more than )(?<!er than )(?<!less than )(?<!at most )(?<!up to )(?<!over )"
)
_JOINED: Final = r"(?:-|–| and | or | to )"

_DIGIT: Final = re.compile(r"\d")
_DAY_FIRST: Final = re.compile(rf"(?<![\w.,-])(?:the )?({_DAY})({_JOINED}{_DAY})?(?: of)? ({_MONTH})(?!\w)")
_ATOM: Final = re.compile(
    r"(?<!\w)(?=[12A-Zelty])(?:(?P<iso>\b[12]\d{3}-\d\d-\d\d\b)"
    rf"|(?:(?P<beside>{_WEEKDAY}),? \(?)?\b(?P<month>{_MONTH}) (?P<day>{_DAY})(?:{_JOINED}(?P<to>{_DAY}))?"
    rf"(?:,? (?P<year>{_YEAR}))?(?:(?:, a | \(|, )(?P<behind>{_WEEKDAY}))?"
    rf"|\b(?P<month_of>{_MONTH})(?:,? | of )(?P<its_year>{_YEAR})"
    rf"|(?P<weekday>{_WEEKDAY})"
    rf"|{_UNCOUNTED}(?<![\w.,$€£])(?<![A-Za-z]-)(?P<year_alone>(?=19|20){_YEAR})"
    rf"|\b(?P<month_alone>{_MONTH_ALONE})(?!\w)"
    rf"|\b(?P<relative>(?ai:{'|'.join(_RELATIVE)}))\b)"
)
# Before a date, what makes it another one: the time after it, the end of it, the next one.
_AWAY: Final = re.compile(
    r"\b(?:before|after|until|till|by|prior to|following|ahead of|from|through|beyond|as of|early|mid|late|later|next|last"
    r"|previous|(?:end|beginning|start|middle|half|week) of|no[tr](?: [oi]n)?|every|each|good|an?)[ -](?:the )?(?:summer of |a )?$",
    re.IGNORECASE,
)
_OTHER_TIME: Final = re.compile(
    r"(?: of)? (?:last|next|that|the (?:previous|following)) year\b| (?:week|before)\b",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(r"\bsince (?:the )?$", re.IGNORECASE)
_ABOUT: Final = re.compile(r"\b(?:about|around|circa|roughly|approximately) (?:the )?$", re.IGNORECASE)
_PERHAPS: Final = re.compile(r"\b(?:perhaps|possibly|probably|presumably|maybe|apparently)\b", re.IGNORECASE)
# A bare year or month without such a word before it tells which one is meant, not when: "the 2020 protests".
_WITHIN: Final = re.compile(
    r"\b(?:in|during|throughout|within|since|of|year|this|about|around|circa|roughly) $", re.IGNORECASE
)
_FUTURE: Final = (
    r"(?:will|would|shall|is to|are to|next|upcoming|coming|plan(?:s|ned)?|scheduled|expected|earliest)\b"
)
_AHEAD: Final = re.compile(rf"\b{_FUTURE}", re.IGNORECASE)
_THEN_AHEAD: Final = re.compile(rf"(?:,? (?!that\b)\S+){{0,3}}?,? {_FUTURE}", re.IGNORECASE)
_REPORTED: Final = re.compile(
    r"\b(?:said|told|announced|declared|promised|pledged|vowed|confirmed)\b", re.IGNORECASE
)
_LINK: Final = re.compile(r" ?(and|or|to|through|until|till|-|–) ?(?:on |in |the )*")

Anchor = tuple[date, date] | None  # the first and the last day on which it may have been written


def undated(phrase: str) -> str:
    """Return the phrase in lower case, dates replaced by D."""
    text, atoms = _dated(phrase)
    starts, ends = [0, *(atom.end() for atom in atoms)], [*(atom.start() for atom in atoms), len(text)]
    return MASK.join(text[start:end].lower() for start, end in zip(starts, ends, strict=True))


def _dated(phrase: str) -> tuple[str, list[re.Match[str]]]:
    """Return the phrase, months before days, with its dates."""
    text = straighten(phrase)
    if _DIGIT.search(text):
        text = _DAY_FIRST.sub(r"\3 \1\2", text)
    return text, [*_ATOM.finditer(text)]


def dates(phrase: str, published: Edtf | str) -> list[DateReading]:
    """Return the dates that can be read from a phrase.

    published: when the article was published, an Edtf, EDTF or not_stated. Two days joined by "and", and
    a range with "between" or "from … to", are one interval. A period that the publication falls into is
    read as a whole and up to the last day of publication; what lasts "since" a date, as open and up to that
    day.
    """
    own = edtf.parse(published) if isinstance(published, str) and published != NOT_STATED else published
    anchor = (own.earliest, own.latest) if isinstance(own, Edtf) and own.earliest and own.latest else None
    text, atoms = _dated(phrase)
    if not atoms:
        return []
    found = dict.fromkeys(_readings(text, atoms, anchor))
    capped = {reading: None for one in found for reading in _capped(one, anchor)}
    return sorted(found | capped)


def _capped(reading: DateReading, anchor: Anchor) -> Iterator[DateReading]:
    """Return a period up to the last day of publication.

    Only if the publication falls into it.
    """
    own = edtf.parse(reading.text)
    if anchor and own.earliest and own.latest and own.earliest < anchor[1] < own.latest:
        doubt = reading.text[len(reading.text.rstrip("~?")) :]
        yield DateReading(f"{own.earliest}{doubt}/{anchor[1]}{doubt}", reading.how)


def _readings(text: str, atoms: list[re.Match[str]], anchor: Anchor) -> Iterator[DateReading]:
    used: set[re.Match[str]] = set()
    for one, other in pairwise(atoms):
        link = _LINK.fullmatch(text, one.end(), other.start())
        opening = re.search(r"\b(between|from) (?:the )?$", text[: one.start()], re.IGNORECASE)
        days = all(atom["day"] or atom["weekday"] or atom["iso"] for atom in (one, other))
        if link is None or one in used or (link[1] in ("and", "or") and not (opening or days)):
            continue
        used |= {one, other}
        if (opening or not _AWAY.search(text[: one.start()])) and not _PERHAPS.search(text):
            ahead = _lies_ahead(text[: one.start()], text[other.end() :])
            yield from _window(one, other, None if ahead else anchor)
    for atom in atoms:
        before, behind, alone = text[: atom.start()], text[atom.end() :], atom[0] == text
        bare = (atom["year_alone"] or atom["month_alone"]) and not alone
        if (
            atom in used
            or _OTHER_TIME.match(behind)
            or (atom["weekday"] and behind.startswith(" of "))  # the first Friday of May
            or _AWAY.search(before)
            or (bare and not _WITHIN.search(before))
        ):
            continue
        for reading in _read(atom, None if _lies_ahead(before, behind) else anchor):
            if _SINCE.search(before):
                start = edtf.parse(reading.text.partition("/")[0])
                ends = ("..", str(anchor[1])) if anchor and start.earliest != anchor[1] else ("..",)
                for end in ends:
                    overlap = str(start.latest) >= end  # then both ends are days
                    with suppress(ValueError):  # it begins after the article
                        window = f"{start.earliest if overlap and end != '..' else start}/{end}"
                        yield DateReading(edtf.parse(window).text, reading.how)
            else:
                doubt = "~" if _ABOUT.search(before) else "?" if _PERHAPS.search(text) else ""
                yield DateReading("/".join(part + doubt for part in reading.text.split("/")), reading.how)


def _lies_ahead(before: str, behind: str) -> bool:
    """Say whether a date is one to come.

    "said on Friday it would" is not.
    """
    return bool(_AHEAD.search(before) or (_THEN_AHEAD.match(behind) and not _REPORTED.search(before)))


def _window(one: re.Match[str], other: re.Match[str], anchor: Anchor) -> Iterator[DateReading]:
    """Return the interval from one date to another.

    The first is the most recent one not after the second.
    """
    for end in _read(other, anchor):
        last = edtf.parse(end.text)
        if last.earliest is None or last.latest is None:
            continue
        day = last.earliest - timedelta(1) if one["weekday"] else last.latest
        yearless = not (one["year"] or one["its_year"] or one["year_alone"] or one["iso"] or one["relative"])
        for start in _read(one, anchor if one["relative"] else (day, day)):
            how = end.how if yearless and not one["weekday"] else max(start.how, end.how, key=HOW.index)
            with suppress(ValueError):  # it ends before it begins
                yield DateReading(
                    edtf.parse(f"{start.text.partition('/')[0]}/{end.text.rpartition('/')[2]}").text, how
                )


def _read(atom: re.Match[str], anchor: Anchor) -> Iterator[DateReading]:
    """Read one date: yield at most one reading."""
    text, how = _stated(atom)
    if text is None and anchor is not None:
        first, last = (_recent(atom, day) for day in anchor)
        text = first if first == last else None
    with suppress(ValueError):  # a day that the calendar lacks
        own = edtf.parse(text or "")
        beside = atom["beside"] or atom["behind"]
        if not beside or (own.earliest and _weekday(beside) == own.earliest.weekday()):
            yield DateReading(own.text, how)


def _stated(atom: re.Match[str]) -> tuple[str | None, str]:
    """Return a date with a printed year, and its basis."""
    if year := atom["year"] or atom["its_year"]:
        return _on(atom, int(year)), "stated"
    if atom["iso"] or atom["year_alone"]:
        return atom["iso"] or atom["year_alone"], "stated"
    return None, "weekday" if atom["weekday"] else "relative" if atom["relative"] else "year_inferred"


def _on(atom: re.Match[str], year: int) -> str:
    number = _MONTH_NUMBERS[(atom["month"] or atom["month_of"] or atom["month_alone"])[:3]]
    if not atom["day"]:
        return f"{year}-{number:02}"
    first, last = (
        day.rstrip("dhnrst") for day in (atom["day"], atom["to"] or atom["day"])
    )  # 1st, 2nd, 3rd, 4th
    days = [f"{year}-{number:02}-{int(day):02}" for day in (first, last)]
    return "/".join(dict.fromkeys(days))


def _recent(atom: re.Match[str], day: date) -> str | None:
    """Return the most recent such date not after a day."""
    if atom["relative"]:
        return _RELATIVE[atom["relative"].lower()](day)
    if atom["weekday"]:
        return f"{day - timedelta((day.weekday() - _weekday(atom['weekday'])) % 7)}"
    for year in range(day.year, day.year - 5, -1):  # leap days are four years apart
        with suppress(ValueError):
            own = edtf.parse(_on(atom, year))
            earliest, latest = own.earliest, own.latest
            if earliest and latest and (latest if atom["day"] else earliest) <= day:
                return own.text if year == day.year or _nearer(atom, latest, day) else None
    return None


def _nearer(atom: re.Match[str], past: date, day: date) -> bool:
    """Say whether the date of an earlier year is nearer.

    At least as near to a day as the next one.
    """
    with suppress(ValueError):
        coming = edtf.parse(_on(atom, past.year + 1)).earliest
        return coming is None or day - past <= coming - day
    return True


def _weekday(name: str) -> int:
    return next(number for number, day in enumerate(WEEKDAYS) if day.startswith(name[:3].lower()))
