"""Reads the version of the dataset from CHANGELOG.md, the one place where it stands."""

import re
from pathlib import Path

from factpack.commands.common import UsageError

PATH = "CHANGELOG.md"
_HEADING = re.compile(r"^## (?P<version>[0-9]+\.[0-9]+\.[0-9]+)\b", re.MULTILINE)


def version(root: Path) -> str:
    """The version in the first heading of CHANGELOG.md that has one.

    Raises UsageError where there is none: a dataset without a version cannot be cited.
    """
    match = _HEADING.search((root / PATH).read_text(encoding="utf-8"))
    if match is None:
        raise UsageError(f"{PATH} has no heading with a version, as in `## 0.1.0`.")
    return match["version"]
