"""Changes are pushed: other workers know them at once, and without the push a moment later."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from eventually import eventually
from valkey_server import ValkeyServer

from service.filtering.rules import Action, Rule, RuleKind
from service.stores.changes import Changes
from service.stores.rules import CHANGES_KEY as RULES_KEY
from service.stores.sites import CHANGES_KEY as SITES_KEY
from service.stores.stores import Stores

SUBSCRIBED_SECONDS = 0.5
NEVER_SECONDS = 600.0


@asynccontextmanager
async def noticing(stores: Stores, poll_seconds: float) -> AsyncIterator[Counter[str]]:
    """What another worker notices of changes, once it listens."""
    noticed: Counter[str] = Counter()
    changes = Changes(stores.trips, stores.trips._client, poll_seconds=poll_seconds)
    for key in (SITES_KEY, RULES_KEY):

        async def notice(key: str = key) -> None:
            noticed[key] += 1

        changes.watch(key, notice)
    changes.start()
    await asyncio.sleep(SUBSCRIBED_SECONDS)
    noticed.clear()
    yield noticed
    await changes.close()


@pytest.mark.every_store(short="cluster")
async def test_changes_of_settings_and_rules_are_heard_without_any_poll(
    stores: Stores, valkey: ValkeyServer, opened: Callable
) -> None:
    site, _ = await stores.sites.add("blog")
    async with noticing(await opened(valkey), NEVER_SECONDS) as noticed:
        await stores.sites.update(site.id, {"mode": "observe"})
        await eventually(lambda: noticed[SITES_KEY] == 1)
        await stores.rules.add(site.id, Rule("r", Action.DENY, RuleKind.PHRASE, "pills"))
        await eventually(lambda: noticed[RULES_KEY] == 1)


async def test_where_nobody_may_publish_changes_are_noticed_by_looking(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    site, _ = await stores.sites.add("blog")
    await stores.trips.execute("ACL", "SETUSER", "default", "resetchannels")
    async with noticing(await opened(own_valkey), 0.1) as noticed:
        await stores.sites.update(site.id, {"mode": "observe"})
        await eventually(lambda: noticed[SITES_KEY] == 1)


async def test_changes_are_heard_again_after_the_stores_restart(
    own_valkey: ValkeyServer, opened: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.stores.changes.LISTEN_AGAIN_SECONDS", 0.1)
    stores = await opened(own_valkey)
    site, _ = await stores.sites.add("blog")
    async with noticing(stores, NEVER_SECONDS) as noticed:
        own_valkey.kill()
        own_valkey.start()
        await asyncio.sleep(3 * SUBSCRIBED_SECONDS)
        await eventually(lambda: stores.trips.healthy, 5.0)
        await stores.sites.update(site.id, {"mode": "observe"})
        await eventually(lambda: noticed[SITES_KEY] == 1)


@pytest.mark.parametrize("rounds", range(5))
async def test_closing_ends_it_also_in_the_moment_in_which_a_change_is_told(
    stores: Stores, rounds: int
) -> None:
    changes = Changes(stores.trips, stores.trips._client, poll_seconds=NEVER_SECONDS)
    changes.start()
    await asyncio.sleep(0.1)
    changes._told.set()
    # So many rounds of the loop after it was told.
    for _ in range(rounds):
        await asyncio.sleep(0)
    async with asyncio.timeout(5.0):
        await changes.close()
