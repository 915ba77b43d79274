"""Work that two processes share: what comes out is what one alone would give."""

import multiprocessing
import os
import re
import shutil
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import VALID
from factpack import changelog, load, package, rules, sharing
from factpack.models.schemas import Schema
from factpack.problems import Problem

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two processes, however few the things and the cores: the list has an entry for each that was started."""
    monkeypatch.setattr(sharing, "FEWEST", 0)
    monkeypatch.setattr(sharing, "PIECE", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr("sys.platform", "linux")
    started: list[int] = []
    monkeypatch.setattr(os, "fork", lambda fork=os.fork: started.append(1) or fork())
    return started


def doubled(numbers: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), [2 * number for number in numbers]


def test_few_things_are_done_here() -> None:
    assert list(sharing.in_pieces(doubled, range(3))) == [(os.getpid(), [0, 2, 4])]
    assert list(sharing.in_pieces(doubled, [])) == []


def test_both_processes_do_pieces_and_all_come_in_order(always: list[int]) -> None:
    def work(numbers: Sequence[int]) -> tuple[int, list[int]]:
        time.sleep(0.005)
        return doubled(numbers)

    parts = list(sharing.in_pieces(work, range(199)))
    assert [number for _, numbers in parts for number in numbers] == [2 * number for number in range(199)]
    assert len({pid for pid, _ in parts}) == 2
    assert len(always) == 1


@pytest.mark.parametrize("helper_is_slow", [False, True])
@pytest.mark.usefixtures("always")
def test_who_is_faster_does_more(helper_is_slow: bool) -> None:
    parent = os.getpid()

    def work(numbers: Sequence[int]) -> bool:
        is_helper = os.getpid() != parent
        time.sleep(0.2 if is_helper == helper_is_slow else 0.001)
        return is_helper

    by_helper = sum(sharing.in_pieces(work, range(60)))
    assert by_helper < 10 if helper_is_slow else by_helper > 20


@pytest.mark.usefixtures("always")
def test_very_many_things_are_no_more_pieces_than_a_pipe_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_MOST_PIECES", 10)
    parts = list(sharing.in_pieces(doubled, range(199)))
    assert [len(numbers) for _, numbers in parts] == [20] * 9 + [19]


@pytest.mark.parametrize("few", [False, True])
def test_what_is_done_here_first_is_done_once_and_before_the_own_pieces(
    always: list[int], monkeypatch: pytest.MonkeyPatch, few: bool
) -> None:
    monkeypatch.setattr(sharing, "FEWEST", 1000 if few else 0)
    here: list[object] = []

    def work(numbers: Sequence[int]) -> int:
        here.append(numbers[0])
        return os.getpid()

    done_by = list(sharing.in_pieces(work, range(8), first_here=lambda: here.append("first")))
    assert here == ["first", *(2 * at for at, pid in enumerate(done_by) if pid == os.getpid())]
    assert len(always) == (0 if few else 1)


@pytest.mark.usefixtures("always")
def test_more_than_a_pipe_holds_is_handed_over() -> None:
    parts = sharing.in_pieces(lambda numbers: ["x" * 1_000_000 for _ in numbers], range(8))
    assert [len(text) for part in parts for text in part] == [1_000_000] * 8


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("lives_for", [0, 1, 2])
def test_what_a_process_that_dies_leaves_undone_is_done_here(lives_for: int) -> None:
    parent, done = os.getpid(), list[int]()

    def work(numbers: Sequence[int]) -> list[int]:
        if os.getpid() != parent and len(done) == lives_for:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(numbers[0])
        return list(numbers)

    def wait_for_its_end() -> None:
        while multiprocessing.active_children():
            time.sleep(0.01)

    parts = sharing.in_pieces(work, range(20), first_here=wait_for_its_end)
    assert list(parts) == [[number, number + 1] for number in range(0, 20, 2)]
    assert len(done) == 10 - lives_for


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("fails_at", [1, 7])
def test_an_error_is_the_same_error_and_leaves_no_process(fails_at: int) -> None:
    def work(numbers: Sequence[int]) -> float:
        return 1 / (fails_at not in numbers)

    with pytest.raises(ZeroDivisionError):
        list(sharing.in_pieces(work, range(8)))
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("always")
def test_who_stops_asking_leaves_no_process() -> None:
    parent = os.getpid()
    parts = sharing.in_pieces(
        lambda numbers: time.sleep(60 * (numbers[0] > 0 and os.getpid() != parent)), range(8)
    )
    next(parts)
    parts.close()
    assert multiprocessing.active_children() == []


def test_tasks_about_much_are_done_by_two(always: list[int]) -> None:
    def task() -> int:
        time.sleep(0.2)
        return os.getpid()

    assert len(set(sharing.at_once([task, task], range(3)))) == 2
    assert len(always) == 1


def test_tasks_about_little_are_done_here() -> None:
    assert sharing.at_once([lambda: "one", os.getpid], range(3)) == ["one", os.getpid()]


def test_what_two_read_is_what_one_reads(
    schema_set: dict[str, Schema], tmp_path: Path, always: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With files among them that cannot be read, are misshapen, misplaced or not named by their id."""
    shutil.copytree(VALID, tmp_path, dirs_exist_ok=True)
    counts = sorted((tmp_path / "facts/counts").iterdir())
    counts[0].write_text("id: [")
    counts[1].write_text("id: x\n")
    counts[2].rename(tmp_path / "facts/meetings" / counts[2].name)
    counts[3].rename(counts[3].with_name("another-name.yaml"))

    def read() -> object:
        dataset, problems = load.load(tmp_path, schema_set)
        assert len({problem.rule for problem in problems}) > 3
        named = {register: sorted(ids) for register, ids in sorted(dataset.named.items())}
        return repr((problems, replace(dataset, named={}, unread=set()), sorted(dataset.unread), named))

    two = read()
    assert len(always) == 1
    monkeypatch.setattr(sharing, "FEWEST", 10**9)
    assert read() == two


@pytest.mark.usefixtures("always")
def test_the_files_that_two_write_are_those_that_one_writes(
    schema_set: dict[str, Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = package.check(VALID, schema_set)
    monkeypatch.setattr("factpack.changelog.edition", lambda root: changelog.Edition("1.0.0", None))
    two, _ = package.render(VALID, checked, schema_set)
    monkeypatch.setattr(sharing, "FEWEST", 10**9)
    one, _ = package.render(VALID, checked, schema_set)
    assert two == one


def test_the_findings_of_two_are_those_of_one(
    schema_set: dict[str, Schema], tmp_path: Path, always: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On facts of which many have lost what backs them, and two have an id that another has; and with a fault in a reference."""
    shutil.copytree(VALID, tmp_path, dirs_exist_ok=True)
    for path in (tmp_path / "facts").glob("*/*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\n *supports: .*(?=\n)", "", text, count=2), encoding="utf-8")
    double = next((tmp_path / "facts/meetings").iterdir())
    shutil.copy(double, double.with_name("double.yaml"))

    def findings() -> list[Problem]:
        return package.check(tmp_path, schema_set).problems

    def compare() -> set[str]:
        always.clear()
        two = findings()
        assert len(always) == 1
        with monkeypatch.context() as alone:
            alone.setattr(sharing, "FEWEST", 10**9)
            assert findings() == two
        dataset, problems = load.load(tmp_path, schema_set)
        assert [one for one in two if not one.rule.startswith("unverified")] == problems + rules.run(dataset)
        return {one.rule for one in two}

    found = compare()
    assert {"unbacked-value", "id-not-file-name"} <= found
    assert len(findings()) > 50
    count = next((tmp_path / "facts/counts").iterdir())
    text = count.read_text(encoding="utf-8")
    count.write_text(text.replace("- phrase:", "- supports: [nothing]\n        phrase:", 1), encoding="utf-8")
    assert "unknown-path" in compare()
