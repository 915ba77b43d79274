"""Look up claims, active facts and names of a dataset."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from factpack.claims import SUPPORTS, Claim, Claims
from factpack.dataset import Dataset
from factpack.evidence import quotation
from factpack.models.codelists import SYMMETRIC_RELATIONS
from factpack.models.parts import Participant, Person, Target
from factpack.models.records import PRINCIPAL_FIELD, Actor, Fact, Place, fact_type
from factpack.problems import Pointer

# The fields that `inferred_fields` looks at: figure, date, stage, actors, kind and measure.
KEY_FIELDS = {
    *("released", "value", "date", "stage", "kind", "measure"),
    *("released_by", "actors", "participants", "subject"),
}

Source = tuple[str, Pointer]
F = TypeVar("F", bound=Fact)
T = TypeVar("T")
V = TypeVar("V")


class Element(NamedTuple, Generic[T, V]):
    """An entry of an owner's list or mapping.

    key: its key in the mapping, or its position in the list, from 1.
    """

    owner: T
    key: str | int
    value: V


class View:
    """What the tables of one dataset have in common.

    verified: the evidence items that the lock attests: fact, article, paragraph, number of the item there.
    names: the names of actors and places, whose ids are unique across both registers.
    linked: the facts linked to a fact by a relation, in both directions where it is symmetric.
    """

    def __init__(
        self, dataset: Dataset, claims: Claims, verified: frozenset[tuple[str, str, str, int]]
    ) -> None:
        self.dataset, self.claims, self.verified = dataset, claims, verified
        self.citing = dataset.citing()
        self.active = dataset.active_facts()
        self.budgets = quotation.budgets(dataset, quotation.quotations(dataset))
        entries: list[Actor | Place] = [*dataset.actors.values(), *dataset.places.values()]
        self.names: dict[str | None, str] = {entry.id: entry.name for entry in entries}
        self.linked: dict[tuple[str, str], list[str]] = {}
        for fact in self.active:
            for link in fact.links:
                self.linked.setdefault((fact.id, link.relation), []).append(link.fact)
                if link.relation in SYMMETRIC_RELATIONS:
                    self.linked.setdefault((link.fact, link.relation), []).append(fact.id)

    def claims_on(self, fact: Fact, field: str, element: str | None = None) -> list[Claim]:
        """Return the claims on a field, or on one element."""
        return [
            claim
            for claim in self.claims[fact.id]
            if claim.field == field and element in (None, claim.element)
        ]

    def contested_fields(self, fact: Fact) -> list[str]:
        """Return the contested fields.

        Articles conflict, or one says that it is not known; or the figure conflicts with that of another fact.
        """
        fields = {
            claim.field
            for claim in self.claims[fact.id]
            if claim.agreement in ("conflict", "says_unknown") and claim.value != "not_stated"
        }
        if (fact.id, "conflicts_with") in self.linked:
            fields.add(PRINCIPAL_FIELD[fact_type(fact)])
        return sorted(fields)

    def inferred_fields(self, fact: Fact) -> list[str]:
        """Return key fields with a value that no phrase states."""
        claims = self.claims[fact.id]
        stated = {claim.path for claim in claims if claim.basis == "stated" and claim.agreement in SUPPORTS}
        unstated = (value for value in fact.values() if value.is_stated and value.path not in stated)
        return sorted({value.field for value in unstated} & KEY_FIELDS)

    def source(self, fact: Fact, *pointer: str | int) -> Source:
        """Return a place in the file of a fact."""
        return self.dataset.fact_path(fact.id), pointer

    def called(self, part: Participant | Person | Target) -> str:
        """Return an actor's name, or the label or sector."""
        return self.names.get(part.actor) or part.name

    def is_named(self, participant: Participant) -> bool:
        """Return whether an article names a participant.

        A label is not a name, nor is an actor of the kind `unnamed`.
        """
        return participant.actor is not None and self.dataset.actors[participant.actor].kind != "unnamed"


Items = Callable[[View], Iterable[tuple[Source, T]]]


def register(name: str) -> Items[Any]:
    """Return a function that yields a register's records."""
    return lambda view: (
        (view.dataset.where[name, record_id], record)
        for record_id, record in sorted(view.dataset.register(name).items())
    )


def facts_of(kind: type[F]) -> Items[F]:
    """Return a function that yields active facts."""
    return lambda view: ((view.source(fact), fact) for fact in view.active if isinstance(fact, kind))


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
            is_mapping = isinstance(content, dict)
            for at, value in content.items() if is_mapping else enumerate(content):
                yield (path, (*pointer, field, at)), Element(owner, at if is_mapping else at + 1, value)

    return items
