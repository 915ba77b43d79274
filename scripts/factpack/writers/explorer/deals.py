"""The deals: who gives what to whom, how far it went, and who says that it is of the deal."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.tables.details import DealRow
from factpack.tables.registers import DealPartyRow, DealRegisterRow
from factpack.writers.explorer.content import Article, Content, Fact, rows


@dataclass(frozen=True)
class Gift:
    """What a party gives. credited: those whom articles credit with saying that it is of the deal; told_by: the articles."""

    fact: Fact
    receivers: str | None
    credited: tuple[str, ...]
    told_by: tuple[Article, ...]


@dataclass(frozen=True)
class Side:
    """A party, and what it gives; nothing, where no article tells."""

    name: str
    gifts: tuple[Gift, ...]


@dataclass(frozen=True)
class Deal:
    """A deal with its sides: first the parties of the register, then any other giver."""

    row: DealRegisterRow
    sides: tuple[Side, ...]


def deals(content: Content) -> Iterator[Deal]:
    """Every deal of the register, also one of which no fact is told."""
    given = rows(content.tables, DealRow)
    parties = rows(content.tables, DealPartyRow)
    for deal_id, deal in content.deals.items():
        gifts = [row for row in given if row.deal_id == deal_id]
        names = {row.actor_id: row.name for row in parties if row.deal_id == deal_id}
        names |= {row.giver: row.giver_name for row in gifts}
        yield Deal(
            deal,
            tuple(
                Side(name, tuple(_gift(row, content) for row in gifts if row.giver == actor_id))
                for actor_id, name in names.items()
            ),
        )


def _gift(row: DealRow, content: Content) -> Gift:
    fact = content.fact(row.fact_id)
    credited = row.according_to.split("; ") if row.according_to else []
    told_by = {claim.article.row.seed_id: claim.article for claim in fact.claims if claim.row.field == "deal"}
    return Gift(
        fact, row.receiver_names, tuple(content.actors[actor] for actor in credited), tuple(told_by.values())
    )
