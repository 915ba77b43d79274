"""List all tables, tier by tier, and fill them."""

from typing import Any

from factpack.claims import Claims
from factpack.dataset import Dataset
from factpack.tables import details, elements, facts, registers, renames, totals
from factpack.tables.table import FilledTable, Table
from factpack.tables.view import View

_MODULES = (facts, details, totals, elements, registers, renames)
# In the order in which readers should meet them: by tier and, within a tier, as they are declared.
TABLES: tuple[Table[Any], ...] = tuple(
    sorted(
        (table for module in _MODULES for table in vars(module).values() if isinstance(table, Table)),
        key=lambda table: table.tier,
    )
)


def build(
    dataset: Dataset, claims: Claims, verified: frozenset[tuple[str, str, str, int]]
) -> tuple[FilledTable, ...]:
    """Return every table with its rows. verified: see View."""
    view = View(dataset, claims, verified)
    return tuple(table.fill(view) for table in TABLES)
