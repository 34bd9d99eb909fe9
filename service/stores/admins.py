"""Admins: people who may do everything, with a token for scripts and a password for the UI.

Keys, both without expiry (they are settings):
- `hamgate:{admins}:all`     hash  name → Admin in MessagePack
- `hamgate:{admins}:tokens`  hash  keyed hash of a token → name
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from service.errors import ConflictError, InvalidInputError
from service.secrets import (
    ADMIN_TOKEN_PATTERN,
    hash_password,
    key_hash,
    new_admin_password,
    new_admin_token,
    verify_password,
)
from service.stores.durability import Durability
from service.stores.lua import load_script
from service.stores.trips import Trips

ALL_KEY = "hamgate:{admins}:all"
TOKENS_KEY = "hamgate:{admins}:tokens"
BUDGET_SECONDS = 2.0
MOST_NAME_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Admin:
    """A person who administers this installation."""

    name: str
    created_at: datetime
    password_hash: str


class Admins:
    """All admins: made, found by token, told by password."""

    def __init__(
        self,
        trips: Trips,
        durability: Durability,
        secret: bytes,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._trips = trips
        self._durability = durability
        self._secret = secret
        self._clock = clock
        self._add_script = load_script("admin_add")
        self._decode = msgspec.msgpack.Decoder(Admin).decode

    async def add(self, name: str, password: str | None = None) -> tuple[Admin, str, str]:
        """Make an admin; token and password are known only to the caller."""
        if not 0 < len(name.strip()) <= MOST_NAME_CHARACTERS:
            problem = ("$.name", f"must have 1 to {MOST_NAME_CHARACTERS} characters")
            raise InvalidInputError("This is no name for an admin.", (problem,))
        token = new_admin_token()
        password = password or new_admin_password()
        hashed = await asyncio.to_thread(hash_password, password)
        admin = Admin(name, datetime.fromtimestamp(self._clock(), UTC), hashed)
        keys = [ALL_KEY, TOKENS_KEY]
        args: list[bytes | str] = [
            name,
            msgspec.msgpack.encode(admin),
            key_hash(self._secret, token),
        ]
        added = await self._durability.settled(
            ALL_KEY,
            lambda: self._trips.script(self._add_script, keys, args, budget_seconds=BUDGET_SECONDS),
        )
        if not added:
            raise ConflictError(f"There is an admin {name} already.")
        return admin, token, password

    async def by_token(self, token: str) -> Admin | None:
        """The admin whom a token belongs to."""
        if not ADMIN_TOKEN_PATTERN.fullmatch(token):
            return None
        hashed = key_hash(self._secret, token)
        name = await self._trips.execute("HGET", TOKENS_KEY, hashed, budget_seconds=BUDGET_SECONDS)
        return None if name is None else await self.get(name.decode())

    async def get(self, name: str) -> Admin | None:
        """The admin of a name."""
        raw = await self._trips.execute("HGET", ALL_KEY, name, budget_seconds=BUDGET_SECONDS)
        return None if raw is None else self._decode(raw)

    async def check_password(self, name: str, password: str) -> Admin | None:
        """The admin of a name, if this is the password; takes as long for unknown names."""
        admin = await self.get(name)
        if admin is None:
            await asyncio.to_thread(hash_password, password)
            return None
        fits = await asyncio.to_thread(verify_password, admin.password_hash, password)
        return admin if fits else None

    async def list(self) -> list[Admin]:
        """All admins, by name."""
        flat = await self._trips.execute("HVALS", ALL_KEY, budget_seconds=BUDGET_SECONDS)
        return sorted((self._decode(raw) for raw in flat), key=lambda admin: admin.name)
