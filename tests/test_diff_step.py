"""`factpack diff`: which version step a difference asks for, and whether a version makes it."""

from dataclasses import replace
from typing import Any

import pytest

from factpack.differences.records import (
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
from factpack.differences.step import version_step
from factpack.differences.tables import ColumnDifferences, TableDifferences

FACT = FactSummary("a", "count", "A", "reported", "2031", "value", "7", 1, ("b",))
VALUE, WORDS = Change("value", "7", "8", is_wording=False), Change("title", "A", "B", is_wording=True)
CLAIM = Evidence("value", "b", 3, "seven freed", "7", "same", (), "", "Why.")
REWORDED = ClaimChange(CLAIM, replace(CLAIM, inference="Because."))


def fact(*values: Change, claims: tuple[ClaimChange, ...] = ()) -> FactDifferences:
    return FactDifferences(changed=(FactChange(FACT, values, (), (), claims),))


def register(**differ: Any) -> list[RegisterDifferences]:
    return [RegisterDifferences("actors", **{"added": (), "gone": (), "changed": (), **differ})]


@pytest.mark.parametrize(
    ("asked", "differ"),
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
        ("minor", {"registers": register(gone=(EntryChange("a", "A"),))}),
        ("minor", {"registers": register(changed=(EntryChange("a", "A", (WORDS, VALUE)),))}),
        ("minor", {"columns": ColumnDifferences(tables_added=("a",))}),
        ("minor", {"columns": ColumnDifferences(columns_added=("a.b",))}),
        ("minor", {"columns": ColumnDifferences(codes_added=("a.b: c",))}),
        ("minor", {"vanished": 1}),
        ("major", {"columns": ColumnDifferences(tables_gone=("a",))}),
        ("major", {"columns": ColumnDifferences(columns_gone=("a.b",)), "facts": fact(VALUE)}),
        ("major", {"columns": ColumnDifferences(columns_retyped=(("a.b", "string", "integer"),))}),
        ("major", {"columns": ColumnDifferences(codes_gone=("a.b: c",)), "facts": fact(VALUE)}),
    ],
)
def test_what_asks_for_which_step(asked: str, differ: dict[str, Any]) -> None:
    nothing = {"facts": FactDifferences(), "registers": [], "tables": [], "columns": None, "vanished": 0}
    found = version_step(**{**nothing, **differ}, versions=("1.2.3", None))
    wanted = {"none": "1.2.3", "patch": "1.2.4", "minor": "1.3.0", "major": "2.0.0"}[asked]
    assert (found.asked, found.wanted, found.is_made) == (asked, wanted, None)


@pytest.mark.parametrize(
    ("base", "head", "facts", "is_made"),
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
def test_steps_are_counted_in_numbers(base: str, head: str, facts: FactDifferences, is_made: bool) -> None:
    assert version_step(facts, [], [], None, 0, (base, head)).is_made is is_made
