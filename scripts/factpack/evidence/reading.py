"""Read whether a phrase states or contradicts a value.

In doubt, a phrase is silent: the curator then explains in an `inference` what the words leave open. A
contradiction is read more narrowly still, because no inference overrides it.
"""

import re
from collections.abc import Iterable
from math import inf
from typing import Final, NamedTuple

from factpack.evidence import cues, lexicon
from factpack.evidence.days import ANNOUNCED_ON, SAID_ON, DateReading, dates, undated
from factpack.evidence.lexicon import SMALL, contains, straighten
from factpack.evidence.numbers import places
from factpack.evidence.outcomes import outcomes
from factpack.models import edtf, quantity
from factpack.models.codelists import COUNTED_AS, CREDIT, Codelist
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity
from factpack.models.types import NOT_STATED, NOT_YET

# A part of a figure: "140 of them women", "among them two", "the other thirteen".
OF_THEM: Final = re.compile(
    r"(?i)\b(?:among (?:them|those)(?! at\b)|the (?:other|remaining|rest of the))\b[^,;–—]*|"
    r"(?:^|[,;–—]|\b(?:and|including)\b)[^,;–—]*? of (?:them|whom)\b(?=,? \w)(?!(?: (?:was|were|is|are|has|have|had|be|been|being|still|all|now|then|since|later|also|already|\w+ly))* (?:freed|released|pardoned"
    r"|amnestied|let|allowed|free|handed over|transferred|exchanged|swapped|set|walked|left|came|went|home|remain\w*|held|behind|jailed|imprisoned|detained|in (?:prison|jail|custody|detention))\b)"
    rf"|^them (?:\d+|{SMALL})\b[^,;–—]*|^including (?:(?:{lexicon.BOUND}) )?(?:\d+|{SMALL})\b[^,;–—]*"
)
_ALL_OF_THEM: Final = re.compile(
    r",? (?:all|both)(?: of (?:them|whom))?(?= [A-Z])"
)  # "eleven, all of them Norlanders"
# A number without a noun: "freed all 12", "twelve were freed".
_BARE: Final = rf"(?<![\w.,-])(?:\d+|{SMALL}|dozens?)(?: or so| more)?(?= (?:others|would|will|were|was|have|had|has|who|walked|left)\b|(?: (?:on|in|by) D)?[^\w%]*$)"
# A number with a noun for people: "three engineers", "her two sisters".
_SOME_PEOPLE: Final = (
    rf"(?<![\w.,-])(?:\d+|{SMALL}|an?|several|some|many|dozens?)(?: dozen)?(?: or so)?(?: (?:other|more|group of|number of|of (?:its|their|the \S+|\S+'s)))?"
    rf" (?:[\w-]+ ){{0,3}}?(?:{lexicon.PEOPLE})\b"
)
# People called after their country: "eight Hallenmarkers".
_NATIONALS: Final = rf"\b(?:\d+|(?i:{SMALL})) [A-Z][a-z]+(?:er|an|ian)s\b"
_ACHIEVED: Final = frozenset(("secured", "brokered"))
_TO_ACHIEVE: Final = rf"(?:{lexicon.INTENDED}|{lexicon.MODAL}) (?:help )?(?:secure|broker|mediate|win|obtain|achieve|negotiate)"
# Directions and their words; "at" and "in" have none.
_WAYS: Final = {"from": "from|left", "through": "through|via", "to": r"to|into|visit\w*|reached"}
_WAYS_OF: Final = {"departure": "from", "transit": "through", "route": "through"}
_STAFF: Final = r"deput(?:y|ies)|aides?|advis\w+|lawyers?|envoys?|spokes\w+|office|wife|husband|family|minist\w+|team|party"
STATES, SILENT, CONTRADICTS = "states", "silent", "contradicts"


class Reading(NamedTuple):
    """The verdict of a phrase on a value."""

    verdict: str
    found: frozenset[str] = frozenset()


def _reading(states: bool, contradicts: bool, found: Iterable[str]) -> Reading:
    return Reading(STATES if states else CONTRADICTS if contradicts else SILENT, frozenset(found))


def number(value: str, phrase: str, of: Iterable[str] = ()) -> Reading:
    """Read a quantity.

    A phrase contradicts it if every number read excludes it, and no word makes a number part of a larger one. If the number
    includes those that the phrase names, only a larger value is contradicted.
    of: the beginnings of words for the part of a total that is meant. If the phrase names the part, only the numbers next
    to it count: "two from Latvia, and others from Estonia" does not say how many Estonians.
    """
    whole = phrase if value == "all" else (_ALL_OF_THEM if of else OF_THEM).sub(" ", phrase)
    parts = re.split("(?:,(?! to )|;) |,? and | [–—-] ", straighten(whole)) if of else []
    own = [part for part in parts if any(contains(part.lower(), rf"{word}\w*") for word in of)]
    near = [place for part in (own if len(parts) > 1 and own else [whole]) for place in places(part)]
    found = frozenset(text for place in near for text in place)
    if value in found or (value == NOT_STATED and not near):
        return Reading(STATES, found)
    text = re.sub(r"\b(?:between|from) \S+ (?:and|to)\b", "", undated(phrase))  # dates add nothing
    is_part = contains(text, rf"{lexicon.ADDITIVE}|of (?:the|its|those|these) (?:\d+|{SMALL})")
    if is_part or not near or value == NOT_STATED:
        return Reading(SILENT, found)
    if whole != phrase or (not of and contains(text, lexicon.INCLUSIVE)):
        meant, stated = quantity.parse(value), [quantity.parse(text) for text in found]
        is_above = (one.percent == meant.percent and _bounds(one)[1] < _bounds(meant)[0] for one in stated)
        return _reading(False, all(is_above), found)
    return _reading(False, all(_excludes(place, value) for place in near), found)


def _excludes(place: tuple[str, ...], value: str) -> bool:
    """Return whether no number fits both value and reading."""
    own, found = quantity.parse(value), [quantity.parse(text) for text in place]
    ranges = [one for one in found if one.qualifier == "range"]  # its bounds alone are readings too
    return all(one.percent == own.percent and _are_apart(one, own) for one in ranges or found)


def _are_apart(one: Quantity, other: Quantity) -> bool:
    if one.qualifier == other.qualifier == "about":
        return one.point != other.point
    (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
    return low > other_high or other_low > high


def _bounds(own: Quantity) -> tuple[float, float]:
    """Return the least and most; "about 70" excludes 40."""
    if own.qualifier == "about" and own.point is not None:
        return own.point * 0.75, own.point * 1.25
    low, high = own.bounds
    return -inf if low is None else low, inf if high is None else high


def date(value: str, phrase: str, published: Edtf | str, of: str = "") -> Reading:
    """Read a date from a phrase of an article.

    of: what it dates: an `act`, a `measure` in force, a `plan`, or the `effect` of a measure. The day of the report ("said on
    Monday") dates none of the first three. "Since Monday" and "from June 1" state when a measure has effect.
    A phrase without a date states `not_stated`, and words such as "not yet" state `not_yet`. A phrase contradicts a date if
    it prints months, the date is in none of them, and no second event is named ("a day after", "told reporters that").
    """
    phrase = SAID_ON.sub("", phrase) if of in ("act", "measure", "plan") else phrase
    phrase = ANNOUNCED_ON.sub("", phrase) if of in ("act", "plan") else phrase
    found = _dates(phrase, published, of)
    if value in (NOT_YET, NOT_STATED):
        states = not found if value == NOT_STATED else contains(straighten(phrase).lower(), lexicon.NOT_YET)
    else:
        states = any(_meaning(one.text) == _meaning(value) for one in found)
    is_two = contains(straighten(phrase).lower(), f"{lexicon.DAYS_APART}|{lexicon.HEARSAY}")
    # The year does not count: that of a printed month is inferred.
    known = [edtf.parse(one.text).months for one in found if one.how in ("stated", "year_inferred")]
    is_printed = bool(found) and not is_two and len(known) == len(found)
    is_other = is_printed and (own := edtf.read(value)) is not None and all(map(own.months.isdisjoint, known))
    return _reading(states, is_other, (one.text for one in found))


def _dates(phrase: str, published: Edtf | str, of: str) -> list[DateReading]:
    """Return the dates that a phrase states of something."""
    has_effect, is_ahead = of in ("measure", "effect"), of in ("plan", "effect")
    text = re.sub(r"(?i)\bfrom (?=\w)", "on ", phrase) if has_effect else phrase
    if of:  # "freed on Friday, a day after the election"
        text = re.sub(r"\b\w+ (?=days? (?:after|before)\b)", "some ", text)
    found = dates(text, published) + (dates(text, published, is_ahead) if is_ahead else [])
    if has_effect:
        days = [one._replace(text=one.text.removesuffix("/..")) for one in found if one.text.endswith("/..")]
        found += [one for one in days if edtf.parse(one.text).precision == "day"]  # not "listed since 2027"
        if re.search(r"\b(?:start|beginning) of\b", text):
            found += [one._replace(text=f"{day}") for one in found if (day := edtf.parse(one.text).earliest)]
    return found


def date_basis(value: str, phrase: str, published: Edtf | str) -> str:
    """Return how a stated date is known, else empty."""
    wanted, found = _meaning(value), _dates(phrase, published, "effect")
    return next((one.how for one in found if _meaning(one.text) == wanted), "")


def _meaning(text: str) -> tuple[object, ...]:
    own = edtf.parse(text)
    return own.earliest, own.latest, own.approximate, own.uncertain


def unknown(phrase: str) -> Reading:
    """Read that something is unknown, unclear or unsaid."""
    return _reading(contains(straighten(phrase).lower(), lexicon.UNKNOWN), False, ())


def stage(value: str, phrase: str, about: str, measure: str = "") -> Reading:
    """Read the stage of a release, meeting or sanctions action.

    "Will be lifted" is announced, and may be called promised. A phrase that only reports what was done contradicts both.
    """
    found = cues.stages(phrase, about, measure)
    if value == "promised" and "announced" in found and contains(phrase, r"will|would|(?:is|are) to"):
        found |= {value}
    is_other = value in cues.DONE and cues.is_undone(phrase, about, measure)
    is_other |= value in ("announced", "promised") and found in ({"carried_out"}, {"in_force"})
    return _reading(value in found, is_other, found)


def code(value: str, phrase: str, codelist: Codelist) -> Reading:
    """Read a kind, measure, label or legal form."""
    found = cues.codes(phrase, codelist)
    text = cues.plain(phrase) if codelist is COUNTED_AS and value == "people" and not found else ""
    is_bare = (
        text
        and (re.search(f"{_BARE}|{_SOME_PEOPLE}", text) or re.search(_NATIONALS, phrase))
        and not contains(text, lexicon.NEGATED)
    )
    states = not found if value == NOT_STATED else value in found or bool(is_bare)
    return _reading(states, value not in found and cues.contradicts(value, phrase, codelist, found), found)


def outcome(value: str, phrase: str, spellings: Iterable[str], others: Iterable[str]) -> Reading:
    """Read what became of a person.

    A phrase that only implies that somebody is free does not state it; one that names nobody is read as about this person.
    spellings: those of the person, none for a person without a name; others: those of other persons.
    """
    own = [one for one in spellings if names(phrase, [one])]
    is_meant = bool(own) or not names(phrase, others)
    near = frozenset().union(*(outcomes(phrase, straighten(one)) for one in own))
    said = near if own else outcomes(phrase)
    opposite = {"freed": "not_freed", "implied_free": "not_freed", "not_freed": "freed"}[value]
    states = said == {value} and (bool(own) or not spellings)
    return _reading(states, said == {opposite} and is_meant, said)


def credit(value: str, phrase: str, spellings: Iterable[str], others: Iterable[str]) -> Reading:
    """Read who is credited with a release, and how.

    Words for less than an achievement (talks, a request, thanks) contradict an achievement.
    """
    found = cues.codes(phrase, CREDIT) - (_ACHIEVED if contains(phrase, _TO_ACHIEVE) else set())
    overclaims = value in _ACHIEVED and bool(found) and not found & _ACHIEVED
    return _reading(value in found and names(phrase, spellings, others), overclaims, found)


def role(roles: Iterable[str], phrase: str, spellings: Iterable[str], others: Iterable[str]) -> Reading:
    """Read a place's name and the direction of travel.

    roles: what happened there. Another direction contradicts them: "from Vilnius" is not an arrival.
    """
    text = straighten(phrase)
    if not contains(text, "took|taken|drove|driven|moved|bused|flew|flown|brought"):
        # Where they come from, not what they left.
        text = re.sub(rf"\b(?:{lexicon.PEOPLE}) from\b", "~", text)
    ways = {
        way: match[0]
        for one in map(straighten, spellings)
        for way, words in _WAYS.items()
        if (match := re.search(rf"\b(?:{words}) (?:the )?{re.escape(one)}(?![\w-])", text))
    }
    own = {_WAYS_OF.get(role, "to") for role in roles}
    is_other = bool(ways) and own.isdisjoint(ways)
    return _reading(not is_other and names(phrase, spellings, others), is_other, ways.values())


def name(
    phrase: str, spellings: Iterable[str], others: Iterable[str], acts_in: str = "", is_person: bool = False
) -> Reading:
    """Read a name, which is stated or not, never contradicted.

    is_person: whether "Muster's deputy" and "the adviser to Muster" are somebody else.

    acts_in: the type of fact, if the named actor must be the one who acts. Then the name of a target, a receiver, an origin or
    a source does not count ("sanctions on Marovia", "handed over to Marovia", "nurses from Marovia", "said Muster"), nor does
    one in a phrase about another act ("met Muster" does not say that he freed anybody).
    """
    text = straighten(phrase)
    own = "|".join(re.escape(one) for one in map(straighten, spellings) if one in text)
    target = rf"\b(?:in|on|against|(?:potash|goods|imports|exports) from) (?:the )?(?:{own})(?!\w|'s)"
    way = "(?<!thanks )(?<!owed )to" if acts_in == "release" else "handed (?:over )?to"
    target += rf"|\b(?:{way}|received by) (?:the )?(?:{own})(?!\w)"
    target += rf"|\b(?<!freed )(?<!released )from (?:the )?(?:{own})(?!\w|'s| (?:pris|jail|custod|deten))"
    target += rf"|\b(?:said|says|according to) (?:the )?(?:{own})\W*$|\b(?:proposal|request|behest|urging|suggestion) of (?:the )?(?:{own})(?!\w)"
    text = re.sub(target, "", text) if acts_in and own else text
    staff = rf"\b(?:{own})'s? (?=(?:\w+ )?(?:{_STAFF})\b)|\b(?:{_STAFF}) (?:to|of|for) (?:(?:President|Chancellor|Minister|M[rs]s?\.?|Dr\.?|the) )?(?:{own})(?!\w)"
    text = re.sub(staff, "", text) if is_person and own else text
    is_other = acts_in == "release" and cues.is_of_other_act(phrase, acts_in)
    return _reading(not is_other and names(text, spellings, others), False, ())


def nationals(phrase: str, spellings: Iterable[str]) -> bool:
    """Return whether a phrase names a state's citizens."""
    text, people = straighten(phrase), "(?i:citizen|national|passport)s?"
    named = ((one, one[:5] if one.isalpha() else one) for one in map(straighten, spellings))
    parts = [(re.escape(one), re.escape(start)) for one, start in named if start in text]
    others = rf"(?!(?:pris|offic|minis|lead|sold)\w+)(?:{lexicon.PEOPLE})"
    forms = (
        rf"(?:{people} of|(?:{others}) from) (?:(?:the|neighbou?ring) )?{one}|{start}\w*(?: {people}|ns|ese|is|(?:an|ese|ish|i) (?:\w+ )?(?:{others}))|{one} (?:\w+ )?(?:{others})"
        for one, start in parts
    )
    return any(re.search(rf"\b(?:{form})\b", text) for form in forms)


def names(phrase: str, spellings: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Return whether a spelling is in the phrase.

    The phrase must have it in whole tokens and in the same case ("us" is not "US"), and not within one of
    `others`. A name after a hyphen ("anti-Smith") does not count.
    """
    text = straighten(phrase)
    own = [one for one in map(straighten, spellings) if one in text]
    for other in map(straighten, others) if own else ():
        if other in text and any(other != one and re.search(_token(one), other) for one in own):
            text = re.sub(_token(other), "\0", text)
    return any(re.search(_token(one), text) for one in own)


def _token(name: str) -> str:
    """Return the pattern of a name in whole tokens."""
    doubled = "(?!-[A-Z])" if " " in name else ""  # Jane Doe-Smith
    return rf"(?<![\w-]){re.escape(name)}(?!\w){doubled}"
