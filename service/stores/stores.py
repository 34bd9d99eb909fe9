"""All stores of one process, opened and closed together."""

import time
from contextlib import suppress
from dataclasses import dataclass

from service.errors import StoreUnavailableError
from service.settings import Settings
from service.stores.admins import Admins
from service.stores.breaker import Breaker
from service.stores.callbacks import Callbacks
from service.stores.changes import Changes
from service.stores.connect import open_client
from service.stores.durability import Durability
from service.stores.feedback import Feedback
from service.stores.idempotency import Idempotency
from service.stores.memory import MemoryStore
from service.stores.registry import Registry
from service.stores.rules import CHANGES_KEY as RULES_CHANGES_KEY
from service.stores.rules import Rules
from service.stores.sites import CHANGES_KEY, SNAPSHOT_FILE, Sites
from service.stores.statistics import Statistics
from service.stores.submissions import Submissions
from service.stores.trips import Trips
from service.stores.webhooks import Webhooks


@dataclass(frozen=True, slots=True)
class Stores:
    """Every store, on one way to the server."""

    trips: Trips
    durability: Durability
    changes: Changes
    sites: Sites
    admins: Admins
    submissions: Submissions
    statistics: Statistics
    feedback: Feedback
    idempotency: Idempotency
    registry: Registry
    memory: MemoryStore
    rules: Rules
    webhooks: Webhooks
    callbacks: Callbacks

    async def close(self) -> None:
        """Stop watching and close the connections."""
        await self.changes.close()
        await self.durability.close()
        await self.trips.close()


async def open_stores(settings: Settings, secret: bytes, *, url: str = "") -> Stores:
    """Stores on the settings' server, or on that of `url` (the embedded one's socket).

    Does not fail when the server is away: sites are then those of the last snapshot.
    """
    budget_seconds = settings.redis_budget_ms / 1000
    client = open_client(url or settings.redis_url, budget_seconds)
    trips = Trips(client, Breaker(), budget_seconds)
    durability = Durability(client)
    changes = Changes(trips, client)
    stores = Stores(
        trips=trips,
        durability=durability,
        changes=changes,
        sites=Sites(trips, durability, secret, snapshot=settings.data_dir / SNAPSHOT_FILE),
        admins=Admins(trips, durability, secret),
        submissions=Submissions(trips, settings.retention_days, secret=secret),
        statistics=Statistics(trips),
        feedback=Feedback(trips, durability, settings.retention_days),
        idempotency=Idempotency(trips),
        registry=Registry(trips, changes),
        memory=MemoryStore(trips, settings.retention_days, secret=secret, clock=time.time),
        rules=Rules(trips),
        webhooks=Webhooks(trips, secret),
        callbacks=Callbacks(trips),
    )
    await stores.sites.preload()
    with suppress(StoreUnavailableError):
        await stores.rules.load()
    changes.watch(CHANGES_KEY, stores.sites.reload)
    changes.watch(RULES_CHANGES_KEY, stores.rules.load)
    changes.start()
    return stores
