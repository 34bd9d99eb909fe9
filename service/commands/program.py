"""What all commands share: settings from the environment, open stores, errors in one line."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

from service.first_run import reach
from service.secrets import load_secret
from service.settings import Settings, load_settings
from service.stores.embedded import borrowed_store
from service.stores.stores import Stores, open_stores

T = TypeVar("T")

PATIENCE_SECONDS = 2.0


def read_settings(**overrides: Any) -> Settings:
    """The settings of the environment, with options above them."""
    return load_settings(os.environ, overrides)


@contextmanager
def store_url(settings: Settings) -> Iterator[str]:
    """The store's URL for the time of a command: the settings', or the embedded store's.

    The embedded store of a running server is used along with it, and one that does not
    run is started and stopped again.
    """
    if settings.redis_url:
        yield settings.redis_url
        return
    with borrowed_store(settings.data_dir) as url:
        yield url


@asynccontextmanager
async def opened_stores(settings: Settings, url: str) -> AsyncIterator[Stores]:
    """Open stores that answer; raises StoreStartError when they do not."""
    stores = await open_stores(settings, load_secret(settings.data_dir, settings.secret), url=url)
    try:
        await reach(stores, PATIENCE_SECONDS)
        yield stores
    finally:
        await stores.close()


def with_stores(settings: Settings, work: Callable[[Stores], Awaitable[T]]) -> T:
    """Do something with the stores, from a command."""

    async def worked(url: str) -> T:
        async with opened_stores(settings, url) as stores:
            return await work(stores)

    with store_url(settings) as url:
        return asyncio.run(worked(url))
