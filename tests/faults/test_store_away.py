"""The store frozen, killed and started again under load: every check gets its verdict."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from eventually import eventually
from labelling import label, labelling, stored_labels
from running import Load, Running, hamgate
from valkey_server import ValkeyServer

RATE = 100.0
BACK_SECONDS = 5.0
SLOWEST_P99_SECONDS = 0.15

SHORT = 2.0
LONG = 10.0
AWAY = [SHORT, pytest.param(LONG, marks=pytest.mark.slow)]


@pytest.fixture
def redis_url(own_valkey: ValkeyServer) -> str:
    """Where the test's own server is reached as most people reach theirs."""
    return f"redis://127.0.0.1:{own_valkey.listen_on_tcp()}/0"


async def outage(
    server: Running, away_seconds: float, *, stop: Callable[[], None], resume: Callable[[], None]
) -> tuple[Load, float, float]:
    """Load a server while its store goes and comes back; the load and both moments."""
    load = Load(server.url, server.key)
    firing = asyncio.create_task(load.fire(RATE, 1.0 + away_seconds + BACK_SECONDS + 1.0))
    await asyncio.sleep(1.0)
    await asyncio.to_thread(stop)
    gone_at = time.monotonic()
    await asyncio.sleep(away_seconds)
    back_at = time.monotonic()
    await asyncio.to_thread(resume)
    await firing
    return load, gone_at, back_at


def was_survived(load: Load, gone_at: float, back_at: float) -> None:
    """Every check had a verdict; what was missing was named, and no longer than needed."""
    assert load.errors == []
    assert {shot.status for shot in load.shots} == {200}
    assert all(shot.body["verdict"] in {"keep", "hold", "spam"} for shot in load.shots)
    # From the very first one: what cannot be asked is known to be missing.
    away = load.between(gone_at, back_at)
    assert away
    assert all(shot.body["degraded"] == ["redis"] for shot in away)
    assert all(shot.body["verdict"] != "keep" for shot in away)
    healthy = load.between(back_at + BACK_SECONDS, back_at + 60)
    assert healthy
    assert all(shot.body["degraded"] == [] for shot in healthy)
    assert load.percentile(0.99) <= SLOWEST_P99_SECONDS


async def count_of(own_valkey: ValkeyServer, pattern: str) -> int:
    """How many keys of a pattern the server holds."""
    import redis.asyncio  # noqa: PLC0415

    client = redis.asyncio.Redis(unix_socket_path=str(own_valkey.socket), protocol=2)
    keys = await client.keys(pattern)
    await client.aclose()
    return len(keys)


@pytest.mark.parametrize("away_seconds", AWAY)
async def test_a_frozen_store_costs_no_check_its_verdict(
    own_valkey: ValkeyServer, redis_url: str, tmp_path: Path, away_seconds: float
) -> None:
    with hamgate(tmp_path, redis_url=redis_url) as server:
        load, gone_at, back_at = await outage(
            server, away_seconds, stop=own_valkey.freeze, resume=own_valkey.thaw
        )
    was_survived(load, gone_at, back_at)


@pytest.mark.parametrize("away_seconds", AWAY)
async def test_a_killed_store_costs_no_check_its_verdict_and_no_label(
    own_valkey: ValkeyServer, redis_url: str, tmp_path: Path, away_seconds: float
) -> None:
    with hamgate(tmp_path, redis_url=redis_url) as server:
        async with labelling(server) as acknowledged:
            load, gone_at, back_at = await outage(
                server, away_seconds, stop=own_valkey.kill, resume=own_valkey.start
            )

        async def all_saved() -> bool:
            saved = await count_of(own_valkey, "hamgate:*:sub:*")
            return saved == len(load.shots)

        # What was checked during the outage is saved after it.
        await eventually(all_saved, 10.0)
        # One more may be there: kept, but the store died before it could say so.
        stored = await stored_labels(own_valkey.socket)
        assert len(acknowledged) >= 50
        assert acknowledged.items() <= stored.items()
        assert len(stored) <= len(acknowledged) + 1
    was_survived(load, gone_at, back_at)


async def test_labels_are_refused_while_the_store_is_away_and_none_is_lost(
    own_valkey: ValkeyServer, redis_url: str, tmp_path: Path
) -> None:
    with hamgate(tmp_path, redis_url=redis_url, workers=1) as server:
        first = await label(server, 20)
        await asyncio.to_thread(own_valkey.kill)
        assert await label(server, 20) == {}
        await asyncio.to_thread(own_valkey.start)
        last = await label(server, 1)

        async def acknowledged_again() -> bool:
            last.update(await label(server, 1))
            return bool(last)

        await eventually(acknowledged_again, BACK_SECONDS)
        assert await stored_labels(own_valkey.socket) == first | last
