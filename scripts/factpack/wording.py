"""Says dates, codes and quantities in words. What is not known is said, never rounded away."""

from factpack.models import edtf

MONTHS = tuple(name[:3] for name in edtf.MONTH_NAMES)

# How far a matter went, for the eye: what took place, is in force or was published, against what was only said. Every
# code of the codelists of stages is in one of the two; a test sees to it.
REACHED = frozenset(("carried_out", "in_force", "reported"))
SAID = frozenset(
    (
        "claimed",
        "planned",
        "considered",
        "demanded",
        "discussed",
        "offered",
        "promised",
        "announced",
        "possible",
    )
)


def code(text: str) -> str:
    """A code as words: carried_out → carried out."""
    return text.replace("_", " ")


def slug(text: str) -> str:
    """A key that a curator chose, as words: received-by-ukraine → received by ukraine."""
    return text.replace("-", " ").replace("_", " ")


# Words of quantity that take an "of" before what is counted.
_OF = ("dozens", "hundreds", "thousands", "majority", "number", "a group", "a wave", "a series", "%")
_SINGULAR = {
    "people": "person",
    "prisoners": "prisoner",
    "political prisoners": "political prisoner",
    "detainees": "detainee",
    "visits": "visit",
}


def figure(text: str, counted: str) -> str:
    """A figure as reported, with what it counts: 123 prisoners; dozens of people; prisoners, number not stated."""
    if text == "not_stated":
        return f"{counted}, number not stated"
    if text.rsplit(" ", maxsplit=1)[-1] == "1":
        return f"{text} {_SINGULAR.get(counted, counted)}"
    return f"{text} of {counted}" if text.endswith(_OF) else f"{text} {counted}"


# Every code of the codelist of measures; a test sees to it.
MEASURES = {
    "impose": "sanctions on",
    "tighten": "tightening of sanctions on",
    "ease": "easing of sanctions on",
    "lift": "lifting of sanctions on",
    "maintain": "sanctions kept on",
    "cut_transit": "transit cut off for",
}


def measure(text: str, targets: str | None) -> str:
    """A sanctions measure, with its targets where an article names any: lifting of sanctions on potash."""
    words = MEASURES[text]
    return f"{words} {targets.replace('; ', ', ')}" if targets else words.rpartition(" ")[0]


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 claim, 2 claims."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def date(text: str | None, span: str | None = None) -> str:
    """An EDTF date as a reader says it; span: the code of `date_span`, how a date longer than a day is meant."""
    if text is None:
        return "not dated"
    start, slash, end = text.partition("/")
    if not slash:
        return _whole(text, span)
    if start in ("", ".."):
        return f"{_LATEST.get(span or '', 'until')} {point(end)}" + (
            ", from an open start on" if start else ""
        )
    if end in ("", ".."):
        return f"from {point(start)} on" + (", open-ended" if end else ", end not known")
    match span:
        case "within":
            return _between(start, end)
        case "on_several_days":
            return f"on several days, {_range(start, end)}"
        case "repeatedly":
            return f"repeatedly, {_range(start, end)}"
        case _:
            return _range(start, end)


# Where the start is not known: a moment lies by that day at the latest, a state lasted until then.
_LATEST = {"within": "by", "on_several_days": "on several days by", "repeatedly": "repeatedly, until"}


def _whole(text: str, span: str | None) -> str:
    longer = edtf.parse(text).precision != "day"
    match span:
        case "within" | None:
            return f"in {point(text)}" if longer else point(text)
        case "throughout":
            return f"throughout {point(text)}"
        case _:
            return f"{code(span)} in {point(text)}"


def _between(start: str, end: str) -> str:
    first = _day(start) if _same_month(start, end) else point(start)
    return f"between {first} and {point(end)}"


def _range(start: str, end: str) -> str:
    """Two ends; what they share is said once: 12–13 Dec 2025."""
    return f"{_day(start)}–{point(end)}" if _same_month(start, end) else f"{point(start)} – {point(end)}"


def _same_month(start: str, end: str) -> bool:
    return len(start) == len(end) == len("2025-12-13") and start[:7] == end[:7]


def _day(text: str) -> str:
    return f"{int(text[-2:])}"


def point(text: str) -> str:
    """One date, or one end of an interval."""
    year, month, day = [*text.rstrip("~?").split("-"), "XX", "XX"][:3]
    if year.endswith("XX"):
        words = f"{year[:2]}00–{year[:2]}99"
    elif year.endswith("X"):
        words = f"{year[:3]}0s"
    else:
        words = year
    if month != "XX":
        words = f"{MONTHS[int(month) - 1]} {words}"
    if day != "XX":
        words = f"{int(day)} {words}"
    return ("about " if "~" in text else "") + words + (" (uncertain)" if "?" in text else "")
