"""Define tier 2: values, deals, credits and parts of facts."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from factpack import overlaps
from factpack.claims import SUPPORTS, Claim, conflict_between, most_severe, named_origins
from factpack.models import codelists
from factpack.models.parts import Contribution, Credit, FieldValue, Part, Resolution
from factpack.models.records import Fact, Release, fact_type
from factpack.tables import columns
from factpack.tables.columns import actor, code, count, flag, ids, key, number, quantity, speakers
from factpack.tables.table import Column, Rows, Table, follow
from factpack.tables.view import Element, Source, View, elements_of, facts_of

_NO_CITIZENSHIP, _NO_PLACE = (
    f"not stated: a part by {dimension} of which no article names the {what}; "
    "not applicable: a part by something else"
    for dimension, what in (("citizenship", "state"), ("arrival", "place"))
)
_NO_CONTRIBUTOR = "not applicable: nothing is given by this fact"
_NO_RECIPIENT = "not stated: no article says; not applicable: nothing is given by this fact"
_NO_DISAGREEMENT = "not applicable: no disagreement"


class _Value(NamedTuple):
    """A value of a fact with the claims on it."""

    fact: Fact
    value: FieldValue
    claims: list[Claim]
    origins: list[str]
    resolution: Resolution | None


def _values(view: View) -> Iterator[tuple[Source, _Value]]:
    for fact in view.active:
        for value in (*fact.values(), *fact.optional_values()):
            claims = view.claims_on(fact, value.field, value.element)
            origins, resolution = named_origins(claims, view.dataset), fact.resolutions.get(value.path)
            yield view.source(fact, *value.pointer), _Value(fact, value, claims, origins, resolution)


FACT_VALUES = Table[_Value](
    "fact_values",
    "A row is one value of a fact, with the number of its claims, articles and named origins, and whether they agree.",
    Rows(_values, key=("fact_id", "path"), tier=2),
    key("fact_id", "The fact.", "fact.id"),
    Column("path", "Field and element, joined by a dot.", "value.path"),
    Column("field", "The field.", "value.field"),
    Column("element", "The part of the field.", "value.element", columns.NO_PARTS),
    Column("value", "The value of the record.", "value.value"),
    Column("role", "`claim`: articles report it. `classification`: the curators' reading.", "value.role"),
    count("claim_count", "Number of claims on it, whatever they say.", lambda item, _: len(item.claims)),
    count(
        "seed_count",
        "Number of articles with a claim on it, whatever it says.",
        lambda item, _: len({claim.seed_id for claim in item.claims}),
    ),
    count("origin_count", "Named origins that state it.", lambda item, _: len(item.origins)),
    ids("origins", "These origins,", columns.NO_SOURCE),
    code(
        "agreement",
        "The most severe among its claims.",
        codelists.AGREEMENT,
        lambda item, _: most_severe(item.claims),
        "not stated: the value is `not_stated`, and no article mentions it; "
        "not applicable: the curators' own reading, on which no article has a claim",
    ),
    code(
        "conflict_between",
        "Between whom the conflict is.",
        codelists.CONFLICT_BETWEEN,
        lambda item, _: conflict_between(item.claims),
        "not applicable: no conflict",
    ),
    code(
        "method",
        "Why the record has this value, where articles disagree.",
        codelists.RESOLUTION_METHOD,
        "resolution.method",
        _NO_DISAGREEMENT,
    ),
    Column("note", "The disagreement and the reason.", "resolution.note", _NO_DISAGREEMENT),
    title="Values of facts",
)


def _basis(field: str, description: str) -> Column[Any]:
    def fill(item: Element[Fact, Contribution | Credit], view: View) -> str:
        claims = view.claims_on(item.owner, field, item.value.name)
        return "stated" if any(claim.basis == "stated" for claim in claims) else "inferred"

    return code("basis", description, codelists.BASIS, fill)


def _contributions(view: View) -> list[tuple[Source, Element[Fact, Contribution]]]:
    found = elements_of(facts_of(Fact), "deals")(view)
    return sorted(
        found, key=lambda row: (row[1].value.deal, row[1].value.contributor or "~", row[1].owner.id)
    )


FACT_DEALS = Table[Element[Fact, Contribution]](
    "fact_deals",
    "A row is a fact of a deal: what one party gives by it, or would give. `occurred` says whether it did; a deal that is only "
    "considered binds nobody.",
    Rows(_contributions, key=("deal_id", "fact_id"), tier=2),
    key("deal_id", "The deal.", "value.deal"),
    key("fact_id", "The fact.", "owner.id"),
    Column("fact_title", "What happened, or would happen.", "owner.title"),
    code("fact_type", "Its type.", codelists.FACT_TYPE, lambda item, _: fact_type(item.owner)),
    Column("stage", f"How far it went. {columns.STAGE_CODES}", "owner.stage"),
    columns.occurred_of("owner"),
    actor("contributor", "Who gives, or would give.", "Its name.", "value.contributor", _NO_CONTRIBUTOR),
    actor("recipient", "Who receives, or would receive.", "Its name.", "value.recipient", _NO_RECIPIENT),
    _basis(
        "deals",
        "Whether a phrase states that it belongs to the deal. Who gives to whom is the curators' reading of the deal.",
    ),
    ids(
        "according_to",
        "Who says that it belongs to the deal, according to the articles;",
        columns.NOBODY_CREDITED,
        fill=lambda item, view: speakers(view.claims_on(item.owner, "deals", item.value.deal)),
    ),
    title="Deals: who gives what",
)

CREDITS = Table[Element[Release, Credit]](
    "credits",
    "A row is an actor who is credited with a release: what for, and by whom.",
    Rows(elements_of(facts_of(Release), "credits"), key=("fact_id", "actor_id"), tier=2),
    key("fact_id", "The release.", "owner.id"),
    key("actor_id", "Who is credited.", "value.actor"),
    Column("actor_name", "The name.", lambda item, view: view.names[item.value.actor]),
    code("how", "What the actor is credited with.", codelists.CREDIT, "value.how"),
    _basis("credits", "Whether a phrase names the actor in it."),
    Column(
        "credited_by",
        "Who says so, from the ultimate source on, ids joined by `; `.",
        lambda item, view: speakers(view.claims_on(item.owner, "credits", item.value.actor), origins=True),
        "not stated: the article's publisher is not known",
    ),
    title="Credits for releases",
)


def _claims_on_part(item: Element[Fact, Part], view: View) -> list[Claim]:
    return view.claims_on(item.owner, "breakdown", str(item.key))


def _of_sum(path: str) -> Callable[[Element[Fact, Part], View], Any]:
    return lambda item, _: follow(
        next(one for one in overlaps.groups(item.owner) if item.key in one.keys), path
    )


BREAKDOWNS = Table[Element[Fact, Part]](
    "breakdowns",
    "A row is a part of a total. The parts of one total by one dimension are added up and compared with it. A gap is shown "
    "as it is.",
    Rows(elements_of(facts_of(Fact), "breakdown"), key=("fact_id", "part"), tier=2),
    key("fact_id", "The fact.", "owner.id"),
    Column("part", "Key of the part.", "key"),
    Column("of_key", "The total: `released`, `value`, or another part.", "value.of_key"),
    code("dimension", "What the parts of this total differ in.", codelists.DIMENSION, "value.dimension"),
    columns.occurred_of("owner"),
    actor(
        "citizenship",
        "The state whose citizens they are; where an article names a people only, the state of that name.",
        "The state's name.",
        "value.citizenship",
        _NO_CITIZENSHIP,
    ),
    key("place_id", "The place where they were received.", "value.place", _NO_PLACE),
    Column("place_name", "The place's name.", lambda item, view: view.names.get(item.value.place), _NO_PLACE),
    code(
        "counted_as",
        "The label of the part.",
        codelists.COUNTED_AS,
        "value.counted_as",
        "not applicable: a part of another dimension",
    ),
    quantity("number", "How many, as reported, in the unit of the total.", "value.number", number="number"),
    Column("total_text", "The total, as reported.", _of_sum("total.text")),
    number("total_low", "The total is at least this.", _of_sum("total.low"), columns.NO_BOUND),
    number("total_high", "The total is at most this.", _of_sum("total.high"), columns.NO_BOUND),
    number("sum_low", "The parts of this total by this dimension add up to at least this.", _of_sum("low")),
    number(
        "sum_high", "They add up to at most this.", _of_sum("high"), "not stated: a part has no upper bound"
    ),
    number(
        "gap",
        "The total minus the sum of the parts. Empty if it cannot be computed.",
        _of_sum("gap"),
        "not applicable: the total or a part is not exact",
    ),
    flag("complete", "Whether the article presents the parts as complete.", _of_sum("complete")),
    code("adds_up", "Whether they add up to the total.", codelists.ADDS_UP, _of_sum("adds_up")),
    Column(
        "according_to",
        "Who is credited with the part, ids joined by `; `.",
        lambda item, view: speakers(one for one in _claims_on_part(item, view) if one.agreement in SUPPORTS),
        columns.NOBODY_CREDITED,
    ),
    flag(
        "contested",
        "Whether articles conflict on the part.",
        lambda item, view: most_severe(_claims_on_part(item, view)) == "conflict",
    ),
    Column("note", "What a reader must know about this part.", "value.note", columns.NO_NOTE),
)
