"""Define tier 1: one table per fact type."""

from factpack.models import codelists
from factpack.models.codelists import FORM_OF_KIND, MEASURE_KIND
from factpack.models.records import Count, Meeting, Release, Sanctions
from factpack.tables import columns
from factpack.tables.columns import code, fact_head, fact_tail, flag, ids, key, quantity, related, states
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import facts_of

_NOT_PROPOSED = "not applicable: it was not only proposed"
_NO_FIGURE = "not stated: no article gives a figure"

RELEASES = Table[Release](
    "releases",
    "A row is one act of release of prisoners: who frees them, the day, the occasion. Parts of an act are in `breakdowns`, "
    "running totals in `counts`, and lower-bound totals that count nobody twice in `release_totals`. Releases that were only "
    "claimed, implied, planned, considered or demanded are rows too: filter by `occurred`.",
    Rows(facts_of(Release), key=("fact_id",), tier=1),
    fact_head(codelists.RELEASE_STAGE),
    quantity("released", "How many were freed, as reported.", unit="persons"),
    code("counted_as", "The label of those who are counted.", codelists.COUNTED_AS),
    ids("proposed_by", "Who considers, plans or demands the release,", _NOT_PROPOSED),
    ids("released_by", "Who freed them, or would free them,", columns.NOT_REPORTED, "fact_actors"),
    states("released_by_states", "released_by", columns.NOT_REPORTED),
    ids("received_by", "The actors to whom they, or some of them, were handed over;", columns.NOT_REPORTED),
    Column(
        "credits",
        "Who is credited with the release, and with what, as `united-states (secured)`, joined by `; `. The table `credits` "
        "says who gives the credit.",
        lambda fact, _: [f"{credit.actor} ({credit.how})" for credit in fact.credits],
        "not stated: nobody is credited with it",
    ),
    Column(
        "persons",
        "Persons of whom an article says whether they were freed, with the outcome, joined by `; `. One per row in "
        "released_persons.",
        lambda fact, view: [f"{view.called(one)} ({one.outcome})" for one in fact.persons],
        "not stated: no article singles anybody out",
    ),
    Column(
        "parts",
        "The parts that articles report, as `1 us-citizens`, joined by `; `. Parts of different dimensions overlap: see breakdowns.",
        lambda fact, _: [f"{part.number} {name}" for name, part in fact.breakdown.items()],
        "not stated: no article reports a part",
    ),
    columns.PLACES,
    fact_tail("released", "released_origin_count", "the figure", _NO_FIGURE),
)

MEETINGS = Table[Meeting](
    "meetings",
    "A row is one meeting, visit, call, briefing, reception or statement to the press. A visit and the talks during it are two "
    "rows (`part_of`), and two rows may be one event (`possibly_same_as`): row counts are not event counts.",
    Rows(facts_of(Meeting), key=("fact_id",), tier=1),
    fact_head(codelists.MEETING_STAGE),
    code("kind", "The kind of meeting.", codelists.MEETING_KIND),
    code(
        "form",
        "The form, computed from the kind.",
        codelists.MEETING_FORM,
        lambda fact, _: FORM_OF_KIND.get(fact.kind),
        "not stated: how a consultation is held is not reported",
    ),
    Column(
        "participants",
        "Who took part, names or labels joined by `; `. One per row in `participants`.",
        lambda fact, view: [view.called(part) for part in fact.participants],
    ),
    flag(
        "all_named",
        "Whether the articles name every participant that they mention. No article says that these were all.",
        lambda fact, view: all(map(view.is_named, fact.participants)),
    ),
    Column(
        "topics",
        "What it was about, codes of the list `topic` joined by `; `. One per row in `meeting_topics`.",
        empty=columns.NOT_REPORTED,
    ),
    columns.PLACES,
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
    code("measure", "What it does, or would do.", codelists.SANCTIONS_MEASURE),
    ids("actors", "Who acts, or would act,", "not stated: no article says who", "fact_actors"),
    states(
        "actor_states",
        "actors",
        "not stated: no article says who; not applicable: no state, as the European Union",
    ),
    ids("proposed_by", "Who considers, offers, promises or demands it,", _NOT_PROPOSED),
    Column(
        "targets",
        "Sectors, and names of actors, joined by `; `. One per row in `sanctions_targets`.",
        lambda fact, view: [view.called(part) for part in fact.targets],
    ),
    Column("reason", "Why, or on which condition, in the curators' words.", empty=columns.NOT_REPORTED),
    columns.PLACES,
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
    code("measure", "What is counted.", codelists.COUNT_MEASURE),
    code(
        "stock_or_flow",
        "Whether it is a state, a sum over a period, or a share.",
        codelists.STOCK_OR_FLOW,
        lambda fact, _: MEASURE_KIND[fact.measure][0],
    ),
    code("unit", "Unit of the value.", codelists.UNIT, lambda fact, _: MEASURE_KIND[fact.measure][1]),
    quantity("value", "The figure, as reported, in the `unit` of the row.", number="number"),
    code("counted_as", "The label of what is counted.", codelists.COUNTED_AS),
    key(
        "subject",
        "The actor that the figure is about: who freed, brokered, visited or produces; an id.",
        empty="not stated: no article says; not applicable: a stock",
    ),
    ids("according_to", "Who is credited with it,", columns.NOBODY_CREDITED),
    related("conflicts_with", "Counts that cannot be right as well, if they count the same."),
    fact_tail("value", "value_origin_count", "the figure", _NO_FIGURE),
)
