"""Define tier 3: former names of tables and columns."""

from collections.abc import Iterator
from itertools import product, zip_longest

from factpack.tables.columns import NO_NOTE
from factpack.tables.table import Column, Rows, Table
from factpack.tables.view import Source, View

# Tables, old columns, new columns, note. No old column: the table itself; no new one: removed.
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
releases | released_value released_lower released_upper | released_point released_low released_high |
releases | released_by_body | released_by_states |
releases | released_by_names received_by_names | | join actors
releases | brokered_by | credits | with what they are credited with; one a row in the table credits
releases | brokered_by_names | | join actors
releases | legal_form | | in fact_values
meetings | delegation_size_text delegation_size_qualifier delegation_size_value | | in fact_values
meetings | delegation_size_lower delegation_size_upper | | in fact_values
sanctions | actor | actors | a list; who demands or considers is in `proposed_by`
sanctions | actor_name | | join actors
sanctions | actor_body | actor_states |
sanctions | addressee addressee_name announced_by announced_by_names effective | | in fact_values
counts | value_value value_lower value_upper | value_point value_low value_high |
counts | subject_name subject_body according_to_names | | join actors
counts | places | | in fact_places
claims | attributed_to_names | | join actors
claims | origin_name | origin_kind | the name is in actors
fact_deals | giver giver_name receiver receiver_names | contributor contributor_name recipient recipient_name |
breakdowns | key | part | `key` is a reserved word in SQLite
breakdowns | of by number_value | of_key dimension number_point |
breakdowns participants | number_lower | number_low |
breakdowns participants | number_upper | number_high |
breakdowns | total_lower total_upper sum_lower sum_upper holds | total_low total_high sum_low sum_high adds_up |
remarks | key | element |
fact_actors | body | top_parent |
actors places | within | parent |
actors | body | top_parent |
places | outermost | top_parent |
"""


def _renames(_: View) -> Iterator[tuple[Source, tuple[str, str, str, str]]]:
    for line in _RENAMES.splitlines():
        tables, old, new, note = (cell.strip() for cell in line.split("|"))
        columns = zip_longest(old.split(" "), new.split(" "), fillvalue="")
        for table, (old_name, new_name) in product(tables.split(" ") if old else (tables,), columns):
            yield ("scripts/factpack/tables/renames.py", ()), (table, old_name or "*", new_name, note)


RENAMES = Table[tuple[str, str, str, str]](
    "renames",
    "A row is a table or a column that has another name, or is elsewhere, since version 0.1.",
    Rows(_renames, key=("table_name", "old_column"), tier=3),
    Column(
        "table_name", "The table: its old name where the table itself was renamed.", lambda item, _: item[0]
    ),
    Column("old_column", "The old column; `*` for the table itself.", lambda item, _: item[1]),
    Column("new_name", "The new name.", lambda item, _: item[2], "not applicable: removed; see note"),
    Column("version", "The first version with the new name.", lambda *_: "0.2.0"),
    Column("note", "Where it is now, or what else changed.", lambda item, _: item[3], NO_NOTE),
    title="Renames since version 0.1",
)
