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


def cells(text: str) -> list[list[str]]:
    """The rows of all tables in a text, headers left out."""
    lines = re.findall(r"^\|(.+)\|\n(?!\|---)", text, re.MULTILINE)
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    return [row for row in rows if not set("".join(row)) <= {"-"}]


def items(text: str) -> dict[str, str]:
    """The items of all lists in a text: what is in code at the beginning of each → the rest."""
    return {
        name: words
        for names, words in re.findall(r"^- ((?:`[^`]+`(?:, )?)+)(.*)$", text, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", names)
    }


def test_table_is_in_its_tier_with_key_and_joins(text: str, tables: tuple[FilledTable, ...]) -> None:
    overview = section(text, "## Tables")
    for table in tables:
        assert f"- [{table.name}](#{table.name}): " in overview
        key = ", ".join(f"`{name}`" for name in table.definition.key)
        assert f" Rows: {len(table.rows)}. Key: {key}.\n" in section(text, f"### {table.name}")
    assert "`seed_id`, `paragraph` to `paragraphs`" in section(text, "### claims")


def test_column_says_how_often_it_is_empty_and_why(text: str, tables: tuple[FilledTable, ...]) -> None:
    shared = items(section(text, "## Shared columns"))
    assert {"fact_id", "title", "stage", "date", "contested_fields", "sources", "notes"} <= shared.keys()
    for table in tables:
        part = section(text, f"### {table.name}")
        listed = re.search(r"^\[Shared columns\].*", part, re.MULTILINE)
        own, elsewhere = items(part), set(re.findall(r"`([^`]+)`", listed[0] if listed else ""))
        assert not own.keys() & elsewhere
        above = ""
        for column in table.definition.columns:
            stem, _, ending = column.name.rpartition("_")
            if f"{stem}_text" in table.header and ending in ("qualifier", "point", "low", "high"):
                assert f"_{ending}" in own
                continue
            if column.name in elsewhere:
                assert column.description in shared[column.name] or column.name == "fact_id"
                continue
            words = own[column.name]
            assert column.description in words
            reading = f"*Empty* ({table.column(column.name).count(None)}/{len(table.rows)}): "
            assert (reading in words) == bool(column.empty)
            assert not column.empty or words.endswith(
                (
                    f"{reading}{column.empty}.",
                    f"{reading}as above." if above == column.empty else column.empty + ".",
                )
            )
            above = column.empty


def test_index_names_each_column_and_its_tables(text: str, tables: tuple[FilledTable, ...]) -> None:
    index = section(text, "## Index of columns")
    for table in tables:
        for name in table.header:
            if not name.endswith(("_qualifier", "_point", "_low", "_high")):
                (entry,) = re.findall(rf"`{name}` ([^;\n]+)", index)
                assert f"(#{table.name})" in entry or "(#shared-columns)" in entry


def test_every_column_that_may_be_empty_has_a_reading(tables: tuple[FilledTable, ...]) -> None:
    reading = re.compile(r"(not stated: .+?(; |$))?(stated unknown: .+?(; |$))?(not applicable: .+)?")
    found = [column.empty for table in tables for column in table.definition.columns if column.empty]
    assert len(found) > 50
    assert [empty for empty in found if not reading.fullmatch(empty)] == []


def test_stage_has_meaning_number_and_example(text: str, tables: tuple[FilledTable, ...]) -> None:
    part = section(text, "## Stages")
    for name, codelist in (
        ("releases", codelists.RELEASE_STAGE),
        ("meetings", codelists.MEETING_STAGE),
        ("sanctions", codelists.SANCTIONS_STAGE),
        ("counts", codelists.COUNT_STAGE),
    ):
        shown = part.partition(f"(`{name}`):\n")[2]
        for stage, meaning in codelist.codes.items():
            found = [fact for fact in records(tables, name) if fact["stage"] == stage]
            example = f" Example: {found[0]['title']} (`{found[0]['fact_id']}`)" if found else ""
            assert f"- `{stage}` ({len(found)}): {meaning}{example}\n" in shown


def test_each_form_of_date_is_listed_with_its_number(text: str, tables: tuple[FilledTable, ...]) -> None:
    rows = cells(section(text, "## Dates"))
    active = [row for row in records(tables, "facts") if not row["withdrawn"]]
    assert sum(int(row[2]) for row in rows) == len(active)
    assert len({tuple(row[:2]) for row in rows}) <= len(rows)
    by_date = {f"`{row['date']}`": row for row in active if row["date"]}
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
    assert "No article says that a value is unknown." in section(without, "## Empty cells")


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


def test_a_disagreement_names_who_says_what(text: str) -> None:
    assert "political prisoners (lantern-2031-05:2)" in section(text, "## Known disagreements")


def test_where_to_look_names_tables_that_there_are(text: str, tables: tuple[FilledTable, ...]) -> None:
    named = set(re.findall(r"`(.+?)`", section(text, "### Where to look")))
    assert named <= {table.name for table in tables}
    assert {table.name for table in tables if table.definition.tier == 1} <= named


def test_every_codelist_and_code_is_listed(text: str) -> None:
    above = section(text, "## Stages") + section(text, "## Numbers")
    for codelist in codelists.CODELISTS:
        if f"### {codelist.name}\n" in text:
            found = items(section(text, f"### {codelist.name}"))
            assert {code: found[code].removeprefix(": ") for code in codelist.codes} == codelist.codes
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
