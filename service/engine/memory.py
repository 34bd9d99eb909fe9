"""What was seen before, as evidence: recalled in one trip a check, remembered behind the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.engine.traces import Traces, traces_of, warm_up
from service.engine.weighing import weighed
from service.filtering.evidence import Evidence
from service.filtering.reading import Reading, read
from service.filtering.submission import Submission
from service.filtering.verdict import Label, Mode, Verdict
from service.stores.limits import Limit, limits_of
from service.stores.memory import Lesson, MemoryStore, account_of
from service.stores.nearby import Seen
from service.stores.remembered import Asked, Remembered
from service.stores.reputation import Who
from service.stores.site import Site
from service.stores.submissions import StoredSubmission

MOST_NOTES = 20_000
"""Traces that wait for their submission to be saved."""

SKETCH = "sketch"


@dataclass(frozen=True, slots=True)
class Marked:
    """A submission's traces, people as marks only."""

    who: tuple[Who, ...]
    author: str
    address: str
    bands: tuple[str, ...]
    words: tuple[str, ...]
    linked: bool


@dataclass(frozen=True, slots=True)
class Recollection:
    """What memory says of one submission."""

    marked: Marked
    remembered: Remembered
    unlabelled: bool
    """Whether what nobody labelled may speak."""

    def without(self, submission_id: str) -> "Recollection":
        """The same, but for what people said of one submission."""
        return replace(self, remembered=self.remembered.without(submission_id))

    def evidence(self, loud: float) -> tuple[Evidence, ...]:
        """Its evidence, for a model of this loudness."""
        if self.remembered.blank:
            return ()
        marked = self.marked
        remembered = self.remembered if self.unlabelled else self.remembered.labelled()
        return weighed(remembered, author=marked.author, linked=marked.linked, loud=loud)


class Memory:
    """Recalls, remembers and learns.

    Where only labels speak, what came unlabelled is not counted either: nobody would read it,
    and it is five of the eight commands that saving a submission takes.
    """

    def __init__(
        self,
        store: MemoryStore,
        *,
        half_life_days: float,
        unlabelled: bool,
        clock: Callable[[], float],
    ) -> None:
        self._store = store
        self._half_life_days = half_life_days
        self._unlabelled = unlabelled
        self._clock = clock
        self._notes: dict[str, Marked] = {}
        warm_up()

    async def recall(
        self, site: Site, submission: Submission, reading: Reading, *, nonce: str = ""
    ) -> Recollection:
        """What is remembered that bears on a submission; raises StoreUnavailableError.

        Counts it against the limits, unless it is a test.
        """
        marked = self.marked(site, traces_of(submission, reading))
        asked = Asked(
            site_id=site.id,
            who=marked.who,
            bands=marked.bands,
            words=marked.words,
            limits=_limits(site, marked) if self._unlabelled else (),
            nonce=nonce,
            account=account_of(marked.who) if self._unlabelled else "",
            look=submission.test,
        )
        remembered = await self._store.recall(asked, self._half_life_days)
        return Recollection(marked, remembered, self._unlabelled)

    def note(self, submission_id: str, marked: Marked) -> None:
        """Keep traces until the submission they are of is saved."""
        if not self._unlabelled:
            return
        self._notes[submission_id] = marked
        while len(self._notes) > MOST_NOTES:
            del self._notes[next(iter(self._notes))]

    async def remember(self, batch: Sequence[StoredSubmission]) -> None:
        """Count submissions that were checked; safe to repeat."""
        if not self._unlabelled:
            return
        await self._store.remember([self._seen(stored) for stored in batch])

    def forget_notes(self, batch: Sequence[StoredSubmission]) -> None:
        """Let go of the traces of submissions that are saved."""
        for stored in batch:
            self._notes.pop(stored.id, None)

    async def learn(
        self, site_id: str, submission_id: str, submission: Submission, label: Label | None
    ) -> None:
        """Take in a submission's current label, which is probably this one; None takes it back."""
        marked = self._marked_of(site_id, submission)
        lesson = Lesson(site_id, submission_id, marked.who, marked.bands, marked.words)
        await self._store.learn(lesson, label)

    def marked(self, site: Site | str, traces: Traces) -> Marked:
        """Traces with their people as marks, an author id's and a network's of this site only."""
        site_id = site if isinstance(site, str) else site.id
        who = tuple([(kind, self._mark(site_id, kind, value)) for kind, value in traces.who])
        return Marked(
            who=who,
            author=self._store.mark("who", traces.author) if traces.author else "",
            address=next((its for kind, its in who if kind == "address"), ""),
            bands=traces.bands,
            words=traces.words,
            linked=traces.linked,
        )

    def _mark(self, site_id: str, kind: str, value: str) -> str:
        return self._store.mark(kind, f"{site_id}\0{value}" if kind == "author" else value)

    def _marked_of(self, site_id: str, submission: Submission) -> Marked:
        return self.marked(site_id, traces_of(submission, read(submission)))

    def _seen(self, stored: StoredSubmission) -> tuple[Seen, tuple[Who, ...]]:
        marked = self._notes.get(stored.id) or self._marked_of(stored.site, stored.submission)
        seen = Seen(
            id=stored.id,
            author=marked.author,
            address=marked.address,
            site=stored.site,
            verdict=_judged(stored),
            linked=marked.linked,
            bands=marked.bands,
        )
        return seen, marked.who


def _judged(stored: StoredSubmission) -> str:
    """`spam` or `keep` where we were sure of it by ourselves."""
    if stored.degraded or stored.mode is Mode.OFF:
        return ""
    verdict = stored.observed or stored.verdict
    return "" if verdict is Verdict.HOLD else str(verdict)


def _limits(site: Site, marked: Marked) -> tuple[tuple[Limit, str], ...]:
    """The limits that a submission counts against, each with whose it is."""
    whose = dict(reversed(marked.who))
    if marked.bands:
        whose[SKETCH] = marked.bands[0]
    return tuple(
        (limit, whose[limit.what]) for limit in limits_of(site.limits) if limit.what in whose
    )


def with_seconds(submission: Submission, seconds: float) -> Submission:
    """A submission whose time on the page is proven."""
    return replace(submission, form=replace(submission.form, seconds=seconds))
