"""What a phrase says, read by machine: quantities, dates, stages and names.

Pure functions of a few words of English. Each gives what *can* be read, and nothing where the words leave it open: a
curator then says why in an `inference`. They err on the side of reading too little.

Source of the rules on dates: newspapers print a date without its year, or a weekday without its date, for the one
nearest to publication (the Associated Press Stylebook: the weekday within seven days of publication, month and day
beyond). Here it is the most recent one not after publication, and only where that is the same day for every day on
which the article may have been published. Weeks begin on Monday (ISO 8601).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from factpack.models import quantity

_MASK: Final = "¦"


def fold(text: str) -> str:
    """The text in NFC, with plain spaces and straight apostrophes and quotes."""
    plain = unicodedata.normalize("NFC", text).translate(str.maketrans("‘’“”", "''\"\""))
    return re.sub(r"\s+", " ", plain).strip()


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


# --- names -----------------------------------------------------------------------------------------------------------


def names(phrase: str, spellings: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Whether a spelling stands in the phrase from token to token, and not only inside one of `others`.

    Letter for letter, capitals included: "us" is not "US". What a hyphen ties to a word before it ("anti-Smith") is not
    the name.
    """
    text, own = fold(phrase), [fold(spelling) for spelling in spellings]
    for other in map(fold, others):
        if any(other != name and _standing(name).search(other) for name in own):
            text = _standing(other).sub(_MASK, text)
    return any(_standing(name).search(text) for name in own)


def _standing(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?!\w)")


# --- dates in a text -------------------------------------------------------------------------------------------------

_MONTHS: Final = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_FULL_MONTH: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_MONTH: Final = rf"(?:{_FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY: Final = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
# What figures count, so that "2000 people" is no year, and "In May 12 people" no day.
_COUNTED: Final = (
    r"(?: (?:political|other|more))*"
    r" (?:prisoners?|people|persons?|detainees?|citizens|men|women|visits?|percent|per cent)\b"
)
_DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,: ]\d{{3}}(?!\d)|[.:]\d| %|{_COUNTED})"
_YEAR: Final = rf"(?:[12]\d{{3}}(?!\w|[.,]\d| %|{_COUNTED}))"
_LIMITS: Final = (
    r"(?<!at least )(?<!more than )(?<!fewer than )(?<!less than )(?<!at most )(?<!up to )(?<!over )"
)
_AND: Final = r"(?:-|–| and | or | to )"

# From a date's words to the one that holds a day: the periods that lean on the day of publication.
_RELATIVE: Final[dict[str, Callable[[date], str]]] = {
    "yesterday": lambda day: f"{day - timedelta(1)}",
    "today": lambda day: f"{day}",
    "last week": lambda day: _week(day - timedelta(7)),
    "this week": lambda day: _week(day),
    "earlier in the week": lambda day: _week(day),
    "last month": lambda day: f"{day.replace(day=1) - timedelta(1):%Y-%m}",
    "this month": lambda day: f"{day:%Y-%m}",
    "last year": lambda day: f"{day.year - 1}",
    "this year": lambda day: f"{day.year}",
}


def _week(day: date) -> str:
    monday = day - timedelta(day.weekday())
    return f"{monday}/{monday + timedelta(6)}"


_DAY_FIRST: Final = re.compile(rf"\b(?:the )?({_DAY})({_AND}{_DAY})?(?: of)? ({_MONTH})(?!\w)")
_ATOM: Final = re.compile(
    r"(?P<iso>\b[12]\d{3}-\d\d-\d\d\b)"
    rf"|(?:(?P<beside>{_WEEKDAY}),? \(?)?\b(?P<month>{_MONTH}) (?P<day>{_DAY})(?:{_AND}(?P<to>{_DAY}))?"
    rf"(?:,? (?P<year>{_YEAR}))?(?:(?:,? a | \(|, )(?P<behind>{_WEEKDAY}))?"
    rf"|\b(?P<month_of>{_MONTH})(?:,? | of )(?P<its_year>{_YEAR})"
    rf"|(?P<weekday>\b{_WEEKDAY})"
    rf"|{_LIMITS}(?<![\w.,$€£-])(?P<year_alone>(?:19|20)\d\d)(?!\w|[.,:]\d| %|-[A-Za-z]|{_COUNTED})"
    rf"|\b(?P<month_alone>{_FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)(?!\w)"
    rf"|\b(?P<relative>(?i:{'|'.join(_RELATIVE)}))\b"
)


def _dated(phrase: str) -> str:
    """The phrase, folded, with each day before its month put behind it."""
    return _DAY_FIRST.sub(r"\3 \1\2", fold(phrase))


def _undated(phrase: str) -> str:
    """The phrase in lower case, without its dates."""
    text = _dated(phrase)
    at_start = re.compile(r"(?:^|[.\"'] ?)$")
    return _ATOM.sub(
        # A "May" or a "March" that no preposition makes a month may be a word.
        lambda m: m[0] if m["month_alone"] and at_start.search(text[: m.start()]) else _MASK, text
    ).lower()  # fmt: skip


# --- quantities ------------------------------------------------------------------------------------------------------

_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
                 "nineteen")  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORTH: Final = {
    "zero": 0, "a": 1, **{word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}  # fmt: skip
_TIMES: Final = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}

_SMALL: Final = rf"(?:{_any(_TENS)}(?:[- ]{_any(_UNITS)}\b)?|{_any(_TEENS)}|{_any(_UNITS)}|zero)"
_HUNDREDS: Final = rf"(?:(?:a |{_SMALL} |\d{{1,2}} )?hundred(?:(?: and)? {_SMALL}\b)?)"
_FIGURES: Final = r"(?:\d{1,3}(?:(?P<{0}>[ ,'])\d{{3}}(?:(?P={0})\d{{3}})*)(?!\d)|\d{{1,9}})".replace(
    "{1,3}", "{{1,3}}"
)


def _numeral(name: str) -> str:
    """A number in figures or in words, never a part of one; the name sets its groups apart from another's."""
    thousands = rf"(?:(?:a |(?:{_HUNDREDS}|{_SMALL}|\d{{1,3}}) )?(?:thousand|million)(?:(?: and)? (?:{_HUNDREDS}|{_SMALL})\b)?)"
    dozens = rf"(?:(?:half a|a|{_SMALL}|\d{{1,2}}) dozen)"
    figures = _FIGURES.format(f"separator_{name}")
    return (
        rf"(?P<{name}>(?<![\w$€£#-])(?<![\w][.,:])(?<!no )(?<!no\. )"
        rf"(?>{thousands}|{_HUNDREDS}|{dozens}|{_SMALL}|{figures})"
        r"(?![\w/]|[.,:]\d|[ ,']\d{3}(?!\d)))"
    )


# Nothing that counts people, visits or shares: durations, amounts, ordinals, fractions, "two-day".
_NO_COUNT: Final = (
    r"(?![- ](?:day|week|weekend|month|year|hour|minute|second|decade|pound|kilo\w*|km|mile|met(?:er|re)|"
    r"dollar|euro|ruble|rouble|percentage point|third|quarter|fifth|half|halve|tenth|million|billion)s?\b)"
    r"(?!-(?!person\b|member\b|man\b|strong\b)\w)(?! (?:and a half|another|in (?:every )?\w+)\b(?<!in \w))"
)
# The words before a number, and how the quantity is then written: the longest bound first.
_BEFORE: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("at most ",), r"at (?:the )?(?:very )?most|not? (?:more than|over|above|exceeding)|up to|(?:a )?maximum of"
                    r"|as (?:many|much) as"),
    (("at least ",), r"at (?:the )?(?:very )?least|not? (?:fewer|less) than|(?:a )?minimum of|as few as"),
    (("more than ",), r"more than|over|above|beyond|exceed(?:s|ed|ing)|in excess of|greater than|upwards? of"),
    (("fewer than ",), r"(?:fewer|less|lower|smaller) than|under|below"),
    (("about ", "fewer than "), r"nearly|almost|close to|approaching|not quite"),
    (("about ",), r"about|around|approximately|approx\.|roughly|circa|ca?\.|some|(?:an )?estimated|~"),
)  # fmt: skip
_AFTER: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("at least ", "more than "), r"\+|(?: [a-z]+){0,2} or (?:more|over)\b(?! than)| and more\b(?! than)"),
    (("at most ",), r"(?: [a-z]+){0,2} or (?:fewer|less|under)\b(?! than)"),
    (("about ",), r"(?: [a-z]+){0,2} or so\b|-(?:odd|ish)\b"),
)
_PERCENT: Final = r"(?P<percent> ?%| percent\b| per cent\b| pct\b)?"
_FILLER: Final = (
    r"(?:(?:some|about|around|roughly|approximately|an estimated|another|a further|an additional|an?other|the|these"
    r"|those|all|a total of|only|just) )*"
)
_BOUNDED: Final = re.compile(
    rf"(?:(?<![\w-])(?P<before>{_any(words for _, words in _BEFORE)}) ?{_FILLER})?{_numeral('number')}{_PERCENT}"
    rf"(?P<after>{_any(words for _, words in _AFTER)}"
    rf"|(?: [a-z]+){{0,2}},? (?P<late>at (?:the )?(?:very )?(?:least|most))\b(?! {_FILLER}{_numeral('next')}))?{_NO_COUNT}"
)
_RANGE: Final = re.compile(
    rf"(?P<before>(?<![\w-]){_any(words for _, words in _BEFORE)} )?(?:(?P<between>between|from) )?{_numeral('low')}"
    rf"(?(between)(?: and | to |-|–)|(?: to | or |-|–))"
    rf"{_numeral('high').replace('#-])', '#])')}{_PERCENT}{_NO_COUNT}"
)
# One person: "a fourth person", "an American". Not "a Belarusian prison", not "a prisoner swap".
_ONE: Final = re.compile(
    r"(?<!than )(?<!least )(?<!most )(?<!not )\b(?:an?|another)(?! (?:group|number|list|series|couple|wave|majority)\b)"
    r"(?: (?!of\b|with\b|for\b|on\b|from\b|to\b|by\b|in\b|and\b)[\w.'-]+){0,3}? (?:"
    r"(?:person|man|woman|prisoner|detainee|citizen|national|journalist|activist)\b(?! (?:swap|exchange|release|deal|list"
    r"|transfer)s?\b)|(?:[a-z]+ian|american|german|pole|briton)(?= (?:and|was|who|had|has|is|among)\b|[^\w '-]|$))"
)
_NUMBERED: Final = rf"(?:{_FILLER}(?:{_SMALL}|hundred|thousand|dozen|a (?:dozen|hundred|thousand)|\d))"
# A vague word of the codelist → the words that say it, each read once, from the top.
_VAGUE: Final[dict[str, str]] = {
    "": r"(?:tens|dozens|hundreds|thousands) of (?:dozens|hundreds|thousands|millions)",
    "dozens": r"(?:(?:several|a few|many|some) )?dozens|(?:several|a few|many) dozen",
    "hundreds": r"(?:(?:several|a few|many|some) )?hundreds|(?:several|a few|many) hundred",
    "thousands": r"(?:(?:several|a few|many|some) )?thousands|(?:several|a few|many) thousand",
    "large number": r"large numbers?",
    "undefined number": r"(?:undefined|unspecified|undisclosed|indefinite) number",
    "majority": r"majority",
    "several": r"several",
    "a few": r"(?<!quite )(?:a|the) few(?! (?:days|weeks|months|years|hours))",
    "numerous": r"numerous",
    "many": r"(?<!as )(?<!how )(?<!so )(?<!too )many",
    "most": r"(?<!at )(?<!the )(?<!very )most(?! (?:recent|likely|important|prominent|senior|notabl|famous|of all)\w*)",
    "some": rf"(?<!least )some(?! {_NUMBERED})",
    "all": rf"(?<!at )(?<!after )(?<!above )(?<!of )all(?! (?:but|along|over)\b)(?! {_NUMBERED})",
    "a group": r"a group|group of",
    "a wave": r"a wave|wave of",
    "a series": r"a series|series of",
}


def quantities(phrase: str) -> frozenset[str]:
    """The quantities that can be read from a phrase, as `models.quantity` writes them.

    A bounded number has its bounded reading alone; where the words leave the kind of bound open ("nearly 70", "200 or
    more"), all that they allow. A range gives its two bounds. Dates, ordinals and durations are no quantities.
    """
    text, found = _undated(phrase), set[str]()
    for code, words in _VAGUE.items():
        text, seen = re.subn(
            rf"(?<![\w-])(?<!not )(?<!nearly )(?<!almost )(?<!virtually )(?:{words})(?![\w-])", _MASK, text
        )
        found |= {code} if seen and code else set()
    text = _RANGE.sub(lambda match: _note(found, _range(match)), text)
    text = _BOUNDED.sub(lambda match: _note(found, _bounded(match)), text)
    if _ONE.search(text):
        found.add("1")
    return frozenset(_canonical(found))


def _note(found: set[str], texts: Iterable[str]) -> str:
    found.update(texts)
    return _MASK


def _canonical(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        with suppress(ValueError):  # too large, or fewer than 0
            yield quantity.parse(text).text


def _range(match: re.Match[str]) -> list[str]:
    low, high, share = worth(match["low"]), worth(match["high"]), " %" if match["percent"] else ""
    return [] if match["before"] or low >= high else [f"at least {low}{share}", f"at most {high}{share}"]


def _bounded(match: re.Match[str]) -> list[str]:
    sides = [_how(_BEFORE, match["before"])] if match["before"] else []
    if match["late"]:
        sides.append(_how(_BEFORE, match["late"]))
    elif match["after"]:
        sides.append(_how(_AFTER, match["after"]))
    if len(sides) > 1:
        return []
    number, share = worth(match["number"]), " %" if match["percent"] else ""
    rounded = ("about ",) if "dozen" in match["number"] and not sides else ()
    return [f"{how}{number}{share}" for how in (*(sides[0] if sides else ("",)), *rounded)]


def _how(table: tuple[tuple[tuple[str, ...], str], ...], words: str) -> tuple[str, ...]:
    return next(how for how, pattern in table if re.fullmatch(pattern, words))


def worth(numeral: str) -> int:
    """The number that figures or number words stand for."""
    if not re.search("[a-z]", numeral):
        return int(re.sub(r"\D", "", numeral))
    if numeral == "half a dozen":
        return 6
    total = current = 0
    for word in re.split("[- ]", numeral):
        if word in ("thousand", "million"):
            total, current = total + (current or 1) * _TIMES[word], 0
        elif word in _TIMES:
            current = (current or 1) * _TIMES[word]
        elif word != "and":
            current += _WORTH[word] if word in _WORTH else int(word)
    return total + current
