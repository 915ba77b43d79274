"""Write problems as text, JSON or GitHub workflow commands.

A problem may quote anything from a record or a file's name, so every format escapes it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from factpack import wording
from factpack.escaping import escape_controls, escape_line, escape_workflow
from factpack.problems import Problem
from factpack.terminal import PLAIN, Style

SEVERITIES = ("error", "warning", "notice")

_COLOURS = {"error": "red", "warning": "yellow", "notice": "cyan"}
_KEYS = ("path", "line", "column", "severity", "rule", "message", "fix")  # of a problem, in JSON
_GUTTER = " " * 5 + " | "
_BEFORE, _AFTER = 66, 34  # characters of a line around the caret


def summary(problems: Iterable[Problem]) -> str:
    """Return the number of problems by severity, in words."""
    parts = [f"{number} {name}{'s' * (number > 1)}" for name, number in count(problems).items() if number]
    return ", ".join(parts) or "no problems"


def conclusion(facts: int, problems: Iterable[Problem], stopped_by: Sequence[str]) -> str:
    """Return what was checked. stopped_by: see Dataset."""
    more = [wording.plural(len(stopped_by) - 3, "more file")] if stopped_by[3:] else []
    files = f"{wording.listing([*stopped_by[:3], *more])} {'have' if stopped_by[1:] else 'has'} errors"
    note = f" Not all rules were checked: {files}. Fix them, and run `factpack validate` again."
    return f"{facts} facts checked: {summary(problems)}.{escape_line(note) if stopped_by else ''}"


def count(problems: Iterable[Problem]) -> dict[str, int]:
    """Return the number of problems of each severity."""
    counts = Counter(one.severity for one in set(problems))
    return {name: counts[name] for name in SEVERITIES}


def as_text(problems: Iterable[Problem], style: Style = PLAIN, files: Mapping[str, str] | None = None) -> str:
    """Return `path:line:column: severity rule: message fix` per problem.

    files: path → text of the files to quote from: a problem in one of them is followed by its line, with a caret.
    """
    lines = []
    for one in sorted(set(problems)):
        place = escape_line(f"{one.path}:{one.line}:{one.column}" if one.line else one.path)
        text = escape_line(" ".join(part for part in (one.message, one.fix) if part))
        severity = style(one.severity, _COLOURS[one.severity], "bold")
        lines.append(f"{style(place, 'bold')}: {severity} {escape_line(one.rule)}: {text}")
        if files is not None and one.line and one.path in files:
            lines += _excerpt(files[one.path], one.line, one.column, style)
    return "".join(f"{line}\n" for line in lines)


def _excerpt(text: str, line: int, column: int, style: Style) -> list[str]:
    lines = text.split("\n")
    if line > len(lines):
        return []
    quoted, at = lines[line - 1], column - 1
    start, end = max(0, at - _BEFORE), at + _AFTER
    before = escape_line(f"{line:5} | {'…' if start else ''}{quoted[start:at]}")
    after = escape_controls(quoted[at:end]) + ("…" if end < len(quoted) else "")
    caret = " " * (len(before) - len(_GUTTER)) + style("^", "green", "bold")
    return [escape_line(before + after).rstrip(), _GUTTER + caret]


def as_json(problems: Iterable[Problem], facts: int, stopped_by: Sequence[str] = ()) -> str:
    """Return a document of `problems` and `summary`.

    line and column are null for a problem of a file as a whole; pointer is a JSON Pointer (RFC 6901) into the record.
    The document is ASCII, so that no output encoding can corrupt it.
    """
    objects = [
        {key: None if (value := getattr(one, key)) == 0 else value for key in _KEYS}
        | {"pointer": "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in one.pointer)}
        for one in sorted(set(problems))
    ]
    counts = {f"{severity}s": number for severity, number in count(problems).items()}
    totals = {"facts": facts, **counts, "rules_stopped_by": [*stopped_by]}
    return json.dumps({"problems": objects, "summary": totals}, indent=2) + "\n"


# The runner's limits for annotations of a severity per step, and for a message (actions/runner, ExecutionContext.cs).
_MOST_ANNOTATIONS = 10
_LONGEST_MESSAGE = 4096


def as_github(problems: Iterable[Problem]) -> str:
    """Return annotations for a pull request, then the log.

    The first ten problems of a severity are annotations; the log has every problem as text, in a group.
    Source: docs.github.com, "Workflow commands for GitHub Actions".
    """
    ordered = sorted(set(problems))
    if not ordered:
        return ""
    by_severity = ([one for one in ordered if one.severity == severity] for severity in SEVERITIES)
    lines = [_annotation(one) for group in by_severity for one in group[:_MOST_ANNOTATIONS]]
    log = as_text(ordered)
    return "\n".join([*lines, f"::group::All problems: {summary(ordered)}", f"{log}::endgroup::", ""])


def _annotation(one: Problem) -> str:
    place = {"file": one.path} | ({"line": str(one.line), "col": str(one.column)} if one.line else {})
    place |= {"title": one.rule}
    properties = {key: escape_workflow(escape_controls(value), "%:,") for key, value in place.items()}
    message = "\n".join(escape_controls(part) for part in (one.message, one.fix) if part)
    listed = ",".join(f"{key}={value}" for key, value in properties.items())
    return f"::{one.severity} {listed}::{escape_workflow(message[:_LONGEST_MESSAGE])}"
