"""Submissions with the decisions on them: the queue that moderators read.

Keys, all of a site in one slot, all expiring after the retention:
- `hamgate:{s:<site>}:sub:<id>`  string  StoredSubmission in MessagePack
- `hamgate:{s:<site>}:subs`      zset    ids, all with score 0: a UUIDv7 sorts by its time
- `hamgate:{s:<site>}:like:<hash>`  string  the newest id of this body, author and address
- the counts of `statistics.py`

Writing is safe to repeat: the same id is the same entry, and counted once.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from service.filtering.evidence import Evidence
from service.filtering.submission import Submission
from service.filtering.verdict import Label, Mode, Verdict
from service.secrets import uuid7
from service.stores.feedback import labels_key
from service.stores.lane import Command
from service.stores.likeness import likeness
from service.stores.lua import load_script
from service.stores.statistics import KEPT_SECONDS, MOST_HOSTS, Event, arguments, host_of
from service.stores.trips import Trips

READ_SECONDS = 1.0
WRITE_SECONDS = 1.0
SECONDS_A_DAY = 86_400
OLDEST = bytes(10)
"""Stands for the randomness of the least UUIDv7 of a moment."""


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission with what was decided and, since, said about it."""

    id: str
    site: str
    """The site's id."""
    submission: Submission
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]
    model: str
    degraded: tuple[str, ...]
    checked_at: datetime
    mode: Mode = Mode.ENFORCE
    blatant: bool = False
    observed: Verdict | None = None
    label: Label | None = None
    """The current label; read from the feedback, never written with the submission."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some submissions, and where the next page begins, if there is one."""

    items: tuple[StoredSubmission, ...]
    cursor: str | None


def submission_key(site_id: str, submission_id: str) -> str:
    """The key of one submission."""
    return f"hamgate:{{s:{site_id}}}:sub:{submission_id}"


def index_key(site_id: str) -> str:
    """The key of a site's list of submissions."""
    return f"hamgate:{{s:{site_id}}}:subs"


class Submissions:
    """What was checked lately, by site."""

    def __init__(
        self,
        trips: Trips,
        retention_days: int,
        *,
        secret: bytes = b"",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._trips = trips
        self._secret = secret
        self._count_script = load_script("submissions_count")
        self._retention_seconds = retention_days * SECONDS_A_DAY
        self._clock = clock
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(StoredSubmission).decode

    async def save(self, submissions: Sequence[StoredSubmission]) -> None:
        """Keep submissions, all in one trip; those the retention has passed go."""
        commands: list[Command] = []
        events: dict[str, list[Event]] = {}
        for stored in submissions:
            commands += self._kept(stored)
            events.setdefault(stored.site, []).append(_event(stored))
        await asyncio.gather(
            self._trips.gather(commands, budget_seconds=WRITE_SECONDS),
            *(self._list(site_id, those) for site_id, those in events.items()),
        )

    async def get(self, site_id: str, submission_id: str) -> StoredSubmission | None:
        """A site's submission with its current label; None if there is none."""
        found = await self._read(site_id, [submission_id])
        return found[0] if found else None

    async def earlier(self, site_id: str, submission_id: str) -> Submission | None:
        """What a check is an edit of, read in the trip of that check."""
        raw = await self._trips.execute("GET", submission_key(site_id, submission_id))
        return None if raw is None else self._decode(raw).submission

    async def newest_like(self, site_id: str, submission: Submission) -> str | None:
        """The id of the newest submission with this body, author and address."""
        key = self._like_key(site_id, submission)
        raw = await self._trips.execute("GET", key)
        return None if raw is None else raw.decode()

    async def note_like(self, site_id: str, submission: Submission, submission_id: str) -> None:
        """Let this be the newest with its body, author and address, unless there is one."""
        key = self._like_key(site_id, submission)
        keep = ("EX", self._retention_seconds)
        await self._trips.execute("SET", key, submission_id, "NX", *keep)

    async def newest(self, site_id: str, *, limit: int = 50, cursor: str | None = None) -> Page:
        """The newest submissions, before those that earlier pages showed."""
        start = "+" if cursor is None else f"({cursor}"
        command = ("ZRANGE", index_key(site_id), start, "-", "BYLEX", "REV", "LIMIT", 0, limit)
        raw = await self._trips.execute(*command, budget_seconds=READ_SECONDS)
        ids = [item.decode() for item in raw]
        more = len(ids) == limit and limit > 0
        return Page(tuple(await self._read(site_id, ids)), ids[-1] if more else None)

    def _kept(self, stored: StoredSubmission) -> list[Command]:
        bare = self._encode(stored if stored.label is None else replace(stored, label=None))
        keep = ("EX", self._retention_seconds)
        return [
            ("SET", submission_key(stored.site, stored.id), bare, *keep),
            ("SET", self._like_key(stored.site, stored.submission), stored.id, *keep),
        ]

    def _like_key(self, site_id: str, submission: Submission) -> str:
        return f"hamgate:{{s:{site_id}}}:like:{likeness(self._secret, site_id, submission)}"

    async def _list(self, site_id: str, events: list[Event]) -> None:
        """List and count submissions of a site; what the retention has passed goes."""
        cutoff = int((self._clock() - self._retention_seconds) * 1000)
        oldest = uuid7(max(0, cutoff), OLDEST)
        keys, args = arguments(site_id, events)
        await self._trips.script(
            self._count_script,
            [index_key(site_id), *keys],
            [oldest, self._retention_seconds, KEPT_SECONDS, MOST_HOSTS, *args],
            budget_seconds=WRITE_SECONDS,
        )

    async def _read(self, site_id: str, ids: list[str]) -> list[StoredSubmission]:
        """Submissions of ids in one trip, without those that are gone."""
        commands: list[Command] = []
        for item in ids:
            commands.append(("GET", submission_key(site_id, item)))
            commands.append(("HGET", labels_key(site_id, item), "label"))
        replies = await self._trips.gather(commands, budget_seconds=READ_SECONDS)
        pairs = zip(replies[::2], replies[1::2], strict=True)
        return [self._restored(raw, label) for raw, label in pairs if raw is not None]

    def _restored(self, raw: bytes, label: bytes | None) -> StoredSubmission:
        stored = self._decode(raw)
        return stored if label is None else replace(stored, label=Label(label.decode()))


def _event(stored: StoredSubmission) -> Event:
    host = host_of(stored.submission)
    return Event(str(stored.verdict), stored.checked_at, host, id=stored.id)
