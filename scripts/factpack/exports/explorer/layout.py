"""Define the page's path, assets and headings."""

import posixpath
from importlib import resources

PAGE = "exports/explorer/index.html"

# Type of fact → heading, which is the name of its table.
TYPES = {"release": "Releases", "meeting": "Meetings", "sanctions": "Sanctions", "count": "Counts"}


def asset(name: str) -> str:
    """Return the text of a file in assets/."""
    return (resources.files("factpack.exports.explorer") / "assets" / name).read_text(encoding="utf-8")


def relative(path: str) -> str:
    """Return the page's link to a path in the project."""
    return posixpath.relpath(path, posixpath.dirname(PAGE))
