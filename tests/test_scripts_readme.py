"""scripts/README.md is true: the calls that it lists, its instructions for new parts, and the paths that it names."""

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from types import CodeType, FrameType
from typing import Any

import pytest

from conftest import ROOT, VALID, edit, start
from factpack import cli
from factpack.commands import common
from test_contributing import blocks, patch

PACKAGE = ROOT / "scripts/factpack"
TEXT = (ROOT / "scripts/README.md").read_text(encoding="utf-8")
HOPS = re.findall(r"(?m)^\| \d+ \| `([\w.]+)` \| (.+) \|$", TEXT)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NUMBER = 4711  # for the 123 of the page: no example in a schema has it
CSV = "exports/csv/releases.csv"
DEMANDED = "facts/releases/release-that-free-harbour-demands.yaml"


def carries(value: Any) -> bool:
    """Whether the number is anywhere in a value, by itself or as a cell or line of a file."""
    match value:
        case int() | str():
            return str(value) == str(NUMBER)
        case bytes():
            return re.search(rb"[:,] ?%d[,\n]" % NUMBER, value) is not None
        case dict():
            return any(map(carries, value.values()))
        case list() | tuple():
            return any(map(carries, value))
    names = getattr(value, "__slots__", None) or getattr(value, "__dict__", ())
    return any(carries(getattr(value, name)) for name in names)


def trace(functions: dict[CodeType, str], run: Callable[[], object]) -> dict[str, tuple[list[Any], Any]]:
    """Run something: the first call of each function that is given or returns the number, in the order of their returns."""
    calls: dict[str, tuple[list[Any], Any]] = {}

    def on_event(frame: FrameType, event: str, result: Any) -> None:
        name = functions.get(frame.f_code)
        if event == "return" and name is not None and name not in calls:
            # From Python 3.12 on, the variables of comprehensions follow the arguments.
            names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
            arguments = [frame.f_locals[argument] for argument in names]
            if carries(result) or any(map(carries, arguments)):
                calls[name] = arguments, result

    sys.setprofile(on_event)
    try:
        run()
    finally:
        sys.setprofile(None)
    return calls


def test_listed_functions_carry_the_value(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repository / DEMANDED, " 30", f" {NUMBER}", 3)
    functions = {resolve_name(f"factpack.{name}").__code__: name for name, _ in HOPS}
    codes: list[int] = []
    calls = trace(functions, lambda: codes.append(cli.main(["build"])))
    assert codes == [common.CLEAN], capsys.readouterr().out

    assert 0 < len(HOPS) <= 10
    assert list(calls) == [name for name, _ in HOPS]
    for name, returned in HOPS:
        arguments, result = calls[name]
        if returned.startswith("problems"):
            assert any(map(carries, arguments)), name
            assert all(problem.severity != "error" for problem in result), name
        elif returned.startswith("the paths"):
            assert any(map(carries, arguments)), name
            assert CSV in result, name
            assert carries((repository / CSV).read_bytes())
        else:
            assert carries(result), name


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the code and its tests, with the records of the examples."""
    root = tmp_path / "project"
    shutil.copytree(VALID, root)
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("scripts", "tests", "schemas"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in ("CHANGELOG.md", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    return root


def python(root: Path, *arguments: str) -> str:
    """Run Python with the copy of the code; what it prints."""
    settings = {"PYTHONPATH": str(root / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = start(root, sys.executable, *arguments, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def follow(root: Path, part: str) -> None:
    """Do what the section on adding a part says."""
    section = TEXT.partition(f"\n### Add a {part}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    for language, name, content in blocks(section):
        path = root / name if name.startswith("tests/") else root / "scripts/factpack" / name
        lines = [line for line in content.splitlines() if line.strip() and line.count('"""') < 2]
        assert len(lines) < 10, (part, name)
        if language == "diff":
            patch(path, content)
        else:
            text = path.read_text(encoding="utf-8") + "\n\n" if path.exists() else ""
            path.write_text(text + content, encoding="utf-8")
    python(root, "-m", "ruff", "check", "scripts/factpack")
    python(root, "-m", "ruff", "format", "--check", "scripts/factpack")


def rows(root: Path, table: str) -> list[dict[str, Any]]:
    """Build, and check the exports; the rows of a table."""
    python(root, "-m", "factpack", "build")
    python(root, "-m", "factpack", "check")
    found: list[dict[str, Any]] = json.loads((root / f"exports/json/{table}.json").read_bytes())
    assert found
    return found


def test_new_rule_reports_its_failing_example(project: Path) -> None:
    follow(project, "rule")
    assert "full stop" in python(project, "-m", "factpack", "explain", "title-with-full-stop")
    tests = ("tests/test_rules.py", "-k", "title-with-full-stop or every", "--basetemp", str(project / "tmp"))
    assert re.search(r"\.\.\.\.+", python(project, "-m", "pytest", *tests))


def test_new_column_is_in_the_exports(project: Path) -> None:
    follow(project, "column")
    assert {row["topic_count"] for row in rows(project, "meetings")} == {0, 1, 2}


def test_new_table_is_in_the_exports(project: Path) -> None:
    follow(project, "table")
    assert all(row["fact_id"] and row["path"] and row["note"] for row in rows(project, "resolutions"))


def test_new_command_runs(project: Path) -> None:
    follow(project, "command")
    assert "titles" in python(project, "-m", "factpack", "--help")
    assert "Marovia pardons more than 20 people" in python(project, "-m", "factpack", "titles")


def test_named_paths_exist() -> None:
    prose = re.sub(r"(?m)^    .*$", "", BLOCK.sub("", TEXT))
    words = [*re.findall(r"`([^`\s]+)`", prose), *re.findall(r"<!-- (\S+)", prose)]
    paths = {word for word in words if "/" in word or word.endswith((".py", ".toml", ".md"))}
    assert len(paths) > 15
    bases = (ROOT, PACKAGE)
    missing = {path for path in paths if not any((base / path).exists() for base in bases)}
    assert missing == {"commands/titles.py"}  # which the reader writes


def test_every_folder_of_the_package_is_listed() -> None:
    folders = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(re.findall(r"(?m)^\| `(\w+)/` \|", TEXT))


def test_page_is_linked_and_short() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        assert "(scripts/README.md)" in (ROOT / page).read_text(encoding="utf-8")
    prose = BLOCK.sub("", TEXT).splitlines()
    assert len([line for line in prose if line.strip()]) <= 120


def test_every_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *(name for group in extras.values() for name in group)]:
        lines = [line for line in text.splitlines() if f'"{requirement}"' in line]
        assert lines, requirement
        assert all(re.search(r", +# \S", line) for line in lines), requirement
    needed = {re.split(r"[>=]", name)[0] for name in [*project["dependencies"], *extras["release"]]}
    section = TEXT.partition("\n## Dependencies\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"(?m)^\| `([\w-]+)` \|", section)) == needed
    npm = json.loads((ROOT / "tests/editor/package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert npm
    assert {re.sub(r"-\d+$", "", name) for name in npm} <= set(re.findall(r"`([\w-]+)`", section))
