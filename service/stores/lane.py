"""One connection to a store on which commands and replies flow without waiting for each other.

redis-py opens the connection (password, TLS, Sentinel); then this protocol takes over
its transport. Packing and parsing are hiredis' C code, so a command costs a few
microseconds here, where redis-py's pipeline takes 36 and a single call 100.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import hiredis
from redis.asyncio.connection import AbstractConnection

Command = tuple[bytes | str | int | float, ...]
"""A command's name and arguments, as they travel."""

NO_SOURCES: Mapping[str, str] = MappingProxyType({})


class Call:
    """What one caller asked for at once, and the replies that came so far."""

    __slots__ = ("commands", "future", "hops", "left", "replies", "sources", "trip")

    def __init__(self, commands: list[Command], future: "asyncio.Future[list[Any]]") -> None:
        self.commands = commands
        self.future = future
        self.replies: list[Any] = [None] * len(commands)
        self.left = len(commands)
        self.hops = 0
        """How often a cluster sent it elsewhere."""
        self.sources: Mapping[str, str] = NO_SOURCES
        """The Lua texts to send when the store has forgotten a script, by their digests."""
        self.trip: Any = None


Entry = tuple[Call, int]
"""A command on its way: its call and its place in it."""

ASKING: Command = ("ASKING",)
"""Goes before a command that a cluster's ASK answer sent elsewhere."""


class Lane(asyncio.Protocol):
    """A connection in use: entries go in, replies come out in the same order."""

    def __init__(
        self,
        place: str,
        on_reply: Callable[["Lane", Entry, Any], None],
        on_lost: Callable[["Lane", list[Entry], BaseException | None], None],
    ) -> None:
        self.place = place
        self.heard_at = 0.0
        """The loop's time at which data came last."""
        self._on_reply = on_reply
        self._on_lost = on_lost
        self._pending: deque[Entry | None] = deque()
        self._reader = hiredis.Reader()
        self._lost = False

    def adopt(self, connection: AbstractConnection) -> None:
        """Take over the transport of a connection that redis-py has opened."""
        self._loop = asyncio.get_running_loop()
        # redis-py has no public way to a connection's transport, and both it and the
        # stream's writer would close it when they are thrown away.
        writer: Any = connection._writer  # noqa: SLF001
        connection._reader = connection._writer = None  # noqa: SLF001
        self._writer = writer
        self._transport: asyncio.WriteTransport = writer.transport
        self._former: asyncio.BaseProtocol = self._transport.get_protocol()
        self._transport.set_protocol(self)
        self.heard_at = self._loop.time()

    @property
    def open(self) -> bool:
        """Whether commands can be sent."""
        return not self._lost and not self._transport.is_closing()

    def send(self, entries: Iterable[Entry], *, asking: bool = False) -> None:
        """Write the commands of entries in one go."""
        pack: Callable[[Any], bytes] = hiredis.pack_command
        pending = self._pending
        chunks = []
        for entry in entries:
            if asking:
                chunks.append(pack(ASKING))
                pending.append(None)
            chunks.append(pack(entry[0].commands[entry[1]]))
            pending.append(entry)
        self._transport.write(b"".join(chunks))

    def data_received(self, data: bytes) -> None:
        """Hand each reply to the entry it answers."""
        self.heard_at = self._loop.time()
        reader = self._reader
        try:
            reader.feed(data)
            # RESP2 has no false: hiredis says False when it needs more data.
            while (reply := reader.gets()) is not False:
                entry = self._pending.popleft()
                if entry is not None:
                    self._on_reply(self, entry, reply)
        except (hiredis.ProtocolError, IndexError):
            # Whoever talks there talks no RESP, or more than it was asked.
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Hand back everything that was not answered."""
        self._lost = True
        self._former.connection_lost(exc)
        unanswered = [entry for entry in self._pending if entry is not None]
        self._pending.clear()
        self._on_lost(self, unanswered, exc)

    def abort(self) -> None:
        """Cut the connection; what was not answered comes back by `on_lost`."""
        self._transport.abort()
