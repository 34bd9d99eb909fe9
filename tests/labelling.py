"""Labels sent to a server that runs, and the labels that its store has afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import redis.asyncio
from running import Running

Labels = dict[str, str]
"""Of submissions, by their ids."""

PAUSE_SECONDS = 0.02


async def label(server: Running, count: int, *, at_once: int = 1) -> Labels:
    """Send labels; those that were acknowledged."""
    acknowledged: Labels = {}
    async with _session(server, at_once) as http:
        await asyncio.gather(*(_send(http, number, acknowledged) for number in range(count)))
    return acknowledged


@asynccontextmanager
async def labelling(server: Running) -> AsyncIterator[Labels]:
    """Send labels, one after the other, while the block lasts; what was acknowledged so far."""
    acknowledged: Labels = {}

    async def send_on() -> None:
        async with _session(server, 1) as http:
            number = 0
            while not over.is_set():
                number += 1
                await _send(http, number, acknowledged)
                await asyncio.sleep(PAUSE_SECONDS)

    over = asyncio.Event()
    sending = asyncio.create_task(send_on())
    try:
        yield acknowledged
    finally:
        over.set()
        await sending


async def stored_labels(socket: Path) -> Labels:
    """The labels in the store behind a Unix socket."""
    client = redis.asyncio.Redis(unix_socket_path=str(socket), protocol=2, decode_responses=True)
    async with client:
        keys = await client.keys("hamgate:*:fb:*")
        async with client.pipeline(transaction=False) as pipeline:
            for key in keys:
                pipeline.hget(key, "label")
            labels = await pipeline.execute()
    return {key.rpartition(":")[2]: label for key, label in zip(keys, labels, strict=True)}


def _session(server: Running, at_once: int) -> aiohttp.ClientSession:
    headers = {"Authorization": f"Bearer {server.key}"}
    connector = aiohttp.TCPConnector(limit=at_once)
    return aiohttp.ClientSession(server.url, headers=headers, connector=connector)


async def _send(http: aiohttp.ClientSession, number: int, acknowledged: Labels) -> None:
    """Send one label, which is either acknowledged or refused for a while."""
    name = "spam" if number % 2 else "ham"
    body = {"submission": {"body": f"label {number}"}, "label": name}
    async with http.post("/v1/feedback", json=body) as response:
        if response.status == 202:
            acknowledged[(await response.json())["submission_id"]] = name
        else:
            assert response.status == 503
            assert response.headers["Retry-After"]
