"""The planted faults: every tool of the comparison has to find each, and nothing in what is sound."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """A fault of shape. place: which file of a folder; found, planted: a line, and what stands in its place."""

    name: str
    folder: str
    place: int
    found: str
    planted: str


FAULTS = (
    Fault("wrong enum", "facts/sanctions", 0, r"measure: .*", "measure: loosen"),
    Fault("missing required", "facts/meetings", 0, r"kind: .*\n", ""),
    Fault("unknown key", "facts/releases", 0, r"(stage: .*)", r"\1\ncolour: green"),
    Fault("wrong type", "facts/counts", 0, r"according_to: .*", "according_to: the union"),
    Fault("pattern", "facts/counts", 1, r"value: .*", "value: roughly 12 of them"),
)


def plant(folder: Path) -> dict[str, tuple[str, int]]:
    """Plant each fault in a file of its own: name → path and line."""
    planted = {}
    for fault in FAULTS:
        path = sorted((folder / fault.folder).iterdir())[fault.place]
        text = path.read_text(encoding="utf-8")
        match = re.search(rf"^{fault.found}", text, re.MULTILINE)
        if match is None:
            raise ValueError(f"{fault.name}: {path.name} has no {fault.found}")
        after = match.expand(fault.planted)
        path.write_text(text[: match.start()] + after + text[match.end() :], encoding="utf-8")
        line = text.count("\n", 0, match.start()) + 1 + after.count("\n")
        planted[fault.name] = (path.relative_to(folder).as_posix(), line)
    return planted


def verdict(
    planted: dict[str, tuple[str, int]], findings: list[tuple[str, int | None]], alarms: int
) -> dict[str, object]:
    """How a tool did: the faults that it found, those whose line it told, and its findings in what is sound.

    What is missing has no line: the record's first one, or none, is right.
    """
    lines: dict[str, set[int | None]] = {}
    for path, line in findings:
        lines.setdefault(path, set()).add(line)
    found = [name for name, (path, _) in planted.items() if path in lines]
    told = [
        name for name in found if name == "missing required" or planted[name][1] in lines[planted[name][0]]
    ]
    has_lines = any(line is not None for _, line in findings)
    others = lines.keys() - {path for path, _ in planted.values()}
    return {
        "found": found,
        "lines": len(told) == len(planted) and has_lines,
        "false_alarms": alarms + len(others),
    }
