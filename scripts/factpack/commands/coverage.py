"""`factpack coverage`: report cited and open sentences, and quotation budgets."""

import argparse
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from factpack import package
from factpack.commands.common import CLEAN, add_texts, require, texts_folder
from factpack.dataset import Dataset, load
from factpack.escaping import escape_line
from factpack.evidence import quotation, verification
from factpack.evidence.texts import Article
from factpack.models import schemas
from factpack.models.records import Seed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("seed", nargs="?", metavar="SEED", help="show every sentence of this article")
    add_texts(parser, "to show their text: ")


def run(root: Path, options: argparse.Namespace) -> int:
    """Print a line for each article and each sentence."""
    folder = texts_folder(root, options.texts)
    dataset, _ = load(root, schemas.generate())
    if options.seed is not None:
        require("seed", options.seed, dataset.seeds)
    verification.attach(dataset, package.read_lock(root)[0])
    articles = verification.read_articles(folder, dataset)[0] if folder is not None else {}
    verification.attach_texts(dataset, articles)
    quoted = quotation.quotations(dataset)
    budgets = quotation.budgets(dataset, quoted)
    width = max(shutil.get_terminal_size().columns - 20, 40)
    for seed_id in [options.seed] if options.seed else sorted(dataset.seeds):
        seed = dataset.seeds[seed_id]
        lines = list(_sentences(seed, dataset, quoted, articles.get(seed_id)))
        count = Counter(state for _, state, _, _ in lines)
        counts = ", ".join(f"{count[state]} {state}" for state in ("cited", "unused", "open"))
        budget = f"; {budgets[seed_id]}" if seed_id in budgets else ""
        print(f"{seed_id}: {seed.paragraphs} paragraphs, {len(lines)} sentences: {counts}{budget}")
        for name, state, text, why in lines:
            if options.seed or state == "open":
                shown = textwrap.shorten(text, width, placeholder=" …")
                columns = [f"{'¶' + name:>8}", f"{state:6}", shown, f"({why})" if why else ""]
                print(escape_line("  ".join(filter(None, columns)).rstrip()))
    if dataset.unread & {"facts", "seeds"}:
        print("Some files could not be read and are not counted: `factpack validate` says why.")
    return CLEAN


def _sentences(
    seed: Seed, dataset: Dataset, quoted: quotation.Quotations, article: Article | None
) -> Iterator[tuple[str, str, str, str]]:
    """Yield each sentence: name, state, text, and why.

    Why: the facts and how much they quote, or the reason under `unused`. The name is such as `4s2`, or `4` if
    the paragraph has only one sentence or its sentences are unknown.
    """
    reasons = {(part.paragraph, part.sentence): part.reason for part in seed.unused_parts()}
    for number, use in enumerate(quotation.uses(seed, dataset, quoted), 1):
        text = article.paragraphs[number - 1] if article and number <= len(article.paragraphs) else ""
        units = [(at, facts) for at, facts in use.facts.items() if bool(at) == use.is_known]
        for sentence, facts in units:
            name = f"{number}s{sentence}" if len(units) > 1 else f"{number}"
            why = reasons.get((number, 0)) or reasons.get((number, sentence)) or ""
            state = "cited" if facts else "unused" if why else "open"
            span = use.spans[sentence - 1] if sentence else (0, len(text))
            if facts:
                budget = quotation.of_sentence(quoted[seed.id, number], span)
                size = f"{budget.used}/{budget.allowed} by " if sentence else ""
                why = f"{size}{', '.join(dict.fromkeys(facts))}"
            yield name, state, text[slice(*span)], why
