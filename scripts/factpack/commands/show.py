"""`factpack show`: print a record in readable form."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from factpack import package, report, shown, terminal
from factpack.commands.common import CLEAN, PROBLEMS, add_texts, texts_folder
from factpack.dataset import Dataset
from factpack.evidence import verification
from factpack.problems import UsageError, nearest

_REGISTERS = ("facts", "actors", "places", "deals", "seeds")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("id", metavar="ID", help="the id of a fact, an actor, a place, a deal or a seed")
    add_texts(parser, "to quote the articles: ")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the record, and return the exit code.

    If it is unreadable, print its problems instead.
    """
    texts = texts_folder(root, options.texts)
    checked = package.check_committed(root, texts=texts)
    dataset = checked.dataset
    registers = [name for name in _REGISTERS if options.id in dataset.register(name)]
    if not registers:
        on_file = [problem for problem in checked.problems if Path(problem.path).stem == options.id]
        if not on_file:
            raise UsageError(_unknown(options.id, dataset))
        sys.stdout.write(report.as_text(on_file))
        print(f"{options.id} cannot be shown until this is fixed.")
        return PROBLEMS
    articles = verification.read_articles(texts, dataset)[0] if texts is not None else {}
    style = terminal.style_for(sys.stdout)
    material = shown.Material(dataset, checked.claims, frozenset(dataset.spans), articles, style)
    counts = Counter(problem.path for problem in checked.problems)
    pages = [
        shown.fact_text(options.id, material, counts[dataset.fact_path(options.id)])
        if name == "facts"
        else shown.entry_text(name, options.id, material)
        for name in registers
    ]
    sys.stdout.write("\n".join(pages))
    return CLEAN


def _unknown(record_id: str, dataset: Dataset) -> str:
    ids: dict[str, str] = {}  # by id, and by name or title
    for register in _REGISTERS:
        for key, record in sorted(dataset.register(register).items()):
            name = getattr(record, "name", None) or getattr(record, "title", None) or key
            ids |= {key: key, name.casefold(): key}
    wanted = Path(record_id).name.casefold()
    close = [ids[one] for one in nearest(wanted, ids, most=5)]
    offered = ", ".join(map(repr, dict.fromkeys(close)))
    hint = f" Did you mean {offered}?" if offered and wanted else ""
    also = " Some files could not be read: `factpack validate` reports why." if dataset.unread else ""
    return f"there is no record {record_id!r}.{hint}{also}"
