"""Reads the version of the dataset from CHANGELOG.md, the one place where it stands."""

import re
from pathlib import Path

from factpack import curated_files
from factpack.commands.common import UsageError
from factpack.problems import Problem

PATH = "CHANGELOG.md"
_HEADING = re.compile(r"^## (?P<version>[0-9]+\.[0-9]+\.[0-9]+)\b", re.MULTILINE)


def text(root: Path) -> str:
    """What CHANGELOG.md says.

    Raises UsageError where it is no file that can be read, or no UTF-8.
    """
    raw = curated_files.read(root, PATH)
    if isinstance(raw, Problem):
        raise UsageError(f"{PATH}: {raw.message} {raw.mend}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{PATH}:{line}: The byte 0x{raw[error.start]:02x} is not UTF-8.") from None


def version(root: Path) -> str:
    """The version in the first heading of CHANGELOG.md that has one.

    Raises UsageError where there is none: a dataset without a version cannot be cited.
    """
    match = _HEADING.search(text(root))
    if match is None:
        raise UsageError(f"{PATH} has no heading with a version, as in `## 0.1.0`.")
    return match["version"]
