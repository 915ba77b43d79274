"""Evidence → claims: what each article says on each field, how it stands to the record, and whom it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factpack.load import Dataset
from factpack.models import codelists, edtf, quantity
from factpack.models.edtf import Edtf
from factpack.models.parts import FieldValue, Item
from factpack.models.quantity import Quantity
from factpack.models.records import Actor, Fact, Place, Seed, fact_type
from factpack.models.types import NO_RELAY, NOT_STATED, UNKNOWN
from factpack.problems import Pointer

# What `effective` may be beside a date.
NOT_YET = "not_yet"

# From the mildest to the gravest: the agreement of a value is the gravest of its claims'.
SEVERITY = ("same", "coarser", "finer", "compatible", "not_comparable", "says_unknown", "conflict")
BEARS_OUT = frozenset(("same", "coarser", "finer", "compatible"))


@dataclass(
    slots=True
)  # never changed, but not frozen: there are many, and frozen ones take three times as long to make
class Claim:
    """What one evidence item says on one field, or element, of one fact.

    claim_id: fact, article, paragraph, field and, from the second on, a number; value: what the article has;
    via: the report or outlet relayed, empty for the article's own reporting; origin: whom it comes from in the end,
    empty where that is not known; agreement: see the codelist; kind: how values of the field compare; pointer: the place in the YAML file.
    """

    claim_id: str
    fact_id: str
    field: str
    element: str
    value: str
    seed_id: str
    paragraph: int
    phrase: str
    attributed_to: tuple[str, ...]
    via: str
    origin: str
    agreement: str
    inference: str
    kind: str
    pointer: Pointer

    @property
    def path(self) -> str:
        """The name that evidence uses: `released`, or `persons.ales-bialiatski`."""
        return f"{self.field}.{self.element}" if self.element else self.field


def read(dataset: Dataset) -> dict[str, tuple[Claim, ...]]:
    """The claims on every fact, by its id. Items that do not fit the record give none; rules report them."""
    return {fact_id: tuple(claims_on(fact, dataset)) for fact_id, fact in dataset.facts.items()}


def claims_on(
    fact: Fact, dataset: Dataset, values: Mapping[str, FieldValue] | None = None
) -> Iterable[Claim]:
    """The claims on one fact, in the order of its evidence. values: those of the fact by path, where they are at hand."""
    if values is None:
        values = {value.path: value for value in fact.values()}
    seen: dict[str, int] = {}
    for seed_id, paragraphs in fact.evidence.items():
        seed = dataset.seeds.get(seed_id)
        for paragraph, items in paragraphs.items():
            for index, item in enumerate(items):
                for path, said in _said(item):
                    value = values.get(path)
                    if value is None or seed is None:
                        continue
                    agreement = "same" if said is None else compare(value, said, fact, dataset)
                    if agreement is None:
                        continue
                    via = relayed(item, seed)
                    key = f"{fact.id}:{seed_id}:{paragraph}:{path}"
                    seen[key] = seen.get(key, 0) + 1
                    yield Claim(
                        claim_id=key if seen[key] == 1 else f"{key}:{seen[key]}",
                        fact_id=fact.id,
                        field=value.field,
                        element=value.element,
                        value=str(value.value) if said is None else said,
                        seed_id=seed_id,
                        paragraph=int(paragraph),
                        phrase=item.phrase,
                        attributed_to=tuple(item.attributed_to),
                        via=via,
                        origin=origin_of(item, via, seed),
                        agreement=agreement,
                        inference=item.inference or "",
                        kind=value.kind,
                        pointer=("evidence", seed_id, paragraph, index),
                    )


def _said(item: Item) -> Iterable[tuple[str, str | None]]:
    """The fields that an item speaks of; None where it has the record's value."""
    for path in item.supports:
        yield path, None
    yield from item.says.items()


def relayed(item: Item, seed: Seed) -> str:
    """The report or outlet that the article relays in an item; empty for its own reporting."""
    via = item.via or (seed.relays[0] if seed.relays else NO_RELAY)
    return "" if via == NO_RELAY else via


def origin_of(item: Item, via: str, seed: Seed) -> str:
    """Whom a claim comes from in the end; empty where that is not known.

    It is the first actor credited, else the report relayed, else the article's own publisher.
    """
    return item.attributed_to[0] if item.attributed_to else via or seed.publisher or ""


# --- agreement -------------------------------------------------------------------------------------------------------


def compare(value: FieldValue, said: str, fact: Fact, dataset: Dataset) -> str | None:
    """How a value that an article has stands to the record's; None where it is not a value of the field."""
    if said == UNKNOWN:
        return "says_unknown"
    record = value.value
    if said == str(record):
        return "same"
    match value.kind:
        case "number":
            return _compare_numbers(record, said)
        case "date":
            return _compare_dates(value, said, fact.date_span if value.field == "date" else None)
        case "place":
            return _compare_within(str(record), said, dataset.places)
        case "actor" if value.field == "targets":
            return _compare_sectors(str(record), said, dataset.actors)
        case "actor":
            return _compare_within(str(record), said, dataset.actors)
        case "code":
            return "conflict" if said in codes(value, fact, dataset) else None
        case "text":
            return "not_comparable"
    raise AssertionError(value.kind)


def codes(value: FieldValue, fact: Fact, dataset: Dataset) -> list[str]:
    """The codes that a field of kind `code` allows, or that tell its elements apart."""
    if value.field == "deal":
        return list(dataset.deals)
    schema = dataset.schemas[fact_type(fact)]
    if value.field in ("links", "persons"):
        part, name = ("Link", "relation") if value.field == "links" else ("Person", "outcome")
        return list(schema["$defs"][part]["properties"][name]["enum"])
    field = schema["properties"][value.field]
    return list(field.get("enum") or field["items"]["enum"])


def _compare_numbers(record: object, said: str) -> str | None:
    try:
        claimed = quantity.parse(said)
    except ValueError:
        return None
    assert isinstance(record, Quantity)
    unbounded = ("vague", "about", "not_stated")
    if record.qualifier in unbounded or claimed.qualifier in unbounded or record.percent != claimed.percent:
        return "not_comparable"
    return _compare_intervals((record.lower, record.upper), (claimed.lower, claimed.upper))


def _compare_dates(value: FieldValue, said: str, span: str | None) -> str | None:
    record, claimed = value.value, _date(said)
    if claimed is None and not (value.field == "effective" and said == NOT_YET):
        return None
    if record == NOT_STATED:
        return "finer"
    if claimed is None or not isinstance(record, Edtf):  # one of the two is not_yet
        return "conflict"
    relation = _compare_intervals(_days(record), _days(claimed))
    if relation == "conflict" and (
        record.approximate or record.uncertain or claimed.approximate or claimed.uncertain
    ):
        return "not_comparable"
    # One of several days, or a part of a window, is another statement than a closer date of one event.
    return "compatible" if relation == "finer" and span not in (None, "within") else relation


def _date(said: str) -> Edtf | None:
    try:
        return edtf.parse(said)
    except ValueError:
        return None


def _days(date: Edtf) -> tuple[int | None, int | None]:
    """The first and the last day, as numbers."""
    first, last = (day.toordinal() if day is not None else None for day in (date.earliest, date.latest))
    return first, last


def _compare_intervals(own: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> str:
    """Two closed intervals; None stands for no bound on that side."""
    low, high = (bound if bound is not None else side for bound, side in zip(own, (-_FAR, _FAR), strict=True))
    low_other, high_other = (
        bound if bound is not None else side for bound, side in zip(other, (-_FAR, _FAR), strict=True)
    )
    if (low, high) == (low_other, high_other):
        return "same"
    if high < low_other or high_other < low:
        return "conflict"
    if low_other <= low and high <= high_other:
        return "coarser"
    if low <= low_other and high_other <= high:
        return "finer"
    return "compatible"


_FAR = 10**12


def _compare_within(
    record: str, said: str, register: Mapping[str, Actor] | Mapping[str, Place]
) -> str | None:
    if said not in register:
        return None
    if record not in register:
        return "not_comparable"  # a label
    if said in around(record, register):
        return "coarser"
    if record in around(said, register):
        return "finer"
    return "conflict"


def _compare_sectors(record: str, said: str, actors: Mapping[str, Actor]) -> str | None:
    sectors = codelists.SECTOR.codes
    if record in sectors and said in sectors:
        wider = codelists.SECTOR_WITHIN
        return (
            "coarser" if wider.get(record) == said else "finer" if wider.get(said) == record else "conflict"
        )
    if said in sectors:
        return "not_comparable"
    return _compare_within(record, said, actors)


def around(entry: str, register: Mapping[str, Actor] | Mapping[str, Place]) -> list[str]:
    """What an entry lies or belongs within, from the nearest to the outermost."""
    found: list[str] = []
    current = register[entry].within if entry in register else None
    while current is not None and current not in found and current in register:
        found.append(current)
        current = register[current].within
    return found


# --- values and origins ----------------------------------------------------------------------------------------------


def gravest(claims: Iterable[Claim]) -> str:
    """The agreement of a value: the gravest among its claims; empty without claims."""
    return max((claim.agreement for claim in claims), key=SEVERITY.index, default="")


def conflict_between(claims: Iterable[Claim]) -> str | None:
    """Between whom the claims on one value conflict; None where they do not."""
    claims = list(claims)
    against = [claim for claim in claims if claim.agreement == "conflict"]
    if not against:
        return None
    borne = [claim for claim in claims if claim.agreement in BEARS_OUT]
    if len({claim.seed_id for claim in (*against, *borne)}) == 1:
        return "one_article"
    reports = {claim.via for claim in (*against, *borne)}
    return "one_report" if len(reports) == 1 and "" not in reports else "several"


def independent_origins(claims: Iterable[Claim], dataset: Dataset) -> int:
    """How many origins that the articles tell apart bear a value out.

    Actors are counted by their outermost body, so that two officials of one government, or a report and its newspaper,
    count once. What nobody is credited with, or only somebody unnamed of no known body, counts as its report or
    outlet, and not at all beside a credited claim that came through the same one, because it may rest on it. An origin
    that is not known counts as none.
    """
    credited: set[str] = set()
    credited_through: set[str] = set()
    uncredited: set[str] = set()
    for claim in claims:
        if claim.agreement not in BEARS_OUT:
            continue
        channel = outermost(claim.via or dataset.seeds[claim.seed_id].publisher or "", dataset)
        speaker = dataset.actors.get(claim.attributed_to[0]) if claim.attributed_to else None
        if speaker is not None and (speaker.kind != "unnamed" or speaker.within):
            credited.add(outermost(speaker.id, dataset))
            credited_through.add(channel)
        elif channel:
            uncredited.add(channel)
    return len(credited) + len(uncredited - credited_through - credited)


def outermost(actor_id: str, dataset: Dataset) -> str:
    """The outermost body that an actor belongs to, or the actor itself."""
    return (around(actor_id, dataset.actors) or [actor_id])[-1]


def has_date(fact: Fact) -> bool:
    """Whether the record dates the fact at all."""
    return str(fact.date) != NOT_STATED
