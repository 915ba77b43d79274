"""The command, run as people run it: a copy of the real repository, edited as a curator would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ODD
from factpack import cli, rules
from factpack.commands import common, new
from factpack.files import UNFINISHED

ROOT = Path(__file__).parent.parent
CURATED = ("facts", "seeds", "CHANGELOG.md")
GENERATED = ("exports", "schemas", "datapackage.json", "CODEBOOK.md", "CITATION.cff", ".zenodo.json")
COUNT = "facts/counts/2025-02-viasna-prisoners-held.yaml"


def copy(folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(common.TEXTS, raising=False)
    root = tmp_path / ODD
    root.mkdir()
    copy(root, CURATED + GENERATED)
    monkeypatch.chdir(root)
    return root


def edit(path: Path, old: str, new: str) -> int:
    """Replace a text in a file; the number of its line."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_repository_is_sound_and_its_generated_files_are_current(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check")
    assert code == common.CLEAN, out


def test_a_build_from_the_files_alone_gives_what_is_committed_and_a_second_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy(tmp_path, CURATED)
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "build")[0] == common.CLEAN
    built = files(tmp_path)
    for name in GENERATED:
        for path in [ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*.*"):
            if path.is_file():
                assert built[path.relative_to(ROOT).as_posix()] == path.read_bytes(), path
    assert ", 0 changed." in run(capsys, "build")[1]
    assert files(tmp_path) == built


def test_a_finding_stops_the_build_and_leaves_the_old_exports(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(repository / "exports")
    line = edit(repository / COUNT, "value: 1226", "value: approximately 1226")
    code, out, _ = run(capsys, "build")
    assert code == common.FINDINGS
    assert (
        f"{COUNT}:{line}:8: error malformed-quantity: 'approximately 1226' is not a quantity: write 'about 1226'"
        in out
    )
    assert "Nothing was written" in out
    assert files(repository / "exports") == before


def test_all_findings_of_all_files_come_in_one_run(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository / COUNT, "counted: political prisoners", "counted: political prisoner")
    edit(
        repository / "facts/releases/2025-01-pardons-before-election.yaml",
        "date: /2025-01-26",
        "date: 26.01.2025",
    )
    edit(repository / "seeds/nyt-2025-12.yaml", "language: en", "langauge: en")
    code, out, _ = run(capsys, "validate")
    assert code == common.FINDINGS
    assert "did you mean 'political prisoners'" in out.lower()
    assert "write '2025-01-26'" in out
    assert "There is no field 'langauge' here. Did you mean 'language'?" in out
    assert out.splitlines()[-1].endswith("facts checked: 3 errors, 1 notice.")  # one finding a cause


def test_validate_reports_on_the_paths_it_is_given(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository / COUNT, "value: 1226", "value: 1,226")
    assert run(capsys, "validate", "facts/releases")[0] == common.CLEAN
    assert run(capsys, "validate", COUNT)[0] == common.FINDINGS
    code, _, err = run(capsys, "validate", "facts/nowhere")
    assert (code, err) == (common.USAGE, "factpack: there is no 'nowhere' to validate.\n")


def test_a_cell_that_is_changed_by_hand_is_found_and_told_with_its_yaml_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(repository / "exports/csv/fact_places.csv", "klaipeda,Klaipeda", "nowhere,Klaipeda")
    code, out, _ = run(capsys, "check")
    assert code == common.FINDINGS
    assert (
        "exports/csv/fact_places.csv: error drift: A fresh build writes this file differently. Run `make`"
        in out
    )
    assert "frictionless" in out
    assert "facts/sanctions/lithuania-cuts-potash-transit.yaml:" in out


@pytest.mark.parametrize(
    "path", ["exports/csv/releases.csv", "exports/json/facts.json", "CODEBOOK.md", "datapackage.json"]
)
def test_a_generated_file_that_is_missing_is_drift(
    repository: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    (repository / path).unlink()
    code, out, _ = run(capsys, "check")
    assert code == common.FINDINGS
    assert f"{path}: error drift: The file is missing. Run `make`" in out


def test_a_file_that_no_build_writes_is_drift(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "exports/csv/extra.csv").write_text("a\n1\n", encoding="utf-8")
    code, out, _ = run(capsys, "check")
    assert code == common.FINDINGS
    assert "exports/csv/extra.csv: error drift: No build writes this file." in out


def test_a_missing_schema_is_one_finding_with_the_command_that_mends_it(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "schemas/count.schema.json").unlink()
    code, out, _ = run(capsys, "validate")
    assert code == common.FINDINGS
    assert "schemas/count.schema.json:1:1: error unreadable-schema" in out
    assert "Run `make`" in out


@pytest.mark.parametrize(
    "command", [["validate"], ["check"], ["show", Path(COUNT).stem], ["verify", "--texts", "seeds"]]
)
def test_interrupted_build_is_reported_once(
    command: list[str], repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / UNFINISHED).mkdir()
    (repository / "schemas/count.schema.json").unlink()
    code, out, _ = run(capsys, *command)
    assert code == common.FINDINGS
    assert out.startswith("schemas: error interrupted-build: The last build was interrupted. Run `make`.\n")
    assert out.count(": error ") == 1
    if command == ["validate"]:
        assert run(capsys, "build")[0] == common.CLEAN
        assert run(capsys, "check")[0] == common.CLEAN


def test_a_repository_without_facts_is_not_sound(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(repository / "facts")
    (repository / "facts").mkdir()
    assert run(capsys, "validate")[0] == common.FINDINGS


def test_outside_a_project_the_command_says_where_to_run_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "validate")
    assert code == common.USAGE
    assert "run the command in the project's folder" in err


def test_a_changelog_without_a_version_is_one_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    code, _, err = run(capsys, "build")
    assert code == common.USAGE
    assert err == "factpack: CHANGELOG.md has no heading with a version, as in `## 0.1.0 - 2031-05-02`.\n"


def test_explain_of_each_rule_prints_its_manual(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(rules.ALL) > 30
    for rule in rules.ALL:
        code, out, _ = run(capsys, "explain", rule.name)
        assert code == common.CLEAN
        assert out.startswith(f"{rule.name} ({rule.severity})\n\n")
        assert len(out.splitlines()) > 2, rule.name


def test_a_misspelt_rule_is_met_with_the_nearest(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "explain", "unbaked-value")
    assert code == common.USAGE
    assert "Did you mean 'unbacked-value'?" in err


@pytest.mark.parametrize("arguments", [[], ["biuld"], ["explain", "a", "b"]])
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == common.USAGE


HELPS = [
    (),
    *((command.__name__.rpartition(".")[2],) for command in cli.COMMANDS),
    *(("new", record_type) for record_type in new.QUESTIONS),
]


@pytest.mark.parametrize("command", HELPS, ids=" ".join)
def test_help_of_every_command_prints(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([*command, "--help"])
    printed = capsys.readouterr().out
    assert stopped.value.code == common.CLEAN
    assert printed.startswith(" ".join(("usage: factpack", *command)))
    questions = new.QUESTIONS[command[1]] if len(command) > 1 else ()
    assert all(f"--{question.name} " in printed for question in questions)


def test_help_prints_a_per_cent_sign(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["new", "count", "--help"])
    assert "about 7 %" in " ".join(capsys.readouterr().out.split())


def process(*arguments: str, optimize: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as its script does."""
    program = "import sys; from factpack.cli import run; sys.exit(run())"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONOPTIMIZE": optimize},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("command", "code"), [("--help", 0), ("validate", 0), ("valid", 2)])
def test_process_ends_with_the_exit_code(command: str, code: int) -> None:
    done = process(command)
    assert done.returncode == code, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["validate"], ["explain", "weekday"]])
def test_process_without_docstrings_is_refused(arguments: list[str]) -> None:
    done = process(*arguments, optimize="2")
    assert (done.returncode, done.stdout) == (common.USAGE, "")
    assert done.stderr.startswith("factpack: Python runs without docstrings")
    assert done.stderr.count("\n") == 1


def test_process_without_asserts_works() -> None:
    assert process("validate", optimize="1").returncode == common.CLEAN
