"""Dataset → tables: pure, and in the order of the records' ids."""

from collections.abc import Iterable

from factpack.claims import Claims
from factpack.dataset import Dataset
from factpack.tables import details, facts, registers, tier1, tier2, tier3
from factpack.tables.columns import Row, Table
from factpack.tables.view import View


def build(
    dataset: Dataset, claims: Claims, verified: frozenset[tuple[str, str, str, int]]
) -> tuple[Table, ...]:
    """Every table of the exports, tier by tier.

    verified: the evidence items that the lock attests: fact, article, paragraph, number of the item there.
    """
    view = View(dataset, claims, verified)
    made: list[tuple[type[Row], Iterable[Row]]] = [
        (facts.ReleaseRow, tier1.releases(view)),
        (facts.MeetingRow, tier1.meetings(view)),
        (facts.SanctionsRow, tier1.sanctions(view)),
        (facts.CountRow, tier1.counts(view)),
        (facts.ClaimRow, tier1.claim_rows(view)),
        (details.ValueRow, tier2.values(view)),
        (details.DealRow, tier2.deals(view)),
        (details.BreakdownRow, tier2.breakdowns(view)),
        (details.OverlapRow, tier2.overlaps(view)),
        (details.FactRow, tier2.fact_rows(view)),
        (details.LinkRow, tier2.links(view)),
        (details.RemarkRow, tier2.remarks(view)),
        (details.ParticipantRow, tier2.participants(view)),
        (details.MeetingTopicRow, tier2.topics(view)),
        (details.ReleasedPersonRow, tier2.persons(view)),
        (details.SanctionsTargetRow, tier2.targets(view)),
        (details.FactActorRow, tier2.fact_actors(view)),
        (details.FactPlaceRow, tier2.fact_places(view)),
        (details.ClaimAttributionRow, tier2.attributions(view)),
        (details.WithdrawnRow, tier2.withdrawn(view)),
        (registers.ActorRow, tier3.actors(view)),
        (registers.PlaceRow, tier3.places(view)),
        (registers.DealRegisterRow, tier3.deal_register(view)),
        (registers.DealPartyRow, tier3.deal_parties(view)),
        (registers.NameRow, tier3.names(view)),
        (registers.SeedRow, tier3.seeds(view)),
        (registers.SeedRelayRow, tier3.seed_relays(view)),
        (registers.ParagraphRow, tier3.paragraphs(view)),
        (registers.InferredShareRow, tier3.inferred_shares(view)),
        (registers.CodeRow, tier3.codes(view)),
    ]
    return tuple(Table(model, tuple(rows)) for model, rows in made)
