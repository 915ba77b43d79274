"""The benchmarks: a sound repository, tools that really check, and a page of what was measured."""

import sys
from pathlib import Path

import pytest

from conftest import contents
from factpack import cli

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))  # its modules are scripts

import bench
import generator
import results
import validators

SLOW = pytest.mark.needs_tools  # starts many processes
FACTS = {"release": 6, "count": 8, "meeting": 16, "sanctions": 10}
BROKEN = {  # tools that do not check
    "pass": "does not find the fault",
    "print('any'); raise SystemExit(1)": "refuses a sound repository",
    "raise SystemExit(2)": "ends with exit code 2",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated repository of two stories."""
    folder: Path = tmp_path_factory.mktemp("generated") / "facts-40"
    generator.generate(40, folder)
    return folder


def test_generated_repository_is_valid_and_canonical(
    sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(sound)
    assert cli.main(["validate", "--require-verified"]) == 0
    assert "\n40 facts checked" in capsys.readouterr().out
    assert cli.main(["fmt", "--check"]) == 0
    assert FACTS.items() <= {kind: len(paths) for kind, (_, paths) in validators.find(sound).items()}.items()


def test_generate_twice_gives_the_same_bytes(sound: Path, tmp_path: Path) -> None:
    generator.generate(40, tmp_path / "again")
    assert contents(tmp_path / "again", "editor") == contents(sound, "editor")


def test_generate_with_a_problem_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "MEETINGS", ("chat",))
    with pytest.raises(RuntimeError, match="not-in-codelist"):
        generator.generate(20, tmp_path / "unsound")


# `make bench` proves the other validators too: they need its environment, or start 72 slow processes.
@pytest.mark.parametrize(
    "tool", [pytest.param("schema layer", marks=SLOW), pytest.param("validate", marks=SLOW), "libyaml"]
)
def test_prove_finds_a_fault_in_every_kind(tool: str, sound: Path) -> None:
    before = contents(sound, "editor")
    assert bench.FAULTS.keys() == validators.KINDS.keys()
    (case,) = bench.cases("planted", sound, [tool])
    bench.prove(case)
    assert contents(sound, "editor") == before


@pytest.mark.parametrize(("script", "problem"), BROKEN.items())
def test_prove_tool_that_does_not_check_fails(script: str, problem: str, sound: Path) -> None:
    with pytest.raises(RuntimeError, match=problem):
        bench.prove(bench.Case("idle", sound, ((sys.executable, "-c", script),)))


@SLOW
def test_measure_gives_seconds_and_peak(tmp_path: Path) -> None:
    calls = ((sys.executable, "-c", "pass"),) * 2
    bench.measure([bench.Case("real: two calls", tmp_path, calls)], 2, tmp_path / "results.json")
    sample = results.Results.load(tmp_path / "results.json", 1, 2).samples["real: two calls"]
    assert [len(runs) for runs in sample.runs] == [2, 2]
    assert sample.seconds > max(map(min, sample.runs)) > 0
    assert sample.peak > 1_000_000


def made_up(**changes: float) -> results.Results:
    """Made-up results: seconds by case, in two calls; the peak is 1 MB per second."""
    times = {"real: validate": 1, "real: build": 4, "real: check-jsonschema": 5, "small: validate": 1}
    times |= {"large: schema layer": 4, "large: libyaml": 2.5, "large: validate": 11, "large: Yamale": 10}
    times |= {"large: check-jsonschema": 25} | changes
    samples = {
        name: results.Sample(((3 * value, value / 2, value * 3 / 4), (value / 4,) * 3), int(value * 1e6))
        for name, value in times.items()
    }
    return results.Results(samples, 100, 1_000)


def test_aims_are_met_up_to_their_limits() -> None:
    measured = ("0.20", "4.00", "1.60", "0.40", "1.10", "0.44", "1.10 ×", "11.11 KB")
    assert [row[2:] for row in results.aims(made_up())] == [(value, "met") for value in measured]


def test_page_shows_missed_aims_and_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "VERSIONS", ("pyperf",))  # `make bench` has the others
    page = results.page(made_up(**{"large: validate": 30, "real: build": 4.5}), is_quick=False)
    assert page.count("**not met**") == 5
    assert "every generated file | 4.50 | 3.38–14.62 | 4 | 3 |" in page
    assert "A first look" not in page
