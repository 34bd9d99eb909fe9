"""The first start on a bare account, with nothing set and no Redis; and the start after it."""

import http.client
import json
import re
import shutil
import signal
import stat
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from running import Running, free_port, started

READY_SECONDS = 2.0
BARE_PATH = "/usr/bin:/bin"
README = Path(__file__).parents[2] / "README.md"
CURL_COMMAND = re.compile(r"^curl (?:.*\\\n)*.*$", re.MULTILINE)


def bare(home: Path) -> dict[str, str]:
    """The environment of an account that was made just now."""
    return {"PATH": BARE_PATH, "HOME": str(home), "HAMGATE_PORT": str(free_port())}


def ask(server: Running, path: str, body: dict[str, Any] | None = None) -> Any:
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body)
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET" if body is None else "POST", path, sent, headers)
        answer = connection.getresponse()
        assert answer.status == 200
        return json.load(answer)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_the_curl_line_of_the_first_start_works_as_pasted(home: Path, tmp_path: Path) -> None:
    if not shutil.which("curl", path=BARE_PATH):
        pytest.skip("there is no curl to paste the line for")
    environ = bare(home)
    with started(environ, tmp_path) as server:
        line = next(line for line in server.greeting.splitlines() if "curl" in line)
        pasted = subprocess.run(  # noqa: S603 (our own line, which is what is tried)
            ["/bin/sh", "-c", line], env=environ, capture_output=True, text=True, check=True
        )
    answer = json.loads(pasted.stdout)
    assert answer["verdict"] in {"keep", "hold", "spam"}
    assert {"prior", "text"} <= {piece["signal"] for piece in answer["evidence"]}
    assert answer["degraded"] == []


def test_the_curl_commands_of_the_readme_work_as_pasted(home: Path, tmp_path: Path) -> None:
    if not shutil.which("curl", path=BARE_PATH):
        pytest.skip("there is no curl to paste the commands for")
    environ = bare(home)
    commands = CURL_COMMAND.findall(README.read_text(encoding="utf-8"))
    assert commands
    with started(environ, tmp_path) as server:
        pasting = {**environ, "SITE_KEY": server.key}
        for command in commands:
            pasted = subprocess.run(  # noqa: S603 (our own line, which is what is tried)
                ["/bin/sh", "-c", command.replace("http://127.0.0.1:8080", server.url)],
                env=pasting,
                capture_output=True,
                text=True,
                check=True,
            )
            assert "status" not in json.loads(pasted.stdout), pasted.stdout


def test_the_next_start_finds_site_key_and_submissions_and_shows_no_key(
    home: Path, tmp_path: Path
) -> None:
    environ = bare(home)
    with started(environ, tmp_path) as server:
        assert server.url in server.greeting
        assert re.search(r"admin password +\S{12,}", server.greeting)
        site = ask(server, "/v1/site")
        checked = ask(server, "/v1/check", {"body": "Hello"})
        assert server.stop() == 0
    with started(environ, tmp_path) as again:
        assert again.key == ""
        assert "password" not in again.greeting
        again.key = server.key
        assert ask(again, "/v1/site") == site
        assert ask(again, f"/v1/submissions/{checked['id']}")["score"] == checked["score"]


def test_what_is_kept_is_below_the_home_and_for_its_owner_alone(home: Path, tmp_path: Path) -> None:
    with started(bare(home), tmp_path):
        (secret,) = home.rglob("secret")
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700
        # Whoever may talk to the store may read everything.
        (socket,) = home.rglob("*.sock")
        assert stat.S_IMODE(socket.stat().st_mode) & 0o077 == 0


def test_it_answers_two_seconds_after_its_start(home: Path, tmp_path: Path) -> None:
    taken = []
    # The shortest of three: other tests' load is no part of the promise.
    for _ in range(3):
        with started(bare(home), tmp_path) as server:
            taken.append(server.ready_seconds)
        if taken[-1] <= READY_SECONDS:
            return
    pytest.fail(f"ready after {taken} s")


def test_ctrl_c_stops_it_without_a_word_of_python(home: Path, tmp_path: Path) -> None:
    with started(bare(home), tmp_path) as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(30) == 0
        assert "Traceback" not in server.log.read_text()
