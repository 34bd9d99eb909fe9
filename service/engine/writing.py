"""Saves submissions behind the answers: in batches, again while the store is away, bounded.

A check does not wait for its submission to be saved. What waits is findable in this
process at once, and in the store some 10 ms and a trip later: that is what a worker that is
killed loses, at most. While the store is away up to `capacity_count` submissions or
`capacity_bytes` wait; beyond that the oldest is dropped and counted (its verdict was given; what
is lost is its place in the queue). Who must lose nothing (`HAMGATE_DURABLE`) awaits `saved`.
Labels never go this way: `feedback` answers only once a label is durable.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from service.errors import StoreUnavailableError
from service.logs import get_log
from service.metrics import Board
from service.stores.submissions import StoredSubmission

LINGER_SECONDS = 0.01
"""How long the first of a batch waits for others."""

BRIEF_SECONDS = 0.001
"""The same where somebody waits for it to be saved."""

RETRY_SECONDS = 0.25
BATCH_COUNT = 200
CAPACITY_COUNT = 20_000
CAPACITY_BYTES = 32 * 1024 * 1024
OVERHEAD_BYTES = 2_000
"""What a submission takes beside its body, roughly."""

Save = Callable[[Sequence[StoredSubmission]], Awaitable[None]]
Key = tuple[str, str]


class WriteBehind:
    """A bounded queue of submissions that are answered but not yet saved."""

    def __init__(
        self,
        save: Save,
        board: Board,
        *,
        capacity_count: int = CAPACITY_COUNT,
        capacity_bytes: int = CAPACITY_BYTES,
    ) -> None:
        self._save = save
        self._board = board
        self._capacity_count = capacity_count
        self._capacity_bytes = capacity_bytes
        self._waiting: dict[Key, StoredSubmission] = {}
        self._waiting_bytes = 0
        self._filled = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        self._awaited: dict[Key, asyncio.Future[bool]] = {}

    def start(self) -> None:
        """Begin saving what is put."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    def put(self, stored: StoredSubmission) -> None:
        """Queue a submission to be saved, in place of the same one from before; never waits."""
        self._remove((stored.site, stored.id))
        self._waiting[stored.site, stored.id] = stored
        self._waiting_bytes += _size_bytes(stored)
        while self._is_over():
            self._drop_oldest()
        self._filled.set()

    async def saved(self, site_id: str, submission_id: str, patience_seconds: float) -> bool:
        """Whether what was put is in the store, as soon as that is known, or when time is up."""
        key = (site_id, submission_id)
        if key not in self._waiting:
            return False
        known: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._awaited[key] = known
        try:
            async with asyncio.timeout(max(0.0, patience_seconds)):
                return await known
        except TimeoutError:
            return False
        finally:
            self._awaited.pop(key, None)

    def find(self, site_id: str, submission_id: str) -> StoredSubmission | None:
        """A submission that still waits."""
        return self._waiting.get((site_id, submission_id))

    def newest(self, fits: Callable[[StoredSubmission], bool]) -> StoredSubmission | None:
        """The newest that still waits and fits."""
        return next((each for each in reversed(self._waiting.values()) if fits(each)), None)

    async def close(self, patience_seconds: float) -> None:
        """Save what waits, for at most so long, and stop."""
        self._closing = True
        self._filled.set()
        if self._task is None:
            return
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._task, patience_seconds)
        for _ in range(len(self._waiting)):
            self._drop_oldest()

    async def _run(self) -> None:
        while not self._closing or self._waiting:
            await self._filled.wait()
            if not self._closing:
                await asyncio.sleep(BRIEF_SECONDS if self._awaited else LINGER_SECONDS)
            await self._save_batch()

    async def _save_batch(self) -> None:
        batch = list(self._waiting.values())[:BATCH_COUNT]
        try:
            await self._save(batch)
        except StoreUnavailableError:
            self._tell(batch, in_store=False)
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:  # noqa: BLE001 (one that cannot be saved must not stop the others)
            get_log("writing").error("submissions_unsavable", count=len(batch), exc_info=True)
            self._tell(batch, in_store=False)
            self._forget(batch)
            self._board.add("submissions_lost", amount=len(batch))
        else:
            self._tell(batch, in_store=True)
            self._forget(batch)
            self._board.add("submissions_written", amount=len(batch))

    def _tell(self, batch: Sequence[StoredSubmission], *, in_store: bool) -> None:
        """Let go of those who wait to know."""
        for stored in batch if self._awaited else ():
            known = self._awaited.get((stored.site, stored.id))
            if known is not None and not known.done():
                known.set_result(in_store)

    def _forget(self, batch: Sequence[StoredSubmission]) -> None:
        for stored in batch:
            if self._waiting.get((stored.site, stored.id)) is stored:
                self._remove((stored.site, stored.id))
        if not self._waiting and not self._closing:
            self._filled.clear()
        self._board.put("submissions_waiting", len(self._waiting))

    def _remove(self, key: Key) -> None:
        stored = self._waiting.pop(key, None)
        if stored is not None:
            self._waiting_bytes -= _size_bytes(stored)

    def _is_over(self) -> bool:
        return bool(self._waiting) and (
            len(self._waiting) > self._capacity_count or self._waiting_bytes > self._capacity_bytes
        )

    def _drop_oldest(self) -> None:
        self._remove(next(iter(self._waiting)))
        self._board.add("submissions_lost")


def _size_bytes(stored: StoredSubmission) -> int:
    """What a submission takes in memory, roughly; UTF-8 has at most 4 bytes a character."""
    return 4 * len(stored.submission.body) + OVERHEAD_BYTES
