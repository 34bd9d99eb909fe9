"""Sites: found by key without a trip, changed by several at once, known while the store is away."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from eventually import eventually
from valkey_server import ValkeyServer

from service.errors import ConflictError, InvalidInputError, NotFoundError, StoreUnavailableError
from service.filtering.verdict import Mode
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store


async def test_a_site_is_found_by_its_key_without_a_trip(stores: Stores) -> None:
    site, key = await stores.sites.add("blog")
    before = stores.trips.round_trips
    for _ in range(100):
        assert await stores.sites.by_key(key) is site or await stores.sites.by_key(key) == site
    assert stores.trips.round_trips == before
    assert stores.sites.by_id(site.id) == site


async def test_unknown_and_malformed_keys_find_nothing(stores: Stores) -> None:
    await stores.sites.add("blog")
    for key in ("0" * 12, "", "x" * 5000, "\ud800", "ABCDEF012345"):
        assert await stores.sites.by_key(key) is None


async def test_a_key_of_ones_own_is_taken_once_and_checked(stores: Stores) -> None:
    _, key = await stores.sites.add("blog", "0123456789ab")
    assert key == "0123456789ab"
    with pytest.raises(ConflictError):
        await stores.sites.add("other", "0123456789ab")
    with pytest.raises(InvalidInputError):
        await stores.sites.add("third", "0123456789AB")
    assert [site.name for site in await stores.sites.list()] == ["blog"]


async def test_the_store_never_sees_a_key(stores: Stores) -> None:
    _, key = await stores.sites.add("blog")
    kept = await stores.trips.gather(
        [("HGETALL", "hamgate:{sites}:all"), ("HGETALL", "hamgate:{sites}:keys")]
    )
    assert key not in repr(kept)


async def test_another_workers_new_site_is_known_at_once(
    stores: Stores, valkey: ValkeyServer, opened: Callable
) -> None:
    other = await opened(valkey)
    site, key = await stores.sites.add("blog")
    assert await other.sites.by_key(key) == site


async def test_another_workers_change_is_seen_within_a_second(
    stores: Stores, valkey: ValkeyServer, opened: Callable
) -> None:
    other = await opened(valkey)
    site, key = await stores.sites.add("blog")
    await other.sites.by_key(key)
    await stores.sites.update(site.id, {"mode": "observe"})

    async def changed() -> bool:
        return (await other.sites.by_key(key)).mode is Mode.OBSERVE

    await eventually(changed)
    await stores.sites.remove(site.id)

    async def gone() -> bool:
        return await other.sites.by_key(key) is None

    await eventually(gone)


async def test_changes_at_once_all_happen(
    stores: Stores, valkey: ValkeyServer, opened: Callable
) -> None:
    other = await opened(valkey)
    site, _ = await stores.sites.add("blog")
    changes = [
        (stores, {"name": "renamed"}),
        (other, {"mode": "off"}),
        (stores, {"hold": 0.3}),
        (other, {"messages": {"hold": "wait"}}),
        (stores, {"limits": {"api_per_minute": 5}}),
        (other, {"discard_blatant": True}),
        (stores, {"akismet_hold_as": "true"}),
    ]
    await asyncio.gather(*(who.sites.update(site.id, what) for who, what in changes))
    after = await stores.sites.get(site.id)
    assert (after.name, after.mode, after.hold) == ("renamed", Mode.OFF, 0.3)
    assert (after.messages, after.limits) == ({"hold": "wait"}, {"api_per_minute": 5})
    assert (after.discard_blatant, after.akismet_hold_as) == (True, "true")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"mode": "loud"}, "$.mode"),
        ({"mode": ["off"]}, "$.mode"),
        ({"hold": 0}, "$.thresholds.hold"),
        ({"spam": 1.1}, "$.thresholds.spam"),
        ({"spam": True}, "$.thresholds.spam"),
        ({"spam": float("nan")}, "$.thresholds.spam"),
        ({"hold": 0.9, "spam": 0.5}, "$.thresholds.hold"),
        ({"target_fpr": 0.9}, "$.target_fpr"),
        ({"target_fpr": 0.01, "spam": 0.9}, "$.target_fpr"),
        ({"messages": {"maybe": "x"}}, "$.messages.maybe"),
        ({"messages": {"hold": 1}}, "$.messages.hold"),
        ({"messages": "x"}, "$.messages"),
        ({"limits": {"checks_per_month": -1}}, "$.limits.checks_per_month"),
        ({"limits": {"api_per_minute": True}}, "$.limits.api_per_minute"),
        ({"limits": {"adress_per_minute": 5}}, "$.limits.adress_per_minute"),
        ({"akismet_hold_as": True}, "$.akismet_hold_as"),
        ({"discard_blatant": "yes"}, "$.discard_blatant"),
        ({"name": " "}, "$.name"),
        ({"id": "x"}, "$.id"),
    ],
)
async def test_a_wrong_change_is_refused_by_its_place(
    stores: Stores, changes: dict[str, Any], place: str
) -> None:
    site, _ = await stores.sites.add("blog")
    with pytest.raises(InvalidInputError) as caught:
        await stores.sites.update(site.id, changes)
    assert place in [where for where, _ in caught.value.errors]
    assert place in str(caught.value) or len(changes) > 1
    assert await stores.sites.get(site.id) == site


async def test_a_target_and_a_spam_threshold_replace_each_other(stores: Stores) -> None:
    site, _ = await stores.sites.add("blog")
    site = await stores.sites.update(site.id, {"spam": 0.9, "hold": 0.5})
    site = await stores.sites.update(site.id, {"target_fpr": 0.005})
    assert (site.spam, site.target_fpr, site.hold) == (None, 0.005, 0.5)
    site = await stores.sites.update(site.id, {"spam": 0.8})
    assert (site.spam, site.target_fpr) == (0.8, None)


async def test_new_keys_join_or_replace_the_old(stores: Stores) -> None:
    site, first = await stores.sites.add("blog")
    second = await stores.sites.new_key(site.id)
    assert await stores.sites.by_key(first) == await stores.sites.by_key(second) == site
    third = await stores.sites.new_key(site.id, replace=True)
    found = [await stores.sites.by_key(key) for key in (first, second, third)]
    assert found == [None, None, site]
    with pytest.raises(NotFoundError):
        await stores.sites.new_key("none")


async def test_a_removed_site_is_gone_with_its_keys(stores: Stores) -> None:
    site, key = await stores.sites.add("blog")
    await stores.sites.remove(site.id)
    assert await stores.sites.by_key(key) is None
    with pytest.raises(NotFoundError):
        await stores.sites.get(site.id)


async def test_sites_are_known_while_the_store_is_away(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    site, key = await stores.sites.add("blog")
    own_valkey.kill()
    assert await stores.sites.by_key(key) == site
    assert await stores.sites.by_key("0" * 12) is None
    started_without = await opened(own_valkey)
    assert await started_without.sites.by_key(key) == site


async def test_without_store_and_snapshot_a_key_is_not_called_wrong(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    own_valkey.kill()
    stores = await opened(own_valkey)
    with pytest.raises(StoreUnavailableError):
        await stores.sites.by_key("0" * 12)


async def test_an_admin_is_known_by_token_and_password(stores: Stores) -> None:
    admin, token, password = await stores.admins.add("ann")
    assert await stores.admins.by_token(token) == admin
    assert await stores.admins.by_token("hga_" + "x" * 43) is None
    assert await stores.admins.check_password("ann", password) == admin
    assert await stores.admins.check_password("ann", "wrong") is None
    assert await stores.admins.check_password("bob", password) is None
    with pytest.raises(ConflictError):
        await stores.admins.add("ann", "another password")
    assert await stores.admins.check_password("ann", password) == admin
    kept = await stores.trips.gather(
        [("HGETALL", "hamgate:{admins}:all"), ("HGETALL", "hamgate:{admins}:tokens")]
    )
    assert token not in repr(kept)
    assert password not in repr(kept)


async def test_a_store_that_came_back_empty_gets_its_sites_back(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    one, other = await opened(own_valkey), await opened(own_valkey)
    site, key = await one.sites.add("blog")
    assert await other.sites.by_key(key) == site
    await one.trips.execute("FLUSHALL")
    await asyncio.gather(one.sites.reload(), other.sites.reload())
    assert await one.sites.by_key(key) == await other.sites.by_key(key) == site
    newcomer = await opened(own_valkey)
    assert await newcomer.sites.by_key(key) == site
    assert await one.sites.list() == [site]


async def test_the_last_site_that_was_removed_stays_removed(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    one, other = await opened(own_valkey), await opened(own_valkey)
    site, key = await one.sites.add("blog")
    assert await other.sites.by_key(key) == site
    await one.sites.remove(site.id)
    await other.sites.reload()
    assert await other.sites.by_key(key) is None
    assert await one.sites.list() == []
