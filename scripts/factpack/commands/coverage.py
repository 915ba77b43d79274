"""`factpack coverage`: report sentences accounted for, and quotation budgets."""

import argparse
import shutil
from collections import Counter
from pathlib import Path

from factpack import package
from factpack.commands.common import CLEAN, TEXTS_HELP, no_such_seed, texts_folder
from factpack.dataset import Dataset, load
from factpack.escaping import escape_commands, escape_controls
from factpack.evidence import quotation, verification
from factpack.evidence.quotation import Use
from factpack.evidence.texts import Article
from factpack.models import schemas
from factpack.models.records import Seed
from factpack.problems import UsageError
from factpack.terminal import wrap


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("seed", nargs="?", metavar="SEED", help="the id of an article; all, without one")
    parser.add_argument("--texts", metavar="DIR", help=f"show their text; {TEXTS_HELP}")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print a line for each article, and its open sentences."""
    texts = texts_folder(root, options.texts)
    dataset, _ = load(root, schemas.generate())
    verification.attach(dataset, package.read_lock(root)[0])
    articles, _ = verification.read_articles(texts, dataset) if texts is not None else ({}, [])
    quoted = quotation.quotations(dataset)
    budgets = quotation.budgets(dataset, quoted)
    for seed in _chosen(options.seed, dataset):
        used = quotation.uses(seed, dataset, quoted)
        missing = quotation.missing(seed, used)
        budget = f"; {budgets[seed.id]}" if seed.id in budgets else ""
        print(f"{_summary(seed, used, missing)}{budget}")
        for name in missing:
            print(_shown(name, articles.get(seed.id), used))
    if dataset.unread & {"facts", "seeds"}:
        print("Some files could not be read and are not counted: `factpack validate` says why.")
    return CLEAN


def _chosen(named: str | None, dataset: Dataset) -> list[Seed]:
    if named is None:
        return [seed for _, seed in sorted(dataset.seeds.items())]
    if named not in dataset.seeds:
        raise UsageError(no_such_seed(named, dataset.seeds))
    return [dataset.seeds[named]]


def _summary(seed: Seed, used: list[Use], missing: list[str]) -> str:
    reasons = Counter(part.reason for part in seed.unused_parts())
    listed = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    cited = sum(bool(use.facts) for use in used)
    unused = f"{reasons.total()} unused{f' ({listed})' if listed else ''}"
    count = f"{seed.paragraphs} paragraph{'s' * (seed.paragraphs != 1)}"
    return f"{seed.id}: {count}, {cited} cited, {unused}, {len(missing)} open"


def _shown(name: str, article: Article | None, used: list[Use]) -> str:
    paragraph, _, sentence = name.partition("s")
    mark = f"{'¶' + name:>8}  "
    if article is None or int(paragraph) > len(article.paragraphs):
        return mark.rstrip()
    text = article.paragraphs[int(paragraph) - 1]
    if sentence:
        text = text[slice(*used[int(paragraph) - 1].spans[int(sentence) - 1])]
    width = min(shutil.get_terminal_size().columns, 100)
    return "\n".join(map(escape_commands, wrap(escape_controls(text), max(width, 40), mark, " " * len(mark))))
