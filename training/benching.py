"""The other side of ``hamgate bench score``: the same model's scikit-learn pipeline."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

from service.artifacts import DEFAULT_MODEL, PIPELINE, Artifact, read_artifact
from service.errors import ArtifactError
from service.filtering.submission import Submission
from service.models.scorer import Scorer
from training.corpora.reading import read_examples
from training.opening import SEED_FOLDER, signer_here

_AROUND_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class Sides:
    """Both ways to ask one model for P(spam)."""

    version: str
    scorer: Scorer
    pipeline: Callable[[Submission], float]


def sides(folder: Path | None) -> Sides:
    """Both sides of the model in a folder, or of the one that ships in the package."""
    at = folder or DEFAULT_MODEL
    artifact = read_artifact(at, signer=None if folder is None else signer_here())
    pipeline = _pipeline(at, artifact)

    def probability(submission: Submission) -> float:
        return float(pipeline.predict_proba([submission])[0, 1])

    return Sides(artifact.version, Scorer(artifact), probability)


def _pipeline(folder: Path, artifact: Artifact) -> Any:
    """The fitted pipeline, opened only once its bytes are those that the manifest names."""
    try:
        raw = (folder / PIPELINE).read_bytes()
    except OSError as error:
        raise ArtifactError(f"no pipeline beside model {artifact.version} ({error})") from error
    if hashlib.sha256(raw).hexdigest() != artifact.manifest["files"].get(PIPELINE):
        raise ArtifactError(f"model {artifact.version} is damaged: {PIPELINE} has not its hash")
    return joblib.load(io.BytesIO(raw))


def comments(characters: int, most: int) -> list[Submission]:
    """Comments of our own of about so many characters, drawn evenly from all languages."""
    found = [
        example.submission
        for path in sorted(SEED_FOLDER.glob("*.jsonl"))
        for example in read_examples(path, source="seed")
        if abs(len(example.submission.body) - characters) <= _AROUND_CHARACTERS
    ]
    step = max(len(found) // most, 1)
    return found[::step][:most]
