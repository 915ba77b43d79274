"""Write CODEBOOK.md.

Its prose is in codebook.md. The tables are its only other input: every number and every example is computed.

- `guidance`: examples of stages, dates, numbers, empty cells and disagreements, from the data;
- `reference`: every table, column and code.
"""

from importlib import resources

from factpack.exports.codebook import guidance, reference
from factpack.tables.table import FilledTable, records

PATH = "CODEBOOK.md"


def write(tables: tuple[FilledTable, ...]) -> bytes:
    """Return the codebook as Markdown, from all tables."""
    prose = (resources.files("factpack.exports.codebook") / "codebook.md").read_text(encoding="utf-8")
    pairs, shares = records(tables, "release_pairs"), records(tables, "inferred_shares")
    shared = reference.shared_columns(tables)
    return prose.format(
        facts=len(guidance.active_facts(tables)),
        claims=len(records(tables, "claims")),
        seeds=len(records(tables, "seeds")),
        inferred=sum(row["inferred_count"] for row in shares),
        pairs=len(pairs),
        distinct=sum(row["relation"] == "distinct" for row in pairs),
        totals=guidance.totals(tables),
        stages=guidance.stages(tables),
        dates=guidance.dates(tables),
        qualifiers=guidance.qualifiers(tables),
        measures=guidance.measures(tables),
        unknown=guidance.stated_unknown(tables),
        conflicts=guidance.conflicts(tables),
        conflicting_pairs=guidance.conflicting_pairs(tables),
        gaps=guidance.gaps(tables),
        overview=reference.overview(tables),
        shared=reference.shared(shared),
        tables=reference.tiers(tables, shared, 1, 2),
        codelists=reference.codelists(),
        registers=reference.tiers(tables, shared, 3),
        index=reference.index(tables, shared),
    ).encode()
