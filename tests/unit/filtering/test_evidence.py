"""Evidence: weights add up to the log-odds of the score, always."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.filtering.evidence import (
    LOGIT_LIMIT,
    Evidence,
    balanced,
    expit,
    logit,
    overruled,
    total,
)
from service.filtering.verdict import Thresholds, Verdict, never_silent, verdict_of

weights = st.lists(st.floats(-1e6, 1e6), max_size=20)


def pieces(of: list[float]) -> tuple[Evidence, ...]:
    return tuple(Evidence(f"s{number}", weight, "why") for number, weight in enumerate(of))


@given(weights)
def test_balanced_evidence_adds_up_to_its_score(of: list[float]) -> None:
    evidence, score = balanced(pieces(of))
    assert total(evidence) == pytest.approx(logit(score), abs=1e-6)
    assert 1e-6 <= score <= 1 - 1e-6
    assert evidence[: len(of)] == pieces(of)


def test_nothing_is_added_inside_the_limits_and_a_limit_beyond_them() -> None:
    assert balanced(pieces([1.0, -0.5]))[0] == pieces([1.0, -0.5])
    (*_, limit), score = balanced(pieces([40.0]))
    assert (limit.signal, limit.weight) == ("limit", pytest.approx(LOGIT_LIMIT - 40))
    assert score == 1 - 1e-6


@given(weights, st.floats(0, 1))
def test_a_decision_from_outside_leads_and_the_sum_stays_true(of: list[float], said: float) -> None:
    evidence = overruled(Evidence("rule", 0.0, "an entry"), said, pieces(of))
    assert evidence[0].signal == "rule"
    assert total(evidence) == pytest.approx(logit(said), abs=1e-6)


@given(st.floats(-50, 50))
def test_log_odds_and_probability_are_each_others_inverse(log_odds: float) -> None:
    clipped = min(max(log_odds, -LOGIT_LIMIT), LOGIT_LIMIT)
    assert logit(expit(log_odds)) == pytest.approx(clipped, abs=1e-9)
    assert math.isfinite(logit(0))
    assert logit(1) == pytest.approx(-logit(0))


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (0.0, Verdict.KEEP),
        (0.49, Verdict.KEEP),
        (0.5, Verdict.HOLD),
        (0.89, Verdict.HOLD),
        (0.9, Verdict.SPAM),
        (1.0, Verdict.SPAM),
    ],
)
def test_a_verdict_applies_at_its_threshold_and_above(score: float, verdict: Verdict) -> None:
    assert verdict_of(score, Thresholds(hold=0.5, spam=0.9)) is verdict


def test_a_keep_that_nobody_vouches_for_is_held() -> None:
    assert [never_silent(each) for each in Verdict] == [Verdict.HOLD, Verdict.HOLD, Verdict.SPAM]
