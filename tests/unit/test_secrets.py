"""Secrets: made once, kept for their owner only, never kept where a hash will do."""

import re
import stat
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service import secrets as made
from service.errors import SettingsError


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = made.load_secret(folder, "")
    assert len(first) == 64
    assert made.load_secret(folder, "") == first
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret"]


def test_programs_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: made.load_secret(tmp_path, ""), range(64)))
    assert len(set(found)) == 1


def test_a_configured_secret_is_taken_and_written_nowhere(tmp_path: Path) -> None:
    assert made.load_secret(tmp_path, "sixteen letters.") == b"sixteen letters."
    assert list(tmp_path.iterdir()) == []


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="HAMGATE_SECRET"):
        made.load_secret(tmp_path, "short")
    (tmp_path / "secret").write_text("")
    with pytest.raises(SettingsError, match="at least 16"):
        made.load_secret(tmp_path, "")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="set HAMGATE_SECRET"):
        made.load_secret(tmp_path / "file", "")


def test_keys_have_their_forms() -> None:
    assert made.SITE_KEY_PATTERN.fullmatch(made.new_site_key())
    assert made.ADMIN_TOKEN_PATTERN.fullmatch(made.new_admin_token())
    assert len(made.new_admin_password()) == 16


def test_a_hash_depends_on_key_and_secret() -> None:
    hashes = {made.key_hash(secret, key) for secret in (b"a", b"b") for key in ("k", "l", "\ud800")}
    assert len(hashes) == 6
    assert all(re.fullmatch(r"[0-9a-f]{64}", hashed) for hashed in hashes)


def test_a_password_is_known_by_its_hash_only() -> None:
    hashed = made.hash_password("correct horse")
    assert hashed.startswith("$argon2id$")
    assert made.verify_password(hashed, "correct horse")
    assert not made.verify_password(hashed, "wrong horse")
    assert not made.verify_password("no hash", "correct horse")


def test_a_uuid7_is_one_and_sorts_by_time() -> None:
    first = made.uuid7(1_700_000_000_000, bytes([255] * 10))
    second = made.uuid7(1_700_000_000_001, bytes(10))
    assert uuid.UUID(first).version == 7
    assert uuid.UUID(first).variant == uuid.RFC_4122
    assert first < second
    assert made.uuid7_milliseconds(first) == 1_700_000_000_000
