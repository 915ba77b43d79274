"""The codes that a phrase states.

Stages, kinds, measures, labels, legal forms, and outcomes of persons. The cue words are with the codes, in
`factpack.models.codelists`. A phrase is read clause by clause, so that what would be lifted leaves what was
freed alone.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from factpack.evidence.days import undated
from factpack.evidence.lexicon import HEARSAY, NEGATED, UNDONE, contains
from factpack.models.codelists import (
    COUNT_STAGE,
    FREEING,
    MEETING_KIND,
    MEETING_STAGE,
    RELEASE_STAGE,
    SANCTIONS_MEASURE,
    SANCTIONS_STAGE,
    Codelist,
)

DONE: Final = frozenset(("carried_out", "in_force"))
STAGES: Final = {
    "release": RELEASE_STAGE,
    "meeting": MEETING_STAGE,
    "sanctions": SANCTIONS_STAGE,
    "count": COUNT_STAGE,
}

_CLAUSE: Final = re.compile(
    r" ?[,;:()–—] ?(?:and |or |then )?| (?:but|while|as|after|before|when|because|where|who|which) "
)
_BOUNDED: Final = re.compile(r"\b(?:no|not) (?=(?:more|less|fewer|greater) than\b|over \d)")
_OPEN: Final = rf"{UNDONE}|announc\w+"  # what is announced may have been done; nothing says so
# Of a verb, what was done; let, set, cut and put are the same in every tense.
_PAST: Final = r"(?<!to )(?:\w+(?:ed|s)|let|set|cut|put|froze)\b"
_DONE_RELEASE: Final = (
    r"(?:D|(?:after|following|since|secured|won) (?:the|her|his|their)) (?:releases?|freedom) of"
)
_FINITE: Final = r"is|are|was|were|has|have|had|will|would|remains?|stays?"
_PRISON: Final = (
    r"(?:remain\w*|still|stay\w*|is|are|was|were|kept|sits?) (?:\w+ ){0,3}?"
    r"(?:in (?:prison|jail|custody|detention)|behind bars|imprisoned|detained)"
)


@cache
def _pattern(cues: str) -> str:
    """Return the regular expression of cue words, longest first."""
    words = sorted(re.split(r", ", cues), key=len, reverse=True)
    escaped = (
        re.escape(word).replace(r"\*", r"[\w'-]*").replace(r"\ …\ ", r" (?:[\w'.$%-]+ ){0,4}?")
        for word in words
    )
    return "|".join(escaped)


def _clauses(phrase: str) -> Iterator[tuple[str, bool]]:
    """Yield the clauses of a phrase.

    Each with whether it is negated; in lower case and without dates. A clause without a subject of its own,
    which begins with a verb, belongs to the one before it.
    """
    clauses = [""]
    for clause in _CLAUSE.split(_BOUNDED.sub("", undated(phrase))):
        if clauses[-1] and not re.match(rf"(?:{_pattern(FREEING)}|\w+ed)\b", clause):
            clauses.append(clause)
        else:
            clauses[-1] = f"{clauses[-1]} {clause}".strip()
    yield from ((clause, contains(clause, NEGATED)) for clause in clauses if clause)


def codes(phrase: str, codelist: Codelist) -> frozenset[str]:
    """Return the codes whose cue words occur without a negation."""
    return frozenset().union(
        *(_codes(clause, codelist) for clause, negated in _clauses(phrase) if not negated)
    )


def _codes(clause: str, codelist: Codelist) -> frozenset[str]:
    """Return the codes whose cues no longer cue contains."""
    found = [
        (match.start(), match.end(), code)
        for code, cues in codelist.cues.items()
        for match in re.finditer(rf"(?<![\w-])(?:{_pattern(cues)})(?![\w-])", clause)
    ]
    return frozenset(
        code
        for start, end, code in found
        if code and not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found)
    )


def contradicts(value: str, phrase: str, codelist: Codelist, found: frozenset[str]) -> bool:
    """Say whether a phrase contradicts a code.

    It says the opposite, or is about something else; other codes were found in it.
    """
    for group, other in codelist.opposites:
        if (value in group and found & other) or (value in other and found & group):
            return True
    text = undated(phrase)
    foreign = codelist.against and not found and contains(text, _pattern(codelist.against))
    return bool(foreign) and not contains(text, _pattern(codelist.about))


# --- stages ----------------------------------------------------------------------------------------------------------


def stages(phrase: str, about: str) -> frozenset[str]:
    """Return the stages that a phrase states.

    Of a release, a meeting or a sanctions action. What is promised, possible, announced or asked for is not
    done, whatever verb is beside it; that somebody says a release happened does not make it carried out. Of
    what is negated, only a demand is read.
    """
    found: set[str] = set()
    for clause, negated in _clauses(phrase):
        read = _codes(clause, STAGES[about]) - (DONE if about == "release" else set())
        found |= read & {"demanded"} if negated else read - (DONE if contains(clause, _OPEN) else set())
        if _is_done(clause, about) and not negated and not contains(clause, _OPEN):
            found |= {"in_force" if about == "sanctions" else "carried_out"}
    return frozenset(found)


def _is_done(clause: str, about: str) -> bool:
    if about == "meeting":
        return bool(_codes(clause, MEETING_KIND))
    if about == "sanctions":
        verbs = "|".join(_pattern(cues) for cues in SANCTIONS_MEASURE.cues.values())
        return contains(clause, rf"(?={_PAST})(?:{verbs})")
    return not contains(clause, HEARSAY) and contains(
        clause, rf"(?={_PAST})(?:{_pattern(FREEING)})|{_DONE_RELEASE}"
    )


def is_undone(phrase: str, about: str) -> bool:
    """Say whether a phrase leaves an act undone.

    It leaves a release or a sanctions action open or negates it, and does not say that it is done.
    """
    verbs = _pattern(FREEING)
    if about == "sanctions":
        verbs = "|".join(
            _pattern(cues) for cues in (*SANCTIONS_MEASURE.cues.values(), SANCTIONS_STAGE.cues["in_force"])
        )
    return (
        about in ("release", "sanctions")
        and not stages(phrase, about) & DONE
        and any(
            contains(clause, verbs) and (negated or contains(clause, UNDONE))
            for clause, negated in _clauses(phrase)
        )
    )


# --- what became of a person -----------------------------------------------------------------------------------------


def outcomes(phrase: str, name: str = "") -> frozenset[str]:
    """Return the outcomes of a person that a phrase states.

    freed or not_freed, both, or none.

    name: only in the clauses that have it, and in those that the list of names goes on to: "Jane Doe, a
    teacher, and John Roe were released".
    """
    found: set[str] = set()
    is_meant = False
    for clause, negated in _clauses(phrase):
        is_meant = not name or is_meant or contains(clause, re.escape(name.lower()))
        if not is_meant or clause.startswith("whose "):
            continue
        if contains(clause, _PRISON) and not negated:
            found.add("not_freed")
        elif contains(clause, _pattern(FREEING)) and not contains(clause, UNDONE):
            done = contains(clause, rf"(?={_PAST})(?:{_pattern(FREEING)})|{_DONE_RELEASE}")
            found |= {"not_freed"} if negated else {"freed"} if done else set()
        is_meant = not found and (clause.startswith("who ") or not contains(clause, _FINITE))
    return frozenset(found)
