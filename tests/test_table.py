"""Tables: what fills a cell, and what a declaration says of its columns."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import duckdb
import pytest

from conftest import TEXTS, VALID, loaded
from factpack.claims import collect
from factpack.dataset import Dataset
from factpack.evidence import verification
from factpack.evidence.lock import Lock
from factpack.models.parts import Item
from factpack.tables.all_tables import TABLES, build
from factpack.tables.table import Column
from factpack.tables.view import View


def test_path_or_value_that_is_no_cell_is_a_bug() -> None:
    view = View(Dataset(), {}, frozenset())
    with pytest.raises(AttributeError, match="nmae"):
        Column("name", ".", "nmae").cell(SimpleNamespace(name="Jane"), view)
    with pytest.raises(TypeError, match="name cannot hold"):
        Column("name", ".").cell(SimpleNamespace(name=view), view)


def test_made_up_records_fill_every_column() -> None:
    """What a path leads to is not checked by mypy, so that every column has to be filled once."""
    dataset = loaded(VALID)
    against = Item(phrase="after the talks", says={"links.2031-04-sample-muster-phone-call": "follows"})
    dataset.facts["undated-phone-call"].evidence["leaflet-2031"]["1"] = [against]
    articles, _ = verification.read_articles(TEXTS, dataset)
    verification.attach(dataset, Lock.of(verification.verify(dataset, articles).lines))
    tables = build(dataset, collect(dataset), frozenset())
    assert [table.name for table in tables] == [table.name for table in TABLES]
    assert [table.name for table in tables if not table.rows] == []
    cells: dict[str, set[object]] = {}
    for table in tables:
        for column in table.definition.columns:
            cells.setdefault(column.name, set()).update(table.column(column.name))
    assert len(cells) > 100
    assert [name for name, found in cells.items() if found == {None}] == []


def test_reference_leads_to_the_key_of_a_table() -> None:
    keys = {table.name: table.key for table in TABLES}
    found = [key for table in TABLES for key in table.foreign_keys]
    assert len(found) > 30
    assert [key for key in found if keys[key.table] != key.reference] == []


def test_tier_one_table_of_facts_is_narrow() -> None:
    widths = {table.name: len(table.header) for table in TABLES if table.tier == 1}
    assert set(widths) == {"releases", "meetings", "sanctions", "counts", "release_totals", "claims"}
    assert {name: width for name, width in widths.items() if width > 30} == {}


POSTGRESQL = """
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
concurrently constraint create cross current_catalog current_date current_role current_schema current_time
current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
variadic verbose when where window with
"""


def test_no_name_is_reserved_in_postgresql() -> None:
    names = {table.name for table in TABLES}.union(*(table.header for table in TABLES))
    assert names & {*POSTGRESQL.split()} == set()


def test_every_name_needs_no_quotes() -> None:
    """Each engine takes the names as they are, also where a list of its words is out of date."""
    with closing(sqlite3.connect(":memory:")) as sqlite, duckdb.connect() as duck:
        for table in TABLES:
            statement = f"CREATE TABLE {table.name} ({', '.join(f'{name} TEXT' for name in table.header)})"
            query = f"SELECT {', '.join(table.header)} FROM {table.name}"
            for engine in (sqlite, duck):
                engine.execute(statement)
                assert engine.execute(query).fetchall() == []
