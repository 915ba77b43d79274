"""`factpack diff`: which version step a difference asks for, and whether a version makes it."""

from typing import Any

import pytest

from factpack.differences.record_changes import Change, RecordChange
from factpack.differences.version_bump import required_bump

VALUE, WORDS = Change("value", "7", "8", is_editorial=False), Change("title", "A", "B", is_editorial=True)


def record(how: str, *changes: Change) -> dict[str, Any]:
    return {"records": (RecordChange("count", "a", "A", how, changes),)}


def bump(versions: tuple[str | None, str | None], **differ: Any) -> Any:
    nothing = {"records": (), "columns": {}, "has_vanished": False, "tables_differ": False}
    return required_bump(**{**nothing, **differ}, versions=versions)


@pytest.mark.parametrize(
    ("level", "differ"),
    [
        ("none", {}),
        ("patch", {"tables_differ": True}),
        ("patch", record("changed", WORDS)),
        *(("minor", record(how, WORDS)) for how in ("added", "removed", "withdrawn", "reinstated")),
        ("minor", record("changed", WORDS, VALUE)),
        ("minor", {"columns": {"added": ("table a",), "removed": ()}}),
        ("minor", {"has_vanished": True}),
        ("major", {"columns": {"added": (), "removed": ("column a.b",)}, **record("changed", VALUE)}),
    ],
)
def test_what_asks_for_which_step(level: str, differ: dict[str, Any]) -> None:
    found = bump(("1.2.3", None), **differ)
    required_version = {"none": "1.2.3", "patch": "1.2.4", "minor": "1.3.0", "major": "2.0.0"}[level]
    assert (found.bump, found.required_version, found.is_sufficient) == (level, required_version, None)


@pytest.mark.parametrize(
    ("base", "head", "differ", "is_sufficient"),
    [
        ("1.2.3", "1.2.4", record("changed", WORDS), True),
        ("1.2.3", "2.0.0", record("changed", WORDS), True),
        ("1.9.9", "1.10.0", record("changed", VALUE), True),
        ("1.2.3", "1.2.9", record("changed", VALUE), False),
        ("1.10.0", "1.9.9", record("changed", WORDS), False),
        ("1.2.3", "1.2.3", record("changed", WORDS), False),
        ("1.2.3", "1.2.3", {}, True),
        ("0.1.3", "0.2.0", {"columns": {"added": (), "removed": ("column a.b",)}}, True),
        ("0.1.3", "0.1.4", {"columns": {"added": (), "removed": ("column a.b",)}}, False),
    ],
)
def test_steps_are_counted_in_numbers(
    base: str, head: str, differ: dict[str, Any], is_sufficient: bool
) -> None:
    assert bump((base, head), **differ).is_sufficient is is_sufficient
