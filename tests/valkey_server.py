"""A real Valkey for tests: on a Unix socket in a folder of its own, to stop, kill and freeze."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from running import free_port

from service.stores.embedded_program import server_program
from service.stores.socket_probe import ask

START_SECONDS = 10.0


class ValkeyServer:
    """One server process with an append-only file; restarting it keeps its data."""

    def __init__(self, *options: str, program: Path | None = None) -> None:
        self._program = program or server_program()
        self._folder = tempfile.TemporaryDirectory(prefix="hg-")
        self.path = Path(self._folder.name)
        self.socket = self.path / "s"
        self.url = f"unix://{self.socket}"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        arguments = ["--port", "0", "--bind", "127.0.0.1"]
        arguments += ["--unixsocket", str(self.socket), "--dir", str(self.path)]
        arguments += ["--save", "", "--appendonly", "yes", "--logfile", str(self.path / "log")]
        # As the embedded one; whoever means another's everysec says so by an option.
        arguments += ["--appendfsync", "always"]
        self._process = subprocess.Popen(  # noqa: S603
            [str(self._program), *arguments, *self._options],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while ask(self.socket, "PING", 1.0) != "+PONG":
            assert time.monotonic() < deadline, "the test's Valkey does not start"
            time.sleep(0.01)

    def listen_on_tcp(self) -> int:
        """Answer on a port of the loopback as well, from now on and after each start."""
        port = free_port()
        self._options = (*self._options, "--port", str(port))
        assert ask(self.socket, f"CONFIG SET port {port}", 1.0) == "+OK"
        return port

    def commands(self, name: str) -> int:
        """How often it was given a command, since its start or the last reset of its counts."""
        stats = say(self.socket, "INFO commandstats")
        found = re.search(rf"cmdstat_{name}:calls=(\d+)", stats)
        return int(found[1]) if found else 0

    def kill(self) -> None:
        """End it as a power cut would end the process."""
        self.signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()
        self._process = None

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def close(self) -> None:
        if self._process is not None:
            self.thaw()
            self.kill()
        self._folder.cleanup()

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)


def debian_redis(version: str = "") -> Path:
    """The server program of the system's Redis, as Debian has it; skips where there is none."""
    found = shutil.which("redis-server")
    said = "" if found is None else subprocess.check_output([found, "--version"], text=True)  # noqa: S603
    if found is None or version not in said:
        pytest.skip(f"there is no redis-server {version} on the PATH")
    return Path(found)


def say(path: Path, command: str) -> str:
    """A store's whole answer to a command."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5.0)
        connection.connect(str(path))
        connection.sendall(f"{command}\r\nQUIT\r\n".encode())
        answer = b""
        while received := connection.recv(65_536):
            answer += received
    return answer.decode()
