"""Form tokens: a signed time that proves how long a form was open, good for one comment.

A token is 36 base64url characters: the time of issue in ms, a nonce, and a keyed hash over
both and the site. That it is used once is kept in the store, by its nonce, for as long as it
is good at all.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass

from service.stores.memory import TOKEN_SECONDS

TIME_BYTES = 6
NONCE_BYTES = 9
MAC_BYTES = 12
TOKEN_CHARACTERS = (TIME_BYTES + NONCE_BYTES + MAC_BYTES) * 4 // 3

_PURPOSE = b"form token\0"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a token proves."""

    seconds: float
    """Since it was issued."""
    nonce: str


class FormTokens:
    """Issues tokens and reads them."""

    def __init__(
        self,
        secret: bytes,
        clock: Callable[[], float],
        randomness: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._secret = secret
        self._clock = clock
        self._randomness = randomness

    def issue(self, site_id: str) -> str:
        """A new token for a site's form."""
        issued = int(self._clock() * 1000).to_bytes(TIME_BYTES)
        bare = issued + self._randomness(NONCE_BYTES)
        return base64.urlsafe_b64encode(bare + self._mac(site_id, bare)).decode()

    def read(self, site_id: str, token: str) -> Proof | None:
        """What a token proves; None for one that is not ours, or too old."""
        if len(token) != TOKEN_CHARACTERS:
            return None
        try:
            raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            return None
        bare, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(site_id, bare)):
            return None
        seconds = self._clock() - int.from_bytes(bare[:TIME_BYTES]) / 1000
        if seconds > TOKEN_SECONDS:
            return None
        return Proof(max(0.0, seconds), bare[TIME_BYTES:].hex())

    def _mac(self, site_id: str, bare: bytes) -> bytes:
        message = _PURPOSE + site_id.encode() + b"\0" + bare
        return hmac.digest(self._secret, message, "sha256")[:MAC_BYTES]
