"""A label counts in the next second for every worker of a server that runs, and its undoing too."""

import asyncio
import time
from pathlib import Path
from typing import Any

import aiohttp
from running import Running, hamgate

PITCH = (
    "Our certified accountants prepare quarterly statements for small restaurants, calculate "
    "payroll taxes and answer letters from the revenue office within two days. Ask {} today."
)
CONNECTIONS = 24
"""Each is taken by one worker or the other, as the kernel likes."""


async def ask(server: Running, body: dict[str, Any]) -> dict[str, Any]:
    """One check on a connection of its own."""
    headers = {"Authorization": f"Bearer {server.key}"}
    async with (
        aiohttp.ClientSession(server.url, headers=headers) as http,
        http.post("/v1/check", json=body) as response,
    ):
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


async def from_all_workers(server: Running) -> list[dict[str, Any]]:
    """Near copies, judged by whoever takes the connection; nothing is remembered of them."""
    names = [f"Susan{number}" for number in range(CONNECTIONS)]
    return await asyncio.gather(
        *(ask(server, {"body": PITCH.format(name), "test": True}) for name in names)
    )


def told_by_label(answer: dict[str, Any]) -> bool:
    return any(piece["signal"] == "copy_labelled" for piece in answer["evidence"])


async def test_a_label_and_its_undoing_reach_all_workers_within_a_second(tmp_path: Path) -> None:
    with hamgate(tmp_path, workers=2) as server:
        first = await ask(server, {"body": PITCH.format("Margaret")})
        before = await from_all_workers(server)
        headers = {"Authorization": f"Bearer {server.key}"}
        async with aiohttp.ClientSession(server.url, headers=headers) as http:
            label = {"id": first["id"], "label": "spam"}
            started = time.monotonic()
            async with http.post("/v1/feedback", json=label) as response:
                feedback = (await response.json())["id"]
            labelled = await from_all_workers(server)
            assert time.monotonic() - started < 1.0
            async with http.delete(f"/v1/feedback/{feedback}") as response:
                assert response.status == 204
            after = await from_all_workers(server)
    assert not any(told_by_label(answer) for answer in before)
    assert all(told_by_label(answer) for answer in labelled)
    assert all(spam["score"] > plain["score"] for spam, plain in zip(labelled, before, strict=True))
    assert [answer["score"] for answer in after] == [answer["score"] for answer in before]
