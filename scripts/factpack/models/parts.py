"""Define the parts of a fact, and values with evidence."""

from typing import Annotated, ClassVar, NamedTuple

from factpack.models import codelists
from factpack.models.edtf import Edtf
from factpack.models.quantity import Quantity
from factpack.models.types import (
    LONGEST_PHRASE,
    NOT_STATED,
    ActorId,
    Day,
    DealId,
    FactId,
    FieldPath,
    Id,
    Label,
    Maybe,
    Note,
    Phrase,
    PlaceId,
    QuantityField,
    Reasons,
    Record,
    ScalarText,
    YesOrNo,
    own,
    slugify,
)

Value = Quantity | Edtf | str


class FieldValue(NamedTuple):
    """One value of a field or of its element.

    element: empty if the field has no elements; kind: how values of the field are compared;
    role: claim or classification; pointer: the value's position in the YAML file.
    """

    field: str
    element: str
    value: Value
    kind: str
    role: str
    pointer: tuple[str | int, ...]

    @property
    def path(self) -> str:
        """The name that evidence uses: `released`, or `persons.ales-bialiatski`."""
        return f"{self.field}.{self.element}" if self.element else self.field

    @property
    def is_stated(self) -> bool:
        """Whether the value needs evidence: `not_stated` does not."""
        return str(self.value) != NOT_STATED


class Item(Record):
    """A few words of one paragraph, and the values that they state."""

    phrase: Phrase = own(
        f"The words that carry the value, verbatim and contiguous, at most {LONGEST_PHRASE} characters, from token to token.",
        examples=["freed 12 prisoners"],
    )
    supports: list[FieldPath] = own(
        "The fields, or elements, for which the phrase states the value of the record.",
        default=[],
        examples=[["released", "persons.jane-doe"]],
    )
    says: dict[FieldPath, ScalarText] = own(
        "The fields, or elements, for which the phrase states another value, with that value; `unknown` if the "
        "article says that it is not known.",
        default={},
        examples=[{"released": "more than 100"}],
    )
    attributed_to: list[ActorId] = own(
        "The actors whom the article credits with it, named or not.",
        default=[],
        examples=[["us-embassy-belarus"]],
    )
    via: Maybe[Id] = own(
        "The report or outlet that the article relays here. By default the seed's `relays`; `none` for its own "
        "reporting.",
        default=None,
        examples=["none"],
    )
    inference: Maybe[Reasons] = own(
        "The reason, if the phrase alone does not state it: a text for the whole item, or a mapping from fields to texts.",
        default=None,
        examples=["The sentence says so of them.", {"date": "Saturday is that of the report."}],
    )
    misread: Maybe[Note] = own(
        "Why the phrase does not contradict the value, if the program reads a contradiction: a text.",
        default=None,
        examples=["The number is that of a row."],
    )
    translation: Maybe[Note] = own(
        "The phrase in English, if the article is in another language.", default=None
    )

    def reason(self, path: str) -> str:
        """Return the inference on a field; empty if none."""
        if isinstance(self.inference, dict):
            return self.inference.get(path, "")
        return self.inference or ""


class Located(NamedTuple):
    """An evidence item and its position.

    position: the index among the items of its paragraph, from 0.
    """

    seed_id: str
    paragraph: str
    position: int
    item: Item

    @property
    def pointer(self) -> tuple[str | int, ...]:
        """The item's position in the YAML file."""
        return ("evidence", self.seed_id, self.paragraph, self.position)


class ListEntry(Record):
    """An entry of a list, which evidence names by key.

    key_fields: one of them names what the entry is about; value_field: the one with its value, by default the same.
    """

    key_fields: ClassVar[tuple[str, ...]]
    value_field: ClassVar[str] = ""

    @property
    def name(self) -> str:
        """Return what it is about: an id, code or label."""
        return next((name for field in self.key_fields if (name := getattr(self, field))), "")

    @property
    def key(self) -> str:
        return slugify(self.name)

    @property
    def value(self) -> Value:
        value: Value = getattr(self, self.value_field) if self.value_field else self.name
        return value


class PlaceRole(ListEntry):
    """A place and what happened there."""

    key_fields = ("place",)

    place: PlaceId = own("The place, an id of places.yaml.", examples=["minsk"])
    role: Annotated[str, codelists.PLACE_ROLE] = own("What happened there.", examples=["venue"])


class Link(ListEntry):
    """How this fact relates to another."""

    key_fields = ("fact",)
    value_field = "relation"

    fact: FactId = own("The other fact.")
    relation: Annotated[str, codelists.WRITTEN_RELATION] = own(
        "How this fact relates to the other.", examples=["follows"]
    )
    inference: Maybe[Note] = own("The reason, if no article says so.", default=None)


class Contribution(ListEntry):
    """A deal that a fact belongs to, and who gives what in it."""

    key_fields = ("deal",)

    deal: DealId = own("The deal, an id of deals.yaml.")
    contributor: Maybe[ActorId] = own("Who gives, or would give, by this fact.", default=None)
    recipient: Maybe[ActorId] = own("Who receives, or would receive, it.", default=None)


class Credit(ListEntry):
    """Somebody who is credited with a release."""

    key_fields = ("actor",)
    value_field = "how"

    actor: ActorId = own("The actor, an id of actors.yaml.", examples=["united-states"])
    how: Annotated[str, codelists.CREDIT] = own("What the actor is credited with.", examples=["secured"])


class Part(Record):
    """One part of a total."""

    of_key: Id = own(
        "The total: the fact's own figure (`released` or `value`) or another key of the breakdown."
    )
    dimension: Annotated[str, codelists.DIMENSION] = own(
        "What the parts of this total differ in.", examples=["citizenship"]
    )
    number: QuantityField = own("How many, as reported.", examples=[5, "not_stated"])
    complete: YesOrNo = own(
        "False if the article gives the parts as examples, so that they need not add up to the total.",
        default=True,
    )
    citizenship: Maybe[ActorId] = own(
        "Only with dimension citizenship: the state whose citizens they are; where an article names a people only, "
        "the state of that name.",
        default=None,
        examples=["united-states"],
    )
    place: Maybe[PlaceId] = own(
        "Only with dimension arrival: the place where they were received.", default=None, examples=["minsk"]
    )
    counted_as: Maybe[Annotated[str, codelists.COUNTED_AS]] = own(
        "Only with dimension counted_as: the label of the part.", default=None
    )
    note: Maybe[Note] = own(
        "What a reader must know about this part: a gap, an overlap, a doubt.", default=None
    )

    @property
    def value(self) -> Value:
        return self.number


class Person(ListEntry):
    """A person of whom an article says whether he or she was freed."""

    key_fields = ("actor", "label")
    value_field = "outcome"

    actor: Maybe[ActorId] = own("The person, an id of actors.yaml.", default=None)
    label: Maybe[Label] = own("What the article calls a person whom it does not name.", default=None)
    outcome: Annotated[str, codelists.OUTCOME] = own("What became of the person.", examples=["freed"])
    citizenship: Maybe[ActorId] = own(
        "The state whose citizen the person is, if an article says so.", default=None
    )


class Participant(ListEntry):
    """Somebody who took part in a meeting."""

    key_fields = ("actor", "label")

    actor: Maybe[ActorId] = own("The participant, an id of actors.yaml.", default=None)
    label: Maybe[Label] = own("What the article calls participants whom it does not name.", default=None)
    number: Maybe[QuantityField] = own("How many, if it is a group.", default=None)
    side: Maybe[ActorId] = own(
        "The actor on whose side the participant was.", default=None, examples=["united-states"]
    )
    capacity: Maybe[Label] = own(
        "The capacity in which the participant took part, as the article says; may have evidence as `capacity.<participant>`.",
        default=None,
    )


class Target(ListEntry):
    """What a sanctions action is directed at: a sector or an actor."""

    key_fields = ("actor", "sector")

    sector: Maybe[Annotated[str, codelists.SECTOR]] = own("A sector.", default=None)
    actor: Maybe[ActorId] = own("An actor, an id of actors.yaml.", default=None)


class Resolution(Record):
    """Why the record has its value, if articles disagree."""

    method: Annotated[str, codelists.RESOLUTION_METHOD] = own(
        "The rule that was applied.", examples=["own_reporting"]
    )
    note: Note = own("The disagreement and the reason, in a sentence.")


class Withdrawn(Record):
    """Since when and why a fact is withdrawn. A fact is withdrawn, never deleted."""

    date: Day = own("The day of the withdrawal.", examples=["2026-11-21"])
    reason: Note = own("Why.")
    replaced_by: list[FactId] = own("The facts that replace it.", default=[])
