"""Opening what the commands name: models, the default training data, labels in the store."""

import os
from collections.abc import Sequence
from pathlib import Path

from service.artifacts import DEFAULT_MODEL, Artifact, Signer, read_artifact
from service.models.scorer import Scorer
from service.secrets import load_secret
from service.settings import Settings, load_settings
from service.stores.feedback import LabelledSubmission
from training.dataset import Example
from training.learners import ScorerModel

DEFAULT_NAME = "default"
"""What commands call the model that ships in the package."""

SEED_FOLDER = Path(__file__).parent / "seed"


def settings_here() -> Settings:
    """Read the settings of this process, as the service would."""
    return load_settings(os.environ, {})


def open_artifact(name: str) -> Artifact:
    """Open the shipped model (``default``), or the folder or ``.hamgate`` file of that name.

    Anything but the shipped one must be signed by this installation.
    """
    if name == DEFAULT_NAME:
        return read_artifact(DEFAULT_MODEL, signer=None)
    return read_artifact(Path(name), signer=signer_here())


def signer_here() -> Signer:
    """Make the signer of this installation."""
    settings = settings_here()
    return Signer(load_secret(settings.data_dir, settings.secret))


def open_model(name: str, *, jobs: int = 1) -> ScorerModel:
    """Open a model by name, ready to score."""
    return ScorerModel(Scorer(open_artifact(name)), jobs)


def examples_of_labels(labelled: Sequence[LabelledSubmission]) -> list[Example]:
    """Make examples of labels that people sent; each site is a source of its own."""
    return [
        Example(
            submission=each.submission,
            label=each.label,
            source=f"site:{each.site_id}",
            date=each.at.isoformat(),
            id=each.submission_id,
        )
        for each in labelled
    ]
