"""May this challenger take over? The rules as a table, each with the sentence it refuses with."""

from collections.abc import Callable
from dataclasses import dataclass

from training.comparing import Comparison, Outcome
from training.evaluation import Figures

Measure = Callable[[Comparison], float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A measure of a comparison and the most it may be; NaN (nothing to measure) passes."""

    name: str
    measure: Measure
    at_most: float
    refusal: str
    """A sentence with ``{value}`` and ``{limit}``."""


def _rise(part: Callable[[Figures], float]) -> Measure:
    """How much a figure rose from the champion to the challenger, in percentage points."""
    return lambda compared: 100 * (part(compared.after.whole) - part(compared.before.whole))


# Shares are in percentage points, so that a limit reads like the promise it keeps.
RULES: tuple[Rule, ...] = (
    Rule(
        "judged on enough",
        lambda compared: 200 - compared.rows,
        0,
        "fewer than 200 judged comments: {value:.0f} are missing",
    ),
    # The gate against poisoned labels: a flipped label or a backdoor word shows here first.
    Rule(
        "false positives",
        _rise(lambda figures: figures.ham_called_spam.share),
        0.2,
        "genuine comments called spam rise by {value:.2f} points (limit {limit})",
    ),
    Rule(
        "held",
        _rise(lambda figures: figures.ham_held.share),
        1.0,
        "held genuine comments rise by {value:.2f} points (limit {limit})",
    ),
    Rule(
        "blatant",
        _rise(lambda figures: figures.ham_called_blatant.share),
        0.01,
        "genuine comments discarded unseen rise by {value:.3f} points (limit {limit})",
    ),
    Rule(
        "recall",
        lambda compared: -100 * compared.recall_difference.high,
        0.0,
        "spam caught at equal false positives falls by at least {value:.2f} points",
    ),
    Rule(
        "calibration",
        lambda compared: 100 * compared.after.whole.calibration_error,
        5.0,
        "the score is off by {value:.1f} points on average (limit {limit})",
    ),
    Rule(
        "outcome",
        lambda compared: float(compared.outcome is Outcome.LOST),
        0.0,
        "it lost the comparison",
    ),
)


def refusals(compared: Comparison, rules: tuple[Rule, ...] = RULES) -> tuple[str, ...]:
    """Why the second model may not replace the first; empty when it may."""
    measured = [(rule, rule.measure(compared)) for rule in rules]
    return tuple(
        rule.refusal.format(value=value, limit=rule.at_most)
        for rule, value in measured
        if value > rule.at_most
    )
