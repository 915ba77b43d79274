"""Problems → what people and programs read: one line each, and a summary last."""

from collections import Counter
from collections.abc import Iterable

from factpack.problems import Problem

SEVERITIES = ("error", "warning", "notice")


def as_text(problems: Iterable[Problem]) -> str:
    """One line a finding: `path:line:column: severity rule: message mend`."""
    lines = []
    for one in sorted(set(problems)):
        place = f"{one.path}:{one.line}:{one.column}" if one.line else one.path
        lines.append(
            f"{place}: {one.severity} {one.rule}: {' '.join(part for part in (one.message, one.mend) if part)}"
        )
    return "".join(f"{_plain(line)}\n" for line in lines)


def summary(problems: Iterable[Problem]) -> str:
    """How many findings of which severity, in words."""
    counts = Counter(one.severity for one in set(problems))
    parts = [
        f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}" for name in SEVERITIES if counts[name]
    ]
    return ", ".join(parts) or "no findings"


def _plain(line: str) -> str:
    """The line without characters that would move a terminal's cursor or break the line."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in line)
