"""Single mistakes in the real records: each is found, by a rule or, without the texts, by the lock."""

import os
from pathlib import Path

import pytest

from mutations import MUTATIONS, Mutation, find

TEXTS = os.environ.get("FACTPACK_TEXTS")
CUTS = "phrase truncated", "phrase altered", "evidence moved", "article exchanged"


def test_there_are_as_many_as_promised_and_no_two_alike() -> None:
    assert len({(one.file, one.old, one.new) for one in MUTATIONS}) == len(MUTATIONS) >= 60


def test_the_records_themselves_have_no_findings() -> None:
    found = find(Mutation("nothing", "counts/2025-02-viasna-prisoners-held", "value: 1226", "value: 1226"))
    assert found.rules == ()  # what a pull request brings need not be verified yet


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.what)
def test_a_mistake_is_found(mutation: Mutation) -> None:
    found = find(mutation, Path(TEXTS) if TEXTS else None)
    assert found.rules or found.lock
    if TEXTS and mutation.what.startswith(CUTS):
        assert found.texts
