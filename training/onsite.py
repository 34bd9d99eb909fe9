"""How memory learns a blog: comments by date, each judged, then labelled, by the engine itself.

The comments go through the service's own check, memory and reports on a real store; only the
clock is the comments' own. Redis' expiry knows no such clock, so the time left to every key is
shortened whenever a week of the comments has passed: what would have been forgotten is.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from service.engine.check import Checker
from service.engine.finding import Finder
from service.engine.ids import id_maker
from service.engine.memory import Memory
from service.engine.pulse import Pulse
from service.engine.reporting import Change, Report, Reports
from service.engine.writing import WriteBehind
from service.errors import HamgateError
from service.filtering.submission import Submission
from service.filtering.verdict import Verdict
from service.metrics import Board, Layout, families
from service.models.slots import Champion, ModelSlots
from service.settings import Settings
from service.stores.embedded import borrowed_store
from service.stores.limits import Limits
from service.stores.memory import MemoryStore
from service.stores.site import Site
from service.stores.stores import Stores, open_stores
from service.stores.submissions import StoredSubmission
from training.dataset import Example

SECRET = b"a secret for a store that is thrown away"
AGED_SECONDS = 7 * 86_400
AGE = """
local aged = 0
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left > 0 then redis.call('PEXPIRE', key, left - ARGV[1]); aged = aged + 1 end
end
return aged
"""


RETENTION_DAYS = 90
HALF_LIFE_DAYS = 30
BUDGET_SECONDS = 10.0
MODERATOR = "moderator"
OFF = "off"
"""A memory that says nothing, beside those of HAMGATE_MEMORY: `labels` and `all`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A comment with what was decided of it."""

    example: Example
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Lessons:
    """When a moderator labels what came."""

    seconds: float
    """Between two rounds; 0 labels each comment before the next is judged."""
    most: int | None = None
    """Labels after which none follow."""


Unread = tuple[Example, StoredSubmission]


@dataclass
class Clock:
    """The comments' time, in seconds since 1970."""

    now: float

    def __call__(self) -> float:
        """The time of the comment at hand."""
        return self.now


@asynccontextmanager
async def throwaway_stores(folder: Path) -> AsyncIterator[Stores]:
    """Stores on an embedded server that ends with the block."""
    with borrowed_store(folder) as url:
        settings = Settings(data_dir=folder, redis_budget_ms=5000, workers=1)
        stores = await open_stores(settings, SECRET, url=url)
        try:
            yield stores
        finally:
            await stores.close()


class Blog:
    """One new site, whose comments come and are labelled."""

    def __init__(self, stores: Stores, site: Site, champion: Champion, *, memory: str) -> None:
        self._stores = stores
        self._site = site
        self._clock = clock = Clock(0.0)
        self._aged_at = 0.0
        board = _board()
        limits = Limits(stores.trips, clock=clock)
        store = MemoryStore(stores.trips, RETENTION_DAYS, secret=SECRET, clock=clock, limits=limits)
        self._memory = Memory(
            store, half_life_days=HALF_LIFE_DAYS, unlabelled=memory == "all", clock=clock
        )
        waiting = WriteBehind(_save_nothing, board)
        self._checker = Checker(
            slots=ModelSlots(champion),
            pulse=Pulse(stores.trips),
            waiting=waiting,
            board=board,
            budget_seconds=BUDGET_SECONDS,
            clock=clock,
            ids=id_maker(clock),
            memory=None if memory == OFF else self._memory,
        )
        self._reports = Reports(
            feedback=stores.feedback,
            memory=self._memory,
            statistics=stores.statistics,
            board=board,
            ids=id_maker(clock),
            clock=clock,
            finder=Finder(waiting, stores.submissions, stores.feedback, clock),
            listener=_tell_nobody,
        )

    async def live(self, examples: Sequence[Example], lessons: Lessons) -> list[Judged]:
        """Judge comments in the order of their dates, labelling as they come."""
        judged: list[Judged] = []
        unread: list[Unread] = []
        ordered = sorted(examples, key=lambda each: (each.date, each.id))
        next_round, left = _seconds(ordered[0].date) + lessons.seconds, lessons.most
        for example in ordered:
            await self._wait_until(_seconds(example.date))
            if unread and self._clock.now >= next_round:
                await self._label(unread[:left])
                left = None if left is None else max(0, left - len(unread))
                unread.clear()
                next_round = self._clock.now + lessons.seconds
            verdict, stored = await self._checked(example.submission)
            judged.append(Judged(example, verdict))
            unread.append((example, stored))
        return judged

    async def _checked(self, submission: Submission) -> tuple[Verdict, StoredSubmission]:
        """Judge a comment and have it remembered, as the queue behind the answers does."""
        decision = await self._checker.check(self._site, submission)
        stored = self._checker.waiting.find(self._site.id, decision.id)
        if stored is None or decision.degraded:
            raise HamgateError(f"a check was degraded: {', '.join(decision.degraded)}")
        if self._checker.memory is not None:
            await self._memory.remember([stored])
            self._memory.forget_notes([stored])
        return decision.verdict, stored

    async def _wait_until(self, now: float) -> None:
        """Let time pass, also for what expires."""
        aged_at = self._aged_at or now
        self._clock.now = now
        if now - aged_at >= AGED_SECONDS:
            milliseconds = round((now - aged_at) * 1000)
            await self._stores.trips.execute("EVAL", AGE, 0, milliseconds, budget_seconds=60)
            aged_at = now
        self._aged_at = aged_at

    async def _label(self, unread: Sequence[Unread]) -> None:
        if self._checker.memory is not None:
            for example, stored in unread:
                report = Report(self._site, example.submission, example.label, MODERATOR, stored)
                await self._reports.take(report)


def _seconds(date: str) -> float:
    """A date of a corpus in seconds since 1970; those without a zone are taken for UTC."""
    moment = datetime.fromisoformat(date)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _board() -> Board:
    layout = Layout.of(families(()))
    return Board(layout, [0.0] * layout.width, 0)


async def _tell_nobody(change: Change) -> None:
    """No blog is behind the comments."""
    del change


async def _save_nothing(batch: Sequence[StoredSubmission]) -> None:
    """The queue is of no interest here."""
    del batch
