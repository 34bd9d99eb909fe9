"""Models as immutable versions, which of them is the champion, and which were before it.

Keys, all in one slot, all without expiry (models are kept until somebody removes them):
- `hamgate:{models}:versions`     hash    version → ModelVersion in MessagePack
- `hamgate:{models}:v:<version>`  hash    `manifest`, `weights`, `pipeline`: the files' bytes
- `hamgate:{models}:champion`     string  version; missing or empty: the package's default
- `hamgate:{models}:former`       list    former champions, the latest first, for rollback
- `hamgate:{models}:history`      list    `ms|promote or rollback|old|new`, the latest first
- `hamgate:{models}:changes`      number raised with every change, see `changes.py`
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from service.errors import ConflictError, NotFoundError
from service.stores.changes import Changes
from service.stores.lua import LuaScript, load_script
from service.stores.trips import Trips

VERSIONS_KEY = "hamgate:{models}:versions"
CHAMPION_KEY = "hamgate:{models}:champion"
FORMER_KEY = "hamgate:{models}:former"
HISTORY_KEY = "hamgate:{models}:history"
CHANGES_KEY = "hamgate:{models}:changes"

BUDGET_SECONDS = 2.0
FILES_SECONDS = 30.0
"""Budget for a model's files, some megabytes."""

MOST_HISTORY = 1000


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """What the list of models says of one."""

    version: str
    digest: str
    """Of the whole artifact; two artifacts of one version and two digests cannot be."""
    stored_at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """An artifact's files, byte for byte."""

    version: str
    digest: str
    manifest: bytes
    weights: bytes
    pipeline: bytes = b""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A change of champions; None is the default model of the package."""

    old: str | None
    new: str | None
    at: datetime
    action: str
    """`promote` or `rollback`."""


class Registry:
    """All models of this installation."""

    def __init__(
        self, trips: Trips, changes: Changes, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._trips = trips
        self._changes = changes
        self._clock = clock
        self._put_script = load_script("model_put")
        self._promote_script = load_script("model_promote")
        self._rollback_script = load_script("model_rollback")
        self._decode = msgspec.msgpack.Decoder(ModelVersion).decode

    async def put(self, files: ModelFiles) -> ModelVersion:
        """Keep a model; ConflictError if its version exists with another digest."""
        size = len(files.manifest) + len(files.weights) + len(files.pipeline)
        stored_at = datetime.fromtimestamp(self._clock(), UTC)
        record = ModelVersion(files.version, files.digest, stored_at, size)
        added = await self._trips.script(
            self._put_script,
            [VERSIONS_KEY, _files_key(files.version)],
            [
                files.version,
                msgspec.msgpack.encode(record),
                files.manifest,
                files.weights,
                files.pipeline,
            ],
            budget_seconds=FILES_SECONDS,
        )
        known = record if added is None else self._decode(added)
        if known.digest != files.digest:
            raise ConflictError(f"Another model of version {files.version} exists already.")
        return known

    async def get(self, version: str) -> ModelFiles | None:
        """The files of a version; None if there is no such version."""
        raw, files = await self._trips.gather(
            [
                ("HGET", VERSIONS_KEY, version),
                ("HMGET", _files_key(version), "manifest", "weights", "pipeline"),
            ],
            budget_seconds=FILES_SECONDS,
        )
        if raw is None or files[0] is None:
            return None
        manifest, weights, pipeline = files
        return ModelFiles(version, self._decode(raw).digest, manifest, weights, pipeline)

    async def champion(self) -> str | None:
        """The version that decides; None: the package's default model."""
        raw = await self._trips.execute("GET", CHAMPION_KEY, budget_seconds=BUDGET_SECONDS)
        return raw.decode() if raw else None

    async def promote(self, version: str) -> Promotion:
        """Make a stored version the champion, also where it is already; NotFoundError."""
        promotion = await self._change(self._promote_script, [version, self._milliseconds()])
        if promotion is None:
            raise NotFoundError(f"There is no model {version}.")
        return promotion

    async def rollback(self) -> Promotion:
        """Make the former champion the champion again; ConflictError if there was none."""
        promotion = await self._change(self._rollback_script, ["", self._milliseconds()])
        if promotion is None:
            raise ConflictError("There is no earlier model to go back to.")
        return promotion

    async def history(self, limit: int = 50) -> Sequence[Promotion]:
        """Changes of champions, the latest first."""
        command = ("LRANGE", HISTORY_KEY, 0, limit - 1)
        lines = await self._trips.execute(*command, budget_seconds=BUDGET_SECONDS)
        return [_promotion(line) for line in lines]

    async def list(self) -> Sequence[ModelVersion]:
        """All stored versions, the oldest first."""
        raw = await self._trips.execute("HVALS", VERSIONS_KEY, budget_seconds=BUDGET_SECONDS)
        versions = [self._decode(item) for item in raw]
        return sorted(versions, key=lambda version: (version.stored_at, version.version))

    async def watch(self, callback: Callable[[str | None], Awaitable[None]]) -> None:
        """Await `callback` with the champion now, at each change and at intervals, for ever.

        It must do nothing for a champion that it has already. One that raises is called
        again within a fraction of a second.
        """

        async def tell() -> None:
            await callback(await self.champion())

        stop = self._changes.watch(CHANGES_KEY, tell)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            stop()

    async def _change(self, script: LuaScript, args: Sequence[str | int]) -> Promotion | None:
        keys = [VERSIONS_KEY, CHAMPION_KEY, FORMER_KEY, HISTORY_KEY, CHANGES_KEY]
        line = await self._trips.script(
            script, keys, [*args, MOST_HISTORY], budget_seconds=BUDGET_SECONDS
        )
        return None if line is None else _promotion(line)

    def _milliseconds(self) -> int:
        return int(self._clock() * 1000)


def _files_key(version: str) -> str:
    return f"hamgate:{{models}}:v:{version}"


def _promotion(line: bytes) -> Promotion:
    at, action, old, new = line.decode().split("|")
    return Promotion(old or None, new or None, datetime.fromtimestamp(int(at) / 1000, UTC), action)
