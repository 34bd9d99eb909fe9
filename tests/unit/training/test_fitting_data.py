"""What a fit is fed: changed copies, weights that let the small be heard, honest calibration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled import example
from tiny_models import few_examples

from service.filtering.evidence import logit
from training.augmenting import augmented
from training.calibration import (
    HOLD_RATE,
    SPAM_RATE,
    TARGET_RATES,
    calibrated,
    threshold_at,
    thresholds,
)
from training.measures import calibration_error, reliability
from training.weighting import example_weights, thinned


def test_copies_follow_the_examples_with_half_the_weight_and_a_seed_repeats_them() -> None:
    examples = few_examples()
    more = augmented(examples, seed=3, copies=2)
    assert more[: len(examples)] == examples
    assert len(more) == 3 * len(examples)
    assert {each.weight for each in more[len(examples) :]} == {0.5}
    assert [each.label for each in more[60:120]] == [each.label for each in examples]
    assert more == augmented(examples, seed=3, copies=2)
    assert more != augmented(examples, seed=4, copies=2)


def test_the_shortest_and_one_sided_sets_can_be_changed_too() -> None:
    assert len(augmented([example(""), example("", "spam")], seed=1, copies=20)) == 42
    assert len(augmented([example("thanks")], seed=1, copies=20)) == 21
    assert len(augmented([example("pills", "spam")] * 3, seed=1, copies=20)) == 63


def test_no_source_counts_for_more_than_its_cap_and_the_rarer_label_is_heard() -> None:
    large = [example(f"{n}", source="large") for n in range(4000)]
    large += [example(f"{n}", "spam", source="large") for n in range(40)]
    weights = example_weights([*large, example("x", source="small")])
    assert weights[:-1].sum() <= 1500
    assert weights[-1] == 1
    assert weights[4000] > 2 * weights[0]
    assert (weights > 0).all()


def test_large_sources_are_thinned_evenly() -> None:
    examples = [example(f"{n}", source="large") for n in range(1000)]
    kept = [int(each.submission.body) for each in thinned([*examples, example("0")], most=100)]
    assert len(kept) == 101
    assert max(np.diff(kept[:-1])) <= 11


def test_calibration_makes_overdone_log_odds_honest() -> None:
    draws = np.random.default_rng(1)
    true = draws.normal(0, 2, 4000)
    targets = (draws.random(4000) < 1 / (1 + np.exp(-true))).astype(np.float64)
    weights = np.full(4000, 1 / 4000)
    line = calibrated(3 * true + 1, targets, weights)
    honest = line.slope * (3 * true + 1) + line.offset
    assert line.slope == pytest.approx(1 / 3, abs=0.03)
    before, after = (
        calibration_error(reliability(1 / (1 + np.exp(-said)), targets > 0))
        for said in (3 * true + 1, honest)
    )
    assert after < 0.03 < before


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_few_comments_that_are_told_apart_make_nothing_certain(ham: int, spam: int) -> None:
    targets = np.array([0.0] * ham + [1.0] * spam)
    line = calibrated(np.where(targets > 0, 9.0, -9.0), targets, np.full(ham + spam, 1.0))
    assert 0 < line.slope < 3
    assert abs(line.offset) < 10


@given(
    st.lists(st.floats(-20, 20), min_size=1, max_size=300),
    st.sampled_from(TARGET_RATES),
)
def test_no_more_than_a_rate_reach_its_threshold(scores: list[float], rate: float) -> None:
    at = threshold_at(np.array(scores), rate)
    assert sum(score >= at for score in scores) <= rate * len(scores)


def test_the_source_that_suffers_most_sets_the_thresholds() -> None:
    draws = np.random.default_rng(2)
    easy, hard = draws.normal(-8, 1, 5000), draws.normal(0, 1, 5000)
    chosen, table = thresholds({"easy": easy, "hard": hard, "few": draws.normal(-8, 1, 9)})
    assert chosen["hold"] <= chosen["spam"] <= chosen["blatant"]
    assert (hard >= logit(chosen["spam"])).mean() <= SPAM_RATE
    assert (hard >= logit(chosen["hold"])).mean() <= HOLD_RATE
    scores = [score for _, score in table]
    assert scores == sorted(scores, reverse=True)


def test_comments_that_all_are_easy_do_not_make_everything_spam() -> None:
    chosen, _ = thresholds({"easy": np.full(50, -30.0)})
    assert chosen["hold"] > 0.05
    assert chosen["spam"] >= 0.5
