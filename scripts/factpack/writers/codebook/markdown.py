"""Tables of Markdown."""

from collections.abc import Iterable, Sequence

from factpack.tables.columns import Cell
from factpack.writers.tabular import cell_text


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table; a bar in a cell is escaped."""
    lines = [_line(header), "|---" * len(header) + "|"]
    lines += [_line([cell_text(cell).replace("|", "\\|") for cell in row]) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def code(text: str) -> str:
    """A text in the type of code."""
    return f"`{text}`"
