"""A check always has a verdict: without store, model or time it is no keep, and says so."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from service.engine.check import BREATH_COUNT, Checker
from service.engine.ids import id_maker
from service.engine.writing import WriteBehind
from service.errors import StoreUnavailableError
from service.filtering.evidence import Evidence, logit
from service.filtering.submission import Submission
from service.filtering.verdict import Mode, Thresholds
from service.metrics import Board, Layout, families
from service.models.scorer import FallbackScorer
from service.models.slots import Champion, ModelSlots
from service.stores.site import Site
from service.stores.submissions import StoredSubmission

SITE = Site(id="s", name="Test", created_at=datetime(2026, 11, 22, tzinfo=UTC))


@dataclass
class FixedPulse:
    """A store that answers or does not."""

    there: bool = True

    async def beats(self) -> bool:
        return self.there


class Stub:
    """A scorer that keeps everything, or fails."""

    version = "stub"
    thresholds = Thresholds(hold=0.5, spam=0.9)
    fpr_table = ((0.005, 0.9),)

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def evidence(self, submission: Submission, reading: object = None) -> tuple[Evidence, ...]:
        del submission, reading
        if self._error:
            raise self._error
        return (Evidence("prior", -2.0, "r"), Evidence("text", -1.0, "r"))


async def save_nothing(batch: object) -> None:
    del batch


def a_checker(
    *, scorer: object = None, there: bool = True, budget_seconds: float = 10.0
) -> Checker:
    layout = Layout.of(families(()))
    board = Board(layout, [0.0] * layout.width, 0)
    clock: Callable[[], float] = lambda: 1.8e9  # noqa: E731
    return Checker(
        slots=ModelSlots(Champion("v", scorer or Stub())),
        pulse=FixedPulse(there),
        waiting=WriteBehind(save_nothing, board),
        board=board,
        budget_seconds=budget_seconds,
        clock=clock,
        ids=id_maker(clock),
    )


async def test_with_everything_there_nothing_is_degraded() -> None:
    decision = await a_checker().check(SITE, Submission("x"))
    assert (decision.verdict, decision.degraded) == ("keep", ())


@pytest.mark.parametrize(
    ("missing", "checker"),
    [
        (("redis",), a_checker(there=False)),
        (("model",), a_checker(scorer=FallbackScorer())),
        (("model",), a_checker(scorer=Stub(ValueError("a fault")))),
        (("budget",), a_checker(budget_seconds=-1.0)),
        (("redis", "model"), a_checker(there=False, scorer=FallbackScorer())),
        (("redis", "budget"), a_checker(there=False, budget_seconds=-1.0)),
    ],
)
async def test_whatever_is_missing_is_named_and_nothing_is_kept(
    missing: tuple[str, ...], checker: Checker
) -> None:
    alone = await checker.check(SITE, Submission("x"))
    many = await checker.check_many(SITE, [Submission("x")] * 3)
    for decision in (alone, *many):
        assert decision.degraded == missing
        assert decision.verdict == "hold"
        assert not decision.blatant
        total = math.fsum(piece.weight for piece in decision.evidence)
        assert abs(total - logit(decision.score)) < 1e-6


async def test_a_batch_is_scored_in_few_passes_and_answered_in_order() -> None:
    asked: list[int] = []

    class Many(Stub):
        def evidence_many(
            self, submissions: Sequence[Submission], readings: object = None
        ) -> list[tuple[Evidence, ...]]:
            del readings
            asked.append(len(submissions))
            return [(Evidence("prior", -1.0, each.body),) for each in submissions]

    bodies = [str(number) for number in range(2 * BREATH_COUNT)]
    checker = a_checker(scorer=Many())
    decisions = await checker.check_many(SITE, [Submission(body) for body in bodies])
    assert [decision.evidence[0].reason for decision in decisions] == bodies
    assert asked == [BREATH_COUNT, BREATH_COUNT]


async def test_what_was_checked_waits_to_be_saved_with_its_decision() -> None:
    checker = a_checker()
    site = replace(SITE, mode=Mode.OBSERVE)
    decision = await checker.check(site, Submission("x"))
    stored = checker.waiting.find("s", decision.id)
    assert stored is not None
    assert (stored.verdict, stored.observed, stored.score) == ("keep", "keep", decision.score)


async def test_of_more_than_can_be_scored_in_time_the_rest_say_so_and_are_held() -> None:
    class Slow(Stub):
        def evidence_many(
            self, submissions: Sequence[Submission], readings: object = None
        ) -> list[tuple[Evidence, ...]]:
            time.sleep(0.2)
            return [self.evidence(each, readings) for each in submissions]

    checker = a_checker(scorer=Slow(), budget_seconds=0.5)
    many = (checker.check(SITE, Submission("x")) for _ in range(5 * BREATH_COUNT))
    decisions = await asyncio.gather(*many)
    late = [each for each in decisions if each.degraded]
    assert BREATH_COUNT <= len(late) < len(decisions) - BREATH_COUNT
    assert all((each.degraded, each.verdict) == (("budget",), "hold") for each in late)


async def test_a_durable_check_answers_once_its_submission_is_in_the_store() -> None:
    saved: list[str] = []
    checker = durable(saved.extend)
    decision = await checker.check(SITE, Submission("x"))
    assert [each.id for each in saved] == [decision.id]
    assert (decision.verdict, decision.degraded) == ("keep", ())
    test = await checker.check(SITE, Submission("x", test=True))
    assert (test.verdict, len(saved)) == ("keep", 1)


@pytest.mark.parametrize(
    ("mode", "verdict", "observed"),
    [(Mode.ENFORCE, "hold", None), (Mode.OBSERVE, "keep", "hold"), (Mode.OFF, "keep", None)],
)
async def test_a_durable_check_that_cannot_be_saved_says_so_and_keeps_nothing(
    mode: Mode, verdict: str, observed: str | None
) -> None:
    def refuse(_: object) -> None:
        raise StoreUnavailableError("away")

    checker = durable(refuse)
    decision = await checker.check(replace(SITE, mode=mode), Submission("x"))
    assert (decision.verdict, decision.observed) == (verdict, observed)
    assert decision.degraded == ("redis",)
    stored = checker.waiting.find("s", decision.id)
    assert stored is not None
    assert (stored.verdict, stored.degraded) == (decision.verdict, ("redis",))


def durable(save: Callable[[Sequence[StoredSubmission]], None]) -> Checker:
    """A checker that waits for what it puts to be saved, by this."""

    async def saving(batch: Sequence[StoredSubmission]) -> None:
        save(batch)

    checker = a_checker()
    waiting = WriteBehind(saving, checker.board)
    waiting.start()
    return replace(checker, waiting=waiting, durable=True)


async def test_a_test_leaves_nothing_behind() -> None:
    checker = a_checker()
    decision = await checker.check(SITE, Submission("x", test=True))
    assert checker.waiting.find("s", decision.id) is None


def test_ids_are_in_the_order_in_which_they_were_made() -> None:
    seconds = iter(1.8e9 + number / 1e6 for number in range(5000))
    make_id = id_maker(lambda: next(seconds))
    ids = [make_id() for _ in range(5000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
