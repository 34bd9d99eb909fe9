"""Finds the submission that somebody speaks of without its id: the newest that is alike."""

import asyncio
from contextlib import suppress

from service.engine.finding import Finder
from service.engine.writing import WriteBehind
from service.errors import StoreUnavailableError
from service.filtering.submission import Submission
from service.stores.likeness import parts_of
from service.stores.submissions import StoredSubmission, Submissions

PATIENCE_SECONDS = 0.1
"""How long a submission may be on its way from another worker."""

PAUSE_SECONDS = 0.025


class Recogniser:
    """Looks for a submission by its body, author and address."""

    def __init__(self, waiting: WriteBehind, submissions: Submissions, finder: Finder) -> None:
        self._waiting = waiting
        self._submissions = submissions
        self._finder = finder

    async def recheck_of(self, site_id: str, submission: Submission) -> str | None:
        """The id of the check before this one, as far as it can be told at once."""
        with suppress(StoreUnavailableError):
            return await self._newest_id(site_id, submission)
        return None

    async def find(
        self, site_id: str, submission: Submission
    ) -> tuple[str | None, StoredSubmission | None]:
        """The id of the newest alike, and what was checked under it, with its label.

        An id alone is of one that was reported and never checked; neither, of a new one.
        """
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            found = await self._newest_id(site_id, submission)
            if found is not None:
                return found, await self._finder.find_labelled(site_id, found)
            if asyncio.get_running_loop().time() > deadline:
                return None, None
            await asyncio.sleep(PAUSE_SECONDS)

    async def note(self, site_id: str, submission: Submission, submission_id: str) -> None:
        """Know a submission again that was reported and never checked."""
        with suppress(StoreUnavailableError):
            await self._submissions.note_like(site_id, submission, submission_id)

    async def _newest_id(self, site_id: str, submission: Submission) -> str | None:
        parts = parts_of(submission)
        waiting = self._waiting.newest(
            lambda stored: (
                stored.site == site_id
                and stored.submission.author.ip.strip().lower() == parts[0]
                and parts_of(stored.submission) == parts
            )
        )
        return waiting.id if waiting else await self._submissions.newest_like(site_id, submission)
