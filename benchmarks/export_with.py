"""Reads the CSV tables of a built repository and writes each again, as CSV and as JSON, with one library.

python benchmarks/export_with.py LIBRARY FOLDER
"""

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def polars(tables: Iterable[Path], target: Path) -> None:
    """Polars, with all cells as text."""
    import polars as library

    for table in tables:
        frame = library.read_csv(table, infer_schema=False)
        frame.write_csv(target / table.name)
        frame.write_json(target / f"{table.stem}.json")


def frictionless(tables: Iterable[Path], target: Path) -> None:
    """frictionless, with the types that it infers."""
    from frictionless import system
    from frictionless.formats import JsonControl
    from frictionless.resources import TableResource

    with system.use_context(trusted=True):  # it takes no absolute path otherwise
        for table in tables:
            TableResource(path=str(table)).write(TableResource(path=str(target / table.name)))
            rows = TableResource(path=str(target / f"{table.stem}.json"), control=JsonControl(keyed=True))
            TableResource(path=str(table)).write(rows)


LIBRARIES: dict[str, Callable[[Iterable[Path], Path], None]] = {
    "polars": polars,
    "frictionless": frictionless,
}


def main(library: str, folder: str) -> int:
    """Run the command; its exit code."""
    with tempfile.TemporaryDirectory() as target:
        LIBRARIES[library](sorted(Path(folder).glob("exports/csv/*.csv")), Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
