"""Write Markdown tables."""

from collections.abc import Iterable, Sequence

from factpack.escaping import Markdown, escape_markdown
from factpack.exports.tabular import cell_text
from factpack.tables.table import Cell


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Markdown:
    """Return a table from a Markdown header and unescaped cells."""
    lines = [_line(map(Markdown, header)), "|---" * len(header) + "|", *map(_line, rows)]
    return Markdown("\n".join(lines) + "\n")


def _line(cells: Iterable[Cell]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(cell: Cell) -> str:
    text = cell if isinstance(cell, Markdown) else escape_markdown(cell_text(cell))
    return text.replace("|", "\\|")
