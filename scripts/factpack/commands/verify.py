"""`factpack verify`: check every phrase against the articles, and write seeds/evidence.lock.

Who has the texts of some articles only checks those: what stands of the others in the lock, and the lock itself, is then
left as it is.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from factpack import files, package, report
from factpack.claims import Claims
from factpack.commands.common import CLEAN, FINDINGS, TEXTS, TEXTS_HELP, texts_folder
from factpack.evidence import lock, verification
from factpack.problems import Problem, UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    texts = texts_folder(root, options.texts)
    if texts is None:
        raise UsageError(f"no folder of texts: name one with --texts DIR, or in ${TEXTS}.")
    checked = package.check_committed(root)
    if not checked.dataset.schemas:
        return _refuse_lock(checked.problems)
    # A malformed lock is no reason to refuse: it is written again.
    rewritten = ("malformed-lock", "merge-conflict")
    problems = [
        one
        for one in checked.problems
        if one.severity == "error" and not (one.path == lock.PATH and one.rule in rewritten)
    ]
    articles, unread = verification.read_articles(texts, checked.dataset)
    problems += [one for one in unread if one.severity == "error"]
    if problems:
        return _refuse_lock(problems)
    done = verification.verify(checked.dataset, articles)
    if done.problems:
        return _refuse_lock(done.problems)
    items = sum(line.startswith("item ") for line in done.lines)
    every = len(checked.dataset.seeds)
    part = f"{len(articles)} of {every}" if unread else str(every)
    print(f"{items} evidence items, in {part} articles, stand where the records say.")
    others = verification.other_texts(articles, checked.lock)
    if others:
        print(f"Not the text that {lock.PATH} attests: {'; '.join(others)}.")
    if unread:
        missing = sorted(checked.dataset.seeds.keys() - articles.keys())
        print(f"Not at hand, and not looked at: {', '.join(missing)}.")
        print(f"{lock.PATH}: left as it is; who has every text writes it.")
        return FINDINGS if others else CLEAN
    attested = lock.write(frozenset(done.lines))
    changed = files.read(root, lock.PATH, lock.MAX_BYTES) != attested
    if changed:
        files.replace(root, lock.PATH, attested.decode())
    print(_inferred(checked.claims))
    print(f"{lock.PATH}: {'written' if changed else 'unchanged'}.")
    return CLEAN


def _refuse_lock(problems: list[Problem]) -> int:
    sys.stdout.write(report.as_text(problems))
    print(f"{lock.PATH} was not written: {report.summary(problems)}.")
    return FINDINGS


def _inferred(claims_of: Claims) -> str:
    """How many claims the phrase alone does not carry, in all and by field."""
    claims = [claim for on_fact in claims_of.values() for claim in on_fact]
    inferred = Counter(claim.field for claim in claims if claim.inference)
    by_field = sorted(Counter(claim.field for claim in claims).items())
    shares = ", ".join(f"{field} {inferred[field]}/{number}" for field, number in by_field)
    return f"Claims with an inference: {inferred.total()} of {len(claims)} ({shares})."
