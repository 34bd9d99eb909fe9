"""A simulated month: with memory at least half of the missed spam is caught, and no more ham."""

from dataclasses import dataclass, field, replace

import pytest
from everywhere import emptied
from month import HOUR, PART, WHOLE, Month, Sent, Size
from remembering import START, Clock, Worker, a_worker

from service.engine.ids import id_maker
from service.filtering.decision import Decision
from service.filtering.verdict import Label, Verdict
from service.models.slots import default_champion
from service.stores.site import Site
from service.stores.stores import Stores

ROUND = 6 * HOUR


@dataclass
class Outcome:
    """What went wrong in a month."""

    missed: int = 0
    """Spam that was kept."""
    false: int = 0
    """Ham that was called spam."""
    held: int = 0
    """Ham that was not kept."""
    viral: int = 0
    """Of a viral burst, and not kept."""
    spam: int = 0
    unread: list[tuple[Sent, Decision, Site]] = field(default_factory=list)

    def count(self, sent: Sent, decision: Decision) -> None:
        kept = decision.verdict is Verdict.KEEP
        if sent.truth is Label.SPAM:
            self.spam += 1
            self.missed += kept
            return
        self.false += decision.verdict is Verdict.SPAM
        self.held += not kept
        self.viral += sent.viral and not kept


async def live(worker: Worker, clock: Clock, sites: list[Site], comments: list[Sent]) -> Outcome:
    """A month as it comes."""
    outcome, next_round = Outcome(), START
    for sent in comments:
        clock.now = sent.at
        if sent.at >= next_round:
            await moderate(worker, outcome)
            next_round = sent.at + ROUND
        site = sites[sent.blog]
        decision = await worker.check(site, sent.submission)
        outcome.count(sent, decision)
        outcome.unread.append((sent, decision, site))
    return outcome


async def moderate(worker: Worker, outcome: Outcome) -> None:
    """Label what was judged wrong, and what was held."""
    if worker.checker.memory is None:
        return
    for sent, decision, site in outcome.unread:
        right = Verdict.SPAM if sent.truth is Label.SPAM else Verdict.KEEP
        if decision.verdict is not right:
            await worker.label(site, worker.stored(site, decision), sent.truth)
    outcome.unread.clear()


async def month_of(stores: Stores, size: Size, memory: str) -> Outcome:
    await emptied(stores)
    clock = Clock()
    sites = [(await stores.sites.add(f"blog {number}"))[0] for number in range(size.blogs)]
    scorer = default_champion().scorer
    worker = a_worker(
        stores, clock=clock, scorer=scorer, with_memory=memory != "off", unlabelled=memory == "all"
    )
    worker.checker = replace(worker.checker, ids=id_maker(clock))
    return await live(worker, clock, sites, Month(size, 20_261_122).sent())


@pytest.mark.parametrize("memory", ["labels", "all"])
@pytest.mark.parametrize("size", [PART, pytest.param(WHOLE, marks=pytest.mark.slow)])
async def test_memory_halves_missed_spam_and_costs_no_ham(
    stores: Stores, size: Size, memory: str
) -> None:
    off = await month_of(stores, size, "off")
    on = await month_of(stores, size, memory)
    for name, outcome in (("off", off), (memory, on)):
        numbers = {key: value for key, value in vars(outcome).items() if key != "unread"}
        print(name, numbers)  # noqa: T201 (shown where the test fails)
    assert off.missed > off.spam * 0.1
    assert on.missed * 2 <= off.missed
    assert on.false <= off.false
    assert on.held <= off.held
    assert on.viral <= off.viral
