"""How the dataset and the articles are cited: what is said of the dataset, BibTeX and CSL-JSON.

The constants are the one source of what CITATION.cff, .zenodo.json, datapackage.json and a release say of the dataset.

BibTeX is that of the classic styles (btxdoc by Oren Patashnik): entries of type `misc`, UTF-8. CSL-JSON is the input of
citation processors (https://docs.citationstyles.org, schema 1.0.2). A publication date is given as far as it is known:
the year, month and day that all days agree on which the article can have appeared on; what was inferred is said.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from factpack.changelog import Edition
from factpack.dataset import Dataset
from factpack.escaping import escape_bibtex, escape_bibtex_address
from factpack.models.edtf import Edtf
from factpack.models.records import Seed

NAME = "us-belarus-facts"
SUBJECT = "Releases, meetings, sanctions actions and counts in the US–Belarus rapprochement of 2025"
TITLE = f"{NAME}: {SUBJECT[0].lower()}{SUBJECT[1:]}"
CURATORS = "The us-belarus-facts curators"
ABSTRACT = (
    "What news articles report about the rapprochement between the United States and Belarus in 2025: releases of "
    "prisoners, meetings, sanctions actions and published counts. Every value says which article, which paragraph and "
    "which words carry it; where articles disagree, the disagreement is data."
)
MESSAGE = "If you use this dataset, cite its version, and the articles that your figures rest on."
KEYWORDS = (
    "Belarus",
    "United States",
    "political prisoners",
    "prisoner releases",
    "sanctions",
    "diplomacy",
    "news",
    "fact dataset",
    "provenance",
)
LICENSE = "CC-BY-4.0"
LICENSE_TITLE = "Creative Commons Attribution 4.0 International"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"
NOT_LICENSED = (
    "Quoted phrases and the titles of articles are not covered by the licence: they belong to the publishers. "
    "LICENSE-DATA says which columns hold them."
)


def in_words(edition: Edition) -> str:
    """How to cite a version in plain text."""
    year = f", {edition.released.year}" if edition.released else ""
    return f"{CURATORS}. {TITLE}. Data set, version {edition.version}{year}."


_UNKNOWN = "unknown"

# --- what is cited ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """Something to cite.

    key: constant, from version to version; people: authors by name; body: an author that is no person; outlet: who
    published it; issued: year, month and day, as many as are known; issued_words: all that is known of the day, where it
    is not printed; inferred: whether the date was worked out.
    """

    key: str
    type: str
    title: str
    people: tuple[str, ...] = ()
    body: str | None = None
    outlet: str | None = None
    issued: tuple[int, ...] = ()
    issued_words: str | None = None
    inferred: bool = False
    version: str | None = None
    url: str | None = None
    language: str | None = None
    note: str = ""


def dataset_work(version: Edition) -> Work:
    """The dataset, in one version."""
    day = version.released
    return Work(
        key=f"{NAME}-{version.version}",
        type="dataset",
        title=TITLE,
        body=CURATORS,
        issued=(day.year, day.month, day.day) if day else (),
        version=version.version,
        language="en",
        note=f"Licence: {LICENSE}",
    )


def article_work(seed: Seed, dataset: Dataset) -> Work:
    """An article. What its text does not tell is left out, or said not to be known."""
    return Work(
        key=seed.id,
        type="article-newspaper",
        title=seed.title or f"[Article without a headline: {seed.id}]",
        people=tuple(seed.authors),
        outlet=dataset.actors[seed.publisher].name if seed.publisher else None,
        issued=_known_parts(seed.published),
        issued_words=_words(seed),
        inferred=seed.published_basis == "inferred",
        url=seed.url,
        language=seed.language,
        note="" if seed.publisher else "Publisher not known",
    )


def articles_of(dataset: Dataset, fact_ids: Iterable[str]) -> list[Work]:
    """The articles that facts rest on, by id."""
    seeds = {seed_id for fact_id in fact_ids for seed_id in dataset.facts[fact_id].evidence}
    return [article_work(dataset.seeds[seed_id], dataset) for seed_id in sorted(seeds)]


def _known_parts(published: Edtf | str) -> tuple[int, ...]:
    """Year, month and day, as far as the first and the last day that a date can mean agree."""
    if not isinstance(published, Edtf) or published.earliest is None or published.latest is None:
        return ()
    known: list[int] = []
    for one, other in zip(published.earliest.timetuple()[:3], published.latest.timetuple()[:3], strict=True):
        if one != other:
            break
        known.append(one)
    return tuple(known)


def _words(seed: Seed) -> str | None:
    """When an article was published, in words; None where the text prints the day."""
    published = seed.published
    if not isinstance(published, Edtf):
        return _UNKNOWN
    first, last = published.earliest, published.latest
    vague = published.approximate or published.uncertain
    if seed.published_basis == "stated" and first == last and not vague:
        return None
    if first == last:
        words = f"{first}"
    elif first and last:
        words = f"between {first} and {last}"
    else:
        words = f"on or after {first}" if first else f"on or before {last}"
    return f"{words}{' (approximate)' if vague else ''}{' (inferred)' if seed.published_basis == 'inferred' else ''}"


def _dating(work: Work) -> str:
    """What a note says of the publication date."""
    if work.issued_words == _UNKNOWN:
        return "Publication date unknown"
    return f"Published {work.issued_words}" if work.issued_words else ""


# --- BibTeX ----------------------------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_bibtex(works: Iterable[Work]) -> str:
    """The works as BibTeX entries."""
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    edition = f"Data set, version {work.version}" if work.version else ""
    note = ". ".join(part for part in (edition, _dating(work), work.note) if part)
    authors = f"{{{escape_bibtex(work.body)}}}" if work.body else " and ".join(map(_person, work.people))
    fields = {
        "author": authors,
        "title": f"{{{escape_bibtex(work.title)}}}",
        "howpublished": escape_bibtex(work.outlet or ""),
        "url": escape_bibtex_address(work.url or ""),
        "note": escape_bibtex(note),
        # By which the classic styles sort what has no author.
        "key": "" if authors else escape_bibtex(work.outlet or work.key),
    }
    lines = [f"  {name} = {{{content}}},\n" for name, content in fields.items() if content]
    for name, part in zip(("year", "month", "day"), work.issued, strict=False):
        lines.append(f"  {name} = {_MONTHS[part - 1] if name == 'month' else f'{{{part}}}'},\n")
    return f"@misc{{{work.key},\n{''.join(lines)}}}\n"


def _person(name: str) -> str:
    """A name for a list of authors; where BibTeX would misread it, in braces, as one piece."""
    escaped = escape_bibtex(name)
    misread = "," in name or re.search(r"\band\b", name, re.IGNORECASE)
    return f"{{{escaped}}}" if misread else escaped


# --- CSL-JSON --------------------------------------------------------------------------------------------------------


def as_csl(works: Iterable[Work]) -> str:
    """The works as a CSL-JSON array."""
    return json.dumps([_item(work) for work in works], indent=2, ensure_ascii=False) + "\n"


def _item(work: Work) -> dict[str, Any]:
    authors = [work.body] if work.body else list(work.people)
    content = {
        "id": work.key,
        "type": work.type,
        "title": work.title,
        # How a name divides into given and family name, an article does not tell.
        "author": [{"literal": name} for name in authors],
        "container-title": work.outlet,
        "issued": _issued(work),
        "version": work.version,
        "URL": work.url,
        "language": work.language,
        "note": ". ".join(part for part in (_dating(work), work.note) if part),
    }
    return {name: value for name, value in content.items() if value}


def _issued(work: Work) -> dict[str, Any]:
    if work.issued:
        return {"date-parts": [list(work.issued)], **({"circa": True} if work.inferred else {})}
    return {"literal": work.issued_words} if work.issued_words else {}
