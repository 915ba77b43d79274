"""Define the records: seeds, facts of four types, and registers."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, cast

from pydantic import create_model

from factpack.models import codelists
from factpack.models.parts import (
    Contribution,
    Credit,
    FieldValue,
    Item,
    Link,
    Located,
    Part,
    Participant,
    Person,
    PlaceRole,
    Resolution,
    Target,
    Withdrawn,
)
from factpack.models.types import (
    NOT_STATED,
    ActorId,
    CountryCode,
    DealId,
    EdtfOrNotStated,
    Effective,
    FieldPath,
    FileName,
    Filled,
    Headline,
    Id,
    Label,
    Language,
    Maybe,
    Note,
    ParagraphCount,
    ParagraphKey,
    Paragraphs,
    PlaceId,
    QuantityField,
    Record,
    SeedId,
    Url,
    claim,
    classification,
    each,
    own,
)

# --- facts -----------------------------------------------------------------------------------------------------------


class Fact(Record):
    """Fields of facts of all types."""

    id: Id = own(
        "A slug, equal to the name of the file. A mnemonic: never changed, never reused.",
        examples=["2031-05-02-seven-freed"],
    )
    title: Label = own("What happened, in the curator's own words.")
    date: EdtfOrNotStated = claim(
        "When it happened: EDTF, or not_stated. Not the day on which somebody reported it.",
        kind="date",
        examples=["2031-05-02", "2031-05", "/2031-05-02"],
    )
    date_span: Maybe[Annotated[str, codelists.DATE_SPAN]] = own(
        "How a date longer than a day is meant.", default=None, examples=["within"]
    )
    places: list[PlaceRole] = each("Where it happened.", "place", default=[])
    deals: list[Contribution] = each(
        "The deals that it belongs to, and who gives what in them.", "code", default=[]
    )
    links: list[Link] = each("How it relates to other facts.", "code", default=[])
    breakdown: dict[Id, Part] = each("The parts of its figure that articles report.", "number", default={})
    remarks: dict[Id, Note] = each(
        "What else articles say about it, in the curator's own words.", "text", default={}
    )
    evidence: dict[SeedId, dict[ParagraphKey, Annotated[list[Item], Filled]]] = own(
        "By article and paragraph: the words that state each value.", min_length=1
    )
    resolutions: dict[FieldPath, Resolution] = own(
        "For each field on which articles disagree: why the record has its value.", default={}
    )
    notes: Maybe[Note] = own("The curator's notes for readers.", default=None)
    withdrawn: Maybe[Withdrawn] = own("Set when the fact is withdrawn.", default=None)

    def values(self) -> list[FieldValue]:
        """Return every value that needs evidence, in field order."""
        found = []
        for name, kind, role, has_elements in _EVIDENCE_FIELDS[type(self)]:
            content: Any = getattr(self, name)
            if not has_elements and content is not None:
                found.append(FieldValue(name, "", content, kind, role, (name,)))
            for at, part in _elements(content) if has_elements else ():
                # A text is an id, a code or a remark.
                value, key = (part, part) if isinstance(part, str) else (part.value, getattr(part, "key", ""))
                found.append(
                    FieldValue(name, at if isinstance(at, str) else key, value, kind, role, (name, at))
                )
        return found

    def optional_values(self) -> list[FieldValue]:
        """Return the values that may have evidence."""
        return []

    def items(self) -> Iterator[Located]:
        """Yield every evidence item with its position."""
        for seed_id, paragraphs in self.evidence.items():
            for paragraph, items in paragraphs.items():
                for index, item in enumerate(items):
                    yield Located(seed_id, paragraph, index, item)

    def element(self, field: str, key: str) -> Any:
        """Return an element's entry, such as a participant, or None."""
        parts = _elements(getattr(self, field, []))
        return next((part for at, part in parts if key in (at, getattr(part, "key", part))), None)


def _elements(content: Any) -> list[tuple[str | int, Any]]:
    return list(content.items() if isinstance(content, dict) else enumerate(content))


class Release(Fact):
    """One act of release: who frees, the day, the occasion. A running total is a count."""

    stage: Annotated[str, codelists.RELEASE_STAGE] = classification("How far it went.")
    released: QuantityField = claim(
        "How many were freed, as reported.", kind="number", examples=[7, "at least 7", "dozens", "not_stated"]
    )
    counted_as: Annotated[str, codelists.COUNTED_AS] = claim(
        "The label of those who are counted.", kind="code"
    )
    legal_form: Annotated[str, codelists.LEGAL_FORM] = claim("The legal form of the release.", kind="code")
    proposed_by: list[ActorId] = each("Who considers, plans or demands the release.", "actor", default=[])
    claimed_by: list[ActorId] = each("Who claims that the release took place.", "actor", default=[])
    released_by: list[ActorId] = each(
        "Who freed them, or would free them; only what an article says.", "actor", default=[]
    )
    received_by: list[ActorId] = each("The actors to whom they were handed over.", "actor", default=[])
    credits: list[Credit] = each("Who is credited with the release, and with what.", "code", default=[])
    persons: list[Person] = each(
        "Persons of whom an article says whether they were freed.", "code", default=[]
    )


class Meeting(Fact):
    """One meeting, visit, call, briefing or statement to the press."""

    stage: Annotated[str, codelists.MEETING_STAGE] = classification("How far it went.")
    kind: Annotated[str, codelists.MEETING_KIND] = classification("What kind of meeting.")
    participants: list[Participant] = each("Who took part.", "actor", min_length=1)
    delegation_size: Maybe[QuantityField] = claim(
        "The number of persons on the travelling side.", kind="number", default=None, examples=[3]
    )
    topics: list[Annotated[str, codelists.TOPIC]] = classification(
        "What it was about.", elements=True, default=[]
    )

    def element(self, field: str, key: str) -> Any:
        """Return an element's entry; a capacity has its participant's."""
        return super().element("participants" if field == "capacity" else field, key)

    def optional_values(self) -> list[FieldValue]:
        """Return the capacities of the participants."""
        return [
            FieldValue(
                "capacity", part.key, part.capacity, "label", "claim", ("participants", at, "capacity")
            )
            for at, part in enumerate(self.participants)
            if part.capacity is not None
        ]


class Sanctions(Fact):
    """One sanctions action: taken, announced, promised, considered or demanded."""

    stage: Annotated[str, codelists.SANCTIONS_STAGE] = classification("How far it went.")
    measure: Annotated[str, codelists.SANCTIONS_MEASURE] = classification("What it does, or would do.")
    actors: list[ActorId] = each("Who acts, or would act; empty if no article says.", "actor", default=[])
    proposed_by: list[ActorId] = each("Who considers, offers, promises or demands it.", "actor", default=[])
    addressee: Maybe[ActorId] = claim("The addressee of a demand or a promise.", kind="actor", default=None)
    announced_by: list[ActorId] = each("Who made it known.", "actor", default=[])
    targets: list[Target] = each("What it is directed at.", "actor", min_length=1)
    reason: Maybe[Note] = claim(
        "Why, or on which condition, in the curator's own words.", kind="text", default=None
    )
    effective: Effective = claim(
        "The date from which it has effect: EDTF, not_stated, or not_yet if an article says so.",
        kind="date",
        default=NOT_STATED,
    )


class Count(Fact):
    """One published figure."""

    stage: Annotated[str, codelists.COUNT_STAGE] = own("Always `reported`.", default="reported")
    measure: Annotated[str, codelists.COUNT_MEASURE] = classification("What is counted.")
    value: QuantityField = claim("The figure, as reported.", kind="number", examples=[1226, "more than 200"])
    counted_as: Annotated[str, codelists.COUNTED_AS] = claim("The label of what is counted.", kind="code")
    subject: Maybe[ActorId] = claim(
        "The actor that the figure is about: who freed, brokered, visited or produces.",
        kind="actor",
        default=None,
    )
    according_to: list[ActorId] = each(
        "Who is credited with the figure; empty if nobody is.", "actor", default=[]
    )


# --- seeds and registers ---------------------------------------------------------------------------------------------


class Unused(Record):
    """Paragraphs, or sentences of cited paragraphs, that no fact cites, and why."""

    paragraphs: Paragraphs = own(
        "Paragraphs (`4`), ranges (`1-3`) and sentences of a cited paragraph (`13s2`), joined by commas.",
        examples=["1-3, 7, 13s2"],
    )
    reason: Annotated[str, codelists.UNUSED_REASON] = own("Why no fact cites them.")


class UnusedPart(NamedTuple):
    """A paragraph, or a sentence of one, under `unused`. sentence: 0 for the whole paragraph; entry: its index there."""

    paragraph: int
    sentence: int
    entry: int
    reason: str

    @property
    def name(self) -> str:
        """The name that `unused` uses: `4`, `13s2`."""
        return f"{self.paragraph}s{self.sentence}" if self.sentence else f"{self.paragraph}"


class Seed(Record):
    """One article: what is known about it, and the use of its paragraphs. Never its text."""

    id: Id = own("A slug, equal to the name of the file.", examples=["courier-2031-05"])
    title: Maybe[Headline] = own("The headline, verbatim; omit it if the text has none.", default=None)
    publisher: Maybe[ActorId] = own("The outlet, an id of actors.yaml; omit it if unknown.", default=None)
    authors: list[Label] = own("The authors that the text names.", default=[])
    published: EdtfOrNotStated = own("When it was published: EDTF, or not_stated.", examples=["2031-05-03"])
    published_basis: Annotated[str, codelists.PUBLISHED_BASIS] = own("How the date is known.")
    published_note: Maybe[Note] = own("How an inferred date was worked out.", default=None)
    language: Language = own("Language of the text, ISO 639.", examples=["en"])
    url: Maybe[Url] = own("Where it was published; omit it if unknown.", default=None)
    original_file: FileName = own("The file of its text, in the folder that maintainers verify against.")
    relays: list[ActorId] = own("The reports that it retells: the default origin of its claims.", default=[])
    paragraphs: ParagraphCount = own(
        "How many paragraphs the text has, split at blank lines, counted from 1."
    )
    unused: list[Unused] = own(
        "Each sentence is cited by a fact, or listed here, alone or with its paragraph, with a reason.",
        default=[],
    )
    notes: Maybe[Note] = own("The curator's notes for readers.", default=None)

    def unused_parts(self) -> Iterator[UnusedPart]:
        """Yield what is listed under `unused`."""
        for index, unused in enumerate(self.unused):
            for part in unused.paragraphs.replace(" ", "").split(","):
                paragraph, _, sentence = part.partition("s")
                first, _, last = paragraph.partition("-")
                for number in range(int(first), int(last or first) + 1):
                    yield UnusedPart(number, int(sentence or 0), index, unused.reason)

    def unused_paragraphs(self) -> dict[int, str]:
        """Return the reasons of paragraphs listed as a whole."""
        return {part.paragraph: part.reason for part in self.unused_parts() if not part.sentence}


class Actor(Record):
    """A person, a body, an outlet, a report or an unnamed source."""

    id: Id = own("A slug, unique across all registers.", examples=["jane-doe"])
    name: Label = own("The name that the exports print.", examples=["Jane Doe"])
    kind: Annotated[str, codelists.ACTOR_KIND] = own("What kind of actor.")
    parent: Maybe[ActorId] = own("The actor that this one belongs to or speaks for.", default=None)
    iso_3166: Maybe[CountryCode] = own(
        "The ISO 3166-1 alpha-2 code of a state.", default=None, examples=["US"]
    )
    description: Maybe[Note] = own("Who the actor is, according to the articles.", default=None)
    spellings: dict[SeedId, Annotated[list[Label], Filled]] = own(
        "The spellings that each article prints, by seed.", default={}
    )


class Place(Record):
    """A place."""

    id: Id = own("A slug, unique across all registers.", examples=["minsk"])
    name: Label = own("The name that the exports print.", examples=["Minsk"])
    parent: Maybe[PlaceId] = own("The place that contains it.", default=None)
    iso_3166: Maybe[CountryCode] = own(
        "The ISO 3166-1 alpha-2 code, if the place is the territory of a state.",
        default=None,
        examples=["US"],
    )
    description: Maybe[Note] = own("Which place it is, according to the articles.", default=None)
    spellings: dict[SeedId, Annotated[list[Label], Filled]] = own(
        "The spellings that each article prints, by seed.", default={}
    )


class Deal(Record):
    """A bargain between parties, as articles report it. The facts that name it say who gave what."""

    id: Id = own("A slug, unique across all registers.", examples=["2031-05-prisoners-for-flights"])
    title: Label = own("What the deal is, in the curator's own words.")
    parties: list[ActorId] = own("The parties, ids of actors.yaml.", min_length=2)
    follows: Maybe[DealId] = own("The earlier deal that this one continues.", default=None)
    notes: Maybe[Note] = own("The curator's notes for readers.", default=None)


_MODELS: tuple[type[Fact], ...] = (Release, Meeting, Sanctions, Count)
FACT_TYPES = {model.__name__.lower(): model for model in _MODELS}


# The fields of each type that need evidence: name, kind, role, and whether evidence names their elements. `claim` and
# `classification` of `factpack.models.types` write these settings.
_EVIDENCE_FIELDS: dict[type[Fact], list[tuple[str, str, str, bool]]] = {
    model: [
        (name, extra["x-kind"], extra["x-role"], extra["x-elements"])
        for name, field in model.model_fields.items()
        if "x-kind" in (extra := cast(dict[str, Any], field.json_schema_extra or {}))
    ]
    for model in _MODELS
}
_ENTRIES: dict[str, Any] = {
    "actors": (list[Actor], own("The actors, by id.")),
    "places": (list[Place], own("The places, by id.")),
    "deals": (list[Deal], own("The deals, by id.")),
}
# Register → the model of its file, whose only field is the list of its entries.
REGISTERS: dict[str, type[Record]] = {
    name: create_model(name, __base__=Record, __doc__=f"The register of {name}.", **{name: entries})
    for name, entries in _ENTRIES.items()
}
# Kind of file → model.
KINDS: dict[str, type[Record]] = {"seed": Seed, **FACT_TYPES, **REGISTERS}
# Kind of file → its folder of records; a register is one file.
FOLDERS: dict[str, str] = {
    "seed": "seeds",
    "release": "facts/releases",
    "meeting": "facts/meetings",
    "sanctions": "facts/sanctions",
    "count": "facts/counts",
}
REGISTER_FILES: dict[str, str] = {name: f"facts/{name}.yaml" for name in REGISTERS}

# Fact type → its principal field, which says most of what the fact is.
PRINCIPAL_FIELD = {"release": "released", "meeting": "kind", "sanctions": "measure", "count": "value"}


def fact_type(fact: Fact) -> str:
    """Return the type: release, meeting, sanctions or count."""
    return type(fact).__name__.lower()


def stage_of(fact: Fact) -> str:
    """Return the code of a fact's stage."""
    return str(getattr(fact, "stage"))  # noqa: B009  # every type has a stage, each of its own codelist
