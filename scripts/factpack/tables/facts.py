"""Tier 1: the claims, and one table per fact type."""

from factpack.claims import Claim
from factpack.models import codelists
from factpack.models.codelists import FORM_OF_KIND, MEASURE_KIND
from factpack.models.parts import Part, Person
from factpack.models.records import Count, Meeting, Release, Sanctions
from factpack.tables.columns import (
    NOBODY_CREDITED,
    NOT_REPORTED,
    PLACES_WITH_ROLES,
    count,
    fact_head,
    fact_tail,
    flag,
    key,
    quantity,
    related,
    states,
)
from factpack.tables.table import Column, ForeignKey, Rows, Table
from factpack.tables.view import View, claims_of, facts_of

_NO_ORIGIN = "not stated: nobody is credited, and the publisher is not known"
_NO_ACTORS = "not stated: no article says who"
_NOT_PROPOSED = "not applicable: it was not only proposed"
_NO_FIGURE = "not stated: no article gives a figure"


def _person(person: Person, view: View) -> str:
    return f"{view.name(person.actor) or person.label} ({person.outcome})"


def _part(key: str, part: Part) -> str:
    return f"{part.number} {key}"


RELEASES = Table[Release](
    "releases",
    "A row is one act of release of prisoners: who frees them, the day, the occasion. Parts of an act are in `breakdowns`, "
    "running totals in `counts`, and lower-bound totals that count nobody twice in `release_totals`. Releases that were only "
    "claimed, implied, planned, considered or demanded are rows too: filter by `occurred`.",
    Rows(facts_of(Release), key=("fact_id",), tier=1),
    fact_head(codelists.RELEASE_STAGE),
    quantity("released", "How many were freed, as reported.", unit="persons"),
    Column("counted_as", "The label of those who are counted.", codelist=codelists.COUNTED_AS),
    Column(
        "proposed_by",
        "Who considers, plans or demands the release, ids joined by `; `.",
        empty=_NOT_PROPOSED,
    ),
    Column(
        "released_by",
        "Who freed them, or would free them, ids joined by `; `. One per row in `fact_actors`.",
        empty=NOT_REPORTED,
    ),
    states("released_by_states", "released_by", NOT_REPORTED),
    Column(
        "received_by",
        "The actors to whom they, or some of them, were handed over; ids joined by `; `.",
        empty=NOT_REPORTED,
    ),
    Column(
        "credits",
        "Who is credited with the release, and with what, as `united-states (secured)`, joined by `; `. The table `credits` "
        "says who gives the credit.",
        lambda fact, _: [f"{credit.actor} ({credit.how})" for credit in fact.credits],
        empty="not stated: nobody is credited with it",
    ),
    Column(
        "persons",
        "Persons of whom an article says whether they were freed, with the outcome, joined by `; `. One per row in "
        "released_persons.",
        lambda fact, view: [_person(person, view) for person in fact.persons],
        empty="not stated: no article singles anybody out",
    ),
    Column(
        "parts",
        "The parts that articles report, as `1 us-citizens`, joined by `; `. Parts of different dimensions overlap: see breakdowns.",
        lambda fact, _: [_part(key, part) for key, part in fact.breakdown.items()],
        empty="not stated: no article reports a part",
    ),
    PLACES_WITH_ROLES,
    fact_tail("released", "released_origin_count", "the figure", _NO_FIGURE),
)

MEETINGS = Table[Meeting](
    "meetings",
    "A row is one meeting, visit, call, briefing, reception or statement to the press. A visit and the talks during it are two "
    "rows (`part_of`), and two rows may be one event (`possibly_same_as`): row counts are not event counts.",
    Rows(facts_of(Meeting), key=("fact_id",), tier=1),
    fact_head(codelists.MEETING_STAGE),
    Column("kind", "The kind of meeting.", codelist=codelists.MEETING_KIND),
    Column(
        "form",
        "The form, computed from the kind.",
        lambda fact, _: FORM_OF_KIND.get(fact.kind),
        codelist=codelists.MEETING_FORM,
        empty="not stated: how a consultation is held is not reported",
    ),
    Column(
        "participants",
        "Who took part, names or labels joined by `; `. One per row in `participants`.",
        lambda fact, view: [view.name(part.actor) or part.label for part in fact.participants],
    ),
    flag(
        "all_named",
        "Whether the articles name every participant that they mention. No article says that these were all.",
        lambda fact, view: all(map(view.is_named, fact.participants)),
    ),
    Column(
        "topics",
        "What it was about, codes of the list `topic` joined by `; `. One per row in `meeting_topics`.",
        empty=NOT_REPORTED,
    ),
    PLACES_WITH_ROLES,
    related("part_of", "The visit that it was part of."),
    related("possibly_same_as", "Meetings that may be the same event."),
    fact_tail("stage", "stage_origin_count", "the stage"),
)

SANCTIONS = Table[Sanctions](
    "sanctions",
    "A row is one sanctions action. `occurred` is true only if it is reported to be in force; what was announced, promised, "
    "offered, considered, discussed or demanded is not.",
    Rows(facts_of(Sanctions), key=("fact_id",), tier=1),
    fact_head(codelists.SANCTIONS_STAGE),
    Column("measure", "What it does, or would do.", codelist=codelists.SANCTIONS_MEASURE),
    Column(
        "actors",
        "Who acts, or would act, ids joined by `; `. One per row in `fact_actors`.",
        empty=_NO_ACTORS,
    ),
    states(
        "actor_states",
        "actors",
        "not stated: no article says who; not applicable: no state, as the European Union",
    ),
    Column(
        "proposed_by",
        "Who considers, offers, promises or demands it, ids joined by `; `.",
        empty=_NOT_PROPOSED,
    ),
    Column(
        "targets",
        "Sectors, and names of actors, joined by `; `. One per row in `sanctions_targets`.",
        lambda fact, view: [view.name(part.actor) or part.sector for part in fact.targets],
    ),
    Column("reason", "Why, or on which condition, in the curators' words.", empty=NOT_REPORTED),
    PLACES_WITH_ROLES,
    related("possibly_same_as", "Actions that may be the same one."),
    fact_tail("stage", "stage_origin_count", "the stage"),
    title="Sanctions actions",
)

COUNTS = Table[Count](
    "counts",
    "A row is one published figure. Never add up stocks of different dates or counters, or running totals whose windows "
    "overlap: see `release_pairs`. Bounds of two dates show no trend.",
    Rows(facts_of(Count), key=("fact_id",), tier=1),
    fact_head(codelists.COUNT_STAGE, has_occurred=False),
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
    quantity("value", "The figure, as reported, in the `unit` of the row.", number="number"),
    Column("counted_as", "The label of what is counted.", codelist=codelists.COUNTED_AS),
    Column(
        "subject",
        "The actor that the figure is about: who freed, brokered, visited or produces; an id.",
        references="actors.actor_id",
        empty="not stated: no article says; not applicable: a stock",
    ),
    Column("according_to", "Who is credited with it, ids joined by `; `.", empty=NOBODY_CREDITED),
    related("conflicts_with", "Counts that cannot be right as well, if they count the same."),
    fact_tail("value", "value_origin_count", "the figure", _NO_FIGURE),
)


CLAIMS = Table[Claim](
    "claims",
    "A row is what one article says, by one phrase, on one field (and element) of one fact.",
    Rows(claims_of, key=("claim_id",), tier=1),
    Column(
        "claim_id",
        "Fact, article, paragraph and field, joined by colons; from the second claim on, also a number.",
    ),
    key("fact_id", "The fact."),
    Column("field", "The field that it is about."),
    Column(
        "element", "The part of the field that it is about.", empty="not applicable: the field has no parts"
    ),
    Column(
        "value",
        "The value according to the article: the record's value, or another; `unknown` if the article says so.",
    ),
    key("seed_id", "The article."),
    count("paragraph", "Number of the paragraph, counted from 1, split at blank lines.", minimum=1),
    Column("phrase", "The words that state it, verbatim. They belong to the article's publisher."),
    Column(
        "attributed_to",
        "The actors whom the article credits, ids joined by `; `. One per row in `claim_attributions`.",
        empty=NOBODY_CREDITED,
    ),
    Column(
        "via",
        "The report or outlet that the article relays.",
        references="actors.actor_id",
        empty="not applicable: the article's own reporting",
    ),
    Column(
        "origin",
        "The ultimate source: the first actor credited, otherwise the report relayed, otherwise the publisher.",
        references="actors.actor_id",
        empty=_NO_ORIGIN,
    ),
    Column(
        "origin_kind",
        "The kind of the origin; `unnamed` for a source that the article does not name.",
        lambda claim, view: view.dataset.actors[claim.origin].kind if claim.origin else None,
        codelist=codelists.ACTOR_KIND,
        empty=_NO_ORIGIN,
    ),
    Column("agreement", "How it compares with the record's value.", codelist=codelists.AGREEMENT),
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
        "Whether a maintainer with access to the article found the phrase in that paragraph.",
        lambda claim, view: view.is_verified(claim),
    ),
    foreign_keys=(ForeignKey(("seed_id", "paragraph"), "paragraphs", ("seed_id", "paragraph")),),
)
