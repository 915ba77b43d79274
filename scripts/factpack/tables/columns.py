"""Columns that several tables have."""

from collections.abc import Callable
from typing import Any, TypeVar

from factpack.models import codelists
from factpack.models.codelists import Codelist
from factpack.models.edtf import Edtf
from factpack.models.records import Fact
from factpack.models.types import NOT_STATED
from factpack.tables.table import Column, follow
from factpack.tables.view import View

T = TypeVar("T")

NO_BOUND = (
    "not stated: no number is given, or none that bounds it on this side; "
    "not applicable: a vague word or an approximate number has no bounds"
)
NO_VALUE = (
    "not stated: no number is given; "
    "not applicable: a bound or a vague word, which is no number: see the qualifier"
)
NOT_TOLD = "not stated: no article tells"
NOBODY_CREDITED = "not stated: nobody is credited"
NO_NOTE = "not applicable: nothing to note"
NOTES: Column[Any] = Column("notes", "The curators' notes for readers.", empty=NO_NOTE)


def earliest(date: Edtf | str) -> str | None:
    """Return the first day that a date can mean.

    None for an open or unknown start, or no date.
    """
    return date.earliest.isoformat() if isinstance(date, Edtf) and date.earliest else None


def latest(date: Edtf | str) -> str | None:
    """Return the last day that a date can mean.

    None for an open or unknown end, or no date.
    """
    return date.latest.isoformat() if isinstance(date, Edtf) and date.latest else None


def fact_head(stages: Codelist | None = None) -> tuple[Column[Fact], ...]:
    """Return the columns with which every table of facts begins.

    stages: None where facts of several types are in it.
    """
    codes = "" if stages else " Codes: event_stage, sanctions_stage or count_stage, by type."
    return (
        Column(
            "fact_id",
            "Id of the fact: constant, never reused.",
            "id",
            title="Fact",
            references="facts.fact_id" if stages else "",
        ),
        Column("title", "What happened, in the curators' words."),
        Column("stage", f"How far it went. Filter by it before adding anything up.{codes}", codelist=stages),
        Column(
            "date",
            "When it happened, in EDTF (ISO 8601-2): a day, a month, a year, an interval. Of what is only considered, promised, "
            "demanded or discussed: when that was so. The end of an interval may be the publication of the article, which limits "
            "what it can tell.",
            lambda fact, _: str(fact.date) if isinstance(fact.date, Edtf) else None,
            empty="not stated: no article dates it",
        ),
        day(
            "date_earliest",
            "First day that the date can mean.",
            lambda fact, _: earliest(fact.date),
            (
                "not stated: no article dates it (`date` is empty), or none tells the start (`date` begins with `/`); "
                "not applicable: the start is open (`date` begins with `..`)"
            ),
        ),
        day(
            "date_latest",
            "Last day that the date can mean.",
            lambda fact, _: latest(fact.date),
            (
                "not stated: no article dates it (`date` is empty), or none tells the end (`date` ends with `/`); "
                "not applicable: the end is open (`date` ends with `..`)"
            ),
        ),
        Column(
            "date_precision",
            "Precision of the date.",
            lambda fact, _: fact.date.precision if isinstance(fact.date, Edtf) else NOT_STATED,
            codelist=codelists.DATE_PRECISION,
        ),
        Column(
            "date_span",
            "How a date longer than a day is meant.",
            codelist=codelists.DATE_SPAN,
            empty="not applicable: one day, or no date",
        ),
    )


def quantity(
    name: str,
    text: str,
    path: str = "",
    *,
    exact: str,
    inclusive: str = "",
    unit: str | None = None,
    empty: str = "",
) -> tuple[Column[Any], ...]:
    """Return the five columns of a quantity.

    text: what `<name>_text` is; path: of the quantity, by default the name; exact: when there is a number; inclusive: what
    is to be said of the bounds; empty: how it is to be read that there is no quantity.
    """
    path = path or name
    return (
        Column(f"{name}_text", text, f"{path}.text", empty=empty),
        Column(
            f"{name}_qualifier",
            "How the number is bounded.",
            f"{path}.qualifier",
            codelist=codelists.QUALIFIER,
            empty=empty,
        ),
        count(f"{name}_value", f"The number where it is {exact}.", f"{path}.value", NO_VALUE, unit=unit),
        count(f"{name}_lower", f"At least so many{inclusive}.", f"{path}.lower", NO_BOUND, unit=unit),
        count(f"{name}_upper", f"At most so many{inclusive}.", f"{path}.upper", NO_BOUND, unit=unit),
    )


def actor(
    name: str, description: str, named: str, path: str = "", empty: str = ""
) -> tuple[Column[Any], ...]:
    """Return the columns of an actor: id and name."""
    return (
        Column(name, description, path, references="actors.actor_id", empty=empty),
        name_of(f"{name}_name", named, path or name, empty=empty),
    )


def actors(name: str, description: str, empty: str = "") -> tuple[Column[Any], ...]:
    """Return the columns of several actors: ids and names."""
    return (
        Column(name, description, empty=empty),
        Column(
            f"{name}_names",
            "Their names, in the same order.",
            lambda item, view: list(map(view.name, getattr(item, name))),
            empty=empty,
        ),
    )


def name_of(name: str, description: str, path: str, empty: str = "") -> Column[Any]:
    """Return a column with the name of an actor."""
    return Column(name, description, lambda item, view: view.name(follow(item, path)), empty=empty)


def body_of(name: str, description: str, path: str, empty: str = "") -> Column[Any]:
    """Return a column with the top-level parent of an actor."""
    return Column(
        name,
        description,
        lambda item, view: view.body(follow(item, path)),
        references="actors.actor_id",
        empty=empty,
    )


# Columns that lead to the key of another table: title, and where they lead.
_KEYS = {
    "fact_id": ("Fact", "facts.fact_id"),
    "other_fact_id": ("Other fact", "facts.fact_id"),
    "claim_id": ("Claim", "claims.claim_id"),
    "seed_id": ("Article", "seeds.seed_id"),
    "deal_id": ("Deal", "deal_register.deal_id"),
    "actor_id": ("Actor", "actors.actor_id"),
    "place_id": ("Place", "places.place_id"),
}


def key(name: str, description: str, path: str = "", empty: str = "") -> Column[Any]:
    """Return a column with a foreign key."""
    title, references = _KEYS[name]
    return Column(name, description, path, title=title, references=references, empty=empty)


def count(
    name: str,
    description: str,
    fill: str | Callable[[T, View], int] = "",
    empty: str = "",
    *,
    title: str = "",
    unit: str | None = None,
    minimum: int = 0,
) -> Column[T]:
    """Return a column with a count or a position."""
    return Column(
        name, description, fill, type="integer", title=title, unit=unit, minimum=minimum, empty=empty
    )


def flag(name: str, description: str, fill: str | Callable[[T, View], bool] = "") -> Column[T]:
    """Return a column that is true or false."""
    return Column(name, description, fill, type="boolean")


def day(name: str, description: str, fill: str | Callable[[T, View], str | None], empty: str) -> Column[T]:
    """Return a column with a day."""
    return Column(name, description, fill, type="date", empty=empty)


# The columns with which the table of every type of fact ends.
FACT_TAIL: tuple[Column[Fact], ...] = (
    Column(
        "places",
        "Places, ids joined by `; `. One a row in fact_places.",
        lambda fact, _: [part.place for part in fact.places],
        empty=NOT_TOLD,
    ),
    Column(
        "place_names",
        "Their names, in the same order.",
        lambda fact, view: [view.dataset.places[part.place].name for part in fact.places],
        empty=NOT_TOLD,
    ),
    Column(
        "deal_id",
        "Deal that it belongs to.",
        "deal",
        title="Deal",
        references="deal_register.deal_id",
        empty="not stated: no article says that it is of a deal",
    ),
    Column(
        "deal_title",
        "What the deal is.",
        lambda fact, view: view.dataset.deals[fact.deal].title if fact.deal else None,
        empty="not stated: as deal_id",
    ),
    Column(
        "sources",
        "Articles and paragraphs, as `nyt-2025-12:11`, joined by `; `. One a row in claims.",
        lambda fact, _: [
            f"{seed}:{number}"
            for seed, paragraphs in sorted(fact.evidence.items())
            for number in sorted(paragraphs, key=int)
        ],
    ),
    count(
        "seed_count",
        "Articles with a claim on the figure (released, value); without a figure, on the stage of a release, the kind of a "
        "meeting, the measure of a sanctions action. "
        "Articles that retell one report are not independent: see origin_count.",
        lambda fact, view: len({claim.seed_id for claim in view.principal_claims(fact)}),
        title="Articles",
    ),
    count(
        "origin_count",
        "Origins that the articles tell apart and that bear that value out. Two officials of one government count once, "
        "and so does one report that several articles retell; an origin that is not known counts as none. Whether one "
        "origin rests on another is not always told.",
        lambda fact, view: view.origins(view.principal_claims(fact)),
        title="Origins",
    ),
    flag(
        "contested",
        "Whether articles disagree on any field of it, or it conflicts with another fact.",
        lambda fact, view: view.is_contested(fact),
    ),
    flag(
        "verified",
        "Whether a maintainer who has the articles found each of its phrases in the paragraph that it names.",
        lambda fact, view: all(map(view.is_verified, view.claims[fact.id])),
    ),
    NOTES,
)
