"""Idempotency-Key: the same call made again gets the same bytes and is done once."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from service.api.problems import InProgressError
from service.errors import IdempotencyMismatchError, InvalidInputError, StoreUnavailableError
from service.keys import SITE, STORES
from service.stores.idempotency import Answer, Claimed, Idempotency, Mismatch

HEADER = "Idempotency-Key"
PATIENCE_SECONDS = 2.0
"""How long a duplicate waits for the first call's answer."""

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


async def once(request: web.Request, raw: bytes, work: Callable[[], Awaitable[bytes]]) -> bytes:
    """The bytes `work` answers, or those it answered to the same key and body before.

    While the store is away the work is done all the same: an answer matters more than
    that it is the only one.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return await work()
    if _KEY.fullmatch(key) is None:
        message = "must be 1 to 255 visible ASCII characters"
        raise InvalidInputError(f"{HEADER} {message}.", ((HEADER, message),))
    memory, site = request.app[STORES].idempotency, request[SITE].id
    try:
        outcome = await _settled(memory, site, key, _fingerprint(request, raw))
    except StoreUnavailableError:
        return await work()
    if isinstance(outcome, Answer):
        return outcome.body
    return await _done(memory, outcome, work)


def _fingerprint(request: web.Request, raw: bytes) -> bytes:
    """What makes two calls the same: the path and the body."""
    return hashlib.sha256(request.path.encode("utf-8", "replace") + b"\0" + raw).digest()


async def _settled(memory: Idempotency, site: str, key: str, body_hash: bytes) -> Answer | Claimed:
    """The earlier answer or our claim, after waiting for another's work in progress."""
    outcome = await memory.claim_or_wait(site, key, body_hash, patience_seconds=PATIENCE_SECONDS)
    if isinstance(outcome, Mismatch):
        raise IdempotencyMismatchError(f"This {HEADER} was used with another body.")
    if isinstance(outcome, (Answer, Claimed)):
        return outcome
    raise InProgressError(f"The first call with this {HEADER} is still being worked on.")


async def _done(
    memory: Idempotency, claimed: Claimed, work: Callable[[], Awaitable[bytes]]
) -> bytes:
    """The work's answer, kept for duplicates; one that fails gives the claim back."""
    try:
        answer = await work()
    except BaseException:
        with suppress(StoreUnavailableError):
            await memory.release(claimed)
        raise
    try:
        return await memory.finish(claimed, answer)
    except StoreUnavailableError:
        return answer
