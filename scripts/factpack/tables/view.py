"""Look up claims, active facts and names of a dataset."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from factpack import claims as claim_reader
from factpack.claims import Claim, Claims
from factpack.dataset import Dataset
from factpack.models.parts import Participant
from factpack.models.records import PRINCIPAL_FIELD, Fact, fact_type
from factpack.models.types import NOT_STATED
from factpack.problems import Pointer

Source = tuple[str, Pointer]
F = TypeVar("F", bound=Fact)
T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True)
class Element(Generic[T, V]):
    """An entry of a list or mapping of something.

    key: its key there, or its position, from 1.
    """

    owner: T
    key: str | int
    value: V


class View:
    """What the tables of one dataset have in common.

    verified: the evidence items that the lock attests: fact, article, paragraph, number of the item there.
    """

    def __init__(
        self, dataset: Dataset, claims: Claims, verified: frozenset[tuple[str, str, str, int]]
    ) -> None:
        self.dataset = dataset
        self.claims = claims
        self.verified = verified
        self.citing = dataset.citing()
        self.active = dataset.active_facts()
        self.conflicting = {
            fact_id
            for fact in self.active
            for link in fact.links
            if link.relation == "conflicts_with"
            for fact_id in (fact.id, link.fact)
        }

    def is_verified(self, claim: Claim) -> bool:
        """Return whether the lock attests a claim's item."""
        return (claim.fact_id, *claim.pointer[1:]) in self.verified

    def is_contested(self, fact: Fact) -> bool:
        """Return whether articles disagree on a field of a fact.

        Also true if the fact conflicts with another fact.
        """
        return fact.id in self.conflicting or any(
            claim.agreement == "conflict" for claim in self.claims[fact.id]
        )

    def principal_claims(self, fact: Fact) -> list[Claim]:
        """Return the claims on a fact's principal field.

        The claims on the stage if that field is not stated.
        """
        field = PRINCIPAL_FIELD[fact_type(fact)]
        if str(getattr(fact, field)) == NOT_STATED:
            field = "stage"
        return [claim for claim in self.claims[fact.id] if claim.path == field]

    def origins(self, claims: Iterable[Claim]) -> int:
        """Return the number of independent origins of claims."""
        return claim_reader.independent_origins(claims, self.dataset)

    def source(self, fact: Fact, *pointer: str | int) -> Source:
        """Return a place in the file of a fact."""
        return self.dataset.fact_path(fact.id), pointer

    def name(self, actor_id: str | None) -> str | None:
        """Return the name of an actor; None for none."""
        return self.dataset.actors[actor_id].name if actor_id else None

    def place(self, place_id: str | None) -> str | None:
        """Return the name of a place; None for none."""
        return None if place_id is None else self.dataset.places[place_id].name

    def body(self, actor_id: str | None) -> str | None:
        """Return the top-level parent of an actor, or itself."""
        return None if actor_id is None else claim_reader.outermost(actor_id, self.dataset)

    def is_named(self, participant: Participant) -> bool:
        """Return whether an article names a participant.

        Labels and actors that represent unnamed ones have no name.
        """
        return participant.actor is not None and self.dataset.actors[participant.actor].kind != "unnamed"


Items = Callable[[View], Iterator[tuple[Source, T]]]


# --- what rows are made from -----------------------------------------------------------------------------------------


def register(name: str) -> Items[Any]:
    """Return a function that yields a register's records."""

    def items(view: View) -> Iterator[tuple[Source, Any]]:
        for record_id, record in sorted(view.dataset.register(name).items()):
            yield view.dataset.where[name, record_id], record

    return items


def facts_of(kind: type[F]) -> Items[F]:
    """Return a function that yields active facts."""

    def items(view: View) -> Iterator[tuple[Source, F]]:
        for fact in view.active:
            if isinstance(fact, kind):
                yield view.source(fact), fact

    return items


def claims_of(view: View) -> Iterator[tuple[Source, Claim]]:
    """Yield the claims on active facts."""
    for fact in view.active:
        for claim in view.claims[fact.id]:
            yield view.source(fact, *claim.pointer), claim


def elements_of(owners: Items[T], field: str) -> Items[Element[T, Any]]:
    """Return a function that yields the entries of collections."""

    def items(view: View) -> Iterator[tuple[Source, Element[T, Any]]]:
        for (path, pointer), owner in owners(view):
            content = getattr(owner, field)
            if isinstance(content, dict):
                for key, value in content.items():
                    yield (path, (*pointer, field, key)), Element(owner, key, value)
            else:
                for at, value in enumerate(content):
                    yield (path, (*pointer, field, at)), Element(owner, at + 1, value)

    return items
