"""`factpack cite`: cite the dataset and the articles."""

import argparse
import sys
from pathlib import Path

from factpack import changelog, citation, package, report
from factpack.commands.common import CLEAN, PROBLEMS, require
from factpack.dataset import Dataset
from factpack.problems import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="the id of a fact (default: all facts)")
    parser.add_argument("--format", choices=("bibtex", "csl-json"), default="bibtex", help="default: bibtex")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the citations, and return the exit code."""
    checked = package.check_committed(root)
    if not checked.is_sound:
        found = report.summary(checked.problems)
        print(f"factpack: the records have problems ({found}): run `factpack validate`.", file=sys.stderr)
        return PROBLEMS
    dataset = checked.dataset
    for fact_id in options.ids:
        _require_active(fact_id, dataset)
    ids = options.ids or [fact.id for fact in dataset.active_facts()]
    works = [citation.dataset_work(changelog.dataset_release(root)), *citation.articles_of(dataset, ids)]
    sys.stdout.write(citation.as_bibtex(works) if options.format == "bibtex" else citation.as_csl(works))
    return CLEAN


def _require_active(fact_id: str, dataset: Dataset) -> None:
    require("fact", fact_id, dataset.facts, "The column fact_id of exports/csv/facts.csv has the ids.")
    fact = dataset.facts[fact_id]
    if fact.withdrawn is not None:
        instead = " or ".join(map(repr, fact.withdrawn.replaced_by))
        hint = f"Cite {instead}, or" if instead else "Cite"
        message = f"{fact_id!r} was withdrawn on {fact.withdrawn.date}. {hint} the version of the dataset that had it."
        raise UsageError(message)
