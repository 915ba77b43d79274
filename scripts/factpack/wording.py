"""Dates, codes and quantities in words.

An unknown part is stated, never rounded away.
"""

import re
from collections.abc import Sequence

from factpack.models import edtf

MONTHS = tuple(name[:3] for name in edtf.MONTH_NAMES)


def code(text: str) -> str:
    """Return a code as words: carried_out → carried out."""
    return text.replace("_", " ")


def slug(text: str) -> str:
    """Return a key as words: received-by-ukraine → received by ukraine."""
    return code(text.replace("-", " "))


# Words of quantity that take an "of" before what is counted.
_OF = ("dozens", "hundreds", "thousands", "majority", "number", "a group", "a wave", "a series", "%")


def figure(text: str, counted: str) -> str:
    """Return a figure with its noun.

    Examples: "123 prisoners", "dozens of people", "prisoners, number not stated".
    """
    if counted == "not_stated":
        counted = "people"
    if text == "not_stated":
        return f"{counted}, number not stated"
    text = re.sub(r"\d{4,}", lambda number: f"{int(number[0]):,}", text)
    if text.rsplit(" ", maxsplit=1)[-1] == "1":
        return f"{text} {'person' if counted == 'people' else counted.removesuffix('s')}"
    return f"{text} of {counted}" if text.endswith(_OF) else f"{text} {counted}"


# A test checks that every code of the codelist is here.
MEASURES = {
    "impose": "sanctions on",
    "tighten": "tightening of sanctions on",
    "ease": "easing of sanctions on",
    "lift": "lifting of sanctions on",
    "maintain": "sanctions kept on",
    "cut_transit": "transit cut off for",
}


def measure(text: str, targets: str | None) -> str:
    """Return a sanctions measure with its targets, if any.

    Example: "lifting of sanctions on potash".
    """
    words = MEASURES[text]
    return f"{words} {targets.replace('; ', ', ')}" if targets else words.rpartition(" ")[0]


def listing(names: Sequence[str]) -> str:
    """Return names as a list: A, B and C."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: 1 claim, 2 claims."""
    return f"{number:,} {noun}{'' if number == 1 or noun.endswith('s') else 's'}"


def date(text: str | None, span: str | None = None) -> str:
    """Return an EDTF date in words.

    span: the code of `date_span`, which says how a date longer than a day is meant.
    """
    if text is None:
        return "not dated"
    start, slash, end = text.partition("/")
    if not slash:
        is_day = edtf.parse(text).precision == "day"
        words = ("" if is_day else "in ") if span in (None, "within") else f"{code(span)} in "
        return f"{'throughout ' if span == 'throughout' else words}{point(text)}"
    times = "" if span in (None, "within", "throughout") else f"{code(span)}, "
    # Only a state has a start and an end. An article's own date bounds what it reports, and ends nothing.
    if start in ("", ".."):
        state = f", start {'open' if start else 'not known'}" if span == "throughout" else ""
        return f"{times}{'as of' if span == 'throughout' else 'by'} {point(end)}{state}"
    if end == "" and span != "throughout":
        return f"{times}on or after {point(start)}"
    if end in ("", ".."):
        return f"{times}from {point(start)} on, {'open-ended' if end else 'end not known'}"
    return times + _range(start, end, span)


def period(text: str) -> str:
    """Return a period of `release_totals`: since Jul 2024, in 2025."""
    word, _, start = text.partition("-") if text.startswith("since") else ("in", "", text)
    return f"{word} {point(start)}"


def _range(start: str, end: str, span: str | None) -> str:
    """Return two ends as a range: 12–13 Dec 2025."""
    in_one_month = len(start) == len(end) == len("2025-12-13") and start[:7] == end[:7]
    first = f"{int(start[-2:])}" if in_one_month else point(start)
    if span == "within":
        return f"between {first} and {point(end)}"
    return f"{first}–{point(end)}" if in_one_month else f"{first} – {point(end)}"


def point(text: str) -> str:
    """Return one date, or one end of an interval."""
    year, month, day = [*text.rstrip("~?").split("-"), "XX", "XX"][:3]
    words = f"{year[:2]}00–{year[:2]}99" if year.endswith("XX") else year.replace("X", "0s")
    if month != "XX":
        words = f"{MONTHS[int(month) - 1]} {words}"
    if day != "XX":
        words = f"{int(day)} {words}"
    return ("about " if "~" in text else "") + words + (" (uncertain)" if "?" in text else "")
