"""Logistic regression with a penalty per column and a starting point to stay close to.

scikit-learn's has neither: here hashed n-grams and signals need penalties of their own, and a
site's few labels should move the shipped model, not replace it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is minimised: Σ weight · log-loss + ½ Σ penalty · (w - w₀)².

    ``features`` (rows, columns), ``targets`` 0 or 1, ``weights`` per row, ``penalties`` and
    ``start`` per column; the intercept is penalised only where its penalty is given.
    """

    features: csr_matrix
    targets: Vector
    weights: Vector
    penalties: Vector
    start: Vector
    start_intercept: float
    intercept_penalty: float = 0.0
    lowest: Vector | None = None
    highest: Vector | None = None
    """Bounds of the weights, per column; None leaves them free."""


def solved(
    problem: Problem, *, iterations: int = 150, tolerance: float = 1e-6
) -> tuple[Vector, float]:
    """Weights per column and the intercept that minimise the problem (L-BFGS, deterministic).

    Columns that no row uses keep their start: only the others are solved for, which makes a
    small set quick (62 s → 1.4 s for 120 comments over a million columns).
    """
    used = np.unique(problem.features.indices)
    found, intercept = _solved_columns(_only(problem, used), iterations, tolerance)
    weights = problem.start.copy()
    weights[used] = found
    return weights, intercept


def _only(problem: Problem, used: NDArray[np.int64]) -> Problem:
    """The problem in the used columns alone."""
    places = np.zeros(problem.features.shape[1], dtype=np.int64)
    places[used] = np.arange(len(used))
    features = problem.features
    narrow = csr_matrix(
        (features.data, places[features.indices], features.indptr),
        shape=(features.shape[0], len(used)),
    )
    return replace(
        problem,
        features=narrow,
        penalties=problem.penalties[used],
        start=problem.start[used],
        lowest=None if problem.lowest is None else problem.lowest[used],
        highest=None if problem.highest is None else problem.highest[used],
    )


def _solved_columns(problem: Problem, iterations: int, tolerance: float) -> tuple[Vector, float]:
    rows = problem.features
    columns = rows.T.tocsr()

    def loss(at: Vector) -> tuple[float, Vector]:
        moved, intercept = at[:-1], at[-1]
        log_odds = rows @ moved + intercept
        signed = np.where(problem.targets > 0, -log_odds, log_odds)
        errors = problem.weights * (expit(log_odds) - problem.targets)
        away = moved - problem.start
        lifted = intercept - problem.start_intercept
        cost = problem.penalties @ away**2 + problem.intercept_penalty * lifted**2
        slope = errors.sum() + problem.intercept_penalty * lifted
        value = problem.weights @ np.logaddexp(0, signed) + 0.5 * cost
        return float(value), np.append(columns @ errors + problem.penalties * away, slope)

    bounds = _bounds(problem)
    start = np.clip(problem.start, bounds.lb[:-1], bounds.ub[:-1])
    first = np.append(start, problem.start_intercept)
    found = minimize(
        loss,
        first,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": iterations, "ftol": tolerance * 1e-3, "gtol": tolerance, "maxcor": 8},
    )
    return found.x[:-1], float(found.x[-1])


def _bounds(problem: Problem) -> Bounds:
    """Bounds of the columns, then of the intercept, which is free."""
    count = problem.features.shape[1]
    lowest = np.full(count, -np.inf) if problem.lowest is None else problem.lowest
    highest = np.full(count, np.inf) if problem.highest is None else problem.highest
    return Bounds(np.append(lowest, -np.inf), np.append(highest, np.inf))
