"""Scoring together: what one tick of the loop brings is weighed in one pass over the texts.

The price of numpy is its number of calls. Comments whose memory came back in one trip to the
store are ready in the same tick; of 300 characters each, one alone costs 103 µs for its text, 8
together 51 µs apiece (CPU, 2 shared cores). Nobody waits: a tick that brings one scores one.
Where a tick brings very many, those whose time is up before their turn are not scored any more.
"""

import asyncio
import math
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from service.errors import HamgateError
from service.filtering.evidence import Evidence
from service.filtering.reading import Reading
from service.filtering.submission import Submission
from service.logs import get_log
from service.models.scorer import AnyScorer

MOST_COUNT = 16
"""Scored before others get their turn: about 4 ms."""

Reasons = tuple[Evidence, ...]


class BudgetSpentError(HamgateError):
    """The time that a check may take was up before its turn."""


class _Asked(NamedTuple):
    scorer: AnyScorer
    submission: Submission
    reading: Reading | None
    answer: "asyncio.Future[Reasons]"
    deadline: float


class Together:
    """Gathers what is to be scored until the loop's next round."""

    def __init__(self) -> None:
        self._waiting: list[_Asked] = []

    def evidence(
        self,
        scorer: AnyScorer,
        submission: Submission,
        reading: Reading | None,
        *,
        deadline: float = math.inf,
    ) -> "asyncio.Future[Reasons]":
        """The scorer's evidence of a submission; fails as the scorer does.

        Fails with BudgetSpentError where its turn comes after the deadline, by the loop's clock.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(scorer, submission, reading, loop.create_future(), deadline)
        if not self._waiting:
            loop.call_soon(self._score)
        self._waiting.append(asked)
        return asked.answer

    def _score(self) -> None:
        loop = asyncio.get_running_loop()
        now, self._waiting = self._waiting[:MOST_COUNT], self._waiting[MOST_COUNT:]
        if self._waiting:
            loop.call_soon(self._score)
        for asked in now:
            if loop.time() > asked.deadline and not asked.answer.done():
                asked.answer.set_exception(BudgetSpentError("The time of the check is up."))
        # a model may have been swapped between two of them
        for _, group in groupby(now, key=lambda asked: id(asked.scorer)):
            _answer([asked for asked in group if not asked.answer.done()])


def _answer(those: Sequence[_Asked]) -> None:
    """Score for all who ask the same scorer; where that fails, each by itself."""
    if len(those) > 1:
        try:
            many = those[0].scorer.evidence_many(
                [asked.submission for asked in those], [asked.reading for asked in those]
            )
        except Exception:  # noqa: BLE001 (one that cannot be scored must not fail the others)
            get_log("check").error("scoring_together_failed", count=len(those), exc_info=True)
        else:
            for asked, reasons in zip(those, many, strict=True):
                asked.answer.set_result(reasons)
            return
    for asked in those:
        _answer_alone(asked)


def _answer_alone(asked: _Asked) -> None:
    try:
        asked.answer.set_result(asked.scorer.evidence(asked.submission, asked.reading))
    except Exception as error:  # noqa: BLE001 (it belongs to whoever asked)
        asked.answer.set_exception(error)
