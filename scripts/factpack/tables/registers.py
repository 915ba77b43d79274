"""Tier 3: registers and audit."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from factpack.claims import around
from factpack.models import codelists
from factpack.models.codelists import Codelist
from factpack.models.records import Actor, Deal, Place, Seed, fact_type
from factpack.tables.columns import (
    NO_NOTE,
    NOTES,
    actor,
    count,
    day,
    earliest,
    flag,
    key,
    latest,
    name_of,
    top_parent_of,
)
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Element, Source, View, elements_of, register

_NO_PARENT = "not stated: no article says; not applicable: it has no parent, as a state"
_ISO_3166: Column[Any] = Column(
    "iso_3166",
    "The ISO 3166-1 alpha-2 code of a state or its territory.",
    empty="not applicable: no state",
)
_NOT_KNOWN = "not stated: not known"
_NOT_VERIFIED = "not stated: the phrases are not verified yet"

ACTORS = Table[Actor](
    "actors",
    "A row is a person, a body, an outlet, a report or an unnamed source.",
    Rows(register("actors"), key=("actor_id",), tier=3),
    Column("actor_id", "Id of the actor.", "id", title="Actor"),
    Column("name", "The name."),
    Column("kind", "What kind of actor.", codelist=codelists.ACTOR_KIND),
    Column(
        "parent",
        "The actor that this one belongs to or speaks for.",
        references="actors.actor_id",
        empty=_NO_PARENT,
    ),
    top_parent_of(
        "top_parent",
        "The top-level parent: mostly a state; the actor itself, if it has no parent. Group by this.",
        "id",
    ),
    _ISO_3166,
    Column("description", "Who that is, as far as the articles say.", empty=NO_NOTE),
)

PLACES = Table[Place](
    "places",
    "A row is a place.",
    Rows(register("places"), key=("place_id",), tier=3),
    Column("place_id", "Id of the place.", "id", title="Place"),
    Column("name", "The name."),
    Column("parent", "The place that it lies in.", references="places.place_id", empty=_NO_PARENT),
    Column(
        "top_parent",
        "The top-level parent: mostly the territory of a state; the place itself, if it has no parent. Group by this.",
        lambda place, view: [place.id, *around(place.id, view.dataset.places)][-1],
        references="places.place_id",
    ),
    _ISO_3166,
    Column("description", "Which place that is, as far as the articles say.", empty=NO_NOTE),
)

DEALS = Table[Deal](
    "deals",
    "A row is a deal as articles report it. The table `fact_deals` says who gives what.",
    Rows(register("deals"), key=("deal_id",), tier=3),
    Column("deal_id", "Id of the deal.", "id", title="Deal"),
    Column("title", "What the deal is, in the curators' words."),
    Column("parties", "The parties, ids joined by `; `. One per row in `deal_parties`."),
    Column(
        "follows",
        "The earlier deal that this one continues.",
        references="deals.deal_id",
        empty="not applicable: no earlier deal",
    ),
    NOTES,
)

DEAL_PARTIES = Table[Element[Deal, str]](
    "deal_parties",
    "A row is a party of a deal.",
    Rows(elements_of(register("deals"), "parties"), key=("deal_id", "actor_id"), tier=3),
    key("deal_id", "The deal.", "owner.id"),
    key("actor_id", "The party.", "value"),
    name_of("name", "Its name.", "value"),
    flag(
        "contribution_recorded",
        "Whether an article reports what the party gives, or would give.",
        lambda item, view: view.contributes(item.value, item.owner),
    ),
    title="Parties of deals",
)


@dataclass(frozen=True)
class _Spelling:
    """An article's spelling of an actor or a place."""

    entry_id: str
    actor_id: str | None
    place_id: str | None
    seed_id: str
    spelling: str


def _spellings(view: View) -> Iterator[tuple[Source, _Spelling]]:
    for name in ("actors", "places"):
        for (path, pointer), entry in register(name)(view):
            actor_id, place_id = (entry.id, None) if name == "actors" else (None, entry.id)
            for seed_id, spellings in entry.spellings.items():
                for spelling in spellings:
                    source = path, (*pointer, "spellings", seed_id)
                    yield source, _Spelling(entry.id, actor_id, place_id, seed_id, spelling)


NAMES = Table[_Spelling](
    "names",
    "A row is a spelling that one article prints for an actor or a place.",
    Rows(_spellings, key=("entry_id", "seed_id", "spelling"), tier=3),
    Column("entry_id", "The actor or the place; ids are unique across both registers."),
    key("actor_id", "The actor.", empty="not applicable: a place"),
    key("place_id", "The place.", empty="not applicable: an actor"),
    key("seed_id", "The article."),
    Column("spelling", "The spelling, as printed."),
    title="Spellings",
)

SEEDS = Table[Seed](
    "seeds",
    "A row is an article. Its text is its publisher's and is not part of the dataset.",
    Rows(register("seeds"), key=("seed_id",), tier=3),
    Column("seed_id", "Id of the article.", "id", title="Article"),
    Column(
        "title",
        "The headline, verbatim. It belongs to the publisher.",
        empty="not applicable: the text has none",
    ),
    actor("publisher", "The outlet.", "The outlet's name.", empty=_NOT_KNOWN),
    Column(
        "authors", "The authors that the text names, joined by `; `.", empty="not stated: the text names none"
    ),
    Column("published", "When it was published, in EDTF; or `not_stated`."),
    day(
        "published_earliest",
        "First day that this can mean.",
        lambda seed, _: earliest(seed.published),
        _NOT_KNOWN,
    ),
    day(
        "published_latest", "Last day that this can mean.", lambda seed, _: latest(seed.published), _NOT_KNOWN
    ),
    Column("published_basis", "How that is known.", codelist=codelists.PUBLISHED_BASIS),
    Column("published_note", "How a date that is inferred was worked out.", empty=NO_NOTE),
    Column("language", "Language of the text, ISO 639."),
    Column("url", "Where it was published.", empty=_NOT_KNOWN),
    Column(
        "relays",
        "The reports that it retells, ids joined by `; `.",
        empty="not stated: that it retells one is not known",
    ),
    count("paragraphs", "How many paragraphs the text has.", minimum=1),
    count("cited", "How many of them facts cite.", lambda seed, view: len(view.citing[seed.id])),
    count(
        "characters",
        "Characters of the text, without bylines and page furniture.",
        lambda seed, view: view.budgets[seed.id].characters if seed.id in view.budgets else None,
        _NOT_VERIFIED,
    ),
    count(
        "quoted_characters",
        "Characters of it that the phrases quote, each counted once.",
        lambda seed, view: view.budgets[seed.id].used if seed.id in view.budgets else None,
        _NOT_VERIFIED,
    ),
    NOTES,
    title="Seeds: the articles",
)

SEED_RELAYS = Table[Element[Seed, str]](
    "seed_relays",
    "A row is a report that an article retells.",
    Rows(elements_of(register("seeds"), "relays"), key=("seed_id", "actor_id"), tier=3),
    key("seed_id", "The article.", "owner.id"),
    key("actor_id", "The report.", "value"),
    name_of("name", "Its name.", "value"),
    title="Reports that articles retell",
)


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph, and how it is accounted for.

    reason: None if facts cite it.
    """

    seed_id: str
    paragraph: int
    reason: str | None
    claim_count: int
    fact_count: int


def _paragraphs(view: View) -> Iterator[tuple[Source, _Paragraph]]:
    claims = Counter(
        (claim.seed_id, claim.paragraph) for fact in view.active for claim in view.claims[fact.id]
    )
    for source, seed in register("seeds")(view):
        citing = view.citing[seed.id]
        # Of a paragraph that is listed sentence by sentence, the reason of the first one.
        unused = {part.paragraph: part.reason for part in reversed([*seed.unused_parts()])}
        for number in range(1, seed.paragraphs + 1):
            reason = None if number in citing else unused[number]
            facts = len(citing.get(number, ()))
            yield source, _Paragraph(seed.id, number, reason, claims[seed.id, number], facts)


PARAGRAPHS = Table[_Paragraph](
    "paragraphs",
    "A row is a paragraph of an article. Each is cited by a fact, or listed under `unused` with a reason.",
    Rows(_paragraphs, key=("seed_id", "paragraph"), tier=3),
    key("seed_id", "The article."),
    count("paragraph", "Number of the paragraph, counted from 1, split at blank lines.", minimum=1),
    Column(
        "status",
        "How it is accounted for.",
        lambda item, _: "unused" if item.reason else "cited",
        codelist=codelists.PARAGRAPH_STATUS,
    ),
    Column(
        "reason",
        "Why no fact cites it.",
        codelist=codelists.UNUSED_REASON,
        empty="not applicable: it is cited",
    ),
    count("claim_count", "How many claims rest on it."),
    count("fact_count", "How many facts cite it."),
    title="Paragraphs and how each is accounted for",
)


@dataclass(frozen=True)
class _InferredShare:
    """The inferred claims on a field of a fact type."""

    fact_type: str
    field: str
    claim_count: int
    inferred_count: int


def _inferred_shares(view: View) -> Iterator[tuple[Source, _InferredShare]]:
    counted: dict[tuple[str, str], list[bool]] = {}
    for fact in view.active:
        for claim in view.claims[fact.id]:
            counted.setdefault((fact_type(fact), claim.field), []).append(bool(claim.inference))
    for (kind, field), inferred in sorted(counted.items()):
        yield ("facts", ()), _InferredShare(kind, field, len(inferred), sum(inferred))


INFERRED_SHARES = Table[_InferredShare](
    "inferred_shares",
    "A row is a field of a type of fact, with the number of claims on it that the phrase alone does not carry.",
    Rows(_inferred_shares, key=("fact_type", "field"), tier=3),
    Column("fact_type", "The type of fact.", codelist=codelists.FACT_TYPE),
    Column("field", "The field."),
    count("claim_count", "Claims on it."),
    count("inferred_count", "Claims that carry an inference."),
    title="How much is inferred",
)


def _codes(_: View) -> Iterator[tuple[Source, Element[Codelist, tuple[str, str]]]]:
    for codelist in codelists.CODELISTS:
        for position, code in enumerate(codelist.codes.items(), 1):
            yield ("scripts/factpack/models/codelists/curated.py", ()), Element(codelist, position, code)


CODELISTS = Table[Element[Codelist, tuple[str, str]]](
    "codelists",
    "A row is a code of a closed list, and what it means.",
    Rows(_codes, key=("codelist", "code"), tier=3),
    Column("codelist", "The list.", "owner.name"),
    Column("code", "The code.", lambda item, _: item.value[0]),
    count("position", "Its place in the list.", "key", minimum=1),
    Column("definition", "What it means.", lambda item, _: item.value[1]),
)
