"""Real clusters and Sentinel groups for tests, on ports of the loopback."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import redis
from running import free_port

from service.stores.embedded_program import server_program

READY_SECONDS = 20.0
SLOTS = 16_384
PRIMARIES = 3
SENTINELS = 3
GROUP = "hamgate-tests"


class Node:
    """One process of many: a server or a Sentinel."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self._folder = folder / str(self.port)
        self._folder.mkdir()
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = self._folder / "config"
        if not config.exists():
            lines = [f"port {self.port}", "bind 127.0.0.1", f"dir {self._folder}", 'save ""']
            config.write_text("\n".join([*lines, *self._options]) + "\n")
        role = ["--sentinel"] if any("sentinel" in line for line in self._options) else []
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                [str(server_program()), str(config), *role],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        await_true(self.answers)

    def say(self, *command: object) -> object:
        """A command's reply."""
        with redis.Redis(port=self.port, protocol=2, decode_responses=True) as client:
            return client.execute_command(*command)  # type: ignore[no-untyped-call]

    def answers(self) -> bool:
        try:
            return bool(self.say("PING"))
        except redis.RedisError:
            return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


class Group:
    """Several processes that belong together."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hg-"))
        self.nodes: list[Node] = []
        self.primaries: list[Node] = []
        self.url = ""

    def start(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        for node in self.nodes:
            node.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _started(self, *options: str) -> Node:
        node = Node(self._folder, *options)
        node.start()
        self.nodes.append(node)
        return node


class ValkeyCluster(Group):
    """Three primaries, each with as many replicas as asked for."""

    def __init__(self, replicas: int = 0) -> None:
        super().__init__()
        self._replicas = replicas

    def start(self) -> None:
        count = PRIMARIES * (1 + self._replicas)
        nodes = [self._started(*self._options()) for _ in range(count)]
        self.primaries = nodes[:PRIMARIES]
        for place, node in enumerate(self.primaries):
            first, last = place * SLOTS // PRIMARIES, (place + 1) * SLOTS // PRIMARIES - 1
            node.say("CLUSTER", "ADDSLOTSRANGE", first, last)
            node.say("CLUSTER", "SET-CONFIG-EPOCH", place + 1)
        for node in nodes[1:]:
            node.say("CLUSTER", "MEET", "127.0.0.1", nodes[0].port, self._bus_port(nodes[0]))
        await_true(lambda: all(self._knows(node, count) for node in nodes))
        for place, node in enumerate(nodes[PRIMARIES:]):
            node.say("CLUSTER", "REPLICATE", self.primaries[place % PRIMARIES].say("CLUSTER MYID"))
        await_true(lambda: all(self._is_whole(node) for node in nodes))
        await_true(lambda: all(has_synced(node) for node in nodes[PRIMARIES:]))
        self.url = "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in nodes)

    def _is_whole(self, node: Node) -> bool:
        state = str(node.say("CLUSTER", "INFO"))
        replicas = str(node.say("CLUSTER", "NODES")).count(" slave ")
        replicas += str(node.say("CLUSTER", "NODES")).count("myself,slave ")
        return "cluster_state:ok" in state and replicas == PRIMARIES * self._replicas

    @staticmethod
    def _knows(node: Node, count: int) -> bool:
        return str(node.say("CLUSTER", "NODES")).count("connected") >= count

    @staticmethod
    def _bus_port(node: Node) -> object:
        pair = node.say("CONFIG", "GET", "cluster-port")
        return dict(pair)["cluster-port"] if isinstance(pair, dict) else pair[1]  # type: ignore[index]

    @staticmethod
    def _options() -> tuple[str, ...]:
        return (
            "appendonly yes",
            "appendfsync always",
            "cluster-enabled yes",
            f"cluster-port {free_port()}",
            "cluster-node-timeout 1000",
            "repl-diskless-sync-delay 0",
        )


class SentinelTrio(Group):
    """A primary, a replica, and three Sentinels who watch them."""

    def start(self) -> None:
        always = ("appendonly yes", "appendfsync always", "repl-diskless-sync-delay 0")
        self.primaries = [self._started(*always)]
        replica = self._started(*always, f"replicaof 127.0.0.1 {self.primaries[0].port}")
        await_true(lambda: has_synced(replica))
        sentinels = [self._started(*self._options()) for _ in range(SENTINELS)]
        await_true(lambda: all(self._sees_all(node) for node in sentinels))
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in sentinels)
        self.url = f"redis+sentinel://{hosts}/{GROUP}"

    @staticmethod
    def _sees_all(sentinel: Node) -> bool:
        flat = sentinel.say("SENTINEL", "MASTER", GROUP)
        seen = flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True))  # type: ignore[index]
        return (str(seen["num-slaves"]), str(seen["num-other-sentinels"])) == ("1", "2")

    def _options(self) -> tuple[str, ...]:
        return (
            f"sentinel monitor {GROUP} 127.0.0.1 {self.primaries[0].port} 2",
            f"sentinel down-after-milliseconds {GROUP} 1000",
            f"sentinel failover-timeout {GROUP} 3000",
        )


def has_synced(replica: Node) -> bool:
    """Whether a replica has what its primary has, and could follow it."""
    state = replica.say("INFO", "replication")
    return "master_link_status:up" in str(state) or (
        isinstance(state, dict) and state["master_link_status"] == "up"
    )


def await_true(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "the test's servers do not come together"
        time.sleep(0.05)
