"""Trips to the store: what is asked for in one tick of the loop goes out as one pipeline.

A caller awaits `execute`, `gather` or `script`; all that is asked for before the loop's
next round is packed into one write, so a hundred concurrent checks share one round trip.
Every trip has a budget: when it is used up, its callers get StoreUnavailableError and
the breaker counts a failure. While the breaker is open a call fails at once, and a
background task probes with PING until the store answers within the budget again.

A command may have been done although its caller got StoreUnavailableError (the reply
was late, or the connection broke): everything the stores write is safe to repeat.

Replies are the store's own: bytes, integers, None and lists of them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import hiredis

from service.errors import StoreUnavailableError
from service.stores.breaker import Breaker
from service.stores.connect import Client, unavailable
from service.stores.first_key import first_key
from service.stores.lane import NO_SOURCES, Call, Command, Entry, Lane
from service.stores.lanes import LaneKey, Lanes
from service.stores.lua import LuaScript

GRACE_SECONDS = 0.001
"""uvloop runs timers before it reads sockets: after a busy moment of ours, replies that
came in time are still unread when the timer rings. One more round lets them in."""

SILENCE_SECONDS = 0.5
"""A connection that said nothing for so long while it was asked is taken for dead."""

MOST_HOPS = 5
"""For each command of a call."""

SICK = frozenset({"LOADING", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN"})
"""Replies that mean the store answers nobody for now; any other refusal (OOM, READONLY,
MISCONF, NOAUTH…) comes at once and costs no time, so it is no matter for the breaker."""


class _Trip:
    """The calls of one tick that share a budget."""

    __slots__ = ("calls", "keys", "left", "sent_at", "timer")

    def __init__(self, calls: list[Call], sent_at: float, timer: asyncio.TimerHandle) -> None:
        self.calls = calls
        self.left = len(calls)
        self.sent_at = sent_at
        self.timer = timer
        self.keys: set[LaneKey] = set()


class Trips:
    """The way to the store, shared by everything in one event loop."""

    def __init__(self, client: Client, breaker: Breaker, budget_seconds: float) -> None:
        self.breaker = breaker
        self.budget_seconds = budget_seconds
        self.round_trips = 0
        """How many pipelines were sent so far."""
        self._client = client
        self._lanes = Lanes(client, on_reply=self._replied, on_lost=self._unanswered)
        self._waiting: dict[float, list[Call]] = {}
        self._recovery: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def healthy(self) -> bool:
        """Whether the store answered lately, as far as anybody asked."""
        return self.breaker.closed

    async def execute(
        self, *command: bytes | str | float, budget_seconds: float | None = None
    ) -> Any:
        """Send one command; the reply, or StoreUnavailableError."""
        return (await self._ask([command], budget_seconds))[0]

    async def gather(
        self,
        commands: Sequence[Command],
        *,
        budget_seconds: float | None = None,
        scripts: Sequence[LuaScript] = (),
    ) -> list[Any]:
        """Send several commands; their replies in order, or the first error of any.

        `scripts` are those that some of the commands call by their digests.
        """
        if not commands:
            return []
        sources = {script.sha: script.source for script in scripts}
        return await self._ask(list(commands), budget_seconds, sources=sources)

    async def script(
        self,
        script: LuaScript,
        keys: Sequence[str],
        args: Sequence[bytes | str | int | float] = (),
        *,
        budget_seconds: float | None = None,
    ) -> Any:
        """Run a Lua script, whose keys share one hash tag; heals after a store's restart."""
        command = ("EVALSHA", script.sha, len(keys), *keys, *args)
        sources = {script.sha: script.source}
        return (await self._ask([command], budget_seconds, sources=sources))[0]

    async def ping(self, *, budget_seconds: float | None = None) -> None:
        """Return when the store answers; raises StoreUnavailableError."""
        await self._ask([("PING",)], budget_seconds)

    async def close(self) -> None:
        """Fail whoever still waits, and close all connections."""
        self._closed = True
        if self._recovery is not None:
            self._recovery.cancel()
            with suppress(asyncio.CancelledError):
                await self._recovery
        await self._lanes.close()

    def _ask(
        self,
        commands: list[Command],
        budget_seconds: float | None,
        *,
        sources: Mapping[str, str] = NO_SOURCES,
    ) -> "asyncio.Future[list[Any]]":
        if not self.breaker.closed:
            raise StoreUnavailableError("The store is away; it is asked again within seconds.")
        return self._queued(commands, budget_seconds, sources=sources).future

    def _queued(
        self,
        commands: list[Command],
        budget_seconds: float | None,
        *,
        sources: Mapping[str, str] = NO_SOURCES,
    ) -> Call:
        if self._closed:
            raise StoreUnavailableError("The connection to the store was closed.")
        loop = asyncio.get_running_loop()
        call = Call(commands, loop.create_future())
        call.sources = sources
        if not self._waiting:
            loop.call_soon(self._flush)
        budget = self.budget_seconds if budget_seconds is None else budget_seconds
        self._waiting.setdefault(budget, []).append(call)
        return call

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for budget_seconds, calls in waiting.items():
            self._depart(calls, budget_seconds)

    def _depart(self, calls: list[Call], budget_seconds: float) -> None:
        loop = asyncio.get_running_loop()
        slow = budget_seconds > self.budget_seconds
        timer = loop.call_later(budget_seconds, self._overdue, calls)
        trip = _Trip(calls, loop.time(), timer)
        place = self._client.place
        entries: dict[str, list[Entry]] = {}
        for call in calls:
            call.trip = trip
            for index, command in enumerate(call.commands):
                entries.setdefault(place(first_key(command)), []).append((call, index))
        for where, those in entries.items():
            trip.keys.add((where, slow))
            self.round_trips += 1
            self._lanes.send((where, slow), those)

    def _overdue(self, calls: list[Call]) -> None:
        asyncio.get_running_loop().call_later(GRACE_SECONDS, self._expire, calls)

    def _expire(self, calls: list[Call]) -> None:
        late = [call for call in calls if not call.future.done()]
        if not late:
            return
        self._cut_silent(late[0].trip)
        for call in late:
            _fail(call, StoreUnavailableError("The store did not answer within its budget."))
        self._failed()

    def _cut_silent(self, trip: _Trip) -> None:
        """Cut lanes that are dead rather than slow, so that the next trip gets a new one."""
        if asyncio.get_running_loop().time() - trip.sent_at < SILENCE_SECONDS:
            return
        for key in trip.keys:
            lane = self._lanes.get(key)
            if lane is not None and lane.heard_at < trip.sent_at:
                lane.abort()

    def _replied(self, lane: Lane, entry: Entry, reply: Any) -> None:
        call, index = entry
        if isinstance(reply, hiredis.ReplyError):
            if self._sent_again(lane, entry, str(reply)):
                return
            reply = self._refusal(lane, call, index, str(reply))
        call.replies[index] = reply
        call.left -= 1
        if call.left or call.future.done():
            return
        self._arrived(call)

    def _arrived(self, call: Call) -> None:
        trip: _Trip = call.trip
        trip.left -= 1
        if not trip.left:
            trip.timer.cancel()
        for reply in call.replies:
            if isinstance(reply, StoreUnavailableError):
                _fail(call, reply)
                return
        call.future.set_result(call.replies)
        if self.breaker.closed:
            self.breaker.succeeded()

    def _sent_again(self, lane: Lane, entry: Entry, error: str) -> bool:
        """Send a command where it belongs, or a script in full; False for any other error."""
        call, index = entry
        code, _, rest = error.partition(" ")
        if call.hops >= MOST_HOPS * len(call.commands) or call.future.done():
            return False
        if code == "NOSCRIPT" and call.commands[index][1] in call.sources:
            source = call.sources[str(call.commands[index][1])]
            call.commands[index] = ("EVAL", source, *call.commands[index][2:])
            lane.send([entry])
        elif code in ("MOVED", "ASK"):
            if code == "MOVED":
                self._lanes.refresh()
            slow = any(slow for _, slow in call.trip.keys)
            self._lanes.send((rest.split(" ")[1], slow), [entry], asking=code == "ASK")
        else:
            return False
        call.hops += 1
        self.round_trips += 1
        return True

    def _refusal(self, lane: Lane, call: Call, index: int, error: str) -> StoreUnavailableError:
        code = error.partition(" ")[0]
        if code in SICK:
            self._failed()
        if code == "READONLY":
            # A demoted master: a new connection finds the new one.
            lane.abort()
            self._lanes.refresh()
        name = call.commands[index][0]
        return StoreUnavailableError(f"The store refused {name!s}: {error}")

    def _unanswered(self, entries: list[Entry], error: BaseException | None) -> None:
        """Fail the calls of a connection that broke or never came to be."""
        late = {id(call): call for call, _ in entries if not call.future.done()}
        for call in late.values():
            _fail(call, unavailable(error or ConnectionError("the connection was closed")))
        if late and not self._closed:
            self._failed()

    def _failed(self) -> None:
        """Count a failure; while the breaker is not closed, only probes decide."""
        if not self.breaker.closed:
            return
        loop = asyncio.get_running_loop()
        if self.breaker.failed(loop.time()):
            self._lanes.drop_hot()
            self._recovery = loop.create_task(self._recover())

    async def _recover(self) -> None:
        """Probe until the breaker is closed again."""
        loop = asyncio.get_running_loop()
        while not self.breaker.closed:
            await asyncio.sleep(self.breaker.retry_in_seconds(loop.time()))
            if self.breaker.try_probe(loop.time()):
                await self._probe()

    async def _probe(self) -> None:
        try:
            await self._queued([("PING",)], None).future
        except StoreUnavailableError:
            self.breaker.failed(asyncio.get_running_loop().time())
            self._lanes.drop_hot()
        else:
            self.breaker.succeeded()


def _fail(call: Call, error: StoreUnavailableError) -> None:
    if not call.future.done():
        call.future.set_exception(error)
