"""Small models for tests: one fitted to a few comments, and one with a weight on everything."""

import io
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
from labelled import example

from service.artifacts import Artifact
from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS
from training.dataset import Example
from training.fitting import FitOptions
from training.pipeline import build_pipeline

WORDS = ("tea", "garden", "python", "bread", "history", "music")
OPTIONS = FitOptions(created="2026-11-22T00:00:00Z")


def few_examples() -> list[Example]:
    """Sixty comments of three blogs that a child could tell apart."""
    return [
        example(text, label, source, author="Ann" if label == "ham" else "Cheap Pills Online")
        for source in ("one", "two", "three")
        for n in range(10)
        for text, label in (
            (f"I liked the part on {WORDS[n % 6]} and {WORDS[n % 5]}, {source} {n}", "ham"),
            (f"cheap pills casino bonus {WORDS[n % 6]} order now {source} {n}", "spam"),
        )
    ]


@dataclass(frozen=True)
class Model:
    """What is served, and the pipeline it must agree with."""

    artifact: Artifact
    pipeline: Any


def pipeline_of(raw: bytes) -> Any:
    return joblib.load(io.BytesIO(raw))


def dense_model() -> Model:
    """A model in memory with a random weight on every n-gram and signal."""
    rng = np.random.default_rng(7)
    buckets = rng.normal(0, 2, BUCKETS).astype(np.float32)
    signals = rng.normal(0, 1, len(SIGNALS))
    manifest = {
        "version": "dense",
        "thresholds": {"hold": 0.5, "spam": 0.9, "blatant": 0.99},
        "fpr_table": [[0.005, 0.9]],
    }
    arrays = {"buckets": buckets, "signals": signals, "intercept": np.array([-0.25])}
    pipeline = build_pipeline()
    classifier = pipeline.named_steps["model"]
    classifier.coef_ = np.concatenate((buckets.astype(np.float64), signals))
    classifier.intercept_, classifier.classes_ = -0.25, np.array([0, 1])
    classifier.n_features_in_ = len(classifier.coef_)
    return Model(Artifact(manifest, arrays, digest=""), pipeline)
