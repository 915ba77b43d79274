"""Read the quantities in a phrase, with their bounds."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from factpack.evidence.days import MASK, undated
from factpack.evidence.lexicon import AFTER, BEFORE, SMALL, TEENS, TENS, UNITS
from factpack.models import quantity


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


# --- numbers in figures and in words ---------------------------------------------------------------------------------

_WORTH: Final = {
    "zero": 0, "a": 1, **{word: number for number, word in enumerate((*UNITS, *TEENS), start=1)},
    **{word: 10 * number for number, word in enumerate(TENS, start=2)},
}  # fmt: skip
_TIMES: Final = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD: Final = _any((*_TIMES, SMALL))
_FIGURES: Final = r"\d{1,3}(?:([, '])\d{3}(?:\1\d{3})*)(?!\d)|\d{1,9}"
# A whole number: not the 23 of 123, the 13 of 13th or the two of two hundred.
_NUMBER: Final = re.compile(
    rf"(?<![\w.])(?<!\w[,:'])(?>half a dozen|(?:{SMALL}|(?:a|\d{{1,3}})(?= {_any(_TIMES)}\b))"
    rf"(?:(?: |-|(?<=hundred) and |(?<=thousand) and ){_WORD}\b)*|\d+\.\d+(?= ?%| per ?cent| (?:and|to|or) \d[\d.]* ?(?:%|per ?cent))|{_FIGURES})(?![\w/]|[.,:]\d)"
)


def worth(numeral: str) -> int | None:
    """Return the number for figures or number words, if any."""
    if numeral == "half a dozen":
        return 6
    if not re.search("[a-z]", numeral):
        return int(re.sub(r"\D", "", numeral))
    total = current = 0
    for word in re.split("[- ]", numeral.replace(" and ", " ")):
        if times := _TIMES.get(word):
            current = (current or 1) * times
        elif current % (10 if (value := int(_WORTH.get(word, word))) < 10 else 100):
            return None  # nineteen eighty-four
        else:
            current += value
        if times and times >= _TIMES["thousand"]:
            total, current = total + current, 0
    return total + current


# --- what is next to them ---------------------------------------------------------------------------------------------

# The text is in lower case, so that capitals can mark what was found: N a number, D a date.
_FREE: Final = r"(?<![\wND$€£#-])(?<!no )(?<!no\. )(?<!article )(?<!section )(?<!page )(?<!paragraph )(?<!chapter )(?<!room )(?<!aged )(?<!age of )"
_FILLER: Final = r"(?:(?:some|about|around|roughly|another|a further|an additional|other|the|these|those|all|a total of|only|just) )*"
_PERCENT: Final = r"(?P<percent{}> ?%| percent\b| per cent\b)?"
# Not followed by what makes it a duration, an amount, a fraction or a word such as two-day.
_NO_COUNT: Final = (
    r"(?![- ](?:day|week|weekend|month|year|hour|minute|second|decade|pound|kilo\w*|km|mile|met(?:er|re)"
    r"|dollar|euro|ruble|rouble|percentage point|third|quarter|fifth|half|halve|tenth|million|billion)s?\b)"
    r"(?!-(?!(?:person|member|man|strong)\b)[\wN])(?! (?:and a half|another|o'clock)\b| in (?:every )?N)"
)
_BEFORE: Final = rf"(?P<before{{}}>(?<![\w-]){_any(BEFORE.values())})"
_QUANTITY: Final = re.compile(
    rf"(?:{_BEFORE.format('_range')} )?(?P<between>(?:between|from) )?{_FREE}(?P<low>N)"
    rf"(?:(?(between) and |-)|-|–| - | – | to | or )N{_PERCENT.format('_range')}{_NO_COUNT}"
    # "more than the reported 430": not read, because words between bound and number are not understood
    r"|(?<![\w-])(?:(?:more|fewer|less) than|at (?:least|most)|up to)"
    rf" (?!{_FILLER}N)(?:[a-zN'-]+ ){{1,2}}N"
    rf"|(?:{_BEFORE.format('')} ?{_FILLER})?{_FREE}(?P<number>N){_PERCENT.format('')}"
    rf"(?P<after>{_any(AFTER.values())}(?! {_FILLER}N))?+{_NO_COUNT}"
)
# One person: "a fourth person", "an American". Not "a Belarusian prison", not "a prisoner swap".
_ONE: Final = (
    r"(?<!than )(?<!least )(?<!most )(?<!not )\b(?:an?|another)(?! (?:group|number|list|series|couple|wave|majority)\b)"
    r"(?: (?!(?:of|with|for|on|from|to|by|in|and)\b)[\w.'-]+){0,3}? (?:"
    r"(?:person|man|woman|prisoner|inmate|captive|detainee|citizen|national|journalist|activist|dissident|blogger|priest)\b"
    r"(?! (?:(?:swap|exchange|release|deal|list|transfer|movement|group|network)(?:s|'s)?|said|says|told)\b)"
    r"|(?:[a-z]+ian|[a-z]+lander|american|german|pole|briton)(?= (?:and|was|who|had|has|is|among)\b|[^\w '-]|$))"
)
_FEW: Final = {
    "1": _ONE,
    "2": r"\bboth (?:men|women|prisoners|people|journalists|of (?:them|whom))\b|\ba pair of\b|\btwice\b(?! (?:as|the|that)\b)",
    "3": r"\ba trio of\b|\bthrice\b(?! (?:as|the|that)\b)",
}
_PLURAL: Final = r"(?:(?:several|a few|many|some) )?"
# A vague word of the codelist → the pattern of the words for it. If two match in one place, the first one counts.
VAGUE: Final[dict[str, str]] = {
    "": rf"{_PLURAL}(?:tens|dozens|hundreds|thousands) of (?:dozens|hundreds|thousands|millions)",
    **{f"{word}s": rf"{_PLURAL}{word}s|(?:several|a few|many) {word}" for word in ("dozen", "hundred", "thousand")},
    "large number": "(?:large|great|huge|considerable|significant|substantial) numbers?",
    "undefined number": "(?:undefined|unspecified|undisclosed|unknown|indefinite) number",
    "majority": "majority",
    "several": "several|a number of",
    "a few": "(?<!quite )a few|(?<!more than )a handful|a small number",
    "numerous": "numerous",
    "many": "(?<!as )(?<!how )(?<!so )(?<!too )many|a lot of|lots of",
    "most": r"(?<!at )(?<!the )(?<!very )most(?! (?:recent|likely|important|prominent|senior|notabl|famous)\w*)",
    "some": rf"(?<!least )some(?! {_FILLER}[\d(]| {_FILLER}{_WORD}\b)",
    "all": rf"(?<!at )(?<!after )(?<!above )(?<!of )all(?! (?:but|along|over)\b| {_FILLER}(?:\d|{_WORD}\b))"
    r"|(?<!not )every (?:single )?(?:prisoner|inmate|detainee|person)|each of (?:them|the)",
    "a group": "a group|group of",
    "a wave": "a wave|wave of",
    "a series": "a series|series of",
}  # fmt: skip
_VAGUE: Final = re.compile(
    r"(?<![\w-])(?<!not )(?<!nearly )(?<!almost )(?<!virtually )"
    rf"(?:{'|'.join(f'({words})' for words in VAGUE.values())})(?![\w-])"
)


def quantities(phrase: str) -> frozenset[str]:
    """Return the quantities in a phrase, written as in `models.quantity`."""
    return frozenset(text for place in places(phrase) for text in place)


def places(phrase: str) -> list[tuple[str, ...]]:
    """Return the readings of a phrase, place by place.

    A bounded number has only its bounded reading. If the words leave the kind of bound open ("nearly 70",
    "200 or more"), it has every reading that they allow. A range has itself and its two bounds, which are all true.
    Dates, ordinals and durations are not quantities.
    """
    found, numerals = list[list[str]](), list[str]()

    def mark(match: re.Match[str]) -> str:
        numerals.append(match[0])
        return "N"

    text = undated(phrase)
    found += ([[*VAGUE][(match.lastindex or 1) - 1]] for match in _VAGUE.finditer(text))
    text = _NUMBER.sub(mark, _VAGUE.sub(MASK, text))
    for match in _QUANTITY.finditer(text):
        first = text.count("N", 0, match.start())
        found.append(_read(match, numerals[first : first + match[0].count("N")]))
    found += [[number] for number, words in _FEW.items() if re.search(words, text)]
    return [place for texts in found if (place := tuple(_canonical(texts)))]


def _read(match: re.Match[str], numerals: list[str]) -> list[str]:
    """Return the readings of a number or a range."""
    share = " %" if match["percent"] or match["percent_range"] else ""
    values = [numeral if "." in numeral else worth(numeral) for numeral in numerals]
    if None in values or (match["before"] and match["after"]) or not (match["low"] or match["number"]):
        return []
    if match["low"]:
        low, high = f"{values[0]}{share}", f"{values[-1]}{share}"
        is_range = float(values[0] or 0) < float(values[-1] or 0) and not match["before_range"]
        return [f"at least {low}", f"at most {high}", f"between {low} and {high}"] if is_range else []
    words, table = (match["before"], BEFORE) if match["before"] else (match["after"], AFTER)
    without = ",about" if "dozen" in numerals[-1] else ""
    how = next((how for how, pattern in table.items() if words and re.fullmatch(pattern, words)), without)
    return [f"{bound} {values[-1]}{share}".strip() for bound in how.split(",")]


def _canonical(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        with suppress(ValueError):  # too large, fewer than 0, or not a valid quantity
            yield quantity.parse(text).text
