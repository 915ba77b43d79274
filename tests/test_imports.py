"""What each command loads: nothing heavy where it isn't used, so that it starts at once. Modules are counted, not seconds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

WRITERS = {"jinja2", "factpack.exports.explorer", "factpack.exports.codebook", "factpack.tables.all_tables"}
CHECKERS = {"frictionless", "dplib", "jsonschema"}
RELEASE = {"duckdb", "xlsxwriter"}
UNREAD = WRITERS | CHECKERS | RELEASE
READERS = {"jsonschema_rs", "pydantic", "yaml", "factpack.dataset", "factpack.rules"}
LOADED = """
import contextlib, json, os, sys
from factpack import cli
with contextlib.redirect_stdout(open(os.devnull, "w")), contextlib.suppress(SystemExit):
    cli.main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize(
    ("command", "needed", "idle"),
    [
        (["--help"], {"argparse"}, READERS | UNREAD | {"multiprocessing", "subprocess"}),
        (["validate"], READERS, UNREAD | {"multiprocessing", "hypothesis"}),
        pytest.param(["show", "ann-sample"], READERS, UNREAD, marks=pytest.mark.needs_tools),
        pytest.param(["check"], READERS | WRITERS | {"frictionless"}, RELEASE, marks=pytest.mark.needs_tools),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else "",
)
def test_command_loads_what_it_uses(
    command: list[str], needed: set[str], idle: set[str], prepared_and_built: Path
) -> None:
    program = (sys.executable, "-c", LOADED, *command)
    printed = subprocess.check_output(program, cwd=prepared_and_built, encoding="utf-8", timeout=120)
    loaded = set(json.loads(printed.splitlines()[-1]))
    assert needed <= loaded
    assert not idle & loaded
