"""How to read rows, stages, dates, numbers and empty cells."""

from collections.abc import Iterator, Sequence

from factpack import wording
from factpack.escaping import Markdown, code_span, escape_markdown
from factpack.exports.codebook.markdown import table
from factpack.models import codelists
from factpack.models.codelists import Codelist
from factpack.models.edtf import parse
from factpack.models.types import NOT_STATED, UNKNOWN
from factpack.tables.table import Cell, FilledTable, NamedRow, records

# Codelist of stages → the tables of the fact types that use it.
_STAGES: tuple[tuple[Codelist, tuple[str, ...]], ...] = (
    (codelists.RELEASE_STAGE, ("releases",)),
    (codelists.MEETING_STAGE, ("meetings",)),
    (codelists.SANCTIONS_STAGE, ("sanctions",)),
    (codelists.COUNT_STAGE, ("counts",)),
)
_QUANTITIES = ("released", "value", "number")

_LOOK = (
    (
        "who was freed, when, how many, by whom",
        "`releases`; by name: `released_persons`; in parts: `breakdowns`",
    ),
    ("how many are held, or were freed over a period", "`counts`"),
    ("how many were freed at least", "`release_totals`, `release_total_facts`"),
    ("which figures may be added up", "`release_pairs`"),
    ("who is credited with a release", "`credits`"),
    ("who met or spoke, named and unnamed, about what", "`meetings`, `participants`, `meeting_topics`"),
    ("what was done, announced, promised or weighed on sanctions", "`sanctions`, `sanctions_targets`"),
    ("who gives what to whom in a deal", "`fact_deals`, `deals`, `deal_parties`"),
    ("where it happened", "`fact_places`, `places`"),
    ("which words of which article carry a value, and who is credited", "`claims`, `claim_attributions`"),
    ("how well a value is supported, and why the record has it where articles disagree", "`fact_values`"),
    ("how one fact relates to another", "`links`"),
    ("what else an article says, and what of it no fact cites", "`remarks`, `paragraphs`"),
    ("who somebody is and speaks for", "`actors`, `names`"),
)

_RULES = """\
## How to read the exports

- **Row counts are not event counts.** A visit and the talks during it are two rows (`part_of`); two rows may be one event
  (`possibly_same_as`). Equal dates imply no order.
- **Filter by `occurred`** before you add anything up: what was claimed, considered, promised or demanded is a row too. A row
  never changes its stage: a promise that is kept is one row for the promise and one for the act, linked by `follows`.
- **Stock and flow.** A stock (prisoners held) is a state at a time; a flow (released in a period) is a sum over a window.
  Never add up stocks of two dates; add up flows only if `release_pairs` calls them distinct. The difference between two
  stocks is not a number of releases, because people are arrested too. Bounds of two dates show no trend.
- **Origins, not articles.** Articles that retell one report have one origin. The `_origin_count` columns count the named
  origins that state a value (agreement `same` or `finer`), and `origins` lists them: a credited actor by its top-level
  parent, so that two officials of one government are one origin; otherwise the report or outlet. Somebody unnamed counts
  only through the report or outlet, an unknown publisher not at all. One origin may rest on another.
- **Contested and inferred.** `contested_fields` and `inferred_fields` name the fields of the row to look up in `claims`
  before you cite it.
- **Actors.** Columns name the actors that the articles name, `belarus` here and `alexander-lukashenko` there. To group by
  state, use `released_by_states` and `actor_states`, or join `actors` and use `top_parent`: the state that somebody belongs
  to or speaks for, which does not say that it is behind the act.
- **Unnamed.** `named` in `participants` is false for a group that the article describes and for an actor of kind
  `unnamed`; `all_named` in `meetings` says whether all were named.
- **Whom a figure is credited to.** `according_to` of a count has those who published it; `attributed_to` and `origin` in
  `claims` whom each article credits for each value. Where nobody is credited, the article says it in its own voice, or in
  that of the report that it relays (`via`).
- **Deals.** `fact_deals` has a row for what a party gives, or would give, by a recorded fact. `contribution_recorded` in
  `deal_parties` is false for a party of which no article reports a contribution.
- **Persons.** `released_persons` has those whom an article singles out, and is no list of the freed. A part of a
  `breakdown` is what an article tells of a total, and no list of all its parts unless `complete`.
- **In force.** A row of stage `in_force` says that a measure was taken, or stood, at its date. Whether it stood any longer no
  row says by itself: look for a later `lift` or `ease` on the same targets that is `in_force` too. What was promised or
  announced lifts nothing. And none tells of a day after its article was published (`published_latest` in `seeds`, as far as
  it is known).
- **What is not covered.** Opinions and predictions of authors, elections, troop movements and biographies are out; a promise
  that is no release, meeting or sanctions action (the reopening of an embassy) stands in `remarks`. These articles are not
  all that happened, and what came after them they cannot tell.
- **Reading the files.** UTF-8, comma, an empty cell for no value. Several values in a cell are joined by `; ` and are one
  a row in the table that the column names.
"""


def where_to_look() -> str:
    """Return which tables answer which question."""
    rows = ((question, Markdown(tables)) for question, tables in _LOOK)
    return "## Where to look\n\n" + table(("to learn", "see"), rows)


def rules() -> str:
    """Return the rules that apply to all tables."""
    return _RULES


def active_facts(tables: Sequence[FilledTable]) -> list[NamedRow]:
    """Return the facts that are not withdrawn."""
    return [row for row in records(tables, "facts") if not row["withdrawn"]]


def stages(tables: Sequence[FilledTable]) -> str:
    """Return each stage with its meaning, count and example."""
    lines = [
        "## Stages\n",
        "How far a matter went, as far as the articles tell. Only `carried_out`, `in_force` and `reported` took place, are in",
        "force or were published; the others were only said, weighed or asked for. An example is the first row by id.\n",
    ]
    for codelist, names in _STAGES:
        rows = {name: records(tables, name) for name in names}
        facts = [row for name in names for row in rows[name]]
        lines.append(f"{codelist.title} ({', '.join(map(code_span, names))}):\n")
        lines.append(
            table(
                ("stage", "meaning", *(f"in {name}" for name in names), "example"),
                (
                    (
                        code_span(stage),
                        Markdown(meaning),
                        *(sum(row["stage"] == stage for row in rows[name]) for name in names),
                        next((_example(row) for row in facts if row["stage"] == stage), "none yet"),
                    )
                    for stage, meaning in codelist.codes.items()
                ),
            )
        )  # fmt: skip
    return "\n".join(lines)


def _example(row: NamedRow) -> Markdown:
    return Markdown(f"{escape_markdown(row['title'])} ({code_span(row['fact_id'])})")


_DATES = """\
## Dates

Dates are written in EDTF (ISO 8601-2). `date_earliest` and `date_latest` are the first and the last day that the date can
mean; `~` (approximate) and `?` (uncertain) do not widen them. An end is often the publication of the article, which limits
what it can tell, not when it happened. `date_span` tells how a date longer than a day is meant. What the data has:
"""

_PERIODS = """\
To filter by a period, keep what surely falls into it (`date_earliest` >= start and `date_latest` <= end), or what may
(`date_earliest` <= end and `date_latest` >= start, an empty bound being no bound), and say which. A plain comparison
drops every row with an empty bound without a word. With `date_span` `throughout` the dates are the window in which something was
counted: such a count touches a period, it does not fall into it. How an article's date is known, `date_basis` in `claims` says.
"""


def dates(tables: Sequence[FilledTable]) -> str:
    """Return the forms of dates with examples, and filters."""
    forms: dict[tuple[int, str, str, str], list[NamedRow]] = {}
    for row in active_facts(tables):
        shape = (
            list(codelists.DATE_PRECISION.codes).index(precision := _precision(row)),
            precision,
            row["date_span"] or "",
            _ends(row),
        )
        forms.setdefault(shape, []).append(row)
    return "\n".join(
        (
            _DATES,
            table(
                ("precision", "span", "facts", "example", "earliest", "latest", "says"),
                (
                    (
                        code_span(precision),
                        span and code_span(span),
                        len(found),
                        code_span(found[0]["date"]) if found[0]["date"] else None,
                        found[0]["date_earliest"],
                        found[0]["date_latest"],
                        wording.date(found[0]["date"], found[0]["date_span"]).replace("–", "-"),
                    )
                    for (_, precision, span, _), found in sorted(forms.items())
                ),
            ),
            _PERIODS,
        )
    )


def _precision(row: NamedRow) -> str:
    return parse(row["date"]).precision if row["date"] else NOT_STATED


def _ends(row: NamedRow) -> str:
    """Return which ends of an interval are open or unknown."""
    if row["date"] is None or not parse(row["date"]).is_interval:
        return ""
    start, _, end = row["date"].partition("/")
    return "/".join(edge if edge in ("", "..") else "dated" for edge in (start, end))


_NUMBERS = """\
## Numbers

A quantity has five columns. `_text` is the figure as reported. `_point` is filled only if the number is exact or approximate
(`about`), so that a mean or a plot never takes a bound for a number. `_low` and `_high` are inclusive;
an empty one is no bound. A vague word ("dozens") has no number at all. What the data has:
"""


def numbers(tables: Sequence[FilledTable]) -> str:
    """Return the qualifiers and the measures of counts."""
    found: dict[str, list[tuple[str, Cell, Cell, Cell]]] = {}
    for prefix, row in _quantities(tables):
        text, qualifier, point, low, high = (
            row[f"{prefix}_{part}"] for part in ("text", "qualifier", "point", "low", "high")
        )
        found.setdefault(str(qualifier), []).append((str(text), point, low, high))
    measures = [row["measure"] for row in records(tables, "counts")]
    return "\n".join(
        (
            _NUMBERS,
            table(
                ("qualifier", "meaning", "in the data", "`_text`", "`_point`", "`_low`", "`_high`"),
                (
                    (
                        code_span(qualifier),
                        Markdown(meaning),
                        len(found.get(qualifier, ())),
                        *(found[qualifier][0] if qualifier in found else ("none yet", None, None, None)),
                    )
                    for qualifier, meaning in codelists.QUALIFIER.codes.items()
                ),
            ),
            "What the figures of `counts` measure. Compare only rows of one measure; `release_pairs` says which may be added up.\n",
            table(
                ("measure", "meaning", "stock or flow", "unit", "counts"),
                (
                    (
                        code_span(measure),
                        Markdown(meaning),
                        *codelists.MEASURE_KIND[measure],
                        measures.count(measure),
                    )
                    for measure, meaning in codelists.COUNT_MEASURE.codes.items()
                ),
            ),
        )
    )


def _quantities(tables: Sequence[FilledTable]) -> Iterator[tuple[str, NamedRow]]:
    for each in tables:
        prefix = next((prefix for prefix in _QUANTITIES if f"{prefix}_qualifier" in each.header), None)
        for row in each.records() if prefix else ():
            if prefix and row[f"{prefix}_text"] is not None:
                yield prefix, row


_EMPTY = """\
## Empty cells

An empty cell is no zero, no "no" and no disagreement. It has one of three readings, and the lists of columns below tell
which, and, where a column has several, how to tell them apart:

- **not stated**: the articles are silent. Nothing follows from it. So is a side of the `/` of a date with nothing on it:
  no article tells when it began, or ended.
- **stated unknown**: an article says that it is not known. That is never left to an empty cell alone: the words stand in
  `claims`, with the value `{unknown}` and the agreement `says_unknown`; the cell has what other articles tell, if any does.
- **not applicable**: there is nothing to tell: the last day of what goes on, the sector of a target that is an actor.

Columns that may never be empty have a code for it instead: `{not_stated}` in {coded}.
"""


def empty_cells(tables: Sequence[FilledTable]) -> str:
    """Return the three meanings of an empty cell."""
    coded = [
        f"`{table.name}.{name}`"
        for table in tables
        if table.definition.tier == 1 and table.name != "claims"
        for name in table.header
        if NOT_STATED in table.column(name)
    ]
    unknown = [
        (
            code_span(row["fact_id"]),
            code_span(row["field"]),
            f"{row['seed_id']}:{row['paragraph']}",
            record or "nothing",
        )
        for row, record in _stated_unknown(tables)
    ]
    parts = [_EMPTY.format(unknown=UNKNOWN, not_stated=NOT_STATED, coded=", ".join(coded) or "none")]
    if unknown:
        parts += [
            "What articles say is not known:\n",
            table(("fact", "field", "said by", "the record has, from others"), unknown),
        ]
    else:
        parts.append("No article says of anything that it is not known.\n")
    return "\n".join(parts)


def _stated_unknown(tables: Sequence[FilledTable]) -> Iterator[tuple[NamedRow, str | None]]:
    """Yield each `unknown` claim with the record's value."""
    record = {(row["fact_id"], row["path"]): row["value"] for row in records(tables, "fact_values")}
    for row in records(tables, "claims"):
        if row["agreement"] == "says_unknown":
            path = f"{row['field']}.{row['element']}" if row["element"] else row["field"]
            yield row, record.get((row["fact_id"], path))
