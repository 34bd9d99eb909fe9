"""What a benchmark gives: figures by name and curves, and several runs put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np
from numpy.typing import NDArray

Curve = tuple[tuple[float, float], ...]
"""Points of a growth: how much there is, and what it costs."""

MICROSECONDS = 1e6
MILLISECONDS = 1e3


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found."""

    figures: Mapping[str, float]
    """By the names of `bars.KINDS`."""
    curves: Mapping[str, Curve] = field(default_factory=dict)
    """By the names of `bars.CURVES`."""
    missing: tuple[str, ...] = ()
    """What could not be measured, each with why."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several runs."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the largest."""
        return min(self.values), max(self.values)


def together(runs: Sequence[Measured]) -> dict[str, Spread]:
    """Every figure over all runs that have it, in the order in which they came."""
    names = dict.fromkeys(name for run in runs for name in run.figures)
    return {
        name: Spread(tuple(run.figures[name] for run in runs if name in run.figures))
        for name in names
    }


def percentile(values: Sequence[float] | NDArray[np.float64], share: float) -> float:
    """The value that a share of all does not exceed; NaN of none."""
    found = np.asarray(values, dtype=np.float64)
    return float(np.quantile(found, share, method="higher")) if found.size else float("nan")
