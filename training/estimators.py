"""scikit-learn estimators around the reading, the n-grams and the signals of the service."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from service.filtering.evidence import PROBABILITY_FLOOR
from service.filtering.features import COLUMNS, features
from service.filtering.submission import Submission
from training.solver import Problem, solved

_CHUNK_ROWS = 4_000


class SubmissionFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Submissions to the feature matrix that the service sees; learns nothing.

    Takes a sequence of ``Submission``, so scikit-learn's checks of array input do not apply.
    """

    def fit(self, X: Sequence[Submission], y: object = None) -> Self:  # noqa: N803, ARG002
        """Nothing to learn: features are hashed."""
        return self

    def transform(self, X: Sequence[Submission]) -> csr_matrix:  # noqa: N803
        """Feature matrix, shape (len(X), COLUMNS), float64, duplicates summed."""
        return feature_matrix(X)

    def __sklearn_is_fitted__(self) -> bool:
        return True


def feature_matrix(submissions: Sequence[Submission]) -> csr_matrix:
    """Feature matrix of submissions, made chunk by chunk to bound the memory."""
    from scipy.sparse import vstack  # noqa: PLC0415 (slow to import, needed here alone)

    chunks = []
    for first in range(0, len(submissions), _CHUNK_ROWS):
        part = submissions[first : first + _CHUNK_ROWS]
        found = features(part)
        chunk = csr_matrix((found.values, (found.rows, found.columns)), shape=(len(part), COLUMNS))
        chunk.sum_duplicates()
        chunks.append(chunk)
    return vstack(chunks, format="csr") if chunks else csr_matrix((0, COLUMNS))


class AdditiveClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression whose log-odds stay a plain sum: weights, penalties, calibration.

    Args:
        penalty: L2 penalty of each column; ``signal_penalty`` that of the last
            ``signal_columns`` ones.
    """

    def __init__(
        self,
        penalty: float = 1.0,
        signal_penalty: float = 0.1,
        signal_columns: int = 0,
        iterations: int = 150,
    ) -> None:
        self.penalty = penalty
        self.signal_penalty = signal_penalty
        self.signal_columns = signal_columns
        self.iterations = iterations

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:  # noqa: N803
        """Fit to a matrix (rows, columns) and two classes; weights are per row."""
        from sklearn.utils.multiclass import check_classification_targets  # noqa: PLC0415
        from sklearn.utils.validation import _check_sample_weight  # noqa: PLC0415

        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)  # noqa: N806
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        if len(self.classes_) != 2:  # noqa: PLR2004 (ham and spam)
            # scikit-learn's checks look for this wording
            kind = "one class" if len(self.classes_) == 1 else "multiclass"
            raise ValueError(
                f"Only binary classification is supported. The type of the target is {kind}."
            )
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
        penalties = np.full(X.shape[1], float(self.penalty))
        if self.signal_columns:
            penalties[-self.signal_columns :] = self.signal_penalty
        problem = Problem(
            csr_matrix(X),
            (y == self.classes_[1]).astype(np.float64),
            weights,
            penalties,
            np.zeros(X.shape[1]),
            0.0,
        )
        self.coef_, self.intercept_ = solved(problem, iterations=self.iterations)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.sparse = True
        return tags

    def decision_function(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Log-odds of the second class, shape (rows,)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)  # noqa: N806
        return np.asarray(X @ self.coef_ + self.intercept_, dtype=np.float64)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Probabilities of both classes, shape (rows, 2), clipped to [1e-6, 1 - 1e-6]."""
        spam = np.clip(expit(self.decision_function(X)), PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
        return np.column_stack((1 - spam, spam))

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """The likelier class of each row."""
        check_is_fitted(self)
        return np.asarray(self.classes_[(self.decision_function(X) > 0).astype(int)])
