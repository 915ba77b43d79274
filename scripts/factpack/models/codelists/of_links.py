"""Define the codelists of links, claims, sums and registers."""

from factpack.models.codelists.codelist import Codelist
from factpack.models.codelists.of_facts import CREDIT

# The codes as curators write them.
WRITTEN_RELATION = Codelist(
    "written_relation",
    "How one fact relates to another",
    {
        "part_of": "This is a part of that event.",
        "subset_of": "Those counted here are all counted there.",
        "possibly_subset_of": "Those counted here may all be counted there; no article says so.",
        "possibly_overlaps": "Some of those counted here may be counted there; no article says so.",
        "distinct_from": "Nobody counted here is counted there.",
        "follows": "This came after that.",
        "during": "This came at the same time as that, or while it lasted.",
        "possibly_same_as": "Both may be one event; no article says so.",
        "conflicts_with": "Both figures cannot be right if they count the same thing.",
    },
)

# The codes as the exports have them.
LINK_RELATION = Codelist(
    "link_relation",
    WRITTEN_RELATION.title,
    {
        **WRITTEN_RELATION.codes,
        "precedes": "This came before that: the inverse of `follows`, added by the exports.",
    },
)

# Relations that hold both ways: written once, exported from both sides.
SYMMETRIC_RELATIONS = frozenset(("possibly_overlaps", "distinct_from", "possibly_same_as", "conflicts_with"))

# Relation → the relation of the other fact, exported and never written.
INVERSE_RELATIONS = {"follows": "precedes", **{relation: relation for relation in SYMMETRIC_RELATIONS}}

AGREEMENT = Codelist(
    "agreement",
    "How a claim compares with the value of the record",
    {
        "same": "The same value.",
        "coarser": "A wider value that contains the record's.",
        "finer": "A narrower value within the record's.",
        "compatible": "Another value that overlaps with the record's: both can be true.",
        "not_comparable": "Vague or approximate: it neither supports nor contradicts the record's value.",
        "says_unknown": "The article says that it is not known.",
        "conflict": "Both cannot be true, or another code was used.",
    },
)

CONFLICT_BETWEEN = Codelist(
    "conflict_between",
    "Between whom a conflict is",
    {
        "one_article": "Within one article: its headline against its text, or one paragraph against another.",
        "one_report": "Between articles that retell one report: at most one of them retells it right.",
        "several": "Between articles that do not rest on one report.",
    },
)

# Groups of codes of one list that can be true together.
COMPATIBLE = (
    frozenset(("discussed", "considered")),
    frozenset(("freed", "implied_free")),
    frozenset(CREDIT.codes),
)

BASIS = Codelist(
    "basis",
    "How a claim follows from its phrase",
    {
        "stated": "The phrase says it.",
        "inferred": "The phrase alone does not say it: the column inference has the reason.",
        "not_read": "The article is not in English: the phrase was found there, and not read by machine.",
    },
)

DATE_BASIS = Codelist(
    "date_basis",
    "How the date of a claim is known",
    {
        "stated": "The phrase prints it, the year included.",
        "year_inferred": "The phrase prints day and month, or the month; the year follows from the article's own date.",
        "weekday": "The phrase prints a weekday; the date follows from the article's own date.",
        "relative": "The phrase counts from the time of writing (last month); the date follows from the article's own.",
        "inferred": "The phrase does not carry it: the column inference has the reason.",
        "not_read": "The article is not in English: the phrase was found there, and not read by machine.",
    },
)

RESOLUTION_METHOD = Codelist(
    "resolution_method",
    "Why the record holds the value it holds, where articles disagree",
    {
        "most_precise": "The most precise of the values.",
        "own_reporting": "The value of the article that reports on its own, against one that retells.",
        "official_confirmation": "The value that an authority confirmed.",
        "most_recent": "The latest value.",
        "curator_judgement": "The curator's reading, for the reason in the note.",
        "unresolved": "Not resolved: the record holds one of the values, the note says which and why.",
    },
)

OVERLAP = Codelist(
    "overlap",
    "Whether two release figures may be added up",
    {
        "distinct": "Nobody is counted in both: they may be added up.",
        "contained": "Those of fact_id are all counted in other_fact_id: adding them up counts people twice.",
        "possibly_overlapping": "Some people may be counted in both: not to be added up.",
    },
)

OVERLAP_BASIS = Codelist(
    "overlap_basis",
    "How an overlap is known",
    {
        "stated": "An article says so.",
        "inferred": "The curator's reading; the note says why.",
        "dates": "Computed: the two intervals have no day in common.",
        "near_dates": "Computed: within a week of each other, from different articles, so that they may be one release.",
        "releaser": "Computed: those who released are different.",
    },
)

ADDS_UP = Codelist(
    "adds_up",
    "Whether the parts add up to the total",
    {
        "yes": "The parts add up to the total.",
        "no": "The parts cannot add up to the total, whatever the bounds.",
        "possible": "The bounds allow it.",
        "not_checkable": "A part or the total has no bounds on the side that would decide.",
        "incomplete": "The list of parts is said to be incomplete, and its parts fit into the total.",
    },
)

TOTAL_REASON = Codelist(
    "total_reason",
    "Why a total adds a figure or leaves it out",
    {
        "added": "It is added.",
        "overlaps": "It may count the same people as figures that are added.",
        "no_low_bound": "It has no low bound above zero for this scope.",
        "outside_period": "Its window is not wholly in the period, or its date is approximate or unknown.",
        "unconfirmed": "It is only claimed.",
    },
)

ACTOR_KIND = Codelist(
    "actor_kind",
    "Kind of actor",
    {
        "person": "A human being who is named.",
        "organization": "An organization: a party, a firm, an agency, a community of states.",
        "state": "A state or its government.",
        "office": "An office or an administration within a state or an organization.",
        "outlet": "A publisher of news.",
        "report": "One published report, as the source that others retell.",
        "unnamed": "A source or a group that the articles do not name.",
    },
)

PUBLISHED_BASIS = Codelist(
    "published_basis",
    "How a publication date is known",
    {"stated": "The text prints it.", "inferred": "Worked out; the note says how."},
)

UNUSED_REASON = Codelist(
    "unused_reason",
    "Why no fact cites a paragraph or a sentence",
    {
        "headline": "A headline or subtitle that says no more than the text.",
        "byline": "Author, date, picture credit.",
        "source_credit": "Names the agencies and outlets whose reports the article uses.",
        "boilerplate": "Page furniture: navigation, forms, links, other stories.",
        "background": "History or setting that bears on no release, talks, sanctions action or count.",
        "opinion": "An opinion, an assessment or a prediction.",
        "out_of_scope": "A report of something outside the scope of the dataset.",
        "repeats": "Repeats another paragraph of the article.",
        "too_vague": "Within the scope, but too vague to be recorded.",
    },
)

PARAGRAPH_STATUS = Codelist(
    "paragraph_status",
    "How a paragraph is accounted for",
    {"cited": "At least one fact cites it.", "unused": "No fact cites it, for the reason given."},
)
