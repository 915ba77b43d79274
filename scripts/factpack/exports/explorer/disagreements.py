"""The disagreements, side by side: on a value of one fact, and between figures of several."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.exports.explorer.content import Claim, Content, Fact, Value
from factpack.tables.table import records


@dataclass(frozen=True)
class Version:
    """One of the values that articles have. kept: it is that of the record; against: it conflicts with the record's."""

    words: str
    kept: bool
    against: bool
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Disagreement:
    """A value on which articles disagree. field: in words; versions: that of the record first."""

    fact: Fact
    field: str
    value: Value
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Clash:
    """Two figures that cannot both be right, and why."""

    one: Fact
    other: Fact
    reason: str | None


def disagreements(content: Content) -> Iterator[Disagreement]:
    """Every value of a fact with a claim that conflicts with it."""
    for fact in content.facts:
        for field, values in fact.fields:
            for value in values:
                if value.row["agreement"] == "conflict":
                    yield Disagreement(fact, field, value, _versions(value))


def clashes(content: Content) -> Iterator[Clash]:
    """Every pair of facts linked as conflicting, once."""
    seen = set()
    for link in records(content.tables, "links"):
        pair = frozenset((link["fact_id"], link["other_fact_id"]))
        if link["relation"] == "conflicts_with" and pair not in seen:
            seen.add(pair)
            yield Clash(content.fact(link["fact_id"]), content.fact(link["other_fact_id"]), link["inference"])


def _versions(value: Value) -> tuple[Version, ...]:
    claims: dict[str, list[Claim]] = {value.row["value"]: []}
    for claim in value.claims:
        claims.setdefault(claim.row["value"], []).append(claim)
    return tuple(
        Version(
            words=value.words if text == value.row["value"] else said[0].says,
            kept=text == value.row["value"],
            against=any(claim.row["agreement"] == "conflict" for claim in said),
            claims=tuple(said),
        )
        for text, said in claims.items()
    )
