"""The rules that judge sense. Each is a plain function that yields findings; its docstring is its manual.

A rule neither prints nor knows its severity: the list below gives the name and the severity, `run` stamps them on and
looks up the lines. A rule that can judge a fact by itself takes a `Case`, any other the dataset.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from factpack.halves import in_pieces
from factpack.load import Dataset
from factpack.models.records import Fact
from factpack.problems import Finding, Problem
from factpack.rules import dataset as whole
from factpack.rules import dates, evidence, figures, persons, readback, references
from factpack.rules.case import Case, Spellings, cases

T = TypeVar("T")


@dataclass(frozen=True)
class Rule:
    """A rule: its function, and how grave its findings are (error, warning or notice)."""

    check: Callable[..., Iterator[Finding]]
    severity: str = "error"

    @property
    def name(self) -> str:
        """The stable kebab-case name."""
        return self.check.__name__.replace("_", "-")

    @property
    def looks_at(self) -> str:
        """What the rule judges by itself: a `case`, which is one fact, or the whole `dataset`."""
        return next(iter(self.check.__annotations__))

    @property
    def manual(self) -> str:
        """What the rule is about."""
        return self.check.__doc__ or ""


# Layer 3. Where one of these finds something, a record is not what it seems, and the rules of sense wait.
REFERENCES = (
    Rule(references.unknown_reference),
    Rule(references.unknown_path),
    Rule(references.unknown_paragraph),
    Rule(references.repeated_element),
    Rule(references.actor_or_label),
    Rule(references.circular_within),
)

# Layer 4.
SENSE = (
    Rule(evidence.unbacked_value),
    Rule(evidence.idle_item),
    Rule(evidence.malformed_saying),
    Rule(evidence.saying_as_recorded),
    Rule(evidence.supported_and_said),
    Rule(evidence.implied_without_inference),
    Rule(persons.freed_not_said),
    Rule(persons.freed_by_no_act),
    Rule(evidence.relay_not_a_source),
    Rule(evidence.unresolved_conflict),
    Rule(evidence.needless_resolution),
    Rule(dates.date_span),
    Rule(dates.date_after_publication),
    Rule(dates.publication_not_checkable, "notice"),
    Rule(dates.weekday),
    Rule(dates.id_date),
    Rule(dates.publication_basis),
    Rule(dates.effective_date),
    Rule(figures.breakdown_total),
    Rule(figures.breakdown_sum),
    Rule(figures.breakdown_aspect),
    Rule(figures.percent_figure),
    Rule(figures.undeclared_overlap),
    Rule(figures.conflict_of_counts),
    Rule(whole.paragraph_account),
    Rule(whole.repeated_link),
    Rule(whole.withdrawn_link),
    Rule(whole.deal_party),
    Rule(whole.facts_alike),
    Rule(whole.unused_entry),
)


# Layer 5, as far as it needs no text: what a phrase says can be read from it.
READ_BACK = (
    Rule(readback.number_not_read),
    Rule(readback.date_not_read),
    Rule(readback.stage_not_read),
    Rule(readback.name_not_read),
    Rule(readback.unknown_not_read),
)

ALL = (*REFERENCES, *SENSE, *READ_BACK)


Found = dict[str, list[Finding]]  # by the name of the rule


def run(dataset: Dataset) -> list[Problem]:
    """Every finding of every rule, with its line, in the order of the rules."""
    return run_beside(lambda facts: None, dataset)[0]


def run_beside(work: Callable[[Sequence[Fact]], T], dataset: Dataset) -> tuple[list[Problem], list[T]]:
    """The same, and what other work on all facts gives, piece by piece: done in one go where two processes share them."""
    found = _look_at_dataset(dataset, REFERENCES)
    are_sound = not any(found.values())
    spellings = Spellings(dataset)

    def look_at(facts: Sequence[Fact]) -> tuple[Found, T]:
        return _look_at_facts(cases(dataset, facts, spellings), are_sound), work(facts)

    others = []
    for part, other in in_pieces(look_at, [*dataset.facts.values()]):
        others.append(other)
        for name, findings in part.items():
            found.setdefault(name, []).extend(findings)
    are_sound = not any(found.get(rule.name) for rule in REFERENCES)
    if are_sound:
        found |= _look_at_dataset(dataset, (*SENSE, *READ_BACK))
    documents = {source.path: source.document for source in dataset.sources}
    problems = [
        Problem(
            one.path,
            *documents[one.path].locate(one.pointer),
            rule.name,
            one.message,
            one.mend,
            rule.severity,
            one.pointer,
        )
        for rule in (ALL if are_sound else REFERENCES)
        for one in found.get(rule.name, ())
    ]
    return problems, others


def _look_at_dataset(dataset: Dataset, rules: Sequence[Rule]) -> Found:
    return {rule.name: list(rule.check(dataset)) for rule in rules if rule.looks_at == "dataset"}


def _look_at_facts(facts: Iterable[Case], are_sound: bool) -> Found:
    """What the rules on single facts find. Those of sense wait where a record is not what it seems."""
    references, sense = (
        [(rule.name, rule.check) for rule in rules if rule.looks_at == "case"]
        for rules in (REFERENCES, (*SENSE, *READ_BACK))
    )
    found: Found = {}
    for case in facts:
        for name, check in references:
            if findings := list(check(case)):
                found.setdefault(name, []).extend(findings)
                are_sound = False
        for name, check in sense if are_sound else ():
            if findings := list(check(case)):
                found.setdefault(name, []).extend(findings)
    return found
