"""Files that strangers may send: each is one problem that names the file and the line, in bounded time and memory.

What no text can hold (links, pipes, names) is in test_hostile_paths.py, and the finer cases are in test_reader.py.
"""

import re
from pathlib import Path

import pytest

from conftest import POSIX, SCHEMAS, SHARE, VALID, Check, process
from factpack.dataset import load
from factpack.problems import MOST_IN_A_FILE

SEED = "seeds/courier-2031-05-03.yaml"
BOMB = "&a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{other}'] * 9)}]\n"
    for other, one in zip("abcdefghij", "bcdefghijk", strict=True)
)
# What → the file, a field, its hostile value, the line of the problem, its rule.
VALUES = {
    "an alias bomb": (SHARE, "title", BOMB, 3, "yaml-alias"),
    "10 MB in one scalar": (SHARE, "title", "x" * 10_000_000, 1, "file-too-large"),
    "4 MB in one scalar": (SHARE, "title", "x" * 4_000_000, 3, "malformed-value"),
    "a Cyrillic letter in an id": (SHARE, "id", "2031-05-m\u0430rovia", 2, "malformed-value"),
    "an Arabic digit": (SHARE, "value", "٧", 6, "malformed-quantity"),
    "a number of 300 digits": (SHARE, "value", "7" * 300, 6, "number-too-long"),
    "a file outside the folder": (SEED, "original_file", "../../etc/passwd", 11, "malformed-value"),
    "an address that is a script": (SEED, "url", "javascript:alert(1)", 10, "malformed-value"),
    "an attribute in an address": (SEED, "url", "https://x.example/ onload=x", 10, "malformed-value"),
}


@pytest.mark.parametrize("what", VALUES)
def test_hostile_value_is_one_problem_at_its_line(what: str, check: Check) -> None:
    path, field, value, line, rule = VALUES[what]
    old = (VALID / path).read_text(encoding="utf-8")
    new = re.sub(rf"^{field}: .*$", lambda _: f"{field}: {value}", old, count=1, flags=re.MULTILINE)
    (error,) = (one for one in check({path: new.encode()}) if one.severity == "error")
    assert (error.path, error.line, error.rule) == (path, line, rule)
    assert 0 < len(error.message) + len(error.fix) < 1000


HEAD = "id: x\ntitle: X\ndate: 2031\nevidence:\n  a:\n"
FLOODS = {
    "zero-width spaces": "#\u200b\n" * 100_000,
    "duplicate keys": "id: x\n" * 100_000,
    "evidence in braces": "evidence:\n  a:\n    1:\n" + "      - {a: 1}\n" * 100_000,
    "unknown fields": "".join(f"x{number}: 1\n" for number in range(20_000)),
    "malformed keys": HEAD + "".join(f"    {number}:\n      - x\n" for number in range(10_000, 30_000)),
    "items that are no items": HEAD + "    1:\n" + "      - x\n" * 20_000,
}


@pytest.mark.parametrize("what", FLOODS)
def test_flood_of_faults_is_a_hundred_problems(what: str, repository: Path) -> None:
    (repository / SHARE).write_text(FLOODS[what], encoding="utf-8")
    _, problems = load(repository, SCHEMAS)
    assert 40 <= len(problems) <= MOST_IN_A_FILE  # some are dropped as echoes of others
    assert all(problem.path == SHARE for problem in problems)


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))


FIVE_MEGABYTES = {
    "list": "- a\n" * 1_200_000,
    "lists": "[" + "[]," * 1_600_000 + "]",
    "fields": "".join(f"x{number}: 1\n" for number in range(400_000)),
    "keys": HEAD + "".join(f"    {number}:\n      - x\n" for number in range(10_000, 250_000)),
    "elements": "id: a\npersons:\n" + "  - x\n" * 800_000,
    "key": "? " + "x" * 4_900_000 + "\n: 1\n",
    "escapes": 'a: "' + "\\x41" * 1_200_000 + '"',
}


@POSIX
@pytest.mark.needs_tools
@pytest.mark.parametrize("what", FIVE_MEGABYTES)
def test_validate_of_five_megabytes_ends(what: str, repository: Path) -> None:
    (repository / SHARE).write_text(FIVE_MEGABYTES[what], encoding="utf-8")
    done = process(repository, "validate", before=_limited)
    assert done.returncode == 1, done.stderr
    assert len(done.stdout) < 100_000
