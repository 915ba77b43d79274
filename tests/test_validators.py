"""Every committed record passes the validators that others use, called as scripts/README.md says; a wrong one does not."""

import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from conftest import ROOT, VALID, start
from editor import language_server
from factpack import files as record_files
from factpack.models.schemas import KINDS


def records(root: Path, kind: str) -> list[Path]:
    """The record files of a kind, of which there are some in each repository."""
    found = [root / path for of_kind, path in record_files.find(root).files if of_kind == kind]
    assert found
    return found


def validate(program: str, command: list[str], kind: str, files: list[Path]) -> tuple[int, str]:
    """Call a program as scripts/README.md does, with the schema of a kind, on these files: exit code and output."""
    text = (ROOT / "scripts/README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"(?m)^    (?:npx )?{program}(?:@5)? (.+)$", text)
    *options, last = shlex.split(line.replace("schemas/release.schema.json", f"schemas/{kind}.schema.json"))
    assert last == "facts/releases/*.yaml"
    flag = [options.pop()] if options[-1] == "-d" else []  # said again for each file
    # Relative: ajv-cli takes a path for a pattern, and a folder above may have a bracket in its name.
    named = [part for file in files for part in (*flag, os.path.relpath(file, ROOT))]
    done = start(ROOT, *command, *options, *named)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def commands() -> dict[str, list[str]]:
    """The installed validators, by their names in scripts/README.md."""
    ajv = language_server.node("node_modules/ajv-cli/dist/index.js")
    return {"ajv-cli": ajv, "check-jsonschema": [sys.executable, "-m", "check_jsonschema"]}


@pytest.mark.needs_tools
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("root", [ROOT, VALID], ids=["committed", "examples"])
def test_records_pass_each_validator(root: Path, kind: str, commands: dict[str, list[str]]) -> None:
    files = records(root, kind)
    code, output = validate("ajv-cli", commands["ajv-cli"], kind, files)
    assert (code, output.splitlines()) == (0, [f"{os.path.relpath(file, ROOT)} valid" for file in files])
    code, output = validate("check-jsonschema", commands["check-jsonschema"], kind, files)
    assert code == 0, output


@pytest.mark.needs_tools
@pytest.mark.parametrize(("program", "told"), [("ajv-cli", "/stage"), ("check-jsonschema", "dreamt")])
def test_wrong_record_fails_each_validator(
    program: str, told: str, tmp_path: Path, commands: dict[str, list[str]]
) -> None:
    path = tmp_path / "wrong.yaml"
    text = records(VALID, "release")[0].read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^stage: .*$", "stage: dreamt", text), encoding="utf-8")
    code, output = validate(program, commands[program], "release", [path])
    assert code == 1
    assert told in output
