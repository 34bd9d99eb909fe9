"""The life of one submission: circumstances, ruling, decision, and its way to the queue.

Never raises for what is missing: without store, model or time the answer is still a
verdict, says what was missing, and is no silent keep.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from service.engine.edits import Addition, Edits, addition, edit_evidence
from service.engine.memory import Marked, Memory, Recollection, with_seconds
from service.engine.pulse import Pulse
from service.engine.ruling import MESSAGES, NOTHING_KNOWN, Grounds, Ruling, rule, rule_blind
from service.engine.together import MOST_COUNT, BudgetSpentError, Together
from service.engine.tokens import FormTokens
from service.engine.weighing import loudness
from service.engine.writing import WriteBehind
from service.errors import StoreUnavailableError
from service.filtering.decision import Decision
from service.filtering.evidence import Evidence
from service.filtering.reading import Reading, read
from service.filtering.rules import told
from service.filtering.submission import Submission
from service.filtering.verdict import Mode, Verdict, never_silent
from service.logs import get_log
from service.metrics import Board
from service.models.scorer import AnyScorer, FallbackScorer
from service.models.slots import ModelSlots
from service.stores.rules import Rules
from service.stores.site import Site
from service.stores.submissions import StoredSubmission

BREATH_COUNT = MOST_COUNT
"""Submissions of a batch that are judged in one pass, before others get their turn."""


@dataclass(frozen=True, slots=True)
class Known:
    """What could be found out about a submission before it is judged."""

    submission: Submission
    missing: tuple[str, ...]
    grounds: Grounds = NOTHING_KNOWN
    marked: Marked | None = None


@dataclass(frozen=True, slots=True)
class Checker:
    """Judges submissions with what is at hand."""

    slots: ModelSlots
    pulse: Pulse
    waiting: WriteBehind
    board: Board
    budget_seconds: float
    """For a whole check, from its arrival."""
    clock: Callable[[], float]
    """Seconds since 1970."""
    ids: Callable[[], str]
    """A new id, sortable by time."""
    memory: Memory | None = None
    """What was seen before; without it each submission is judged by itself."""
    rules: Rules | None = None
    """The sites' own."""
    edits: Edits | None = None
    """What was checked before an edit."""
    tokens: FormTokens | None = None
    """What proves the seconds on the page."""
    together: Together = field(default_factory=Together)
    durable: bool = False
    """Whether an answer waits until its submission is in the store."""

    async def check(self, site: Site, submission: Submission) -> Decision:
        """The decision about one submission, which is on its way to the store."""
        deadline = asyncio.get_running_loop().time() + self.budget_seconds
        return await self._decide(site, await self._known(site, submission), deadline)

    async def check_many(self, site: Site, submissions: Sequence[Submission]) -> list[Decision]:
        """Decisions about several submissions, in order; each has the budget of one."""
        decisions: list[Decision] = []
        for start in range(0, len(submissions), BREATH_COUNT):
            few = submissions[start : start + BREATH_COUNT]
            known = await asyncio.gather(*(self._known(site, each) for each in few))
            deadline = asyncio.get_running_loop().time() + self.budget_seconds
            decisions += await asyncio.gather(
                *(self._decide(site, each, deadline) for each in known)
            )
        return decisions

    async def _known(self, site: Site, submission: Submission) -> Known:
        """What is remembered, in the one trip of a check."""
        if self.memory is None:
            return Known(submission, () if await self.pulse.beats() else ("redis",))
        grounds = NOTHING_KNOWN
        submission, nonce = self._proven(site, submission)
        try:
            reading = read(submission)
            grounds = Grounds(reading, told=self._told(site, submission, reading))
            recalled = self.memory.recall(site, submission, reading, nonce=nonce)
            recollection, added = await self._with_edit(site, submission, recalled)
            grounds = replace(grounds, memory=self._said(submission, recollection, added))
        except StoreUnavailableError:
            return Known(submission, ("redis",), grounds)
        except Exception:  # noqa: BLE001 (a fault in what was remembered must not fail the check)
            get_log("check").error("memory_failed", exc_info=True)
            return Known(submission, ("redis",), grounds)
        return Known(submission, (), grounds, recollection.marked)

    async def _with_edit(
        self, site: Site, submission: Submission, recalled: Awaitable[Recollection]
    ) -> tuple[Recollection, Addition | None]:
        """What is remembered and, of an edit, what it added: in one trip."""
        if self.edits is None or submission.recheck_of is None:
            return await recalled, None
        earlier = self.edits.earlier(site.id, submission)
        recollection, before = await asyncio.gather(recalled, earlier)
        return recollection, addition(before, submission) if before else None

    def _said(
        self, submission: Submission, recollection: Recollection, added: Addition | None
    ) -> tuple[Evidence, ...]:
        """Memory's evidence, and that of an edit."""
        scorer = self.slots.champion
        loud = loudness(scorer.thresholds.spam)
        if added is None:
            return recollection.evidence(loud)
        others = recollection.without(submission.recheck_of or "")
        edited = edit_evidence(added, submission, scorer, loud)
        return (*others.evidence(loud), *edited)

    def _proven(self, site: Site, submission: Submission) -> tuple[Submission, str]:
        """A submission with the seconds its form's token proves, and the token's nonce."""
        token = submission.form.token
        proof = self.tokens.read(site.id, token) if self.tokens and token else None
        if proof is None:
            return submission, ""
        return with_seconds(submission, proof.seconds), proof.nonce

    def _told(
        self, site: Site, submission: Submission, reading: Reading
    ) -> tuple[Evidence, Verdict] | None:
        """What the site's own rules say."""
        if self.rules is None:
            return None
        rule = self.rules.decide(site.id, submission, reading)
        if rule is None:
            return None
        if not submission.test:
            self.rules.hit(site.id, rule.id)
        return told(rule)

    async def _decide(self, site: Site, known: Known, deadline: float) -> Decision:
        scorer = self.slots.champion
        missing, ruling = await self._ruled(site, known, scorer, deadline)
        decision = self._decision(site, ruling, scorer.version, missing)
        self._remember(site, known, decision)
        if not self.durable or known.submission.test or "redis" in missing:
            return decision
        left_seconds = deadline - asyncio.get_running_loop().time()
        if await self.waiting.saved(site.id, decision.id, left_seconds):
            return decision
        self.board.add("checks_degraded", "redis")
        held = unsaved(site, decision)
        self._remember(site, known, held)
        return held

    async def _ruled(
        self, site: Site, known: Known, scorer: AnyScorer, deadline: float
    ) -> tuple[tuple[str, ...], Ruling]:
        """What was missing, and the ruling: by signals alone where the model fails."""
        missing, submission = known.missing, known.submission
        if isinstance(scorer, FallbackScorer):
            missing = (*missing, "model")
        try:
            measured = await self.together.evidence(
                scorer, submission, known.grounds.reading, deadline=deadline
            )
            grounds = replace(known.grounds, measured=measured)
            return missing, rule(site, submission, scorer, missing, grounds)
        except BudgetSpentError:
            return (*known.missing, "budget"), rule_blind(site, scorer)
        except Exception:  # noqa: BLE001 (a fault in the scoring must not fail the check)
            get_log("check").error("scoring_failed", model=scorer.version, exc_info=True)
        missing = missing if "model" in missing else (*missing, "model")
        return missing, rule_blind(site, scorer)

    def _decision(
        self, site: Site, ruling: Ruling, model: str, missing: tuple[str, ...]
    ) -> Decision:
        verdict = ruling.verdict
        self._count(verdict, ruling.observed, missing)
        return Decision(
            id=self.ids(),
            verdict=verdict,
            score=ruling.score,
            blatant=ruling.blatant,
            evidence=ruling.evidence,
            message=site.messages.get(verdict) or MESSAGES[verdict],
            model=model,
            mode=site.mode,
            degraded=missing,
            observed=ruling.observed,
        )

    def _count(self, verdict: Verdict, observed: Verdict | None, missing: tuple[str, ...]) -> None:
        self.board.add("checks", verdict)
        if observed is not None:
            self.board.add("checks_observed", observed)
        for name in missing:
            self.board.add("checks_degraded", name)

    def _remember(self, site: Site, known: Known, decision: Decision) -> None:
        submission = known.submission
        if submission.test:
            return
        if self.memory is not None and known.marked is not None:
            self.memory.note(decision.id, known.marked)
        self.waiting.put(
            StoredSubmission(
                id=decision.id,
                site=site.id,
                submission=submission,
                verdict=decision.verdict,
                score=decision.score,
                evidence=decision.evidence,
                model=decision.model,
                degraded=decision.degraded,
                checked_at=datetime.fromtimestamp(self.clock(), UTC),
                mode=decision.mode,
                blatant=decision.blatant,
                observed=decision.observed,
            )
        )


def unsaved(site: Site, decision: Decision) -> Decision:
    """A decision whose submission is not in the store, as was promised: it is no silent keep."""
    degraded = (*decision.degraded, "redis")
    if site.mode is not Mode.ENFORCE:
        observed = decision.observed and never_silent(decision.observed)
        return replace(decision, degraded=degraded, observed=observed)
    verdict = never_silent(decision.verdict)
    message = site.messages.get(verdict) or MESSAGES[verdict]
    return replace(decision, degraded=degraded, verdict=verdict, message=message, blatant=False)
