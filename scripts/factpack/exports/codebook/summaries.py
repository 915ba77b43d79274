"""Totals, disagreements and inferences in the data."""

from factpack.escaping import code_span, escape_markdown
from factpack.exports.codebook.markdown import table
from factpack.tables.table import FilledTable, records


def adding_up(tables: tuple[FilledTable, ...]) -> str:
    """Return how to add up release figures, with the totals."""
    totals = table(
        ("scope", "period", "at least", "with what was only claimed", "last day", "figures added"),
        (
            (
                row["citizenship_name"] or "all persons",
                row["period"],
                row["low"],
                row["low_with_claimed"],
                row["last_day"],
                row["added"],
            )
            for row in records(tables, "release_totals")
        ),
    )
    pairs = records(tables, "release_pairs")
    distinct = sum(row["relation"] == "distinct" for row in pairs)
    return (
        "## Adding up\n\n"
        "`release_totals` says how many people were freed at least. To add release figures without double counting, use only\n"
        f"pairs that `release_pairs` calls distinct ({distinct} of {len(pairs)}), and add their low bounds. The sum is a lower "
        "bound and no\nestimate. *Distinct by dates* assumes that nobody was freed twice.\n\n"
        f"{totals}\n"
        "The figures have few named origins and different labels (`counted_as`): give both with the number.\n"
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
            for row in records(tables, "fact_values")
            if row["agreement"] == "conflict"
        ),
    )
    pairs = "".join(
        f"- {code_span(first)} and {code_span(second)}: {escape_markdown(reason or '')}\n"
        for (first, second), reason in sorted(reasons.items())
    )
    pairs = pairs or "- none\n"
    gaps = "".join(
        f"- {code_span(row['fact_id'])}, {row['of_key']} by {row['dimension']}: {row['total_text']} against a sum of "
        f"{row['sum_low']:g}. {escape_markdown(row['note'] or '')}\n"
        for row in records(tables, "breakdowns")
        if row["gap"] and row["note"]
    )
    return (
        "## Known disagreements\n\n"
        "On a value of one fact (`fact_values`, agreement `conflict`; the claims say who has what):\n\n"
        f"{conflicts}\n"
        f"Between counts (`links`, `conflicts_with`):\n\n{pairs}\n"
        f"Between a total and its parts (`breakdowns`, `gap`):\n\n{gaps or '- none' + chr(10)}"
    )


def inferences(tables: tuple[FilledTable, ...]) -> str:
    """Return the number of claims that carry an inference."""
    shares = records(tables, "inferred_shares")
    claims, inferred = sum(row["claim_count"] for row in shares), sum(row["inferred_count"] for row in shares)
    return (
        "## How much is inferred\n\n"
        f"{inferred} of {claims} claims carry an `inference`: the phrase alone does not state the value, and the inference\n"
        "says why the curator reads it so. `inferred_shares` has the numbers by field.\n"
    )
