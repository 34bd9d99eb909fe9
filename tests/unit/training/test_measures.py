"""Measures: right by hand, equal to scikit-learn's, and their intervals cover what they should."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from training.measures import (
    Rate,
    average_precision,
    calibration_error,
    operating_point,
    reliability,
    roc_auc,
    threshold_at,
)

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]), min_size=1, max_size=40)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@given(SCORES, st.sampled_from([0.001, 0.005, 0.01, 0.1, 0.5]))
def test_no_more_than_the_target_is_ever_at_or_above_the_threshold(
    ham: list[float], target: float
) -> None:
    scores = np.array(ham)
    threshold = threshold_at(scores, target)
    assert np.mean(scores >= threshold) <= target
    lower = [value for value in ham if value < threshold]
    if lower:
        assert np.mean(scores >= max(lower)) > target


def test_exact_counts_are_allowed() -> None:
    ham = np.arange(200) / 200
    assert np.count_nonzero(ham >= threshold_at(ham, 0.005)) == 1
    assert np.count_nonzero(ham >= threshold_at(ham, 0.001)) == 0


@settings(max_examples=30)
@given(SCORES, SCORES)
def test_areas_equal_scikit_learns(ham: list[float], spam: list[float]) -> None:
    labels = [0] * len(ham) + [1] * len(spam)
    ham_scores, spam_scores = np.array(ham), np.array(spam)
    assert roc_auc(ham_scores, spam_scores).value == pytest.approx(
        roc_auc_score(labels, ham + spam)
    )
    assert average_precision(ham_scores, spam_scores) == pytest.approx(
        average_precision_score(labels, ham + spam)
    )


def test_recall_is_what_lies_above_the_threshold() -> None:
    ham = np.linspace(0, 0.5, 1000)
    spam = np.array([0.1, 0.6, 0.7, 0.8])
    point = operating_point(ham, spam, 0.005, rng())
    assert point.recall.value == 0.75
    assert not point.coarse
    assert operating_point(ham[:100], spam, 0.005, rng()).coarse


def test_the_fast_bootstrap_agrees_with_resampling_rows() -> None:
    draws = np.random.default_rng(5)
    ham, spam = draws.normal(0, 1, 2000), draws.normal(2, 1, 1000)
    fast = operating_point(ham, spam, 0.01, rng()).recall
    slow = [
        np.mean(draws.choice(spam, spam.size) >= threshold_at(draws.choice(ham, ham.size), 0.01))
        for _ in range(1000)
    ]
    low, high = np.quantile(slow, [0.025, 0.975])
    assert (fast.low, fast.high) == pytest.approx((low, high), abs=0.015)


def test_an_evaluation_of_80000_comments_has_a_point_in_milliseconds() -> None:
    draws = np.random.default_rng(5)
    ham, spam = draws.random(60_000), draws.random(20_000)
    started = time.perf_counter()
    operating_point(ham, spam, 0.005, rng())
    assert time.perf_counter() - started < 1


def test_delongs_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7)
    truth = 0.5 * (1 + math.erf(0.5))  # P(N(1, 1) > N(0, 1)) = Φ(1/√2)
    intervals = [roc_auc(draws.normal(0, 1, 80), draws.normal(1, 1, 80)) for _ in range(300)]
    covered = np.mean([each.low <= truth <= each.high for each in intervals])
    assert 0.9 <= covered <= 0.99


def test_a_rate_of_nothing_and_of_zero_hits_have_sane_bounds() -> None:
    assert math.isnan(Rate(0, 0).share)
    zero = Rate(0, 300).interval
    assert zero.low == 0
    assert 0.01 < zero.high < 0.02
    assert Rate(300, 300).interval.high == 1


def test_calibration_error_is_zero_for_the_honest_and_large_for_the_sure() -> None:
    draws = np.random.default_rng(3)
    said = draws.random(20_000)
    honest = calibration_error(reliability(said, draws.random(20_000) < said))
    sure = calibration_error(reliability(np.full(1000, 0.99), np.arange(1000) % 2 == 0))
    assert honest < 0.015
    assert sure == pytest.approx(0.49)


def test_missing_labels_give_no_figure_instead_of_a_wrong_one() -> None:
    nothing, some = np.zeros(0), np.array([0.5])
    assert math.isnan(roc_auc(nothing, some).value)
    assert math.isnan(average_precision(some, nothing))
    assert math.isnan(operating_point(some, nothing, 0.01, rng()).recall.value)
    assert threshold_at(nothing, 0.01) == math.inf
