"""A call's body as it comes in: whole, in its time, or told as cut short."""

import asyncio

from aiohttp import web

from service.errors import HamgateError

BODY_SECONDS = 30.0
"""For a body's last byte: a mebibyte at 35 kB/s. Callers are servers, and near."""


class CutShortError(HamgateError):
    """The caller left, or stopped sending, before the body was whole."""


async def received(request: web.Request) -> bytes:
    """The body's bytes; CutShortError if they do not all come, aiohttp's errors as they are."""
    if request.content.is_eof():
        # Nearly always: it came with the head, and needs no clock.
        return await request.read()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except (TimeoutError, ConnectionError) as error:
        raise CutShortError("The body did not come whole; send it again.") from error
