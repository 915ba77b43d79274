"""Write datapackage.json (Data Package 2.0, https://datapackage.org).

Two choices follow from what frictionless does (5.21, tried):

- With `type: table` it reads a JSON file only if the extra `frictionless[json]` is installed; then it rejects a correct
  `bytes`, ignores `hash`, and rejects an empty array. Without a type it checks hash and size, but no row:
  `factpack.exports.conformance` checks the rows. The profile of the standard rejects `type: json`.
- It guesses the dialect of a CSV file unless the descriptor states it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from factpack import citation
from factpack.changelog import DatasetRelease
from factpack.exports import json_files, tabular
from factpack.models.records import Seed
from factpack.tables.table import Column, FilledTable, ForeignKey

PATH = "datapackage.json"
# From version 1 of the standard, and allowed in version 2: frictionless for R, up to 1.3, reads no table without it.
TABULAR_PROFILE = "tabular-data-resource"

_DESCRIPTION = (
    f"{citation.ABSTRACT} Read the tables of tier 1 first (releases, meetings, sanctions, counts, claims); tier 2 holds "
    "the rest about facts, tier 3 registers and audit. CODEBOOK.md explains every column.\n\n"
    f"The data is licensed under {citation.LICENSE}. {citation.NOT_LICENSED}"
)
_LICENSE = {"name": citation.LICENSE, "path": citation.LICENSE_URL, "title": citation.LICENSE_TITLE}
_DIALECT = {
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
_NESTED = {
    "title": "Nested records",
    "description": "The records as curated, with dates and quantities expanded: seeds, actors, places, deals, facts.",
}

Json = dict[str, Any]


def write(
    tables: Sequence[FilledTable],
    files: Mapping[str, bytes],
    dataset_release: DatasetRelease,
    seeds: Iterable[Seed],
) -> bytes:
    """Return the descriptor of the tables and the nested records.

    tables: in the order in which readers should meet them; files: path → bytes of all that `tabular` and `json_files`
    wrote, the file of each table among them; seeds: the articles.
    """
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "generated": json_files.GENERATED,
        "name": citation.NAME,
        "title": citation.SUBJECT,
        "description": _DESCRIPTION,
        "version": dataset_release.version,
        **({"created": f"{dataset_release.released}T00:00:00Z"} if dataset_release.released else {}),
        "keywords": list(citation.KEYWORDS),
        "licenses": [_LICENSE],
        # The role is one of DataCite's contributor types, as the profile recommends.
        "contributors": [{"title": citation.CURATORS, "roles": ["DataCurator"]}],
        "sources": [
            {
                "title": seed.title or "Unsigned commentary, without a headline",
                **({"path": seed.url} if seed.url else {}),
            }
            for seed in seeds
        ],
        "resources": [
            *(_table(table, files, str, tabular.csv_path) for table in tables),
            *(_table(table, files, "{}-json".format, tabular.json_path) for table in tables),
            _resource("records", json_files.PATH, files, _NESTED),
        ],
    }
    return json_files.encode(descriptor)


def _table(
    table: FilledTable, files: Mapping[str, bytes], name: Callable[[str], str], path: Callable[[str], str]
) -> Json:
    definition = table.definition
    about = {"title": definition.title, "description": definition.about, "tier": definition.tier}
    keys = [_foreign_key(key, table, name(key.table)) for key in definition.foreign_keys]
    schema = {
        "fields": [_field(column, unique=definition.key == (column.name,)) for column in definition.columns],
        "primaryKey": list(definition.key),
        **({"foreignKeys": keys} if keys else {}),
        "missingValues": [""],
    }
    return _resource(name(table.name), path(table.name), files, about, schema)


def _resource(
    name: str, path: str, files: Mapping[str, bytes], about: Json, schema: Json | None = None
) -> Json:
    is_csv = path.endswith(".csv")
    return {
        "name": name,
        **({"profile": TABULAR_PROFILE, "type": "table"} if is_csv else {}),
        "path": path,
        **about,
        "format": "csv" if is_csv else "json",
        "mediatype": "text/csv" if is_csv else "application/json",
        "encoding": "utf-8",
        **({"dialect": _DIALECT} if is_csv else {}),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
        "bytes": len(files[path]),
        **({"schema": schema} if schema else {}),
    }


def _field(column: Column[Any], *, unique: bool) -> Json:
    constraints = {
        **({} if column.empty else {"required": True}),
        **({"unique": True} if unique else {}),
        **({"enum": list(column.codelist.codes)} if column.codelist else {}),
        **({} if column.minimum is None else {"minimum": column.minimum}),
    }
    return {
        "name": column.name,
        "type": column.type,
        "title": column.title or column.name.replace("_", " ").capitalize(),
        "description": f"{column.description} Empty: {column.empty}." if column.empty else column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(key: ForeignKey, table: FilledTable, resource: str) -> Json:
    """Return a foreign key; one to itself has no resource."""
    target = {} if key.table == table.name else {"resource": resource}
    return {"fields": list(key.columns), "reference": {**target, "fields": list(key.reference)}}
