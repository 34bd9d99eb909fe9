"""`hamgate serve` as people run it: a process of its own, to load, kill and stop."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil

READY_SECONDS = 30.0
STOP_SECONDS = 30.0
SITE_KEY = "0123456789ab"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "service", *arguments]


def environment(data_dir: Path, **settings: object) -> dict[str, str]:
    """A clean environment with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HAMGATE_")}
    named = {f"HAMGATE_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, "HAMGATE_DATA_DIR": str(data_dir), **named}


def run(data_dir: Path, *arguments: str, stdin: str = "", **settings: object) -> Any:
    """Run a command to its end."""
    return subprocess.run(  # noqa: S603
        command(*arguments),
        env=environment(data_dir, **settings),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@dataclass
class Running:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int
    key: str
    greeting: str
    log: Path
    ready_seconds: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> list[psutil.Process]:
        """The parent, its workers and its store."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # it ended as we looked
                if "valkey" not in child.name() and "redis" not in child.name():
                    found.append(child)
        return found

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def kill_everything(self) -> None:
        """End every process of it as a power cut would."""
        for process in reversed(self.processes()):
            process.kill()
        self.process.wait(STOP_SECONDS)


@contextmanager
def hamgate(data_dir: Path, port: int | None = None, **settings: object) -> Iterator[Running]:
    """Serve from a data directory until the block ends."""
    port = free_port() if port is None else port
    data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir / "test.log"
    started = time.monotonic()
    settings = {"site_key": SITE_KEY, "workers": 2, "port": port, **settings}
    said = data_dir / "test.out"
    with log.open("a") as errors, said.open("w") as output:
        process = subprocess.Popen(  # noqa: S603
            command("serve"),
            env=environment(data_dir, **settings),
            stdout=output,
            stderr=errors,
            text=True,
        )
    try:
        while "serves at" not in said.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < started + READY_SECONDS, log.read_text()
            time.sleep(0.02)
        ready_seconds = time.monotonic() - started
        greeting = said.read_text()
        found = re.search(r"site key +([0-9a-f]{12})", greeting)
        key = found[1] if found else str(settings["site_key"])
        yield Running(process, port, key, greeting, log, ready_seconds)
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Shot:
    """One check under load: when it was sent, how long it took, what came."""

    at: float
    seconds: float
    status: int
    body: Any = field(repr=False)


@dataclass
class Load:
    """Checks at a steady rate, whatever becomes of them."""

    url: str
    key: str
    shots: list[Shot] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def fire(self, rate: float, seconds: float) -> None:
        """Send checks at a rate a second, each at its time."""
        connector = aiohttp.TCPConnector(limit=0)
        headers = {"Authorization": f"Bearer {self.key}"}
        async with aiohttp.ClientSession(self.url, headers=headers, connector=connector) as http:
            started = time.monotonic()
            tasks = []
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
                tasks.append(asyncio.create_task(self._shoot(http, number)))
            await asyncio.gather(*tasks)

    async def _shoot(self, http: aiohttp.ClientSession, number: int) -> None:
        at = time.monotonic()
        try:
            async with http.post("/v1/check", json={"body": f"Hello number {number}"}) as response:
                body = await response.json(content_type=None)
                self.shots.append(Shot(at, time.monotonic() - at, response.status, body))
        except (aiohttp.ClientError, OSError) as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    def between(self, start: float, end: float) -> Sequence[Shot]:
        """Shots that were sent in a span of monotonic time."""
        return [shot for shot in self.shots if start <= shot.at < end]

    def percentile(self, share: float) -> float:
        """The time that a share of the shots did not exceed, in seconds."""
        times = sorted(shot.seconds for shot in self.shots)
        return times[min(len(times) - 1, int(share * len(times)))]
