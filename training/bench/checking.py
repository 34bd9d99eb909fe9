"""`hamgate bench check`: the whole path of a check, beside a bare handler and a plain service."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from training.bench.comments import batch_call, check_call, comments
from training.bench.figures import MILLISECONDS, Measured, percentile
from training.bench.load import Order, Shots, drive
from training.bench.scale import Scale
from training.bench.servers import Cost, Hamgate, bare, hamgate, plain, store

CHARACTERS = 300
COMMENTS = 200
BATCH = 100
CAPACITY_SHARE = 0.7
ALONE_RATE = 50.0
OPEN_CONNECTIONS = 64
WARM_UP_SECONDS = 0.5
VITALS_SECONDS = 1.1
"""A worker says every second how many trips it made."""

Figures = dict[str, float]


def check_calls() -> tuple[bytes, ...]:
    """Checks of comments of 300 characters, in many languages."""
    return tuple(check_call(each, n) for n, each in enumerate(comments(CHARACTERS, COMMENTS)))


def measure(scale: Scale) -> Measured:
    """One run: the three servers one after the other, then two workers."""
    calls = check_calls()
    with tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder:
        found = _bare(scale, calls)
        with hamgate(Path(folder)):
            pass  # makes the data directory: the start that is measured is the second
        with hamgate(Path(folder)) as one:
            found["ready_s"] = one.program.ready_seconds
            found |= _checks(one, scale, calls)
            found |= _batches(one, scale)
        with hamgate(Path(folder), workers=2) as two:
            order = Order(two.port, calls, scale.seconds, 2 * scale.connections)
            found["workers"] = _warm(order).rate / found["checks"]
    found |= _plain(scale, calls)
    found["of_bare"] = found["checks"] / found["bare"]
    found["of_bare_cpu"] = found["bare_cpu_us"] / found["check_cpu_us"]
    found["of_plain"] = found["checks"] / found["plain"]
    found["of_plain_cpu"] = found["plain_cpu_us"] / found["check_cpu_us"]
    return Measured(found)


def _warm(order: Order) -> Shots:
    """Drive, after a moment that is not counted."""
    drive(replace(order, seconds=min(WARM_UP_SECONDS, order.seconds)))
    return drive(order)


def _costed(order: Order, **groups: tuple[int, ...]) -> tuple[Shots, Figures]:
    """Drive, and count the CPU of groups of processes for each call, in µs."""
    drive(replace(order, seconds=min(WARM_UP_SECONDS, order.seconds)))
    costs = {name: Cost.of(*pids) for name, pids in groups.items()}
    shots = drive(order)
    answers = len(shots.latencies)
    return shots, {f"{name}_cpu_us": cost.each(answers) for name, cost in costs.items()}


def _bare(scale: Scale, calls: tuple[bytes, ...]) -> Figures:
    with bare() as program:
        order = Order(program.port, calls, scale.seconds, scale.connections)
        shots, costs = _costed(order, bare=(program.process.pid,))
        return {"bare": shots.rate, **costs}


def _plain(scale: Scale, calls: tuple[bytes, ...]) -> Figures:
    with store() as (url, _), plain(url) as program:
        order = Order(program.port, calls, scale.seconds, scale.connections)
        shots, costs = _costed(order, plain=(program.process.pid,))
        return {"plain": shots.rate, **costs}


def _checks(server: Hamgate, scale: Scale, calls: tuple[bytes, ...]) -> Figures:
    order = Order(server.port, calls, scale.seconds, scale.connections)
    trips = _trips(server)
    shots, found = _costed(order, check=server.workers, store=server.stores)
    found["trips"] = trips()
    found["checks"] = shots.rate
    found["store_share"] = found["store_cpu_us"] / (found["store_cpu_us"] + found["check_cpu_us"])
    found |= waits("check", shots)
    found |= waits("load", drive(_open(order, CAPACITY_SHARE * shots.rate)))
    trips = _trips(server)
    drive(_open(order, ALONE_RATE))
    found["trips_alone"] = trips()
    found["worker_mib"] = server.worker_mib
    return found


def _open(order: Order, rate: float) -> Order:
    return replace(order, rate=rate, connections=OPEN_CONNECTIONS)


def waits(name: str, shots: Shots) -> Figures:
    """Percentiles of a load, in ms."""
    shares = {"p50": 0.5, "p99": 0.99}
    return {
        f"{name}_{what}_ms": percentile(shots.latencies, share) * MILLISECONDS
        for what, share in shares.items()
    }


def _trips(server: Hamgate) -> Callable[[], float]:
    """What tells how many trips to the store a check took since now."""
    time.sleep(VITALS_SECONDS)
    before = server.counted("store_round_trips"), server.counted("checks")

    def since() -> float:
        time.sleep(VITALS_SECONDS)
        checks = server.counted("checks") - before[1]
        return (server.counted("store_round_trips") - before[0]) / max(checks, 1)

    return since


def _batches(server: Hamgate, scale: Scale) -> Figures:
    call = batch_call(comments(CHARACTERS, BATCH))
    cost = Cost.of(*server.workers)
    shots = drive(Order(server.port, (call,), scale.seconds, 2))
    return {"batch_cpu_us": cost.each(BATCH * len(shots.latencies))}
