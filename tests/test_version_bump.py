"""`factpack diff`: the columns compared, and the version bump that a difference requires."""

import json
from pathlib import Path
from typing import Any

import pytest

from factpack.differences.record_changes import Change, RecordChange
from factpack.differences.version_bump import compare_columns, required_bump
from factpack.revisions import Columns, described_columns

VALUE, WORDS = Change("value", "7", "8", is_editorial=False), Change("title", "A", "B", is_editorial=True)


def record(how: str, *changes: Change) -> dict[str, Any]:
    return {"records": (RecordChange("count", "a", "A", how, changes),)}


LOST = {"columns": {"added": ("table a",), "removed": ("column a.b",)}}


@pytest.mark.parametrize(
    ("base", "bump", "required", "differ"),
    [
        ("1.2.3", "none", "1.2.3", {}),
        ("1.2.3", "patch", "1.2.4", {"tables_differ": True}),
        ("1.2.3", "patch", "1.2.4", record("changed", WORDS)),
        *(("1.9.3", "minor", "1.10.0", record(how, WORDS)) for how in ("added", "removed", "withdrawn", "reinstated")),
        ("1.2.3", "minor", "1.3.0", record("changed", WORDS, VALUE)),
        ("1.2.3", "minor", "1.3.0", {"columns": {"added": ("table a",), "removed": ()}}),
        ("1.2.3", "major", "2.0.0", LOST | record("changed", VALUE)),
        ("0.1.3", "major", "0.2.0", LOST),
        (None, "major", None, LOST),
    ],
)  # fmt: skip
def test_difference_requires_a_version_bump(
    base: str | None, bump: str, required: str | None, differ: dict[str, Any]
) -> None:
    nothing = {"records": (), "columns": {}, "tables_differ": False}
    versions = ["0.1.4", "0.2.0", "1.2.3", "1.2.4", "1.3.0", "1.9.9", "1.10.0", "2.0.0"]
    found = [required_bump(**{**nothing, **differ}, versions=(base, head)) for head in (None, *versions)]
    assert {(one.bump, one.required_version) for one in found} == {(bump, required)}
    sufficient = [one.head for one in found if one.is_sufficient]
    assert sufficient == (versions[versions.index(required) :] if required else [])


def described(folder: Path, **tables: dict[str, list[str]]) -> Columns | None:
    """Tables by name, and their columns by name: a type and the codes."""
    resources = [{"name": "a-json", "format": "json", "schema": {"fields": [{"name": "x"}]}}]
    for name, columns in tables.items():
        fields = [
            {"name": key, "type": kind, "constraints": {"enum": codes}}
            for key, (kind, *codes) in columns.items()
        ]
        resources.append({"name": name, "format": "csv", "schema": {"fields": fields}})
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    return described_columns(folder)


def test_columns_types_and_codes_are_compared(tmp_path: Path) -> None:
    base = described(tmp_path, a={"n": ["integer"], "kind": ["string", "one", "two"], "old": ["string", "x"]})
    head = described(tmp_path, a={"n": ["string"], "kind": ["string", "one", "six"]}, b={"x": ["y", "z"]})
    assert None not in (base, head)
    assert compare_columns(base, head) == {
        "added": ("type a.n: string", "code a.kind: six", "table b"),
        "removed": ("type a.n: integer", "code a.kind: two", "column a.old"),
    }
