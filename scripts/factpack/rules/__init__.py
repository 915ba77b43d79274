"""The rules that judge sense. Each is a plain function that yields findings; its docstring is its manual.

A rule neither prints nor knows its severity: the list below gives the name and the severity, `run` stamps them on and
looks up the lines. A rule that can judge a fact by itself takes a `Case`, any other the dataset.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from factpack.load import Dataset
from factpack.problems import Finding, Problem
from factpack.rules import dataset as whole
from factpack.rules import dates, evidence, figures, persons, readback, references
from factpack.rules.case import Case, cases


@dataclass(frozen=True)
class Rule:
    """A rule: its function, and how grave its findings are (error, warning or notice).

    about: the field that a fact must have something in for the rule to find anything in it; None for any fact.
    """

    check: Callable[..., Iterator[Finding]]
    severity: str = "error"
    about: str | None = None

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
    Rule(evidence.implied_without_inference, about="persons"),
    Rule(persons.freed_not_said, about="persons"),
    Rule(persons.freed_by_no_act, about="persons"),
    Rule(evidence.relay_not_a_source),
    Rule(evidence.unresolved_conflict),
    Rule(evidence.needless_resolution, about="resolutions"),
    Rule(dates.date_span),
    Rule(dates.date_after_publication),
    Rule(dates.publication_not_checkable, "notice"),
    Rule(dates.weekday),
    Rule(dates.id_date),
    Rule(dates.publication_basis),
    Rule(dates.effective_date, about="effective"),
    Rule(figures.breakdown_total, about="breakdown"),
    Rule(figures.breakdown_sum, about="breakdown"),
    Rule(figures.breakdown_aspect, about="breakdown"),
    Rule(figures.percent_figure),
    Rule(figures.undeclared_overlap),
    Rule(figures.conflict_of_counts),
    Rule(whole.paragraph_account),
    Rule(whole.repeated_link),
    Rule(whole.withdrawn_link),
    Rule(whole.deal_party, about="deal"),
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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules find that judge a fact by itself. is_sound: whether it is what it seems; if not, sense was not judged."""

    is_sound: bool
    found: Found


def run(dataset: Dataset) -> list[Problem]:
    """Every finding of every rule, with its line, in the order of the rules."""
    return conclude(dataset, {case.fact.id: found for case in cases(dataset) if (found := judge(case))})


def judge(case: Case) -> Judgement | None:
    """Judge a fact by itself; None where nothing is found. See `conclude` for the rest."""
    if not references.hold(case):
        return Judgement(False, {})
    found: Found = {}
    for rule, name, about in _SENSE_OF_A_FACT:
        if about is not None and not getattr(case.fact, about, None):
            continue
        for finding in rule(case):
            found.setdefault(name, []).append(finding)
    return Judgement(True, found) if found else None


def _of_a_fact(rules: Iterable[Rule]) -> list[tuple[Callable[..., Iterator[Finding]], str, str | None]]:
    return [(rule.check, rule.name, rule.about) for rule in rules if rule.looks_at == "case"]


_SENSE_OF_A_FACT = _of_a_fact((*SENSE, *READ_BACK))


def conclude(dataset: Dataset, judgements: Mapping[str, Judgement]) -> list[Problem]:
    """Every finding, those in which facts were judged by themselves included: fact → what was found.

    Where a record is not what it seems, the rules of sense wait, of whatever record.
    """
    found = _look_at_dataset(dataset, REFERENCES)
    judged = [(fact, judgements[fact_id]) for fact_id, fact in dataset.facts.items() if fact_id in judgements]
    suspects = [fact for fact, judgement in judged if not judgement.is_sound]
    for case in cases(dataset, suspects):
        for rule, name, _ in _of_a_fact(REFERENCES):
            found.setdefault(name, []).extend(rule(case))
    are_sound = not any(found.values())
    if suspects and are_sound:
        raise RuntimeError(f"No rule finds what makes these facts unsound: {[fact.id for fact in suspects]}.")
    if are_sound:
        for _, judgement in judged:
            for name, findings in judgement.found.items():
                found.setdefault(name, []).extend(findings)
        found |= _look_at_dataset(dataset, (*SENSE, *READ_BACK))
    documents = {source.path: source.document for source in dataset.sources}
    return [
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


def _look_at_dataset(dataset: Dataset, rules: Sequence[Rule]) -> Found:
    return {rule.name: list(rule.check(dataset)) for rule in rules if rule.looks_at == "dataset"}
