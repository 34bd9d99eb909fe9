"""Values for tests: whole and ordinary, but for what a test says."""

import itertools
import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from service.filtering.evidence import Evidence
from service.filtering.submission import Author, Page, Submission
from service.filtering.verdict import Label, Verdict
from service.secrets import uuid7
from service.stores.feedback import LabelSent
from service.stores.submissions import StoredSubmission

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON_MILLISECONDS = int(NOON.timestamp() * 1000)

_numbers = itertools.count()


def an_id(milliseconds: int | None = None) -> str:
    """A new UUIDv7, later than all before where no time is given."""
    if milliseconds is None:
        milliseconds = NOON_MILLISECONDS + next(_numbers)
    return uuid7(milliseconds, os.urandom(10))


def a_submission(body: str = "Nice post!", **changes: Any) -> Submission:
    author = Author(name="Bob", email="bob@mail.example", ip="203.0.113.9")
    page = Page(url="https://blog.example/p/1", title="On tea", published_at=NOON)
    return replace(Submission(body, author=author, page=page, submitted_at=NOON), **changes)


def a_stored(site: str, **changes: Any) -> StoredSubmission:
    stored = StoredSubmission(
        id=an_id(),
        site=site,
        submission=a_submission(),
        verdict=Verdict.HOLD,
        score=0.8,
        evidence=(Evidence("text", 1.5, "wording", (("pills", 1.5),)),),
        model="2026-11-22.1-3fa9c2",
        degraded=(),
        checked_at=NOON,
    )
    return replace(stored, **changes)


def a_label(site: str, submission_id: str, label: Label = Label.SPAM, **changes: Any) -> LabelSent:
    sent = LabelSent(
        id=an_id(),
        site_id=site,
        submission_id=submission_id,
        label=label,
        reporter="ann",
        at=NOON,
        submission=a_submission(),
    )
    return replace(sent, **changes)
