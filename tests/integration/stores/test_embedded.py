"""The embedded store: starts by itself, keeps everything, gives way to nobody by accident."""

import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.errors import StoreStartError
from service.stores.embedded import EmbeddedStore, borrowed_store, only_server
from service.stores.socket_probe import ask


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    embedded = EmbeddedStore(tmp_path / "data")
    embedded.start()
    yield embedded
    embedded.stop()


def say(store: EmbeddedStore, command: str) -> str | None:
    return ask(store.socket_path, command, 2.0)


def process_id(store: EmbeddedStore) -> int:
    return int((store.socket_path.parent / "store.pid").read_text())


def test_it_keeps_what_it_was_told_through_a_stop(tmp_path: Path) -> None:
    with borrowed_store(tmp_path):
        ask(EmbeddedStore(tmp_path).socket_path, "SET k v", 2.0)
    assert not EmbeddedStore(tmp_path).alive()
    with borrowed_store(tmp_path):
        assert ask(EmbeddedStore(tmp_path).socket_path, "STRLEN k", 2.0) == ":1"


def test_only_its_owner_gets_near_its_data(store: EmbeddedStore) -> None:
    folder = store.socket_path.parent
    for path in [folder, *folder.rglob("*")]:
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path


def test_it_opens_no_port_evicts_nothing_and_syncs_before_it_answers(store: EmbeddedStore) -> None:
    with_replies = {
        "CONFIG GET port": "port\r\n$1\r\n0",
        "CONFIG GET maxmemory-policy": "noeviction",
        "CONFIG GET appendonly": "yes",
        "CONFIG GET appendfsync": "always",
    }
    for command, expected in with_replies.items():
        assert expected in whole_reply(store, command)


def whole_reply(store: EmbeddedStore, command: str) -> str:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(store.socket_path))
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(65_536).decode()


def test_a_command_leaves_a_running_store_running(store: EmbeddedStore, tmp_path: Path) -> None:
    before = process_id(store)
    with borrowed_store(tmp_path / "data") as url:
        assert url == store.url
    assert store.alive()
    assert process_id(store) == before


def test_the_last_user_stops_it(store: EmbeddedStore, tmp_path: Path) -> None:
    other = EmbeddedStore(tmp_path / "data")
    other.start()
    store.stop()
    assert other.alive()
    other.stop()
    assert not other.alive()


def test_a_killed_store_starts_again_with_its_data(store: EmbeddedStore) -> None:
    say(store, "SET k v")
    os.kill(process_id(store), signal.SIGKILL)
    store.start()
    assert say(store, "STRLEN k") == ":1"


def test_a_frozen_store_never_gets_a_rival_on_its_files(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.stores.embedded.GONE_SECONDS", 0.1)
    before = process_id(store)
    os.kill(before, signal.SIGSTOP)
    try:
        with pytest.raises(StoreStartError, match="does not answer"):
            store.start()
    finally:
        os.kill(before, signal.SIGCONT)
    store.start()
    assert process_id(store) == before


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    with borrowed_store(folder) as url:
        assert len(url) < 100
        assert EmbeddedStore(folder).alive()
        assert stat.S_IMODE(EmbeddedStore(folder).socket_path.parent.stat().st_mode) == 0o700


def test_damaged_data_is_one_sentence(tmp_path: Path) -> None:
    with borrowed_store(tmp_path):
        pass
    for path in (tmp_path / "appendonlydir").glob("*.incr.aof"):
        path.write_bytes(b"this is no append-only file\r\n" * 9)
    with pytest.raises(StoreStartError, match="append-only file is damaged") as caught:
        EmbeddedStore(tmp_path).start()
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreStartError, match="HAMGATE_DATA_DIR"):
        EmbeddedStore(tmp_path / "file" / "data").start()


def test_two_servers_on_one_folder_are_refused(tmp_path: Path) -> None:
    with (
        only_server(tmp_path),
        pytest.raises(StoreStartError, match="Another Hamgate"),
        only_server(tmp_path),
    ):
        pass
    with only_server(tmp_path):
        pass
