"""Everything the stores remember that bears on one check: read in one trip, written behind it.

Which keys there are is told by `nearby.py`, `reputation.py`, `newcomers.py`, `limits.py`; here also
- `hamgate:{s:<site>}:token:<nonce>`  string  that a form's token was used, until it is too old
- `hamgate:{s:<site>}:charged:<mark>`  string  that a call was counted by its Idempotency-Key, a day
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.filtering.verdict import Label
from service.stores.feedback import labels_key
from service.stores.lane import Command
from service.stores.limits import Limits, limit_key
from service.stores.lua import load_script
from service.stores.marks import mark
from service.stores.nearby import Nearby, Seen, band_key, said
from service.stores.newcomers import Newcomers
from service.stores.remembered import Asked, Remembered, understood
from service.stores.reputation import (
    ALL_FIELD,
    SHARED_KINDS,
    Reputation,
    Who,
    lesson_key,
    repute_key,
    standing_key,
    week_of,
    word_field,
    words_key,
)
from service.stores.trips import Trips

WRITE_SECONDS = 1.0
SECONDS_A_DAY = 86_400
MOST_ROUNDS = 10
TOKEN_SECONDS = 86_400
"""How long a form's token can be used, and is known to have been."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a label teaches, and of whom."""

    site_id: str
    submission_id: str
    who: tuple[Who, ...]
    bands: tuple[str, ...]
    words: tuple[str, ...]


class MemoryStore:
    """Reads and writes memory."""

    def __init__(
        self,
        trips: Trips,
        retention_days: int,
        *,
        secret: bytes,
        clock: Callable[[], float],
        limits: Limits | None = None,
    ) -> None:
        self._trips = trips
        self._secret = secret
        self._worded: set[str] = set()
        """Sites that had labels when they were last asked: for others no words are asked."""
        self._clock = clock
        self._retention_seconds = retention_days * SECONDS_A_DAY
        self._nearby = Nearby()
        self._reputation = Reputation(self._retention_seconds)
        self._newcomers = Newcomers(self._retention_seconds)
        self.limits = limits or Limits(trips)
        self._sync_script = load_script("lesson_sync")

    def mark(self, kind: str, value: str) -> str:
        """The mark of somebody."""
        return mark(self._secret, kind, value)

    async def recall(self, asked: Asked, half_life_days: float) -> Remembered:
        """Everything at once; raises StoreUnavailableError."""
        if asked.site_id not in self._worded:
            asked = replace(asked, words=())
        fields = [word_field(word) for word in asked.words]
        commands: list[Command] = [
            *self._nearby.reads(asked.bands),
            *self._reputation.reads(asked.site_id, asked.who, fields),
        ]
        if asked.nonce:
            commands.append(_use_token(asked))
        if asked.account:
            commands += self._newcomers.reads(asked.site_id, asked.account)
        if asked.limits:
            keyed = [(each, limit_key(asked.site_id, each, who)) for each, who in asked.limits]
            commands.append(self.limits.command(keyed, look=asked.look))
        replies = await self._trips.gather(commands, scripts=(self.limits.script,))
        remembered = understood(asked, replies, self._clock(), half_life_days)
        (self._worded.add if any(remembered.labels) else self._worded.discard)(asked.site_id)
        return remembered

    async def remember(self, seen: Sequence[tuple[Seen, tuple[Who, ...]]]) -> None:
        """Count what was checked; safe to repeat."""
        now = self._clock()
        week = week_of(now)
        commands: list[Command] = []
        for one, who in seen:
            commands += self._nearby.writes(one, now)
            if one.verdict and who:
                field = f"{'s' if one.verdict == 'spam' else 'h'}{week}"
                commands.append(self._reputation.write(one.site, one.id, who, field))
            if account := account_of(who):
                commands.append(self._newcomers.write(one.site, one.id, account, now))
        scripts = (
            self._nearby.seen_script,
            self._reputation.seen_script,
            self._newcomers.seen_script,
        )
        await self._trips.gather(commands, budget_seconds=WRITE_SECONDS, scripts=scripts)

    async def learn(self, lesson: Lesson, expected: Label | None) -> None:
        """Teach what is the current label; most likely it is the one expected.

        The site's part is exact by one script. What all sites share is put and taken away by
        the submission's id, again until it agrees with the label that the site was taught.
        """
        taught = expected
        for _ in range(MOST_ROUNDS):
            site_says, _ = await asyncio.gather(self._sync(lesson), self._tell(lesson, taught))
            if site_says == taught:
                return
            taught = site_says

    async def _sync(self, lesson: Lesson) -> Label | None:
        site, submission = lesson.site_id, lesson.submission_id
        keys = [labels_key(site, submission), lesson_key(site, submission), words_key(site)]
        keys += [standing_key(site, who) for who in lesson.who]
        args = (week_of(self._clock()), self._retention_seconds)
        fields = dict.fromkeys((ALL_FIELD, *map(word_field, lesson.words)))
        reply = await self._trips.script(
            self._sync_script, keys, [*args, *fields], budget_seconds=WRITE_SECONDS
        )
        return Label(reply.decode()) if reply else None

    async def _tell(self, lesson: Lesson, label: Label | None) -> None:
        text = said(label, week_of(self._clock()), lesson.site_id)
        keys = [band_key(band) for band in lesson.bands]
        keys += [repute_key(who) for who in lesson.who if who[0] in SHARED_KINDS]
        commands = [
            self._nearby.label(key, lesson.submission_id, text, self._retention_seconds)
            for key in keys
        ]
        await self._trips.gather(
            commands, budget_seconds=WRITE_SECONDS, scripts=(self._nearby.label_script,)
        )


def account_of(who: Sequence[Who]) -> str:
    """The mark of the account among whom a submission names."""
    return next((its for kind, its in who if kind == "author"), "")


def _use_token(asked: Asked) -> Command:
    key = f"hamgate:{{s:{asked.site_id}}}:token:{asked.nonce}"
    return ("GET", key) if asked.look else ("SET", key, "1", "NX", "EX", TOKEN_SECONDS)
