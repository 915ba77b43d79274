"""Find the codes that a phrase states.

The codes are stages, kinds, measures, labels and legal forms; their cue words are in
`factpack.models.codelists`. A phrase is read clause by clause: in "they were freed, and sanctions would be
lifted" the release is done and the lifting is not.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Final

from factpack.evidence import lexicon
from factpack.evidence.days import undated
from factpack.evidence.lexicon import contains
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
# The words for the acts whose stages are read. The cue of a stage outside DONE applies to the act after it, or to the
# noun before it: "called for their release", "the easing that was discussed".
_ACTS: Final = {
    "release": f"{FREEING}, freedom, deal",
    "meeting": ", ".join(cues for code, cues in MEETING_KIND.cues.items() if code),
    "sanctions": ", ".join((*SANCTIONS_MEASURE.cues.values(), "deal, licence, waiver")),
}
_NOUNS: Final = {
    "release": "release, releases, pardon, pardons, amnesty, swap, exchange, deal",
    "meeting": "talks, meeting, meetings, round, visit, visits, trip, briefing, negotiations",
    "sanctions": "sanctions, relief, easing, lifting, removal, suspension, curbs, restrictions, measures, an end, ban, embargo, deal, licence, waiver",
}

# Verbs of an act that may be left undone.
_UNDONE_ACTS: Final = {
    "release": FREEING,
    "sanctions": ", ".join((*SANCTIONS_MEASURE.cues.values(), SANCTIONS_STAGE.cues["in_force"])),
}
_AUXILIARY: Final = re.compile(r".* (?:to|would|will)|will|would be|may|might|could|should|must")
# What would happen only on a condition is not a plan.
_CONDITIONAL: Final = re.compile(r"\bwould(?=.* (?:if|unless|in exchange|in return)\b)")
_PROGRESSIVE: Final = re.compile(r"(?!keeping|staying)\w+ing\b")

_CLAUSE: Final = r" ?(?:,(?!\d{3}\b)|[;:()–—]) ?(?:and |or |then )?| (?:but|while|(?<! act )as(?! (?:many|much|\w+ed)\b)|after|before|when|because|(?:al)?though|where|who|which|that(?= neither\b)) | (?=until )"
# A name between commas, before the verb: "her visit to the capital, Port Salt, is expected".
_APPOSITION: Final = re.compile(
    rf", ((?!(?:[\w'.]+ )*(?:{lexicon.SAYING}|who|which|where|and|or|not|but|no|never|without)\b)[\w'.]+(?: [\w'.]+){{0,3}}), (?=(?:is|are|was|were|will|would|has|have|had|by|on|in|at|for|to|with|from|off)\b)"
)
_BOUNDED: Final = re.compile(r"\b(?:no|not) (?=(?:more|less|fewer|greater) than\b|(?:over|quite) \d)")
_ATTRIBUTION: Final = (
    rf"(?:[\w'.]+ ){{1,5}}?(?:{lexicon.HEARSAY})(?: [\w'.]+){{0,3}}"  # a clause: her lawyer told the courier
)
_NOT_EXCLUDED: Final = re.compile(r"\bnot (?:rul(?:ed?|ing) out|exclud(?:ed?|ing))")
_REPORTED: Final = re.compile(r"\bannounced that (?=(?:[\w']+ ){1,4}(?:had|has|have)\b)")
# Sanctions that are not renewed are lifted; those that are not lifted are maintained.
_ENDED: Final = r"\bno longer (?:\w+ )?on (?:\S+ ){1,3}?(?:black)?list\b|\bno longer (?:appl(?:y|ies)|enforc(?:ed|ing)|in (?:force|effect|place))\b|\b(?:(?:was|were) not|not been) (?:renew|extend|prolong)ed\b(?! to)"
_KEPT: Final = r"\b(?:will|would) (?:remain|stay|be kept)\b(?!.* (?:if|unless)\b)|\bnot (?:yet )?(?:been )?(?:lift|ease?|remove?|dropp?)(?:ed|d)?\b|\brefus\w+ to (?:lift|ease|remove|drop)\b"
# A verb, not an adjective: "sanctioned five banks".
_SANCTIONED: Final = rf"\bsanctioned (?=(?:the|its|their|his|another|several|dozens|\d+|{lexicon.SMALL})\b)"
_OPEN: Final = rf"{lexicon.UNDONE}|announc\w+"  # an announcement does not say whether the act was done
_OPEN_ACT: Final = rf"{_OPEN}|{lexicon.TALKED}"
# Verb forms that report an act; let, set, cut and put are the same in every tense.
_PAST: Final = r"(?<!to )(?<!\"(?=let))(?:\w+(?:ed|s)|let|left|sent|got|won|set|cut|put|hit|(?:un)?froze|withdrew|ran|kept|came|upheld|went|took|struck)\b"
# "Lifting its ban on Monday", but not "is lifting".
_DATED: Final = r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!of )(?<!from )(?<!for )(?<!ed )(?<!es )(?<!backs )(?<!the )\w+ing\b[^,;:]* D\b|(?<= by )\w+ing\b"
# A plan with a date, after its noun or in words without one: "pencilled in for May".
_FIXED: Final = r"(?:(?:is |are |was |were |be |been )?(?:(?:pencil+ed in|scheduled|slated|planned|foreseen|envisaged|expected) (?:for|on|in)|set for) (?:\S+ ){0,4}?D\b|(?:resumes?|opens|begins?|starts?) (?:\S+ ){0,4}?on D\b)"
# A measure with the day on which it began: "the suspension, since Thursday, of its ban".
_SINCE: Final = r"\b(?:lifting|easing|removal|suspension),? since D\b|\b(?:since|as of) D,? (?:[\w'.]+ ){1,4}?appl(?:y|ies)\b"
# A call to act: "Free the 19 women!"
_CALL: Final = re.compile(rf"\W*(?:free|release) (?:\d|{lexicon.SMALL}|the|all|them|him|her|our|every)\b")
# Verbs that are not among the cue words.
_VERB: Final = (
    rf"{lexicon.MODAL}|wants?|sits?|leaves|sprang|swung|slept|\w{{2,}}ed|is|are|was|were|has|have|had|did|does|became|began|bore|bought|broke|brought|built|came|caught|chose|cut|drew|drove"
    r"|fell|felt|flew|found|froze|gave|got|grew|held|hit|kept|knew|laid|led|left|lent|let|lost|made|paid|put|ran|rang|rode|rose|sat"
    r"|saw|sent|set|shook|shut|sold|spent|stood|struck|swept|swore|took|tore|threw|went|withdrew|woke|won|wore|wound"
)
_DONE: Final = {
    "release": r"(?:D|(?:after|following|since|secured|won|saw|with|by|welcom\w+|hailed) (?:the|her|his|their|\w+'s)|D's) (?:\w+ )?(?:releases?|freedom)"
    r" of|(?:after|since|following|within \w+ of|welcom\w+|hail\w+) (?:her|his|their|(?:[\w.]+ )?[\w.]+'s) release|thank\w+ .*for (?:freeing|releasing|the release of)|decree pardoning"
    r"|releases? (?:of [\w' ]+ |on |in )D|granted clemency|sign(?:s|ed) (?:\w+ ){0,3}(?:pardon|amnesty|clemency)\w*|(?:received|won|granted|given) (?:an? )?(?:\w+ )?(?:pardon|amnesty)"
    r"|(?:began|begun|been|resumed) (?:freeing|releasing|pardoning)|(?:release|freedom|pardons|handover|swap)(?: \w+){0,4} (?:came(?! under)|took place|followed)|(?:is|are)(?: now)? free(?: again)?|free again",
    "sanctions": r"D's (?:\w+ )?(?:lifting|easing|suspension|removal|imposition|tightening|extension) of|(?<!ed the )(?<!ed )(?:lifting|easing|suspension|removal|imposition|tightening|extension)(?: of(?: \S+){1,6})?,? (?:since|on) D"
    r"|(?:lift|eas|suspend|impos|tighten|remov|dropp|scrapp)ing (?:[^,;]* )?(?:with immediate effect|effective immediately)",
}
# After a verb whose object the phrase leaves out: "Norland lifted them", "announced on Friday".
_NO_OBJECT: Final = r"(?: (?:it|them))?(?: as they are| with [\w ]*allies)?(?: (?:on|in|since) D)?(?: for \w+ (?:day|week|month|year)s?)?\W*$"


@cache
def _pattern(cues: str) -> str:
    """Return the regular expression of cue words, longest first."""
    words = sorted(re.split(r", ", cues), key=len, reverse=True)
    escaped = (
        re.escape(word).replace(r"\*", r"[\w'-]*").replace(r"\ …\ ", r" (?:[\w'.,$%-]+ ){0,6}?")
        for word in words
    )
    return "|".join(escaped)


def plain(phrase: str, measure: str = "") -> str:
    """Return a phrase in lower case, without dates and lookalikes.

    measure: if sanctions are maintained, those that are "not lifted" are kept.
    """
    text = _NOT_EXCLUDED.sub("considering", _BOUNDED.sub("", undated(phrase)))
    text = re.sub(
        _ENDED, "lifted", re.sub(_SANCTIONED, "imposed sanctions on ", _REPORTED.sub("said that ", text))
    )
    text = re.sub(_KEPT, "kept", text) if measure == "maintain" else text
    return re.sub(rf"\b(?:{lexicon.LOOKALIKE})\b", "~", text)


def clauses(text: str) -> list[tuple[str, bool]]:
    """Return the clauses, each with whether it is negated.

    A clause that begins with a verb has no subject of its own, and is joined to the one before it.
    """
    clauses = [""]
    for clause in re.split(_CLAUSE, _APPOSITION.sub(r" \1 ", text)):
        if clauses[-1] and not re.match(rf"(?:{_pattern(FREEING)}|\w+ed)\b", clause):
            clauses.append(clause)
        else:
            clauses[-1] = f"{clauses[-1]} {clause}".strip()
    return [(clause, contains(clause, lexicon.NEGATED)) for clause in clauses if clause]


def codes(phrase: str, codelist: Codelist) -> frozenset[str]:
    """Return the codes whose cue words occur without a negation."""
    text = plain(phrase, "maintain" if codelist is SANCTIONS_MEASURE else "")
    if codelist is SANCTIONS_MEASURE and not _is_of_sanctions(text):
        return frozenset()
    return frozenset().union(*(_codes(clause, codelist) for clause, negated in clauses(text) if not negated))


def _is_of_sanctions(text: str) -> bool:
    """Return whether a phrase names sanctions or no object."""
    verbs = rf"(?:took|takes|taken) effect|(?<!been )(?<!was )(?<!were )(?:{_pattern(_UNDONE_ACTS['sanctions'])}){_NO_OBJECT}"
    passive = rf"(?:they|these|those|which|both)(?: (?:{lexicon.MODAL}|{lexicon.BEING}|also|only|soon))+ (?:{_pattern(SANCTIONS_MEASURE.cues['lift'])})"
    active = rf"(?:{_pattern(', '.join(SANCTIONS_MEASURE.cues[code] for code in ('ease', 'lift')))}) (?:them|these)"
    return contains(text, f"{_pattern(SANCTIONS_MEASURE.about)}|{verbs}|{passive}|{active}")


def _codes(clause: str, codelist: Codelist) -> frozenset[str]:
    """Return the codes whose cues are not within longer ones."""
    found = [
        (match.span(), code)
        for code, cues in codelist.cues.items()
        for match in re.finditer(rf"(?<![\w-])(?:{_pattern(cues)})(?![\w-])", clause)
    ]
    spans = {span for span, _ in found}
    return frozenset(
        code
        for span, code in found
        if code and not any(one != span and one[0] <= span[0] and span[1] <= one[1] for one in spans)
    )


def contradicts(value: str, phrase: str, codelist: Codelist, found: frozenset[str]) -> bool:
    """Return whether a phrase contradicts a code.

    It does if it states an opposite code, or is about something else. found: the codes found in it.
    """
    if any(
        (value in group and found & other) or (value in other and found & group)
        for group, other in codelist.opposites
    ):
        return True
    text = undated(phrase)
    own = ", ".join(filter(None, (codelist.about, codelist.cues.get(value))))
    foreign = codelist.against and not found and contains(text, _pattern(codelist.against))
    return bool(foreign) and not contains(text, _pattern(own))


def is_unknown(value: str, phrase: str, codelist: Codelist, about: str) -> bool:
    """Return whether unknown words may state a code.

    They may if the phrase has a verb, or a cue of the code in an unknown construction, but no cue of another code or act,
    and no word that negates the act or leaves it open. about: the type of fact.
    """
    text, cues = plain(phrase), dict(codelist.cues)
    own = cues.pop(value, "") or "~"
    acts = [_ACTS[one] for one in _ACTS if one != about]
    known = "|".join(_pattern(one) for one in (*cues.values(), *acts, codelist.against) if one)
    is_open = f"|{_OPEN_ACT}" if value in DONE else ""
    rest = re.sub(rf"(?<![\w-])(?:{_pattern(own)})(?![\w-])", " did ", text)
    return contains(rest, _VERB) and not contains(rest, f"{known}|{lexicon.NEGATED}{is_open}")


def stages(phrase: str, about: str, measure: str = "") -> frozenset[str]:
    """Return the stages that a phrase states.

    An act that is promised, possible, announced or asked for is not done, whatever verb is next to it. A
    release is only claimed if the phrase credits somebody with saying so. In a negated clause, only a demand
    is read.
    about: release, meeting or sanctions; measure: that of the sanctions; if clauses name it, only those are read.
    """
    found, text = set[str](), plain(phrase, measure)
    is_named = about != "sanctions" or _is_of_sanctions(text)
    is_doubted = contains(text, lexicon.DOUBTED)
    parts = _of_measure(clauses(text), measure)
    if (
        about == "sanctions"
        and re.search(_SINCE, text)
        and codes(phrase, SANCTIONS_MEASURE)
        and not contains(text, f"{_OPEN_ACT}|{lexicon.NEGATED}")
    ):
        found.add("in_force")
    for (clause, negated), (behind, _) in pairwise([*parts, ("", False)]):
        is_told = re.fullmatch(_ATTRIBUTION, behind)
        found |= _proposed(f"{behind} {clause}" if is_told else clause, about, negated)
        sure = re.sub(lexicon.DOUBTED, "", clause)
        if negated or not is_named:
            continue
        if about != "release" and not is_doubted and not contains(sure, _OPEN):
            found |= _codes(clause, STAGES[about]) & DONE
        if is_done(sure, about):
            is_hearsay = about != "sanctions" and (is_doubted or is_told or contains(clause, lexicon.HEARSAY))
            found |= {"claimed"} if is_hearsay else set()
            if not is_doubted and not (is_hearsay and about == "release"):
                found |= {"in_force" if about == "sanctions" else "carried_out"}
    return frozenset(found)


def _of_measure(found: list[tuple[str, bool]], measure: str) -> list[tuple[str, bool]]:
    """Return the clauses that name a measure, else all."""
    return [one for one in found if measure in _codes(one[0], SANCTIONS_MEASURE)] or found


def _proposed(clause: str, about: str, negated: bool) -> set[str]:
    """Return the stages of an act that is not done."""
    text = re.sub(lexicon.ATTRIBUTIVE, "", clause)
    cues = STAGES[about].cues
    found = {
        code
        for code in cues.keys() - DONE - {"claimed"}
        if _is_of_act(text, cues[code], about, code in ("discussed", "announced", "demanded"))
    }
    if about in ("meeting", "release") and re.search(
        rf"(?:^\W*|\b(?:{_pattern(_NOUNS[about])})\b[^,;]* ){_FIXED}", text
    ):
        found.add("planned")
    found |= {"demanded"} if about == "release" and _CALL.match(text) else set()
    if about == "sanctions" and _CONDITIONAL.search(text) and _acts(about, False).search(text):
        found.add("offered")
    if negated and "demanded" in found:
        refused = rf"(?:{lexicon.NEGATED})(?: one| to)? (?:{_pattern(cues['demanded'])}|want\w*)"
        return set() if contains(text, refused) else {"demanded"}
    return set() if negated else found


def _is_of_act(text: str, cues: str, about: str, of_matters: bool) -> bool:
    """Return whether a cue applies to an act or sanctions."""
    noun = rf"(?:{_pattern(_NOUNS[about])})(?: \S+){{0,7}}? (?:{_pattern(cues)})"
    if contains(text, rf"{noun}|(?=\w+(?:ed|ions)\b)(?<!as )(?<!than )(?:{_others(cues)}){_NO_OBJECT}"):
        return True
    sure = _CONDITIONAL.sub("~", text)
    return any(
        _before_act(cues, bool(_PROGRESSIVE.match(act[1]))).search(sure[: act.start()])
        for act in _acts(about, of_matters).finditer(sure)
    )


@cache
def _acts(about: str, of_matters: bool) -> re.Pattern[str]:
    """Return the pattern of the acts, wherever one begins."""
    acts = _pattern(_ACTS[about])
    if of_matters and about == "sanctions":
        acts = f"{acts}|{_pattern(SANCTIONS_MEASURE.about)}"
    return re.compile(rf"(?<![\w-])(?=({acts})(?![\w-]))")


@cache
def _before_act(cues: str, is_progressive: bool) -> re.Pattern[str]:
    """Return the pattern of cues before an act."""
    words = cues.split(", ")
    patterns = [rf"(?:{_others(cues)})(?: \S+){{0,9}}? \W?"]
    if auxiliary := ", ".join(filter(_AUXILIARY.fullmatch, words)):
        patterns.append(
            rf"(?:{_pattern(auxiliary)})(?: (?!(?:{lexicon.OPEN_VERBS}|{lexicon.TALKED})\b)\w+){{0,2}}? "
        )
    if "demand*" in words:  # not of the one who wants to do it
        patterns.append(r"want(?:s|ed)?(?! to\b| nothing\b)(?: \S+){0,5}? ")
    if "announc*" in words and is_progressive:
        said = r"sa(?:id|ys) (?:[\w']+ ){1,4}?(?:was|were|would be)"
        patterns.append(rf"(?:is|are|{said})(?: now| also)? ")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})$")


def _others(cues: str) -> str:
    """Return the pattern of the cues that are not auxiliaries."""
    return _pattern(", ".join(word for word in cues.split(", ") if not _AUXILIARY.fullmatch(word)))


def is_done(clause: str, about: str) -> bool:
    """Return whether an act was done, not left open."""
    if about == "meeting":
        return bool(_codes(clause, MEETING_KIND)) and not contains(clause, _OPEN)
    verbs = _pattern(FREEING if about == "release" else ", ".join(SANCTIONS_MEASURE.cues.values()))
    if about in _DONE and contains(clause, _DONE[about]) and not contains(clause, _OPEN_ACT):
        return True
    past = rf"(?<![\w-])(?!(?:(?<=more )|(?<=further ))(?:releases|pardons)\b)(?={_PAST}|{_DATED})(?:{verbs})(?![\w-])"
    return any(not contains(clause[: match.end()], _OPEN_ACT) for match in re.finditer(past, clause))


def is_of_other_act(phrase: str, about: str) -> bool:
    """Return whether a phrase names only acts of other types."""
    text = re.sub(rf"\b(?:{lexicon.HEARSAY})\b", "~", plain(phrase))
    acts = {name for name, cues in _ACTS.items() if contains(text, _pattern(cues))}
    return bool(acts) and about not in acts


def is_undone(phrase: str, about: str, measure: str = "") -> bool:
    """Return whether a phrase leaves an act undone or open."""
    if about not in _UNDONE_ACTS or stages(phrase, about, measure) & DONE:
        return False
    verbs, is_open = _pattern(_UNDONE_ACTS[about]), f"{lexicon.UNDONE}|{lexicon.TALKED}"
    return any(
        (about == "sanctions" and contains(clause, "would|will"))
        or (contains(clause, verbs) and (negated or contains(clause, is_open)))
        for clause, negated in _of_measure(clauses(plain(phrase, measure)), measure)
    )
