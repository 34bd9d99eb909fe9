"""What a model's scores are worth: figures for a whole set and for each group in it.

Takes plain arrays of scores, labels and group names, so that anything that scores can
be judged alike: a model, a peer, yesterday's answers.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.filtering.verdict import Thresholds
from training.measures import (
    Bin,
    Interval,
    OperatingPoint,
    Rate,
    Scores,
    average_precision,
    calibration_error,
    operating_point,
    reliability,
    roc_auc,
    threshold_at,
)

TARGET_FPRS = (0.001, 0.005, 0.01)
REFERENCE_LANGUAGE = "en"
REFERENCE_FPR = 0.005
"""Languages are compared at the threshold that calls 0.5 % of genuine English spam."""

Labels = NDArray[np.bool_]
Keys = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Figures:
    """One group's figures. Recall and areas are against the *whole set's* genuine comments.

    A source that is nearly all spam has too few genuine ones of its own to set a
    threshold; what it does to those it has stands in ``ham_called_spam``.
    """

    rows: int
    spam: int
    ham: int
    spam_called_spam: Rate
    spam_held: Rate
    ham_called_spam: Rate
    ham_held: Rate
    ham_called_blatant: Rate
    accuracy: Rate
    """Right at the spam threshold: what the UCI papers report."""
    ham_over_reference: Rate
    """Genuine comments above the threshold that gives 0.5 % on English."""
    ham_over_pooled: Rate
    """Genuine comments above the threshold that gives 0.5 % on all of them."""
    recalls: tuple[OperatingPoint, ...]
    auc: Interval
    average_precision: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A whole report's figures, in the order they are printed."""

    thresholds: Thresholds
    whole: Figures
    groups: dict[str, dict[str, Figures]]
    bins: tuple[Bin, ...]
    reference_threshold: float
    notes: tuple[str, ...] = field(default=())

    def plain(self) -> dict[str, Any]:
        """Give the same as nested dicts and lists, for JSON; NaN becomes null."""
        return {key: for_json(value) for key, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the figures of every group are measured with."""

    scores: Scores
    is_spam: Labels
    thresholds: Thresholds
    all_ham: Scores
    """Sorted, since every group sorts it again."""
    reference: float
    pooled: float
    seed: int


def evaluate(
    scores: Scores,
    is_spam: Labels,
    groups: Mapping[str, Keys],
    *,
    thresholds: Thresholds,
    seed: int = 0,
) -> Evaluation:
    """Figures of the whole and of each group; the same input gives the same figures.

    ``groups`` holds arrays as long as ``scores``: one group name an example.
    """
    reference = _reference_threshold(scores, is_spam, groups)
    ham = np.sort(scores[~is_spam])
    pooled = threshold_at(ham, REFERENCE_FPR)
    frame = _Frame(scores, is_spam, thresholds, ham, reference, pooled, seed)
    figures = {
        name: {
            str(value): _figures(frame, np.flatnonzero(keys == value)) for value in np.unique(keys)
        }
        for name, keys in groups.items()
    }
    whole = _figures(frame, np.arange(scores.size))
    return Evaluation(thresholds, whole, figures, reliability(scores, is_spam), reference)


def _reference_threshold(scores: Scores, is_spam: Labels, groups: Mapping[str, Keys]) -> float:
    ham = ~is_spam
    languages = groups.get("language")
    english = ham if languages is None else ham & (languages == REFERENCE_LANGUAGE)
    return threshold_at(scores[english if english.any() else ham], REFERENCE_FPR)


def _figures(frame: _Frame, rows: NDArray[np.intp]) -> Figures:
    scores, is_spam = frame.scores[rows], frame.is_spam[rows]
    ham, spam = scores[~is_spam], scores[is_spam]
    limits = frame.thresholds
    rng = np.random.default_rng(frame.seed)
    right = np.count_nonzero((scores >= limits.spam) == is_spam)
    return Figures(
        rows=rows.size,
        spam=spam.size,
        ham=ham.size,
        spam_called_spam=_rate(spam >= limits.spam),
        spam_held=_rate((spam >= limits.hold) & (spam < limits.spam)),
        ham_called_spam=_rate(ham >= limits.spam),
        ham_held=_rate((ham >= limits.hold) & (ham < limits.spam)),
        ham_called_blatant=_rate(ham >= limits.blatant),
        accuracy=Rate(int(right), rows.size),
        ham_over_reference=_rate(ham >= frame.reference),
        ham_over_pooled=_rate(ham >= frame.pooled),
        recalls=tuple(operating_point(frame.all_ham, spam, fpr, rng) for fpr in TARGET_FPRS),
        auc=roc_auc(frame.all_ham, spam),
        average_precision=average_precision(frame.all_ham, spam),
        calibration_error=calibration_error(reliability(scores, is_spam)),
    )


def _rate(hits: Labels) -> Rate:
    return Rate(int(np.count_nonzero(hits)), hits.size)


def for_json(value: Any) -> Any:
    """Give a figure, or dicts and lists of them, as JSON knows it: NaN becomes null."""
    if isinstance(value, dict):
        rate = value.keys() == {"hits", "total"}
        plain = {key: for_json(inner) for key, inner in value.items()}
        return {**plain, "share": for_json(Rate(**value).share)} if rate else plain
    if isinstance(value, list | tuple):
        return [for_json(inner) for inner in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
