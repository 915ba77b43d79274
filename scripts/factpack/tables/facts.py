"""Tier 1: the claims, and one table per fact type."""

from factpack.claims import Claim
from factpack.models import codelists
from factpack.models.codelists import MEASURE_KIND
from factpack.models.parts import Person
from factpack.models.records import Count, Meeting, Release, Sanctions
from factpack.tables.columns import (
    FACT_TAIL,
    NOBODY_CREDITED,
    NOT_TOLD,
    actor,
    actors,
    body_of,
    count,
    fact_head,
    flag,
    key,
    quantity,
)
from factpack.tables.table import Column, ForeignKey, Rows, Table
from factpack.tables.view import View, claims_of, facts_of

_NO_ORIGIN = "not stated: nobody is credited, and the publisher is not known"
_NOBODY_ACTS = "not stated: no article says who"
_NO_SUBJECT = (
    "not stated: of a flow or a ratio: no article tells; not applicable: of a stock, which is nobody's doing"
)
_NO_ADDRESSEE = (
    "not stated: no article tells; "
    "not applicable: a step that is directed at nobody, as most of what is done or weighed"
)
_NOT_ANNOUNCED = "not stated: no article says who; not applicable: nothing was announced: see stage"
_NO_DELEGATION = (
    "not stated: no article gives a number; not applicable: nobody travels: a call, a statement to the press"
)


def _person(person: Person, view: View) -> str:
    return f"{view.name(person.actor) or person.label} ({person.outcome})"


RELEASES = Table[Release](
    "releases",
    "A row is one act of release of prisoners: who frees, the day, the occasion. Parts of an act stand in "
    "`breakdowns`, running totals in `counts`, so that adding up released_value over the rows of one stage counts "
    "nobody twice, as `overlaps` shows pair by pair. What was only claimed, planned, considered or demanded is a row too: filter by `stage`.",
    Rows(facts_of(Release), key=("fact_id",), tier=1),
    fact_head(codelists.EVENT_STAGE),
    quantity(
        "released",
        "How many were freed, as reported.",
        exact="exact, or approximate (`about`)",
        inclusive=", inclusive",
        unit="persons",
    ),
    Column("counted", "The label of those who are counted.", codelist=codelists.COUNTED),
    Column("legal_form", "Under which form they were freed.", codelist=codelists.LEGAL_FORM),
    actors("released_by", "Who freed them, ids joined by `; `. One a row in fact_actors."),
    Column(
        "released_by_body",
        "The outermost bodies for which they act, ids joined by `; `: the same for `belarus` and for "
        "`alexander-lukashenko`. Group by this.",
        lambda fact, view: list(dict.fromkeys(map(view.body, fact.released_by))),
    ),
    actors("received_by", "To whom they were handed over, ids joined by `; `.", empty=NOT_TOLD),
    actors(
        "brokered_by",
        "Who brokered the release, ids joined by `; `. A running total of brokered releases is a count of the measure "
        "`releases_brokered_in_period`, whose subject brokered them.",
        empty=NOT_TOLD,
    ),
    Column(
        "persons",
        "Persons of whom an article says whether they were freed, with the outcome, joined by `; `. One a row in "
        "released_persons.",
        lambda fact, view: [_person(person, view) for person in fact.persons],
        empty="not stated: no article singles anybody out",
    ),
    FACT_TAIL,
)

MEETINGS = Table[Meeting](
    "meetings",
    "A row is one meeting, visit, call, briefing, reception or statement to the press. A visit and the talks held "
    "during it are two rows, linked in `links`; two rows may be one event (`possibly_same_as`): rows are no frequency "
    "of events.",
    Rows(facts_of(Meeting), key=("fact_id",), tier=1),
    fact_head(codelists.EVENT_STAGE),
    Column("kind", "What kind of meeting.", codelist=codelists.MEETING_KIND),
    Column(
        "participants",
        "Who took part, names or labels joined by `; `. One a row in the table participants.",
        lambda fact, view: [view.name(part.actor) or part.label for part in fact.participants],
    ),
    flag(
        "all_named",
        "Whether the articles name every participant that they tell of; that these were all, no article says.",
        lambda fact, view: all(map(view.is_named, fact.participants)),
    ),
    quantity(
        "delegation_size",
        "How many persons the travelling side had.",
        exact="exact",
        unit="persons",
        empty=_NO_DELEGATION,
    ),
    Column(
        "topics",
        "What it was about, codes of the list `topic` joined by `; `. One a row in meeting_topics.",
        empty=NOT_TOLD,
    ),
    FACT_TAIL,
)

SANCTIONS = Table[Sanctions](
    "sanctions",
    "A row is one step of one actor on sanctions. `stage` tells what was promised, announced or weighed from what is "
    "in force: nothing is in force because a headline says so.",
    Rows(facts_of(Sanctions), key=("fact_id",), tier=1),
    fact_head(codelists.SANCTIONS_STAGE),
    Column("measure", "What it does, or would do.", codelist=codelists.SANCTIONS_MEASURE),
    actor("actor", "Who acts or demands, an id.", "The actor's name.", empty=_NOBODY_ACTS),
    body_of(
        "actor_body",
        "The outermost body that the actor belongs to or speaks for, an id. Group by this.",
        "actor",
        empty=_NOBODY_ACTS,
    ),
    actor("addressee", "At whom it is directed, an id.", "The addressee's name.", empty=_NO_ADDRESSEE),
    actors("announced_by", "Who made it known, ids joined by `; `.", empty=_NOT_ANNOUNCED),
    Column(
        "targets",
        "Sectors, and names of actors, joined by `; `. One a row in sanctions_targets.",
        lambda fact, view: [view.name(part.actor) or part.sector for part in fact.targets],
    ),
    Column("reason", "Why, or on which condition, in the curators' words.", empty=NOT_TOLD),
    Column("effective", "From when it has effect, in EDTF; `not_stated`; or `not_yet`."),
    FACT_TAIL,
    title="Sanctions actions",
)

COUNTS = Table[Count](
    "counts",
    "A row is one published figure. Stocks of different dates or counters, and running totals whose windows overlap, "
    "are never added up: see `overlaps`.",
    Rows(facts_of(Count), key=("fact_id",), tier=1),
    fact_head(codelists.COUNT_STAGE),
    Column("measure", "What is counted.", codelist=codelists.COUNT_MEASURE),
    Column(
        "stock_or_flow",
        "Whether it is a state, a sum over a period, or a share.",
        lambda fact, _: MEASURE_KIND[fact.measure][0],
        codelist=codelists.STOCK_OR_FLOW,
    ),
    Column(
        "unit", "Unit of the value.", lambda fact, _: MEASURE_KIND[fact.measure][1], codelist=codelists.UNIT
    ),
    quantity(
        "value",
        "The figure, as reported.",
        exact="exact, or approximate (`about`), in the `unit` of the row",
        inclusive=", inclusive, in the `unit` of the row",
    ),
    Column("counted", "The label of what is counted.", codelist=codelists.COUNTED),
    actor(
        "subject",
        "Whom it is about: who freed, brokered, visited or produces; an id.",
        "The subject's name.",
        empty=_NO_SUBJECT,
    ),
    body_of(
        "subject_body",
        "The outermost body that the subject belongs to, an id. Group by this.",
        "subject",
        empty=_NO_SUBJECT,
    ),
    actors("according_to", "Who is credited with it, ids joined by `; `.", empty=NOBODY_CREDITED),
    FACT_TAIL,
)


CLAIMS = Table[Claim](
    "claims",
    "A row is what one article says, by one phrase, on one field (and element) of one fact.",
    Rows(claims_of, key=("claim_id",), tier=1),
    Column("claim_id", "Fact, article, paragraph and field, joined by colons; a number, from the second on."),
    key("fact_id", "The fact."),
    Column("field", "The field that it is about."),
    Column(
        "element", "The part of the field that it is about.", empty="not applicable: the field has no parts"
    ),
    Column(
        "value", "What the article has there: the record's value, or another; `unknown` where it says so."
    ),
    key("seed_id", "The article."),
    count("paragraph", "Number of the paragraph, counted from 1, split at blank lines.", minimum=1),
    Column("phrase", "The words that carry it, verbatim. They belong to the article's publisher."),
    actors(
        "attributed_to",
        "Whom the article credits, ids joined by `; `. One a row in claim_attributions.",
        empty=NOBODY_CREDITED,
    ),
    Column(
        "via",
        "The report or outlet that the article relays.",
        references="actors.actor_id",
        empty="not applicable: the article's own reporting",
    ),
    actor(
        "origin",
        "Whom it comes from in the end: the first who is credited, else the report relayed, else the publisher.",
        "The origin's name.",
        empty=_NO_ORIGIN,
    ),
    Column("agreement", "How it stands to the record's value.", codelist=codelists.AGREEMENT),
    Column(
        "basis",
        "Whether the phrase says it.",
        codelist=codelists.BASIS,
    ),
    Column(
        "date_basis",
        "How a date is known; computed from the phrase and the article's own date.",
        codelist=codelists.DATE_BASIS,
        empty="stated unknown: the value is `unknown`; not applicable: no claim on a date",
    ),
    Column(
        "inference",
        "Why, where the phrase alone does not say it.",
        empty="not applicable: the phrase says it",
    ),
    flag(
        "verified",
        "Whether a maintainer who has the article found the phrase in that paragraph.",
        lambda claim, view: view.is_verified(claim),
    ),
    foreign_keys=(ForeignKey(("seed_id", "paragraph"), "paragraphs", ("seed_id", "paragraph")),),
)
