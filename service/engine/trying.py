"""What a rule would have done: tried against what was checked lately, before it counts."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from service.filtering.reading import read
from service.filtering.rules import ReadyRule
from service.filtering.verdict import Label, Verdict
from service.stores.submissions import StoredSubmission, Submissions

MOST_TRIED = 1000
PAGE_COUNT = 250


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have matched."""

    matched: int
    of: int
    ham: int
    """Of those matched, labelled ham."""
    spam: int
    """Labelled spam."""
    kept: int
    """Not labelled, and kept."""

    @property
    def sentence(self) -> str:
        """The trial in words."""
        return (
            f"would have matched {self.matched} of the last {self.of:,}, "
            f"of which {self.ham} ham and {self.kept} more that were kept"
        )


async def tried(submissions: Submissions, site_id: str, rule: ReadyRule) -> Trial:
    """A rule's trial on a site's newest submissions."""
    found: list[StoredSubmission] = []
    cursor = None
    while len(found) < MOST_TRIED:
        page = await submissions.newest(site_id, limit=PAGE_COUNT, cursor=cursor)
        found += page.items
        cursor = page.cursor
        if cursor is None:
            break
    return await asyncio.to_thread(trial, rule, found)


def trial(rule: ReadyRule, history: Sequence[StoredSubmission]) -> Trial:
    """What a rule matches in a history."""
    matched = [
        stored for stored in history if rule.matches(stored.submission, read(stored.submission))
    ]
    return Trial(
        matched=len(matched),
        of=len(history),
        ham=sum(stored.label is Label.HAM for stored in matched),
        spam=sum(stored.label is Label.SPAM for stored in matched),
        kept=sum(stored.label is None and stored.verdict is Verdict.KEEP for stored in matched),
    )
