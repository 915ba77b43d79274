"""`factpack build`: validate, then write every generated file."""

import argparse
import sys
from pathlib import Path

from factpack import package, report
from factpack.commands.common import CLEAN, PROBLEMS, texts_folder
from factpack.dataset import Dataset
from factpack.exports import editor_schemas, publishing
from factpack.models import schemas
from factpack.tables.table import FilledTable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    generated = schemas.generate()
    checked = package.check(root, generated, texts=texts_folder(root, None))
    sys.stdout.write(report.as_text(checked.problems))
    if not checked.is_sound:
        editor_schemas.refresh(root, generated, checked.dataset)
        print(f"Nothing was written: {report.summary(checked.problems)}.")
        return PROBLEMS
    files, tables = package.render(root, checked, generated)
    changed = publishing.publish(root, files)
    editor_schemas.refresh(root, generated, checked.dataset)
    print(_counts(checked.dataset, tables))
    print(f"Problems: {report.summary(checked.problems)}.")
    print(
        f"Files: {len(files)} generated, {len(changed)} changed. Data: exports/csv, exports/json, datapackage.json."
    )
    print("To read: exports/explorer/index.html, which opens in a browser, and CODEBOOK.md.")
    return CLEAN


def _counts(dataset: Dataset, tables: tuple[FilledTable, ...]) -> str:
    rows = {table.name: len(table.rows) for table in tables}
    by_type = ", ".join(f"{rows[table]} {table}" for table in ("releases", "meetings", "sanctions", "counts"))
    paragraphs = sum(seed.paragraphs for seed in dataset.seeds.values())
    return (
        f"Facts: {len(dataset.active_facts())} ({by_type}).\n"
        f"Claims: {rows['claims']}, from {len(dataset.seeds)} articles of {paragraphs} paragraphs."
    )
