"""Ways to a Redis or Valkey: one server, a socket, Sentinel's master or a cluster.

redis-py opens the connections (addresses, TLS, passwords, Sentinel's answer, the
cluster's map); what travels over them is `lane.py`'s and `trips.py`'s business.
RESP2 throughout: with RESP3, redis-py 8.1 misses idle connections the server closed.
"""

from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import ParseResult, parse_qs, unquote, urlparse

from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.exceptions import RedisClusterException, RedisError

from service.errors import SettingsError, StoreUnavailableError

ANYWHERE = ""
"""The place of a command that any server may answer."""

REDIS_PORT = 6379
SENTINEL_PORT = 26379
SHORTEST_CONNECT_SECONDS = 1.0
"""A connection may take longer than a trip: it goes on in the background (TLS, Sentinel)."""

_SENTINEL_SCHEME = "redis+sentinel"
_CLUSTER_SCHEME = "redis+cluster"


class Client(Protocol):
    """Servers by place: `trips.py` keeps one or two connections to each."""

    def place(self, key: bytes | str | float | None) -> str:
        """The place of a key; `ANYWHERE` for None."""

    async def connect(self, place: str) -> AbstractConnection:
        """Open a connection to a place; raises redis-py's errors or OSError."""

    async def refresh(self) -> None:
        """Learn again who holds what: a master moved, slots moved."""

    async def close(self) -> None:
        """Let go of everything."""


class SingleClient:
    """One server; with Sentinel, whichever is the master at the time of connecting."""

    def __init__(self, redis: "Redis", sentinel: Sentinel | None = None) -> None:
        self._redis = redis
        self._sentinel = sentinel

    def place(self, key: bytes | str | float | None) -> str:
        """All keys are in the one place."""
        del key
        return ANYWHERE

    async def connect(self, place: str) -> AbstractConnection:
        """Open a connection; behind Sentinel, to the master it names now."""
        del place
        pool: Any = self._redis.connection_pool
        return await _connected(pool.make_connection())

    async def refresh(self) -> None:
        """Nothing to learn: every connect asks again."""

    async def close(self) -> None:
        """Close what redis-py holds."""
        await self._redis.aclose()
        if self._sentinel is not None:
            await self._sentinel.aclose()


class ClusterClient:
    """A cluster's primaries, by the slots they hold."""

    def __init__(self, cluster: "RedisCluster") -> None:
        self._cluster = cluster
        self._known = False

    def place(self, key: bytes | str | float | None) -> str:
        """The primary's `host:port`, or `ANYWHERE` while the map is unknown."""
        if key is None or not self._known:
            return ANYWHERE
        raw = key if isinstance(key, bytes) else str(key).encode()
        nodes = self._cluster.nodes_manager.slots_cache.get(key_slot(raw))
        return str(nodes[0].name) if nodes else ANYWHERE

    async def connect(self, place: str) -> AbstractConnection:
        """Open a connection to `host:port`, or to the first primary that takes one."""
        if not self._known:
            await self.refresh()
        if place != ANYWHERE:
            return await _connected(self._connection(self._node(place)))
        failure: Exception = ConnectionError("the cluster has no primaries")
        for node in list(self._cluster.nodes_manager.nodes_cache.values()):
            if node.server_type == "primary":
                try:
                    return await _connected(self._connection(node))
                except (RedisError, OSError) as error:
                    failure = error
        raise failure

    def _connection(self, node: ClusterNode) -> AbstractConnection:
        return node.connection_class(**{**node.connection_kwargs, "retry": _no_retry()})

    def _node(self, place: str) -> ClusterNode:
        nodes = self._cluster.nodes_manager.nodes_cache
        if place in nodes:
            return nodes[place]
        # An address from a MOVED answer that our map does not know yet.
        host, _, port = place.rpartition(":")
        kwargs = self._cluster.connection_kwargs
        return ClusterNode(host, int(port), "primary", **kwargs)

    async def refresh(self) -> None:
        """Read the map of slots from whichever node answers."""
        try:
            await (self._cluster.nodes_manager if self._known else self._cluster).initialize()
        except RedisClusterException as error:
            # redis-py derives it from no error of its own.
            raise ConnectionError(str(error)) from error
        self._known = True

    async def close(self) -> None:
        """Close what redis-py holds."""
        await self._cluster.aclose()


def open_client(url: str, budget_seconds: float) -> Client:
    """A client for a store URL; connects on first use. Raises SettingsError on a bad URL."""
    try:
        return _client(url, _options(budget_seconds))
    except (ValueError, TypeError, RedisError) as error:
        raise SettingsError(
            f"HAMGATE_REDIS_URL is no URL of a store ({error}); "
            "redis://127.0.0.1:6379/0 is an example of one."
        ) from error


def _options(budget_seconds: float) -> dict[str, Any]:
    return {
        "protocol": 2,
        # Trips keep the budgets; a socket must outlive the longest of them.
        "socket_timeout": None,
        "socket_connect_timeout": max(budget_seconds, SHORTEST_CONNECT_SECONDS),
        "socket_keepalive": True,
        "health_check_interval": 0,
        "client_name": "hamgate",
    }


def _no_retry() -> Retry:
    return Retry(NoBackoff(), 0)


def _client(url: str, options: dict[str, Any]) -> Client:
    parts = urlparse(url)
    if parts.scheme == _SENTINEL_SCHEME:
        return _sentinel_client(parts, options)
    if parts.scheme == _CLUSTER_SCHEME:
        return _cluster_client(parts, options)
    if parts.scheme == "unix":
        del options["socket_keepalive"]
    return SingleClient(Redis.from_url(url, retry=_no_retry(), **options))


def _sentinel_client(parts: ParseResult, options: dict[str, Any]) -> SingleClient:
    service, _, database = parts.path.strip("/").partition("/")
    if not service:
        raise ValueError("a Sentinel URL ends with the name of the master's group")
    options |= _credentials(parts)
    # One Sentinel that hangs must leave time for the others.
    waiting: dict[str, Any] = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3, "protocol": 2}
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "sentinel_password" in query:
        waiting["password"] = query["sentinel_password"]
    make: Any = Sentinel
    sentinel = make(_hosts(parts, SENTINEL_PORT), sentinel_kwargs=waiting, **options)
    master = sentinel.master_for(service, db=int(database or 0), retry=_no_retry())
    return SingleClient(master, sentinel)


def _cluster_client(parts: ParseResult, options: dict[str, Any]) -> ClusterClient:
    nodes = [ClusterNode(host, port) for host, port in _hosts(parts, REDIS_PORT)]
    options |= _credentials(parts)
    cluster = RedisCluster(
        startup_nodes=nodes,
        require_full_coverage=False,
        retry=_no_retry(),
        **options,
    )
    return ClusterClient(cluster)


def _credentials(parts: ParseResult) -> dict[str, str]:
    netloc = parts.netloc.rpartition("@")[0]
    username, _, password = netloc.partition(":")
    pairs = {"username": unquote(username), "password": unquote(password)}
    return {name: value for name, value in pairs.items() if value}


def _hosts(parts: ParseResult, default_port: int) -> list[tuple[str, int]]:
    """Hosts and ports of `h1,h2:7000,[::1]:7001`."""
    found = []
    for host in parts.netloc.rpartition("@")[2].split(","):
        address = urlparse(f"//{host}")
        if not address.hostname:
            raise ValueError(f"{host!r} is no host")
        found.append((address.hostname, address.port or default_port))
    return found


async def _connected(connection: Any) -> AbstractConnection:
    """The connection, opened (redis-py's method has no types)."""
    await connection.connect()
    opened: AbstractConnection = connection
    return opened


async def close_connection(connection: AbstractConnection) -> None:
    """Close a connection that never became a lane."""
    with suppress(RedisError, OSError):
        await connection.disconnect(nowait=True)


def unavailable(error: BaseException) -> StoreUnavailableError:
    """The one error that stands for all the ways in which a store is away."""
    return StoreUnavailableError(f"The store does not answer: {str(error) or type(error).__name__}")
