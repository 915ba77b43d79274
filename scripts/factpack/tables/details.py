"""Tier 2: the rest about facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from factpack import overlaps
from factpack.claims import Claim, around, conflict_between, most_severe
from factpack.models import codelists
from factpack.models.codelists import SYMMETRIC_RELATIONS
from factpack.models.parts import FieldValue, Part, Resolution
from factpack.models.records import Deal, Fact, contributors, fact_type
from factpack.overlaps import Group, Overlap
from factpack.tables.columns import (
    NO_BOUND,
    NO_NOTE,
    NOBODY_CREDITED,
    NOTES,
    actor,
    actors,
    count,
    fact_head,
    flag,
    key,
    quantity,
)
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Source, View, register

_NO_CITIZENSHIP = (
    "not stated: a part by citizenship of which no article names the state; "
    "not applicable: a part by something else"
)
_NO_ARRIVAL = (
    "not stated: a part by arrival of which no article names the place; "
    "not applicable: a part by something else"
)
_NO_PARTS = "not applicable: the field has no parts"
_NO_DISAGREEMENT = "not applicable: no disagreement"
_NO_OTHER_PARTY = "not applicable: no other party"

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
    flag("withdrawn", "Whether it no longer stands.", lambda fact, _: fact.withdrawn is not None),
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
        for value in fact.values():
            resolution = fact.resolutions.get(value.path)
            yield (
                view.source(fact, *value.pointer),
                _Value(fact, value, claims.get(value.path, []), resolution),
            )


VALUES = Table[_Value](
    "values",
    "A row is one value of a fact, and how it stands: how many claims, how many articles, how many independent origins, whether they agree.",
    Rows(_values, key=("fact_id", "path"), tier=2),
    key("fact_id", "The fact.", "fact.id"),
    Column("path", "Field and element, joined by a dot.", "value.path"),
    Column("field", "The field.", "value.field"),
    Column("element", "The part of the field.", "value.element", empty=_NO_PARTS),
    Column("value", "The value of the record.", "value.value"),
    Column("role", "`claim`: articles report it. `classification`: the curators' reading.", "value.role"),
    count("claim_count", "Claims on it, whatever they say.", lambda item, _: len(item.claims)),
    count(
        "seed_count",
        "Articles with a claim on it, whatever it says.",
        lambda item, _: len({claim.seed_id for claim in item.claims}),
    ),
    count(
        "origin_count",
        "Origins that the articles tell apart and that bear it out.",
        lambda item, view: view.origins(item.claims),
    ),
    Column(
        "agreement",
        "The most severe among its claims.",
        lambda item, _: most_severe(item.claims),
        codelist=codelists.AGREEMENT,
        empty=(
            "not stated: the value is `not_stated`, and no article speaks of it; "
            "not applicable: the curators' reasoning, on which no article has a claim"
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
    title="Values and how they stand",
)


class _Contribution(NamedTuple):
    """What a party gives in a deal by a fact."""

    deal: Deal
    giver: str
    fact: Fact

    @property
    def receiver(self) -> list[str]:
        return [party for party in self.deal.parties if party != self.giver]

    def according_to(self, view: View) -> str:
        claims = [claim for claim in view.claims[self.fact.id] if claim.field == "deal"]
        return "; ".join(dict.fromkeys(actor for claim in claims for actor in claim.attributed_to))


def _contributions(view: View) -> Iterator[tuple[Source, _Contribution]]:
    found = []
    for fact in view.active:
        if fact.deal is not None:
            deal = view.dataset.deals[fact.deal]
            found += [
                _Contribution(deal, giver, fact)
                for giver in dict.fromkeys(_party(actor, deal, view) for actor in contributors(fact))
            ]
    for item in sorted(found, key=lambda item: (item.deal.id, item.giver, item.fact.id)):
        yield view.source(item.fact, "deal"), item


def _party(actor_id: str, deal: Deal, view: View) -> str:
    """Return the party of a deal that includes an actor."""
    bodies = [actor_id, *around(actor_id, view.dataset.actors)]
    return next((body for body in bodies if body in deal.parties), actor_id)


DEALS = Table[_Contribution](
    "deals",
    "A row is what one party gives in one deal, by one fact. `stage` tells what was given from what was only weighed or claimed.",
    Rows(_contributions, key=("deal_id", "giver", "fact_id"), tier=2),
    key("deal_id", "The deal.", "deal.id"),
    Column("deal_title", "What the deal is.", "deal.title"),
    actor("giver", "The party that gives.", "Its name."),
    actors("receiver", "The other parties, ids joined by `; `.", empty=_NO_OTHER_PARTY),
    key("fact_id", "The fact by which it gives.", "fact.id"),
    Column("fact_type", "Its type.", lambda item, _: fact_type(item.fact), codelist=codelists.FACT_TYPE),
    Column("fact_title", "What it gives.", "fact.title"),
    Column("stage", "How far it went. Codes: event_stage or sanctions_stage, by type.", "fact.stage"),
    Column(
        "according_to",
        "Whom the articles credit with saying that it is of the deal, ids joined by `; `.",
        lambda item, view: item.according_to(view),
        empty=NOBODY_CREDITED,
    ),
    title="Deals: who gives what",
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


BREAKDOWNS = Table[_PartOfTotal](
    "breakdowns",
    "A row is a part of a total. Parts of one total by one aspect are summed and held against it; what does not add up stays so.",
    Rows(_parts, key=("fact_id", "key"), tier=2),
    key("fact_id", "The fact.", "fact.id"),
    Column("key", "The part."),
    Column("of", "The total: `released`, `value`, or another part.", "part.of"),
    Column("by", "What the parts of this total differ in.", "part.by", codelist=codelists.BREAKDOWN_BY),
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
    quantity(
        "number",
        "How many, as reported, in the unit of the total.",
        "part.number",
        exact="exact, or approximate",
    ),
    Column("total_text", "The total, as reported.", "group.total.text"),
    count("total_lower", "The total is at least so much.", "group.total.lower", NO_BOUND),
    count("total_upper", "The total is at most so much.", "group.total.upper", NO_BOUND),
    count("sum_lower", "The parts of this total by this aspect add up to at least so much.", "group.lower"),
    count(
        "sum_upper", "They add up to at most so much.", "group.upper", "not stated: a part has no upper bound"
    ),
    Column(
        "gap",
        "Total less sum.",
        "group.gap",
        type="integer",
        empty="not applicable: the list is incomplete, or the total or a part is not exact",
    ),
    flag("complete", "Whether the parts are given as all there are, not as examples.", "group.complete"),
    Column("holds", "Whether they add up to the total.", "group.holds", codelist=codelists.HOLDS),
    Column("note", "What a reader must know of this part.", "part.note", empty=NO_NOTE),
)


def _overlaps(view: View) -> Iterator[tuple[Source, Overlap]]:
    for overlap in overlaps.overlaps(view.dataset):
        if overlap.relation is None or overlap.basis is None:
            raise ValueError(f"The overlap of {overlap.fact_id} and {overlap.other_fact_id} is unknown.")
        yield view.source(view.dataset.facts[overlap.fact_id], "links"), overlap


OVERLAPS = Table[Overlap](
    "overlaps",
    "A row is a pair of figures of released prisoners (acts that took place or are claimed, and running totals), and "
    "whether they may be added up. Every pair is there once.",
    Rows(_overlaps, key=("fact_id", "other_fact_id"), tier=2),
    key("fact_id", "One figure."),
    key("other_fact_id", "The other."),
    Column("relation", "How they overlap.", codelist=codelists.OVERLAP),
    Column("basis", "How that is known.", codelist=codelists.OVERLAP_BASIS),
    Column(
        "note", "The reason.", empty="not applicable: computed, or an article says so: see claims on `links`"
    ),
    title="Overlaps of release figures",
)


@dataclass(frozen=True)
class _Relation:
    """How one fact relates to another."""

    fact_id: str
    relation: str
    other_fact_id: str
    basis: str
    inference: str | None


def _relations(view: View) -> Iterator[tuple[Source, _Relation]]:
    found = []
    for fact in view.active:
        claims = [claim for claim in view.claims[fact.id] if claim.field == "links" and not claim.inference]
        stated = {claim.element for claim in claims}
        for at, link in enumerate(fact.links):
            basis = "stated" if link.fact in stated else "inferred"
            ends = [(fact.id, link.fact)]
            if link.relation in SYMMETRIC_RELATIONS:
                ends.append((link.fact, fact.id))
            for one, other in ends:
                relation = _Relation(one, link.relation, other, basis, link.inference)
                found.append((view.source(fact, "links", at), relation))
    return iter(sorted(found, key=lambda row: (row[1].fact_id, row[1].relation, row[1].other_fact_id)))


LINKS = Table[_Relation](
    "links",
    "A row is how one fact relates to another. Relations that hold both ways have a row each way.",
    Rows(_relations, key=("fact_id", "relation", "other_fact_id"), tier=2),
    key("fact_id", "The fact."),
    Column("relation", "How it relates to the other.", codelist=codelists.LINK_RELATION),
    key("other_fact_id", "The other fact."),
    Column("basis", "Whether an article says so.", codelist=codelists.BASIS),
    Column(
        "inference",
        "Why, where no article says so.",
        empty="not applicable: an article says so: see claims on `links`",
    ),
)
