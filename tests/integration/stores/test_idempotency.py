"""Idempotency: of many duplicates one does the work, and all get its answer."""

import asyncio
import time
from collections.abc import Callable

import pytest
from valkey_server import ValkeyServer

from service.errors import StoreUnavailableError
from service.stores.idempotency import Answer, Claimed, Idempotency, Mismatch, Pending
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store


async def test_two_hundred_keys_and_five_duplicates_make_one_claim_each(
    stores: Stores, valkey: ValkeyServer, opened: Callable
) -> None:
    both = (stores, await opened(valkey))
    work: list[int] = []

    async def duplicate(number: int, who: Stores) -> bytes:
        store = who.idempotency
        found = await store.claim_or_wait("s1", f"key {number}", b"hash", patience_seconds=10)
        if isinstance(found, Answer):
            return found.body
        assert isinstance(found, Claimed)
        work.append(number)
        await asyncio.sleep(0.01)
        return await store.finish(found, b"answer %d of %d" % (len(work), number))

    calls = [duplicate(n, both[copy % 2]) for n in range(200) for copy in range(5)]
    answers = await asyncio.gather(*calls)
    assert sorted(work) == list(range(200))
    for number in range(200):
        assert len(set(answers[5 * number : 5 * number + 5])) == 1


async def test_the_same_key_with_another_body_is_a_mismatch(stores: Stores) -> None:
    claimed = await stores.idempotency.claim("s1", "k", b"one")
    assert isinstance(claimed, Claimed)
    assert await stores.idempotency.claim("s1", "k", b"two") == Mismatch()
    await stores.idempotency.finish(claimed, b"done")
    assert await stores.idempotency.claim("s1", "k", b"two") == Mismatch()
    assert await stores.idempotency.claim("s1", "k", b"one") == Answer(b"done")


async def test_keys_of_two_sites_have_nothing_in_common(stores: Stores) -> None:
    assert isinstance(await stores.idempotency.claim("s1", "k", b"one"), Claimed)
    assert isinstance(await stores.idempotency.claim("s2", "k", b"two"), Claimed)


async def test_who_waits_too_long_is_told_so(stores: Stores) -> None:
    await stores.idempotency.claim("s1", "k", b"one")
    start = time.monotonic()
    found = await stores.idempotency.claim_or_wait("s1", "k", b"one", patience_seconds=0.1)
    assert found == Pending()
    assert time.monotonic() - start < 1.0


async def test_a_dead_claimers_work_is_taken_over_and_its_late_answer_gives_way(
    stores: Stores,
) -> None:
    store = Idempotency(stores.trips, takeover_seconds=0.2)
    dead = await store.claim("s1", "k", b"one")
    assert isinstance(dead, Claimed)
    heir = await store.claim_or_wait("s1", "k", b"one", patience_seconds=5)
    assert isinstance(heir, Claimed)
    assert await store.finish(heir, b"the heir's") == b"the heir's"
    assert await store.finish(dead, b"too late") == b"the heir's"
    assert await store.claim("s1", "k", b"one") == Answer(b"the heir's")


async def test_a_released_claim_is_free_and_an_answer_is_not_released(stores: Stores) -> None:
    store = stores.idempotency
    first = await store.claim("s1", "k", b"one")
    assert isinstance(first, Claimed)
    await store.release(first)
    second = await store.claim("s1", "k", b"other body")
    assert isinstance(second, Claimed)
    await store.release(first)
    assert await store.claim("s1", "k", b"other body") == Pending()
    await store.finish(second, b"done")
    await store.release(second)
    assert await store.claim("s1", "k", b"other body") == Answer(b"done")


async def test_an_answer_survives_the_death_of_the_store(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    claimed = await stores.idempotency.claim("s1", "k", b"one")
    assert isinstance(claimed, Claimed)
    await stores.idempotency.finish(claimed, b"done")
    own_valkey.kill()
    with pytest.raises(StoreUnavailableError):
        await stores.idempotency.claim("s1", "k", b"one")
    own_valkey.start()
    again = await opened(own_valkey)
    assert await again.idempotency.claim("s1", "k", b"one") == Answer(b"done")
