"""Writes the tables of a repository as CSV and as JSON: with a library from the CSV files of a build, or with this tool.

python benchmarks/export_with.py TOOL FOLDER
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def factpack(root: Path, target: Path) -> None:
    """This tool, from the records on: validation, claims, all tables, and the nested records."""
    from factpack import package
    from factpack.evidence import verification
    from factpack.models import schemas
    from factpack.tables.build import build
    from factpack.writers import disk, nested, tabular

    gc.disable()  # as the command does
    checked = package.check(root, schemas.generate())
    if not checked.is_sound:
        raise RuntimeError(checked.problems[:5])
    verified = verification.verified_items(checked.dataset, checked.doubts)
    tables = build(checked.dataset, checked.claims, verified)
    records = {nested.PATH: nested.write_facts(checked.dataset)}
    disk.publish(target, {**records, **tabular.csv_files(tables), **tabular.json_files(tables)})


def polars(root: Path, target: Path) -> None:
    """Polars, with all cells as text."""
    import polars as library

    for table in csv_files(root):
        frame = library.read_csv(table, infer_schema=False)
        frame.write_csv(target / table.name)
        frame.write_json(target / f"{table.stem}.json")


def frictionless(root: Path, target: Path) -> None:
    """frictionless, with the types that it infers."""
    from frictionless import system
    from frictionless.formats import JsonControl
    from frictionless.resources import TableResource

    with system.use_context(trusted=True):  # it takes no absolute path otherwise
        for table in csv_files(root):
            TableResource(path=str(table)).write(TableResource(path=str(target / table.name)))
            rows = TableResource(path=str(target / f"{table.stem}.json"), control=JsonControl(keyed=True))
            TableResource(path=str(table)).write(rows)


def csv_files(root: Path) -> list[Path]:
    """The tables of a build."""
    return sorted(root.glob("exports/csv/*.csv"))


TOOLS: dict[str, Callable[[Path, Path], None]] = {
    "factpack": factpack,
    "polars": polars,
    "frictionless": frictionless,
}


def main(tool: str, folder: str) -> int:
    """Run the command; its exit code."""
    with tempfile.TemporaryDirectory() as target:
        TOOLS[tool](Path(folder), Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
