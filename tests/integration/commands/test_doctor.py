"""The doctor's looks at a store: persistence, eviction, memory, clock."""

from collections.abc import Callable, Iterator

import pytest
from valkey_server import ValkeyServer

from service.commands.ailments import check_store
from service.stores.stores import Stores


@pytest.fixture
def careless() -> Iterator[ValkeyServer]:
    """A server that keeps nothing and throws away what it has."""
    options = ("--appendonly", "no", "--maxmemory", "2mb", "--maxmemory-policy", "allkeys-lru")
    server = ValkeyServer(*options)
    server.start()
    yield server
    server.close()


async def findings(stores: Stores) -> dict[str, bool | None]:
    return {one.what: one.fine for one in await check_store(stores.trips)}


async def test_a_careful_store_is_fine(stores: Stores) -> None:
    assert set((await findings(stores)).values()) == {True}


async def test_a_careless_store_is_told_from_a_careful_one(
    careless: ValkeyServer, opened: Callable
) -> None:
    found = await findings(await opened(careless))
    assert found["persistence"] is False
    assert found["eviction"] is False
    assert found["clock"] is True


async def test_snapshots_alone_are_not_enough(careless: ValkeyServer, opened: Callable) -> None:
    stores = await opened(careless)
    await stores.trips.execute("CONFIG", "SET", "save", "3600 1")
    words = {one.what: one.words for one in await check_store(stores.trips)}
    assert "snapshots only" in words["persistence"]
