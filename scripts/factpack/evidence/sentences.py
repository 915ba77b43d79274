"""Split a paragraph into sentences.

In doubt, the text is not split: a longer sentence is the safer unit.
The lock freezes the offsets, so that a change here does not renumber the sentences of an attested text.
"""

import re
from itertools import pairwise
from typing import Final

Span = tuple[int, int]

# A full stop, question mark, exclamation mark or ellipsis, any closing quotation marks, and white space.
_END: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|\s+(?=[•▪‣]\s)")
_OPENING: Final = "\"'“‘«„([•▪‣–—-"

_TITLES: Final = "Mr Mrs Ms Dr Prof Rev Gen Col Lt Sgt Capt Adm Sen Rep Gov Amb St Jr Sr Mt Ft No Nos vs Inc Ltd Co Corp approx ca cf"
_MONTHS: Final = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
_CYRILLIC: Final = "г гг им ул д стр тыс млн млрд руб коп проф акад ген вул р с см т п др пр гл ред обл"
_ABBREVIATIONS: Final = frozenset(f"{_TITLES} {_MONTHS} {_CYRILLIC}".split())
# After U.S. or p.m., only one of these begins a sentence: "the U.S. Embassy" goes on.
_STARTERS: Final = (
    "A|After|All|An|And|As|At|Before|But|By|For|From|Her?|His|How|If|In|Its?|Many|No|Not|On|One|Or|Our|She|Since|So|Some"
    "|That|The|Their|Then|There|These|They|This|Those|To|Two|Until|We|What|When|Where|While|Who|With|You"
)


def meet(one: Span | None, other: Span) -> bool:
    """Return whether two spans have a character in common."""
    return one is not None and one[0] < other[1] and other[0] < one[1]


def split(paragraph: str) -> list[Span]:
    """Return the offsets of a paragraph's sentences, without surrounding space."""
    ends = [match.end() for match in _END.finditer(paragraph) if _ends(paragraph, match)]
    parts = [(start, paragraph[start:end]) for start, end in pairwise([0, *ends, len(paragraph)])]
    filled = [(start, text) for start, text in parts if text.strip()]
    return [(start + len(text) - len(text.lstrip()), start + len(text.rstrip())) for start, text in filled]


def _ends(paragraph: str, match: re.Match[str]) -> bool:
    """Return whether a sentence ends at a mark."""
    before, after = paragraph[: match.start()], paragraph[match.end() :]
    first = after.lstrip(_OPENING + " ")[:1]
    if match[0].isspace() or not (first.isupper() or first.isdigit() or after[:1] in "•▪‣–—-"):
        return match[0].isspace()
    if match[0].strip() != ".":
        return True
    word = re.split(r"[\s(“\"«]", before)[-1]
    if word in _ABBREVIATIONS or (not re.search(r"\w", before.replace(word, "", 1)) and word.isdigit()):
        return False
    is_initial = len(word.rpartition(".")[2]) == 1 and word[-1:].isalpha()
    return not is_initial or bool(re.match(rf"(?:{_STARTERS})\b", after.lstrip(_OPENING)))
