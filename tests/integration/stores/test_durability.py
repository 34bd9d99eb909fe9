"""Durability: what is acknowledged is on the store's disk, whatever its operator chose."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator

import pytest
from everywhere import all_keys
from factories import a_label, an_id
from valkey_server import ValkeyServer, debian_redis

from service.errors import StoreUnavailableError
from service.stores.breaker import Breaker
from service.stores.connect import open_client
from service.stores.durability import Durability
from service.stores.stores import Stores
from service.stores.trips import Trips

ROUNDS = 2
AT_ONCE = 20
LARGE_BYTES = 40_000_000


@pytest.fixture
def every_second() -> Iterator[ValkeyServer]:
    """A store as most operators run one."""
    # No rewriting of a large file, whose process would outlive a kill.
    server = ValkeyServer("--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0")
    server.start()
    yield server
    server.close()


@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(20, marks=pytest.mark.slow)])
async def test_no_acknowledged_label_is_lost_to_kill_9_where_syncs_come_every_second(
    every_second: ValkeyServer, opened: Callable, rounds: int
) -> None:
    acknowledged: list[str] = []
    for _ in range(rounds):
        stores = await opened(every_second)
        sent = [a_label("s1", an_id()) for _ in range(AT_ONCE)]
        # A large write starts a long sync, if the last was a second ago: those that follow it
        # are acknowledged before they are written, and that is when the kill comes.
        await asyncio.sleep(1.1)
        await stores.trips.execute("SET", "busy", "x" * LARGE_BYTES, budget_seconds=10)
        await asyncio.gather(*(stores.feedback.record(each) for each in sent))
        every_second.kill()
        acknowledged += [each.submission_id for each in sent]
        every_second.start()
    again = await opened(every_second)
    found = {example.submission_id async for example in again.feedback.labelled("s1")}
    assert found == set(acknowledged)


async def test_a_key_that_was_shown_survives_kill_9(
    every_second: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(every_second)
    site, key = await stores.sites.add("blog")
    _, token, _ = await stores.admins.add("ann", "a password")
    every_second.kill()
    every_second.start()
    again = await opened(every_second)
    assert await again.sites.by_key(key) == site
    assert (await again.admins.by_token(token)).name == "ann"


async def test_many_that_wait_at_once_share_a_sync(
    every_second: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(every_second)
    await stores.feedback.record(a_label("s1", an_id()))
    start = time.monotonic()
    await asyncio.gather(*(stores.feedback.record(a_label("s1", an_id())) for _ in range(300)))
    # Syncs come once a second: one each would take 300 s.
    assert time.monotonic() - start < 4.0


async def test_where_the_store_syncs_before_it_answers_nothing_is_waited_for(
    valkey: ValkeyServer, stores: Stores
) -> None:
    await stores.feedback.record(a_label("s1", an_id()))
    before = stores.trips.round_trips
    await stores.feedback.record(a_label("s1", an_id()))
    assert stores.trips.round_trips - before == 1
    assert await all_keys(stores, "*:sync") == []
    assert valkey.commands("waitaof") == 0


async def test_a_store_that_died_and_returned_between_write_and_sync_is_no_witness(
    every_second: ValkeyServer,
) -> None:
    client = open_client(every_second.url, 1.0)
    trips, durability = Trips(client, Breaker(), 1.0), Durability(client)

    async def write_and_die() -> None:
        await trips.execute("SET", "k", "v")
        every_second.kill()
        every_second.start()

    try:
        with pytest.raises(StoreUnavailableError):
            await durability.settled("k", write_and_die)

        async def write() -> bytes:
            return await trips.execute("SET", "k", "w")

        # The breaker's probe needs a moment to find the new one.
        await asyncio.sleep(0.5)
        assert await durability.settled("k", write) == b"OK"
    finally:
        await durability.close()
        await trips.close()


@pytest.mark.parametrize(
    "options", [("--appendonly", "no"), ("--appendfsync", "no"), ("redis 7.0",)]
)
async def test_a_store_that_cannot_say_is_believed_and_that_is_logged(
    opened: Callable, caplog: pytest.LogCaptureFixture, options: tuple[str, ...]
) -> None:
    if options == ("redis 7.0",):
        server = ValkeyServer("--appendfsync", "everysec", program=debian_redis("v=7.0"))
    else:
        server = ValkeyServer(*options)
    server.start()
    try:
        stores = await opened(server)
        start = time.monotonic()
        with caplog.at_level(logging.WARNING):
            await stores.feedback.record(a_label("s1", an_id()))
            await stores.feedback.record(a_label("s1", an_id()))
        assert time.monotonic() - start < 1.0
        assert caplog.text.count("cannot say when a write is on its disk") == 1
        assert await stores.feedback.count("s1") == 2
    finally:
        server.close()


async def test_after_a_refusal_the_next_write_is_waited_for_on_a_new_connection(
    every_second: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(every_second)
    await stores.feedback.record(a_label("s1", an_id()))
    (barrier,) = stores.durability._barriers.values()
    refused = barrier._connection
    await refused.send_command("NO SUCH COMMAND")  # its answer is taken for that of the next
    with pytest.raises(StoreUnavailableError):
        await stores.feedback.record(a_label("s1", an_id()))
    await stores.feedback.record(a_label("s1", an_id()))
    assert barrier._connection is not refused


@pytest.mark.parametrize("sync", ["everysec", "no"])
async def test_a_store_that_hides_its_settings_is_waited_for_once_at_most(
    opened: Callable, monkeypatch: pytest.MonkeyPatch, sync: str
) -> None:
    monkeypatch.setattr("service.stores.durability.SYNC_SECONDS", 1.5)
    server = ValkeyServer("--appendfsync", sync)
    server.start()
    try:
        stores = await opened(server)
        await stores.trips.execute("ACL", "SETUSER", "default", "-config")
        await stores.feedback.record(a_label("s1", an_id()))
        assert server.commands("waitaof") == 1
        start = time.monotonic()
        await stores.feedback.record(a_label("s1", an_id()))
        assert server.commands("waitaof") == (2 if sync == "everysec" else 1)
        assert time.monotonic() - start < 2.5
    finally:
        server.close()
