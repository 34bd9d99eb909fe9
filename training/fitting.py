"""Fitting: examples in, a sealed and calibrated model out."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from service.artifacts import Artifact, weights_of
from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS
from service.filtering.verdict import Label
from training.augmenting import augmented
from training.bounds import FIXED_SIGNALS, weight_bounds
from training.calibration import Line, calibrated, levelled_offset, thresholds
from training.dataset import Example
from training.manifest import Decided, Heard, manifest_of
from training.matrix import FOLDS, Matrix, Vector, balanced, levelled, matrix_of, stacked
from training.pipeline import PENALTY, SIGNAL_PENALTY, dumped_pipeline
from training.solver import Problem, solved

Progress = Callable[[str], None]

_MIN_HAM_FOR_THRESHOLDS = 1_000
_SAME = Line(1.0, 0.0)
"""A fit near a calibrated base is calibrated: the base already says how sure to be."""
_PRIOR_PULL = 100.0
"""Penalty that holds a base's prior: a free one follows the mix of the few labels, and twelve
spam beside three ham lifted an unrelated comment from 0.16 to 0.80."""
_FOLD_ITERATIONS = 40
_ITERATIONS = 100
_ROUNDING_BITS = np.float16


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How to fit: dates and seeds are given, so that the same data gives the same digest."""

    created: str
    seed: int = 7
    copies: int = 1
    penalty: float = PENALTY
    signal_penalty: float = SIGNAL_PENALTY
    base_pull: float = 4.0
    """With a base model: how many times the penalty holds the weights near the base's."""
    sets: tuple[dict[str, Any], ...] = ()
    """Training sets for the manifest: name, licence, credit; rows are counted."""


@dataclass(frozen=True, slots=True)
class FittedModel:
    """What ``write_artifact`` takes."""

    manifest: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    pipeline_bytes: bytes


@dataclass(frozen=True, slots=True)
class _Weights:
    columns: Vector
    intercept: float

    def line(self, line: Line) -> "_Weights":
        return _Weights(self.columns * line.slope, self.intercept * line.slope + line.offset)

    def log_odds(self, features: csr_matrix) -> Vector:
        return np.asarray(features @ self.columns + self.intercept, dtype=np.float64)


def fit_model(
    examples: Sequence[Example],
    options: FitOptions,
    *,
    base: Artifact | None = None,
    judges: Sequence[Example] = (),
    progress: Progress = lambda _: None,
) -> FittedModel:
    """A calibrated model from labelled examples.

    With a ``base`` the fit starts at its weights and is held near them: a site's few labels
    move it where they speak and nowhere else. ``judges`` are comments of other sources that set
    the thresholds, their genuine ones, and where even odds lie, both kinds; they move no weight.
    Without them the thresholds come from held-out folds.
    """
    progress(f"reading {len(examples)} comments")
    plain = matrix_of(examples)
    extra = augmented(examples, seed=options.seed, copies=options.copies)[len(examples) :]
    changed = matrix_of(extra, folds=np.tile(plain.folds, options.copies))
    start = _Weights(weights_of(base.arrays), float(base.arrays["intercept"][0])) if base else None
    if start:
        plain, changed = levelled(plain), levelled(changed)
    held_out = _held_out((plain, changed), options, start, progress)
    line = calibrated(held_out, plain.targets, balanced(plain)) if start is None else _SAME
    progress("fitting on everything")
    final = _rounded(_with_fixed(_fitted(stacked(plain, changed), options, start).line(line), base))
    progress("choosing thresholds")
    judged = matrix_of(judges) if judges else None
    level = _level(judged, final) if judged and start is None else 0.0
    final = _Weights(final.columns, round(final.intercept + level, 6))
    held_out = line.slope * held_out + line.offset + level
    ham = _ham_of(judges, judged, final) if judged else _held_out_ham(examples, held_out)
    decided = _decided(ham, base)
    heard = Heard(plain.targets, held_out, ham)
    manifest = manifest_of(
        examples,
        created=options.created,
        digest=_digest(final),
        decided=decided,
        heard=heard,
        base=base.version if base else None,
        facts={
            "buckets": BUCKETS,
            "penalty": options.penalty,
            "signal_penalty": options.signal_penalty,
            "copies": options.copies,
        },
        sets=options.sets,
    )
    return FittedModel(manifest, _arrays(final), dumped_pipeline(final.columns, final.intercept))


def _arrays(final: _Weights) -> dict[str, NDArray[Any]]:
    return {
        "buckets": final.columns[:BUCKETS].astype(np.float32),
        "signals": final.columns[BUCKETS:],
        "intercept": np.array([final.intercept]),
    }


def _digest(final: _Weights) -> str:
    return hashlib.sha256(b"".join(each.tobytes() for each in _arrays(final).values())).hexdigest()


def _held_out(
    tables: tuple[Matrix, Matrix],
    options: FitOptions,
    start: _Weights | None,
    progress: Progress,
) -> Vector:
    """Log-odds of each plain example by a fit that saw neither it nor its changed copies."""
    plain, changed = tables
    found = np.zeros(len(plain.targets))
    for fold in range(FOLDS):
        progress(f"held-out fold {fold + 1} of {FOLDS}")
        others = stacked(plain.rows(plain.folds != fold), changed.rows(changed.folds != fold))
        which = plain.folds == fold
        weights = _fitted(others, options, start, _FOLD_ITERATIONS)
        found[which] = weights.log_odds(plain.features[which])
    return found


def _decided(ham: dict[str, Vector], base: Artifact | None) -> Decided:
    """Thresholds from genuine comments; those of the base where there are too few to tell.

    The base's come from many sources: labels may show that one is too low for their site,
    not that it is too high for all others.
    """
    sources = {source: len(scores) for source, scores in ham.items()}
    if base is None:
        return Decided(*thresholds(ham), sources)
    known = {float(rate): float(score) for rate, score in base.manifest["fpr_table"]}
    if sum(sources.values()) < _MIN_HAM_FOR_THRESHOLDS:
        table = list(known.items())
        return Decided(base.manifest["thresholds"], table, {"of the base model": 0})
    chosen, table = thresholds(ham)
    raised = {name: max(at, base.manifest["thresholds"][name]) for name, at in chosen.items()}
    return Decided(raised, [(rate, max(at, known.get(rate, 0.0))) for rate, at in table], sources)


def _fitted(
    table: Matrix, options: FitOptions, start: _Weights | None, iterations: int = _ITERATIONS
) -> _Weights:
    pull = options.base_pull if start else 1.0
    penalties = np.full(table.features.shape[1], options.penalty * pull)
    penalties[BUCKETS:] = options.signal_penalty * pull
    origin = start or _Weights(np.zeros(len(penalties)), 0.0)
    lowest, highest = weight_bounds()
    if start:  # weights set by hand may lie beyond
        lowest, highest = np.minimum(lowest, start.columns), np.maximum(highest, start.columns)
    problem = Problem(
        table.features,
        table.targets,
        table.weights,
        penalties,
        origin.columns,
        origin.intercept,
        _PRIOR_PULL if start else 0.0,
        lowest,
        highest,
    )
    return _Weights(*solved(problem, iterations=iterations))


def _with_fixed(weights: _Weights, base: Artifact | None) -> _Weights:
    """Signals that no training data can speak of get their hand-set weights."""
    columns = weights.columns.copy()
    for number, signal in enumerate(SIGNALS):
        floor = FIXED_SIGNALS.get(signal.name)
        if floor is not None and base is None and abs(columns[BUCKETS + number]) < abs(floor):
            columns[BUCKETS + number] = floor
    return _Weights(columns, weights.intercept)


def _rounded(weights: _Weights) -> _Weights:
    """Weights as they are stored: half precision for n-grams, which halves the file.

    Rounding moves a score by less than 0.001 log-odds; pipeline and service use the
    rounded ones alike.
    """
    columns = weights.columns.copy()
    columns[:BUCKETS] = columns[:BUCKETS].astype(_ROUNDING_BITS)
    columns[BUCKETS:] = columns[BUCKETS:].round(6)
    return _Weights(columns, round(weights.intercept, 6))


def _level(judged: Matrix, weights: _Weights) -> float:
    """What puts even odds where ham and spam of other sources, counted alike, have them.

    Comments people wrote for us are clearer than life: of an unseen blog's genuine comments the
    fit alone thinks a quarter likely spam. Sources of ham alone or of spam alone cannot tell.
    """
    if not 0 < judged.targets.mean() < 1:
        return 0.0
    return levelled_offset(weights.log_odds(judged.features), judged.targets, balanced(judged))


def _ham_of(judges: Sequence[Example], judged: Matrix, weights: _Weights) -> dict[str, Vector]:
    genuine = judged.targets == 0
    scores = weights.log_odds(judged.features[genuine])
    sources = np.array([example.source for example in judges])[genuine]
    return {source: scores[sources == source] for source in sorted(set(sources.tolist()))}


def _held_out_ham(examples: Sequence[Example], scores: Vector) -> dict[str, Vector]:
    sources = np.array(
        [example.source if example.label is Label.HAM else "" for example in examples]
    )
    return {source: scores[sources == source] for source in sorted(set(sources.tolist()) - {""})}
