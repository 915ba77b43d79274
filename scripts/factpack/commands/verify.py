"""`factpack verify`: check every phrase, and write seeds/evidence.lock.

Who has the texts of some articles only checks those: what stands of the others in the lock, and the lock itself, is then
left as it is.
"""

import argparse
import itertools
import sys
from collections import Counter
from pathlib import Path

from factpack import files, package, report
from factpack.claims import Claims
from factpack.commands.common import CLEAN, PROBLEMS, TEXTS, TEXTS_HELP, texts_folder
from factpack.dataset import Dataset
from factpack.escaping import escape_line
from factpack.evidence import lock, quotation, verification
from factpack.evidence.lock import Lock
from factpack.evidence.verification import Correction
from factpack.problems import Problem, UsageError
from factpack.yaml import canonical, tree

# Problems of the lock do not prevent a new one; `validate` checks it against that.
_REST_ON_LOCK = ("paragraph-account", "quoted-too-much")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)
    parser.add_argument(
        "--fix",
        action="store_true",
        help="correct phrases that differ from the text in quotation marks, dashes or spaces, or are in a "
        "neighbouring paragraph",
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    texts = texts_folder(root, options.texts)
    if texts is None:
        raise UsageError(f"no folder of texts: name one with --texts DIR, or in ${TEXTS}.")
    checked = package.check_committed(root, texts=texts)
    if not checked.dataset.schemas:
        return _refuse_lock(checked.problems)
    articles, unread = verification.read_articles(texts, checked.dataset)
    problems = [one for one in (*checked.problems, *unread) if one.severity == "error"]
    problems = [one for one in problems if one.rule not in _REST_ON_LOCK and not _is_rewritten(one)]
    known = checked.dataset.lock
    done = verification.verify(checked.dataset, articles)
    if options.fix and done.corrections:
        _correct(root, checked.dataset, done.corrections)
        return run(root, argparse.Namespace(texts=str(texts), fix=False))  # the rest is shown
    verification.attach(checked.dataset, Lock.of(done.lines))
    problems = verification.errors_of_texts_first(problems, done.problems)
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
        print(f"Not available, and not checked: {', '.join(missing)}.")
        print(f"{lock.PATH}: left as it is; who has every text writes it.")
        return PROBLEMS if others else CLEAN
    attested = lock.write(frozenset(done.lines))
    changed = files.read(root, lock.PATH, lock.MAX_BYTES) != attested
    if changed:
        files.replace(root, lock.PATH, attested.decode())
    print(_inferred(checked.claims))
    print(f"{lock.PATH}: {'written' if changed else 'unchanged'}.")
    return CLEAN


def _correct(root: Path, dataset: Dataset, corrections: list[Correction]) -> None:
    """Write corrections into the records, in canonical form."""
    schemas = dataset.schemas
    for fact_id, group in itertools.groupby(corrections, lambda one: one.fact):
        path = dataset.fact_path(fact_id)
        content = files.read(root, path)
        if isinstance(content, Problem):  # it was read a moment ago
            raise UsageError(f"{path}: {content.message}")
        whole = tree.of_document(canonical.read(path, content))
        evidence = tree.child(whole.root, "evidence", tree.Mapping())
        moved = []
        for one in group:
            _, seed_id, paragraph, position = one.pointer
            cited = tree.child(evidence, str(seed_id), tree.Mapping())
            entry = tree.child(cited, str(paragraph), tree.Sequence()).entries[int(position)]
            phrase = next(part for part in entry.node.entries if part.key == "phrase")  # type: ignore[union-attr]
            place = f"¶{paragraph} → ¶{one.paragraph}" if one.paragraph != paragraph else f"¶{paragraph}"
            new = f" → {one.phrase!r}" if one.phrase != phrase.node else ""
            print(escape_line(f"{path}: {seed_id} {place}: {phrase.node!r}{new}"))
            phrase.node = one.phrase
            if one.paragraph != paragraph:
                moved.append((cited, str(paragraph), entry, one.paragraph))
        for cited, paragraph, entry, target in moved:
            _move(cited, paragraph, entry, target)
        kind = str(files.kind_of(path))
        named = files.schema_for_editors(root, path, kind)
        files.replace(root, path, canonical.form(whole, kind, schemas[kind], named))


def _move(cited: tree.Mapping, paragraph: str, entry: tree.Entry, target: str) -> None:
    """Move an item to another paragraph, with its comments."""
    items = tree.child(cited, paragraph, tree.Sequence())
    items.entries = [one for one in items.entries if one is not entry]
    there = tree.child(cited, target, tree.Sequence())
    there.entries.append(entry)
    if not items.entries:
        (left,) = (one for one in cited.entries if one.key == paragraph)
        cited.entries.remove(left)
        entry.lead[:0] = [*left.lead, *left.tail]
        there.foot += items.foot


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
