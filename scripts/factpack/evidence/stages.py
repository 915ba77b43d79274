"""How far a thing went: a short lexicon of cues per stage."""

import re
from typing import Final

from factpack.evidence.days import undated

# Stage, types of fact that it is a cue for, the words. Past tense and the present of headlines for what was done.
_CUES: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "carried_out",
        "release",
        (
            "freed|frees|released|releases|pardoned|pardons|amnestied|handed over|transferred|swapped|exchanged"
            r"|set free|let (?:[\w.-]+ ){0,5}go"
        ),
    ),
    (
        "carried_out",
        "meeting",
        (
            "met|meets|visited|visits|travel(?:led|ed|s)|arrived|arrives|flew|drove|came|attended|hosted|received"
            "|greeted|welcom(?:ed|es|ing)|spoke|spoken|talked|phoned|wrote|briefed|told|tells|said|says|quoted"
            r"|confirmed|consulted|conferred|discussed|held (?:\w+ ){0,2}(?:talks|discussions|meetings?|briefings?)"
            r"|(?:after|following|during|latest|last|previous|ended|concluded|finished|began|opened)"
            r" (?:[\w.-]+ ){0,4}(?:visit|talks|meetings?|call|briefing|trip)"
        ),
    ),
    (
        "in_force",
        "sanctions",
        (
            "impose[ds]|placed|put in place|ordered|introduced|tighten(?:ed|s)|toughened|expanded|extended"
            "|eased|eases|lift(?:ed|s)|removed|dropped|(?<!to )cut off|closed|banned|blocked|sanctioned|froze"
            "|remain(?:s|ed)?|stayed|stood|stands?|maintain(?:s|ed)|kept|renewed|prolonged|suspended|waived"
            r"|in force|into force|in effect|into effect|in place|led to (?:\w+ ){0,2}sanctions"
        ),
    ),
    (
        "claimed",
        "release meeting",
        r"claim(?:s|ed)?|said|says|told|alleg\w+|assert(?:s|ed)|according to|reportedly",
    ),
    (
        "planned",
        "release meeting",
        "will|(?:is|are) to|plan(?:s|ned)?|scheduled|(?:set|due|agreed) to|promise[ds]|pledge[ds]|intends? to|expected to",
    ),
    ("promised", "sanctions", "promis(?:ed?|es|ing)|pledg(?:ed?|es|ing)|vow(?:s|ed|ing)?|committed to"),
    ("announced", "sanctions", "announc(?:ed|es|ing)|declared|unveiled"),
    ("offered", "sanctions", "offer(?:s|ed|ing)?|(?:willing|ready|prepared) to|open to"),
    ("discussed", "sanctions", "discuss(?:ed|es|ing|ions?)|talk(?:s|ed|ing) (?:about|on|over)|consulted on"),
    ("possible", "sanctions", "may|might|could|possibl[ey]|potential(?:ly)?"),
    (
        "considered",
        "release meeting sanctions",
        "consider(?:s|ed|ing)|weigh(?:s|ed|ing)|mull(?:s|ed|ing)|contemplat(?:es|ed|ing)|under consideration",
    ),
    (
        "demanded",
        "release meeting sanctions",
        (
            "demand(?:s|ed|ing)?|should|must|urg(?:es|ed|ing)|call(?:s|ed|ing) (?:for|on)|insist(?:s|ed|ing)?"
            "|advocat(?:es|ed|ing)|request(?:s|ed|ing)?|asked (?:for|to)"
            r"|asked (?:[\w.-]+ ){1,4}(?:for|to)"
        ),
    ),
)
_DONE: Final = frozenset(("carried_out", "in_force"))

# Beside one of these, nothing is done yet, or nobody but the one who speaks says so.
_UNDONE: Final = (
    r"would|will|may|might|can|could|should|shall|must|promis\w+|pledg\w+|vow\w*|consider\w*|weigh\w*|mull\w*"
    r"|contemplat\w+|announc\w+|willing\w*|ready|prepared|offer\w*|possib\w+|potential\w*|likely|plan(?:s|ned|ning)?"
    r"|propos\w+|demand\w*|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on)|insist\w*|advocat\w+|seek\w*|sought|want\w*"
    r"|wish\w*|hop(?:e|es|ed|ing)|agree[sd]? to|if|unless|whether|(?:is|are|was|were) to|to (?:be|have|remain|let|set|impose)|yet to|about to"
    r"|expect\w*|intend\w*|reportedly|alleg\w+|rumou?red|attempt\w*|tried|scheduled|due to"
)
_HEARSAY: Final = r"claim(?:s|ed)?|said|says|told|assert(?:s|ed)|according to"
_NEGATED: Final = (
    r"not|never|no longer|cannot|refus\w+|fail(?:s|ed|ing)? to|declin\w+|den(?:y|ies|ied)|without|nor|neither"
    r"|stopp\w+ short|\w+n't|no"
)


def stages(phrase: str, about: str | None = None, only: str | None = None) -> frozenset[str]:
    """The stages that a phrase can carry; with `about`, those of a release, a meeting or a sanctions action.

    only: the one stage that is asked for; the others are not looked for.

    What is promised, possible, announced or asked for is not done, whatever verb stands beside it; that somebody says a
    release happened does not make it carried out. Of what is negated, only a demand is read.
    """
    text = undated(phrase)
    found = {
        stage
        for stage, types, cue in _CUES
        if only in (None, stage) and (about is None or about in types.split()) and _has(text, cue)
    }
    if not found:
        return frozenset()
    if _has(text, _UNDONE) or (about == "release" and _has(text, _HEARSAY)):
        found -= _DONE
    return frozenset(found & {"demanded"} if _has(text, _NEGATED) else found)


def _has(text: str, words: str) -> bool:
    return _standing(words).search(text) is not None


def _standing(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")
