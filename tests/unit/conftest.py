"""Models that several files of unit tests look at, each made once."""

from pathlib import Path

import pytest
from tiny_models import OPTIONS, Model, dense_model, few_examples, pipeline_of

from service.artifacts import Artifact, Signer, write_artifact
from training.fitting import FittedModel, fit_model


@pytest.fixture(scope="session")
def signer() -> Signer:
    """Signs as this installation."""
    return Signer(b"a secret only for tests")


@pytest.fixture(scope="session")
def fitted() -> FittedModel:
    """What a fit on sixty comments gives."""
    return fit_model(few_examples(), OPTIONS)


@pytest.fixture(scope="session")
def artifact_folder(
    fitted: FittedModel, signer: Signer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A signed artifact on disk; tests that damage it copy it first."""
    folder = tmp_path_factory.mktemp("artifact") / "model"
    write_artifact(
        folder,
        manifest=fitted.manifest,
        arrays=fitted.arrays,
        pipeline=fitted.pipeline_bytes,
        signer=signer,
    )
    return folder


@pytest.fixture(scope="session")
def tiny(fitted: FittedModel) -> Model:
    """The fitted model with its pipeline."""
    artifact = Artifact(fitted.manifest, fitted.arrays, digest="")
    return Model(artifact, pipeline_of(fitted.pipeline_bytes))


@pytest.fixture(scope="session")
def dense() -> Model:
    """A model that has an opinion on everything."""
    return dense_model()
