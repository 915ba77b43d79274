"""Output in every locale: redirected it is UTF-8, and a terminal shows an escape for what its encoding lacks.

Some texts of the made-up records are in Cyrillic, and every command that prints them runs, all in one process.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import FREED, ROOT, TEXTS, VALID, VISITS, commit, contents, edit, git
from factpack import cli
from factpack.commands import common
from factpack.commands.new import utf_8

TITLE = "Двенадцать – „Ž“ 日本 é"
# In which folder, and what: `sound` has records without an error, `faulty` has some.
COMMANDS = (
    ("faulty", "validate", "--context"),
    ("faulty", "validate", "--format", "json"),
    ("faulty", "validate", "--format", "github"),
    ("faulty", "build"),
    ("faulty", "verify", "--texts", "../texts"),
    ("faulty", "show", Path(VISITS).stem),
    ("faulty", "fmt", "--check"),
    ("faulty", "fmt", "--diff"),
    ("faulty", "cite"),
    ("sound", "coverage", "--texts", "../texts"),
    ("sound", "show", Path(FREED).stem, "--texts", "../texts"),
    ("sound", "show", "ann-sample"),
    ("sound", "show", "ann"),
    ("sound", "cite"),
    ("sound", "cite", "--format", "csl-json"),
    ("sound", "diff", "HEAD~1"),
    ("sound", "diff", "HEAD~1", "--format", "markdown"),
    ("sound", "diff", "HEAD~1", "--format", "json"),
    ("sound", "explain", "weekday"),
    ("sound", "new", "release", "--help"),
    ("sound", "new", "meeting", "--help"),
    ("sound", "new", "seed", "../texts/gazette.txt", "--id", "gazette"),
    ("sound", "new", "actor", TITLE, "--id", "a-new-actor"),
    ("sound", "new", "count", "--title", TITLE, "--from", "courier-2031-05-03:8", "--texts", "../texts"),
    ("sound", "build"),
)  # fmt: skip
DRIVER = """
import json, os, sys
from factpack import cli
here = os.getcwd()
for folder, *arguments in json.load(open("commands.json", encoding="utf-8")):
    os.chdir(os.path.join(here, folder))
    sys.argv = ["factpack", *arguments]
    try:
        code = cli.run()
    except SystemExit as stop:
        code = stop.code
    print("exit code", code)
"""
ENVIRONMENTS = {
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
    "cp1252": {"PYTHONIOENCODING": "cp1252:strict"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders that the commands run in. Tests take a copy."""
    folder = tmp_path_factory.mktemp("encodings") / "folder"
    sound = folder / "sound"
    shutil.copytree(VALID, sound)
    shutil.copytree(TEXTS, folder / "texts")
    (folder / "texts/gazette.txt").write_text(f"{TITLE}\n\nДвенадцать.\n", encoding="utf-8")
    shutil.copytree(ROOT / "schemas", sound / "schemas")
    (sound / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0\n", encoding="utf-8")
    git(sound, "init", "--quiet")
    commit(sound)
    edit(sound / FREED, "Twelve prisoners freed and handed over at Stone Bridge", TITLE)
    edit(sound / "facts/actors.yaml", "name: Ann Sample", "name: Анна Образец")
    edit(sound / "facts/actors.yaml", "name: The Courier\n", "name: Курьер\n")
    edit(sound / "seeds/courier-2031-05-03.yaml", "  - {paragraphs: 14, reason: opinion}\n", "")
    edit(sound / "seeds/courier-2031-05-03.yaml", "unused:", "notes: Ещё не всё.\nunused:")
    faulty = folder / "faulty"
    shutil.copytree(sound, faulty)
    edit(sound / "seeds/courier-2031-05-03.yaml", "paragraphs: 15,", "paragraphs: 14-15,")
    edit(faulty / VISITS, "value: 4", "value: четыре")
    edit(faulty / FREED, f"title: {TITLE}", f"title:   {TITLE}")
    commands = json.dumps(COMMANDS)
    (folder / "commands.json").write_text(commands, encoding="utf-8")
    with contextlib.chdir(sound), contextlib.redirect_stdout(io.StringIO()) as told:
        assert cli.main(["build"]) == common.CLEAN, told.getvalue()
    commit(sound)
    return folder


def process(folder: Path, environment: str, output: int) -> "subprocess.Popen[bytes]":
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "PYTHON", "FACTPACK", "GITHUB_"))
    }
    fixed = {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        cwd=folder,
        env=kept | fixed | ENVIRONMENTS[environment],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def redirected(folder: Path, environment: str) -> bytes:
    with process(folder, environment, subprocess.PIPE) as running:
        return running.communicate()[0]


def on_a_terminal(folder: Path, environment: str) -> bytes:
    import pty

    ours, theirs = pty.openpty()
    with process(folder, environment, theirs), os.fdopen(ours, "rb", buffering=0) as terminal:
        os.close(theirs)
        parts = []
        with contextlib.suppress(OSError):  # the end, on Linux
            while part := terminal.read(65536):
                parts.append(part)
    return b"".join(parts).replace(b"\r\n", b"\n")


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes]]:
    """What the commands print in UTF-8, and the files that they leave."""
    copy = tmp_path_factory.mktemp("expected") / "folder"
    shutil.copytree(folder, copy)
    told = redirected(copy, "utf-8").decode()
    assert "Traceback" not in told, told
    assert told.count("exit code 0") >= 12
    assert told.count(TITLE) >= 8
    return told, contents(copy)


@pytest.mark.parametrize(
    ("environment", "print_to", "encoding"),
    [
        ("locale", redirected, "utf-8"),
        # Each starts a process that runs every command: `make test-all` alone runs the rest.
        pytest.param("cp1252", redirected, "utf-8", marks=pytest.mark.needs_tools),
        pytest.param("ascii", redirected, "utf-8", marks=pytest.mark.needs_tools),
        pytest.param("utf-8", on_a_terminal, "utf-8", marks=pytest.mark.needs_tools),
        pytest.param("cp1252", on_a_terminal, "cp1252", marks=pytest.mark.needs_tools),
        pytest.param("ascii", on_a_terminal, "ascii", marks=pytest.mark.needs_tools),
        pytest.param("locale", on_a_terminal, "ascii", marks=pytest.mark.needs_tools),
    ],
)
def test_output_in_any_locale_never_fails(
    environment: str,
    print_to: Callable[[Path, str], bytes],
    encoding: str,
    folder: Path,
    expected: tuple[str, dict[str, bytes]],
    tmp_path: Path,
) -> None:
    if print_to is on_a_terminal and os.name == "nt":
        pytest.skip("Windows has no pseudo-terminals")
    copy = tmp_path / "folder"
    shutil.copytree(folder, copy)
    told = print_to(copy, environment).decode(encoding)
    assert told == expected[0].encode(encoding, "backslashreplace").decode(encoding)
    assert contents(copy) == expected[1]


@pytest.mark.parametrize(
    ("given", "text"),
    [(" Ёж ", "Ёж"), ("Ёж".encode().decode("ascii", "surrogateescape"), "Ёж"), ("e\u0301", "é")],
)
def test_text_of_an_undecoded_argument_is_utf_8(given: str, text: str) -> None:
    assert utf_8(given) == text


def test_argument_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not UTF-8"):
        utf_8("\udcff")
