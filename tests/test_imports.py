"""What each command loads: nothing heavy where it isn't used, so that it starts at once. Modules are counted, not seconds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WRITERS = {"jinja2", "factpack.writers.explorer", "factpack.writers.codebook", "factpack.tables.build"}
CHECKERS = {"frictionless", "dplib", "jsonschema"}
RELEASE = {"duckdb", "xlsxwriter"}
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
        (
            ["--help"],
            {"argparse"},
            READERS | WRITERS | CHECKERS | RELEASE | {"multiprocessing", "subprocess"},
        ),
        (["validate"], READERS, WRITERS | CHECKERS | RELEASE | {"multiprocessing", "hypothesis"}),
        (["fmt", "--check"], {"yaml"}, WRITERS | CHECKERS | RELEASE),
        (["coverage"], {"factpack.dataset"}, WRITERS | CHECKERS | RELEASE),
        (["show", "2025-12-13-prisoners-freed-after-coale-talks"], READERS, WRITERS | CHECKERS | RELEASE),
        (["explain", "weekday"], {"factpack.rules"}, WRITERS | CHECKERS | RELEASE),
        (["check"], READERS | WRITERS | {"frictionless"}, RELEASE),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else "",
)
def test_a_command_loads_what_it_uses(command: list[str], needed: set[str], idle: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert needed <= loaded
    assert not idle & loaded
