"""Tier 2: the elements of facts and claims."""

from collections.abc import Iterator

from factpack.claims import Claim
from factpack.models import codelists
from factpack.models.parts import Participant, Person, PlaceRole, Target
from factpack.models.records import Fact, Meeting, Release, Sanctions
from factpack.tables.columns import (
    NOT_REPORTED,
    count,
    flag,
    key,
    name_of,
    occurred,
    top_parent_of,
)
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Element, Source, View, claims_of, elements_of, facts_of, register

_NOT_NAMED = "not stated: no article names them: see name"
_NO_NUMBER = (
    "not stated: a group of which no article gives a number; "
    "not applicable: one person or body: actor_id is filled"
)

REMARKS = Table[Element[Fact, str]](
    "remarks",
    "A row is something else that articles say about a fact.",
    Rows(elements_of(facts_of(Fact), "remarks"), key=("fact_id", "element"), tier=2),
    key("fact_id", "The fact.", "owner.id"),
    Column("element", "Key of the remark, its element in claims.", "key"),
    Column("remark", "What they say, in the curators' words.", "value"),
)

PARTICIPANTS = Table[Element[Meeting, Participant]](
    "participants",
    "A row is somebody who took part in a meeting: a known actor, or a group that the articles do not name.",
    Rows(elements_of(facts_of(Meeting), "participants"), key=("fact_id", "element"), tier=2),
    key("fact_id", "The meeting.", "owner.id"),
    Column("element", "Key of the participant, its element in claims.", "value.key"),
    key("actor_id", "The actor.", "value.actor", _NOT_NAMED),
    Column(
        "name",
        "The actor's name, or what the article calls those whom it does not name.",
        lambda item, view: view.name(item.value.actor) or item.value.label,
    ),
    flag(
        "named",
        "Whether an article names the participant, as a person or an organization. An actor of kind `unnamed` is not named.",
        lambda item, view: view.is_named(item.value),
    ),
    Column("number_text", "How many, if it is a group.", "value.number.text", empty=_NO_NUMBER),
    count("number_low", "At least this many.", "value.number.low", _NO_NUMBER),
    count("number_high", "At most this many.", "value.number.high", _NO_NUMBER),
    Column(
        "side",
        "The actor on whose side the participant was.",
        "value.side",
        references="actors.actor_id",
        empty=NOT_REPORTED,
    ),
    Column(
        "capacity", "The capacity in which the participant took part.", "value.capacity", empty=NOT_REPORTED
    ),
    title="Participants of meetings",
)

MEETING_TOPICS = Table[Element[Meeting, str]](
    "meeting_topics",
    "A row is a topic of a meeting.",
    Rows(elements_of(facts_of(Meeting), "topics"), key=("fact_id", "topic"), tier=2),
    key("fact_id", "The meeting.", "owner.id"),
    Column("topic", "What it was about.", "value", codelist=codelists.TOPIC),
    title="Topics of meetings",
)


def _was_freed(item: Element[Release, Person]) -> bool | None:
    """Return whether a person was freed; None if unconfirmed."""
    if item.value.outcome == "not_freed":
        return False
    return occurred(item.owner) if item.value.outcome == "freed" else None


RELEASED_PERSONS = Table[Element[Release, Person]](
    "released_persons",
    "A row is a person of whom an article says whether he or she was freed. `outcome` says what became of the person.",
    Rows(elements_of(facts_of(Release), "persons"), key=("fact_id", "element"), tier=2),
    key("fact_id", "The release.", "owner.id"),
    Column("element", "Key of the person, its element in claims.", "value.key"),
    key("actor_id", "The person.", "value.actor", _NOT_NAMED),
    Column(
        "name",
        "The person's name, or what the article calls a person whom it does not name.",
        lambda item, view: view.name(item.value.actor) or item.value.label,
    ),
    Column("outcome", "What became of the person.", "value.outcome", codelist=codelists.OUTCOME),
    flag(
        "occurred",
        "Whether the person was freed: true only if an article says so of a release that took place.",
        lambda item, _: _was_freed(item),
        "not stated: only implied, or the release is only claimed or implied",
    ),
    Column(
        "citizenship",
        "The state whose citizen the person is.",
        "value.citizenship",
        references="actors.actor_id",
        empty=NOT_REPORTED,
    ),
    title="Persons in releases",
)

SANCTIONS_TARGETS = Table[Element[Sanctions, Target]](
    "sanctions_targets",
    "A row is a target of a sanctions action: a sector or an actor.",
    Rows(elements_of(facts_of(Sanctions), "targets"), key=("fact_id", "element"), tier=2),
    key("fact_id", "The sanctions action.", "owner.id"),
    Column("element", "Key of the target, its element in claims.", "value.key"),
    Column(
        "sector", "The sector.", "value.sector", codelist=codelists.SECTOR, empty="not applicable: an actor"
    ),
    key("actor_id", "The actor.", "value.actor", "not applicable: a sector"),
    Column(
        "name",
        "The sector, or the actor's name.",
        lambda item, view: view.name(item.value.actor) or item.value.sector,
    ),
    title="Targets of sanctions actions",
)

_ROLES = (
    "proposed_by",
    "claimed_by",
    "released_by",
    "received_by",
    "actors",
    "addressee",
    "announced_by",
    "subject",
    "according_to",
)


def _fact_actors(view: View) -> Iterator[tuple[Source, Element[Fact, str]]]:
    for fact in view.active:
        for role in _ROLES:
            content = getattr(fact, role, None) or []
            for actor_id in [content] if isinstance(content, str) else content:
                yield view.source(fact, role), Element(fact, role, actor_id)


FACT_ACTORS = Table[Element[Fact, str]](
    "fact_actors",
    "A row is an actor in a role of a fact. Participants of meetings are in `participants`.",
    Rows(_fact_actors, key=("fact_id", "role", "actor_id"), tier=2),
    key("fact_id", "The fact.", "owner.id"),
    Column(
        "role",
        "The field that names the actor: released_by, received_by, actors, addressee and others.",
        "key",
    ),
    key("actor_id", "The actor.", "value"),
    name_of("name", "The actor's name.", "value"),
    top_parent_of("top_parent", "The top-level parent of the actor.", "value"),
    title="Actors of releases, sanctions actions and counts",
)

FACT_PLACES = Table[Element[Fact, PlaceRole]](
    "fact_places",
    "A row is a place of a fact, and what happened there.",
    Rows(elements_of(facts_of(Fact), "places"), key=("fact_id", "place_id"), tier=2),
    key("fact_id", "The fact.", "owner.id"),
    key("place_id", "The place.", "value.place"),
    Column("name", "Its name.", lambda item, view: view.place(item.value.place)),
    Column("role", "What happened there.", "value.role", codelist=codelists.PLACE_ROLE),
    title="Places of facts",
)


CLAIM_ATTRIBUTIONS = Table[Element[Claim, str]](
    "claim_attributions",
    "A row is an actor whom an article credits with a claim; position 1 is the origin.",
    Rows(elements_of(claims_of, "attributed_to"), key=("claim_id", "actor_id"), tier=2),
    key("claim_id", "The claim.", "owner.claim_id"),
    key("actor_id", "The actor credited.", "value"),
    name_of("name", "The actor's name.", "value"),
    count("position", "The order in which they are credited, from the origin on.", "key", minimum=1),
    title="Whom claims are credited to",
)


def _withdrawn(view: View) -> Iterator[tuple[Source, Element[Fact, str | None]]]:
    for _, fact in register("facts")(view):
        if fact.withdrawn is not None:
            for position, replacement in enumerate(fact.withdrawn.replaced_by or [None], 1):
                yield view.source(fact, "withdrawn"), Element(fact, position, replacement)


WITHDRAWN = Table[Element[Fact, str | None]](
    "withdrawn",
    "A row is a withdrawn fact, once for each fact that replaces it. Ids are never deleted or reused.",
    Rows(_withdrawn, key=("fact_id", "position"), tier=2),
    key("fact_id", "The fact.", "owner.id"),
    count("position", "Number of the row for this fact.", "key", minimum=1),
    Column("date", "The day of the withdrawal.", "owner.withdrawn.date", type="date"),
    Column("reason", "Why.", "owner.withdrawn.reason"),
    Column(
        "replaced_by",
        "A fact that replaces it.",
        "value",
        references="facts.fact_id",
        empty="not applicable: nothing does",
    ),
    title="Withdrawn facts",
)
