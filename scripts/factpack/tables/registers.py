"""Tier 3: registers and audit."""

from dataclasses import dataclass

from factpack.models import codelists
from factpack.tables.columns import Empty, ForeignKey, Row, column
from factpack.tables.details import ACTOR_KEY, BODY_KEY, PLACE_KEY
from factpack.tables.facts import DEAL_KEY, NO_NOTE, SEED_KEY

_WITHIN_NONE = Empty(not_stated="no article tells", not_applicable="it is within none, as a state is")
_NOT_KNOWN = Empty(not_stated="not known")


@dataclass(kw_only=True)
class ActorRow(Row):
    """A row of `actors`."""

    table = "actors"
    heading = "Actors"
    about = "A row is a person, a body, an outlet, a report or an unnamed source."
    tier = 3
    primary_key = ("actor_id",)
    foreign_keys = (ForeignKey(("within",), "actors", ("actor_id",)), BODY_KEY)

    actor_id: str = column("Id of the actor.", title="Actor")
    name: str = column("The name.")
    kind: str = column("What kind of actor.", codelist=codelists.ACTOR_KIND)
    within: str | None = column("The body that the actor belongs to or speaks for.", empty=_WITHIN_NONE)
    body: str = column(
        "The outermost body that the actor belongs to or speaks for, `within` followed to its end: mostly a state; the "
        "actor itself, where it is within none. Group by this."
    )
    description: str | None = column("Who that is, as far as the articles tell.", empty=NO_NOTE)


@dataclass(kw_only=True)
class PlaceRow(Row):
    """A row of `places`."""

    table = "places"
    heading = "Places"
    about = "A row is a place."
    tier = 3
    primary_key = ("place_id",)
    foreign_keys = (
        ForeignKey(("within",), "places", ("place_id",)),
        ForeignKey(("outermost",), "places", ("place_id",)),
    )

    place_id: str = column("Id of the place.", title="Place")
    name: str = column("The name.")
    within: str | None = column("The place that it lies in.", empty=_WITHIN_NONE)
    outermost: str = column(
        "The outermost place that it lies in, `within` followed to its end: mostly the territory of a state; the place "
        "itself, where it lies in none. Group by this."
    )
    description: str | None = column("Which place that is, as far as the articles tell.", empty=NO_NOTE)


@dataclass(kw_only=True)
class DealRegisterRow(Row):
    """A row of `deal_register`."""

    table = "deal_register"
    heading = "Register of deals"
    about = "A row is a deal as articles report it. Who gave what stands in `deals`."
    tier = 3
    primary_key = ("deal_id",)

    deal_id: str = column("Id of the deal.", title="Deal")
    title: str = column("What the deal is, in the curators' words.")
    parties: str = column("The parties, ids joined by `; `. One a row in deal_parties.")
    notes: str | None = column("The curators' notes for readers.", empty=NO_NOTE)


@dataclass(kw_only=True)
class DealPartyRow(Row):
    """A row of `deal_parties`."""

    table = "deal_parties"
    heading = "Parties of deals"
    about = "A row is a party of a deal."
    tier = 3
    primary_key = ("deal_id", "actor_id")
    foreign_keys = (DEAL_KEY, ACTOR_KEY)

    deal_id: str = column("The deal.", title="Deal")
    actor_id: str = column("The party.", title="Actor")
    name: str = column("Its name.")


@dataclass(kw_only=True)
class NameRow(Row):
    """A row of `names`."""

    table = "names"
    heading = "Spellings"
    about = "A row is a spelling that one article prints for an actor or a place."
    tier = 3
    primary_key = ("entry_id", "seed_id", "spelling")
    foreign_keys = (SEED_KEY, ACTOR_KEY, PLACE_KEY)

    entry_id: str = column("The actor or the place; ids are unique across both registers.")
    actor_id: str | None = column("The actor.", title="Actor", empty=Empty(not_applicable="a place"))
    place_id: str | None = column("The place.", title="Place", empty=Empty(not_applicable="an actor"))
    seed_id: str = column("The article.", title="Article")
    spelling: str = column("The spelling, as printed.")


@dataclass(kw_only=True)
class SeedRow(Row):
    """A row of `seeds`."""

    table = "seeds"
    heading = "Seeds: the articles"
    about = "A row is an article. Its text is its publisher's and is not part of the dataset."
    tier = 3
    primary_key = ("seed_id",)
    foreign_keys = (ForeignKey(("publisher",), "actors", ("actor_id",)),)

    seed_id: str = column("Id of the article.", title="Article")
    title: str | None = column(
        "The headline, verbatim. It belongs to the publisher.",
        empty=Empty(not_applicable="the text has none"),
    )
    publisher: str | None = column("The outlet.", empty=_NOT_KNOWN)
    publisher_name: str | None = column("The outlet's name.", empty=_NOT_KNOWN)
    authors: str | None = column(
        "The authors that the text names, joined by `; `.", empty=Empty(not_stated="the text names none")
    )
    published: str = column("When it was published, in EDTF; or `not_stated`.")
    published_earliest: str | None = column("First day that this can mean.", type="date", empty=_NOT_KNOWN)
    published_latest: str | None = column("Last day that this can mean.", type="date", empty=_NOT_KNOWN)
    published_basis: str = column("How that is known.", codelist=codelists.PUBLISHED_BASIS)
    published_note: str | None = column("How a date that is inferred was worked out.", empty=NO_NOTE)
    language: str = column("Language of the text, ISO 639.")
    url: str | None = column("Where it was published.", empty=_NOT_KNOWN)
    relays: str | None = column(
        "The reports that it retells, ids joined by `; `.",
        empty=Empty(not_stated="that it retells one is not known"),
    )
    paragraphs: int = column("How many paragraphs the text has.", minimum=1)
    cited: int = column("How many of them facts cite.", minimum=0)
    notes: str | None = column("The curators' notes for readers.", empty=NO_NOTE)


@dataclass(kw_only=True)
class SeedRelayRow(Row):
    """A row of `seed_relays`."""

    table = "seed_relays"
    heading = "Reports that articles retell"
    about = "A row is a report that an article retells."
    tier = 3
    primary_key = ("seed_id", "actor_id")
    foreign_keys = (SEED_KEY, ACTOR_KEY)

    seed_id: str = column("The article.", title="Article")
    actor_id: str = column("The report.", title="Actor")
    name: str = column("Its name.")


@dataclass(kw_only=True)
class ParagraphRow(Row):
    """A row of `paragraphs`."""

    table = "paragraphs"
    heading = "Paragraphs and how each is accounted for"
    about = "A row is a paragraph of an article. Each is cited by a fact, or set aside for a reason: nothing is left out by oversight."
    tier = 3
    primary_key = ("seed_id", "paragraph")
    foreign_keys = (SEED_KEY,)

    seed_id: str = column("The article.", title="Article")
    paragraph: int = column("Number of the paragraph, counted from 1, split at blank lines.", minimum=1)
    status: str = column("How it is accounted for.", codelist=codelists.PARAGRAPH_STATUS)
    reason: str | None = column(
        "Why no fact cites it.", codelist=codelists.UNUSED_REASON, empty=Empty(not_applicable="it is cited")
    )
    claim_count: int = column("How many claims rest on it.", minimum=0)
    fact_count: int = column("How many facts cite it.", minimum=0)


@dataclass(kw_only=True)
class InferredShareRow(Row):
    """A row of `inferred_shares`."""

    table = "inferred_shares"
    heading = "How much is inferred"
    about = "A row is a field of a type of fact, with the number of claims on it that the phrase alone does not carry."
    tier = 3
    primary_key = ("fact_type", "field")

    fact_type: str = column("The type of fact.", codelist=codelists.FACT_TYPE)
    field: str = column("The field.")
    claim_count: int = column("Claims on it.", minimum=0)
    inferred_count: int = column("Claims that carry an inference.", minimum=0)


@dataclass(kw_only=True)
class CodeRow(Row):
    """A row of `codelists`."""

    table = "codelists"
    heading = "Codelists"
    about = "A row is a code of a closed list, and what it means."
    tier = 3
    primary_key = ("codelist", "code")

    codelist: str = column("The list.")
    code: str = column("The code.")
    position: int = column("Its place in the list.", minimum=1)
    definition: str = column("What it means.")
