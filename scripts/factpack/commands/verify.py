"""`factpack verify`: check every phrase, and write seeds/evidence.lock.

If only some of the articles' texts are available, those are checked, and the lock is not written.
"""

import argparse
import itertools
import sys
from pathlib import Path

from factpack import files, package, report
from factpack.commands.common import CLEAN, PROBLEMS, TEXTS, add_texts, print_problems, texts_folder
from factpack.dataset import Dataset
from factpack.escaping import escape_line
from factpack.evidence import lock, quotation, verification
from factpack.problems import UsageError
from factpack.yaml import canonical, tree
from factpack.yaml.tree import Node

# Writing the lock again may solve these, and a merge conflict in it; `validate` checks the new lock.
_OF_LOCK = ("malformed-lock", "paragraph-account", "quoted-too-much")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_texts(parser)
    about = "correct phrases that differ from the text in quotation marks, dashes or spaces, or are in a neighbouring paragraph"
    parser.add_argument("--fix", action="store_true", help=about)


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; return its exit code."""
    texts = texts_folder(root, options.texts)
    if texts is None:
        raise UsageError(f"no folder of texts: name one with --texts DIR, or in ${TEXTS}.")
    checked = package.check_committed(root, texts=texts)
    dataset = checked.dataset
    articles, unread = verification.read_articles(texts, dataset)
    found = (
        one for one in (*checked.problems, *unread) if one.severity == "error" and one.rule not in _OF_LOCK
    )
    problems = [one for one in found if (one.path, one.rule) != (lock.PATH, "merge-conflict")]
    known = dataset.lock
    done = verification.verify(dataset, articles)
    if options.fix and done.corrections:
        _correct(root, dataset, done.corrections)
        return run(root, argparse.Namespace(texts=str(texts), fix=False))  # reports what is left
    verification.attach(dataset, lock.Lock.of(done.lines))
    problems = verification.errors_of_texts_first(problems, done.problems)
    problems = problems or [*quotation.check(dataset)]
    if any(one.severity == "error" for one in problems):
        return print_problems(problems, f"{lock.PATH} was not written")
    sys.stdout.write(report.as_text(problems))
    items = sum(line.startswith("item ") for line in done.lines)
    part = f"{len(articles)} of {len(dataset.seeds)}" if unread else str(len(dataset.seeds))
    print(f"{items} evidence items, in {part} articles were found where the records cite them.")
    others = verification.other_texts(articles, known)
    if others:
        print(f"Not the text that {lock.PATH} attests: {'; '.join(others)}.")
    if unread:
        missing = sorted(dataset.seeds.keys() - articles.keys())
        print(f"Not available, and not checked: {', '.join(missing)}.")
        print(f"{lock.PATH}: unchanged; only a run with all texts writes it.")
        return PROBLEMS if others else CLEAN
    attested = lock.write(frozenset(done.lines))
    changed = files.read(root, lock.PATH, lock.MAX_BYTES) != attested
    if changed:
        files.replace(root, lock.PATH, attested.decode())
    print(f"{lock.PATH}: {'written' if changed else 'unchanged'}.")
    return CLEAN


def _correct(root: Path, dataset: Dataset, corrections: list[verification.Correction]) -> None:
    """Write corrections into the records, in canonical form."""
    for fact_id, group in itertools.groupby(corrections, lambda one: one.fact_id):
        path = dataset.fact_path(fact_id)
        whole = tree.of_document(canonical.read(path, (root / path).read_bytes()))
        evidence = whole.value["evidence"].value
        placed = [(one, evidence[one.located.seed_id].value) for one in group]
        # looked up before a move changes positions
        items = [cited[one.located.paragraph].value[one.located.position] for one, cited in placed]
        for (one, cited), item in zip(placed, items, strict=True):
            (seed_id, paragraph, *_), phrase = one.located, item.value["phrase"]
            place = f"¶{paragraph} → ¶{one.paragraph}" if one.paragraph != paragraph else f"¶{paragraph}"
            new = f" → {one.phrase!r}" if one.phrase != phrase.value else ""
            print(escape_line(f"{path}: {seed_id} {place}: {phrase.value!r}{new}"))
            phrase.value = one.phrase
            if one.paragraph != paragraph:
                _move(cited, paragraph, item, one.paragraph)
        files.replace(root, path, files.canonical_text(root, path, whole, dataset.schemas))


def _move(cited: dict[str, Node], paragraph: str, item: Node, target: str) -> None:
    """Move an item to another paragraph, with its comments."""
    items = cited[paragraph]
    items.value = [one for one in items.value if one is not item]
    there = cited.setdefault(target, Node([]))
    there.value.append(item)
    if not items.value:
        del cited[paragraph]
        item.lead[:0] = [*items.lead, *items.tail]
        there.foot += items.foot
