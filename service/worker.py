"""One worker process: an application on its socket, from its start to its last answer."""

import asyncio
import gc
import multiprocessing
import signal
import socket
from collections.abc import MutableSequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

import uvloop
from aiohttp import web

from service.akismet.routes import akismet_route_names
from service.api.door import open_door
from service.api.routes import route_names
from service.app import Parts, make_app
from service.artifacts import Signer
from service.engine.following import fetch_champion
from service.errors import ArtifactError, NotFoundError, StoreUnavailableError
from service.keys import STATE
from service.logs import configure_logs, get_log
from service.metrics import Board, Layout, families
from service.models.slots import Champion, last_resort
from service.settings import Settings
from service.stores.stores import Stores, open_stores
from service.worker_state import WorkerState

DRAIN_SECONDS = 1.0
"""How long clients on open connections get to notice that they end."""

DRAIN_POLL_SECONDS = 0.02
LAST_ANSWERS_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is given."""

    settings: Settings
    secret: bytes
    store_url: str
    """Of the embedded store; empty takes the settings' own."""
    number: int
    row: int
    """Of the metrics' shared memory."""
    numbers: MutableSequence[float]
    listener: socket.socket
    ready: Connection
    """Where the worker says that it answers."""
    champion: Champion | None
    """Read already by the parent, where the worker inherits its memory."""


def metrics_layout() -> Layout:
    """The layout that all processes share."""
    return Layout.of(families((*route_names(), *akismet_route_names())))


def run_worker(job: Job) -> None:
    """The life of a worker process."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us through the parent
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    configure_logs(job.settings.log_level, job.settings.log_format)
    gc.freeze()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(job))


async def _serve(job: Job) -> None:
    stop = _stop_event()
    stores = await open_stores(job.settings, job.secret, url=job.store_url)
    board = Board(metrics_layout(), job.numbers, job.row)
    champion = await _champion(stores, Signer(job.secret), job.champion)
    state = WorkerState(log_all=job.settings.log_level == "debug")
    app = make_app(Parts(job.settings, job.secret, stores, champion, board, state))
    try:
        await _answer(app, job, stop)
    finally:
        await stores.close()


async def _answer(app: web.Application, job: Job, stop: asyncio.Event) -> None:
    log = get_log("worker")
    runner = web.AppRunner(app, shutdown_timeout=LAST_ANSWERS_SECONDS)
    await runner.setup()
    door = await open_door(runner, job.listener)
    log.info("worker_ready", worker=job.number)
    with suppress(OSError):
        job.ready.send(True)  # noqa: FBT003 (that it came is the message)
    await stop.wait()
    app[STATE].draining = True
    door.close()
    await _drain(runner)
    await runner.cleanup()
    log.info("worker_stopped", worker=job.number)


async def _drain(runner: web.AppRunner) -> None:
    """Let clients finish: each answer ends its connection, until none is left or time is up."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + DRAIN_SECONDS
    while runner.server is not None and runner.server.connections and clock() < deadline:  # noqa: ASYNC110 (aiohttp has no event for it)
        await asyncio.sleep(DRAIN_POLL_SECONDS)


def _stop_event() -> asyncio.Event:
    """Set by SIGTERM, and when the parent is gone."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = int(parent.sentinel)

        def orphaned() -> None:
            loop.remove_reader(sentinel)
            stop.set()

        loop.add_reader(sentinel, orphaned)
    return stop


async def _champion(stores: Stores, signer: Signer, inherited: Champion | None) -> Champion:
    """The promoted model, else what the parent read, else what is there: a worker always starts.

    What the parent read may be of yesterday, when this worker follows one that died.
    """
    try:
        version = await stores.registry.champion()
        if inherited is not None and inherited.version == version:
            return inherited
        return await fetch_champion(stores.registry, signer, version)
    except (ArtifactError, NotFoundError, StoreUnavailableError) as error:
        get_log("worker").error("champion_not_read", reason=str(error))
    return inherited or last_resort()
