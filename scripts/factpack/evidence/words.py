"""The letters of a phrase: what is the same text, whose name stands in it, whether it says that a thing is not known."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_PLAIN = str.maketrans("‘’“”", "''\"\"")
_UNKNOWN = re.compile(
    r"\b(?:un(?:known|clear|certain|identified|specified|disclosed)|undefined"
    r"|(?:not|n't) (?:\w+ )?(?:clear|known|say|said|specif\w+|disclos\w+|detail\w+|stated?)|no details)\b"
)

_NOT_YET = re.compile(r"\b(?:not yet|yet to|(?:not|no|none|nothing)\b.* yet)\b|n't (?:.* )?yet\b")


def straighten(text: str) -> str:
    """Return a text in NFC, with plain spaces, quotes and apostrophes."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())


def says_unknown(phrase: str) -> bool:
    """Whether the phrase says that something is not known, not clear or not told."""
    return _UNKNOWN.search(straighten(phrase).lower()) is not None


def says_not_yet(phrase: str) -> bool:
    """Whether the phrase says that something has not happened yet."""
    return _NOT_YET.search(straighten(phrase).lower()) is not None


def names(phrase: str, spellings: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Whether a spelling stands in the phrase from token to token, and not only inside one of `others`.

    Letter for letter, capitals included: "us" is not "US". What a hyphen ties to a word before it ("anti-Smith") is not
    the name.
    """
    text = straighten(phrase)
    own = [name for name in map(straighten, spellings) if name in text]
    for other in map(straighten, others) if own else ():
        if other in text and any(other != name and _stands_in(other, name) for name in own):
            for at in reversed([*_places(text, other)]):
                text = f"{text[:at]}¦{text[at + len(other) :]}"
    return any(_stands_in(text, name) for name in own)


def _stands_in(text: str, name: str) -> bool:
    return next(_places(text, name), None) is not None


def _places(text: str, name: str) -> Iterator[int]:
    """Where a name stands from token to token."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before, behind = text[at - 1 : at] if at else "", text[end : end + 1]
        stands = not (before.isalnum() or before in ("_", "-") or behind.isalnum() or behind == "_")
        if stands:
            yield at
        at = text.find(name, end if stands else at + 1)
