"""The application over real HTTP, on a real Valkey."""

from collections.abc import AsyncIterator

import pytest
from served import SECRET, Served, make_artifact, serving

from service.artifacts import Signer
from service.models.scorer import Scorer
from service.models.slots import Champion
from service.settings import Settings
from service.stores.stores import Stores


@pytest.fixture(scope="session")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    """A model of chance, which stands in for the package's own."""
    folder = tmp_path_factory.mktemp("model")
    return Scorer(make_artifact(folder, "2026-11-22.1-test00", 1, Signer(SECRET)))


@pytest.fixture
async def served(settings: Settings, stores: Stores, scorer: Scorer) -> AsyncIterator[Served]:
    async with serving(settings, stores, Champion(None, scorer)) as parts:
        yield parts
