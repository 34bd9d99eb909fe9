"""Model artifacts: a folder or one zip, sealed by hashes, a signature and a fingerprint.

An artifact is accepted only if every file has the hash its manifest names, the manifest is
signed by this installation (or is the very one that ships in the package), and the text
reading and signals of this program give the fingerprint the model was fitted with. Arrays
are read without pickle; ``pipeline.joblib`` is not opened here at all.
"""

import base64
import hashlib
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from numpy.typing import NDArray

from service.errors import ArtifactError
from service.filtering.features import COLUMNS
from service.filtering.fingerprint import fingerprint
from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS

DEFAULT_MODEL = Path(__file__).parent / "default_model"
"""The model that ships in the package; trusted by the digest beside it."""

MANIFEST, WEIGHTS, PIPELINE = "manifest.json", "weights.npz", "pipeline.joblib"
_DIGEST_FILE = "DIGEST"
_MAX_FILE_BYTES = 256 * 1024 * 1024
_ARRAYS = {
    "buckets": ((BUCKETS,), np.dtype(np.float32)),
    "signals": ((len(SIGNALS),), np.dtype(np.float64)),
    "intercept": ((1,), np.dtype(np.float64)),
}
_REQUIRED = ("version", "created", "thresholds", "fpr_table", "files", "fingerprint", "signals")

_UNREADABLE = (
    OSError, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, MemoryError,
    OverflowError, struct.error, zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What damaged zips and arrays raise, by experience."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A verified model: its manifest, its arrays and the SHA-256 of its manifest."""

    manifest: dict[str, Any]
    arrays: Arrays
    digest: str

    @property
    def version(self) -> str:
        """The version its manifest names."""
        return str(self.manifest["version"])


class Signer:
    """Signs and verifies manifests with an Ed25519 key derived from the installation's secret."""

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"hamgate model signature").derive(secret)
        self._key = Ed25519PrivateKey.from_private_bytes(derived)

    def sign(self, payload: bytes) -> str:
        """Base64 of the signature of a payload."""
        return base64.b64encode(self._key.sign(payload)).decode()

    def verifies(self, signature: str, payload: bytes) -> bool:
        """Whether this installation made the signature for the payload."""
        try:
            self._key.public_key().verify(base64.b64decode(signature, validate=True), payload)
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def public_key(self) -> str:
        """Base64 of the public half."""
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(raw).decode()


def read_artifact(path: Path, *, signer: Signer | None) -> Artifact:
    """A verified artifact from a folder or a ``.hamgate`` zip.

    Raises:
        ArtifactError: with one sentence, if anything about it is wrong.
    """
    files = {name: _read_file(path, name) for name in (MANIFEST, WEIGHTS)}
    return artifact_from_bytes(files[MANIFEST], files[WEIGHTS], signer=signer)


def artifact_from_bytes(manifest: bytes, weights: bytes, *, signer: Signer | None) -> Artifact:
    """A verified artifact from its two serving files; see ``read_artifact``."""
    digest = hashlib.sha256(manifest).hexdigest()
    content = _decoded_manifest(manifest)
    version = content["version"]
    if digest != shipped_digest() and not _signed(content, signer):
        raise ArtifactError(
            f"model {version} is not signed by this installation (another HAMGATE_SECRET?);"
            " train it here"
        )
    if hashlib.sha256(weights).hexdigest() != content["files"].get(WEIGHTS):
        raise ArtifactError(
            f"model {version} is damaged: {WEIGHTS} has not the hash its manifest names"
        )
    if content["fingerprint"] != fingerprint():
        raise ArtifactError(
            f"model {version} was fitted with another version of the text reading; train it again"
        )
    return Artifact(content, _decoded_arrays(weights, version), digest)


def shipped_digest() -> str:
    """The digest of the manifest that ships in the package, empty if none does."""
    try:
        return (DEFAULT_MODEL / _DIGEST_FILE).read_text(errors="replace").strip()
    except OSError:
        return ""


def write_artifact(
    folder: Path,
    *,
    manifest: dict[str, Any],
    arrays: Arrays,
    pipeline: bytes,
    signer: Signer | None,
) -> Artifact:
    """Write a model's three files, sealed, and read them back verified.

    Without a signer the artifact is the package's own: its digest goes beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    files = {WEIGHTS: buffer.getvalue(), PIPELINE: pipeline}
    sealed = manifest | {
        "fingerprint": fingerprint(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    if signer:
        sealed["public_key"] = signer.public_key
        sealed["signature"] = signer.sign(_payload(sealed))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    encoded = msgspec.json.format(msgspec.json.encode(sealed, order="deterministic"), indent=1)
    (folder / MANIFEST).write_bytes(encoded)
    if signer is None:
        (folder / _DIGEST_FILE).write_text(hashlib.sha256(encoded).hexdigest() + "\n")
    return read_artifact(folder, signer=signer)


def _payload(manifest: dict[str, Any]) -> bytes:
    """What is signed: the manifest without its signature, in one canonical form."""
    unsigned = {name: value for name, value in manifest.items() if name != "signature"}
    return msgspec.json.encode(unsigned, order="deterministic")


def _signed(manifest: dict[str, Any], signer: Signer | None) -> bool:
    signature = manifest.get("signature")
    return (
        signer is not None
        and isinstance(signature, str)
        and signer.verifies(signature, _payload(manifest))
    )


def _read_file(path: Path, name: str) -> bytes:
    """One file of a folder or zip, bounded in size."""
    try:
        if path.is_dir():
            return _bounded(path / name, (path / name).stat().st_size).read_bytes()
        with zipfile.ZipFile(path) as archive:
            _bounded(path, archive.getinfo(name).file_size)
            return archive.read(name)
    except _UNREADABLE as error:
        raise ArtifactError(f"no model at {path}: {name} cannot be read ({error})") from error


def _bounded(path: Path, size_bytes: int) -> Path:
    if size_bytes > _MAX_FILE_BYTES:
        raise ArtifactError(f"{path} is larger than any model ({size_bytes} bytes)")
    return path


def _decoded_manifest(manifest: bytes) -> dict[str, Any]:
    try:
        content = msgspec.json.decode(manifest, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArtifactError(
            f"the model is damaged: its manifest is not valid JSON ({error})"
        ) from error
    missing = [name for name in _REQUIRED if name not in content]
    if missing or not isinstance(content["files"], dict) or not isinstance(content["version"], str):
        raise ArtifactError(
            f"the model is damaged: its manifest lacks {', '.join(missing) or 'sense'}"
        )
    if content["signals"] != [signal.name for signal in SIGNALS]:
        raise ArtifactError(
            "the model was fitted with other signals than this program has; train it again"
        )
    return content


def _decoded_arrays(weights: bytes, version: str) -> Arrays:
    """The arrays by name, each of the shape and type it must have, all finite."""
    try:
        with np.load(io.BytesIO(weights), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in _ARRAYS}
    except _UNREADABLE as error:
        raise ArtifactError(
            f"model {version} is damaged: {WEIGHTS} cannot be read ({error})"
        ) from error
    for name, (shape, dtype) in _ARRAYS.items():
        if arrays[name].shape != shape or arrays[name].dtype != dtype:
            raise ArtifactError(f"model {version} is damaged: {name} has the wrong shape or type")
        if not np.isfinite(arrays[name]).all():
            raise ArtifactError(
                f"model {version} is damaged: {name} holds numbers that are not finite"
            )
    return arrays


def weights_of(arrays: Arrays) -> NDArray[np.float64]:
    """All weights in the order of the feature matrix, float64, shape (COLUMNS,)."""
    weights = np.concatenate((arrays["buckets"].astype(np.float64), arrays["signals"]))
    assert weights.shape == (COLUMNS,)  # noqa: S101 (a promise to the type checker's reader)
    return weights
