"""The parent of the workers: starts them on one port, restarts what dies, stops all gently.

SIGTERM and SIGINT stop: workers finish what they are at, save what waits, and end.
SIGHUP restarts one worker after the other: each successor answers before its predecessor
stops, on the same socket, so that nobody is refused.
"""

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import wait

from service.engine.traces import warm_up
from service.errors import HamgateError, StoreStartError
from service.logs import get_log
from service.seats import FORKS, POLL_SECONDS, Seat, end, level_ground
from service.stores.embedded import EmbeddedStore
from service.worker import Job, metrics_layout


class WorkerStartError(HamgateError):
    """A worker ended before it answered; its log lines say why."""


class Supervisor:
    """Keeps every seat filled until it is told to stop."""

    def __init__(
        self, job: Job, listeners: Sequence[socket.socket], embedded: EmbeddedStore | None
    ) -> None:
        ground = level_ground(metrics_layout(), len(listeners))
        champion = job.champion if FORKS else None
        if FORKS:
            warm_up()  # the workers inherit it
        self._seats = [
            Seat(ground, replace(job, number=number, listener=listener, champion=champion))
            for number, listener in enumerate(listeners)
        ]
        self._embedded = embedded
        self._stopping = False
        self._restarting = False

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until a signal says stop; `announce` is called when all workers answer."""
        with self._signals() as alarm:
            try:
                self._start_all()
                announce()
                while not self._stopping:
                    self._watch(alarm)
            finally:
                self._stop_all()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """A socket that is readable after a signal, so that waiting ends at once."""
        alarm, trigger = socket.socketpair()
        alarm.setblocking(False)  # noqa: FBT003 (the socket module's own signature)
        trigger.setblocking(False)  # noqa: FBT003
        signal.set_wakeup_fd(trigger.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._signalled)
        try:
            yield alarm
        finally:
            signal.set_wakeup_fd(-1)
            alarm.close()
            trigger.close()

    def _signalled(self, number: int, _frame: object) -> None:
        if number == signal.SIGHUP:
            self._restarting = True
        else:
            self._stopping = True

    def _is_stopping(self) -> bool:
        return self._stopping

    def _start_all(self) -> None:
        waiting = [(seat, seat.fill()) for seat in self._seats]
        for seat, ready in waiting:
            if not seat.answers(ready, self._is_stopping) and not self._stopping:
                raise WorkerStartError("A worker did not start; the log lines above say why.")

    def _watch(self, alarm: socket.socket) -> None:
        """Wait for something to happen, and see to it."""
        sentinels = [seat.process.sentinel for seat in self._seats if seat.process]
        wait([*sentinels, alarm], timeout=POLL_SECONDS)
        with contextlib.suppress(BlockingIOError):
            alarm.recv(64)
        if self._stopping:
            return
        self._see_to_store()
        for seat in self._seats:
            seat.see_to()
        if self._restarting:
            self._restarting = False
            self._restart_all()

    def _see_to_store(self) -> None:
        """Start the embedded store again when it has died."""
        if self._embedded is None or self._embedded.alive():
            return
        log = get_log("supervisor")
        log.error("store_died")
        try:
            self._embedded.start()
        except StoreStartError as error:
            log.error("store_not_started", reason=str(error))  # noqa: TRY400 (the reason says it all)

    def _restart_all(self) -> None:
        for seat in self._seats:
            if not self._stopping:
                seat.succeed(self._is_stopping)

    def _stop_all(self) -> None:
        for seat in self._seats:
            seat.job.listener.close()
        end([seat.process for seat in self._seats])
