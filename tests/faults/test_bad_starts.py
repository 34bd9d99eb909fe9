"""Starts that cannot be: one line saying what and what to do, exit 1, no traceback."""

import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from damaged import damage_package, promote_damaged
from running import free_port, hamgate, run
from valkey_server import ValkeyServer

CompletedProcess = subprocess.CompletedProcess[str]


def is_one_line(result: CompletedProcess, *words: str) -> bool:
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 1, result
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert lines[0].startswith("hamgate: ")
    return all(word in lines[0] for word in words)


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run(tmp_path, "serve", port=port)
    assert is_one_line(result, str(port), "taken", "--port")


def test_a_port_that_another_hamgate_serves(tmp_path: Path) -> None:
    with hamgate(tmp_path / "one") as server:
        result = run(tmp_path / "two", "serve", port=server.port)
    assert is_one_line(result, "taken")


def test_a_data_directory_that_another_hamgate_serves_from(tmp_path: Path) -> None:
    with hamgate(tmp_path):
        result = run(tmp_path, "serve", port=free_port())
    assert is_one_line(result, "Another Hamgate", str(tmp_path))


def test_a_data_directory_that_cannot_be(own_valkey: ValkeyServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"
    result = run(folder, "serve", port=free_port())
    assert is_one_line(result, str(folder), "cannot be used", "HAMGATE_DATA_DIR")
    # With a store elsewhere it is still needed, for the secret.
    result = run(folder, "serve", port=free_port(), redis_url=own_valkey.url)
    assert is_one_line(result, str(folder), "HAMGATE_SECRET")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_directory_that_others_own(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    result = run(tmp_path / "data", "serve", port=free_port())
    tmp_path.chmod(0o700)
    assert is_one_line(result, "cannot be used", "HAMGATE_DATA_DIR")


WRONG_URLS = {
    "redis://127.0.0.1:1": ("cannot be used", "HAMGATE_REDIS_URL"),
    "unix:///nonexistent/socket": ("cannot be used", "HAMGATE_REDIS_URL"),
    "redis://nonexistent.invalid:6379": ("cannot be used", "HAMGATE_REDIS_URL"),
    "redis+cluster://127.0.0.1:1": ("Connect call failed", "HAMGATE_REDIS_URL"),
    "redis+sentinel://127.0.0.1:1/master": ("cannot be used", "HAMGATE_REDIS_URL"),
    "redis+sentinel://127.0.0.1:1": ("master's group", "HAMGATE_REDIS_URL"),
    "http://127.0.0.1": ("HAMGATE_REDIS_URL",),
    "redis://127.0.0.1:x": ("HAMGATE_REDIS_URL",),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CompletedProcess]:
    """What a start with each wrong URL says; at the same time, since each waits for a while."""
    folder = tmp_path_factory.mktemp("urls")

    def start(url: str) -> tuple[str, CompletedProcess]:
        return url, run(folder, "serve", port=free_port(), redis_url=url)

    with ThreadPoolExecutor(len(WRONG_URLS)) as pool:
        return dict(pool.map(start, WRONG_URLS))


@pytest.mark.parametrize("url", WRONG_URLS)
def test_a_wrong_store_url(refused: dict[str, CompletedProcess], url: str) -> None:
    assert is_one_line(refused[url], *WRONG_URLS[url])


def test_a_store_that_is_something_else(own_valkey: ValkeyServer, tmp_path: Path) -> None:
    """A server that is no cluster, where the URL says it is one."""
    url = f"redis+cluster://127.0.0.1:{own_valkey.listen_on_tcp()}"
    result = run(tmp_path, "serve", port=free_port(), redis_url=url)
    assert is_one_line(result, "Cluster mode is not enabled", "HAMGATE_REDIS_URL")


def test_a_damaged_model_that_was_promoted(tmp_path: Path) -> None:
    promote_damaged(tmp_path)
    result = run(tmp_path, "serve", port=free_port())
    assert is_one_line(result, "damaged", "hamgate rollback")
    assert run(tmp_path, "rollback").returncode == 0
    with hamgate(tmp_path) as server:
        assert server.process.poll() is None


def test_a_damaged_model_in_the_package(tmp_path: Path) -> None:
    package, data_dir = damage_package(tmp_path / "package"), tmp_path / "data"
    result = run(data_dir, "serve", cwd=package, port=free_port())
    assert is_one_line(result, "damaged", "install Hamgate again")
    assert is_one_line(run(data_dir, "check", "--text", "hello", cwd=package), "damaged")


def test_an_unknown_setting(tmp_path: Path) -> None:
    result = run(tmp_path, "serve", ports=80)
    assert is_one_line(result, "HAMGATE_PORTS", "HAMGATE_PORT?")
    assert result.stderr.endswith("?\n")


def test_a_wrong_option_is_a_matter_of_usage(tmp_path: Path) -> None:
    result = run(tmp_path, "serve", "--nonsense")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
