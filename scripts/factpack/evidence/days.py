"""Read the dates in a phrase.

Newspapers print a date near publication without its year, or only its weekday (the Associated Press Stylebook: a weekday
within seven days, otherwise month and day, with the year if it is another one). Such a date is read as the most recent one
not after publication, if that is the same for every day on which the article may have been published. It is at most half a
year old if it is a month, 300 days if it is a day, and a year after "since": older ones are printed with the year. Future dates are read only if relative ("next month") or shortly after
the verb ("will meet in July"). Weeks begin on Monday (ISO 8601); spring is March to May.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from factpack.evidence.lexicon import TEENS, UNITS, straighten
from factpack.models import edtf
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS, Edtf
from factpack.models.types import NOT_STATED

MASK: Final = "D"
# From the most to the least certain: an interval has the basis of its less certain end.
HOW: Final = ("stated", "year_inferred", "weekday", "relative")


class DateReading(NamedTuple):
    """A date read from a phrase, and its basis."""

    text: str
    how: str


# Words → days from publication; _PERIOD also has counted days, weeks, months and years.
_DAYS: Final = {
    "yesterday": -1, "last night": -1, "last evening": -1, "the day before yesterday": -2, "today": 0, "tonight": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
COUNTS: Final = {word: number for number, word in enumerate((*UNITS, *TEENS), start=1)}
_COUNT: Final = rf"(?:{'|'.join(COUNTS)}|[1-9]\d?)"
_PERIOD: Final = (
    rf"{'|'.join(_DAYS)}|{_COUNT} days ago|(?:last|over the|at the) weekend|(?:earlier|later) in the (?:week|month|year)"
    rf"|(?:the|this) (?:past|last) (?:{_COUNT} (?:day|week|month|year)s?|week|month|year)"
    r"|(?:earlier |later )?(?:last|this|(?<!the )next) (?:week|month|year)"
)
# Parts of a year → their first and last month.
_SPANS: Final = {
    "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6), "third quarter": (7, 9),
    **dict.fromkeys(("fourth quarter", "last quarter", "final quarter"), (10, 12)),
    **{f"first {word} months": (1, number) for word, number in COUNTS.items() if number < 12},
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11),
}  # fmt: skip
_WEEKDAY_NUMBERS: Final = {name[:3]: number for number, name in enumerate(WEEKDAYS)}
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}
_SHORT_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_MONTH: Final = rf"(?:(?:{'|'.join(MONTH_NAMES)})\b|{_SHORT_MONTH}\b\.?)"
# Without a day or a year, May and March are months only after a word such as "in".
_MONTH_ALONE: Final = (
    rf"(?:(?:{'|'.join(name for name in MONTH_NAMES if name not in ('March', 'May'))})\b|{_SHORT_MONTH}\."
    r"|(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=until )|(?<=by )|(?<=last )|(?<=[Tt]his )|(?<=etween )|(?<=rom )|(?<= to )|(?<=ough )|(?<=arly )|(?<=ate )|(?<=mid-)|(?<= of )|(?<= as ))(?:March|May)\b)"
)
_WEEKDAY: Final = r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
# Nouns that figures count, so that "2000 people" is not read as a year, nor "In May 12 people" as a day.
_COUNTED: Final = r"(?: (?:political|other|more|freed))* (?:prisoners?|people|persons?|detainees?|citizens|men|women|visits?|per ?cent)\b"
_DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[., ]\d{{3}}(?!\d)|[.:]\d| %|{_COUNTED})"
_YEAR: Final = rf"[12]\d{{3}}(?!\w|[.,:]\d| %|[-–](?:[A-Za-z]|\d\d(?!\d))|{_COUNTED})"
_UNCOUNTED: Final = r"(?<!than )(?<!at least )(?<!at most )(?<!up to )(?<!over )"
_JOINED: Final = r"(?:-|–| and | or | to (?:the )?| through )"

_ATOM: Final = re.compile(
    r"(?<!\w)(?=[1-9A-Zae-flnos-ty])(?:(?P<iso>\b[12]\d{3}-\d\d-\d\d\b)"
    rf"|(?:(?P<beside>{_WEEKDAY}),? \(?)?\b(?P<month>{_MONTH}) (?P<day>{_DAY})(?:{_JOINED}(?P<to>{_DAY}))?"
    rf"(?:(?:,| of)? (?P<year>{_YEAR}|(?:last|this) year))?(?:(?:, a | \(|, )(?P<behind>{_WEEKDAY}))?"
    rf"|\b(?:(?P<which>[Ll]ast|[Tt]his) )?(?:(?P<month_of>{_MONTH})(?! {_DAY})|(?P<span>{'|'.join(_SPANS)}))"
    rf"(?(which)\b|(?:,? | of )(?P<its_year>{_YEAR}|(?:last|this|the) year))"
    rf"|(?P<weekday>{_WEEKDAY})(?: (?:of )?(?P<its_week>last|this) week\b)?"
    rf"|{_UNCOUNTED}(?<![\w.,$€£])(?:(?<=mid-)|(?<![A-Za-z]-))(?P<year_alone>(?=19|20){_YEAR})"
    rf"|\b(?P<month_alone>{_MONTH_ALONE})(?!\w)"
    rf"|\b(?!(?<=\w )T)(?P<relative>(?ai:{_PERIOD}))\b)"
)
# "The ministry said on Monday": when it was said, not when it was done.
SAID_ON: Final = re.compile(
    rf"\b(?:said|says|wrote|added|promised|pledged|vowed|told(?: [\w'.-]+){{1,3}}?)(?: late| early)?(?: on)? (?:{_WEEKDAY}|{_MONTH} {_DAY})(?!\w)"
)
# The same for an act that no announcement performs; "the amnesty was announced on Monday" dates one.
ANNOUNCED_ON: Final = re.compile(
    rf"(?<!was )(?<!were )(?<!been )\b(?:announced|confirmed|reported|declared)(?: late| early)?(?: on)? (?:{_WEEKDAY}|{_MONTH} {_DAY})(?!\w)"
)
# Words before a date that make it another time: the time after it, its end, the next one.
_AWAY: Final = re.compile(
    r"(?i)\b(?:before|after|prior to|following|ahead of|from|through|beyond|not until|early|mid|late|later|next|last"
    r"|previous|(?:end|beginning|start|middle|half|week|eve) of|no[tr](?: [oi]n)?|every|each|any|given|one|ago(?: on)?|(?<!later )than|an?"
    r"|good|black|bloody|easter|palm|ash|holy|born [io]n|birthday(?: on)?|overnight (?:in)?to"
    r"|(?:\d+(?:st|nd|rd|th)|first|second|third|(?:four|fif|six|seven|eigh|nin|ten|\w+teen|\w+tie)th) of)[ -](?:the )?(?:a )?$"
)
# Words for a part of the period after them, which they do not take out of it.
_PART: Final = re.compile(
    r"(?i)\b(?:(?:the )?(?:very )?(?:end|close|beginning|start|middle|(?:first|second) half|course) of|early|mid|late)[ -](?:the )?$"
)
_OTHER_TIME: Final = re.compile(
    r"(?i)(?: of)? (?:last|next|that|the (?:previous|following)) (?:year|month)\b| (?:week|fortnight|before|of|but one|the 13th)\b"
    rf"| in (?-i:{_MONTH})| (?:an?|one|two) (?:year|month|week)s? (?:ago|earlier|before)\b| (?:(?-i:Times|Post|Express)|prayers)\b"
)
_LEAD: Final = re.compile(
    r"(?i)\b(?:(?P<up_to>by|until|till|no[tr]? later than)|(?P<since>since|(?:starting|beginning)(?: [io]n)?)"
    r"|(?P<about>about|around|circa|roughly|approximately)) (?:the )?$"
)
_PERHAPS: Final = re.compile(r"(?i)\b(?:perhaps|possibly|probably|presumably|maybe|apparently)\b")
# Without such a word before it, a bare year or month identifies an event and does not date it: "the 2020 protests".
_WITHIN: Final = re.compile(
    r"(?i)\b(?:(?:with)?in|during|throughout|since|by|(?:un)?till?|(?:early|late|recently) as|of|year|this|about|around|circa|roughly)"
    rf" (?:(?-i:{_MONTH}|{_YEAR}) (?:and|or) )?$"
)
_FUTURE: Final = (
    r"(?:will|would(?! not (?:exclude|rule out|say)\b)|shall|is to|are to|next|upcoming|coming|plan(?:s|ned)?|scheduled|set(?= for)|might|(?-i:may)|could(?= (?:be|meet)\b)"
    r"|due(?: to)?|pencil+ed in|expected|earliest|takes? effect|kicks? in|comes? into (?:force|effect)|becomes? effective)\b"
)
# "On Sunday, a day after he met her": the meeting was on Saturday.
_APART: Final = re.compile(rf"(?i),? (an?|{_COUNT}) days? (after|before) (?=\S+ \S)")
_WEEK: Final = re.compile(r"(?i)(?:last|previous|(?<!\bthe )(?P<next>next)) $")
# What is promised, not the promise, lies ahead.
_AHEAD: Final = rf"(?i)\b(?:{_FUTURE}|(?:(?:promis|pledg|vow)\w+|undert\w+) to\b)"
_COMING: Final = rf"{_AHEAD}(?: be \w+)?(?: (?!(?!closed doors)\w+ed\b)[\w'.-]+){{0,6}}? (?:[io]n|by|until|for|from|as of) $"
# "Said that it would free them on Friday": a weekday that may be past.
_BACKSHIFTED: Final = re.compile(r"(?i)\b(?:would|planned|had|was|were)\b")
_THEN_AHEAD: Final = re.compile(rf"(?i)(?:,? (?!that\b)\S+){{0,3}}?,? {_FUTURE}")
_REPORTED: Final = re.compile(r"(?i)\b(?:said|told|announced|declared|promised|pledged|vowed|confirmed)\b")
# Wordings → the wording that is read.
_REWRITES: Final = [(re.compile(pattern), new) for pattern, new in (
    (r"\bsince ([^,;]*(?:, \d{4})?)(?=, when\b)", r"in \1, since \1"),  # "in touch since May, when they met" dates the meeting too
    (r"\b(?i:with effect|effective) (?:from|as of)\b", "on"),
    (rf"(?<!not )\b(?i:before|until) ((?:the )?(?:week|month|year)|{'|'.join(MONTH_NAMES)}) (?:is|was) (?:out|over|up)\b", r"by the end of \1"),
    (r"(?<!not )(?<!day )(?<!days )(?<!week )\b(?i:before) Christmas\b(?! Eve)", "by December 24"),
    (r"\b((?i:since)) (?:[\w']+ ){1,4}?(?:began|started|resumed|opened) (?:in|on) ", r"\1 "),
    ("Christmas Eve", "December 24"), (r"((?i:by|on|until)) Christmas\b", r"\1 December 25"),
    ("New Year's Eve", "December 31"), ("New Year's Day", "January 1"),
    (r"(?i:by|before|until) (?:the )?[Nn]ew [Yy]ear\b(?!')", "by end of this year"), (r"(month|year)(?:'s |-)end\b", r"end of the \1"),
    (r"((?i:by|before|until|till|since)|(?<!\w)at(?= the [sb])) (?:the )?(end|close|start|beginning) of the (week|month|year)\b",
     r"\1 \2 of this \3"),
    (rf"(?:the )?first week of ({_MONTH})", r"\1 1-7"), (rf"(?:the )?first half of ({_MONTH})", r"\1 1-15"),
    (rf"\b((?i:between) {_MONTH} and )(?:the )?end of (?={_MONTH})", r"\1"),
    (r"(?:the )?second half of (April|June|September|November)", r"\1 16-30"),
    (r"(?:the )?second half of (January|March|May|July|August|October|December)", r"\1 16-31"),
    (rf"(?<![\w.,-])(?:the )?({_DAY})({_JOINED}{_DAY})?(?: of)? ({_MONTH})(?!\w)", r"\3 \1\2"),
)]  # fmt: skip
_LINK: Final = re.compile(r" ?(and|or|to|through|until|till|-|–) ?(?:on |in |the )*")

Anchor = tuple[date, date] | None  # the first and the last day on which it may have been written
Found = tuple[Edtf, str] | None  # a date and its basis


@cache
def undated(phrase: str) -> str:
    """Return the phrase in lower case, with D for dates."""
    return _ATOM.sub("\0", _month_first(phrase)).lower().replace("\0", MASK)


def _month_first(phrase: str) -> str:
    text = straighten(phrase)
    for pattern, new in _REWRITES:
        text = pattern.sub(new, text)
    return text


def dates(phrase: str, published: Edtf | str, is_ahead: bool = False) -> list[DateReading]:
    """Return the dates that can be read from a phrase.

    published: the date of the article, an Edtf, EDTF text or not_stated; is_ahead: whether dates are those of a plan, with
    or without "will". Two days joined by "and", and a range
    with "between" or "from … to", are one interval. A period that includes the publication is read both as a
    whole and up to the last day of publication; "since" a date, both as open-ended and up to that day; "by"
    and "until" a date, as an interval whose start is unknown.
    """
    own = edtf.parse(published) if isinstance(published, str) and published != NOT_STATED else published
    anchor = (own.earliest, own.latest) if isinstance(own, Edtf) and own.earliest and own.latest else None
    text = _month_first(phrase)
    found = set[DateReading]()
    for date_text, how in _readings(text, [*_ATOM.finditer(text)], anchor, is_ahead):
        if (period := edtf.read(date_text)) is None:
            continue  # it ends before it begins
        found.add(DateReading(period.text, how))
        if anchor and period.earliest and period.latest and period.earliest < anchor[1] < period.latest:
            doubt = date_text[len(date_text.rstrip("~?")) :]
            is_later = re.search(r"(?i)\blater (?:this|in the) ", text)
            ends = (anchor[1], period.latest) if is_later else (period.earliest, anchor[1])
            found.add(DateReading("/".join(f"{end}{doubt}" for end in ends), how))
    return sorted(found)


def _readings(
    text: str, atoms: list[re.Match[str]], anchor: Anchor, is_ahead: bool
) -> Iterator[tuple[str, str]]:
    """Yield the EDTF and the basis of each reading."""
    used: set[re.Match[str]] = set()
    for one, other in pairwise(atoms):
        link = _LINK.fullmatch(text, one.end(), other.start())
        before, behind = text[: one.start()], text[other.end() :]
        opening = re.search(r"\b(between|from) (?:the )?$", before, re.IGNORECASE)
        days = all(atom["day"] or atom["weekday"] or atom["iso"] for atom in (one, other))
        if link is None or one in used or (link[1] in ("and", "or") and not (opening or days)):
            continue
        used |= {one, other}
        if (opening or not _AWAY.search(before)) and not _PERHAPS.search(text):
            yield from _window(
                one, other, anchor if is_ahead or not _lies_ahead(before, behind) else None, is_ahead
            )
    for atom in atoms:
        before, behind = text[: atom.start()], text[atom.end() :]
        week = atom["weekday"] and _WEEK.search(before)
        before = before[: week.start()] if week else before
        if atom["day"]:  # "an April 20 session", "next Tuesday, April 20"
            before = re.sub(r"\b(?:an?|next|last) $" if atom["beside"] else r"\ban? $", "", before)
        part = _PART.search(before)
        if part and not ((atom["day"] or atom["weekday"] or atom["iso"]) and " of" in part[0]):
            before = before[: part.start()]
        is_end = part and re.search("end|close", part[0]) and before.lower().endswith("before ")
        lead = _LEAD.search(before)
        is_up_to, is_since = is_end or (lead and lead["up_to"]), bool(lead and lead["since"])
        is_bare = (atom["year_alone"] or atom["month_alone"]) and atom[0] != text
        is_reported = atom["weekday"] and _BACKSHIFTED.search(before)
        is_told = re.search(_COMING, before) and not is_reported
        is_coming = is_ahead or bool((week and week["next"]) or is_told)
        is_begin = before.endswith("rom ") and (atom["to"] or is_coming)
        is_other = (
            _OTHER_TIME.match(behind)
            or (_AWAY.search(before) and not is_end and not is_begin)
            or (is_bare and not (part or re.search(_COMING, before) or _WITHIN.search(before)))
        )
        if is_other or atom in used:
            continue
        words = (atom["relative"] or "").lower()
        is_known = is_coming or (words and not words.endswith("weekend")) or not _lies_ahead(before, behind)
        found = _read(atom, anchor if is_known else None, is_coming, is_since)
        if is_up_to and (atom["month"] or atom["month_alone"]):
            found = found or _read(atom, anchor, is_coming=True)
        near = week and anchor and (_relative("this week", anchor[0]), _relative("next week", anchor[1])[:10])
        if found is None or (near and near[0] <= found[0].text < near[1]):
            continue  # in the week of publication, last Friday may be the one a week earlier
        own, how = found
        start, first, last = own.text.partition("/")[0], own.earliest, own.latest
        if is_up_to:
            yield f"/{own.text.rpartition('/')[2]}", how
        elif is_since:
            yield f"{start}/..", how
            if anchor and first and last and first < anchor[1]:
                yield f"{first if last >= anchor[1] else start}/{anchor[1]}", how
        else:
            if re.match("(?:the|this) (?:past|last) ", words):
                yield own.text.replace("/", "~/"), how
            if (apart := _APART.match(behind)) and first and first == last:  # the day of the other event, too
                moved = timedelta(COUNTS.get(apart[1].lower(), 1) * (-1 if apart[2] == "after" else 1))
                yield f"{first + moved}", "relative"
            doubt = "~" if lead else "?" if _PERHAPS.search(text) else ""
            yield "/".join(part + doubt for part in own.text.split("/")), how


def _lies_ahead(before: str, behind: str) -> bool:
    """Return whether a date lies ahead; a report's does not."""
    return bool(re.search(_AHEAD, before) or (_THEN_AHEAD.match(behind) and not _REPORTED.search(before)))


def _window(
    one: re.Match[str], other: re.Match[str], anchor: Anchor, is_ahead: bool
) -> Iterator[tuple[str, str]]:
    """Yield the interval that two dates limit."""
    end = _read(other, anchor, is_ahead)
    if end and end[0].earliest and end[0].latest:
        day = end[0].earliest - timedelta(1) if one["weekday"] else end[0].latest  # as late as possible
        if start := _read(one, anchor if one["relative"] else (day, day)):
            how = end[1] if start[1] == "year_inferred" else max(start[1], end[1], key=HOW.index)
            yield f"{start[0].text.partition('/')[0]}/{end[0].text.rpartition('/')[2]}", how


def _read(atom: re.Match[str], anchor: Anchor, is_coming: bool = False, is_since: bool = False) -> Found:
    """Return one date with its basis, if it is unambiguous."""
    year, how = atom["year"] or atom["its_year"] or (atom["which"] or "").lower(), "stated"
    if text := atom["iso"] or atom["year_alone"]:
        texts = {text}
    elif year and year.isdecimal():
        texts = {_on(atom, int(year))}
    elif year:  # last year, this year, this spring, or last summer if there was none since
        days = [day for day in anchor or () if year != "last" or f"{day}" < _on(atom, day.year)]
        texts, how = {_on(atom, day.year - (year[0] == "l")) for day in days}, "year_inferred"
    elif atom["relative"]:
        texts, how = {_relative(atom["relative"].lower(), day) for day in anchor or ()}, "relative"
    else:
        # What began in "July" cannot have begun in the next one.
        limit = timedelta(364 if is_since else 300 if atom["day"] and not is_coming else 182)
        texts = {_nearest(atom, day, is_coming, limit) for day in anchor or ()}
        how = "weekday" if atom["weekday"] else "year_inferred"
    own = edtf.read(texts.pop()) if len(texts) == 1 else None
    beside = atom["beside"] or atom["behind"]
    weekday = _WEEKDAY_NUMBERS[beside[:3].lower()] if beside else None
    is_other = own and own.earliest and weekday not in (None, own.earliest.weekday())
    return (own, how) if own and not is_other else None


def _on(atom: re.Match[str], year: int) -> str:
    if atom["span"]:
        return "/".join(f"{year}-{month:02}" for month in _SPANS[atom["span"]])
    number = _MONTH_NUMBERS[(atom["month"] or atom["month_of"] or atom["month_alone"])[:3]]
    days = [day.rstrip("dhnrst") for day in (atom["day"], atom["to"]) if day]  # 1st, 2nd, 3rd, 4th
    return "/".join(f"{year}-{number:02}-{int(day):02}" for day in days) or f"{year}-{number:02}"


def _nearest(atom: re.Match[str], day: date, is_coming: bool, limit: timedelta) -> str:
    """Return the nearest such date before or after `day`."""
    if atom["weekday"]:
        ahead = _WEEKDAY_NUMBERS[atom["weekday"][:3].lower()] - day.weekday()
        moved = ahead % 7 if is_coming else -(-ahead % 7)
        if week := atom["its_week"]:
            moved = ahead - 7 * (week == "last")
        return f"{day + timedelta(moved)}" if moved or not is_coming else ""
    for year in (day.year, day.year + (1 if is_coming else -1)):
        own = edtf.read(_on(atom, year))
        if own and own.earliest and own.latest:
            gap = own.earliest - day if is_coming else day - own.latest
            if own.latest >= day if is_coming else (own.latest if atom["day"] else own.earliest) <= day:
                return own.text if gap <= limit or (year == day.year and not is_coming) else ""
    return ""


def _relative(words: str, day: date) -> str:
    """Return the period that words mean on a day."""
    if words in _DAYS:
        return f"{day + timedelta(_DAYS[words])}"
    unit = re.findall("day|weekend|week|month|year", words)[-1]
    if unit == "weekend":
        saturday = day - timedelta(day.weekday() + 2)
        return "" if day.weekday() > 4 else f"{saturday}/{saturday + timedelta(1)}"  # it may be this one
    past = re.search(rf"(?:past|(?:the|this) last)(?: ({_COUNT}))?|({_COUNT}) days ago", words)
    count = past and (past[1] or past[2] or "1")
    step = -(COUNTS.get(count) or int(count)) if count else ("next" in words) - ("last" in words)
    days, months = {"day": (step, 0), "week": (7 * step, 0), "month": (0, step), "year": (0, 12 * step)}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days)
    if past:
        return f"{moved}" if past[2] else f"{moved}/{day}"
    monday = moved - timedelta(moved.weekday())
    week = f"{monday}/{monday + timedelta(6)}"
    return week if unit == "week" else f"{moved}"[: 7 if unit == "month" else 4]
