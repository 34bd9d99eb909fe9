"""What an edit added to a comment that was checked before, as evidence.

Whoever has a comment approved and then adds a link to it hides the link behind what was
approved: in the whole text it weighs little, and the text is known to be good. So what was added
is judged by itself as well, and the label of what it was added to does not vouch for it.
"""

from dataclasses import dataclass, replace

from service.engine.finding import is_submission_id
from service.engine.writing import WriteBehind
from service.filtering.evidence import Evidence, logit, total
from service.filtering.reading import read
from service.filtering.submission import Submission
from service.models.scorer import AnyScorer
from service.stores.submissions import Submissions

LEAST_WORDS = 3
"""Fewer are a correction, unless they point somewhere."""

MOST_WEIGHT = 3.0
LINK_WEIGHT = 0.7
SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Addition:
    """What stands in a comment now and did not before."""

    body: str
    hosts: tuple[str, ...] = ()
    """Where it points, and the comment did not."""


class Edits:
    """Finds what a submission is an edit of."""

    def __init__(self, waiting: WriteBehind, submissions: Submissions) -> None:
        self._waiting = waiting
        self._submissions = submissions

    async def earlier(self, site_id: str, submission: Submission) -> Submission | None:
        """What was checked before, in the trip of this check; None where there is nothing."""
        earlier_id = submission.recheck_of or ""
        if not is_submission_id(earlier_id):
            return None
        waiting = self._waiting.find(site_id, earlier_id)
        if waiting is not None:
            return waiting.submission
        return await self._submissions.earlier(site_id, earlier_id)


def addition(before: Submission, now: Submission) -> Addition | None:
    """What was added, from the first word that differs to the last; None for nothing."""
    old, new = before.body.split(), now.body.split()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    words = new[start : len(new) - end]
    if not words:
        return None
    known = {link.host for link in read(before).links}
    hosts = dict.fromkeys(link.host for link in read(now).links if link.host not in known)
    if len(words) < LEAST_WORDS and not hosts:
        return None
    return Addition(" ".join(words), tuple(hosts))


def edit_evidence(
    added: Addition, submission: Submission, scorer: AnyScorer, loud: float
) -> tuple[Evidence, ...]:
    """What the addition says by itself, where by itself it would not be kept."""
    pieces = []
    if added.hosts:
        reason = f"the edit added a link to {added.hosts[0]}"
        pieces.append(Evidence("edit_link", LINK_WEIGHT * loud, reason))
    alone = total(scorer.evidence(replace(submission, body=added.body)))
    if alone >= logit(scorer.thresholds.hold):
        weight = min(MOST_WEIGHT * loud, alone - total(scorer.evidence(submission)))
        shown = added.body[:SHOWN_CHARACTERS]
        if weight > 0:
            reason = f"what the edit added looks like spam by itself: “{shown}”"
            pieces.append(Evidence("edit_text", weight, reason))
    return tuple(pieces)


def _alike(one: list[str], other: list[str]) -> int:
    """How many words two lists have in common from their beginnings."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
