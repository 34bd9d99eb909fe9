"""Noticing at once that somebody else changed something in the store.

Each subject has a counter that its writers raise (`hamgate:{sites}:changes`, …), telling so on
the channel `hamgate:changes`. Whoever hears that looks at the counters; and, as a subscription
does only while its connection lives, and where a user may publish, everybody looks four times a
second as well, all counters in one trip: about 0.03 % of a core. So it works on every kind of
store, and through restarts and fail-overs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from redis.exceptions import RedisError

from service.errors import HamgateError, StoreUnavailableError
from service.stores.connect import ANYWHERE, Client, close_connection
from service.stores.trips import Trips

POLL_SECONDS = 0.25

CHANNEL = "hamgate:changes"
LISTEN_AGAIN_SECONDS = 2.0

RELOAD_SECONDS = 30.0
"""Even without a raised counter: a store may come back with older data."""

NEVER_READ = object()

log = logging.getLogger(__name__)


class _Watch:
    """One counter, who wants to know of it, and what was seen last."""

    def __init__(self, key: str, callback: Callable[[], Awaitable[None]]) -> None:
        self.key = key
        self.callback = callback
        self.seen: Any = NEVER_READ
        self.told_at = 0.0


class Changes:
    """Calls back when a counter differs from what was seen last; first when it is first read."""

    def __init__(self, trips: Trips, client: Client, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._trips = trips
        self._client = client
        self._poll_seconds = poll_seconds
        self._watches: list[_Watch] = []
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._told = asyncio.Event()

    def watch(self, key: str, callback: Callable[[], Awaitable[None]]) -> Callable[[], None]:
        """Have `callback` awaited at every change of a counter; returns how to stop that.

        A callback that raises is called again at the next poll.
        """
        watch = _Watch(key, callback)
        self._watches.append(watch)

        def stop() -> None:
            if watch in self._watches:
                self._watches.remove(watch)

        return stop

    def start(self) -> None:
        """Begin to listen and to poll."""
        if not self._tasks:
            loop = asyncio.get_running_loop()
            self._tasks = (loop.create_task(self._run()), loop.create_task(self._listen()))

    async def close(self) -> None:
        """Stop both."""
        tasks, self._tasks = self._tasks, ()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def poll(self) -> None:
        """Read all counters once and call back for those that differ."""
        watches = list(self._watches)
        counters = await self._trips.gather([("GET", watch.key) for watch in watches])
        now = asyncio.get_running_loop().time()
        for watch, counter in zip(watches, counters, strict=True):
            if counter != watch.seen or now - watch.told_at >= RELOAD_SECONDS:
                await self._tell(watch, counter, now)

    async def _tell(self, watch: _Watch, counter: Any, now: float) -> None:
        try:
            await watch.callback()
        except HamgateError as error:
            log.info("not yet taken over: %s: %s", watch.key, error)
        except Exception:  # the poll must outlive any callback
            log.exception("a change could not be taken over: %s", watch.key)
        else:
            watch.seen = counter
            watch.told_at = now

    async def _run(self) -> None:
        while self._tasks:
            try:
                await self.poll()
            except StoreUnavailableError:
                # The breaker makes this cheap, and its probe finds the store again.
                log.debug("no look at the changes: the store is away")
            with suppress(TimeoutError):
                # Not wait_for: until Python 3.12 that may swallow a cancellation.
                async with asyncio.timeout(self._poll_seconds):
                    await self._told.wait()
            self._told.clear()

    async def _listen(self) -> None:
        """Hear of changes, on a connection of its own, again whenever that is lost."""
        while True:
            try:
                await self._hear()
            except (RedisError, OSError) as error:
                log.debug("changes are not heard of, only looked for: %s", error)
            await asyncio.sleep(LISTEN_AGAIN_SECONDS)

    async def _hear(self) -> None:
        connection: Any = await self._client.connect(ANYWHERE)
        try:
            await connection.send_command("SUBSCRIBE", CHANNEL)
            while True:
                await connection.read_response()
                self._told.set()
        finally:
            await close_connection(connection)
