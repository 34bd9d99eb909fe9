"""The servers that are held against each other: Hamgate, the bare handler, the plain service."""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.stores.embedded_program import ended, server_program
from service.stores.socket_probe import ask
from training.bench.comments import SITE_KEY
from training.bench.processes import (
    READY_SECONDS,
    STOP_SECONDS,
    BenchError,
    Program,
    cpu_seconds,
    fetched,
    free_port,
    name_of,
    resident_mib,
    running,
)

_STORE_NAMES = ("valkey", "redis")
_STORE_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Hamgate:
    """A Hamgate that runs, with the processes of it that matter."""

    program: Program
    workers: tuple[int, ...]
    stores: tuple[int, ...]

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.program.port

    @property
    def worker_mib(self) -> float:
        """Memory of a worker, the mean of all."""
        return resident_mib(*self.workers) / len(self.workers)

    def counted(self, name: str) -> float:
        """The sum of a metric over its labels."""
        text = fetched(self.port, "/metrics")[1].decode()
        found = re.findall(rf"^hamgate_{name}(?:_total)?(?:{{.*}})? (\S+)$", text, re.MULTILINE)
        return sum(map(float, found))


@contextmanager
def hamgate(data_dir: Path, *, workers: int = 1, **settings: object) -> Iterator[Hamgate]:
    """Serve from a data directory until the block ends."""
    port = free_port()
    named = {"PORT": port, "WORKERS": workers, "SITE_KEY": SITE_KEY, "DATA_DIR": data_dir}
    named |= {name.upper(): value for name, value in settings.items()}
    environ = {f"HAMGATE_{name}": str(value) for name, value in named.items()}
    with running(["-m", "service", "serve"], port, "/readyz", environ) as program:
        family = program.family()[1:]
        stores = tuple(pid for pid in family if name_of(pid).startswith(_STORE_NAMES))
        yield Hamgate(program, tuple(pid for pid in family if pid not in stores), stores)


@contextmanager
def bare() -> Iterator[Program]:
    """The bare handler, until the block ends."""
    port = free_port()
    with running(["-m", "training.bench.bare", str(port)], port, "/readyz") as program:
        yield program


@contextmanager
def plain(store_url: str) -> Iterator[Program]:
    """The plain service on a store, until the block ends."""
    port = free_port()
    arguments = ["-m", "training.bench.plain", str(port), store_url]
    with running(arguments, port, "/readyz") as program:
        yield program


@contextmanager
def store() -> Iterator[tuple[str, int]]:
    """A store of its own: its URL and process id, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hamgate-bench-") as folder:
        at = Path(folder) / "s"
        options = ["--port", "0", "--unixsocket", str(at), "--dir", folder, "--save", ""]
        process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [str(server_program()), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + READY_SECONDS
            while ask(at, "PING", 1.0) != "+PONG":
                if time.monotonic() > deadline or process.poll() is not None:
                    raise BenchError("the store does not start")
                time.sleep(_STORE_POLL_SECONDS)
            yield f"unix://{at}", process.pid
        finally:
            ended(process, STOP_SECONDS)


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU time of some processes, from now on."""

    pids: tuple[int, ...]
    before: float

    @classmethod
    def of(cls, *pids: int) -> "Cost":
        """Begin to count."""
        return cls(pids, cpu_seconds(*pids))

    def each(self, count: int) -> float:
        """Microseconds a piece since then."""
        return (cpu_seconds(*self.pids) - self.before) / count * 1e6
