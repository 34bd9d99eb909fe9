"""Benchmarks told: a table for the terminal, JSON for machines, a page with curves for people."""

import os
import platform
from collections.abc import Mapping, Sequence
from typing import Any

from training.bench.bars import CURVES, KINDS
from training.bench.figures import Curve, Measured, Spread, together
from training.plots import svg
from training.report import Plot, Report, html
from training.tables import Table

_LINE = "#2471a3"
_MUCH = 20
_MOST_SHOWN = 12


def bench_table(title: str, runs: Sequence[Measured]) -> Table:
    """Every figure: its median, its spread, the goal and whether it is reached."""
    rows = tuple(
        (
            KINDS[name].what,
            _told(spread.middle),
            " to ".join(map(_told, spread.ends)) if len(spread.values) > 1 else "",
            KINDS[name].unit,
            KINDS[name].goal,
            KINDS[name].verdict(spread),
        )
        for name, spread in together(runs).items()
    )
    note = "; ".join(dict.fromkeys(line for run in runs for line in run.missing))
    return Table(title, ("", "median", "spread", "unit", "goal", ""), rows, note)


def growth_tables(runs: Sequence[Measured]) -> list[Table]:
    """The curves of the last run as tables: what there was above, what it cost below."""
    return [
        Table(
            f"{CURVES[name][1]}, by {CURVES[name][0]}",
            ("", *(_told(across) for across, _ in curve)),
            (("", *(_told(up) for _, up in curve)),),
        )
        for name, curve in curves(runs).items()
        if len(curve) <= _MOST_SHOWN
    ]


def bench_markdown(table: Table) -> str:
    """A table as Markdown, for PERFORMANCE.md."""
    rows = (table.columns, ("---",) * len(table.columns), *table.rows)
    lines = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join(
        [f"### {table.title}\n", *lines, *([f"\n{table.note}"] if table.note else []), ""]
    )


def bench_json(runs: Sequence[Measured]) -> dict[str, Any]:
    """All figures of all runs, with the machine they were measured on."""
    return {
        "machine": dict(machine()),
        "figures": {name: _values(name, its) for name, its in together(runs).items()},
        "curves": curves(runs),
        "missing": list(dict.fromkeys(line for run in runs for line in run.missing)),
    }


def _values(name: str, spread: Spread) -> dict[str, Any]:
    kind = KINDS[name]
    return {
        "what": kind.what,
        "unit": kind.unit,
        "median": spread.middle,
        "runs": list(spread.values),
        "goal": kind.goal,
        "reached": {"reached": True, "not reached": False}.get(kind.verdict(spread)),
    }


def curves(runs: Sequence[Measured]) -> Mapping[str, Curve]:
    """The curves of the last run that has each."""
    return {name: curve for run in runs for name, curve in run.curves.items()}


def bench_page(tables: Sequence[Table], runs: Sequence[Measured]) -> str:
    """The page: machine, curves, tables."""
    plots = [_plot(name, curve) for name, curve in curves(runs).items()]
    return html(Report("Hamgate: how fast it is", machine(), tables, plots))


def machine() -> list[tuple[str, str]]:
    """What it was measured on."""
    return [
        ("cores", str(os.cpu_count())),
        ("processor", platform.processor() or platform.machine()),
        ("system", platform.system()),
        ("Python", platform.python_version()),
        ("load", ", ".join(f"{each:.1f}" for each in os.getloadavg())),
    ]


def _plot(name: str, curve: Curve) -> Plot:
    across, up = CURVES[name]
    xs, ys = zip(*curve, strict=True)

    def draw(axes: Any) -> None:
        axes.plot(xs, ys, marker="o", color=_LINE)
        axes.set(xscale="log", xlabel=across, ylabel=up)
        if max(ys) > _MUCH * min(ys):
            axes.set_yscale("log")  # what grows as fast as what it grows with is a straight line
        else:
            axes.set_ylim(0, 1.15 * max(ys))

    return Plot(f"{up} by {across}", svg(draw))


def _told(value: float) -> str:
    """A number with three digits that count."""
    if value != value:  # noqa: PLR0124 (NaN: it could not be measured)
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004
