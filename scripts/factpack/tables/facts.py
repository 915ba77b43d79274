"""Tier 1: one table a type of fact, each readable on its own, and the claims."""

from dataclasses import dataclass

from factpack.models import codelists
from factpack.tables.columns import Empty, ForeignKey, Row, column

FACT_KEY = ForeignKey(("fact_id",), "facts", ("fact_id",))
DEAL_KEY = ForeignKey(("deal_id",), "deal_register", ("deal_id",))
SEED_KEY = ForeignKey(("seed_id",), "seeds", ("seed_id",))


def to_actors(*columns: str) -> tuple[ForeignKey, ...]:
    """Return the foreign keys of columns with an actor's id."""
    return tuple(ForeignKey((column,), "actors", ("actor_id",)) for column in columns)


NO_BOUND = Empty(
    not_stated="no number is given, or none that bounds it on this side",
    not_applicable="a vague word or an approximate number has no bounds",
)
NO_VALUE = Empty(
    not_stated="no number is given",
    not_applicable="a bound or a vague word, which is no number: see the qualifier",
)
NOT_STATED = Empty(not_stated="no article tells")
NOBODY_CREDITED = Empty(not_stated="nobody is credited")
NO_NOTE = Empty(not_applicable="nothing to note")
_NO_ORIGIN = Empty(not_stated="nobody is credited, and the publisher is not known")
_NOBODY_ACTS = Empty(not_stated="no article says who")
_NO_SUBJECT = Empty(
    not_stated="of a flow or a ratio: no article tells", not_applicable="of a stock, which is nobody's doing"
)
_NO_ADDRESSEE = Empty(
    not_stated="no article tells",
    not_applicable="a step that is directed at nobody, as most of what is done or weighed",
)
_NOT_ANNOUNCED = Empty(not_stated="no article says who", not_applicable="nothing was announced: see stage")
_NO_DELEGATION = Empty(
    not_stated="no article gives a number", not_applicable="nobody travels: a call, a statement to the press"
)


@dataclass(kw_only=True)
class Head(Row):
    """The columns with which every table of facts begins."""

    fact_id: str = column("Id of the fact: constant, never reused.", title="Fact")
    title: str = column("What happened, in the curators' words.")
    stage: str = column(
        "How far it went. Filter by it before adding anything up. Codes: event_stage, sanctions_stage or count_stage, by type."
    )
    date: str | None = column(
        "When it happened, in EDTF (ISO 8601-2): a day, a month, a year, an interval. Of what is only considered, promised, "
        "demanded or discussed: when that was so. The end of an interval may be the publication of the article, which limits "
        "what it can tell.",
        empty=Empty(not_stated="no article dates it"),
    )
    date_earliest: str | None = column(
        "First day that the date can mean.",
        type="date",
        empty=Empty(
            not_stated="no article dates it (`date` is empty), or none tells the start (`date` begins with `/`)",
            not_applicable="the start is open (`date` begins with `..`)",
        ),
    )
    date_latest: str | None = column(
        "Last day that the date can mean.",
        type="date",
        empty=Empty(
            not_stated="no article dates it (`date` is empty), or none tells the end (`date` ends with `/`)",
            not_applicable="the end is open (`date` ends with `..`)",
        ),
    )
    date_precision: str = column("Precision of the date.", codelist=codelists.DATE_PRECISION)
    date_span: str | None = column(
        "How a date longer than a day is meant.",
        codelist=codelists.DATE_SPAN,
        empty=Empty(not_applicable="one day, or no date"),
    )


@dataclass(kw_only=True)
class Tail(Row):
    """The columns with which every table of facts ends."""

    places: str | None = column("Places, ids joined by `; `. One a row in fact_places.", empty=NOT_STATED)
    place_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    deal_id: str | None = column(
        "Deal that it belongs to.",
        title="Deal",
        empty=Empty(not_stated="no article says that it is of a deal"),
    )
    deal_title: str | None = column("What the deal is.", empty=Empty(not_stated="as deal_id"))
    sources: str = column(
        "Articles and paragraphs, as `nyt-2025-12:11`, joined by `; `. One a row in claims."
    )
    seed_count: int = column(
        "Articles with a claim on the figure (released, value); without a figure, on the stage of a release, the kind of a "
        "meeting, the measure of a sanctions action. "
        "Articles that retell one report are not independent: see origin_count.",
        title="Articles",
        minimum=0,
    )
    origin_count: int = column(
        "Origins that the articles tell apart and that bear that value out. Two officials of one government count once, "
        "and so does one report that several articles retell; an origin that is not known counts as none. Whether one "
        "origin rests on another is not always told.",
        title="Origins",
        minimum=0,
    )
    contested: bool = column(
        "Whether articles disagree on any field of it, or it conflicts with another fact."
    )
    verified: bool = column(
        "Whether a maintainer who has the articles found each of its phrases in the paragraph that it names."
    )
    notes: str | None = column("The curators' notes for readers.", empty=NO_NOTE)


@dataclass(kw_only=True)
class _ReleaseBody(Head):
    stage: str = column(
        "How far it went. Filter by it before adding anything up.", codelist=codelists.EVENT_STAGE
    )
    released_text: str = column("How many were freed, as reported.")
    released_qualifier: str = column("How the number is bounded.", codelist=codelists.QUALIFIER)
    released_value: int | None = column(
        "The number where it is exact, or approximate (`about`).", unit="persons", minimum=0, empty=NO_VALUE
    )
    released_lower: int | None = column(
        "At least so many, inclusive.", unit="persons", minimum=0, empty=NO_BOUND
    )
    released_upper: int | None = column(
        "At most so many, inclusive.", unit="persons", minimum=0, empty=NO_BOUND
    )
    counted: str = column("The label of those who are counted.", codelist=codelists.COUNTED)
    legal_form: str = column("Under which form they were freed.", codelist=codelists.LEGAL_FORM)
    released_by: str = column("Who freed them, ids joined by `; `. One a row in fact_actors.")
    released_by_names: str = column("Their names, in the same order.")
    released_by_body: str = column(
        "The outermost bodies for which they act, ids joined by `; `: the same for `belarus` and for "
        "`alexander-lukashenko`. Group by this."
    )
    received_by: str | None = column("To whom they were handed over, ids joined by `; `.", empty=NOT_STATED)
    received_by_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    brokered_by: str | None = column(
        "Who brokered the release, ids joined by `; `. A running total of brokered releases is a count of the measure "
        "`releases_brokered_in_period`, whose subject brokered them.",
        empty=NOT_STATED,
    )
    brokered_by_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    persons: str | None = column(
        "Persons of whom an article says whether they were freed, with the outcome, joined by `; `. One a row in "
        "released_persons.",
        empty=Empty(not_stated="no article singles anybody out"),
    )


@dataclass(kw_only=True)
class ReleaseRow(Tail, _ReleaseBody):
    """A row of `releases`."""

    table = "releases"
    heading = "Releases"
    about = (
        "A row is one act of release of prisoners: who frees, the day, the occasion. Parts of an act stand in "
        "`breakdowns`, running totals in `counts`, so that adding up released_value over the rows of one stage counts "
        "nobody twice, as `overlaps` shows pair by pair. What was only claimed, planned, considered or demanded is a row too: filter by `stage`."
    )
    tier = 1
    primary_key = ("fact_id",)
    foreign_keys = (FACT_KEY, DEAL_KEY)


@dataclass(kw_only=True)
class _MeetingBody(Head):
    stage: str = column(
        "How far it went. Filter by it before adding anything up.", codelist=codelists.EVENT_STAGE
    )
    kind: str = column("What kind of meeting.", codelist=codelists.MEETING_KIND)
    participants: str = column(
        "Who took part, names or labels joined by `; `. One a row in the table participants."
    )
    all_named: bool = column(
        "Whether the articles name every participant that they tell of; that these were all, no article says."
    )
    delegation_size_text: str | None = column(
        "How many persons the travelling side had.", empty=_NO_DELEGATION
    )
    delegation_size_qualifier: str | None = column(
        "How the number is bounded.", codelist=codelists.QUALIFIER, empty=_NO_DELEGATION
    )
    delegation_size_value: int | None = column(
        "The number where it is exact.", unit="persons", minimum=0, empty=NO_VALUE
    )
    delegation_size_lower: int | None = column("At least so many.", unit="persons", minimum=0, empty=NO_BOUND)
    delegation_size_upper: int | None = column("At most so many.", unit="persons", minimum=0, empty=NO_BOUND)
    topics: str | None = column(
        "What it was about, codes of the list `topic` joined by `; `. One a row in meeting_topics.",
        empty=NOT_STATED,
    )


@dataclass(kw_only=True)
class MeetingRow(Tail, _MeetingBody):
    """A row of `meetings`."""

    table = "meetings"
    heading = "Meetings"
    about = (
        "A row is one meeting, visit, call, briefing, reception or statement to the press. A visit and the talks held "
        "during it are two rows, linked in `links`; two rows may be one event (`possibly_same_as`): rows are no frequency "
        "of events."
    )
    tier = 1
    primary_key = ("fact_id",)
    foreign_keys = (FACT_KEY, DEAL_KEY)


@dataclass(kw_only=True)
class _SanctionsBody(Head):
    stage: str = column(
        "How far it went. Filter by it before adding anything up.", codelist=codelists.SANCTIONS_STAGE
    )
    measure: str = column("What it does, or would do.", codelist=codelists.SANCTIONS_MEASURE)
    actor: str | None = column("Who acts or demands, an id.", empty=_NOBODY_ACTS)
    actor_name: str | None = column("The actor's name.", empty=_NOBODY_ACTS)
    actor_body: str | None = column(
        "The outermost body that the actor belongs to or speaks for, an id. Group by this.",
        empty=_NOBODY_ACTS,
    )
    addressee: str | None = column("At whom it is directed, an id.", empty=_NO_ADDRESSEE)
    addressee_name: str | None = column("The addressee's name.", empty=_NO_ADDRESSEE)
    announced_by: str | None = column("Who made it known, ids joined by `; `.", empty=_NOT_ANNOUNCED)
    announced_by_names: str | None = column("Their names, in the same order.", empty=_NOT_ANNOUNCED)
    targets: str = column("Sectors, and names of actors, joined by `; `. One a row in sanctions_targets.")
    reason: str | None = column("Why, or on which condition, in the curators' words.", empty=NOT_STATED)
    effective: str = column("From when it has effect, in EDTF; `not_stated`; or `not_yet`.")


@dataclass(kw_only=True)
class SanctionsRow(Tail, _SanctionsBody):
    """A row of `sanctions`."""

    table = "sanctions"
    heading = "Sanctions actions"
    about = (
        "A row is one step of one actor on sanctions. `stage` tells what was promised, announced or weighed from what is "
        "in force: nothing is in force because a headline says so."
    )
    tier = 1
    primary_key = ("fact_id",)
    foreign_keys = (FACT_KEY, DEAL_KEY, *to_actors("actor", "actor_body", "addressee"))


@dataclass(kw_only=True)
class _CountBody(Head):
    stage: str = column(
        "How far it went. Filter by it before adding anything up.", codelist=codelists.COUNT_STAGE
    )
    measure: str = column("What is counted.", codelist=codelists.COUNT_MEASURE)
    stock_or_flow: str = column(
        "Whether it is a state, a sum over a period, or a share.", codelist=codelists.STOCK_OR_FLOW
    )
    unit: str = column("Unit of the value.", codelist=codelists.UNIT)
    value_text: str = column("The figure, as reported.")
    value_qualifier: str = column("How the number is bounded.", codelist=codelists.QUALIFIER)
    value_value: int | None = column(
        "The number where it is exact, or approximate (`about`), in the `unit` of the row.",
        minimum=0,
        empty=NO_VALUE,
    )
    value_lower: int | None = column(
        "At least so many, inclusive, in the `unit` of the row.", minimum=0, empty=NO_BOUND
    )
    value_upper: int | None = column(
        "At most so many, inclusive, in the `unit` of the row.", minimum=0, empty=NO_BOUND
    )
    counted: str = column("The label of what is counted.", codelist=codelists.COUNTED)
    subject: str | None = column(
        "Whom it is about: who freed, brokered, visited or produces; an id.", empty=_NO_SUBJECT
    )
    subject_name: str | None = column("The subject's name.", empty=_NO_SUBJECT)
    subject_body: str | None = column(
        "The outermost body that the subject belongs to, an id. Group by this.", empty=_NO_SUBJECT
    )
    according_to: str | None = column("Who is credited with it, ids joined by `; `.", empty=NOBODY_CREDITED)
    according_to_names: str | None = column("Their names, in the same order.", empty=NOBODY_CREDITED)


@dataclass(kw_only=True)
class CountRow(Tail, _CountBody):
    """A row of `counts`."""

    table = "counts"
    heading = "Counts"
    about = (
        "A row is one published figure. Stocks of different dates or counters, and running totals whose windows overlap, "
        "are never added up: see `overlaps`."
    )
    tier = 1
    primary_key = ("fact_id",)
    foreign_keys = (FACT_KEY, DEAL_KEY, *to_actors("subject", "subject_body"))


@dataclass(kw_only=True)
class ClaimRow(Row):
    """A row of `claims`."""

    table = "claims"
    heading = "Claims"
    about = "A row is what one article says, by one phrase, on one field (and element) of one fact."
    tier = 1
    primary_key = ("claim_id",)
    foreign_keys = (
        FACT_KEY,
        SEED_KEY,  # next to the compound one, which Datasette does not follow
        ForeignKey(("seed_id", "paragraph"), "paragraphs", ("seed_id", "paragraph")),
        *to_actors("via", "origin"),
    )

    claim_id: str = column(
        "Fact, article, paragraph and field, joined by colons; a number, from the second on."
    )
    fact_id: str = column("The fact.", title="Fact")
    field: str = column("The field that it is about.")
    element: str | None = column(
        "The part of the field that it is about.", empty=Empty(not_applicable="the field has no parts")
    )
    value: str = column(
        "What the article has there: the record's value, or another; `unknown` where it says so."
    )
    seed_id: str = column("The article.", title="Article")
    paragraph: int = column("Number of the paragraph, counted from 1, split at blank lines.", minimum=1)
    phrase: str = column("The words that carry it, verbatim. They belong to the article's publisher.")
    attributed_to: str | None = column(
        "Whom the article credits, ids joined by `; `. One a row in claim_attributions.",
        empty=NOBODY_CREDITED,
    )
    attributed_to_names: str | None = column("Their names, in the same order.", empty=NOBODY_CREDITED)
    via: str | None = column(
        "The report or outlet that the article relays.",
        empty=Empty(not_applicable="the article's own reporting"),
    )
    origin: str | None = column(
        "Whom it comes from in the end: the first who is credited, else the report relayed, else the publisher.",
        empty=_NO_ORIGIN,
    )
    origin_name: str | None = column("The origin's name.", empty=_NO_ORIGIN)
    agreement: str = column("How it stands to the record's value.", codelist=codelists.AGREEMENT)
    basis: str = column("Whether the phrase says it.", codelist=codelists.BASIS)
    date_basis: str | None = column(
        "How a date is known; computed from the phrase and the article's own date.",
        codelist=codelists.DATE_BASIS,
        empty=Empty(unknown="the value is `unknown`", not_applicable="no claim on a date"),
    )
    inference: str | None = column(
        "Why, where the phrase alone does not say it.", empty=Empty(not_applicable="the phrase says it")
    )
    verified: bool = column("Whether a maintainer who has the article found the phrase in that paragraph.")
