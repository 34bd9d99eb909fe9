"""Rulings: thresholds, modes and test values, and never a silent keep."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.engine.ruling import rule, rule_blind, thresholds_of
from service.filtering.evidence import Evidence, logit
from service.filtering.submission import Author, Submission
from service.filtering.verdict import Mode, Thresholds, Verdict
from service.stores.site import Site

SITE = Site(id="s", name="Test", created_at=datetime(2026, 11, 22, tzinfo=UTC))


class FixedScorer:
    """Gives one score to everything."""

    version = "fixed"
    thresholds = Thresholds(hold=0.5, spam=0.9, blatant=0.999)
    fpr_table: Sequence[tuple[float, float]] = ((0.001, 0.97), (0.005, 0.9), (0.01, 0.8))

    def __init__(self, score: float) -> None:
        self._score = score

    def evidence(self, submission: Submission, reading: object = None) -> tuple[Evidence, ...]:
        del submission, reading
        return (Evidence("prior", -1.0, "r"), Evidence("text", logit(self._score) + 1.0, "r"))


def verdict_at(score: float, site: Site = SITE, *, missing: tuple[str, ...] = ()) -> Verdict:
    return rule(site, Submission("x"), FixedScorer(score), missing).verdict


@pytest.mark.parametrize(
    ("score", "verdict"), [(0.49, "keep"), (0.5001, "hold"), (0.89, "hold"), (0.9001, "spam")]
)
def test_the_score_decides_by_the_models_thresholds(score: float, verdict: str) -> None:
    assert verdict_at(score) == verdict


def test_a_sites_own_thresholds_go_first() -> None:
    strict = replace(SITE, hold=0.1, spam=0.2)
    assert verdict_at(0.15, strict) is Verdict.HOLD
    assert verdict_at(0.25, strict) is Verdict.SPAM


@pytest.mark.parametrize(
    ("rate", "spam"), [(0.0001, 0.97), (0.001, 0.97), (0.004, 0.97), (0.005, 0.9), (0.5, 0.8)]
)
def test_a_target_rate_takes_the_stricter_of_two_measured(rate: float, spam: float) -> None:
    assert thresholds_of(replace(SITE, target_fpr=rate), FixedScorer(0.5)).spam == spam


@given(st.floats(1e-6, 1), st.floats(1e-6, 1))
def test_hold_never_lies_above_spam_nor_spam_above_blatant(hold: float, spam: float) -> None:
    found = thresholds_of(replace(SITE, hold=hold, spam=spam), FixedScorer(0.5))
    assert found.hold <= found.spam <= found.blatant


@given(st.floats(0, 1), st.sampled_from([("redis",), ("model",), ("redis", "budget")]))
def test_with_anything_missing_nothing_is_kept(score: float, missing: tuple[str, ...]) -> None:
    assert verdict_at(score, missing=missing) is not Verdict.KEEP
    assert rule_blind(SITE, FixedScorer(score)).verdict is Verdict.HOLD


def test_nothing_is_blatant_while_something_is_missing() -> None:
    assert rule(SITE, Submission("x"), FixedScorer(0.9999), ()).blatant
    assert not rule(SITE, Submission("x"), FixedScorer(0.9999), ("redis",)).blatant


@given(
    st.floats(0, 1),
    st.sampled_from(["", "hamgate-guaranteed-spam", "hamgate-guaranteed-hold"]),
    st.sampled_from(["", "administrator"]),
    st.sampled_from(list(Mode)),
)
def test_the_evidence_always_adds_up_to_the_score(
    score: float, name: str, role: str, mode: Mode
) -> None:
    submission = Submission("x", author=Author(name=name, role=role))
    ruling = rule(replace(SITE, mode=mode), submission, FixedScorer(score), ())
    total = math.fsum(piece.weight for piece in ruling.evidence)
    assert abs(total - logit(ruling.score)) < 1e-6
    assert {"prior", "text"} <= {piece.signal for piece in ruling.evidence}


@pytest.mark.parametrize("score", [0.001, 0.7, 0.9999])
@pytest.mark.parametrize(
    ("author", "verdict"),
    [
        (Author(name="hamgate-guaranteed-spam"), Verdict.SPAM),
        (Author(email="hamgate-guaranteed-hold@example.com"), Verdict.HOLD),
        (Author(role="administrator"), Verdict.KEEP),
    ],
)
def test_a_test_values_score_lies_where_its_verdict_is(
    score: float, author: Author, verdict: Verdict
) -> None:
    ruling = rule(SITE, Submission("x", author=author), FixedScorer(score), ())
    thresholds = thresholds_of(SITE, FixedScorer(score))
    assert ruling.verdict is verdict
    assert (ruling.score >= thresholds.spam) == (verdict is Verdict.SPAM)
    assert (ruling.score >= thresholds.hold) == (verdict is not Verdict.KEEP)


def test_observing_keeps_and_says_what_would_have_been() -> None:
    ruling = rule(replace(SITE, mode=Mode.OBSERVE), Submission("x"), FixedScorer(0.95), ())
    assert (ruling.verdict, ruling.observed) == (Verdict.KEEP, Verdict.SPAM)
    ruling = rule(replace(SITE, mode=Mode.OBSERVE), Submission("x"), FixedScorer(0.1), ("redis",))
    assert (ruling.verdict, ruling.observed) == (Verdict.KEEP, Verdict.HOLD)
