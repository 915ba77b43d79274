"""Parse quantities as sources state them, with only stated bounds.

The notation is this project's own, close to the sources' words: ``123``, ``at least 430``, ``more than
1200``, ``about 70``, ``at most 5``, ``fewer than 10``, ``between 300 and 350``, each also as a share (``20 %``,
``about 12.5 %``), a vague word such as ``dozens``, or ``not_stated``. Numbers have no separators or leading zeros and at
most nine digits, and only shares have decimals, at most three, so that a quantity has only one spelling.
"""

import re
from dataclasses import dataclass
from typing import Final

from factpack.problems import nearest

QUALIFIERS: Final[dict[str, str]] = {
    "exact": "The source gives this number without qualification.",
    "at_least": "The source gives a smallest number, itself included.",
    "more_than": "The source gives a number that is exceeded.",
    "about": "The source gives a round or approximate number and states no bound.",
    "at_most": "The source gives a largest number, itself included.",
    "fewer_than": "The source gives a number that is not reached.",
    "range": "The source gives a smallest and a largest number, both included.",
    "vague": "The source gives a word of quantity that states no number.",
    "not_stated": "The source says that it happened and gives no quantity.",
}

VAGUE: Final[dict[str, str]] = {
    "dozens": "Counted in dozens; no number, not even 24 or more.",
    "hundreds": "Counted in hundreds; no number, not even 200 or more.",
    "thousands": "Counted in thousands; no number, not even 2000 or more.",
    "several": "More than a couple, as the source sees it; no number.",
    "a few": "A small count, as the source sees it; no number.",
    "some": "A part or a count left open; no number.",
    "many": "A large count, as the source sees it; no number.",
    "most": "The larger part of a whole; no number, and the whole may be unknown.",
    "majority": "The larger part of a whole, called a majority; no number and no share.",
    "numerous": "A large count, called numerous; no number.",
    "large number": "A large count, called a large number; no number.",
    "undefined number": "The source says that the number is not defined; no number.",
    "all": "The whole of a group of unstated size; no number.",
    "a group": "People counted as one group; no number.",
    "a wave": "Acts or people counted as one wave; no number.",
    "a series": "Acts counted as one series; no number.",
}

MAXIMUM: Final = 999_999_999

# Python, ECMAScript and Rust use this pattern, hence no lookarounds, no \d and no named groups, which differ
# among them. Python's `$` also matches before a final newline: match with fullmatch.
_WHOLE = "(?:0|[1-9][0-9]{0,8})"
_SHARE = rf"{_WHOLE}(?:[.][0-9]{{0,2}}[1-9])? %"
_PATTERN = (
    f"^(?:(at least |more than |about |at most |fewer than )?({_WHOLE}|{_SHARE})"
    f"|between (?:({_WHOLE}) and ({_WHOLE})|({_SHARE}) and ({_SHARE}))"
    f"|not_stated|{'|'.join(VAGUE)})$"
)
_NOTATION = re.compile(_PATTERN)

# One flat schema, because editors explain `anyOf` badly. Besides what parse accepts, it accepts 123.0, which JSON
# Schema calls an integer, and what only the format rejects: see `_read`.
JSON_SCHEMA: Final[dict[str, object]] = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": MAXIMUM,
    "pattern": _PATTERN,
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity, its qualifier and its bounds.

    ``text`` is the canonical spelling. ``point`` is set for exact and about only, so that a mean or a plot of
    points never takes a bound for a count. ``low`` and ``high`` are inclusive, None if the source states no
    bound; about, vague and not_stated have none. Counts are whole and never below 0: more than 1200 starts
    at 1201, fewer than 10 ends at 9 and starts at 0. If ``percent`` is true, the share may be fractional, so
    that the bounds of more than 20 % and fewer than 20 % stay at 20.
    """

    text: str
    qualifier: str
    point: float | None = None
    low: float | None = None
    high: float | None = None
    percent: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Low and high bound; None where there is none."""
        return self.low, self.high


def parse(value: int | str) -> Quantity:
    """Parse a whole number or a quantity in words.

    A text of digits is the number: YAML authors may quote it.

    Raises ValueError for anything else; the message says what is wrong and, if possible, what to write.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"{value!r} is not a quantity: write a whole number, or text such as 'at least 430'")
    # The message omits the number, because Python refuses to print very large ones.
    if isinstance(value, int) and not 0 <= value <= MAXIMUM:
        raise ValueError(f"the number is not a quantity: write a whole number from 0 to {MAXIMUM}")
    text = str(value)
    read = _read(text)
    if isinstance(read, Quantity):
        return read
    raise ValueError(f"{text!r} is not a quantity: {read or _advice(text)}")


def _read(text: str) -> Quantity | str:
    """Return a quantity, or its fault; empty for another notation."""
    match = _NOTATION.fullmatch(text)
    if not match:
        return ""
    prefix, *figures = match.groups("")
    plain = [figure.removesuffix(" %") for figure in figures if figure]
    numbers = [float(figure) if "." in figure else int(figure) for figure in plain]
    percent = text.endswith("%")
    if not numbers:
        return Quantity(text, "vague" if text in VAGUE else "not_stated")
    if len(numbers) == 2:
        low, high = numbers
        fault = "the first number of a range is the smaller one"
        return Quantity(text, "range", None, low, high, percent) if low < high else fault
    (number,) = numbers
    qualifier = prefix.strip().replace(" ", "_") or "exact"
    if qualifier == "fewer_than" and number == 0:
        return "nothing is fewer than 0"
    step = 0 if percent else 1  # from an excluded number to the next possible one
    bounds: dict[str, tuple[float | None, float | None, float | None]] = {
        "exact": (number, number, number),
        "at_least": (None, number, None),
        "more_than": (None, number + step, None),
        "about": (number, None, None),
        "at_most": (None, 0, number),
        "fewer_than": (None, 0, number - step),
    }
    return Quantity(text, qualifier, *bounds[qualifier], percent)


_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip

# The noun after a number may be dropped, but no word that changes the number.
_MULTIPLE = r"(?:dozen|hundred|thousand|million|billion|[mb]n)s?"
_COUNTED = rf"(?!.*\b(?:or|and|to|so|more|less|fewer|least|most|{_MULTIPLE})\b)[^\d%]*"
_TO = r"(?: ?[-\u2010-\u2015] ?| to | and | or )"

# Only a rejected text needs the patterns below; they are compiled then, not on import.
#
# They are applied in turn to the text in lower case; a result that is a quantity is the suggestion.
_REWRITES = (
    (r"\s+", " "),
    *((rf"(?<![\w-]){word}(?![\w-])", str(number)) for number, word in enumerate(_NUMBER_WORDS)),
    (r"^(?:unknown|unstated|not[ -]stated|unspecified|unclear|n/?a|\?+)$", "not_stated"),
    (r"^(more|fewer|less) then ", r"\1 than "),
    (r"^(?:no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|>=|\u2265) ?", "at least "),
    (r"^(?:no more than|not more than|a maximum of|up to|<=|\u2264) ?", "at most "),
    (r"^(?:over|above|exceeding|greater than|upwards? of|>) ?", "more than "),
    (r"^(?:less than|under|below|<) ?", "fewer than "),
    (r"^(?:approximately|approx\.?|around|roughly|circa|ca?\.|some(?= \d)|[~\u2248]) ?", "about "),
    (r"(?<=\d)[ ,.'_\u2019](?=\d{3}(?:\D|$))", ""),
    (r"(?<![\d.,])0+(?=\d)", ""),
    (r"(?<=\d) ?(?:%|percent\b|per cent\b|pct\b)", " %"),
    (rf"(\d(?: %)?) (?=[^\W\d]{{2}}){_COUNTED}$", r"\1"),
    (r"(?<=\d),(?=\d{1,3} %$)", "."),
    (r"([.]\d*?)0+(?= %$)", r"\1"),
    (r"[.](?= %$)", ""),
    (rf"^(?:between |from )?([\d.]+)(?: %)?{_TO}([\d.]+) %$", r"between \1 % and \2 %"),
    (rf"^(?:between |from )?([\d.]+){_TO}([\d.]+)$", r"between \1 and \2"),
)  # fmt: skip

# If the wording is ambiguous, the curator chooses what the source says.
_FIGURE = f"({_SHARE}|{_WHOLE})"
_FAULTS = (
    (rf"{_FIGURE} ?(?:\+|or more|and more).*",
     r"it leaves open whether the number itself counts; write 'at least \1' or 'more than \1', as the source has it"),
    (rf"(?:nearly|almost|close to) (?!0){_FIGURE}",
     r"the word is not in the notation; write 'about \1' or 'fewer than \1', as the source has it"),
    (r"none|no|nobody",
     "none counted and none mentioned are two things; write '0' or 'not_stated', as the source has it"),
    (r"[-\u2212] ?\d.*", "a quantity is 0 or more"),
    (r".*\d[.,]\d.*", "only a share has decimals, as in 'about 12.5 %'"),
    (r".*\d{10}.*", f"a number has at most nine digits, {MAXIMUM}"),
    (rf".*\d.* (?:{_MULTIPLE}|k|m)\b.*", "write the number in figures, as in 'about 2000'"),
)  # fmt: skip
_GENERAL = (
    "write a number, 'at least', 'more than', 'about', 'at most' or 'fewer than' and a number, 'between 300 and 350', "
    f"'not_stated', or one of the words {', '.join(VAGUE)}"
)


def _advice(text: str) -> str:
    meant = text.strip().lower()
    for pattern, new in _REWRITES:
        meant = re.sub(pattern, new, meant)
    if read := _read(meant):
        return read if isinstance(read, str) else f"write {meant!r}"
    if match := re.fullmatch(r"(\D*)(\d+)(?:[.,](\d{1,6}))? ?(hundred|thousand|million|[km])(?: .*)?", meant):
        bound, whole, part, times = match.groups()
        zeros = {"hundred": 2, "thousand": 3, "k": 3}.get(times, 6)
        figure = f"{bound}{whole}{(part or '').ljust(zeros, '0')}"
        if len(part or "") <= zeros and _NOTATION.fullmatch(figure):
            return f"write {figure!r}"
    for pattern, fault in _FAULTS:
        if match := re.fullmatch(pattern, meant):
            return match.expand(fault)
    close = nearest(meant, [*VAGUE, "not_stated"], cutoff=0.8)
    return f"did you mean {close[0]!r}?" if close else _GENERAL
