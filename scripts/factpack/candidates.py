"""Find figures, dates, names and cue words in a sentence.

Each candidate comes with the shortest phrase that reads the same as its sentence: "seven" says 7, but in a sentence
with "at least seven" only "at least seven" is offered. The readers of `factpack.evidence` skip what they do not
understand, so candidates are suggestions to compare with the text, never problems.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from factpack.dataset import Dataset
from factpack.evidence import lexicon, reading, texts
from factpack.evidence.days import dates
from factpack.evidence.sentences import Span
from factpack.evidence.texts import Article
from factpack.models import edtf
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS, Edtf
from factpack.models.records import Actor, Place
from factpack.models.types import LONGEST_PHRASE

_MOST_TOKENS = 7
_SHORT = 25  # a phrase with fewer characters is widened
_NEAR = 20  # characters between spans that one phrase joins

_OPENING, _CLOSING = "\"'“‘([«", "\"'”’)\\]».,;:!?…"
# A word without the punctuation around it; an abbreviation keeps its full stops, and no bound or negation is split.
_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr)\.|\b[Aa]t (?:least|most)\b|\b\w+ not\b|\b(?:\w\.)+(?![\w-])"
    rf"|[^\s{_OPENING}{_CLOSING}](?:\S*[^\s{_CLOSING}])?"
)
_SAYING = rf"(?:{lexicon.SAYING})"
_THEN_SAYS = re.compile(rf"(?:,[^,]*,)?(?: \w+ly| also| has| had| have)? {_SAYING}\b")
_SAYS_BEFORE = re.compile(
    r"\b(?:[Aa]ccording to(?: [a-z-]+){0,3}|sa(?:id|ys)|add(?:s|ed))(?: (?:the|an?|its|his|her|[A-Z]\w+))? $"
)
# Where a part of a sentence ends: at a mark outside numbers and dates, or before a word that opens a side clause.
_MARK = rf"(?:[,;][”\"]? (?!\d|(?:{'|'.join(MONTH_NAMES)})\b)|[”\"], | [–—] |[ ,]*\(|\))"
_RELATIVE = r"(?:(?:of|with|to|from|by|for|in|at|on) )?(?:who|whom|whose|which|where)\b"
_LIST = r"(?:among|amongst|including|such as|like|notably)\b"
_ADVERBIAL = (
    rf"(?:(?:an?|the|some|several|\d+|{lexicon.SMALL})(?: few)? (?:hour|day|night|week|month|year)s? )?"
    r"(?:after|before)(?= \S)|(?:when|while|until|because|although|though|whereas)\b"
)
# A part that begins so is about the name before it, or about another event.
_BEGINS_SIDE = re.compile(rf"(?i:(?P<who>{_RELATIVE})|{_LIST}|{_ADVERBIAL})")
_BOUNDARY = re.compile(rf"(?P<mark>{_MARK})|(?<= )(?:{_LIST}|{_ADVERBIAL})")
_CREDIT = re.compile(
    rf"(?:(?!(?:and|or|but|w[heo]\w+)\b)(?:[^\s,;]+ ){{1,9}}?{_SAYING}|according to)\b(?![^,;]* that )"
)
# What is behind a mark is about the name before it, unless it begins so or is one word of several.
_CONTINUES_ACT = re.compile(
    r"(?:and|or|but|then|on|in|at|by|from|off|early|late|yesterday|last|this|to|is|are|was|were|has|have|had|will|would)\b"
    r"|[^\W\d_a-z](?!\S*['’]s)|\w+(?:[,;]| and | or )|\w+ \w+ later"
)
STATING = re.compile(
    rf".*?\b(?:{_SAYING}|(?:announc|promis|pledg|vow|declar|assur|guarante)\w+|agreed|g[ai]ven? \w+ word)\b"
    r"(?:[^,;]*? that\b)?"
)
# Capitalized words; those that begin sentences, and days, begin no name.
_NO_NAME = (
    "after|all|before|both|during|if|our|since|under|until|we|when|where|while|you|some|most|many|several|earlier|later"
    rf"|christmas|easter|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.?|{lexicon.SMALL}"
)
_CAPITALIZED = re.compile(
    rf"\b(?!(?i:{'|'.join((_NO_NAME, lexicon.EMPTY, *MONTH_NAMES, *WEEKDAYS))})\b)"
    r"[^\W\d_a-z][\w’'-]*(?:(?: (?:of|for|de|van|von))* (?:[^\W\d_a-z][\w’'-]*))*"
)
# "Air" before "Ambry" makes it another name, but a title or a day does not.
_OTHER = rf"(?!(?i:{'|'.join((lexicon.EMPTY, lexicon.TITLES, *MONTH_NAMES, *WEEKDAYS))})\b)[A-Z]\w*"
# One word that says from where somebody is: "American", "Norlander".
_NATIONALITY = re.compile(
    r"[^\W\d_a-z]\w*(?:ian|ean|lander|ese|ish)s?|(?:American|German|Pole|Briton|Greek|Czech|French)s?"
)


class Offer(NamedTuple):
    """The span of a phrase, and the values it states."""

    span: Span
    values: tuple[str, ...]


class Name(NamedTuple):
    """An actor or a place that a sentence names."""

    register: str
    id: str
    span: Span
    phrase: str


def days(sentence: str, published: Edtf | str) -> list[Offer]:
    """Return the dates in a sentence as EDTF.

    A reading that ends after publication, the date of the article, is given only if there is no other.
    """
    last = published.latest if isinstance(published, Edtf) and published.latest else date.max
    found = []
    # With `how`, "May 3", whose year is inferred, does not read like "May 3, 2031".
    for span, read in offers(
        sentence, lambda phrase: (f"{one.text} {one.how}" for one in dates(phrase, published))
    ):
        values = tuple(dict.fromkeys(one.partition(" ")[0] for one in read))
        possible = tuple(one for one in values if (edtf.parse(one).latest or date.max) <= last)
        found.append(Offer(span, possible or values))
    return found


def offers(sentence: str, read: Callable[[str], Iterable[str]]) -> list[Offer]:
    """Return the shortest phrases that read like their sentence.

    They do not overlap, and none omits an adjacent word that changes its meaning.
    """
    found: list[Offer] = []
    stated = frozenset(read(sentence))
    tokens = [match.span() for match in _TOKEN.finditer(sentence)] if stated else []
    for size in range(1, _MOST_TOKENS + 1):
        for (start, _), (_, end) in zip(tokens, tokens[size - 1 :], strict=False):
            is_taken = any(start < offer.span[1] and offer.span[0] < end for offer in found)
            if is_taken or end - start > LONGEST_PHRASE:
                continue
            values = frozenset(read(sentence[start:end]))
            if values and values <= stated and not texts.left_out(sentence, start, end):
                found.append(Offer((start, end), tuple(sorted(values))))
    return sorted(found)


def named(sentence: str, dataset: Dataset) -> list[Name]:
    """Return the actors and places that the sentence names.

    A spelling within a longer one that was found before is skipped, and so is a place with the name of an actor.
    """
    entries: list[tuple[str, Any]] = [("actors", one) for one in dataset.actors.values()]
    entries += [("places", one) for one in dataset.places.values()]
    everything = set().union(*(spellings(entry) for _, entry in entries))
    found: list[Name] = []
    for register, entry in entries:
        for spelling in sorted(spellings(entry), key=lambda text: (-len(text), text)):
            span = texts.find(spelling, sentence)
            is_inside = any(
                span and covers(one.span, span) and (one.span != span or register == "places")
                for one in found
            )
            if span and not is_inside and reading.names(sentence, [spelling], everything - spellings(entry)):
                found.append(Name(register, entry.id, span, spelling))
    return sorted(found, key=lambda name: (name.span, name.register, name.id))


def spellings(entry: Actor | Place) -> set[str]:
    """Return the name and every spelling of an entry."""
    return {entry.name}.union(*entry.spellings.values())


def spellings_of(name: str, article: Article, is_actor: bool) -> list[str]:
    """Return an article's spellings of a name or last name."""
    pattern, last = f"(?i:{re.escape(name[0])}){re.escape(name[1:])}", re.escape(name.rpartition(" ")[2])
    text = "\n".join(article.paragraphs)
    is_name = is_actor and all(word[0].isupper() for word in name.split())
    if is_name and not re.search(rf"\b[Tt]he {pattern}", text):
        alone = "".join(rf"(?<!{one} )" for one in re.findall(rf"(?<=[a-z,;] )({_OTHER}) {last}\b", text))
        pattern += rf"|(?:(?:Mr|Mrs|Ms|Dr)\.? )?{alone}{last}(?! {_OTHER})"
    return list(dict.fromkeys(re.findall(rf"(?<![\w-])(?:{pattern})(?![\w-])", text)))


def unknown_names(sentence: str, known: Iterable[Name]) -> list[str]:
    """Return capitalized words that name nothing in the registers.

    A single word at the beginning of the sentence, or for a nationality, does not count as a name.
    """
    taken = [name.span for name in known]
    found: dict[str, None] = {}
    for match in _CAPITALIZED.finditer(sentence):
        name = re.sub(rf"^(?i:(?:\w+ )?(?:(?:{lexicon.TITLES}) )+)(?=[A-Z])|[’']s?$", "", match[0])
        start = match.start() + match[0].index(name)
        is_taken = any(start < end and first < start + len(name) for first, end in taken)
        is_first = " " not in name and sentence[:start].strip(f"{_OPENING} ") in ("", "The")
        if len(name) > 1 and not (is_taken or is_first or _NATIONALITY.fullmatch(name)):
            found[name] = None
    return list(found)


def credited(sentence: str, names: Iterable[Name]) -> list[str]:
    """Return the ids of the actors that a sentence credits."""
    found = {
        one.id: None
        for one in names
        if one.register == "actors"
        and not sentence.startswith(("'s ", "’s "), one.span[1])
        and (_THEN_SAYS.match(sentence, one.span[1]) or _SAYS_BEFORE.search(sentence[: one.span[0]]))
    }
    return list(found)


def clause_of(
    sentence: str, names: Sequence[Name], acts: Callable[[str], bool], keeps: Callable[[str], bool]
) -> str:
    """Return the clause of an act; blank out the rest.

    Relative clauses, lists such as "among them …", insertions, "a day after …" and credits are not part of it.

    acts: whether a text reports the act; keeps: whether the credit is part of it, as in a statement.
    """
    last, found = len(sentence), _BOUNDARY.finditer(sentence)
    marks = [(match.start(), match.end("mark") if match["mark"] else match.start()) for match in found]
    # Each part: where the mark before it begins and ends, and where the mark behind it begins and ends.
    parts = [(*before, *behind) for before, behind in pairwise([(0, 0), *marks, (last, last)])]
    text = _without(sentence, [one for one in parts[1:] if _CREDIT.match(sentence, one[1])])
    if keeps(text if acts(text) else sentence):
        text = sentence
    sides, asides = [], []
    for begin, start, end, after in parts:
        if side := _BEGINS_SIDE.match(sentence, start):
            # "Who" and "which" are the last name before them.
            subjects = [one.span for one in names if side["who"] and one.span[1] <= start]
            subject = subjects[-1] if subjects else (start, start)
            sides.append(_without(sentence, [(0, subject[0]), (subject[1], start), (end, last)]))
        if side or (start and not _CONTINUES_ACT.match(sentence, start) and not acts(sentence[start:end])):
            asides.append((begin, after))
    text = _without(text, asides)
    return next(filter(acts, [text, *sides]), text)


def _without(text: str, spans: Iterable[Sequence[int]]) -> str:
    """Return a text with blanks at spans."""
    blank = {offset for one in spans for offset in range(one[0], one[-1])}
    return "".join(" " if offset in blank else char for offset, char in enumerate(text))


def phrases(
    sentence: str, wanted: Mapping[Span, Callable[[str], bool]], most: int, quoted: list[Span]
) -> list[Span]:
    """Return phrases that state values and are clear alone.

    Near spans are joined, and those without room left out.

    wanted: spans, each with whether a text states its values; most: how many characters may be quoted; quoted: spans
    already quoted, which are used again.
    """
    # A phrase, before and after it is widened, and what it must state.
    found: list[tuple[Span, Span, list[Callable[[str], bool]]]] = []
    for span, states in sorted(wanted.items(), key=lambda one: one[0]):
        old = [one for one in quoted if covers(one, span) and states(sentence[slice(*one)])]
        options = [(found, one, [states]) for one in sorted(old, key=lambda one: one[0] - one[1])[:1]]
        if found and span[0] - found[-1][1][1] <= _NEAR:
            joined = (found[-1][0][0], max(span[1], found[-1][0][1]))
            options.append((found[:-1], joined, [*found[-1][2], states]))
        for others, own, tests in (*options, (found, span, [states])):
            wide = _widened(sentence, own, tests)
            cost = {at for one in (*quoted, *(one for _, one, _ in others), wide) for at in range(*one)}
            is_short = wide[1] - wide[0] <= LONGEST_PHRASE
            if is_short and len(cost) <= most and all(one(sentence[slice(*wide)]) for one in tests):
                found = [*others, (own, wide, tests)]
                break
    return [wide for _, wide, _ in found]


def _widened(sentence: str, span: Span, tests: Iterable[Callable[[str], bool]]) -> Span:
    """Extend a span until it is clear alone."""
    words = [match.span() for match in _TOKEN.finditer(sentence)]
    start, end = span
    while (
        end - start < _SHORT
        or texts.left_out(sentence, start, end)
        or not all(states(sentence[start:end]) for states in tests)
    ):
        around = [one for one in words if one[1] <= start][-1:] + [one for one in words if one[0] >= end][:1]
        # The nearer word, and rather the one before.
        first, last = min(around, key=lambda one: max(start - one[1], one[0] - end), default=(0, 0))
        if not around or max(end, last) - min(start, first) > LONGEST_PHRASE:
            break
        start, end = min(start, first), max(end, last)
    return start, end


def covers(one: Span, other: Span) -> bool:
    """Return whether a span includes another one."""
    return one[0] <= other[0] and other[1] <= one[1]
