"""Parse dates in the subset of EDTF that facts need.

The format is the Extended Date/Time Format of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/):

- level 0: 2025-12-13, 2025-12, 2025, and intervals start/end;
- from level 1: ``~`` (approximate) or ``?`` (uncertain) after a date; ``X`` for unspecified digits, from the
  right (202X, 20XX, 2025-XX, 2025-12-XX, 2025-XX-XX); ``..`` for an open end of an interval, nothing for an
  unknown one.

Years range from 1000 to 2999. Times, seasons, ``%`` and level 2 are rejected: no fact needs them, and each
would be one more notation to explain.
"""

import contextlib
import datetime as dt
import itertools
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_DATE = f"[12](?:[0-9]{{3}}(?:-{_MONTH}(?:-(?:{_DAY}|XX))?|-XX(?:-XX)?)?|[0-9]{{2}}X|[0-9]XX)[~?]?"

# Python, ECMAScript and Rust use this pattern, hence no lookarounds and no \d, which differ among them.
# Python's `$` also matches before a final newline: match with fullmatch.
PATTERN = rf"^(?:{_DATE}(?:/(?:{_DATE}|\.\.)?)?|(?:\.\.)?/{_DATE})$"
_NOTATION = re.compile(PATTERN)

# Not calendar.month_name and calendar.day_name, which follow the locale.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July",
                "August", "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or interval, with its earliest and latest day.

    ``precision`` is that of the printed date (2025-12-XX is a month, 202X a decade, 20XX a century), or
    ``interval`` for two dates, or ``open_interval`` if an end is open or unknown; that end's bound is None.
    ``approximate`` (``~``) and ``uncertain`` (``?``) apply if either end is marked. They do not widen the
    bounds: a parser cannot know how far off a source may be.
    """

    text: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: str
    approximate: bool
    uncertain: bool

    @property
    def months(self) -> frozenset[int]:
        """The months that it may fall in, January being 1."""
        if not self.earliest or not self.latest or self.approximate or self.uncertain:
            return frozenset(range(1, 13))
        days = range(min((self.latest - self.earliest).days, 366) + 1)
        return frozenset((self.earliest + dt.timedelta(day)).month for day in days)

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Edtf:
    """Parse a date in the supported subset of EDTF.

    If the ends of an interval overlap, they need one precision: most EDTF libraries refuse 2025-02-15/2025-02.
    Only an interval that ends before its start on every reading is reversed.

    Raises ValueError for other notations, days the calendar lacks, reversed intervals and those with ends of two
    precisions that overlap; the message says what is wrong and, where it is known, what to write.
    """
    if not _NOTATION.fullmatch(text):
        raise ValueError(_explain(text))
    start, slash, end = text.partition("/")
    earliest, latest, precision = _bounds(start)
    if slash:
        of_start, (begins, latest, of_end) = (latest, precision), _bounds(end)
        if earliest and latest and earliest > latest:
            raise ValueError(f"{text!r} ends before it begins; write '{end}/{start}' if the ends are swapped")
        if begins and of_start[0] and begins <= of_start[0] and of_end != of_start[1]:
            fault = f"{text!r} has ends of two precisions that overlap"
            raise ValueError(
                f"{fault}; write '{_as_printed(earliest, start, end)}/{_as_printed(latest, end, start)}'"
            )
        precision = "interval" if earliest and latest else "open_interval"
    return Edtf(text, earliest, latest, precision, approximate="~" in text, uncertain="?" in text)


def read(text: str) -> Edtf | None:
    """Read a date; return None for other text."""
    try:
        return parse(text)
    except ValueError:
        return None


def _as_printed(day: dt.date | None, end: str, other: str) -> str:
    """Return a day as precise as the finer end."""
    finest = max(len(date.rstrip("~?").replace("-XX", "")) for date in (end, other))
    return f"{day}"[:finest] + end[len(end.rstrip("~?")) :]


def _bounds(date: str) -> tuple[dt.date | None, dt.date | None, str]:
    """Return a well-formed date's earliest day, latest day and precision."""
    if date in ("", ".."):
        return None, None, "open_interval"
    year, month, day, *_ = [*date.rstrip("~?").split("-"), "XX", "XX"]
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month == "XX":
        return dt.date(first, 1, 1), dt.date(last, 12, 31), ("year", "decade", "century")[year.count("X")]
    length = monthrange(first, int(month))[1]
    if day == "XX":
        return dt.date(first, int(month), 1), dt.date(first, int(month), length), "month"
    if int(day) > length:
        name = MONTH_NAMES[int(month) - 1]
        raise ValueError(f"{date!r} is not in the calendar: {name} {year} has {length} days; "
                         f"write the day the source means, or '{year}-{month}'")  # fmt: skip
    exact = dt.date(first, int(month), int(day))
    return exact, exact, "day"


# Common other notations. Any digit that int() accepts may match here, because the values go through int().
# Only a rejected text needs these patterns; they are compiled then, not on import.
_MONTH_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(MONTH_NAMES, start=1)}
_NAME = rf"(?P<name>{'|'.join(_MONTH_NUMBERS)})[a-z]*\.?"
_NOTATIONS = (
    r"(?P<y>\d{4})[-./\u2010-\u2015](?P<m>\d{1,2})(?:[-./\u2010-\u2015](?P<d>\d{1,2}))?(?:[T ](?:[01]?\d|2[0-3]):.*)?",
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
    r"(?P<y>\d{4})-(?P<d>1[3-9]|2\d|3[01])-(?P<m>\d{1,2})",
    r"(?P<d>\d{1,2})[-./ ](?P<m>\d{1,2})[-./ ](?P<y>\d{4})",
    r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})[-/](?P<y>\d{4})",
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -])?{_NAME},?[ -](?P<y>\d{{4}})",
    rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})",
)  # fmt: skip
_REWRITES = (
    (r"(?:~|c\.|ca\.?|circa|about) *(.+)", r"\1~"),
    (r"(.+?)(?:%|~\?|\?~)", r"\1~"),
    (r"(.+?)(?:%|~\?|\?~)", r"\1?"),
    (r"([12]\d\d)0s", r"\1X"),
    (r"(\d{4}-\d\d)-(?:\dX|X\d)", r"\1-XX"),
    (r"(\d{4})-(?:\dX|X\d)", r"\1-XX"),
    (r"(\d{4}-\d\d-)(\d\d)[-/\u2013](\d\d)", r"\1\2/\1\3"),
    (r"(\d{4}) ?- ?(\d{4})", r"\1/\2"),
    (r"\.\.|open", ".."),
    (r"unknown|", ""),
)  # fmt: skip
_OTHER_EDTF = (
    r"[12]\d{3}(?:-\d\d){0,2}%",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::\d\d)?)?",
    r"[12]\d{3}-(?:2[1-9]|3\d|4[01])",
    r"-\d{4}(?:-\d\d){0,2}|0\d{3}(?:-\d\d){0,2}|[3-9]\d{3}(?:-\d\d){0,2}|Y-?\d+",
)
_FAULTS = (
    (r".*T\d\d:.*", "times are not used: write the day meant"),
    (r"(?:\.\.)?/(?:\.\.)?", "one end of an interval must be a date, as in 2025-12-13/.."),
    (r"[^/]*\d-?X[^/]*|X[^/]*", "X stands for digits left open, from the right: 202X, 2025-XX, 2025-12-XX"),
    (r"\d{4}-(?:2[1-9]|3\d|4[01])", "seasons are not used: write the months meant, as in 2025-06/2025-08"),
    (r"(?:-\d|[03-9])[0-9]{3}(?:-.*)?|Y-?\d.*", "years run from 1000 to 2999, as in 2025-12-13"),
)  # fmt: skip
_GENERAL = (
    "write year-month-day in figures, as in 2025-12-13, 2025-12 or 2025 (months 01 to 12, days 01 to 31); "
    "an interval as in 2025-12-13/2025-12-14"
)


def _explain(text: str) -> str:
    stripped = text.strip()
    is_edtf = any(re.fullmatch(pattern, side) for side in stripped.split("/") for pattern in _OTHER_EDTF)
    outside = "outside the subset of EDTF that this dataset uses" if is_edtf else ""
    if corrections := list(dict.fromkeys(_corrections(stripped))):
        fix = f"write {' or '.join(map(repr, corrections))}"
        if stripped in corrections:
            return f"{text!r} has white space around it; {fix}"
        return f"{text!r} is {outside or 'not a valid EDTF date'}; {fix}"
    fault = next((fault for pattern, fault in _FAULTS if re.fullmatch(pattern, stripped, re.I)), _GENERAL)
    return f"{text!r} is {outside}: {fault}" if outside else f"{text!r} is not a valid EDTF date: {fault}"


def _corrections(text: str) -> Iterator[str]:
    sides = re.split(r" *(?:/|\u2013| - | to ) *", text)
    ends = itertools.product(_repairs(sides[0]), _repairs(sides[1])) if len(sides) == 2 else ()
    # Each end is repaired by itself: in ~1945/1959 the sign belongs to the first.
    for corrections in (map("/".join, ends), iter(_repairs(text))):
        found = []
        for correction in filter(_NOTATION.fullmatch, corrections):
            with contextlib.suppress(ValueError):
                found.append(parse(correction).text)
        if found:
            yield from found
            return


def _repairs(text: str) -> list[str]:
    """Return guesses at a date or an interval's end."""
    guesses = [text.upper()]
    base = text.rstrip("~?")
    for pattern in _NOTATIONS:
        if match := re.fullmatch(pattern, base, re.I):
            part = match.groupdict()
            month = part.get("m") or _MONTH_NUMBERS[part["name"].casefold()]
            day = [f"{int(part['d']):02}"] if part.get("d") else []
            guesses.append("-".join([f"{int(part['y'])}", f"{int(month):02}", *day]) + text[len(base) :])
    guesses += [
        match.expand(new) for pattern, new in _REWRITES if (match := re.fullmatch(pattern, text, re.I))
    ]
    return guesses
