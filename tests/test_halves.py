"""Work that two processes share: what comes out is what one alone would give."""

import os
import signal
from collections.abc import Sequence

import pytest

from conftest import VALID
from factpack import halves, load, package, rules, verification
from factpack.models.schemas import Schema

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, however few the things and the cores."""
    monkeypatch.setattr(halves, "FEWEST", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr("sys.platform", "linux")


def doubled(numbers: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), [2 * number for number in numbers]


def test_few_things_are_done_at_once() -> None:
    assert halves.in_halves(doubled, range(3)) == [(os.getpid(), [0, 2, 4])]


@pytest.mark.usefixtures("always")
def test_each_half_is_done_by_a_process_of_its_own_in_order() -> None:
    (first, one), (second, other) = halves.in_halves(doubled, range(100_001))
    assert first == os.getpid() != second
    assert one + other == [2 * number for number in range(100_001)]


@pytest.mark.usefixtures("always")
def test_what_a_process_that_dies_leaves_undone_is_done_here() -> None:
    parent = os.getpid()

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(numbers)

    assert halves.in_halves(work, range(5)) == [[0, 1], [2, 3, 4]]


@pytest.mark.usefixtures("always")
def test_an_error_is_the_same_error() -> None:
    def work(numbers: Sequence[int]) -> float:
        return 1 / (4 - max(numbers))

    with pytest.raises(ZeroDivisionError):
        halves.in_halves(work, range(5))


def test_the_findings_of_two_are_those_of_one(
    schema_set: dict[str, Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On facts of which many have lost what backs them."""
    dataset, problems = load.load(VALID, schema_set)
    assert problems == []
    for fact in dataset.facts.values():
        for paragraphs in fact.evidence.values():
            for items in paragraphs.values():
                items[0].supports.clear()
    attested, _ = package.read_lock(VALID)

    def findings() -> list[object]:
        return [*rules.run(dataset), *verification.check_lock(dataset, attested, "error")]

    alone = findings()
    assert len(alone) > 50
    monkeypatch.setattr(halves, "FEWEST", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    asked = []
    monkeypatch.setattr(os, "fork", lambda fork=os.fork: asked.append(1) or fork())
    assert findings() == alone
    assert len(asked) == 2
