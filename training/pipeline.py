"""What the model is: one function."""

import io

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from service.filtering.signals import SIGNALS
from training.estimators import AdditiveClassifier, SubmissionFeatures

PENALTY = 0.5
"""L2 penalty of a hashed n-gram; see the notebook's sweep."""

SIGNAL_PENALTY = 0.5
"""L2 penalty of a signal."""


def build_pipeline(*, penalty: float = PENALTY, signal_penalty: float = SIGNAL_PENALTY) -> Pipeline:
    """Submissions → features → calibrated additive log-odds; takes a sequence of ``Submission``."""
    classifier = AdditiveClassifier(penalty, signal_penalty, signal_columns=len(SIGNALS))
    return Pipeline([("features", SubmissionFeatures()), ("model", classifier)])


def dumped_pipeline(weights: NDArray[np.float64], intercept: float) -> bytes:
    """The pipeline as joblib bytes, fitted with the very weights that are served."""
    pipeline = build_pipeline()
    model: AdditiveClassifier = pipeline.named_steps["model"]
    model.coef_, model.intercept_ = weights, intercept
    model.classes_, model.n_features_in_ = np.array([0, 1]), len(weights)
    buffer = io.BytesIO()
    joblib.dump(pipeline, buffer, compress=("zlib", 6))
    return buffer.getvalue()
