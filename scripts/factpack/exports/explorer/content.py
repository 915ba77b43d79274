"""The rows of the tables, joined into facts and articles.

The templates read the rows' columns directly. This module adds names for ids, words for codes and the related
rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlsplit

from factpack import wording
from factpack.models import edtf
from factpack.models.edtf import Edtf
from factpack.models.types import NOT_STATED, UNKNOWN
from factpack.tables.table import FilledTable, NamedRow, records

# The order of a fact's fields: stage, date, the fields of its type, then those of all facts.
_ORDER = {"stage": 0, "date": 1, "places": 3, "deals": 4, "breakdown": 5, "remarks": 6, "links": 7}
_TYPE_FIELDS = 2


@dataclass(frozen=True)
class ArticleView:
    """An article with a label and its link.

    label: short and unique; url: its address, None if the page must not link to it.
    """

    row: NamedRow
    label: str
    url: str | None
    date: str
    relays: tuple[str, ...]

    def passage(self, phrase: str) -> str | None:
        """Return a link to the words themselves.

        The link has a text fragment: https://wicg.github.io/scroll-to-text-fragment/.
        """
        if self.url is None or urlsplit(self.url).fragment:
            return self.url
        return f"{self.url}#:~:text={quote(phrase, safe='').replace('-', '%2D')}"


@dataclass(frozen=True)
class ClaimView:
    """One article's claim on a value, with its link."""

    row: NamedRow
    says: str
    article: ArticleView
    url: str | None
    via: str | None


@dataclass(frozen=True)
class ValueView:
    """A value of a fact with its claims.

    label: the name of the element, empty if it has none; linked_fact: the fact that a link leads to.
    """

    row: NamedRow
    label: str
    words: str
    linked_fact: NamedRow | None
    reason: str | None
    part: NamedRow | None
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True)
class FactView:
    """An active fact with its values and articles.

    date: in words; parsed: the same as EDTF; summary: its figure, kind or measure; fields: its values by
    field.
    """

    row: NamedRow
    date: str
    parsed: Edtf | None
    summary: str
    size: int | None
    fields: tuple[tuple[str, tuple[ValueView, ...]], ...]
    articles: tuple[ArticleView, ...]
    deals: tuple[NamedRow, ...]

    @property
    def verified(self) -> bool:
        """Whether each of its claims is verified."""
        return all(claim.row["verified"] for claim in self.claims)

    @property
    def reached(self) -> bool:
        """Whether it took place, is in force or was published."""
        return bool(self.row["stage"] in wording.REACHED)

    @property
    def values(self) -> Iterable[ValueView]:
        return (value for _, values in self.fields for value in values)

    @property
    def claims(self) -> Iterable[ClaimView]:
        return (claim for value in self.values for claim in value.claims)


class Content:
    """Everything that the page shows, with facts by date."""

    def __init__(self, tables: Sequence[FilledTable]) -> None:
        self.tables = tables
        self.actors: dict[str, str] = {row["actor_id"]: row["name"] for row in records(tables, "actors")}
        self.places: dict[str, str] = {row["place_id"]: row["name"] for row in records(tables, "places")}
        self.deals = {row["deal_id"]: row for row in records(tables, "deals")}
        self.codes = {
            name: list(group)
            for name, group in groupby(records(tables, "codelists"), key=lambda code: code["codelist"])
        }
        self.articles = _articles(records(tables, "seeds"), self.actors)
        self._rows = {row["fact_id"]: row for row in records(tables, "facts")}
        self._persons: dict[tuple[str, str], str] = {
            (row["fact_id"], row["element"]): row["name"] for row in records(tables, "released_persons")
        }
        self._parts = {(row["fact_id"], row["part"]): row for row in records(tables, "breakdowns")}
        self._reasons = {
            (row["fact_id"], row["other_fact_id"]): row["inference"]
            for row in records(tables, "links")
            if row["inference"]
        }
        self.facts = sorted(self._facts(), key=_by_date)
        self._by_id = {fact.row["fact_id"]: fact for fact in self.facts}
        self.claims = len(records(tables, "claims"))
        self.withdrawn = [
            (self._rows[fact_id], list(group))
            for fact_id, group in groupby(records(tables, "withdrawn"), key=lambda row: row["fact_id"])
        ]

    def fact(self, fact_id: str) -> FactView:
        return self._by_id[fact_id]

    def names(self, ids: str) -> str:
        """Return the names for joined actor ids."""
        return "; ".join(self.actors[actor_id] for actor_id in ids.split("; "))

    def of_type(self, fact_type: str) -> list[FactView]:
        return [fact for fact in self.facts if fact.row["fact_type"] == fact_type]

    def _facts(self) -> Iterable[FactView]:
        claims = _grouped(records(self.tables, "claims"), "fact_id")
        values = _grouped(records(self.tables, "fact_values"), "fact_id")
        deals = _grouped(records(self.tables, "fact_deals"), "fact_id")
        for detail in _details(self.tables):
            row = self._rows[detail["fact_id"]] | detail
            cited = {claim["seed_id"] for claim in claims[row["fact_id"]]}
            own = sorted(values[row["fact_id"]], key=lambda value: _ORDER.get(value["field"], _TYPE_FIELDS))
            words, size = _summary(row)
            yield FactView(
                row=row,
                date=wording.date(row["date"], row["date_span"]),
                parsed=edtf.parse(row["date"]) if row["date"] else None,
                summary=words,
                size=size,
                fields=tuple(
                    (wording.code(field).capitalize(), tuple(self._value(value, claims[row["fact_id"]]) for value in group))
                    for field, group in groupby(own, key=lambda value: value["field"])
                ),
                articles=tuple(
                    article
                    for seed_id, article in self.articles.items()
                    if seed_id in cited
                ),
                deals=tuple(self.deals[deal["deal_id"]] for deal in deals.get(row["fact_id"], ())),
            )  # fmt: skip

    def _value(self, row: NamedRow, claims: Iterable[NamedRow]) -> ValueView:
        return ValueView(
            row=row,
            label=self._label(row),
            words=self.words(row["field"], row["value"], self._rows[row["fact_id"]]["date_span"]),
            linked_fact=self._rows[row["element"]] if row["field"] == "links" and row["element"] else None,
            reason=self._reasons.get((row["fact_id"], row["element"] or ""))
            if row["field"] == "links"
            else None,
            part=self._parts.get((row["fact_id"], row["element"] or ""))
            if row["field"] == "breakdown"
            else None,
            claims=tuple(
                self._claim(claim)
                for claim in claims
                if (claim["field"], claim["element"]) == (row["field"], row["element"])
            ),
        )

    def _claim(self, row: NamedRow) -> ClaimView:
        article = self.articles[row["seed_id"]]
        says = self.words(row["field"], row["value"])
        via = self.actors[row["via"]] if row["via"] else None
        return ClaimView(row, says, article, article.passage(row["phrase"]), via)

    def _label(self, row: NamedRow) -> str:
        """Return an element's label, unless its value says it already."""
        element = row["element"] or ""
        match row["field"]:
            case "credits":
                return self.actors.get(element, element)
            case "persons":
                return self._persons.get((row["fact_id"], element), wording.slug(element))
            case "breakdown" | "remarks" | "capacity":
                return wording.slug(element)
            case _:
                return ""

    def words(self, field: str, value: str, span: str | None = None) -> str:
        """Return a value in words.

        Ids become names; codes and dates become words. span: how a date is meant.
        """
        if value == UNKNOWN:
            return "not known"
        if value == NOT_STATED:
            return "not stated"
        match field:
            case "date":
                return wording.date(value, span)
            case "effective":
                return wording.date(value) if value != "not_yet" else "not yet"
            case "places":
                return self.places.get(value, value)
            case "deals":
                return str(self.deals[value]["title"]) if value in self.deals else value
            case (
                "stage"
                | "measure"
                | "kind"
                | "legal_form"
                | "topics"
                | "persons"
                | "links"
                | "targets"
                | "credits"
            ):
                return self.actors.get(value) or wording.code(value)
            case (
                "released"
                | "value"
                | "delegation_size"
                | "breakdown"
                | "remarks"
                | "reason"
                | "counted_as"
                | "capacity"
            ):
                return value
            case _:
                return self.actors.get(value, value)


def _details(tables: Sequence[FilledTable]) -> Iterator[NamedRow]:
    for name in ("releases", "meetings", "sanctions", "counts"):
        yield from records(tables, name)


def _grouped(rows: Iterable[NamedRow], column: str) -> dict[str, list[NamedRow]]:
    groups: dict[str, list[NamedRow]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _by_date(fact: FactView) -> tuple[str, ...]:
    """Return a sort key by date.

    A fact without a start sorts by its end, a fact without a date last.
    """
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
    return wording.figure(text, row["counted_as"]), _first(*numbers)


def figure(row: NamedRow) -> tuple[str, str, int | None, int | None, int | None]:
    """Return text, qualifier, low bound, point and high bound."""
    name = "released" if row["fact_type"] == "release" else "value"
    text, qualifier, low, point, high = (
        row[f"{name}_{part}"] for part in ("text", "qualifier", "low", "point", "high")
    )
    return text, qualifier, low, point, high


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _article_label(seed: NamedRow, several: bool) -> str:
    """Return a unique label: the publisher, the id, or both."""
    if seed["publisher_name"] is None:
        return str(seed["seed_id"])
    return f"{seed['publisher_name']} ({seed['seed_id']})" if several else str(seed["publisher_name"])


def _linkable(url: str | None) -> str | None:
    """Return the address unless its scheme could run a script."""
    try:
        return url if url and urlsplit(url).scheme in ("https", "http") else None
    except ValueError:
        return None


def _articles(seeds: Sequence[NamedRow], actors: dict[str, str]) -> dict[str, ArticleView]:
    publishers = [seed["publisher_name"] for seed in seeds]
    return {
        seed["seed_id"]: ArticleView(
            row=seed,
            label=_article_label(seed, publishers.count(seed["publisher_name"]) > 1),
            url=_linkable(seed["url"]),
            date="not stated"
            if seed["published"] == NOT_STATED
            else wording.date(seed["published"], "within"),
            relays=tuple(actors[report] for report in seed["relays"].split("; ")) if seed["relays"] else (),
        )
        for seed in seeds
    }
