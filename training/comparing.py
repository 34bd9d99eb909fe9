"""Two models on the same comments: won, lost or tied, with tests, and on which comments."""

import math
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from service.filtering.verdict import Thresholds
from training.evaluation import Evaluation, Labels, evaluate, for_json
from training.measures import Interval, Scores
from training.paired import McNemar, Pair, auc_difference, mcnemar, recall_difference

TARGET_FPR = 0.005
SIGNIFICANCE = 0.05


class Outcome(StrEnum):
    """How the second model did against the first."""

    WON = "won"
    LOST = "lost"
    TIED = "tied"


@dataclass(frozen=True, slots=True)
class Judged:
    """A model's answers on a set: scores, and the thresholds it decides with."""

    name: str
    scores: Scores
    thresholds: Thresholds

    def says_spam(self) -> Labels:
        """Where the model's verdict is spam."""
        return self.scores >= self.thresholds.spam


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the first model to the second; differences are second minus first."""

    first: str
    second: str
    rows: int
    outcome: Outcome
    reasons: tuple[str, ...]
    recall_difference: Interval
    auc_difference: Interval
    spam_caught: McNemar
    ham_spared: McNemar
    won: tuple[int, ...]
    """Positions of comments that only the second gets right, the clearest first."""
    lost: tuple[int, ...]
    tied_wrong: int
    """Comments that both get wrong."""
    before: Evaluation
    after: Evaluation

    def plain(self) -> dict[str, Any]:
        """Give the comparison without the two evaluations, for JSON; NaN becomes null."""
        kept = {
            key: for_json(value)
            for key, value in asdict(self).items()
            if key not in ("before", "after")
        }
        whole = {"before": self.before.plain()["whole"], "after": self.after.plain()["whole"]}
        return {**kept, **whole}


def compare(first: Judged, second: Judged, is_spam: Labels, *, seed: int = 0) -> Comparison:
    """Compare two models on the same comments, in the same order."""
    pair = Pair(first.scores, second.scores)
    ham, spam = pair.of(~is_spam), pair.of(is_spam)
    rng = np.random.default_rng(seed)
    recall = recall_difference(ham, spam, TARGET_FPR, rng)
    first_right = first.says_spam() == is_spam
    second_right = second.says_spam() == is_spam
    caught = mcnemar(first_right[is_spam], second_right[is_spam])
    spared = mcnemar(first_right[~is_spam], second_right[~is_spam])
    outcome, reasons = _outcome(recall, caught, spared)
    gap = np.abs(second.scores - first.scores)
    return Comparison(
        first=first.name,
        second=second.name,
        rows=is_spam.size,
        outcome=outcome,
        reasons=reasons,
        recall_difference=recall,
        auc_difference=auc_difference(ham, spam),
        spam_caught=caught,
        ham_spared=spared,
        won=_positions(second_right & ~first_right, gap),
        lost=_positions(first_right & ~second_right, gap),
        tied_wrong=int(np.count_nonzero(~first_right & ~second_right)),
        before=evaluate(first.scores, is_spam, {}, thresholds=first.thresholds, seed=seed),
        after=evaluate(second.scores, is_spam, {}, thresholds=second.thresholds, seed=seed),
    )


def _outcome(recall: Interval, caught: McNemar, spared: McNemar) -> tuple[Outcome, tuple[str, ...]]:
    """Won needs one test for it and none against it; lost the reverse; all else is tied.

    More spam caught at the price of genuine comments is no win, so tests on both sides tie.
    """
    signs = [
        ("recall at equal false positives", _sign_of(recall)),
        ("spam caught at its own threshold", _sign(caught)),
        ("genuine comments spared at its own threshold", _sign(spared)),
    ]
    reasons = tuple(f"{'better' if sign > 0 else 'worse'}: {what}" for what, sign in signs if sign)
    better = any(sign > 0 for _, sign in signs)
    worse = any(sign < 0 for _, sign in signs)
    if better == worse:
        return Outcome.TIED, reasons or ("no difference beyond chance",)
    return (Outcome.WON if better else Outcome.LOST), reasons


def _sign_of(interval: Interval) -> int:
    if math.isnan(interval.value) or interval.low <= 0 <= interval.high:
        return 0
    return 1 if interval.value > 0 else -1


def _sign(test: McNemar) -> int:
    if test.p_value >= SIGNIFICANCE:
        return 0
    return 1 if test.only_second > test.only_first else -1


def _positions(rows: Labels, gap: Scores) -> tuple[int, ...]:
    found = np.flatnonzero(rows)
    order = np.argsort(-gap[found], kind="stable")
    return tuple(int(position) for position in found[order])
