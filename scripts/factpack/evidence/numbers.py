"""Read the quantities in a phrase, with their bounds."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from factpack.evidence.days import COUNTS, MASK, undated
from factpack.evidence.lexicon import AFTER, BEFORE, SMALL, TENS, UNITS
from factpack.models import quantity


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


_WORTH: Final = {
    "zero": 0, "a": 1, "an": 1, "once": 1, "twice": 2, "both": 2, "pair": 2, "thrice": 3, "trio": 3,
    **COUNTS, **{word: 10 * number for number, word in enumerate(TENS, start=2)},
}  # fmt: skip
_TIMES: Final = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD: Final = _any((*_TIMES, SMALL))
# A whole number: not the 23 of 123, the 13 of 13th or the two of two hundred.
_NUMBER: Final = re.compile(
    r"(?<![\w.])(?<!\w[,:'])(?>half a dozen|(?:(?<=than )once|(?<=least )once|twice|thrice)(?! (?:as|an?|the|that)\b)"
    r"|(?<=[ae] )(?:pair|trio)(?= (?:of|were|was|are|walked)\b)|both(?= (?:men|women|prisoners|people|journalists|detainees|inmates|activists|were|of (?:them|whom))\b)"
    rf"|(?:{SMALL}|(?:a|\d{{1,3}})(?= {_any(_TIMES)}\b))(?:(?: |-|(?<=hundred) and |(?<=thousand) and ){_WORD}\b)*"
    r"|\d+\.\d+(?= ?%|[ -]p(?:er ?cen|c)t| (?:and|to|or) \d[\d.]* ?(?:%|p(?:er ?cen|c)t))"
    r"|\d{1,3}(?:([, '])\d{3}(?:\1\d{3})*)(?!\d)|\d{1,9})(?![\w/]|[.,:]\d)"
)


def worth(numeral: str) -> int | None:
    """Return the number for figures or number words, if any."""
    if not re.search("[a-z]", numeral):
        return int(re.sub(r"\D", "", numeral))
    total = current = 0
    for word in re.split("[- ]", numeral.replace("half a dozen", "six").replace(" and ", " ")):
        if times := _TIMES.get(word):
            current = (current or 1) * times
        elif current % (10 if (value := int(_WORTH.get(word, word))) < 10 else 100):
            return None  # nineteen eighty-four
        else:
            current += value
        if times and times >= _TIMES["thousand"]:
            total, current = total + current, 0
    return total + current


# The text is in lower case, so that capitals can mark what was found: N a number, D a date.
_FREE: Final = r"(?<![\wND$€£#-])(?<!age of )(?<!sentenced to )"
# Words before a number that make it a name, an age or no count.
_LABEL: Final = (
    r"(?:no|nos?\.|number|not(?: even)?|all but|all except|every|top|aged?|turns|minus|article|art\.|§|section|clause|paragraph|annex|chapter|page|resolution"
    r"|directive|protocol|colony|room|gate|flight|route|boeing|airbus) #?"
)
_AGE: Final = re.compile(
    r"([A-Z][\w.'-]+|\w+man)(?:, [1-9]\d(?=[,;.)]|$)| \([1-9]\d\))"
)  # Jane Doe, 38, or (38)
_FILLER: Final = r"(?:(?:some|about|around|roughly|another|a further|an additional|other|the|these|those|all|a total of|only|just) )*"
_PERCENT: Final = r"(?P<percent{}> ?%|[ -]p(?:er ?cen|c)t\b)?"
_UNIT: Final = (
    r"(?:day|night|week|weekend|fortnight|month|year|hour|hr|minute|min|second|decade|centur(?:y|ie)|pound|kilo\w*|km|mile"
    r"|met(?:er|re)|lit(?:er|re)|ton|tonne|hectare|acre|square|degree|point|percentage point|vote|cent|dollar|euro|ruble|rouble"
    r"|zloty|million|billion)s?\b"
)
# Not followed by what makes it a duration, an amount, a time of day, a fraction or a word such as two-day.
_NO_COUNT: Final = (
    rf"(?![- ](?:{_UNIT}|(?:third|quarter|fifth|half|halve|tenth)s?\b))(?! ?(?:[ap]\.?m\b|noon|midnight|gmt|local time|mph))"
    r"(?!-(?!(?:person|member|man|strong)\b)[\wN])(?! (?:and a half|another|o'clock|by N|hand|thing|(?:more )?time)\b)"
    rf"(?! of (?:an?|the|his|her|their) N[- ](?:year|month))(?! in every N)(?!-?(?: (?:to|or) |[-–])N[- ]{_UNIT})"
)
# Shares in words, which are read as if they were printed in percent.
_PARTS: Final = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SHARE: Final = re.compile(
    rf"(?<![\w-])(?<!not )(?:(?<!first )(?<!second )(?<!last )(?<!other )(?<!latter )(?<!and a )"
    rf"(?:(?P<top>an?|{_any(UNITS)})[ -](?=\w)|(?=half))(?P<part>{_any(_PARTS)})s?"
    r"(?= (?:of|were|are|have)\b|(?<=half) (?:the|its|their|all|those|these)\b)(?! of D)"
    rf"(?!(?: of)?(?: (?:an?|the|his|her|its|their))?(?: \S+)? (?:{_UNIT}|life|sentence|term|time|size|way))"
    rf"|(?P<few>{SMALL}|\d\d?) (?:in|out of(?= (?:every|ten|10|100)\b))(?: every)?"
    rf" (?P<many>[3-9]|[12]0|100|{_any(UNITS[2:])}|ten|twenty)\b(?![- ]{_UNIT}))"
)
_BEFORE: Final = rf"(?P<before{{}}>(?<![\w-]){_any(BEFORE.values())})"
_QUANTITY: Final = re.compile(
    rf"(?:{_BEFORE.format('_range')} )?(?P<between>(?:between|from) )?{_FREE}(?P<low>N)"
    rf"(?P<first> ?%)?(?:(?(between) and |-)|-|–| - | – | to | or )N{_PERCENT.format('_range')}(?(first)(?<=[%t])){_NO_COUNT}"
    # "more than the reported 430": not read, because words between bound and number are not understood
    r"|(?<![\w-])(?:(?:more|fewer|less) than|at (?:least|most)|up to)"
    rf" (?!{_FILLER}N)(?:[a-zN'-]+ ){{1,2}}N"
    rf"|(?:{_BEFORE.format('')} ?{_FILLER})?{_FREE}(?P<number>N){_PERCENT.format('')}"
    rf"(?P<after>{_any(AFTER.values())}(?! {_FILLER}N))?+{_NO_COUNT}"
)
# One person: "a fourth person", "an American". Not "a Belarusian prison", not "a prisoner swap".
_ONE: Final = re.compile(
    r"(?<!than )(?<!least )(?<!most )(?<!not )\b(?:an?|another)(?! (?:group|number|list|series|couple|wave|majority)\b)"
    r"(?: (?!(?:of|with|for|on|from|to|by|in|and)\b)[\w.'-]+){0,3}? (?:"
    r"(?:person|(?!spokes)\w*man|(?!spokes)\w*woman|prisoner|inmate|captive|detainee|citizen|national|journalist|activist|dissident"
    r"|blogger|priest|worker|lawyer|teacher|student|doctor|nurse|editor|reporter|writer|poet|politician|candidate|soldier)\b"
    r"(?! (?:(?:swap|exchange|release|deal|list|transfer|movement|group|network)(?:s|'s)?|said|says|told|asked|familiar|close)\b)"
    r"|(?:[a-z]+ian|[a-z]+lander|american|german|pole|briton)(?= (?:and|was|who|had|has|is|among)\b|[^\w '-]|$))"
)
# A verb: "the inmates number 318".
_NUMBERING: Final = re.compile(
    r"\b((?:prisoners|inmates|detainees|people|they|men|women)\b[^.,;]*? )(?<!cell )(?<!room )(?<!block )(?<!house )(?<!colony )(?<!camp )(?<!prison )number(?:ed)? (?=\d)"
)
# "His fourth trip this year": four of them.
_ORDINALS: Final = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH_VISIT: Final = re.compile(
    rf"\b(?:({'|'.join(_ORDINALS)}) (?:\w+ )?(?:visit|trip|journey)\b|(?:visit|trip|journey) was \S+ ({'|'.join(_ORDINALS)})\b)(?=.* (?:D|since|so far)\b)"
)
_PLURAL: Final = r"(?:(?:several|a few|many|some) )?"
# A vague word of the codelist → the pattern of the words for it. If two match in one place, the first one counts.
VAGUE: Final[dict[str, str]] = {
    "": rf"{_LABEL}(?:\d[\d-]*|{_WORD}(?:[ -]{_WORD})*)|one by one|(?:at|on|on the) one (?:time|hand)|{_PLURAL}(?:tens|dozens|hundreds|thousands) of (?:dozens|hundreds|thousands|millions)",
    **{f"{word}s": rf"{_PLURAL}{word}s|(?:several|a few|many) {word}" for word in ("dozen", "hundred", "thousand")},
    "large number": "(?:large|great|huge|considerable|significant|substantial) numbers?",
    "undefined number": "(?:undefined|unspecified|undisclosed|unknown|indefinite) number",
    "majority": "majority", "numerous": "numerous",
    "several": "several|a number of",
    "a few": "(?<!quite )a few|(?<!more than )a handful|a small number",
    "many": "(?<!as )(?<!how )(?<!so )(?<!too )many|a lot of|lots of",
    "most": r"(?<!at )(?<!the )(?<!very )most(?! (?:recent|likely|important|prominent|senior|notabl|famous)\w*)",
    "some": rf"(?<!least )some(?! {_FILLER}[\d(]| {_FILLER}{_WORD}\b)",
    "all": rf"(?<!at )(?<!after )(?<!above )(?<!of )all(?! (?:but|along|over|the (?:time|more|way|same|while))\b| {_FILLER}(?:\d|{_WORD}\b))"
    r"|(?<!not )every (?:\w+ )?(?:prisoner|inmate|detainee|person)|each of (?:them|the)",
    **{f"a {word}": f"a {word}|{word} of" for word in ("group", "wave", "series")},
}  # fmt: skip
_VAGUE: Final = re.compile(
    r"(?<![\w-])(?<!not )(?<!nearly )(?<!almost )(?<!virtually )"
    rf"(?:{'|'.join(f'({words})' for words in VAGUE.values())})(?![\w-])"
    rf"(?!(?: of)?(?: (?:the|his|her|its|their))? (?:{_UNIT}|life|sentence|term|time\b))"
)


def quantities(phrase: str) -> frozenset[str]:
    """Return the quantities in a phrase, written as in `models.quantity`."""
    return frozenset(text for place in places(phrase) for text in place)


def places(phrase: str) -> list[tuple[str, ...]]:
    """Return the readings of a phrase, place by place.

    A bounded number has only its bounded reading. If the words leave the kind of bound open ("nearly 70",
    "200 or more"), it has every reading that they allow. A range has itself and its two bounds, which are all true.
    """
    found, numerals = list[list[str]](), list[str]()

    def mark(match: re.Match[str]) -> str:
        if match.re is _VAGUE:
            found.append([[*VAGUE][(match.lastindex or 1) - 1]])
            return MASK
        numerals.append(match[0])
        return "N"

    plain = _NUMBERING.sub(r"\1are ", undated(_AGE.sub(r"\1", phrase)))
    plain = re.sub(
        r"\b(?:a (further|fresh|second)|(another)) (?=dozen\b|score\b|hundred\b)", r"\1\2 a ", plain
    )
    plain = re.sub(r"\bscores? (?=with\b|to\b)", "~ ", plain)
    text = _NUMBER.sub(mark, _VAGUE.sub(mark, _SHARE.sub(_percent, plain)))
    for match in _QUANTITY.finditer(text):
        first = text.count("N", 0, match.start())
        found.append(_read(match, numerals[first : first + match[0].count("N")]))
    found += [["1"]] if _ONE.search(text) else []
    if visit := _NTH_VISIT.search(text):
        found.append([str(_ORDINALS.index(visit[1] or visit[2]) + 2)])
    return [place for texts in found if (place := tuple(_canonical(texts)))]


def _percent(match: re.Match[str]) -> str:
    """Return a share in percent; over 3 decimals: rounded."""
    number = worth(match["few"] or match["top"] or "one") or 0
    whole = (worth(match["many"]) or 1) if match["many"] else _PARTS.index(match["part"]) + 2
    return f"{100 * number / whole:.7g} %" if number < whole else match[0]


def _read(match: re.Match[str], numerals: list[str]) -> list[str]:
    """Return the readings of a number or a range."""
    share = " %" if match["percent"] or match["percent_range"] else ""
    values = [numeral if "." in numeral else worth(numeral) for numeral in numerals]
    if None in values or (match["before"] and match["after"]) or not (match["low"] or match["number"]):
        return []
    if match["low"]:
        low, high = float(values[0] or 0), float(values[-1] or 0)
        times = _TIMES.get(numerals[-1].split()[-1], 1)  # two to three dozen
        low *= times if low < high / times else 1
        ends = [f"{end:.10g}{share}" for end in (low, high)]
        texts = [f"at least {ends[0]}", f"at most {ends[1]}", f"between {ends[0]} and {ends[1]}"]
        return texts if low < high and not match["before_range"] else []
    words, table = (match["before"], BEFORE) if match["before"] else (match["after"], AFTER)
    without = ",about" if "dozen" in numerals[-1] else ""
    how = next((how for how, pattern in table.items() if words and re.fullmatch(pattern, words)), without)
    whole = f"about {float(values[-1] or 0):.0f} %" if len(numerals[-1].partition(".")[2]) > 3 else ""
    bounds = how.split(",")
    return [(bound in ("", "about") and whole) or f"{bound} {values[-1]}{share}".strip() for bound in bounds]


def _canonical(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        with suppress(ValueError):  # too large, fewer than 0, or not a valid quantity
            yield quantity.parse(text).text
