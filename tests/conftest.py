"""What many tests stand on: a real Valkey and stores on it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import real_comments
from everywhere import emptied
from valkey_cluster import SentinelTrio, ValkeyCluster
from valkey_server import ValkeyServer

from service.settings import Settings
from service.stores.stores import Stores, open_stores

SECRET = b"a secret only for tests"


def pytest_report_header() -> str:
    return real_comments.where_from()


EVERY_STORE = {"single": ValkeyServer, "cluster": ValkeyCluster, "sentinel": SentinelTrio}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `every_store` on a cluster and behind Sentinel as well.

    With `short=` one of them is part of the short form, too.
    """
    marked = metafunc.definition.get_closest_marker("every_store")
    if marked and "valkey" in metafunc.fixturenames:
        short = {"single", marked.kwargs.get("short")}
        kinds = [
            pytest.param(kind, marks=() if kind in short else pytest.mark.slow)
            for kind in EVERY_STORE
        ]
        metafunc.parametrize("valkey", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def valkey(request: pytest.FixtureRequest) -> Iterator[ValkeyServer]:
    """The server that all tests share; whoever breaks one takes `own_valkey`."""
    server = EVERY_STORE[getattr(request, "param", "single")]()
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
    # Emptied by another: whoever knew the former sites would put them back.
    broom = await opened(valkey)
    await emptied(broom)
    await broom.close()
    fresh = await opened(valkey)
    await emptied(fresh)
    await fresh.sites.load()
    return fresh
