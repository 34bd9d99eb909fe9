"""A load generator: closed loop to find the capacity, open loop to measure waiting.

In a closed loop each connection sends its next call once the last is answered: when the server
is slow, it asks less, and the slow moments hardly show (coordinated omission). In an open loop
calls come when they come, like readers of a blog; the time of each counts from when it was due,
also where it had to wait for a connection. It runs in a process of its own, off the server's core.
"""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import get_context

import numpy as np
import uvloop
from numpy.typing import NDArray

from service.errors import HamgateError

PATIENCE_SECONDS = 10.0
"""How long answers are waited for when all calls are sent."""

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


class LoadError(HamgateError):
    """The server did not answer as it should under load."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to send, and how."""

    port: int
    calls: tuple[bytes, ...]
    """Sent in turn."""
    seconds: float
    connections: int = 16
    rate: float = 0.0
    """Calls a second of an open loop; 0 is a closed one."""


@dataclass(frozen=True, slots=True)
class Shots:
    """What came of it."""

    seconds: float
    latencies: NDArray[np.float64]
    """In seconds, in the order of the answers."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def drive(order: Order) -> Shots:
    """Send calls from another process; raises LoadError for any answer that is no success."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(drive_here, order).result()


def drive_here(order: Order) -> Shots:
    """The same in this process."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_Driver(order).run())


@dataclass(slots=True)
class _Driver:
    order: Order
    latencies: list[float] = field(default_factory=list)
    connections: "list[_Connection]" = field(default_factory=list)
    idle: "list[_Connection]" = field(default_factory=list)
    queue: deque[float] = field(default_factory=deque)
    """When calls were due for which no connection was free."""
    busy: int = 0
    stop_at: float = 0.0
    failure: str = ""

    async def run(self) -> Shots:
        loop, order = asyncio.get_running_loop(), self.order
        calls = cycle(order.calls)
        for _ in range(order.connections):
            _, connection = await loop.create_connection(
                lambda: _Connection(self, calls), "127.0.0.1", order.port
            )
            self.connections.append(connection)
        self.idle = list(self.connections)
        started = time.perf_counter()
        self.stop_at = started + order.seconds
        await (self._open(started) if order.rate else self._closed())
        await self._last(time.perf_counter() + PATIENCE_SECONDS)
        seconds = time.perf_counter() - started
        for connection in self.connections:
            connection.close()
        if self.failure:
            raise LoadError(self.failure)
        return Shots(seconds, np.array(self.latencies))

    async def _closed(self) -> None:
        for connection in list(self.idle):
            self._send(connection, time.perf_counter())
        await asyncio.sleep(self.order.seconds)

    async def _open(self, started: float) -> None:
        """Send at fixed times; the timer's millisecond counts as waiting."""
        for number in range(int(self.order.rate * self.order.seconds)):
            due = started + number / self.order.rate
            while (wait := due - time.perf_counter()) > 0:  # noqa: ASYNC110 (a time, not an event)
                await asyncio.sleep(wait)
            if self.failure:
                return
            if self.idle:
                self._send(self.idle[-1], due)
            else:
                self.queue.append(due)

    async def _last(self, give_up_at: float) -> None:
        while self.busy and not self.failure:
            if time.perf_counter() > give_up_at:
                raise LoadError(f"{self.busy} calls were not answered.")
            await asyncio.sleep(0.002)

    def _send(self, connection: "_Connection", due: float) -> None:
        if connection in self.idle:
            self.idle.remove(connection)
        self.busy += 1
        connection.send(due)

    def answered(self, connection: "_Connection", due: float, status: bytes) -> None:
        """Note an answer, and send what waits."""
        now = time.perf_counter()
        self.latencies.append(now - due)
        self.busy -= 1
        if not status.startswith(b"2"):
            self.failure = f"the server answered {status.decode(errors='replace')}"
        elif self.queue:
            self._send(connection, self.queue.popleft())
        elif not self.order.rate and now < self.stop_at:
            self._send(connection, now)
        else:
            self.idle.append(connection)

    def lost(self) -> None:
        """Note that a connection ended while it was asked."""
        self.failure = self.failure or "a connection ended before its answer"


class _Connection(asyncio.Protocol):
    """One connection with one call on its way at a time."""

    def __init__(self, driver: _Driver, calls: "cycle[bytes]") -> None:
        self._driver = driver
        self._calls = calls
        self._came = b""
        self._due: float | None = None
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        self._transport = transport  # type: ignore[assignment]

    def send(self, due: float) -> None:
        """Send the next call."""
        self._due = due
        if self._transport is not None:
            self._transport.write(next(self._calls))

    def close(self) -> None:
        """End it."""
        self._due = None
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take what comes, until an answer is whole."""
        self._came += data
        end = self._came.find(_HEAD_END)
        if end < 0 or self._due is None:
            return
        head = self._came[:end].lower()
        length = int(head.partition(_LENGTH)[2].partition(b"\r")[0] or 0)
        if len(self._came) >= end + len(_HEAD_END) + length:
            due, self._due, self._came = self._due, None, b""
            self._driver.answered(self, due, head[9:12])

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell if somebody waits."""
        del exc
        if self._due is not None:
            self._driver.lost()


def interleaved(orders: Sequence[Order], rounds: int) -> list[Shots]:
    """Drive several orders turn by turn, so that all meet the same noise."""
    found: list[list[Shots]] = [[] for _ in orders]
    for _ in range(rounds):
        for place, order in enumerate(orders):
            found[place].append(drive(order))
    return [
        Shots(sum(shots.seconds for shots in of), np.concatenate([shots.latencies for shots in of]))
        for of in found
    ]
