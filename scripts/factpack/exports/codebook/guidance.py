"""Give examples of stages, dates, numbers, empty cells and disagreements."""

from collections.abc import Iterable, Sequence

from factpack import wording
from factpack.escaping import Markdown, code_span, escape_markdown
from factpack.evidence import cues
from factpack.exports.codebook.markdown import table
from factpack.models import codelists
from factpack.models.edtf import parse
from factpack.models.types import NOT_STATED
from factpack.tables.table import Cell, FilledTable, NamedRow, records

Tables = Sequence[FilledTable]

# Table of facts → the codelist of its stages.
STAGES = dict(zip(("releases", "meetings", "sanctions", "counts"), cues.STAGES.values(), strict=True))
_QUANTITIES = ("released", "value", "number")


def active_facts(tables: Tables) -> list[NamedRow]:
    """Return the facts that are not withdrawn."""
    return [row for row in records(tables, "facts") if not row["withdrawn"]]


def totals(tables: Tables) -> Markdown:
    """Return the lower-bound totals."""
    columns = ("period", "low", "low_with_claimed", "last_day", "added")
    return table(
        ("scope", "period", "at least", "with what was only claimed", "last day", "figures added"),
        (
            (row["citizenship_name"] or "all persons", *(row[column] for column in columns))
            for row in records(tables, "release_totals")
        ),
    )


def stages(tables: Tables) -> str:
    """Return each stage with its meaning, count and example."""
    parts = []
    for name, codelist in STAGES.items():
        lines = []
        for stage, meaning in codelist.codes.items():
            found = [fact for fact in records(tables, name) if fact["stage"] == stage]
            example = (
                f" Example: {escape_markdown(found[0]['title'])} ({code_span(found[0]['fact_id'])})"
                if found
                else ""
            )
            lines.append(f"{code_span(stage)} ({len(found)}): {meaning}{example}")
        parts.append(f"{codelist.title} (`{name}`):\n\n{_list(lines)}")
    return "\n".join(parts)


def dates(tables: Tables) -> Markdown:
    """Return the forms of dates with examples."""
    forms: dict[tuple[int, str, str], list[NamedRow]] = {}
    precisions = list(codelists.DATE_PRECISION.codes)
    for row in active_facts(tables):
        precision = parse(row["date"]).precision if row["date"] else NOT_STATED
        form = precisions.index(precision), row["date_span"] or "", _ends(row["date"])
        forms.setdefault(form, []).append(row)
    return table(
        ("precision", "span", "facts", "example", "earliest", "latest", "in words"),
        (
            (
                code_span(precisions[precision]),
                span and code_span(span),
                len(rows),
                code_span(rows[0]["date"]) if rows[0]["date"] else None,
                rows[0]["date_earliest"],
                rows[0]["date_latest"],
                wording.date(rows[0]["date"], rows[0]["date_span"]).replace("–", "-"),
            )
            for (precision, span, _), rows in sorted(forms.items())
        ),
    )


def _ends(date: str | None) -> str:
    """Return which ends of an interval are open or unknown."""
    if date is None or "/" not in date:
        return ""
    return "/".join(edge if edge in ("", "..") else "dated" for edge in date.split("/"))


def qualifiers(tables: Tables) -> Markdown:
    """Return each qualifier with an example of its columns."""
    found: dict[str, list[list[Cell]]] = {}
    for each in tables:
        for prefix in _QUANTITIES:
            for row in each.records() if f"{prefix}_qualifier" in each.header else ():
                parts = [row[f"{prefix}_{part}"] for part in ("text", "point", "low", "high")]
                found.setdefault(str(row[f"{prefix}_qualifier"]), []).append(parts)
    return table(
        ("qualifier", "meaning", "in the data", "`_text`", "`_point`", "`_low`", "`_high`"),
        (
            (
                code_span(code),
                Markdown(meaning),
                len(found.get(code, ())),
                *found.get(code, [["none yet", None, None, None]])[0],
            )
            for code, meaning in codelists.QUALIFIER.codes.items()
        ),
    )


def measures(tables: Tables) -> Markdown:
    """Return the measures of counts."""
    used = [row["measure"] for row in records(tables, "counts")]
    return table(
        ("measure", "meaning", "stock or flow", "unit", "counts"),
        (
            (code_span(code), Markdown(meaning), *codelists.MEASURE_KIND[code], used.count(code))
            for code, meaning in codelists.COUNT_MEASURE.codes.items()
        ),
    )


def stated_unknown(tables: Tables) -> str:
    """Return what articles say is not known."""
    values = {
        (row["fact_id"], row["field"], row["element"]): row["value"] for row in records(tables, "fact_values")
    }
    rows = [
        (
            code_span(row["fact_id"]),
            code_span(row["field"]),
            f"{row['seed_id']}:{row['paragraph']}",
            values.get((row["fact_id"], row["field"], row["element"])) or "nothing",
        )
        for row in records(tables, "claims")
        if row["agreement"] == "says_unknown"
    ]
    if not rows:
        return "No article says that a value is unknown.\n"
    header = ("fact", "field", "according to", "value from other articles")
    return f"Values that an article says are unknown:\n\n{table(header, rows)}"  # fmt: skip


def conflicts(tables: Tables) -> str:
    """Return the values on which articles conflict."""
    claims = [row for row in records(tables, "claims") if row["agreement"] == "conflict"]
    lines = []
    for row in records(tables, "fact_values"):
        if row["agreement"] == "conflict":
            against = "; ".join(
                f"{claim['value']} ({claim['seed_id']}:{claim['paragraph']})"
                for claim in claims
                if all(claim[column] == row[column] for column in ("fact_id", "field", "element"))
            )
            record = f"{row['path']}: {row['value']}, against {against}. Between: {row['conflict_between']}. "
            resolved = f"{row['method']}: {row['note']}" if row["method"] else "Not resolved."
            lines.append(f"{code_span(row['fact_id'])}, {escape_markdown(record + resolved)}")
    return _list(lines)


def conflicting_pairs(tables: Tables) -> str:
    """Return the counts that cannot both be right."""
    reasons = {
        tuple(sorted((row["fact_id"], row["other_fact_id"]))): row["inference"] or ""
        for row in records(tables, "links")
        if row["relation"] == "conflicts_with"
    }
    return _list(
        f"{code_span(first)} and {code_span(second)}: {escape_markdown(reason)}"
        for (first, second), reason in sorted(reasons.items())
    )


def gaps(tables: Tables) -> str:
    """Return the totals that differ from their parts."""
    return _list(
        f"{code_span(row['fact_id'])}, {row['of_key']} by {row['dimension']}: {row['total_text']} against a sum of "
        f"{row['sum_low']:g}. {escape_markdown(row['note'])}"
        for row in records(tables, "breakdowns")
        if row["gap"] and row["note"]
    )


def _list(items: Iterable[str]) -> str:
    return "".join(f"- {item}\n" for item in items) or "- none\n"
