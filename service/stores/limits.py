"""Limits: how often somebody may do something, right across all workers.

Keys, all of a site in one slot, expiring when the limit is whole again:
- `hamgate:{s:<site>}:lim:<name>:<mark>`  string  when the next would be due, in µs (GCRA)
- `hamgate:{l:<mark>}:<name>`             string  the same, for what belongs to no site

The generic cell rate algorithm admits a burst and then one for every interval. It needs one
number a limit, and Redis' own clock, so that workers' clocks need not agree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from service.stores.lane import Command
from service.stores.lua import load_script
from service.stores.trips import Trips

MICROSECONDS = 1_000_000
SECONDS_A_MINUTE = 60
SECONDS_A_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and as many again in every period."""

    name: str
    """As in `address_per_minute`."""
    count: int
    period_seconds: int

    @property
    def what(self) -> str:
        """Whose limit it is: `address`."""
        return self.name.partition("_")[0]

    @property
    def cell(self) -> tuple[int, int]:
        """Interval and tolerance in µs."""
        interval = self.period_seconds * MICROSECONDS // self.count
        return interval, interval * (self.count - 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of asking a limit."""

    limit: Limit
    wait_seconds: float
    """0 when there was one left."""
    left: int

    @property
    def admitted(self) -> bool:
        """Whether there was one left."""
        return self.wait_seconds == 0


DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        "address_per_minute": 6,
        "address_per_hour": 40,
        "network_per_minute": 30,
        "network_per_hour": 300,
        "email_per_minute": 6,
        "email_per_hour": 40,
        "domain_per_minute": 4,
        "domain_per_hour": 15,
        "sketch_per_minute": 4,
        "sketch_per_hour": 12,
        "api_per_minute": 0,
    }
)
"""Comments that are ordinary, and calls that a key may make; 0 is no limit."""

_PERIODS = {"minute": SECONDS_A_MINUTE, "hour": SECONDS_A_HOUR}
API_LIMIT = "api_per_minute"


def limits_of(changes: Mapping[str, int]) -> tuple[Limit, ...]:
    """The limits of a site by its own numbers, else ours; without those that are 0."""
    return _limits_of(tuple(changes.items()))


@lru_cache(1024)
def _limits_of(changes: tuple[tuple[str, int], ...]) -> tuple[Limit, ...]:
    own = dict(changes)
    found = []
    for name, ours in DEFAULTS.items():
        count = own.get(name, ours)
        if count > 0:
            found.append(Limit(name, count, _PERIODS[name.rpartition("_")[2]]))
    return tuple(found)


def call_limit(site_id: str, changes: Mapping[str, int]) -> tuple[Limit, str] | None:
    """The limit on calls with a site's keys, and its key; None for a site without one."""
    count = changes.get(API_LIMIT, 0)
    if count <= 0:
        return None
    limit = Limit(API_LIMIT, count, SECONDS_A_MINUTE)
    return limit, limit_key(site_id, limit, "key")


def limit_key(site_id: str, limit: Limit, whose: str) -> str:
    """The key of a limit of a site."""
    return f"hamgate:{{s:{site_id}}}:lim:{limit.name}:{whose}"


class Limits:
    """Takes from limits."""

    def __init__(self, trips: Trips, *, clock: Callable[[], float] | None = None) -> None:
        self._trips = trips
        self._clock = clock
        self.script = load_script("limits_take")

    async def take(self, asked: Sequence[tuple[Limit, str]]) -> list[Taken]:
        """Take one from each limit at a key; the keys share one slot."""
        if not asked:
            return []
        (reply,) = await self._trips.gather([self.command(asked)], scripts=(self.script,))
        return taken([limit for limit, _ in asked], reply)

    async def look(self, limit: Limit, key: str) -> Taken:
        """What taking one would come to."""
        command = self.command([(limit, key)], look=True)
        (reply,) = await self._trips.gather([command], scripts=(self.script,))
        return taken([limit], reply)[0]

    def command(self, asked: Sequence[tuple[Limit, str]], *, look: bool = False) -> Command:
        """The command that takes, or with `look` only tells, for a trip shared with others."""
        now = "" if self._clock is None else int(self._clock() * MICROSECONDS)
        cells = [number for limit, _ in asked for number in limit.cell]
        keys = [key for _, key in asked]
        return ("EVALSHA", self.script.sha, len(keys), *keys, now, 0 if look else 1, *cells)


def refused(limits: Sequence[Limit], reply: Sequence[int]) -> list[Taken]:
    """Of what the script answered, the limits that had none left."""
    waits = zip(limits, reply[::2], strict=True)
    return [Taken(limit, wait / MICROSECONDS, 0) for limit, wait in waits if wait]


def taken(limits: Sequence[Limit], reply: Sequence[int]) -> list[Taken]:
    """What the script answered, limit by limit."""
    waits = zip(limits, reply[::2], reply[1::2], strict=True)
    return [Taken(limit, wait / MICROSECONDS, left) for limit, wait, left in waits]
