"""The Akismet doors over real HTTP, on a real Valkey."""

from collections.abc import AsyncIterator

import pytest
from akismet_client import Client, ScorerOfWords
from served import Served, serving

from service.models.slots import Champion
from service.settings import Settings
from service.stores.stores import Stores


@pytest.fixture
async def served(settings: Settings, stores: Stores) -> AsyncIterator[Served]:
    async with serving(settings, stores, Champion(None, ScorerOfWords())) as parts:
        yield parts


@pytest.fixture
def client(served: Served) -> Client:
    return Client(served)
