"""`hamgate bench score`: one comment at a time, beside the model's own scikit-learn pipeline."""

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

from service.artifacts import DEFAULT_MODEL, PIPELINE, Artifact, read_artifact
from service.errors import ArtifactError
from service.filtering.submission import Submission
from service.models.scorer import Scorer
from training.bench.comments import comments, of_length
from training.bench.figures import MICROSECONDS, Measured, percentile
from training.bench.scale import Scale
from training.opening import signer_here

CHARACTERS = 300
COMMENTS = 200
TOGETHER = 16
LENGTHS = (30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
WARM_UP_COMMENTS = 20

Ask = Callable[[Submission], Any]


@dataclass(frozen=True, slots=True)
class Sides:
    """Both ways to ask one model for P(spam)."""

    version: str
    scorer: Scorer
    pipeline: Callable[[Submission], float]


def measure(scale: Scale, model: Path | None = None) -> Measured:
    """One run: both sides turn by turn, many at once, and what longer comments cost."""
    asked, both = comments(CHARACTERS, COMMENTS), sides(model)
    times = timed({"scorer": both.scorer.evidence, "pipeline": both.pipeline}, asked, scale.seconds)
    p50 = {name: percentile(its, 0.5) * MICROSECONDS for name, its in times.items()}
    figures = {
        "score_us": p50["scorer"],
        "score_p99_us": percentile(times["scorer"], 0.99) * MICROSECONDS,
        "score_many_us": _many(both.scorer, asked),
        "pipeline_us": p50["pipeline"],
        "score_ratio": p50["pipeline"] / p50["scorer"],
        "score_difference": max(abs(both.scorer.score(s) - both.pipeline(s)) for s in asked),
    }
    return Measured(figures, {"length_us": tuple(_by_length(both.scorer, scale))})


def timed(
    asked: dict[str, Ask], submissions: Sequence[Submission], seconds: float
) -> dict[str, list[float]]:
    """Seconds of every call, for about so long; the sides take turns and meet the same noise."""
    times: dict[str, list[float]] = {name: [] for name in asked}
    for ask in asked.values():  # what is made once is made now
        for submission in submissions[:WARM_UP_COMMENTS]:
            ask(submission)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or not all(times.values()):
        for name, ask in asked.items():
            for submission in submissions:
                started = time.perf_counter()
                ask(submission)
                times[name].append(time.perf_counter() - started)
    return times


def _many(scorer: Scorer, submissions: Sequence[Submission]) -> float:
    """Microseconds of a comment among several in one pass."""
    batches = [submissions[at : at + TOGETHER] for at in range(0, len(submissions), TOGETHER)]
    took = []
    for batch in batches:
        started = time.perf_counter()
        scorer.evidence_many(batch)
        took.append((time.perf_counter() - started) / len(batch))
    return percentile(took, 0.5) * MICROSECONDS


def _by_length(scorer: Scorer, scale: Scale) -> list[tuple[float, float]]:
    found = []
    for length in LENGTHS:
        submissions = of_length(length, 20)
        times = timed({"scorer": scorer.evidence}, submissions, min(scale.seconds / 10, 1.0))
        found.append((float(length), percentile(times["scorer"], 0.5) * MICROSECONDS))
    return found


def sides(folder: Path | None) -> Sides:
    """Both sides of the model in a folder, or of the one that ships in the package."""
    at = folder or DEFAULT_MODEL
    artifact = read_artifact(at, signer=None if folder is None else signer_here())
    pipeline = _pipeline(at, artifact)

    def probability(submission: Submission) -> float:
        return float(pipeline.predict_proba([submission])[0, 1])

    return Sides(artifact.version, Scorer(artifact), probability)


def pipeline_of_default() -> Any:
    """The pipeline of the model that ships in the package."""
    return _pipeline(DEFAULT_MODEL, read_artifact(DEFAULT_MODEL, signer=None))


def _pipeline(folder: Path, artifact: Artifact) -> Any:
    """The fitted pipeline, opened only once its bytes are those that the manifest names."""
    try:
        raw = (folder / PIPELINE).read_bytes()
    except OSError as error:
        raise ArtifactError(f"no pipeline beside model {artifact.version} ({error})") from error
    if hashlib.sha256(raw).hexdigest() != artifact.manifest["files"].get(PIPELINE):
        raise ArtifactError(f"model {artifact.version} is damaged: {PIPELINE} has not its hash")
    return joblib.load(io.BytesIO(raw))
