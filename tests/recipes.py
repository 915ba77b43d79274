"""Runs the recipes of RECIPES.md as a reader would, and writes what they print into it:

    .venv/bin/python tests/recipes.py      (on Windows .venv\\Scripts\\python)

A recipe is a block of code with a block of what it prints after it. Python runs as it stands. SQL runs in DuckDB, or,
where its first line says SQLite, in the database of a release, made here of the records.
"""

import contextlib
import io
import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from factpack import changelog, package
from factpack.models import schemas
from factpack.release_files import sqlite
from factpack.tables.all_tables import build

ROOT = Path(__file__).parent.parent
PATH = ROOT / "RECIPES.md"
_RECIPE = re.compile(
    r"```(?P<language>python|sql)\n(?P<code>.*?)```\n\n(?P<fence>`{3,})text\n(?P<printed>.*?)(?P=fence)\n",
    re.DOTALL,
)


@dataclass(frozen=True)
class Recipe:
    """A block of code under a heading, with what the document says that it prints."""

    heading: str
    language: str
    code: str
    printed: str


def read(text: str) -> list[Recipe]:
    """The recipes of the document, in its order."""
    return [
        Recipe(_heading(text[: match.start()]), match["language"], match["code"], match["printed"])
        for match in _RECIPE.finditer(text)
    ]


def _heading(before: str) -> str:
    return re.findall(r"^## (.+)$", before, re.MULTILINE)[-1]


def run(recipe: Recipe) -> str:
    """What a recipe prints, in the folder that has exports/."""
    with contextlib.chdir(ROOT):
        if recipe.language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(recipe.code, PATH.name, "exec"), {})
            return printed.getvalue()
        if "SQLite" in recipe.code.splitlines()[0]:
            with contextlib.closing(sqlite3.connect(":memory:")) as database:
                database.deserialize(release_database())
                return _aligned(database.execute(recipe.code))
        with duckdb.connect() as database:
            return _aligned(database.execute(recipe.code))


@cache
def release_database() -> bytes:
    """The database that a release of the records has."""
    checked = package.check(ROOT, schemas.generate())
    tables = build(checked.dataset, checked.claims, frozenset(checked.dataset.spans))
    return sqlite.write(tables, changelog.dataset_release(ROOT))


def renewed(text: str) -> str:
    """The document with what its recipes print now."""
    done = iter(read(text))

    def renew(match: re.Match[str]) -> str:
        printed = run(next(done))
        assert "```" not in printed
        return f"```{match['language']}\n{match['code']}```\n\n```text\n{printed}```\n"

    return _RECIPE.sub(renew, text)


def _aligned(cursor: Any) -> str:
    """The rows of a query in columns, as most database shells print them."""
    lines = [[column[0] for column in cursor.description]]
    lines += [["" if cell is None else str(cell) for cell in row] for row in cursor.fetchall()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    padded = (" | ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
    return "".join(f"{line}\n" for line in padded)


if __name__ == "__main__":
    PATH.write_text(renewed(PATH.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
