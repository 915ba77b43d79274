"""Single mistakes in the committed records: a rule or the lock finds each, and the articles' texts what they show."""

import os
from pathlib import Path

import pytest

from meanings import chosen
from mutations import MUTATIONS, Mutation, find

TEXTS = Path(os.environ.get("FACTPACK_TEXTS", "nowhere"))  # read before the tests unset it
CUTS = "phrase truncated", "phrase altered", "evidence moved", "article exchanged"
# `make test` takes one of five.
CASES = [
    pytest.param(mutation, marks=() if number % 5 == 0 else pytest.mark.needs_tools, id=mutation.what)
    for number, mutation in enumerate(MUTATIONS)
]


def test_mutations_are_many_and_differ() -> None:
    assert len({(one.file, one.old, one.new) for one in MUTATIONS}) == len(MUTATIONS) >= 60


def test_committed_records_have_no_problem() -> None:
    found = find(Mutation("nothing", "counts/2025-02-viasna-prisoners-held", "value: 1226", "value: 1226"))
    assert found.rules == []  # what a pull request brings need not be verified yet


@pytest.mark.parametrize("mutation", CASES)
def test_mutation_is_found(mutation: Mutation) -> None:
    found = find(mutation)
    assert found.rules or found.lock


@pytest.mark.needs_tools
@pytest.mark.skipif(not TEXTS.is_dir(), reason="FACTPACK_TEXTS names no folder with the articles' texts")
@pytest.mark.parametrize(
    "mutation", [one for one in MUTATIONS if one.what.startswith(CUTS)], ids=lambda one: one.what
)
def test_mutation_of_evidence_is_found_in_the_texts(mutation: Mutation) -> None:
    assert find(mutation, TEXTS).texts


def test_change_of_meaning_is_found() -> None:
    changes = chosen(60)
    found = [find(change) for change in changes]
    assert len({change.field for change in changes}) == 10
    assert sum(bool(one.rules or one.warnings) for one in found) >= 48  # the rest is a reviewer's to see
    assert sum(bool(one.rules or one.warnings or one.lock) for one in found) == 60
