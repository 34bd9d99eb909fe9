"""How commands print: a table for people, JSON for scripts."""

from collections.abc import Sequence
from typing import Any

import click
import msgspec


def print_json(value: Any) -> None:
    """One line of JSON."""
    click.echo(msgspec.json.encode(value).decode())


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows with their columns aligned; the first row is the head."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
