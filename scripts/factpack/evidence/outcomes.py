"""What a phrase says became of a person.

That somebody was freed is never inferred, so it is read only where the name is the subject or the object of the
verb: not from "Jane Doe said that they were freed", nor from "a friend of Jane Doe was freed".
"""

import re
from collections.abc import Iterator
from typing import Final

from factpack.evidence import cues
from factpack.evidence.lexicon import DOUBTED, HEARSAY, NEGATED, UNDONE, contains

_FREED: Final = r"(?:freed|released|pardoned|amnestied|set free|let (?:go|out)|handed over|transferred|swapped|exchanged|allowed to leave)"
_AUXILIARY: Final = r"(?:is|are|was|were|been|being|got)"
_ADVERBS: Final = r"(?: (?:\w+ly|also|all|both|now|then|already|since|again|among the|one of the))*"
_LEFT: Final = r"(?:walked free|(?:left|got out of|walked out of) (?:\w+ )?(?:prison|jail)|(?:is|are) free\b(?! to)|regained \w+ freedom)"
_GROUP: Final = r"(?:among|amongst|one of) (?:[\w']+ ){0,4}?" + _FREED
_NOT: Final = r"(?:not|never|n't|yet to|nor)(?: yet)?(?: (?:be|been))?"
_NOT_FREED: Final = (
    rf"(?:{_AUXILIARY}|has|have|had|will|would|did)?(?: \w+)? ?{_NOT} (?:{_FREED}|among|one of|free\b)|{_AUXILIARY} denied release"
    rf"|{_NOT} (?:walk|leave|left)"
)
_IN_PRISON: Final = (
    r"(?:\w+, )?(?:(?:has |have )?(?:remain\w*|stay\w*)|still|(?:is|are)(?: still| being| kept)*|sits?|(?:was|were) (?:left|kept|still))"
    r" (?:[\w.]+ ){0,2}?(?:in (?:\w+ ){0,2}(?:prison|jail|custody|detention|camp|colony)|behind bars|imprisoned|jailed|detained|locked up)"
    r"|(?:is |are |was |were )?still (?:being )?(?:held|serving|serves|in (?:\w+ )?prison|in jail|behind bars)|continues to serve"
    r"|(?:was |were )?returned to prison"
)
_ACTIVE: Final = r"(?:frees|freed|releases|released|pardons|pardoned)"
# Behind a verb, what leads away from its object.
_AWAY: Final = r"by|for|to|from|with|of|on|about|in|at|until|when|after|before|that|who|whom|which|than"
_NOT_HERS: Final = rf"(?:{_AWAY}|{HEARSAY})"
_FINITE: Final = r"is|are|was|were|has|have|had|will|would|met|saw|but|whose"


def outcomes(phrase: str, name: str = "") -> frozenset[str]:
    """Return what a phrase says became of a person.

    freed or not_freed, both, or none. Without a name: what it says of anybody.
    """
    text = cues.plain(phrase)
    if not name:
        return _of_anybody(text)
    own = re.escape(name.lower())
    # "freed nine people, including Jane Doe": the name belongs to the verb before it.
    text = re.sub(
        rf",? (?:including|among them|such as|like) (?=[^;:]*{own})|, (?={own} among them)", " + ", text
    )
    found = {"not_freed"} if _is_not_freed(text, own) else set[str]()
    return frozenset(found | ({"freed"} if _is_freed(text, own) else set()))


def _of_anybody(text: str) -> frozenset[str]:
    found = set[str]()
    for clause, negated in cues.clauses(text):
        if (negated and contains(clause, rf"{_FREED}|free|release|pardon")) or contains(clause, _IN_PRISON):
            found.add("not_freed")
        elif cues.is_done(clause, "release"):
            found.add("freed")
    return frozenset(found)


def _is_freed(text: str, name: str) -> bool:
    passive = rf"{_AUXILIARY}{_ADVERBS} (?:{_FREED}|{_GROUP})|(?:has|have|had) {_AUXILIARY} {_FREED}|{_LEFT}"
    participle = rf"{_FREED}(?= (?:on|in|after|from|by|at|last|together|with|earlier|D)\b|[ ,.]*$|,)"
    patterns = (
        rf"(?<!was )(?<!were )(?<!been )(?<!not )\b{_ACTIVE}(?P<between>(?: [^ ;:]+){{0,8}}?) {name}",
        rf"(?:let|set|handed) (?:[^;:,]{{0,30}} )?{name}(?: and [\w ]+)? (?:go|free|over|out)\b",
        rf"{_FREED}[^;:]* \+ (?:[^;:]*[ ,])?{name}",
        rf"(?:freed|those released|those pardoned)[^;:]* (?:include[ds]?|are|were|was) (?:[^;:]*[ ,])?{name}",
        rf"(?:(?:after|following|since|secured|won|saw|with|welcomed|hailed) (?:the|\w+'s) (?:release|freeing)|thank\w+ .*for freeing|after freeing) (?:of )?{name}",
        rf"release of {name}(?: and [\w ]+)? (?:on |in )?D",
    )
    for pattern in patterns:
        for match in re.finditer(rf"(?<![\w-]){pattern}(?!'s|[\w-]| (?:{HEARSAY})\b)", text):
            between = match.groupdict().get("between") or ""
            if (
                not contains(between, _NOT_HERS)
                and _is_open_or_negated(text, match.start(), match.end()) is False
            ):
                return True
    return any(
        not _is_open_or_negated(text, start, end)
        for predicate, of_participle in ((passive, False), (participle, True))
        for start, end in _predicates(text, name, predicate, of_participle)
    )


def _is_open_or_negated(text: str, start: int, end: int) -> bool:
    """Say whether a clause leaves its verb open."""
    clause = re.split(r"[,;:] | but ", text[:start])[-1] + text[start:end]
    return contains(clause, rf"{UNDONE}|{NEGATED}|{DOUBTED}")


def _is_not_freed(text: str, name: str) -> bool:
    patterns = (
        rf"(?:{NEGATED}) (?:to )?(?:free|freed|release|released|pardon|pardoned|let|set|include[d]?) (?:[^;:,]{{0,30}} )?{name}",
        rf"neither {name} .*{_FREED}|nor (?:was|is|has) {name} .*?{_FREED}",
        rf"(?:kept|keeps|left) {name} in (?:prison|jail|custody)",
        rf"{_FREED}.*not {name}$",
    )
    return any(re.search(rf"(?<![\w-])(?:{one})(?!'s|[\w-])", text) for one in patterns) or any(
        True for _ in _predicates(text, name, rf"{_NOT_FREED}|{_IN_PRISON}", False)
    )


def _predicates(text: str, name: str, predicate: str, of_participle: bool) -> Iterator[tuple[int, int]]:
    """Yield where predicates of a name begin and end."""
    for own in re.finditer(rf"(?<![\w-]){name}(?!'s|[\w-])", text):
        before = text[: own.start()]
        if re.search(rf"(?<!release )\b(?:{_AWAY}|{HEARSAY})(?: (?!and\b)\w+)? $", before) and not re.search(
            r"\b(?:that|when|after|before|until|said|says|freed|released) $", before
        ):
            continue
        for match in re.finditer(rf"(?<![\w-])(?:{predicate})(?![\w-])", text[own.end() :]):
            gap = text[own.end() : own.end() + match.start()]
            if _is_subject(gap, of_participle):
                yield own.end() + match.start(), own.end() + match.end()


def _is_subject(gap: str, of_participle: bool) -> bool:
    """Say whether a name is the subject behind a gap."""
    if of_participle:
        return bool(re.fullmatch(r",? |,? an? [\w ]{1,40} |,? (?:and [^;:]*|[\w ]*,) (?:both|all) ", gap))
    rest = re.sub(r",? who [^,;:]+,|^, however,", "", gap).strip()
    if rest in ("", ",", "who", ", who", "has", "have", "had", "and"):
        return True
    return bool(re.match(r",|and\b|or\b|with\b|\(", rest)) and not contains(
        rest, rf"{_FINITE}|{HEARSAY}|that|when|until|while|after|before|who|whom|which|\w+'s|[\w]+s'"
    )
