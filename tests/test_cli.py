"""The command, run as people run it, on the made-up repository, edited as a curator would."""

import shutil
from pathlib import Path

import pytest

from conftest import WATCH, Run, contents, edit, expect, process
from factpack import cli, rules
from factpack.commands import common, explain
from factpack.files import UNFINISHED
from factpack.models.records import FOLDERS


def test_build_twice_changes_nothing(built: Path, run: Run) -> None:
    before = contents(built)
    out = expect(run, common.CLEAN, "build")
    assert ", 0 changed." in out
    assert contents(built) == before


def test_build_with_an_error_writes_nothing(built: Path, run: Run) -> None:
    line = edit(built / WATCH, "value: at most 250", "value: approximately 250")
    before = contents(built, "editor")
    out = expect(run, common.PROBLEMS, "build")
    fix = "error malformed-quantity: 'approximately 250' is not a quantity: write 'about 250'"
    assert f"{WATCH}:{line}:8: {fix}" in out
    assert "Nothing was written" in out
    assert contents(built, "editor") == before


def test_validate_reports_on_the_paths_given(repository: Path, run: Run) -> None:
    edit(repository / WATCH, "value: at most 250", "value: 1,250")
    assert run("validate", "facts/releases")[0] == common.CLEAN
    assert run("validate", WATCH)[0] == common.PROBLEMS
    assert run("validate", "facts/nowhere")[::2] == (
        common.USAGE,
        "factpack: there is no 'nowhere' to validate.\n",
    )


def test_check_of_files_changed_by_hand_reports_drift(built: Path, run: Run) -> None:
    edit(built / "exports/csv/fact_places.csv", "muster-talks,port-salt,", "muster-talks,nowhere,")
    (built / "exports/csv/extra.csv").write_text("a\n1\n", encoding="utf-8")
    missing = ("CODEBOOK.md", "datapackage.json", "exports/json/facts.json")
    for path in missing:
        (built / path).unlink()
    out = expect(run, common.PROBLEMS, "check")
    changed = (
        "exports/csv/fact_places.csv: error drift: A fresh build writes this file differently. Run `make`"
    )
    assert changed in out
    assert "exports/csv/extra.csv: error drift: No build writes this file." in out
    assert all(f"{path}: error drift: The file is missing. Run `make`" in out for path in missing)


def test_interrupted_build_is_reported(repository: Path, run: Run) -> None:
    (repository / UNFINISHED).mkdir()
    commands = (["validate"], ["check"], ["cite"], ["show", "one"], ["verify", "--texts", "seeds"])
    for command in commands:
        assert run(*command) == (common.USAGE, "", "factpack: the last build was interrupted. Run `make`.\n")
    assert run("build")[0] == common.CLEAN
    assert run("check")[0] == common.CLEAN


def test_repository_without_facts_is_not_valid(repository: Path, run: Run) -> None:
    shutil.rmtree(repository / "facts")
    (repository / "facts").mkdir()
    assert run("validate")[0] == common.PROBLEMS


def test_command_outside_a_project_says_where_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    err = expect(run, common.USAGE, "validate")
    assert "run the command in the project's folder" in err


def test_explain_of_each_rule_prints_its_manual(run: Run) -> None:
    assert len(rules.ALL) > 30
    for rule in rules.ALL:
        out = expect(run, common.CLEAN, "explain", rule.name)
        assert out.startswith(f"{rule.name} ({rule.severity})\n\n")
        assert len(out.splitlines()) > 2, rule.name
    listed = expect(run, common.CLEAN, "explain")
    for name, line in explain.CHECKS.items():
        assert expect(run, common.CLEAN, "explain", name) == f"{name}\n\n{line}\n"
        assert f"\n{name}: {line}\n" in listed


def test_explain_of_a_misspelt_rule_offers_the_nearest(run: Run) -> None:
    err = expect(run, common.USAGE, "explain", "unbaked-value")
    assert "Did you mean 'unbacked-value'?" in err


@pytest.mark.parametrize("arguments", [[], ["biuld"], ["explain", "a", "b"], ["validate", "--format", "xml"]])
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == common.USAGE


HELPS = [
    (),
    *((command,) for command in cli.COMMANDS),
    *(("new", record_type) for record_type in (*FOLDERS, "actor", "place")),
]


@pytest.mark.parametrize("command", HELPS, ids=" ".join)
def test_help_of_every_command_prints(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([*command, "--help"])
    printed = capsys.readouterr().out
    assert stopped.value.code == common.CLEAN
    assert printed.startswith(" ".join(("usage: factpack", *command)))


@pytest.mark.parametrize(
    ("command", "optimize", "code"),
    [("--help", "", 0), ("validate", "", 0), ("validate", "1", 0), ("valid", "", 2)],
)
def test_process_ends_with_the_exit_code(command: str, optimize: str, code: int, prepared: Path) -> None:
    done = process(prepared, command, PYTHONOPTIMIZE=optimize)
    assert done.returncode == code, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["validate"], ["explain", "weekday"]])
def test_process_without_docstrings_is_refused(arguments: list[str], prepared: Path) -> None:
    done = process(prepared, *arguments, PYTHONOPTIMIZE="2")
    assert (done.returncode, done.stdout) == (common.USAGE, "")
    assert done.stderr.startswith("factpack: Python runs without docstrings")
    assert done.stderr.count("\n") == 1
