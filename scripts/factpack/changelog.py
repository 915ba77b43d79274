"""The dataset's version and release date, from CHANGELOG.md.

No other file states them. A heading follows Keep a Changelog (https://keepachangelog.com): `## 0.1.0 - 2031-05-02`.
A version that is not released yet may have no date.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from factpack import files
from factpack.problems import Problem, UsageError

PATH = "CHANGELOG.md"
_HEADING = re.compile(
    r"^## \[?(?P<version>[0-9]{1,9}(?:\.[0-9]{1,9}){2})\b\]?(?:[ \t]+-[ \t]+(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\b)?",
    re.MULTILINE,
)


@dataclass(frozen=True)
class DatasetRelease:
    """A version of the dataset; released is None if undated."""

    version: str
    released: date | None


def dataset_release(root: Path) -> DatasetRelease:
    """Return the version in the first heading that has one.

    Raises UsageError if the file is unreadable, no heading has a version, or its date is invalid.
    """
    text = files.read_document(root, PATH)
    if isinstance(text, Problem):
        line = "" if text.rule in ("unreadable-file", "file-too-large") else f":{text.line}"
        raise UsageError(f"{PATH}{line}: {text.message} {text.fix}")
    heading = _HEADING.search(text)
    if heading is None:
        raise UsageError(f"{PATH} has no heading with a version, as in `## 0.1.0 - 2031-05-02`.")
    version, day = heading["version"], heading["day"]
    try:
        return DatasetRelease(version, date.fromisoformat(day) if day else None)
    except ValueError:
        raise UsageError(f"{PATH}: {day} in the heading of {version} is not a valid date.") from None
