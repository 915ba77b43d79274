"""Define tier 3: registers and audit."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from factpack.claims import Claim, around
from factpack.models import codelists
from factpack.models.records import Actor, Deal, Place, Seed, fact_type
from factpack.tables import columns
from factpack.tables.columns import actor, code, count, day, flag, ids, key, top_parent_of
from factpack.tables.table import Column, Rows, Table, follow, grouped
from factpack.tables.view import Element, Source, View, elements_of, register

_NO_PARENT = "not stated: no article says; not applicable: it has no parent, as a state"
_ISO_3166: Column[Any] = Column(
    "iso_3166", "The ISO 3166-1 alpha-2 code of a state or its territory.", empty="not applicable: no state"
)
_NOT_KNOWN = "not stated: not known"

ACTORS = Table[Actor](
    "actors",
    "A row is a person, a body, an outlet, a report or an unnamed source.",
    Rows(register("actors"), key=("actor_id",), tier=3),
    key("actor_id", "Id of the actor.", "id"),
    Column("name", "The name."),
    code("kind", "What kind of actor.", codelists.ACTOR_KIND),
    key("parent", "The actor that this one belongs to or speaks for.", empty=_NO_PARENT),
    top_parent_of(
        "The top-level parent: mostly a state; the actor itself, if it has no parent. Group by this.", "id"
    ),
    _ISO_3166,
    Column("description", "Who that is, as far as the articles say.", empty=columns.NO_NOTE),
)

PLACES = Table[Place](
    "places",
    "A row is a place.",
    Rows(register("places"), key=("place_id",), tier=3),
    key("place_id", "Id of the place.", "id"),
    Column("name", "The name."),
    Column("parent", "The place that it lies in.", references="places.place_id", empty=_NO_PARENT),
    Column(
        "top_parent",
        "The top-level parent: mostly the territory of a state; the place itself, if it has no parent. Group by this.",
        lambda place, view: [place.id, *around(place.id, view.dataset.places)][-1],
        references="places.place_id",
    ),
    _ISO_3166,
    Column("description", "Which place that is, as far as the articles say.", empty=columns.NO_NOTE),
)

DEALS = Table[Deal](
    "deals",
    "A row is a deal as articles report it. The table `fact_deals` says who gives what.",
    Rows(register("deals"), key=("deal_id",), tier=3),
    key("deal_id", "Id of the deal.", "id"),
    Column("title", "What the deal is, in the curators' words."),
    Column("parties", "The parties, ids joined by `; `. One per row in `deal_parties`."),
    key("follows", "The earlier deal that this one continues.", empty="not applicable: no earlier deal"),
    columns.NOTES,
)


def _contributes(item: Element[Deal, str], view: View) -> bool:
    parts = (part for fact in view.active for part in fact.deals if part.deal == item.owner.id)
    contributors = {part.contributor for part in parts if part.contributor}
    return any(item.value in (one, *around(one, view.dataset.actors)) for one in contributors)


DEAL_PARTIES = Table[Element[Deal, str]](
    "deal_parties",
    "A row is a party of a deal.",
    Rows(elements_of(register("deals"), "parties"), key=("deal_id", "actor_id"), tier=3),
    key("deal_id", "The deal.", "owner.id"),
    actor("actor_id", "The party.", "Its name.", "value"),
    flag(
        "contribution_recorded",
        "Whether an article reports what the party gives, or would give.",
        _contributes,
    ),
    title="Parties of deals",
)


def _spellings(view: View) -> Iterator[tuple[Source, Element[Actor | Place, str]]]:
    for name in ("actors", "places"):
        for (path, pointer), entry in register(name)(view):
            for seed_id, spellings in entry.spellings.items():
                for spelling in spellings:
                    yield (path, (*pointer, "spellings", seed_id)), Element(entry, seed_id, spelling)


def _id_of(kind: type[Actor | Place]) -> Callable[[Element[Actor | Place, str], View], str | None]:
    return lambda item, _: item.owner.id if isinstance(item.owner, kind) else None


NAMES = Table[Element[Actor | Place, str]](
    "names",
    "A row is a spelling that one article prints for an actor or a place.",
    Rows(_spellings, key=("entry_id", "seed_id", "spelling"), tier=3),
    Column("entry_id", "The actor or the place; ids are unique across both registers.", "owner.id"),
    key("actor_id", "The actor.", _id_of(Actor), "not applicable: a place"),
    key("place_id", "The place.", _id_of(Place), "not applicable: an actor"),
    key("seed_id", "The article.", "key"),
    Column("spelling", "The spelling, as printed.", "value"),
    title="Spellings",
)


def _budget(name: str, description: str, path: str) -> Column[Seed]:
    empty = "not stated: the phrases are not verified yet"
    return count(name, description, lambda seed, view: follow(view.budgets.get(seed.id), path), empty)


SEEDS = Table[Seed](
    "seeds",
    "A row is an article. Its text is its publisher's and is not part of the dataset.",
    Rows(register("seeds"), key=("seed_id",), tier=3),
    key("seed_id", "Id of the article.", "id"),
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
    day("published_earliest", "First day that this can mean.", "published.earliest", _NOT_KNOWN),
    day("published_latest", "Last day that this can mean.", "published.latest", _NOT_KNOWN),
    code("published_basis", "How that is known.", codelists.PUBLISHED_BASIS),
    Column("published_note", "How a date that is inferred was worked out.", empty=columns.NO_NOTE),
    Column("language", "Language of the text, ISO 639."),
    Column("url", "Where it was published.", empty=_NOT_KNOWN),
    ids("relays", "The reports that it retells,", "not stated: that it retells one is not known"),
    count("paragraphs", "How many paragraphs the text has.", minimum=1),
    count("cited", "How many of them facts cite.", lambda seed, view: len(view.citing[seed.id])),
    _budget("characters", "Characters of the text, without bylines and page furniture.", "characters"),
    _budget("quoted_characters", "Characters of it that the phrases quote, each counted once.", "used"),
    columns.NOTES,
    title="Seeds: the articles",
)

SEED_RELAYS = Table[Element[Seed, str]](
    "seed_relays",
    "A row is a report that an article retells.",
    Rows(elements_of(register("seeds"), "relays"), key=("seed_id", "actor_id"), tier=3),
    key("seed_id", "The article.", "owner.id"),
    actor("actor_id", "The report.", "Its name.", "value"),
    title="Reports that articles retell",
)


def _paragraphs(view: View) -> Iterator[tuple[Source, Element[Seed, str | None]]]:
    for source, seed in register("seeds")(view):
        # A paragraph that is listed sentence by sentence has the reason of the first one.
        unused = {part.paragraph: part.reason for part in reversed([*seed.unused_parts()])}
        for number in range(1, seed.paragraphs + 1):
            reason = None if number in view.citing[seed.id] else unused[number]
            yield source, Element(seed, number, reason)


def _facts_citing(item: Element[Seed, str | None], view: View) -> list[str]:
    return view.citing[item.owner.id].get(int(item.key), [])


def _claim_count(item: Element[Seed, str | None], view: View) -> int:
    claims = chain.from_iterable(view.claims[fact_id] for fact_id in _facts_citing(item, view))
    return sum((claim.seed_id, claim.paragraph) == (item.owner.id, item.key) for claim in claims)


PARAGRAPHS = Table[Element[Seed, str | None]](
    "paragraphs",
    "A row is a paragraph of an article. Each is cited by a fact, or listed under `unused` with a reason.",
    Rows(_paragraphs, key=("seed_id", "paragraph"), tier=3),
    key("seed_id", "The article.", "owner.id"),
    count("paragraph", "Number of the paragraph, counted from 1, split at blank lines.", "key", minimum=1),
    code(
        "status",
        "How it is accounted for.",
        codelists.PARAGRAPH_STATUS,
        lambda item, _: "unused" if item.value else "cited",
    ),
    code("reason", "Why no fact cites it.", codelists.UNUSED_REASON, "value", "not applicable: it is cited"),
    count("claim_count", "How many claims rest on it.", _claim_count),
    count("fact_count", "How many facts cite it.", lambda item, view: len(_facts_citing(item, view))),
    title="Paragraphs and how each is accounted for",
)


def _inferred_shares(view: View) -> Iterator[tuple[Source, Element[str, list[Claim]]]]:
    pairs = (((fact_type(fact), one.field), one) for fact in view.active for one in view.claims[fact.id])
    for (kind, field), claims in sorted(grouped(pairs).items()):
        yield ("facts", ()), Element(kind, field, claims)


INFERRED_SHARES = Table[Element[str, list[Claim]]](
    "inferred_shares",
    "A row is a field of a type of fact, with the number of claims on it that the phrase alone does not carry.",
    Rows(_inferred_shares, key=("fact_type", "field"), tier=3),
    code("fact_type", "The type of fact.", codelists.FACT_TYPE, "owner"),
    Column("field", "The field.", "key"),
    count("claim_count", "Claims on it.", lambda item, _: len(item.value)),
    count(
        "inferred_count",
        "Claims that carry an inference.",
        lambda item, _: sum(bool(claim.inference) for claim in item.value),
    ),
    title="How much is inferred",
)


def _codes(_: View) -> Iterator[tuple[Source, Element[codelists.Codelist, tuple[str, str]]]]:
    for codelist in codelists.CODELISTS:
        for position, entry in enumerate(codelist.codes.items(), 1):
            yield ("scripts/factpack/models/codelists/of_facts.py", ()), Element(codelist, position, entry)


CODELISTS = Table[Element[codelists.Codelist, tuple[str, str]]](
    "codelists",
    "A row is a code of a closed list, and what it means.",
    Rows(_codes, key=("codelist", "code"), tier=3),
    Column("codelist", "The list.", "owner.name"),
    Column("code", "The code.", lambda item, _: item.value[0]),
    count("position", "Its place in the list.", "key", minimum=1),
    Column("definition", "What it means.", lambda item, _: item.value[1]),
)
