"""What the model is: one function."""

from sklearn.pipeline import Pipeline

from service.filtering.signals import SIGNALS
from training.estimators import AdditiveClassifier, SubmissionFeatures

PENALTY = 0.3
"""L2 penalty of a hashed n-gram; see the notebook's sweep."""

SIGNAL_PENALTY = 0.5
"""L2 penalty of a signal."""


def build_pipeline(*, penalty: float = PENALTY, signal_penalty: float = SIGNAL_PENALTY) -> Pipeline:
    """Submissions → features → calibrated additive log-odds; takes a sequence of ``Submission``."""
    classifier = AdditiveClassifier(penalty, signal_penalty, signal_columns=len(SIGNALS))
    return Pipeline([("features", SubmissionFeatures()), ("model", classifier)])
