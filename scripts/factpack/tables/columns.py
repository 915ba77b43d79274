"""Define columns that several tables share."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Any

from factpack.claims import Claim, named_origins, top_parent
from factpack.models import codelists
from factpack.models.codelists import Codelist
from factpack.models.records import Fact, stage_of
from factpack.models.types import NOT_STATED
from factpack.tables.table import Column, ColumnType, follow

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
NO_PARTS = "not applicable: the field has no parts"
NO_NOTE = "not applicable: nothing to note"
NO_SOURCE = "not stated: no article names its source"
NO_DATE = "not stated: no article dates it"

# --- columns of one kind ---------------------------------------------------------------------------------------------

# A count or a position; a number; true or false; a day.
count: Callable[..., Column[Any]] = partial(Column, type="integer", minimum=0)
number: Callable[..., Column[Any]] = partial(Column, type="number")
flag: Callable[..., Column[Any]] = partial(Column, type="boolean")
day: Callable[..., Column[Any]] = partial(Column, type="date")

# Foreign keys without the name of their register in theirs. Any other without it refers to an actor.
_KEYS = {"other_fact_id": "facts.fact_id", "replaced_by": "facts.fact_id", "follows": "deals.deal_id"}


def key(name: str, description: str, fill: Any = "", empty: str = "") -> Column[Any]:
    """Return a column with a foreign key."""
    stem = name.removesuffix("_id")
    references = _KEYS.get(name) or (f"{stem}s.{name}" if stem != name else "actors.actor_id")
    title = "Article" if stem == "seed" else stem.replace("_", " ").capitalize()
    return Column(name, description, fill, empty, title=title, references=references)


def code(name: str, description: str, codelist: Codelist, fill: Any = "", empty: str = "") -> Column[Any]:
    """Return a column with the codes of a list."""
    return Column(name, description, fill, empty, codelist=codelist)


def actor(
    name: str, description: str, named: str, path: str = "", empty: str = ""
) -> tuple[Column[Any], ...]:
    """Return the columns of an actor or place: id, name."""
    of_name = "name" if name.endswith("_id") else f"{name}_name"
    of_id = key(name, description, path, empty)
    return of_id, Column(of_name, named, lambda item, view: view.names.get(follow(item, path or name)), empty)


def ids(name: str, what: str, empty: str, child: str = "", fill: Any = "") -> Column[Any]:
    """Return a column with ids, one per row in `child`."""
    rest = f" One per row in `{child}`." if child else ""
    return Column(name, f"{what} ids joined by `; `.{rest}", fill, empty)


def top_parent_of(description: str, path: str) -> Column[Any]:
    """Return a column with the top-level parent of an actor."""
    return key("top_parent", description, lambda item, view: top_parent(follow(item, path), view.dataset))


def states(name: str, field: str, empty: str) -> Column[Any]:
    """Return a column with the states of actors."""

    def fill(item: Any, view: Any) -> list[str]:
        parents = dict.fromkeys(top_parent(actor_id, view.dataset) for actor_id in getattr(item, field))
        return [parent for parent in parents if view.dataset.actors[parent].kind == "state"]

    text = f"The states that `{field}` belong to or act for, ids joined by `; `. Filter by this."
    return Column(name, text, fill, empty)


def quantity(
    name: str, text: str, path: str = "", *, unit: str | None = None, number: ColumnType = "integer"
) -> tuple[Column[Any], ...]:
    """Return the five columns of a quantity.

    text: what `<name>_text` is; path: of the quantity, by default the name; number: the type of its numbers.
    """
    path = path or name
    numbers = {
        "point": ("The number, if it is exact or approximate (`about`). Never an estimate.", NO_VALUE),
        "low": ("The smallest number that the figure allows, inclusive.", NO_BOUND),
        "high": ("The largest number that the figure allows, inclusive.", NO_BOUND),
    }
    return (
        Column(f"{name}_text", text, f"{path}.text"),
        code(f"{name}_qualifier", "How the number is bounded.", codelists.QUALIFIER, f"{path}.qualifier"),
        *(
            Column(f"{name}_{end}", about, f"{path}.{end}", empty, type=number, unit=unit, minimum=0)
            for end, (about, empty) in numbers.items()
        ),
    )


# --- columns of facts ------------------------------------------------------------------------------------------------


def occurred(fact: Fact) -> bool | None:
    """Return whether a fact occurred; None: unconfirmed, or a count."""
    stage = stage_of(fact)
    return None if stage in ("claimed", "implied", "reported") else stage in ("carried_out", "in_force")


def occurred_of(path: str) -> Column[Any]:
    """Return a column that says whether a fact occurred."""
    return flag(
        "occurred",
        "True if it took place or is in force; false if it was only proposed, announced or discussed. Filter by it first.",
        lambda item, _: occurred(follow(item, path) if path else item),
        "not stated: only claimed or implied; not applicable: a count",
    )


def speakers(claims: Iterable[Claim], origins: bool = False) -> list[str]:
    """Return the actors that articles credit with claims.

    origins: whether a claim credited to nobody counts for its origin.
    """
    names = (claim.attributed_to or ([claim.origin] if origins else []) for claim in claims)
    return list(dict.fromkeys(filter(None, chain.from_iterable(names))))


NOTES: Column[Any] = Column("notes", "The curators' notes for readers.", empty=NO_NOTE)
STAGE_CODES = "Codes: release_stage, meeting_stage, sanctions_stage or count_stage, by type."


def fact_head(stages: Codelist | None = None, has_occurred: bool = True) -> tuple[Column[Any], ...]:
    """Return the first columns of a table of facts.

    stages: None in a table of several types; has_occurred: false in a table of counts.
    """
    return (
        key("fact_id", "Id of the fact: constant, never reused.", "id"),
        Column("title", "What happened, in the curators' words."),
        Column("stage", "How far it went." if stages else f"How far it went. {STAGE_CODES}", codelist=stages),
        *((occurred_of(""),) if has_occurred else ()),
        Column(
            "date",
            "When it happened, in EDTF (ISO 8601-2): a day, a month, a year, an interval. If it was only considered, promised, "
            "demanded or discussed: when that was so. The end of an interval may be the publication of the article.",
            lambda fact, _: None if fact.date == NOT_STATED else fact.date,
            NO_DATE,
        ),
        day(
            "date_earliest",
            "First day that the date can mean.",
            "date.earliest",
            f"{NO_DATE} (`date` is empty), or none states the start (`date` begins with `/`); "
            "not applicable: the start is open (`date` begins with `..`)",
        ),
        day(
            "date_latest",
            "Last day that the date can mean.",
            "date.latest",
            f"{NO_DATE} (`date` is empty), or none states the end (`date` ends with `/`); "
            "not applicable: the end is open (`date` ends with `..`)",
        ),
        code(
            "date_span",
            "How a date longer than a day is meant.",
            codelists.DATE_SPAN,
            empty="not applicable: one day, or no date",
        ),
        day(
            "sort_date",
            "A day to sort by: the latest that the date can mean, else the earliest. Never filter by it.",
            lambda fact, _: follow(fact, "date.latest") or follow(fact, "date.earliest"),
            NO_DATE,
        ),
    )


PLACES: Column[Any] = Column(
    "places",
    "Places and what happened there, as `Minsk (venue)`, joined by `; `. One per row in `fact_places`.",
    lambda fact, view: [f"{view.names[part.place]} ({part.role})" for part in fact.places],
    NOT_REPORTED,
)


def related(name: str, description: str) -> Column[Any]:
    """Return a column with facts linked by a relation."""
    return Column(
        name,
        f"{description} Ids joined by `; `. One per row in `links`.",
        lambda fact, view: sorted(view.linked.get((fact.id, name), ())),
        "not applicable: no such fact",
    )


def _origin_count(name: str, what: str, field: str, empty: str = "") -> Column[Any]:
    return count(
        name,
        f"Named origins that state {what}. `origins` lists those of the row; origins that the articles do not name count as none.",
        lambda fact, view: (
            None
            if empty and not view.claims_on(fact, field)
            else len(named_origins(view.claims_on(fact, field), view.dataset))
        ),
        empty,
    )


def fact_tail(field: str, name: str, what: str, empty: str = "") -> tuple[Column[Any], ...]:
    """Return the last columns of a table of facts.

    field: the principal field; name: the column that counts its origins; what: what they state; empty: why there is no count.
    """
    return (
        Column(
            "contested_fields",
            "Fields on which articles conflict, which an article says is unknown, or whose figure another fact conflicts "
            "with, joined by `; `. `claims` has what each article says.",
            lambda fact, view: view.contested_fields(fact),
            "not applicable: nobody says otherwise",
        ),
        Column(
            "inferred_fields",
            "Fields among figure, date, stage, actors, kind and measure with a value that no phrase states, joined by `; `. "
            "The claims have the inference.",
            lambda fact, view: view.inferred_fields(fact),
            "not applicable: a phrase states each",
        ),
        _origin_count(name, what, field, empty),
        _origin_count("date_origin_count", "the date", "date", NO_DATE),
        ids(
            "origins",
            f"The named origins of {what},",
            NO_SOURCE,
            fill=lambda fact, view: named_origins(view.claims_on(fact, field), view.dataset),
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
