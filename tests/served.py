"""A whole application over real HTTP, in the test's own loop, on a model made for tests."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
from aiohttp import web

from service.api.door import open_door
from service.app import Parts, make_app
from service.artifacts import Artifact, Signer, write_artifact
from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS
from service.metrics import Board
from service.models.slots import Champion
from service.settings import Settings
from service.stores.stores import Stores
from service.worker import metrics_layout
from service.worker_state import WorkerState

SECRET = b"a secret only for tests"
SITE_KEY = "0123456789ab"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Served:
    """Where it is served, what it is made of, and the keys to it."""

    http: aiohttp.ClientSession
    app: web.Application
    stores: Stores
    site_id: str
    key: str

    async def call(
        self, method: str, path: str, *, key: str | None = None, **options: Any
    ) -> "Reply":
        """One call with the site's key, or another one."""
        headers = {"Authorization": f"Bearer {self.key if key is None else key}"}
        headers |= options.pop("headers", {})
        if "data" in options and "Content-Type" not in headers:
            headers |= JSON
        async with self.http.request(method, path, headers=headers, **options) as response:
            raw = await response.read()
            body = await response.json(content_type=None) if raw else None
            return Reply(response.status, dict(response.headers), body, raw)

    async def check(self, body: str = "Hello", **fields: Any) -> Any:
        """The answer to a check, which must succeed."""
        reply = await self.call("POST", "/v1/check", json={"body": body, **fields})
        assert reply.status == 200, reply
        return reply.body


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: Any
    raw: bytes


@asynccontextmanager
async def serving(settings: Settings, stores: Stores, champion: Champion) -> AsyncIterator[Served]:
    """Serve on a free port of the loopback, with one site."""
    site, key = await stores.sites.add("Test", SITE_KEY)
    layout = metrics_layout()
    board = Board(layout, [0.0] * layout.width, 0)
    app = make_app(Parts(settings, SECRET, stores, champion, board, WorkerState()))
    runner = web.AppRunner(app)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    door = await open_door(runner, listener)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{listener.getsockname()[1]}") as http:
            yield Served(http, app, stores, site.id, key)
    finally:
        door.close()
        await runner.cleanup()


def make_artifact(folder: Path, version: str, seed: int, signer: Signer | None) -> Artifact:
    """A model with weights of chance: right in form, and different for each seed."""
    random = np.random.default_rng(seed)
    manifest = {
        "version": version,
        "created": "2026-11-22T00:00:00Z",
        "training_sets": [],
        "features": {},
        "signals": [signal.name for signal in SIGNALS],
        "thresholds": {"hold": 0.5, "spam": 0.9, "blatant": 0.9999},
        "fpr_table": [[0.001, 0.97], [0.005, 0.9], [0.01, 0.8]],
        "metrics": {},
        "libraries": {},
    }
    arrays = {
        "buckets": random.normal(0, 0.3, BUCKETS).astype(np.float32),
        "signals": np.abs(random.normal(0, 0.3, len(SIGNALS))),
        "intercept": np.array([-1.0]),
    }
    return write_artifact(folder, manifest=manifest, arrays=arrays, pipeline=b"", signer=signer)
