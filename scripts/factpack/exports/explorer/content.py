"""Join the rows of the tables into facts and articles.

The templates read the rows' columns; this module adds names for ids, words for codes and the related rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any
from urllib.parse import quote, urlsplit

from factpack import wording
from factpack.models import edtf
from factpack.models.types import NOT_STATED, NOT_YET, UNKNOWN
from factpack.tables.table import FilledTable, NamedRow, grouped, records

# Type of fact → heading, which is the name of its table.
TYPES = {"release": "Releases", "meeting": "Meetings", "sanctions": "Sanctions", "count": "Counts"}
# The order of a fact's fields: stage, date, the fields of its type, then those of all facts.
_ORDER = {"stage": 0, "date": 1, "places": 3, "deals": 4, "breakdown": 5, "remarks": 6, "links": 7}
_FREE_TEXT = ("remarks", "reason", "capacity")
_WITH_ACTORS = ("fact_actors", "participants", "released_persons", "credits")


@dataclass(frozen=True)
class FactView:
    """An active fact with its values, claims and articles.

    date: in words; parsed: the same as EDTF; summary: its figure, kind or measure; size: a number to sort by;
    fields: its values by field; origins: the names of its named origins; names: filter → the ids that it
    matches; spellings: of its actors and places.
    """

    row: NamedRow
    date: str
    parsed: edtf.Edtf | None
    summary: str
    size: int | None
    fields: tuple[tuple[str, tuple[NamedRow, ...]], ...]
    articles: tuple[NamedRow, ...]
    deals: tuple[NamedRow, ...]
    origins: tuple[str, ...]
    names: dict[str, list[str]]
    spellings: str

    @property
    def reached(self) -> bool:
        """Whether it took place, is in force or was published."""
        return self.row["fact_type"] == "count" or self.row["occurred"] is True

    @property
    def claims(self) -> list[NamedRow]:
        return [claim for _, values in self.fields for value in values for claim in value["claims"]]


class Content:
    """Everything that the page shows, with facts by date."""

    def __init__(self, tables: Sequence[FilledTable]) -> None:
        self.tables = tables
        actors, places = records(tables, "actors"), records(tables, "places")
        self.actors: dict[str, str] = {row["actor_id"]: row["name"] for row in actors}
        self.places: dict[str, str] = {row["place_id"]: row["name"] for row in places}
        self.deals = {row["deal_id"]: row for row in records(tables, "deals")}
        self.codes = _by(tables, "codelists", "codelist")
        seeds = records(tables, "seeds")
        publishers = [seed["publisher_name"] for seed in seeds]
        self.articles = {
            seed["seed_id"]: self._article(seed, publishers.count(seed["publisher_name"])) for seed in seeds
        }
        self.rows = {row["fact_id"]: row for row in records(tables, "facts")}
        register = {row.get("actor_id") or row["place_id"]: row for row in (*actors, *places)}
        # The code of the state or the territory that an actor or a place belongs to.
        self._country: dict[str, str] = {
            entry_id: code
            for entry_id, row in register.items()
            if (code := register[row["top_parent"]]["iso_3166"])
        }
        self.countries = {row["iso_3166"]: row["name"] for row in (*places, *actors) if row["iso_3166"]}
        self.facts = sorted(self._facts(), key=_by_date)
        self.by_id = {fact.row["fact_id"]: fact for fact in self.facts}
        self.withdrawn = _by(tables, "withdrawn", "fact_id")

    def names(self, ids: str | None) -> list[str]:
        """Return the names for joined actor ids."""
        return [self.actors[actor_id] for actor_id in ids.split("; ")] if ids else []

    def of_type(self, fact_type: str) -> list[FactView]:
        return [fact for fact in self.facts if fact.row["fact_type"] == fact_type]

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """Return the choices of each filter with their names."""
        stages = sorted({(fact.reached, fact.row["stage"]) for fact in self.facts}, reverse=True)
        found = {"type": list(TYPES.items()), "stage": [(stage, wording.code(stage)) for _, stage in stages]}
        for name, register in (("actor", self.actors), ("country", self.countries), ("place", self.places)):
            used = {entry for fact in self.facts for entry in fact.names[name]}
            found[name] = sorted(((entry, register[entry]) for entry in used), key=lambda pair: pair[1])
        return found | {"article": [(one["seed_id"], one["label"]) for one in self.articles.values()]}

    def _article(self, seed: NamedRow, publisher_count: int) -> NamedRow:
        """Return an article with a unique label and its link.

        label: the publisher, the id, or both; address: None if the page must not link to it.
        """
        seed_id, publisher, published = seed["seed_id"], seed["publisher_name"], seed["published"]
        label = publisher if publisher_count == 1 else f"{publisher} ({seed_id})"
        return seed | {
            "label": label if publisher else seed_id,
            "address": _linkable(seed["url"]),
            "date": "not stated" if published == NOT_STATED else wording.date(published, "within"),
            "retells": self.names(seed["relays"]),
        }

    def _facts(self) -> Iterator[FactView]:
        names = ("claims", "fact_values", "fact_deals", "fact_places", "links", "breakdowns", *_WITH_ACTORS)
        by_fact = {name: _by(self.tables, name, "fact_id") for name in names}
        spellings = _by(self.tables, "names", "entry_id")
        for detail in chain.from_iterable(records(self.tables, table.lower()) for table in TYPES.values()):
            row = self.rows[detail["fact_id"]] | detail
            own = {name: groups.get(row["fact_id"], []) for name, groups in by_fact.items()}
            roles = chain.from_iterable(own[name] for name in _WITH_ACTORS)
            columns = ("actor_id", "side", "citizenship")
            actors = {role[column] for role in roles for column in columns if role.get(column)}
            places = {place["place_id"] for place in own["fact_places"]}
            entries = sorted(actors | places)
            cited = {claim["seed_id"] for claim in own["claims"]}
            summary, size = _summary(row)
            values = sorted(own["fact_values"], key=lambda value: _ORDER.get(value["field"], 2))
            yield FactView(
                row=row,
                date=wording.date(row["date"], row["date_span"]),
                parsed=edtf.parse(row["date"]) if row["date"] else None,
                summary=summary,
                size=size,
                fields=tuple(
                    (wording.code(field).capitalize(), tuple(self._value(value, row["date_span"], own) for value in group))
                    for field, group in groupby(values, key=lambda value: value["field"])
                ),
                articles=tuple(article for seed_id, article in self.articles.items() if seed_id in cited),
                deals=tuple(self.deals[deal["deal_id"]] for deal in own["fact_deals"]),
                origins=tuple(self.names(row["origins"])),
                names={
                    "actor": sorted(actors),
                    "country": sorted({self._country[entry] for entry in entries if entry in self._country}),
                    "place": sorted(places),
                },
                spellings=" ".join(name["spelling"] for entry in entries for name in spellings.get(entry, ())),
            )  # fmt: skip

    def _value(self, row: NamedRow, span: str | None, own: dict[str, list[NamedRow]]) -> NamedRow:
        """Return a value in words, with its claims.

        label: the name of the element, empty if it has none; linked_fact: the fact that a link leads to.
        """
        field, element = row["field"], row["element"] or ""
        links = {link["other_fact_id"]: link["inference"] for link in own["links"]}
        parts = {part["part"]: part for part in own["breakdowns"]}
        names = {person["element"]: person["name"] for person in own["released_persons"]}
        labels = names if field == "persons" else self.actors if field == "credits" else {}
        has_label = field in ("breakdown", "remarks", "capacity", "persons", "credits")
        return row | {
            "label": labels.get(element) or wording.slug(element) if has_label else "",
            "words": self.words(field, row["value"], span),
            "linked_fact": self.rows[element] if field == "links" and element else None,
            "reason": links.get(element) if field == "links" else None,
            "part": parts.get(element) if field == "breakdown" else None,
            "claims": [
                claim
                | {
                    "says": self.words(field, claim["value"]),
                    "article": self.articles[claim["seed_id"]],
                    "passage": passage(self.articles[claim["seed_id"]]["address"], claim["phrase"]),
                }
                for claim in own["claims"]
                if (claim["field"], claim["element"]) == (field, row["element"])
            ],
        }

    def words(self, field: str, value: str, span: str | None = None) -> str:
        """Return a value in words, with names for ids."""
        if value == UNKNOWN:
            return "not known"
        if value == NOT_STATED:
            return "not stated"
        if field in ("date", "effective") and value != NOT_YET:
            return wording.date(value, span)
        if field == "deals" and value in self.deals:
            return str(self.deals[value]["title"])
        names = self.places if field == "places" else self.actors
        return names.get(value) or (value if field in _FREE_TEXT else wording.code(value))


def passage(address: str | None, phrase: str) -> str | None:
    """Return a link to the words themselves.

    The link has a text fragment: https://wicg.github.io/scroll-to-text-fragment/.
    """
    if address is None or urlsplit(address).fragment:
        return address
    return f"{address}#:~:text={quote(phrase, safe='').replace('-', '%2D')}"


def figure(row: NamedRow) -> tuple[Any, ...]:
    """Return text, qualifier, low bound, point and high bound."""
    name = "released" if row["fact_type"] == "release" else "value"
    return tuple(row[f"{name}_{part}"] for part in ("text", "qualifier", "low", "point", "high"))


def _by(tables: Sequence[FilledTable], table: str, column: str) -> dict[str, list[NamedRow]]:
    return grouped((row[column], row) for row in records(tables, table))


def _by_date(fact: FactView) -> tuple[str, ...]:
    """Return a sort key: start, else end, else last."""
    row = fact.row
    known = row["date_earliest"] or row["date_latest"] or "9999"
    return known, row["date_latest"] or known, row["fact_id"]


def _summary(row: NamedRow) -> tuple[str, int | None]:
    """Return a fact's summary, and a number to sort by.

    The number is a bound if the figure has no value, None for other types.
    """
    match row["fact_type"]:
        case "meeting":
            return wording.code(row["kind"]), None
        case "sanctions":
            targets = None if row["targets"] == NOT_STATED else row["targets"]
            return wording.measure(row["measure"], targets), None
    text, _, *numbers = figure(row)
    return wording.figure(text, row["counted_as"]), next((one for one in numbers if one is not None), None)


def _linkable(url: str | None) -> str | None:
    """Return the address unless its scheme could run a script."""
    try:
        return url if url and urlsplit(url).scheme in ("https", "http") else None
    except ValueError:
        return None
