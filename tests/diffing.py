"""The records that the tests of `factpack diff` edit, and how they look at a difference."""

import json
import re
from pathlib import Path
from typing import Any

from conftest import SHARE, WATCH, edit
from factpack.commands.diff import compare
from factpack.differences import formats

TALKS = "facts/meetings/2031-05-01-sample-muster-talks.yaml"
SHARE_ID = Path(SHARE).stem
WITHDRAWN = "withdrawn: {date: 2032-11-21, reason: Misread.}\n"


def set_aside(repository: Path) -> None:
    """List the paragraph of the share as unused, which its fact does not cite any more."""
    edit(repository / "seeds/courier-2031-05-03.yaml", "{paragraphs: 14,", '{paragraphs: "12, 14",')


def correct(repository: Path) -> None:
    """Correct a figure, so that no rule has anything against it: 260 for 250."""
    edit(repository / WATCH, "at most 250", "at most 260", 3)


def look(repository: Path, base: str = "main", head: str | None = None) -> tuple[Any, str]:
    """What differs, as JSON and as text, in which each line is whole."""
    found = compare(repository, base, head)
    text = re.sub(r"\n[-+ ](?:   |       )(?=\S)", " ", formats.as_text(found))
    return json.loads(formats.as_json(found)), text


def only(items: Any) -> Any:
    assert len(items) == 1, items
    return items[0]


def listed(document: Any, how: str, *kinds: str) -> list[Any]:
    """The records that were added, removed, changed, withdrawn or reinstated."""
    return [one for one in document["records"] if one["how"] == how and (not kinds or one["kind"] in kinds)]


def changes(document: Any) -> dict[str, Any]:
    """What changed in the records that did, by path."""
    return {one["path"]: one for record in listed(document, "changed") for one in record["changes"]}


def sides(change: Any) -> tuple[str | None, str | None]:
    return change["old"], change["new"]


def problems(document: Any, rule: str) -> list[Any]:
    return [one for one in document["problems"] if one["rule"] == rule]
