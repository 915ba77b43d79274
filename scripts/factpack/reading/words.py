"""The letters of a phrase: what is the same text, whose name stands in it, whether it says that a thing is not known."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_PLAIN = str.maketrans("‘’“”", "''\"\"")
_UNKNOWN = re.compile(
    r"\b(?:un(?:known|clear|certain|identified|specified|disclosed)|undefined"
    r"|(?:not|n't) (?:\w+ )?(?:clear|known|say|said|specif\w+|disclos\w+|detail\w+|stated?)|no details)\b"
)

_NOT_YET = re.compile(r"\b(?:not yet|yet to|(?:not|no|none|nothing)\b.* yet)\b|n't (?:.* )?yet\b")


@lru_cache(maxsize=1000)
def fold(text: str) -> str:
    """The text in NFC, with plain spaces, quotes and apostrophes."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_PLAIN)).strip()


def says_unknown(phrase: str) -> bool:
    """Whether the phrase says that something is not known, not clear or not told."""
    return _UNKNOWN.search(fold(phrase).lower()) is not None


def says_not_yet(phrase: str) -> bool:
    """Whether the phrase says that something has not happened yet."""
    return _NOT_YET.search(fold(phrase).lower()) is not None


def names(phrase: str, spellings: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Whether a spelling stands in the phrase from token to token, and not only inside one of `others`.

    Letter for letter, capitals included: "us" is not "US". What a hyphen ties to a word before it ("anti-Smith") is not
    the name.
    """
    text = fold(phrase)
    own = [name for name in map(fold, spellings) if name in text]
    for other in map(fold, others) if own else ():
        if other in text and any(other != name and _standing(name).search(other) for name in own):
            text = _standing(other).sub("¦", text)
    return any(_standing(name).search(text) for name in own)


@lru_cache(maxsize=1000)
def _standing(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?!\w)")
