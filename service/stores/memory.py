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
from service.stores.limits import Limit, Limits, Taken, limit_key, refused
from service.stores.lua import load_script
from service.stores.marks import mark
from service.stores.nearby import Copies, Nearby, Seen, band_key, copies_in, said
from service.stores.newcomers import Newcomers, burst_in
from service.stores.reputation import (
    ALL_FIELD,
    SHARED_KINDS,
    SPAM_UNIT,
    Reputation,
    Repute,
    Standing,
    Who,
    lesson_key,
    repute_in,
    repute_key,
    standing_in,
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
class Asked:
    """What a check wants to know; only marks of people, no names."""

    site_id: str
    who: tuple[Who, ...]
    bands: tuple[str, ...]
    words: tuple[str, ...]
    limits: tuple[tuple[Limit, str], ...] = ()
    """Limits to take from, with whose."""
    nonce: str = ""
    """Of the form's token; empty when there is none to use up."""
    account: str = ""
    """Mark of the author's account; empty when it is not to be asked for."""
    look: bool = False
    """Whether nothing may change by asking."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered."""

    site_id: str
    standings: tuple[tuple[Who, Standing], ...] = ()
    reputes: tuple[tuple[Who, Repute], ...] = ()
    copies: tuple[Copies, ...] = ()
    words: tuple[tuple[str, int, int], ...] = ()
    """Words with the labels they stood in: spam, ham."""
    labels: tuple[int, int] = (0, 0)
    """All the site's labels: spam, ham."""
    over: tuple[Taken, ...] = ()
    """Limits that had none left."""
    token_is_new: bool = True
    newcomers: int = 0
    """Accounts this new one came with in a burst; 0 for no burst, or an account that is known."""

    @property
    def blank(self) -> bool:
        """Whether nothing at all is remembered."""
        told = (self.copies, self.standings, self.reputes, self.words, self.over, self.newcomers)
        return self.token_is_new and not any(told)

    def without(self, submission_id: str) -> "Remembered":
        """Without what people said of near copies that are this one submission."""
        return replace(self, copies=tuple(_without(band, submission_id) for band in self.copies))

    def labelled(self) -> "Remembered":
        """Only what people said: no counts of what came, no verdicts of our own."""
        return replace(
            self,
            standings=tuple((who, _labelled_standing(its)) for who, its in self.standings),
            copies=tuple(Copies(labels=band.labels) for band in self.copies),
            over=(),
            newcomers=0,
        )


def _without(copies: Copies, submission_id: str) -> Copies:
    kept = tuple(said for said in copies.labels if said.id != submission_id)
    return copies if len(kept) == len(copies.labels) else replace(copies, labels=kept)


def _labelled_standing(standing: Standing) -> Standing:
    return Standing(spam=standing.spam, ham=standing.ham)


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
        remembered = _understood(asked, replies, self._clock(), half_life_days)
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


def _understood(
    asked: Asked, replies: Sequence[object], now: float, half_life_days: float
) -> Remembered:
    """The replies, in the order in which they were asked for."""
    shared = [who for who in asked.who if who[0] in SHARED_KINDS]
    hashes = len(asked.bands) + len(asked.who) + len(shared)
    found = _hashes(asked, shared, replies[:hashes], (now, half_life_days))
    rest = iter(replies[hashes:])
    totals, words = _words(asked, _hash(next(rest)))
    token = (next(rest) is None) == asked.look if asked.nonce else True
    newcomers = burst_in(next(rest), _hash(next(rest)), now) if asked.account else 0
    limits = [limit for limit, _ in asked.limits]
    over = refused(limits, next(rest)) if limits else []  # type: ignore[arg-type]
    return replace(
        found,
        words=words,
        labels=totals,
        over=tuple(over),
        token_is_new=token,
        newcomers=newcomers,
    )


def _hashes(
    asked: Asked, shared: Sequence[Who], replies: Sequence[object], time: tuple[float, float]
) -> Remembered:
    """What is remembered of bands, standings and reputes; nothing of those nobody has seen.

    The time: now, and the half-life in days.
    """
    if not any(replies):
        return Remembered(asked.site_id)
    rest = map(_hash, replies)
    copies = tuple([copies_in(next(rest), time[0]) for _ in asked.bands])
    standings = tuple([(who, standing_in(next(rest), *time)) for who in asked.who])
    reputes = tuple([(who, repute_in(next(rest), asked.site_id, *time)) for who in shared])
    return Remembered(asked.site_id, standings, reputes, copies)


def _hash(reply: object) -> Sequence[bytes]:
    return reply if isinstance(reply, list) else ()


def _words(
    asked: Asked, values: Sequence[bytes | None]
) -> tuple[tuple[int, int], tuple[tuple[str, int, int], ...]]:
    """The site's labels, and the words that stood in some of them."""
    if values[0] is None:
        return (0, 0), ()
    found = [
        (word, *_unpacked(raw))
        for word, raw in zip(asked.words, values[1:], strict=True)
        if raw is not None
    ]
    return _unpacked(values[0]), tuple(found)


def _unpacked(raw: bytes) -> tuple[int, int]:
    return int(raw) // SPAM_UNIT, int(raw) % SPAM_UNIT
