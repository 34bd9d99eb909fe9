"""Idempotency keys: of duplicates of one call, one does the work and all get its answer.

Key:
- `hamgate:{s:<site>}:idem:<hash>`  hash  `body`: hash of the call's body; `claim`: who works
  on it; `answer`: the bytes, once there. Expires 5 s after the claim (a claimer that died
  is taken over then) and 24 h after the answer.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass

from service.stores.lua import load_script
from service.stores.trips import Trips

ANSWER_SECONDS = 86_400
TAKEOVER_SECONDS = 5.0
"""Far more than a check's whole budget: whoever is silent for so long is dead."""

POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Claimed:
    """The caller does the work, and then calls `finish` or `release` with this."""

    key: str
    token: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The work was done: these are the bytes to answer with."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The key came with another body before."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody else is at work on it."""


Outcome = Claimed | Answer | Mismatch | Pending


class Idempotency:
    """Who does the work of a call that came more than once."""

    def __init__(self, trips: Trips, *, takeover_seconds: float = TAKEOVER_SECONDS) -> None:
        self._trips = trips
        self._takeover_milliseconds = round(takeover_seconds * 1000)
        self._claim_script = load_script("idempotency_claim")
        self._finish_script = load_script("idempotency_finish")
        self._release_script = load_script("idempotency_release")

    async def claim(self, site_id: str, key: str, body_hash: bytes) -> Outcome:
        """Claim a call by its key, or learn what became of it."""
        claimed = Claimed(_key(site_id, key), secrets.token_hex(8))
        args = (body_hash, claimed.token, self._takeover_milliseconds)
        state, *rest = await self._trips.script(self._claim_script, [claimed.key], args)
        if state == b"claimed":
            return claimed
        if state == b"answer":
            return Answer(rest[0])
        return Mismatch() if state == b"mismatch" else Pending()

    async def claim_or_wait(
        self, site_id: str, key: str, body_hash: bytes, *, patience_seconds: float
    ) -> Outcome:
        """Like `claim`, but wait a while for another's answer; Pending when it lasts longer."""
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + patience_seconds
        while True:
            found = await self.claim(site_id, key, body_hash)
            if not isinstance(found, Pending) or loop.time() >= give_up_at:
                return found
            await asyncio.sleep(POLL_SECONDS)

    async def finish(self, claimed: Claimed, answer: bytes) -> bytes:
        """Keep the answer for 24 h; the bytes to answer with.

        Those are another's where the claim was taken over and finished meanwhile.
        """
        args = (claimed.token, answer, ANSWER_SECONDS)
        kept = await self._trips.script(self._finish_script, [claimed.key], args)
        return bytes(kept)

    async def release(self, claimed: Claimed) -> None:
        """Give the claim back, because the work failed: the next duplicate may try."""
        await self._trips.script(self._release_script, [claimed.key], [claimed.token])


def _key(site_id: str, key: str) -> str:
    """The store's key; the caller's is hashed, for it may be long or hold anything."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
    return f"hamgate:{{s:{site_id}}}:idem:{digest}"
