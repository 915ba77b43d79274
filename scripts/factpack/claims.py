"""Turn evidence into claims, which compare articles with the record."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from factpack.dataset import Dataset
from factpack.evidence import reading
from factpack.models import codelists, edtf, quantity
from factpack.models.parts import FieldValue, Item
from factpack.models.records import Actor, Fact, Place, Seed, fact_type
from factpack.models.schemas import resolve
from factpack.models.types import NO_RELAY, NOT_STATED, NOT_YET, UNKNOWN
from factpack.problems import Pointer

ENGLISH = "en"  # the language whose phrases are read

# From the least to the most severe: the agreement of a value is the most severe of its claims'.
SEVERITY = ("same", "coarser", "finer", "compatible", "not_comparable", "says_unknown", "conflict")
SUPPORTS = frozenset(("same", "finer"))  # the claim states the value
CONSISTENT = SUPPORTS | {"coarser", "compatible"}


@dataclass(frozen=True, slots=True)
class Claim:
    """What an evidence item says about a fact's field.

    element: that of the field, if it has several; value: the article's; agreement: see the codelist; kind: how values of
    the field are compared; number: from 1, among the claims of the paragraph on the same path; pointer: the place in the file.
    """

    fact_id: str
    field: str
    element: str
    value: str
    seed: Seed
    paragraph: int
    item: Item
    agreement: str
    kind: str
    number: int
    pointer: Pointer

    @property
    def claim_id(self) -> str:
        """Return `fact:article:paragraph:path`, and the number if above 1."""
        first = f"{self.fact_id}:{self.seed.id}:{self.paragraph}:{self.path}"
        return first if self.number == 1 else f"{first}:{self.number}"

    @property
    def path(self) -> str:
        """Return the evidence path, such as `released` or `persons.ales-bialiatski`."""
        return f"{self.field}.{self.element}" if self.element else self.field

    @property
    def seed_id(self) -> str:
        """Return the id of the article."""
        return self.seed.id

    @property
    def phrase(self) -> str:
        """Return the quoted words."""
        return self.item.phrase

    @property
    def inference(self) -> str:
        """Return the inference; empty if the phrase alone is enough."""
        return "" if (self.field == "persons" and self.value == "freed") else self.item.reason(self.path)

    @property
    def basis(self) -> str:
        """Return `stated`, `inferred` or `not_read`."""
        if self.inference:
            return "inferred"
        return "stated" if self.seed.language == ENGLISH else "not_read"

    @property
    def date_basis(self) -> str:
        """Return a code of DATE_BASIS; empty for an unknown date."""
        if self.value in (UNKNOWN, NOT_STATED, NOT_YET) or self.kind != "date":
            return ""
        if self.basis != "stated":
            return self.basis
        return reading.date_basis(self.value, self.phrase, self.seed.published) or "inferred"

    @property
    def attributed_to(self) -> list[str]:
        """Return the actors that the article credits with it."""
        return self.item.attributed_to

    @property
    def via(self) -> str:
        """Return the report or outlet relayed; empty for own reporting."""
        via = self.item.via or (self.seed.relays[0] if self.seed.relays else NO_RELAY)
        return "" if via == NO_RELAY else via

    @property
    def origin(self) -> str:
        """Return the first actor credited, report relayed, or publisher."""
        return next(iter(self.attributed_to), self.via or self.seed.publisher or "")


Claims = Mapping[str, tuple[Claim, ...]]  # by fact id


def collect(dataset: Dataset) -> Claims:
    """Return the claims on every fact; rules report misfit items."""
    return {fact_id: tuple(claims_on(fact, dataset)) for fact_id, fact in dataset.facts.items()}


def claims_on(fact: Fact, dataset: Dataset) -> Iterator[Claim]:
    """Yield the claims on one fact, in evidence order."""
    values = {value.path: value for value in (*fact.values(), *fact.optional_values())}
    numbers: Counter[tuple[str, str, str]] = Counter()
    for seed_id, key, index, item in fact.items():
        seed = dataset.seeds.get(seed_id)
        for path, said in [*((path, None) for path in item.supports), *item.says.items()]:
            value = values.get(path)
            agreement = compare(value, said, fact, dataset) if value else None
            if seed is None or value is None or agreement is None:
                continue
            numbers[seed_id, key, path] += 1
            yield Claim(
                fact_id=fact.id,
                field=value.field,
                element=value.element,
                value=str(value.value) if said is None else said,
                seed=seed,
                paragraph=int(key),
                item=item,
                agreement=agreement,
                kind=value.kind,
                number=numbers[seed_id, key, path],
                pointer=("evidence", seed_id, key, index),
            )


# --- agreement -------------------------------------------------------------------------------------------------------


def compare(value: FieldValue, said: str | None, fact: Fact, dataset: Dataset) -> str | None:
    """Return the agreement of an article's and a record's value.

    said: the article's value; None if it is the record's.
    Returns None if the field cannot have that value.
    """
    if said == UNKNOWN:
        return "says_unknown"
    record = value.value
    if said is None or said == str(record):
        return "same"
    match value.kind:
        case "number" if isinstance(record, quantity.Quantity):
            return _compare_numbers(record, said)
        case "date":
            return _compare_dates(value, said, fact.date_span if value.field == "date" else None)
        case "place":
            return _compare_within(str(record), said, dataset.places)
        case "actor" if value.field == "targets" and said in codelists.SECTOR.codes:
            return _compare_sectors(str(record), said)
        case "actor":
            return _compare_within(str(record), said, dataset.actors)
        case "code":
            if said not in codes(value, fact, dataset):
                return None
            pair = {said, str(record)}
            return "compatible" if any(pair <= group for group in codelists.COMPATIBLE) else "conflict"
    return {"label": "conflict", "text": "not_comparable"}[value.kind]


def codes(value: FieldValue, fact: Fact, dataset: Dataset) -> list[str]:
    """Return the codes of a field or its elements."""
    if value.field == "deals":
        return list(dataset.deals)
    schema = dataset.schemas[fact_type(fact)]
    field = schema["properties"][value.field]
    node = resolve(field.get("items", field), schema)
    # The code of an element is the only one of its keys that has a codelist.
    (allowed,) = (part["enum"] for part in (node, *node.get("properties", {}).values()) if "enum" in part)
    return list(allowed)


def _compare_numbers(record: quantity.Quantity, said: str) -> str | None:
    try:
        claimed = quantity.parse(said)
    except ValueError:
        return None
    unbounded = ("vague", "about", "not_stated")
    if record.qualifier in unbounded or claimed.qualifier in unbounded or record.percent != claimed.percent:
        return "not_comparable"
    return compare_intervals(record.bounds, claimed.bounds)


def _compare_dates(value: FieldValue, said: str, span: str | None) -> str | None:
    record, claimed = value.value, edtf.read(said)
    if claimed is None and not (value.field == "effective" and said == NOT_YET):
        return None
    if record == NOT_STATED:
        return "finer"
    if claimed is None or not isinstance(record, edtf.Edtf):  # one of the two is not_yet
        return "conflict"
    relation = compare_intervals(days(record), days(claimed))
    if relation == "conflict" and any(date.approximate or date.uncertain for date in (record, claimed)):
        return "not_comparable"
    # A day among several, or within a whole period, is not a more precise date of one event.
    return "compatible" if relation == "finer" and span not in (None, "within") else relation


def days(date: edtf.Edtf) -> tuple[int | None, int | None]:
    """Return the first and last day as numbers, if bounded."""
    first, last = (day.toordinal() if day is not None else None for day in (date.earliest, date.latest))
    return first, last


def compare_intervals(
    own: tuple[float | None, float | None], other: tuple[float | None, float | None]
) -> str:
    """Return the agreement of two closed intervals; None is unbounded."""
    (low, high), (low_other, high_other) = (
        (-inf if first is None else first, inf if last is None else last) for first, last in (own, other)
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


def _compare_sectors(record: str, said: str) -> str:
    if said in (NOT_STATED, codelists.SECTOR_WITHIN.get(record)):
        return "coarser"  # not_stated: the country as a whole
    if record not in codelists.SECTOR.codes:
        return "not_comparable"
    return "finer" if codelists.SECTOR_WITHIN.get(said) == record else "conflict"


def around(entry: str, register: Mapping[str, Actor] | Mapping[str, Place]) -> list[str]:
    """Return the ancestors of an entry, nearest first."""
    found: list[str] = []
    while entry in register and (parent := register[entry].parent or "") in register and parent not in found:
        found.append(entry := parent)
    return found


# --- values and origins ----------------------------------------------------------------------------------------------


def most_severe(claims: Iterable[Claim]) -> str:
    """Return the most severe agreement; empty without claims."""
    return max((claim.agreement for claim in claims), key=SEVERITY.index, default="")


def conflict_between(claims: Iterable[Claim]) -> str | None:
    """Return a code of CONFLICT_BETWEEN; None without a conflict."""
    claims = [claim for claim in claims if claim.agreement in CONSISTENT | {"conflict"}]
    if most_severe(claims) != "conflict":
        return None
    if len({claim.seed_id for claim in claims}) == 1:
        return "one_article"
    reports = {claim.via for claim in claims}
    return "one_report" if len(reports) == 1 and "" not in reports else "several"


def named_origins(claims: Iterable[Claim], dataset: Dataset) -> list[str]:
    """Return the ids of the origins that state a value.

    Actors count as their top-level parent: two officials of one government, or a report and its newspaper, are one
    origin. A claim credited to nobody, or to an unnamed actor without a parent, counts as its report or outlet, unless
    a credited claim came through the same one: it may rest on that claim. An unknown origin is left out.
    """
    credited: dict[str, set[str]] = {}  # channel → origins
    channels: set[str] = set()
    for claim in claims:
        if claim.agreement in SUPPORTS:
            channels.add(channel := top_parent(claim.via or claim.seed.publisher or "", dataset))
            speaker = dataset.actors.get(next(iter(claim.attributed_to), ""))
            if speaker is not None and (speaker.kind != "unnamed" or speaker.parent):
                credited.setdefault(channel, set()).add(top_parent(speaker.id, dataset))
    return sorted((channels - credited.keys() - {""}).union(*credited.values()))


def top_parent(actor_id: str, dataset: Dataset) -> str:
    """Return the top-level parent of an actor, or the actor."""
    return [actor_id, *around(actor_id, dataset.actors)][-1]
