"""All tables, tier by tier, and their rows."""

from typing import Any

from factpack.claims import Claims
from factpack.dataset import Dataset
from factpack.tables import details, elements, facts, registers, renames, totals
from factpack.tables.table import FilledTable, Table
from factpack.tables.view import View

# In the order in which readers should meet them.
TABLES: tuple[Table[Any], ...] = (
    facts.RELEASES,
    facts.MEETINGS,
    facts.SANCTIONS,
    facts.COUNTS,
    totals.RELEASE_TOTALS,
    facts.CLAIMS,
    details.FACT_VALUES,
    details.FACT_DEALS,
    details.CREDITS,
    details.BREAKDOWNS,
    details.RELEASE_PAIRS,
    totals.RELEASE_TOTAL_FACTS,
    details.FACTS,
    details.LINKS,
    elements.REMARKS,
    elements.PARTICIPANTS,
    elements.MEETING_TOPICS,
    elements.RELEASED_PERSONS,
    elements.SANCTIONS_TARGETS,
    elements.FACT_ACTORS,
    elements.FACT_PLACES,
    elements.CLAIM_ATTRIBUTIONS,
    elements.WITHDRAWN,
    registers.ACTORS,
    registers.PLACES,
    registers.DEALS,
    registers.DEAL_PARTIES,
    registers.NAMES,
    registers.SEEDS,
    registers.SEED_RELAYS,
    registers.PARAGRAPHS,
    registers.INFERRED_SHARES,
    registers.CODELISTS,
    renames.RENAMES,
)


def build(
    dataset: Dataset, claims: Claims, verified: frozenset[tuple[str, str, str, int]]
) -> tuple[FilledTable, ...]:
    """Return every table with its rows. verified: see View."""
    view = View(dataset, claims, verified)
    return tuple(table.fill(view) for table in TABLES)
