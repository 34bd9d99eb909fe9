"""Paired tests: two models on the same comments, so that luck with the comments cancels out."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from training.measures import CONFIDENCE, Z_SCORE, Interval, Scores, placements, threshold_at

RESAMPLES = 1000
MAX_CELLS = 4_000_000
"""Resampled counts held at once: 32 MB."""

Labels = NDArray[np.bool_]
Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class McNemar:
    """Exact McNemar test: of the comments only one model gets right, who has how many."""

    only_first: int
    only_second: int
    p_value: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Both models' scores of one label's comments, in the same order."""

    first: Scores
    second: Scores

    def of(self, rows: Labels) -> "Pair":
        """Keep some rows alone."""
        return Pair(self.first[rows], self.second[rows])


def mcnemar(first_right: Labels, second_right: Labels) -> McNemar:
    """Test whether two models are right equally often; p = 1 where they never differ."""
    only_first = int(np.count_nonzero(first_right & ~second_right))
    only_second = int(np.count_nonzero(second_right & ~first_right))
    differing = only_first + only_second
    p_value = float(binomtest(only_first, differing).pvalue) if differing else 1.0
    return McNemar(only_first, only_second, p_value)


def auc_difference(ham: Pair, spam: Pair) -> Interval:
    """Second's ROC AUC minus first's with DeLong's paired 95 % interval."""
    if not ham.first.size or not spam.first.size:
        return Interval(math.nan, math.nan, math.nan)
    first = placements(ham.first, spam.first)
    second = placements(ham.second, spam.second)
    by_spam, by_ham = second[0] - first[0], second[1] - first[1]
    value = float(by_spam.mean())
    spread = Z_SCORE * math.sqrt(_variance_of_mean(by_spam) + _variance_of_mean(by_ham))
    return Interval(value, value - spread, value + spread)


def recall_difference(ham: Pair, spam: Pair, target_fpr: float, rng: Random) -> Interval:
    """Second's recall minus first's, each at its own threshold for ``target_fpr``.

    Rows are resampled together for both models, thresholds anew in every draw.
    """
    if not ham.first.size or not spam.first.size:
        return Interval(math.nan, math.nan, math.nan)
    value = _recall(ham.second, spam.second, target_fpr) - _recall(
        ham.first, spam.first, target_fpr
    )
    top = _top_rows(ham, target_fpr)
    limits = _resampled_thresholds(ham.of(top), ham.first.size, target_fpr, rng)
    drawn = _resampled_differences(spam, limits, rng)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(value, float(low), float(high))


def _recall(ham: Scores, spam: Scores, target_fpr: float) -> float:
    return float(np.mean(spam >= threshold_at(ham, target_fpr)))


def _top_rows(ham: Pair, target_fpr: float) -> Labels:
    """Find the genuine comments that can set either threshold in any draw: the highest few.

    A draw's k-th highest lies with overwhelming odds among the first k + 8·√k + 20
    originals, so the tens of thousands below need not be resampled.
    """
    rank = ham.first.size * target_fpr + 1
    kept = min(math.ceil(rank + 8 * math.sqrt(rank) + 20), ham.first.size)
    place = ham.first.size - kept
    first_limit = np.partition(ham.first, place)[place]
    second_limit = np.partition(ham.second, place)[place]
    rows: Labels = (ham.first >= first_limit) | (ham.second >= second_limit)
    return rows


def _resampled_thresholds(top: Pair, count: int, target_fpr: float, rng: Random) -> Pair:
    """Both models' highest scores that must be let pass, one a draw.

    A row's count in a resample of n is Poisson(1) for large n: independent of the others.
    """
    allowed = math.floor(count * target_fpr + 1e-6)
    firsts, seconds = [], []
    for draws in _batches(top.first.size):
        counts = rng.poisson(1.0, (draws, top.first.size))
        firsts.append(_weighted_rank(top.first, counts, allowed))
        seconds.append(_weighted_rank(top.second, counts, allowed))
    return Pair(np.concatenate(firsts), np.concatenate(seconds))


def _weighted_rank(scores: Scores, counts: NDArray[np.int64], allowed: int) -> Scores:
    """Per draw the highest score that has more than ``allowed`` at or above it."""
    order = np.argsort(-scores, kind="stable")
    above = np.cumsum(counts[:, order], axis=1)
    places = np.minimum((above <= allowed).sum(axis=1), scores.size - 1)
    ranked: Scores = scores[order][places]
    return ranked


def _resampled_differences(spam: Pair, limits: Pair, rng: Random) -> Scores:
    """Per draw: second's recall minus first's, on the same resampled spam."""
    differences = []
    start = 0
    for draws in _batches(spam.first.size):
        rows = slice(start, start + draws)
        counts = rng.poisson(1.0, (draws, spam.first.size))
        gained = (spam.second > limits.second[rows, None]).astype(np.int8)
        gained -= spam.first > limits.first[rows, None]
        differences.append((counts * gained).sum(axis=1) / np.maximum(counts.sum(axis=1), 1))
        start += draws
    return np.concatenate(differences)


def _batches(columns: int) -> list[int]:
    size = max(1, min(RESAMPLES, MAX_CELLS // max(columns, 1)))
    whole, rest = divmod(RESAMPLES, size)
    return [size] * whole + [rest] * bool(rest)


def _variance_of_mean(values: Scores) -> float:
    return float(values.var(ddof=1) / values.size) if values.size > 1 else 0.0
