"""Looks again at the copies of what a person has labelled, and tells their blogs what has changed.

A campaign is found out when somebody labels one comment of it: others that were kept before
would now be spam. Only submissions with a callback are looked at, none that a person has
labelled itself, and of one that is to be held now nothing is said: the protocol has no word.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from service.akismet.webhook import Webhook, said
from service.engine.check import Checker
from service.engine.finding import Finder
from service.engine.reporting import Change
from service.errors import StoreUnavailableError
from service.filtering.nearby import sketch, telling_words
from service.filtering.reading import read
from service.filtering.submission import Submission
from service.filtering.verdict import Label
from service.stores.callbacks import Callbacks
from service.stores.sites import Sites
from service.stores.submissions import StoredSubmission


async def expect(webhook: Webhook, callbacks: Callbacks, batch: Sequence[StoredSubmission]) -> None:
    """Know again which of some submissions their blogs want to hear of."""
    for stored in batch:
        if webhook.may_call(stored.submission.callback):
            await callbacks.note(stored.site, bands_of(stored.submission), stored.id)


@dataclass(frozen=True, slots=True)
class Campaigns:
    """Follows a label to the copies of what was labelled."""

    webhook: Webhook
    callbacks: Callbacks
    finder: Finder
    checker: Checker
    sites: Sites

    async def tell(self, change: Change) -> None:
        """Call blogs back about what was labelled, and about its copies."""
        await self.webhook.tell(change)
        if self.webhook.is_on:
            with suppress(StoreUnavailableError):
                await self._look_again(change)

    async def _look_again(self, change: Change) -> None:
        """At all copies at once: they share trips and passes, and whoever labels waits for them."""
        about = change.about
        alike = await self.callbacks.alike(about.site, bands_of(about.submission))
        others = ((its, told) for its, told in alike.items() if its != about.id)
        await asyncio.gather(*(self._look_at(change, its, told) for its, told in others))

    async def _look_at(self, change: Change, submission_id: str, told: Label | None) -> None:
        stored = await self.finder.find_labelled(change.about.site, submission_id)
        if stored is not None and stored.label is None:
            await self._retold(stored, told or said(stored, None), change.site_key)

    async def _retold(self, stored: StoredSubmission, known: Label | None, site_key: str) -> None:
        """Tell a blog where we would say something else by now."""
        news = await self._judged_now(stored)
        if known is None or news is None or news is known:
            return
        await self.webhook.send(stored, news, site_key)
        bands = bands_of(stored.submission)
        await self.callbacks.told(stored.site, bands, stored.id, label=news)

    async def _judged_now(self, stored: StoredSubmission) -> Label | None:
        """The verdict that it would get now; None where it would be held, or nobody can tell."""
        site = self.sites.by_id(stored.site)
        if site is None:
            return None
        # Without its form's token, which its own check used up; the seconds it proved are kept.
        form = replace(stored.submission.form, token="")
        again = replace(stored.submission, form=form, test=True)
        decision = await self.checker.check(site, again)
        return None if decision.degraded else said(replace(stored, verdict=decision.verdict), None)


def bands_of(submission: Submission) -> tuple[str, ...]:
    """What near copies have in common; nothing for a text of few words."""
    return sketch(telling_words(read(submission)))
