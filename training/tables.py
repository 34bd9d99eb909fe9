"""Figures as tables of text, the same for a terminal and for the HTML report."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from training.comparing import Comparison
from training.evaluation import TARGET_FPRS, Evaluation, Figures
from training.grouping import UNKNOWN
from training.measures import Interval, Rate
from training.peers import PeerTable
from training.suites.disguised import DisguiseFigures
from training.suites.scripts import ScriptFigures

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column names and rows of cells; the first column is text, the rest numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


FIGURE_COLUMNS = (
    "spam",
    "ham",
    "caught",
    "spam held",
    "ham called spam",
    "ham held",
    *(f"recall at {100 * target:g} %" for target in TARGET_FPRS),
    "ROC AUC",
    "PR AUC",
    "accuracy",
    "ECE",
)


def evaluation_tables(evaluation: Evaluation) -> list[Table]:
    """Make one table of the whole and one for each way to group."""
    limits = evaluation.thresholds
    whole = Table(
        "All comments",
        ("", *FIGURE_COLUMNS),
        (("all", *_figure_cells(evaluation.whole)),),
        f"Thresholds: hold {limits.hold:.4f}, spam {limits.spam:.4f}, "
        f"blatant {limits.blatant:.6f}. "
        "Recall and areas are against all genuine comments of this evaluation; 95 % intervals "
        "in brackets; * marks targets that allow not one of the genuine comments there are.",
    )
    groups = [
        _group_table(name, figures)
        for name, figures in evaluation.groups.items()
        if figures.keys() != {UNKNOWN}
    ]
    return [whole, *groups]


def disguise_table(figures: Sequence[DisguiseFigures], threshold: float) -> Table:
    """Make the table of what each disguise costs."""
    rows = tuple(
        (each.name, str(each.plain.total), share(each.plain), share(each.disguised), _ratio(each))
        for each in figures
    )
    columns = ("disguise", "spam", "caught plain", "caught disguised", "relative")
    return Table("Disguises", columns, rows, f"Caught: a score of at least {threshold:.4f}.")


def script_table(figures: Sequence[ScriptFigures]) -> Table:
    """Make the table of genuine comments by script."""
    rows = tuple(
        (each.script, str(each.kept.total), share(each.kept), share(each.called_spam))
        for each in figures
    )
    columns = ("script", "comments", "kept", "called spam")
    return Table("Genuine comments in many scripts", columns, rows)


def peer_tables(table: PeerTable) -> list[Table]:
    """Make the table side by side, and one a source at 0.5 % false positives."""
    rows = tuple((name, *_figure_cells(each.whole)) for name, each in table.evaluations.items())
    note = " ".join(f"{name} is missing: {how}." for name, how in table.missing.items())
    side_by_side = Table(
        f"Side by side on {table.rows} comments", ("", *FIGURE_COLUMNS), rows, note
    )
    return [side_by_side, _peers_by_source(table)]


def comparison_tables(compared: Comparison) -> list[Table]:
    """Make the tables of what changed from one model to the next."""
    figures = (
        (compared.first, *_figure_cells(compared.before.whole)),
        (compared.second, *_figure_cells(compared.after.whole)),
    )
    caught, spared = compared.spam_caught, compared.ham_spared
    tests = (
        ("recall at 0.5 % false positives, difference", signed(compared.recall_difference), ""),
        ("ROC AUC, difference", signed(compared.auc_difference), ""),
        (
            "spam that only one calls spam",
            f"{caught.only_first} : {caught.only_second}",
            f"{caught.p_value:.3g}",
        ),
        (
            "ham that only one spares",
            f"{spared.only_first} : {spared.only_second}",
            f"{spared.p_value:.3g}",
        ),
    )
    title = f"{compared.second} against {compared.first}: {compared.outcome}"
    return [
        Table(title, ("", *FIGURE_COLUMNS), figures, "; ".join(compared.reasons)),
        Table("Paired tests", ("", "first : second", "p (McNemar)"), tests),
    ]


def percent(value: float) -> str:
    """Write a share as a percentage with as many digits as mean something."""
    if math.isnan(value):
        return NOTHING
    return f"{100 * value:.2f} %" if value < 0.1 or value > 0.99 else f"{100 * value:.1f} %"  # noqa: PLR2004 (where digits matter)


def share(rate: Rate) -> str:
    """Write a rate as a percentage."""
    return percent(rate.share)


def ranged(interval: Interval) -> str:
    """Write a figure with its bounds."""
    if math.isnan(interval.value):
        return NOTHING
    return f"{interval.value:.3f} [{interval.low:.3f}–{interval.high:.3f}]"


def signed(interval: Interval) -> str:
    """Write a difference with its bounds, all with their signs."""
    if math.isnan(interval.value):
        return NOTHING
    return f"{interval.value:+.4f} [{interval.low:+.4f}, {interval.high:+.4f}]"


def _group_table(name: str, figures: dict[str, Figures]) -> Table:
    rows = tuple(
        (group, *_figure_cells(each), share(each.ham_over_reference))
        for group, each in figures.items()
    )
    columns = (name, *FIGURE_COLUMNS, "ham over English threshold")
    note = "Last column: at the threshold that calls 0.5 % of genuine English comments spam."
    return Table(f"By {name}", columns, rows, note)


def _figure_cells(figures: Figures) -> tuple[str, ...]:
    return (
        str(figures.spam),
        str(figures.ham),
        share(figures.spam_called_spam),
        share(figures.spam_held),
        share(figures.ham_called_spam),
        share(figures.ham_held),
        *(ranged(point.recall) + "*" * point.coarse for point in figures.recalls),
        ranged(figures.auc),
        _plain(figures.average_precision),
        share(figures.accuracy),
        _plain(figures.calibration_error),
    )


def _peers_by_source(table: PeerTable) -> Table:
    names = tuple(table.evaluations)
    by_name = {name: each.groups["source"] for name, each in table.evaluations.items()}
    sources = next(iter(by_name.values()), {})
    at = TARGET_FPRS.index(0.005)
    rows = tuple(
        (source, *(_peer_cell(by_name[name][source], at) for name in names)) for source in sources
    )
    note = (
        "Spam caught at 0.5 % of all genuine comments / own genuine comments above that threshold."
    )
    return Table("By source", ("source", *names), rows, note)


def _peer_cell(figures: Figures, at: int) -> str:
    return f"{_plain(figures.recalls[at].recall.value)} / {share(figures.ham_over_pooled)}"


def _ratio(figures: DisguiseFigures) -> str:
    return percent(figures.relative)


def _plain(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.3f}"
