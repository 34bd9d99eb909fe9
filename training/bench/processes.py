"""Programs under measurement: started, asked whether they are ready, weighed and ended."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.errors import HamgateError
from service.stores.embedded_program import ended

READY_SECONDS = 60.0
STOP_SECONDS = 20.0
_POLL_SECONDS = 0.01
_PROC = Path("/proc")
_MIB = 1 << 20


class BenchError(HamgateError):
    """A program that is to be measured does not run."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that runs and listens on a port."""

    process: "subprocess.Popen[bytes]"
    port: int
    ready_seconds: float

    def family(self) -> list[int]:
        """Its process ids: itself, its children and theirs."""
        return _family(self.process.pid)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(
    arguments: list[str], port: int, path: str, environ: dict[str, str] | None = None
) -> Iterator[Program]:
    """Run a Python program until the block ends; it is ready once a path answers 200."""
    kept = {name: its for name, its in os.environ.items() if not name.startswith("HAMGATE_")}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [sys.executable, *arguments], env=kept | (environ or {}), stdout=said, stderr=said
        )
        try:
            _await_ready(process, port, path)
            yield Program(process, port, time.perf_counter() - began)
        except BenchError as error:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise BenchError(f"{error} ({last})") from error
        finally:
            ended(process, STOP_SECONDS)


def _await_ready(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BenchError(f"{process.args!r} ended at once")
        if status(port, path) == http.client.OK:
            return
        time.sleep(_POLL_SECONDS)
    raise BenchError(f"{process.args!r} was not ready within {READY_SECONDS:g} s")


def status(port: int, path: str) -> int:
    """What a GET answers; 0 where nobody does."""
    try:
        return fetched(port, path)[0]
    except (OSError, http.client.HTTPException):
        return 0


def fetched(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def cpu_seconds(*pids: int) -> float:
    """User and system time of processes so far; NaN where there is no /proc."""
    try:
        return sum(_cpu_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return float("nan")


def _cpu_ticks(pid: int) -> int:
    fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def resident_mib(*pids: int) -> float:
    """Memory that processes keep resident; NaN where there is no /proc."""
    try:
        pages = sum(int((_PROC / str(pid) / "statm").read_text().split()[1]) for pid in pids)
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / _MIB


def name_of(pid: int) -> str:
    """A process' name; empty where it is gone."""
    try:
        return (_PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def _family(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found
