"""The open lanes: at most two to each server, one for hot commands and one for slow ones.

A reply of many megabytes (a model, a training set) must not stand before a check's
reply; so whoever asks with a budget of its own travels on the slow lane.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import hiredis
from redis.exceptions import RedisError

from service.stores.connect import Client, close_connection
from service.stores.lane import Entry, Lane

REFRESH_PAUSE_SECONDS = 0.2
"""The shortest time between two looks at who holds what."""

CONNECT_SECONDS = 3.0
"""An attempt to connect that takes longer is given up, by whatever it hangs."""

LaneKey = tuple[str, bool]
"""A place, and whether the lane is the slow one."""

log = logging.getLogger(__name__)


class Lanes:
    """Sends entries over the lane of their place, which it opens when there is none."""

    def __init__(
        self,
        client: Client,
        *,
        on_reply: Callable[[Lane, Entry, Any], None],
        on_lost: Callable[[list[Entry], BaseException | None], None],
    ) -> None:
        self._client = client
        self._on_reply = on_reply
        self._on_lost = on_lost
        self._lanes: dict[LaneKey, Lane] = {}
        self._opening: dict[LaneKey, list[Entry]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshed_at = 0.0
        self._closed = False

    def send(self, key: LaneKey, entries: list[Entry], *, asking: bool = False) -> None:
        """Send entries now, or as soon as the lane is open."""
        lane = self._lanes.get(key)
        if lane is not None and lane.open:
            lane.send(entries, asking=asking)
            return
        if key in self._opening:
            self._opening[key].extend(entries)
            return
        self._opening[key] = list(entries)
        self._spawn(self._open(key))

    def get(self, key: LaneKey) -> Lane | None:
        """The lane, open or lost, if there ever was one."""
        return self._lanes.get(key)

    def drop_hot(self) -> None:
        """Cut all hot lanes: whoever comes next gets a new connection."""
        for (_, slow), lane in list(self._lanes.items()):
            if not slow:
                lane.abort()

    def refresh(self) -> None:
        """Learn in the background who holds what."""
        now = asyncio.get_running_loop().time()
        if not self._closed and now - self._refreshed_at >= REFRESH_PAUSE_SECONDS:
            self._refreshed_at = now
            self._spawn(self._refresh())

    async def close(self) -> None:
        """Cut every lane and give up what is being opened."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for lane in self._lanes.values():
            lane.abort()
        # Transports report their end in the loop's next round.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await self._client.close()

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open(self, key: LaneKey) -> None:
        lane = Lane(key[0], self._on_reply, self._lost)
        failure: BaseException | None = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                connection = await self._client.connect(key[0])
            if self._opening.get(key) is None:
                await close_connection(connection)
                return
            lane.adopt(connection)
        except (RedisError, OSError, hiredis.HiredisError) as error:
            failure = error
        finally:
            entries = self._opening.pop(key, [])
        if failure is not None:
            self.refresh()
            self._on_lost(entries, failure)
            return
        self._lanes[key] = lane
        waiting = [entry for entry in entries if not entry[0].future.done()]
        if waiting:
            lane.send(waiting)

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._client.refresh()
        except (RedisError, OSError) as error:
            log.debug("no map of the cluster: %s", error)

    def _lost(self, lane: Lane, entries: list[Entry], error: BaseException | None) -> None:
        for key, known in list(self._lanes.items()):
            if known is lane:
                del self._lanes[key]
        self.refresh()
        self._on_lost(entries, error)
