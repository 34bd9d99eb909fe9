"""Feedback: the last label wins, undoing is exact, nothing acknowledged is lost or doubled."""

import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from everywhere import all_keys
from factories import NOON, a_label, a_submission, an_id
from valkey_server import ValkeyServer

from service.filtering.verdict import Label
from service.stores.feedback import LabelledSubmission
from service.stores.stores import Stores

pytestmark = pytest.mark.every_store(short="cluster")

HAM, SPAM = Label.HAM, Label.SPAM


async def all_of(stores: Stores, site: str | None = None) -> list[LabelledSubmission]:
    return [example async for example in stores.feedback.labelled(site)]


async def contents(stores: Stores) -> dict[bytes, Any]:
    """Everything the store holds of labels, without what only remembers an undoing."""
    found = {}
    for key in await all_keys(stores, "hamgate:{s:*"):
        kind = await stores.trips.execute("TYPE", key)
        if kind == b"hash":
            flat = await stores.trips.execute("HGETALL", key)
            found[key] = sorted(zip(flat[::2], flat[1::2], strict=True))
        elif kind == b"zset":
            found[key] = await stores.trips.execute("ZRANGE", key, 0, -1, "WITHSCORES")
        elif (value := await stores.trips.execute("GET", key)) != b"-":
            found[key] = value
    return found


async def test_the_last_label_wins(stores: Stores) -> None:
    submission = an_id()
    for label in (SPAM, HAM, SPAM, HAM):
        await stores.feedback.record(a_label("s1", submission, label))
        assert await stores.feedback.label_of("s1", submission) is label


async def test_the_last_to_arrive_wins_whatever_its_clock_says(stores: Stores) -> None:
    submission = an_id()
    await stores.feedback.record(a_label("s1", submission, SPAM, at=NOON + timedelta(hours=1)))
    await stores.feedback.record(a_label("s1", submission, HAM, at=NOON))
    assert await stores.feedback.label_of("s1", submission) is HAM


async def test_a_repeated_feedback_changes_nothing(stores: Stores) -> None:
    submission = an_id()
    first = a_label("s1", submission, SPAM)
    await stores.feedback.record(first)
    await stores.feedback.record(a_label("s1", submission, HAM))
    before = await contents(stores)
    for _ in range(3):
        assert await stores.feedback.record(first) == first.id
    assert await contents(stores) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_undoing_is_exact_in_any_order(stores: Stores, order: tuple[int, ...]) -> None:
    submission, other = an_id(), an_id()
    await stores.feedback.record(a_label("s1", other, HAM))
    sent = [
        a_label("s1", submission, label, reporter=reporter, at=NOON + timedelta(minutes=minutes))
        for minutes, (label, reporter) in enumerate([(SPAM, "a|b"), (HAM, ""), (SPAM, "é")])
    ]
    for feedback in sent:
        await stores.feedback.record(feedback)
    left = list(sent)
    for place in order:
        left.remove(sent[place])
        assert await stores.feedback.undo("s1", sent[place].id)
        examples = {example.submission_id: example for example in await all_of(stores, "s1")}
        if left:
            found = examples[submission]
            assert (found.label, found.reporter, found.at) == (
                left[-1].label,
                left[-1].reporter,
                left[-1].at,
            )
        else:
            assert list(examples) == [other]


async def test_undoing_leaves_the_store_as_if_it_had_never_been_sent(stores: Stores) -> None:
    submission = an_id()
    empty = await contents(stores)
    first, second = a_label("s1", submission, SPAM), a_label("s1", submission, HAM)
    await stores.feedback.record(first)
    after_first = await contents(stores)
    await stores.feedback.record(second)
    assert await stores.feedback.undo("s1", second.id)
    assert await contents(stores) == after_first
    assert await stores.feedback.undo("s1", first.id)
    assert await contents(stores) == empty


async def test_what_was_undone_stays_so_when_it_is_repeated(stores: Stores) -> None:
    sent = a_label("s1", an_id())
    await stores.feedback.record(sent)
    assert await stores.feedback.undo("s1", sent.id)
    assert not await stores.feedback.undo("s1", sent.id)
    await stores.feedback.record(sent)
    assert await all_of(stores) == []


async def test_another_site_cannot_undo(stores: Stores) -> None:
    sent = a_label("s1", an_id())
    await stores.feedback.record(sent)
    assert not await stores.feedback.undo("s2", sent.id)
    assert not await stores.feedback.undo("s1", an_id())
    assert await stores.feedback.label_of("s1", sent.submission_id) is SPAM


async def test_training_gets_every_label_of_every_site_with_its_comment(stores: Stores) -> None:
    names: dict[str, str] = {}
    for name in ("a", "b"):
        site, _ = await stores.sites.add(name)
        names[site.id] = name
        for number in range(600 if name == "a" else 3):
            submission = a_submission(f"{name} {number}")
            at = NOON + timedelta(seconds=number)
            await stores.feedback.record(a_label(site.id, an_id(), submission=submission, at=at))
    examples = await all_of(stores)
    bodies = [f"a {n}" for n in range(600)] + [f"b {n}" for n in range(3)]
    assert sorted(example.submission.body for example in examples) == sorted(bodies)
    assert examples[0].submission == a_submission(examples[0].submission.body)
    of_one_site = [example for example in examples if names[example.site_id] == "a"]
    assert [example.submission.body for example in of_one_site] == bodies[:600]
    assert await stores.feedback.count(of_one_site[0].site_id) == 600


async def test_a_thousand_acknowledged_labels_survive_kill_9(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    sent = [a_label("s1", an_id(), (SPAM, HAM)[n % 2]) for n in range(1000)]
    for start in range(0, 1000, 50):
        await asyncio.gather(*(stores.feedback.record(one) for one in sent[start : start + 50]))
    own_valkey.kill()
    own_valkey.start()
    again = await opened(own_valkey)
    found = {example.submission_id: example.label for example in await all_of(again, "s1")}
    assert found == {one.submission_id: one.label for one in sent}


async def test_redelivery_through_a_crash_applies_each_once(
    own_valkey: ValkeyServer, opened: Callable
) -> None:
    stores = await opened(own_valkey)
    submission = an_id()
    sent = [a_label("s1", submission, (SPAM, HAM)[n % 2]) for n in range(40)]
    asked = [asyncio.create_task(stores.feedback.record(one)) for one in sent]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    own_valkey.kill()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    own_valkey.start()
    again = await opened(own_valkey)
    for one in sent:
        await again.feedback.record(one)
    key = f"hamgate:{{s:s1}}:fb:{submission}"
    assert len(outcomes) == 40
    assert await again.trips.execute("HGET", key, "seq") == b"40"
    fields = await again.trips.execute("HKEYS", key)
    assert sum(field.startswith(b"f:") for field in fields) == 40
