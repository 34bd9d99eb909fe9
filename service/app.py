"""The application put together: the only place that knows all parts."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from service import keys
from service.akismet.campaigns import Campaigns, expect
from service.akismet.routes import add_akismet_routes
from service.akismet.webhook import Webhook
from service.api.framing import framed
from service.api.routes import add_routes
from service.artifacts import Signer
from service.engine.check import Checker
from service.engine.edits import Edits
from service.engine.finding import Finder
from service.engine.following import Follower
from service.engine.ids import id_maker
from service.engine.memory import Memory
from service.engine.pulse import Pulse
from service.engine.recognising import Recogniser
from service.engine.reporting import Reports
from service.engine.tokens import FormTokens
from service.engine.vitals import report_vitals
from service.engine.writing import Save, WriteBehind
from service.metrics import Board
from service.models.slots import Champion, ModelSlots
from service.settings import Settings
from service.stores.stores import Stores
from service.stores.submissions import StoredSubmission
from service.worker_state import WorkerState

FLUSH_SECONDS = 5.0
"""How long a worker that stops goes on saving what it answered."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What an application is made of, and what its process gives it."""

    settings: Settings
    secret: bytes
    stores: Stores
    champion: Champion
    board: Board
    state: WorkerState
    clock: Callable[[], float] = time.time


def make_app(parts: Parts) -> web.Application:
    """An application on open stores; its tasks run from its start to its clean-up."""
    app = web.Application(client_max_size=parts.settings.max_body_bytes)
    app[keys.SETTINGS] = parts.settings
    app[keys.STORES] = parts.stores
    app[keys.BOARD] = parts.board
    app[keys.STATE] = parts.state
    app[keys.SLOTS] = slots = ModelSlots(parts.champion)
    app[keys.SIGNER] = signer = Signer(parts.secret)
    app[keys.FOLLOWER] = Follower(parts.stores.registry, signer, slots, parts.board)
    app[keys.MEMORY] = memory = _memory(parts)
    app[keys.TOKENS] = FormTokens(parts.secret, parts.clock)
    webhook = Webhook(parts.settings.callback_hosts, parts.stores.webhooks)
    saver = _saver(parts, memory, webhook)
    app[keys.WAITING] = waiting = WriteBehind(saver, parts.board)
    app[keys.FINDER] = finder = _finder(parts, waiting)
    app[keys.CHECKER] = _checker(parts, slots, waiting, memory)
    app[keys.RECOGNISER] = Recogniser(waiting, parts.stores.submissions, finder)
    app[keys.REPORTS] = _reports(parts, app, webhook)
    numbers = itertools.count(1)
    add_akismet_routes(app, lambda route, handler: framed(route, handler, numbers))
    add_routes(app, numbers)
    app.cleanup_ctx.extend((_saving, _following, _reporting, _calling_back(webhook)))
    return app


def _memory(parts: Parts) -> Memory:
    return Memory(
        parts.stores.memory,
        half_life_days=parts.settings.reputation_half_life_days,
        unlabelled=parts.settings.memory == "all",
        clock=parts.clock,
    )


def _saver(parts: Parts, memory: Memory, webhook: Webhook) -> Save:
    """Saves submissions, and counts them where they are recalled by, in the same trip."""

    async def save(batch: Sequence[StoredSubmission]) -> None:
        stores = parts.stores
        await asyncio.gather(
            stores.submissions.save(batch),
            memory.remember(batch),
            stores.rules.write_hits(),
            expect(webhook, stores.callbacks, batch),
        )
        memory.forget_notes(batch)

    return save


def _checker(parts: Parts, slots: ModelSlots, waiting: WriteBehind, memory: Memory) -> Checker:
    return Checker(
        slots=slots,
        pulse=Pulse(parts.stores.trips),
        waiting=waiting,
        board=parts.board,
        budget_seconds=parts.settings.check_budget_ms / 1000,
        clock=parts.clock,
        ids=id_maker(parts.clock),
        memory=memory,
        rules=parts.stores.rules,
        edits=Edits(waiting, parts.stores.submissions),
        tokens=FormTokens(parts.secret, parts.clock),
        durable=parts.settings.durable,
    )


def _reports(parts: Parts, app: web.Application, webhook: Webhook) -> Reports:
    stores, finder = parts.stores, app[keys.FINDER]
    campaigns = Campaigns(webhook, stores.callbacks, finder, app[keys.CHECKER], stores.sites)
    return Reports(
        memory=app[keys.MEMORY],
        feedback=stores.feedback,
        statistics=stores.statistics,
        board=parts.board,
        ids=id_maker(parts.clock),
        clock=parts.clock,
        finder=finder,
        listener=campaigns.tell,
    )


def _finder(parts: Parts, waiting: WriteBehind) -> Finder:
    stores = parts.stores
    return Finder(waiting, stores.submissions, stores.feedback, parts.clock)


async def _saving(app: web.Application) -> AsyncIterator[None]:
    """Save submissions behind the answers; at the end, what still waits."""
    app[keys.WAITING].start()
    yield
    await app[keys.WAITING].close(FLUSH_SECONDS)


async def _following(app: web.Application) -> AsyncIterator[None]:
    """Stay on the model that was promoted last."""
    task = asyncio.get_running_loop().create_task(app[keys.FOLLOWER].run())
    yield
    await _ended(task)


async def _reporting(app: web.Application) -> AsyncIterator[None]:
    """Say every second how this worker is."""
    vitals = report_vitals(app[keys.BOARD], app[keys.STORES].trips)
    task = asyncio.get_running_loop().create_task(vitals)
    yield
    await _ended(task)


def _calling_back(webhook: Webhook) -> Callable[[web.Application], AsyncIterator[None]]:
    """Tell blogs what has changed since they asked."""

    async def calling_back(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.get_running_loop().create_task(webhook.run())
        yield
        await _ended(task)

    return calling_back


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
