"""What many tests stand on: a real Valkey and stores on it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import real_comments
from valkey_server import ValkeyServer

from service.settings import Settings
from service.stores.stores import Stores, open_stores

SECRET = b"a secret only for tests"


def pytest_report_header() -> str:
    return real_comments.where_from()


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """The server that all tests share; whoever breaks one takes `own_valkey`."""
    server = ValkeyServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
def own_valkey() -> Iterator[ValkeyServer]:
    """A server for one test, which may kill, freeze and restart it."""
    server = ValkeyServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data directory of the test's own and a budget for busy machines."""
    return Settings(data_dir=tmp_path, redis_budget_ms=500, workers=1)


@pytest.fixture
async def opened(settings: Settings) -> AsyncIterator[Callable]:
    """Opens stores on a server, as another worker would; closes them at the end."""
    async with AsyncExitStack() as stack:

        async def open_on(server: ValkeyServer, **changes: object) -> Stores:
            values = {**settings.model_dump(), **changes}
            stores = await open_stores(Settings(**values), SECRET, url=server.url)
            stack.push_async_callback(stores.close)
            return stores

        yield open_on


@pytest.fixture
async def stores(valkey: ValkeyServer, opened: Callable) -> Stores:
    """Stores on the shared server, empty."""
    fresh = await opened(valkey)
    await fresh.trips.execute("FLUSHALL")
    await fresh.sites.load()
    return fresh
