"""Writes each table as Parquet (https://parquet.apache.org), with the types of its Table Schema.

DuckDB writes it, from the CSV of the table: one thread and the order of the rows, so that equal rows give equal bytes.
What the table and its columns mean stands in the file's key-value metadata.
"""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

from factpack import citation
from factpack.changelog import Edition
from factpack.escaping import quote_sql_text
from factpack.tables.columns import ColumnType, Table
from factpack.writers.tabular import write_csv

_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "year": "INTEGER",
    "date": "DATE",
}


def write(tables: Iterable[Table], edition: Edition) -> dict[str, bytes]:
    """The Parquet file of each table: name of the file → bytes."""
    files = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection,
    ):
        for table in tables:
            files[f"{table.name}.parquet"] = _write(table, edition, Path(folder), connection)
    return files


def _write(table: Table, edition: Edition, folder: Path, connection: duckdb.DuckDBPyConnection) -> bytes:
    source, target = folder / "rows.csv", folder / "rows.parquet"
    source.write_bytes(write_csv(table))
    columns = table.model.columns()
    types = ", ".join(
        f"{quote_sql_text(column.name)}: {quote_sql_text(_TYPES[column.type])}" for column in columns
    )
    metadata = {
        "dataset": citation.TITLE,
        "version": edition.version,
        "license": citation.LICENSE,
        "description": table.model.about,
        "columns": json.dumps({column.name: column.description for column in columns}, ensure_ascii=False),
    }
    told = ", ".join(f"{name}: {quote_sql_text(content)}" for name, content in metadata.items())
    connection.execute(
        f"COPY (SELECT * FROM read_csv({quote_sql_text(str(source))}, auto_detect = false, header = true, delim = ',', "
        f"quote = '\"', escape = '\"', nullstr = '', new_line = '\\n', columns = {{{types}}})) "
        f"TO {quote_sql_text(str(target))} (FORMAT parquet, COMPRESSION snappy, KV_METADATA {{{told}}})"
    )
    return target.read_bytes()
