"""The quantities in a phrase, with the bounds that stand beside them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from factpack.evidence.days import MASK, undated
from factpack.models import quantity


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


# --- numbers in figures and in words ---------------------------------------------------------------------------------

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
_HUNDRED: Final = rf" hundred(?:(?: and)? {_SMALL}\b)?"
_THOUSAND: Final = (
    rf" (?:thousand|million)(?:(?: and)? (?:{_SMALL}|(?:a|\d{{1,2}})(?= hundred))(?:{_HUNDRED})?\b)?"
)
_FIGURES: Final = r"(?:\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)(?!\d)|\d{1,9})"
# Never a part of a number: not the 23 of 123, the 5 of 9.5, the 13 of 13th or the two of two hundred.
_NUMBER: Final = re.compile(
    rf"(?<!\w)(?>(?:{_SMALL}|(?:a|\d{{1,3}})(?= (?:dozen|hundred|thousand|million)))"
    rf"(?:(?<!\d\d\d) dozen|(?:(?<!\d\d\d){_HUNDRED})?(?:{_THOUSAND})?)|half a dozen|{_FIGURES})(?![\w/]|[.,:]\d)"
)
# One private character of Unicode stands for each number in the patterns below, which would take three times as long to
# compile, at every start, with all of a number's words in each.
_FIRST_MARK: Final = 0xE000
_MARKS: Final = r"\ue000-\uf8ff"
_MARK: Final = f"[{_MARKS}]"
_FREE: Final = rf"(?<![\w{_MARKS}$€£#-])(?<![\w{_MARKS}][.,:'])(?<!no )(?<!no\. )"


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


# --- what stands beside them -----------------------------------------------------------------------------------------

Bounds = tuple[tuple[tuple[str, ...], str], ...]

# How the quantity may be written ← the words before the number.
_BEFORE: Final[Bounds] = (
    (
        ("at most ",),
        r"at (?:the )?(?:very )?most|not? (?:more than|over|above|exceeding)|up to|(?:a )?maximum of|as (?:many|much) as",
    ),
    (("at least ",), r"at (?:the )?(?:very )?least|not? (?:fewer|less) than|(?:a )?minimum of|as few as"),
    (
        ("more than ",),
        r"more than|over|above|beyond|exceed(?:s|ed|ing)|in excess of|greater than|upwards? of",
    ),
    (("fewer than ",), r"(?:fewer|less|lower|smaller) than|under|below"),
    (("about ", "fewer than "), r"nearly|almost|close to|approaching|not quite"),
    (("about ",), r"about|around|approximately|approx\.|roughly|circa|ca?\.|some|(?:an )?estimated|~"),
)
# … and the words behind it. "200 or more" leaves open whether 200 counts.
_WITHIN: Final = r"(?: (?!and\b)[a-z]+){0,2}"
_AFTER: Final[Bounds] = (
    (("at least ", "more than "), rf"\+|{_WITHIN} or (?:more|over)\b(?! than)| and more\b(?! than)"),
    (("at most ",), rf"{_WITHIN} or (?:fewer|less|under)\b(?! than)"),
    (("about ",), rf"{_WITHIN} or so\b|-(?:odd|ish)\b"),
    (("at least ",), rf"{_WITHIN},? at (?:the )?(?:very )?least\b"),
    (("at most ",), rf"{_WITHIN},? at (?:the )?(?:very )?most\b"),
)
_FILLER: Final = (
    r"(?:(?:some|about|around|roughly|approximately|an estimated|another|a further|an additional|other|the|these|those"
    r"|all|a total of|only|just) )*"
)
_PERCENT: Final = r"(?P<percent> ?%| percent\b| per cent\b| pct\b)?"
# Behind it, nothing that makes it a duration, an amount, a fraction or a word such as two-day.
_NO_COUNT: Final = (
    r"(?![- ](?:day|week|weekend|month|year|hour|minute|second|decade|pound|kilo\w*|km|mile|met(?:er|re)"
    r"|dollar|euro|ruble|rouble|percentage point|third|quarter|fifth|half|halve|tenth|million|billion)s?\b)"
    rf"(?!-(?!(?:person|member|man|strong)\b)(?:\w|{_MARK}))(?! (?:and a half|another)\b| in (?:every )?(?:{_MARK}|\d))"
)
_BOUND_BEFORE: Final = rf"(?P<before>(?<![\w-]){_any(words for _, words in _BEFORE)})"
_BOUNDED: Final = re.compile(
    rf"(?:{_BOUND_BEFORE} ?{_FILLER})?{_FREE}(?P<number>{_MARK}){_PERCENT}"
    rf"(?P<after>{_any(words for _, words in _AFTER)}(?! {_FILLER}{_MARK}))?+{_NO_COUNT}"
)
_RANGE: Final = re.compile(
    rf"(?:{_BOUND_BEFORE} )?(?P<between>(?:between|from) )?{_FREE}(?P<low>{_MARK})"
    rf"(?:(?(between) and |-)|-|–| - | – | to | or )(?P<high>{_MARK}){_PERCENT}{_NO_COUNT}"
)
_JOINED: Final = re.compile("[-–]| (?:to|and|or) ")  # without one of these, nothing is a range
# "more than the reported 430": bounded by words that are not understood, hence not read at all.
_ASTRAY: Final = re.compile(
    r"(?<![\w-])(?:(?:more|fewer|less) than|at (?:least|most)|up to)"
    rf" (?!{_FILLER}{_MARK})(?:(?:[a-z'-]|{_MARK})+ ){{1,2}}{_MARK}"
)
# One person: "a fourth person", "an American". Not "a Belarusian prison", not "a prisoner swap".
_ONE: Final = re.compile(
    r"(?<!than )(?<!least )(?<!most )(?<!not )\b(?:an?|another)(?! (?:group|number|list|series|couple|wave|majority)\b)"
    r"(?: (?!(?:of|with|for|on|from|to|by|in|and)\b)[\w.'-]+){0,3}? (?:"
    r"(?:person|man|woman|prisoner|detainee|citizen|national|journalist|activist)\b"
    r"(?! (?:swap|exchange|release|deal|list|transfer)s?\b)"
    r"|(?:[a-z]+ian|american|german|pole|briton)(?= (?:and|was|who|had|has|is|among)\b|[^\w '-]|$))"
)
_NUMBERED: Final = rf"(?:{_FILLER}(?:\d|(?:{_SMALL}|hundred|thousand|dozen|a (?:dozen|hundred|thousand))\b))"
# A vague word of the codelist ← the words that say it. Where two fit at one place, the one that stands first is read.
VAGUE: Final[dict[str, str]] = {
    "": r"(?:(?:several|a few|many|some) )?(?:tens|dozens|hundreds|thousands) of (?:dozens|hundreds|thousands|millions)",
    "dozens": r"(?:(?:several|a few|many|some) )?dozens|(?:several|a few|many) dozen",
    "hundreds": r"(?:(?:several|a few|many|some) )?hundreds|(?:several|a few|many) hundred",
    "thousands": r"(?:(?:several|a few|many|some) )?thousands|(?:several|a few|many) thousand",
    "large number": r"large numbers?",
    "undefined number": r"(?:undefined|unspecified|undisclosed|indefinite) number",
    "majority": r"majority",
    "several": r"several",
    "a few": r"(?<!quite )a few",
    "numerous": r"numerous",
    "many": r"(?<!as )(?<!how )(?<!so )(?<!too )many",
    "most": r"(?<!at )(?<!the )(?<!very )most(?! (?:recent|likely|important|prominent|senior|notabl|famous)\w*)",
    "some": rf"(?<!least )some(?! {_NUMBERED})",
    "all": rf"(?<!at )(?<!after )(?<!above )(?<!of )all(?! (?:but|along|over)\b)(?! {_NUMBERED})",
    "a group": r"a group|group of",
    "a wave": r"a wave|wave of",
    "a series": r"a series|series of",
}
_VAGUE: Final = re.compile(
    rf"(?<![\w-])(?<!not )(?<!nearly )(?<!almost )(?<!virtually )(?:{'|'.join(f'({words})' for words in VAGUE.values())})(?![\w-])"
)
_VAGUE_BY_GROUP: Final = ("", *VAGUE)


def quantities(phrase: str) -> frozenset[str]:
    """The quantities that can be read from a phrase, as `models.quantity` writes them.

    A bounded number has its bounded reading alone; where the words leave the kind of bound open ("nearly 70", "200 or
    more"), all that they allow. A range gives its two bounds. Dates, ordinals and durations are no quantities.
    """
    text, found = undated(phrase), set[str]()
    text = _VAGUE.sub(lambda match: _note(found, [_VAGUE_BY_GROUP[match.lastindex or 0]]), text)
    text, numbers = _marked(text)
    if numbers:
        text = _ASTRAY.sub(MASK, text)
        if _JOINED.search(text):
            text = _RANGE.sub(lambda match: _note(found, _range(match, numbers)), text)
        text = _BOUNDED.sub(lambda match: _note(found, _bounded(match, numbers)), text)
        text = text.translate({ord(mark): number for mark, number in numbers.items()})
    if _ONE.search(text):
        found.add("1")
    return frozenset(_canonical(found))


def _marked(text: str) -> tuple[str, dict[str, str]]:
    """The text with a mark in place of each number, and the numbers by their marks."""
    numbers: dict[str, str] = {}

    def mark(match: re.Match[str]) -> str:
        one = chr(_FIRST_MARK + len(numbers))
        numbers[one] = match[0]
        return one

    return _NUMBER.sub(mark, re.sub(_MARK, MASK, text)), numbers


def _note(found: set[str], texts: Iterable[str]) -> str:
    found.update(texts)
    return MASK


def _canonical(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        with suppress(ValueError):  # too large, or fewer than 0
            yield quantity.parse(text).text


def _range(match: re.Match[str], numbers: Mapping[str, str]) -> list[str]:
    low, high, share = (
        worth(numbers[match["low"]]),
        worth(numbers[match["high"]]),
        " %" if match["percent"] else "",
    )
    return [] if match["before"] or low >= high else [f"at least {low}{share}", f"at most {high}{share}"]


def _bounded(match: re.Match[str], numbers: Mapping[str, str]) -> list[str]:
    if match["before"] and match["after"]:
        return []
    words, share = numbers[match["number"]], " %" if match["percent"] else ""
    how: tuple[str, ...] = ("", "about ") if "dozen" in words else ("",)
    if match["before"]:
        how = _how(_BEFORE, match["before"])
    elif match["after"]:
        how = _how(_AFTER, match["after"])
    return [f"{bound}{worth(words)}{share}" for bound in how]


def _how(table: Bounds, words: str) -> tuple[str, ...]:
    return next(how for how, pattern in table if re.fullmatch(pattern, words))
