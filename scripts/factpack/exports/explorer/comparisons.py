"""Compare facts: summary, charts, deals and disagreements."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from factpack import overlaps, wording
from factpack.exports.explorer import glyphs
from factpack.exports.explorer.axis import NumberAxis
from factpack.exports.explorer.content import Content, FactView, figure
from factpack.tables.table import NamedRow, grouped, records

# --- what happened, in five lines ------------------------------------------------------------------------------------


def summary(content: Content) -> dict[str, Any]:
    """Return what the first screen says, computed from the tables.

    totals: see `_totals`; latest: the latest release with a number; in_return: what articles report as part of a
    deal with it; in_force, not_in_force: eased or lifted sanctions; held: the latest count of each counter.
    """
    freed = (fact for fact in content.of_type("release") if fact.row["occurred"])
    dated = [fact for fact in freed if fact.size and fact.parsed]
    latest = max(dated, key=lambda fact: fact.row["sort_date"], default=None)
    eased = [fact for fact in content.of_type("sanctions") if fact.row["measure"] in ("lift", "ease")]
    deal_ids = [deal["deal_id"] for deal in latest.deals] if latest else []
    in_deals = [row for row in records(content.tables, "fact_deals") if row["deal_id"] in deal_ids]
    pairs = [(content.by_id[row["fact_id"]], content.names(row["according_to"])) for row in in_deals]
    in_return = [(fact, names) for fact, names in pairs if fact is not latest]
    held = {fact.row["according_to"]: fact for fact in _counts(content, "prisoners_held")}
    values = records(content.tables, "fact_values")
    return {
        "totals": list(_totals(content)),
        "latest": latest,
        "in_return": sorted(in_return, key=lambda pair: len(pair[1])),
        "in_force": [fact for fact in eased if fact.reached],
        "not_in_force": [fact for fact in reversed(eased) if not fact.reached],
        "held": list(reversed(held.values())),
        "origins": sorted({name for row in values for name in content.names(row["origins"])}),
    }


def _totals(content: Content) -> Iterator[tuple[str, int, list[tuple[FactView, int]]]]:
    """Yield the totals for all persons, by period."""
    facts = records(content.tables, "release_total_facts")
    for total in records(content.tables, "release_totals"):
        if total["scope"] == "all" and total["period"] != "all" and total["low"]:
            added = [row for row in facts if row["total_id"] == total["total_id"] and row["added"]]
            parts = [(content.by_id[row["fact_id"]], row["low"]) for row in added]
            yield wording.period(total["period"]), total["low"], parts


# --- charts ----------------------------------------------------------------------------------------------------------


class Figure(NamedTuple):
    """A figure in words with source, date and glyph.

    fact: None for a lower bound that adds several; inside: whether the figure above includes it.
    """

    words: str
    source: str
    glyph: Markup
    fact: FactView | None = None
    inside: bool = False
    placeholder: str = ""


class Chart(NamedTuple):
    """Figures under headings, on one axis if any has numbers."""

    axis: NumberAxis | None
    groups: list[tuple[str, list[Figure]]]


def held(content: Content) -> Chart:
    """Return the chart of prisoners held, which are stocks."""
    return _chart({"Held at a time": _counts(content, "prisoners_held")}, content)


def released(content: Content) -> Chart:
    """Return the chart of prisoners released."""
    acts = content.of_type("release")
    groups = {
        "Acts of release that took place": [fact for fact in acts if fact.reached],
        "Running totals over several acts, which may include acts above": _counts(content, *overlaps.RUNNING_TOTALS),
        "Claimed, implied, planned, considered or demanded": [fact for fact in acts if not fact.reached],
    }  # fmt: skip
    chart = _chart(groups, content)
    if chart.axis and (totals := [_total(*total, chart.axis) for total in _totals(content)]):
        chart.groups.insert(-1, ("Lower bounds, which add figures above and count nobody twice", totals))
    return chart


def _counts(content: Content, *measures: str) -> list[FactView]:
    return [fact for fact in content.of_type("count") if fact.row["measure"] in measures]


def _chart(groups: dict[str, list[FactView]], content: Content) -> Chart:
    facts = [fact for group in groups.values() for fact in group]
    numbers = [number for fact in facts for number in figure(fact.row)[2:] if number is not None]
    numbers += [low for _, low, _ in _totals(content)] if len(groups) > 1 else []
    axis = NumberAxis(numbers) if numbers else None
    drawn = {heading: list(_figures(group, axis, content)) for heading, group in groups.items() if group}
    return Chart(axis, list(drawn.items()))


def _figures(facts: list[FactView], axis: NumberAxis | None, content: Content) -> Iterator[Figure]:
    """Yield figures by date, each followed by those it includes."""
    ids = [fact.row["fact_id"] for fact in facts]
    around = {
        row["fact_id"]: row["other_fact_id"]
        for row in records(content.tables, "release_pairs")
        if row["relation"] == "contained" and row["other_fact_id"] in ids
    }
    for fact_id in sorted(ids, key=lambda fact_id: ids.index(around.get(fact_id, fact_id))):
        fact, whole = content.by_id[fact_id], around.get(fact_id)
        _, qualifier, low, point, high = figure(fact.row)
        glyph = glyphs.counted(qualifier, point, low, high, axis) if axis else Markup("")
        if axis and whole and glyph and (size := content.by_id[whole].size):
            glyph = glyphs.parts([size], axis) + glyph
        yield Figure(
            f"of these, {fact.summary}" if whole else fact.summary,
            f"{_by(fact, content)}; {fact.date}",
            glyph,
            fact,
            whole is not None,
            "a word that states no number" if qualifier == "vague" else "no number is stated",
        )


def _total(period: str, low: int, added: list[tuple[FactView, int]], axis: NumberAxis) -> Figure:
    words = " + ".join(fact.summary for fact, _ in added)
    glyph = glyphs.parts([number for _, number in added], axis)
    glyph += glyphs.counted("at_least", None, low, None, axis)
    return Figure(f"at least {low:,} people", f"{period}: {words}", glyph)


def _by(fact: FactView, content: Content) -> str:
    """Return the source of a count, or the releaser."""
    row = fact.row
    if row["fact_type"] == "count":
        named = wording.listing(content.names(row["according_to"]) or fact.origins)
        source = f"according to {named}" if named else "no source is named"
        broker = content.names(row["subject"]) if row["measure"].startswith("releases_brokered") else []
        return f"brokered by {wording.listing(broker)}, {source}" if broker else source
    releasers = wording.listing(content.names(row["released_by"]))
    if not releasers:
        return "no article says who released them"
    return f"{'to be ' if row['occurred'] is False else ''}released by {releasers}"


# --- deals -----------------------------------------------------------------------------------------------------------


def deals(content: Content) -> Iterator[NamedRow]:
    """Yield the row of every deal, with its contributions.

    parties: names with positions in percent of the width, those of the register first; silent: the parties whose
    contribution no article reports; contributions: rows of `fact_deals` with fact and arrow; credited: the names of those
    who say that it is part of the deal; stated_by: the articles that report so.
    """
    facts, registered = records(content.tables, "fact_deals"), records(content.tables, "deal_parties")
    for deal_id, deal in content.deals.items():
        rows = [row for row in facts if row["deal_id"] == deal_id]
        parties = [row for row in registered if row["deal_id"] == deal_id]
        names = {row["actor_id"]: row["name"] for row in parties}
        for role in ("contributor", "recipient"):
            names |= {row[role]: row[f"{role}_name"] for row in rows if row[role]}
        places = {actor_id: 100 * at / (len(names) - 1) for at, actor_id in enumerate(names)}
        rows.sort(key=lambda row: not row["contributor"])
        yield deal | {
            "parties": [(names[actor_id], at) for actor_id, at in places.items()],
            "contributions": [_contribution(row, content, places) for row in rows],
            "silent": [row["name"] for row in parties if not row["contribution_recorded"]],
        }


def _contribution(row: NamedRow, content: Content, places: dict[str, float]) -> NamedRow:
    fact, arrow = content.by_id[row["fact_id"]], Markup("")
    if row["contributor"] and row["recipient"]:
        arrow = glyphs.arrow(places[row["contributor"]], places[row["recipient"]], reached=fact.reached)
    claims = (one for one in fact.claims if (one["field"], one["element"]) == ("deals", row["deal_id"]))
    articles = {claim["seed_id"]: claim["article"] for claim in claims}
    credited = wording.listing(content.names(row["according_to"]))
    return row | {"fact": fact, "glyph": arrow, "credited": credited, "stated_by": list(articles.values())}


# --- disagreements ---------------------------------------------------------------------------------------------------


def disagreements(content: Content) -> list[dict[str, Any]]:
    """Return every value with a conflicting claim, by fact."""
    return [
        {"fact": fact, "field": field, "value": value, "versions": list(_versions(value))}
        for fact in content.facts
        for field, values in fact.fields
        for value in values
        if value["agreement"] == "conflict"
    ]


def _versions(value: NamedRow) -> Iterator[dict[str, Any]]:
    """Yield the record's version, then the others, with claims."""
    claims = grouped((claim["value"], claim) for claim in value["claims"])
    for text, group in ({value["value"]: []} | claims).items():
        kept = text == value["value"]
        yield {
            "words": value["words"] if kept else group[0]["says"],
            "kept": kept,
            "against": any(claim["agreement"] == "conflict" for claim in group),
            "claims": group,
        }


def conflicting_pairs(content: Content) -> list[tuple[FactView, FactView, str | None]]:
    """Return every pair of conflicting figures once, with the reason."""
    return [
        (content.by_id[link["fact_id"]], content.by_id[link["other_fact_id"]], link["inference"])
        for link in records(content.tables, "links")
        if link["relation"] == "conflicts_with" and link["fact_id"] < link["other_fact_id"]
    ]
