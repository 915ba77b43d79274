"""What lies in assets/, and the types of facts in the order in which they are shown."""

from importlib import resources

# Type of fact → heading.
TYPES = {"release": "Releases", "meeting": "Meetings", "sanctions": "Sanctions", "count": "Counts"}


def asset(name: str) -> str:
    """The text of a file of assets/."""
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")
