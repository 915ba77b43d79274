"""Makes the rows of tier 3: registers and audit."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from factpack import claims as claim_reader
from factpack.models.codelists import CODELISTS
from factpack.models.records import fact_type
from factpack.tables import registers
from factpack.tables.columns import Row
from factpack.tables.view import View, date_cells, joined


def actors(view: View) -> Iterator[Row]:
    for actor_id, actor in sorted(view.dataset.actors.items()):
        yield registers.ActorRow(
            made_from=view.dataset.where["actors", actor_id],
            actor_id=actor_id,
            name=actor.name,
            kind=actor.kind,
            within=actor.within,
            body=view.body(actor_id),
            description=actor.description,
        )


def places(view: View) -> Iterator[Row]:
    for place_id, place in sorted(view.dataset.places.items()):
        yield registers.PlaceRow(
            made_from=view.dataset.where["places", place_id],
            place_id=place_id,
            name=place.name,
            within=place.within,
            outermost=(claim_reader.around(place_id, view.dataset.places) or [place_id])[-1],
            description=place.description,
        )


def deal_register(view: View) -> Iterator[Row]:
    for deal_id, deal in sorted(view.dataset.deals.items()):
        yield registers.DealRegisterRow(
            made_from=view.dataset.where["deals", deal_id],
            deal_id=deal_id,
            title=deal.title,
            parties="; ".join(deal.parties),
            notes=deal.notes,
        )


def deal_parties(view: View) -> Iterator[Row]:
    for deal_id, deal in sorted(view.dataset.deals.items()):
        for party in deal.parties:
            yield registers.DealPartyRow(
                made_from=view.dataset.where["deals", deal_id],
                deal_id=deal_id,
                actor_id=party,
                name=view.name(party),
            )


def names(view: View) -> Iterator[Row]:
    for register, own in (("actors", "actor_id"), ("places", "place_id")):
        entries: Any = view.dataset.register(register)
        for entry_id, entry in sorted(entries.items()):
            for seed_id, spellings in entry.spellings.items():
                for spelling in spellings:
                    path, pointer = view.dataset.where[register, entry_id]
                    yield registers.NameRow(
                        made_from=(path, (*pointer, "spellings", seed_id)),
                        entry_id=entry_id,
                        actor_id=entry_id if own == "actor_id" else None,
                        place_id=entry_id if own == "place_id" else None,
                        seed_id=seed_id,
                        spelling=spelling,
                    )


def seeds(view: View) -> Iterator[Row]:
    for seed_id, seed in sorted(view.dataset.seeds.items()):
        yield registers.SeedRow(
            made_from=view.dataset.where["seeds", seed_id],
            seed_id=seed_id,
            title=seed.title,
            **view.actor("publisher", seed.publisher),
            authors=joined(seed.authors),
            published=str(seed.published),
            **date_cells(seed.published, "published"),
            published_basis=seed.published_basis,
            published_note=seed.published_note,
            language=seed.language,
            url=seed.url,
            relays=joined(seed.relays),
            paragraphs=seed.paragraphs,
            cited=len(view.citing[seed_id]),
            notes=seed.notes,
        )


def seed_relays(view: View) -> Iterator[Row]:
    for seed_id, seed in sorted(view.dataset.seeds.items()):
        for report in seed.relays:
            yield registers.SeedRelayRow(
                made_from=view.dataset.where["seeds", seed_id],
                seed_id=seed_id,
                actor_id=report,
                name=view.name(report),
            )


def paragraphs(view: View) -> Iterator[Row]:
    resting = Counter(
        (claim.seed_id, claim.paragraph) for fact in view.standing for claim in view.claims[fact.id]
    )
    for seed_id, seed in sorted(view.dataset.seeds.items()):
        citing = view.citing[seed_id]
        aside = {number: reason for number, _, reason in seed.unused_paragraphs()}
        for number in range(1, seed.paragraphs + 1):
            yield registers.ParagraphRow(
                made_from=view.dataset.where["seeds", seed_id],
                seed_id=seed_id,
                paragraph=number,
                status="cited" if number in citing else "unused",
                reason=None if number in citing else aside[number],
                claim_count=resting[seed_id, number],
                fact_count=len(citing.get(number, ())),
            )


def inferred_shares(view: View) -> Iterator[Row]:
    counted: dict[tuple[str, str], list[bool]] = {}
    for fact in view.standing:
        kind = fact_type(fact)
        for claim in view.claims[fact.id]:
            counted.setdefault((kind, claim.field), []).append(bool(claim.inference))
    for (kind, field), inferred in sorted(counted.items()):
        yield registers.InferredShareRow(
            made_from=("facts", ()),
            fact_type=kind,
            field=field,
            claim_count=len(inferred),
            inferred_count=sum(inferred),
        )


def codes(view: View) -> Iterator[Row]:
    for codelist in CODELISTS:
        for position, (code, definition) in enumerate(codelist.codes.items(), 1):
            yield registers.CodeRow(
                made_from=("scripts/factpack/models/codelists.py", ()),
                codelist=codelist.name,
                code=code,
                position=position,
                definition=definition,
            )
