"""The rules that judge sense. Each is a plain function that yields findings; its docstring is its manual.

A rule neither prints nor knows its severity: the list below gives the name and the severity, `run` stamps them on and
looks up the lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from factpack import claims as claim_reader
from factpack.claims import Claim
from factpack.load import Dataset
from factpack.problems import Finding, Problem
from factpack.rules import dataset as whole
from factpack.rules import dates, evidence, figures, readback, references

Claims = dict[str, tuple[Claim, ...]]


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


def run(dataset: Dataset) -> list[Problem]:
    """Every finding of every rule, with its line."""
    documents = {source.path: source.document for source in dataset.sources}
    problems: list[Problem] = []

    def report(rule: Rule, findings: Iterator[Finding]) -> None:
        for finding in findings:
            line, column = documents[finding.path].locate(finding.pointer)
            problems.append(
                Problem(
                    finding.path,
                    line,
                    column,
                    rule.name,
                    finding.message,
                    finding.mend,
                    rule.severity,
                    finding.pointer,
                )
            )

    for rule in REFERENCES:
        report(rule, rule.check(dataset))
    if not problems:
        claims = claim_reader.read(dataset)
        for rule in (*SENSE, *READ_BACK):
            report(rule, rule.check(dataset, claims))
    return problems
