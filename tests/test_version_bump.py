"""`factpack diff`: which version step a difference asks for, and whether a version makes it."""

from dataclasses import replace
from typing import Any

import pytest

from factpack.differences.record_changes import (
    Change,
    ClaimChange,
    EntryChange,
    Evidence,
    FactChange,
    FactDifferences,
    FactSummary,
    RegisterDifferences,
    Withdrawal,
)
from factpack.differences.table_changes import ColumnDifferences, TableDifferences
from factpack.differences.version_bump import required_bump

FACT = FactSummary("a", "count", "A", "reported", "2031", "value", "7", 1, ("b",))
VALUE, WORDS = Change("value", "7", "8", is_editorial=False), Change("title", "A", "B", is_editorial=True)
CLAIM = Evidence("value", "b", 3, "seven freed", "7", "same", (), "", "Why.")
REWORDED = ClaimChange(CLAIM, replace(CLAIM, inference="Because."))


def fact(*values: Change, claims: tuple[ClaimChange, ...] = ()) -> FactDifferences:
    return FactDifferences(changed=(FactChange(FACT, values, (), (), claims),))


def register(**differ: Any) -> list[RegisterDifferences]:
    return [RegisterDifferences("actors", **{"added": (), "removed": (), "changed": (), **differ})]


@pytest.mark.parametrize(
    ("bump", "differ"),
    [
        ("none", {}),
        ("patch", {"tables": [TableDifferences("counts", (), (), ())]}),
        ("patch", {"facts": fact(WORDS)}),
        ("patch", {"facts": fact(claims=(REWORDED,))}),
        ("patch", {"registers": register(changed=(EntryChange("a", "A", (WORDS,)),))}),
        ("minor", {"facts": FactDifferences(added=(FACT,))}),
        ("minor", {"facts": FactDifferences(withdrawn=(Withdrawal(FACT, "2031-06-01", "Misread.", ()),))}),
        ("minor", {"facts": FactDifferences(reinstated=(FACT,))}),
        ("minor", {"facts": fact(WORDS, VALUE)}),
        ("minor", {"facts": fact(claims=(REWORDED, ClaimChange(CLAIM, None)))}),
        ("minor", {"registers": register(added=(EntryChange("a", "A"),))}),
        ("minor", {"registers": register(removed=(EntryChange("a", "A"),))}),
        ("minor", {"registers": register(changed=(EntryChange("a", "A", (WORDS, VALUE)),))}),
        ("minor", {"columns": ColumnDifferences(tables_added=("a",))}),
        ("minor", {"columns": ColumnDifferences(columns_added=("a.b",))}),
        ("minor", {"columns": ColumnDifferences(codes_added=("a.b: c",))}),
        ("minor", {"vanished": 1}),
        ("major", {"columns": ColumnDifferences(tables_removed=("a",))}),
        ("major", {"columns": ColumnDifferences(columns_removed=("a.b",)), "facts": fact(VALUE)}),
        ("major", {"columns": ColumnDifferences(columns_retyped=(("a.b", "string", "integer"),))}),
        ("major", {"columns": ColumnDifferences(codes_removed=("a.b: c",)), "facts": fact(VALUE)}),
    ],
)
def test_what_asks_for_which_step(bump: str, differ: dict[str, Any]) -> None:
    nothing = {"facts": FactDifferences(), "registers": [], "tables": [], "columns": None, "vanished": 0}
    found = required_bump(**{**nothing, **differ}, versions=("1.2.3", None))
    required_version = {"none": "1.2.3", "patch": "1.2.4", "minor": "1.3.0", "major": "2.0.0"}[bump]
    assert (found.bump, found.required_version, found.is_sufficient) == (bump, required_version, None)


@pytest.mark.parametrize(
    ("base", "head", "facts", "is_sufficient"),
    [
        ("1.2.3", "1.2.4", fact(WORDS), True),
        ("1.2.3", "2.0.0", fact(WORDS), True),
        ("1.9.9", "1.10.0", fact(VALUE), True),
        ("1.2.3", "1.2.9", fact(VALUE), False),
        ("1.10.0", "1.9.9", fact(WORDS), False),
        ("1.2.3", "1.2.3", fact(WORDS), False),
        ("1.2.3", "1.2.3", FactDifferences(), True),
    ],
)
def test_steps_are_counted_in_numbers(
    base: str, head: str, facts: FactDifferences, is_sufficient: bool
) -> None:
    assert required_bump(facts, [], [], None, 0, (base, head)).is_sufficient is is_sufficient
