"""Akismet clients from their registries, unchanged: each sees what it would see of Akismet.

`make clients` gets them (see `install.sh`); one that is not there is left out by name.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
UNKNOWN = "The key is missing or belongs to no site."
THANKS = "Thanks for making the web a better place."

Run = Callable[..., Any]


def test_pypi_akismet(machine: Run, clients_dir: Path) -> None:
    client = clients_dir / "python"
    if not (client / "akismet").is_dir():
        pytest.skip("needs PyPI's akismet: make clients")
    seen = machine(sys.executable, str(HERE / "pypi_akismet.py"), PYTHONPATH=str(client))
    usage = seen.pop("usage")
    assert seen == {
        "verified": True,
        "wrong_key": False,
        "wrong_key_check": "APIKeyError",
        "ham": "HAM",
        "spam": "SPAM",
        "blatant": "DISCARD",
        "held": "HAM",
        "tested": "SPAM",
        "administrator": "HAM",
        "spam_reported": True,
        "ham_reported": True,
        "key_sites": "APIKeyError",
        "at_once": ["HAM", "SPAM"] * 5,
    }
    assert (usage["limit"], usage["throttled"]) == ("none", False)
    assert isinstance(usage["usage"], int)


@pytest.mark.parametrize("address", ["", "http://rest.akismet.com"])
def test_npm_cedx_akismet(machine: Run, clients_dir: Path, address: str) -> None:
    client = clients_dir / "node/node_modules/@cedx/akismet/lib/index.js"
    node = shutil.which("node")
    if node is None or not client.is_file():
        pytest.skip("needs node and npm's @cedx/akismet: make clients")
    script = str(HERE / "npm_cedx_akismet.mjs")
    seen = machine(node, script, CLIENT=client.as_uri(), BASE_URL=address)
    assert seen == {
        "verified": True,
        "wrong_key": False,
        "wrong_key_check": UNKNOWN,
        "ham": "ham",
        "spam": "spam",
        "blatant": "pervasiveSpam",
        "held": "ham",
        "administrator": "ham",
        "spam_reported": "nothing",
        "ham_reported": "nothing",
        "no_address": 'Empty "user_ip" value',
    }


def test_debian_ruby_akismet(machine: Run) -> None:
    ruby = _with_library("ruby", "-rakismet", "-e", "1")
    assert machine(ruby, str(HERE / "debian_akismet.rb")) == {
        "verified": True,
        "wrong_key": False,
        "wrong_key_check": UNKNOWN,
        "ham": [False, False],
        "spam": [True, False],
        "blatant": [True, True],
        "held": [False, False],
        "tested": [True, False],
        "administrator": [False, False],
        "spam_reported": "nothing",
        "ham_reported": "nothing",
        "one_connection": [True] * 3,
    }


def test_debian_libnet_akismet_perl(machine: Run) -> None:
    perl = _with_library("perl", "-MNet::Akismet", "-e", "1")
    assert machine(perl, str(HERE / "debian_akismet.pl")) == {
        "verified": True,
        "wrong_key": False,
        "ham": "false",
        "spam": "true",
        "blatant": "true",
        "held": "false",
        "spam_reported": THANKS,
        "ham_reported": THANKS,
    }


def _with_library(name: str, *proof: str) -> str:
    """The interpreter, once it has shown that it finds the library."""
    path = shutil.which(name)
    if path is None or subprocess.run([path, *proof], capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip(f"needs Debian's Akismet library for {name}: make clients")
    return path
