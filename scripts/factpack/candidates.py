"""The figures, dates and names that a paragraph offers.

Each comes with the shortest phrase that reads the same as its sentence: "seven" says 7, but in a sentence
with "at least seven" only "at least seven" is offered. The readers of `factpack.evidence.reading` find them
and miss what they do not understand. So these are suggestions to compare with the text, never problems.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from factpack.evidence import reading, sentences, texts
from factpack.evidence.cues import stages
from factpack.evidence.days import DateReading, dates
from factpack.evidence.numbers import quantities
from factpack.evidence.sentences import Span
from factpack.models.edtf import Edtf
from factpack.models.records import Actor, Place
from factpack.models.types import LONGEST_PHRASE

_MOST_TOKENS = 7
_MOST_NOUNS = 3

Reading = TypeVar("Reading", bound=Hashable)

_TOKEN = re.compile(r"\S+")
_OPENING = "\"'“‘([«"
_CLOSING = "\"'”’)]».,;:!?…"
# These words end the noun phrase after a number.
_NO_NOUN = re.compile(
    r"an?|about|after|against|and|are|as|at|be(?:en|fore|tween)?|but|by|during|every|for|from|ha[ds]|have|he|her|his|if"
    r"|in|into|is|its?|not|of|on|or|over|she|since|that|the|their|they|this|to|told|under|until|was|were|when|where|which"
    r"|while|who|whom|with",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase of a paragraph, with its span and values."""

    span: Span
    phrase: str
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


def figures(paragraph: str) -> list[Offer]:
    """Return the quantities, each with the noun after it."""
    found = []
    for start, end, values in _shortest(paragraph, quantities):
        wide = _with_nouns(paragraph, (start, end), values)
        found.append(Offer(wide, paragraph[slice(*wide)], tuple(sorted(values))))
    return found


def days(paragraph: str, published: Edtf | str) -> list[Offer]:
    """Return the dates as EDTF.

    published: the date of the article, an Edtf or not_stated.
    """

    def read(phrase: str) -> frozenset[DateReading]:
        return frozenset(dates(phrase, published))

    return [
        Offer((start, end), paragraph[start:end], tuple(dict.fromkeys(date.text for date in sorted(values))))
        for start, end, values in _shortest(paragraph, read)
    ]


def cues(paragraph: str, kind: str, stage: str) -> list[Offer]:
    """Return the words that can carry a fact's stage."""

    def read(phrase: str) -> frozenset[str]:
        return stages(phrase, kind) & {stage}

    return [
        Offer((start, end), paragraph[start:end], (stage,)) for start, end, _ in _shortest(paragraph, read)
    ]


def named(paragraph: str, seed_id: str, registers: Mapping[str, Mapping[str, Actor | Place]]) -> list[Name]:
    """Return the register entries that the paragraph names."""
    found = []
    for register, entries in registers.items():
        known = {key: spellings(entry) for key, entry in entries.items()}
        everything = set().union(*known.values())
        for key, entry in entries.items():
            own = entry.spellings.get(seed_id, [])
            for spelling in sorted(known[key], key=lambda text: (text not in own, -len(text), text)):
                span = texts.find(spelling, paragraph)
                if span is not None and reading.names(paragraph, [spelling], everything - set(known[key])):
                    found.append(Name(register, key, span, spelling, spelling in own))
                    break
    return sorted(found, key=lambda name: (name.span, name.register, name.id))


def spellings(entry: Actor | Place) -> set[str]:
    """Return the name and every spelling of an entry."""
    return {entry.name}.union(*entry.spellings.values())


def _shortest(
    paragraph: str, read: Callable[[str], frozenset[Reading]]
) -> list[tuple[int, int, frozenset[Reading]]]:
    """Return the shortest phrases that read like their sentence.

    None contains another, and none leaves out an adjacent word that changes its meaning.
    """
    found: list[tuple[int, int, frozenset[Reading]]] = []
    for first, last in sentences.split(paragraph):
        stated = read(paragraph[first:last])
        tokens = list(_tokens(paragraph, first, last)) if stated else []
        for size in range(1, _MOST_TOKENS + 1):
            for (start, _), (_, end) in zip(tokens, tokens[size - 1 :], strict=False):
                if end - start > LONGEST_PHRASE or any(
                    start < other_end and other_start < end for other_start, other_end, _ in found
                ):
                    continue
                values = read(paragraph[start:end])
                if values and values <= stated and not texts.left_out(paragraph, start, end):
                    found.append((start, end, values))
    return sorted(found, key=lambda phrase: phrase[:2])


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


def _with_nouns(paragraph: str, span: Span, values: frozenset[str]) -> Span:
    """Extend a span by the nouns that may be counted.

    It stops before a word that must not be left out.
    """
    start, end = whole = span
    for _ in range(_MOST_NOUNS):
        word = next(_tokens(paragraph, end, len(paragraph)), (0, 0))
        text = paragraph[slice(*word)]
        if word[0] != end + 1 or not text[0].isalpha() or _NO_NOUN.fullmatch(text):
            break
        if word[1] - start > LONGEST_PHRASE or quantities(paragraph[start : word[1]]) != values:
            break
        end = word[1]
        if not texts.left_out(paragraph, start, end):
            whole = start, end
    return whole


def joined(paragraph: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans that are close enough to be one phrase."""
    known = sentences.split(paragraph)
    result: list[Span] = []
    for start, end in sorted(spans):
        if result:
            before, reached = result[-1]
            together = max(end, reached) - before <= LONGEST_PHRASE
            if together and any(first <= before and end <= last for first, last in known):
                result[-1] = (before, max(end, reached))
                continue
        result.append((start, end))
    return [span for span in (_whole(paragraph, span) for span in result) if span is not None]


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
