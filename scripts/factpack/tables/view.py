"""Look up claims, active facts and names of a dataset."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from factpack import claims as claim_reader
from factpack.claims import Claim, Claims
from factpack.dataset import Dataset
from factpack.evidence import quotation
from factpack.models.codelists import SYMMETRIC_RELATIONS
from factpack.models.parts import Participant
from factpack.models.records import PRINCIPAL_FIELD, Deal, Fact, fact_type
from factpack.problems import Pointer

# The fields that `inferred_fields` looks at: figure, date, stage, actors, kind and measure.
KEY_FIELDS = frozenset(
    (
        "released",
        "value",
        "date",
        "stage",
        "released_by",
        "actors",
        "participants",
        "subject",
        "kind",
        "measure",
    )
)

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
        self.budgets = quotation.budgets(dataset, quotation.quotations(dataset))
        self.linked: dict[str, list[tuple[str, str]]] = {}  # fact → relation and other fact, both ways
        for fact in self.active:
            for link in fact.links:
                self.linked.setdefault(fact.id, []).append((link.relation, link.fact))
                if link.relation in SYMMETRIC_RELATIONS:
                    self.linked.setdefault(link.fact, []).append((link.relation, fact.id))

    def is_verified(self, claim: Claim) -> bool:
        """Return whether the lock attests a claim's item."""
        return (claim.fact_id, *claim.pointer[1:]) in self.verified

    def related(self, fact: Fact, relation: str) -> list[str]:
        """Return the facts linked to a fact by a relation."""
        return sorted(other for name, other in self.linked.get(fact.id, ()) if name == relation)

    def claims_on(self, fact: Fact, field: str) -> list[Claim]:
        """Return the claims on a field, its elements included."""
        return [claim for claim in self.claims[fact.id] if claim.field == field]

    def contested_fields(self, fact: Fact) -> list[str]:
        """Return the fields on which somebody says otherwise.

        Articles conflict, or one says that it is not known; or the figure conflicts with that of another fact.
        """
        fields = {
            claim.field
            for claim in self.claims[fact.id]
            if claim.agreement in ("conflict", "says_unknown") and claim.value != "not_stated"
        }
        if self.related(fact, "conflicts_with"):
            fields.add(PRINCIPAL_FIELD[fact_type(fact)])
        return sorted(fields)

    def inferred_fields(self, fact: Fact) -> list[str]:
        """Return key fields with an unstated value."""
        values = (*fact.values(),)
        stated = {
            claim.path
            for claim in self.claims[fact.id]
            if claim.basis == "stated" and claim.agreement in claim_reader.SUPPORTS
        }
        return sorted(
            {
                value.field
                for value in values
                if value.field in KEY_FIELDS and value.is_stated and value.path not in stated
            }
        )

    def origins(self, claims: Iterable[Claim]) -> list[str]:
        """Return the named origins of claims."""
        return claim_reader.named_origins(claims, self.dataset)

    def origins_of(self, fact: Fact, field: str) -> list[str]:
        """Return the named origins of the value of a field."""
        return self.origins(self.claims_on(fact, field))

    def contributes(self, party: str, deal: Deal) -> bool:
        """Return whether a fact records a party's contribution."""
        contributors = {
            part.contributor
            for fact in self.active
            for part in fact.deals
            if part.deal == deal.id and part.contributor
        }
        return any(
            party in (contributor, *claim_reader.around(contributor, self.dataset.actors))
            for contributor in contributors
        )

    def source(self, fact: Fact, *pointer: str | int) -> Source:
        """Return a place in the file of a fact."""
        return self.dataset.fact_path(fact.id), pointer

    def name(self, actor_id: str | None) -> str | None:
        """Return the name of an actor; None for none."""
        return self.dataset.actors[actor_id].name if actor_id else None

    def place(self, place_id: str | None) -> str | None:
        """Return the name of a place; None for none."""
        return None if place_id is None else self.dataset.places[place_id].name

    def states(self, actor_ids: Iterable[str]) -> list[str]:
        """Return the states that actors act for."""
        parents = dict.fromkeys(claim_reader.top_parent(actor_id, self.dataset) for actor_id in actor_ids)
        return [parent for parent in parents if self.dataset.actors[parent].kind == "state"]

    def top_parent(self, actor_id: str | None) -> str | None:
        """Return the top-level parent of an actor, or itself."""
        return None if actor_id is None else claim_reader.top_parent(actor_id, self.dataset)

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
