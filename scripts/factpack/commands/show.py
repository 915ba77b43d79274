"""`factpack show`: print a record for people."""

import argparse
import sys
from pathlib import Path
from typing import Any

from factpack import package, report, shown, terminal
from factpack.commands.common import CLEAN, PROBLEMS, TEXTS_HELP, texts_folder
from factpack.dataset import Dataset
from factpack.evidence import verification
from factpack.problems import UsageError, nearest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("id", metavar="ID", help="the id of a fact, an actor, a place, a deal or a seed")
    parser.add_argument("--texts", metavar="DIR", help=f"quote the articles; {TEXTS_HELP}")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the record, and return the exit code.

    If it is unreadable, print its problems instead.
    """
    texts = texts_folder(root, options.texts)
    checked = package.check_committed(root)
    dataset = checked.dataset
    if not dataset.schemas:
        sys.stdout.write(report.as_text(checked.problems))
        return PROBLEMS
    if not _registers(options.id, dataset):
        on_file = [problem for problem in checked.problems if Path(problem.path).stem == options.id]
        if not on_file:
            raise UsageError(_unknown(options.id, dataset))
        sys.stdout.write(report.as_text(on_file))
        print(f"{options.id} cannot be shown until this is fixed.")
        return PROBLEMS
    articles, _ = verification.read_articles(texts, dataset) if texts is not None else ({}, [])
    style = terminal.style_for(sys.stdout)
    material = shown.Material(dataset, checked.claims, frozenset(dataset.spans), articles, style)
    pages = []
    for name in _registers(options.id, dataset):
        path, _ = dataset.where[name, options.id]
        if name == "facts":
            problem_count = sum(problem.path == path for problem in checked.problems)
            pages.append(shown.fact_text(options.id, material, problem_count))
        else:
            pages.append(shown.entry_text(name, options.id, material))
    sys.stdout.write("\n".join(pages))
    return CLEAN


def _registers(record_id: str, dataset: Dataset) -> list[str]:
    """Return the registers that have a record of this id."""
    names = ("facts", "actors", "places", "deals", "seeds")
    return [name for name in names if record_id in dataset.register(name)]


def _unknown(record_id: str, dataset: Dataset) -> str:
    known = sorted(
        {key for name in ("facts", "actors", "places", "deals", "seeds") for key in dataset.register(name)}
    )
    wanted = Path(record_id).name.casefold()
    close = [
        *nearest(wanted, known, most=3),
        *(key for key in known if wanted in key or wanted in _name(key, dataset).casefold()),
    ]
    hint = (
        f" Did you mean {', '.join(map(repr, list(dict.fromkeys(close))[:5]))}?" if close and wanted else ""
    )
    also = " Some files could not be read: `factpack validate` reports why." if dataset.unread else ""
    return f"there is no record {record_id!r}.{hint}{also}"


def _name(record_id: str, dataset: Dataset) -> str:
    """Return a record's name or title."""
    for name in ("facts", "actors", "places", "deals", "seeds"):
        record: Any = dataset.register(name).get(record_id)
        if record is not None:
            return getattr(record, "name", None) or record.title or ""
    return ""
