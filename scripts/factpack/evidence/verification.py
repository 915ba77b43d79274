"""Check that phrases are where the records say.

With the texts, the phrases are looked up in them; without the texts, the records are compared with the lock.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from factpack import claims, text_files
from factpack.dataset import Dataset
from factpack.evidence import cues, days, lexicon, quotation, sentences, texts
from factpack.evidence import lock as lock_file
from factpack.evidence.lock import Lock, item_digest, record_digest
from factpack.evidence.sentences import Span
from factpack.evidence.texts import Article, digest
from factpack.models import edtf
from factpack.models.codelists import MEETING_KIND, SANCTIONS_MEASURE
from factpack.models.parts import Item, Located
from factpack.models.records import Actor, Count, Fact, Meeting, Sanctions, fact_type, stage_of
from factpack.models.types import LONGEST_PHRASE
from factpack.problems import Pointer, Problem

_CREDITED = {"breakdown", "measure", "persons", "released", "stage", "value"}
OF_ACT = {"kind", "measure", "released", "stage", "value"}
_CONDITIONAL = ("considered", "demanded", "offered", "possible")  # stages of what mostly depends on something
# A credit for a whole sentence, or the words before it: "Norland said that …", "…, Norland said", "…, according to Norland".
_CREDIT = (
    r"^[\"“]?(?:According to {before}{name}\b(?!['’]s)|By {before}{name}['’]s? (?:own )?(?:reckoning|count|estimate|tally)\b|{before}{name},?(?: \w+ly| also)?"
    r" (?:(?:said|says|claims?|claimed|insists?|insisted)(?! (?:in|to)\b)|{says}(?: [\w'’-]+){{0,6}} that) )"
    r"|, (?:{before}{name},?(?: \w+ly| also)? {says}\b(?! (?:that|it|he|she|they)\b)|according to {before}{name}\b(?!['’]s))"
)
_OPENING = rf"(?:{lexicon.MODAL}|{lexicon.INTENDED})(?: (?!not\b)\w+)*"
# The date of an act after its word, with only an object and a place between them.
_ITS_DATE = re.compile(
    r"~(?: (?:(?:on|off) the |(?!(?:about|after|against|ahead|amid|and|as|before|but|during|following|for|from|made|of|over|since|than"
    r"|that|the|those|through|to|until|wh\w+|will|with|without|would|\w+ed)\b))[\w'’.-]+){0,7}? (?:on |in )?(?:late |early |mid-)?D\b"
    rf"(?!.*(?:D|{lexicon.DAYS_APART})\b)"
)
_BEFORE_NAME = r"(?:(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is|[A-Z][\w-]+['’]s?) )?(?:(?!said\b|says\b|told\b)[A-Za-z][\w'-]*,? ){0,3}"


def _entries(dataset: Dataset, articles: dict[str, str]) -> Iterator[tuple[str, str, str, Pointer, str]]:
    """Yield the lock's lines, except on items and paragraphs.

    Each with its place (register, record, pointer) and what it attests. articles: the digests of their texts.
    """
    for fact_id, fact in sorted(dataset.facts.items()):
        yield f"record {fact_id} {record_digest(fact)}", "facts", fact_id, ("id",), fact_id
    for seed_id, seed in sorted(dataset.seeds.items()):
        article, at = articles.get(seed_id, ""), ("seeds", seed_id)
        what = f"The number of paragraphs of {seed_id}, {seed.paragraphs},"
        yield f"article {seed_id} {seed.paragraphs} {article}", *at, ("paragraphs",), what
        if seed.title is not None:
            line = f"title {seed_id} {digest(article, seed.title)}"
            yield line, *at, ("title",), f"The title of {seed_id}"
    for register, entry_id, seed_id, spellings in _spellings(dataset):
        line = f"name {entry_id} {seed_id} {digest(articles.get(seed_id, ''), *spellings)}"
        what = f"The list of spellings of {entry_id!r} in {seed_id}"
        yield line, register, entry_id, ("spellings", seed_id), what


def _spellings(dataset: Dataset) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield register, entry, article, and its spellings of the entry."""
    for register in ("actors", "places"):
        entries: Any = dataset.register(register)
        for entry_id, entry in sorted(entries.items()):
            for seed_id, spellings in entry.spellings.items():
                yield register, entry_id, seed_id, spellings


def attach(dataset: Dataset, lock: Lock) -> None:
    """Give a dataset its lock and mark attested items."""
    dataset.lock = lock
    dataset.spans = {
        (fact.id, *located[:3]): span
        for fact, located in dataset.items()
        if (span := lock.items.get(_digest(fact, located, lock)))
    }


def _digest(fact: Fact, located: Located, lock: Lock) -> str:
    """Return an item's digest; empty for an unknown paragraph."""
    paragraph = lock.paragraphs.get((located.seed_id, int(located.paragraph)))
    return item_digest(fact, located, paragraph.digest) if paragraph else ""


def check_lock(dataset: Dataset, severity: str) -> Iterator[Problem]:
    """Yield what the lock does not attest, and excessive quotation.

    For an unknown article, there is only one problem. Too much quotation is an error, whatever the severity of the others.
    """
    lock, citing = dataset.lock, defaultdict[str, list[str]](list)
    in_doubt = dataset.seeds.keys() - lock.articles.keys()  # already reported, and not reported again

    def problem(kind: str, register: str, record_id: str, pointer: Pointer, what: str) -> Problem:
        fix = "A maintainer who has the article runs `factpack verify --texts DIR` to attest it."
        return dataset.problem(register, record_id, pointer, f"{what}.", fix, f"unverified-{kind}", severity)

    for fact, one in dataset.items():
        citing[one.seed_id].append(fact.id)
        if dataset.span(fact, one) is None:
            in_doubt.add(fact.id)
            if one.seed_id in lock.articles:
                what = f"{one.item.phrase!r} in {one.seed_id} ¶{one.paragraph} is not yet verified"
                at = (*one.pointer, "phrase")
                yield problem("item", "facts", fact.id, at, f"{what}: {_change(fact, one, lock)}")
    for seed_id in sorted(in_doubt & dataset.seeds.keys()):
        count = f"{len(citing[seed_id])} phrases in {len(set(citing[seed_id]))} facts"
        what = f"The article {seed_id}, with {count}, is not yet verified"
        yield problem("article", "seeds", seed_id, ("id",), what)
    kept = {line.rpartition(" ")[0] for line in lock.lines}
    for line, register, record_id, pointer, what in _entries(dataset, lock.articles):
        if line not in lock.lines and lock_file.subject(line) not in in_doubt:
            is_new = pointer != ("paragraphs",) and line.rpartition(" ")[0] not in kept
            kind, how = "record" if register == "facts" else "name", "is new" if is_new else "changed"
            yield problem(kind, register, record_id, pointer, f"{what} is not yet verified: it {how}")
    yield from quotation.check(dataset)


def _change(fact: Fact, located: Located, lock: Lock) -> str:
    """Return how an item differs from what the lock attests.

    The lock has digests, and the span of each phrase. A lock entry of this fact and article that matches no item is a
    former version: of the item in its paragraph or, failing that, of the item whose phrase has the same length.
    """
    digests = {_digest(fact, one, lock) for one in fact.items()}
    begin = f"item {fact.id} {located.seed_id} "
    entries = [line.split(" ")[3:] for line in lock.lines if line.startswith(begin)]
    length = len(texts.fold(located.item.phrase))
    former = {
        (paragraph, end - start == length)
        for paragraph, _, mark in entries
        if mark not in digests
        for start, end in [lock.items[mark]]
    }
    if (located.paragraph, True) in former:
        return "a value that it supports, its paragraph or another key of the item changed"
    if (located.paragraph, False) in former:
        return "its phrase changed"
    moved = min((int(paragraph) for paragraph, as_long in former if as_long), default=None)
    return "it is new" if moved is None else f"it was in ¶{moved}"


def read_articles(folder: Path, dataset: Dataset) -> tuple[dict[str, Article], list[Problem]]:
    """Return a folder's texts, by seed, and the problems.

    A missing text is a notice, so that anyone with some of the articles can check those; an unreadable text is
    an error, and so is a folder that has no text.
    """
    articles, problems = {}, []
    for seed_id, seed in sorted(dataset.seeds.items()):
        try:
            articles[seed_id] = Article.of(text_files.decode((folder / seed.original_file).read_bytes()))
        except (OSError, UnicodeDecodeError) as error:
            is_missing = isinstance(error, FileNotFoundError)
            what = "is not there, so its phrases are not checked" if is_missing else "cannot be read"
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            message = f"The text of {seed_id}, {seed.original_file}, {what}: {reason}."
            fix = "Put the text into the folder of texts, as UTF-8."
            kind = ("text-not-at-hand", "notice") if is_missing else ("unreadable-text", "error")
            problems.append(dataset.problem("seeds", seed_id, ("original_file",), message, fix, *kind))
    if not articles:
        message = "The folder of texts does not have the text of any article, so nothing was checked."
        fix = "Give each text the name that its seed has under `original_file`."
        problems.append(Problem("seeds", 0, 0, "no-text", message, fix))
    return articles, problems


class Correction(NamedTuple):
    """An item's paragraph and phrase as the text has them."""

    fact_id: str
    located: Located
    paragraph: str
    phrase: str


@dataclass
class Verification:
    """The problems, the lock's lines and the possible corrections."""

    dataset: Dataset
    articles: dict[str, Article]
    problems: list[Problem] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    corrections: list[Correction] = field(default_factory=list)


def verify(dataset: Dataset, articles: dict[str, Article]) -> Verification:
    """Check every phrase, spelling, title and paragraph count."""
    done = Verification(dataset, articles)
    for seed_id, article in articles.items():
        done.problems += _verify_article(seed_id, article, done)
    for fact, located in dataset.items():
        if located.seed_id in articles:
            done.problems += _verify_item(fact, located, done)
    for register, entry_id, seed_id, spellings in _spellings(dataset):
        for index, spelling in enumerate(spellings):
            if seed_id in articles and not articles[seed_id].places(spelling):
                at, message = ("spellings", seed_id, index), f"{seed_id} does not print {spelling!r}."
                fix = "Write it as the article has it, or delete it."
                done.problems += [dataset.problem(register, entry_id, at, message, fix, "spelling-not-found")]
    digests = {seed_id: article.digest for seed_id, article in articles.items()}
    lines = (line for line, *_ in _entries(dataset, digests) if not line.startswith("article "))
    done.lines.update(line for line in lines if _rests_on(line, dataset, articles))
    return done


def _rests_on(line: str, dataset: Dataset, articles: dict[str, Article]) -> bool:
    """Return whether a line rests on available articles only."""
    named = lock_file.subject(line)
    if line.startswith("record "):
        return named in dataset.facts and dataset.facts[named].evidence.keys() <= articles.keys()
    return named in articles


def _verify_article(seed_id: str, article: Article, done: Verification) -> Iterator[Problem]:
    """Check an article's title and paragraph count."""
    seed, count = done.dataset.seeds[seed_id], len(article.paragraphs)
    done.lines.add(f"article {seed_id} {count} {article.digest}")
    for number, text in enumerate(article.paragraphs, 1):
        spans = (f"{start}-{end}" for start, end in _sentences_of(done.dataset.lock, seed_id, number, text))
        done.lines.add(f"paragraph {seed_id} {number} {','.join(spans)} {digest(text)}")
    if seed.paragraphs != count:
        message = f"The text has {count} paragraphs, but the record says {seed.paragraphs}."
        fix = f"Write `paragraphs: {count}`."
        yield done.dataset.problem("seeds", seed_id, ("paragraphs",), message, fix, "paragraph-count")
    if seed.title is not None and not article.places(seed.title):
        message, fix = f"The title {seed.title!r} is not in the text.", "Copy it as the article has it."
        yield done.dataset.problem("seeds", seed_id, ("title",), message, fix, "title-not-found")


def errors_of_texts_first(problems: Iterable[Problem], in_texts: list[Problem]) -> list[Problem]:
    """Return the problems of the texts, then the others.

    Other problems at the place of an error are left out: if its text lacks a phrase, what the phrase says does not matter.
    """
    places = {(one.path, one.pointer) for one in in_texts if one.severity == "error"}
    return [*in_texts, *(one for one in problems if (one.path, one.pointer) not in places)]


def attach_texts(dataset: Dataset, articles: dict[str, Article]) -> Verification:
    """Add what available texts support to the dataset's lock."""
    done = verify(dataset, articles)
    attach(dataset, Lock.of(dataset.lock.lines | done.lines))
    return done


def _sentences_of(lock: Lock, seed_id: str, number: int, text: str) -> tuple[Span, ...]:
    """Return a paragraph's sentences: the lock's, else the splitter's."""
    known = lock.paragraphs.get((seed_id, number))
    if known and known.digest == digest(text):
        whole = "".join(text[start:end] for start, end in known.sentences)
        # A lock that was edited by hand may have sentences that overlap, or leave out some of the text.
        if whole.replace(" ", "") == text.replace(" ", ""):
            return known.sentences
    return tuple(sentences.split(text))


def _verify_item(fact: Fact, located: Located, done: Verification) -> Iterator[Problem]:
    """Check an item's phrase, and whom it credits."""
    (seed_id, paragraph, _, item), problem = located, partial(done.dataset.problem, "facts", fact.id)
    article, number, at = done.articles[seed_id], int(paragraph), (*located.pointer, "phrase")
    text = article.paragraphs[number - 1] if number <= len(article.paragraphs) else ""
    place = texts.find(item.phrase, text)
    if place is None:
        cut = " as whole words: it cuts a word or a number" if texts.fold(item.phrase) in text else ""
        message = f"{item.phrase!r} is not in {seed_id} ¶{paragraph}{cut}."
        yield problem(at, message, _correct(fact, located, text, done), "phrase-not-found")
        return
    missing = texts.left_out(text, *place)
    # "Is to" leaves the act open, but not when or where it is.
    is_of_act = {path.partition(".")[0] for path in item.supports} & {*_CREDITED, *OF_ACT}
    is_condition = missing.lower() in ("if", "unless") and stage_of(fact) in _CONDITIONAL
    if missing and not is_condition and (is_of_act or not re.fullmatch(_OPENING, missing.lower())):
        message = f"{item.phrase!r} leaves out {missing!r}, which changes its meaning."
        fix = "Include it in the phrase, and correct the value if it changes."
        yield problem(at, message, fix, "phrase-cut-off")
    spans = _sentences_of(done.dataset.lock, seed_id, number, text)
    around = next(span for span in spans if sentences.meet(place, span))
    sentence = text[slice(*around)]
    if "stage" in item.supports and (found := _stages_otherwise(fact, item.phrase, sentence)) is not None:
        what = f" says {' and '.join(map(repr, sorted(found)))}" if found else " does not"
        message = f"{item.phrase!r} supports {stage_of(fact)!r}, but its whole sentence{what}."
        fix = "Correct the stage, or quote more of the sentence."
        yield problem(at, message, fix, "phrase-cut-off", "warning")
    if source := _uncredited(fact, item, seed_id, sentence, done.dataset.actors):
        credited = " and ".join(map(repr, item.attributed_to))
        but = f"credits {credited}" if credited else "has no `attributed_to`"
        message = f"The sentence with {item.phrase!r} credits {source!r}, but the item {but}."
        fix = f"{'Write' if credited else 'Add'} `attributed_to: [{source}]`."
        yield problem(at, message, fix, "credit-missing", "warning")
    behind = re.split(r",(?! [12]\d{3}\b)|[;:–—()“”\"]", text[place[1] : around[1]])[0]
    if other := _other_date(fact, located, behind, done.dataset):
        message = f"The sentence with {item.phrase!r} gives {other!r}, but the record has '{fact.date}'."
        fix = "Correct the date, or list that of the article under `says`."
        yield problem(at, message, fix, "other-date", "warning")
    mark = item_digest(fact, located, digest(text))
    done.lines.add(f"item {fact.id} {seed_id} {paragraph} {place[0]}-{place[1]} {mark}")
    # A paragraph may say only "he said" or "she added": the one before may name the actor who is credited.
    near = article.paragraphs[max(0, number - 2) : number]
    for position, actor_id in enumerate(item.attributed_to):
        actor = done.dataset.actors.get(actor_id)  # a dangling reference is reported elsewhere
        if actor and not any(
            texts.find(one, text) for one in actor.spellings.get(seed_id, ()) for text in near
        ):
            at = (*located.pointer, "attributed_to", position)
            message = f"Neither {seed_id} ¶{paragraph} nor the one before has a spelling of {actor_id!r}."
            fix = "Credit the source that the article credits there, or add the spelling to the register."
            yield problem(at, message, fix, "credit-not-named")


def _stages_otherwise(fact: Fact, phrase: str, sentence: str) -> frozenset[str] | None:
    """Return the stages of a sentence that belies its phrase.

    None if it states the act as done, as the phrase does, or as a claim. A statement or a journey is often not an act in its whole sentence.
    A measure that only the whole sentence reports as in force is not announced.
    """
    kind, measure = fact_type(fact), getattr(fact, "measure", "")
    found, stated = cues.stages(sentence, kind, measure), cues.stages(phrase, kind, measure)
    if kind == "sanctions" and not stated and stage_of(fact) not in cues.DONE:
        return found if found == {"in_force"} else None
    is_other = not found & (cues.DONE | {"claimed"}) and (found or kind != "meeting")
    return found if stage_of(fact) in cues.DONE & stated and is_other else None


def _uncredited(fact: Fact, item: Item, seed_id: str, sentence: str, actors: dict[str, Actor]) -> str:
    """Return the source of a sentence that an item omits.

    Only for figures, acts and persons, whose source matters most. Skip meetings whose act is a statement, actors that
    the item supports, phrases after a mid-sentence credit, and items that credit somebody on the same side, or
    somebody whom the sentence may credit: by "she said", or a verb of saying near the name.
    """
    sentence = next((part for part in sentence.split("; ") if item.phrase in part), sentence)
    fields, credited = {path.partition(".")[0] for path in item.supports}, item.attributed_to
    is_speech = isinstance(fact, Meeting) and fact.kind in ("press_statement", "briefing", "consultation")
    if is_speech or _CREDITED.isdisjoint(fields):
        return ""
    spelled = {key: "|".join(map(re.escape, one.spellings.get(seed_id, []))) for key, one in actors.items()}
    says, few = f"(?:{lexicon.SAYING})", r"(?: [\w'’-]+){0,4}? "
    for name in (spelled[one] for one in credited if spelled.get(one)):
        if re.search(
            rf"\b(?:(?:{name})(?:,[^,]*,)?{few}{says}|{says}{few}(?:{name})|(?i:s?he|they)(?: also)? {says})\b",
            sentence,
        ):
            return ""
    named = {path.partition(".")[2] for path in item.supports}
    named |= {above for one in credited for above in (one, *claims.around(one, actors))}
    for actor in actors.values():
        is_named = actor.id in named or not set(credited).isdisjoint(claims.around(actor.id, actors))
        if spelled[actor.id] and not is_named and actor.kind not in ("outlet", "report"):
            pattern = _CREDIT.format(before=_BEFORE_NAME, name=f"(?:{spelled[actor.id]})", says=says)
            found = re.search(pattern, sentence)
            if found and not 0 < found.start() < sentence.find(item.phrase):
                return actor.id
    return ""


def _other_date(fact: Fact, one: Located, behind: str, dataset: Dataset) -> str:
    """Return another date that a sentence prints for an act.

    Only for counts, and acts that are done. The date opens the phrase, or follows "as of" or a word for the act. A printed
    year is often that of something else. behind: the words after the phrase, up to a comma.
    """
    own, published, phrase = fact.date, dataset.seeds[one.seed_id].published, one.item.phrase
    direct = {path for path in one.item.supports if not one.item.reason(path)}
    said = {path for item in fact.items() if item.seed_id == one.seed_id for path in item.item.says}
    if (
        (not isinstance(fact, Count) and stage_of(fact) not in cues.DONE)
        or not isinstance(own, edtf.Edtf)
        or own.approximate
        or own.uncertain
        or "date" in direct | said
        or direct.isdisjoint(OF_ACT)
    ):
        return ""
    text, is_count = f"{phrase}{behind}", isinstance(fact, Count)
    words = re.finditer("as of" if is_count else r"(?<!those )\b[\w'’-]+", text)
    ends = [one.end() for one in words if is_count or (one.end() <= len(phrase) and names_act(fact, one[0]))]
    if not is_count and re.match(rf"(?:on )?D, (?:\d+|{lexicon.SMALL})\b", days.undated(phrase)):
        ends.insert(0, 0)  # "On May 2, nine were freed"
    for end in ends:
        rest = f"~ {text[end:].lstrip()}"
        found = days.dates(rest, published) if _ITS_DATE.match(days.undated(rest)) else []
        other = {one.text: claims.days(edtf.parse(one.text)) for one in found if one.how != "stated"}
        conflicts = [claims.compare_intervals(one, claims.days(own)) == "conflict" for one in other.values()]
        if conflicts and all(conflicts):
            return next(iter(other))
    return ""


def names_act(fact: Fact, words: str) -> bool:
    """Return whether words name a fact's completed act."""
    if isinstance(fact, Meeting):
        found = fact.kind in cues.codes(words, MEETING_KIND)
    elif isinstance(fact, Sanctions):
        found = fact.measure in cues.codes(f"{words} sanctions", SANCTIONS_MEASURE)
    else:
        found = bool(cues.stages(words, fact_type(fact)))
    return found and stage_of(fact) in cues.DONE


def _correct(fact: Fact, located: Located, text: str, done: Verification) -> str:
    """Return the fix for a phrase that is not found.

    Record the correction if it is the only one in its paragraph or, failing that, the only one in the article and in a
    neighbouring paragraph.
    """
    article, number, phrase = done.articles[located.seed_id], int(located.paragraph), located.item.phrase
    every = {
        (at, words)
        for at, text in enumerate(article.paragraphs, 1)
        for words in texts.typographic(phrase, text)
    }
    possible = {one for one in every if one[0] == number} or every
    at, words = min(possible, default=(0, ""))
    if len(possible) == 1 and abs(at - number) <= 1 and len(words) <= LONGEST_PHRASE:
        done.corrections.append(Correction(fact.id, located, str(at), words))
        move, write = [f"move the item to ¶{at}"] * (at != number), [f"write {words!r}"] * (words != phrase)
        fix = ", and ".join([*move, *write])
        return f"{fix[0].upper()}{fix[1:]}; `factpack verify --fix` does it."
    if elsewhere := ", ".join(f"¶{place}" for place in article.places(phrase)):
        return f"It is in {elsewhere}: move the item."
    nearest = texts.nearest(phrase, text)
    offer = f"Did you mean {nearest!r}? " if nearest else ""
    return f"{offer}Copy the words as the article has them."


def check_against_texts(dataset: Dataset, articles: dict[str, Article]) -> Iterator[Problem]:
    """Yield every problem that the texts show.

    They also show which lines of the lock they do not support, and which are missing. A line that rests on an
    unavailable text is not checked.
    """
    done = verify(dataset, articles)
    yield from done.problems
    has_all = articles.keys() == dataset.seeds.keys()
    for line in sorted(dataset.lock.lines ^ done.lines):
        is_missing = line in done.lines
        if is_missing or has_all or _rests_on(line, dataset, articles):
            rule = "incomplete-lock" if is_missing else "stale-lock"
            what = "The line is missing" if is_missing else "The texts do not support the line"
            fix = "Run `factpack verify --texts DIR`, and look at what changes."
            yield Problem(lock_file.PATH, 0, 0, rule, f"{what}: {line[:100]}…", fix)


def other_texts(articles: dict[str, Article], lock: Lock) -> list[str]:
    """Return the articles and paragraphs that differ from the lock."""
    found = []
    for seed_id, article in sorted(articles.items()):
        if lock.articles.get(seed_id, article.digest) != article.digest:
            now = {(number, digest(text)) for number, text in enumerate(article.paragraphs, 1)}
            attested = {(at, one.digest) for (seed, at), one in lock.paragraphs.items() if seed == seed_id}
            numbers = sorted({number for number, _ in now ^ attested})
            found.append(f"{seed_id} ({', '.join(f'¶{number}' for number in numbers)})")
    return found
