"""`factpack build`: validate, then write every generated file."""

import argparse
from pathlib import Path

from factpack import package
from factpack.commands.common import print_problems, texts_folder
from factpack.exports import editor_schemas, publishing
from factpack.models import schemas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; return its exit code."""
    generated = schemas.generate()
    checked = package.check(root, generated, texts=texts_folder(root, None))
    dataset = checked.dataset
    if not checked.is_sound:
        editor_schemas.refresh(root, generated, dataset)
        return print_problems(checked.problems, "Nothing was written")
    files, tables = package.render(root, checked)
    changed = publishing.publish(root, files)
    editor_schemas.refresh(root, generated, dataset)
    code = print_problems(checked.problems, "Problems")
    rows = {table.name: len(table.rows) for table in tables}
    by_type = ", ".join(f"{rows[table]} {table}" for table in ("releases", "meetings", "sanctions", "counts"))
    paragraphs = sum(seed.paragraphs for seed in dataset.seeds.values())
    print(f"Facts: {len(dataset.active_facts())} ({by_type}).")
    print(f"Claims: {rows['claims']}, from {len(dataset.seeds)} articles of {paragraphs} paragraphs.")
    print(
        f"Files: {len(files)} generated, {len(changed)} changed. Data: exports/csv, exports/json, datapackage.json."
    )
    print("To read: exports/explorer/index.html, which opens in a browser, and CODEBOOK.md.")
    return code
