"""The doctor: every illness that is known is found, named, and comes with what to do."""

import json
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from damaged import damage_package, promote_damaged
from running import free_port, run
from valkey_server import ValkeyServer, debian_redis

from service.commands.ailments import check_store
from service.stores.stores import Stores


@pytest.fixture
def careless() -> Iterator[ValkeyServer]:
    """A server that keeps nothing and throws away what it has."""
    options = ("--appendonly", "no", "--maxmemory", "2mb", "--maxmemory-policy", "allkeys-lru")
    server = ValkeyServer(*options)
    server.start()
    yield server
    server.close()


async def findings(stores: Stores) -> dict[str, bool | None]:
    return {one.what: one.fine for one in await check_store(stores.trips)}


async def test_a_careful_store_is_fine(stores: Stores) -> None:
    assert set((await findings(stores)).values()) == {True}


async def test_a_careless_store_is_told_from_a_careful_one(
    careless: ValkeyServer, opened: Callable
) -> None:
    found = await findings(await opened(careless))
    assert found["persistence"] is False
    assert found["eviction"] is False
    assert found["clock"] is True


async def test_snapshots_alone_are_not_enough(careless: ValkeyServer, opened: Callable) -> None:
    stores = await opened(careless)
    await stores.trips.execute("CONFIG", "SET", "save", "3600 1")
    words = {one.what: one.words for one in await check_store(stores.trips)}
    assert "snapshots only" in words["persistence"]


async def test_an_old_store_that_acknowledges_before_it_writes_is_told(opened: Callable) -> None:
    server = ValkeyServer("--appendfsync", "everysec", program=debian_redis("v=7.0"))
    server.start()
    try:
        stores = await opened(server)
        words = {one.what: one.words for one in await check_store(stores.trips)}
        assert "appendfsync always" in words["persistence"]
        await stores.trips.execute("CONFIG", "SET", "appendfsync", "always")
        assert (await findings(stores))["persistence"] is True
    finally:
        server.close()


async def test_a_store_whose_clock_is_another_is_told(stores: Stores) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5)):
        words = {one.what: one.words for one in await check_store(stores.trips) if not one.fine}
    assert set(words) == {"clock"}
    assert "-300" in words["clock"]
    assert "NTP" in words["clock"]


def illnesses(data_dir: Path, *, cwd: Path | None = None, **settings: object) -> dict[str, str]:
    """What `hamgate doctor` finds wrong, in its words; it must then end with 1."""
    settings = {"port": free_port(), **settings}
    result = run(data_dir, "doctor", "--json", cwd=cwd, **settings)
    assert result.stderr == ""
    wrong = {one["what"]: one["words"] for one in json.loads(result.stdout) if not one["fine"]}
    assert result.returncode == (1 if wrong else 0)
    return wrong


def test_a_fresh_installation_is_in_good_health(tmp_path: Path) -> None:
    assert illnesses(tmp_path) == {}


def test_a_port_that_a_stranger_has_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wrong = illnesses(tmp_path, port=taken.getsockname()[1])
    assert set(wrong) == {"port"}
    assert "HAMGATE_PORT" in wrong["port"]


def test_a_store_that_forgets_and_throws_away(careless: ValkeyServer, tmp_path: Path) -> None:
    wrong = illnesses(tmp_path, redis_url=careless.url)
    assert "appendonly yes" in wrong["persistence"]
    assert "maxmemory-policy noeviction" in wrong["eviction"]


def test_a_store_that_cannot_be_reached(tmp_path: Path) -> None:
    wrong = illnesses(tmp_path, redis_url="redis://127.0.0.1:1")
    assert set(wrong) == {"store"}
    assert "check HAMGATE_REDIS_URL" in wrong["store"]


def test_a_promoted_model_that_is_damaged(tmp_path: Path) -> None:
    promote_damaged(tmp_path)
    wrong = illnesses(tmp_path)
    assert set(wrong) == {"promoted model"}
    assert "hamgate rollback" in wrong["promoted model"]


def test_a_model_in_the_package_that_is_damaged(tmp_path: Path) -> None:
    wrong = illnesses(tmp_path / "data", cwd=damage_package(tmp_path / "package"))
    assert set(wrong) == {"package's model"}
    assert "install Hamgate again" in wrong["package's model"]


def test_a_data_directory_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wrong = illnesses(tmp_path / "file" / "data")
    assert "let this user write there" in wrong["data directory"]


def test_a_secret_that_others_can_read(tmp_path: Path) -> None:
    assert illnesses(tmp_path) == {}
    (tmp_path / "secret").chmod(0o644)
    wrong = illnesses(tmp_path)
    assert set(wrong) == {"secret"}
    assert "chmod 600" in wrong["secret"]
