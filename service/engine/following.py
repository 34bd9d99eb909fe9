"""Keeps this worker on the model that was promoted last, whoever promoted it."""

import asyncio

from service.artifacts import Artifact, Signer, artifact_from_bytes
from service.errors import ArtifactError, NotFoundError, StoreUnavailableError
from service.logs import get_log
from service.metrics import Board
from service.models.slots import Champion, ModelSlots, champion_of, default_champion
from service.stores.registry import Registry


class Follower:
    """Takes up the champion that the registry names, once it is verified."""

    def __init__(self, registry: Registry, signer: Signer, slots: ModelSlots, board: Board) -> None:
        self._registry = registry
        self._signer = signer
        self._slots = slots
        self._board = board

    async def run(self) -> None:
        """Follow every change, for as long as this is awaited."""
        await self._registry.watch(self.take_up)

    async def take_up(self, version: str | None) -> None:
        """Let this version decide, or the package's model for None.

        A model that is refused leaves the running one at work.
        """
        try:
            await self._swap(version)
        except (ArtifactError, NotFoundError) as error:
            self._board.add("model_refusals")
            get_log("models").error("model_refused", version=version, reason=str(error))
        except StoreUnavailableError as error:
            get_log("models").warning("model_not_read", version=version, reason=str(error))
            raise

    async def _swap(self, version: str | None) -> None:
        if version == self._slots.version:
            return
        self._slots.take_up(await fetch_champion(self._registry, self._signer, version))
        self._board.add("model_swaps")
        get_log("models").info("model_taken_up", version=self._slots.champion.version)


async def fetch_champion(registry: Registry, signer: Signer, version: str | None) -> Champion:
    """A version from the registry, or the package's model for None, ready to decide."""
    if version is None:
        return await asyncio.to_thread(default_champion)
    return champion_of(await fetch_artifact(registry, signer, version))


async def fetch_artifact(registry: Registry, signer: Signer, version: str) -> Artifact:
    """A version from the registry, verified.

    Raises NotFoundError, or ArtifactError when it is not what it should be.
    """
    files = await registry.get(version)
    if files is None:
        raise NotFoundError(f"There is no model {version}; `hamgate models` lists them.")
    return await asyncio.to_thread(
        artifact_from_bytes, files.manifest, files.weights, signer=signer
    )
