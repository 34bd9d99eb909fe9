"""What happens when a person says what is true of a submission, by whichever door.

The label is kept first: once this returns, it is durable. The rest (the site's numbers,
its blog's webhook) follows from the verdict that was given and must not fail the report.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

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


Listener = Callable[[Report], None]


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
    listener: Listener
    """Is told of every report that is kept; must not fail or wait."""

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
        with suppress(StoreUnavailableError):
            await self.statistics.count(report.site.id, changes_of(report, sent.at))
        self.listener(report)
        return sent

    async def undo(self, site_id: str, feedback_id: str) -> bool:
        """Take a report back as if it had never been sent; False if there is none."""
        about = await self.feedback.about(site_id, feedback_id)
        if about is None or not await self.feedback.undo(site_id, feedback_id):
            return False
        submission_id, submission = about
        with suppress(StoreUnavailableError):
            await self.memory.learn(site_id, submission_id, submission, None)
        return True


async def together(durable: Awaitable[object], beside: Awaitable[None]) -> None:
    """Do both at once; only a failure of what must be durable is one."""
    first, second = await asyncio.gather(durable, beside, return_exceptions=True)
    if isinstance(first, BaseException):
        raise first
    if second is not None:
        get_log("reports").warning("label_not_remembered", reason=str(second))


def changes_of(report: Report, now: datetime) -> list[Event]:
    """How a label changes the numbers: the mistake it speaks of comes, the last one goes."""
    about = report.about
    verdict = about.verdict if about else None
    before = mistake(verdict, about.label) if about else None
    after = mistake(verdict, report.label) if about or report.complaint else None
    if before == after:
        return []
    at = about.checked_at if about else now
    host = host_of(about.submission if about else report.submission)
    steps = ((before, -1), (after, 1))
    return [Event(what, at, host, amount) for what, amount in steps if what is not None]
