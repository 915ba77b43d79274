"""Write all tables as a SQLite database.

It needs SQLite 3.37 or newer (https://sqlite.org). SQLite has no column comments, but keeps comments in the text of
CREATE TABLE, which `.schema` prints; metadata.json has the same descriptions for Datasette (https://docs.datasette.io,
metadata), if the database keeps its file name. Two views answer the most frequent questions.
"""

import contextlib
import sqlite3
from collections.abc import Sequence
from typing import Any

from factpack import citation
from factpack.changelog import DatasetRelease
from factpack.escaping import quote_sql_name, quote_sql_text
from factpack.exports.json_files import encode
from factpack.tables.table import Cell, Column, ColumnType, FilledTable

NAME = f"{citation.NAME}.sqlite"
METADATA_NAME = "metadata.json"

_TYPES: dict[ColumnType, str] = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

# The column whose value Datasette shows for a row that a foreign key points to.
_LABELS = {"facts": "title", "actors": "name", "places": "name", "deals": "title", "seeds": "title"}

# This table is not part of the Data Package. It identifies a copy of the database.
_DATASET = "dataset"
_DATASET_ABOUT = "The dataset: its version, its licence, how to cite it. One row."


# The body of each view. Its first line describes it for readers.
_VIEWS = {
    "timeline": """\
-- Every active fact, in the order of the first day that its date can mean, else of the last; undated ones \
at the end. Equal dates imply no order.
SELECT f.date, f.date_earliest, f.date_latest, f.sort_date, f.fact_type, f.stage, f.occurred, f.title,
       coalesce(r.released_text, c.value_text) AS figure,
       coalesce(r.sources, m.sources, s.sources, c.sources) AS sources,
       coalesce(r.origins, m.origins, s.origins, c.origins) AS origins,
       coalesce(r.contested_fields, m.contested_fields, s.contested_fields, c.contested_fields) AS contested_fields,
       f.fact_id
FROM facts AS f
LEFT JOIN releases AS r USING (fact_id)
LEFT JOIN meetings AS m USING (fact_id)
LEFT JOIN sanctions AS s USING (fact_id)
LEFT JOIN counts AS c USING (fact_id)
WHERE NOT f.withdrawn
ORDER BY coalesce(f.date_earliest, f.date_latest) NULLS LAST, f.date_latest NULLS LAST, f.fact_id""",
    "claims_with_names": """\
-- Every claim with the title of its fact, the value that the record has, the article, and the names of those whom \
it comes from.
SELECT f.title AS fact, c.field, c.element, c.value AS says, v.value AS record_has, c.agreement, c.phrase,
       coalesce(a.title, c.seed_id) AS article, p.name AS publisher, c.paragraph, a.url,
       c.attributed_to, o.name AS origin, via.name AS via_name, c.basis, c.inference, c.verified,
       f.fact_type, c.fact_id, c.claim_id
FROM claims AS c
JOIN facts AS f USING (fact_id)
JOIN seeds AS a USING (seed_id)
LEFT JOIN fact_values AS v ON v.fact_id = c.fact_id AND v.field = c.field AND v.element IS c.element
LEFT JOIN actors AS p ON p.actor_id = a.publisher
LEFT JOIN actors AS o ON o.actor_id = c.origin
LEFT JOIN actors AS via ON via.actor_id = c.via
ORDER BY c.fact_id, c.field, c.element, c.seed_id, c.paragraph, c.claim_id""",
}


def write(tables: Sequence[FilledTable], dataset_release: DatasetRelease) -> bytes:
    """Return the database, with rows in table order."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in tables:
            connection.execute(_create(table))
            for key in table.definition.foreign_keys:
                if table.definition.key[: len(key.columns)] != key.columns:
                    index, name = map(quote_sql_name, ("_".join((table.name, *key.columns)), table.name))
                    connection.execute(f"CREATE INDEX {index} ON {name} ({_names(key.columns)})")
        about = citation.about(dataset_release)
        columns = ", ".join(f"{name} TEXT" for name in about)
        connection.execute(f"CREATE TABLE {_DATASET} (-- {_DATASET_ABOUT}\n{columns}) STRICT")
        _insert(connection, _DATASET, [tuple(about.values())])
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            _insert(connection, table.name, table.rows)
        connection.execute("COMMIT")
        for name, body in _VIEWS.items():
            connection.execute(f"CREATE VIEW {name} AS {body}")
        connection.execute("VACUUM")
        return connection.serialize()


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Sequence[Cell]]) -> None:
    if rows:
        places = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {quote_sql_name(table)} VALUES ({places})", rows)


def _create(table: FilledTable) -> str:
    lines = [f"CREATE TABLE {quote_sql_name(table.name)} ( -- {table.definition.about}"]
    lines += [f"  {_column(column)}, -- {_about(column)}" for column in table.definition.columns]
    for key in table.definition.foreign_keys:
        target = f"{quote_sql_name(key.table)} ({_names(key.reference)})"
        lines.append(f"  FOREIGN KEY ({_names(key.columns)}) REFERENCES {target},")
    return "\n".join([*lines, f"  PRIMARY KEY ({_names(table.definition.key)})", ") STRICT"])


def _column(column: Column[Any]) -> str:
    name = quote_sql_name(column.name)
    checks = []
    if column.codelist is not None:
        checks.append(f"{name} IN ({', '.join(quote_sql_text(code) for code in column.codelist.codes)})")
    if column.minimum is not None:
        checks.append(f"{name} >= {column.minimum}")
    if column.type == "boolean":
        checks.append(f"{name} IN (0, 1)")
    if column.type == "date":
        checks.append(f"{name} GLOB {quote_sql_text(_DAY)}")
    required = "" if column.empty else " NOT NULL"
    return f"{name} {_TYPES.get(column.type, 'TEXT')}{required}{''.join(f' CHECK ({check})' for check in checks)}"


def _about(column: Column[Any]) -> str:
    unit = f" Unit: {column.unit}." if column.unit else ""
    codes = f" Codes: {column.codelist.name} in codelists." if column.codelist else ""
    empty = f" Empty: {column.empty}." if column.empty else ""
    return column.description + unit + codes + empty


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(quote_sql_name, names))


def datasette_metadata(tables: Sequence[FilledTable], dataset_release: DatasetRelease) -> bytes:
    """Return metadata.json, which Datasette shows."""
    described: dict[str, Any] = {_DATASET: {"description": _DATASET_ABOUT}}
    for name, body in _VIEWS.items():
        described[name] = {"description": body.split("\n")[0].removeprefix("-- ")}
    for table in tables:
        described[table.name] = {
            "title": table.name,
            "description": f"{table.definition.title}. {table.definition.about}",
            **({"label_column": _LABELS[table.name]} if table.name in _LABELS else {}),
            "columns": {column.name: _about(column) for column in table.definition.columns},
        }
    content = {
        "title": citation.TITLE,
        "description": f"{citation.ABSTRACT} Version {dataset_release.version}.",
        "license": citation.LICENSE,
        "license_url": citation.LICENSE_URL,
        "about": f"{citation.in_words(dataset_release)} {citation.NOT_LICENSED}",
        "databases": {citation.NAME: {"tables": described}},
    }
    return encode(content)
