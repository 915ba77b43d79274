"""Split the articles' texts into paragraphs, and find phrases.

Text is compared in Unicode normal form NFC, with white space folded and invisible characters removed. Nothing
else is folded: case and quotation marks count, and no match is fuzzy. Texts are read and never written.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Final

from factpack.evidence import lexicon
from factpack.evidence.sentences import Span

# Soft hyphen, zero-width spaces and joiners, direction marks, word joiner, byte order mark: no reader sees them.
_INVISIBLE: Final = dict.fromkeys((0x00AD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))


def fold(text: str) -> str:
    """Return NFC text with single spaces, without invisible characters."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def digest(*parts: str) -> str:
    """Return the SHA-256 of texts, joined unambiguously, in hexadecimal."""
    return sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Article:
    """A text, split into paragraphs at blank lines."""

    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Article":
        """Split a text into its paragraphs, folded."""
        return cls(tuple(map(" ".join, lines_of(text))))

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the paragraphs in hexadecimal."""
        return digest(*self.paragraphs)

    def places(self, phrase: str) -> list[int]:
        """Return the numbers, from 1, of paragraphs with a phrase."""
        return [number for number, text in enumerate(self.paragraphs, 1) if find(phrase, text) is not None]


def lines_of(text: str) -> list[list[str]]:
    """Return the lines of each paragraph, folded."""
    groups = groupby(map(fold, text.splitlines()), bool)
    return [[*lines] for is_filled, lines in groups if is_filled]


# A token is a run of letters and digits, with the hyphens and apostrophes inside it; a possessive 's is its own.
# In isn't and don't, the end changes the meaning; Lukashenko's and Belarus' may be cut before the apostrophe.
_INSIDE: Final = re.compile(
    r"(?<=\w)(?=\w|[-\u2010\u2011]\w|['\u2019\u02bc](?:t|d|ll|ve|re)\b)|(?<=\w[-\u2010\u2011])(?=\w)"
)
_MARKS: Final = "\"'\u201c\u201d\u2018\u2019([)].,;:!?\u2026"


def find(phrase: str, paragraph: str) -> Span | None:
    """Return the phrase's first span in whole tokens, if any."""
    wanted, start = fold(phrase), -1
    while (start := paragraph.find(wanted, start + 1)) >= 0:
        if not _cuts(paragraph, start, start + len(wanted)):
            return start, start + len(wanted)
    return None


def _cuts(text: str, *offsets: int) -> bool:
    """Return whether an offset lies inside a token."""
    return any(_INSIDE.match(text, offset) for offset in offsets)


_QUOTES: Final = (
    "\"'`\u00ab\u00bb\u02bc\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a"
)
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# Marks in a phrase → those that a text may have instead. Atomic groups keep the search fast for many marks.
_ALIKE: Final = {
    f"[{_QUOTES}]+": f"(?>[{_QUOTES}]{{1,2}})",
    f" ?[{_DASHES}]+ ?": f"(?> ?[{_DASHES}]{{1,3}} ?)",
    **{one: one for one in (r" ?(?:\u2026|\.\.\.)", " ?%", " ")},
}
_TYPOGRAPHIC: Final = re.compile("|".join(f"({one})" for one in (*_ALIKE, ".")))


def typographic(phrase: str, paragraph: str) -> set[str]:
    """Return words that differ from a phrase only in typography."""

    def pattern(match: re.Match[str]) -> str:
        return [*_ALIKE.values(), re.escape(match[0])][(match.lastindex or 1) - 1]

    found = re.finditer(f"(?=({_TYPOGRAPHIC.sub(pattern, fold(phrase))}))", paragraph)
    return {match[1].strip() for match in found if not _cuts(paragraph, *match.span(1))}


def nearest(phrase: str, paragraph: str) -> str:
    """Return the words that a phrase misquotes; empty if none."""
    wanted, words = fold(phrase), paragraph.split(" ")
    count = len(wanted.split(" "))
    windows = [
        " ".join(words[start : start + size]).strip(_MARKS)
        for size in range(max(1, count - 1), count + 2)
        for start in range(len(words) - size + 1)
    ]
    return next(iter(difflib.get_close_matches(wanted, windows, 1, 0.8)), "")


# Words right around a phrase that change what it says.
_NUMERAL: Final = rf"(?:\d|(?:{lexicon.SMALL}|an? (?:few |couple )?(?:dozen|hundred|thousand|score|third|quarter)|hundreds?|dozens?)\b)"
_BEFORE: Final = re.compile(
    rf"(?:\b(?:at least|at most|nearly|almost|(?-i:may)|{lexicon.MODAL.replace('may|', '')}|{lexicon.INTENDED}"
    rf"|did not|{lexicon.NEGATED}|possibly|potentially|reportedly|allegedly|considering|if|unless)"
    r"(?: (?:have|be|been|also|now|to|a|an|the|then|soon))*|n[\u2019']t) $",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(rf"\b(?:{lexicon.BOUND}) $", re.IGNORECASE)
# In "of the ten, at least four" the bound belongs to what follows.
_AFTER: Final = re.compile(
    rf"^,? (?:not\b|or (?:more|so|fewer|less)\b|at (?:least|most)\b(?! {_NUMERAL})|per ?cent\b|%|if\b(?! (?:[\w'\u2019]+ ){{1,5}}believed)|unless\b)|^%|^\+",
    re.IGNORECASE,
)
# Before a role: a deputy minister is not a minister.
_ROLE: Final = re.compile(r"\b(?:deputy|vice|former|acting|assistant|ex|outgoing)[ -]$", re.IGNORECASE)
_OF_ROLE: Final = re.compile(
    r"(?:\w+ )?(?:minister|president|director|secretary|chancellor|ambassador|prosecutor|governor|mayor|senator)s?\b",
    re.IGNORECASE,
)
_GROUP_BEFORE: Final = re.compile(r"\d[ ,.\u2019']$")
_GROUP_AFTER: Final = re.compile(r"^[ ,.\u2019']\d{3}(?!\d)")


def left_out(paragraph: str, start: int, end: int) -> str:
    """Return adjoining words that change the meaning, or empty."""
    before, phrase, after = paragraph[:start], paragraph[start:end], paragraph[end:]
    if re.match(r"\d{3}(?!\d)", phrase) and _GROUP_BEFORE.search(before):
        return before.split(" ")[-2] if before.endswith(" ") else before.split(" ")[-1]
    if phrase[-1].isdigit() and (group := _GROUP_AFTER.match(after)):
        return group.group().strip(" ,")
    bound = _BOUND.search(before) if re.match(_NUMERAL, phrase, re.IGNORECASE) else None
    role = _ROLE.search(before) if _OF_ROLE.match(phrase) else None
    match = bound or role or _BEFORE.search(before) or _AFTER.match(after)
    return match.group().strip(" ,") if match else ""
