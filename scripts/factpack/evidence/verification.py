"""Layer 5: the phrases stand where the records say. With the texts it is checked; without them, held against the lock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factpack import text_files
from factpack.dataset import Dataset
from factpack.evidence import lock as lock_file
from factpack.evidence import texts
from factpack.evidence.digests import item_digest, record_digest
from factpack.evidence.lock import Lock
from factpack.evidence.texts import Article, digest
from factpack.models.parts import Item, Located
from factpack.models.records import Fact
from factpack.problems import Pointer, Problem

MOST_OF_A_SENTENCE = 0.6
MOST_OF_AN_ARTICLE = 0.2


def _items(dataset: Dataset) -> Iterator[tuple[Fact, Located]]:
    for _, fact in sorted(dataset.facts.items()):
        for located in fact.items():
            yield fact, located


# --- without the texts -----------------------------------------------------------------------------------------------


Doubt = tuple[str, list[tuple[str, str, int]]]  # fact; article, paragraph and number of each item


def verified_items(dataset: Dataset, doubts: Iterable[Doubt]) -> frozenset[tuple[str, str, str, int]]:
    """The items that the lock attests: fact, article, paragraph and number of the item there. doubts: see `doubted`."""
    in_doubt = {(fact_id, *at) for fact_id, items in doubts for at in items}
    return frozenset(
        (fact.id, seed_id, paragraph, index)
        for fact in dataset.facts.values()
        for seed_id, paragraph, index, _ in fact.items()
        if (fact.id, seed_id, paragraph, index) not in in_doubt
    )


def doubted(dataset: Dataset, lock: Lock) -> list[Doubt]:
    """Return the facts that the lock does not attest, with the items; without any, where the record alone is meant."""
    doubts = []
    for fact in dataset.facts.values():
        items = [
            (seed_id, paragraph, index)
            for seed_id, paragraph, index, item in fact.items()
            if not _is_attested(fact, lock, seed_id, paragraph, item)
        ]
        if items or record_digest(fact) not in lock.digests:
            doubts.append((fact.id, items))
    return doubts


def _is_attested(fact: Fact, lock: Lock, seed_id: str, paragraph: str, item: Item) -> bool:
    text = lock.paragraphs.get((seed_id, paragraph))
    return text is not None and item_digest(fact, seed_id, paragraph, item, text) in lock.digests


def check_lock(
    dataset: Dataset, lock: Lock, severity: str, doubts: Iterable[Doubt] | None = None
) -> Iterator[Problem]:
    """Each item, spelling and title that the lock does not attest; of an article that it does not know, one finding.

    doubts: the facts that it does not attest, where they are known already.
    """
    mend = "Somebody who has the article runs `factpack verify --texts DIR`; until then it counts as not verified."
    unknown = {seed_id: list[str]() for seed_id in dataset.seeds.keys() - lock.articles.keys()}

    def unverified(path: str, pointer: Pointer, rule: str, message: str) -> Problem:
        line, column = dataset.locate(path, pointer)
        return Problem(path, line, column, rule, f"Not yet verified: {message}.", mend, severity, pointer)

    in_doubt = sorted(doubted(dataset, lock) if doubts is None else doubts)
    for fact_id, (seed_id, paragraph, index) in (
        (fact_id, at) for fact_id, items in in_doubt for at in items
    ):
        if seed_id in unknown:
            unknown[seed_id].append(fact_id)
            continue
        pointer: Pointer = ("evidence", seed_id, paragraph, index, "phrase")
        phrase = dataset.facts[fact_id].evidence[seed_id][paragraph][index].phrase
        message = f"{phrase!r} in {seed_id} ¶{paragraph}"
        yield unverified(dataset.fact_path(fact_id), pointer, "unverified-item", message)
    for fact_id in (fact_id for fact_id, items in in_doubt if not items):
        message = "a value, a link, a part or a resolution of this record changed"
        yield unverified(dataset.fact_path(fact_id), ("id",), "unverified-record", message)
    for seed_id, citing in sorted(unknown.items()):
        path, pointer = dataset.where["seeds", seed_id]
        message = f"the article {seed_id}, with {len(citing)} phrases in {len(set(citing))} facts"
        yield unverified(path, (*pointer, "id"), "unverified-article", message)
    for line, path, pointer, what in _attested(dataset, lock.articles):
        if line not in lock.lines and lock_file.subject(line) not in unknown:
            yield unverified(path, pointer, "unverified-name", what)


def _attested(dataset: Dataset, articles: dict[str, str]) -> Iterator[tuple[str, str, Pointer, str]]:
    """The lock lines of titles and spellings, with the place in the files and a name for people."""
    for seed_id, seed in sorted(dataset.seeds.items()):
        article = articles.get(seed_id, "")
        path, pointer = dataset.where["seeds", seed_id]
        number = f"article {seed_id} {seed.paragraphs} {article}"
        yield number, path, (*pointer, "paragraphs"), f"that {seed_id} has {seed.paragraphs} paragraphs"
        if seed.title is not None:
            line = f"title {seed_id} {digest(article, seed.title)}"
            yield line, path, (*pointer, "title"), f"the title of {seed_id}"
    for register in ("actors", "places"):
        entries: Any = dataset.register(register)
        for entry_id, entry in sorted(entries.items()):
            path, pointer = dataset.where[register, entry_id]
            for seed_id, spellings in entry.spellings.items():
                line = f"name {entry_id} {seed_id} {digest(articles.get(seed_id, ''), *spellings)}"
                yield (
                    line,
                    path,
                    (*pointer, "spellings", seed_id),
                    f"the spellings of {entry_id} in {seed_id}",
                )


# --- with the texts --------------------------------------------------------------------------------------------------


def read_articles(folder: Path, dataset: Dataset) -> tuple[dict[str, Article], list[Problem]]:
    """The texts in a folder, by seed, and what could not be read.

    A text that is not there is a notice, so that who has some of the articles can check those; one that cannot be read is
    an error, and so is a folder that has none of them.
    """
    articles, problems = {}, []

    def problem(seed_id: str, rule: str, message: str, mend: str, severity: str) -> None:
        path, pointer = dataset.where["seeds", seed_id]
        at: Pointer = (*pointer, "original_file")
        problems.append(Problem(path, *dataset.locate(path, at), rule, message, mend, severity, at))

    for seed_id, seed in sorted(dataset.seeds.items()):
        told = f"The text of {seed_id}, {seed.original_file},"
        try:
            articles[seed_id] = Article.of(text_files.decode((folder / seed.original_file).read_bytes()))
        except FileNotFoundError:
            mend = "Put it there to check them too."
            message = f"{told} is not in the folder of texts: its phrases are not looked at."
            problem(seed_id, "text-not-at-hand", message, mend, "notice")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            mend = "Put the text into the folder of texts, as UTF-8."
            problem(seed_id, "unreadable-text", f"{told} cannot be read: {reason}.", mend, "error")
    if not articles:
        message = "The folder of texts has the text of no article: nothing was looked at."
        mend = "Name each text as `original_file` in its record under seeds has it."
        problems.append(Problem("seeds", 0, 0, "no-text", message, mend))
    return articles, problems


@dataclass
class Verification:
    """What was found in the texts: problems, the lines of the lock, and what is quoted, by paragraph."""

    problems: list[Problem] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    quoted: dict[tuple[str, int], list["Quotation"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A phrase, where it stands in its paragraph, and where in the records."""

    phrase: str
    span: tuple[int, int]
    path: str
    pointer: Pointer


def verify(dataset: Dataset, articles: dict[str, Article]) -> Verification:
    """Check every phrase, spelling, title and paragraph count against the texts."""
    done = Verification()
    paragraphs = {
        (seed_id, str(number)): digest(text)
        for seed_id, article in articles.items()
        for number, text in enumerate(article.paragraphs, 1)
    }

    def problem(path: str, pointer: Pointer, rule: str, message: str, mend: str) -> None:
        line, column = dataset.locate(path, pointer)
        done.problems.append(Problem(path, line, column, rule, message, mend, pointer=pointer))

    done.lines |= {f"paragraph {seed_id} {number} {one}" for (seed_id, number), one in paragraphs.items()}
    for seed_id, article in articles.items():
        done.lines |= {f"article {seed_id} {len(article.paragraphs)} {article.digest}"}
        counted = dataset.seeds[seed_id].paragraphs
        if counted != len(article.paragraphs):
            path, pointer = dataset.where["seeds", seed_id]
            message = f"The text has {len(article.paragraphs)} paragraphs, not {counted}."
            problem(path, (*pointer, "paragraphs"), "paragraph-count", message, "Mend the number.")
    for fact, (seed_id, paragraph, index, item) in _items(dataset):
        if seed_id not in articles:
            continue
        at: Pointer = ("evidence", seed_id, paragraph, index, "phrase")
        article, path = articles[seed_id], dataset.fact_path(fact.id)
        text = article.paragraphs[int(paragraph) - 1] if int(paragraph) <= len(article.paragraphs) else ""
        place = texts.find(item.phrase, text)
        if place is None:
            elsewhere = ", ".join(f"¶{number}" for number in article.places(item.phrase))
            inside = texts.fold(item.phrase) in text
            nearest = texts.nearest(item.phrase, text)
            near = f"Did you mean {nearest!r}? " if nearest else ""
            message = f"{item.phrase!r} does not stand in {seed_id} ¶{paragraph}" + (
                " from token to token: it cuts a word or a number." if inside else "."
            )
            mend = (
                f"It stands in {elsewhere}: move the item."
                if elsewhere
                else f"{near}Copy the words as the article has them."
            )
            problem(path, at, "phrase-not-found", message, mend)
            continue
        missing = texts.left_out(text, *place)
        if missing:
            message = f"{item.phrase!r} leaves out {missing!r}, which changes what it says."
            problem(
                path,
                at,
                "phrase-cut-off",
                message,
                "Take it into the phrase, and mend the value if it changes.",
            )
        quotation = Quotation(item.phrase, place, path, at)
        done.quoted.setdefault((seed_id, int(paragraph)), []).append(quotation)
        mark = item_digest(fact, seed_id, paragraph, item, digest(text))
        done.lines.add(f"item {fact.id} {seed_id} {paragraph} {place[0]}-{place[1]} {mark}")
    done.lines |= {
        f"record {fact_id} {record_digest(fact)}"
        for fact_id, fact in dataset.facts.items()
        if fact.evidence.keys() <= articles.keys()
    }
    _verify_names(dataset, articles, done, problem)
    _verify_credits(dataset, articles, problem)
    _measure(dataset, articles, done, problem)
    return done


def _verify_names(dataset: Dataset, articles: dict[str, Article], done: Verification, problem: Any) -> None:
    digests = {seed_id: article.digest for seed_id, article in articles.items()}
    done.lines |= {
        line
        for line, _, _, _ in _attested(dataset, digests)
        if not line.startswith("article") and lock_file.subject(line) in articles
    }
    for seed_id, article in articles.items():
        title = dataset.seeds[seed_id].title
        if title is not None and not article.places(title):
            path, pointer = dataset.where["seeds", seed_id]
            message = f"The title {title!r} does not stand in the text."
            problem(path, (*pointer, "title"), "title-not-found", message, "Copy it as the article has it.")
    for register in ("actors", "places"):
        entries: Any = dataset.register(register)
        for entry_id, entry in sorted(entries.items()):
            path, pointer = dataset.where[register, entry_id]
            for seed_id, spellings in entry.spellings.items():
                for index, spelling in enumerate(spellings):
                    if seed_id in articles and not articles[seed_id].places(spelling):
                        problem(
                            path, (*pointer, "spellings", seed_id, index), "spelling-not-found",
                            f"{seed_id} does not print {spelling!r}.", "Write it as the article has it, or take it out.",
                        )  # fmt: skip


def _verify_credits(dataset: Dataset, articles: dict[str, Article], problem: Any) -> None:
    """An actor who is credited is named in the paragraph, or in the one before (he said, she added)."""
    for fact, (seed_id, paragraph, index, item) in _items(dataset):
        if seed_id not in articles or int(paragraph) > len(articles[seed_id].paragraphs):
            continue
        number = int(paragraph)
        near = articles[seed_id].paragraphs[max(0, number - 2) : number]
        for position, actor_id in enumerate(item.attributed_to):
            spellings = dataset.actors[actor_id].spellings.get(seed_id, [])
            if not any(texts.find(spelling, text) for spelling in spellings for text in near):
                problem(
                    dataset.fact_path(fact.id),
                    ("evidence", seed_id, paragraph, index, "attributed_to", position),
                    "credit-not-named",
                    f"{seed_id} ¶{paragraph} and the paragraph before print no spelling of {actor_id!r}.",
                    "Credit whom the article credits there, or register the spelling that it prints.",
                )


def _measure(dataset: Dataset, articles: dict[str, Article], done: Verification, problem: Any) -> None:
    """What is quoted stays a small part of each sentence and of each article."""
    for seed_id, article in articles.items():
        total = 0
        for number, text in enumerate(article.paragraphs, 1):
            quotations = done.quoted.get((seed_id, number), [])
            total += len(_covered(quotations, 0, len(text)))
            for start, end in texts.sentences(text):
                length = len(text[start:end].strip())
                within = [one for one in quotations if one.span[0] < end and start < one.span[1]]
                covered = len(_covered(within, start, end))
                if covered > MOST_OF_A_SENTENCE * length:
                    longest = max(within, key=lambda one: one.span[1] - one.span[0])
                    phrases = ", ".join(dict.fromkeys(repr(one.phrase) for one in within))
                    problem(
                        longest.path,
                        longest.pointer,
                        "quoted-too-much",
                        f"The phrases from {seed_id} ¶{number} cover {covered / length:.0%} of a sentence of {length} "
                        f"characters: {phrases}.",
                        f"Shorten them by {covered - int(MOST_OF_A_SENTENCE * length)} characters: at most "
                        f"{MOST_OF_A_SENTENCE:.0%} may be quoted.",
                    )
        if total > MOST_OF_AN_ARTICLE * article.length:
            path, pointer = dataset.where["seeds", seed_id]
            message = f"The phrases cover {total / article.length:.1%} of {seed_id}."
            most = int(MOST_OF_AN_ARTICLE * article.length)
            mend = (
                f"Shorten them by {total - most} characters: at most {MOST_OF_AN_ARTICLE:.0%} may be quoted."
            )
            problem(path, (*pointer, "paragraphs"), "quoted-too-much", message, mend)


def _covered(quotations: Iterable[Quotation], start: int, end: int) -> set[int]:
    """The offsets between two that phrases cover."""
    return {offset for one in quotations for offset in range(max(start, one.span[0]), min(end, one.span[1]))}


def check_against_texts(dataset: Dataset, articles: dict[str, Article], lock: Lock) -> Iterator[Problem]:
    """Every finding in the texts, and every line of the lock that they do not bear out or that is missing.

    Where not all texts are available, a line that rests on another one is not checked.
    """
    done = verify(dataset, articles)
    yield from done.problems
    mend = "Run `factpack verify --texts DIR`, and look at what changes."
    for line in sorted(lock.lines - done.lines):
        if _is_judged(line, dataset, articles):
            yield Problem(
                lock_file.PATH, 0, 0, "stale-lock", f"The texts do not bear out the line: {line[:100]}…", mend
            )
    for line in sorted(done.lines - lock.lines):
        yield Problem(lock_file.PATH, 0, 0, "incomplete-lock", f"The line is missing: {line[:100]}…", mend)


def _is_judged(line: str, dataset: Dataset, articles: dict[str, Article]) -> bool:
    """Whether the texts at hand are those that a line of the lock rests on."""
    if articles.keys() == dataset.seeds.keys():
        return True
    named = lock_file.subject(line)
    if line.startswith("record "):
        return named in dataset.facts and dataset.facts[named].evidence.keys() <= articles.keys()
    return named in articles


def other_texts(articles: dict[str, Article], lock: Lock) -> list[str]:
    """The articles whose text at hand is not the one that the lock attests, each with the paragraphs that differ."""
    told = []
    for seed_id, article in sorted(articles.items()):
        if lock.articles.get(seed_id, article.digest) == article.digest:
            continue
        texts_now = {str(number): digest(text) for number, text in enumerate(article.paragraphs, 1)}
        attested = {number: value for (seed, number), value in lock.paragraphs.items() if seed == seed_id}
        differing = sorted(map(int, (number for number, _ in texts_now.items() ^ attested.items())))
        told.append(f"{seed_id} ({', '.join(f'¶{number}' for number in dict.fromkeys(differing))})")
    return told
