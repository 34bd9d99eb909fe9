"""What happens when a person says what is true of a submission, by whichever door.

The label is kept first: once this returns, it is durable. The rest (the site's numbers,
its blog's webhook) follows from the verdict that was given and must not fail the report.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from service.engine.finding import Finder
from service.engine.memory import Memory
from service.errors import StoreUnavailableError
from service.filtering.submission import Submission
from service.filtering.verdict import Label
from service.logs import get_log
from service.metrics import Board
from service.stores.feedback import Feedback, LabelSent
from service.stores.site import Site
from service.stores.statistics import Event, Statistics, host_of, mistake
from service.stores.submissions import StoredSubmission


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody's word on a submission."""

    site: Site
    submission: Submission
    label: Label
    reporter: str
    about: StoredSubmission | None
    """What was checked, with its label so far; None if it never was."""
    site_key: str = ""
    """The key the report came with, by which a webhook proves who speaks."""
    complaint: bool = False
    """Whether it is about an answer of ours, even where no check is known any more."""
    known_as: str | None = None
    """The id it got when it was reported before, of what was never checked."""


@dataclass(frozen=True, slots=True)
class Change:
    """What people hold true of a checked submission is something else from now on."""

    about: StoredSubmission
    """With the label it had."""
    label: Label | None
    """The one it has."""
    site_key: str = ""


Listener = Callable[[Change], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reports:
    """Takes reports."""

    feedback: Feedback
    memory: Memory
    statistics: Statistics
    board: Board
    ids: Callable[[], str]
    clock: Callable[[], float]
    """Seconds since 1970."""
    finder: Finder
    listener: Listener
    """Is told of every change; must not fail or wait for anybody outside."""

    async def take(self, report: Report) -> LabelSent:
        """Keep a report; raises StoreUnavailableError when it could not be kept."""
        sent = LabelSent(
            id=self.ids(),
            site_id=report.site.id,
            submission_id=report.about.id if report.about else report.known_as or self.ids(),
            label=report.label,
            reporter=report.reporter,
            at=datetime.fromtimestamp(self.clock(), UTC),
            submission=report.about.submission if report.about else report.submission,
        )
        before = await self._said_before(report)
        # The same trip, the label first: what is durable is remembered.
        await self.feedback.ready(sent.site_id)
        await together(
            self.feedback.record(sent),
            self.memory.learn(sent.site_id, sent.submission_id, sent.submission, sent.label),
        )
        self.board.add("feedback", sent.label)
        if report.about is not None:
            await self._changed(Change(report.about, report.label, report.site_key))
        elif report.complaint:
            await self._count(report.site.id, complaints(report, before, sent.at))
        return sent

    async def _said_before(self, report: Report) -> Label | None:
        """The label of what was reported before and never checked."""
        if report.known_as is None or report.about is not None:
            return None
        with suppress(StoreUnavailableError):
            return await self.feedback.label_of(report.site.id, report.known_as)
        return None

    async def undo(self, site_id: str, feedback_id: str, *, site_key: str = "") -> bool:
        """Take a report back as if it had never been sent; False if there is none."""
        about = await self.feedback.about(site_id, feedback_id)
        if about is None:
            return False
        submission_id, submission = about
        before = await self._known(site_id, submission_id)
        if not await self.feedback.undo(site_id, feedback_id):
            return False
        with suppress(StoreUnavailableError):
            await self.memory.learn(site_id, submission_id, submission, None)
        after = await self._known(site_id, submission_id)
        if before is not None and after is not None:
            await self._changed(Change(before, after.label, site_key))
        return True

    async def _known(self, site_id: str, submission_id: str) -> StoredSubmission | None:
        with suppress(StoreUnavailableError):
            return await self.finder.find_labelled(site_id, submission_id)
        return None

    async def _changed(self, change: Change) -> None:
        """Count a change and tell of it, in one trip."""
        if change.label is not change.about.label:
            events = corrections(change)
            await asyncio.gather(self._count(change.about.site, events), self.listener(change))

    async def _count(self, site_id: str, events: Sequence[Event]) -> None:
        with suppress(StoreUnavailableError):
            await self.statistics.count(site_id, events)


async def together(durable: Awaitable[object], beside: Awaitable[None]) -> None:
    """Do both at once; only a failure of what must be durable is one."""
    first, second = await asyncio.gather(durable, beside, return_exceptions=True)
    if isinstance(first, BaseException):
        raise first
    if second is not None:
        get_log("reports").warning("label_not_remembered", reason=str(second))


def corrections(change: Change) -> list[Event]:
    """How a change corrects the numbers of a check."""
    about = change.about
    before, after = (mistake(about.verdict, label) for label in (about.label, change.label))
    return _moved(before, after, at=about.checked_at, host=host_of(about.submission))


def complaints(report: Report, before: Label | None, now: datetime) -> list[Event]:
    """How a report corrects the numbers where the check that it speaks of is not known."""
    kinds = (mistake(None, label) for label in (before, report.label))
    return _moved(*kinds, at=now, host=host_of(report.submission))


def _moved(before: str | None, after: str | None, *, at: datetime, host: str) -> list[Event]:
    """The mistake that a label speaks of comes, the one that the last label spoke of goes."""
    if before == after:
        return []
    steps = ((before, -1), (after, 1))
    return [Event(what, at, host, amount) for what, amount in steps if what is not None]
