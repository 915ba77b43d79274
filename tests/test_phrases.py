"""What the readers say of made-up phrases, field by field; see `phrases`, which were written before the cue words."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from factpack.evidence import lexicon, reading
from factpack.evidence.reading import CONTRADICTS, SILENT, STATES
from factpack.models import codelists, edtf
from factpack.models.codelists import Codelist
from factpack.models.types import NOT_STATED

KINDS = (STATES, SILENT, CONTRADICTS)
PUBLISHED = edtf.parse("2031-05-03")
SPELLINGS = {"Jane Doe": ["Jane Doe", "Ms. Doe"], "John Roe": ["John Roe"], "Max Muster": ["Max Muster"]}
CODELISTS: dict[tuple[str, str], Codelist] = {
    ("counted_as", ""): codelists.COUNTED_AS,
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
    is_missed: bool  # the file says why the readers do not read it as written


def _cases() -> list[Case]:
    files = sorted(Path(__file__).with_name("phrases").glob("*.yaml"))
    entries: list[dict[str, Any]] = [
        entry for file in files for entry in yaml.safe_load(file.read_text("utf-8"))
    ]
    return [
        Case(
            entry["read"],
            str(entry.get("of", "")),
            str(entry.get("value", "")),
            phrase,
            verdict,
            phrase in entry.get("missed", {}),
        )
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
        return reading.date(value, phrase, PUBLISHED, of).verdict
    if field == "name":
        return reading.name(phrase, SPELLINGS[of], [], value, bool(value)).verdict
    return reading.code(value, phrase, CODELISTS[field, of]).verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.field}-{case.value}-{case.phrase}")
def test_phrase_is_read_as_written(case: Case) -> None:
    assert (read(*case[:4]) == case.verdict) is not case.is_missed


def test_phrases_of_each_field_are_many() -> None:
    split = {"stage", "measure"}  # of releases, meetings and sanctions, which are read by different words
    fields = {(case.field, case.of if case.field in split else "") for case in CASES}
    counts = Counter((case.field, case.of if case.field in split else "", case.verdict) for case in CASES)
    never = {("stage", "meeting"), ("name", ""), ("kind", ""), ("date", "")}  # contradicted
    few = {
        (*field, kind)
        for field in fields
        for kind in KINDS
        if counts[*field, kind] < (0 if kind == CONTRADICTS and field in never else 40)
    }
    assert len(fields) == 12
    assert not few


def test_missed_phrases_are_few() -> None:
    missed = [case for case in CASES if case.is_missed]
    assert len(missed) <= 46
    wrong = [case for case in missed if read(*case[:4]) != SILENT]
    assert len(wrong) < 0.005 * len(CASES)


# --- phrases altered in a number, a date, a name or a negation -------------------------------------------------------

STATING = [
    case for case in CASES if case.verdict == STATES and case.value != NOT_STATED and not case.is_missed
]
NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join((*lexicon.UNITS, *lexicon.TEENS, *lexicon.TENS))})\b", re.IGNORECASE
)
TURNS = (
    ("January", "February", "March", "April", "May", "June"), ("Friday", "Saturday", "Sunday"),
    ("last month", "last year", "this month"), ("at least", "at most", "about"), ("more than", "fewer than"),
    ("over", "under"), ("no fewer", "no more"), ("dozen", "hundred", "thousand"),
)  # fmt: skip
# The words that a reader goes by.
GOES_BY: dict[tuple[str, str], tuple[str, ...]] = {
    ("stage", "release"): (*codelists.RELEASE_STAGE.cues.values(), codelists.FREEING, "nine printers"),
    ("stage", "meeting"): (*codelists.MEETING_STAGE.cues.values(), *codelists.MEETING_KIND.cues.values()),
    ("stage", "sanctions"): (
        *codelists.SANCTIONS_STAGE.cues.values(),
        *codelists.SANCTIONS_MEASURE.cues.values(),
    ),
    ("outcome", "Jane Doe"): (codelists.FREEING, "remain, stay, still"),
    **{key: tuple(codelist.cues.values()) for key, codelist in CODELISTS.items()},
}


def turned(phrase: str) -> Iterator[str]:
    """A phrase with other months, weekdays, bounds or times."""
    for words in TURNS:
        places = {word: words[index - 1] for index, word in enumerate(words)}
        parts = re.split(rf"\b({'|'.join(words)})", phrase)
        yield "".join(places.get(part, part) for part in parts)


def altered(case: Case) -> set[str]:
    """The phrases that say something else than a phrase, by one alteration."""
    found: set[str] = set()
    if case.field in ("number", "date"):
        found |= set(turned(case.phrase))
        higher = re.sub(r"\d+", lambda match: str(int(match[0]) + 1), case.phrase)
        found.add(NUMBER_WORD.sub("seventy-seven", higher))
    if case.field == "name":
        printed = next(one for one in SPELLINGS[case.of] if one in case.phrase)
        start = case.phrase.index(printed)
        for at in range(start, start + len(printed)):
            found |= {f"{case.phrase[:at]}{letter}{case.phrase[at + 1 :]}" for letter in ("", "q")}
        found -= {case.phrase}
    if (case.field, case.of) in GOES_BY and case.value not in (
        "demanded",
        "not_freed",
    ):  # these may be negated
        cues = ", ".join(GOES_BY[case.field, case.of]).replace("*", "").split(", ")
        words = "|".join(sorted({cue.partition(" …")[0] for cue in cues if cue}, key=len, reverse=True))
        found |= {re.sub(rf"\b(?={words})", f"{no} ", case.phrase) for no in ("not", "never", "no longer")}
    return found - {case.phrase}


@pytest.mark.parametrize("case", STATING, ids=lambda case: f"{case.field}-{case.value}-{case.phrase}")
def test_altered_phrase_states_no_value(case: Case) -> None:
    assert [phrase for phrase in altered(case) if read(*case[:3], phrase) == STATES] == []


def test_phrases_are_altered_often() -> None:
    by_field = Counter(case.field for case in STATING for _ in altered(case))
    assert all(by_field[field] >= 10 for field in ("number", "date", "name", "stage", "measure")), by_field
    assert by_field.total() > 400
