"""Measures of a scored set with their uncertainty, in plain numpy: no model in sight.

Everywhere: ``ham`` and ``spam`` are 1-D arrays of scores (P(spam), or anything that
rises with it) of genuine comments and of spam.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 2000
"""Bootstrap draws; 95 % bounds then move by less than a tenth of the interval's width."""

Z_SCORE = 1.959964
"""Normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between its 95 % bounds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        """The share, NaN of nothing."""
        return self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> Interval:
        """Wilson's 95 % interval: right also for 0 of n, where the normal one is nonsense."""
        if not self.total:
            return Interval(math.nan, math.nan, math.nan)
        z2_n = Z_SCORE**2 / self.total
        middle = (self.share + z2_n / 2) / (1 + z2_n)
        spread = math.sqrt(self.share * (1 - self.share) * z2_n + z2_n**2 / 4) / (1 + z2_n)
        return Interval(self.share, max(middle - spread, 0.0), min(middle + spread, 1.0))


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Recall where a share ``target_fpr`` of genuine comments would be called spam."""

    target_fpr: float
    threshold: float
    recall: Interval
    ham: int
    spam: int

    @property
    def coarse(self) -> bool:
        """Too few genuine comments for the target: the point allows not a single one."""
        return self.ham * self.target_fpr < 1


def threshold_at(ham: Scores, target_fpr: float) -> float:
    """Find the lowest threshold at or above which at most ``target_fpr`` of ham lies.

    Ties go against the model: where many genuine comments share a score, all are let in
    or none.
    """
    if not ham.size:
        return math.inf
    allowed = _allowed(ham.size, target_fpr)
    if allowed >= ham.size:
        return -math.inf
    place = ham.size - 1 - allowed
    return float(np.nextafter(np.partition(ham, place)[place], np.inf))


def operating_point(
    ham: Scores, spam: Scores, target_fpr: float, rng: np.random.Generator
) -> OperatingPoint:
    """Recall at a target false-positive rate with its bootstrap interval.

    The interval covers both draws: of the spam, and of the ham that set the threshold.
    Neither needs a resampled array. The k-th largest of n resampled scores is the
    original of rank ⌊n·B⌋ with B ~ Beta(k, n-k+1) (order statistics of n uniforms), and
    the resampled spam above a threshold is binomial. The same law as resampling rows, for
    2,000 numbers instead of 2,000 × n: 0.3 ms where the loop took 4 s (80,000 rows).
    """
    threshold = threshold_at(ham, target_fpr)
    if not ham.size or not spam.size:
        nothing = Interval(math.nan, math.nan, math.nan)
        return OperatingPoint(target_fpr, threshold, nothing, ham.size, spam.size)
    recall = float(np.mean(spam >= threshold))
    drawn = _drawn_recalls(np.sort(ham)[::-1], np.sort(spam), target_fpr, rng)
    return OperatingPoint(target_fpr, threshold, _percentiles(recall, drawn), ham.size, spam.size)


def roc_auc(ham: Scores, spam: Scores) -> Interval:
    """Area under the ROC curve with DeLong's 95 % interval; NaN without both labels."""
    if not ham.size or not spam.size:
        return Interval(math.nan, math.nan, math.nan)
    over_spam, under_ham = placements(ham, spam)
    area = float(over_spam.mean())
    spread = Z_SCORE * math.sqrt(_variance_of_mean(over_spam) + _variance_of_mean(under_ham))
    return Interval(area, max(area - spread, 0.0), min(area + spread, 1.0))


def placements(ham: Scores, spam: Scores) -> tuple[Scores, Scores]:
    """For each spam the share of ham below it, for each ham the share of spam above it.

    Their means are both the ROC AUC, ties count half (DeLong et al. 1988).
    """
    return _share_below(np.sort(ham), spam), 1 - _share_below(np.sort(spam), ham)


def average_precision(ham: Scores, spam: Scores) -> float:
    """Area under the precision-recall curve as a step sum; it depends on the share of spam."""
    if not ham.size or not spam.size:
        return math.nan
    levels, spam_at = np.unique(spam, return_counts=True)
    spam_above = np.cumsum(spam_at[::-1])[::-1]
    ham_above = ham.size - np.searchsorted(np.sort(ham), levels, side="left")
    return float(np.sum(spam_at * spam_above / (spam_above + ham_above)) / spam.size)


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a reliability diagram: what was said and what was true of it."""

    said: float
    true: float
    count: int


def reliability(scores: Scores, is_spam: NDArray[np.bool_], bins: int = 15) -> tuple[Bin, ...]:
    """Bins of equal width over P(spam), the empty ones left out."""
    places = np.clip((scores * bins).astype(np.intp), 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    said = np.bincount(places, weights=scores, minlength=bins)
    true = np.bincount(places, weights=is_spam, minlength=bins)
    return tuple(
        Bin(float(said[place] / count), float(true[place] / count), int(count))
        for place, count in enumerate(counts)
        if count
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """ECE: the mean distance between what was said and what was true, weighed by count."""
    total = sum(each.count for each in bins)
    if not total:
        return math.nan
    return sum(each.count * abs(each.said - each.true) for each in bins) / total


def _allowed(count: int, target_fpr: float) -> int:
    # 0.005 × 200 is 0.9999… in floating point on some values; a millionth heals it.
    return math.floor(count * target_fpr + 1e-6)


def _drawn_recalls(
    ham_falling: Scores, spam_rising: Scores, target_fpr: float, rng: np.random.Generator
) -> Scores:
    count = ham_falling.size
    rank = min(_allowed(count, target_fpr) + 1, count)
    places = (count * rng.beta(rank, count - rank + 1, RESAMPLES)).astype(np.intp)
    highest = ham_falling[np.minimum(places, count - 1)]
    above = spam_rising.size - np.searchsorted(spam_rising, highest, side="right")
    caught: Scores = rng.binomial(spam_rising.size, above / spam_rising.size) / spam_rising.size
    return caught


def _percentiles(value: float, drawn: Scores) -> Interval:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(value, float(low), float(high))


def _share_below(rising: Scores, scores: Scores) -> Scores:
    below = np.searchsorted(rising, scores, side="left")
    up_to = np.searchsorted(rising, scores, side="right")
    shares: Scores = (below + up_to) / (2 * rising.size)
    return shares


def _variance_of_mean(values: Scores) -> float:
    return float(values.var(ddof=1) / values.size) if values.size > 1 else 0.0
