"""`factpack coverage`: which paragraphs of the articles are accounted for, and which are still open."""

import argparse
import shutil
from collections import Counter
from pathlib import Path

from factpack.commands.common import CLEAN, TEXTS_HELP, no_such_seed, texts_folder
from factpack.dataset import Dataset, load
from factpack.escaping import escape_commands, escape_controls
from factpack.evidence import verification
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
    """Print a line for each article, and its open paragraphs; open ones are no fault here: `validate` asks for them."""
    texts = texts_folder(root, options.texts)
    dataset, _ = load(root, schemas.generate())
    articles, _ = verification.read_articles(texts, dataset) if texts is not None else ({}, [])
    for seed in _chosen(options.seed, dataset):
        print(_summary(seed, dataset))
        for number in _open(seed, dataset):
            print(_shown(number, articles.get(seed.id)))
    if dataset.unread & {"facts", "seeds"}:
        print("Some files could not be read and are not counted: `factpack validate` tells why.")
    return CLEAN


def _chosen(named: str | None, dataset: Dataset) -> list[Seed]:
    if named is None:
        return [seed for _, seed in sorted(dataset.seeds.items())]
    if named not in dataset.seeds:
        raise UsageError(no_such_seed(named, dataset.seeds))
    return [dataset.seeds[named]]


def _open(seed: Seed, dataset: Dataset) -> list[int]:
    aside = {number for number, _, _ in seed.set_aside()}
    return sorted(set(range(1, seed.paragraphs + 1)) - dataset.citing()[seed.id].keys() - aside)


def _summary(seed: Seed, dataset: Dataset) -> str:
    reasons = Counter(reason for _, _, reason in seed.set_aside())
    told = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    cited = len(dataset.citing()[seed.id].keys() & set(range(1, seed.paragraphs + 1)))
    aside = f"{reasons.total()} set aside{f' ({told})' if told else ''}"
    count = f"{seed.paragraphs} paragraph{'s' * (seed.paragraphs != 1)}"
    return f"{seed.id}: {count}, {cited} cited, {aside}, {len(_open(seed, dataset))} open"


def _shown(number: int, article: Article | None) -> str:
    """A paragraph with its text, as far as that is at hand."""
    mark = f"{'¶' + str(number):>6}  "
    if article is None or number > len(article.paragraphs):
        return mark.rstrip()
    width = min(shutil.get_terminal_size().columns, 100)
    text = escape_controls(article.paragraphs[number - 1])
    return "\n".join(map(escape_commands, wrap(text, max(width, 40), mark, " " * len(mark))))
