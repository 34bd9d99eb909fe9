"""What is known to go wrong with an installation: one look for each, told in words."""

import stat
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import msgspec

from service.artifacts import Signer
from service.engine.following import fetch_artifact
from service.errors import ArtifactError, HamgateError, NotFoundError, StoreUnavailableError
from service.listening import open_listeners
from service.models.slots import default_champion
from service.secrets import SECRET_FILE
from service.stores.registry import Registry
from service.stores.trips import Trips

ASK_SECONDS = 2.0
MOST_SKEW_SECONDS = 2.0
FIRST_WITH_WAITAOF = (7, 2)
FULL_SHARE = 0.9
"""Of the store's memory limit: beyond this, labels are soon refused."""


class Finding(msgspec.Struct, frozen=True):
    """What was looked at, and what was found."""

    what: str
    fine: bool | None
    """None: it could not be told."""
    words: str


def check_data_dir(data_dir: Path) -> Finding:
    """Whether files can be made in the data directory."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        reason = error.strerror or error
        words = f"{data_dir} cannot be written to ({reason}); let this user write there"
        return Finding("data directory", fine=False, words=words)
    return Finding("data directory", fine=True, words=str(data_dir))


def check_secret(data_dir: Path, configured: str) -> Finding:
    """Whether the secret is nobody else's."""
    path = data_dir / SECRET_FILE
    if configured:
        return Finding("secret", fine=True, words="set by HAMGATE_SECRET")
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return Finding("secret", fine=True, words="made at the first start")
    if mode & 0o077:
        words = f"{path} can be read by others (mode {mode:o}); chmod 600 {path}"
        return Finding("secret", fine=False, words=words)
    return Finding("secret", fine=True, words=f"{path}, for this user only")


def check_port(host: str, port: int) -> Finding:
    """Whether the port is free, or is served by Hamgate already."""
    try:
        for listener in open_listeners(host, port, 1):
            listener.close()
    except HamgateError as error:
        if _is_hamgate(host, port):
            return Finding("port", fine=True, words=f"{port} is served by Hamgate")
        return Finding("port", fine=False, words=str(error))
    return Finding("port", fine=True, words=f"{port} on {host} is free")


def check_default_model() -> Finding:
    """Whether the package's own model is what was shipped."""
    try:
        version = default_champion().scorer.version
    except ArtifactError as error:
        words = f"{error}; install Hamgate again"
        return Finding("package's model", fine=False, words=words)
    return Finding("package's model", fine=True, words=version)


async def check_promoted_model(registry: Registry, signer: Signer) -> Finding:
    """Whether the promoted model is sound and ours."""
    try:
        version = await registry.champion()
        if version is None:
            return Finding("promoted model", fine=True, words="none, the package's own decides")
        await fetch_artifact(registry, signer, version)
    except (ArtifactError, NotFoundError, StoreUnavailableError) as error:
        words = f"{error}; `hamgate rollback` goes back to the one before"
        return Finding("promoted model", fine=False, words=words)
    return Finding("promoted model", fine=True, words=version)


async def check_store(trips: Trips) -> list[Finding]:
    """Clock, persistence, eviction and memory of the store."""
    info = await _info(trips)
    save, sync = await _setting(trips, "save"), await _setting(trips, "appendfsync")
    return [
        await _clock(trips),
        _persistence(info, save, sync),
        _eviction(info),
        _memory(info),
        _writes(info),
    ]


async def _clock(trips: Trips) -> Finding:
    before = time.time()
    seconds, microseconds = await trips.execute("TIME", budget_seconds=ASK_SECONDS)
    skew = int(seconds) + int(microseconds) / 1e6 - (before + time.time()) / 2
    if abs(skew) > MOST_SKEW_SECONDS:
        words = f"the store's clock differs by {skew:.1f} s; let both machines keep time by NTP"
        return Finding("clock", fine=False, words=words)
    return Finding("clock", fine=True, words="the store's and ours agree")


def _persistence(info: dict[str, str], save: str | None, sync: str | None) -> Finding:
    if info.get("aof_enabled") == "1":
        if sync == "no" or (sync == "everysec" and _version(info) < FIRST_WITH_WAITAOF):
            words = (
                f"`appendfsync {sync}` may lose the last labels in a crash, and this store cannot "
                "say when they are on its disk; set `appendfsync always`, or `everysec` where it "
                "is Valkey or a Redis of 7.2 or newer"
            )
            return Finding("persistence", fine=False, words=words)
        return Finding("persistence", fine=True, words="append-only file")
    if save:
        words = (
            f"snapshots only (save {save}): a crash loses the labels since the last one; "
            "set `appendonly yes`"
        )
        return Finding("persistence", fine=False, words=words)
    if save is None:
        words = "no append-only file, and whether there are snapshots could not be asked"
        return Finding("persistence", fine=None, words=words)
    words = "none: a restart of the store loses every label; set `appendonly yes`"
    return Finding("persistence", fine=False, words=words)


def _version(info: dict[str, str]) -> tuple[int, ...]:
    """The store's version, in Redis' counting."""
    return tuple(int(part) for part in info.get("redis_version", "0").split(".") if part.isdigit())


def _eviction(info: dict[str, str]) -> Finding:
    policy = info.get("maxmemory_policy")
    if policy is None:
        return Finding("eviction", fine=None, words="the store does not say")
    if policy != "noeviction":
        words = (
            f"{policy} throws labels away when memory is short; set `maxmemory-policy noeviction`"
        )
        return Finding("eviction", fine=False, words=words)
    return Finding("eviction", fine=True, words="never")


def _memory(info: dict[str, str]) -> Finding:
    used, limit = int(info.get("used_memory", 0)), int(info.get("maxmemory", 0))
    if limit and used > FULL_SHARE * limit:
        share = f"{used / limit:.0%}"
        words = f"{share} of the store's maxmemory is used; raise it or shorten RETENTION_DAYS"
        return Finding("memory", fine=False, words=words)
    return Finding("memory", fine=True, words=f"{used / 1e6:.0f} MB used")


def _writes(info: dict[str, str]) -> Finding:
    failed = [
        name
        for name in ("aof_last_write_status", "rdb_last_bgsave_status", "aof_last_bgrewrite_status")
        if info.get(name, "ok") != "ok"
    ]
    if failed:
        words = f"the store cannot write to its disk ({', '.join(failed)}); see its log"
        return Finding("store's disk", fine=False, words=words)
    return Finding("store's disk", fine=True, words="the last writes went well")


async def _info(trips: Trips) -> dict[str, str]:
    """The store's INFO as a dict; empty where it is not allowed."""
    try:
        text: bytes = await trips.execute("INFO", budget_seconds=ASK_SECONDS)
    except StoreUnavailableError:
        return {}
    pairs = (line.partition(":") for line in text.decode(errors="replace").splitlines())
    return {name: value for name, colon, value in pairs if colon}


async def _setting(trips: Trips, name: str) -> str | None:
    """A setting of the store; None where it may not be asked."""
    try:
        pair: list[Any] = await trips.execute("CONFIG", "GET", name, budget_seconds=ASK_SECONDS)
    except StoreUnavailableError:
        return None
    return pair[1].decode() if pair else None


def _is_hamgate(host: str, port: int) -> bool:
    """Whether what answers on the port is a Hamgate."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 (asked, not bound)
    try:
        with urllib.request.urlopen(f"http://{name}:{port}/readyz", timeout=ASK_SECONDS) as answer:
            return b"model_version" in answer.read(4096)
    except urllib.error.HTTPError as error:
        return b"model_version" in error.read(4096)
    except OSError:
        return False
