"""Layer 5: the phrases are where the records say.

With the texts it is checked, without them compared with the lock.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factpack import text_files
from factpack.dataset import Dataset
from factpack.evidence import lock as lock_file
from factpack.evidence import quotation, sentences, texts
from factpack.evidence.digests import item_digest, record_digest
from factpack.evidence.lock import Lock
from factpack.evidence.sentences import Span
from factpack.evidence.texts import Article, digest
from factpack.models.parts import Item, Located
from factpack.models.records import Fact
from factpack.models.types import LONGEST_PHRASE
from factpack.problems import Pointer, Problem


def _items(dataset: Dataset) -> Iterator[tuple[Fact, Located]]:
    for _, fact in sorted(dataset.facts.items()):
        for located in fact.items():
            yield fact, located


# --- without the texts -----------------------------------------------------------------------------------------------


def attach(dataset: Dataset, lock: Lock) -> None:
    """Give a dataset its lock and mark attested items."""
    dataset.lock = lock
    dataset.spans = {}
    for fact, (seed_id, paragraph, position, item) in _items(dataset):
        text = lock.paragraphs.get((seed_id, int(paragraph)))
        span = text and lock.items.get(item_digest(fact, seed_id, paragraph, item, text.digest))
        if span:
            dataset.spans[fact.id, seed_id, paragraph, position] = span


def check_lock(dataset: Dataset, severity: str) -> Iterator[Problem]:
    """Yield everything that the lock does not attest.

    Items, records, spellings and titles; for an unknown article, one problem. What is quoted too much is an
    error, whatever the severity of the others.
    """
    fix = "Somebody who has the article runs `factpack verify --texts DIR`; until then it counts as not verified."
    lock = dataset.lock
    kept = {line.rpartition(" ")[0] for line in lock.lines}
    unknown = {seed_id: list[str]() for seed_id in dataset.seeds.keys() - lock.articles.keys()}
    found: list[tuple[str, str, str, Pointer, str]] = []
    for fact_id, fact in sorted(dataset.facts.items()):
        in_doubt = [one for one in fact.items() if dataset.span(fact, one) is None]
        open_items = [one for one in in_doubt if one.seed_id not in unknown]
        for one in in_doubt:
            if one.seed_id in unknown:
                unknown[one.seed_id].append(fact_id)
        for one, change in _changes(fact, open_items, lock) if open_items else ():
            what = f"{one.item.phrase!r} in {one.seed_id} ¶{one.paragraph} is not yet verified: {change}."
            found.append(("item", "facts", fact_id, (*one.pointer, "phrase"), what))
        if not in_doubt and record_digest(fact) not in lock.records:
            changed = "a value, a link, a part or a resolution changed"
            what = changed if f"record {fact_id}" in kept else "the record is new"
            found.append(("record", "facts", fact_id, ("id",), f"{fact_id} is not yet verified: {what}."))
    for seed_id, citing in sorted(unknown.items()):
        what = f"The article {seed_id}, with {len(citing)} phrases in {len(set(citing))} facts, is not yet verified."
        found.append(("article", "seeds", seed_id, ("id",), what))
    for line, register, record_id, pointer, name in _attested(dataset, lock.articles):
        if line not in lock.lines and lock_file.subject(line) not in unknown:
            is_known = line.split(" ")[0] == "article" or line.rpartition(" ")[0] in kept
            what = f"{name} is not yet verified: it {'changed' if is_known else 'is new'}."
            found.append(("name", register, record_id, pointer, what))
    for kind, register, record_id, pointer, what in found:
        problem = dataset.problem(register, record_id, pointer, what, fix)
        yield dataset.located(problem, f"unverified-{kind}", severity)
    yield from quotation.check(dataset)


def _changes(fact: Fact, open_items: list[Located], lock: Lock) -> Iterator[tuple[Located, str]]:
    """Yield each item not attested, with what changed.

    The lock has digests, and the place and length of each phrase. An entry of the fact and the article that no item
    matches any more is the former form of an item: of one as long in the same paragraph first, then of another
    phrase there, then of an item elsewhere.
    """
    matched, unchanged = set(), set[str]()
    for one in fact.items():
        paragraph = lock.paragraphs.get((one.seed_id, int(one.paragraph)))
        mark = paragraph and item_digest(fact, one.seed_id, one.paragraph, one.item, paragraph.digest)
        if mark in lock.items:
            matched.add(mark)
            unchanged.update(one.item.supports)
    entries = (line.split(" ") for line in sorted(lock.lines) if line.startswith(f"item {fact.id} "))
    former = [(seed, paragraph, span) for _, _, seed, paragraph, span, mark in entries if mark not in matched]
    changes: dict[Pointer, str] = {}
    for in_place, as_long in ((True, True), (True, False), (False, True), (False, False)):
        for one in open_items:
            if one.pointer in changes:
                continue
            for entry in former:
                start, end = map(int, entry[2].split("-"))
                is_as_long = end - start == len(texts.fold(one.item.phrase))
                if (entry[0], entry[1] == one.paragraph, is_as_long) == (one.seed_id, in_place, as_long):
                    former.remove(entry)
                    change = _change(fact, one, lock, unchanged) if as_long else "its phrase changed"
                    changes[one.pointer] = change if in_place else f"it was in ¶{entry[1]}"
                    break
    for one in open_items:
        yield one, changes.get(one.pointer, "it is new")


def _change(fact: Fact, located: Located, lock: Lock, unchanged: set[str]) -> str:
    """Return what changed other than a phrase.

    Each part is tried without; where that is what the lock attests, the part is new.
    unchanged: the paths of the values that attested items support.
    """
    seed_id, number, _, item = located
    paragraph = lock.paragraphs.get((seed_id, int(number)))
    if paragraph is None:
        return "its paragraph changed"

    def is_attested(former: Item) -> bool:
        return item_digest(fact, seed_id, number, former, paragraph.digest) in lock.items

    for path in item.supports:
        rest = [one for one in item.supports if one != path]
        if is_attested(item.model_copy(update={"supports": rest})):
            return f"it supports {path!r} now"
    for name, empty in (
        ("inference", None),
        ("misread", None),
        ("attributed_to", []),
        ("via", None),
        ("says", {}),
    ):
        if getattr(item, name) and is_attested(item.model_copy(update={name: empty})):
            return f"{name!r} was added"
    named = [path for path in item.supports if path not in unchanged]
    values = f"the value of {' or '.join(map(repr, named))}, or " if named else ""
    return f"{values}the phrase or another key of the item changed"


def _attested(dataset: Dataset, articles: dict[str, str]) -> Iterator[tuple[str, str, str, Pointer, str]]:
    """Yield the lock's lines on articles, titles and spellings.

    Each with its place (register, record, pointer) and what it attests.
    """
    for seed_id, seed in sorted(dataset.seeds.items()):
        article, at = articles.get(seed_id, ""), ("seeds", seed_id)
        line = f"article {seed_id} {seed.paragraphs} {article}"
        yield line, *at, ("paragraphs",), f"The number of paragraphs of {seed_id}, {seed.paragraphs},"
        if seed.title is not None:
            line = f"title {seed_id} {digest(article, seed.title)}"
            yield line, *at, ("title",), f"The title of {seed_id}"
    for register, entry_id, seed_id, spellings in _spellings(dataset):
        line = f"name {entry_id} {seed_id} {digest(articles.get(seed_id, ''), *spellings)}"
        what = f"The list of spellings of {entry_id!r} in {seed_id}"
        yield line, register, entry_id, ("spellings", seed_id), what


def _spellings(dataset: Dataset) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield register, entry, article and how it spells the entry."""
    for register in ("actors", "places"):
        entries: Any = dataset.register(register)
        for entry_id, entry in sorted(entries.items()):
            for seed_id, spellings in entry.spellings.items():
                yield register, entry_id, seed_id, spellings


# --- with the texts --------------------------------------------------------------------------------------------------


def read_articles(folder: Path, dataset: Dataset) -> tuple[dict[str, Article], list[Problem]]:
    """Return the texts in a folder, by seed.

    Also what could not be read. A text that is missing is a notice, so that anyone who has some of the
    articles can check those; one that cannot be read is an error, and so is a folder that has none of them.
    """
    articles, problems = {}, []
    for seed_id, seed in sorted(dataset.seeds.items()):
        text = f"The text of {seed_id}, {seed.original_file},"
        try:
            articles[seed_id] = Article.of(text_files.decode((folder / seed.original_file).read_bytes()))
            continue
        except FileNotFoundError:
            rule, severity, fix = "text-not-at-hand", "notice", "Put it there to check them too."
            message = f"{text} is not in the folder of texts: its phrases are not checked."
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            rule, severity, message = "unreadable-text", "error", f"{text} cannot be read: {reason}."
            fix = "Put the text into the folder of texts, as UTF-8."
        problem = dataset.problem("seeds", seed_id, ("original_file",), message, fix)
        problems.append(dataset.located(problem, rule, severity))
    if not articles:
        message = "The folder of texts has the text of no article: nothing was checked."
        fix = "Name each text as `original_file` in its record under seeds has it."
        problems.append(Problem("seeds", 0, 0, "no-text", message, fix))
    return articles, problems


@dataclass(frozen=True)
class Correction:
    """An item's paragraph and phrase as its text has them."""

    fact: str
    pointer: Pointer
    paragraph: str
    phrase: str


@dataclass
class Verification:
    """The problems found in the texts, and the lock's lines.

    corrections: of phrases that the text has in another type or in a neighbouring paragraph, and nowhere else.
    """

    dataset: Dataset
    articles: dict[str, Article]
    problems: list[Problem] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    corrections: list[Correction] = field(default_factory=list)

    def problem(self, rule: str, register: str, record_id: str, at: Pointer, message: str, fix: str) -> None:
        """Add a problem at a place in a record."""
        found = self.dataset.problem(register, record_id, at, message, fix)
        self.problems.append(self.dataset.located(found, rule))


def verify(dataset: Dataset, articles: dict[str, Article]) -> Verification:
    """Check the records against the texts.

    Every phrase, spelling, title and paragraph count. Where the dataset's lock has the sentences of a
    paragraph already, they are kept.
    """
    done = Verification(dataset, articles)
    for seed_id, article in articles.items():
        done.lines.add(f"article {seed_id} {len(article.paragraphs)} {article.digest}")
        for number, text in enumerate(article.paragraphs, 1):
            spans = (f"{start}-{end}" for start, end in sentences_of(dataset.lock, seed_id, number, text))
            done.lines.add(f"paragraph {seed_id} {number} {','.join(spans)} {digest(text)}")
        counted = dataset.seeds[seed_id].paragraphs
        if counted != len(article.paragraphs):
            message, fix = (
                f"The text has {len(article.paragraphs)} paragraphs, not {counted}.",
                "Correct the number.",
            )
            done.problem("paragraph-count", "seeds", seed_id, ("paragraphs",), message, fix)
    for fact, located in _items(dataset):
        if located.seed_id in articles:
            _verify_item(fact, located, done)
    done.lines |= {
        f"record {fact_id} {record_digest(fact)}"
        for fact_id, fact in dataset.facts.items()
        if fact.evidence.keys() <= articles.keys()
    }
    _verify_names(done)
    return done


def errors_of_texts_first(problems: Iterable[Problem], in_texts: list[Problem]) -> list[Problem]:
    """Return the problems of the texts, then the others.

    A phrase that its text does not have is reported as such, and not for what it says.
    """
    places = {(one.path, one.pointer) for one in in_texts}
    return [*in_texts, *(one for one in problems if (one.path, one.pointer) not in places)]


def attach_texts(dataset: Dataset, articles: dict[str, Article]) -> None:
    """Give a dataset the lock that available texts support."""
    attach(dataset, Lock.of(dataset.lock.lines | verify(dataset, articles).lines))


def sentences_of(lock: Lock, seed_id: str, number: int, text: str) -> tuple[Span, ...]:
    """Return a paragraph's sentences: the lock's, else the splitter's."""
    known = lock.paragraphs.get((seed_id, number))
    if known and known.digest == digest(text):
        starts, ends = zip(*known.sentences, strict=True)
        between = zip((0, *ends), (*starts, len(text)), strict=True)
        # A lock that was edited by hand may have sentences that overlap, or leave out some of the text.
        if all(start <= end and not text[start:end].strip() for start, end in between):
            return known.sentences
    return tuple(sentences.split(text))


def _verify_item(fact: Fact, located: Located, done: Verification) -> None:
    """Find the phrase of an item in its paragraph.

    Check that it cuts nothing off, and that the paragraph names anyone credited.
    """
    seed_id, paragraph, _, item = located
    article, number, where = done.articles[seed_id], int(paragraph), ("facts", fact.id)
    at: Pointer = (*located.pointer, "phrase")
    text = article.paragraphs[number - 1] if number <= len(article.paragraphs) else ""
    place = texts.find(item.phrase, text)
    if place is None:
        cut = " from token to token: it cuts a word or a number" if texts.fold(item.phrase) in text else ""
        correct = _correction(fact, located, article)
        if correct is None:
            elsewhere = ", ".join(f"¶{other}" for other in article.places(item.phrase))
            nearest = texts.nearest(item.phrase, text)
            fix = f"Did you mean {nearest!r}? " if nearest else ""
            fix += "Copy the words as the article has them."
            fix = f"It is in {elsewhere}: move the item." if elsewhere else fix
        else:
            done.corrections.append(correct)
            moved = correct.paragraph != paragraph
            fix = f"Move the item to ¶{correct.paragraph}" if moved else f"Write {correct.phrase!r}"
            fix += f", and write {correct.phrase!r}" if moved and correct.phrase != item.phrase else ""
            fix += "; `factpack verify --fix` does it."
        message = f"{item.phrase!r} is not in {seed_id} ¶{paragraph}{cut}."
        done.problem("phrase-not-found", *where, at, message, fix)
        return
    if missing := texts.left_out(text, *place):
        message = f"{item.phrase!r} leaves out {missing!r}, which changes what it says."
        fix = "Take it into the phrase, and correct the value if it changes."
        done.problem("phrase-cut-off", *where, at, message, fix)
    mark = item_digest(fact, seed_id, paragraph, item, digest(text))
    done.lines.add(f"item {fact.id} {seed_id} {paragraph} {place[0]}-{place[1]} {mark}")
    # He said, she added: an actor who is credited may be named in the paragraph before.
    near = article.paragraphs[max(0, number - 2) : number]
    for position, actor_id in enumerate(item.attributed_to):
        if actor_id not in done.dataset.actors:
            continue  # a dangling reference is reported elsewhere
        spellings = done.dataset.actors[actor_id].spellings.get(seed_id, [])
        if not any(texts.find(spelling, one) for spelling in spellings for one in near):
            at = (*located.pointer, "attributed_to", position)
            message = f"{seed_id} ¶{paragraph} and the paragraph before print no spelling of {actor_id!r}."
            fix = "Credit whom the article credits there, or register the spelling that it prints."
            done.problem("credit-not-named", *where, at, message, fix)


def _correction(fact: Fact, located: Located, article: Article) -> Correction | None:
    """Return the only possible place and words, if any.

    That is in its paragraph; or else in all of the article, if it is in a paragraph before or after.
    """
    number, phrase = int(located.paragraph), located.item.phrase
    every = {
        (at, words)
        for at, text in enumerate(article.paragraphs, 1)
        for words in texts.typographic(phrase, text)
    }
    possible = {one for one in every if one[0] == number} or every
    if len(possible) != 1:
        return None
    ((at, words),) = possible
    is_near = abs(at - number) <= 1 and len(words) <= LONGEST_PHRASE
    return Correction(fact.id, located.pointer, str(at), words) if is_near else None


def _verify_names(done: Verification) -> None:
    dataset, articles = done.dataset, done.articles
    digests = {seed_id: article.digest for seed_id, article in articles.items()}
    lines = (line for line, *_ in _attested(dataset, digests) if not line.startswith("article"))
    done.lines.update(line for line in lines if lock_file.subject(line) in articles)
    for seed_id, article in articles.items():
        title = dataset.seeds[seed_id].title
        if title is not None and not article.places(title):
            message, fix = f"The title {title!r} is not in the text.", "Copy it as the article has it."
            done.problem("title-not-found", "seeds", seed_id, ("title",), message, fix)
    for register, entry_id, seed_id, spellings in _spellings(dataset):
        for index, spelling in enumerate(spellings):
            if seed_id in articles and not articles[seed_id].places(spelling):
                at = ("spellings", seed_id, index)
                message = f"{seed_id} does not print {spelling!r}."
                fix = "Write it as the article has it, or delete it."
                done.problem("spelling-not-found", register, entry_id, at, message, fix)


def check_against_texts(dataset: Dataset, articles: dict[str, Article]) -> Iterator[Problem]:
    """Yield every problem in the texts.

    Also each line of the lock that they do not support, or that is missing. Where not all texts are
    available, a line that rests on another one is not checked.
    """
    done = verify(dataset, articles)
    yield from done.problems
    fix = "Run `factpack verify --texts DIR`, and look at what changes."
    for line in sorted(dataset.lock.lines ^ done.lines):
        message = f"The line is missing: {line[:100]}…"
        if line in done.lines:
            yield Problem(lock_file.PATH, 0, 0, "incomplete-lock", message, fix)
        elif _rests_on(line, dataset, articles):
            message = f"The texts do not support the line: {line[:100]}…"
            yield Problem(lock_file.PATH, 0, 0, "stale-lock", message, fix)


def _rests_on(line: str, dataset: Dataset, articles: dict[str, Article]) -> bool:
    """Say whether a line rests on available articles only."""
    if articles.keys() == dataset.seeds.keys():
        return True
    named = lock_file.subject(line)
    if line.startswith("record "):
        return named in dataset.facts and dataset.facts[named].evidence.keys() <= articles.keys()
    return named in articles


def other_texts(articles: dict[str, Article], lock: Lock) -> list[str]:
    """Return the articles and paragraphs that the lock lacks."""
    found = []
    for seed_id, article in sorted(articles.items()):
        if lock.articles.get(seed_id, article.digest) != article.digest:
            now = {(number, digest(text)) for number, text in enumerate(article.paragraphs, 1)}
            attested = {(at, one.digest) for (seed, at), one in lock.paragraphs.items() if seed == seed_id}
            numbers = sorted({number for number, _ in now ^ attested})
            found.append(f"{seed_id} ({', '.join(f'¶{number}' for number in numbers)})")
    return found
