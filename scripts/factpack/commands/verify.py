"""`factpack verify`: check every phrase, and write seeds/evidence.lock.

Who has the texts of some articles only checks those: what stands of the others in the lock, and the lock itself, is then
left as it is.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from factpack import files, package, report
from factpack.claims import Claims
from factpack.commands.common import CLEAN, PROBLEMS, TEXTS, TEXTS_HELP, texts_folder
from factpack.evidence import lock, quotation, verification
from factpack.evidence.lock import Lock
from factpack.problems import Problem, UsageError

# What rests on the lock is no reason to refuse a new one; `validate` checks it against that.
_REST_ON_LOCK = ("paragraph-account", "quoted-too-much")
_FROM_PHRASES = ("value-not-in-phrase", "contradicted-value", "freed-not-said")


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
    articles, unread = verification.read_articles(texts, checked.dataset)
    problems = [one for one in (*checked.problems, *unread) if one.severity == "error"]
    problems = [one for one in problems if one.rule not in _REST_ON_LOCK and not _is_rewritten(one)]
    if any(one.rule not in _FROM_PHRASES for one in problems):
        return _refuse_lock(problems)
    known = checked.dataset.lock
    done = verification.verify(checked.dataset, articles)
    verification.attach(checked.dataset, Lock.of(done.lines))
    # A phrase that is not in the text at all is reported as such, and not for what it says.
    found = {(one.path, one.pointer) for one in done.problems}
    problems = [one for one in problems if (one.path, one.pointer) not in found] + done.problems
    problems = problems or [*quotation.check(checked.dataset)]
    if problems:
        return _refuse_lock(problems)
    items = sum(line.startswith("item ") for line in done.lines)
    every = len(checked.dataset.seeds)
    part = f"{len(articles)} of {every}" if unread else str(every)
    print(f"{items} evidence items, in {part} articles, stand where the records say.")
    others = verification.other_texts(articles, known)
    if others:
        print(f"Not the text that {lock.PATH} attests: {'; '.join(others)}.")
    if unread:
        missing = sorted(checked.dataset.seeds.keys() - articles.keys())
        print(f"Not at hand, and not looked at: {', '.join(missing)}.")
        print(f"{lock.PATH}: left as it is; who has every text writes it.")
        return PROBLEMS if others else CLEAN
    attested = lock.write(frozenset(done.lines))
    changed = files.read(root, lock.PATH, lock.MAX_BYTES) != attested
    if changed:
        files.replace(root, lock.PATH, attested.decode())
    print(_inferred(checked.claims))
    print(f"{lock.PATH}: {'written' if changed else 'unchanged'}.")
    return CLEAN


def _is_rewritten(problem: Problem) -> bool:
    """Return whether writing the lock again solves a problem."""
    return problem.path == lock.PATH and problem.rule in ("malformed-lock", "merge-conflict")


def _refuse_lock(problems: list[Problem]) -> int:
    sys.stdout.write(report.as_text(problems))
    print(f"{lock.PATH} was not written: {report.summary(problems)}.")
    return PROBLEMS


def _inferred(claims_of: Claims) -> str:
    """Return the number of inferred claims, also by field."""
    claims = [claim for on_fact in claims_of.values() for claim in on_fact]
    inferred = Counter(claim.field for claim in claims if claim.inference)
    by_field = sorted(Counter(claim.field for claim in claims).items())
    shares = ", ".join(f"{field} {inferred[field]}/{number}" for field, number in by_field)
    return f"Claims with an inference: {inferred.total()} of {len(claims)} ({shares})."
