"""Compute how much is quoted, and which sentences are cited.

The lock is enough, without the texts. The limits are 75 % of a sentence or 60 characters, whichever is more,
and 40 % of an article (without bylines and page furniture) or 800 characters, whichever is more. They hold for
all facts together; each character counts once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from factpack.dataset import Dataset
from factpack.evidence.sentences import Span, meet
from factpack.models.parts import Located
from factpack.models.records import Fact, Seed
from factpack.problems import Problem

SENTENCE: Final = (0.75, 60)
ARTICLE: Final = (0.4, 800)
# Paragraphs that are not the article's text, by the reason under `unused`.
_FURNITURE: Final = frozenset(("byline", "boilerplate", "source_credit"))


class Budget(NamedTuple):
    """The characters of a text: all, quoted and allowed."""

    characters: int
    used: int
    allowed: int

    def __str__(self) -> str:
        return f"{self.used:,} of {self.allowed:,} characters quoted"


class Quotation(NamedTuple):
    """An evidence item, with its place if attested."""

    fact: Fact
    located: Located
    span: Span | None


Quotations = Mapping[tuple[str, int], list[Quotation]]  # by article and paragraph


def quotations(dataset: Dataset) -> Quotations:
    """Return all evidence items, by article and paragraph."""
    found: dict[tuple[str, int], list[Quotation]] = defaultdict(list)
    for fact, one in dataset.items():
        found[one.seed_id, int(one.paragraph)].append(Quotation(fact, one, dataset.span(fact, one)))
    return found


def budgets(dataset: Dataset, quoted: Quotations) -> dict[str, Budget]:
    """Return the budget of each article that the lock knows.

    A phrase that is not attested counts with its full length, unless it is within another one.
    """
    found = {}
    for seed_id in sorted(dataset.seeds.keys() & dataset.lock.articles.keys()):
        seed, known = dataset.seeds[seed_id], dataset.lock.paragraphs
        furniture = {number for number, reason in seed.unused_paragraphs().items() if reason in _FURNITURE}
        places = [(seed_id, at) for at in range(1, seed.paragraphs + 1) if (seed_id, at) in known]
        characters = sum(known[place].sentences[-1][1] for place in places if place[1] not in furniture)
        used = sum(_characters(quoted.get(place, ())) for place in places)
        found[seed_id] = Budget(characters, used, allowed(characters))
    return found


def summary(dataset: Dataset) -> str:
    """Return the budgets nearest to their limits, in one line."""
    known = budgets(dataset, quotations(dataset)).items()
    fullest = sorted(known, key=lambda one: -one[1].used / one[1].allowed)[:5]
    return ", ".join(f"{seed_id} {budget.used:,} / {budget.allowed:,}" for seed_id, budget in fullest)


def _characters(quoted: Iterable[Quotation]) -> int:
    phrases = {one.located.item.phrase: one.span for one in sorted(quoted, key=lambda one: bool(one.span))}
    unplaced = (phrase for phrase, span in phrases.items() if span is None)
    once = (one for one in unplaced if not any(one in other for other in phrases if other != one))
    return len(_covered(quoted, 0, 10**6)) + sum(map(len, once))


def _covered(quoted: Iterable[Quotation], start: int, end: int) -> set[int]:
    """Return the offsets in a range that phrases cover."""
    spans = (one.span for one in quoted if one.span)
    return {offset for first, last in spans for offset in range(max(start, first), min(end, last))}


def of_sentence(quoted: Iterable[Quotation], span: Span) -> Budget:
    """Return the budget of a sentence."""
    length = span[1] - span[0]
    return Budget(length, len(_covered(quoted, *span)), allowed(length, SENTENCE))


def allowed(characters: int, limit: tuple[float, int] = ARTICLE) -> int:
    """Return how many characters of a text may be quoted."""
    share, least = limit
    return max(int(characters * share), least)


def check(dataset: Dataset) -> Iterator[Problem]:
    """Report each sentence and article that is quoted too much."""
    by_paragraph = quotations(dataset)
    for (seed_id, number), quoted in sorted(by_paragraph.items(), key=lambda one: one[0]):
        for span in dataset.lock.sentences(seed_id, number):
            budget = of_sentence(quoted, span)
            if (excess := budget.used - budget.allowed) > 0:
                within = [one for one in quoted if meet(one.span, span)]
                longest = max(within, key=lambda one: len(one.located.item.phrase))
                phrases = ", ".join(dict.fromkeys(repr(one.located.item.phrase) for one in within))
                what = f"{budget.used} of the {budget.characters} characters of a sentence"
                message = f"The phrases from {seed_id} ¶{number} quote {what}, more than {budget.allowed}: {phrases}."
                at = (*longest.located.pointer, "phrase")
                fix = f"Cut {excess} characters: let the phrases overlap, shorten them (keep three words), or omit optional values."
                yield dataset.problem("facts", longest.fact.id, at, message, fix, "quoted-too-much")
    for seed_id, budget in budgets(dataset, by_paragraph).items():
        if (excess := budget.used - budget.allowed) > 0:
            message = f"Phrases quote {budget.used:,} characters of {seed_id}, more than {budget.allowed:,}."
            cited = {one.item.phrase for _, one in dataset.items() if one.seed_id == seed_id}
            listed = ", ".join(map(repr, sorted(cited, key=lambda one: (-len(one), one))[:3]))
            fix = (
                f"Cut {excess:,} characters: omit remarks and capacities, or shorten phrases to three words or more. "
                f"Shared characters count once. The longest: {listed}."
            )
            yield dataset.problem("seeds", seed_id, ("paragraphs",), message, fix, "quoted-too-much")


class Use(NamedTuple):
    """The active facts that cite a paragraph and its sentences.

    facts: by number of the sentence, 0 for the paragraph; spans: those of the sentences; is_known: whether the lock has
    the paragraph and the span of each phrase from it.
    """

    facts: dict[int, list[str]]
    spans: tuple[Span, ...]
    is_known: bool


def uses(seed: Seed, dataset: Dataset, quoted: Quotations) -> list[Use]:
    """Return how the facts use each paragraph of an article."""
    found = []
    for number in range(1, seed.paragraphs + 1):
        active = [one for one in quoted.get((seed.id, number), ()) if one.fact.withdrawn is None]
        spans = dataset.lock.sentences(seed.id, number)
        facts = {0: [one.fact.id for one in active]}
        for sentence, span in enumerate(spans, 1):
            facts[sentence] = [one.fact.id for one in active if meet(one.span, span)]
        found.append(Use(facts, spans, bool(spans) and all(one.span for one in active)))
    return found


def missing(seed: Seed, used: list[Use]) -> list[str]:
    """Return what is neither cited nor `unused`: 4, 13s2."""
    listed = [(part.paragraph, part.sentence) for part in seed.unused_parts()]
    found = []
    for number, use in enumerate(used, 1):
        own = {sentence for paragraph, sentence in listed if paragraph == number}
        if not use.facts[0] and not own:
            found.append(f"{number}")
        elif use.is_known and 0 not in own:
            found += [f"{number}s{i}" for i, facts in use.facts.items() if i and not facts and i not in own]
    return found
