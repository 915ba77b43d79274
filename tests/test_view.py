"""What tables look up: contested and inferred fields, origins, states, and whether something occurred."""

from typing import Any

import pytest

from conftest import altered, valid_dataset
from factpack.models import codelists
from factpack.models.records import Sanctions
from factpack.tables import facts as tables
from factpack.tables.columns import occurred
from factpack.tables.table import NamedRow
from test_totals import release, view_of

COURIER, LANTERN, LEAFLET = "courier-2031-05-03", "lantern-2031-05", "leaflet-2031"


def item(*supports: str, **other: Any) -> dict[str, Any]:
    return {"phrase": "x", "supports": list(supports), **other}


def row(evidence: dict[str, list[dict[str, Any]]], **fields: Any) -> NamedRow:
    """The row of one release with this evidence, by article."""
    found = {seed: {"1": items} for seed, items in evidence.items()}
    view = view_of(release(**fields, evidence=found))
    return tables.RELEASES.fill(view).records()[0]


@pytest.mark.parametrize(
    ("says", "contested"),
    [
        ({"released": "12"}, None),
        ({"released": "more than 10"}, None),  # coarser
        ({"released": "13"}, "released"),
        ({"released": "unknown"}, "released"),
        ({"counted_as": "detainees", "date": "2031-05-03"}, "counted_as; date"),
        ({"released_by.marovia": "selmark"}, "released_by"),
        ({"counted_as": "not_stated"}, None),  # it says nothing else
    ],
)
def test_contested_fields_are_those_that_differ(says: dict[str, str], contested: str | None) -> None:
    found = row({COURIER: [item("released", "counted_as", "date")], LANTERN: [item(says=says)]})
    assert found["contested_fields"] == contested


STATED = ("stage", "released", "date", "released_by.marovia", "counted_as")


@pytest.mark.parametrize(
    ("path", "field"),
    [("released", "released"), ("date", "date"), ("stage", "stage"), ("released_by.marovia", "released_by")],
)
def test_field_with_an_inference_alone_is_inferred(path: str, field: str) -> None:
    others = [one for one in STATED if one != path]
    inferred = [item(*others), item(path, inference="Made up.")]
    assert row({COURIER: inferred})["inferred_fields"] == field
    assert row({COURIER: inferred, LANTERN: [item(path)]})["inferred_fields"] is None
    assert row({COURIER: [item(*others)]})["inferred_fields"] == field, "nothing supports it"


def test_one_inferred_element_makes_the_field_inferred() -> None:
    evidence = {COURIER: [item(*STATED), item("released_by.selmark", inference="Made up.")]}
    assert row(evidence, released_by=["marovia", "selmark"])["inferred_fields"] == "released_by"


def test_label_and_missing_value_are_no_key_fields() -> None:
    inferred = item("counted_as", inference="Made up.")
    found = row({COURIER: [item("stage", "date", "released_by.marovia"), inferred]}, released="not_stated")
    assert found["inferred_fields"] is None


@pytest.mark.parametrize(
    ("evidence", "origins"),
    [
        ({COURIER: [item("released")]}, "courier"),
        ({COURIER: [item("released")], LANTERN: [item("released", via="none")]}, "courier; lantern"),
        ({LEAFLET: [item("released", via="none")]}, None),  # nobody knows who published it
    ],
)
def test_origins_are_those_of_the_figure(evidence: dict[str, Any], origins: str | None) -> None:
    found = row(evidence)
    assert found["origins"] == origins
    assert found["released_origin_count"] == len(origins.split("; ") if origins else ())


def test_origins_are_counted_of_each_value() -> None:
    found = row({COURIER: [item("released", "date")], LANTERN: [item("date", via="none")]})
    assert (found["released_origin_count"], found["date_origin_count"], found["origins"]) == (1, 2, "courier")
    found = row({COURIER: [item("stage")]}, date="not_stated", released="not_stated")
    assert (found["released_origin_count"], found["date_origin_count"]) == (None, None)


def test_only_what_was_done_occurred() -> None:
    releases = {stage: occurred(release(stage=stage)) for stage in codelists.RELEASE_STAGE.codes}
    assert {stage for stage, done in releases.items() if done} == {"carried_out"}
    assert {stage for stage, done in releases.items() if done is None} == {"claimed", "implied"}
    sanctions = next(fact for fact in valid_dataset().facts.values() if isinstance(fact, Sanctions))
    for stage in codelists.SANCTIONS_STAGE.codes:
        assert occurred(altered(sanctions, {"stage": stage})) is (stage == "in_force")
