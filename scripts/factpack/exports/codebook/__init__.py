"""Write CODEBOOK.md from codebook.md, its prose, and the tables."""

from collections.abc import Collection, Iterable, Sequence
from importlib import resources
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined

from factpack import wording
from factpack.escaping import Markdown, code_span, escape_markdown
from factpack.evidence import cues
from factpack.exports.tabular import cell_text
from factpack.models import codelists
from factpack.models.edtf import parse
from factpack.models.types import NOT_STATED
from factpack.tables.table import Cell, Column, FilledTable, NamedRow, grouped

PATH = "CODEBOOK.md"

_TIERS = {1: "Tier 1: start here", 2: "Tier 2: more about facts", 3: "Tier 3: registers and audit"}
# Table of facts → the codelist of its stages.
_STAGES = dict(zip(("releases", "meetings", "sanctions", "counts"), cues.STAGES.values(), strict=True))
# Codelists that the prose shows with numbers.
_SHOWN = (*_STAGES.values(), codelists.QUALIFIER, codelists.COUNT_MEASURE)
# A column that this many tables have is described only once.
_SHARED_BY = 3
_QUANTITY = ("qualifier", "point", "low", "high")


def write(tables: Sequence[FilledTable]) -> bytes:
    """Return the codebook as Markdown, from all tables."""
    environment = Environment(
        finalize=escape_cell, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )  # fmt: skip
    environment.filters |= {"code": code_span, "markdown": Markdown, "names": _names}
    prose = (resources.files("factpack.exports.codebook") / "codebook.md").read_text(encoding="utf-8")
    rows = {table.name: table.records() for table in tables}
    active = [row for row in rows["facts"] if not row["withdrawn"]]
    by_key = grouped((_key(column), column) for table in tables for column in _described(table))
    columns = {key: columns for key, columns in by_key.items() if len(columns) >= _SHARED_BY}
    text = environment.from_string(prose).render(
        tables=tables,
        tiers=_TIERS,
        rows=rows,
        active=active,
        values={(row["fact_id"], row["field"], row["element"]): row["value"] for row in rows["fact_values"]},
        codelists=codelists,
        stages=_STAGES,
        shown=_SHOWN,
        by_meaning=lambda codelist: grouped((meaning, code) for code, meaning in codelist.codes.items()),
        forms=_date_forms(active),
        date_in_words=wording.date,
        quantities=_quantities(tables),
        shared=columns,
        own=lambda table: [column for column in _described(table) if _key(column) not in columns],
        elsewhere=lambda table: [column.name for column in _described(table) if _key(column) in columns],
        name=_name,
        meaning=_meaning,
        index=_index(tables, columns),
    )
    return text.encode()


def escape_cell(value: Cell) -> str:
    """Escape a value for a table, unless it is Markdown."""
    return value if isinstance(value, Markdown) else escape_markdown(cell_text(value)).replace("|", "\\|")


def _names(names: Iterable[str]) -> Markdown:
    return Markdown(", ".join(map(code_span, names)))


def _date_forms(facts: Iterable[NamedRow]) -> list[tuple[str, str, list[NamedRow]]]:
    """Return each precision and span of dates with its facts.

    A form is also which ends of an interval are open or unknown.
    """
    forms: dict[tuple[int, str, str], list[NamedRow]] = {}
    precisions = list(codelists.DATE_PRECISION.codes)
    for row in facts:
        start, slash, end = (row["date"] or "").partition("/")
        ends = "/".join(edge if edge in ("", "..") else "dated" for edge in (start, end)) if slash else ""
        precision = parse(row["date"]).precision if row["date"] else NOT_STATED
        forms.setdefault((precisions.index(precision), row["date_span"] or "", ends), []).append(row)
    return [(precisions[precision], span, rows) for (precision, span, _), rows in sorted(forms.items())]


def _quantities(tables: Iterable[FilledTable]) -> dict[str, list[list[Cell]]]:
    """Return text, point, low and high of figures, by qualifier."""
    found: dict[str, list[list[Cell]]] = {code: [] for code in codelists.QUALIFIER.codes}
    for table in tables:
        for name in table.header:
            stem = name.removesuffix("_qualifier")
            for row in table.records() if stem != name else ():
                found[row[name]].append([row[f"{stem}_{part}"] for part in ("text", "point", "low", "high")])
    return found


def _described(table: FilledTable) -> list[Column[Any]]:
    """Return the columns, but not the parts of a quantity."""
    stems = {name.removesuffix("text") for name in table.header if name.endswith("_text")}
    parts = {f"{stem}{part}" for stem in stems for part in _QUANTITY}
    return [column for column in table.definition.columns if column.name not in parts]


def _key(column: Column[Any]) -> tuple[str, str]:
    """Return what columns of one meaning have in common."""
    return column.name, "" if column.name == "fact_id" else column.description


def _name(column: Column[Any], table: FilledTable) -> Markdown:
    stem = column.name.removesuffix("_text")
    parts = [part for part in _QUANTITY if f"{stem}_{part}" in table.header] if stem != column.name else []
    return _names([column.name, *(f"_{part}" for part in parts)])


def _meaning(*columns: Column[Any]) -> Markdown:
    column, *_ = columns
    kind = f" {column.type.capitalize()}." if column.type in ("boolean", "date") else ""
    unit = f" Unit: {column.unit}." if column.unit else ""
    codes = ""
    if len({one.codelist for one in columns}) > 1:
        codes = " Codes: [by type](#stages)."
    elif codelist := column.codelist:
        anchor = (
            "stages" if codelist in _STAGES.values() else "numbers" if codelist in _SHOWN else codelist.name
        )
        codes = f" Codes: [{codelist.name}](#{anchor})."
    return Markdown(f"{column.description}{kind}{unit}{codes}")


def _index(tables: Iterable[FilledTable], shared: Collection[tuple[str, str]]) -> list[Markdown]:
    """Return the columns with their tables, by letter."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for column in _described(table):
            place = "shared columns" if _key(column) in shared else table.name
            found.setdefault(column.name, []).append(f"[{place}](#{place.replace(' ', '-')})")
    entries = (f"{code_span(name)} {', '.join(dict.fromkeys(found[name]))}" for name in sorted(found))
    return [Markdown("; ".join(group)) for _, group in groupby(entries, key=lambda entry: entry[1])]
