"""The explorer page and its pictures: what they show, and that no record can break out of its text."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from changed_tables import changed, with_rows
from factpack.changelog import DatasetRelease
from factpack.dataset import Dataset
from factpack.exports import datapackage, json_files, tabular
from factpack.exports.explorer import comparisons
from factpack.exports.explorer.content import Content, passage
from factpack.exports.explorer.page import PAGE, write
from factpack.tables.table import FilledTable, records

HTML = "{http://www.w3.org/1999/xhtml}"

Element = Any  # xml.etree's, as html5lib builds it


def described(dataset: Dataset, tables: tuple[FilledTable, ...]) -> bytes:
    files = tabular.write(tables) | {json_files.PATH: json_files.write_records(dataset)}
    seeds = tuple(seed for _, seed in sorted(dataset.seeds.items()))
    return datapackage.write(tables, files, DatasetRelease("1.2.3", None), seeds)


@pytest.fixture(scope="module")
def descriptor(dataset: Dataset, tables: tuple[FilledTable, ...]) -> bytes:
    return described(dataset, tables)


@pytest.fixture(scope="module")
def page(tables: tuple[FilledTable, ...], descriptor: bytes) -> Element:
    return parsed(write(tables, descriptor)[PAGE])


def parsed(content: bytes) -> Element:
    """The page as a browser reads it; a parse error is an error here."""
    return html5lib.HTMLParser(strict=True).parse(content.decode())


def elements(page: Element, tag: str) -> list[Element]:
    return page.findall(f".//{HTML}{tag}")


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_class(page: Element, name: str) -> list[Element]:
    return [one for one in page.iter() if name in str(one.get("class", "")).split()]


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
    shown = {
        body.get("id"): [text(claim) for claims in by_class(body, "claims") for claim in claims]
        for body in elements(page, "tbody")
    }
    claims = records(tables, "claims")
    assert {fact_id: len(texts) for fact_id, texts in shown.items()} == Counter(
        claim["fact_id"] for claim in claims
    )
    content = Content(tables)
    for claim in claims:
        parts = [
            claim["phrase"],
            f"{content.articles[claim['seed_id']]['label']}, ¶ {claim['paragraph']}",
            claim["agreement"].replace("_", " ").replace("same", ""),
            claim["inference"] or "",
            *content.names(claim["attributed_to"]),
        ]
        assert any(all(part in one for part in parts) for one in shown[claim["fact_id"]]), parts


def test_verified_and_unverified_claims_differ(tables: tuple[FilledTable, ...], descriptor: bytes) -> None:
    def counted(verified: bool) -> tuple[int, int]:
        content = write(changed(tables, "claims", verified=verified), descriptor)[PAGE].decode()
        details = content.partition('id="FactTable"')[2]
        return len(re.findall(r"; verified", details)), details.count("not yet verified")

    claims = len(records(tables, "claims"))
    assert counted(True) == (claims, 0)
    assert counted(False) == (0, claims)


def test_deal_of_three_has_an_arrow_to_the_third(tables: tuple[FilledTable, ...]) -> None:
    to_selmark = {"recipient": "selmark", "recipient_name": "Selmark"}
    rows = [row for row in records(tables, "fact_deals") if row["contributor"]]
    given = [row | (to_selmark if row["contributor"] == "norland" else {}) for row in rows]
    *_, deal = comparisons.deals(Content(with_rows(tables, "fact_deals", given)))
    assert deal["parties"] == [("Marovia", 0), ("Norland", 50), ("Selmark", 100)]
    ends = {
        (one["contributor_name"], one["recipient_name"]): re.findall(
            r'<line [^>]*x1="(\d+)%" x2="(\d+)%"', one["glyph"]
        )
        for one in deal["contributions"]
    }
    assert ends == {("Marovia", "Norland"): [("0", "50")], ("Norland", "Selmark"): [("50", "100")]}


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


def test_summary_separates_what_is_in_force(tables: tuple[FilledTable, ...]) -> None:
    summary = comparisons.summary(Content(changed(tables, "sanctions", measure="lift", occurred=True)))
    assert summary["in_force"]
    assert summary["not_in_force"] == []


def test_without_facts_there_is_still_a_page(tables: tuple[FilledTable, ...], descriptor: bytes) -> None:
    kept = ("seeds", "actors", "places", "codelists", "deals", "deal_parties")
    bare = tuple(table if table.name in kept else replace(table, rows=()) for table in tables)
    files = write(bare, descriptor)
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
    files = write(alone, descriptor)
    assert [body.get("id") for body in elements(parsed(files[PAGE]), "tbody")] == [fact_id]
    title = records(alone, "facts")[0]["title"]
    words = " ".join(ElementTree.fromstring(files["exports/plots/timeline.svg"]).itertext())
    assert title in " ".join(words.split())


# --- no record can break out of its text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://["]
)
def test_an_address_that_is_none_of_the_web_is_no_link(
    tables: tuple[FilledTable, ...], descriptor: bytes, url: str
) -> None:
    page = parsed(write(changed(tables, "seeds", url=url), descriptor)[PAGE])
    assert all(
        link.get("href").startswith(("#", "..", "https://creativecommons.org"))
        for link in elements(page, "a")
    )


def test_link_to_an_article_leads_to_the_words() -> None:
    address = "https://x.example/1"
    assert passage(address, "50-odd, “freed” & more") == (
        f"{address}#:~:text=50%2Dodd%2C%20%E2%80%9Cfreed%E2%80%9D%20%26%20more"
    )
    assert passage(f"{address}#top", "freed") == f"{address}#top"
