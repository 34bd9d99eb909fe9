"""A worker's place: its socket, its rows in the metrics, and the process that sits on it."""

import multiprocessing
import sys
import time
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from service.logs import get_log
from service.metrics import Layout
from service.worker import Job, run_worker

FORKS = sys.platform == "linux"
"""Whether workers inherit the parent's memory; forking is not safe on macOS."""

READY_SECONDS = 30.0
STOP_SECONDS = 20.0
"""After this a worker that does not end is killed."""

POLL_SECONDS = 0.25
STEADY_SECONDS = 5.0
"""A worker that lived so long did not die of its start."""

FIRST_DELAY_SECONDS = 0.1
LONGEST_DELAY_SECONDS = 5.0
ROWS_A_SEAT = 2
"""While a successor starts, both count, each in a row of its own."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all seats stand on."""

    context: Any
    """Of multiprocessing: how processes are made."""
    layout: Layout
    numbers: MutableSequence[float]


def level_ground(layout: Layout, seats: int) -> Ground:
    """Ground for so many seats, with memory that all their processes share."""
    context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
    return Ground(context, layout, context.RawArray("d", layout.width * seats * ROWS_A_SEAT))


@dataclass(slots=True)
class Seat:
    """One worker's place, and who sits on it."""

    ground: Ground
    job: Job
    """What whoever sits here is given, but for the row and the way to say it is ready."""
    process: BaseProcess | None = None
    _row: int = 0
    _started_at: float = 0.0
    _delay_seconds: float = 0.0
    _due_at: float = field(default=0.0)
    """When an empty seat is filled again."""

    def fill(self) -> Connection:
        """Start a process; what is returned tells when it answers."""
        ready, told = self.ground.context.Pipe(duplex=False)
        self._row = (self._row + 1) % ROWS_A_SEAT
        job = replace(self.job, row=self._place(), numbers=self.ground.numbers, ready=told)
        self.process = self.ground.context.Process(target=run_worker, args=(job,))
        self.process.start()
        self._started_at = time.monotonic()
        told.close()
        receiver: Connection = ready
        return receiver

    def answers(self, ready: Connection, given_up: Callable[[], bool]) -> bool:
        """Wait until its worker answers; False when it ended, takes too long or is given up."""
        deadline = self._started_at + READY_SECONDS
        try:
            while time.monotonic() < deadline and not given_up():
                if ready.poll(POLL_SECONDS):
                    return bool(ready.recv())
        except (EOFError, OSError):
            pass
        finally:
            ready.close()
        return False

    def see_to(self) -> None:
        """Clear the seat of a worker that died, and fill it when that is due."""
        now = time.monotonic()
        if self.process is not None and not self.process.is_alive():
            code = self.process.exitcode
            get_log("seats").error("worker_died", worker=self.job.number, code=code)
            self._vacate(now)
        if self.process is None and now >= self._due_at:
            self.fill().close()

    def succeed(self, given_up: Callable[[], bool]) -> None:
        """Replace its worker once a successor answers; else the old one stays."""
        log = get_log("seats")
        former, former_row, former_place = self.process, self._row, self._place()
        if self.answers(self.fill(), given_up):
            log.info("worker_succeeded", worker=self.job.number)
            end([former])
            self.ground.layout.clear_gauges(self.ground.numbers, former_place)
            return
        log.error("successor_failed", worker=self.job.number)
        end([self.process])
        self.process, self._row = former, former_row

    def _place(self) -> int:
        """The row of the metrics that whoever sits here counts in."""
        return self.job.number * ROWS_A_SEAT + self._row

    def _vacate(self, now: float) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.join()
            process.close()
        self.ground.layout.clear_gauges(self.ground.numbers, self._place())
        steady = now - self._started_at > STEADY_SECONDS
        self._due_at = now if steady else now + self._delay_seconds
        longer = min(LONGEST_DELAY_SECONDS, max(FIRST_DELAY_SECONDS, 2 * self._delay_seconds))
        self._delay_seconds = 0.0 if steady else longer


def end(processes: Sequence[BaseProcess | None]) -> None:
    """End processes gently, and those that will not by force."""
    living = [process for process in processes if process is not None]
    for process in living:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in living:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive():
            get_log("seats").error("worker_killed", reason="it did not stop in time")
            process.kill()
            process.join()
        process.close()
