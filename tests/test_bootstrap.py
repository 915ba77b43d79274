"""The set-up of a made-up project with nothing to install, and the hooks that use what is set up."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

import bootstrap
from conftest import ODD

ROOT = Path(__file__).parent.parent
SCRIPTS = ("bootstrap.py", "hook.py")
TOLD = "import json, sys; print(json.dumps([sys.argv[1:], sys.flags.optimize, sys.prefix, sys.version]))"
MISSING = f"nothing==1 --hash=sha256:{0:064}\n"


def make_project(root: Path) -> Path:
    """A project whose factpack prints its arguments and what it runs on."""
    for path in ("scripts/factpack", "requirements"):
        (root / path).mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / "scripts" / name, root / "scripts")
    for name in bootstrap.LOCKS:
        (root / f"requirements/{name}.txt").write_text("# nothing\n", encoding="ascii")
    (root / "scripts/factpack/__main__.py").write_text(f"{TOLD}\n", encoding="ascii")
    return root


def run(
    root: Path, *command: str | Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    unset = {"LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8"}
    environment = {key: value for key, value in os.environ.items() if key not in unset}
    environment |= {"LC_ALL": "C", "PIP_NO_INDEX": "1"} | dict(settings or {})
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def setup(root: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return run(
        root, sys.executable, *options, root / "scripts/bootstrap.py", "show", "an id", settings=settings
    )


def told(printed: subprocess.CompletedProcess[str]) -> list[object]:
    assert printed.returncode == 0, printed.stderr
    what: list[object] = json.loads(printed.stdout.splitlines()[-1])
    return what


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is set up, in a folder with an odd name. Tests leave it as it is."""
    root = make_project(tmp_path_factory.mktemp("bootstrap") / ODD)
    assert setup(root).stdout.startswith("Setting up .venv ...\n")
    return root


# --- what a set-up gives ---------------------------------------------------------------------------------------------


@pytest.mark.needs_tools  # makes an environment
def test_set_up_in_an_odd_folder_gives_a_command(project: Path) -> None:
    script = project / ".venv" / ("Scripts/factpack.cmd" if os.name == "nt" else "bin/factpack")
    expected = [["show", "an id"], 0, str(project / ".venv")]
    assert told(run(project.parent, script, "show", "an id"))[:3] == expected


@pytest.mark.needs_tools  # makes an environment
def test_environment_that_is_current_is_used(project: Path) -> None:
    printed = setup(project)
    assert told(printed)[0] == ["show", "an id"]
    assert "Setting up" not in printed.stdout


@pytest.mark.needs_tools  # makes an environment
@pytest.mark.parametrize(("option", "setting"), [("-OO", ""), ("-B", "2")])
def test_command_runs_with_docstrings(project: Path, option: str, setting: str) -> None:
    assert told(setup(project, option, PYTHONOPTIMIZE=setting))[1] == 0


@pytest.mark.needs_tools  # makes an environment
def test_help_is_there_without_docstrings(project: Path) -> None:
    printed = run(project, sys.executable, "-OO", "scripts/bootstrap.py", "--help").stdout
    assert printed.startswith("Set up `.venv` from the locks")


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_understood_by_old_pythons(name: str) -> None:
    ast.parse((ROOT / "scripts" / name).read_bytes(), feature_version=(3, 6))


# --- what a set-up that fails leaves ---------------------------------------------------------------------------------


@pytest.fixture
def outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an environment that is out of date."""
    root = make_project(tmp_path / "project")
    monkeypatch.setattr(bootstrap, "ROOT", root)
    locks = {name: root / f"requirements/{name}.txt" for name in bootstrap.LOCKS}
    monkeypatch.setattr(bootstrap, "LOCKS", locks)
    monkeypatch.setattr(bootstrap, "VENV", root / ".venv")
    python = bootstrap.program("python")
    python.parent.mkdir(parents=True)
    python.touch()
    stamp({**bootstrap.sources("runtime"), "runtime": "of another lock"})
    return root


def stamp(made_from: dict[str, str]) -> None:
    """Let the environment be one that was made from this."""
    (bootstrap.VENV / bootstrap.STAMP).write_text(json.dumps(made_from), encoding="ascii")


@pytest.mark.needs_tools  # pip tries the network, or waits for it
def test_failed_installation_is_reported(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / "requirements/runtime.txt").write_text(MISSING, encoding="ascii")
    done = setup(root)
    assert (done.returncode, done.stdout) == (2, "Setting up .venv ...\n")
    assert done.stderr.count("Traceback") == 0
    assert done.stderr.endswith("Check the output above and the network connection, then try again.\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), bootstrap.SetupError("no network")])
def test_failed_set_up_is_resumed(
    outdated: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    steps: list[str] = []

    def fail(name: str, *command: object) -> None:
        steps.append(name)
        raise error

    monkeypatch.setattr(bootstrap, "step", fail)
    for _ in range(2):
        with pytest.raises(type(error)):
            bootstrap.set_up("runtime")
        assert not bootstrap.sources("runtime").items() <= bootstrap.stamped().items()
    assert steps == ["Installing the locked packages"] * 2


@pytest.mark.usefixtures("outdated")
def test_new_lock_keeps_the_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp({**bootstrap.sources("runtime"), "runtime": "of another lock", "dev": "of another lock"})
    site = bootstrap.VENV / ("Lib/site-packages" if os.name == "nt" else "lib/python3.11/site-packages")
    site.mkdir(parents=True)
    steps: list[tuple[object, ...]] = []
    monkeypatch.setattr(bootstrap, "step", lambda *arguments: steps.append(arguments))
    bootstrap.set_up("runtime")
    assert [arguments[-1] for arguments in steps] == [bootstrap.LOCKS["dev"]]
    assert bootstrap.stamped() == bootstrap.sources("dev")
    bootstrap.set_up("runtime")
    assert len(steps) == 1


# --- the hooks -------------------------------------------------------------------------------------------------------


def hooks() -> list[list[str]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    return [hook["entry"].split() for hook in config["repos"][0]["hooks"]]


@pytest.mark.skipif(os.name == "nt", reason="a script in place of Python")
@pytest.mark.parametrize("hook", hooks(), ids=" ".join)
def test_hook_uses_the_environment_that_is_there(outdated: Path, hook: list[str]) -> None:
    python = bootstrap.program("python", outdated / ".venv")
    python.write_text('#!/bin/sh\necho "$@"\n', encoding="ascii")
    python.chmod(0o755)
    name, script, *arguments = hook
    assert name == "python"
    done = run(outdated, sys.executable, script, *arguments, "facts/deals.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["-Pm", "factpack", *arguments, "facts/deals.yaml"]
    assert {path.name for path in outdated.glob(".venv*")} == {".venv"}


def test_hook_without_an_environment_says_so(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    done = run(root, sys.executable, "scripts/hook.py", "validate")
    assert done.returncode == 2
    assert done.stderr == ".venv is missing. Run `python scripts/bootstrap.py setup`.\n"
