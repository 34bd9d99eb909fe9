"""Models that are damaged: in the package, and among those that were promoted."""

import shutil
from pathlib import Path

from service.commands.program import with_stores
from service.settings import Settings
from service.stores.registry import ModelFiles
from service.stores.stores import Stores

PROJECT = Path(__file__).parents[1]


def damage_package(folder: Path) -> Path:
    """A folder with a copy of the program, one bit of whose model is another."""
    shutil.copytree(PROJECT / "service", folder / "service")
    weights = folder / "service" / "default_model" / "weights.npz"
    raw = bytearray(weights.read_bytes())
    raw[len(raw) // 2] ^= 1
    weights.write_bytes(raw)
    return folder


def promote_damaged(data_dir: Path) -> None:
    """Let a model decide that is none."""

    async def promote(stores: Stores) -> None:
        await stores.registry.put(ModelFiles("v1", "d", b"{", b"x"))
        await stores.registry.promote("v1")

    with_stores(Settings(data_dir=data_dir), promote)
