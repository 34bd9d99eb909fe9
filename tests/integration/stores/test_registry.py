"""The registry: versions never change, the champion does, and everybody hears of it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from eventually import eventually
from valkey_server import ValkeyServer

from service.errors import ConflictError, NotFoundError, StoreUnavailableError
from service.stores.registry import ModelFiles
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store

MODEL = ModelFiles("v1", "digest", b"{}", bytes(range(256)) * 1000, b"pipeline")


async def test_a_model_comes_back_byte_for_byte(stores: Stores) -> None:
    await stores.registry.put(MODEL)
    assert await stores.registry.get("v1") == MODEL
    assert await stores.registry.get("v2") is None
    [listed] = await stores.registry.list()
    assert (listed.version, listed.digest, listed.size_bytes) == ("v1", "digest", 256_010)


async def test_a_version_never_changes(stores: Stores) -> None:
    first = await stores.registry.put(MODEL)
    assert await stores.registry.put(MODEL) == first
    with pytest.raises(ConflictError, match="v1"):
        await stores.registry.put(replace(MODEL, digest="other", weights=b"other"))
    assert await stores.registry.get("v1") == MODEL


async def test_promotions_and_rollbacks_go_back_step_by_step(stores: Stores) -> None:
    registry = stores.registry
    for version in ("v1", "v2"):
        await registry.put(replace(MODEL, version=version))
    assert await registry.champion() is None
    done = [await registry.promote("v1"), await registry.promote("v2")]
    assert [(one.old, one.new) for one in done] == [(None, "v1"), ("v1", "v2")]
    assert await registry.champion() == "v2"
    assert (await registry.promote("v2")).old == "v2"
    back = [await registry.rollback(), await registry.rollback()]
    assert [(one.old, one.new) for one in back] == [("v2", "v1"), ("v1", None)]
    assert await registry.champion() is None
    with pytest.raises(ConflictError):
        await registry.rollback()
    assert await registry.history() == [*back[::-1], *done[::-1]]


async def test_what_is_not_stored_cannot_be_promoted(stores: Stores) -> None:
    with pytest.raises(NotFoundError, match="v9"):
        await stores.registry.promote("v9")
    assert await stores.registry.champion() is None


async def test_every_worker_hears_of_a_new_champion_within_a_second(
    stores: Stores, valkey: ValkeyServer, opened: Callable
) -> None:
    await stores.registry.put(MODEL)
    heard: list[str | None] = []

    async def hear(version: str | None) -> None:
        heard.append(version)
        if heard.count("v1") == 1 and version == "v1":
            raise StoreUnavailableError("the first try fails")

    watching = asyncio.create_task((await opened(valkey)).registry.watch(hear))
    await eventually(lambda: heard == [None], 1.0)
    start = time.monotonic()
    await stores.registry.promote("v1")
    await eventually(lambda: heard == [None, "v1", "v1"], 2.0)
    assert time.monotonic() - start < 1.0
    await stores.registry.rollback()
    await eventually(lambda: heard[-1] is None, 1.0)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def test_watching_goes_on_through_a_restart_of_the_store(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    await stores.registry.put(MODEL)
    heard: list[str | None] = []

    async def hear(version: str | None) -> None:
        heard.append(version)

    watching = asyncio.create_task(stores.registry.watch(hear))
    await eventually(lambda: heard == [None], 1.0)
    own_valkey.kill()
    await asyncio.sleep(0.6)
    own_valkey.start()
    other = await opened(own_valkey)
    await other.registry.promote("v1")
    await eventually(lambda: heard[-1] == "v1", 5.0)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
