"""Define the tables of claims, facts and their elements."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from factpack.claims import Claim
from factpack.models import codelists
from factpack.models.parts import Link, Participant, Person, PlaceRole, Target
from factpack.models.records import Fact, Meeting, Release, Sanctions, fact_type
from factpack.tables import columns
from factpack.tables.columns import actor, code, count, day, fact_head, flag, ids, key, top_parent_of
from factpack.tables.table import Column, ForeignKey, Rows, Table
from factpack.tables.view import Element, Source, View, claims_of, elements_of, facts_of, register

_NOT_NAMED = "not stated: no article names them: see name"
_NO_NUMBER = (
    "not stated: a group of which no article gives a number; "
    "not applicable: one person or body: actor_id is filled"
)
_NO_ORIGIN = "not stated: nobody is credited, and the publisher is not known"


def _called(item: Element[Any, Any], view: View) -> str:
    return view.called(item.value)


CLAIMS = Table[Claim](
    "claims",
    "A row is what one article says, by one phrase, on one field (and element) of one fact.",
    Rows(claims_of, key=("claim_id",), tier=1),
    Column(
        "claim_id",
        "Fact, article, paragraph and field, joined by colons; from the second claim on, also a number.",
    ),
    key("fact_id", "The fact."),
    Column("field", "The field that it is about."),
    Column("element", "The part of the field that it is about.", empty=columns.NO_PARTS),
    Column(
        "value",
        "The value according to the article: the record's value, or another; `unknown` if the article says so.",
    ),
    key("seed_id", "The article."),
    count("paragraph", "Number of the paragraph, counted from 1, split at blank lines.", minimum=1),
    Column("phrase", "The words that state it, verbatim. They belong to the article's publisher."),
    ids(
        "attributed_to", "The actors whom the article credits,", columns.NOBODY_CREDITED, "claim_attributions"
    ),
    key(
        "via",
        "The report or outlet that the article relays.",
        empty="not applicable: the article's own reporting",
    ),
    key(
        "origin",
        "The ultimate source: the first actor credited, otherwise the report relayed, otherwise the publisher.",
        empty=_NO_ORIGIN,
    ),
    code(
        "origin_kind",
        "The kind of the origin; `unnamed` for a source that the article does not name.",
        codelists.ACTOR_KIND,
        lambda claim, view: view.dataset.actors[claim.origin].kind if claim.origin else None,
        _NO_ORIGIN,
    ),
    code("agreement", "How it compares with the record's value.", codelists.AGREEMENT),
    code("basis", "Whether the phrase says it.", codelists.BASIS),
    code(
        "date_basis",
        "How a date is known; computed from the phrase and the article's own date.",
        codelists.DATE_BASIS,
        empty="stated unknown: the value is `unknown`; not applicable: no claim on a date",
    ),
    Column(
        "inference",
        "Why, where the phrase alone does not say it.",
        empty="not applicable: the phrase says it",
    ),
    flag(
        "verified",
        "Whether a maintainer with access to the article found the phrase in that paragraph.",
        lambda claim, view: (claim.fact_id, *claim.pointer[1:]) in view.verified,
    ),
    foreign_keys=(ForeignKey(("seed_id", "paragraph"), "paragraphs", ("seed_id", "paragraph")),),
)

FACTS = Table[Fact](
    "facts",
    "A row is one fact of any type: the index that the other tables join. Withdrawn facts are in it, and in no other but `withdrawn`.",
    Rows(register("facts"), key=("fact_id",), tier=2),
    fact_head(),
    code(
        "fact_type",
        "The type, and the table that has the rest.",
        codelists.FACT_TYPE,
        lambda fact, _: fact_type(fact),
    ),
    flag("withdrawn", "Whether it is withdrawn.", lambda fact, _: fact.withdrawn is not None),
    columns.NOTES,
    Column(
        "file", "The YAML file that it is curated in.", lambda fact, view: view.dataset.fact_path(fact.id)
    ),
)


class _Relation(NamedTuple):
    """How one fact relates to another, with the claims."""

    fact_id: str
    relation: str
    other_fact_id: str
    link: Link
    claims: list[Claim]

    @property
    def basis(self) -> str:
        return "inferred" if all(claim.inference for claim in self.claims) else "stated"

    @property
    def otherwise(self) -> list[str]:
        against = [claim for claim in self.claims if claim.agreement == "conflict"]
        return [f"{claim.value} ({claim.seed_id}:{claim.paragraph})" for claim in against]


def _relations(view: View) -> list[tuple[Source, _Relation]]:
    found = []
    for fact in view.active:
        for at, link in enumerate(fact.links):
            ends = [(fact.id, link.relation, link.fact)]
            if back := codelists.INVERSE_RELATIONS.get(link.relation):
                ends.append((link.fact, back, fact.id))
            claims = view.claims_on(fact, "links", link.fact)
            found += [(view.source(fact, "links", at), _Relation(*end, link, claims)) for end in ends]
    return sorted(found, key=lambda row: row[1][:3])


LINKS = Table[_Relation](
    "links",
    "A row is a relation of one fact to another. Symmetric relations, and `follows` with `precedes`, have a row in each direction.",
    Rows(_relations, key=("fact_id", "relation", "other_fact_id"), tier=2),
    key("fact_id", "The fact."),
    code("relation", "How it relates to the other.", codelists.LINK_RELATION),
    key("other_fact_id", "The other fact."),
    code("basis", "Whether an article says so.", codelists.BASIS),
    flag("contested", "Whether an article says otherwise.", lambda item, _: bool(item.otherwise)),
    Column(
        "otherwise",
        "What an article says otherwise, of the side that the record has, as `follows (nyt-2025-12:5)`, joined by `; `.",
        empty="not applicable: no article says otherwise",
    ),
    Column(
        "inference",
        "The reason, if no article says so.",
        "link.inference",
        "not applicable: an article says so: see claims on `links`",
    ),
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
    Column("name", "The actor's name, or what the article calls those whom it does not name.", _called),
    flag(
        "named",
        "Whether an article names the participant, as a person or an organization. An actor of kind `unnamed` is not named.",
        lambda item, view: view.is_named(item.value),
    ),
    Column("number_text", "How many, if it is a group.", "value.number.text", _NO_NUMBER),
    count("number_low", "At least this many.", "value.number.low", _NO_NUMBER),
    count("number_high", "At most this many.", "value.number.high", _NO_NUMBER),
    key("side", "The actor on whose side the participant was.", "value.side", columns.NOT_REPORTED),
    Column(
        "capacity", "The capacity in which the participant took part.", "value.capacity", columns.NOT_REPORTED
    ),
    title="Participants of meetings",
)

MEETING_TOPICS = Table[Element[Meeting, str]](
    "meeting_topics",
    "A row is a topic of a meeting.",
    Rows(elements_of(facts_of(Meeting), "topics"), key=("fact_id", "topic"), tier=2),
    key("fact_id", "The meeting.", "owner.id"),
    code("topic", "What it was about.", codelists.TOPIC, "value"),
    title="Topics of meetings",
)


def _was_freed(item: Element[Release, Person], _: View) -> bool | None:
    """Return whether a person was freed; None if unconfirmed."""
    if item.value.outcome == "not_freed":
        return False
    return columns.occurred(item.owner) if item.value.outcome == "freed" else None


RELEASED_PERSONS = Table[Element[Release, Person]](
    "released_persons",
    "A row is a person of whom an article says whether he or she was freed. `outcome` says what became of the person.",
    Rows(elements_of(facts_of(Release), "persons"), key=("fact_id", "element"), tier=2),
    key("fact_id", "The release.", "owner.id"),
    Column("element", "Key of the person, its element in claims.", "value.key"),
    key("actor_id", "The person.", "value.actor", _NOT_NAMED),
    Column("name", "The person's name, or what the article calls a person whom it does not name.", _called),
    code("outcome", "What became of the person.", codelists.OUTCOME, "value.outcome"),
    flag(
        "occurred",
        "Whether the person was freed: true only if an article says so of a release that took place.",
        _was_freed,
        "not stated: only implied, or the release is only claimed or implied",
    ),
    key("citizenship", "The state whose citizen the person is.", "value.citizenship", columns.NOT_REPORTED),
    title="Persons in releases",
)

SANCTIONS_TARGETS = Table[Element[Sanctions, Target]](
    "sanctions_targets",
    "A row is a target of a sanctions action: a sector or an actor.",
    Rows(elements_of(facts_of(Sanctions), "targets"), key=("fact_id", "element"), tier=2),
    key("fact_id", "The sanctions action.", "owner.id"),
    Column("element", "Key of the target, its element in claims.", "value.key"),
    code("sector", "The sector.", codelists.SECTOR, "value.sector", "not applicable: an actor"),
    key("actor_id", "The actor.", "value.actor", "not applicable: a sector"),
    Column("name", "The sector, or the actor's name.", _called),
    title="Targets of sanctions actions",
)

_ROLES = (
    *("proposed_by", "claimed_by", "released_by", "received_by", "actors", "addressee", "announced_by"),
    *("subject", "according_to"),
)


def _fact_actors(view: View) -> Iterator[tuple[Source, Element[Fact, str]]]:
    for fact, role in product(view.active, _ROLES):
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
    actor("actor_id", "The actor.", "The actor's name.", "value"),
    top_parent_of("The top-level parent of the actor.", "value"),
    title="Actors of releases, sanctions actions and counts",
)

FACT_PLACES = Table[Element[Fact, PlaceRole]](
    "fact_places",
    "A row is a place of a fact, and what happened there.",
    Rows(elements_of(facts_of(Fact), "places"), key=("fact_id", "place_id"), tier=2),
    key("fact_id", "The fact.", "owner.id"),
    actor("place_id", "The place.", "Its name.", "value.place"),
    code("role", "What happened there.", codelists.PLACE_ROLE, "value.role"),
    title="Places of facts",
)


CLAIM_ATTRIBUTIONS = Table[Element[Claim, str]](
    "claim_attributions",
    "A row is an actor whom an article credits with a claim; position 1 is the origin.",
    Rows(elements_of(claims_of, "attributed_to"), key=("claim_id", "actor_id"), tier=2),
    key("claim_id", "The claim.", "owner.claim_id"),
    actor("actor_id", "The actor credited.", "The actor's name.", "value"),
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
    day("date", "The day of the withdrawal.", "owner.withdrawn.date"),
    Column("reason", "Why.", "owner.withdrawn.reason"),
    key("replaced_by", "A fact that replaces it.", "value", "not applicable: nothing does"),
    title="Withdrawn facts",
)
