"""Makes the rows of tier 1: the type tables and the claims."""

from collections.abc import Iterator

from factpack.models.codelists import MEASURE_KIND
from factpack.models.records import Count, Meeting, Release, Sanctions
from factpack.rules.readback import date_basis
from factpack.tables import facts
from factpack.tables.columns import Row
from factpack.tables.view import View, joined, number_cells


def releases(view: View) -> Iterator[Row]:
    for fact in view.of(Release):
        yield facts.ReleaseRow(
            made_from=view.source(fact),
            **view.head(fact),
            **number_cells("released", fact.released),
            counted=fact.counted,
            legal_form=fact.legal_form,
            **view.actors("released_by", fact.released_by),
            released_by_body="; ".join(dict.fromkeys(map(view.body, fact.released_by))),
            **view.actors("received_by", fact.received_by),
            **view.actors("brokered_by", fact.brokered_by),
            persons=joined(
                f"{view.name(part.actor) if part.actor else part.label} ({part.outcome})"
                for part in fact.persons
            ),
            **view.tail(fact),
        )


def meetings(view: View) -> Iterator[Row]:
    for fact in view.of(Meeting):
        yield facts.MeetingRow(
            made_from=view.source(fact),
            **view.head(fact),
            kind=fact.kind,
            participants="; ".join(
                view.name(part.actor) if part.actor else str(part.label) for part in fact.participants
            ),
            all_named=all(map(view.is_named, fact.participants)),
            **number_cells("delegation_size", fact.delegation_size),
            topics=joined(fact.topics),
            **view.tail(fact),
        )


def sanctions(view: View) -> Iterator[Row]:
    for fact in view.of(Sanctions):
        yield facts.SanctionsRow(
            made_from=view.source(fact),
            **view.head(fact),
            measure=fact.measure,
            **view.actor("actor", fact.actor),
            actor_body=view.body(fact.actor) if fact.actor else None,
            **view.actor("addressee", fact.addressee),
            **view.actors("announced_by", fact.announced_by),
            targets="; ".join(
                view.name(part.actor) if part.actor else str(part.sector) for part in fact.targets
            ),
            reason=fact.reason,
            effective=str(fact.effective),
            **view.tail(fact),
        )


def counts(view: View) -> Iterator[Row]:
    for fact in view.of(Count):
        kind, unit = MEASURE_KIND[fact.measure]
        yield facts.CountRow(
            made_from=view.source(fact),
            **view.head(fact),
            measure=fact.measure,
            stock_or_flow=kind,
            unit=unit,
            **number_cells("value", fact.value),
            counted=fact.counted,
            **view.actor("subject", fact.subject),
            subject_body=view.body(fact.subject) if fact.subject else None,
            **view.actors("according_to", fact.according_to),
            **view.tail(fact),
        )


def claim_rows(view: View) -> Iterator[Row]:
    for fact in view.standing:
        for claim in view.claims[fact.id]:
            origin = claim.origin
            yield facts.ClaimRow(
                made_from=view.source(fact, *claim.pointer),
                claim_id=claim.claim_id,
                fact_id=fact.id,
                field=claim.field,
                element=claim.element or None,
                value=claim.value,
                seed_id=claim.seed_id,
                paragraph=claim.paragraph,
                phrase=claim.phrase,
                **view.actors("attributed_to", claim.attributed_to),
                via=claim.via or None,
                origin=origin or None,
                origin_name=view.name(origin) if origin else None,
                agreement=claim.agreement,
                basis=claim.basis,
                date_basis=date_basis(claim) or None,
                inference=claim.inference or None,
                verified=view.is_verified(claim),
            )
