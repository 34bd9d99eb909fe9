"""The solver: scikit-learn's answer where both can be asked, and a start it stays close to."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array
from sklearn.linear_model import LogisticRegression

from training.solver import Problem, solved


def a_problem(columns: int = 12, rows: int = 80) -> Problem:
    draws = np.random.default_rng(5)
    features = csr_matrix(random_array((rows, columns), density=0.5, rng=draws))
    odds = features @ draws.normal(0, 2, columns) - 0.3
    return Problem(
        features=features,
        targets=(draws.random(rows) < 1 / (1 + np.exp(-odds))).astype(np.float64),
        weights=draws.uniform(0.5, 2, rows),
        penalties=np.full(columns, 0.5),
        start=np.zeros(columns),
        start_intercept=0.0,
    )


def test_with_one_penalty_the_answer_is_scikit_learns() -> None:
    problem = a_problem()
    model = LogisticRegression(C=1 / 0.5, tol=1e-10, max_iter=2000)
    model.fit(problem.features, problem.targets, sample_weight=problem.weights)
    weights, intercept = solved(problem, iterations=500, tolerance=1e-9)
    np.testing.assert_allclose(weights, model.coef_[0], atol=1e-4)
    assert intercept == pytest.approx(model.intercept_[0], abs=1e-4)


def test_a_heavy_penalty_holds_its_column_at_the_start() -> None:
    problem = a_problem()
    start, penalties = np.full(12, 0.7), problem.penalties.copy()
    penalties[3] = 1e9
    weights, _ = solved(replace(problem, penalties=penalties, start=start))
    assert weights[3] == pytest.approx(0.7, abs=1e-5)
    assert np.abs(weights - 0.7).max() > 0.1


def test_a_column_that_no_row_has_stays_where_it_was() -> None:
    narrow = a_problem()
    wide = replace(
        narrow,
        features=csr_matrix(
            (narrow.features.data, narrow.features.indices * 3, narrow.features.indptr),
            shape=(80, 36),
        ),
        penalties=np.full(36, 0.5),
        start=np.where(np.arange(36) % 3, 0.25, 0.0),
    )
    weights, intercept = solved(wide)
    found, other = solved(narrow)
    np.testing.assert_allclose(weights[::3], found, atol=1e-9)
    assert set(weights[np.arange(36) % 3 > 0]) == {0.25}
    assert intercept == pytest.approx(other)


def test_the_answer_is_the_same_twice() -> None:
    first, second = solved(a_problem()), solved(a_problem())
    assert first[0].tobytes() == second[0].tobytes()
    assert first[1] == second[1]
