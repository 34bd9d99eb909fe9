"""Finds a submission by its id: in this worker's queue, in the store, or just about there."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from service.engine.writing import WriteBehind
from service.errors import StoreUnavailableError
from service.secrets import uuid7_milliseconds
from service.stores.feedback import Feedback
from service.stores.submissions import StoredSubmission, Submissions

PATIENCE_SECONDS = 0.25
"""How long an id that was made just now may be on its way from another worker."""

PAUSE_SECONDS = 0.02

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def is_submission_id(text: str) -> bool:
    """Whether this can be an id of ours at all."""
    return _UUID.fullmatch(text) is not None


class Finder:
    """Looks for submissions everywhere they can be."""

    def __init__(
        self,
        waiting: WriteBehind,
        submissions: Submissions,
        feedback: Feedback,
        clock: Callable[[], float],
    ) -> None:
        self._waiting = waiting
        self._submissions = submissions
        self._feedback = feedback
        self._clock = clock

    async def find(self, site_id: str, submission_id: str) -> StoredSubmission | None:
        """The submission, or None when this site has none of that id."""
        if not is_submission_id(submission_id):
            return None
        while True:
            stored = self._waiting.find(site_id, submission_id)
            stored = stored or await self._submissions.get(site_id, submission_id)
            if stored is not None or not self._may_be_coming(submission_id):
                return stored
            await asyncio.sleep(PAUSE_SECONDS)

    async def find_labelled(self, site_id: str, submission_id: str) -> StoredSubmission | None:
        """The submission with its current label, also while it is not yet saved."""
        stored = await self.find(site_id, submission_id)
        if stored is None or self._waiting.find(site_id, submission_id) is None:
            return stored
        with suppress(StoreUnavailableError):
            return replace(stored, label=await self._feedback.label_of(site_id, submission_id))
        return stored

    def _may_be_coming(self, submission_id: str) -> bool:
        age_seconds = self._clock() - uuid7_milliseconds(submission_id) / 1000
        return -PATIENCE_SECONDS <= age_seconds <= PATIENCE_SECONDS
