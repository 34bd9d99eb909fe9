"""Fitting: examples in, a sealed and calibrated model out."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from service.artifacts import Artifact, weights_of
from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS
from service.filtering.verdict import Label
from training.augmenting import augmented
from training.bounds import FIXED_SIGNALS, weight_bounds
from training.calibration import Line, calibrated, levelled_offset, thresholds
from training.dataset import Example
from training.estimators import feature_matrix
from training.manifest import Decided, Heard, manifest_of
from training.pipeline import PENALTY, SIGNAL_PENALTY, dumped_pipeline
from training.solver import Problem, solved
from training.weighting import example_weights

Vector = NDArray[np.float64]
Progress = Callable[[str], None]

_FOLDS = 5
_WHOLE_SHARE = 0.4
_MIN_HAM_FOR_THRESHOLDS = 1_000
_SAME = Line(1.0, 0.0)
"""A fit near a calibrated base is calibrated: the base already says how sure to be."""
_PRIOR_PULL = 100.0
"""Penalty that holds a base's prior: a free one follows the mix of the few labels, and twelve
spam beside three ham lifted an unrelated comment from 0.16 to 0.80."""
_MOST_TO_ONE = 3.0
"""With a base: how much more one label may count than the other. 500 labels drawn from a whole
queue (8 of them ham) else called 1.8 % of another blog's genuine comments spam, before 0.13 %,
and held 11 %; so 0.13 % and 1.7 %."""
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


@dataclass(frozen=True, slots=True)
class _Table:
    """Examples as a matrix, with what the fit needs of each row."""

    features: csr_matrix
    targets: Vector
    weights: Vector
    folds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def rows(self, which: NDArray[np.bool_]) -> "_Table":
        return _Table(
            self.features[which], self.targets[which], self.weights[which], self.folds[which]
        )


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
    plain = _table(examples)
    extra = augmented(examples, seed=options.seed, copies=options.copies)[len(examples) :]
    changed = _table(extra, folds=np.tile(plain.folds, options.copies))
    start = _Weights(weights_of(base.arrays), float(base.arrays["intercept"][0])) if base else None
    if start:
        plain, changed = _levelled(plain), _levelled(changed)
    held_out = _held_out((plain, changed), options, start, progress)
    line = calibrated(held_out, plain.targets, _balanced(plain)) if start is None else _SAME
    progress("fitting on everything")
    final = _rounded(_with_fixed(_fitted(_both(plain, changed), options, start).line(line), base))
    progress("choosing thresholds")
    judged = _table(judges) if judges else None
    if judged and start is None:
        final = _levelled_by(judged, final)
    ham = _ham_of(judges, judged, final) if judged else _held_out_ham(examples, held_out, line)
    decided = _decided(ham, base)
    heard = Heard(plain.targets, line.slope * held_out + line.offset, ham)
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
    tables: tuple["_Table", "_Table"],
    options: FitOptions,
    start: _Weights | None,
    progress: Progress,
) -> Vector:
    """Log-odds of each plain example by a fit that saw neither it nor its changed copies."""
    plain, changed = tables
    found = np.zeros(len(plain.targets))
    for fold in range(_FOLDS):
        progress(f"held-out fold {fold + 1} of {_FOLDS}")
        others = _both(plain.rows(plain.folds != fold), changed.rows(changed.folds != fold))
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


def _table(examples: Sequence[Example], folds: NDArray[np.int64] | None = None) -> _Table:
    features = feature_matrix([example.submission for example in examples])
    targets = np.array([example.label is Label.SPAM for example in examples], dtype=np.float64)
    weights = example_weights(examples)
    return _Table(features, targets, weights, _folds(examples, weights) if folds is None else folds)


def _folds(examples: Sequence[Example], weights: Vector) -> NDArray[np.int64]:
    """A fold for each example, sources held out whole; one that is most of the data by text.

    So the folds ask what the model says of a source it has never seen.
    """
    share = dict.fromkeys(sorted({example.source for example in examples}), 0.0)
    for example, weight in zip(examples, weights.tolist(), strict=True):
        share[example.source] += weight / weights.sum()
    whole = {
        source: number % _FOLDS
        for number, source in enumerate(share)
        if share[source] < _WHOLE_SHARE
    }
    return np.array(
        [whole.get(example.source, _text_fold(example)) for example in examples], dtype=np.int64
    )


def _text_fold(example: Example) -> int:
    text = "".join(filter(str.isalnum, example.submission.body.lower()))[:60]
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] % _FOLDS


def _both(first: _Table, second: _Table) -> _Table:
    return _Table(
        vstack((first.features, second.features), format="csr"),
        np.concatenate((first.targets, second.targets)),
        np.concatenate((first.weights, second.weights)),
    )


def _fitted(
    table: _Table, options: FitOptions, start: _Weights | None, iterations: int = _ITERATIONS
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


def _levelled(table: _Table) -> _Table:
    """The table with the commoner label counting at most ``_MOST_TO_ONE`` times the rarer."""
    spam, ham = (table.weights[table.targets == target].sum() for target in (1, 0))
    if not spam or not ham:
        return table
    shares = np.where(table.targets > 0, _MOST_TO_ONE * ham / spam, _MOST_TO_ONE * spam / ham)
    return replace(table, weights=table.weights * np.minimum(shares, 1.0))


def _balanced(table: _Table) -> Vector:
    """Weights under which ham and spam count alike: the prior of an unknown comment."""
    spam = table.weights[table.targets > 0].sum()
    ham = table.weights[table.targets == 0].sum()
    shares = np.where(table.targets > 0, 0.5 / max(spam, 1e-9), 0.5 / max(ham, 1e-9))
    return np.asarray(table.weights * shares, dtype=np.float64)


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


def _levelled_by(judged: _Table, weights: _Weights) -> _Weights:
    """The weights with even odds where ham and spam of other sources, counted alike, have them.

    Comments people wrote for us are clearer than life: of an unseen blog's genuine comments the
    fit alone thinks a quarter likely spam. Sources of ham alone or of spam alone cannot tell.
    """
    if not 0 < judged.targets.mean() < 1:
        return weights
    log_odds = weights.log_odds(judged.features)
    offset = levelled_offset(log_odds, judged.targets, _balanced(judged))
    return _Weights(weights.columns, round(weights.intercept + offset, 6))


def _ham_of(judges: Sequence[Example], judged: _Table, weights: _Weights) -> dict[str, Vector]:
    genuine = judged.targets == 0
    scores = weights.log_odds(judged.features[genuine])
    sources = np.array([example.source for example in judges])[genuine]
    return {source: scores[sources == source] for source in sorted(set(sources.tolist()))}


def _held_out_ham(examples: Sequence[Example], held_out: Vector, line: Line) -> dict[str, Vector]:
    scores = line.slope * held_out + line.offset
    sources = np.array(
        [example.source if example.label is Label.HAM else "" for example in examples]
    )
    return {source: scores[sources == source] for source in sorted(set(sources.tolist()) - {""})}
