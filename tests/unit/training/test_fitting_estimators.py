"""Estimators: scikit-learn's own promises, and the same reading as in the service."""

import pickle
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import estimator_checks_generator
from tiny_models import few_examples

from service.filtering.features import COLUMNS, features
from service.filtering.fingerprint import GOLDEN
from training.estimators import AdditiveClassifier, SubmissionFeatures, feature_matrix
from training.pipeline import build_pipeline


def checks() -> list[Any]:
    found = estimator_checks_generator(AdditiveClassifier(iterations=60), mark="skip")
    return [pytest.param(*pair, id=getattr(pair[1], "func", pair[1]).__name__) for pair in found]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.parametrize(("estimator", "check"), checks())
def test_the_classifier_keeps_scikit_learns_promises(estimator: Any, check: Any) -> None:
    check(estimator)


def test_the_matrix_is_the_services_features() -> None:
    matrix = SubmissionFeatures().fit(GOLDEN).transform(GOLDEN)
    assert matrix.shape == (len(GOLDEN), COLUMNS)
    found = features(GOLDEN)
    assert matrix.sum() == pytest.approx(found.values.sum())
    assert matrix.has_canonical_format
    alone = feature_matrix(GOLDEN[2:3])
    np.testing.assert_array_equal(alone.toarray(), matrix[2].toarray())
    assert feature_matrix([]).shape == (0, COLUMNS)


def test_signals_have_a_penalty_of_their_own() -> None:
    rows, classes = np.tile(np.eye(2), (20, 1)), np.tile([0, 1], 20)
    free, held = (
        AdditiveClassifier(1.0, penalty, signal_columns=1).fit(rows, classes)
        for penalty in (0.1, 100.0)
    )
    assert abs(free.coef_[1]) > 5 * abs(held.coef_[1])


def test_the_pipeline_fits_and_predicts_submissions() -> None:
    examples = few_examples()[:24]
    submissions = [each.submission for each in examples]
    pipeline = build_pipeline().fit(submissions, [each.label == "spam" for each in examples])
    assert pipeline.score(submissions, [each.label == "spam" for each in examples]) == 1
    again = pickle.loads(pickle.dumps(pipeline))  # noqa: S301 (our own)
    np.testing.assert_array_equal(
        again.predict_proba(submissions), pipeline.predict_proba(submissions)
    )
    assert clone(pipeline).named_steps["model"].penalty == pipeline.named_steps["model"].penalty
