"""Tables as aligned lines for a terminal: the columns that decide, the rest is in the report."""

import unicodedata
from collections.abc import Sequence

from training.tables import FIGURE_COLUMNS, Table

SHOWN_FIGURES = {
    "spam",
    "ham",
    "caught",
    "ham called spam",
    "ham held",
    "recall at 0.5 %",
    "ROC AUC",
    "ECE",
}
MAX_CELL_CHARACTERS = 40


def table_text(table: Table) -> str:
    """Write a table as lines, columns aligned, titles first, notes last."""
    shown = [
        place
        for place, name in enumerate(table.columns)
        if name in SHOWN_FIGURES or name not in FIGURE_COLUMNS
    ]
    cells = [[_shortened(row[place]) for place in shown] for row in (table.columns, *table.rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = [_line(row, widths) for row in cells]
    note = [table.note] if table.note else []
    return "\n".join([table.title, lines[0], "-" * _width(lines[0]), *lines[1:], *note, ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    gaps = [" " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]
    first = cells[0] + gaps[0]
    rest = [gap + cell for cell, gap in zip(cells[1:], gaps[1:], strict=True)]
    return "  ".join([first, *rest])


def _shortened(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain if len(plain) <= MAX_CELL_CHARACTERS else plain[: MAX_CELL_CHARACTERS - 1] + "…"


def _width(cell: str) -> int:
    """Columns a terminal gives a text: East Asian letters take two, marks none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in cell)
    marks = sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in cell)
    return len(cell) + wide - marks
