"""The machine that the clients run on; where none can be made, they are left out by name."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CLIENTS = Path(os.environ.get("CLIENTS_DIR", HERE.parents[1] / ".venv" / "clients"))
"""Where `make clients` has put them."""

Run = Callable[..., Any]


@pytest.fixture(scope="session")
def clients_dir() -> Path:
    return CLIENTS


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs a command where rest.akismet.com is ours; gives back the JSON it prints.

    Each test has its own: what one client reports is remembered for the next.
    """
    own = ["unshare", "--net", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    if not _possible([*own, "true"]):
        pytest.skip("this machine lets nobody make namespaces (unshare --net --mount)")
    folder = tmp_path_factory.mktemp("machine")
    process = subprocess.Popen(  # noqa: S603
        [*own, sys.executable, str(HERE / "machine.py"), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
    )

    def run(*command: str, **variables: str) -> Any:
        settings = [f"{name}={value}" for name, value in variables.items()]
        process.stdin.write(json.dumps(["env", *settings, *command]) + "\n")
        process.stdin.flush()
        done = json.loads(process.stdout.readline())
        assert done["status"] == 0, done
        return json.loads(done["out"])

    yield run
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


def _possible(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
    except FileNotFoundError:
        return False
