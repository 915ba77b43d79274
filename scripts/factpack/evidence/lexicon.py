"""Define the English words that the readers know.

All are parts of regular expressions, in lower case. The cue words of codes are in `factpack.models.codelists`,
the months and weekdays in `factpack.models.edtf`.
"""

import re
import unicodedata
from typing import Final

_PLAIN: Final = str.maketrans("‘’“”", "''\"\"")


def straighten(text: str) -> str:
    """Return a text in NFC with plain spaces and quotes."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())


def contains(text: str, words: str) -> bool:
    """Return whether a text has a word, in whole tokens."""
    return re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text) is not None


# --- numbers and bounds ------------------------------------------------------------------------------------------------

UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS: Final = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
                "nineteen")  # fmt: skip
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL: Final = rf"(?:{'|'.join((*TENS, *TEENS, *UNITS))}|zero)"

# Bounds, as a quantity is written → the words before a number that allow them.
BEFORE: Final = {
    "at most": r"at (?:the )?(?:very )?most|(?:not?|never) (?:(?:more|greater) than|over)|up to|(?:a )?maximum(?: of)?|as (?:many|much) as"
    r"|(?:not|never) (?:exceed|topp|surpass)\w*|capped at|a ceiling of",
    "at least": r"at (?:the )?(?:very )?least|not? (?:fewer|less) than|(?:a )?minimum(?: of)?|as (?:few|little) as|at a minimum",
    "more than": r"(?:more|greater|better) than|(?<!hand )(?<!hands )(?<!handed )(?<!handing )(?<!turned )over|above|past"
    r"|(?:exceed|topp|surpass)(?:ed|ing)|exceeds|tops|surpasses|in excess of|upwards? of|north of"
    r"|(?:number|total|tally|count|figure)s?(?: of [a-z]+(?: [a-z]+)?)? (?:ha[ds] |have )?(?:passed|crossed)",
    "fewer than": r"(?:fewer|less) than|under|below|not quite|(?:just )?(?:short|shy) of",
    "at least,more than": "a (?:good|full)",
    "about,fewer than": r"nearly|almost|close (?:to|on)|approaching|nearing|getting on for|(?:the )?(?:best|better) part of",
    "about": r"(?<!nothing )(?<!anything )(?<!news )(?<!asked )(?<!talked )(?<!know )(?<!knows )(?<!knew )about|around|approximately|roughly|circa|ca?\.|approx\.|~|more or less|something like"
    r"|in the (?:region|vicinity|neighbou?rhood) of|[io]n the order of|some|(?:an )?estimated(?: at)?",
}
_BEHIND: Final = r"(?: (?!and\b)[a-z]+){0,2}"
# The same for the words after the number. "200 or more" leaves open whether 200 counts.
AFTER: Final = {
    "at least,more than": rf"\+|-plus\b|{_BEHIND} or more\b(?! than)| and more\b(?! than)",
    "about": rf"{_BEHIND} or so\b|-odd\b|-ish\b|-some(?:thing)?\b|{_BEHIND},? (?:more or less|give or take)\b",
    "at least": rf"{_BEHIND},? at (?:(?:the )?(?:very )?least|(?:a |the )?minimum)\b",
    "at most": rf"{_BEHIND} or (?:fewer|less)\b(?! than)|{_BEHIND},? at (?:the )?(?:very )?(?:most|maximum)\b",
}
BOUND: Final = "|".join(BEFORE.values())
# Next to one of these, a number may be only a part of the quantity.
ADDITIVE: Final = (
    r"others?|another|and|plus|also|more(?! than)|additional(?:ly)?|further|alongside|besides"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+(?:teen|ie)th|\d+th|with|remaining|rest"
)
# Next to one of these, a number may be the part or the whole.
INCLUSIVE: Final = "including|includes?|among"

# --- what is not done, and what is not so ----------------------------------------------------------------------------

MODAL: Final = r"would|will|may|might|can|could|should|shall|must|cannot"
BEING: Final = "is|are|was|were|be|been|being|has|have|had"
_AIM: Final = (
    r"promis\w+|pledg\w+|vow\w*|plan(?:s|ned|ning)?|propos\w+|offer\w*|want\w*|wish\w*|hop(?:e|es|ed|ing)|seek\w*|sought"
    r"|intend\w*|undert(?:ook|ake\w*)|attempt\w*|tr(?:y|ies|ied|ying)|willing|ready|prepar(?:es|ed|ing)(?= to\b)|expect\w*|scheduled|(?:un)?likely"
)
INTENDED: Final = (
    rf"(?:{_AIM}|agree\w*|(?:has|have|had) arranged|due|set|about|yet) to|(?:is|are|was|were) to"
)
OPEN_VERBS: Final = (
    rf"{_AIM}|consider\w*|weigh\w*|mull\w*|contemplat\w+|thinking of|possib\w+|potential\w*"
    r"|demand\w*|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on(?! D)|off)|(?:ask|push)(?:s|es|ed|ing)? (?:[\w.-]+ ){0,4}?(?:for|on|to)"
    r"|insist\w* on|advocat\w+|appeal\w*|petition\w*|press(?:es|ed|ing)? for|request\w*|if|unless|whether|until \w+(?: \w+)? (?:is|are)"
    r"|to (?:have|let|set)|in order to|rumou?red|in (?:exchange|return) for|threaten\w*|postpon\w+|put(?:s|ting)? off|turn\w* down"
    r"|draft\w*|(?:talks|meeting|visit|trip|summit|round|release) (?:was|were|(?:has|have|had) been) cancel\w*|cancel\w*(?= (?:[\w']+ ){0,3}?(?:talks|meeting|visit|trip|summit|round|release|plans?)\b)|delay\w*|upcoming|forthcoming|(?:are|is) coming|to come|to follow|wait(?:s|ed|ing)?|await\w*"
)
UNDONE: Final = rf"{MODAL}|be|{INTENDED}|{OPEN_VERBS}"
TALKED: Final = r"discuss\w*|talk(?:s|ed|ing)? (?:[\w.-]+ ){0,3}?(?:about|on(?! D)|of)"  # mere talk of an act leaves the act undone
NEGATED: Final = (
    r"not|never|no longer|cannot|\w+n't|no(?!\. ?\d)|none|nobody|nothing|nor|neither|refus\w+|fail(?:s|ed|ing)? to|declin\w+"
    r"|den(?:y|ies|ied)|without \w+ing|stopp\w+(?= (?:short|consider|call|demand|ask|releas|free)\w*)|yet to|rul(?:e|es|ed|ing) out|reject\w*|decid\w+ against|rather than"
    r"|instead of"
)
HEARSAY: Final = (
    r"claim(?:s|ed)?|boast\w*|stated|said|says|told|alleg\w+|assert(?:s|ed)|insist(?:s|ed) that|maintain(?:s|ed) that"
    r"|according to|reportedly"
)
SAYING: Final = rf"{HEARSAY}|say|tell|add(?:s|ed)|confirm(?:s|ed)|report(?:s|ed)|wrote|writes|count(?:s|ed)|estimat(?:es|ed)"
DOUBTED: Final = r"reportedly|alleg\w+|according to|(?:by|in) (?:its|his|her|their) own (?:account|words)|(?:claim\w*|said) (?:\w+ ){0,2}to have"
# Phrases that look like an act but are not one.
LOOKALIKE: Final = (
    r"behind closed doors|to deal with|(?:cases?|files?|matter|evidence|documents?|letters?|power|control|command|money|assets?|body) (?:\w+ ){0,2}?turned over|suspend\w* (?:the |all |its |their )?(?:talks|negotiations|dialogue|flights|sentences?)|releas\w+(?= (?:[\w']+ ){0,3}?(?:statement|report|list|names|book|novel|album|film|song|video|photo\w*|picture\w*|footage|data"
    r"|figures|document|results|water|text|letter|budget|fund|asset|money)s?\b)|transferr\w+ (?:the )?(?:money|funds)|(?<!, )an? free \w+|(?:letters?|news|word|reports?|messages?|details) came out of|freedom of (?:speech|the press|movement|assembly|expression|religion)"
    r"|free (?:of|press|elections?|speech|trade|markets?|concerts?|to)|as possible|put(?=(?: \S+){1,6} on the (?:table|agenda))"
)
# "Freed" and the like before a noun: they say which people are meant, and do not report a release.
ATTRIBUTIVE: Final = r"(?:(?<=\bthe )|(?<=\bfor ))(?<!among the )(?<!amongst the )(?<!one of the )(?:newly |recently |just )?(?:freed|released|pardoned)(?= [a-z])(?! (?:on|in|after|by|from|at|with|and|were|are|was|include\w*)\b)"

UNKNOWN: Final = (
    r"un(?:known|clear|certain|identified|specified|disclosed)|undefined|no details"
    r"|(?:not|\w+n't) (?:\w+ )?(?:clear|known|say|said|specif\w+|disclos\w+|detail\w+|stated?)"
)
# Words between two events: a date next to them may be that of either.
DAYS_APART: Final = r"(?:day|night|week|month)s? (?:after|before|later|earlier)"
NOT_YET: Final = r"not yet|yet to|(?:not|no|none|nothing|\w+n't)\b.* yet"

# Nouns for people. Of those in -er, many others are things.
_WORKERS: Final = (
    "driver|trucker|worker|miner|farmer|sailor|teacher|engineer|lawyer|doctor|officer|soldier|banker|docker|baker|builder|writer"
    "|editor|reporter|blogger|broadcaster|programmer|protester|demonstrator|organi[sz]er|campaigner|marcher|striker|singer|painter"
    "|photographer|filmmaker|interpreter|translator|observer|monitor|volunteer|trainer|trader|manager|publisher|printer|keeper"
    "|shepherd|forester|ranger|hiker|climber|traveller|prisoner|pensioner|student|nurse|priest|monk|nun|poet|pilot|guard|member|convict"
    "|conscript|hostage|captive|detainee|inmate|trainee|employee|refugee|villager|believer|scholar"
    "|defendant|colleague|comrade|supporter|companion|veteran|fisher|preacher|pastor|settler|carer|clerk|cook|adviser|diver|welder|surveyor|contractor|porter"
)
PEOPLE: Final = (
    rf"[\w-]*(?:{_WORKERS})s?|(?!\w*(?:black|check|short|wait|un)list)\w{{3,}}(?:ist|ian)s?|\w*(?:man|woman|men|women)|\w*hands|crew|staff|sisters|brothers"
    "|sons|daughters|youths|clergy|clerics|executives|relatives|residents|academics"
)

# Words before a last name that are not part of another name.
TITLES: Final = (
    r"m[rs]s?|dr|(?:vice )?president|prime|minister|chancellor|ambassador|secretary|senator|governor|mayor|justice|general|colonel"
    r"|professor|envoy|(?:arch)?bishop|father|king|queen|prince"
)

# Words that say little alone.
EMPTY: Final = (
    r"an?|the|and|or|but|of|to|in|on|at|by|for|from|with|as|is|are|was|were|be|been|has|have|had|s?he|it|they|his|her|its"
    r"|their|this|that|these|those|whom?|which|not|no|also|so|than|then|there"
)


def content_words(text: str) -> int:
    """Return the number of words that carry meaning."""
    words = re.findall(r"\w[\w'.-]*", straighten(text).lower())
    return sum(not re.fullmatch(EMPTY, word) for word in words)
