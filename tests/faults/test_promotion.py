"""Promotions under load: no check fails, and soon every worker answers with the new model."""

import asyncio
import time
from pathlib import Path

import pytest
from running import Load, Running, hamgate, run
from served import make_artifact

from service.artifacts import Signer
from service.secrets import load_secret

TAKEN_UP_SECONDS = 2.0


async def change(data_dir: Path, server: Running, *arguments: str) -> float:
    """Run a command beside the server; when it was done."""
    result = await asyncio.to_thread(run, data_dir, *arguments)
    assert result.returncode == 0, result.stderr
    assert server.process.poll() is None
    return time.monotonic()


@pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.slow)])
async def test_promotions_and_rollbacks_under_load_fail_nobody(tmp_path: Path, times: int) -> None:
    data_dir = tmp_path / "data"
    signer = Signer(load_secret(data_dir, ""))
    new = "2026-11-22.2-fedcba"
    make_artifact(tmp_path / "model", new, 2, signer)
    with hamgate(data_dir) as server:
        load = Load(server.url, server.key)
        firing = asyncio.create_task(load.fire(100, 12.0 * times))
        changes = []
        for _ in range(times):
            await asyncio.sleep(0.5)
            arguments = ("promote", str(tmp_path / "model"))
            changes.append((await change(data_dir, server, *arguments), new))
            await asyncio.sleep(TAKEN_UP_SECONDS + 0.5)
            changes.append((await change(data_dir, server, "rollback"), ""))
            await asyncio.sleep(TAKEN_UP_SECONDS + 0.5)
        await firing
    assert load.errors == []
    assert {shot.status for shot in load.shots} == {200}
    own = load.shots[0].body["model"]
    assert {shot.body["model"] for shot in load.shots} == {own, new}
    for done_at, version in changes:
        after = load.between(done_at + TAKEN_UP_SECONDS, done_at + TAKEN_UP_SECONDS + 0.4)
        assert {shot.body["model"] for shot in after} == {version or own}


async def test_a_worker_that_replaces_a_dead_one_has_the_new_model(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    signer = Signer(load_secret(data_dir, ""))
    new = "2026-11-22.2-fedcba"
    make_artifact(tmp_path / "model", new, 2, signer)
    with hamgate(data_dir, workers=1) as server:
        await change(data_dir, server, "promote", str(tmp_path / "model"))
        await asyncio.sleep(TAKEN_UP_SECONDS)
        server.workers()[0].kill()
        load = Load(server.url, server.key)
        await load.fire(50, 3.0)
    assert {shot.body["model"] for shot in load.shots} == {new}
