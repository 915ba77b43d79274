"""`factpack cite`: cite the dataset and the articles."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factpack.commands.common import CLEAN, FINDINGS, UsageError
from factpack.problems import did_you_mean

if TYPE_CHECKING:
    from factpack.dataset import Dataset


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "cite", help="cite this version of the dataset, and the articles that facts rest on"
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="a fact; all facts, without one")
    parser.add_argument("--format", choices=("bibtex", "csl-json"), default="bibtex", help="default: bibtex")
    parser.set_defaults(run=run)


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the citations, and return the exit code."""
    from factpack import changelog, citation, package, report, validation

    committed, problems = validation.read_schemas(root)
    checked = None if problems else package.check(root, committed)
    if checked is None or not checked.is_sound:
        found = report.summary(checked.problems if checked else problems)
        print(f"factpack: the records have findings ({found}): run `factpack validate`.", file=sys.stderr)
        return FINDINGS
    standing = [fact_id for fact_id, fact in checked.dataset.facts.items() if fact.withdrawn is None]
    for fact_id in options.ids:
        _require_active(fact_id, checked.dataset)
    works = [
        citation.dataset_work(changelog.edition(root)),
        *citation.articles_of(checked.dataset, options.ids or standing),
    ]
    sys.stdout.write(citation.as_bibtex(works) if options.format == "bibtex" else citation.as_csl(works))
    return CLEAN


def _require_active(fact_id: str, dataset: "Dataset") -> None:
    """Raise UsageError unless the id is an active fact's."""
    fact = dataset.facts.get(fact_id)
    if fact is None:
        hint = (
            did_you_mean(fact_id, dataset.facts) or "The column fact_id of exports/csv/facts.csv has the ids."
        )
        raise UsageError(f"there is no fact {fact_id!r}. {hint}")
    if fact.withdrawn is not None:
        instead = " or ".join(map(repr, fact.withdrawn.replaced_by))
        hint = f" Cite {instead}, or" if instead else " Cite"
        raise UsageError(
            f"{fact_id!r} was withdrawn on {fact.withdrawn.date}.{hint} the version of the dataset that had it."
        )
