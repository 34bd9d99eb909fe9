"""Locks between processes, on files: the system lets go of them when their holder dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLL_SECONDS = 0.02


class FileLock:
    """A lock on one file, which stays empty and is never removed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int:
        """The open file, for a child that shall inherit the lock."""
        return self._opened()

    def take_shared(self) -> None:
        """Hold it together with others; waits while somebody has it alone."""
        fcntl.flock(self._opened(), fcntl.LOCK_SH)

    def take_exclusive(self) -> bool:
        """Hold it alone, if nobody else holds it now."""
        try:
            fcntl.flock(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.let_go()
            return False
        return True

    def let_go(self) -> None:
        """Hold it no longer."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def held(self, patience_seconds: float) -> Iterator[None]:
        """Hold it alone for a while; TimeoutError when others do not let go."""
        deadline = time.monotonic() + patience_seconds
        while not self.take_exclusive():
            if time.monotonic() > deadline:
                raise TimeoutError(str(self._path))
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            self.let_go()

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._descriptor
