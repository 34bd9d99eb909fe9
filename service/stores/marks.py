"""Names under which people are remembered: keyed hashes, short enough to be many."""

import hmac

MARK_DIGITS = 20
"""80 bits: two of a billion marks collide with a chance of one in two million."""

_PURPOSE = b"memory\0"


def mark(secret: bytes, kind: str, value: str) -> str:
    """The mark of an address, e-mail, domain…; the same only for this installation."""
    message = _PURPOSE + f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret, message, "sha256").hex()[:MARK_DIGITS]
