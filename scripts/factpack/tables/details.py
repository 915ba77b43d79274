"""Tier 2: the rest about facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from factpack import overlaps
from factpack.claims import SUPPORTS, Claim, conflict_between, most_severe
from factpack.models import codelists
from factpack.models.codelists import INVERSE_RELATIONS
from factpack.models.parts import Contribution, Credit, FieldValue, Part, Resolution
from factpack.models.records import Fact, Release, fact_type
from factpack.overlaps import Group, Overlap
from factpack.tables.columns import (
    NO_BOUND,
    NO_NOTE,
    NOBODY_CREDITED,
    NOTES,
    OCCURRED,
    actor,
    count,
    fact_head,
    flag,
    key,
    number,
    occurred,
    quantity,
)
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Element, Source, View, elements_of, facts_of, register

_NO_CITIZENSHIP = (
    "not stated: a part by citizenship of which no article names the state; "
    "not applicable: a part by something else"
)
_NO_ARRIVAL = (
    "not stated: a part by arrival of which no article names the place; "
    "not applicable: a part by something else"
)
_NO_CONTRIBUTOR = "not applicable: nothing is given by this fact"
_NO_RECIPIENT = "not stated: no article says; not applicable: nothing is given by this fact"
_NO_PARTS = "not applicable: the field has no parts"
_NO_DISAGREEMENT = "not applicable: no disagreement"

FACTS = Table[Fact](
    "facts",
    "A row is one fact of any type: the index that the other tables join. Withdrawn facts are in it, and in no other but `withdrawn`.",
    Rows(register("facts"), key=("fact_id",), tier=2),
    fact_head(),
    Column(
        "fact_type",
        "The type, and the table that has the rest.",
        lambda fact, _: fact_type(fact),
        codelist=codelists.FACT_TYPE,
    ),
    flag("withdrawn", "Whether it is withdrawn.", lambda fact, _: fact.withdrawn is not None),
    NOTES,
    Column(
        "file", "The YAML file that it is curated in.", lambda fact, view: view.dataset.fact_path(fact.id)
    ),
)


class _Value(NamedTuple):
    """A value of a fact, with the claims on it."""

    fact: Fact
    value: FieldValue
    claims: list[Claim]
    resolution: Resolution | None


def _values(view: View) -> Iterator[tuple[Source, _Value]]:
    for fact in view.active:
        claims: dict[str, list[Claim]] = {}
        for claim in view.claims[fact.id]:
            claims.setdefault(claim.path, []).append(claim)
        for value in (*fact.values(), *fact.optional_values()):
            resolution = fact.resolutions.get(value.path)
            yield (
                view.source(fact, *value.pointer),
                _Value(fact, value, claims.get(value.path, []), resolution),
            )


FACT_VALUES = Table[_Value](
    "fact_values",
    "A row is one value of a fact, with the number of its claims, articles and named origins, and whether they agree.",
    Rows(_values, key=("fact_id", "path"), tier=2),
    key("fact_id", "The fact.", "fact.id"),
    Column("path", "Field and element, joined by a dot.", "value.path"),
    Column("field", "The field.", "value.field"),
    Column("element", "The part of the field.", "value.element", empty=_NO_PARTS),
    Column("value", "The value of the record.", "value.value"),
    Column("role", "`claim`: articles report it. `classification`: the curators' reading.", "value.role"),
    count("claim_count", "Number of claims on it, whatever they say.", lambda item, _: len(item.claims)),
    count(
        "seed_count",
        "Number of articles with a claim on it, whatever it says.",
        lambda item, _: len({claim.seed_id for claim in item.claims}),
    ),
    count(
        "origin_count",
        "Named origins that state it.",
        lambda item, view: len(view.origins(item.claims)),
    ),
    Column(
        "origins",
        "These origins, ids joined by `; `.",
        lambda item, view: view.origins(item.claims),
        empty="not stated: no article names its source",
    ),
    Column(
        "agreement",
        "The most severe among its claims.",
        lambda item, _: most_severe(item.claims),
        codelist=codelists.AGREEMENT,
        empty=(
            "not stated: the value is `not_stated`, and no article mentions it; "
            "not applicable: the curators' own reading, on which no article has a claim"
        ),
    ),
    Column(
        "conflict_between",
        "Between whom the conflict is.",
        lambda item, _: conflict_between(item.claims),
        codelist=codelists.CONFLICT_BETWEEN,
        empty="not applicable: no conflict",
    ),
    Column(
        "method",
        "Why the record has this value, where articles disagree.",
        "resolution.method",
        codelist=codelists.RESOLUTION_METHOD,
        empty=_NO_DISAGREEMENT,
    ),
    Column("note", "The disagreement and the reason.", "resolution.note", empty=_NO_DISAGREEMENT),
    title="Values of facts",
)


def _basis(fact: Fact, field: str, element: str, view: View) -> str:
    """Return whether a phrase states an element."""
    claims = [claim for claim in view.claims_on(fact, field) if claim.element == element]
    return "stated" if any(claim.basis == "stated" for claim in claims) else "inferred"


_OfFact = Element[Fact, Contribution]


def _contributions(view: View) -> Iterator[tuple[Source, _OfFact]]:
    found = elements_of(facts_of(Fact), "deals")(view)
    return iter(
        sorted(found, key=lambda row: (row[1].value.deal, row[1].value.contributor or "~", row[1].owner.id))
    )


FACT_DEALS = Table[_OfFact](
    "fact_deals",
    "A row is a fact of a deal: what one party gives by it, or would give. `occurred` says whether it did; a deal that is only "
    "considered binds nobody.",
    Rows(_contributions, key=("deal_id", "fact_id"), tier=2),
    key("deal_id", "The deal.", "value.deal"),
    key("fact_id", "The fact.", "owner.id"),
    Column("fact_title", "What happened, or would happen.", "owner.title"),
    Column("fact_type", "Its type.", lambda item, _: fact_type(item.owner), codelist=codelists.FACT_TYPE),
    Column(
        "stage",
        "How far it went. Codes: release_stage, meeting_stage, sanctions_stage or count_stage, by type.",
        "owner.stage",
    ),
    flag("occurred", OCCURRED.description, lambda item, _: occurred(item.owner), OCCURRED.empty),
    actor("contributor", "Who gives, or would give.", "Its name.", "value.contributor", _NO_CONTRIBUTOR),
    actor("recipient", "Who receives, or would receive.", "Its name.", "value.recipient", _NO_RECIPIENT),
    Column(
        "basis",
        "Whether a phrase states that it belongs to the deal. Who gives to whom is the curators' reading of the deal.",
        lambda item, view: _basis(item.owner, "deals", item.value.deal, view),
        codelist=codelists.BASIS,
    ),
    Column(
        "according_to",
        "Who says that it belongs to the deal, according to the articles; ids joined by `; `.",
        lambda item, view: list(
            dict.fromkeys(
                actor
                for claim in view.claims_on(item.owner, "deals")
                if claim.element == item.value.deal
                for actor in claim.attributed_to
            )
        ),
        empty=NOBODY_CREDITED,
    ),
    title="Deals: who gives what",
)

CREDITS = Table[Element[Release, Credit]](
    "credits",
    "A row is an actor who is credited with a release: what for, and by whom.",
    Rows(elements_of(facts_of(Release), "credits"), key=("fact_id", "actor_id"), tier=2),
    key("fact_id", "The release.", "owner.id"),
    key("actor_id", "Who is credited.", "value.actor"),
    Column("actor_name", "The name.", lambda item, view: view.name(item.value.actor)),
    Column("how", "What the actor is credited with.", "value.how", codelist=codelists.CREDIT),
    Column(
        "basis",
        "Whether a phrase names the actor in it.",
        lambda item, view: _basis(item.owner, "credits", item.value.actor, view),
        codelist=codelists.BASIS,
    ),
    Column(
        "credited_by",
        "Who says so, from the ultimate source on, ids joined by `; `.",
        lambda item, view: list(
            dict.fromkeys(
                actor
                for claim in view.claims_on(item.owner, "credits")
                if claim.element == item.value.actor
                for actor in claim.attributed_to or [claim.origin]
                if actor
            )
        ),
        empty="not stated: the article's publisher is not known",
    ),
    title="Credits for releases",
)


class _PartOfTotal(NamedTuple):
    """A part of a breakdown, with those summed with it."""

    fact: Fact
    key: str
    part: Part
    group: Group


def _parts(view: View) -> Iterator[tuple[Source, _PartOfTotal]]:
    for fact in view.active:
        groups = {key: group for group in overlaps.groups(fact) for key in group.keys}
        for name, part in fact.breakdown.items():
            yield view.source(fact, "breakdown", name), _PartOfTotal(fact, name, part, groups[name])


def _according_to(item: _PartOfTotal, view: View) -> list[str]:
    claims = view.claims_on(item.fact, "breakdown")
    own = [claim for claim in claims if claim.element == item.key and claim.agreement in SUPPORTS]
    return list(dict.fromkeys(actor for claim in own for actor in claim.attributed_to))


BREAKDOWNS = Table[_PartOfTotal](
    "breakdowns",
    "A row is a part of a total. The parts of one total by one dimension are added up and compared with it. A gap is shown "
    "as it is.",
    Rows(_parts, key=("fact_id", "part"), tier=2),
    key("fact_id", "The fact.", "fact.id"),
    Column("part", "Key of the part.", "key"),
    Column("of_key", "The total: `released`, `value`, or another part.", "part.of_key"),
    Column(
        "dimension", "What the parts of this total differ in.", "part.dimension", codelist=codelists.DIMENSION
    ),
    flag("occurred", OCCURRED.description, lambda item, _: occurred(item.fact), OCCURRED.empty),
    actor(
        "citizenship",
        "The state whose citizens they are; where an article names a people only, the state of that name.",
        "The state's name.",
        "part.citizenship",
        _NO_CITIZENSHIP,
    ),
    key("place_id", "The place where they were received.", "part.place", _NO_ARRIVAL),
    Column(
        "place_name", "The place's name.", lambda item, view: view.place(item.part.place), empty=_NO_ARRIVAL
    ),
    Column(
        "counted_as",
        "The label of the part.",
        "part.counted_as",
        codelist=codelists.COUNTED_AS,
        empty="not applicable: a part of another dimension",
    ),
    quantity("number", "How many, as reported, in the unit of the total.", "part.number", number="number"),
    Column("total_text", "The total, as reported.", "group.total.text"),
    number("total_low", "The total is at least this.", "group.total.low", NO_BOUND),
    number("total_high", "The total is at most this.", "group.total.high", NO_BOUND),
    number("sum_low", "The parts of this total by this dimension add up to at least this.", "group.low"),
    number("sum_high", "They add up to at most this.", "group.high", "not stated: a part has no upper bound"),
    number(
        "gap",
        "The total minus the sum of the parts. Empty if it cannot be computed.",
        "group.gap",
        empty="not applicable: the total or a part is not exact",
    ),
    flag("complete", "Whether the article presents the parts as complete.", "group.complete"),
    Column("adds_up", "Whether they add up to the total.", "group.adds_up", codelist=codelists.ADDS_UP),
    Column(
        "according_to",
        "Who is credited with the part, ids joined by `; `.",
        _according_to,
        empty=NOBODY_CREDITED,
    ),
    flag(
        "contested",
        "Whether articles conflict on the part.",
        lambda item, view: any(
            claim.agreement == "conflict"
            for claim in view.claims[item.fact.id]
            if claim.path == f"breakdown.{item.key}"
        ),
    ),
    Column("note", "What a reader must know about this part.", "part.note", empty=NO_NOTE),
)


def _release_pairs(view: View) -> Iterator[tuple[Source, Overlap]]:
    for overlap in overlaps.overlaps(view.dataset):
        if overlap.relation:
            yield view.source(view.dataset.facts[overlap.fact_id], "links"), overlap


RELEASE_PAIRS = Table[Overlap](
    "release_pairs",
    "A row is a pair of figures of released prisoners (acts that took place or are claimed, and running totals), and "
    "whether they may be added up. Every pair is listed once.",
    Rows(_release_pairs, key=("fact_id", "other_fact_id"), tier=2),
    key("fact_id", "One figure."),
    key("other_fact_id", "The other."),
    Column("relation", "How they overlap.", codelist=codelists.OVERLAP),
    Column("basis", "How that is known.", codelist=codelists.OVERLAP_BASIS),
    Column(
        "note", "The reason.", empty="not applicable: computed, or an article says so: see claims on `links`"
    ),
    title="Pairs of release figures",
)


@dataclass(frozen=True)
class _Relation:
    """How one fact relates to another.

    otherwise: what other articles say of it, each with its article.
    """

    fact_id: str
    relation: str
    other_fact_id: str
    basis: str
    inference: str | None
    otherwise: list[str]


def _relations(view: View) -> Iterator[tuple[Source, _Relation]]:
    found = []
    for fact in view.active:
        claims = view.claims_on(fact, "links")
        stated = {claim.element for claim in claims if not claim.inference}
        for at, link in enumerate(fact.links):
            basis = "stated" if link.fact in stated else "inferred"
            otherwise = [
                f"{claim.value} ({claim.seed_id}:{claim.paragraph})"
                for claim in claims
                if claim.element == link.fact and claim.agreement == "conflict"
            ]
            ends = [(fact.id, link.relation, link.fact)]
            if back := INVERSE_RELATIONS.get(link.relation):
                ends.append((link.fact, back, fact.id))
            for one, name, other in ends:
                relation = _Relation(one, name, other, basis, link.inference, otherwise)
                found.append((view.source(fact, "links", at), relation))
    return iter(sorted(found, key=lambda row: (row[1].fact_id, row[1].relation, row[1].other_fact_id)))


LINKS = Table[_Relation](
    "links",
    "A row is a relation of one fact to another. Symmetric relations, and `follows` with `precedes`, have a row in each direction.",
    Rows(_relations, key=("fact_id", "relation", "other_fact_id"), tier=2),
    key("fact_id", "The fact."),
    Column("relation", "How it relates to the other.", codelist=codelists.LINK_RELATION),
    key("other_fact_id", "The other fact."),
    Column("basis", "Whether an article says so.", codelist=codelists.BASIS),
    flag("contested", "Whether an article says otherwise.", lambda item, _: bool(item.otherwise)),
    Column(
        "otherwise",
        "What an article says otherwise, of the side that the record has, as `follows (nyt-2025-12:5)`, joined by `; `.",
        empty="not applicable: no article says otherwise",
    ),
    Column(
        "inference",
        "The reason, if no article says so.",
        empty="not applicable: an article says so: see claims on `links`",
    ),
)
