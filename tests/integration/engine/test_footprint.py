"""What checks leave in the store: so much a submission and an author, all of it for a time."""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import pytest
from everywhere import all_keys
from remembering import Clock, Worker, a_worker, from_someone
from valkey_server import ValkeyServer

from service.filtering.submission import Submission
from service.stores.stores import Stores

BATCH = 200
COMMENTS_AN_AUTHOR = 5
WORDS = 30
MOST_BYTES_A_SUBMISSION = 6_500
MOST_BYTES_AN_AUTHOR = 1_500
SAMPLED = 2000

OF_AUTHORS = (b":rep:", b"{r:", b":acct:")
GONE = -2
"""What TTL answers for a key that has expired meanwhile."""

SETTINGS = (b"{sites}", b"{admins}", b"{models}")


def comments(count: int) -> Iterator[Submission]:
    """Comments of about 200 characters, no two alike, each fifth with a link."""
    chance = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(20_000)]
    authors = max(1, count // COMMENTS_AN_AUTHOR)
    for number in range(count):
        body = " ".join(chance.choices(words, k=WORDS))
        if number % 5 == 0:
            body += f" https://{chance.choice(words)}.example/"
        author = number % authors
        someone = from_someone(body, author, id=str(author))
        ip = f"{20 + author // 65_536}.{author // 256 % 256}.{author % 256}.9"
        yield replace(someone, author=replace(someone.author, ip=ip))


async def fill(stores: Stores, worker: Worker, count: int) -> None:
    site, _ = await stores.sites.add("blog")
    waiting = []
    for each in comments(count):
        decision = await worker.checker.check(site, each)
        assert decision.degraded == ()
        waiting.append(worker.stored(site, decision))
        if len(waiting) == BATCH:
            await stores.submissions.save(waiting)
            await worker.memory.remember(waiting)
            worker.memory.forget_notes(waiting)
            worker.checker.waiting._forget(waiting)
            waiting.clear()


async def used_bytes(stores: Stores) -> int:
    info = await stores.trips.execute("INFO", "memory")
    return int(next(line for line in info.split() if line.startswith(b"used_memory:"))[12:])


async def bytes_of_authors(stores: Stores, keys: list[bytes]) -> float:
    """What keys of authors take, by a sample: accounts, addresses, e-mails, domains."""
    theirs = [key for key in keys if any(part in key for part in OF_AUTHORS)]
    sampled = random.Random(1).sample(theirs, min(SAMPLED, len(theirs)))
    sizes = await stores.trips.gather([("MEMORY", "USAGE", key, "SAMPLES", 0) for key in sampled])
    return len(theirs) * sum(sizes) / len(sizes)


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
async def test_so_much_a_submission_and_an_author_and_every_key_expires(
    own_valkey: ValkeyServer, opened: Callable, count: int
) -> None:
    stores = await opened(own_valkey, redis_budget_ms=5000)
    worker = a_worker(stores, clock=Clock())
    before = await used_bytes(stores)
    await fill(stores, worker, count)
    used = await used_bytes(stores) - before
    keys = [key for key in await all_keys(stores) if not any(part in key for part in SETTINGS)]
    authors = max(1, count // COMMENTS_AN_AUTHOR)
    of_authors = await bytes_of_authors(stores, keys)
    each, one = (used - of_authors) / count, of_authors / authors
    # The figures of ARCHITECTURE.md.
    print(f"{count} checks: {len(keys)} keys, {used / 1e6:.0f} MB")  # noqa: T201
    print(f"{each:.0f} bytes a submission, {one:.0f} an author")  # noqa: T201
    assert each < MOST_BYTES_A_SUBMISSION
    assert one < MOST_BYTES_AN_AUTHOR
    assert [key async for key in without_end(stores, keys)] == []


async def without_end(stores: Stores, keys: list[bytes]) -> AsyncIterator[bytes]:
    """Keys that never expire."""
    for start in range(0, len(keys), 1000):
        few = keys[start : start + 1000]
        left = await stores.trips.gather([("TTL", key) for key in few])
        for key, seconds in zip(few, left, strict=True):
            if seconds < 0 and seconds != GONE:
                yield key
