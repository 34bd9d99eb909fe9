"""Waiting until the store has on its disk what it has acknowledged.

With `appendfsync always` (the embedded store) a write is synced before its reply: there is
nothing to wait for. With `everysec` it may be acknowledged up to two seconds before it is
written at all, while an earlier sync runs; so whoever must not lose a write waits for WAITAOF
(Redis 7.2, Valkey). That holds up its whole connection and speaks of that connection's own
writes only: so each server gets one connection for it, on which a small write of ours goes
first (the file is written in order), and all who wait at once share one wait.

A store without append-only file, one that never syncs (`appendfsync no`), or one too old for
WAITAOF cannot say: writes there are as safe as its operator made them, which is logged, and
told by `hamgate doctor`.

Key: `<key>:sync`  string  what goes before a wait, beside the key that is waited for; 1 s
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError, ResponseError

from service.errors import StoreUnavailableError
from service.stores.connect import Client, close_connection, unavailable

SYNC_SECONDS = 4.0
"""A sync comes within a second of the last; a slow disk's takes a while."""

PATIENCE_SECONDS = 5.0
"""For all that is said on the way to it."""

ASKED_AGAIN_SECONDS = 60.0
"""How long what a store's settings say is believed."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Durability:
    """Does writes, and returns once they are on disk."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._barriers: dict[str, _Barrier] = {}

    async def settled(self, key: str, write: Callable[[], Awaitable[Result]]) -> Result:
        """What a write to a key's server answers, once that server has synced it.

        Raises StoreUnavailableError when that cannot be known: the write must be safe to repeat.
        """
        barrier = self._barrier(key)
        # Opened before the write: a store that dies and returns in between is another one.
        connection = await barrier.opened()
        result = await write()
        if connection is not None:
            await barrier.passed(key, connection)
        return result

    async def ready(self, key: str) -> None:
        """Open the way, so that the next write to a key's server leaves at once."""
        await self._barrier(key).opened()

    async def close(self) -> None:
        """Close the connections; whoever still waits is told that it cannot be known."""
        for barrier in self._barriers.values():
            await barrier.close()

    def _barrier(self, key: str) -> "_Barrier":
        place = self._client.place(key)
        if place not in self._barriers:
            self._barriers[place] = _Barrier(self._client, place)
        return self._barriers[place]


class _Barrier:
    """Waits for the syncs of one server."""

    def __init__(self, client: Client, place: str) -> None:
        self._client = client
        self._place = place
        self._connection: Any = None
        self._opening = asyncio.Lock()
        self._needless_until = 0.0
        self._says = True
        """Whether it tells its settings."""
        self._under_way: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def opened(self) -> AbstractConnection | None:
        """The connection to wait on; None when there is nothing to wait for."""
        if not self._known:
            async with self._opening:
                if not self._known:
                    await self._open_in_time()
        opened: AbstractConnection | None = self._connection
        return opened

    @property
    def _known(self) -> bool:
        """Whether there is a connection, or no need of one."""
        needless = asyncio.get_running_loop().time() < self._needless_until
        return needless or _alive(self._connection)

    async def passed(self, key: str, connection: AbstractConnection) -> None:
        """Return once everything that was acknowledged before this call is synced."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._pass(key, self._under_way))
            self._next.add_done_callback(_seen)
        await asyncio.shield(self._next)
        if connection is not self._connection and self._connection is not None:
            raise StoreUnavailableError("The store went away before it had synced a write.")

    async def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await close_connection(connection)

    async def _open_in_time(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._open()
        except (RedisError, OSError) as error:
            raise unavailable(error) from error

    async def _open(self) -> None:
        await self.close()
        connection: Any = await self._client.connect(self._place)
        try:
            settings = await _append_settings(connection)
        except BaseException:  # also when time is up: nobody else would close it
            await close_connection(connection)
            raise
        self._connection = connection
        if settings.get("appendfsync") == "always" and settings.get("appendonly") == "yes":
            await self._needless()
        elif settings.get("appendonly") == "no":
            await self._needless("it keeps no append-only file")
        elif settings.get("appendfsync") == "no":
            await self._needless("by its settings it never syncs")
        self._says = bool(settings)

    async def _needless(self, warning: str = "") -> None:
        if warning:
            log.warning("the store cannot say when a write is on its disk: %s", warning)
        self._needless_until = asyncio.get_running_loop().time() + ASKED_AGAIN_SECONDS
        await self.close()

    async def _pass(self, key: str, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._under_way, self._next = self._next, None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._wait(f"{key}:sync")
        except (RedisError, OSError) as error:
            if isinstance(error, ResponseError) and "WAITAOF" in str(error):
                await self._needless(str(error))
                return
            # Also after a refusal: a new connection finds the primary that has taken over.
            await self.close()
            raise unavailable(error) from error

    async def _wait(self, key: str) -> None:
        connection = self._connection
        if connection is None:
            raise ConnectionError("the connection was closed")
        await connection.send_command("SET", key, "1", "EX", 1)
        await connection.read_response()
        await connection.send_command("WAITAOF", 1, 0, round(SYNC_SECONDS * 1000))
        synced, _ = await connection.read_response()
        if not synced and self._says:
            raise ConnectionError("a sync took too long")
        if not synced:
            # Most likely it is one that never syncs: to refuse every label would help nobody.
            await self._needless("it does not tell its settings, and did not sync in time")


def _alive(connection: Any) -> bool:
    """Whether the other side has not closed a connection (redis-py would find out by using it)."""
    reader = None if connection is None else connection._reader  # noqa: SLF001
    return reader is not None and not reader.at_eof()


async def _append_settings(connection: Any) -> dict[str, str]:
    """What the store says of its append-only file; nothing where that may not be asked."""
    with suppress(ResponseError):
        await connection.send_command("CONFIG", "GET", "append*")
        flat = [item.decode() for item in await connection.read_response()]
        return dict(zip(flat[::2], flat[1::2], strict=True))
    return {}


def _seen(task: asyncio.Task[None]) -> None:
    """Take note of an error that nobody may be left to hear."""
    if not task.cancelled():
        task.exception()
