"""`hamgate bench store`: whether a check gets dearer with what is stored, and with more sites."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from service.secrets import load_secret, uuid7
from service.settings import Settings
from service.stores.stores import open_stores
from service.stores.submissions import index_key, submission_key
from training.bench.checking import CHARACTERS, COMMENTS, OPEN_CONNECTIONS, check_calls
from training.bench.comments import check_call, comments
from training.bench.figures import MILLISECONDS, Curve, Measured, percentile
from training.bench.load import Order, Shots, drive
from training.bench.scale import Scale
from training.bench.servers import Cost, hamgate, store

RATE = 300.0
LEAST_STORED = 10_000
SITES = (1, 10, 100, 1_000)
ROUND = 20_000
"""Submissions that are written in one go."""

_AGE_MS = 24 * 3_600_000
"""Of what is stored: within the retention, or the first check would clear it all away."""

_FILL = """
local text = string.rep('x', 400)
for number = 1, tonumber(ARGV[1]) do
  local id = ARGV[number + 3]
  redis.call('SET', ARGV[2] .. id, text, 'EX', ARGV[3])
  redis.call('ZADD', KEYS[1], 0, id)
end
return 1
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured with so much of something."""

    count: int
    shots: Shots
    store_us: float
    """CPU of the store for a check."""


def measure(scale: Scale) -> Measured:
    """One run: the same load with more and more submissions in the store, then more sites."""
    keys, sites = _by_stored(scale), _by_sites(scale)
    curves = {
        "keys_p50_ms": _waits(keys, 0.5),
        "keys_p99_ms": _waits(keys, 0.99),
        "keys_store_us": tuple((float(step.count), step.store_us) for step in keys),
        "sites_p50_ms": _waits(sites, 0.5),
    }
    figures = {
        "keys_p50": _growth(curves["keys_p50_ms"]),
        "keys_p99": _growth(curves["keys_p99_ms"]),
        "keys_store_cpu": _growth(curves["keys_store_us"]),
        "keys_stored": float(keys[-1].count),
        "sites_p50": _growth(curves["sites_p50_ms"]),
    }
    return Measured(figures, curves)


def _waits(steps: Sequence[Step], share: float) -> Curve:
    return tuple(
        (float(step.count), percentile(step.shots.latencies, share) * MILLISECONDS)
        for step in steps
    )


def _growth(curve: Curve) -> float:
    """What the last costs, measured by the first."""
    return curve[-1][1] / curve[0][1] if curve[0][1] else float("nan")


def _step(count: int, order: Order, store_pid: int) -> Step:
    cost = Cost.of(store_pid)
    shots = drive(order)
    return Step(count, shots, cost.each(len(shots.latencies)))


def _by_stored(scale: Scale) -> list[Step]:
    calls, found, stored = check_calls(), [], 0
    with (
        store() as (url, pid),
        tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder,
        hamgate(Path(folder), redis_url=url) as server,
    ):
        site = asyncio.run(_only_site(url))
        order = _order(server.port, calls, scale)
        drive(order)  # what is made once is made now
        for count in steps(scale.stored):
            asyncio.run(_fill(url, site, stored, count))
            stored = count
            found.append(_step(count, order, pid))
    return found


def _order(port: int, calls: tuple[bytes, ...], scale: Scale) -> Order:
    return Order(port, calls, scale.seconds, OPEN_CONNECTIONS, RATE)


def steps(most: int) -> list[int]:
    """10,000 and each ten times more, up to the most, which may be fewer."""
    found = [min(LEAST_STORED, most)]
    while found[-1] < most:
        found.append(min(found[-1] * 10, most))
    return found


async def _only_site(url: str) -> str:
    redis = Redis.from_url(url, protocol=2)
    try:
        (site,) = await redis.hkeys("hamgate:{sites}:all")
        return site.decode() if isinstance(site, bytes) else site
    finally:
        await redis.aclose()


async def _fill(url: str, site: str, start: int, stop: int) -> None:
    """Store submissions, in the keys and the list that the service has for them."""
    redis = Redis.from_url(url, protocol=2)
    prefix = submission_key(site, "")
    made_ms = int(time.time() * 1000) - _AGE_MS
    try:
        for first in range(start, stop, ROUND):
            numbers = range(first, min(first + ROUND, stop))
            ids = [uuid7(made_ms + number // 1_000, number.to_bytes(10)) for number in numbers]
            for at in range(0, len(ids), 5_000):
                few = ids[at : at + 5_000]
                await redis.eval(_FILL, 1, index_key(site), len(few), prefix, 86_400, *few)
    finally:
        await redis.aclose()


def _by_sites(scale: Scale) -> list[Step]:
    found: list[Step] = []
    keys: list[str] = []
    asked = comments(CHARACTERS, COMMENTS)
    with (
        store() as (url, pid),
        tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder,
        hamgate(Path(folder), redis_url=url) as server,
    ):
        settings = Settings(data_dir=Path(folder), redis_url=url)
        for count in (each for each in SITES if each <= scale.stored):
            keys += asyncio.run(_add_sites(settings, count - len(keys)))
            calls = tuple(
                check_call(asked[number % len(asked)], number, keys[number % count])
                for number in range(max(count, COMMENTS))
            )
            order = _order(server.port, calls, scale)
            drive(order)
            found.append(_step(count, order, pid))
    return found


async def _add_sites(settings: Settings, count: int) -> list[str]:
    stores = await open_stores(settings, load_secret(settings.data_dir, settings.secret))
    try:
        return [(await stores.sites.add("bench"))[1] for _ in range(count)]
    finally:
        await stores.close()
