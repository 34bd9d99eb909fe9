"""The learning curve of a new site: predict, then learn, in date order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.filtering.verdict import Thresholds
from training.dataset import Example
from training.grouping import labels_of
from training.learners import Model
from training.measures import Rate, Scores

STEPS = (0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Labels after which a model is fitted anew: each judges the comments up to the next."""

Fit = Callable[[Sequence[Example]], Model]
"""Makes a model that knows these labels of the site, besides what it knew before."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What happens to the comments that follow on ``labels`` labels."""

    labels: int
    missed_spam: Rate
    """Spam that is kept: neither called spam nor held."""
    ham_called_spam: Rate
    ham_held: Rate


def learning_curve(
    fit: Fit, examples: Sequence[Example], steps: Sequence[int] = STEPS
) -> tuple[CurvePoint, ...]:
    """Judge each stretch of comments by a model fitted on all those before it."""
    ordered = sorted(examples, key=lambda example: (example.date, example.id))
    stops = [step for step in steps if step < len(ordered)]
    ends = [*stops[1:], len(ordered)]
    return tuple(_point(fit, ordered, stop, end) for stop, end in zip(stops, ends, strict=True))


def _point(fit: Fit, ordered: Sequence[Example], stop: int, end: int) -> CurvePoint:
    model = fit(ordered[:stop])
    coming = ordered[stop:end]
    scores = model.scores(coming)
    is_spam = labels_of(coming)
    return _counted(stop, scores[~is_spam], scores[is_spam], model.thresholds)


def _counted(labels: int, ham: Scores, spam: Scores, limits: Thresholds) -> CurvePoint:
    return CurvePoint(
        labels,
        missed_spam=Rate(int((spam < limits.hold).sum()), spam.size),
        ham_called_spam=Rate(int((ham >= limits.spam).sum()), ham.size),
        ham_held=Rate(int(((ham >= limits.hold) & (ham < limits.spam)).sum()), ham.size),
    )
