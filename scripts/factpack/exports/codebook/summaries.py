"""Totals, disagreements and inferences in the data."""

from factpack.escaping import code_span, escape_markdown
from factpack.exports.codebook.markdown import table
from factpack.tables import totals
from factpack.tables.table import FilledTable, records


def adding_up(tables: tuple[FilledTable, ...]) -> str:
    """Return how to add up release figures, with the total."""
    overlaps = records(tables, "overlaps")
    distinct = sum(row["relation"] == "distinct" for row in overlaps)
    addends = totals.addends(tables)
    figures = table(
        ("figure", "reported", "at least", "added"),
        (
            (
                code_span(addend.fact_id),
                addend.reported,
                addend.lower,
                "yes" if addend.added else "no: may count the same people",
            )
            for addend in addends
        ),
    )
    return (
        "## Adding up\n\n"
        "Release figures are added up without counting anybody twice so: `overlaps` has every pair of them, "
        f"{len(overlaps)} in all,\nof which {distinct} are distinct; only those may be added. "
        "Take figures that are pairwise distinct, and add their lower bounds.\nThe sum is a number that is reached at "
        "least, and no estimate. *Distinct by dates* takes it that nobody was freed twice. With\nthe figures of today that "
        "have a lower bound, what is only claimed left out, from the largest on:\n\n"
        f"{figures}\n"
        f"So at least {sum(addend.lower for addend in addends if addend.added)} were freed, if these figures are right. "
        "They come from few origins (`origin_count`), and not all\ncount by the same label (`counted`): say both with the "
        "number. A part of a figure (`breakdowns`) is added up in the same\nway: only with parts of figures that are "
        "distinct from its own.\n"
    )


def disagreements(tables: tuple[FilledTable, ...]) -> str:
    """Return the known disagreements and how each was resolved."""
    claims = [row for row in records(tables, "claims") if row["agreement"] == "conflict"]
    reasons = {
        tuple(sorted((row["fact_id"], row["other_fact_id"]))): row["inference"]
        for row in records(tables, "links")
        if row["relation"] == "conflicts_with"
    }
    conflicts = table(
        ("fact", "field", "the record has", "against it", "between", "method", "note"),
        (
            (
                code_span(row["fact_id"]),
                row["path"],
                row["value"],
                "; ".join(
                    f"{claim['value']} ({claim['seed_id']}:{claim['paragraph']})"
                    for claim in claims
                    if (claim["fact_id"], claim["field"], claim["element"])
                    == (row["fact_id"], row["field"], row["element"])
                ),
                row["conflict_between"],
                row["method"],
                row["note"],
            )
            for row in records(tables, "values")
            if row["agreement"] == "conflict"
        ),
    )
    pairs = "".join(
        f"- {code_span(first)} and {code_span(second)}: {escape_markdown(reason or '')}\n"
        for (first, second), reason in sorted(reasons.items())
    )
    pairs = pairs or "- none\n"
    return (
        "## Known disagreements\n\n"
        "On a value of one fact (`values`, agreement `conflict`; the claims say who has what):\n\n"
        f"{conflicts}\n"
        f"Between counts (`links`, `conflicts_with`):\n\n{pairs}"
    )


def inferences(tables: tuple[FilledTable, ...]) -> str:
    """Return the number of claims that carry an inference."""
    shares = records(tables, "inferred_shares")
    claims, inferred = sum(row["claim_count"] for row in shares), sum(row["inferred_count"] for row in shares)
    return (
        "## How much is inferred\n\n"
        f"{inferred} of {claims} claims carry an `inference`: the phrase alone, which is kept short, does not say it, and the\n"
        "reason stands beside it. `inferred_shares` has the numbers by field.\n"
    )
