"""The report's plots, as SVG that goes straight into the page; the same figures, the same bytes."""

import io
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from training.evaluation import Figures, Labels
from training.measures import Bin, Rate, Scores
from training.prequential import CurvePoint
from training.suites.disguised import DisguiseFigures

WIDTH_INCHES, HEIGHT_INCHES = 6.0, 3.6
MAX_CURVE_POINTS = 400
STYLE: Any = {
    # Without a salt matplotlib puts random ids into the SVG.
    "svg.hashsalt": "hamgate",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}
SPAM_COLOUR, HAM_COLOUR, HELD_COLOUR = "#c0392b", "#2471a3", "#e0a030"


def svg(draw: Callable[[Any], None], height_inches: float = HEIGHT_INCHES) -> str:
    """Draw on new axes and give the picture as an ``<svg>`` element."""
    # Imported here: it takes half a second, and most commands draw nothing.
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_INCHES, height_inches), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot())
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]


def roc_plot(scores: Scores, is_spam: Labels) -> str:
    """Draw spam caught against genuine comments called spam, on a logarithmic axis."""
    ham, spam = np.sort(scores[~is_spam])[::-1], np.sort(scores[is_spam])
    ranks = _spread(ham.size)
    limits = ham[ranks - 1] if ham.size else np.zeros(0)
    caught = _share_above(spam, limits)

    def draw(axes: Any) -> None:
        axes.plot(100 * ranks / max(ham.size, 1), 100 * caught, color=SPAM_COLOUR)
        axes.set(xscale="log", ylim=(0, 101), xlabel="genuine comments called spam (%)")
        axes.set_ylabel("spam caught (%)")
        axes.axvline(0.5, color="grey", linestyle=":")

    return svg(draw)


def precision_plot(scores: Scores, is_spam: Labels) -> str:
    """Draw precision against recall."""
    ham, spam = np.sort(scores[~is_spam]), np.sort(scores[is_spam])[::-1]
    ranks = _spread(spam.size)
    limits = spam[ranks - 1] if spam.size else np.zeros(0)
    wrong = ham.size - np.searchsorted(ham, limits, side="left")

    def draw(axes: Any) -> None:
        axes.plot(100 * ranks / max(spam.size, 1), 100 * ranks / (ranks + wrong), color=SPAM_COLOUR)
        axes.set(ylim=(0, 101), xlabel="spam caught (%)", ylabel="truly spam among it (%)")

    return svg(draw)


def histogram_plot(scores: Scores, is_spam: Labels, limits: Sequence[float]) -> str:
    """Draw how many comments have which score, by label, with the thresholds."""
    edges = np.linspace(0, 1, 41)

    def draw(axes: Any) -> None:
        axes.hist(scores[~is_spam], edges, color=HAM_COLOUR, alpha=0.6, label="ham")
        axes.hist(scores[is_spam], edges, color=SPAM_COLOUR, alpha=0.6, label="spam")
        for limit in limits:
            axes.axvline(limit, color="black", linestyle=":", linewidth=1)
        axes.set(yscale="log", xlabel="score", ylabel="comments")
        axes.legend(frameon=False)

    return svg(draw)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """Draw what was true against what was said."""

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
        sizes = [12 + 12 * math.log10(each.count) for each in bins]
        said, true = [each.said for each in bins], [each.true for each in bins]
        axes.plot(said, true, color=SPAM_COLOUR)
        axes.scatter(said, true, sizes, color=SPAM_COLOUR)
        axes.set(xlabel="mean score", ylabel="share of spam")

    return svg(draw)


def ham_plot(groups: dict[str, Figures]) -> str:
    """Draw genuine comments called spam and held, a bar for each group that has any."""
    shown = {name: each for name, each in groups.items() if each.ham}

    def draw(axes: Any) -> None:
        spam = [_percent(each.ham_called_spam) for each in shown.values()]
        held = [_percent(each.ham_held) for each in shown.values()]
        axes.barh(list(shown), spam, color=SPAM_COLOUR, label="called spam")
        axes.barh(list(shown), held, left=spam, color=HELD_COLOUR, label="held")
        axes.invert_yaxis()
        axes.set_xlabel("genuine comments (%)")
        axes.legend(frameon=False)

    return svg(draw, _bars_height(len(shown)))


def disguise_plot(figures: Sequence[DisguiseFigures]) -> str:
    """Draw each disguise's recall relative to the same spam undisguised."""
    shown = [each for each in figures if each.plain.hits]

    def draw(axes: Any) -> None:
        values = [100 * each.relative for each in shown]
        axes.barh([each.name for each in shown], values, color=HAM_COLOUR)
        axes.axvline(95, color="black", linestyle=":")
        axes.invert_yaxis()
        axes.set_xlabel("caught, relative to undisguised (%)")

    return svg(draw, _bars_height(len(shown)))


def learning_plot(points: Sequence[CurvePoint]) -> str:
    """Draw the errors on the next comments after each number of labels."""

    def draw(axes: Any) -> None:
        labels = [each.labels for each in points]
        missed = [_percent(each.missed_spam) for each in points]
        called = [_percent(each.ham_called_spam) for each in points]
        axes.plot(labels, missed, color=SPAM_COLOUR, marker="o", label="missed spam")
        axes.plot(labels, called, color=HAM_COLOUR, marker="o", label="ham called spam")
        axes.set(xscale="symlog", xlabel="labels learned from", ylabel="of the next comments (%)")
        axes.legend(frameon=False)

    return svg(draw)


def _spread(count: int) -> Any:
    """Ranks from 1 to ``count``, close together at the start, where a filter works."""
    return (
        np.unique(np.geomspace(1, max(count, 1), MAX_CURVE_POINTS).astype(np.intp))
        if count
        else np.zeros(0, np.intp)
    )


def _share_above(rising: Scores, limits: Scores) -> Scores:
    shares: Scores = (rising.size - np.searchsorted(rising, limits, side="right")) / max(
        rising.size, 1
    )
    return shares


def _percent(rate: Rate) -> float:
    return 100 * rate.share


def _bars_height(count: int) -> float:
    return 1.0 + 0.22 * count
