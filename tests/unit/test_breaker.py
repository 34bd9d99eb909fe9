"""The breaker: opens after a few failures, probes alone, finds the store within its delay."""

import pytest

from service.stores.breaker import Breaker, State


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(5):
        breaker.failed(100.0)
    return breaker


def test_it_opens_at_the_fifth_failure_in_a_row() -> None:
    breaker = Breaker()
    assert [breaker.failed(0.0) for _ in range(5)] == [False] * 4 + [True]
    assert breaker.state is State.OPEN


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker()
    for _ in range(20):
        breaker.failed(0.0)
        breaker.failed(0.0)
        breaker.succeeded()
    assert breaker.closed


def test_no_probe_before_its_time() -> None:
    breaker = opened()
    assert not breaker.try_probe(100.24)
    assert breaker.retry_in_seconds(100.1) == pytest.approx(0.15)


def test_one_probe_at_a_time() -> None:
    breaker = opened()
    assert breaker.try_probe(100.25)
    assert not breaker.try_probe(100.25)
    assert breaker.state is State.HALF_OPEN


def test_a_probe_that_succeeds_closes_it() -> None:
    breaker = opened()
    breaker.try_probe(100.25)
    breaker.succeeded()
    assert breaker.closed
    assert breaker.retry_in_seconds(100.3) == 0


def test_after_closing_it_takes_five_failures_again() -> None:
    breaker = opened()
    breaker.try_probe(100.25)
    breaker.succeeded()
    assert [breaker.failed(101.0) for _ in range(5)] == [False] * 4 + [True]
    assert breaker.retry_in_seconds(101.0) == pytest.approx(0.25)


def test_a_late_answer_does_not_close_it() -> None:
    breaker = opened()
    breaker.succeeded()
    assert breaker.state is State.OPEN


def test_delays_double_up_to_two_seconds() -> None:
    breaker = opened()
    now, delays = 100.0, []
    for _ in range(6):
        delays.append(breaker.retry_in_seconds(now))
        now += delays[-1]
        assert breaker.try_probe(now)
        breaker.failed(now)
    assert delays == pytest.approx([0.25, 0.5, 1.0, 2.0, 2.0, 2.0])
