"""The reference of all tables, columns and codelists."""

from collections.abc import Iterable, Sequence
from typing import Any

from factpack.escaping import Markdown, code_span
from factpack.exports.codebook import markdown
from factpack.exports.tabular import cell_text, csv_path
from factpack.models.codelists import CODELISTS
from factpack.tables.table import Column, FilledTable

_TIERS = {
    1: "Tier 1: begin here",
    2: "Tier 2: the rest about facts",
    3: "Tier 3: registers and audit",
}
_LONGEST_EXAMPLE = 60


def overview(tables: Sequence[FilledTable]) -> str:
    """Return the tables by tier, with rows, keys and joins."""
    parts = [
        "## Tables\n",
        "`joins` names the tables to which a column of the table leads; `fact_id` leads from every table about facts to `facts`,",
        "and so from each to each other.\n",
    ]
    for tier, heading in _TIERS.items():
        parts.append(f"{heading}:\n")
        parts.append(
            markdown.table(
                ("table", "a row is", "rows", "key", "joins"),
                (
                    (
                        Markdown(f"[{table.name}](#{table.name})"),
                        _row_is(table),
                        len(table.rows),
                        _names(table.definition.key),
                        _names(sorted({key.table for key in table.definition.foreign_keys})),
                    )
                    for table in tables
                    if table.definition.tier == tier
                ),
            )
        )
    return "\n".join(parts)


def _row_is(table: FilledTable) -> Markdown:
    about = table.definition.about.split(". ")[0].split(": ")[0].rstrip(".")
    return Markdown(about.removeprefix("A row is "))


def tables(tables: Sequence[FilledTable]) -> str:
    """Return every table with its columns, by tier."""
    parts = []
    for tier, heading in _TIERS.items():
        parts.append(f"## {heading}\n")
        parts += [_table(table, tables) for table in tables if table.definition.tier == tier]
    return "\n".join(parts)


def _table(table: FilledTable, tables: Iterable[FilledTable]) -> str:
    definition = table.definition
    joined_by = [
        code_span(f"{referrer.name}.{key.columns[-1]}")
        for referrer in tables
        for key in referrer.definition.foreign_keys
        if key.table == table.name
    ]
    lines = [
        f"### {table.name}\n",
        f"{definition.about} Rows: {len(table.rows)}. File: `{csv_path(table.name)}`.\n",
        f"Primary key: {_names(definition.key)}.",
        *(
            f"Joins `{key.table}` by {_names(key.columns)} = {_names(key.reference)}."
            for key in definition.foreign_keys
        ),
        *([f"Joined by {', '.join(joined_by)}."] if joined_by else []),
        "",
        markdown.table(
            ("column", "type", "meaning", "empty cells", "empty is", "example"),
            (_column(column, table) for column in definition.columns),
        ),
    ]
    return "\n".join(lines)


def _column(column: Column[Any], table: FilledTable) -> tuple[str, ...]:
    meaning = column.description
    if column.unit:
        meaning += f" Unit: {column.unit}."
    if column.codelist:
        meaning += f" Codes: [{column.codelist.name}](#{column.codelist.name})."
    cells = table.column(column.name)
    example = next((cell_text(cell) for cell in cells if cell is not None), "")
    shown = example if len(example) <= _LONGEST_EXAMPLE else example[: _LONGEST_EXAMPLE - 3] + "..."
    empty = "never" if column.required else f"{cells.count(None)} of {len(cells)}"
    return code_span(column.name), column.type, Markdown(meaning), empty, Markdown(column.empty or ""), shown


def codelists() -> str:
    """Return every codelist with its codes."""
    lines = ["## Codelists\n"]
    for codelist in CODELISTS:
        rows = ((code_span(name), Markdown(meaning)) for name, meaning in codelist.codes.items())
        lines += [
            f"### {codelist.name}\n",
            f"{codelist.title}.\n",
            markdown.table(("code", "meaning"), rows),
        ]
    return "\n".join(lines)


def _names(names: Iterable[str]) -> Markdown:
    return Markdown(", ".join(map(code_span, names)))
