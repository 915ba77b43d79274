"""One fact as its rules see it: what all of them need is worked out once, and forgotten after the fact."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from factpack.claims import Claim, Claims, around
from factpack.dataset import Dataset
from factpack.evidence import reading
from factpack.models.parts import FieldValue, Item
from factpack.models.records import Actor, Fact, Place
from factpack.problems import Pointer, Problem


class Spellings:
    """How each article spells whom and what the registers hold."""

    def __init__(self, dataset: Dataset) -> None:
        self._registers: dict[str, Mapping[str, Actor] | Mapping[str, Place]]
        self._registers = {"actors": dataset.actors, "places": dataset.places}
        self._printed: dict[tuple[str, str], dict[str, list[str]]] = {}
        for register, entries in self._registers.items():
            for entry in entries.values():
                for seed_id, spellings in entry.spellings.items():
                    self._printed.setdefault((register, seed_id), {})[entry.id] = spellings
        self._folded = {
            key: [
                (entry_id, reading.straighten(one))
                for entry_id, spellings in printed.items()
                for one in spellings
            ]
            for key, printed in self._printed.items()
        }
        self._longer: dict[tuple[str, str, str], list[str]] = {}

    def printed(self, register: str, seed_id: str) -> dict[str, list[str]]:
        """The spellings of each entry of a register (actors or places) that an article prints, by id."""
        return self._printed.get((register, seed_id), {})

    def longer(self, register: str, seed_id: str, entry_id: str) -> list[str]:
        """The spellings in an article that have one of an entry's inside and are of somebody who does not belong within it."""
        key = (register, seed_id, entry_id)
        if key not in self._longer:
            folded = self._folded.get((register, seed_id), [])
            own = [spelling for other, spelling in folded if other == entry_id]
            inside = {(other, spelling) for one in own for other, spelling in folded if one in spelling}
            self._longer[key] = [
                spelling
                for other, spelling in folded
                if other != entry_id
                and (other, spelling) in inside
                and reading.names(spelling, own)
                and entry_id not in around(other, self._registers[register])
            ]
        return self._longer[key]


# How a value is read back from a phrase ← its field, or else its kind.
_READ_AS = {"stage": "stage", "persons": "name", "actor": "name", "place": "name"}


class Case:
    """One fact, with its file, its values, its evidence and the claims that it makes.

    items: every evidence item, with its place.
    """

    def __init__(self, fact: Fact, claims: tuple[Claim, ...], dataset: Dataset, spellings: Spellings) -> None:
        self.fact = fact
        self.claims = claims
        self.path = dataset.fact_path(fact.id)
        self.dataset = dataset
        self.spellings = spellings
        self.values: list[FieldValue] = fact.values()
        self.items: list[tuple[Pointer, Item]] = [(one.pointer, one.item) for one in fact.items()]

    def problem(self, pointer: Pointer, message: str, fix: str) -> Problem:
        """Make a problem at a place in the fact."""
        return Problem.at(self.path, pointer, message, fix)

    @cached_property
    def by_path(self) -> dict[str, FieldValue]:
        """The values, by the name that evidence uses."""
        return {value.path: value for value in self.values}

    @cached_property
    def unexplained(self) -> dict[str, list[Claim]]:
        """The claims without an inference, by what is to be read from their phrases: number, date, stage, name, code, text."""
        by_reading: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if not claim.item.inference and claim.agreement != "says_unknown":
                read_as = _READ_AS.get(claim.field) or _READ_AS.get(claim.kind, claim.kind)
                by_reading.setdefault(read_as, []).append(claim)
        return by_reading


def cases(dataset: Dataset, claims: Claims) -> Iterator[Case]:
    """Yield every fact of a dataset with its claims."""
    spellings = Spellings(dataset)
    return (Case(fact, claims[fact.id], dataset, spellings) for fact in dataset.facts.values())
