"""Before the workers start: the store answers, the model is sound, a first site exists."""

import asyncio
from dataclasses import dataclass

from service.artifacts import Signer
from service.engine.following import fetch_champion
from service.errors import (
    ArtifactError,
    ConflictError,
    NotFoundError,
    StoreStartError,
    StoreUnavailableError,
)
from service.models.slots import Champion
from service.settings import Settings
from service.stores.stores import Stores, open_stores

SITE_NAME = "My site"
ADMIN_NAME = "admin"
PATIENCE_SECONDS = 3.0
"""How long a store that was started together with us may take to answer."""

PAUSE_SECONDS = 0.1
PING_SECONDS = 1.0

LOCK_KEY = "hamgate:{sites}:first-run"
"""Held for a while by the one of several programs on one store that makes the first site."""

LOCK_SECONDS = 30


@dataclass(frozen=True, slots=True)
class FirstKeys:
    """What the first start makes, known only now."""

    site_key: str
    admin_password: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known before the workers start."""

    champion: Champion
    first: FirstKeys | None


async def prepare(settings: Settings, secret: bytes, store_url: str) -> Prepared:
    """Reach the store, read the model, and make a site and an admin where there are none.

    Raises StoreStartError or ArtifactError with one sentence for the operator.
    """
    stores = await open_stores(settings, secret, url=store_url)
    try:
        await reach(stores, PATIENCE_SECONDS)
        champion = await _sound_champion(stores, Signer(secret))
        return Prepared(champion, await _first_keys(stores, settings))
    except StoreUnavailableError as error:
        raise StoreStartError(
            f"The store cannot be used: {str(error).rstrip('.')}; "
            "check HAMGATE_REDIS_URL and the server there."
        ) from error
    finally:
        await stores.close()


async def reach(stores: Stores, patience_seconds: float) -> None:
    """Return when the store answers; raises StoreStartError when it does not."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + patience_seconds
    first: StoreUnavailableError | None = None
    while True:
        try:
            return await stores.trips.ping(budget_seconds=PING_SECONDS)
        except StoreUnavailableError as error:
            # Later ones only say that the breaker is open.
            first = first or error
        if clock() > deadline:
            raise StoreStartError(
                f"The store cannot be used: {str(first).rstrip('.')}; "
                "check HAMGATE_REDIS_URL and that the server there runs."
            ) from first
        await asyncio.sleep(PAUSE_SECONDS)


async def _sound_champion(stores: Stores, signer: Signer) -> Champion:
    version = await stores.registry.champion()
    remedy = (
        "`hamgate rollback` goes back to the one before" if version else "install Hamgate again"
    )
    try:
        return await fetch_champion(stores.registry, signer, version)
    except (ArtifactError, NotFoundError) as error:
        raise ArtifactError(f"The model that decides cannot be used: {error}; {remedy}.") from error


async def _first_keys(stores: Stores, settings: Settings) -> FirstKeys | None:
    """Make the first site and admin; None when they exist already."""
    if await stores.sites.list() or await stores.admins.list():
        return None
    lock = ("SET", LOCK_KEY, "1", "NX", "EX", LOCK_SECONDS)
    if await stores.trips.execute(*lock, budget_seconds=PING_SECONDS) is None:
        return None
    try:
        _, site_key = await stores.sites.add(SITE_NAME, settings.site_key or None)
        password = settings.admin_password or None
        _, _, admin_password = await stores.admins.add(ADMIN_NAME, password)
    except ConflictError:
        return None
    return FirstKeys(site_key, admin_password)
