"""One run of `hamgate train`: gather, fit, write."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from joblib import parallel_config

from service.artifacts import Artifact, write_artifact
from training.corpora.reading import read_all
from training.corpora.rows import CorpusError
from training.dataset import Example
from training.deduplicate import unique
from training.fitting import FitOptions, fit_model
from training.from_store import stored_examples
from training.opening import DEFAULT_NAME, SEED_FOLDER, open_artifact, settings_here, signer_here
from training.progress import note

NO_BASE = "none"


@dataclass(frozen=True, slots=True)
class TrainingOrder:
    """What to learn from, and where to start."""

    data: tuple[Path, ...]
    from_store: bool = False
    seed: bool = False
    base: str | None = None
    created: str = ""


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was written."""

    version: str
    folder: Path


def run_training(order: TrainingOrder, out: Path | None, jobs: int) -> Trained:
    """Fit and write a signed model; without ``out`` it goes below the data directory."""
    options = FitOptions(created=_created(order.created))
    examples = gathered(order)
    base = _base(order)
    if base:
        note(f"starting at model {base.version}")
    with parallel_config(n_jobs=jobs):
        fitted = fit_model(examples, options, base=base, progress=note)
    version = str(fitted.manifest["version"])
    folder = out or settings_here().data_dir / "models" / version
    write_artifact(
        folder,
        manifest=fitted.manifest,
        arrays=fitted.arrays,
        pipeline=fitted.pipeline_bytes,
        signer=signer_here(),
    )
    return Trained(version, folder)


def gathered(order: TrainingOrder) -> list[Example]:
    """Read everything the order names, each text once; both labels must be there."""
    examples = read_all(order.data) if order.data else []
    if order.from_store:
        examples += stored_examples(settings_here())
    if order.seed:
        examples += read_all([SEED_FOLDER])
    kept = unique(examples)
    _require_both_labels(kept)
    note(f"{len(kept)} comments to learn from, {len(examples) - len(kept)} repeated ones left out")
    return kept


def _require_both_labels(examples: Sequence[Example]) -> None:
    counts = Counter(str(example.label) for example in examples)
    missing = [label for label in ("ham", "spam") if not counts[label]]
    if missing:
        named = " and no ".join(missing)
        raise CorpusError(
            f"there is no {named} to learn from; name labelled files, "
            "or add --from-store or --keep-default-data"
        )


def _base(order: TrainingOrder) -> Artifact | None:
    """Open the model to start at: the shipped one where only a site's labels speak."""
    labels_alone = order.from_store and not order.data and not order.seed
    name = order.base or (DEFAULT_NAME if labels_alone else NO_BASE)
    return None if name == NO_BASE else open_artifact(name)


def _created(text: str) -> str:
    if not text:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise CorpusError(
            f"--created must be a date like 2026-11-22T10:00:00Z, not {text!r}"
        ) from error
    return text
