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
            submission_id=report.about.id if report.about else self.ids(),
            label=report.label,
            reporter=report.reporter,
            at=datetime.fromtimestamp(self.clock(), UTC),
            submission=report.about.submission if report.about else report.submission,
        )
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
            await self._count(report.site.id, [complaint_of(report, sent.at)])
        return sent

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
    """How a change corrects the numbers: the mistake a label speaks of comes, the last one goes."""
    about = change.about
    before, after = mistake(about.verdict, about.label), mistake(about.verdict, change.label)
    if before == after:
        return []
    host = host_of(about.submission)
    steps = ((before, -1), (after, 1))
    return [
        Event(what, about.checked_at, host, amount) for what, amount in steps if what is not None
    ]


def complaint_of(report: Report, now: datetime) -> Event:
    """The mistake that a report speaks of whose check is not known any more."""
    what = "missed_spam" if report.label is Label.SPAM else "false_positives"
    return Event(what, now, host_of(report.submission))
