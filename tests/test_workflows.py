"""What runs for pull requests, on main and for releases: with which rights, and that it does what it says."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, commit, git, start
from factpack import cli

WORKFLOWS = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / ".github/workflows").glob("*.yml"))
}
PIN = "# PIN: replace the tag by the commit's digest on publication"
PUSH = ROOT / ".github/push-generated.sh"
INSTALL = "run `python scripts/bootstrap.py setup`, which installs it"


def parse(text: str) -> Any:
    """YAML with texts for leaves: `on` stays what it is."""
    return yaml.load(text, Loader=yaml.BaseLoader)


PARSED = {name: parse(text) for name, text in WORKFLOWS.items()}
JOBS = {
    (name, job): content for name, workflow in PARSED.items() for job, content in workflow["jobs"].items()
}
RUN = {place: [step.get("run", "") for step in job["steps"]] for place, job in JOBS.items()}


def test_there_is_a_workflow_for_each_occasion() -> None:
    assert {name: workflow["on"] for name, workflow in PARSED.items()} == {
        "main.yml": {"push": {"branches": ["main"]}},
        "pages.yml": {"push": {"branches": ["main"], "tags": ["v*"]}},
        "pull-request.yml": {"pull_request": ""},
        "release.yml": {"push": {"tags": ["v*"]}},
    }


def test_only_three_jobs_may_write() -> None:
    assert all(workflow["permissions"] == {} for workflow in PARSED.values())
    rights = {place: job["permissions"] for place, job in JOBS.items()}
    writing = {place: granted for place, granted in rights.items() if granted != {"contents": "read"}}
    assert writing == {
        ("main.yml", "regenerate"): {"contents": "write"},
        ("pages.yml", "deploy"): {"id-token": "write", "pages": "write"},
        ("release.yml", "publish"): {"attestations": "write", "contents": "write", "id-token": "write"},
    }


def test_pull_requests_get_no_secret() -> None:
    assert not any("secrets." in text for text in WORKFLOWS.values())
    assert "github.token" not in WORKFLOWS["pull-request.yml"]


def test_jobs_have_a_time_limit() -> None:
    assert all(int(job["timeout-minutes"]) <= 30 for job in JOBS.values())
    for name in ("main.yml", "pages.yml", "release.yml"):
        assert PARSED[name]["concurrency"]["cancel-in-progress"] == "false"


def test_every_action_is_pinned_or_marked_to_be() -> None:
    """Who publishes this looks up the digests: `grep -rn PIN .github` lists what is left."""
    texts = "\n".join(WORKFLOWS.values())
    lines = re.findall("- uses:.*", texts)
    assert len(lines) == texts.count("uses:") > 0
    for line in lines:
        pinned = re.fullmatch(r"- uses: [\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", line)
        marked = re.fullmatch(rf"- uses: actions/[\w-]+@v\d+ {re.escape(PIN)}", line)
        assert pinned or marked, line
    # The exception for tags goes when the last mark does.
    marks = sum(PIN in line for line in lines)
    assert (ROOT / ".github/zizmor.yml").exists() == (marks > 0)


def test_whatever_workflows_and_hooks_run_exists() -> None:
    hooks = parse((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    scripts = [*itertools.chain(*RUN.values()), *(hook["entry"] for hook in hooks)]
    commands = [
        command.split()
        for script in scripts
        for command in re.findall(r"(?:bootstrap|hook)\.py ([^\n>]+)", script)
    ]
    assert {command[0] for command in commands} >= {"validate", "diff", "fmt", "build", "check", "release"}
    for name, *arguments in commands:
        if name not in {"setup", "test", "test-all"}:  # the script's own
            words = [name, *(argument.strip('"') for argument in arguments)]
            cli.parser(words).parse_args(words)
    run = {path for script in scripts for path in re.findall(r"bash ([\w./-]+\.sh)", script)}
    assert run == {".github/push-generated.sh", ".github/write-generated.sh", "scripts/install-tools.sh"}
    assert all((ROOT / path).is_file() for path in run)


def test_pull_request_is_tested_on_every_python() -> None:
    matrix = JOBS["pull-request.yml", "tests"]["strategy"]["matrix"]
    on_linux = [entry["python"] for entry in matrix["include"] if entry["os"].startswith("ubuntu")]
    assert on_linux == ["3.11", "3.12", "3.13", "3.14"]


def test_generated_files_are_written_before_tests() -> None:
    """The recipes too: else every pull request that adds a fact would fail the test that holds them against the data."""
    tests = [("pull-request.yml", job) for job in ("tests", "tools")]
    for place in (("main.yml", "regenerate"), ("pages.yml", "build"), *tests):
        assert RUN[place].index("bash .github/write-generated.sh") < len(RUN[place]) - 1, place
    text = (ROOT / ".github/write-generated.sh").read_text(encoding="utf-8")
    calls = re.findall(r"(?:bootstrap\.py|tests/recipes\.py|build|setup)$", text, re.MULTILINE)
    assert calls == ["setup", "build", "tests/recipes.py"]


def test_the_tools_that_tests_drive_are_listed_once() -> None:
    listed = "scripts/install-tools.sh"
    for text in ((ROOT / ".ci/run").read_text(encoding="utf-8"), *WORKFLOWS.values()):
        assert "apt-get" not in text
        assert "npm ci" not in text
        assert (listed in text) == ("make test-all" in text or "bootstrap.py test-all" in text)


def test_owned_and_updated_paths_exist() -> None:
    owned = re.findall(r"(?m)^/\S+", (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8"))
    assert "/seeds/evidence.lock" in owned
    assert all((ROOT / path.strip("/")).exists() for path in owned)
    expected = {"pip": "dev.txt", "npm": "package-lock.json", "github-actions": ".github/workflows"}
    updates = parse((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == set(expected)
    for update in updates:
        assert (ROOT / update["directory"].strip("/") / expected[update["package-ecosystem"]]).exists()


def test_npm_lock_is_exact_and_names_no_registry() -> None:
    text = (ROOT / "tests/editor/package-lock.json").read_text(encoding="utf-8")
    manifest = json.loads((ROOT / "tests/editor/package.json").read_text(encoding="utf-8"))
    locked = json.loads(text)["packages"]
    for name, version in manifest["devDependencies"].items():
        assert locked[f"node_modules/{name}"]["version"] == version.rpartition("@")[2]
    assert '"resolved"' not in text
    assert "registry" not in text
    assert all(entry["integrity"].startswith("sha512-") for path, entry in locked.items() if path)


# --- the linters of workflows ----------------------------------------------------------------------------------------


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert program, f"{name} is not installed: {INSTALL}"
    return start(ROOT, program, *arguments)


@pytest.mark.needs_tools
def test_actionlint_finds_nothing() -> None:
    done = tool("actionlint", "-verbose", "-no-color")
    assert done.returncode == 0, done.stdout
    assert f"Found 0 errors in {len(WORKFLOWS)} files" in done.stderr + done.stdout


@pytest.mark.needs_tools
def test_zizmor_finds_nothing() -> None:
    done = tool("zizmor", "--offline", "--pedantic", "--no-progress", "--color=never", ".")
    assert done.returncode == 0, done.stdout
    assert all(f"completed ./.github/workflows/{name}" in done.stderr for name in WORKFLOWS)


@pytest.mark.needs_tools
@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("dependabot", ".github/dependabot.yml"),
    ],
)
def test_what_the_platform_reads_fits_its_schema(schema: str, pattern: str) -> None:
    paths = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))
    assert paths
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *paths)
    assert done.returncode == 0, done.stdout


# --- the generated files are pushed ----------------------------------------------------------------------------------


class Clone:
    """A clone of a bare repository, in which a build has run."""

    def __init__(self, folder: Path) -> None:
        self.hub, self.work, self.output = folder / "hub.git", folder / "work", folder / "output"
        self.output.touch()
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.hub))
        git(folder, "clone", "--quiet", str(self.hub), str(self.work))
        self.push(self.work, "1")
        (self.work / "facts.csv").write_text("1\n", encoding="utf-8")

    def push(self, clone: Path, content: str) -> None:
        (clone / "facts.yaml").write_text(content, encoding="utf-8")
        commit(clone)
        git(clone, "push", "--quiet", "origin", "HEAD:main")

    def tip(self) -> str:
        return git(self.hub, "rev-parse", "main")

    def push_generated(self) -> subprocess.CompletedProcess[str]:
        settings = {"PATH": os.environ["PATH"], "GITHUB_OUTPUT": str(self.output), "TOKEN": "made-up-token"}
        return subprocess.run(
            ["bash", PUSH], cwd=self.work, env=settings, capture_output=True, encoding="utf-8", check=False
        )


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.mark.needs_tools
def test_what_was_generated_anew_is_pushed_once(clone: Clone) -> None:
    before = clone.tip()
    done = clone.push_generated()
    assert done.returncode == 0, done.stderr
    assert git(clone.hub, "log", "--format=%H %s", "main").splitlines() == [
        f"{clone.tip()} Write the generated files",
        f"{before} Change the records",
    ]
    assert git(clone.hub, "show", "main:facts.csv") == "1"
    assert clone.output.read_text() == f"commit={clone.tip()}\n"
    assert "made-up-token" not in done.stdout + done.stderr

    after = clone.tip()
    assert clone.push_generated().returncode == 0
    assert clone.tip() == after


@pytest.mark.needs_tools
def test_where_main_moved_on_its_own_run_has_the_word(clone: Clone, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(clone.hub), "other")
    clone.push(tmp_path / "other", "2")
    newer = clone.tip()
    done = clone.push_generated()
    assert done.returncode == 0
    assert "::notice::main moved on" in done.stdout
    assert (clone.tip(), clone.output.read_text()) == (newer, "")


@pytest.mark.needs_tools
def test_a_push_that_is_refused_is_an_error(clone: Clone) -> None:
    hook = clone.hub / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    done = clone.push_generated()
    assert done.returncode == 1
    assert "::error::main did not move" in done.stdout
    assert clone.output.read_text() == ""
