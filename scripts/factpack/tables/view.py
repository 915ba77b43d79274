"""What the rows of one dataset have in common: the claims, the facts that stand, and cells that recur."""

from collections.abc import Iterable, Iterator
from typing import Any

from factpack import claims as claim_reader
from factpack.claims import Claim, Claims
from factpack.dataset import Dataset
from factpack.models.edtf import Edtf
from factpack.models.parts import Participant
from factpack.models.quantity import Quantity
from factpack.models.records import PRINCIPAL_FIELD, Fact, fact_type
from factpack.models.types import NOT_STATED
from factpack.problems import Pointer

Source = tuple[str, Pointer]


def joined(parts: Iterable[str]) -> str | None:
    """Several values in one cell; None for none."""
    return "; ".join(parts) or None


def date_cells(date: Edtf | str, prefix: str = "date") -> dict[str, Any]:
    """The first and the last day of a date, for the columns `<prefix>_earliest` and `<prefix>_latest`."""
    earliest, latest = (date.earliest, date.latest) if isinstance(date, Edtf) else (None, None)
    return {
        f"{prefix}_earliest": earliest.isoformat() if earliest else None,
        f"{prefix}_latest": latest.isoformat() if latest else None,
    }


def number_cells(prefix: str, quantity: Quantity | None) -> dict[str, Any]:
    """The five columns of a quantity."""
    return {
        f"{prefix}_text": quantity.text if quantity else None,
        f"{prefix}_qualifier": quantity.qualifier if quantity else None,
        f"{prefix}_value": quantity.value if quantity else None,
        f"{prefix}_lower": quantity.lower if quantity else None,
        f"{prefix}_upper": quantity.upper if quantity else None,
    }


class View:
    """What the rows of one dataset have in common: the claims, and the facts that stand."""

    def __init__(
        self, dataset: Dataset, claims: Claims, verified: frozenset[tuple[str, str, str, int]]
    ) -> None:
        self.dataset = dataset
        self.claims = claims
        self.verified = verified
        self.citing = dataset.citing()
        self.standing = dataset.active_facts()
        self.conflicting = {
            fact_id
            for fact in self.standing
            for link in fact.links
            if link.relation == "conflicts_with"
            for fact_id in (fact.id, link.fact)
        }

    def is_verified(self, claim: Claim) -> bool:
        """Whether the lock attests the item that the claim is read from."""
        return (claim.fact_id, *claim.pointer[1:]) in self.verified

    def source(self, fact: Fact, *pointer: str | int) -> Source:
        return self.dataset.fact_path(fact.id), pointer

    def of(self, kind: type[Fact]) -> Iterator[Any]:
        return (fact for fact in self.standing if type(fact) is kind)

    def name(self, actor_id: str) -> str:
        return self.dataset.actors[actor_id].name

    def actors(self, field: str, ids: Iterable[str]) -> dict[str, Any]:
        ids = list(ids)
        return {field: joined(ids), f"{field}_names": joined(map(self.name, ids))}

    def actor(self, field: str, actor_id: str | None) -> dict[str, Any]:
        return {field: actor_id, f"{field}_name": self.name(actor_id) if actor_id else None}

    def head(self, fact: Fact) -> dict[str, Any]:
        dated = isinstance(fact.date, Edtf)
        return {
            "fact_id": fact.id,
            "title": fact.title,
            "stage": getattr(fact, "stage"),  # noqa: B009  # every type has a stage, each of its own codelist
            "date": str(fact.date) if dated else None,
            **date_cells(fact.date),
            "date_precision": fact.date.precision if isinstance(fact.date, Edtf) else NOT_STATED,
            "date_span": fact.date_span,
        }

    def tail(self, fact: Fact) -> dict[str, Any]:
        claims = self.claims[fact.id]
        field = PRINCIPAL_FIELD[fact_type(fact)]
        if str(getattr(fact, field)) == NOT_STATED:
            field = "stage"
        principal = [claim for claim in claims if claim.path == field]
        cited = [(seed, number) for seed, paragraphs in fact.evidence.items() for number in paragraphs]
        return {
            "places": joined(part.place for part in fact.places),
            "place_names": joined(self.dataset.places[part.place].name for part in fact.places),
            "deal_id": fact.deal,
            "deal_title": self.dataset.deals[fact.deal].title if fact.deal else None,
            "sources": "; ".join(
                f"{seed}:{number}" for seed, number in sorted(cited, key=lambda c: (c[0], int(c[1])))
            ),
            "seed_count": len({claim.seed_id for claim in principal}),
            "origin_count": claim_reader.independent_origins(principal, self.dataset),
            "contested": fact.id in self.conflicting
            or any(claim.agreement == "conflict" for claim in claims),
            "verified": all(map(self.is_verified, claims)),
            "notes": fact.notes,
        }

    def body(self, actor_id: str) -> str:
        """The outermost body that an actor belongs to; the actor itself if it is within none."""
        return claim_reader.outermost(actor_id, self.dataset)

    def is_named(self, participant: Participant) -> bool:
        """Whether an article names the participant: neither a label nor an actor that stands for unnamed ones."""
        return participant.actor is not None and self.dataset.actors[participant.actor].kind != "unnamed"

    def party(self, actor: str, parties: list[str]) -> str:
        """The party of a deal that an actor belongs to; the actor itself if it is of none."""
        bodies = [actor, *claim_reader.around(actor, self.dataset.actors)]
        return next((body for body in bodies if body in parties), actor)
