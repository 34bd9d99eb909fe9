"""Starts that cannot be: one line saying what and what to do, exit 1, no traceback."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from running import environment, free_port, hamgate, run


def is_one_line(result: subprocess.CompletedProcess[str], *words: str) -> bool:
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


def test_a_data_directory_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(tmp_path / "file" / "data", "serve", port=free_port())
    assert is_one_line(result, "cannot be used", "HAMGATE_DATA_DIR")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://127.0.0.1:1", ("cannot be used", "HAMGATE_REDIS_URL")),
        ("unix:///nonexistent/socket", ("cannot be used", "HAMGATE_REDIS_URL")),
        ("redis://nonexistent.invalid:6379", ("cannot be used", "HAMGATE_REDIS_URL")),
        ("http://127.0.0.1", ("HAMGATE_REDIS_URL",)),
        ("redis://127.0.0.1:x", ("HAMGATE_REDIS_URL",)),
    ],
)
def test_a_wrong_store_url(tmp_path: Path, url: str, words: tuple[str, ...]) -> None:
    result = run(tmp_path, "serve", port=free_port(), redis_url=url)
    assert is_one_line(result, *words)


def test_a_damaged_model_that_was_promoted(tmp_path: Path) -> None:
    code = (
        "import asyncio\n"
        "from service.commands.program import read_settings, with_stores\n"
        "from service.stores.registry import ModelFiles\n"
        "async def damage(stores):\n"
        "    await stores.registry.put(ModelFiles('v1', 'd', b'{', b'x'))\n"
        "    await stores.registry.promote('v1')\n"
        "with_stores(read_settings(), damage)\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(tmp_path), check=True)  # noqa: S603
    result = run(tmp_path, "serve", port=free_port())
    assert is_one_line(result, "damaged", "hamgate rollback")
    assert run(tmp_path, "rollback").returncode == 0
    with hamgate(tmp_path) as server:
        assert server.process.poll() is None


def test_an_unknown_setting(tmp_path: Path) -> None:
    result = run(tmp_path, "serve", ports=80)
    assert is_one_line(result, "HAMGATE_PORTS", "HAMGATE_PORT?")


def test_a_wrong_option_is_a_matter_of_usage(tmp_path: Path) -> None:
    result = run(tmp_path, "serve", "--nonsense")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
