"""Check what records mean, with semantic rules.

Each is a function that yields problems; its name is the rule's, its docstring the manual.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from factpack.claims import Claims
from factpack.dataset import Dataset
from factpack.problems import Problem
from factpack.rules import dates, duplicates, figures, items, persons, readback, references, relations
from factpack.rules.case import Case, cases

S = TypeVar("S", Case, Dataset)


@dataclass(frozen=True)
class Rule(Generic[S]):
    """A rule: its function, and the severity of its problems."""

    check: Callable[[S], Iterator[Problem]]
    severity: str = "error"

    @property
    def name(self) -> str:
        """The stable kebab-case name."""
        return self.check.__name__.replace("_", "-")


# If one of these finds a problem in a record, the other rules skip it: they need valid references.
DATASET_REFERENCES: tuple[Rule[Dataset], ...] = (
    Rule(references.unknown_reference),
    Rule(references.circular_parent),
)
FACT_REFERENCES: tuple[Rule[Case], ...] = (
    Rule(references.unknown_path),
    Rule(references.unknown_paragraph),
    Rule(references.repeated_element),
    Rule(references.actor_or_label),
)

FACT_RULES: tuple[Rule[Case], ...] = (
    Rule(items.unbacked_value),
    Rule(items.missing_proposer),
    Rule(items.idle_item),
    Rule(items.malformed_saying),
    Rule(items.supported_and_said),
    Rule(persons.freed_not_said),
    Rule(persons.freed_by_no_act),
    Rule(items.unresolved_conflict),
    Rule(items.needless_resolution),
    Rule(dates.date_span),
    Rule(dates.date_after_publication),
    Rule(dates.day_of_publication),
    Rule(dates.past_plan, "warning"),
    Rule(dates.weekday),
    Rule(dates.id_date),
    Rule(dates.effective_date),
    Rule(figures.breakdown_total),
    Rule(figures.breakdown_sum),
    Rule(figures.breakdown_aspect),
    Rule(figures.percent_figure),
    Rule(relations.deal_party),
    Rule(relations.repeated_link),
    Rule(relations.withdrawn_link),
    Rule(relations.link_of_figures),
    Rule(relations.link_dates),
    Rule(relations.nested_distinct),
    Rule(relations.side_of_another, "warning"),
    Rule(items.relay_not_named, "warning"),
    # These rules read the phrases.
    Rule(readback.contradicted_value),
    Rule(readback.value_not_in_phrase),
    Rule(readback.unknown_wording, "notice"),
    Rule(readback.part_of_another),
    Rule(readback.misread_phrase, "warning"),
    Rule(readback.claim_as_act, "warning"),
    Rule(readback.other_figure, "warning"),
    Rule(readback.phrase_too_thin, "warning"),
    Rule(readback.title_differs, "warning"),
)

DATASET_RULES: tuple[Rule[Dataset], ...] = (
    Rule(items.relay_not_a_source),
    Rule(dates.publication_not_checkable, "notice"),
    Rule(dates.publication_basis),
    Rule(figures.undeclared_overlap),
    Rule(figures.conflict_of_counts),
    Rule(relations.paragraph_account),
    Rule(duplicates.facts_alike),
    Rule(duplicates.near_duplicate, "warning"),
    Rule(duplicates.duplicate_seed, "warning"),
    Rule(duplicates.shared_spelling, "warning"),
    Rule(items.sentence_of_another, "warning"),
    Rule(relations.unused_entry),
    Rule(relations.open_todo, "warning"),
)

ALL: tuple[Rule[Any], ...] = (*DATASET_REFERENCES, *FACT_REFERENCES, *FACT_RULES, *DATASET_RULES)


def run(dataset: Dataset, claims: Claims) -> list[Problem]:
    """Return the rules' problems.

    If references are broken, only fact rules run, on the other facts. If a seed or register has a broken one, none do.
    """
    found = [
        *_check(DATASET_REFERENCES, [dataset], dataset),
        *_check(FACT_REFERENCES, cases(dataset, claims), dataset),
    ]
    broken = {problem.path for problem in found}
    dataset.stopped_by |= broken
    if broken <= {dataset.fact_path(fact_id) for fact_id in dataset.facts}:
        sound = (case for case in cases(dataset, claims) if case.path not in broken)
        found += _check(FACT_RULES, sound, dataset)
    return found if broken else [*found, *_check(DATASET_RULES, [dataset], dataset)]


def _check(rules: Iterable[Rule[S]], subjects: Iterable[S], dataset: Dataset) -> Iterator[Problem]:
    for subject in subjects:
        for rule in rules:
            for problem in rule.check(subject):
                known = problem.line, problem.column
                line, column = known if problem.line else dataset.locate(problem.path, problem.pointer)
                yield replace(problem, rule=rule.name, severity=rule.severity, line=line, column=column)
