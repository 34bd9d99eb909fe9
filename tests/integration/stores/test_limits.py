"""Limits are right: never over, whoever asks, from however many processes."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from everywhere import emptied
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from valkey_server import ValkeyServer

from service.stores.limits import DEFAULTS, Limit, Limits, limits_of
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store(short="cluster")

ROOT = Path(__file__).parents[3]
HAMMER = ROOT / "tests" / "limit_hammer.py"
TASKS = 1000
PROCESSES = 3


class Clock:
    now = 1.8e9

    def __call__(self) -> float:
        return self.now


async def admitted(limits: Limits, limit: Limit, times: int) -> int:
    took = [(await limits.take([(limit, "hamgate:{s:x}:lim:x")]))[0] for _ in range(times)]
    return sum(one.admitted for one in took)


async def test_a_burst_is_admitted_and_then_one_for_every_interval(stores: Stores) -> None:
    clock = Clock()
    limits = Limits(stores.trips, clock=clock)
    limit = Limit("address_per_minute", 6, 60)
    assert await admitted(limits, limit, 10) == 6
    clock.now += 9.9
    assert await admitted(limits, limit, 3) == 0
    clock.now += 0.2
    assert await admitted(limits, limit, 3) == 1
    clock.now += 3600
    assert await admitted(limits, limit, 10) == 6


async def test_whoever_is_refused_is_told_how_long_to_wait_and_that_is_true(
    stores: Stores,
) -> None:
    clock = Clock()
    limits = Limits(stores.trips, clock=clock)
    limit = Limit("address_per_minute", 2, 60)
    key = "hamgate:{s:x}:lim:x"
    lefts = [(await limits.take([(limit, key)]))[0].left for _ in range(2)]
    (took,) = await limits.take([(limit, key)])
    assert (lefts, took.left) == ([1, 0], 0)
    clock.now += took.wait_seconds - 0.01
    assert not (await limits.take([(limit, key)]))[0].admitted
    clock.now += 0.02
    assert (await limits.take([(limit, key)]))[0].admitted


async def test_a_clock_set_back_locks_nobody_out(stores: Stores) -> None:
    clock = Clock()
    limits = Limits(stores.trips, clock=clock)
    limit = Limit("address_per_minute", 6, 60)
    await admitted(limits, limit, 6)
    clock.now -= 7 * 86_400
    await admitted(limits, limit, 1)
    clock.now += 61
    assert await admitted(limits, limit, 6) == 6


async def test_the_stores_own_clock_counts_where_none_is_given(stores: Stores) -> None:
    limits = Limits(stores.trips)
    assert await admitted(limits, Limit("address_per_hour", 5, 3600), 50) == 5


async def test_jumps_of_a_workers_clock_change_nothing(stores: Stores) -> None:
    limits = Limits(stores.trips)
    limit, done = Limit("address_per_hour", 5, 3600), 0
    for days in (0, 30, -30, 400, -4000):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
            done += await admitted(limits, limit, 2)
    assert done == 5


@given(
    count=st.integers(1, 50),
    period=st.sampled_from([1, 60, 3600]),
    steps=st.lists(st.floats(0, 30), min_size=1, max_size=60),
)
@how(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_never_more_than_the_burst_and_what_the_time_gives_back(
    stores: Stores, count: int, period: int, steps: list[float]
) -> None:
    await emptied(stores)
    clock = Clock()
    limits = Limits(stores.trips, clock=clock)
    limit, done = Limit("x_per_minute", count, period), 0
    for step in steps:
        clock.now += step
        done += await admitted(limits, limit, 3)
        assert done <= count + (clock.now - Clock.now) * count / period + 1e-3


def test_a_site_changes_the_limits_it_names() -> None:
    assert len(limits_of({})) == len(DEFAULTS) - 1
    own = {limit.name: limit.count for limit in limits_of({"address_per_hour": 7, "x": 1})}
    assert own["address_per_hour"] == 7
    assert own["email_per_hour"] == DEFAULTS["email_per_hour"]
    assert "address_per_minute" not in {each.name for each in limits_of({"address_per_minute": 0})}


def over_all(server: ValkeyServer, counts: list[int]) -> tuple[list[int], float]:
    """What all processes together were admitted by each limit, and how long it took."""
    started = time.monotonic()
    arguments = [sys.executable, str(HAMMER), server.url, json.dumps(counts), str(TASKS)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environ)  # noqa: S603
        for _ in range(PROCESSES)
    ]
    outputs = [json.loads(process.communicate(timeout=300)[0]) for process in processes]
    return [sum(numbers) for numbers in zip(*outputs, strict=True)], time.monotonic() - started


@pytest.mark.parametrize("settings_count", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_three_processes_together_are_never_over(
    own_valkey: ValkeyServer, settings_count: int
) -> None:
    counts = [1 + number * 1500 // settings_count for number in range(settings_count)]
    found, seconds = over_all(own_valkey, counts)
    for count, total in zip(counts, found, strict=True):
        assert count <= total <= count + seconds * count / 3600 + 1
