"""What evaluation asks of anything that learns or scores, and Hamgate's own model in that form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from joblib import Parallel, delayed

from service.artifacts import Artifact
from service.filtering.evidence import Evidence, expit, total
from service.filtering.submission import Submission
from service.filtering.verdict import Thresholds
from service.models.scorer import Scorer
from training.dataset import Example
from training.fitting import FitOptions, fit_model
from training.measures import Scores

CHUNK_ROWS = 2000
"""Comments scored at once: a progress bar moves each time, and a process pays its way."""

Progress = Callable[[int], None]
"""Called with the number of comments just done."""


def silent(done: int) -> None:
    """Show no progress."""
    del done


class AnyScorer(Protocol):
    """What scores in the service: a fitted model, or the signals alone."""

    @property
    def version(self) -> str:
        """The model's version."""
        ...

    @property
    def thresholds(self) -> Thresholds:
        """Where its verdicts begin."""
        ...

    def evidence(self, submission: Submission) -> tuple[Evidence, ...]:
        """Reasons whose weights add up to the log-odds of the score."""
        ...


class Model(Protocol):
    """Anything that scores comments: the higher, the more like spam."""

    @property
    def name(self) -> str:
        """What tables call it."""
        ...

    @property
    def thresholds(self) -> Thresholds:
        """Where its own verdicts begin."""
        ...

    def scores(self, examples: Sequence[Example]) -> Scores:
        """One score in [0, 1] an example, in order."""
        ...


class Learner(Protocol):
    """Anything that makes a model from labelled examples."""

    @property
    def name(self) -> str:
        """What tables call it."""
        ...

    def missing(self) -> str:
        """How to get it where it is not installed; empty when it is there."""
        ...

    def fit(self, examples: Sequence[Example]) -> Model:
        """Make a model that has seen nothing but these examples."""
        ...


@dataclass(frozen=True, slots=True)
class ScorerModel:
    """A scorer as it serves, asked for scores alone: what is measured is what decides."""

    scorer: AnyScorer
    jobs: int = 1
    progress: Progress = field(default=silent)

    @property
    def name(self) -> str:
        """Give the model's version."""
        return self.scorer.version

    @property
    def thresholds(self) -> Thresholds:
        """Give the model's own thresholds."""
        return self.scorer.thresholds

    def scores(self, examples: Sequence[Example]) -> Scores:
        """Score every example, in ``jobs`` processes."""
        submissions = [example.submission for example in examples]
        chunks = [
            submissions[start : start + CHUNK_ROWS]
            for start in range(0, len(submissions), CHUNK_ROWS)
        ]
        jobs = self.jobs if len(chunks) > self.jobs else 1
        parallel = Parallel(n_jobs=jobs, return_as="generator")
        parts = []
        for part in parallel(delayed(chunk_scores)(self.scorer, chunk) for chunk in chunks):
            parts.append(part)
            self.progress(part.size)
        return np.concatenate(parts) if parts else np.zeros(0)


def chunk_scores(scorer: AnyScorer, submissions: Sequence[Submission]) -> Scores:
    """Score some submissions one by one, as serving does."""
    logits = (total(scorer.evidence(submission)) for submission in submissions)
    return np.fromiter((expit(value) for value in logits), np.float64, len(submissions))


@dataclass(frozen=True, slots=True)
class HamgateLearner:
    """Hamgate's own training, without a file in between."""

    options: FitOptions
    jobs: int = 1
    name: str = "Hamgate"
    base: Artifact | None = None

    def missing(self) -> str:
        """Miss nothing: it is this program."""
        return ""

    def fit(self, examples: Sequence[Example]) -> Model:
        """Fit on the examples and score with the serving code."""
        fitted = fit_model(examples, self.options, base=self.base)
        artifact = Artifact(fitted.manifest, fitted.arrays, digest="")
        return _Named(self.name, ScorerModel(Scorer(artifact), self.jobs))


@dataclass(frozen=True, slots=True)
class _Named:
    """A model under the name of the one who made it."""

    name: str
    model: ScorerModel

    @property
    def thresholds(self) -> Thresholds:
        return self.model.thresholds

    def scores(self, examples: Sequence[Example]) -> Scores:
        return self.model.scores(examples)


def with_progress(model: ScorerModel, progress: Progress) -> ScorerModel:
    """Make the same model tell how far it is."""
    return replace(model, progress=progress)
