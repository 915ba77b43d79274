"""The codebook: every table, column and code stands in it, and what it says of the data follows from the data."""

import re

import pytest

from changed_tables import changed, with_rows
from conftest import VALID
from factpack.claims import collect
from factpack.dataset import load
from factpack.exports import codebook
from factpack.models import codelists
from factpack.models.schemas import Schema
from factpack.tables.all_tables import build
from factpack.tables.table import FilledTable, records


@pytest.fixture(scope="module")
def tables(schema_set: dict[str, Schema]) -> tuple[FilledTable, ...]:
    made_up, problems = load(VALID, schema_set)
    assert problems == []
    return build(made_up, collect(made_up), frozenset())


@pytest.fixture(scope="module")
def text(tables: tuple[FilledTable, ...]) -> str:
    return codebook.write(tables).decode()


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    level = heading.split(" ", maxsplit=1)[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{2,{len(level)}}} |\Z)", text, re.DOTALL | re.MULTILINE
    )
    assert found, heading
    return found[1]


def cells(text: str) -> list[list[str]]:
    """The rows of all tables in a text, headers left out."""
    lines = re.findall(r"^\|(.+)\|\n(?!\|---)", text, re.MULTILINE)
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    return [row for row in rows if not set("".join(row)) <= {"-"}]


def test_table_is_in_its_tier_with_key_and_joins(text: str, tables: tuple[FilledTable, ...]) -> None:
    found = {row[0]: row for row in cells(section(text, "## Tables"))}
    assert len(found) == len(tables)
    for table in tables:
        row = found[f"[{table.name}](#{table.name})"]
        assert row[2] == str(len(table.rows))
        assert row[3] == ", ".join(f"`{name}`" for name in table.definition.key)
        joined = {f"`{key.table}`" for key in table.definition.foreign_keys}
        assert {name for name in row[4].split(", ") if name} == joined
    claims = section(text, "### claims")
    assert "Joins `paragraphs` by `seed_id`, `paragraph` = `seed_id`, `paragraph`." in claims
    assert "Joined by `claim_attributions.claim_id`." in claims


def test_column_says_how_often_it_is_empty_and_why(text: str, tables: tuple[FilledTable, ...]) -> None:
    for table in tables:
        found = cells(section(text, f"### {table.name}"))
        assert [row[0] for row in found] == [f"`{name}`" for name in table.header]
        for row, column in zip(found, table.definition.columns, strict=True):
            values = table.column(column.name)
            empty = values.count(None)
            assert row[3] == ("never" if column.required else f"{empty} of {len(values)}")
            assert row[4] == column.empty.replace("|", "\\|")
            assert bool(row[5]) == (empty < len(values)), "an example from the data, where there is one"


def test_every_column_that_may_be_empty_has_a_reading(tables: tuple[FilledTable, ...]) -> None:
    reading = re.compile(r"(not stated: .+?(; |$))?(stated unknown: .+?(; |$))?(not applicable: .+)?")
    found = [column.empty for table in tables for column in table.definition.columns if column.empty]
    assert len(found) > 50
    assert [empty for empty in found if not reading.fullmatch(empty)] == []


def test_stage_has_meaning_number_and_example(text: str, tables: tuple[FilledTable, ...]) -> None:
    rows = cells(section(text, "## Stages"))
    stages = [
        (table, stage, meaning)
        for table, codelist in (
            ("releases", codelists.RELEASE_STAGE),
            ("meetings", codelists.MEETING_STAGE),
            ("sanctions", codelists.SANCTIONS_STAGE),
            ("counts", codelists.COUNT_STAGE),
        )
        for stage, meaning in codelist.codes.items()
    ]
    for row, (table, stage, meaning) in zip(rows, stages, strict=True):
        found = [fact for fact in records(tables, table) if fact["stage"] == stage]
        example = f"{found[0]['title']} (`{found[0]['fact_id']}`)" if found else "none yet"
        assert row == [f"`{stage}`", meaning, str(len(found)), example]


def test_a_stage_that_no_fact_has_is_told(tables: tuple[FilledTable, ...]) -> None:
    text = codebook.write(with_rows(tables, "counts", ())).decode()
    assert cells(section(text, "## Stages"))[-1] == [
        "`reported`",
        codelists.COUNT_STAGE.codes["reported"],
        "0",
        "none yet",
    ]


def test_each_form_of_date_stands_once_with_its_number(text: str, tables: tuple[FilledTable, ...]) -> None:
    rows = cells(section(text, "## Dates"))
    standing = [row for row in records(tables, "facts") if not row["withdrawn"]]
    assert sum(int(row[2]) for row in rows) == len(standing)
    assert len({tuple(row[:2]) for row in rows}) <= len(rows)
    by_date = {f"`{row['date']}`": row for row in standing if row["date"]}
    for precision, _, _, example, earliest, latest, says in rows:
        if precision == "`not_stated`":
            assert (example, earliest, latest, says) == ("", "", "", "not dated")
            continue
        fact = by_date[example]
        assert (earliest, latest) == (fact["date_earliest"] or "", fact["date_latest"] or "")


def test_open_end_and_unknown_end_are_two_forms(tables: tuple[FilledTable, ...]) -> None:
    facts = records(tables, "facts")
    start = {"date_earliest": "2031-05-01", "date_latest": None}
    open_end, untold = (
        row | start | {"date_span": "throughout", "date": f"2031-05-01/{end}"}
        for row, end in zip(facts, ("..", ""), strict=False)
    )
    text = codebook.write(with_rows(tables, "facts", (open_end, untold))).decode()
    assert [row[3] for row in cells(section(text, "## Dates"))] == ["`2031-05-01/`", "`2031-05-01/..`"]


def test_each_qualifier_has_an_example_of_its_columns(text: str) -> None:
    rows = {row[0]: row for row in cells(section(text, "## Numbers"))}
    assert set(rows) == {f"`{code}`" for code in (*codelists.QUALIFIER.codes, *codelists.COUNT_MEASURE.codes)}
    assert rows["`more_than`"][3:] == ["more than 20", "", "21", ""]
    assert rows["`vague`"][4:] == ["", "", ""]


def test_what_an_article_says_is_not_known_is_listed(text: str, tables: tuple[FilledTable, ...]) -> None:
    said = [row for row in records(tables, "claims") if row["value"] == "unknown"]
    assert said
    rows = cells(section(text, "## Empty cells"))
    assert [row[:2] for row in rows] == [[f"`{row['fact_id']}`", f"`{row['field']}`"] for row in said]
    without = codebook.write(with_rows(tables, "claims", ())).decode()
    assert "No article says of anything that it is not known." in section(without, "## Empty cells")


def test_lower_bound_totals_are_listed(text: str, tables: tuple[FilledTable, ...]) -> None:
    part = section(text, "## Adding up")
    found = records(tables, "release_totals")
    assert {row["scope"] for row in found} == {"all", "citizenship"}
    assert cells(part) == [
        [
            row["citizenship_name"] or "all persons",
            row["period"],
            str(row["low"]),
            str(row["low_with_claimed"]),
            row["last_day"] or "",
            row["added"] or "",
        ]
        for row in found
    ]
    pairs = records(tables, "release_pairs")
    distinct = [row for row in pairs if row["relation"] == "distinct"]
    assert f"({len(distinct)} of {len(pairs)})" in part
    unlinked = codebook.write(changed(tables, "release_pairs", relation="contained")).decode()
    assert f"(0 of {len(pairs)})" in section(unlinked, "## Adding up")


def test_a_disagreement_tells_who_says_what(text: str) -> None:
    rows = cells(section(text, "## Known disagreements"))
    assert any("political prisoners (lantern-2031-05:2)" in row[3] for row in rows)


def test_where_to_look_names_tables_that_there_are(text: str, tables: tuple[FilledTable, ...]) -> None:
    named = {
        name for row in cells(section(text, "## Where to look")) for name in re.findall(r"`(.+?)`", row[1])
    }
    assert named <= {table.name for table in tables}
    assert {table.name for table in tables if table.definition.tier == 1} <= named


def test_every_codelist_and_code_stands_in_it(text: str) -> None:
    for codelist in codelists.CODELISTS:
        codes = {row[0]: row[1] for row in cells(section(text, f"### {codelist.name}"))}
        assert codes == {f"`{code}`": meaning.replace("|", "\\|") for code, meaning in codelist.codes.items()}


def test_every_link_within_it_leads_somewhere(text: str) -> None:
    headings = {
        re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    }
    targets = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert targets <= headings
    assert len(targets) > len(codelists.CODELISTS)
