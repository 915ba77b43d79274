"""What the readers say of made-up phrases, field by field; see phrases.yaml, which was written before the cue words."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from factpack.evidence import reading
from factpack.evidence.reading import CONTRADICTS, SILENT, STATES
from factpack.models import codelists, edtf
from factpack.models.codelists import Codelist

KINDS = (STATES, SILENT, CONTRADICTS)
PUBLISHED = edtf.parse("2031-05-03")
SPELLINGS = {"Jane Doe": ["Jane Doe", "Ms. Doe"], "John Roe": ["John Roe"], "Max Muster": ["Max Muster"]}
CODELISTS: dict[tuple[str, str], Codelist] = {
    ("counted", ""): codelists.COUNTED,
    ("legal_form", ""): codelists.LEGAL_FORM,
    ("kind", ""): codelists.MEETING_KIND,
    ("measure", "sanctions"): codelists.SANCTIONS_MEASURE,
    ("measure", "count"): codelists.COUNT_MEASURE,
}


class Case(NamedTuple):
    """A phrase, the value of a field, and what the phrase is to say of it."""

    field: str
    of: str
    value: str
    phrase: str
    verdict: str


def _cases() -> list[Case]:
    entries: list[dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("phrases.yaml").read_text("utf-8")
    )
    return [
        Case(entry["read"], str(entry.get("of", "")), str(entry.get("value", "")), phrase, verdict)
        for entry in entries
        for verdict in KINDS
        for phrase in entry.get(verdict, ())
    ]


CASES = _cases()


def read(field: str, of: str, value: str, phrase: str) -> str:
    """Return what a phrase says of a value."""
    others = [one for name, spellings in SPELLINGS.items() if name != of for one in spellings]
    if field == "stage":
        return reading.stage(value, phrase, of).verdict
    if field == "outcome":
        return reading.outcome(value, phrase, SPELLINGS[of], others).verdict
    if field == "number":
        return reading.number(value, phrase, [of[:5]] if of else []).verdict
    if field == "date":
        return reading.date(value, phrase, PUBLISHED).verdict
    if field == "name":
        return reading.name(phrase, SPELLINGS[of], []).verdict
    return reading.code(value, phrase, CODELISTS[field, of]).verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.field}-{case.value}-{case.phrase}")
def test_phrase_is_read_as_written(case: Case) -> None:
    assert read(*case[:4]) == case.verdict


def test_phrases_of_each_kind_are_many() -> None:
    counts = Counter(case.verdict for case in CASES)
    assert all(counts[kind] >= 40 for kind in KINDS), counts
