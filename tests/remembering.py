"""Workers that judge, remember and learn on a real store, without HTTP between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.engine.check import Checker
from service.engine.edits import Edits
from service.engine.finding import Finder
from service.engine.ids import id_maker
from service.engine.memory import Memory
from service.engine.pulse import Pulse
from service.engine.reporting import Report, Reports
from service.engine.tokens import FormTokens
from service.engine.writing import WriteBehind
from service.filtering.decision import Decision
from service.filtering.evidence import Evidence, logit
from service.filtering.submission import Author, Submission
from service.filtering.verdict import Label, Thresholds
from service.metrics import Board, Layout, families
from service.models.scorer import AnyScorer
from service.models.slots import Champion, ModelSlots
from service.stores.limits import Limits
from service.stores.memory import MemoryStore
from service.stores.site import Site
from service.stores.stores import Stores
from service.stores.submissions import StoredSubmission

SECRET = b"a secret only for tests"
START = 1.8e9

PITCH = (
    "Our certified accountants prepare quarterly statements for small restaurants, "
    "calculate payroll taxes and answer letters from the revenue office within two days. "
    "Ask Margaret for a free consultation before the deadline in December."
)


class Undecided:
    """A scorer that leans a little towards keeping, whatever the text."""

    version = "undecided"
    thresholds = Thresholds(hold=0.5, spam=0.95)
    fpr_table = ((0.005, 0.95),)

    def __init__(self, score: float = 0.3) -> None:
        self._log_odds = logit(score)

    def evidence(self, submission: Submission, reading: object = None) -> tuple[Evidence, ...]:
        del submission, reading
        return (Evidence("prior", 0.0, "r"), Evidence("text", self._log_odds, "r"))

    def evidence_many(
        self, submissions: Sequence[Submission], readings: object = None
    ) -> list[tuple[Evidence, ...]]:
        del readings
        return [self.evidence(each) for each in submissions]


@dataclass
class Clock:
    now: float = START

    def __call__(self) -> float:
        return self.now


@dataclass
class Worker:
    """One worker's parts."""

    stores: Stores
    checker: Checker
    memory: Memory
    reports: Reports

    async def check(self, site: Site, submission: Submission) -> Decision:
        """Judge, and have it remembered before this returns."""
        decision = await self.checker.check(site, submission)
        stored = self.checker.waiting.find(site.id, decision.id)
        if stored is not None:
            await self.stores.submissions.save([stored])
            await self.memory.remember([stored])
        return decision

    async def label(self, site: Site, about: StoredSubmission, label: Label) -> str:
        """Label what was checked; the feedback's id."""
        report = Report(site, about.submission, label, "ann", about)
        return (await self.reports.take(report)).id

    def stored(self, site: Site, decision: Decision) -> StoredSubmission:
        found = self.checker.waiting.find(site.id, decision.id)
        assert found is not None
        return found


def a_worker(
    stores: Stores,
    *,
    clock: Callable[[], float] | None = None,
    scorer: AnyScorer | None = None,
    with_memory: bool = True,
    unlabelled: bool = True,
    tokens: bool = False,
) -> Worker:
    layout = Layout.of(families(()))
    board = Board(layout, [0.0] * layout.width, 0)
    clock = clock or Clock()
    store = MemoryStore(
        stores.trips, 90, secret=SECRET, clock=clock, limits=Limits(stores.trips, clock=clock)
    )
    memory = Memory(store, half_life_days=30, unlabelled=unlabelled, clock=clock)
    ids = id_maker(clock)

    async def save_nothing(batch: object) -> None:
        del batch

    async def tell_nobody(change: object) -> None:
        del change

    waiting = WriteBehind(save_nothing, board)
    checker = Checker(
        slots=ModelSlots(Champion("v", scorer or Undecided())),
        pulse=Pulse(stores.trips),
        waiting=waiting,
        edits=Edits(waiting, stores.submissions),
        board=board,
        budget_seconds=10.0,
        clock=clock,
        ids=ids,
        memory=memory if with_memory else None,
        tokens=FormTokens(SECRET, clock) if tokens else None,
    )
    reports = Reports(
        feedback=stores.feedback,
        memory=memory,
        statistics=stores.statistics,
        board=board,
        ids=ids,
        clock=clock,
        finder=Finder(waiting, stores.submissions, stores.feedback, clock),
        listener=tell_nobody,
    )
    return Worker(stores, checker, memory, reports)


def from_someone(body: str, number: int, **changes: str) -> Submission:
    """A comment of a person who shares nothing with other numbers."""
    author = Author(
        name=f"Someone {number}",
        email=f"someone{number}@mail{number}.example",
        ip=f"203.{number % 200}.{number // 200}.9",
        user_agent="Mozilla/5.0",
    )
    return Submission(body, author=replace(author, **changes))
