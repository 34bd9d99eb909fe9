"""The manifest of a fitted model: what it was made of and how it did while it was made."""

import platform
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import sklearn
from numpy.typing import NDArray

from service.filtering.evidence import logit
from service.filtering.signals import SIGNALS
from training.dataset import Example

Vector = NDArray[np.float64]
_MIN_ROWS = 20
"""Of a source or language, for its figures to be worth a line."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Thresholds with the genuine comments, counted by source, that they come from."""

    chosen: dict[str, float]
    table: list[tuple[float, float]]
    sources: dict[str, int]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model said of comments it had not learned from, in log-odds.

    ``targets`` and ``held_out`` are of the examples, by held-out folds; ``ham`` is of the
    genuine comments that set the thresholds, by source.
    """

    targets: Vector
    held_out: Vector
    ham: Mapping[str, Vector]


def manifest_of(  # noqa: PLR0913 (a manifest has many parts)
    examples: Sequence[Example],
    *,
    created: str,
    digest: str,
    decided: Decided,
    heard: Heard,
    base: str | None,
    facts: Mapping[str, Any],
    sets: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Everything about a model that is not its weights."""
    return {
        "version": f"{created[:10]}.1-{digest[:6]}",
        "created": created,
        "training_sets": _counted(examples, sets),
        "base": base,
        "features": dict(facts),
        "signals": [signal.name for signal in SIGNALS],
        "thresholds": decided.chosen,
        "fpr_table": decided.table,
        "threshold_sources": decided.sources,
        "metrics": _metrics(examples, heard, decided.chosen),
        "libraries": {
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
            "joblib": joblib.__version__,
            "python": platform.python_version(),
        },
    }


def _counted(
    examples: Sequence[Example], sets: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Every training set with its rows; licence and credit where they are known."""
    known = {entry["name"]: entry for entry in sets}
    rows = Counter(example.source for example in examples)
    return [
        {"name": name, "rows": count, "licence": "", "credit": "", **known.get(name, {})}
        for name, count in sorted(rows.items())
    ]


def _metrics(
    examples: Sequence[Example], heard: Heard, chosen: Mapping[str, float]
) -> dict[str, Any]:
    """Held-out figures by source and language, and those of the judging genuine comments."""

    def by(name: Callable[[Example], str]) -> dict[str, Any]:
        names = np.array([name(example) for example in examples])
        figures = {
            each: _figures(heard.held_out[names == each], heard.targets[names == each], chosen)
            for each in sorted(set(names.tolist()) - {""})
            if (names == each).sum() >= _MIN_ROWS
        }
        return dict(figures)

    return {
        "held_out": {
            "sources": by(lambda example: example.source),
            "languages": by(lambda example: example.lang),
        },
        "judges": {
            source: _figures(scores, np.zeros(len(scores)), chosen)
            for source, scores in sorted(heard.ham.items())
        },
    }


def _figures(scores: Vector, targets: Vector, chosen: Mapping[str, float]) -> dict[str, Any]:
    """Rows, spam caught, genuine comments called spam and held, at the thresholds."""
    spam, ham = scores[targets > 0], scores[targets == 0]
    at_spam, at_hold = logit(chosen["spam"]), logit(chosen["hold"])
    return {
        "spam": len(spam),
        "ham": len(ham),
        "caught": _share(spam >= at_spam),
        "ham_called_spam": _share(ham >= at_spam),
        "ham_held": _share((ham >= at_hold) & (ham < at_spam)),
    }


def _share(which: NDArray[np.bool_]) -> float | None:
    return round(float(which.mean()), 4) if len(which) else None
