"""Makes the rows of tier 2: the rest about facts."""

from collections.abc import Iterator

from factpack import claims as claim_reader
from factpack import overlaps as sums
from factpack.claims import Claim
from factpack.models.codelists import SYMMETRIC_RELATIONS
from factpack.models.records import Meeting, Release, Sanctions, contributors, fact_type
from factpack.tables import details
from factpack.tables.columns import Row
from factpack.tables.view import View, joined, number_cells


def values(view: View) -> Iterator[Row]:
    for fact in view.standing:
        by_path: dict[str, list[Claim]] = {}
        for claim in view.claims[fact.id]:
            by_path.setdefault(claim.path, []).append(claim)
        for value in fact.values():
            path = value.path
            claims = by_path.get(path, [])
            resolution = fact.resolutions.get(path)
            yield details.ValueRow(
                made_from=view.source(fact, *value.pointer),
                fact_id=fact.id,
                path=path,
                field=value.field,
                element=value.element or None,
                value=str(value.value),
                role=value.role,
                claim_count=len(claims),
                seed_count=len({claim.seed_id for claim in claims}),
                origin_count=claim_reader.independent_origins(claims, view.dataset),
                agreement=claim_reader.gravest(claims) or None,
                conflict_between=claim_reader.conflict_between(claims),
                method=resolution.method if resolution else None,
                note=resolution.note if resolution else None,
            )


def deals(view: View) -> Iterator[Row]:
    rows = []
    for fact in view.standing:
        if fact.deal is None:
            continue
        deal = view.dataset.deals[fact.deal]
        credited = {
            actor: None
            for claim in view.claims[fact.id]
            if claim.field == "deal"
            for actor in claim.attributed_to
        }
        for giver in dict.fromkeys(view.party(actor, deal.parties) for actor in contributors(fact)):
            receivers = [party for party in deal.parties if party != giver]
            rows.append(
                details.DealRow(
                    made_from=view.source(fact, "deal"),
                    deal_id=deal.id,
                    deal_title=deal.title,
                    giver=giver,
                    giver_name=view.name(giver),
                    receiver=joined(receivers),
                    receiver_names=joined(map(view.name, receivers)),
                    fact_id=fact.id,
                    fact_type=fact_type(fact),
                    fact_title=fact.title,
                    stage=view.head(fact)["stage"],
                    according_to=joined(credited),
                )
            )
    return iter(sorted(rows, key=lambda row: (row.deal_id, row.giver, row.fact_id)))


def breakdowns(view: View) -> Iterator[Row]:
    for fact in view.standing:
        groups = {key: group for group in sums.groups(fact) for key in group.keys}
        for key, part in fact.breakdown.items():
            group = groups[key]
            yield details.BreakdownRow(
                made_from=view.source(fact, "breakdown", key),
                fact_id=fact.id,
                key=key,
                of=part.of,
                by=part.by,
                **view.actor("citizenship", part.citizenship),
                place_id=part.place,
                place_name=view.dataset.places[part.place].name if part.place else None,
                **number_cells("number", part.number),
                total_text=group.total.text,
                total_lower=group.total.lower,
                total_upper=group.total.upper,
                sum_lower=group.lower,
                sum_upper=group.upper,
                gap=group.gap,
                complete=group.complete,
                holds=group.holds,
                note=part.note,
            )


def overlaps(view: View) -> Iterator[Row]:
    for overlap in sums.overlaps(view.dataset):
        if overlap.relation is None or overlap.basis is None:
            raise ValueError(f"The overlap of {overlap.fact_id} and {overlap.other_fact_id} is unknown.")
        yield details.OverlapRow(
            made_from=view.source(view.dataset.facts[overlap.fact_id], "links"),
            fact_id=overlap.fact_id,
            other_fact_id=overlap.other_fact_id,
            relation=overlap.relation,
            basis=overlap.basis,
            note=overlap.note or None,
        )


def fact_rows(view: View) -> Iterator[Row]:
    for _, fact in sorted(view.dataset.facts.items()):
        yield details.FactRow(
            made_from=view.source(fact),
            **view.head(fact),
            fact_type=fact_type(fact),
            withdrawn=fact.withdrawn is not None,
            notes=fact.notes,
            file=view.dataset.fact_path(fact.id),
        )


def links(view: View) -> Iterator[Row]:
    rows = []
    for fact in view.standing:
        stated = {
            claim.element for claim in view.claims[fact.id] if claim.field == "links" and not claim.inference
        }
        for index, link in enumerate(fact.links):
            ends = [(fact.id, link.fact)]
            if link.relation in SYMMETRIC_RELATIONS:
                ends.append((link.fact, fact.id))
            for one, other in ends:
                rows.append(
                    details.LinkRow(
                        made_from=view.source(fact, "links", index),
                        fact_id=one,
                        relation=link.relation,
                        other_fact_id=other,
                        basis="stated" if link.fact in stated else "inferred",
                        inference=link.inference,
                    )
                )
    return iter(sorted(rows, key=lambda row: (row.fact_id, row.relation, row.other_fact_id)))


def remarks(view: View) -> Iterator[Row]:
    for fact in view.standing:
        for key, remark in fact.remarks.items():
            yield details.RemarkRow(
                made_from=view.source(fact, "remarks", key), fact_id=fact.id, key=key, remark=remark
            )


def participants(view: View) -> Iterator[Row]:
    for fact in view.of(Meeting):
        for index, part in enumerate(fact.participants):
            yield details.ParticipantRow(
                made_from=view.source(fact, "participants", index),
                fact_id=fact.id,
                element=part.key,
                actor_id=part.actor,
                name=view.name(part.actor) if part.actor else part.label,
                named=view.is_named(part),
                number_text=part.number.text if part.number else None,
                number_lower=part.number.lower if part.number else None,
                number_upper=part.number.upper if part.number else None,
                side=part.side,
                capacity=part.capacity,
            )


def topics(view: View) -> Iterator[Row]:
    for fact in view.of(Meeting):
        for index, topic in enumerate(fact.topics):
            yield details.MeetingTopicRow(
                made_from=view.source(fact, "topics", index), fact_id=fact.id, topic=topic
            )


def persons(view: View) -> Iterator[Row]:
    for fact in view.of(Release):
        for index, part in enumerate(fact.persons):
            yield details.ReleasedPersonRow(
                made_from=view.source(fact, "persons", index),
                fact_id=fact.id,
                element=part.key,
                actor_id=part.actor,
                name=view.name(part.actor) if part.actor else part.label,
                outcome=part.outcome,
                citizenship=part.citizenship,
            )


def targets(view: View) -> Iterator[Row]:
    for fact in view.of(Sanctions):
        for index, part in enumerate(fact.targets):
            yield details.SanctionsTargetRow(
                made_from=view.source(fact, "targets", index),
                fact_id=fact.id,
                element=part.key,
                sector=part.sector,
                actor_id=part.actor,
                name=view.name(part.actor) if part.actor else part.sector,
            )


def fact_actors(view: View) -> Iterator[Row]:
    fields = (
        "released_by",
        "received_by",
        "brokered_by",
        "actor",
        "addressee",
        "announced_by",
        "subject",
        "according_to",
    )
    for fact in view.standing:
        for role in fields:
            content = getattr(fact, role, None) or []
            for actor_id in [content] if isinstance(content, str) else content:
                yield details.FactActorRow(
                    made_from=view.source(fact, role),
                    fact_id=fact.id,
                    role=role,
                    actor_id=actor_id,
                    name=view.name(actor_id),
                    body=view.body(actor_id),
                )


def fact_places(view: View) -> Iterator[Row]:
    for fact in view.standing:
        for index, part in enumerate(fact.places):
            yield details.FactPlaceRow(
                made_from=view.source(fact, "places", index),
                fact_id=fact.id,
                place_id=part.place,
                name=view.dataset.places[part.place].name,
                role=part.role,
            )


def attributions(view: View) -> Iterator[Row]:
    for fact in view.standing:
        for claim in view.claims[fact.id]:
            for position, actor_id in enumerate(claim.attributed_to, 1):
                yield details.ClaimAttributionRow(
                    made_from=view.source(fact, *claim.pointer, "attributed_to"),
                    claim_id=claim.claim_id,
                    actor_id=actor_id,
                    name=view.name(actor_id),
                    position=position,
                )


def withdrawn(view: View) -> Iterator[Row]:
    for _, fact in sorted(view.dataset.facts.items()):
        if fact.withdrawn is not None:
            for position, replacement in enumerate(fact.withdrawn.replaced_by or [None], 1):
                yield details.WithdrawnRow(
                    made_from=view.source(fact, "withdrawn"),
                    fact_id=fact.id,
                    position=position,
                    date=fact.withdrawn.date,
                    reason=fact.withdrawn.reason,
                    replaced_by=replacement,
                )
