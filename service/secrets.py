"""Secrets, keys and passwords: how they are made, kept and compared."""

import hmac
import os
import re
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import SettingsError

SECRET_FILE = "secret"  # noqa: S105 (a file's name)
SECRET_BYTES = 32
MIN_SECRET_CHARACTERS = 16
SITE_KEY_BYTES = 6
ADMIN_TOKEN_BYTES = 32
ADMIN_PASSWORD_BYTES = 12

SITE_KEY_PATTERN = re.compile(r"[0-9a-f]{12}")
"""Akismet plugins refuse every other form."""

ADMIN_TOKEN_PATTERN = re.compile(r"hga_[A-Za-z0-9_-]{43}")


def load_secret(data_dir: Path, configured: str) -> bytes:
    """The installation's secret: the configured one, else the data directory's, made once.

    Two programs that start at once agree: whoever links its file into place first wins.
    """
    if configured:
        return _checked(configured, "HAMGATE_SECRET")
    path = data_dir / SECRET_FILE
    try:
        if not path.exists():
            _make_secret(path)
        return _checked(path.read_text(encoding="ascii").strip(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The secret file {path} cannot be read or made ({error}); "
            "let this user write to the folder, or set HAMGATE_SECRET."
        ) from error


def _checked(text: str, source: str) -> bytes:
    if len(text) < MIN_SECRET_CHARACTERS:
        raise SettingsError(
            f"{source} must have at least {MIN_SECRET_CHARACTERS} characters; "
            "`openssl rand -hex 32` makes a good one."
        )
    return text.encode()


def _make_secret(path: Path) -> None:
    """Write a new secret beside its place, then link it there: whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def key_hash(secret: bytes, key: str) -> str:
    """Keyed SHA-256 of a key, as 64 hex digits: what is kept in its place."""
    return hmac.digest(secret, key.encode("utf-8", "surrogatepass"), "sha256").hex()


def new_site_key() -> str:
    """A site key: 12 lower-case hexadecimal digits."""
    return secrets.token_hex(SITE_KEY_BYTES)


def new_admin_token() -> str:
    """An admin token: `hga_` and 43 base64url characters (256 bits)."""
    return "hga_" + secrets.token_urlsafe(ADMIN_TOKEN_BYTES)


def new_admin_password() -> str:
    """A password of 16 base64url characters (96 bits)."""
    return secrets.token_urlsafe(ADMIN_PASSWORD_BYTES)


def hash_password(password: str) -> str:
    """Argon2id hash with its own salt; takes tens of milliseconds: call it in a thread."""
    return PasswordHasher().hash(password)


def verify_password(hashed: str, password: str) -> bool:
    """Whether this is the password; takes tens of milliseconds: call it in a thread."""
    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def uuid7(unix_milliseconds: int, randomness: bytes) -> str:
    """A UUIDv7 (RFC 9562) of a time in milliseconds and 10 random bytes."""
    value = (unix_milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(randomness[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def uuid7_milliseconds(identifier: str) -> int:
    """The time in a UUIDv7, in milliseconds since 1970."""
    return int(identifier[:8] + identifier[9:13], 16)
