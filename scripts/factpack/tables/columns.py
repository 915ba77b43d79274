"""Columns that several tables have."""

from collections.abc import Callable
from typing import Any, TypeVar

from factpack.models import codelists
from factpack.models.codelists import Codelist
from factpack.models.edtf import Edtf
from factpack.models.parts import PlaceRole
from factpack.models.records import Fact, stage_of
from factpack.tables.table import Column, ColumnType, follow
from factpack.tables.view import View

T = TypeVar("T")

NO_BOUND = (
    "not stated: no number is given, or none that bounds it on this side; "
    "not applicable: a vague word or an approximate number has no bounds"
)
NO_VALUE = (
    "not stated: no number is given; "
    "not applicable: a bound or a vague word instead of a number: see the qualifier"
)
NOT_REPORTED = "not stated: no article says"
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


def occurred(fact: Fact) -> bool | None:
    """Return whether a fact occurred; None if unconfirmed.

    None for a count, too.
    """
    stage = stage_of(fact)
    return None if stage in ("claimed", "implied", "reported") else stage in ("carried_out", "in_force")


OCCURRED: Column[Any] = Column(
    "occurred",
    "True if it took place or is in force; false if it was only proposed, announced or discussed. Filter by it first.",
    lambda fact, _: occurred(fact),
    type="boolean",
    empty="not stated: only claimed or implied; not applicable: a count",
)


def fact_head(stages: Codelist | None = None, has_occurred: bool = True) -> tuple[Column[Fact], ...]:
    """Return the first columns of a table of facts.

    stages: None where facts of several types are in it; has_occurred: not in tables of counts.
    """
    codes = "" if stages else " Codes: release_stage, meeting_stage, sanctions_stage or count_stage, by type."
    return (
        Column(
            "fact_id",
            "Id of the fact: constant, never reused.",
            "id",
            title="Fact",
            references="facts.fact_id" if stages else "",
        ),
        Column("title", "What happened, in the curators' words."),
        Column("stage", f"How far it went.{codes}", codelist=stages),
        *((OCCURRED,) if has_occurred else ()),
        Column(
            "date",
            "When it happened, in EDTF (ISO 8601-2): a day, a month, a year, an interval. If it was only considered, promised, "
            "demanded or discussed: when that was so. The end of an interval may be the publication of the article.",
            lambda fact, _: str(fact.date) if isinstance(fact.date, Edtf) else None,
            empty="not stated: no article dates it",
        ),
        day(
            "date_earliest",
            "First day that the date can mean.",
            lambda fact, _: earliest(fact.date),
            (
                "not stated: no article dates it (`date` is empty), or none states the start (`date` begins with `/`); "
                "not applicable: the start is open (`date` begins with `..`)"
            ),
        ),
        day(
            "date_latest",
            "Last day that the date can mean.",
            lambda fact, _: latest(fact.date),
            (
                "not stated: no article dates it (`date` is empty), or none states the end (`date` ends with `/`); "
                "not applicable: the end is open (`date` ends with `..`)"
            ),
        ),
        Column(
            "date_span",
            "How a date longer than a day is meant.",
            codelist=codelists.DATE_SPAN,
            empty="not applicable: one day, or no date",
        ),
        day(
            "sort_date",
            "A day to sort by: the latest that the date can mean, else the earliest. Never filter by it.",
            lambda fact, _: latest(fact.date) or earliest(fact.date),
            "not stated: no article dates it",
        ),
    )


def quantity(
    name: str,
    text: str,
    path: str = "",
    *,
    unit: str | None = None,
    number: ColumnType = "integer",
    empty: str = "",
) -> tuple[Column[Any], ...]:
    """Return the five columns of a quantity.

    text: what `<name>_text` is; path: of the quantity, by default the name; number: the type of its numbers; empty: how it is
    to be read that there is no quantity.
    """
    path = path or name

    def part(ending: str, description: str, none: str) -> Column[Any]:
        return Column(
            f"{name}_{ending}", description, f"{path}.{ending}", type=number, unit=unit, minimum=0, empty=none
        )

    return (
        Column(f"{name}_text", text, f"{path}.text", empty=empty),
        Column(
            f"{name}_qualifier",
            "How the number is bounded.",
            f"{path}.qualifier",
            codelist=codelists.QUALIFIER,
            empty=empty,
        ),
        part("point", "The number, if it is exact or approximate (`about`). Never an estimate.", NO_VALUE),
        part("low", "The smallest number that the figure allows, inclusive.", NO_BOUND),
        part("high", "The largest number that the figure allows, inclusive.", NO_BOUND),
    )


def actor(
    name: str, description: str, named: str, path: str = "", empty: str = ""
) -> tuple[Column[Any], ...]:
    """Return the columns of an actor: id and name."""
    return (
        Column(name, description, path, references="actors.actor_id", empty=empty),
        name_of(f"{name}_name", named, path or name, empty=empty),
    )


def states(name: str, field: str, empty: str) -> Column[Any]:
    """Return a column with the states of actors."""
    return Column(
        name,
        f"The states that `{field}` belong to or act for, ids joined by `; `. Filter by this.",
        lambda item, view: view.states(getattr(item, field)),
        empty=empty,
    )


def name_of(name: str, description: str, path: str, empty: str = "") -> Column[Any]:
    """Return a column with the name of an actor."""
    return Column(name, description, lambda item, view: view.name(follow(item, path)), empty=empty)


def top_parent_of(name: str, description: str, path: str, empty: str = "") -> Column[Any]:
    """Return a column with the top-level parent of an actor."""
    return Column(
        name,
        description,
        lambda item, view: view.top_parent(follow(item, path)),
        references="actors.actor_id",
        empty=empty,
    )


# Columns that lead to the key of another table: title, and where they lead.
_KEYS = {
    "fact_id": ("Fact", "facts.fact_id"),
    "other_fact_id": ("Other fact", "facts.fact_id"),
    "claim_id": ("Claim", "claims.claim_id"),
    "seed_id": ("Article", "seeds.seed_id"),
    "deal_id": ("Deal", "deals.deal_id"),
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
    fill: str | Callable[[T, View], int | None] = "",
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


def number(name: str, description: str, fill: str, empty: str = "") -> Column[Any]:
    """Return a column with a number."""
    return Column(name, description, fill, type="number", empty=empty)


def flag(
    name: str, description: str, fill: str | Callable[[T, View], bool | None] = "", empty: str = ""
) -> Column[T]:
    """Return a column that is true or false."""
    return Column(name, description, fill, type="boolean", empty=empty)


def day(name: str, description: str, fill: str | Callable[[T, View], str | None], empty: str) -> Column[T]:
    """Return a column with a day."""
    return Column(name, description, fill, type="date", empty=empty)


def _place(part: PlaceRole, view: View) -> str:
    return f"{view.place(part.place)} ({part.role})"


PLACES_WITH_ROLES: Column[Fact] = Column(
    "places",
    "Places and what happened there, as `Minsk (venue)`, joined by `; `. One per row in `fact_places`.",
    lambda fact, view: [_place(part, view) for part in fact.places],
    empty=NOT_REPORTED,
)


def related(name: str, description: str) -> Column[Fact]:
    """Return a column with facts linked by a relation."""
    return Column(
        name,
        f"{description} Ids joined by `; `. One per row in `links`.",
        lambda fact, view: view.related(fact, name),
        empty="not applicable: no such fact",
    )


def origin_count(name: str, what: str, field: str, empty: str = "") -> Column[Fact]:
    """Return a column that counts named origins."""
    return count(
        name,
        f"Named origins that state {what}. `origins` lists those of the row; origins that the articles do not name count as none.",
        lambda fact, view: (
            None if empty and not view.claims_on(fact, field) else len(view.origins_of(fact, field))
        ),
        empty,
    )


def fact_tail(field: str, name: str, what: str, empty: str = "") -> tuple[Column[Fact], ...]:
    """Return the last columns of a table of facts.

    field: the principal one; name: the column that counts its origins; what: that they state; empty: when there is no count.
    """
    return (
        Column(
            "contested_fields",
            "Fields on which articles conflict, which an article says is unknown, or whose figure another fact conflicts "
            "with, joined by `; `. `claims` has what each article says.",
            lambda fact, view: view.contested_fields(fact),
            empty="not applicable: nobody says otherwise",
        ),
        Column(
            "inferred_fields",
            "Fields among figure, date, stage, actors, kind and measure with a value that no phrase states, joined by `; `. "
            "The claims have the inference.",
            lambda fact, view: view.inferred_fields(fact),
            empty="not applicable: a phrase states each",
        ),
        origin_count(name, what, field, empty),
        origin_count("date_origin_count", "the date", "date", "not stated: no article dates it"),
        Column(
            "origins",
            f"The named origins of {what}, ids joined by `; `.",
            lambda fact, view: view.origins_of(fact, field),
            empty="not stated: no article names its source",
        ),
        Column(
            "sources",
            "Articles and paragraphs, as `nyt-2025-12:11`, joined by `; `. One per row in `claims`.",
            lambda fact, _: [
                f"{seed}:{number}"
                for seed, paragraphs in sorted(fact.evidence.items())
                for number in sorted(paragraphs, key=int)
            ],
        ),
        NOTES,
    )
