"""Tier 3: what tables and columns were called before."""

from collections.abc import Iterator
from dataclasses import dataclass

from factpack.tables.columns import NO_NOTE
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Source, View

_VERSION = "0.2.0"  # the first with the new names

# Tables, old column, new column, note. An empty old column: the table itself; an empty new one: removed.
_RENAMES = """\
values | | fact_values |
overlaps | | release_pairs | `overlaps` is a reserved word in DuckDB
deal_register | | deals |
deals | | fact_deals | one row per fact of a deal; `deals` is the list of deals now
facts-table (JSON) | | facts |
facts.json | | records.json | the nested records
safe_totals (view of the database) | | release_totals | a table, with an exact search
releases meetings sanctions counts facts | date_precision | | follows from `date`
releases meetings sanctions counts | origin_count | | `released_origin_count`, `value_origin_count`, `stage_origin_count`, `date_origin_count`
releases meetings sanctions counts | seed_count | | in fact_values
releases meetings sanctions counts | contested | contested_fields | names the fields
releases meetings sanctions counts | verified | | in claims
releases meetings sanctions counts | place_names | places | names with roles
releases meetings sanctions counts | deal_id | | in fact_deals
releases meetings sanctions counts | deal_title | | in fact_deals
releases counts | counted | counted_as |
releases | released_value | released_point |
releases | released_lower | released_low |
releases | released_upper | released_high |
releases | released_by_body | released_by_states |
releases | released_by_names | | join actors
releases | received_by_names | | join actors
releases | brokered_by | credits | with what they are credited with; one a row in the table credits
releases | brokered_by_names | | join actors
releases | legal_form | | in fact_values
meetings | delegation_size_text | | in fact_values
meetings | delegation_size_qualifier | | in fact_values
meetings | delegation_size_value | | in fact_values
meetings | delegation_size_lower | | in fact_values
meetings | delegation_size_upper | | in fact_values
sanctions | actor | actors | a list; who demands or considers is in `proposed_by`
sanctions | actor_name | | join actors
sanctions | actor_body | actor_states |
sanctions | addressee | | in fact_values
sanctions | addressee_name | | in fact_values
sanctions | announced_by | | in fact_values
sanctions | announced_by_names | | in fact_values
sanctions | effective | | in fact_values
counts | value_value | value_point |
counts | value_lower | value_low |
counts | value_upper | value_high |
counts | subject_name | | join actors
counts | subject_body | | join actors
counts | according_to_names | | join actors
counts | places | | in fact_places
claims | attributed_to_names | | join actors
claims | origin_name | origin_kind | the name is in actors
fact_deals | giver | contributor |
fact_deals | giver_name | contributor_name |
fact_deals | receiver | recipient |
fact_deals | receiver_names | recipient_name |
breakdowns | key | part | `key` is a reserved word in SQLite
breakdowns | of | of_key |
breakdowns | by | dimension |
breakdowns | number_value | number_point |
breakdowns participants | number_lower | number_low |
breakdowns participants | number_upper | number_high |
breakdowns | total_lower | total_low |
breakdowns | total_upper | total_high |
breakdowns | sum_lower | sum_low |
breakdowns | sum_upper | sum_high |
breakdowns | holds | adds_up |
remarks | key | element |
fact_actors | body | top_parent |
actors places | within | parent |
actors | body | top_parent |
places | outermost | top_parent |
"""


@dataclass(frozen=True)
class _Rename:
    """A table or a column that was renamed or removed."""

    table_name: str
    old_column: str
    new_name: str
    note: str


def _renames(_: View) -> Iterator[tuple[Source, _Rename]]:
    for line in _RENAMES.splitlines():
        tables, old, new, note = (cell.strip() for cell in line.split("|"))
        for table in tables.split(" ") if old else (tables,):
            yield ("scripts/factpack/tables/renames.py", ()), _Rename(table, old, new, note)


RENAMES = Table[_Rename](
    "renames",
    "A row is a table or a column that has another name, or is elsewhere, since version 0.1.",
    Rows(_renames, key=("table_name", "old_column"), tier=3),
    Column("table_name", "The table: its old name where the table itself was renamed."),
    Column("old_column", "The old column; `*` for the table itself.", lambda item, _: item.old_column or "*"),
    Column("new_name", "The new name.", empty="not applicable: removed; see note"),
    Column("version", "The first version with the new name.", lambda *_: _VERSION),
    Column("note", "Where it is now, or what else changed.", empty=NO_NOTE),
    title="Renames since version 0.1",
)
