"""Find figures, dates, names and cue words in a sentence.

Each candidate comes with the shortest phrase that reads the same as its sentence: "seven" says 7, but in a sentence
with "at least seven" only "at least seven" is offered. The readers of `factpack.evidence` skip what they do not
understand, so candidates are suggestions to compare with the text, never problems.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from factpack.dataset import Dataset
from factpack.evidence import lexicon, reading, texts
from factpack.evidence.days import dates
from factpack.evidence.numbers import quantities
from factpack.evidence.sentences import Span
from factpack.models import edtf
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS, Edtf
from factpack.models.records import Actor, Place
from factpack.models.types import LONGEST_PHRASE

_MOST_TOKENS = 7
_SHORT = 25  # a phrase with fewer characters is widened

_OPENING, _CLOSING = "\"'“‘([«", "\"'”’)\\]».,;:!?…"
# A word without the punctuation around it; an abbreviation keeps its full stops.
_TOKEN = re.compile(
    rf"(?:Mr|Mrs|Ms|Dr)\.|\b(?:\w\.)+(?![\w-])|[^\s{_OPENING}{_CLOSING}](?:\S*[^\s{_CLOSING}])?"
)
_SAYING = rf"(?:{lexicon.HEARSAY}|say|tell|add(?:s|ed)|confirm(?:s|ed)|report(?:s|ed)|wrote|writes|count(?:s|ed)|estimat(?:es|ed))"
_THEN_SAYS = re.compile(rf"(?:,[^,]*,)?(?: \w+ly| also| has| had| have)? {_SAYING}\b")
_SAYS_BEFORE = re.compile(
    r"\b(?:[Aa]ccording to|sa(?:id|ys)|add(?:s|ed))(?: (?:the|an?|its|his|her|[A-Z]\w+))? $"
)
_STATING = rf"(?:{_SAYING}|(?:announc|promis|pledg|vow|declar|assur|guarante)\w+|agreed|g[ai]ven? \w+ word)"
_STATED_BEFORE = re.compile(rf"\b{_STATING}(?: (?!that\b)[\w']+){{0,4}}?(?: on| late| in)* $")
# The words that may precede the day of a statement, if any.
_OCCASION = re.compile(
    r"(?:(?:at|in|during) (?:[\w'-]+ ){1,3}(?:briefing|conference|interview|speech|statement)\b[^,;]*|(?:late |early )?(?:on|in)|)",
    re.IGNORECASE,
)
_STATED_AFTER = re.compile(rf",?(?: (?!that\b)[\w'.]+){{1,5}}? {_STATING}\b")
_CAPITALIZED = re.compile(r"[^\W\d_a-z][\w’'-]*(?:(?: (?:of|for|de|van|von))* (?:[^\W\d_a-z][\w’'-]*))*")
_NO_NAME = re.compile(
    rf"after|all|before|both|during|if|our|since|under|until|we|when|where|while|you|{'|'.join((*MONTH_NAMES, *WEEKDAYS))}"
    rf"|christmas|easter|{lexicon.SMALL}(?:-{lexicon.SMALL})?",
    re.IGNORECASE,
)
# One word that says from where somebody is: "American", "Norlander".
_NATIONALITY = re.compile(
    r"[^\W\d_a-z]\w*(?:ian|ean|lander|ese|ish)s?|(?:American|German|Pole|Briton|Greek|Czech|French)s?"
)


class Offer(NamedTuple):
    """The span of a phrase, and the values it states."""

    span: Span
    values: tuple[str, ...]


class Name(NamedTuple):
    """An actor or a place that a sentence names.

    is_registered: whether the register has this spelling for this article.
    """

    register: str
    id: str
    span: Span
    phrase: str
    is_registered: bool


def figures(sentence: str) -> list[Offer]:
    """Return the quantities in a sentence."""
    return offers(sentence, quantities)


def days(sentence: str, published: Edtf | str) -> list[Offer]:
    """Return the dates in a sentence as EDTF.

    A reading that ends after publication is given only if there is no other.

    published: the date of the article, an Edtf or not_stated.
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


def named(sentence: str, seed_id: str, dataset: Dataset) -> list[Name]:
    """Return the actors and places that the sentence names.

    A spelling within a longer one of the same entry is skipped, and so is a place with the name of an actor.
    """
    entries: list[tuple[str, Any]] = [("actors", one) for one in dataset.actors.values()]
    entries += [("places", one) for one in dataset.places.values()]
    everything = set().union(*(spellings(entry) for _, entry in entries))
    found: list[Name] = []
    for register, entry in entries:
        for spelling in sorted(spellings(entry), key=lambda text: (-len(text), text)):
            span = texts.find(spelling, sentence)
            if (
                span
                and reading.names(sentence, [spelling], everything - spellings(entry))
                and not any(
                    (one.id == entry.id and _covers(one.span, span))
                    or (one.register, register, one.span) == ("actors", "places", span)
                    for one in found
                )
            ):
                registered = spelling in entry.spellings.get(seed_id, [])
                found.append(Name(register, entry.id, span, spelling, registered))
    return sorted(found, key=lambda name: (name.span, name.register, name.id))


def spellings(entry: Actor | Place) -> set[str]:
    """Return the name and every spelling of an entry."""
    return {entry.name}.union(*entry.spellings.values())


def unknown_names(sentence: str, known: Iterable[Name]) -> list[str]:
    """Return capitalized words that name nothing in the registers.

    A single word at the beginning of the sentence, or for a nationality, does not count as a name.
    """
    taken = [name.span for name in known]
    found: dict[str, None] = {}
    for match in _CAPITALIZED.finditer(sentence):
        start, words = match.start(), match.group().split(" ")
        while words and (
            not lexicon.content_words(words[0]) or _NO_NAME.fullmatch(re.split("[’']", words[0])[0])
        ):
            start += len(words.pop(0)) + 1
        name = re.sub(r"[’'](?:s)?$", "", " ".join(words))
        is_taken = any(start < end and first < start + len(name) for first, end in taken)
        is_first = len(words) == 1 and sentence[:start].strip(f"{_OPENING} ") in ("", "The")
        if len(name) > 1 and not (is_taken or is_first or _NATIONALITY.fullmatch(name)):
            found[name] = None
    return list(found)


def credited(sentence: str, names: Iterable[Name]) -> list[str]:
    """Return the ids of the actors that a sentence credits."""
    found = {
        one.id: None
        for one in names
        if one.register == "actors"
        and (_THEN_SAYS.match(sentence, one.span[1]) or _SAYS_BEFORE.search(sentence[: one.span[0]]))
    }
    return list(found)


def is_of_statement(sentence: str, span: Span) -> bool:
    """Return whether a date is the day of a statement."""
    before = sentence[: span[0]]
    is_first = _OCCASION.fullmatch(before.strip())
    return bool(_STATED_BEFORE.search(before) or (is_first and _STATED_AFTER.match(sentence, span[1])))


def phrases(sentence: str, spans: Iterable[Span], most: int, quoted: Iterable[Span] = ()) -> list[Span]:
    """Join near spans into phrases, and widen short ones.

    most: the characters of the sentence that may be quoted; quoted: spans already quoted, which are reused for free.
    """
    quoted = sorted(quoted, key=lambda span: span[1] - span[0])  # the longest comes last and wins
    most -= len({offset for span in quoted for offset in range(*span)})
    within = {span: old for span in spans for old in quoted if _covers(old, span)}
    found: list[Span] = []
    for start, end in sorted({*spans} - within.keys()):
        if found and max(end, found[-1][1]) - found[-1][0] <= min(LONGEST_PHRASE, most):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    spare = most - sum(end - start for start, end in found)
    return sorted({*(_widened(sentence, span, spare) for span in found), *within.values()})


def _covers(one: Span, other: Span) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def _widened(sentence: str, span: Span, spare: int) -> Span:
    """Extend a short phrase within its clause and limit."""
    tokens = [match.span() for match in _TOKEN.finditer(sentence)]
    start, end = span = _whole(sentence, span)
    # A phrase that ends with "the" leaves out what it is about.
    while (
        end - start < _SHORT
        or sentence.count(" ", start, end) < 2
        or not lexicon.content_words(sentence[start:end].rpartition(" ")[2])
    ):
        before = [first for first, last in tokens if last == start - 1]
        after = [last for first, last in tokens if first == end + 1]
        if not (before or after):
            break
        start, end = _whole(sentence, (before[0], end) if before else (start, after[0]))
    return (start, end) if end - start <= min(LONGEST_PHRASE, span[1] - span[0] + spare) else span


def _whole(sentence: str, span: Span) -> Span:
    """Extend a span by words that change its meaning."""
    start, end = span
    while missing := texts.left_out(sentence, start, end):
        before = sentence[:start].rstrip()
        if before.endswith(missing):
            start = before.rfind(" ", 0, len(before) - len(missing) + 1) + 1  # "n't" is not a word of its own
        else:
            end = sentence.index(missing, end) + len(missing)
    return (start, end) if end - start <= LONGEST_PHRASE else span
