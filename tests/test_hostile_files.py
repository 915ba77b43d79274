"""Files that strangers may send: each is one finding that names the file and the line, in bounded time and memory.

Each text goes into a fact, an article's record and a register at once; what no text can hold (links, pipes, names) is
laid into the repository. test_reader.py has the finer cases of the reader.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import POSIX, VALID, Check, cases, process
from factpack.dataset import load
from factpack.models.schemas import Schema
from factpack.problems import MOST_IN_A_FILE

ROOT = Path(__file__).parent.parent
FACT = "facts/counts/2031-05-marovia-potash-share-of-supply.yaml"
SEED = "seeds/courier-2031-05-03.yaml"
REGISTER = "facts/places.yaml"
HOSTS = (FACT, SEED, REGISTER)

# The first line of a file that holds free text; the files of the valid repository all have one.
_TEXT_LINE = re.compile(r"^([ -]*(?:title|name): )(.*)$", re.MULTILINE)

Edit = Callable[[str], str | bytes]


def text(new: str) -> Edit:
    """The file with another first title or name, as YAML."""
    return lambda old: _TEXT_LINE.sub(lambda found: found[1] + new, old, count=1)


def within(character: str) -> Edit:
    """The file with a character within its first title or name."""
    return lambda old: _TEXT_LINE.sub(
        lambda found: f"{found[1]}{found[2][:3]}{character}{found[2][3:]}", old, count=1
    )


def whole(new: str | bytes) -> Edit:
    return lambda _: new


def identified(new: str) -> Edit:
    """The file with another first id."""
    return lambda old: re.sub(
        r"^([ -]*id: )(.*)$", lambda found: f"{found[1]}{new}", old, count=1, flags=re.MULTILINE
    )


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{other}'] * 9)}]\n"
    for other, one in zip("abcdefghij", "bcdefghijk", strict=True)
)
AT_TEXT, AT_ID = "the text", "the id"

# What → how the file is made, the line of the finding (of the first title or name, of the first id, or a number), rule.
TEXTS: dict[str, tuple[Edit, int | str, str]] = {
    "an alias bomb": (whole(BOMB), 1, "yaml-alias"),
    "10 MB in one scalar": (text("x" * 10_000_000), 1, "file-too-large"),
    "4 MB in one scalar": (text("x" * 4_000_000), AT_TEXT, "malformed-value"),
    "2,000 indented lines": (whole("".join(f"{' ' * depth}a:\n" for depth in range(2000))), 20, "too-deep"),
    "nesting below a title": (text("[" * 1000 + "]" * 1000), AT_TEXT, "too-deep"),
    "an escape sequence of a terminal": (within("\x1b[2J"), AT_TEXT, "forbidden-character"),
    "an invalid byte": (lambda old: old.encode() + b"# \xff\n", "the end", "not-utf-8"),
    "a number of a thousand digits": (text("7" * 1000), AT_TEXT, "number-too-long"),
    "a Cyrillic letter in an id": (identified("m\u0430rovia"), AT_ID, "malformed-value"),
    "an id that is a path": (identified("../../exports/csv/releases"), AT_ID, "malformed-value"),
    "a space before =": (text("' =1'"), AT_TEXT, "malformed-value"),
}


def _line(where: int | str, host: str) -> int:
    original = (VALID / host).read_text(encoding="utf-8")
    if isinstance(where, int):
        return where
    if where == "the end":
        return original.count("\n") + 1
    found = (
        _TEXT_LINE.search(original) if where == AT_TEXT else re.search(r"^[ -]*id: ", original, re.MULTILINE)
    )
    assert found is not None
    return original.count("\n", 0, found.start()) + 1


@pytest.mark.parametrize("what", TEXTS)
def test_hostile_text_is_one_problem_in_each_file(what: str, check: Check) -> None:
    edit, where, rule = TEXTS[what]
    contents = {host: edit((VALID / host).read_text(encoding="utf-8")) for host in HOSTS}
    problems = check(
        {host: text.encode() if isinstance(text, str) else text for host, text in contents.items()}
    )
    errors = [problem for problem in problems if problem.severity == "error"]
    assert [(one.path, one.line, one.rule) for one in sorted(errors)] == [
        (host, _line(where, host), rule) for host in sorted(HOSTS)
    ]
    for one in errors:
        assert one.column >= 1
        assert one.message
        assert one.fix
        assert len(one.message) + len(one.fix) < 1000


@pytest.mark.parametrize(
    ("path", "field", "value", "rule"),
    cases("hostile_files", "a_hostile_value_is_one_finding_at_its_line"),
)  # fmt: skip
def test_a_hostile_value_is_one_finding_at_its_line(
    path: str, field: str, value: str, rule: str, check: Check
) -> None:
    old = (VALID / path).read_text(encoding="utf-8")
    kept = re.sub(rf"^{field}: .*\n", "", old, flags=re.MULTILINE)
    line = kept.count("\n", 0, kept.index("\ntitle: ") + 1) + 1
    new = kept.replace("\ntitle: ", f"\n{field}: {value}\ntitle: ", 1)
    errors = [problem for problem in check({path: new.encode()}) if problem.severity == "error"]
    assert [(one.path, one.line, one.rule) for one in errors] == [(path, line, rule)]
    assert len(errors[0].message) + len(errors[0].fix) < 1000


# --- many findings, and how much they cost ---------------------------------------------------------------------------

HEAD = "id: x\ntitle: X\ndate: 2031\nevidence:\n  a:\n"
FLOODS = {
    "zero-width spaces": "#\u200b\n" * 100_000,
    "text in NFD": "# e\u0301\n" * 100_000,
    "duplicate keys": "id: x\n" * 100_000,
    "formulas": "- =1\n" * 100_000,
    "zero-width spaces by escape": '- "\\u200b"\n' * 100_000,
    "long numbers": "- 11111111111111111111\n" * 100_000,
    "evidence in braces": "evidence:\n  a:\n    1:\n" + "      - {a: 1}\n" * 100_000,
    "unknown fields": "".join(f"x{number}: 1\n" for number in range(20_000)),
    "malformed keys": HEAD + "".join(f"    {number}:\n      - x\n" for number in range(10_000, 30_000)),
    "items that are no items": HEAD + "    1:\n" + "      - x\n" * 20_000,
}


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_of_faults_is_a_hundred_findings(
    what: str, repository: Path, schema_set: dict[str, Schema]
) -> None:
    (repository / FACT).write_text(FLOODS[what], encoding="utf-8")
    _, problems = load(repository, schema_set)
    assert 40 <= len(problems) <= MOST_IN_A_FILE  # some are dropped as echoes of others
    assert all(problem.path == FACT for problem in problems)


# --- through the command ---------------------------------------------------------------------------------------------


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
def test_five_megabytes_of_the_worst_kind_end(what: str, repository: Path) -> None:
    (repository / FACT).write_text(FIVE_MEGABYTES[what], encoding="utf-8")
    done = process(repository, "validate", before=_limited)
    assert done.returncode == 1, done.stderr
    assert len(done.stdout) < 100_000
