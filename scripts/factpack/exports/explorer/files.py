"""Where the page lies, what lies in assets/, and the types of facts in the order in which they are shown."""

import posixpath
from importlib import resources

PAGE = "exports/explorer/index.html"

# Type of fact → heading.
TYPES = {"release": "Releases", "meeting": "Meetings", "sanctions": "Sanctions", "count": "Counts"}


def asset(name: str) -> str:
    """The text of a file of assets/."""
    return (resources.files("factpack.exports.explorer") / "assets" / name).read_text(encoding="utf-8")


def relative(path: str) -> str:
    """The address of a file of the project, as a link on the page has it."""
    return posixpath.relpath(path, posixpath.dirname(PAGE))
