"""What one tick of the loop brings is scored in one pass, each as if it were alone."""

import asyncio
from collections.abc import Sequence

import pytest

from service.engine.together import MOST_COUNT, BudgetSpentError, Together
from service.filtering.evidence import Evidence
from service.filtering.submission import Submission


class Counting:
    """A scorer that notes how many it was asked at once, and fails on the word `broken`."""

    def __init__(self, name: str = "a") -> None:
        self.name = name
        self.passes: list[int] = []

    def evidence(self, submission: Submission, reading: object = None) -> tuple[Evidence, ...]:
        del reading
        self.passes.append(1)
        return self._scored(submission)

    def evidence_many(
        self, submissions: Sequence[Submission], readings: object = None
    ) -> list[tuple[Evidence, ...]]:
        del readings
        self.passes.append(len(submissions))
        return [self._scored(submission) for submission in submissions]

    def _scored(self, submission: Submission) -> tuple[Evidence, ...]:
        if submission.body == "broken":
            raise ValueError(submission.body)
        return (Evidence(self.name, 1.0, submission.body),)


def comments(*bodies: str) -> list[Submission]:
    return [Submission(body) for body in bodies]


async def asked(together: Together, scorer: Counting, those: Sequence[Submission]) -> list:
    futures = [together.evidence(scorer, each, None) for each in those]
    return await asyncio.gather(*futures, return_exceptions=True)


async def test_what_comes_in_one_tick_is_scored_in_one_pass_and_in_order() -> None:
    scorer = Counting()
    found = await asked(Together(), scorer, comments("one", "two", "three"))
    assert [reasons[0].reason for reasons in found] == ["one", "two", "three"]
    assert scorer.passes == [3]


async def test_what_comes_alone_waits_for_nobody() -> None:
    scorer, together = Counting(), Together()
    for body in ("one", "two"):
        await together.evidence(scorer, Submission(body), None)
    assert scorer.passes == [1, 1]


async def test_others_get_their_turn_between_two_passes() -> None:
    scorer = Counting()
    await asked(Together(), scorer, comments(*map(str, range(2 * MOST_COUNT + 1))))
    assert scorer.passes == [MOST_COUNT, MOST_COUNT, 1]


async def test_whose_time_is_up_before_the_turn_is_not_scored() -> None:
    scorer, together = Counting(), Together()
    now = asyncio.get_running_loop().time()
    deadlines = (now + 10, now - 1, now + 10)
    futures = [
        together.evidence(scorer, each, None, deadline=deadline)
        for each, deadline in zip(comments("one", "two", "three"), deadlines, strict=True)
    ]
    one, two, three = await asyncio.gather(*futures, return_exceptions=True)
    assert isinstance(two, BudgetSpentError)
    assert [one[0].reason, three[0].reason] == ["one", "three"]
    assert scorer.passes == [2]


async def test_one_that_cannot_be_scored_fails_alone() -> None:
    found = await asked(Together(), Counting(), comments("one", "broken", "three"))
    assert isinstance(found[1], ValueError)
    assert [found[0][0].reason, found[2][0].reason] == ["one", "three"]


async def test_a_model_that_is_swapped_between_two_mixes_into_neither() -> None:
    together, old, new = Together(), Counting("old"), Counting("new")
    futures = [together.evidence(scorer, Submission("x"), None) for scorer in (old, old, new)]
    found = await asyncio.gather(*futures)
    assert [reasons[0].signal for reasons in found] == ["old", "old", "new"]


async def test_a_caller_that_went_away_does_not_disturb_the_others() -> None:
    together, scorer = Together(), Counting()
    gone, stays = (together.evidence(scorer, Submission(body), None) for body in ("one", "two"))
    gone.cancel()
    assert (await stays)[0].reason == "two"
    with pytest.raises(asyncio.CancelledError):
        await gone
