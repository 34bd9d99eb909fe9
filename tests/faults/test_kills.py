"""Processes killed and stopped: nothing acknowledged is lost, nobody is refused."""

import asyncio
import os
import signal
import time
from pathlib import Path

import aiohttp
import pytest
from eventually import eventually
from labelling import label, stored_labels
from running import Load, hamgate


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.slow)])
async def test_acknowledged_labels_survive_the_death_of_everything(
    tmp_path: Path, count: int
) -> None:
    with hamgate(tmp_path) as server:
        acknowledged = await label(server, count, at_once=10)
        assert len(acknowledged) == count
        server.kill_everything()
    with hamgate(tmp_path):
        assert await stored_labels(tmp_path / "store.sock") == acknowledged


async def test_a_second_start_finds_everything_again(tmp_path: Path) -> None:
    with hamgate(tmp_path, site_key="") as server:
        assert "admin password" in server.greeting
        load = Load(server.url, server.key)
        await load.fire(20, 0.5)
        assert server.stop() == 0
    with hamgate(tmp_path, site_key="") as again:
        assert "admin password" not in again.greeting
        headers = {"Authorization": f"Bearer {server.key}"}
        async with aiohttp.ClientSession(again.url, headers=headers) as http:
            for shot in load.shots:
                async with http.get(f"/v1/submissions/{shot.body['id']}") as response:
                    assert response.status == 200


async def test_a_killed_worker_is_replaced_and_others_go_on(tmp_path: Path) -> None:
    with hamgate(tmp_path) as server:
        load = Load(server.url, server.key)
        firing = asyncio.create_task(load.fire(100, 3.0))
        await asyncio.sleep(1.0)
        victim = server.workers()[0]
        victim.kill()
        await eventually(
            lambda: (
                len(server.workers()) == 2 and victim.pid not in {p.pid for p in server.workers()}
            ),
            5.0,
        )
        await firing
        # Only what was under way on its connections is lost.
        assert len(load.errors) <= 10
        assert {shot.status for shot in load.shots} == {200}
        assert not load.between(time.monotonic(), time.monotonic() + 1)


async def test_the_embedded_store_is_started_again_when_it_dies(tmp_path: Path) -> None:
    with hamgate(tmp_path) as server:
        store = next(one for one in server.processes() if "valkey" in one.name())
        load = Load(server.url, server.key)
        firing = asyncio.create_task(load.fire(50, 7.0))
        await asyncio.sleep(1.0)
        store.kill()
        await firing
        assert load.errors == []
        assert {shot.status for shot in load.shots} == {200}
        assert load.shots[-1].body["degraded"] == []


async def test_sigterm_ends_all_processes_and_loses_no_answer(tmp_path: Path) -> None:
    with hamgate(tmp_path) as server:
        everyone = server.processes()
        load = Load(server.url, server.key)
        firing = asyncio.create_task(load.fire(100, 1.0))
        await asyncio.sleep(0.5)
        answered = len(load.shots)
        code = await asyncio.to_thread(server.stop)
        await asyncio.wait([firing])
        assert code == 0
        assert answered > 0
        assert {shot.status for shot in load.shots} == {200}
        assert not [one for one in everyone if one.is_running() and one.status() != "zombie"]
    with hamgate(tmp_path) as again:
        headers = {"Authorization": f"Bearer {again.key}"}
        async with aiohttp.ClientSession(again.url, headers=headers) as http:
            for shot in load.shots:
                async with http.get(f"/v1/submissions/{shot.body['id']}") as response:
                    assert response.status == 200


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.slow)])
async def test_a_rolling_restart_refuses_nobody(tmp_path: Path, times: int) -> None:
    with hamgate(tmp_path) as server:
        load = Load(server.url, server.key)
        firing = asyncio.create_task(load.fire(100, 4.0 * times + 1.0))
        for _ in range(times):
            await asyncio.sleep(0.5)
            before = {one.pid for one in server.workers()}
            os.kill(server.process.pid, signal.SIGHUP)
            await eventually(
                lambda before=before: (
                    len(server.workers()) == 2
                    and not before & {one.pid for one in server.workers()}
                ),
                15.0,
            )
        await firing
        assert load.errors == []
        assert {shot.status for shot in load.shots} == {200}


async def test_workers_do_not_outlive_their_parent(tmp_path: Path) -> None:
    with hamgate(tmp_path) as server:
        workers = server.workers()
        os.kill(server.process.pid, signal.SIGKILL)
        await eventually(
            lambda: not [one for one in workers if one.is_running() and one.status() != "zombie"],
            10.0,
        )
    with hamgate(tmp_path, port=server.port) as again:
        assert again.process.poll() is None
