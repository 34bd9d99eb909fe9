"""`hamgate models`, `promote` and `rollback`: which model decides."""

import hashlib
import zipfile
from pathlib import Path

import click

from service.artifacts import MANIFEST, PIPELINE, WEIGHTS, Signer, artifact_from_bytes
from service.commands.printing import AS_JSON, print_json, print_table
from service.commands.program import read_settings, with_stores
from service.engine.following import fetch_artifact
from service.errors import ArtifactError
from service.secrets import load_secret
from service.settings import Settings
from service.stores.registry import ModelFiles, Promotion
from service.stores.stores import Stores

DEFAULT = "(the package's own)"


@click.command()
@AS_JSON
def models(*, as_json: bool) -> None:
    """List the models in the registry; the one that decides is marked."""

    async def listed(stores: Stores) -> tuple[list[dict[str, object]], str | None]:
        champion = await stores.registry.champion()
        versions = await stores.registry.list()
        return [
            {
                "version": one.version,
                "champion": one.version == champion,
                "stored_at": one.stored_at,
                "bytes": one.size_bytes,
            }
            for one in versions
        ], champion

    rows, champion = with_stores(read_settings(), listed)
    if as_json:
        print_json({"models": rows, "champion": champion})
        return
    head = ("", "version", "stored", "bytes")
    own = ("*" if champion is None else "", DEFAULT, "", "")
    print_table([head, own, *[_row(row) for row in rows]])


@click.command()
@click.argument("model")
@AS_JSON
def promote(model: str, *, as_json: bool) -> None:
    """Let MODEL decide: a version in the registry, a folder or a .hamgate file."""
    settings = read_settings()
    signer = Signer(load_secret(settings.data_dir, settings.secret))
    files = _files_at(Path(model), signer) if Path(model).exists() else None

    async def promoted(stores: Stores) -> Promotion:
        if files is not None:
            await stores.registry.put(files)
        version = files.version if files is not None else model
        await fetch_artifact(stores.registry, signer, version)
        return await stores.registry.promote(version)

    _print_change(settings, with_stores(settings, promoted), as_json=as_json)


@click.command()
@AS_JSON
def rollback(*, as_json: bool) -> None:
    """Let the model before the current one decide again."""
    settings = read_settings()
    change = with_stores(settings, lambda stores: stores.registry.rollback())
    _print_change(settings, change, as_json=as_json)


def _row(row: dict[str, object]) -> tuple[str, str, str, str]:
    marked = "*" if row["champion"] else ""
    return marked, str(row["version"]), f"{row['stored_at']:%Y-%m-%d %H:%M}", str(row["bytes"])


def _print_change(settings: Settings, change: Promotion, *, as_json: bool) -> None:
    del settings
    if as_json:
        print_json({"champion": change.new, "former": change.old})
        return
    click.echo(f"now decides: {change.new or DEFAULT}   (before: {change.old or DEFAULT})")


def _files_at(path: Path, signer: Signer) -> ModelFiles:
    """An artifact's files from a folder or zip, each verified; raises ArtifactError."""
    manifest, weights, pipeline = (_bytes_at(path, name) for name in (MANIFEST, WEIGHTS, PIPELINE))
    artifact = artifact_from_bytes(manifest, weights, signer=signer)
    if hashlib.sha256(pipeline).hexdigest() != artifact.manifest["files"].get(PIPELINE):
        raise ArtifactError(
            f"model {artifact.version} is damaged: {PIPELINE} has not the hash its manifest names"
        )
    return ModelFiles(artifact.version, artifact.digest, manifest, weights, pipeline)


def _bytes_at(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            return (path / name).read_bytes()
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError) as error:
        raise ArtifactError(f"no model at {path}: {name} cannot be read ({error})") from error
