"""Read what a phrase says became of a person.

A person's release is never inferred. It is read only if the name is the subject or the object of the verb: not from "Jane Doe said that they were freed", nor from "a friend of Jane Doe was freed".
"""

import re
from collections.abc import Iterator
from typing import Final

from factpack.evidence import cues
from factpack.evidence.lexicon import DOUBTED, HEARSAY, NEGATED, UNDONE, contains

# In the text, @ replaces the name, and + the words that tie it to the verb before: "freed nine people + @".
_TIE: Final = re.compile(r",? (?:including|among them|such as) (?=[^;:]*@)|, (?=@ among them)")
_FREED: Final = r"(?:freed|released|pardoned|amnestied|set free|let (?:go|out)|handed over|transferred|swapped|exchanged|set at liberty|allowed to leave)"
_BE: Final = r"(?:is|are|was|were|been|being|got)"
_ADVERBS: Final = r"(?: (?:\w+ly|also|all|both|now|then|already|since|again))*"
_GROUP: Final = rf"(?:among|amongst|one of) (?:[\w']+ ){{0,4}}?{_FREED}"
_PASSIVE: Final = (
    rf"(?:(?:has|have|had)(?: \w+)? )?{_BE}{_ADVERBS} (?:{_FREED}|{_GROUP})|(?:walked|went) free|(?:left|got out of|came out of|(?:walked|strolled|stepped) out of|emerged from|(?:is|are) out of) (?:\w+ )?(?:prison|jail|penal colony)(?! (?:official|guard|staff|service)s?\b|.* visit)"
    r"|(?:is|are) (?:free|at liberty)\b(?! to)|(?:regained|gained|won|owes|owed) (?:his|her|their) (?:freedom|liberty)|(?:received|won|got|(?:was|were) (?:granted|given)) (?:an? )?(?:\w+ )?(?:pardon|clemency|amnesty)"
    r"|(?:walked|stepped|strolled|emerged|came|left|went|returned)(?: (?!(?:h[ie][ms]?|hers?|their|them|with|for|who|when)\b)[\w'.-]+)+, a free (?:man|woman)(?= (?:in|on|at|for the first)\b|\W*$)"
)
_PARTICIPLE: Final = rf"{_FREED}(?= (?:on|in|after|from|by|at|last|together|with|earlier|D)\b|[ ,.]*$|,)"
# The name is the object.
_ACTIVE: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!not )\b(?:frees|freed|releases|released|pardons|pardoned)(?P<between>(?: [^ ;:]+){0,8}?) @"
    r"|(?:let|set|handed) (?:[^;:,]{0,30} )?@(?: and [\w ]+)? (?:go|free|over|out)\b"
    rf"|{_FREED}[^;:]* \+ (?:[^;:]*[ ,])?@"
    r"|(?:freed|those released|those pardoned|those now free)[^;:]* (?:include[ds]?|are|were|was) (?:[^;:]*[ ,])?@"
    r"|(?:(?:after|following|since|secured|won|saw|with|welcomed|hailed) (?:the|\w+'s) (?:release|freeing)|thank\w+ .*for freeing) (?:of )?@"
    r"|(?:after|following|since|welcomed|hailed|within \w+ of) @'s release(?! (?:was|were|is|has|had|dates?|from (?:hospital|office))\b)|@'s release (?:on |in )?D(?! (?:was|is|has)\b)|D's release of @(?! (?:was|is|has)\b)|after freeing @|release of @(?: and [\w ]+)? (?:on |in )?D"
)
_NOT_FREED: Final = (
    rf"(?:{_BE}|has|have|had|will|would|did)?(?: \w+)? ?(?:not|never|n't|yet to|nor)(?: yet)?(?: (?:be|been))? (?:{_FREED}|among|one of|free\b)"
    rf"|{_BE} denied (?:an? )?(?:release|pardon|clemency)|{_BE} left (?:behind|out)"
    rf"|(?:did not make|{_BE} (?:missing from|absent from|not on)) the (?:(?:release|exchange|swap|prisoners?|amnesty|pardon) )?list"
)
_IN_PRISON: Final = (
    r"(?:\w+, )?(?:(?:has |have )?(?:remain\w*|stay\w*)|still|(?:is|are)(?: still| being| kept)*|sits?|(?:was|were) (?:left|kept|still))"
    r" (?!no\b|not\b)(?:[\w.]+ ){0,2}?(?:in (?:\w+ ){0,3}(?:prison|jail|custody|detention|camp|colony|cells?|stockade|solitary)|behind bars|imprisoned|jailed|detained|locked up)"
    r"|(?:is |are |was |were )?still (?:being )?(?:held|serving|serves|in (?:\w+ )?(?:prison|jail)|behind bars)|continues to (?:serve|be (?:held|detained|jailed))|(?:is|are) serving (?:[\w-]+ ){0,3}?(?:years?|months?|sentences?|life|time|terms?(?! (?:as|in office)))\b|has been (?:held|jailed|imprisoned) since"
    r"|(?:was |were )?returned to prison"
)
_NOT_RELEASED: Final = re.compile(
    rf"(?<![\w-])(?:(?:{NEGATED}) (?:to )?(?:free|freed|release|released|pardon|pardoned|let|set|include[d]?) (?:[^;:,]{{0,30}} )?@"
    rf"|neither @ .*{_FREED}|nor (?:was|is|has) @ .*?{_FREED}|(?:kept|keeps|left) @ in (?:prison|jail|custody)|still (?:holds|jails) @|{_FREED}.*not @$)(?!'s)"
)
# After a verb, words whose noun is not its object; before a name, words that keep it from being the subject.
_AWAY: Final = r"by|for|to|from|with|of|on|about|in|at|until|when|after|before|that|who|whom|which|than"
_NOT_SUBJECT: Final = re.compile(
    rf"(?<!release )\b(?:{_AWAY}|{HEARSAY})(?: (?!and\b)\w+)? $(?<!\bthat )(?<!\bwhen )(?<!\bafter )(?<!\bbefore )(?<!\buntil )"
    r"(?<!\bsaid )(?<!\bsays )(?<!freed )(?<!released )"
)
_PARTICIPLE_GAP: Final = re.compile(r",? |,? an? [\w ]{1,40} |,? (?:and [^;:]*|[\w ]*,) (?:both|all) ")
_ASIDE: Final = (
    rf",? (?:who|whose) [^,;:]+,|^, (?:however|though|[^,;:]+ (?:{HEARSAY})),|^ (?:also|later)(?= $)"
)
_OTHER_VERB: Final = rf"is|are|was|were|has|have|had|will|would|met|saw|but|whose|{HEARSAY}|that|when|until|while|after|before|who|whom|which|\w+'s|\w+s'"


def outcomes(phrase: str, name: str = "") -> frozenset[str]:
    """Return what a phrase says became of a person.

    The set has freed, not_freed, both or neither. Without a name, it is what the phrase says of anybody.
    """
    text = cues.plain(phrase)
    if not name:
        return _of_anybody(text)
    text = _TIE.sub(" + ", re.sub(rf"(?<![\w-]){re.escape(name.lower())}(?![\w-])", "@", text))
    not_freed = _NOT_RELEASED.search(text) or any(_predicates(text, rf"{_NOT_FREED}|{_IN_PRISON}"))
    return frozenset(["not_freed"] * bool(not_freed) + ["freed"] * _is_freed(text))


def _of_anybody(text: str) -> frozenset[str]:
    found = set[str]()
    for clause, negated in cues.clauses(text):
        if contains(clause, rf"{_FREED}|free|release|pardon|make the list" if negated else _IN_PRISON):
            found.add("not_freed")
        elif not negated and cues.is_done(clause, "release"):
            found.add("freed")
    return frozenset(found)


def _is_freed(text: str) -> bool:
    active = re.finditer(rf"(?<![\w-])(?:{_ACTIVE.pattern})(?!'s| (?:{HEARSAY})\b)", text)
    found = [one.span() for one in active if not contains(one["between"] or "", rf"{_AWAY}|{HEARSAY}")]
    found += (*_predicates(text, _PASSIVE), *_predicates(text, _PARTICIPLE))
    return not all(_is_open(text, *span) for span in found)


def _is_open(text: str, start: int, end: int) -> bool:
    """Return whether a clause leaves its verb open."""
    clause = re.split(r"[,;:] | but ", text[:start])[-1] + text[start:end]
    return contains(clause.replace("@", "she"), rf"{UNDONE}|{NEGATED}|{DOUBTED}")


def _predicates(text: str, predicate: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of predicates whose subject is the name."""
    for own in re.finditer(r"@(?!'s)", text):
        if _NOT_SUBJECT.search(text[: own.start()]):
            continue
        for match in re.finditer(rf"(?<![\w-])(?:{predicate})(?![\w-])", text[own.end() :]):
            gap = text[own.end() : own.end() + match.start()]
            if _PARTICIPLE_GAP.fullmatch(gap) if predicate == _PARTICIPLE else _is_subject(gap):
                yield own.end() + match.start(), own.end() + match.end()


def _is_subject(gap: str) -> bool:
    """Return whether the name before a gap is the subject."""
    rest = re.sub(r"(ha[ds]|have) (?:already|now|since|also)$", r"\1", re.sub(_ASIDE, "", gap).strip())
    if rest in ("", ",", "who", ", who", "has", "have", "had", "and"):
        return True
    return bool(re.match(r",|and\b|or\b|with\b|\(", rest)) and not contains(rest, _OTHER_VERB)
