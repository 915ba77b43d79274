"""Write each table as Parquet (https://parquet.apache.org), with its types.

DuckDB writes it from the CSV of the table, with one thread and in the order of the rows, so that equal rows give equal
bytes. It can only write to disk.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from factpack import citation
from factpack.changelog import DatasetRelease
from factpack.escaping import quote_sql_text
from factpack.exports.tabular import write_csv
from factpack.tables.table import ColumnType, FilledTable

_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "number": "DOUBLE",
    "date": "DATE",
}


def write(
    tables: Iterable[FilledTable], dataset_release: DatasetRelease
) -> Iterator[tuple[FilledTable, bytes]]:
    """Return each table with the bytes of its Parquet file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection,
    ):
        source, target = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        for table in tables:
            source.write_bytes(write_csv(table))
            columns = table.definition.columns
            descriptions = {column.name: column.description for column in columns}
            types = _struct({column.name: _TYPES[column.type] for column in columns})
            metadata = {
                "dataset": citation.TITLE,
                "version": dataset_release.version,
                "license": citation.LICENSE,
                "description": table.definition.about,
                "columns": json.dumps(descriptions, ensure_ascii=False),
            }
            connection.execute(
                f"COPY (SELECT * FROM read_csv({quote_sql_text(str(source))}, auto_detect = false, header = true, delim = ',', "
                f"quote = '\"', escape = '\"', nullstr = '', new_line = '\\n', columns = {types})) "
                f"TO {quote_sql_text(str(target))} (FORMAT parquet, COMPRESSION snappy, KV_METADATA {_struct(metadata)})"
            )
            yield table, target.read_bytes()


def _struct(content: dict[str, str]) -> str:
    pairs = (f"{quote_sql_text(name)}: {quote_sql_text(value)}" for name, value in content.items())
    return f"{{{', '.join(pairs)}}}"
