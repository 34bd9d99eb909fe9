"""Calls to blogs that are still to be made: kept until they are, or were tried often enough.

Keys, all in one slot, expiring a week after the last call was put there:
- `hamgate:{webhooks}:due`       zset  id → when the next attempt is due, in ms
- `hamgate:{webhooks}:calls`     hash  id → Call in MessagePack, sealed
- `hamgate:{webhooks}:attempts`  hash  id → attempts begun

A call carries its site's key, which nothing else keeps in a readable form: so calls are sealed
(AES-GCM) under the installation's secret. Who takes a call has its next attempt planned in
the same step, so that no worker's death loses one; a call is made once or, at worst, twice.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.logs import get_log
from service.stores.lua import LuaScript, load_script
from service.stores.trips import Trips

KEYS = tuple(f"hamgate:{{webhooks}}:{name}" for name in ("due", "calls", "attempts"))

WRITE_SECONDS = 1.0
KEPT_SECONDS = 7 * 86_400
MOST_CALLS = 10_000
MOST_AT_ONCE = 20

ATTEMPT_SECONDS = 10
"""Longer than an attempt lasts: nobody else begins the same one."""

PAUSES_SECONDS = (ATTEMPT_SECONDS, 60, 600, 3600, 6 * 3600)
"""From each attempt to the next: six in all, over some seven hours."""

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be said to whom."""

    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A call that is this worker's to make now."""

    id: str
    call: Call
    sealed: bytes


class Webhooks:
    """The calls that wait."""

    def __init__(
        self, trips: Trips, secret: bytes, *, pauses_seconds: Sequence[float] = PAUSES_SECONDS
    ) -> None:
        self._trips = trips
        derived = HKDF(SHA256(), 32, salt=None, info=b"hamgate webhook calls").derive(secret)
        self._cipher = AESGCM(derived)
        self._pauses_ms = [round(pause * 1000) for pause in pauses_seconds]
        self._put_script = load_script("webhook_put")
        self._claim_script = load_script("webhook_claim")
        self._done_script = load_script("webhook_done")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Call).decode

    async def put(self, call_id: str, call: Call) -> bool:
        """Keep a call, in the place of an older one of this id; False where too many wait."""
        args = (call_id, self._sealed(call), MOST_CALLS, ATTEMPT_SECONDS * 1000, KEPT_SECONDS)
        return bool(await self._run(self._put_script, args))

    async def claim(self) -> list[Claim]:
        """Some calls that are due, now this worker's to make."""
        args = (MOST_AT_ONCE, KEPT_SECONDS, *self._pauses_ms)
        flat = await self._run(self._claim_script, args)
        claims = []
        for call_id, sealed in zip(flat[::2], flat[1::2], strict=True):
            call = self._opened(sealed)
            if call is not None:
                claims.append(Claim(call_id.decode(), call, sealed))
        return claims

    async def done(self, claim: Claim) -> None:
        """Forget a call that was made."""
        await self._run(self._done_script, (claim.id, claim.sealed))

    async def _run(self, script: LuaScript, args: Sequence[bytes | str | int]) -> Any:
        return await self._trips.script(script, KEYS, args, budget_seconds=WRITE_SECONDS)

    def _sealed(self, call: Call) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, self._encode(call), None)

    def _opened(self, sealed: bytes) -> Call | None:
        """The call; None for one of another secret, or of a version that wrote it otherwise."""
        try:
            raw = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
            return self._decode(raw)
        except (InvalidTag, msgspec.MsgspecError):
            get_log("webhook").warning("webhook_not_ours")
            return None
