"""The codebook has every table, column and code, and what it says of the data follows from the data."""

import re

import pytest

from changed_tables import changed, with_rows
from factpack.exports import codebook
from factpack.models import codelists
from factpack.tables.table import FilledTable, records


@pytest.fixture(scope="module")
def text(tables: tuple[FilledTable, ...]) -> str:
    return codebook.write(tables).decode()


def section(text: str, heading: str) -> str:
    """What is under a heading, up to the next of its level or above."""
    level = heading.split(" ", maxsplit=1)[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{2,{len(level)}}} |\Z)", text, re.DOTALL | re.MULTILINE
    )
    assert found, heading
    return found[1]


def test_every_column_that_may_be_empty_has_a_reading(tables: tuple[FilledTable, ...]) -> None:
    reading = re.compile(r"(not stated: .+?(; |$))?(stated unknown: .+?(; |$))?(not applicable: .+)?")
    found = [column.empty for table in tables for column in table.definition.columns if column.empty]
    assert len(found) > 50
    assert [empty for empty in found if not reading.fullmatch(empty)] == []


def test_open_end_and_unknown_end_are_two_forms(tables: tuple[FilledTable, ...]) -> None:
    facts = records(tables, "facts")
    start = {"date_earliest": "2031-05-01", "date_latest": None}
    open_end, untold = (
        row | start | {"date_span": "throughout", "date": f"2031-05-01/{end}"}
        for row, end in zip(facts, ("..", ""), strict=False)
    )
    text = codebook.write(with_rows(tables, "facts", (open_end, untold))).decode()
    assert re.findall("`2031-05-01/.*?`", section(text, "## Dates")) == ["`2031-05-01/`", "`2031-05-01/..`"]


def test_codebook_says_what_there_is_nothing_of(tables: tuple[FilledTable, ...]) -> None:
    without = codebook.write(with_rows(tables, "claims", ())).decode()
    assert "No article says that a value is unknown." in section(without, "## Empty cells")
    overlapping = codebook.write(changed(tables, "release_pairs", relation="contained")).decode()
    assert f"(0 of {len(records(tables, 'release_pairs'))})" in section(overlapping, "## Adding up")


def test_where_to_look_names_tables_that_there_are(text: str, tables: tuple[FilledTable, ...]) -> None:
    named = set(re.findall(r"`(.+?)`", section(text, "### Where to look")))
    assert named <= {table.name for table in tables}
    assert {table.name for table in tables if table.definition.tier == 1} <= named


def test_every_codelist_and_code_is_listed(text: str) -> None:
    above = section(text, "## Stages") + section(text, "## Numbers")
    for codelist in codelists.CODELISTS:
        if f"### {codelist.name}\n" in text:
            found = section(text, f"### {codelist.name}")
            assert all(f"- `{code}`: {meaning}\n" in found for code, meaning in codelist.codes.items())
        else:
            assert all(f"`{code}`" in above for code in codelist.codes), codelist.name


def test_every_link_within_it_resolves(text: str) -> None:
    headings = {
        re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    }
    targets = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert targets <= headings
    assert len(targets) > len(codelists.CODELISTS)
