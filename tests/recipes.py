"""Runs the recipes of RECIPES.md as a reader would, and writes what they print into it:

    .venv/bin/python tests/recipes.py      (on Windows .venv\\Scripts\\python)

A recipe is a block of code with a block of what it prints after it. Python runs as it stands. SQL runs in DuckDB, or,
where its first line says SQLite, in the database of a release, made here of the committed exports.
"""

import contextlib
import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from factpack import changelog
from factpack.escaping import code_block
from factpack.release import sqlite
from factpack.tables import build as _row_models  # noqa: F401  # defines every table, so that they can be listed
from factpack.tables.columns import Cell, Column, Row, Table
from factpack.writers.tabular import csv_path

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
                database.deserialize(sqlite.write(exported_tables(), changelog.edition(ROOT)))
                return _aligned(database.execute(recipe.code))
        with duckdb.connect() as database:
            return _aligned(database.execute(recipe.code))


def renewed(text: str) -> str:
    """The document with what its recipes print now."""
    done = iter(read(text))

    def renew(match: re.Match[str]) -> str:
        return f"```{match['language']}\n{match['code']}```\n\n{code_block(run(next(done)), 'text')}"

    return _RECIPE.sub(renew, text)


def _aligned(cursor: Any) -> str:
    """The rows of a query in columns, as most database shells print them."""
    lines = [[column[0] for column in cursor.description]]
    lines += [["" if cell is None else str(cell) for cell in row] for row in cursor.fetchall()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    padded = (" | ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
    return "".join(f"{line}\n" for line in padded)


# --- the tables, from the exports as they are committed --------------------------------------------------------------


def exported_tables() -> list[Table]:
    """Every table, read from exports/csv."""
    return [Table(model, tuple(_rows(model))) for _, model in row_models()]


def row_models() -> list[tuple[str, type[Row]]]:
    """Every table's name and row model."""
    return sorted(_models(Row).items())


def _models(model: type[Row]) -> dict[str, type[Row]]:
    """The row models, by table: the narrower ones of a model, and itself if it has a table."""
    exported = "table" in vars(model) and model.__module__.startswith("factpack.")  # tests have tables too
    own = {model.table: model} if exported else {}
    return own | {name: one for narrower in model.__subclasses__() for name, one in _models(narrower).items()}


def _rows(model: type[Row]) -> Iterator[Row]:
    with (ROOT / csv_path(model.table)).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield model(
                made_from=("", ()),
                **{column.name: _cell(row[column.name], column) for column in model.columns()},
            )


def _cell(text: str, column: Column) -> Cell:
    if not text:
        return None
    if column.type == "boolean":
        return text == "true"
    return int(text) if column.type in ("integer", "year") else text


if __name__ == "__main__":
    PATH.write_text(renewed(PATH.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
