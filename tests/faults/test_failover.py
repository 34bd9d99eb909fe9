"""A primary killed under load, in a cluster and behind Sentinel: every check gets its verdict."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from labelling import label
from running import Load, hamgate
from valkey_cluster import Group, SentinelTrio, ValkeyCluster

RATE = 100.0
FAILOVER_SECONDS = 8.0
"""A node is missed after 1 s; then a vote, and a second for all to hear of it."""

REDIRECTIONS = ("CROSSSLOT", "MOVED", "ASK ", "CLUSTERDOWN", "READONLY")


@pytest.fixture(
    params=[
        pytest.param(lambda: ValkeyCluster(replicas=1), id="cluster"),
        pytest.param(SentinelTrio, id="sentinel", marks=pytest.mark.slow),
    ]
)
def group(request: pytest.FixtureRequest) -> Iterator[Group]:
    servers: Group = request.param()
    servers.start()
    yield servers
    servers.close()


async def test_a_primary_killed_under_load_costs_no_check_its_verdict(
    group: Group, tmp_path: Path
) -> None:
    with hamgate(tmp_path, redis_url=group.url) as server:
        load = Load(server.url, server.key)
        firing = asyncio.create_task(load.fire(RATE, 1.0 + FAILOVER_SECONDS + 2.0))
        before = await label(server, 20)
        await asyncio.sleep(1.0)
        gone_at = time.monotonic()
        group.primaries[0].kill()
        await firing
        after = await label(server, 5)
        log = server.log.read_text()
    assert load.errors == []
    assert {shot.status for shot in load.shots} == {200}
    assert all(shot.body["verdict"] in {"keep", "hold", "spam"} for shot in load.shots)
    # Whatever could not be asked is named, and the new primary is found.
    held = [shot for shot in load.shots if shot.body["degraded"]]
    assert all(shot.body["degraded"] == ["redis"] for shot in held)
    assert all(shot.body["verdict"] != "keep" for shot in held)
    assert all(shot.at + shot.seconds >= gone_at for shot in held)
    healed = load.between(gone_at + FAILOVER_SECONDS, time.monotonic())
    assert healed
    assert all(shot.body["degraded"] == [] for shot in healed)
    assert load.percentile(0.99) <= 0.15
    said = log + "".join(str(shot.body) for shot in load.shots)
    assert not [word for word in REDIRECTIONS if word in said]
    assert len(before) == 20
    assert len(after) == 5
