"""Evidence: why a score is what it is, in log-odds that add up.

Every weight is a summand of ``logit(P(spam))``: positive speaks for spam, negative for
ham, ln 2 ≈ 0.69 doubles the odds. That the sum *is* the score makes each reason honest.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

PROBABILITY_FLOOR = 1e-6
"""Scores are kept inside [1e-6, 1 - 1e-6], so that their log-odds stay finite."""

LOGIT_LIMIT = math.log((1 - PROBABILITY_FLOOR) / PROBABILITY_FLOOR)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason with its weight in log-odds, + towards spam."""

    signal: str
    weight: float
    reason: str
    words: tuple[tuple[str, float], ...] = ()
    """The words behind a text reason, each with its own share of the weight."""


def logit(probability: float) -> float:
    """Log-odds of a probability, which is clipped to [1e-6, 1 - 1e-6]."""
    clipped = min(max(probability, PROBABILITY_FLOOR), 1 - PROBABILITY_FLOOR)
    return math.log(clipped / (1 - clipped))


def expit(log_odds: float) -> float:
    """Probability of log-odds, inside [1e-6, 1 - 1e-6]."""
    clipped = min(max(log_odds, -LOGIT_LIMIT), LOGIT_LIMIT)
    return 1 / (1 + math.exp(-clipped))


def total(evidence: Iterable[Evidence]) -> float:
    """Sum of the weights: the log-odds of the score."""
    return math.fsum(piece.weight for piece in evidence)


def balanced(evidence: tuple[Evidence, ...]) -> tuple[tuple[Evidence, ...], float]:
    """Evidence whose weights add up to ``logit(score)``, and that score.

    Where the sum lies beyond the clip, the surplus is taken off by a piece of its own, so
    that no reason's weight is bent.
    """
    log_odds = total(evidence)
    score = expit(log_odds)
    surplus = logit(score) - log_odds
    if abs(surplus) > 1e-9:  # noqa: PLR2004 (a rounding error, a thousandth of the promise)
        limit = Evidence("limit", surplus, "a score stays within one in a million of certainty")
        evidence = (*evidence, limit)
    return evidence, score


def overruled(first: Evidence, score: float, rest: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence led by a decision from outside the model, weighted so that the sum is true."""
    weight = logit(score) - total(rest)
    return (Evidence(first.signal, weight, first.reason, first.words), *rest)
