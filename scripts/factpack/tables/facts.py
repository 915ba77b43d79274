"""Tier 1: one table a type of fact, each readable on its own, and the claims."""

from dataclasses import dataclass

from factpack.models import codelists
from factpack.tables.columns import ForeignKey, Row, column

FACT_KEY = ForeignKey(("fact_id",), "facts", ("fact_id",))
DEAL_KEY = ForeignKey(("deal_id",), "deal_register", ("deal_id",))
SEED_KEY = ForeignKey(("seed_id",), "seeds", ("seed_id",))

NO_BOUND = "no such bound is stated, or the quantity is vague, approximate or not stated"
NO_VALUE = "a bound, a vague word, or not stated"
NOT_STATED = "not stated"


@dataclass(frozen=True, kw_only=True)
class Head(Row):
    """The columns with which every table of facts begins."""

    fact_id: str = column("Id of the fact: constant, never reused.", title="Fact")
    title: str = column("What happened, in the curators' words.")
    stage: str = column("How far it went. Filter by it before adding anything up.")
    date: str | None = column(
        "When it happened, in EDTF (ISO 8601-2): a day, a month, a year, an interval. Of what is only considered, promised, "
        "demanded or discussed: when that was so. The end of an interval may be the publication of the article, which limits "
        "what it can tell.",
        empty="no article dates it",
    )
    date_earliest: str | None = column(
        "First day that the date can mean.",
        type="date",
        empty="the start is open or not known, or there is no date",
    )
    date_latest: str | None = column(
        "Last day that the date can mean.",
        type="date",
        empty="the end is open or not known, or there is no date",
    )
    date_precision: str = column("Precision of the date.", codelist=codelists.DATE_PRECISION)
    date_span: str | None = column(
        "How a date longer than a day is meant.", codelist=codelists.DATE_SPAN, empty="one day, or no date"
    )


@dataclass(frozen=True, kw_only=True)
class Tail(Row):
    """The columns with which every table of facts ends."""

    places: str | None = column("Places, ids joined by `; `. One a row in fact_places.", empty=NOT_STATED)
    place_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    deal_id: str | None = column(
        "Deal that it belongs to.", title="Deal", empty="no article says that it is of a deal"
    )
    deal_title: str | None = column("What the deal is.", empty="as deal_id")
    sources: str = column(
        "Articles and paragraphs, as `nyt-2025-12 ¶11`, joined by `; `. One a row in claims."
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
    notes: str | None = column("The curators' notes for readers.", empty="nothing to note")


@dataclass(frozen=True, kw_only=True)
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
    received_by: str | None = column("To whom they were handed over, ids joined by `; `.", empty=NOT_STATED)
    received_by_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    brokered_by: str | None = column("Who brokered the release, ids joined by `; `.", empty=NOT_STATED)
    brokered_by_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    persons: str | None = column(
        "Persons of whom an article says whether they were freed, with the outcome, joined by `; `. One a row in "
        "released_persons.",
        empty="nobody is singled out",
    )


@dataclass(frozen=True, kw_only=True)
class ReleaseRow(Tail, _ReleaseBody):
    """A row of `releases`."""

    table = "releases"
    heading = "Releases"
    about = (
        "A row is one act of release of prisoners: who frees, the day, the occasion. Parts of an act stand in "
        "`breakdowns`, running totals in `counts`, so that adding up released_value over the rows of one stage counts "
        "nobody twice, as `overlaps` shows pair by pair. What was only claimed, considered or demanded is a row too: filter by `stage`."
    )
    tier = 1
    primary_key = ("fact_id",)
    foreign_keys = (FACT_KEY, DEAL_KEY)


@dataclass(frozen=True, kw_only=True)
class _MeetingBody(Head):
    stage: str = column(
        "How far it went. Filter by it before adding anything up.", codelist=codelists.EVENT_STAGE
    )
    kind: str = column("What kind of meeting.", codelist=codelists.MEETING_KIND)
    participants: str = column(
        "Who took part, names or labels joined by `; `. One a row in the table participants."
    )
    delegation_size_text: str | None = column("How many persons the travelling side had.", empty=NOT_STATED)
    delegation_size_qualifier: str | None = column(
        "How the number is bounded.", codelist=codelists.QUALIFIER, empty=NOT_STATED
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class _SanctionsBody(Head):
    stage: str = column(
        "How far it went. Filter by it before adding anything up.", codelist=codelists.SANCTIONS_STAGE
    )
    measure: str = column("What it does, or would do.", codelist=codelists.SANCTIONS_MEASURE)
    actor: str | None = column("Who acts or demands, an id.", empty="no article says who")
    actor_name: str | None = column("The actor's name.", empty="no article says who")
    addressee: str | None = column("At whom it is directed, an id.", empty=NOT_STATED)
    addressee_name: str | None = column("The addressee's name.", empty=NOT_STATED)
    announced_by: str | None = column("Who made it known, ids joined by `; `.", empty=NOT_STATED)
    announced_by_names: str | None = column("Their names, in the same order.", empty=NOT_STATED)
    targets: str = column("Sectors, and names of actors, joined by `; `. One a row in sanctions_targets.")
    reason: str | None = column("Why, or on which condition, in the curators' words.", empty=NOT_STATED)
    effective: str = column("From when it has effect, in EDTF; `not_stated`; or `not_yet`.")


@dataclass(frozen=True, kw_only=True)
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
    foreign_keys = (FACT_KEY, DEAL_KEY)


@dataclass(frozen=True, kw_only=True)
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
        "The number where it is exact, or approximate (`about`).", minimum=0, empty=NO_VALUE
    )
    value_lower: int | None = column("At least so many, inclusive.", minimum=0, empty=NO_BOUND)
    value_upper: int | None = column("At most so many, inclusive.", minimum=0, empty=NO_BOUND)
    counted: str = column("The label of what is counted.", codelist=codelists.COUNTED)
    subject: str | None = column(
        "Whom it is about: who freed, brokered, visited or produces; an id.", empty=NOT_STATED
    )
    subject_name: str | None = column("The subject's name.", empty=NOT_STATED)
    according_to: str | None = column(
        "Who is credited with it, ids joined by `; `.", empty="nobody is credited"
    )
    according_to_names: str | None = column("Their names, in the same order.", empty="nobody is credited")


@dataclass(frozen=True, kw_only=True)
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
    foreign_keys = (FACT_KEY, DEAL_KEY)


@dataclass(frozen=True, kw_only=True)
class ClaimRow(Row):
    """A row of `claims`."""

    table = "claims"
    heading = "Claims"
    about = "A row is what one article says, by one phrase, on one field (and element) of one fact."
    tier = 1
    primary_key = ("claim_id",)
    foreign_keys = (
        FACT_KEY,
        ForeignKey(("seed_id", "paragraph"), "paragraphs", ("seed_id", "paragraph")),
        ForeignKey(("via",), "actors", ("actor_id",)),
        ForeignKey(("origin",), "actors", ("actor_id",)),
    )

    claim_id: str = column(
        "Fact, article, paragraph and field, joined by colons; a number, from the second on."
    )
    fact_id: str = column("The fact.", title="Fact")
    field: str = column("The field that it is about.")
    element: str | None = column("The part of the field that it is about.", empty="the field has no parts")
    value: str = column(
        "What the article has there: the record's value, or another; `unknown` where it says so."
    )
    seed_id: str = column("The article.", title="Article")
    paragraph: int = column("Number of the paragraph, counted from 1, split at blank lines.", minimum=1)
    phrase: str = column("The words that carry it, verbatim. They belong to the article's publisher.")
    attributed_to: str | None = column(
        "Whom the article credits, ids joined by `; `. One a row in claim_attributions.",
        empty="nobody is credited",
    )
    attributed_to_names: str | None = column("Their names, in the same order.", empty="nobody is credited")
    via: str | None = column(
        "The report or outlet that the article relays.", empty="the article's own reporting"
    )
    origin: str | None = column(
        "Whom it comes from in the end: the first who is credited, else the report relayed, else the publisher.",
        empty="not known",
    )
    agreement: str = column("How it stands to the record's value.", codelist=codelists.AGREEMENT)
    basis: str = column("Whether the phrase says it.", codelist=codelists.BASIS)
    date_basis: str | None = column(
        "How a date is known; computed from the phrase and the article's own date.",
        codelist=codelists.DATE_BASIS,
        empty="no date, or one that is said not to be known",
    )
    inference: str | None = column("Why, where the phrase alone does not say it.", empty="the phrase says it")
    verified: bool = column("Whether a maintainer who has the article found the phrase in that paragraph.")
