"""Artifacts: whatever is wrong with one, it is refused in one sentence and nothing of it is run."""

import hashlib
import io
import json
import pickle
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service import artifacts
from service.artifacts import (
    MANIFEST,
    PIPELINE,
    WEIGHTS,
    Signer,
    artifact_from_bytes,
    read_artifact,
    weights_of,
    write_artifact,
)
from service.errors import ArtifactError
from service.filtering.features import COLUMNS
from service.filtering.ngrams import BUCKETS
from service.filtering.signals import SIGNALS
from training.fitting import FittedModel

Zipped = Callable[[Path], Path]


@pytest.fixture
def folder(artifact_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(artifact_folder, tmp_path / "copy"))


@pytest.fixture
def zipped(folder: Path) -> Path:
    path = folder.with_suffix(".hamgate")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (MANIFEST, WEIGHTS, PIPELINE):
            archive.write(folder / name, name)
    return path


def refused(path: Path, signer: Signer | None) -> str:
    with pytest.raises(ArtifactError) as caught:
        read_artifact(path, signer=signer)
    message = str(caught.value)
    assert message.strip()
    assert "\n" not in message
    return message


def resigned(folder: Path, signer: Signer, weights: bytes, **changes: Any) -> None:
    """Other weights under a manifest that is signed for them."""
    manifest = json.loads((folder / MANIFEST).read_bytes()) | changes
    manifest["files"][WEIGHTS] = hashlib.sha256(weights).hexdigest()
    manifest["signature"] = signer.sign(artifacts._payload(manifest))
    (folder / WEIGHTS).write_bytes(weights)
    (folder / MANIFEST).write_text(json.dumps(manifest))


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def right_arrays() -> dict[str, Any]:
    return {
        "buckets": np.zeros(BUCKETS, np.float32),
        "signals": np.zeros(len(SIGNALS)),
        "intercept": np.zeros(1),
    }


def test_a_folder_and_its_zip_are_the_same_model(
    folder: Path, zipped: Path, signer: Signer, fitted: FittedModel
) -> None:
    read, unzipped = (read_artifact(path, signer=signer) for path in (folder, zipped))
    assert (read.manifest, read.digest) == (unzipped.manifest, unzipped.digest)
    assert read.version == fitted.manifest["version"]
    for name, array in fitted.arrays.items():
        np.testing.assert_array_equal(read.arrays[name], array)
    assert weights_of(read.arrays).shape == (COLUMNS,)
    raw = [(folder / name).read_bytes() for name in (MANIFEST, WEIGHTS)]
    assert artifact_from_bytes(raw[0], raw[1], signer=signer).digest == read.digest


def test_only_the_installation_that_signed_it_takes_it(folder: Path, signer: Signer) -> None:
    assert "not signed by this installation" in refused(folder, Signer(b"another"))
    assert "not signed by this installation" in refused(folder, None)
    assert (
        Signer(b"a").public_key
        != signer.public_key
        == Signer(b"a secret only for tests").public_key
    )


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_no_flipped_byte_goes_unnoticed(folder: Path, signer: Signer, name: str) -> None:
    sound = (folder / name).read_bytes()
    draws = random.Random(7)
    for _ in range(150):
        at = draws.randrange(len(sound))
        damaged = bytearray(sound)
        damaged[at] ^= 1 << draws.randrange(8)
        (folder / name).write_bytes(damaged)
        refused(folder, signer)


def test_no_flipped_byte_of_a_zip_goes_unnoticed_or_does_harm(
    zipped: Path, folder: Path, signer: Signer
) -> None:
    sound, right = zipped.read_bytes(), read_artifact(folder, signer=signer).digest
    draws = random.Random(7)
    for _ in range(60):
        damaged = bytearray(sound)
        damaged[draws.randrange(len(sound))] ^= 1 << draws.randrange(8)
        zipped.write_bytes(damaged)
        try:
            assert read_artifact(zipped, signer=signer).digest == right  # not in what is read
        except ArtifactError as error:
            assert "\n" not in str(error)  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_half_a_file_is_refused(folder: Path, signer: Signer, name: str, kept: int) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:kept])
    refused(folder, signer)


@pytest.mark.parametrize("kept", [0, 1, 100, 5000, -1, -30])
def test_half_a_zip_is_refused(zipped: Path, signer: Signer, kept: int) -> None:
    zipped.write_bytes(zipped.read_bytes()[:kept])
    refused(zipped, signer)


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_a_missing_file_is_named(folder: Path, signer: Signer, name: str) -> None:
    (folder / name).unlink()
    assert name in refused(folder, signer)


def test_what_is_no_model_at_all_is_refused(tmp_path: Path, signer: Signer) -> None:
    refused(tmp_path, signer)
    refused(tmp_path / "nowhere", signer)
    note = tmp_path / "note.txt"
    note.write_text("no zip")
    refused(note, signer)


def test_an_old_model_cannot_be_passed_off_as_another_version(folder: Path, signer: Signer) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    for changes in (
        {"version": "2027-01-01.1-ffffff"},
        {"thresholds": {"hold": 1.0, "spam": 1.0, "blatant": 1.0}},
        {"signature": ""},
        {"signature": None},
        {"signature": "é"},
        {"public_key": Signer(b"another").public_key},
    ):
        (folder / MANIFEST).write_text(json.dumps(manifest | changes))
        assert "not signed" in refused(folder, signer)


def test_the_weights_of_another_version_do_not_pass(folder: Path, signer: Signer) -> None:
    (folder / WEIGHTS).write_bytes(npz(**right_arrays()))
    assert "hash" in refused(folder, signer)


def test_another_text_reading_is_told(folder: Path, signer: Signer) -> None:
    resigned(folder, signer, (folder / WEIGHTS).read_bytes(), fingerprint="0" * 64)
    assert "another version of the text reading" in refused(folder, signer)


def test_other_signals_are_told(folder: Path, signer: Signer) -> None:
    resigned(folder, signer, (folder / WEIGHTS).read_bytes(), signals=["one"])
    assert "other signals" in refused(folder, signer)


class Bomb:
    """Says so if it is ever unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("a model's arrays were unpickled",)


@pytest.mark.parametrize("name", ["buckets", "signals", "intercept"])
def test_nothing_is_unpickled(folder: Path, signer: Signer, name: str) -> None:
    arrays = right_arrays() | {name: np.array([Bomb()], dtype=object)}
    resigned(folder, signer, npz(**arrays))
    refused(folder, signer)
    resigned(folder, signer, pickle.dumps({"buckets": Bomb()}))
    refused(folder, signer)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("buckets", np.zeros(5, np.float32)),
        ("buckets", np.zeros((1, BUCKETS), np.float32)),
        ("buckets", np.zeros(BUCKETS, np.float16)),
        ("signals", np.zeros(len(SIGNALS) + 1)),
        ("signals", np.full(len(SIGNALS), np.nan)),
        ("intercept", np.zeros(2)),
        ("intercept", np.array([np.inf])),
        ("intercept", np.array(["x"])),
    ],
)
def test_arrays_of_another_shape_or_kind_are_refused(
    folder: Path, signer: Signer, name: str, array: Any
) -> None:
    resigned(folder, signer, npz(**(right_arrays() | {name: array})))
    assert name in refused(folder, signer)


def test_a_missing_array_is_refused(folder: Path, signer: Signer) -> None:
    arrays = right_arrays()
    del arrays["signals"]
    resigned(folder, signer, npz(**arrays))
    refused(folder, signer)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"[" * 200_000,
        b'{"version": "\xff"}',
        b'{"version": NaN}',
        b"{" * 9,
    ],
    ids=lambda raw: raw[:9].decode("latin-1"),
)
def test_a_manifest_of_anything_is_refused(folder: Path, signer: Signer, manifest: bytes) -> None:
    (folder / MANIFEST).write_bytes(manifest)
    refused(folder, signer)


@pytest.mark.parametrize(
    "change",
    [{"files": []}, {"version": 3}, {"files": {}}, {"files": {WEIGHTS: None}}, {"fingerprint": []}],
    ids=str,
)
def test_a_manifest_of_wrong_types_is_refused(
    folder: Path, signer: Signer, change: dict[str, Any]
) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes()) | change
    manifest["signature"] = signer.sign(artifacts._payload(manifest))
    (folder / MANIFEST).write_text(json.dumps(manifest))
    refused(folder, signer)


def test_a_zip_writes_nothing_wherever_its_names_point(
    zipped: Path, signer: Signer, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("../../evil", "x")
        archive.writestr("/etc/evil", "x")
    read_artifact(zipped, signer=signer)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_huge_file_is_refused_unread(
    folder: Path, zipped: Path, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "_MAX_FILE_BYTES", 100)
    assert "larger than any model" in refused(folder, signer)
    assert "larger than any model" in refused(zipped, signer)


def test_a_zip_that_lies_about_its_sizes_is_refused(zipped: Path, signer: Signer) -> None:
    raw = bytearray(zipped.read_bytes())
    entry = raw.rindex(b"PK\x01\x02", 0, raw.rindex(WEIGHTS.encode()))
    raw[entry + 24 : entry + 28] = (77).to_bytes(4, "little")
    zipped.write_bytes(raw)
    refused(zipped, signer)


def test_an_encrypted_zip_is_refused(zipped: Path, signer: Signer) -> None:
    raw = bytearray(zipped.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + flags] |= 1
    zipped.write_bytes(raw)
    refused(zipped, signer)


def test_the_packages_own_model_needs_no_signature_but_its_digest(
    fitted: FittedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "DEFAULT_MODEL", tmp_path)
    made = write_artifact(
        tmp_path, manifest=fitted.manifest, arrays=fitted.arrays, pipeline=b"", signer=None
    )
    assert read_artifact(tmp_path, signer=None).digest == made.digest
    for digest in (b"0" * 64, b"\xff\xfe", b""):
        (tmp_path / "DIGEST").write_bytes(digest)
        refused(tmp_path, None)
    (tmp_path / "DIGEST").unlink()
    refused(tmp_path, None)
