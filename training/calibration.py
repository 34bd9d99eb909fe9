"""Calibration and thresholds: from raw log-odds to a probability, and from costs to a verdict.

Calibration is one line, ``a · log-odds + b``, so that evidence stays a plain sum. Thresholds
come from genuine comments of sources the model did not learn from: of the source that suffers
most, not of the average, since every blog is one source.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize
from scipy.special import expit as probability

from service.filtering.evidence import expit

Scores = NDArray[np.float64]

TARGET_RATES = (0.0001, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
"""Shares of genuine comments for which a threshold is kept in the manifest."""

SPAM_RATE = 0.003
"""Of a source's genuine comments, at most so many called spam."""
HOLD_RATE = 0.04
"""Of a source's genuine comments, at most so many held or called spam."""
BLATANT_RATE = 0.0001
_MIN_SOURCE_ROWS = 100
_MIN_ALLOWED = 5
"""A threshold from fewer comments above it would be the work of one mislabelled one."""
_SLOPE_PRIOR_ROWS = 10.0
_FARTHEST_OFFSET = 50.0
_LOWEST = {"hold": 0.4, "spam": 0.75, "blatant": 0.98}
"""Scores below which no threshold falls: genuine comments at hand may all be easy ones."""
_HIGHEST = {"hold": 0.99, "spam": 0.9995, "blatant": 0.99999}
"""Scores above which none rises, lest nothing be caught."""
_ABOVE = 1e-6
"""From a comment's log-odds to just above: the scorer may sum up to other last digits."""
_MARGIN_LOG_ODDS = 0.5
"""Added to the blatant threshold: one in 10,000 is estimated from few comments."""


@dataclass(frozen=True, slots=True)
class Line:
    """``log-odds → slope · log-odds + offset``."""

    slope: float
    offset: float


def calibrated(log_odds: Scores, targets: Scores, weights: Scores) -> Line:
    """The line that makes log-odds of unseen comments honest (Platt's, weighted and smoothed).

    Few or separable comments would drive the slope to any height: the targets are Platt's
    smoothed ones, and the slope is held near 1 as if by ``_SLOPE_PRIOR_ROWS`` comments.
    """
    spam, ham = float((targets > 0).sum()), float((targets == 0).sum())
    smooth = np.where(targets > 0, (spam + 1) / (spam + 2), 1 / (ham + 2))
    share = weights / weights.sum()
    pull = _SLOPE_PRIOR_ROWS / (spam + ham)

    def loss(at: Scores) -> float:
        moved = np.exp(at[0]) * log_odds + at[1]
        misfit = share @ (np.logaddexp(0, moved) - smooth * moved)
        return float(misfit + pull * (at[0] ** 2 + 0.1 * at[1] ** 2))

    found = minimize(
        loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9}
    )
    return Line(float(np.exp(found.x[0])), float(found.x[1]))


def levelled_offset(log_odds: Scores, targets: Scores, weights: Scores) -> float:
    """What to add to log-odds so that, over these comments, spam is stated as often as it is.

    One number, like a threshold: it says where even odds lie, and leaves every ranking alone.
    """
    share = weights / weights.sum()
    seen = float(share @ targets)

    def too_much(offset: float) -> float:
        return float(share @ probability(log_odds + offset)) - seen

    return float(brentq(too_much, -_FARTHEST_OFFSET, _FARTHEST_OFFSET))


def threshold_at(scores: Scores, rate: float) -> float:
    """Log-odds that at most ``rate`` of the scores reach; above all of them for rate < 1/n."""
    ordered = np.sort(scores)[::-1]
    allowed = int(rate * len(ordered))
    return float(ordered[allowed]) + _ABOVE if allowed < len(ordered) else -np.inf


def thresholds(ham: Mapping[str, Scores]) -> tuple[dict[str, float], list[tuple[float, float]]]:
    """Thresholds of the verdicts, and the table (rate, score), from genuine comments by source.

    Sources of fewer than 100 comments are pooled into one. Scores are log-odds; what
    comes back are probabilities.
    """
    large = [scores for scores in ham.values() if len(scores) >= _MIN_SOURCE_ROWS]
    small = [scores for scores in ham.values() if len(scores) < _MIN_SOURCE_ROWS]
    groups = [*large, np.concatenate(small)] if small else large
    pooled = np.concatenate(groups)
    worst = {
        rate: max(_estimate(group, pooled, rate) for group in groups)
        for rate in (*TARGET_RATES, SPAM_RATE, HOLD_RATE)
    }
    rising = np.maximum.accumulate([worst[rate] for rate in sorted(worst, reverse=True)])
    by_rate = dict(zip(sorted(worst, reverse=True), rising.tolist(), strict=True))
    spam, hold = by_rate[SPAM_RATE], by_rate[HOLD_RATE]
    blatant = max(threshold_at(pooled, BLATANT_RATE), spam) + _MARGIN_LOG_ODDS
    wanted = {"hold": expit(hold), "spam": expit(spam), "blatant": expit(blatant)}
    chosen = {name: min(max(at, _LOWEST[name]), _HIGHEST[name]) for name, at in wanted.items()}
    return chosen, [(rate, expit(by_rate[rate])) for rate in TARGET_RATES]


def _estimate(group: Scores, pooled: Scores, rate: float) -> float:
    """A group's own threshold where it has the comments to tell it, else the pooled one."""
    enough = rate * len(group) >= _MIN_ALLOWED
    return threshold_at(group if enough else pooled, rate)
