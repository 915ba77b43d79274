"""Tier 2: the rest about facts."""

from dataclasses import dataclass

from factpack.models import codelists
from factpack.tables.columns import Empty, ForeignKey, Row, column
from factpack.tables.facts import (
    DEAL_KEY,
    FACT_KEY,
    NO_BOUND,
    NO_NOTE,
    NO_VALUE,
    NOBODY_CREDITED,
    NOT_STATED,
    Head,
)

OTHER_FACT_KEY = ForeignKey(("other_fact_id",), "facts", ("fact_id",))
ACTOR_KEY = ForeignKey(("actor_id",), "actors", ("actor_id",))
CITIZENSHIP_KEY = ForeignKey(("citizenship",), "actors", ("actor_id",))
PLACE_KEY = ForeignKey(("place_id",), "places", ("place_id",))
BODY_KEY = ForeignKey(("body",), "actors", ("actor_id",))

_NOT_NAMED = Empty(not_stated="no article names them: see name")
_NO_NUMBER = Empty(
    not_stated="a group of which no article gives a number",
    not_applicable="one person or body: actor_id is filled",
)
_NO_CITIZENSHIP = Empty(
    not_stated="a part by citizenship of which no article names the state",
    not_applicable="a part by something else",
)
_NO_ARRIVAL = Empty(
    not_stated="a part by arrival of which no article names the place",
    not_applicable="a part by something else",
)


@dataclass(kw_only=True)
class FactRow(Head):
    """A row of `facts`."""

    table = "facts"
    heading = "Facts"
    about = "A row is one fact of any type: the index that the other tables join. Withdrawn facts are in it, and in no other but `withdrawn`."
    tier = 2
    primary_key = ("fact_id",)

    fact_type: str = column("The type, and the table that has the rest.", codelist=codelists.FACT_TYPE)
    withdrawn: bool = column("Whether it no longer stands.")
    notes: str | None = column("The curators' notes for readers.", empty=NO_NOTE)
    file: str = column("The YAML file that it is curated in.")


@dataclass(kw_only=True)
class ValueRow(Row):
    """A row of `values`."""

    table = "values"
    heading = "Values and how they stand"
    about = "A row is one value of a fact, and how it stands: how many claims, how many articles, how many independent origins, whether they agree."
    tier = 2
    primary_key = ("fact_id", "path")
    foreign_keys = (FACT_KEY,)

    fact_id: str = column("The fact.", title="Fact")
    path: str = column("Field and element, joined by a dot.")
    field: str = column("The field.")
    element: str | None = column(
        "The part of the field.", empty=Empty(not_applicable="the field has no parts")
    )
    value: str = column("The value of the record.")
    role: str = column("`claim`: articles report it. `classification`: the curators' reading.")
    claim_count: int = column("Claims on it, whatever they say.", minimum=0)
    seed_count: int = column("Articles with a claim on it, whatever it says.", minimum=0)
    origin_count: int = column("Origins that the articles tell apart and that bear it out.", minimum=0)
    agreement: str | None = column(
        "The gravest among its claims.",
        codelist=codelists.AGREEMENT,
        empty=Empty(
            not_stated="the value is `not_stated`, and no article speaks of it",
            not_applicable="the curators' reasoning, on which no article has a claim",
        ),
    )
    conflict_between: str | None = column(
        "Between whom the conflict is.",
        codelist=codelists.CONFLICT_BETWEEN,
        empty=Empty(not_applicable="no conflict"),
    )
    method: str | None = column(
        "Why the record has this value, where articles disagree.",
        codelist=codelists.RESOLUTION_METHOD,
        empty=Empty(not_applicable="no disagreement"),
    )
    note: str | None = column(
        "The disagreement and the reason.", empty=Empty(not_applicable="no disagreement")
    )


@dataclass(kw_only=True)
class DealRow(Row):
    """A row of `deals`."""

    table = "deals"
    heading = "Deals: who gives what"
    about = "A row is what one party gives in one deal, by one fact. `stage` tells what was given from what was only weighed or claimed."
    tier = 2
    primary_key = ("deal_id", "giver", "fact_id")
    foreign_keys = (DEAL_KEY, FACT_KEY, ForeignKey(("giver",), "actors", ("actor_id",)))

    deal_id: str = column("The deal.", title="Deal")
    deal_title: str = column("What the deal is.")
    giver: str = column("The party that gives.")
    giver_name: str = column("Its name.")
    receiver: str | None = column(
        "The other parties, ids joined by `; `.", empty=Empty(not_applicable="no other party")
    )
    receiver_names: str | None = column(
        "Their names, in the same order.", empty=Empty(not_applicable="no other party")
    )
    fact_id: str = column("The fact by which it gives.", title="Fact")
    fact_type: str = column("Its type.", codelist=codelists.FACT_TYPE)
    fact_title: str = column("What it gives.")
    stage: str = column("How far it went. Codes: event_stage or sanctions_stage, by type.")
    according_to: str | None = column(
        "Whom the articles credit with saying that it is of the deal, ids joined by `; `.",
        empty=NOBODY_CREDITED,
    )


@dataclass(kw_only=True)
class BreakdownRow(Row):
    """A row of `breakdowns`."""

    table = "breakdowns"
    heading = "Breakdowns"
    about = "A row is a part of a total. Parts of one total by one aspect are summed and held against it; what does not add up stays so."
    tier = 2
    primary_key = ("fact_id", "key")
    foreign_keys = (FACT_KEY, CITIZENSHIP_KEY, PLACE_KEY)

    fact_id: str = column("The fact.", title="Fact")
    key: str = column("The part.")
    of: str = column("The total: `released`, `value`, or another part.")
    by: str = column("What the parts of this total differ in.", codelist=codelists.BREAKDOWN_BY)
    citizenship: str | None = column(
        "The state whose citizens they are; where an article names a people only, the state of that name.",
        empty=_NO_CITIZENSHIP,
    )
    citizenship_name: str | None = column("The state's name.", empty=_NO_CITIZENSHIP)
    place_id: str | None = column("The place where they were received.", title="Place", empty=_NO_ARRIVAL)
    place_name: str | None = column("The place's name.", empty=_NO_ARRIVAL)
    number_text: str = column("How many, as reported, in the unit of the total.")
    number_qualifier: str = column("How the number is bounded.", codelist=codelists.QUALIFIER)
    number_value: int | None = column(
        "The number where it is exact, or approximate.", minimum=0, empty=NO_VALUE
    )
    number_lower: int | None = column("At least so many.", minimum=0, empty=NO_BOUND)
    number_upper: int | None = column("At most so many.", minimum=0, empty=NO_BOUND)
    total_text: str = column("The total, as reported.")
    total_lower: int | None = column("The total is at least so much.", minimum=0, empty=NO_BOUND)
    total_upper: int | None = column("The total is at most so much.", minimum=0, empty=NO_BOUND)
    sum_lower: int = column("The parts of this total by this aspect add up to at least so much.", minimum=0)
    sum_upper: int | None = column(
        "They add up to at most so much.", minimum=0, empty=Empty(not_stated="a part has no upper bound")
    )
    gap: int | None = column(
        "Total less sum.",
        empty=Empty(not_applicable="the list is incomplete, or the total or a part is not exact"),
    )
    complete: bool = column("Whether the parts are given as all there are, not as examples.")
    holds: str = column("Whether they add up to the total.", codelist=codelists.HOLDS)
    note: str | None = column("What a reader must know of this part.", empty=NO_NOTE)


@dataclass(kw_only=True)
class OverlapRow(Row):
    """A row of `overlaps`."""

    table = "overlaps"
    heading = "Overlaps of release figures"
    about = (
        "A row is a pair of figures of released prisoners (acts that took place or are claimed, and running totals), and "
        "whether they may be added up. Every pair is there once."
    )
    tier = 2
    primary_key = ("fact_id", "other_fact_id")
    foreign_keys = (FACT_KEY, OTHER_FACT_KEY)

    fact_id: str = column("One figure.", title="Fact")
    other_fact_id: str = column("The other.", title="Other fact")
    relation: str = column("How they overlap.", codelist=codelists.OVERLAP)
    basis: str = column("How that is known.", codelist=codelists.OVERLAP_BASIS)
    note: str | None = column(
        "The reason.", empty=Empty(not_applicable="computed, or an article says so: see claims on `links`")
    )


@dataclass(kw_only=True)
class LinkRow(Row):
    """A row of `links`."""

    table = "links"
    heading = "Links"
    about = "A row is how one fact relates to another. Relations that hold both ways have a row each way."
    tier = 2
    primary_key = ("fact_id", "relation", "other_fact_id")
    foreign_keys = (FACT_KEY, OTHER_FACT_KEY)

    fact_id: str = column("The fact.", title="Fact")
    relation: str = column("How it relates to the other.", codelist=codelists.LINK_RELATION)
    other_fact_id: str = column("The other fact.", title="Other fact")
    basis: str = column("Whether an article says so.", codelist=codelists.BASIS)
    inference: str | None = column(
        "Why, where no article says so.",
        empty=Empty(not_applicable="an article says so: see claims on `links`"),
    )


@dataclass(kw_only=True)
class RemarkRow(Row):
    """A row of `remarks`."""

    table = "remarks"
    heading = "Remarks"
    about = "A row is something else that articles say of a fact."
    tier = 2
    primary_key = ("fact_id", "key")
    foreign_keys = (FACT_KEY,)

    fact_id: str = column("The fact.", title="Fact")
    key: str = column("Key of the remark, its element in claims.")
    remark: str = column("What they say, in the curators' words.")


@dataclass(kw_only=True)
class ParticipantRow(Row):
    """A row of `participants`."""

    table = "participants"
    heading = "Participants of meetings"
    about = "A row is somebody who took part in a meeting: a known actor, or a group that the articles do not name."
    tier = 2
    primary_key = ("fact_id", "element")
    foreign_keys = (FACT_KEY, ACTOR_KEY, ForeignKey(("side",), "actors", ("actor_id",)))

    fact_id: str = column("The meeting.", title="Fact")
    element: str = column("Key of the participant, its element in claims.")
    actor_id: str | None = column("The actor.", title="Actor", empty=_NOT_NAMED)
    name: str = column("The actor's name, or what the article calls those whom it does not name.")
    named: bool = column(
        "Whether an article names the participant, as a person or a body. An actor of kind `unnamed` is not named."
    )
    number_text: str | None = column("How many, where it is a group.", empty=_NO_NUMBER)
    number_lower: int | None = column("At least so many.", minimum=0, empty=_NO_NUMBER)
    number_upper: int | None = column("At most so many.", minimum=0, empty=_NO_NUMBER)
    side: str | None = column("The actor on whose side.", empty=NOT_STATED)
    capacity: str | None = column("In which capacity.", empty=NOT_STATED)


@dataclass(kw_only=True)
class MeetingTopicRow(Row):
    """A row of `meeting_topics`."""

    table = "meeting_topics"
    heading = "Topics of meetings"
    about = "A row is a topic of a meeting."
    tier = 2
    primary_key = ("fact_id", "topic")
    foreign_keys = (FACT_KEY,)

    fact_id: str = column("The meeting.", title="Fact")
    topic: str = column("What it was about.", codelist=codelists.TOPIC)


@dataclass(kw_only=True)
class ReleasedPersonRow(Row):
    """A row of `released_persons`."""

    table = "released_persons"
    heading = "Persons in releases"
    about = "A row is a person of whom an article says whether he or she was freed. `outcome` tells said from implied, and freed from not freed."
    tier = 2
    primary_key = ("fact_id", "element")
    foreign_keys = (FACT_KEY, ACTOR_KEY, CITIZENSHIP_KEY)

    fact_id: str = column("The release.", title="Fact")
    element: str = column("Key of the person, its element in claims.")
    actor_id: str | None = column("The person.", title="Actor", empty=_NOT_NAMED)
    name: str = column("The person's name, or what the article calls a person whom it does not name.")
    outcome: str = column("What became of the person.", codelist=codelists.OUTCOME)
    citizenship: str | None = column("The state whose citizen the person is.", empty=NOT_STATED)


@dataclass(kw_only=True)
class SanctionsTargetRow(Row):
    """A row of `sanctions_targets`."""

    table = "sanctions_targets"
    heading = "Targets of sanctions actions"
    about = "A row is a target of a sanctions action: a sector or an actor."
    tier = 2
    primary_key = ("fact_id", "element")
    foreign_keys = (FACT_KEY, ACTOR_KEY)

    fact_id: str = column("The sanctions action.", title="Fact")
    element: str = column("Key of the target, its element in claims.")
    sector: str | None = column(
        "The sector.", codelist=codelists.SECTOR, empty=Empty(not_applicable="an actor")
    )
    actor_id: str | None = column("The actor.", title="Actor", empty=Empty(not_applicable="a sector"))
    name: str = column("The sector, or the actor's name.")


@dataclass(kw_only=True)
class FactActorRow(Row):
    """A row of `fact_actors`."""

    table = "fact_actors"
    heading = "Actors of releases, sanctions actions and counts"
    about = "A row is an actor in a role of a fact. Participants of meetings stand in `participants`."
    tier = 2
    primary_key = ("fact_id", "role", "actor_id")
    foreign_keys = (FACT_KEY, ACTOR_KEY, BODY_KEY)

    fact_id: str = column("The fact.", title="Fact")
    role: str = column(
        "The field that names the actor: released_by, received_by, actor, addressee and others."
    )
    actor_id: str = column("The actor.", title="Actor")
    name: str = column("The actor's name.")
    body: str = column("The outermost body that the actor belongs to or speaks for: `body` in actors.")


@dataclass(kw_only=True)
class FactPlaceRow(Row):
    """A row of `fact_places`."""

    table = "fact_places"
    heading = "Places of facts"
    about = "A row is a place of a fact, and what happened there."
    tier = 2
    primary_key = ("fact_id", "place_id")
    foreign_keys = (FACT_KEY, PLACE_KEY)

    fact_id: str = column("The fact.", title="Fact")
    place_id: str = column("The place.", title="Place")
    name: str = column("Its name.")
    role: str = column("What happened there.", codelist=codelists.PLACE_ROLE)


@dataclass(kw_only=True)
class ClaimAttributionRow(Row):
    """A row of `claim_attributions`."""

    table = "claim_attributions"
    heading = "Whom claims are credited to"
    about = "A row is an actor whom an article credits with a claim; position 1 is the origin."
    tier = 2
    primary_key = ("claim_id", "actor_id")
    foreign_keys = (ForeignKey(("claim_id",), "claims", ("claim_id",)), ACTOR_KEY)

    claim_id: str = column("The claim.", title="Claim")
    actor_id: str = column("The actor credited.", title="Actor")
    name: str = column("The actor's name.")
    position: int = column("The order in which they are credited, from the origin on.", minimum=1)


@dataclass(kw_only=True)
class WithdrawnRow(Row):
    """A row of `withdrawn`."""

    table = "withdrawn"
    heading = "Withdrawn facts"
    about = "A row is a fact that no longer stands, once for each fact that stands in its place. Ids are never deleted or reused."
    tier = 2
    primary_key = ("fact_id", "position")
    foreign_keys = (FACT_KEY, ForeignKey(("replaced_by",), "facts", ("fact_id",)))

    fact_id: str = column("The fact.", title="Fact")
    position: int = column("Number of the row for this fact.", minimum=1)
    date: str = column("The day of the withdrawal.", type="date")
    reason: str = column("Why.")
    replaced_by: str | None = column(
        "A fact that stands in its place.", empty=Empty(not_applicable="nothing does")
    )
