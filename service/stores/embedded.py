"""The embedded store: a Valkey of our own in the data directory, for whoever has no server.

It listens on a Unix socket only, writes an append-only file, and outlives the process
that started it where that was killed: the next one takes it over. Four locks, which the
system lets go of with their process, keep order:
- `store.alive` held by the store itself, which inherits it: two on one folder cannot be
- `serve.lock`  held by the one `hamgate serve` of a data directory
- `store.lock`  held while the store is started or stopped
- `store.users` shared by everybody who uses the store: the last one out stops it
"""

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from service.errors import StoreStartError
from service.stores.embedded_program import ended, fault, runtime_dir, server_program
from service.stores.locks import FileLock
from service.stores.socket_probe import ask

SOCKET_FILE = "store.sock"
LOG_FILE = "store.log"
PID_FILE = "store.pid"

MOST_SOCKET_PATH_BYTES = 100
"""macOS takes 104 with the closing zero, Linux 108."""

START_SECONDS = 15.0
LOAD_SECONDS = 120.0
"""A large append-only file is read for a while before the first answer."""

STOP_SECONDS = 15.0
GONE_SECONDS = 3.0
"""How long a killed store's own helper process (it rewrites the file) may still live."""

POLL_SECONDS = 0.01


class EmbeddedStore:
    """The Valkey of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir.expanduser().resolve()
        self._users = FileLock(self._data_dir / "store.users")
        self._running = FileLock(self._data_dir / "store.alive")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket_path(self) -> Path:
        """Where it listens; in a short folder of ours when the data directory's path is long."""
        path = self._data_dir / SOCKET_FILE
        if len(os.fsencode(path)) <= MOST_SOCKET_PATH_BYTES:
            return path
        digest = hashlib.sha256(os.fsencode(self._data_dir)).hexdigest()[:16]
        return runtime_dir() / f"{digest}.sock"

    @property
    def url(self) -> str:
        """The URL under which `open_client` finds it."""
        return f"unix://{self.socket_path}"

    def start(self) -> None:
        """Start it, or take over the one that runs; StoreStartError says what is in the way."""
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self._data_dir / "store.lock").held(STOP_SECONDS):
                self._users.take_shared()
                if not self.alive():
                    self._launch()
        except TimeoutError:
            raise StoreStartError(
                f"Another program has been starting or stopping the store in {self._data_dir} "
                "for too long; end it and try again."
            ) from None
        except OSError as error:
            raise StoreStartError(
                f"The data directory {self._data_dir} cannot be used ({error.strerror or error}); "
                "let this user write there, or set HAMGATE_DATA_DIR to another folder."
            ) from error
        except StoreStartError:
            self._users.let_go()
            raise

    def alive(self, timeout_seconds: float = 1.0) -> bool:
        """Whether it answers, be it that it is still reading its data."""
        reply = self._ping(timeout_seconds)
        return reply is not None and reply.startswith(("+PONG", "-LOADING"))

    def stop(self) -> None:
        """Let go of it; the last user stops it, with everything written to disk."""
        self._users.let_go()
        with suppress(OSError, TimeoutError):
            lock = FileLock(self._data_dir / "store.lock")
            with lock.held(STOP_SECONDS):
                if self._users.take_exclusive():
                    self._shut_down()
                    self._users.let_go()

    def _ping(self, timeout_seconds: float = 1.0) -> str | None:
        return ask(self.socket_path, "PING", timeout_seconds)

    def _launch(self) -> None:
        try:
            with self._running.held(GONE_SECONDS):
                self._reap()
                self.socket_path.unlink(missing_ok=True)
                log_start = self._log_size()
                process = self._process = self._spawn()
        except TimeoutError:
            raise StoreStartError(
                f"The embedded store in {self._data_dir} runs but does not answer; "
                "end its process and try again."
            ) from None
        self._await_ready(process, log_start)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(  # noqa: S603 (our own program, no shell)
                [str(server_program()), *self._arguments()],
                cwd=self._data_dir,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # Ctrl-C at a terminal is for the server, which stops the store when it is done.
                start_new_session=True,
                umask=0o077,
                pass_fds=[self._running.descriptor],
            )
        except OSError as error:
            raise StoreStartError(f"The embedded store cannot be started: {error}.") from error

    def _reap(self) -> None:
        """Take note of the end of a former child, which holds no lock any more."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GONE_SECONDS)

    def _arguments(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self._data_dir),
            "pidfile": str(self._data_dir / PID_FILE),
            "logfile": str(self._data_dir / LOG_FILE),
            "daemonize": "no",
            "save": "",
            "appendonly": "yes",
            # What was acknowledged is on disk. With everysec a write that comes while a sync
            # runs is acknowledged before it is written at all, and a kill loses it. Side by side
            # (ext4 on a virtual disk, 20 writes every 10 ms): 1.1 ms against 0.6 ms a write, reads
            # p50 0.14 against 0.15 ms and p99 1.1 against 0.5 ms.
            "appendfsync": "always",
            "aof-use-rdb-preamble": "yes",
            "maxmemory-policy": "noeviction",
            "always-show-logo": "no",
        }
        return [part for name, value in options.items() for part in (f"--{name}", value)]

    def _await_ready(self, process: "subprocess.Popen[bytes]", log_start: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise StoreStartError(fault(self._data_dir, self._data_dir / LOG_FILE, log_start))
            reply = self._ping()
            if reply is not None and reply.startswith("+PONG"):
                return
            if reply is not None and reply.startswith("-LOADING"):
                deadline = max(deadline, time.monotonic() + LOAD_SECONDS)
            time.sleep(POLL_SECONDS)
        ended(process, STOP_SECONDS)
        raise StoreStartError(
            f"The embedded store did not answer within {START_SECONDS:.0f} s; "
            f"{self._data_dir / LOG_FILE} may say why."
        )

    def _shut_down(self) -> None:
        """Have it write and end itself; end it where it is our child and does not."""
        ask(self.socket_path, "SHUTDOWN", STOP_SECONDS)
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                ended(process, STOP_SECONDS)
        with suppress(TimeoutError), self._running.held(STOP_SECONDS):
            pass

    def _log_size(self) -> int:
        try:
            return (self._data_dir / LOG_FILE).stat().st_size
        except FileNotFoundError:
            return 0


@contextmanager
def only_server(data_dir: Path) -> Iterator[None]:
    """Be the one `hamgate serve` of a data directory; StoreStartError when there is another."""
    lock = FileLock(data_dir / "serve.lock")
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        taken = lock.take_exclusive()
    except OSError as error:
        raise StoreStartError(
            f"The data directory {data_dir} cannot be used ({error.strerror or error}); "
            "let this user write there, or set HAMGATE_DATA_DIR to another folder."
        ) from error
    if not taken:
        raise StoreStartError(
            f"Another Hamgate is serving from {data_dir}; stop it, "
            "or set HAMGATE_DATA_DIR to another folder."
        )
    try:
        yield
    finally:
        lock.let_go()


@contextmanager
def borrowed_store(data_dir: Path) -> Iterator[str]:
    """The URL of the embedded store for the time of a command, whether or not it ran before."""
    store = EmbeddedStore(data_dir)
    store.start()
    try:
        yield store.url
    finally:
        store.stop()
