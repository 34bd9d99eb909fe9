"""Writing behind: everything is saved once the store lets it, within bounds that are counted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from eventually import eventually
from factories import a_stored, a_submission

from service.engine.writing import WriteBehind
from service.errors import StoreUnavailableError
from service.metrics import Board, Layout, families
from service.stores.submissions import StoredSubmission


class Shelf:
    """Takes what is saved, unless it is told to be away or broken."""

    def __init__(self) -> None:
        self.saved: list[StoredSubmission] = []
        self.error: Exception | None = None

    async def save(self, batch: Sequence[StoredSubmission]) -> None:
        if self.error is not None:
            raise self.error
        self.saved += batch


def a_board() -> tuple[Board, Layout, list[float]]:
    layout = Layout.of(families(()))
    numbers = [0.0] * layout.width
    return Board(layout, numbers, 0), layout, numbers


async def test_what_is_put_is_found_at_once_and_saved_soon() -> None:
    shelf = Shelf()
    waiting = WriteBehind(shelf.save, a_board()[0])
    waiting.start()
    stored = [a_stored("s1") for _ in range(500)]
    for one in stored:
        waiting.put(one)
        assert waiting.find("s1", one.id) is one
        assert waiting.find("s2", one.id) is None
    await eventually(lambda: shelf.saved == stored)
    assert waiting.find("s1", stored[0].id) is None
    await waiting.close(1.0)


async def test_what_could_not_be_saved_is_saved_later() -> None:
    shelf = Shelf()
    shelf.error = StoreUnavailableError("away")
    waiting = WriteBehind(shelf.save, a_board()[0])
    waiting.start()
    stored = a_stored("s1")
    waiting.put(stored)
    await asyncio.sleep(0.1)
    assert waiting.find("s1", stored.id) is stored
    shelf.error = None
    await eventually(lambda: shelf.saved == [stored], 2.0)
    await waiting.close(1.0)


async def test_beyond_its_bounds_the_oldest_go_and_are_counted() -> None:
    board, layout, numbers = a_board()
    waiting = WriteBehind(Shelf().save, board, capacity_count=10)
    stored = [a_stored("s1") for _ in range(15)]
    for one in stored:
        waiting.put(one)
    assert waiting.find("s1", stored[4].id) is None
    assert waiting.find("s1", stored[5].id) is stored[5]
    assert numbers[layout.offsets["submissions_lost",]] == 5


async def test_its_memory_is_bounded_too() -> None:
    waiting = WriteBehind(Shelf().save, a_board()[0], capacity_bytes=1_000_000)
    stored = [a_stored("s1", submission=a_submission("x" * 100_000)) for _ in range(10)]
    for one in stored:
        waiting.put(one)
    assert sum(waiting.find("s1", one.id) is not None for one in stored) == 2


async def test_closing_saves_what_waits() -> None:
    shelf = Shelf()
    waiting = WriteBehind(shelf.save, a_board()[0])
    waiting.start()
    stored = [a_stored("s1") for _ in range(1000)]
    for one in stored:
        waiting.put(one)
    await waiting.close(1.0)
    assert shelf.saved == stored


async def test_closing_does_not_wait_for_ever_and_counts_what_is_lost() -> None:
    board, layout, numbers = a_board()
    shelf = Shelf()
    shelf.error = StoreUnavailableError("away")
    waiting = WriteBehind(shelf.save, board)
    waiting.start()
    waiting.put(a_stored("s1"))
    await waiting.close(0.1)
    assert numbers[layout.offsets["submissions_lost",]] == 1


async def test_one_that_cannot_be_saved_does_not_stop_the_others() -> None:
    shelf = Shelf()
    shelf.error = ValueError("no such thing")
    waiting = WriteBehind(shelf.save, a_board()[0])
    waiting.start()
    waiting.put(a_stored("s1"))
    await asyncio.sleep(0.1)
    shelf.error = None
    stored = a_stored("s1")
    waiting.put(stored)
    await eventually(lambda: shelf.saved == [stored])
    await waiting.close(1.0)


async def test_who_waits_for_it_knows_when_it_is_saved_and_when_it_is_not() -> None:
    shelf = Shelf()
    waiting = WriteBehind(shelf.save, a_board()[0])
    waiting.start()
    one, two = a_stored("s1"), a_stored("s1")
    waiting.put(one)
    assert await waiting.saved("s1", one.id, 5.0)
    assert shelf.saved == [one]
    shelf.error = StoreUnavailableError("away")
    waiting.put(two)
    assert not await waiting.saved("s1", two.id, 5.0)
    assert waiting.find("s1", two.id) is two  # it still waits to be saved
    assert not await waiting.saved("s1", "of nobody", 5.0)
    await waiting.close(0.1)


async def test_nobody_waits_longer_than_he_would() -> None:
    waiting = WriteBehind(Shelf().save, a_board()[0])  # never started
    one = a_stored("s1")
    waiting.put(one)
    assert not await waiting.saved("s1", one.id, 0.01)


async def test_what_is_put_again_is_saved_as_it_was_put_last() -> None:
    shelf = Shelf()
    waiting = WriteBehind(shelf.save, a_board()[0])
    one = a_stored("s1")
    waiting.put(one)
    waiting.put(again := replace(one, degraded=("redis",)))
    waiting.start()
    await eventually(lambda: shelf.saved == [again])
    await waiting.close(1.0)
