"""The deals: who gives what to whom, how far it went, and who says that it is of the deal."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from factpack.exports.explorer import marks
from factpack.exports.explorer.content import Article, Content, Fact
from factpack.tables.table import NamedRow, records


@dataclass(frozen=True)
class Gift:
    """What a party gives. giver and receivers: names; mark: the arrows from the one to the others.

    credited: those whom articles credit with saying that it is of the deal; told_by: the articles that say so.
    """

    giver: str
    receivers: str | None
    fact: Fact
    mark: Markup
    credited: tuple[str, ...]
    told_by: tuple[Article, ...]


@dataclass(frozen=True)
class Deal:
    """A deal with what is given in it.

    parties: names with their places, in percent of the width: first those of the register, then any other giver;
    silent: those of whom no article says what they give.
    """

    row: NamedRow
    parties: tuple[tuple[str, float], ...]
    gifts: tuple[Gift, ...]
    silent: tuple[str, ...]


def deals(content: Content) -> Iterator[Deal]:
    """Every deal of the register, also one of which no fact is told."""
    given = records(content.tables, "deals")
    parties = records(content.tables, "deal_parties")
    for deal_id, deal in content.deals.items():
        gifts = [row for row in given if row["deal_id"] == deal_id]
        names = {row["actor_id"]: row["name"] for row in parties if row["deal_id"] == deal_id}
        names |= {row["giver"]: row["giver_name"] for row in gifts}
        places = {actor_id: 100 * at / (len(names) - 1) for at, actor_id in enumerate(names)}
        givers = {row["giver"] for row in gifts}
        yield Deal(
            deal,
            tuple((names[actor_id], at) for actor_id, at in places.items()),
            tuple(_gift(row, content, places) for row in gifts),
            tuple(name for actor_id, name in names.items() if actor_id not in givers),
        )


def _gift(row: NamedRow, content: Content, places: dict[str, float]) -> Gift:
    fact = content.fact(row["fact_id"])
    receivers = row["receiver"].split("; ") if row["receiver"] else []
    credited = row["according_to"].split("; ") if row["according_to"] else []
    told_by = {
        claim.article.row["seed_id"]: claim.article for claim in fact.claims if claim.row["field"] == "deal"
    }
    return Gift(
        row["giver_name"],
        row["receiver_names"],
        fact,
        marks.given(places[row["giver"]], [places[actor] for actor in receivers], reached=fact.reached),
        tuple(content.actors[actor] for actor in credited),
        tuple(told_by.values()),
    )
