"""The disagreements within a fact and between facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.exports.explorer.content import ClaimView, Content, FactView, ValueView
from factpack.tables.table import records


@dataclass(frozen=True)
class Version:
    """A reported value: the record's (kept), or against it."""

    words: str
    kept: bool
    against: bool
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True)
class Disagreement:
    """A value on which articles disagree, the record's version first."""

    fact: FactView
    field: str
    value: ValueView
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class ConflictingPair:
    """Two figures that cannot both be right, and why."""

    first: FactView
    second: FactView
    reason: str | None


def disagreements(content: Content) -> Iterator[Disagreement]:
    """Yield every value with a conflicting claim."""
    for fact in content.facts:
        for field, values in fact.fields:
            for value in values:
                if value.row["agreement"] == "conflict":
                    yield Disagreement(fact, field, value, _versions(value))


def conflicting_pairs(content: Content) -> Iterator[ConflictingPair]:
    """Yield every pair of facts linked as conflicting, once."""
    seen = set()
    for link in records(content.tables, "links"):
        pair = frozenset((link["fact_id"], link["other_fact_id"]))
        if link["relation"] == "conflicts_with" and pair not in seen:
            seen.add(pair)
            yield ConflictingPair(
                content.fact(link["fact_id"]), content.fact(link["other_fact_id"]), link["inference"]
            )


def _versions(value: ValueView) -> tuple[Version, ...]:
    by_value: dict[str, list[ClaimView]] = {value.row["value"]: []}
    for claim in value.claims:
        by_value.setdefault(claim.row["value"], []).append(claim)
    return tuple(
        Version(
            words=value.words if text == value.row["value"] else claims[0].says,
            kept=text == value.row["value"],
            against=any(claim.row["agreement"] == "conflict" for claim in claims),
            claims=tuple(claims),
        )
        for text, claims in by_value.items()
    )
