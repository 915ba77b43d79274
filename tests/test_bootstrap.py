"""The set-up of a made-up project with nothing to install, and the hooks that use what is set up."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import Mock

import pytest
import yaml

import bootstrap
from conftest import ODD, ROOT

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
    assert {path.name for path in project.glob(".venv*")} == {".venv", ".venv.lock"}
    pip = bootstrap.program("pip", project / ".venv")
    done = run(project.parent, pip, "--version")
    assert done.stdout.startswith("pip "), done.stderr
    files = [project / ".venv/pyvenv.cfg", *(path for path in pip.parent.iterdir() if path.is_file())]
    assert len(files) > 5
    assert not [path.name for path in files if b".venv.new" in path.read_bytes()]


@pytest.mark.needs_tools  # makes an environment
@pytest.mark.parametrize(("options", "setting"), [([], ""), (["-OO"], ""), (["-B"], "2")])
def test_current_environment_runs_with_docstrings(project: Path, options: list[str], setting: str) -> None:
    printed = setup(project, *options, PYTHONOPTIMIZE=setting)
    assert told(printed)[:2] == [["show", "an id"], 0]
    assert "Setting up" not in printed.stdout
    help_text = run(project, sys.executable, *options, "scripts/bootstrap.py", "--help").stdout
    assert help_text.startswith("Set up `.venv` from the locks")


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_understood_by_old_pythons(name: str) -> None:
    ast.parse((ROOT / "scripts" / name).read_bytes(), feature_version=(3, 6))


# --- what a set-up that fails leaves ---------------------------------------------------------------------------------


@pytest.fixture
def outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an environment that is out of date."""
    root = make_project(tmp_path / "project")
    (root / ".venv").mkdir()
    (root / ".venv/old").touch()
    monkeypatch.setattr(bootstrap, "ROOT", root)
    locks = {name: root / f"requirements/{name}.txt" for name in bootstrap.LOCKS}
    monkeypatch.setattr(bootstrap, "LOCKS", locks)
    for name in ("VENV", "NEW", "OLD", "GUARD"):
        monkeypatch.setattr(bootstrap, name, root / getattr(bootstrap, name).name)
    return root


def stamp(made_from: dict[str, str]) -> None:
    """Let the environment be one that was made from this."""
    python = bootstrap.program("python")
    python.parent.mkdir()
    python.touch()
    (bootstrap.VENV / bootstrap.STAMP).write_text(json.dumps(made_from), encoding="ascii")


def assert_unchanged(root: Path) -> None:
    assert [path.name for path in (root / ".venv").iterdir()] == ["old"]
    assert {path.name for path in root.glob(".venv*")} <= {".venv", ".venv.lock"}


@pytest.mark.needs_tools  # pip tries the network, or waits for it
def test_failed_installation_leaves_the_old_one(outdated: Path) -> None:
    (outdated / "requirements/runtime.txt").write_text(MISSING, encoding="ascii")
    done = setup(outdated)
    assert done.returncode == 2
    assert done.stdout == "Setting up .venv ...\n"
    assert done.stderr.count("Traceback") == 0
    assert done.stderr.endswith(
        "Installing the locked packages failed. Check the output above and the network connection, then try "
        "again.\n.venv is unchanged.\n"
    )
    assert_unchanged(outdated)


@pytest.mark.parametrize("stopped_in", ["build", "swap"])
def test_interrupted_set_up_leaves_the_old_one(
    outdated: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stopped_in: str
) -> None:
    monkeypatch.setattr(bootstrap, "build", lambda lock: bootstrap.NEW.mkdir())
    monkeypatch.setattr(bootstrap, stopped_in, Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.set_up("runtime")
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "The set-up was interrupted.\n.venv is unchanged.\n"
    assert_unchanged(outdated)


def test_swap_that_the_system_refuses_is_undone(
    outdated: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == bootstrap.NEW:
            raise PermissionError(13, "Access is denied", str(self))
        return real(self, target)

    def build(lock: str) -> None:
        bootstrap.program("python", bootstrap.NEW).parent.mkdir(parents=True)
        (bootstrap.NEW / "pyvenv.cfg").touch()

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(bootstrap, "build", build)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.set_up("runtime")
    assert stopped.value.code == 2
    assert "Access is denied" in capsys.readouterr().err
    assert_unchanged(outdated)


def test_swap_that_was_cut_off_is_undone(outdated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(bootstrap.sources("runtime"))
    (outdated / ".venv").rename(outdated / ".venv.old")
    monkeypatch.setattr(bootstrap, "build", None)  # not called: what is there is current
    bootstrap.set_up("runtime")
    assert bootstrap.stamped() == bootstrap.sources("runtime")
    assert not (outdated / ".venv.old").exists()


@pytest.mark.usefixtures("outdated")
def test_new_environment_keeps_the_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp({"dev": "of another lock"})
    built: list[str] = []
    monkeypatch.setattr(bootstrap, "build", built.append)
    monkeypatch.setattr(bootstrap, "swap", lambda: None)
    bootstrap.set_up("runtime")
    assert built == ["dev"]


# --- the hooks -------------------------------------------------------------------------------------------------------


def hooks() -> list[list[str]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    return [hook["entry"].split() for hook in config["repos"][0]["hooks"]]


@pytest.mark.skipif(os.name == "nt", reason="a script in place of Python")
@pytest.mark.parametrize("hook", hooks(), ids=" ".join)
def test_hook_uses_the_environment_that_is_there(outdated: Path, hook: list[str]) -> None:
    python = bootstrap.program("python", outdated / ".venv")
    python.parent.mkdir()
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
