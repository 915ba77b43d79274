"""Cite the dataset and the articles, in BibTeX and CSL-JSON; the one source of what is said about the dataset.

CITATION.cff, .zenodo.json, datapackage.json and a release take their words from the constants.

CSL-JSON is the input of citation processors (https://docs.citationstyles.org, schema 1.0.2). BibTeX is that of the classic
styles (btxdoc by Oren Patashnik): entries of type `misc`, UTF-8. A publication date is given as far as it is known, and said
to be inferred where it is.
"""

import json
import re
from collections.abc import Iterable
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


_UNKNOWN = "unknown"


def in_words(edition: Edition) -> str:
    """Return how to cite a version, in plain text."""
    year = f", {edition.released.year}" if edition.released else ""
    return f"{CURATORS}. {TITLE}. Data set, version {edition.version}{year}."


def about(edition: Edition) -> dict[str, str | None]:
    """Return what a release says about the dataset, by field."""
    return {
        "name": NAME,
        "title": TITLE,
        "version": edition.version,
        "released": edition.released.isoformat() if edition.released else None,
        "citation": in_words(edition),
        "license": LICENSE,
        "license_url": LICENSE_URL,
        "license_note": NOT_LICENSED,
    }


# --- works in CSL-JSON -----------------------------------------------------------------------------------------------

Work = dict[str, Any]  # an item of CSL-JSON


def dataset_work(version: Edition) -> Work:
    """Return the dataset in one version."""
    day = version.released
    return {
        "id": f"{NAME}-{version.version}",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": CURATORS}],
        **({"issued": {"date-parts": [[day.year, day.month, day.day]]}} if day else {}),
        "version": version.version,
        "language": "en",
        "note": f"Licence: {LICENSE}",
    }


def article_work(seed: Seed, dataset: Dataset) -> Work:
    """Return an article. What its text does not state is left out, or said to be unknown."""
    outlet = dataset.actors[seed.publisher].name if seed.publisher else None
    day_in_words = _day_in_words(seed)
    notes = []
    if day_in_words:
        notes.append("Publication date unknown" if day_in_words == _UNKNOWN else f"Published {day_in_words}")
    if not outlet:
        notes.append("Publisher not known")
    work = {
        "id": seed.id,
        "type": "article-newspaper",
        "title": seed.title or f"[Article without a headline: {seed.id}]",
        # An article does not state which part of a name is the family name.
        "author": [{"literal": name} for name in seed.authors],
        "container-title": outlet,
        "issued": _issued(seed) or {"literal": day_in_words},
        "URL": seed.url,
        "language": seed.language,
        "note": ". ".join(notes),
    }
    return {name: value for name, value in work.items() if value}


def articles_of(dataset: Dataset, fact_ids: Iterable[str]) -> list[Work]:
    """Return the articles that facts rest on, by id."""
    seeds = {seed_id for fact_id in fact_ids for seed_id in dataset.facts[fact_id].evidence}
    return [article_work(dataset.seeds[seed_id], dataset) for seed_id in sorted(seeds)]


def as_csl(works: Iterable[Work]) -> str:
    """Return the works as a CSL-JSON array."""
    return json.dumps(list(works), indent=2, ensure_ascii=False) + "\n"


def _issued(seed: Seed) -> Work | None:
    """Return year, month and day, as far as all days agree on which an article can have been published."""
    published = seed.published
    if not isinstance(published, Edtf) or published.earliest is None or published.latest is None:
        return None
    first, last = published.earliest.timetuple()[:3], published.latest.timetuple()[:3]
    known = max((size for size in (1, 2, 3) if first[:size] == last[:size]), default=0)
    circa = {"circa": True} if seed.published_basis == "inferred" else {}
    return {"date-parts": [first[:known]], **circa} if known else None


def _day_in_words(seed: Seed) -> str | None:
    """Return when an article was published, in words; None where the text states the day."""
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


# --- BibTeX ----------------------------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_bibtex(works: Iterable[Work]) -> str:
    """Return the works as BibTeX entries."""
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    names = [author["literal"] for author in work.get("author", ())]
    # The curators are no person, whose name would be divided into given and family name.
    authors = (
        f"{{{escape_bibtex(CURATORS)}}}" if work["type"] == "dataset" else " and ".join(map(_person, names))
    )
    outlet, note = work.get("container-title", ""), work.get("note", "")
    if "version" in work:
        note = f"Data set, version {work['version']}. {note}"
    fields = {
        "author": authors,
        "title": f"{{{escape_bibtex(work['title'])}}}",
        "howpublished": escape_bibtex(outlet),
        "url": escape_bibtex_address(work.get("URL", "")),
        "note": escape_bibtex(note),
        # The classic styles sort works without an author by this.
        "key": "" if authors else escape_bibtex(outlet or work["id"]),
    }
    lines = [f"  {name} = {{{content}}},\n" for name, content in fields.items() if content]
    (parts,) = work.get("issued", {}).get("date-parts", [()])
    for name, part in zip(("year", "month", "day"), parts, strict=False):
        lines.append(f"  {name} = {_MONTHS[part - 1] if name == 'month' else f'{{{part}}}'},\n")
    return f"@misc{{{work['id']},\n{''.join(lines)}}}\n"


def _person(name: str) -> str:
    """A name for a list of authors; where BibTeX would misread it, in braces, as one piece."""
    escaped = escape_bibtex(name)
    misread = "," in name or re.search(r"\band\b", name, re.IGNORECASE)
    return f"{{{escaped}}}" if misread else escaped
