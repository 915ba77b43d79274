"""What a paragraph offers a curator: figures, dates and known names, each with the few words that carry it.

The readers of `factpack.evidence.reading` judge a phrase; here they are asked for the shortest phrases that say what they say in
their sentence. "seven" says 7, but in a sentence with "at least seven" only "at least seven" is offered. What they don't
understand is not found: an offer, to be read against the text, never a finding.
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
# What is counted ends before one of these.
_NO_NOUN = re.compile(
    r"an?|about|after|against|and|are|as|at|be(?:en|fore|tween)?|but|by|during|every|for|from|ha[ds]|have|he|her|his|if"
    r"|in|into|is|its?|not|of|on|or|over|she|since|that|the|their|they|this|to|told|under|until|was|were|when|where|which"
    r"|while|who|whom|with",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of a paragraph, and what can be read from them. span: where they stand."""

    span: Span
    phrase: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """An actor or a place that a paragraph names. is_registered: whether the article has this spelling in the register."""

    register: str
    id: str
    span: Span
    phrase: str
    is_registered: bool


def figures(paragraph: str) -> list[Offer]:
    """The quantities, each with what is counted behind it."""
    found = []
    for start, end, values in _shortest(paragraph, quantities):
        wide = _with_nouns(paragraph, (start, end), values)
        found.append(Offer(wide, paragraph[slice(*wide)], tuple(sorted(values))))
    return found


def days(paragraph: str, published: Edtf | str) -> list[Offer]:
    """The dates, as EDTF, in an article published then (an Edtf or not_stated)."""

    def read(phrase: str) -> frozenset[DateReading]:
        return frozenset(dates(phrase, published))

    return [
        Offer((start, end), paragraph[start:end], tuple(dict.fromkeys(one.text for one in sorted(values))))
        for start, end, values in _shortest(paragraph, read)
    ]


def cues(paragraph: str, kind: str, stage: str) -> list[Offer]:
    """The words that can carry a stage of a fact of that kind."""

    def read(phrase: str) -> frozenset[str]:
        return stages(phrase, kind) & {stage}

    return [
        Offer((start, end), paragraph[start:end], (stage,)) for start, end, _ in _shortest(paragraph, read)
    ]


def named(paragraph: str, seed_id: str, registers: Mapping[str, Mapping[str, Actor | Place]]) -> list[Name]:
    """The entries of the registers that the paragraph names, by a spelling of this article or of another, or by name."""
    found = []
    for register, entries in registers.items():
        known = {key: spellings(entry) for key, entry in entries.items()}
        everything = set().union(*known.values())
        for key, entry in entries.items():
            own = entry.spellings.get(seed_id, [])
            for spelling in sorted(known[key], key=lambda one: (one not in own, -len(one), one)):
                span = texts.find(spelling, paragraph)
                if span is not None and reading.names(paragraph, [spelling], everything - set(known[key])):
                    found.append(Name(register, key, span, spelling, spelling in own))
                    break
    return sorted(found, key=lambda one: (one.span, one.register, one.id))


def spellings(entry: Actor | Place) -> set[str]:
    """Every spelling of an entry, in whichever article, and its name."""
    return {entry.name}.union(*entry.spellings.values())


def _shortest(
    paragraph: str, read: Callable[[str], frozenset[Reading]]
) -> list[tuple[int, int, frozenset[Reading]]]:
    """The shortest phrases, none within another, that say what they say in their sentence.

    None leaves out a word beside it that changes it.
    """
    found: list[tuple[int, int, frozenset[Reading]]] = []
    for first, last in sentences.split(paragraph):
        said = read(paragraph[first:last])
        tokens = list(_tokens(paragraph, first, last)) if said else []
        for size in range(1, _MOST_TOKENS + 1):
            for (start, _), (_, end) in zip(tokens, tokens[size - 1 :], strict=False):
                if end - start > LONGEST_PHRASE or any(
                    start < other_end and other_start < end for other_start, other_end, _ in found
                ):
                    continue
                values = read(paragraph[start:end])
                if values and values <= said and not texts.left_out(paragraph, start, end):
                    found.append((start, end, values))
    return sorted(found, key=lambda one: one[:2])


def _tokens(paragraph: str, first: int, last: int) -> Iterator[Span]:
    """The words of a sentence, without the marks around them; an abbreviation keeps its point."""
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
    """The span with the words behind it that may tell what is counted, as far as no word is left out that matters."""
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
    """Spans of one sentence that are near enough to be one phrase, as one; the words whose lack would change it too."""
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
    """The span with the words taken in whose lack would change it; None where that makes it too long."""
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
