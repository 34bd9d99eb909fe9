"""Comparison and promotion: chance ties, gain wins, harm to genuine comments is refused."""

import json

import numpy as np
import pytest

from service.filtering.verdict import Thresholds
from training.comparing import Comparison, Judged, Outcome, compare
from training.paired import Pair, auc_difference, mcnemar, recall_difference
from training.promotion import refusals

LIMITS = Thresholds(hold=0.5, spam=0.9)
IS_SPAM = np.arange(3000) % 3 == 0


def scores_of(gap: float, seed: int = 1) -> np.ndarray:
    draws = np.random.default_rng(seed)
    return 1 / (1 + np.exp(-(draws.normal(0, 1, 3000) + gap * np.where(IS_SPAM, 1, -1))))


def compared(first: np.ndarray, second: np.ndarray) -> Comparison:
    return compare(Judged("A", first, LIMITS), Judged("B", second, LIMITS), IS_SPAM)


def test_a_model_ties_with_itself() -> None:
    found = compared(scores_of(2), scores_of(2))
    assert found.outcome is Outcome.TIED
    assert (found.won, found.lost) == ((), ())
    assert found.recall_difference.value == found.auc_difference.value == 0


def test_a_better_model_wins_and_the_reverse_loses() -> None:
    assert compared(scores_of(2), scores_of(3.5, 2)).outcome is Outcome.WON
    assert compared(scores_of(3.5, 2), scores_of(2)).outcome is Outcome.LOST


def test_equally_good_models_tie_even_where_they_differ() -> None:
    found = compared(scores_of(2.5, 1), scores_of(2.5, 2))
    assert found.outcome is Outcome.TIED
    assert found.won
    assert found.lost


def test_more_spam_for_more_false_positives_is_no_win() -> None:
    base = scores_of(2)
    eager = np.clip(base + 0.25, 0, 1)
    assert compared(base, eager).outcome is Outcome.TIED


def test_won_and_lost_name_the_comments_the_clearest_first() -> None:
    base = np.where(IS_SPAM, 0.95, 0.1)
    other = base.copy()
    other[[0, 3]] = 0.2, 0.85
    found = compared(base, other)
    assert found.lost == (0, 3)
    assert compared(other, base).won == (0, 3)


def test_a_comparison_without_genuine_comments_is_still_json() -> None:
    spam = np.ones(3000, dtype=bool)
    found = compare(Judged("A", scores_of(2), LIMITS), Judged("B", scores_of(3), LIMITS), spam)
    assert json.loads(json.dumps(found.plain(), allow_nan=False))["auc_difference"]["value"] is None


def test_mcnemar_is_exact() -> None:
    first = np.array([True] * 10 + [False] * 2)
    second = ~first
    assert mcnemar(first, second).p_value == pytest.approx(0.0385742)
    assert mcnemar(first, first).p_value == 1


def test_paired_intervals_are_tighter_than_the_difference_of_two() -> None:
    base = scores_of(2)
    better = base + np.where(IS_SPAM, 0.02, -0.02)
    ham, spam = Pair(base[~IS_SPAM], better[~IS_SPAM]), Pair(base[IS_SPAM], better[IS_SPAM])
    area = auc_difference(ham, spam)
    recall = recall_difference(ham, spam, 0.005, np.random.default_rng(0))
    assert 0 < area.low < area.value < area.high
    assert recall.low <= recall.value <= recall.high


def test_recall_difference_covers_the_truth_about_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(20):
        ham = Pair(scores_of(2, seed)[~IS_SPAM], scores_of(2, seed + 500)[~IS_SPAM])
        spam = Pair(scores_of(2, seed)[IS_SPAM], scores_of(2, seed + 500)[IS_SPAM])
        found = recall_difference(ham, spam, 0.01, np.random.default_rng(seed))
        covered += found.low <= 0 <= found.high
    assert covered >= 17


def test_an_equal_or_better_challenger_may_take_over() -> None:
    assert refusals(compared(scores_of(4), scores_of(4))) == ()


def test_a_challenger_that_calls_more_ham_spam_is_refused() -> None:
    poisoned = np.where(IS_SPAM, 0.95, 0.1)
    poisoned[np.flatnonzero(~IS_SPAM)[:10]] = 0.95
    (*_, reasons) = [refusals(compared(np.where(IS_SPAM, 0.95, 0.1), poisoned))]
    assert any("genuine comments called spam rise by 0.50 points" in each for each in reasons)


def test_a_challenger_that_catches_less_is_refused() -> None:
    reasons = refusals(compared(scores_of(4), scores_of(2)))
    assert any("spam caught at equal false positives falls" in each for each in reasons)
    assert "it lost the comparison" in reasons


def test_a_handful_of_comments_decides_nothing() -> None:
    few = slice(0, 50)
    judged = Judged("A", scores_of(4)[few], LIMITS)
    found = compare(judged, judged, IS_SPAM[few])
    assert refusals(found)[0] == "fewer than 200 judged comments: 150 are missing"
