"""Commands to every server that holds keys: one, or each primary of a cluster."""

from typing import Any

from redis.asyncio.cluster import RedisCluster

from service.stores.connect import ClusterClient
from service.stores.stores import Stores


async def on_every_server(stores: Stores, *command: str) -> list[Any]:
    """The reply of each server."""
    cluster = await _cluster_of(stores)
    if cluster is None:
        return [await stores.trips.execute(*command)]
    nodes = cluster.get_primaries()
    return [await cluster.execute_command(*command, target_nodes=node) for node in nodes]


async def servers_count(stores: Stores) -> int:
    """How many servers hold keys: a trip is at most one to each, all at once."""
    cluster = await _cluster_of(stores)
    return 1 if cluster is None else len(cluster.get_primaries())


async def _cluster_of(stores: Stores) -> RedisCluster | None:
    client = stores.trips._client
    if not isinstance(client, ClusterClient):
        return None
    await client.refresh()
    return client._cluster


async def all_keys(stores: Stores, pattern: str = "*") -> list[bytes]:
    """The keys of all servers."""
    return sorted(key for keys in await on_every_server(stores, "KEYS", pattern) for key in keys)


async def emptied(stores: Stores) -> None:
    """Forget everything."""
    await on_every_server(stores, "FLUSHALL")


async def scripts_forgotten(stores: Stores) -> None:
    """Let every server forget the scripts it was given."""
    await on_every_server(stores, "SCRIPT", "FLUSH")
