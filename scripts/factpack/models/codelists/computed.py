"""The codelists of columns that are computed."""

from factpack.models import quantity
from factpack.models.codelists.codelist import Codelist
from factpack.models.codelists.curated import CREDIT, WRITTEN_RELATION

# The form follows from the kind, so curators do not write it.
MEETING_FORM = Codelist(
    "meeting_form",
    "Form of a meeting",
    {
        "in_person": "The participants meet.",
        "remote": "The participants speak by telephone.",
        "statement": "Somebody informs others, or speaks or writes to the press.",
    },
)

FORM_OF_KIND = {
    "visit": "in_person",
    "talks": "in_person",
    "reception": "in_person",
    "phone_call": "remote",
    "briefing": "statement",
    "press_statement": "statement",
}

# A sector that another contains: a claim on the wider one is coarser.
SECTOR_WITHIN: dict[str, str] = {
    "banks": "finance",
    "financial institutions": "finance",
    "potash": "trade",
    "petroleum": "trade",
    "wood": "trade",
    "gold": "trade",
    "diamonds": "trade",
}

# The kind and the unit follow from the measure, so curators do not write them.
STOCK_OR_FLOW = Codelist(
    "stock_or_flow",
    "Stock or flow",
    {
        "stock": "A state at one time. Stocks of two dates are never added up.",
        "flow": "What happened during a period. Flows may be added up only if their periods and their subjects do not overlap.",
        "ratio": "A share. Shares are never added up.",
    },
)

UNIT = Codelist(
    "unit",
    "Unit",
    {"persons": "Human beings.", "visits": "Visits.", "percent": "Hundredths of the whole."},
)

MEASURE_KIND: dict[str, tuple[str, str]] = {
    "prisoners_held": ("stock", "persons"),
    "prisoners_released_in_period": ("flow", "persons"),
    "releases_brokered_in_period": ("flow", "persons"),
    "envoy_visits": ("flow", "visits"),
    "share_of_supply": ("ratio", "percent"),
    "share_of_exports": ("ratio", "percent"),
}

# The codes as the exports have them.
LINK_RELATION = Codelist(
    "link_relation",
    WRITTEN_RELATION.title,
    {**WRITTEN_RELATION.codes, "precedes": "This came before that: the inverse of `follows`."},
)

# Relations that hold both ways: written once, exported from both sides.
SYMMETRIC_RELATIONS = frozenset(("possibly_overlaps", "distinct_from", "possibly_same_as", "conflicts_with"))

# Relation → the relation of the other fact, exported and never written.
INVERSE_RELATIONS = {"follows": "precedes", **{relation: relation for relation in SYMMETRIC_RELATIONS}}

AGREEMENT = Codelist(
    "agreement",
    "How a claim stands to the value of the record",
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

# Groups of codes of one list of which several can be true at once.
COMPATIBLE = (
    frozenset(("discussed", "considered")),
    frozenset(("freed", "implied_free")),
    frozenset(CREDIT.codes),
)

QUALIFIER = Codelist("qualifier", "How a number is bounded", quantity.QUALIFIERS)

DATE_PRECISION = Codelist(
    "date_precision",
    "Precision of a date",
    {
        "day": "A day.",
        "month": "A month; the day is not known.",
        "year": "A year; the month is not known.",
        "decade": "A decade; the year is not known.",
        "century": "A century; the decade is not known.",
        "interval": "An interval with two dated ends; date_span says how it is meant.",
        "open_interval": "An interval of which one end is open or not known.",
        "not_stated": "No article dates it.",
    },
)

FACT_TYPE = Codelist(
    "fact_type",
    "Type of fact",
    {
        "release": "One act of release of prisoners.",
        "meeting": "One meeting, call, briefing or statement to the press.",
        "sanctions": "One step of one actor on sanctions.",
        "count": "One published figure.",
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

PARAGRAPH_STATUS = Codelist(
    "paragraph_status",
    "How a paragraph is accounted for",
    {"cited": "At least one fact cites it.", "unused": "No fact cites it, for the reason given."},
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
