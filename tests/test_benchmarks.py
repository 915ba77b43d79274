"""The benchmarks do what they say: sound repositories, planted faults that every tool finds, a page of what was measured."""

import hashlib
import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from factpack import package, validation
from factpack.evidence import verification

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))  # its modules are scripts, which import one another by their names

import bench  # noqa: E402
import check_with  # noqa: E402
import faults  # noqa: E402
import generate  # noqa: E402
import report  # noqa: E402

# What a tool of the comparison needs beyond this program; those of `.venv-bench` alone run in `make bench`.
NEEDS = {
    "csafe-jsonschema": "jsonschema",
    "yamale": "yamale",
    "check-jsonschema": "check_jsonschema",
    "linkml-validate": "linkml",
}
HERE = [tool for tool in check_with.TOOLS if tool not in NEEDS or importlib.util.find_spec(NEEDS[tool])]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated repository of 40 facts."""
    folder: Path = tmp_path_factory.mktemp("generated") / "facts-40"
    generate.generate(40, folder)
    return folder


@pytest.fixture
def faulty(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to plant faults in."""
    return Path(shutil.copytree(sound, tmp_path / "faulty"))


def digest(folder: Path) -> str:
    """One digest of all files in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix().encode() for path in files]
    return hashlib.sha256(
        b"".join(name + path.read_bytes() for name, path in zip(names, files, strict=True))
    ).hexdigest()


def test_a_generated_repository_has_facts_of_every_type_and_no_findings(sound: Path) -> None:
    schemas, _ = validation.read_schemas(sound)
    checked = package.check(sound, schemas, require_verified=True)
    assert checked.problems == []
    assert len(checked.dataset.facts) == 40
    assert {type(fact).__name__ for fact in checked.dataset.facts.values()} == {
        "Release",
        "Meeting",
        "Sanctions",
        "Count",
    }
    assert len(checked.dataset.seeds) == 5
    assert len(verification.verified_items(checked.dataset, checked.doubts)) > 100


def test_a_generated_repository_builds_every_table(sound: Path) -> None:
    schemas, _ = validation.read_schemas(sound)
    files, tables = package.render(sound, package.check(sound, schemas), schemas)
    rows = {table.name: len(table.rows) for table in tables}
    assert [name for name, count in rows.items() if not count and name != "withdrawn"] == []
    assert rows["facts"] == 40
    assert "exports/csv/claims.csv" in files


def test_a_number_of_facts_and_a_seed_give_the_same_bytes(sound: Path, tmp_path: Path) -> None:
    for name, seed in (("again", 0), ("other", 1)):
        generate.generate(40, tmp_path / name, seed)
    assert digest(tmp_path / "again") == digest(sound)
    assert digest(tmp_path / "other") != digest(sound)


def test_too_few_facts_or_a_folder_that_is_there_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, words in (
        (["19", str(tmp_path / "few")], "at least 20 facts"),
        (["20", str(tmp_path)], "exists"),
    ):
        monkeypatch.setattr(sys, "argv", ["generate.py", *arguments])
        assert generate.main() == 2
        assert words in capsys.readouterr().err


def test_three_tools_at_least_are_tried_here() -> None:
    assert len(HERE) >= 3


@pytest.mark.parametrize("tool", HERE)
def test_each_tool_finds_every_planted_fault_and_nothing_else(tool: str, sound: Path, faulty: Path) -> None:
    planted = faults.plant(faulty)
    assert len(planted) == len({path for path, _ in planted.values()}) == len(faults.FAULTS)
    alarms = bench.findings(tool, sound)
    verdict = faults.verdict(planted, bench.findings(tool, faulty), len(alarms))
    assert alarms == []
    assert verdict["found"] == [fault.name for fault in faults.FAULTS]
    assert verdict["false_alarms"] == 0
    if tool in ("factpack-schema", "floor"):
        assert verdict["lines"] is True


def test_a_fault_that_a_tool_misses_a_false_alarm_and_a_wrong_line_show(faulty: Path) -> None:
    planted = faults.plant(faulty)
    right: list[tuple[str, int | None]] = [*planted.values()]
    assert faults.verdict(planted, right, 0) == {"found": [*planted], "lines": True, "false_alarms": 0}
    missed = faults.verdict(planted, [*right[1:], ("facts/deals.yaml", 1)], 2)
    assert missed["found"] == [*planted][1:]
    assert missed["false_alarms"] == 3
    path, line = right[0]
    assert line is not None
    assert faults.verdict(planted, [(path, line + 1), *right[1:]], 0)["lines"] is False
    assert faults.verdict(planted, [(path, None) for path, _ in right], 0)["lines"] is False


def samples(seconds: float, memory: float = 50e6) -> dict[str, list[float]]:
    """Three runs, the middle one as told."""
    return {"wall": [seconds * 9, seconds, seconds / 9], "cpu": [seconds] * 3, "memory": [memory] * 3}


def measured() -> dict[str, Any]:
    """Made-up results."""
    tools = dict.fromkeys(report.NAMES, samples(3)) | {
        "floor": samples(1),
        "factpack-schema": samples(1.3),
        "factpack": samples(2),
    }
    tools |= {
        "check-jsonschema": samples(20),
        "check-jsonschema-c": samples(16),
        "tables": samples(6),
        "build": samples(7),
        "polars": samples(0.2),
        "frictionless": samples(5),
    }
    growth = {"validate 1000": samples(1), "validate 100000": samples(110, 50e6 + 99_000 * 8_000)}
    return {
        "machine": {"cores": "2"},
        "versions": {"yamale": "6.1"},
        "compared_at": 10_000,
        "verdicts": {
            tool: {"found": ["pattern"], "lines": False, "false_alarms": 0} for tool in report.NAMES
        },
        "comparison": tools,
        "growth": growth | {"build 1000": samples(2), "build 100000": samples(200)},
        "sizes": {
            str(size): {"articles": 5, "lines": 39.5, "bytes": 1_600, "items": 5.0}
            for size in (1_000, 100_000)
        },
        "real": {name: samples(0.2) for name in ("python -c pass", "factpack --help", "validate", "build")},
    }


def test_an_aim_is_met_or_not_by_the_medians() -> None:
    assert [(value, met) for _, _, value, met in report.aims(measured())] == [
        ("1.30", "**not met**"),
        ("2.00", "met"),
        ("0.10", "met"),
        ("0.12", "**not met**"),
        ("0.67", "met"),
        ("1.10", "met"),
        ("8.0", "met"),
        ("3.00", "met"),
        ("3.50", "met"),
        ("0.20", "**not met**"),
        ("0.20", "met"),
        ("0.20", "met"),
    ]


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    results = measured()
    del results["growth"]["validate 1000"], results["sizes"]["1000"]
    assert [row[2:] for row in report.aims(results)[5:7]] == [["–", "not measured"]] * 2


def test_the_page_shows_who_misses_a_fault() -> None:
    results = measured()
    results["verdicts"]["yamale"]["found"] = []
    page = report.render(results)
    assert "| Yamale | 3.00 | 3.00 | 3.00 | 50 | 3 | **0 of 5** | no | 0 |" in page


def test_the_page_tells_that_a_part_was_measured_again() -> None:
    assert report.AGAIN not in report.render(measured())
    assert report.AGAIN in report.render(measured() | {"real_again": True})


def test_the_page_is_what_its_figures_give() -> None:
    results = json.loads(report.MEASURED.read_text(encoding="utf-8"))
    assert report.render(results) == report.PAGE.read_text(encoding="utf-8"), (
        "Run `python benchmarks/report.py`."
    )
