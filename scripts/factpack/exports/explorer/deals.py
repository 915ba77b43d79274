"""The deals, and what each party contributes."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from factpack.exports.explorer import glyphs
from factpack.exports.explorer.content import ArticleView, Content, FactView
from factpack.tables.table import NamedRow, records


@dataclass(frozen=True)
class ContributionView:
    """What a party gives in a deal.

    contributor and recipient: names; glyph: the arrow from one to the other; credited: the names of those who say,
    according to articles, that it belongs to the deal; stated_by: the articles that report so.
    """

    contributor: str
    recipient: str | None
    fact: FactView
    glyph: Markup
    credited: tuple[str, ...]
    stated_by: tuple[ArticleView, ...]


@dataclass(frozen=True)
class DealView:
    """A deal with its contributions.

    parties: names with positions in percent of the width, those of the register first, then other contributors;
    silent: the parties whose contribution no article reports.
    """

    row: NamedRow
    parties: tuple[tuple[str, float], ...]
    contributions: tuple[ContributionView, ...]
    silent: tuple[str, ...]


def deals(content: Content) -> Iterator[DealView]:
    """Yield every deal, even without contributions."""
    given = [row for row in records(content.tables, "fact_deals") if row["contributor"]]
    parties = records(content.tables, "deal_parties")
    for deal_id, deal in content.deals.items():
        rows = [row for row in given if row["deal_id"] == deal_id]
        names = {row["actor_id"]: row["name"] for row in parties if row["deal_id"] == deal_id}
        for role in ("contributor", "recipient"):
            names |= {row[role]: row[f"{role}_name"] for row in rows if row[role]}
        places = {actor_id: 100 * at / (len(names) - 1) for at, actor_id in enumerate(names)}
        yield DealView(
            deal,
            tuple((names[actor_id], at) for actor_id, at in places.items()),
            tuple(_contribution(row, content, places) for row in rows),
            tuple(
                row["name"]
                for row in parties
                if row["deal_id"] == deal_id and not row["contribution_recorded"]
            ),
        )


def _contribution(row: NamedRow, content: Content, places: dict[str, float]) -> ContributionView:
    fact = content.fact(row["fact_id"])
    credited = row["according_to"].split("; ") if row["according_to"] else []
    stated_by = {
        claim.article.row["seed_id"]: claim.article
        for claim in fact.claims
        if (claim.row["field"], claim.row["element"]) == ("deals", row["deal_id"])
    }
    recipient = [places[row["recipient"]]] if row["recipient"] else []
    return ContributionView(
        row["contributor_name"],
        row["recipient_name"],
        fact,
        glyphs.given(places[row["contributor"]], recipient, reached=fact.reached),
        tuple(content.actors[actor] for actor in credited),
        tuple(stated_by.values()),
    )
