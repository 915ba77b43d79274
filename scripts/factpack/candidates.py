"""What a text offers: figures, dates, names, cue words.

Each comes with the shortest phrase that reads the same as its sentence: "seven" says 7, but in a sentence
with "at least seven" only "at least seven" is offered. The readers of `factpack.evidence.reading` find them
and miss what they do not understand. So these are suggestions to compare with the text, never problems.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from factpack.dataset import Dataset
from factpack.evidence import lexicon, reading, sentences, texts
from factpack.evidence.days import DateReading, dates
from factpack.evidence.numbers import quantities
from factpack.evidence.sentences import Span
from factpack.models import edtf
from factpack.models.edtf import MONTH_NAMES, WEEKDAYS, Edtf
from factpack.models.records import Actor, Place
from factpack.models.types import LONGEST_PHRASE

_MOST_TOKENS = 7
_SHORT = 25  # characters of a phrase that is widened

_TOKEN = re.compile(r"\S+")
_OPENING, _CLOSING = "\"'“‘([«", "\"'”’)]».,;:!?…"
_SAYING = rf"(?:{lexicon.HEARSAY}|add(?:s|ed)|confirm(?:s|ed)|report(?:s|ed)|wrote|writes|count(?:s|ed)|estimat(?:es|ed))"
_THEN_SAYS = re.compile(rf"(?:,[^,]*,)?(?: \w+ly| also| has| had| have)? {_SAYING}\b")
_SAYS_BEFORE = re.compile(
    r"\b(?:[Aa]ccording to|sa(?:id|ys)|add(?:s|ed))(?: (?:the|an?|its|his|her|[A-Z]\w+))? $"
)
_STATING = rf"(?:{_SAYING}|announc\w+|promis\w+|declar\w+)"
_STATED_BEFORE = re.compile(rf"\b{_STATING}(?: (?!that\b)[\w']+){{0,4}}?(?: on| late| in)* $")
_STATED_AFTER = re.compile(rf",?(?: (?!that\b)[\w'.]+){{1,5}}? {_STATING}\b")
_CAPITALIZED = re.compile(r"[^\W\d_a-z][\w’'-]*(?:(?: (?:of|for|de|van|von))* (?:[^\W\d_a-z][\w’'-]*))*")
_NO_NAME = re.compile(
    r"an?|after|all|and|as|at|before|both|but|by|during|for|from|he|her|his|if|in|it|its|no|of|on|one|our|she|since|that|the"
    rf"|their|they|this|those|to|two|under|until|we|when|where|while|who|with|you|{'|'.join(MONTH_NAMES)}|{'|'.join(WEEKDAYS)}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The span of a phrase, and what it states."""

    span: Span
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """An actor or a place that a paragraph names.

    is_registered: whether the register has this spelling for this article.
    """

    register: str
    id: str
    span: Span
    phrase: str
    is_registered: bool


def figures(text: str) -> list[Offer]:
    """Return the quantities."""
    return offers(text, quantities)


def days(text: str, published: Edtf | str) -> list[Offer]:
    """Return the dates as EDTF.

    Those that reach beyond the publication only where nothing else can be read.

    published: the date of the article, an Edtf or not_stated.
    """
    last = published.latest if isinstance(published, Edtf) and published.latest else date.max

    def possible(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in values if (edtf.parse(one).latest or date.max) <= last) or values

    found = offers(text, lambda phrase: dates(phrase, published))
    return [replace(one, values=possible(one.values)) for one in found]


def offers(paragraph: str, read: Callable[[str], Iterable[str | DateReading]]) -> list[Offer]:
    """Return the shortest phrases that read like their sentence.

    None contains another, and none leaves out an adjacent word that changes its meaning.
    """
    found: list[Offer] = []
    for first, last in sentences.split(paragraph):
        stated = frozenset(read(paragraph[first:last]))
        tokens = list(_tokens(paragraph, first, last)) if stated else []
        for size in range(1, _MOST_TOKENS + 1):
            for (start, _), (_, end) in zip(tokens, tokens[size - 1 :], strict=False):
                taken = any(start < offer.span[1] and offer.span[0] < end for offer in found)
                if taken or end - start > LONGEST_PHRASE:
                    continue
                values = frozenset(read(paragraph[start:end]))
                if values and values <= stated and not texts.left_out(paragraph, start, end):
                    names = [one if isinstance(one, str) else one.text for one in values]
                    found.append(Offer((start, end), tuple(sorted({*names}))))
    return sorted(found, key=lambda offer: offer.span)


def named(paragraph: str, seed_id: str, dataset: Dataset) -> list[Name]:
    """Return the actors and places that the paragraph names.

    By each spelling that is not within another one of the same entry.
    """
    entries: list[tuple[str, Any]] = [("actors", one) for one in dataset.actors.values()]
    entries += [("places", one) for one in dataset.places.values()]
    everything = set().union(*(spellings(entry) for _, entry in entries))
    found: list[Name] = []
    for register, entry in entries:
        own: list[Name] = []
        for spelling in sorted(spellings(entry), key=lambda text: (-len(text), text)):
            span = texts.find(spelling, paragraph)
            within = span and any(one.span[0] <= span[0] and span[1] <= one.span[1] for one in own)
            if span and not within and reading.names(paragraph, [spelling], everything - spellings(entry)):
                registered = spelling in entry.spellings.get(seed_id, [])
                own.append(Name(register, entry.id, span, spelling, registered))
        found += own
    return sorted(found, key=lambda name: (name.span, name.register, name.id))


def spellings(entry: Actor | Place) -> set[str]:
    """Return the name and every spelling of an entry."""
    return {entry.name}.union(*entry.spellings.values())


def unknown_names(paragraph: str, known: Iterable[Name]) -> list[str]:
    """Return capitalized words that name nothing in the registers.

    A single word at the beginning of a sentence is no name.
    """
    starts = {first for first, _ in sentences.split(paragraph)}
    taken = [name.span for name in known]
    found: dict[str, None] = {}
    for match in _CAPITALIZED.finditer(paragraph):
        start, words = match.start(), match.group().split(" ")
        while words and _NO_NAME.fullmatch(words[0]):
            start += len(words.pop(0)) + 1
        name = re.sub(r"[’'](?:s)?$", "", " ".join(words))
        is_taken = any(start < end and first < start + len(name) for first, end in taken)
        is_first = start in starts or (paragraph[start - 1 : start] in _OPENING and start - 1 in starts)
        if len(name) > 1 and not is_taken and not (is_first and len(words) == 1):
            found[name] = None
    return list(found)


def credited(sentence: str, names: Iterable[Name]) -> list[str]:
    """Return the actors whom a sentence credits."""
    return list(
        dict.fromkeys(
            name.id
            for name in names
            if name.register == "actors"
            and (_THEN_SAYS.match(sentence, name.span[1]) or _SAYS_BEFORE.search(sentence[: name.span[0]]))
        )
    )


def is_of_statement(sentence: str, span: Span) -> bool:
    """Return whether a date is that of a statement."""
    before, start = (
        sentence[: span[0]],
        sentence[: span[0]].strip() in ("", "On", "In", "Late on", "Early on"),
    )
    return bool(_STATED_BEFORE.search(before) or (start and _STATED_AFTER.match(sentence, span[1])))


def _tokens(paragraph: str, first: int, last: int) -> Iterator[Span]:
    """Yield the words of a sentence without surrounding punctuation."""
    for match in _TOKEN.finditer(paragraph, first, last):
        word = match.group()
        start = match.start() + len(word) - len(word.lstrip(_OPENING))
        kept = word.rstrip(_CLOSING)
        if re.search(r"(?:^|\W)(?:\w\.)+$", word) or re.fullmatch(r"(?:Mr|Mrs|Ms|Dr)\.", word):
            kept = word
        end = match.start() + len(kept)
        if start < end:
            yield start, end


def phrases(sentence: str, spans: Iterable[Span], most: int, quoted: Iterable[Span] = ()) -> list[Span]:
    """Join near spans into phrases, and widen short ones.

    most: how many characters of the sentence may be quoted; quoted: what is already, and costs nothing.
    """
    known = sorted(quoted, key=lambda span: span[1] - span[0])  # of several, the last and longest is taken
    most -= len({offset for span in known for offset in range(*span)})
    within = {span: old for span in spans for old in known if old[0] <= span[0] and span[1] <= old[1]}
    found: list[Span] = []
    for start, end in sorted({*spans} - within.keys()):
        if found and max(end, found[-1][1]) - found[-1][0] <= min(LONGEST_PHRASE, most):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    found = [span for span in (_whole(sentence, span) for span in found) if span is not None]
    spare = most - sum(end - start for start, end in found)
    for index, (start, end) in enumerate(found):
        first, last = _widened(sentence, (start, end))
        is_apart = all(last < one[0] or one[1] < first for one in found if one != (start, end))
        if is_apart and (end - start) + spare >= last - first:
            found[index] = (first, last)
            spare -= (last - first) - (end - start)
    return sorted({*found, *within.values()})


def _widened(sentence: str, span: Span) -> Span:
    """Extend a short phrase within its clause."""
    tokens = list(_tokens(sentence, 0, len(sentence)))
    start, end = span
    while end - start < _SHORT or sentence.count(" ", start, end) < 2:
        before = [one for one in tokens if one[1] == start - 1]
        after = [one for one in tokens if one[0] == end + 1]
        if before:
            start = before[0][0]
        elif after and not sentence[end:].startswith((",", ".", ";", ":")):
            end = after[0][1]
        else:
            break
    return _whole(sentence, (start, end)) or span


def _whole(paragraph: str, span: Span) -> Span | None:
    """Extend a span by meaning-changing words; None if too long."""
    start, end = span
    while missing := texts.left_out(paragraph, start, end):
        before = paragraph[:start].rstrip()
        if before.endswith(missing):
            start = before.rfind(" ", 0, len(before) - len(missing) + 1) + 1  # "n't" is not a word of its own
        else:
            end = paragraph.index(missing, end) + len(missing)
        if end - start > LONGEST_PHRASE:
            return None
    return start, end
