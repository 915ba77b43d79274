"""The articles' texts, where they are at hand: paragraphs, sentences, and where a phrase stands.

Everything is compared in Unicode normal form NFC with white space folded, and nothing else is folded: no case, no
quotation marks, no fuzzy matching. Texts are read and never written.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256


def fold(text: str) -> str:
    """NFC, every run of white space (the no-break space included) as one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def digest(*parts: str) -> str:
    """SHA-256 over texts, in hexadecimal; the parts are kept apart by a character that no text has."""
    return sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Article:
    """A text, split at blank lines into paragraphs. A line of white space alone is blank."""

    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Article":
        """Split a text into its paragraphs, folded."""
        blocks: list[list[str]] = [[]]
        for line in text.splitlines():
            if line.strip():
                blocks[-1].append(line)
            elif blocks[-1]:
                blocks.append([])
        return cls(tuple(fold("\n".join(block)) for block in blocks if block))

    @property
    def digest(self) -> str:
        """The digest of the whole text."""
        return digest(*self.paragraphs)

    @property
    def length(self) -> int:
        """Characters in all paragraphs."""
        return sum(map(len, self.paragraphs))

    def places(self, phrase: str) -> list[int]:
        """The numbers of the paragraphs, from 1, in which a phrase stands from token to token."""
        return [number for number, text in enumerate(self.paragraphs, 1) if find(phrase, text) is not None]


# A token is a run of letters and digits, with the hyphens and apostrophes inside it; a possessive 's is its own.
_INSIDE = re.compile(r"\w")
_JOINS = "-\u2010\u2011"
_MARKS = "\"'\u201c\u201d\u2018\u2019([)].,;:!?\u2026"
_APOSTROPHES = "'\u2019\u02bc"


def find(phrase: str, paragraph: str) -> tuple[int, int] | None:
    """The offsets of the first place where a phrase stands from token to token; None where it does not."""
    wanted = fold(phrase)
    start = paragraph.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if not _cuts(paragraph, start) and not _cuts(paragraph, end):
            return start, end
        start = paragraph.find(wanted, start + 1)
    return None


def nearest(phrase: str, paragraph: str) -> str:
    """The words of a paragraph that a phrase misquotes, by a letter or a word; empty where none are near.

    A hint for who mends the phrase. Nothing is taken for found that is only like it.
    """
    wanted, words = fold(phrase), paragraph.split(" ")
    best, found = 0.8, ""
    for size in range(max(1, len(wanted.split(" ")) - 1), len(wanted.split(" ")) + 2):
        for start in range(len(words) - size + 1):
            window = " ".join(words[start : start + size]).strip(_MARKS)
            alike = difflib.SequenceMatcher(None, wanted, window, autojunk=False)
            if alike.quick_ratio() > best and (ratio := alike.ratio()) > best:
                best, found = ratio, window
    return found


def _cuts(text: str, at: int) -> bool:
    """Whether an offset lies inside a token."""
    before, after = text[:at], text[at:]
    if not before or not after:
        return False
    left, right = before[-1], after[0]
    if _INSIDE.match(left) and _INSIDE.match(right):
        return True
    if right in _JOINS and _INSIDE.match(left) and _INSIDE.match(after[1:2] or " "):
        return True
    if left in _JOINS and _INSIDE.match(right) and _INSIDE.match(before[-2:-1] or " "):
        return True
    # isn't, don't: what follows the apostrophe turns the meaning; Lukashenko's and Belarus' may end before it.
    return bool(right in _APOSTROPHES and re.match(r".(t|d|ll|ve|re)\b", after))


# Words right before a phrase that change what it says.
_BEFORE = re.compile(
    r"(?:\b(?:at least|at most|more than|fewer than|less than|over|under|about|around|approximately|roughly|nearly"
    r"|almost|up to|as many as|no more than|no fewer than|not|never|no|nobody|none|neither|nor|without|would|(?-i:may)|might"
    r"|could|should|can|will|shall|must|cannot|did not|possibly|potentially|reportedly|allegedly|considering|promised to"
    r"|promise to|agreed to|plans? to|planned to|hopes? to|refused to|failed to|willing to|if|unless)"
    r"(?: (?:have|be|been|also|now|to|a|an|the|then|soon))*|n[\u2019']t) $",
    re.IGNORECASE,
)
# In "of the ten, at least four" the bound belongs to what follows.
_NUMERAL = r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|an?)\b)"
_AFTER = re.compile(
    rf"^,? (?:not\b|or (?:more|so|fewer|less)\b|at (?:least|most)\b(?! {_NUMERAL})|per ?cent\b|%|if\b|unless\b)|^%|^\+",
    re.IGNORECASE,
)
_GROUP_BEFORE = re.compile(r"\d[ ,.\u2019']$")
_GROUP_AFTER = re.compile(r"^[ ,.\u2019']\d{3}(?!\d)")


def left_out(paragraph: str, start: int, end: int) -> str:
    """The words or digits right around a phrase that change what it says; empty where there are none."""
    before, after = paragraph[:start], paragraph[end:]
    if re.match(r"\d{3}(?!\d)", paragraph[start:]) and _GROUP_BEFORE.search(before):
        return before.split(" ")[-2] if before.endswith(" ") else before.split(" ")[-1]
    if paragraph[end - 1].isdigit() and (group := _GROUP_AFTER.match(after)):
        return group.group().strip(" ,")
    if match := _BEFORE.search(before):
        return match.group().strip()
    if match := _AFTER.match(after):
        return match.group().strip(" ,")
    return ""


# A sentence ends at . ! or ? (with closing quotation marks) before a space and a capital, a digit, an opening mark or a
# bullet, but not after these, nor after a single capital letter (initials, U.S., E.U.).
_ABBREVIATIONS = "Mr|Mrs|Ms|Dr|Gen|Jr|Sr|St|No|vs|Inc|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_END = re.compile(r"[.!?]+[\"'\u201d\u2019)]*\s+(?=[A-Z0-9\"'\u201c\u2018(\u2022-])|(?=\u2022 )")
_NO_END = re.compile(rf"(?:\b(?:{_ABBREVIATIONS})|\b[A-Z])\.\s+$")


def sentences(paragraph: str) -> list[tuple[int, int]]:
    """The offsets of the sentences of a paragraph. Where a split is in doubt there is none: a longer sentence."""
    starts = [0]
    for match in _END.finditer(paragraph):
        if match.end() > starts[-1] and not _NO_END.search(paragraph[: match.end()]):
            starts.append(match.end())
    ends = [*starts[1:], len(paragraph)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if paragraph[start:end].strip()]
