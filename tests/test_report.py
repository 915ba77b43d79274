"""Findings as text, JSON and annotations: what people see, and that nothing in a record gets out of its line."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import VISITS, Run, cases, edit, expect
from factpack import report
from factpack.commands import common
from factpack.escaping import escape_controls
from factpack.problems import Problem
from factpack.terminal import Style

COLOUR = Style(colour=True)


def problem(
    path: str = "facts/a.yaml", line: int = 3, column: int = 8, rule: str = "unknown-field", severity: str = "error",
    message: str = "There is no field 'x' here.", fix: str = "Allowed: a, b.",
) -> Problem:  # fmt: skip
    return Problem(path, line, column, rule, message, fix, severity, ("evidence", "a/b", 0, "m~n"))


def uncoloured(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# --- text ------------------------------------------------------------------------------------------------------------


def test_problem_is_one_line_in_order_of_files() -> None:
    found = [
        problem(path="facts/b.yaml"),
        problem(line=11),
        problem(line=2),
        problem(line=2),
        problem(line=0, fix=""),
    ]
    assert report.as_text(found) == (
        "facts/a.yaml: error unknown-field: There is no field 'x' here.\n"
        "facts/a.yaml:2:8: error unknown-field: There is no field 'x' here. Allowed: a, b.\n"
        "facts/a.yaml:11:8: error unknown-field: There is no field 'x' here. Allowed: a, b.\n"
        "facts/b.yaml:3:8: error unknown-field: There is no field 'x' here. Allowed: a, b.\n"
    )


def test_summary_counts_each_problem_once() -> None:
    found = [problem(), problem(), problem(line=4), problem(severity="notice")]
    assert report.summary(found) == "2 errors, 1 notice"
    assert report.summary([]) == "no problems"
    assert r": \u000a, b, c and 2 more files have errors." in report.conclusion(7, [], ["\n", *"bcde"])


def test_colour_changes_nothing_but_colour() -> None:
    found = [problem(severity=severity) for severity in report.SEVERITIES]
    files = {"facts/a.yaml": "a\nb\nname: x\n"}
    assert uncoloured(report.as_text(found, COLOUR, files)) == report.as_text(found, files=files)
    assert "\x1b[" in report.as_text(found, COLOUR)


@pytest.mark.parametrize(("line", "column", "shown"), cases("report", "the_caret_stands_under_the_column"))
def test_the_caret_stands_under_the_column(line: str, column: int, shown: list[str]) -> None:
    text = report.as_text([problem(line=1, column=column)], files={"facts/a.yaml": line})
    assert text.splitlines()[1:] == shown


def test_long_line_is_shown_around_the_caret() -> None:
    line = "".join(f"{number} " for number in range(2_000))
    column = line.index(" 1500 ") + 2
    text = report.as_text([problem(line=1, column=column)], files={"facts/a.yaml": line})
    _, quoted, caret = text.splitlines()
    assert len(quoted) < 120
    assert quoted[caret.index("^") :].startswith("1500 ")
    assert quoted.startswith("    1 | …")
    assert quoted.endswith("…")


def test_missing_line_is_not_quoted() -> None:
    for found, files in (
        (problem(line=9), {"facts/a.yaml": "a\n"}),
        (problem(line=0), {"facts/a.yaml": "a\n"}),
        (problem(), {}),
    ):
        assert report.as_text([found], files=files) == report.as_text([found])


HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("#[]:%,;= \t\r\n\x1b\x85\u200b\u2028\u202e\ufeff\u0301"),
    )
) | st.lists(
    st.sampled_from(
        ("::error::", "::", ":", "##[error]", "##", "#", "[", "%0A", "%", "\n", "\r", "\r\n", "\x0b", "\u2028", "\u200b",
         "::set-output name=a::b", "::stop-commands::x", "::endgroup::", "##[group]", " ", "\x1b[2J", "\x07", "a"),
    )
).map("".join)  # fmt: skip
PROBLEMS = st.lists(
    st.builds(
        Problem, path=HOSTILE, line=st.integers(0, 3), column=st.integers(1, 9), rule=HOSTILE, message=HOSTILE,
        fix=HOSTILE, severity=st.sampled_from(report.SEVERITIES),
    ),
    max_size=40,
)  # fmt: skip


@given(PROBLEMS, HOSTILE, st.booleans())
def test_problem_stays_in_its_line(problems: list[Problem], text: str, colour: bool) -> None:
    plain = report.as_text(problems, Style(colour))
    assert len(plain.splitlines()) == len(set(problems))
    assert uncoloured(plain).replace("\n", "").isprintable()
    quoted = report.as_text(problems, Style(colour), {one.path: text for one in problems})
    assert uncoloured(quoted).replace("\n", "").isprintable()
    if not colour:
        assert commands(quoted) == []


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_json_has_its_keys_in_a_fixed_order() -> None:
    text = report.as_json([problem(severity="notice", line=0), problem(message="naïve")], facts=7)
    document = json.loads(text)
    assert list(document) == ["problems", "summary"]
    assert list(document["problems"][1].items()) == [
        ("path", "facts/a.yaml"), ("line", 3), ("column", 8), ("severity", "error"), ("rule", "unknown-field"),
        ("message", "naïve"), ("fix", "Allowed: a, b."), ("pointer", "/evidence/a~1b/0/m~0n"),
    ]  # fmt: skip
    assert document["problems"][0]["line"] is None  # a finding on the file as a whole
    counts = {"facts": 7, "errors": 1, "warnings": 0, "notices": 1, "rules_stopped_by": []}
    assert document["summary"] == counts


@given(PROBLEMS)
def test_json_keeps_every_text_and_is_ascii(problems: list[Problem]) -> None:
    text = report.as_json(problems, 0)
    assert text.isascii()
    told = [(one["path"], one["rule"], one["message"], one["fix"]) for one in json.loads(text)["problems"]]
    assert sorted(told) == sorted((one.path, one.rule, one.message, one.fix) for one in set(problems))


# --- GitHub Actions --------------------------------------------------------------------------------------------------

Command = tuple[str, dict[str, str], str]
NAMES = ("error", "warning", "notice", "debug", "group", "endgroup", "set-output", "set-env", "add-mask", "add-path",
         "add-matcher", "save-state", "stop-commands", "echo")  # fmt: skip


def commands(log: str) -> list[Command]:
    """What the runner takes for commands, read as generously as it may: see ActionCommand.cs in actions/runner.

    Characters that a comparison by the rules of a language may pass over are left out first.
    """
    return list(filter(None, map(_command, re.split(r"[\r\n\x0b\x0c\x85\u2028\u2029]", log))))


def _command(line: str) -> Command | None:
    seen = "".join(char for char in line if " " <= char <= "~" or char.isalnum()).lstrip()
    new = re.fullmatch(r"::([^ ]*?)(?: (.*?))?::(.*)", seen)
    if new and new[1].lower() in NAMES:
        pairs = [pair.split("=", 1) for pair in (new[2] or "").split(",") if "=" in pair]
        return new[1], {key: _unescaped(value, "%3A", "%2C") for key, value in pairs}, _unescaped(new[3])
    old = re.search(r"##\[([^\] ]*)", seen)
    if old and old[1].lower() in NAMES:
        return f"##{old[1]}", {}, ""
    return None


def _unescaped(text: str, *others: str) -> str:
    for code in ("%0D", "%0A", *others, "%25"):
        text = text.replace(code, chr(int(code[1:], 16)))
    return text


def test_annotation_is_at_its_line_and_escaped() -> None:
    found = problem(path="facts/100%, a:b.yaml", message="50 % of\nit: 1,2", fix="Correct it.")
    text = report.as_github([found])
    assert text.splitlines() == [
        "::error file=facts/100%25%2C a%3Ab.yaml,line=3,col=8,title=unknown-field::50 %25 of\\u000ait: 1,2%0ACorrect it.",
        "::group::All problems: 1 error",
        "facts/100%, a:b.yaml:3:8: error unknown-field: 50 % of\\u000ait: 1,2 Correct it.",
        "::endgroup::",
    ]
    assert commands(text)[0] == (
        "error",
        {"file": "facts/100%, a:b.yaml", "line": "3", "col": "8", "title": "unknown-field"},
        "50 % of\\u000ait: 1,2\nCorrect it.",
    )


def test_first_ten_problems_are_annotations() -> None:
    found = [problem(line=line) for line in range(1, 21)]
    found += [problem("facts/c.yaml", 7, severity="warning"), problem(message="x" * 10_000)]
    text = report.as_github(found)
    told = commands(text)
    assert [name for name, _, _ in told] == ["error"] * 10 + ["warning", "group", "endgroup"]
    assert {properties["line"] for name, properties, _ in told if name == "error"} == set("123456789")
    assert max(len(message) for _, _, message in told) == 4096
    listed = text.partition("::group::")[2].splitlines()[1:-1]
    assert "".join(f"{line}\n" for line in listed) == report.as_text(found)


@given(PROBLEMS)
@example([problem(path="a\n::error::b", message="##[error]x", fix="::endgroup::")])
@example([problem(path=":", message=":error::x", fix="")])
@example([problem(path="\u0301:\u0301:error::x", message="#\u0301#\u0301[error]x")])
@example([problem(path=" ::error::x", message="##\ufe0f[error]x")])
@example([problem(path=f"{number}##\u200b[error]") for number in range(30)])
@example([problem(rule="a,file=b::c"), problem(path="facts/a%0A::error::.yaml")])
def test_nothing_in_a_finding_is_taken_for_a_command(problems: list[Problem]) -> None:
    text = report.as_github(problems)
    found = commands(text)
    expected = Counter(one.severity for one in set(problems))
    for severity in report.SEVERITIES:
        mine = [properties for name, properties, _ in found if name == severity]
        assert len(mine) == min(expected[severity], 10)
        for properties in mine:
            assert set(properties) <= {"file", "line", "col", "title"}
    assert [name for name, _, _ in found if name not in report.SEVERITIES] == (
        ["group", "endgroup"] if problems else []
    )
    assert len(text.splitlines()) == len(found) + len(set(problems))
    paths = {_letters(escape_controls(one.path)) for one in problems}
    assert {_letters(properties["file"]) for _, properties, _ in found if "file" in properties} <= paths


def _letters(text: str) -> str:
    return "".join(char for char in text if " " <= char <= "~" or char.isalnum())


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def wrong(request: pytest.FixtureRequest) -> None:
    """Put one error into the repository of a test that has one."""
    if "repository" in request.fixturenames:
        edit(request.getfixturevalue("repository") / VISITS, "value: 4", "value: four")


def test_text_without_a_terminal_is_lines_alone(repository: Path, run: Run) -> None:
    out = expect(run, common.PROBLEMS, "validate")
    error = rf"{VISITS}:\d+:8: error malformed-quantity: 'four' is not a quantity: write '4'\.(.|\n)*"
    stopped = rf"Not all rules were checked: {VISITS} has errors\. Fix them, and run `factpack validate` .*"
    assert re.fullmatch(rf"{error}\n\d+ facts checked: 1 error, \d+ notices?\. {stopped}\n", out)
    assert all(re.match(r"(facts|seeds)/|\d+ facts|Characters quoted", line) for line in out.splitlines())
    assert run("validate", "--format", "text") == (common.PROBLEMS, out, "")


def test_a_terminal_gets_colour_and_context(
    repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run("validate", "--context")[1]
    assert re.match(r".*\n +\d+ \| value: four.*\n +\|        \^\n", plain)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("os.name", "posix")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = run("validate")[1]
    assert "\x1b[" in out
    assert uncoloured(out) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("validate")[1] == plain


def test_json_is_all_that_is_printed(repository: Path, run: Run) -> None:
    out = expect(run, common.PROBLEMS, "validate", "--format", "json")
    document = json.loads(out)
    assert document["problems"][0]["pointer"] == "/value"
    assert document["summary"]["rules_stopped_by"] == [VISITS]
    code, out, _ = run("validate", "--format", "json", "facts/releases")
    assert (code, json.loads(out)["problems"]) == (common.CLEAN, [])


def test_workflow_chooses_annotations(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run("validate", "--format", "github")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("validate") == asked
    code, out, _ = asked
    assert code == common.PROBLEMS
    assert out.startswith(f"::error file={VISITS},line=")
    assert re.search(r"\n\d+ facts checked: 1 error, \d+ notices?\. Not all rules .*\.\n\Z", out)
    assert run("validate", "--format", "text")[1].startswith(f"{VISITS}:")
