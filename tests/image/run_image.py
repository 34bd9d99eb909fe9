"""Runs a built image and asks it what a newcomer would: run_image.py ROOT WORK_FOLDER."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from container import Image, loopback_up, volume_folder

URL = "http://127.0.0.1:8080"
READY_SECONDS = 60.0
STOP_SECONDS = 40.0
POLL_SECONDS = 0.05

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Never through a proxy, even where the environment names one."""


class ImageError(Exception):
    """The image does not do what it promises."""


@dataclass(frozen=True, slots=True)
class Server:
    """The image's own command, running."""

    process: subprocess.Popen[bytes]
    output: Path
    started_at: float

    def said(self) -> str:
        """What it has printed until now."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def first_process(self) -> int:
        """The number, out here, of process 1 inside."""
        number = self.process.pid
        return int(Path(f"/proc/{number}/task/{number}/children").read_text().split()[0])

    def until_ready(self) -> None:
        """Return when it answers that it is ready."""
        while self.process.poll() is None:
            if time.monotonic() > self.started_at + READY_SECONDS:
                break
            if status_of("/readyz") == 200 and URL_LINE.search(self.said()):
                return
            time.sleep(POLL_SECONDS)
        raise ImageError("the server did not get ready")

    def stop(self) -> None:
        """Ask it to stop, as a container engine does."""
        os.kill(self.first_process(), signal.SIGTERM)
        status = self.process.wait(STOP_SECONDS)
        expect(status == 0, f"SIGTERM ends it, exit status {status}")


URL_LINE = re.compile(r"http://\S+:8080")
KEY_LINE = re.compile(r"site key\s+([0-9a-f]{12})\b")
OFFLINE = (("check", "--text", "Thank you, lovely post"), ("train", "--help"))


def expect(kept: bool, promise: str) -> None:  # noqa: FBT001 (reads as a sentence)
    """Say that a promise is kept, or end."""
    if not kept:
        raise ImageError(promise)
    sys.stdout.write(f"ok  {promise}\n")
    sys.stdout.flush()


def status_of(path: str) -> int:
    """The status of a GET; 0 where nobody answers."""
    try:
        return int(DIRECT.open(URL + path, timeout=5).status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def ask(path: str, key: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The JSON answer to a site's call."""
    request = urllib.request.Request(  # noqa: S310 (loopback)
        URL + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with DIRECT.open(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


@contextmanager
def serving(image: Image, output: Path) -> Iterator[Server]:
    """The image's own command, ready; nothing of it is left afterwards."""
    command = [*image.config["Entrypoint"], *image.config["Cmd"]]
    started_at = time.monotonic()
    server = Server(image.start(command, output), output, started_at)
    try:
        server.until_ready()
        sys.stdout.write(f"ok  ready {time.monotonic() - started_at:.1f} s after the start\n")
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def users_below(number: int) -> set[int]:
    """User ids of a process and all below it."""
    here = Path(f"/proc/{number}")
    found = {here.stat().st_uid}
    for child in (here / f"task/{number}/children").read_text().split():
        found |= users_below(int(child))
    return found


def promises_of(config: dict[str, Any]) -> None:
    """What the image says of itself."""
    uid = config["User"].partition(":")[0]
    expect(uid.isdigit() and int(uid) > 0, f"its user is no root: {config['User']}")
    expect(list(config["Volumes"]) == ["/data"], "its volume is /data")
    expect(list(config["ExposedPorts"]) == ["8080/tcp"], "its port is 8080")
    expect(config["Healthcheck"]["Test"][0] == "CMD", "its health check needs no shell")
    expect("org.opencontainers.image.licenses" in config["Labels"], "it names its licence")


def first_life(image: Image, logs: Path) -> tuple[str, dict[str, Any]]:
    """Start, check a comment with the printed key, stop; the key and the answer."""
    with serving(image, logs / "first.log") as server:
        users = users_below(server.first_process())
        expect(users == {int(image.user.partition(":")[0])}, f"all its processes run as {users}")
        printed = KEY_LINE.search(server.said())
        key = printed.group(1) if printed else ""
        expect(bool(key), "the first start prints a site key")
        answer = ask("/v1/check", key, {"body": "cheap pills http://pills.example"})
        sound = answer["verdict"] in {"keep", "hold", "spam"} and not answer["degraded"]
        expect(sound, f"a check with that key is answered: {answer['verdict']}")
        expect(health(image, logs) == 0, "the health check finds it healthy")
        server.stop()
    return key, answer


def second_life(image: Image, logs: Path, key: str, former: dict[str, Any]) -> None:
    """Start again on the same volume; what was there is there."""
    expect(health(image, logs) != 0, "the health check finds a stopped one unhealthy")
    with serving(image, logs / "second.log") as server:
        expect(not KEY_LINE.search(server.said()), "a later start makes no new keys")
        kept = ask(f"/v1/submissions/{former['id']}", key)
        same = (kept["id"], kept["verdict"]) == (former["id"], former["verdict"])
        expect(same, "the key and the submission are kept in the volume")
        server.stop()


def health(image: Image, logs: Path) -> int:
    """The exit status of the image's health check."""
    return image.run(image.config["Healthcheck"]["Test"][1:], logs / "health.log")


def offline(image: Image, logs: Path) -> None:
    """The commands beside serving run too."""
    for arguments in OFFLINE:
        output = logs / f"{arguments[0]}.log"
        status = image.run([*image.config["Entrypoint"], *arguments], output)
        expect(status == 0, f"hamgate {arguments[0]} runs inside, exit status {status}")


def last_words(logs: Path) -> str:
    """The ends of all logs, for whoever looks for the cause."""
    ends = [(path.name, path.read_text(errors="replace")[-1500:]) for path in logs.glob("*.log")]
    return "\n".join(f"--- {name}\n{end}" for name, end in sorted(ends))


def main(root: Path, work: Path) -> None:
    """Both lives of a container, one after the other."""
    config = json.loads((work / "image.json").read_text(encoding="utf-8"))["Docker"]["config"]
    promises_of(config)
    (volume,) = config["Volumes"]
    logs = work / "logs"
    logs.mkdir()
    image = Image(root, config, volume_folder(root, volume, work))
    loopback_up()
    try:
        key, answer = first_life(image, logs)
        second_life(image, logs, key, answer)
        offline(image, logs)
    except BaseException:
        sys.stderr.write(last_words(logs))
        raise


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except (ImageError, OSError, subprocess.TimeoutExpired) as error:
        sys.exit(f"image-test: failed: {error}")
