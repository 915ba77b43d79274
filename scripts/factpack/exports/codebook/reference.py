"""Write the reference of all tables, columns and codelists."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from factpack.escaping import Markdown, code_span
from factpack.exports.codebook.guidance import STAGES
from factpack.models.codelists import CODELISTS, COUNT_MEASURE, QUALIFIER
from factpack.tables.table import Column, FilledTable

_TIERS = {1: "Tier 1: start here", 2: "Tier 2: more about facts", 3: "Tier 3: registers and audit"}
# A column that this many tables have is described only once.
_SHARED_BY = 3
_QUANTITY = ("qualifier", "point", "low", "high")
# Codelists that the guidance shows with counts.
_SHOWN = (*STAGES.values(), QUALIFIER, COUNT_MEASURE)


Columns = dict[tuple[str, str], list[Column[Any]]]  # of one meaning


def overview(tables: Sequence[FilledTable]) -> str:
    """Return the tables by tier."""
    parts = []
    for tier, heading in _TIERS.items():
        found = [table for table in tables if table.definition.tier == tier]
        parts.append(
            f"{heading}:\n\n" + "".join(f"- [{one.name}](#{one.name}): {_row_is(one)}\n" for one in found)
        )
    return "\n".join(parts)


def _row_is(table: FilledTable) -> str:
    about = table.definition.about.split(". ")[0].split(": ")[0]
    return about.rstrip(".").removeprefix("A row is ")


def shared_columns(tables: Iterable[FilledTable]) -> Columns:
    """Return the columns that several tables have with one meaning."""
    found: dict[tuple[str, str], list[Column[Any]]] = {}
    for table in tables:
        for column in table.definition.columns:
            if not _is_part(column, table):
                found.setdefault(_key(column), []).append(column)
    return {key: columns for key, columns in found.items() if len(columns) >= _SHARED_BY}


def _key(column: Column[Any]) -> tuple[str, str]:
    """Return what columns of one meaning have in common."""
    return column.name, "" if column.name == "fact_id" else column.description


def shared(columns: Columns) -> str:
    """Return the shared columns, and those of a quantity."""
    lines = []
    for group in columns.values():
        codelists = {column.codelist for column in group}
        column = group[0] if len(codelists) == 1 else replace(group[0], codelist=None)
        codes = "" if len(codelists) == 1 else " Codes: [by type](#stages)."
        empty = f" *Empty*: {column.empty}." if column.empty else ""
        lines.append(f"- {code_span(column.name)}: {_meaning(column)}{codes}{empty}\n")
    return "".join(lines)


def tiers(tables: Sequence[FilledTable], shared: Columns, *tiers: int) -> str:
    """Return the tables of some tiers with their columns."""
    parts = []
    for tier in tiers:
        parts.append(f"## {_TIERS[tier]}\n")
        parts += [_table(table, shared) for table in tables if table.definition.tier == tier]
    return "\n".join(parts)


def _table(table: FilledTable, shared: Columns) -> str:
    definition = table.definition
    columns = [column for column in definition.columns if not _is_part(column, table)]
    own = [column for column in columns if _key(column) not in shared]
    names = _names(column.name for column in columns if column not in own)
    joins = [
        f"{_names(key.columns)} to `{key.table}`"
        for key in definition.foreign_keys
        if key.columns[-1:] != ("fact_id",)
    ]
    lines = [
        f"### {table.name}\n",
        f"{definition.about} Rows: {len(table.rows)}. Key: {_names(definition.key)}.",
        *([f"Joins {', '.join(joins)}."] if joins else []),
        *([f"[Shared columns](#shared-columns): {names}."] if names else []),
        "",
        *(_column(column, table, before) for before, column in zip([None, *own], own, strict=False)),
        "",
    ]
    return "\n".join(lines)


def _is_part(column: Column[Any], table: FilledTable) -> bool:
    """Return whether a column belongs to a quantity's text."""
    name, _, part = column.name.rpartition("_")
    return part in _QUANTITY and f"{name}_text" in table.header


def _column(column: Column[Any], table: FilledTable, before: Column[Any] | None) -> str:
    """Return a column, given the one above it, as Markdown."""
    names = code_span(column.name)
    if column.name.endswith("_text"):
        stem = column.name.removesuffix("_text")
        parts = [part for part in _QUANTITY if f"{stem}_{part}" in table.header]
        names = _names([column.name, *(f"_{part}" for part in parts)])
    if not column.empty:
        return f"- {names}: {_meaning(column)}"
    reading = "as above" if before and before.empty == column.empty else column.empty
    empty = table.column(column.name).count(None)
    return f"- {names}: {_meaning(column)} *Empty* ({empty}/{len(table.rows)}): {reading}."


def _meaning(column: Column[Any]) -> Markdown:
    kind = f" {column.type.capitalize()}." if column.type in ("boolean", "date") else ""
    unit = f" Unit: {column.unit}." if column.unit else ""
    list_name = column.codelist.name if column.codelist else ""
    codes = f" Codes: [{list_name}](#{_anchor(column)})." if list_name else ""
    return Markdown(f"{column.description}{kind}{unit}{codes}")


def _anchor(column: Column[Any]) -> str:
    if column.codelist in STAGES.values():
        return "stages"
    is_number = column.codelist in (QUALIFIER, COUNT_MEASURE)
    return "numbers" if is_number or column.codelist is None else column.codelist.name


def codelists() -> str:
    """Return the other codelists; codes of one meaning are together."""
    lines = []
    for codelist in CODELISTS:
        meanings: dict[str, list[str]] = {}
        for code, meaning in codelist.codes.items() if codelist not in _SHOWN else ():
            meanings.setdefault(meaning, []).append(code)
        if meanings:
            codes = "\n".join(f"- {_names(names)}: {meaning}" for meaning, names in meanings.items())
            lines.append(f"### {codelist.name}\n\n{codelist.title}.\n\n{codes}\n")
    return "\n".join(lines)


def index(tables: Sequence[FilledTable], shared: Columns) -> str:
    """Return each column with the tables that have it."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for column in table.definition.columns:
            if not _is_part(column, table):
                place = "shared columns" if _key(column) in shared else table.name
                found.setdefault(column.name, []).append(f"[{place}](#{place.replace(' ', '-')})")
    entries = (f"{code_span(name)} {', '.join(dict.fromkeys(found[name]))}" for name in sorted(found))
    lines = ("; ".join(group) for _, group in groupby(entries, key=lambda entry: entry[1]))  # by letter
    return "".join(f"- {line}\n" for line in lines)


def _names(names: Iterable[str]) -> Markdown:
    return Markdown(", ".join(map(code_span, names)))
