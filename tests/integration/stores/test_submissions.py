"""Submissions: what was saved is found again, newest first, in pages, on its own site only."""

import time
from dataclasses import replace

import pytest
from everywhere import servers_count
from factories import a_label, a_stored, an_id

from service.filtering.verdict import Label
from service.stores.stores import Stores
from service.stores.submissions import Submissions

pytestmark = pytest.mark.every_store


async def test_a_submission_comes_back_as_it_was(stores: Stores) -> None:
    stored = a_stored("s1", degraded=("redis",), observed="spam", blatant=True)
    await stores.submissions.save([stored])
    assert await stores.submissions.get("s1", stored.id) == stored


async def test_saving_twice_is_saving_once(stores: Stores) -> None:
    stored = a_stored("s1")
    await stores.submissions.save([stored, stored])
    await stores.submissions.save([stored])
    assert (await stores.submissions.newest("s1")).items == (stored,)


async def test_another_sites_submission_is_not_found(stores: Stores) -> None:
    stored = a_stored("s1")
    await stores.submissions.save([stored])
    assert await stores.submissions.get("s2", stored.id) is None
    assert await stores.submissions.get("s1", an_id()) is None
    assert (await stores.submissions.newest("s2")).items == ()


async def test_the_newest_come_first_in_pages_without_gaps(stores: Stores) -> None:
    saved = [a_stored("s1") for _ in range(25)]
    await stores.submissions.save(saved)
    seen, cursor, pages = [], None, 0
    while True:
        page = await stores.submissions.newest("s1", limit=10, cursor=cursor)
        seen += page.items
        pages += 1
        cursor = page.cursor
        if pages == 1:
            # What arrives meanwhile shifts no page.
            await stores.submissions.save([a_stored("s1")])
        if cursor is None:
            break
    assert pages == 3
    assert seen == saved[::-1]


async def test_a_batch_is_one_round_trip(stores: Stores) -> None:
    # A store that does not know the scripts yet is told them in a second trip.
    await stores.submissions.save([a_stored(f"s{n}") for n in range(3)])
    before = stores.trips.round_trips
    await stores.submissions.save([a_stored(f"s{n % 3}") for n in range(200)])
    assert stores.trips.round_trips - before <= await servers_count(stores)


async def test_the_current_label_stands_beside_the_decision(stores: Stores) -> None:
    stored = a_stored("s1")
    await stores.submissions.save([stored])
    await stores.feedback.record(a_label("s1", stored.id, Label.HAM))
    expected = replace(stored, label=Label.HAM)
    assert await stores.submissions.get("s1", stored.id) == expected
    assert (await stores.submissions.newest("s1")).items == (expected,)


async def test_the_index_forgets_what_the_retention_has_passed(stores: Stores) -> None:
    now = time.time()
    submissions = Submissions(stores.trips, 1, clock=lambda: now)
    old = a_stored("s1", id=an_id(int((now - 86_500) * 1000)))
    young = a_stored("s1", id=an_id(int((now - 86_300) * 1000)))
    await submissions.save([old, young])
    assert (await submissions.newest("s1")).items == (young,)
