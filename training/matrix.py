"""Examples as a matrix, with what a fit needs of each row: label, weight, fold."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from service.filtering.verdict import Label
from training.dataset import Example
from training.estimators import feature_matrix
from training.weighting import example_weights

Vector = NDArray[np.float64]

FOLDS = 5
_WHOLE_SHARE = 0.4
_MOST_TO_ONE = 3.0
"""With a base: how much more one label may count than the other. 500 labels drawn from a whole
queue (8 of them ham) else called 1.8 % of another blog's genuine comments spam, before 0.13 %,
and held 11 %; so 0.13 % and 1.7 %."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """As many rows as there are examples."""

    features: csr_matrix
    targets: Vector
    weights: Vector
    folds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def rows(self, which: NDArray[np.bool_]) -> "Matrix":
        """Some of its rows."""
        return Matrix(
            self.features[which], self.targets[which], self.weights[which], self.folds[which]
        )


def matrix_of(examples: Sequence[Example], folds: NDArray[np.int64] | None = None) -> Matrix:
    """The matrix of examples, its folds drawn where none are given."""
    features = feature_matrix([example.submission for example in examples])
    targets = np.array([example.label is Label.SPAM for example in examples], dtype=np.float64)
    weights = example_weights(examples)
    return Matrix(features, targets, weights, _folds(examples, weights) if folds is None else folds)


def _folds(examples: Sequence[Example], weights: Vector) -> NDArray[np.int64]:
    """A fold for each example, sources held out whole; one that is most of the data by text.

    So the folds ask what the model says of a source it has never seen.
    """
    share = dict.fromkeys(sorted({example.source for example in examples}), 0.0)
    for example, weight in zip(examples, weights.tolist(), strict=True):
        share[example.source] += weight / weights.sum()
    whole = {
        source: number % FOLDS
        for number, source in enumerate(share)
        if share[source] < _WHOLE_SHARE
    }
    return np.array(
        [whole.get(example.source, _text_fold(example)) for example in examples], dtype=np.int64
    )


def _text_fold(example: Example) -> int:
    text = "".join(filter(str.isalnum, example.submission.body.lower()))[:60]
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS


def stacked(first: Matrix, second: Matrix) -> Matrix:
    """Both, one above the other, without folds."""
    return Matrix(
        vstack((first.features, second.features), format="csr"),
        np.concatenate((first.targets, second.targets)),
        np.concatenate((first.weights, second.weights)),
    )


def levelled(matrix: Matrix) -> Matrix:
    """The matrix with the commoner label counting at most ``_MOST_TO_ONE`` times the rarer."""
    spam, ham = (matrix.weights[matrix.targets == target].sum() for target in (1, 0))
    if not spam or not ham:
        return matrix
    shares = np.where(matrix.targets > 0, _MOST_TO_ONE * ham / spam, _MOST_TO_ONE * spam / ham)
    return replace(matrix, weights=matrix.weights * np.minimum(shares, 1.0))


def balanced(matrix: Matrix) -> Vector:
    """Weights under which ham and spam count alike: the prior of an unknown comment."""
    spam = matrix.weights[matrix.targets > 0].sum()
    ham = matrix.weights[matrix.targets == 0].sum()
    shares = np.where(matrix.targets > 0, 0.5 / max(spam, 1e-9), 0.5 / max(ham, 1e-9))
    return np.asarray(matrix.weights * shares, dtype=np.float64)
