"""Trips: one pipeline a tick, budgets kept, a breaker that opens, a store found again."""

import asyncio
import time
from collections.abc import Callable

import pytest
from eventually import eventually
from everywhere import scripts_forgotten, servers_count
from valkey_server import ValkeyServer

from service.errors import StoreUnavailableError
from service.stores.breaker import Breaker
from service.stores.connect import open_client
from service.stores.stores import Stores
from service.stores.trips import Trips

pytestmark = pytest.mark.every_store(short="cluster")

HEALTHY_WITHIN_SECONDS = 5.0
BUDGET_SECONDS = 0.02


async def attempt(trips: Trips) -> bool:
    try:
        await trips.execute("SET", "k", "v")
    except StoreUnavailableError:
        return False
    return True


async def fail_until_open(trips: Trips) -> int:
    """Ask until the breaker is open; how many failures that took."""
    failures = 0
    while trips.healthy:
        failures += not await attempt(trips)
    return failures


async def seconds_until_healthy(trips: Trips) -> float:
    start = time.monotonic()
    while not await attempt(trips):
        assert time.monotonic() - start < 2 * HEALTHY_WITHIN_SECONDS
        await asyncio.sleep(0.02)
    return time.monotonic() - start


async def test_what_many_ask_in_one_tick_is_one_round_trip(stores: Stores) -> None:
    before = stores.trips.round_trips
    asked = [
        stores.trips.gather([("SET", f"k{n}", n), ("GET", f"k{n}"), ("INCR", "n")])
        for n in range(200)
    ]
    replies = await asyncio.gather(*asked)
    assert stores.trips.round_trips - before == await servers_count(stores)
    assert [reply[1] for reply in replies] == [b"%d" % n for n in range(200)]
    assert {reply[2] for reply in replies} == set(range(1, 201))


async def test_replies_are_the_stores_own(stores: Stores) -> None:
    trips = stores.trips
    await trips.execute("HSET", "h", "f", b"\x00\xff")
    assert await trips.execute("HGETALL", "h") == [b"f", b"\x00\xff"]
    assert await trips.execute("GET", "none") is None
    assert await trips.gather([]) == []


async def test_a_refused_command_fails_only_its_own_caller(stores: Stores) -> None:
    trips = stores.trips
    await trips.execute("SET", "text", "a")
    outcomes = await asyncio.gather(
        trips.execute("GET", "text"),
        trips.execute("HGET", "text", "f"),
        trips.gather([("GET", "text"), ("NONSENSE",)]),
        trips.execute("GET", "text"),
        return_exceptions=True,
    )
    assert outcomes[0] == outcomes[3] == b"a"
    assert isinstance(outcomes[1], StoreUnavailableError)
    assert "WRONGTYPE" in str(outcomes[1])
    assert isinstance(outcomes[2], StoreUnavailableError)
    assert trips.healthy


async def test_a_forgotten_script_is_sent_again(stores: Stores) -> None:
    await stores.sites.add("one")
    await scripts_forgotten(stores)
    await asyncio.gather(*(stores.sites.add(f"s{n}") for n in range(10)))
    assert len(await stores.sites.list()) == 11


async def test_a_cancelled_caller_disturbs_nobody(stores: Stores) -> None:
    tasks = [asyncio.create_task(stores.trips.execute("INCR", "n")) for _ in range(10)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    # Whether what was given up is still done depends on whether it had left.
    assert outcomes[1::2] in ([2, 4, 6, 8, 10], [1, 2, 3, 4, 5])


async def test_a_large_value_arrives_whole(stores: Stores) -> None:
    value = bytes(range(256)) * 40_000
    await stores.trips.execute("SET", "large", value, budget_seconds=10)
    assert await stores.trips.execute("GET", "large", budget_seconds=10) == value


async def test_a_busy_moment_of_ours_is_no_failure_of_the_store(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    trips = (await opened(own_valkey, redis_budget_ms=20)).trips
    # Connecting takes several steps of the loop, and is not what this is about.
    await eventually(lambda: attempt(trips))
    for _ in range(10):
        asked = [asyncio.create_task(trips.execute("PING")) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        time.sleep(0.1)  # noqa: ASYNC251 (the busy moment)
        assert await asyncio.gather(*asked) == [b"PONG"] * 3


async def test_a_frozen_store_costs_the_budget_and_then_nothing(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    trips = (await opened(own_valkey, redis_budget_ms=20)).trips
    await trips.ping()
    own_valkey.freeze()
    start = time.monotonic()
    assert await fail_until_open(trips) <= 5
    assert time.monotonic() - start < 5 * 0.1
    start = time.perf_counter()
    for _ in range(100):
        assert not await attempt(trips)
    assert (time.perf_counter() - start) / 100 < 0.001
    await asyncio.sleep(1.0)
    own_valkey.thaw()
    assert await seconds_until_healthy(trips) < HEALTHY_WITHIN_SECONDS
    assert all([await attempt(trips) for _ in range(100)])


async def test_a_killed_store_is_found_again_with_its_data(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    site, key = await stores.sites.add("blog")
    own_valkey.kill()
    await fail_until_open(stores.trips)
    await asyncio.sleep(0.5)
    own_valkey.start()
    assert await seconds_until_healthy(stores.trips) < HEALTHY_WITHIN_SECONDS
    assert await stores.sites.by_key(key) == site
    assert (await stores.sites.update(site.id, {"name": "healed"})).name == "healed"


async def test_a_store_that_was_never_there_is_found_when_it_comes(
    own_valkey: ValkeyServer,
) -> None:
    own_valkey.kill()
    trips = Trips(open_client(own_valkey.url, BUDGET_SECONDS), Breaker(), BUDGET_SECONDS)
    try:
        assert await fail_until_open(trips) <= 5
        own_valkey.start()
        assert await seconds_until_healthy(trips) < HEALTHY_WITHIN_SECONDS
    finally:
        await trips.close()


async def test_a_full_store_refuses_writes_and_still_answers_reads(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    trips = (await opened(own_valkey)).trips
    await trips.execute("SET", "k", "v")
    await trips.execute("CONFIG", "SET", "maxmemory", "1")
    for _ in range(10):
        with pytest.raises(StoreUnavailableError, match="OOM"):
            await trips.execute("SET", "k", "w")
    assert await trips.execute("GET", "k") == b"v"
    await trips.execute("CONFIG", "SET", "maxmemory", "0")
    await trips.execute("SET", "k", "w")


async def test_a_dead_connection_of_a_slow_caller_is_replaced(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    trips = (await opened(own_valkey)).trips
    assert await trips.execute("PING", budget_seconds=1.0) == b"PONG"
    own_valkey.freeze()
    with pytest.raises(StoreUnavailableError):
        await trips.execute("PING", budget_seconds=0.7)
    own_valkey.thaw()
    assert await trips.execute("PING", budget_seconds=1.0) == b"PONG"


async def test_closing_fails_who_still_waits(own_valkey: ValkeyServer) -> None:
    trips = Trips(open_client(own_valkey.url, 5), Breaker(), 5)
    await trips.ping()
    own_valkey.freeze()
    waiting = asyncio.create_task(trips.execute("GET", "k"))
    await asyncio.sleep(0.05)
    await trips.close()
    with pytest.raises(StoreUnavailableError):
        await waiting
    with pytest.raises(StoreUnavailableError):
        await trips.ping()
